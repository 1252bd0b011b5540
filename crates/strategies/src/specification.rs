//! Everything that can decide in a run, as data.

use model::id::{OptimizationId, TargetId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Cadence,
    built_in::{
        Breakout, BuyAndHold, FixedWeights, MomentumRotation, MovingAverageCross, Pairs, RsiReversion, VolatilityTarget,
    },
    rules::RulesSpecification,
    script::ScriptSpecification,
};

/// A strategy, in JSON tagged by `kind`. What is left out has the default of the catalogue: [`crate::catalogue()`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StrategySpecification {
    /// Buying once.
    BuyAndHold(BuyAndHold),
    /// Two moving averages that cross.
    MovingAverageCross(MovingAverageCross),
    /// Buying what fell too fast.
    RsiReversion(RsiReversion),
    /// Following the price out of its channel.
    Breakout(Breakout),
    /// Holding what rose most.
    MomentumRotation(MomentumRotation),
    /// Two instruments that go together.
    Pairs(Pairs),
    /// An even volatility.
    VolatilityTarget(VolatilityTarget),
    /// Weights that are held by the calendar.
    FixedWeights(FixedWeights),
    /// An optimization that is run again by the calendar.
    SavedOptimization(SavedOptimization),
    /// A target that the rebalancer steers to.
    Rebalancer(RebalancerTargets),
    /// Conditions, without a program.
    Rules(Box<RulesSpecification>),
    /// A program in Luau.
    Script(ScriptSpecification),
}

/// A saved optimization, run again on what is known at each time. Its weights come through a [`crate::TargetSource`].
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SavedOptimization {
    /// Which.
    pub optimization: OptimizationId,
    /// How often it is run.
    #[serde(default)]
    pub rebalance: Cadence,
    /// How far a weight may be off before it is traded.
    #[serde(default)]
    pub band: f64,
}

/// A saved target, held as the rebalancer would. Its weights come through a [`crate::TargetSource`].
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RebalancerTargets {
    /// Which.
    pub target: TargetId,
    /// How often it is asked.
    #[serde(default)]
    pub rebalance: Cadence,
    /// How far a weight may be off before it is traded.
    #[serde(default)]
    pub band: f64,
}

impl StrategySpecification {
    /// Its name in JSON and in the catalogue.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::BuyAndHold(_) => "buy_and_hold",
            Self::MovingAverageCross(_) => "moving_average_cross",
            Self::RsiReversion(_) => "rsi_reversion",
            Self::Breakout(_) => "breakout",
            Self::MomentumRotation(_) => "momentum_rotation",
            Self::Pairs(_) => "pairs",
            Self::VolatilityTarget(_) => "volatility_target",
            Self::FixedWeights(_) => "fixed_weights",
            Self::SavedOptimization(_) => "saved_optimization",
            Self::Rebalancer(_) => "rebalancer",
            Self::Rules(_) => "rules",
            Self::Script(_) => "script",
        }
    }
}
