//! The time: whose clock, which of its seconds are over, and whether the machine slept.

use model::time::Timestamp;
use tokio::time::Instant;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;
}

impl Clock for model::time::Clock {
    fn now(&self) -> Timestamp {
        (*self).now()
    }
}

/// A clock that begins at a time and goes on with the runtime's: it never goes back, and a test that holds the runtime's time holds it.
#[derive(Clone, Copy, Debug)]
pub struct Steady {
    start: Timestamp,
    began: Instant,
}

impl Steady {
    /// Shows `start` now.
    #[must_use]
    pub fn from(start: Timestamp) -> Self {
        Self { start, began: Instant::now() }
    }
}

impl Clock for Steady {
    fn now(&self) -> Timestamp {
        let passed = i64::try_from(self.began.elapsed().as_micros()).unwrap_or(i64::MAX);
        Timestamp::from_micros(self.start.micros().saturating_add(passed))
    }
}

const SECOND: i64 = 1_000_000;
/// After a longer pause only the last seconds are gone through one by one.
const SECONDS_MAX: i64 = 3_600;

/// The whole seconds that pass. A hub is told of each, live and in a replay, so that both close bars at the same moments.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seconds {
    /// The last one that was told, in seconds.
    last: Option<i64>,
}

impl Seconds {
    /// Whether a time may tell something.
    pub(crate) fn is_due(&self, at: Timestamp) -> bool {
        self.last.is_none_or(|last| at.micros() >= last.saturating_add(1).saturating_mul(SECOND))
    }

    /// Tells each whole second up to a time, in order, once.
    pub(crate) fn pass(&mut self, to: Timestamp, mut tell: impl FnMut(Timestamp)) {
        let to = to.micros().div_euclid(SECOND);
        let Some(last) = self.last else {
            self.last = Some(to);
            return;
        };
        for second in last.saturating_add(1).max(to.saturating_sub(SECONDS_MAX))..=to {
            tell(Timestamp::from_micros(second.saturating_mul(SECOND)));
        }
        self.last = Some(last.max(to));
    }
}

/// That the machine slept, or its clock was set forward.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Resumed {
    /// When it was noticed.
    pub at: Timestamp,
    /// For how long nothing ran, in microseconds.
    pub gap_micros: i64,
}

/// From which difference on the machine is taken to have slept, in microseconds.
const SLEPT: i64 = 5_000_000;

/// Compares the wall's clock with one that stands still while the machine sleeps.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Watcher {
    last: Option<(i64, i64)>,
}

impl Watcher {
    /// Takes both clocks, in microseconds; about once a second.
    pub(crate) fn step(&mut self, wall: Timestamp, steady_micros: i64) -> Option<Resumed> {
        let (wall_before, steady_before) = self.last.replace((wall.micros(), steady_micros))?;
        let wall_passed = wall.micros().saturating_sub(wall_before);
        let gap_micros = wall_passed.saturating_sub(steady_micros.saturating_sub(steady_before));
        (gap_micros > SLEPT).then_some(Resumed { at: wall, gap_micros })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: &mut Seconds, to: i64) -> Vec<i64> {
        let mut told = Vec::new();
        seconds.pass(Timestamp::from_micros(to), |at| told.push(at.micros() / SECOND));
        told
    }

    #[test]
    fn each_second_is_told_once() {
        let mut passing = Seconds::default();
        assert!(seconds(&mut passing, 10_500_000).is_empty(), "the first time is where it begins");
        assert!(seconds(&mut passing, 10_999_999).is_empty());
        assert_eq!(seconds(&mut passing, 11_000_000), [11]);
        assert_eq!(seconds(&mut passing, 14_200_000), [12, 13, 14]);
        assert!(seconds(&mut passing, 3_000_000).is_empty(), "a clock that goes back tells nothing");
        assert_eq!(seconds(&mut passing, 15_000_000), [15]);
        assert_eq!(seconds(&mut passing, 1_000_000 * SECOND).len(), 3_601, "after a night only the last hour");
        let mut absurd = Seconds::default();
        assert!(seconds(&mut absurd, i64::MIN).is_empty());
        assert_eq!(seconds(&mut absurd, i64::MAX).len(), 3_601);
    }

    #[test]
    fn sleep_is_the_difference_of_two_clocks() {
        let mut watcher = Watcher::default();
        let mut step = |wall, steady| watcher.step(Timestamp::from_micros(wall), steady).map(|r| r.gap_micros);
        assert_eq!(step(0, 0), None);
        assert_eq!(step(1_000_000, 1_000_000), None);
        assert_eq!(step(8_000_000, 3_000_001), None, "just under five seconds");
        assert_eq!(step(3_600_000_000, 4_000_000), Some(3_592_000_000 - 999_999));
        assert_eq!(step(0, 5_000_000), None, "a clock that was set back is no sleep");
        assert_eq!(step(i64::MAX, i64::MIN), Some(i64::MAX));
    }
}
