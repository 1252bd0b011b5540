//! As much of an instrument as keeps the volatility even.

use execution::strategy::{ClosedBar, Context, Refused, Strategy, StrategyResult};
use indicators::{IndicatorSpec, Kind, Row, Stream};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{BAND, check_band, steering::Steering};
use crate::{
    Cadence, Domain, ParameterForm, StrategyProblem, Unit,
    cadence::CadenceClock,
    number::{Real, Whole},
};

const TARGET: Real =
    Real::new("target_volatility", "Volatility to be held, a year", Unit::Fraction, [0.001, 5.0], Some(0.1));
const LENGTH: Whole = Whole::bars("length", "Returns out of which volatility is estimated", [2, 10_000], 60);
const LEVERAGE: Real = Real::new(
    "leverage_max",
    "The largest weight of all instruments together",
    Unit::Multiple,
    [0.01, 10.0],
    Some(1.0),
);
const YEAR: Real = Real::new("periods_per_year", "Bars in a year", Unit::BarsPerYear, [1.0, 40_000_000.0], Some(252.0));

/// Holds each instrument with `target_volatility ÷ its volatility`, divided by the number of instruments and at most `leverage_max`
/// together. Volatility is the sample standard deviation of the last `length` returns times √(bars a year), so what moves with
/// others gets no less for it. Before there are enough returns nothing is held.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct VolatilityTarget {
    /// Volatility to be held, annualized: 0.1 for 10 %.
    pub target_volatility: f64,
    /// Returns out of which volatility is estimated.
    pub length: u32,
    /// The largest weight of all instruments together.
    pub leverage_max: f64,
    /// Bars in a year: 252 for daily ones.
    pub periods_per_year: f64,
    /// How often weights are looked at.
    pub rebalance: Cadence,
    /// How far a weight may be off before it is traded.
    pub band: f64,
}

impl Default for VolatilityTarget {
    fn default() -> Self {
        Self {
            target_volatility: TARGET.value(),
            length: LENGTH.default,
            leverage_max: LEVERAGE.value(),
            periods_per_year: YEAR.value(),
            rebalance: Cadence::default(),
            band: BAND.value(),
        }
    }
}

impl VolatilityTarget {
    pub(crate) fn forms() -> Vec<ParameterForm> {
        vec![
            TARGET.form(),
            LENGTH.form(),
            LEVERAGE.form(),
            YEAR.form(),
            ParameterForm::new("rebalance", "How often weights are looked at", Domain::Cadence),
            BAND.form(),
        ]
    }

    pub(crate) fn build(&self, instruments: usize) -> Result<Box<dyn Strategy + Send>, StrategyProblem> {
        TARGET.check(self.target_volatility)?;
        LENGTH.check(self.length)?;
        LEVERAGE.check(self.leverage_max)?;
        YEAR.check(self.periods_per_year)?;
        self.rebalance.check()?;
        check_band(self.band)?;
        let spec = IndicatorSpec::new(Kind::Stddev).with([("length", i64::from(self.length))])?;
        let returns = |_| Returns { deviation: Stream::new(&spec), before: None, last: None };
        Ok(Box::new(Even {
            settings: *self,
            returns: (0..instruments).map(returns).collect(),
            steering: Steering::new(instruments, self.band),
            clock: CadenceClock::new(self.rebalance),
        }))
    }
}

/// The deviation of an instrument's returns.
struct Returns {
    /// Of the population; it reads returns in place of closes.
    deviation: Stream,
    before: Option<f64>,
    last: Option<f64>,
}

struct Even {
    settings: VolatilityTarget,
    returns: Vec<Returns>,
    steering: Steering,
    clock: CadenceClock,
}

impl Even {
    /// The weight that a deviation of the population makes; `None` while it is not known.
    fn weight(&self, deviation: Option<f64>) -> Option<f64> {
        let (n, count) = (f64::from(self.settings.length), self.returns.len() as f64);
        let volatility = deviation? * (n / (n - 1.0)).sqrt() * self.settings.periods_per_year.sqrt();
        let weight = if volatility > 0.0 { self.settings.target_volatility / volatility } else { f64::INFINITY };
        Some((weight / count).min(self.settings.leverage_max))
    }
}

impl Strategy for Even {
    fn on_bar(&mut self, _ctx: &mut Context<'_>, closed: &ClosedBar) -> StrategyResult {
        let Some(returns) = self.returns.get_mut(closed.instrument) else { return Ok(()) };
        let close = closed.bar.close;
        let change = returns.before.replace(close).map(|before| close / before - 1.0);
        if let Some(change) = change.filter(|change| change.is_finite()) {
            returns.last = returns.deviation.push(&Row::new(None, None, None, Some(change), None)).first();
        }
        Ok(())
    }

    fn on_moment(&mut self, ctx: &mut Context<'_>) -> StrategyResult {
        if !self.clock.is_due(ctx.now()) {
            self.steering.make_up(ctx);
            return Ok(());
        }
        let mut together = 0.0;
        for n in 0..self.returns.len() {
            let weight = self.weight(self.returns[n].last);
            together += weight.unwrap_or(0.0);
            self.steering.targets[n] = weight.unwrap_or(f64::NAN);
        }
        if together > self.settings.leverage_max {
            let scale = self.settings.leverage_max / together;
            self.steering.targets.iter_mut().for_each(|weight| *weight *= scale);
        }
        self.steering.steer(ctx);
        Ok(())
    }

    fn on_refused(&mut self, _ctx: &mut Context<'_>, refused: &Refused) -> StrategyResult {
        self.steering.on_refused(refused);
        Ok(())
    }
}
