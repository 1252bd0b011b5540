//! Moving averages by length, each made once and used by many runs.

use indicators::{IndicatorSpec, Kind, Ohlcv, compute};
use serde::{Deserialize, Serialize};

use super::SignalBars;
use crate::BacktestError;

/// More numbers than the averages of a sweep may be together: 2 GiB.
const NUMBERS_MAX: usize = 1 << 28;

/// How an average weighs its closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AverageKind {
    /// All as much.
    #[default]
    Simple,
    /// The later the more.
    Exponential,
}

/// Averages of the closes, as the indicators of the same name give them; not a number before the first.
#[derive(Debug, Clone)]
pub struct SharedAverages {
    lengths: Vec<usize>,
    values: Vec<Vec<f64>>,
}

impl SharedAverages {
    /// Averages of some lengths, in any order.
    ///
    /// # Errors
    /// [`BacktestError::Parameter`] for a length that the indicator does not take, or so many that memory would not do.
    pub fn new(
        bars: &SignalBars<'_>,
        kind: AverageKind,
        lengths: impl IntoIterator<Item = usize>,
    ) -> Result<Self, BacktestError> {
        let mut lengths: Vec<usize> = lengths.into_iter().collect();
        lengths.sort_unstable();
        lengths.dedup();
        let wrong = |problem: String| BacktestError::Parameter { name: "length".to_owned(), problem };
        if lengths.len().saturating_mul(bars.len()) > NUMBERS_MAX {
            let (n, bars) = (lengths.len(), bars.len());
            return Err(wrong(format!("{n} lengths over {bars} bars do not fit into memory; take fewer of either")));
        }
        let of = match kind {
            AverageKind::Simple => Kind::Sma,
            AverageKind::Exponential => Kind::Ema,
        };
        let closes = Ohlcv::from_close(bars.closes()).map_err(|error| wrong(error.to_string()))?;
        let average = |length: usize| {
            // An average of one close is the close; the indicators begin at two.
            if length == 1 {
                return Ok(bars.closes().to_vec());
            }
            let bars_of_it = i64::try_from(length).unwrap_or(i64::MAX);
            let spec = IndicatorSpec::new(of).with([("length", bars_of_it)]);
            let spec = spec.map_err(|error| wrong(error.to_string()))?;
            let outputs = compute(&spec, &closes).map_err(|error| wrong(error.to_string()))?;
            Ok(outputs.into_first())
        };
        let values = lengths.iter().copied().map(average).collect::<Result<_, BacktestError>>()?;
        Ok(Self { lengths, values })
    }

    /// The average of a length; `None` for one that was not made.
    #[must_use]
    pub fn get(&self, length: usize) -> Option<&[f64]> {
        self.lengths.binary_search(&length).ok().map(|place| &self.values[place][..])
    }
}
