//! Which series an indicator reads: a column of the bars, or a price made of several.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A column of bars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = IndicatorColumn)]
pub enum Column {
    /// First price.
    Open,
    /// Highest price.
    High,
    /// Lowest price.
    Low,
    /// Last price.
    Close,
    /// Units traded.
    Volume,
}

impl Column {
    /// All five, in the order of a bar.
    pub const ALL: [Self; 5] = [Self::Open, Self::High, Self::Low, Self::Close, Self::Volume];

    /// Its name in JSON and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::High => "high",
            Self::Low => "low",
            Self::Close => "close",
            Self::Volume => "volume",
        }
    }

    /// Its place in a bar, 0 to 4.
    pub(crate) const fn idx(self) -> usize {
        match self {
            Self::Open => 0,
            Self::High => 1,
            Self::Low => 2,
            Self::Close => 3,
            Self::Volume => 4,
        }
    }
}

/// A series of one number a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = IndicatorSource)]
pub enum Source {
    /// First price.
    Open,
    /// Highest price.
    High,
    /// Lowest price.
    Low,
    /// Last price.
    #[default]
    Close,
    /// Units traded.
    Volume,
    /// Median price, (high + low) ÷ 2.
    Hl2,
    /// Typical price, (high + low + close) ÷ 3.
    Hlc3,
    /// Average price, (open + high + low + close) ÷ 4.
    Ohlc4,
    /// Weighted close, (high + low + 2 close) ÷ 4.
    Hlcc4,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 9] =
        [Self::Open, Self::High, Self::Low, Self::Close, Self::Volume, Self::Hl2, Self::Hlc3, Self::Ohlc4, Self::Hlcc4];

    /// The columns that it is made of.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Open => &[Column::Open],
            Self::High => &[Column::High],
            Self::Low => &[Column::Low],
            Self::Close => &[Column::Close],
            Self::Volume => &[Column::Volume],
            Self::Hl2 => &[Column::High, Column::Low],
            Self::Hlc3 => &[Column::High, Column::Low, Column::Close],
            Self::Ohlc4 => &[Column::Open, Column::High, Column::Low, Column::Close],
            Self::Hlcc4 => &[Column::High, Column::Low, Column::Close],
        }
    }

    /// Its value in one bar (`[open, high, low, close, volume]`); NaN when a column that it needs is.
    #[inline]
    pub(crate) fn value(self, [open, high, low, close, volume]: &[f64; 5]) -> f64 {
        match self {
            Self::Open => *open,
            Self::High => *high,
            Self::Low => *low,
            Self::Close => *close,
            Self::Volume => *volume,
            Self::Hl2 => (high + low) / 2.0,
            Self::Hlc3 => (high + low + close) / 3.0,
            Self::Ohlc4 => (open + high + low + close) / 4.0,
            Self::Hlcc4 => (high + low + close + close) / 4.0,
        }
    }
}

impl From<Column> for Source {
    fn from(column: Column) -> Self {
        match column {
            Column::Open => Self::Open,
            Column::High => Self::High,
            Column::Low => Self::Low,
            Column::Close => Self::Close,
            Column::Volume => Self::Volume,
        }
    }
}
