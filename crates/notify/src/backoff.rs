//! When a delivery is tried again, and when it is given up.

use std::time::Duration;

use alerts::DeliveryKey;

use crate::{SendError, identity};

/// Seconds before the second attempt, the third, and so on; the last is repeated.
const WAITS_S: [u64; 6] = [5, 15, 60, 300, 1_800, 7_200];
/// How far a wait is moved at random, in per cent to either side.
const JITTER_PERCENT: u64 = 20;
/// Attempts after which a delivery is given up when nothing else is said: a little more than a day.
const ATTEMPTS_MAX: u32 = 20;

/// Waits of 5 s, 15 s, 1 min, 5 min, 30 min and then 2 h, each moved by up to 20 % so that many deliveries do not come back at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Backoff {
    attempts_max: u32,
}

/// What to do with a delivery that failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NextTry {
    /// Try again so long after the failure.
    After(Duration),
    /// Keep it as a dead letter and show it to the user: trying again cannot help, or was tried often enough.
    DeadLetter,
}

impl Default for Backoff {
    /// Twenty attempts: all of a night, and a day without a network.
    fn default() -> Self {
        Self { attempts_max: ATTEMPTS_MAX }
    }
}

impl Backoff {
    /// With another number of attempts, at least one.
    #[must_use]
    pub const fn with_attempts(attempts_max: u32) -> Self {
        Self { attempts_max: if attempts_max == 0 { 1 } else { attempts_max } }
    }

    /// After how many attempts it gives up.
    #[must_use]
    pub const fn attempts_max(self) -> u32 {
        self.attempts_max
    }

    /// A seed of a delivery: the same for all its attempts, another for other deliveries.
    #[must_use]
    pub fn seed(key: &DeliveryKey) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = identity::digest(key);
        u64::from_be_bytes([a, b, c, d, e, f, g, h])
    }

    /// The wait after the attempt of that number, counted from 1; `None` when that was the last. The same seed gives the same wait.
    #[must_use]
    pub fn wait(self, attempt: u32, seed: u64) -> Option<Duration> {
        if attempt >= self.attempts_max {
            return None;
        }
        let step = usize::try_from(attempt.saturating_sub(1)).unwrap_or(usize::MAX).min(WAITS_S.len() - 1);
        let wait_ms = WAITS_S[step] * 1_000;
        let reach_ms = wait_ms * JITTER_PERCENT / 100;
        let moved_ms = wait_ms - reach_ms + mixed(seed, attempt) % (2 * reach_ms + 1);
        Some(Duration::from_millis(moved_ms))
    }

    /// What follows from a failure: nothing for a final one; what the receiver asked for where that is longer than our own wait.
    #[must_use]
    pub fn next(self, attempt: u32, seed: u64, failure: &SendError) -> NextTry {
        if failure.is_final() {
            return NextTry::DeadLetter;
        }
        match self.wait(attempt, seed) {
            Some(wait) => NextTry::After(wait.max(failure.retry_after().unwrap_or_default())),
            None => NextTry::DeadLetter,
        }
    }
}

/// The finalizer of SplitMix64 (Steele, Lea and Flood 2014) over seed and attempt.
fn mixed(seed: u64, attempt: u32) -> u64 {
    let mut x = seed.wrapping_add(u64::from(attempt).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
