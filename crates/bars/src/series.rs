//! Bars in columns: the form in which they are stored, sent and computed with.

use model::{bar::Bar, error::ValueError, time::Timestamp};

/// One optional part of bars, such as the opens. A missing value is marked, never `NaN`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Column {
    /// The values in order; 0.0 where one is missing.
    pub values: Vec<f64>,
    /// Which are missing; empty when none is, else as long as `values`.
    pub missing: Vec<bool>,
}

impl Column {
    /// The value at an index, unless it is missing.
    #[inline]
    pub fn get(&self, idx: usize) -> Option<f64> {
        if self.missing.get(idx).copied().unwrap_or(false) { None } else { self.values.get(idx).copied() }
    }

    fn all_missing(len: usize) -> Self {
        Self { values: vec![0.0; len], missing: vec![true; len] }
    }

    fn push(&mut self, value: Option<f64>) {
        if value.is_none() && self.missing.is_empty() {
            self.missing = vec![false; self.values.len()];
        }
        if !self.missing.is_empty() || value.is_none() {
            self.missing.push(value.is_none());
        }
        self.values.push(value.unwrap_or(0.0));
    }

    fn is_all_missing(&self) -> bool {
        !self.missing.is_empty() && self.missing.iter().all(|m| *m)
    }
}

/// Bars in ascending time, a vector per part. Parts that no bar has are `None`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct BarSeries {
    /// Starts of the periods, UTC microseconds, strictly ascending.
    pub at: Vec<i64>,
    /// First prices.
    pub open: Option<Column>,
    /// Highest prices.
    pub high: Option<Column>,
    /// Lowest prices.
    pub low: Option<Column>,
    /// Last prices.
    pub close: Vec<f64>,
    /// Units traded.
    pub volume: Option<Column>,
}

/// Bars that do not make a series.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeriesError {
    /// Two bars of one time.
    #[error("two bars are of {0}; keep one of them")]
    Duplicate(Timestamp),
    /// A bar whose parts contradict each other.
    #[error(transparent)]
    Bar(#[from] ValueError),
}

impl BarSeries {
    /// The series of some bars, in any order.
    ///
    /// # Errors
    /// When a bar is not valid, or two are of one time.
    pub fn from_bars(bars: &[Bar]) -> Result<Self, SeriesError> {
        let mut order: Vec<&Bar> = bars.iter().collect();
        order.sort_by_key(|b| b.at);
        let mut series = Self::default();
        for bar in order {
            bar.check()?;
            if series.at.last() == Some(&bar.at.micros()) {
                return Err(SeriesError::Duplicate(bar.at));
            }
            series.push(bar);
        }
        Ok(series)
    }

    /// How many bars there are.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// The bar at an index.
    ///
    /// # Panics
    /// When there is none.
    #[inline]
    pub fn bar(&self, idx: usize) -> Bar {
        let part = |c: &Option<Column>| c.as_ref().and_then(|c| c.get(idx));
        Bar {
            at: Timestamp::from_micros(self.at[idx]),
            open: part(&self.open),
            high: part(&self.high),
            low: part(&self.low),
            close: self.close[idx],
            volume: part(&self.volume),
        }
    }

    /// The same into a bar of before, part by part: whoever reads it next need not wait for it to be copied whole.
    ///
    /// # Panics
    /// When there is none.
    #[inline]
    pub fn bar_into(&self, idx: usize, bar: &mut Bar) {
        let part = |c: &Option<Column>| c.as_ref().and_then(|c| c.get(idx));
        bar.at = Timestamp::from_micros(self.at[idx]);
        bar.open = part(&self.open);
        bar.high = part(&self.high);
        bar.low = part(&self.low);
        bar.close = self.close[idx];
        bar.volume = part(&self.volume);
    }

    /// Every bar in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Bar> + '_ {
        (0..self.len()).map(|i| self.bar(i))
    }

    /// Adds a bar at the end; its time must be after the last one's.
    pub fn push(&mut self, bar: &Bar) {
        let len = self.len();
        for (column, value) in [
            (&mut self.open, bar.open),
            (&mut self.high, bar.high),
            (&mut self.low, bar.low),
            (&mut self.volume, bar.volume),
        ] {
            if value.is_some() || column.is_some() {
                column.get_or_insert_with(|| Column::all_missing(len)).push(value);
            }
        }
        self.at.push(bar.at.micros());
        self.close.push(bar.close);
    }

    /// Mean of close × units traded over the last `n` bars, or over all when there are fewer; in the currency of the prices.
    /// Unknown without bars, or when the units of one of them are missing.
    pub fn mean_traded_value(&self, n: usize) -> Option<f64> {
        let volume = self.volume.as_ref()?;
        let from = self.len().saturating_sub(n);
        let sum = (from..self.len()).try_fold(0.0, |sum, i| Some(sum + self.close[i] * volume.get(i)?))?;
        let count = self.len() - from;
        (count > 0).then(|| sum / count as f64)
    }

    /// The bars from one index up to, not including, another.
    ///
    /// # Panics
    /// When the range is not within the series.
    pub fn slice(&self, range: std::ops::Range<usize>) -> Self {
        let part = |c: &Option<Column>| {
            let c = c.as_ref()?;
            let missing = if c.missing.is_empty() { Vec::new() } else { c.missing[range.clone()].to_vec() };
            Some(Column { values: c.values[range.clone()].to_vec(), missing }.tidy()).filter(|c| !c.is_all_missing())
        };
        Self {
            at: self.at[range.clone()].to_vec(),
            open: part(&self.open),
            high: part(&self.high),
            low: part(&self.low),
            close: self.close[range.clone()].to_vec(),
            volume: part(&self.volume),
        }
    }

    /// Cuts it to times from `from` to `to`, both included.
    pub fn clip(&mut self, from: Option<i64>, to: Option<i64>) {
        let start = from.map_or(0, |f| self.at.partition_point(|at| *at < f));
        let end = to.map_or(self.len(), |t| self.at.partition_point(|at| *at <= t)).max(start);
        if start > 0 || end < self.len() {
            *self = self.slice(start..end);
        }
    }
}

impl Column {
    /// Without a mask when nothing is missing.
    fn tidy(mut self) -> Self {
        if !self.missing.iter().any(|m| *m) {
            self.missing = Vec::new();
        }
        self
    }

    /// Room for `total` values, filled with missing ones up to `len`.
    pub(crate) fn ready(column: &mut Option<Self>, len: usize, present: bool) -> Option<&mut Self> {
        if present || column.is_some() {
            Some(column.get_or_insert_with(|| if len == 0 { Self::default() } else { Self::all_missing(len) }))
        } else {
            None
        }
    }

    /// Marks the last `n` values: as missing where `mask` says so, as present without a mask.
    pub(crate) fn mark_tail(&mut self, n: usize, mask: Option<&[bool]>) {
        let before = self.values.len() - n;
        match mask {
            Some(mask) => {
                self.missing.resize(before, false);
                self.missing.extend_from_slice(mask);
            }
            None if !self.missing.is_empty() => self.missing.resize(before + n, false),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(at: i64, open: Option<f64>, close: f64) -> Bar {
        Bar { open, ..Bar::close_only(Timestamp::from_micros(at), close) }
    }

    #[test]
    fn bars_come_back_with_their_holes() {
        let bars = [bar(3, Some(1.5), 2.0), bar(1, None, 1.0), bar(2, None, 3.0), bar(4, None, 4.0)];
        let series = BarSeries::from_bars(&bars).unwrap();
        assert_eq!(series.at, [1, 2, 3, 4]);
        assert_eq!(series.bar(2), bars[0]);
        assert_eq!(series.bar(3).open, None);
        assert!(series.volume.is_none());
        assert_eq!(series.slice(0..2).open, None);
        let mut clipped = series.clone();
        clipped.clip(Some(2), Some(3));
        assert_eq!(clipped.iter().collect::<Vec<_>>(), [bars[2], bars[0]]);
    }

    #[test]
    fn the_mean_traded_value_is_unknown_when_units_are_missing() {
        let traded = |at: i64, close: f64, volume: Option<f64>| Bar { volume, ..bar(at, None, close) };
        let bars = [traded(1, 10.0, None), traded(2, 20.0, Some(3.0)), traded(3, 30.0, Some(1.0))];
        let series = BarSeries::from_bars(&bars).unwrap();
        // (20 · 3 + 30 · 1) / 2
        assert_eq!(series.mean_traded_value(2), Some(45.0));
        assert_eq!(series.mean_traded_value(3), None);
        assert_eq!(series.slice(1..3).mean_traded_value(63), Some(45.0));
        assert_eq!(BarSeries::default().mean_traded_value(63), None);
        assert_eq!(series.slice(0..1).mean_traded_value(1), None);
    }

    #[test]
    fn two_bars_of_one_time_are_refused() {
        let twice = [bar(1, None, 1.0), bar(1, None, 2.0)];
        assert_eq!(BarSeries::from_bars(&twice), Err(SeriesError::Duplicate(Timestamp::from_micros(1))));
        assert!(BarSeries::from_bars(&[bar(1, None, f64::NAN)]).is_err());
    }
}
