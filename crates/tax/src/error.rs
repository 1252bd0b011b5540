//! What can be wrong with rates and rules.

use thiserror::Error;

/// A rate or rule that cannot be used.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum TaxError {
    /// A rate is not between 0 and 1, or long-term gains would be taxed more than short-term ones.
    #[error("{field}: {problem}")]
    Rate {
        /// Which rate.
        field: &'static str,
        /// What is wrong and what to do.
        problem: String,
    },
    /// A parameter of the deferral rule is out of range.
    #[error("{field}: {problem}")]
    Deferral {
        /// Which parameter.
        field: &'static str,
        /// What is wrong and what to do.
        problem: String,
    },
    /// A rule has a number that no law has.
    #[error("{field}: {problem}")]
    Rule {
        /// Which rule.
        field: &'static str,
        /// What is wrong and what to do.
        problem: String,
    },
}

impl TaxError {
    /// Stable machine-readable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Rate { .. } => "invalid_tax_rate",
            Self::Deferral { .. } => "invalid_deferral",
            Self::Rule { .. } => "invalid_tax_rule",
        }
    }

    /// The parameter that the error is about.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::Rate { field, .. } | Self::Deferral { field, .. } | Self::Rule { field, .. } => field,
        }
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn problem(&self) -> &str {
        match self {
            Self::Rate { problem, .. } | Self::Deferral { problem, .. } | Self::Rule { problem, .. } => problem,
        }
    }
}
