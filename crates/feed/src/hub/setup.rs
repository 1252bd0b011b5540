//! How an instrument is watched.

use bars::{build::PriceOf, hours::Hours, interval::Interval};
use model::market::Source;

use crate::{check::Limits, disagreement::Tolerance, last::StaleAfter};

/// How an instrument is watched.
#[derive(Clone, PartialEq, Debug)]
pub struct Setup {
    /// When it trades.
    pub hours: Hours,
    /// What its trades must keep.
    pub trades: Limits,
    /// What its quotes must keep.
    pub quotes: Limits,
    /// A price known before the first tick, such as yesterday's close; `None` makes the first tick wait for a second.
    pub expected_price: Option<f64>,
    /// From when on its values are stale.
    pub stale_after: StaleAfter,
    /// When two of its sources disagree.
    pub tolerance: Tolerance,
    /// Which bars are made of its ticks.
    pub intervals: Vec<Interval>,
    /// Of which price.
    pub price_of: PriceOf,
    /// Out of whose ticks; `None` for the source whose tick comes first. Volumes of two sources would count twice.
    pub bars_from: Option<Source>,
    /// How long after a bar's end its ticks may still come, in microseconds by the latest tick.
    pub lateness_micros: i64,
    /// How long after a bar's end the clock closes it, in microseconds.
    pub settle_micros: i64,
}

impl Setup {
    /// The usual one: bars of a minute out of trades, thirty seconds for late ones, half a second to settle.
    #[must_use]
    pub fn new(hours: Hours) -> Self {
        Self {
            hours,
            trades: Limits::default(),
            quotes: Limits::default(),
            expected_price: None,
            stale_after: StaleAfter::default(),
            tolerance: Tolerance::default(),
            intervals: vec![Interval::Minute1],
            price_of: PriceOf::Trade,
            bars_from: None,
            lateness_micros: 30_000_000,
            settle_micros: 500_000,
        }
    }
}
