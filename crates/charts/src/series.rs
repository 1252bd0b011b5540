//! The series a chart shows, with the pyramids that keep drawing fast.

use std::ops::Range;

use bars::pyramid::Pyramid;

use crate::ChartError;

/// Columns of one instrument's bars. Missing values are `NaN`; times are UTC microseconds, ascending.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Start of each bar.
    pub at: Vec<i64>,
    /// Open prices; empty when only closes are known.
    pub open: Vec<f64>,
    /// High prices, or empty.
    pub high: Vec<f64>,
    /// Low prices, or empty.
    pub low: Vec<f64>,
    /// Close prices.
    pub close: Vec<f64>,
    /// Units traded, or empty.
    pub volume: Vec<f64>,
}

/// One bar or several drawn as one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candle {
    /// First open.
    pub open: f64,
    /// Highest high.
    pub high: f64,
    /// Lowest low.
    pub low: f64,
    /// Last close.
    pub close: f64,
}

/// A titled series, checked and ready to be drawn at any width.
#[derive(Clone, Debug)]
pub struct Series {
    title: String,
    subtitle: String,
    columns: Columns,
    close: Pyramid,
    high_low: Option<(Pyramid, Pyramid)>,
    volume: Option<Pyramid>,
}

impl Series {
    /// A series. `subtitle` says units and source, e.g. `USD · daily · adjusted closes`.
    ///
    /// # Errors
    /// When columns differ in length, or there is nothing to draw.
    pub fn new(title: &str, subtitle: &str, columns: Columns) -> Result<Self, ChartError> {
        let expected = columns.at.len();
        let check = |column, values: &[f64], optional: bool| match values.len() {
            0 if optional => Ok(()),
            found if found == expected => Ok(()),
            found => Err(ChartError::Shape { column, found, expected }),
        };
        check("close", &columns.close, false)?;
        check("open", &columns.open, true)?;
        check("high", &columns.high, true)?;
        check("low", &columns.low, true)?;
        check("volume", &columns.volume, true)?;
        if columns.close.iter().all(|c| c.is_nan()) {
            return Err(ChartError::Empty(title.to_owned()));
        }
        let candles = !columns.open.is_empty() && !columns.high.is_empty() && !columns.low.is_empty();
        Ok(Self {
            title: title.to_owned(),
            subtitle: subtitle.to_owned(),
            close: Pyramid::new(&columns.close),
            high_low: candles.then(|| (Pyramid::new(&columns.high), Pyramid::new(&columns.low))),
            volume: columns.volume.iter().any(|v| v.is_finite()).then(|| Pyramid::new(&columns.volume)),
            columns,
        })
    }

    /// What it is called.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Units and source.
    pub fn subtitle(&self) -> &str {
        &self.subtitle
    }

    /// The columns.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// How many bars there are.
    pub fn len(&self) -> usize {
        self.columns.at.len()
    }

    /// Never true: an empty series is refused.
    pub fn is_empty(&self) -> bool {
        self.columns.at.is_empty()
    }

    /// Whether open, high and low are known, so that candles can be drawn.
    pub fn has_candles(&self) -> bool {
        self.high_low.is_some()
    }

    /// Whether any volume is known.
    pub fn has_volume(&self) -> bool {
        self.volume.is_some()
    }

    /// Positions a close line `columns` pixels wide must pass through.
    pub fn outline(&self, range: Range<usize>, columns: usize) -> Vec<usize> {
        self.close.outline(&self.columns.close, range, columns)
    }

    /// Lowest and highest price in a range, over highs and lows where they are known.
    pub fn price_extent(&self, range: Range<usize>) -> Option<(f64, f64)> {
        if let Some((high, low)) = &self.high_low {
            let top = high.extent(&self.columns.high, range.clone())?;
            let bottom = low.extent(&self.columns.low, range)?;
            return Some((self.columns.low[bottom.min_at], self.columns.high[top.max_at]));
        }
        let e = self.close.extent(&self.columns.close, range)?;
        Some((self.columns.close[e.min_at], self.columns.close[e.max_at]))
    }

    /// The greatest volume in a range.
    pub fn volume_max(&self, range: Range<usize>) -> Option<f64> {
        let e = self.volume.as_ref()?.extent(&self.columns.volume, range)?;
        Some(self.columns.volume[e.max_at])
    }

    /// The bars of a range as one candle; `None` where candles or the range's values are missing.
    pub fn candle(&self, range: Range<usize>) -> Option<Candle> {
        if !self.has_candles() {
            return None;
        }
        let c = &self.columns;
        let (low, high) = self.price_extent(range.clone())?;
        let open = range.clone().map(|i| c.open[i]).find(|v| !v.is_nan())?;
        let close = range.rev().map(|i| c.close[i]).find(|v| !v.is_nan())?;
        Some(Candle { open, high, low, close })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Columns {
        Columns {
            at: vec![0, 1, 2],
            open: vec![f64::NAN, 2.0, 3.0],
            high: vec![f64::NAN, 4.0, 3.5],
            low: vec![f64::NAN, 1.0, 2.5],
            close: vec![f64::NAN, 3.0, 2.75],
            volume: vec![],
        }
    }

    #[test]
    fn several_bars_make_one_candle() {
        let s = Series::new("X", "", columns()).unwrap();
        assert_eq!(s.candle(0..3), Some(Candle { open: 2.0, high: 4.0, low: 1.0, close: 2.75 }));
        assert_eq!(s.candle(0..1), None);
        assert!(!s.has_volume());
    }

    #[test]
    fn columns_must_match_and_hold_something() {
        let short = Columns { close: vec![1.0], ..columns() };
        assert!(matches!(
            Series::new("X", "", short),
            Err(ChartError::Shape { column: "close", found: 1, expected: 3 })
        ));
        let nothing = Columns { close: vec![f64::NAN; 3], ..columns() };
        assert!(matches!(Series::new("X", "", nothing), Err(ChartError::Empty(_))));
    }
}
