//! Buying what fell too fast, by the relative strength index.

use execution::strategy::Strategy;
use indicators::{Kind, Row, Stream};
use model::{bar::Bar, order::Side};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::signal::{PerInstrument, Signal, Wish};
use crate::{
    Domain, ParameterForm, PositionSize, StrategyProblem, Unit, indicator,
    number::{Real, Whole},
};

const LENGTH: Whole = Whole::bars("length", "Length of the index", [2, 10_000], 14);
const LOWER: Real = Real::new("lower", "Bought when the index falls below", Unit::Points, [0.0, 100.0], Some(30.0));
const UPPER: Real = Real::new("upper", "Sold short when it rises above", Unit::Points, [0.0, 100.0], Some(70.0));
const EXIT: Real = Real::new("exit", "Left when it is back at", Unit::Points, [0.0, 100.0], Some(50.0));

/// Long when the relative strength index (Wilder 1978) falls below `lower`, until it is at `exit` or above; where short sales are on,
/// also short when it rises above `upper`, until it is at `exit` or below.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RsiReversion {
    /// Bars of the index.
    pub length: u32,
    /// From where it is bought.
    pub lower: f64,
    /// From where it is sold short.
    pub upper: f64,
    /// Where positions end.
    pub exit: f64,
    /// Whether short sales are on.
    pub short: bool,
    /// How large positions are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<PositionSize>,
}

impl Default for RsiReversion {
    fn default() -> Self {
        let (lower, upper, exit) = (LOWER.value(), UPPER.value(), EXIT.value());
        Self { length: LENGTH.default, lower, upper, exit, short: false, size: None }
    }
}

impl RsiReversion {
    pub(crate) fn forms() -> Vec<ParameterForm> {
        vec![
            LENGTH.form(),
            LOWER.form(),
            UPPER.form(),
            EXIT.form(),
            ParameterForm::new("short", "Whether short sales are on", Domain::Flag { default: false }),
            ParameterForm::new("size", "How large positions are", Domain::Size),
        ]
    }

    pub(crate) fn build(&self, instruments: usize) -> Result<Box<dyn Strategy + Send>, StrategyProblem> {
        LENGTH.check(self.length)?;
        LOWER.check(self.lower)?;
        UPPER.check(self.upper)?;
        EXIT.check(self.exit)?;
        if !(self.lower < self.exit && self.exit < self.upper) {
            let allowed =
                format!("a number between lower, which is {}, and upper, which is {}", self.lower, self.upper);
            return Err(StrategyProblem::field(EXIT.name, self.exit, allowed));
        }
        self.size.map_or(Ok(()), PositionSize::check)?;
        let signal = || -> Result<Reversion, StrategyProblem> {
            Ok(Reversion { index: indicator::of_length(Kind::Rsi, self.length)?, bounds: *self, before: None })
        };
        let signals = (0..instruments).map(|_| signal()).collect::<Result<_, _>>()?;
        Ok(Box::new(PerInstrument::new(signals, self.size)))
    }
}

struct Reversion {
    index: Stream,
    bounds: RsiReversion,
    before: Option<f64>,
}

impl Signal for Reversion {
    fn next(&mut self, bar: &Bar, units: f64) -> Wish {
        let Some(now) = self.index.push_first(&Row::from(bar)) else { return Wish::Stay };
        let before = self.before.replace(now);
        let RsiReversion { lower, upper, exit, short, .. } = self.bounds;
        let fell = now < lower && before.is_some_and(|before| before >= lower);
        let rose = now > upper && before.is_some_and(|before| before <= upper);
        if fell && units <= 0.0 {
            Wish::Take(Side::Buy, None)
        } else if rose && short && units >= 0.0 {
            Wish::Take(Side::Sell, None)
        } else if (units > 0.0 && now >= exit) || (units < 0.0 && now <= exit) {
            Wish::Flat
        } else {
            Wish::Stay
        }
    }
}
