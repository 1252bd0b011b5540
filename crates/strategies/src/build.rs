//! From a description to what decides.

use bars::interval::Interval;
use execution::strategy::Strategy;
use model::id::InstrumentId;

use crate::{
    Cadence, StrategyProblem, StrategySpecification, TargetSource,
    built_in::Sourced,
    catalogue,
    rules::Rules,
    script::{Journal, ScriptStrategy, Watchdog},
};

type Built = Result<Box<dyn Strategy + Send>, StrategyProblem>;

/// What a strategy is built into.
#[derive(Default)]
pub struct Surroundings<'a> {
    /// The instruments of the run, in its order.
    pub instruments: &'a [InstrumentId],
    /// What a bar of the run covers; `None` where conditions are to say it.
    pub interval: Option<Interval>,
    /// Who gives weights, for strategies whose weights come from elsewhere.
    pub targets: Option<Box<dyn TargetSource>>,
    /// Where a script writes.
    pub journal: Journal,
    /// Who watches a script. Without one a script is given its own, with a thread for it; many runs share one.
    pub watchdog: Option<Watchdog>,
}

/// Builds a strategy.
///
/// # Errors
/// [`StrategyProblem`]: the first field at fault, or what the run lacks.
pub fn build(specification: &StrategySpecification, surroundings: Surroundings<'_>) -> Built {
    let instruments = surroundings.instruments.len();
    check_instruments(specification, instruments)?;
    match specification {
        StrategySpecification::BuyAndHold(settings) => settings.build(instruments),
        StrategySpecification::MovingAverageCross(settings) => settings.build(instruments),
        StrategySpecification::RsiReversion(settings) => settings.build(instruments),
        StrategySpecification::Breakout(settings) => settings.build(instruments),
        StrategySpecification::MomentumRotation(settings) => settings.build(instruments),
        StrategySpecification::Pairs(settings) => settings.build(),
        StrategySpecification::VolatilityTarget(settings) => settings.build(instruments),
        StrategySpecification::FixedWeights(settings) => settings.build(instruments),
        StrategySpecification::SavedOptimization(saved) => sourced(surroundings, saved.rebalance, saved.band),
        StrategySpecification::Rebalancer(target) => sourced(surroundings, target.rebalance, target.band),
        StrategySpecification::Rules(rules) => {
            Ok(Box::new(Rules::new(rules, surroundings.instruments, surroundings.interval)?))
        }
        StrategySpecification::Script(script) => {
            let watchdog = surroundings.watchdog.unwrap_or_else(Watchdog::start);
            Ok(Box::new(ScriptStrategy::new(script, &surroundings.journal, watchdog)?))
        }
    }
}

fn sourced(surroundings: Surroundings<'_>, rebalance: Cadence, band: f64) -> Built {
    let source = surroundings.targets.ok_or(StrategyProblem::NoTargets)?;
    Ok(Box::new(Sourced::new(source, surroundings.instruments.len(), rebalance, band)?))
}

fn check_instruments(specification: &StrategySpecification, given: usize) -> Result<(), StrategyProblem> {
    let (least, most) = catalogue::instruments(specification.kind());
    if given >= least && most.is_none_or(|most| given <= most) {
        return Ok(());
    }
    let allowed = match most {
        Some(most) if most == least => format!("exactly {least} instruments"),
        _ => format!("at least {least} instrument"),
    };
    Err(StrategyProblem::Instruments { strategy: specification.kind(), given, allowed })
}
