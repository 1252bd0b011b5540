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
        if !ascends(&series.at)
            && let Some(n) = series.at.windows(2).position(|pair| pair[1] <= pair[0])
        {
            let at = Timestamp::from_micros(series.at[n + 1]);
            return Err(ExecutionError::NotAscending { instrument, index: n + 1, at }.into());
        }
        if !is_sound(series) {
            for bar in series.iter() {
                bar.check().map_err(|error| ExecutionError::Bar { instrument, error })?;
            }
        }
        let opens = series.open.as_ref().map_or(&[][..], |column| &column.values);
        if !(are_usual(&series.close) && are_usual(opens)) {
            look_closer(series, opens)?;
        }
        let complete = |column: &Column| column.missing.is_empty() && are_above_zero(&column.values);
        let opens_are_whole = series.open.as_ref().is_some_and(complete);
        let day_ends = day_ends(&series.at);
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

/// Looks at all values without a branch, many side by side.
#[inline]
fn all<T: Copy>(values: &[T], holds: impl Fn(T) -> bool) -> bool {
    values.chunks(1024).all(|some| some.iter().fold(true, |all, value| all & holds(*value)))
}

fn ascends(at: &[i64]) -> bool {
    let later = at.get(1..).unwrap_or_default();
    at.chunks(1024)
        .zip(later.chunks(1024))
        .all(|(before, after)| before.iter().zip(after).fold(true, |all, (before, after)| all & (before < after)))
}

fn are_usual(prices: &[f64]) -> bool {
    all(prices, |price| PRICES.contains(&price))
}

fn are_above_zero(prices: &[f64]) -> bool {
    all(prices, |price| price > 0.0)
}

/// Which price the quick path does not follow, if there is one.
fn look_closer(series: &BarSeries, opens: &[f64]) -> Result<(), BacktestError> {
    if let Some(n) = series.close.iter().position(|close| *close <= 0.0) {
        return Err(BacktestError::NeedsEvents { why: format!("bar {n} closes at zero, where nothing trades") });
    }
    let odd = |price: &f64| *price > 0.0 && !PRICES.contains(price);
    match opens.iter().chain(&series.close).find(|price| odd(price)) {
        None => Ok(()),
        Some(price) => Err(BacktestError::NeedsEvents { why: format!("a price of {price} is beyond the quick path") }),
    }
}

/// The last bar of each day (UTC), of times that ascend.
fn day_ends(at: &[i64]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut next = 0;
    while let Some(first) = at.get(next) {
        let end = (first.div_euclid(DAY_MICROS) + 1).saturating_mul(DAY_MICROS);
        // In steps that double, and then between the last two: days are short beside the whole.
        let mut step = 1;
        while at.get(next + step).is_some_and(|at| *at < end) {
            step *= 2;
        }
        let until = (next + step).min(at.len());
        next += at[next..until].partition_point(|at| *at < end);
        found.push(next - 1);
    }
    found
}

/// Whether every bar is sound, for series without missing parts. `false` says only that one must look closer.
fn is_sound(series: &BarSeries) -> bool {
    let columns = [&series.open, &series.high, &series.low, &series.volume];
    if columns.iter().any(|column| column.as_ref().is_some_and(|column| !column.missing.is_empty())) {
        return false;
    }
    let number = |values: &[f64]| all(values, |value| (0.0..f64::INFINITY).contains(&value));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_end_where_the_next_bar_is_of_another_day() {
        let mut chance = 7_u64;
        for gap in [1, DAY_MICROS / 700, DAY_MICROS / 3, DAY_MICROS, 3 * DAY_MICROS] {
            let mut at = -5 * DAY_MICROS - 1;
            let step = |_| {
                chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                at += 1 + (chance >> 33) as i64 % (2 * gap);
                at
            };
            let times: Vec<i64> = (0..3000).map(step).collect();
            assert!(ascends(&times));
            let day = |n: usize| times[n].div_euclid(DAY_MICROS);
            let expected: Vec<usize> = (0..3000).filter(|n| *n == 2999 || day(*n) != day(n + 1)).collect();
            assert_eq!(day_ends(&times), expected);
        }
        assert!(!ascends(&[1, 2, 2]) && ascends(&[1]) && ascends(&[]));
    }
}
