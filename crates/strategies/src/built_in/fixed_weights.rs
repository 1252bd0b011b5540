//! Weights that are held by the calendar.

use execution::strategy::{Context, Refused, Strategy, StrategyResult};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{BAND, check_band, steering::Steering};
use crate::{Cadence, Domain, ParameterForm, StrategyProblem, cadence::CadenceClock};

/// Together weights may exceed 1 by so much, for numbers that do not add up in binary.
const SUM_SLACK: f64 = 1e-9;
/// The largest weight, long or short.
const WEIGHT_MAX: f64 = 10.0;

/// Holds weights: at each time of the cadence, what is off by more than the band is traded back to its weight.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FixedWeights {
    /// One for each instrument of the run, in its order; below zero for short. Equal parts of 1 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weights: Option<Vec<f64>>,
    /// How often weights are looked at.
    pub rebalance: Cadence,
    /// How far a weight may be off: 0.05 for five percentage points.
    pub band: f64,
}

impl FixedWeights {
    pub(crate) fn forms() -> Vec<ParameterForm> {
        vec![
            ParameterForm::new("weights", "Part of the account's worth for each instrument", Domain::Weights),
            ParameterForm::new("rebalance", "How often weights are looked at", Domain::Cadence),
            BAND.form(),
        ]
    }

    pub(crate) fn build(&self, instruments: usize) -> Result<Box<dyn Strategy + Send>, StrategyProblem> {
        check_weights(self.weights.as_deref(), instruments, -WEIGHT_MAX)?;
        self.rebalance.check()?;
        check_band(self.band)?;
        let mut steering = Steering::new(instruments, self.band);
        steering.targets = weights_or_equal(self.weights.as_deref(), instruments);
        Ok(Box::new(Held { steering, clock: CadenceClock::new(self.rebalance) }))
    }
}

/// A weight for each instrument, between some bounds; weights that are all long are parts of 1.
pub(super) fn check_weights(weights: Option<&[f64]>, instruments: usize, least: f64) -> Result<(), StrategyProblem> {
    let Some(weights) = weights else { return Ok(()) };
    if weights.len() != instruments {
        let allowed = format!("{instruments} weights, one for each instrument of the run");
        return Err(StrategyProblem::field("weights", format!("{} weights", weights.len()), allowed));
    }
    for (n, weight) in weights.iter().enumerate() {
        if !(least..=WEIGHT_MAX).contains(weight) {
            let allowed = format!("a number from {least:?} to {WEIGHT_MAX:?}");
            return Err(StrategyProblem::field(format!("weights[{n}]"), weight, allowed));
        }
    }
    let sum: f64 = weights.iter().sum();
    if least == 0.0 && sum > 1.0 + SUM_SLACK {
        return Err(StrategyProblem::field("weights", format!("{sum} together"), "weights that add up to at most 1"));
    }
    Ok(())
}

pub(super) fn weights_or_equal(weights: Option<&[f64]>, instruments: usize) -> Vec<f64> {
    weights.map_or_else(|| vec![1.0 / instruments.max(1) as f64; instruments], <[f64]>::to_vec)
}

struct Held {
    steering: Steering,
    clock: CadenceClock,
}

impl Strategy for Held {
    fn on_moment(&mut self, ctx: &mut Context<'_>) -> StrategyResult {
        if self.clock.is_due(ctx.now()) {
            self.steering.steer(ctx);
        } else {
            self.steering.make_up(ctx);
        }
        Ok(())
    }

    fn on_refused(&mut self, _ctx: &mut Context<'_>, refused: &Refused) -> StrategyResult {
        self.steering.on_refused(refused);
        Ok(())
    }
}
