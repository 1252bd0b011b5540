//! Why a back-test, a sweep or a check cannot be done, in words a user can act on.

use execution::error::ExecutionError;
use statistics::StatisticsError;

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BacktestError {
    /// What the engine refuses: bars, settings, or the strategy's own failure.
    #[error(transparent)]
    Execution(#[from] ExecutionError),
    /// What cannot be measured.
    #[error(transparent)]
    Statistics(#[from] StatisticsError),
    /// A setting that makes no sense.
    #[error("{field} is {value}; give {allowed}")]
    Setting {
        /// Which, by its name in JSON.
        field: &'static str,
        /// What was given.
        value: String,
        /// What is possible.
        allowed: &'static str,
    },
    /// There is no bar, or no tick, at all.
    #[error("there are no bars to run over; choose an earlier start or import prices")]
    NoBars,
    /// The quick path cannot follow what the event engine would do.
    #[error("{why}; run it through the event engine instead")]
    NeedsEvents {
        /// What it cannot follow.
        why: String,
    },
    /// A description that makes no strategy.
    #[error("{why}")]
    NotMade {
        /// What is wrong with it and what to do.
        why: String,
    },
    /// Signals that do not fit the bars.
    #[error("there are {found} signals for {bars} bars; give one for each bar")]
    SignalCount {
        /// Signals.
        found: usize,
        /// Bars.
        bars: usize,
    },
    /// A parameter that a strategy asks for and the sweep does not vary.
    #[error("there is no parameter \"{0}\" in the sweep; add it or correct its name")]
    NoParameter(String),
    /// Parameters that repeat, are empty, or are too many.
    #[error("parameter \"{name}\": {problem}")]
    Parameter {
        /// Its name.
        name: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// A finished trial that this sweep would not make.
    #[error("finished trial {index} is not one of this sweep; begin it anew, or give the space that it was made with")]
    ForeignTrial {
        /// Its number.
        index: usize,
    },
    /// Fills that do not fit together.
    #[error("{0}")]
    Fills(String),
    /// An amount beyond 28 significant digits.
    #[error("amounts grew too large to be exact; look for an order of absurd size")]
    Overflow,
    /// Somebody stopped it.
    #[error("it was stopped before it was done")]
    Cancelled,
}

impl BacktestError {
    /// Stable machine-readable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Execution(error) => error.code(),
            Self::Statistics(error) => error.code(),
            Self::Setting { .. } => "backtest_setting_invalid",
            Self::NoBars => "no_bars",
            Self::NeedsEvents { .. } => "needs_events",
            Self::NotMade { .. } => "strategy_invalid",
            Self::SignalCount { .. } => "signal_count",
            Self::NoParameter(_) => "parameter_unknown",
            Self::Parameter { .. } => "parameter_invalid",
            Self::ForeignTrial { .. } => "trial_foreign",
            Self::Fills(_) => "fills_invalid",
            Self::Overflow => "amount_overflow",
            Self::Cancelled => "cancelled",
        }
    }
}
