//! How long to wait before the next try: twice as long each time, with some chance in it, so that many clients do not come back at the
//! same moment.

use std::time::Duration;

/// Nothing is tried again later than after a day.
const LONGEST: Duration = Duration::from_secs(86_400);

/// Waits between tries.
#[derive(Clone, Debug)]
pub struct Backoff {
    first: Duration,
    longest: Duration,
    stable: Duration,
    next: Duration,
}

impl Backoff {
    /// From `first` doubling up to `longest`. Whoever was connected for as long as `stable` begins anew.
    #[must_use]
    pub fn new(first: Duration, longest: Duration, stable: Duration) -> Self {
        let (first, longest) = (first.min(LONGEST), longest.clamp(first.min(LONGEST), LONGEST));
        Self { first, longest, stable, next: first }
    }

    /// One second to 64 seconds, anew after a stable minute: what connections to sources keep.
    #[must_use]
    pub fn of_connections() -> Self {
        Self::new(Duration::from_secs(1), Duration::from_secs(64), Duration::from_secs(60))
    }

    /// The next wait. `chance` from 0 to 1 makes it up to a fifth shorter or longer.
    pub fn next(&mut self, chance: f64) -> Duration {
        let wait = self.next;
        self.next = wait.saturating_mul(2).min(self.longest);
        let chance = if chance.is_finite() { chance.clamp(0.0, 1.0) } else { 0.5 };
        wait.mul_f64(0.8 + 0.4 * chance)
    }

    /// A connection lasted so long.
    pub fn lasted(&mut self, connected: Duration) {
        if connected >= self.stable {
            self.reset();
        }
    }

    /// Begins anew.
    pub fn reset(&mut self) {
        self.next = self.first;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_begin_anew_after_a_stable_minute() {
        let mut backoff = Backoff::of_connections();
        let waits = |backoff: &mut Backoff, n| (0..n).map(|_| backoff.next(0.5).as_secs_f64()).collect::<Vec<_>>();
        assert_eq!(waits(&mut backoff, 8), [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 64.0]);
        backoff.lasted(Duration::from_secs(59));
        assert_eq!(waits(&mut backoff, 1), [64.0]);
        backoff.lasted(Duration::from_secs(60));
        assert_eq!(waits(&mut backoff, 2), [1.0, 2.0]);
    }

    #[test]
    fn chance_moves_a_wait_by_a_fifth_and_no_more() {
        for (chance, expected) in [(0.0, 0.8), (1.0, 1.2), (-5.0, 0.8), (9.0, 1.2), (f64::NAN, 1.0)] {
            let wait = Backoff::of_connections().next(chance).as_secs_f64();
            assert!((wait - expected).abs() < 1e-9, "{chance}: {wait}");
        }
    }
}
