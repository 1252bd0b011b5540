//! Bars as indicators read them: columns for a whole series, a [`Row`] for a single bar.

use std::borrow::Cow;
use std::sync::OnceLock;

use model::bar::Bar;

use crate::{Column, IndicatorError, Source};

/// Columns of equal length, oldest bar first. A missing value is NaN in here and nowhere else: results are `Option`.
///
/// A bar in which a column that an indicator reads is missing is passed over by that indicator: its results there are unknown, and what
/// comes after is computed as if the bar were not in the series.
#[derive(Debug, Clone)]
pub struct Ohlcv<'a> {
    columns: [Option<Checked<'a>>; 5],
    sessions: Option<Cow<'a, [i64]>>,
    len: usize,
    /// Whether a bar has no range, and whether one has no volume: found when first asked, for many indicators ask.
    has_flat: OnceLock<bool>,
    has_idle: OnceLock<bool>,
}

#[derive(Debug, Clone, PartialEq)]
struct Checked<'a> {
    values: Cow<'a, [f64]>,
    has_gaps: bool,
}

impl<'a> Ohlcv<'a> {
    /// Bars with every column; a value that is missing is NaN.
    ///
    /// # Errors
    /// [`IndicatorError::LengthMismatch`] and [`IndicatorError::NotFinite`].
    pub fn new(
        open: &'a [f64],
        high: &'a [f64],
        low: &'a [f64],
        close: &'a [f64],
        volume: &'a [f64],
    ) -> Result<Self, IndicatorError> {
        [(Column::Open, open), (Column::High, high), (Column::Low, low), (Column::Volume, volume)]
            .into_iter()
            .try_fold(Self::from_close(close)?, |bars, (column, values)| bars.with(column, values))
    }

    /// Bars of which only the close is known.
    ///
    /// # Errors
    /// [`IndicatorError::NotFinite`].
    pub fn from_close(close: &'a [f64]) -> Result<Self, IndicatorError> {
        Self::empty(close.len()).with(Column::Close, close)
    }

    /// The same bars with a column set.
    ///
    /// # Errors
    /// [`IndicatorError::LengthMismatch`] and [`IndicatorError::NotFinite`].
    pub fn with(self, column: Column, values: &'a [f64]) -> Result<Self, IndicatorError> {
        self.with_cow(column, Cow::Borrowed(values))
    }

    /// The same bars with the session of each: any number that changes where a session begins, such as the day of its opening.
    ///
    /// # Errors
    /// [`IndicatorError::LengthMismatch`].
    pub fn with_sessions(mut self, sessions: &'a [i64]) -> Result<Self, IndicatorError> {
        if sessions.len() != self.len {
            return Err(IndicatorError::LengthMismatch {
                column: "sessions",
                found: sessions.len(),
                expected: self.len,
            });
        }
        self.sessions = Some(Cow::Borrowed(sessions));
        Ok(self)
    }

    /// How many bars there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// One bar, to be pushed into a stream.
    ///
    /// # Panics
    /// When there is none of this index.
    #[must_use]
    pub fn row(&self, idx: usize) -> Row {
        let value = |column: &Option<Checked<'_>>| column.as_ref().map_or(f64::NAN, |c| c.values[idx]);
        Row {
            values: [0, 1, 2, 3, 4].map(|c| value(&self.columns[c])),
            session: self.sessions.as_ref().map(|sessions| sessions[idx]),
        }
    }

    /// Every bar in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row> + '_ {
        (0..self.len).map(|idx| self.row(idx))
    }

    /// Whether the high of a bar is its low.
    pub(crate) fn has_flat(&self) -> bool {
        let (high, low) = (&self.columns[Column::High.idx()], &self.columns[Column::Low.idx()]);
        let found = || high.as_ref().zip(low.as_ref()).is_none_or(|(h, l)| equal_somewhere(&h.values, &l.values));
        *self.has_flat.get_or_init(found)
    }

    /// Whether nothing was traded in a bar.
    pub(crate) fn has_idle(&self) -> bool {
        let volume = &self.columns[Column::Volume.idx()];
        *self.has_idle.get_or_init(|| volume.as_ref().is_none_or(|column| column.values.contains(&0.0)))
    }

    pub(crate) fn sessions(&self) -> Option<&[i64]> {
        self.sessions.as_deref()
    }

    /// A series, borrowed when it is a column; and whether a bar of it is missing. `Err` is the column that is not there.
    pub(crate) fn series(&self, source: Source) -> Result<(Cow<'_, [f64]>, bool), Column> {
        let mut has_gaps = false;
        for &column in source.columns() {
            has_gaps |= self.columns[column.idx()].as_ref().ok_or(column)?.has_gaps;
        }
        if let [column] = source.columns() {
            let checked = self.columns[column.idx()].as_ref().ok_or(*column)?;
            return Ok((Cow::Borrowed(&checked.values), has_gaps));
        }
        let made: Vec<f64> = self.rows().map(|row| source.value(&row.values)).collect();
        // A sum of huge prices may overflow: such a bar is passed over, as a stream does.
        let has_gaps = has_gaps || made.iter().any(|value| !value.is_finite());
        Ok((Cow::Owned(made), has_gaps))
    }

    fn empty(len: usize) -> Self {
        let columns = [const { None }; 5];
        Self { columns, sessions: None, len, has_flat: OnceLock::new(), has_idle: OnceLock::new() }
    }

    fn with_cow(mut self, column: Column, values: Cow<'a, [f64]>) -> Result<Self, IndicatorError> {
        if values.len() != self.len {
            let (found, expected) = (values.len(), self.len);
            return Err(IndicatorError::LengthMismatch { column: column.name(), found, expected });
        }
        let has_gaps = values.iter().any(|value| !value.is_finite());
        if has_gaps && let Some(row) = values.iter().position(|value| value.is_infinite()) {
            return Err(IndicatorError::NotFinite { column: column.name(), row: row + 1, value: values[row] });
        }
        self.columns[column.idx()] = Some(Checked { values, has_gaps });
        (self.has_flat, self.has_idle) = (OnceLock::new(), OnceLock::new());
        Ok(self)
    }
}

/// One pass without a branch.
fn equal_somewhere(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).fold(false, |found, (a, b)| found | (a == b))
}

impl Ohlcv<'static> {
    /// The columns of bars that lie in order. A part that no bar has is a column that is not there.
    ///
    /// # Errors
    /// [`IndicatorError::NotFinite`].
    pub fn from_bars(bars: &[Bar]) -> Result<Self, IndicatorError> {
        let rows: Vec<Row> = bars.iter().map(Row::from).collect();
        let mut made = Self::empty(bars.len());
        for column in Column::ALL {
            let values: Vec<f64> = rows.iter().map(|row| row.values[column.idx()]).collect();
            if column == Column::Close || values.iter().any(|value| !value.is_nan()) {
                made = made.with_cow(column, Cow::Owned(values))?;
            }
        }
        Ok(made)
    }
}

/// One bar, closed or forming.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Open, high, low, close, volume; NaN where missing.
    pub(crate) values: [f64; 5],
    pub(crate) session: Option<i64>,
}

impl Row {
    /// A bar; what is not finite counts as missing.
    #[must_use]
    pub fn new(
        open: Option<f64>,
        high: Option<f64>,
        low: Option<f64>,
        close: Option<f64>,
        volume: Option<f64>,
    ) -> Self {
        let value = |part: Option<f64>| part.filter(|v| v.is_finite()).unwrap_or(f64::NAN);
        Self { values: [value(open), value(high), value(low), value(close), value(volume)], session: None }
    }

    /// The same bar in a session: any number that changes where a session begins.
    #[must_use]
    pub const fn in_session(mut self, session: i64) -> Self {
        self.session = Some(session);
        self
    }
}

impl From<&Bar> for Row {
    fn from(bar: &Bar) -> Self {
        let value = |part: Option<f64>| part.unwrap_or(f64::NAN);
        Self { values: [value(bar.open), value(bar.high), value(bar.low), bar.close, value(bar.volume)], session: None }
    }
}
