//! What can be wrong with a question about risk.

use statistics::StatisticsError;
use thiserror::Error;

/// Why there is no figure.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum RiskError {
    /// The request is not JSON of the expected form.
    #[error("the request cannot be read: {detail}")]
    Malformed {
        /// The parser's message with line and column.
        detail: String,
    },
    /// A field has a value that cannot be used.
    #[error("{field}: {problem}")]
    InvalidField {
        /// The field as written in the request.
        field: &'static str,
        /// What is wrong, with the holding or date it is about, and what to do.
        problem: String,
    },
    /// A method needs more observations than there are.
    #[error("{found} {what} are too few for {figure}, {needed} are needed; choose a longer range of dates")]
    TooFew {
        /// What is too few.
        what: &'static str,
        /// The figure.
        figure: &'static str,
        /// How many there are.
        found: usize,
        /// How many are needed.
        needed: usize,
    },
    /// A value is not a number, or infinite.
    #[error("value {row} of {what} is {value}; leave out what is missing and correct what is not a number")]
    NotFinite {
        /// The series.
        what: &'static str,
        /// The row, counted from 1.
        row: usize,
        /// The value as given.
        value: f64,
    },
    /// Lists that belong together differ in length.
    #[error("{what} has {found} values where {expected} are expected")]
    UnequalLengths {
        /// The list.
        what: &'static str,
        /// Its values.
        found: usize,
        /// How many it should have.
        expected: usize,
    },
    /// A setting is outside its range.
    #[error("{setting} is {value}; it must be {allowed}")]
    InvalidSetting {
        /// The setting's name as in JSON.
        setting: &'static str,
        /// The value given.
        value: f64,
        /// The allowed range in words.
        allowed: &'static str,
    },
    /// The data leave a figure without a value.
    #[error("the {figure} is undefined: {why}")]
    Undefined {
        /// The figure in words.
        figure: &'static str,
        /// Why there is none.
        why: &'static str,
    },
    /// A fit did not come to an end.
    #[error("{model} could not be fitted: {why}; choose a longer range of dates or another method")]
    NoFit {
        /// The model.
        model: &'static str,
        /// What stood in the way.
        why: &'static str,
    },
    /// Long work was ended by whoever watched it.
    #[error("the work was cancelled")]
    Cancelled,
    /// What the figures below found wrong.
    #[error(transparent)]
    Statistics(#[from] StatisticsError),
}

impl RiskError {
    /// Stable machine-readable code, as the API reports it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "malformed_request",
            Self::InvalidField { .. } => "invalid_field",
            Self::TooFew { .. } => "too_few_observations",
            Self::NotFinite { .. } => "not_a_number",
            Self::UnequalLengths { .. } => "unequal_lengths",
            Self::InvalidSetting { .. } => "invalid_setting",
            Self::Undefined { .. } => "undefined_figure",
            Self::NoFit { .. } => "no_fit",
            Self::Cancelled => "cancelled",
            Self::Statistics(error) => error.code(),
        }
    }

    /// The request field that the error is about.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::Malformed { .. } | Self::Cancelled => "request",
            Self::InvalidSetting { setting, .. } => setting,
            Self::InvalidField { field, .. } => field,
            Self::NotFinite { what, .. } | Self::UnequalLengths { what, .. } => what,
            Self::TooFew { .. } | Self::Undefined { .. } => "returns",
            Self::NoFit { .. } => "method",
            Self::Statistics(error) => error.field(),
        }
    }
}

pub(crate) fn invalid(field: &'static str, problem: impl Into<String>) -> RiskError {
    RiskError::InvalidField { field, problem: problem.into() }
}

/// At least `needed` values that are all finite.
pub(crate) fn check_values(
    what: &'static str,
    values: &[f64],
    figure: &'static str,
    needed: usize,
) -> Result<(), RiskError> {
    if let Some(row) = values.iter().position(|value| !value.is_finite()) {
        return Err(RiskError::NotFinite { what, row: row + 1, value: values[row] });
    }
    if values.len() < needed {
        return Err(RiskError::TooFew { what, figure, found: values.len(), needed });
    }
    Ok(())
}

pub(crate) fn check_length(what: &'static str, found: usize, expected: usize) -> Result<(), RiskError> {
    if found == expected { Ok(()) } else { Err(RiskError::UnequalLengths { what, found, expected }) }
}

/// Above one half and below one.
pub(crate) fn check_confidence(confidence: f64) -> Result<(), RiskError> {
    if confidence > 0.5 && confidence < 1.0 {
        return Ok(());
    }
    let allowed = "above 0.5 and below 1 (0.99 for one period in a hundred)";
    Err(RiskError::InvalidSetting { setting: "confidence", value: confidence, allowed })
}

/// Above zero and finite.
pub(crate) fn check_positive(setting: &'static str, value: f64) -> Result<(), RiskError> {
    if value > 0.0 && value.is_finite() {
        return Ok(());
    }
    Err(RiskError::InvalidSetting { setting, value, allowed: "above zero" })
}
