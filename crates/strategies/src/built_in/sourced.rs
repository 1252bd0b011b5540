//! Weights that an optimization or a rebalancer works out anew, by the calendar.

use execution::strategy::{Context, Refused, Strategy, StrategyError, StrategyResult};

use super::steering::Steering;
use crate::{Cadence, StrategyProblem, TargetSource, Unit, cadence::CadenceClock, number::Real};

pub(crate) const BAND: Real =
    Real::new("band", "How far a weight may be off before it is traded", Unit::Fraction, [0.0, 1.0], Some(0.0));

/// Whether a band can be kept.
pub(crate) fn check_band(band: f64) -> Result<(), StrategyProblem> {
    BAND.check(band)
}

/// Asks a source by a cadence, and steers to what it says.
pub(crate) struct Sourced {
    source: Box<dyn TargetSource>,
    steering: Steering,
    clock: CadenceClock,
}

impl Sourced {
    pub(crate) fn new(
        source: Box<dyn TargetSource>,
        instruments: usize,
        rebalance: Cadence,
        band: f64,
    ) -> Result<Self, StrategyProblem> {
        rebalance.check()?;
        check_band(band)?;
        Ok(Self { source, steering: Steering::new(instruments, band), clock: CadenceClock::new(rebalance) })
    }
}

impl Strategy for Sourced {
    fn on_moment(&mut self, ctx: &mut Context<'_>) -> StrategyResult {
        if !self.clock.is_due(ctx.now()) {
            self.steering.make_up(ctx);
            return Ok(());
        }
        if let Some(targets) = self.source.targets(ctx)? {
            let (given, wanted) = (targets.len(), self.steering.targets.len());
            if given != wanted {
                return Err(StrategyError(format!("{given} weights came for {wanted} instruments; give one for each")));
            }
            if let Some(n) = targets.iter().position(|weight| !weight.is_finite()) {
                return Err(StrategyError(format!("the weight of instrument {} is not a number", n + 1)));
            }
            self.steering.targets = targets;
        }
        self.steering.steer(ctx);
        Ok(())
    }

    fn on_refused(&mut self, _ctx: &mut Context<'_>, refused: &Refused) -> StrategyResult {
        self.steering.on_refused(refused);
        Ok(())
    }
}
