//! How many requests a source takes, kept by us before the source has to.
//!
//! A source counts requests, or their weight, in windows of time; often several at once (so many a second and so many a day), for all
//! that use one key. A [`Budget`] has a bucket of tokens for each window. Its burst and its refill together never let more than the limit
//! pass in any stretch as long as the window, however the source cuts its windows. What the source says itself ([`Hint`]) takes tokens
//! away and never gives any.

mod hint;
mod shared;

pub use hint::Hint;
pub(crate) use hint::retry_after;
pub use shared::{Budgets, SharedBudget};

use std::time::Duration;

use crate::error::MarketError;

/// Longer waits are not believed: a source bans for three days at most.
const WAIT_MAX: i64 = 3 * 86_400_000_000;
/// Longest window.
const PER_MAX: Duration = Duration::from_secs(31 * 86_400);

/// So much weight in so much time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// Weight, at least 1; a plain request weighs 1.
    pub limit: u32,
    /// Length of the window, from a microsecond to 31 days.
    pub per: Duration,
    /// The most that passes at once, 1 to `limit`. The more at once, the slower it comes back.
    pub burst: u32,
}

impl Window {
    /// Half of the limit may pass at once.
    #[must_use]
    pub const fn new(limit: u32, per: Duration) -> Self {
        Self { limit, per, burst: limit.div_ceil(2) }
    }
}

/// Why there is nothing now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Short {
    /// There will be in so many microseconds, unless the source says otherwise or others take it.
    Wait {
        /// Microseconds, more than zero.
        micros: i64,
    },
    /// Never: it is more than the burst of a window.
    Never {
        /// The most that there is at once.
        most: u32,
    },
}

/// Tokens of one window. A token is divided into as many parts as the window has microseconds, so nothing is ever rounded.
#[derive(Clone, Debug)]
struct Bucket {
    limit: u32,
    per: i128,
    burst: u32,
    /// Tokens in a window, which are parts in a microsecond.
    refill: i128,
    /// Parts.
    level: i128,
}

impl Bucket {
    fn parts(&self, tokens: u32) -> i128 {
        i128::from(tokens) * self.per
    }

    /// At most so many tokens are left.
    fn lower(&mut self, tokens: u32) {
        self.level = self.level.min(self.parts(tokens));
    }
}

/// The budget of one key at one source. Times are microseconds of any clock that does not go back.
#[derive(Clone, Debug)]
pub struct Budget {
    buckets: Vec<Bucket>,
    at: i64,
    blocked_until: i64,
}

impl Budget {
    /// Full buckets for all windows.
    ///
    /// # Errors
    /// [`MarketError::Window`] when one makes no sense.
    pub fn new(at_micros: i64, windows: &[Window]) -> Result<Self, MarketError> {
        let buckets = windows.iter().map(bucket).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { buckets, at: at_micros, blocked_until: i64::MIN })
    }

    /// Takes weight from all windows, or from none.
    ///
    /// # Errors
    /// [`Short`] when there is not enough in one of them.
    pub fn take(&mut self, at_micros: i64, weight: u32) -> Result<(), Short> {
        self.pass(at_micros);
        if let Some(most) = self.buckets.iter().map(|bucket| bucket.burst).min().filter(|most| weight > *most) {
            return Err(Short::Never { most });
        }
        let missing = |bucket: &Bucket| {
            let missing = bucket.parts(weight) - bucket.level;
            if missing <= 0 { 0 } else { missing.div_euclid(bucket.refill) + 1 }
        };
        let micros = self.buckets.iter().map(missing).max().unwrap_or(0);
        let blocked = i128::from(self.blocked_until) - i128::from(self.at);
        let micros = i64::try_from(micros.max(blocked)).unwrap_or(i64::MAX);
        if micros > 0 {
            return Err(Short::Wait { micros });
        }
        for bucket in &mut self.buckets {
            bucket.level -= bucket.parts(weight);
        }
        Ok(())
    }

    /// How much weight there is now in every window.
    pub fn left(&mut self, at_micros: i64) -> u32 {
        self.pass(at_micros);
        if self.at < self.blocked_until {
            return 0;
        }
        let left = |bucket: &Bucket| u32::try_from(bucket.level.div_euclid(bucket.per).max(0)).unwrap_or(u32::MAX);
        self.buckets.iter().map(left).min().unwrap_or(u32::MAX)
    }

    /// Takes over what the source says.
    pub fn hint(&mut self, at_micros: i64, hint: Hint) {
        self.pass(at_micros);
        match hint {
            Hint::Wait { micros } => self.block(micros),
            Hint::Remaining { limit, remaining, reset_micros } => {
                let place = limit.and_then(|limit| self.buckets.iter().position(|bucket| bucket.limit == limit));
                let shortest = || (0..self.buckets.len()).min_by_key(|i| self.buckets[*i].per);
                if let Some(place) = place.or_else(shortest) {
                    self.buckets[place].lower(remaining);
                }
                if let (0, Some(micros)) = (remaining, reset_micros) {
                    self.block(micros);
                }
            }
            Hint::Used { used, per_micros } => {
                let same = |bucket: &&mut Bucket| bucket.per == i128::from(per_micros);
                let Some(bucket) = self.buckets.iter_mut().find(same) else { return };
                let left = bucket.limit.saturating_sub(used);
                bucket.lower(left);
                // Where the source's window ends is not known, so a whole one is waited for.
                if left == 0 {
                    self.block(per_micros);
                }
            }
        }
    }

    fn block(&mut self, micros: i64) {
        let until = self.at.saturating_add(micros.clamp(0, WAIT_MAX));
        self.blocked_until = self.blocked_until.max(until);
    }

    fn pass(&mut self, at_micros: i64) {
        let passed = i128::from(at_micros) - i128::from(self.at);
        if passed <= 0 {
            return;
        }
        self.at = at_micros;
        for bucket in &mut self.buckets {
            bucket.level = (bucket.level + passed * bucket.refill).min(bucket.parts(bucket.burst));
        }
    }
}

fn bucket(window: &Window) -> Result<Bucket, MarketError> {
    let Window { limit, per, burst } = *window;
    let refuse = |reason| {
        let per_ms = u64::try_from(per.as_millis()).unwrap_or(u64::MAX);
        Err(MarketError::Window { limit, per_ms, reason })
    };
    if limit == 0 {
        return refuse("the limit must be at least 1");
    }
    if burst == 0 || burst > limit {
        return refuse("the burst must be from 1 to the limit");
    }
    if per.as_micros() == 0 || per > PER_MAX {
        return refuse("the window must be longer than nothing and at most 31 days");
    }
    let per = i128::try_from(per.as_micros()).unwrap_or(i128::MAX);
    // In a window that begins full, fewer than burst + refill tokens pass: that is the limit.
    let refill = i128::from(limit - burst) + 1;
    Ok(Bucket { limit, per, burst, refill, level: i128::from(burst) * per })
}
