//! Bars that were looked at once, for many runs over them.

use bars::series::{BarSeries, Column};
use execution::{engine::Arrival, error::ExecutionError};
use model::{id::InstrumentId, time::Timestamp};

use crate::BacktestError;

/// Prices outside of it are not known to 15 digits as decimals of 28.
const PRICES: std::ops::RangeInclusive<f64> = 1e-9..=1e12;
const DAY_MICROS: i64 = 86_400_000_000;

/// Sound bars of one instrument, ready for runs over signals.
#[derive(Debug, Clone)]
pub struct SignalBars<'a> {
    series: &'a BarSeries,
    /// Orders can trade at each open.
    opens_are_whole: bool,
    /// The last bar of each day (UTC).
    pub(super) day_ends: Vec<usize>,
}

impl<'a> SignalBars<'a> {
    /// Checks bars as the engine would.
    ///
    /// # Errors
    /// [`BacktestError::NoBars`], the engine's errors for times that do not ascend and bars that contradict themselves, and
    /// [`BacktestError::NeedsEvents`] for closes of zero, and for prices that are extremely small or large.
    pub fn new(series: &'a BarSeries, instrument: InstrumentId) -> Result<Self, BacktestError> {
        if series.is_empty() {
            return Err(BacktestError::NoBars);
        }
        if let Some(n) = series.at.windows(2).position(|pair| pair[1] <= pair[0]) {
            let at = Timestamp::from_micros(series.at[n + 1]);
            return Err(ExecutionError::NotAscending { instrument, index: n + 1, at }.into());
        }
        if !is_sound(series) {
            for bar in series.iter() {
                bar.check().map_err(|error| ExecutionError::Bar { instrument, error })?;
            }
        }
        if let Some(n) = series.close.iter().position(|close| *close <= 0.0) {
            return Err(BacktestError::NeedsEvents { why: format!("bar {n} closes at zero, where nothing trades") });
        }
        let odd = |price: &f64| *price > 0.0 && !PRICES.contains(price);
        let opens = series.open.as_ref().map_or(&[][..], |column| &column.values);
        if let Some(price) = opens.iter().chain(&series.close).find(|price| odd(price)) {
            return Err(BacktestError::NeedsEvents { why: format!("a price of {price} is beyond the quick path") });
        }
        let complete = |column: &Column| column.missing.is_empty() && column.values.iter().all(|price| *price > 0.0);
        let opens_are_whole = series.open.as_ref().is_some_and(complete);
        let day = |n: usize| series.at[n].div_euclid(DAY_MICROS);
        let last = series.len() - 1;
        let day_ends = (0..series.len()).filter(|n| *n == last || day(*n) != day(n + 1)).collect();
        Ok(Self { series, opens_are_whole, day_ends })
    }

    /// The bars.
    #[must_use]
    pub const fn series(&self) -> &'a BarSeries {
        self.series
    }

    /// How many there are, at least one.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "there is always one")]
    pub fn len(&self) -> usize {
        self.series.len()
    }

    /// The closes.
    #[must_use]
    pub fn closes(&self) -> &'a [f64] {
        &self.series.close
    }

    pub(super) fn has_opens(&self) -> bool {
        self.series.open.is_some()
    }

    /// The price at which orders trade that arrive in a bar; `None` when none is known there.
    #[inline]
    pub(super) fn price(&self, arrival: Arrival, idx: usize) -> Option<f64> {
        match arrival {
            Arrival::NextOpen => self.series.open.as_ref()?.get(idx).filter(|open| *open > 0.0),
            Arrival::NextClose | Arrival::SameClose => Some(self.series.close[idx]),
        }
    }

    /// The first bar at or after one in which orders can trade.
    #[inline]
    pub(super) fn next_tradable(&self, arrival: Arrival, from: usize) -> Option<usize> {
        if self.opens_are_whole || arrival != Arrival::NextOpen {
            return (from < self.len()).then_some(from);
        }
        (from..self.len()).find(|idx| self.price(arrival, *idx).is_some())
    }
}

/// Whether every bar is sound, for series without missing parts. `false` says only that one must look closer.
fn is_sound(series: &BarSeries) -> bool {
    let columns = [&series.open, &series.high, &series.low, &series.volume];
    if columns.iter().any(|column| column.as_ref().is_some_and(|column| !column.missing.is_empty())) {
        return false;
    }
    let number = |values: &[f64]| values.iter().all(|value| (0.0..f64::INFINITY).contains(value));
    let numbers = columns.iter().all(|column| column.as_ref().is_none_or(|column| number(&column.values)));
    let below = |low: &[f64], high: &[f64]| low.iter().zip(high).all(|(low, high)| low <= high);
    let within = |values: &[f64]| {
        series.high.as_ref().is_none_or(|high| below(values, &high.values))
            && series.low.as_ref().is_none_or(|low| below(&low.values, values))
    };
    numbers
        && number(&series.close)
        && within(&series.close)
        && series.open.as_ref().is_none_or(|open| within(&open.values))
}
