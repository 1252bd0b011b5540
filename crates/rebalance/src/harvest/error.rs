//! What can be wrong with a question.

use thiserror::Error;

/// A question that cannot be answered.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum HarvestError {
    /// What was given does not fit together.
    #[error("{field}: {problem}")]
    Input {
        /// Which part of it.
        field: &'static str,
        /// What is wrong and what to do.
        problem: String,
    },
    /// Rules or lots that the tax cannot work with.
    #[error("{0}")]
    Tax(#[from] tax::TaxError),
}

impl HarvestError {
    /// Stable machine-readable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Input { .. } => "invalid_harvest_input",
            Self::Tax(error) => error.code(),
        }
    }

    /// The part that the error is about.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::Input { field, .. } => field,
            Self::Tax(error) => error.field(),
        }
    }
}
