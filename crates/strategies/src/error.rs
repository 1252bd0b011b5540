//! Why a description makes no strategy.

use alerts::AlertsError;
use indicators::IndicatorError;
use model::id::InstrumentId;

use crate::script::ScriptError;

/// Why a description makes no strategy: which field, and what it may be.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum StrategyProblem {
    /// A field outside of its range.
    #[error("{field} is {value}; give {allowed}")]
    Field {
        /// Its path, such as `fast` or `rebalance.count`.
        field: String,
        /// What was given.
        value: String,
        /// What is possible, in words.
        allowed: String,
    },
    /// The strategy trades another number of instruments.
    #[error("{strategy} trades {allowed}, and the run has {given}; choose the instruments of the run accordingly")]
    Instruments {
        /// Which strategy.
        strategy: &'static str,
        /// How many there are.
        given: usize,
        /// How many it trades, in words.
        allowed: String,
    },
    /// An instrument that the run does not have.
    #[error("{field} names instrument {instrument}, which is not part of the run; add it, or name another one")]
    NotInRun {
        /// Which field.
        field: String,
        /// Which instrument.
        instrument: InstrumentId,
    },
    /// A condition that no run can tell.
    #[error("{field} needs {need}, which a run does not have; use prices, volume and indicators of bars")]
    NotTold {
        /// Which rule.
        field: String,
        /// What it needs.
        need: String,
    },
    /// A condition that makes no sense.
    #[error("{field}: {error}")]
    Condition {
        /// Which rule.
        field: String,
        /// Why not.
        error: AlertsError,
    },
    /// An indicator that cannot be.
    #[error(transparent)]
    Indicator(#[from] IndicatorError),
    /// Weights come from elsewhere, and nobody gives them.
    #[error(
        "the weights of this strategy come from a saved optimization or target; run it from a workspace that has it"
    )]
    NoTargets,
    /// A script that cannot be run.
    #[error(transparent)]
    Script(#[from] ScriptError),
}

impl StrategyProblem {
    #[expect(clippy::needless_pass_by_value, reason = "callers hand over numbers and words as they have them")]
    pub(crate) fn field(field: impl Into<String>, value: impl ToString, allowed: impl Into<String>) -> Self {
        Self::Field { field: field.into(), value: value.to_string(), allowed: allowed.into() }
    }

    /// Stable machine-readable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Field { .. } => "strategy_field_invalid",
            Self::Instruments { .. } => "strategy_instruments",
            Self::NotInRun { .. } => "instrument_not_in_run",
            Self::NotTold { .. } => "condition_not_told",
            Self::Condition { error, .. } => error.code(),
            Self::Indicator(error) => error.code(),
            Self::NoTargets => "targets_missing",
            Self::Script(error) => error.code(),
        }
    }

    /// The field that is at fault, where it is one.
    #[must_use]
    pub fn field_path(&self) -> Option<&str> {
        match self {
            Self::Field { field, .. }
            | Self::NotInRun { field, .. }
            | Self::NotTold { field, .. }
            | Self::Condition { field, .. } => Some(field),
            Self::Instruments { .. } => Some("instruments"),
            Self::Indicator(error) => Some(error.field()),
            Self::Script(_) => Some("source"),
            Self::NoTargets => None,
        }
    }
}
