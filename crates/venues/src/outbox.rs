//! Messages to a venue, no more in a second than it allows.

use std::collections::VecDeque;

use model::time::Timestamp;

use crate::talk::Told;

/// What waits to be said.
#[derive(Clone, Debug)]
pub(crate) struct Outbox {
    per_second: usize,
    waiting: VecDeque<String>,
    /// When the last ones were said.
    said: VecDeque<i64>,
}

impl Outbox {
    /// Empty.
    pub(crate) fn new(per_second: usize) -> Self {
        Self { per_second: per_second.max(1), waiting: VecDeque::new(), said: VecDeque::new() }
    }

    /// Forgets what was to be said: a new connection.
    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
        self.said.clear();
    }

    /// Puts a message at the end.
    pub(crate) fn push(&mut self, text: String) {
        self.waiting.push_back(text);
    }

    /// Says as much as may be said now.
    pub(crate) fn release(&mut self, now: Timestamp, out: &mut Vec<Told>) {
        let now = now.micros();
        // What lies ahead was said before the clock was put back.
        self.said.retain(|at| *at <= now && now.saturating_sub(*at) < 1_000_000);
        while self.said.len() < self.per_second {
            let Some(text) = self.waiting.pop_front() else { return };
            out.push(Told::say(text));
            self.said.push_back(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_allowed_is_said_in_a_second() {
        let mut outbox = Outbox::new(2);
        for n in 0..5 {
            outbox.push(n.to_string());
        }
        let mut count = |at: i64| {
            let mut out = Vec::new();
            outbox.release(Timestamp::from_micros(at), &mut out);
            out.len()
        };
        assert_eq!((count(5_000_000), count(5_900_000), count(6_000_000)), (2, 0, 2));
        assert_eq!(count(1_000_000), 1, "a clock that was put back does not hold anything up");
        assert_eq!(count(i64::MIN), 0);
    }
}
