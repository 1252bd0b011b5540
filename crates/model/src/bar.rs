//! Bars and quotes.

use serde::{Deserialize, Serialize};

use crate::{error::ValueError, names::named_enum, time::Timestamp};

named_enum! {
    /// How much time one bar covers.
    BarSize ("bar size") {
        /// One second.
        Second1 = "1s",
        /// One minute.
        Minute1 = "1m",
        /// Five minutes.
        Minute5 = "5m",
        /// Fifteen minutes.
        Minute15 = "15m",
        /// Thirty minutes.
        Minute30 = "30m",
        /// One hour.
        Hour1 = "1h",
        /// Four hours.
        Hour4 = "4h",
        /// One day.
        Day1 = "1d",
    }
}

/// Open, high, low, close and volume of one period. Analytics use `f64`; money is computed from decimals elsewhere.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Bar {
    /// Start of the period; midnight UTC of the session's date for daily bars.
    pub at: Timestamp,
    /// First price, if known: close-only series have none.
    pub open: Option<f64>,
    /// Highest price, if known.
    pub high: Option<f64>,
    /// Lowest price, if known.
    pub low: Option<f64>,
    /// Last price.
    pub close: f64,
    /// Units traded, if known.
    pub volume: Option<f64>,
}

impl Bar {
    /// A bar of which only the close is known.
    pub const fn close_only(at: Timestamp, close: f64) -> Self {
        Self { at, open: None, high: None, low: None, close, volume: None }
    }

    /// Whether its parts fit: finite, not negative, low ≤ open, close ≤ high.
    ///
    /// # Errors
    /// The first contradiction, in words.
    #[inline]
    pub fn check(&self) -> Result<(), ValueError> {
        let whole = |part: Option<f64>| part.is_none_or(|v| (0.0..f64::INFINITY).contains(&v));
        let within = |v: f64| self.high.is_none_or(|high| v <= high) && self.low.is_none_or(|low| v >= low);
        let numbers =
            whole(self.open) && whole(self.high) && whole(self.low) && whole(Some(self.close)) && whole(self.volume);
        if numbers && within(self.close) && self.open.is_none_or(within) {
            return Ok(());
        }
        self.contradiction()
    }

    /// What is wrong, in words.
    #[cold]
    fn contradiction(&self) -> Result<(), ValueError> {
        let wrong = |reason: String| Err(ValueError::Bar { at: self.at.to_string(), reason });
        let parts = [
            ("open", self.open),
            ("high", self.high),
            ("low", self.low),
            ("close", Some(self.close)),
            ("volume", self.volume),
        ];
        for (name, value) in parts {
            match value {
                Some(v) if !v.is_finite() => return wrong(format!("{name} is not a finite number")),
                Some(v) if v < 0.0 => return wrong(format!("{name} is {v}, below zero")),
                _ => {}
            }
        }
        for (name, value) in [("open", self.open), ("close", Some(self.close))] {
            if let (Some(v), Some(high)) = (value, self.high)
                && v > high
            {
                return wrong(format!("{name} {v} is above the high {high}"));
            }
            if let (Some(v), Some(low)) = (value, self.low)
                && v < low
            {
                return wrong(format!("{name} {v} is below the low {low}"));
            }
        }
        Ok(())
    }
}

/// The best bid and ask at a moment.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Quote {
    /// The exchange's time.
    pub at: Timestamp,
    /// When we received it.
    pub received_at: Timestamp,
    /// Best bid, if there is one.
    pub bid: Option<f64>,
    /// Units at the bid.
    pub bid_size: Option<f64>,
    /// Best ask, if there is one.
    pub ask: Option<f64>,
    /// Units at the ask.
    pub ask_size: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_must_fit() {
        let at = Timestamp::from_micros(0);
        let good = Bar { at, open: Some(2.0), high: Some(3.0), low: Some(1.0), close: 2.5, volume: Some(0.0) };
        assert_eq!(good.check(), Ok(()));
        assert_eq!(Bar::close_only(at, 0.0).check(), Ok(()));
        let bad = [
            Bar { close: f64::NAN, ..good },
            Bar { close: -1.0, ..good },
            Bar { close: 3.5, ..good },
            Bar { open: Some(0.5), ..good },
            Bar { volume: Some(f64::INFINITY), ..good },
        ];
        for bar in bad {
            assert!(bar.check().is_err(), "{bar:?}");
        }
    }
}
