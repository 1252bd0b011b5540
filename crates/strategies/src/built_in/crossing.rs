//! Two moving averages that cross.

use execution::strategy::Strategy;
use indicators::{Kind, Row, Stream};
use model::{bar::Bar, order::Side};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::signal::{PerInstrument, Signal, Wish};
use crate::{Domain, ParameterForm, PositionSize, StrategyProblem, indicator, number::Whole};

const FAST: Whole = Whole::bars("fast", "Length of the fast average", [1, 10_000], 10);
const SLOW: Whole = Whole::bars("slow", "Length of the slow average, above that of the fast one", [2, 10_000], 30);

/// How an average is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AverageKind {
    /// Simple.
    #[default]
    Sma,
    /// Exponential.
    Ema,
}

/// Long when the fast average of closes comes above the slow one; out of it, or short, when it comes below. Averages that are equal are
/// on neither side, and a crossing counts from the bar before.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MovingAverageCross {
    /// Bars of the fast average.
    pub fast: u32,
    /// Bars of the slow average.
    pub slow: u32,
    /// How both are made.
    pub average: AverageKind,
    /// Whether it is short while the fast average is below.
    pub short: bool,
    /// How large positions are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<PositionSize>,
}

impl Default for MovingAverageCross {
    fn default() -> Self {
        Self { fast: FAST.default, slow: SLOW.default, average: AverageKind::default(), short: false, size: None }
    }
}

impl MovingAverageCross {
    pub(crate) fn forms() -> Vec<ParameterForm> {
        vec![
            FAST.form(),
            SLOW.form(),
            ParameterForm::new("average", "How both averages are made", Domain::choice(&["sma", "ema"])),
            ParameterForm::new(
                "short",
                "Whether it is short while the fast average is below",
                Domain::Flag { default: false },
            ),
            ParameterForm::new("size", "How large positions are", Domain::Size),
        ]
    }

    pub(crate) fn build(&self, instruments: usize) -> Result<Box<dyn Strategy + Send>, StrategyProblem> {
        FAST.check(self.fast)?;
        SLOW.check(self.slow)?;
        if self.fast >= self.slow {
            return Err(StrategyProblem::field(
                FAST.name,
                self.fast,
                format!("less than slow, which is {}", self.slow),
            ));
        }
        self.size.map_or(Ok(()), PositionSize::check)?;
        let kind = match self.average {
            AverageKind::Sma => Kind::Sma,
            AverageKind::Ema => Kind::Ema,
        };
        let signal = || -> Result<Crossing, StrategyProblem> {
            let (fast, slow) = (indicator::of_length(kind, self.fast)?, indicator::of_length(kind, self.slow)?);
            Ok(Crossing { fast, slow, short: self.short, above: None })
        };
        let signals = (0..instruments).map(|_| signal()).collect::<Result<_, _>>()?;
        Ok(Box::new(PerInstrument::new(signals, self.size)))
    }
}

struct Crossing {
    fast: Stream,
    slow: Stream,
    short: bool,
    /// Which way the averages stood; `None` when they were equal or not known.
    above: Option<bool>,
}

impl Signal for Crossing {
    fn next(&mut self, bar: &Bar, _units: f64) -> Wish {
        let row = Row::from(bar);
        let means = (self.fast.push_first(&row), self.slow.push_first(&row));
        let (Some(fast), Some(slow)) = means else { return Wish::Stay };
        let above = if fast == slow { None } else { Some(fast > slow) };
        let before = std::mem::replace(&mut self.above, above);
        match (before, above) {
            (Some(false), Some(true)) => Wish::Take(Side::Buy, None),
            (Some(true), Some(false)) if self.short => Wish::Take(Side::Sell, None),
            (Some(true), Some(false)) => Wish::Flat,
            _ => Wish::Stay,
        }
    }
}
