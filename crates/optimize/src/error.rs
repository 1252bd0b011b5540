//! What can be wrong with a request, in words a user can act on.

use statistics::StatisticsError;
use thiserror::Error;

use crate::words::{percent, range};

/// Why there is no result.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum OptimizeError {
    /// The request is not JSON of the expected form.
    #[error("the request cannot be read: {detail}")]
    Malformed {
        /// The parser's message with line and column; it names an unknown or missing field.
        detail: String,
    },
    /// A field has a value that cannot be used.
    #[error("{field}: {problem}")]
    InvalidField {
        /// The field as written in the request, with the asset or group it is about.
        field: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// Prices are given but no moments can be estimated from them.
    #[error(transparent)]
    Estimation(#[from] StatisticsError),
    /// The covariance matrix has an eigenvalue below zero.
    #[error(
        "covariance is not positive semidefinite: its smallest eigenvalue is {min_eigenvalue:e}, so some portfolio would have \
         a negative variance; estimate all entries from the same dates, or use the Ledoit–Wolf estimator"
    )]
    IndefiniteCovariance {
        /// The smallest eigenvalue.
        min_eigenvalue: f64,
        /// The largest eigenvalue.
        max_eigenvalue: f64,
    },
    /// The limits contradict each other.
    #[error("{explanation}")]
    Infeasible {
        /// The contradiction in words, with the arithmetic and the next step.
        explanation: String,
        /// The limits that contradict each other; without any one of them the rest is consistent.
        constraints: Vec<String>,
    },
    /// The target return is above what the limits allow.
    #[error(
        "target_return {} is out of reach: within these limits returns up to {} are possible ({} is the minimum-variance \
         portfolio's); choose a target in between or widen the limits", percent(*target), percent(*highest), percent(*lowest)
    )]
    TargetReturnOutOfReach {
        /// The target asked for.
        target: f64,
        /// Return of the minimum-variance portfolio: targets below it give that portfolio.
        lowest: f64,
        /// The highest return within the limits.
        highest: f64,
    },
    /// The target volatility is below the minimum.
    #[error(
        "target_volatility {} is out of reach: the minimum-variance portfolio has {}; choose at least that or widen the limits",
        percent(*target), percent(*minimum)
    )]
    TargetVolatilityTooLow {
        /// The target asked for.
        target: f64,
        /// Volatility of the minimum-variance portfolio.
        minimum: f64,
    },
    /// No portfolio within the limits earns more than the risk-free rate.
    #[error(
        "no portfolio within these limits has an expected return above the risk-free rate of {}: the highest is {}; the \
         maximum Sharpe ratio is undefined, use minimum_variance or lower risk_free_rate",
        percent(*risk_free_rate), percent(*highest)
    )]
    NoExcessReturn {
        /// The risk-free rate.
        risk_free_rate: f64,
        /// The highest expected return within the limits.
        highest: f64,
    },
    /// A portfolio without risk earns more than the risk-free rate.
    #[error(
        "the covariance allows a portfolio without any risk that earns {} (range of expected returns: {}), more than the \
         risk-free rate: the Sharpe ratio has no maximum; check the covariance for assets that mirror each other",
        percent(*riskless_return), range(*lowest, *highest)
    )]
    UnboundedSharpe {
        /// Return of the riskless portfolio.
        riskless_return: f64,
        /// Lowest expected return of an asset.
        lowest: f64,
        /// Highest expected return of an asset.
        highest: f64,
    },
    /// An objective that follows a rule gives a portfolio outside a limit.
    #[error("{explanation}")]
    LimitNotKept {
        /// What it gives, the limit, and the next step.
        explanation: String,
        /// The limits that are not kept.
        constraints: Vec<String>,
    },
    /// The answer does not satisfy the optimality conditions to the accuracy promised.
    #[error(
        "the solver did not reach the accuracy promised (largest residual {residual:e}); the covariance is probably badly \
         scaled: use the Ledoit–Wolf estimator or leave out assets that nearly copy each other"
    )]
    NotConverged {
        /// The largest relative residual of the optimality conditions.
        residual: f64,
    },
    /// The interior-point solver ended without an answer.
    #[error(
        "the interior-point solver found no answer: {status} after {iterations} iterations, with residuals {primal:e} (limits), \
         {dual:e} (gradient) and {gap:e} (gap); scale the request (returns as 0.01 for 1 %), or drop limits that nearly \
         contradict each other"
    )]
    SolverStopped {
        /// Why it ended.
        status: &'static str,
        /// Iterations made.
        iterations: u32,
        /// Largest violation of a limit at its last point.
        primal: f64,
        /// Largest relative residual of the gradient.
        dual: f64,
        /// Relative gap between primal and dual objective.
        gap: f64,
    },
    /// The progress callback asked to stop.
    #[error("the optimization was cancelled")]
    Cancelled,
}

impl OptimizeError {
    pub(crate) fn field(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::InvalidField { field: field.into(), problem: problem.into() }
    }

    /// Stable machine-readable code, as the API and the command line report it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "malformed_request",
            Self::InvalidField { .. } => "invalid_field",
            Self::Estimation(error) => error.code(),
            Self::IndefiniteCovariance { .. } => "indefinite_covariance",
            Self::Infeasible { .. } => "infeasible",
            Self::TargetReturnOutOfReach { .. } => "target_return_out_of_reach",
            Self::TargetVolatilityTooLow { .. } => "target_volatility_too_low",
            Self::NoExcessReturn { .. } => "no_excess_return",
            Self::UnboundedSharpe { .. } => "unbounded_sharpe",
            Self::LimitNotKept { .. } => "limit_not_kept",
            Self::NotConverged { .. } | Self::SolverStopped { .. } => "not_converged",
            Self::Cancelled => "cancelled",
        }
    }

    /// The request field that the error is about, when there is one.
    #[must_use]
    pub fn request_field(&self) -> Option<&str> {
        match self {
            Self::InvalidField { field, .. } => Some(field),
            Self::Estimation(error) => Some(error.field()),
            Self::IndefiniteCovariance { .. } | Self::UnboundedSharpe { .. } => Some("covariance"),
            Self::TargetReturnOutOfReach { .. } => Some("target_return"),
            Self::TargetVolatilityTooLow { .. } => Some("target_volatility"),
            Self::NoExcessReturn { .. } => Some("risk_free_rate"),
            Self::Malformed { .. }
            | Self::Infeasible { .. }
            | Self::LimitNotKept { .. }
            | Self::NotConverged { .. }
            | Self::SolverStopped { .. }
            | Self::Cancelled => None,
        }
    }
}
