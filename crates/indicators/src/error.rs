//! What can be wrong with a description of an indicator or with the bars, in words a user can act on.

use thiserror::Error;

/// Why an indicator cannot be computed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum IndicatorError {
    /// No indicator has this name.
    #[error("there is no indicator {name}; the catalogue lists their names")]
    UnknownKind {
        /// The name given.
        name: String,
    },
    /// The indicator has no parameter of this name.
    #[error("{kind} has no parameter {name}; it has {known}")]
    UnknownParameter {
        /// The indicator.
        kind: &'static str,
        /// The name given.
        name: String,
        /// The names it has, separated by commas, or `none`.
        known: String,
    },
    /// A parameter is outside its range.
    #[error("{name} of {kind} is {value}; it must be {allowed}")]
    OutOfRange {
        /// The indicator.
        kind: &'static str,
        /// The parameter.
        name: &'static str,
        /// The value given.
        value: String,
        /// The range in words, such as `a whole number from 2 to 100000`.
        allowed: String,
    },
    /// The indicator reads fixed columns and takes no series of choice in this place.
    #[error("{kind} reads fixed columns of the bars; leave out {field}")]
    NoSource {
        /// The indicator.
        kind: &'static str,
        /// `of` or `against`.
        field: &'static str,
    },
    /// Every parameter is in its range, but they do not go together.
    #[error("{kind} does not take these parameters together: {detail}")]
    Refused {
        /// The indicator.
        kind: &'static str,
        /// What the computation said.
        detail: String,
    },
    /// A column is not as long as the others.
    #[error("{column} has {found} values for {expected} bars; give one for each bar, NaN where it is missing")]
    LengthMismatch {
        /// The column.
        column: &'static str,
        /// Values that it has.
        found: usize,
        /// Bars.
        expected: usize,
    },
    /// An infinite value.
    #[error("{column} of bar {row} is {value}; leave a missing value empty")]
    NotFinite {
        /// The column.
        column: &'static str,
        /// The bar, counted from 1.
        row: usize,
        /// The value.
        value: f64,
    },
    /// The bars lack a column that the indicator reads.
    #[error("{kind} needs {column}, which these bars do not have; choose bars with it or another indicator")]
    MissingColumn {
        /// The indicator.
        kind: &'static str,
        /// The column.
        column: &'static str,
    },
    /// The indicator begins anew with each session, and the bars do not say their sessions.
    #[error("{kind} begins anew with each session; give the session of each bar")]
    MissingSessions {
        /// The indicator.
        kind: &'static str,
    },
}

impl IndicatorError {
    /// Stable machine-readable code, as the API reports it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownKind { .. } => "unknown_indicator",
            Self::UnknownParameter { .. } => "unknown_parameter",
            Self::OutOfRange { .. } => "parameter_out_of_range",
            Self::NoSource { .. } => "no_source",
            Self::Refused { .. } => "parameters_refused",
            Self::LengthMismatch { .. } => "bar_count_mismatch",
            Self::NotFinite { .. } => "value_not_finite",
            Self::MissingColumn { .. } => "missing_column",
            Self::MissingSessions { .. } => "missing_sessions",
        }
    }

    /// The field of the description or the column of the bars that the error is about.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::UnknownKind { .. } | Self::Refused { .. } => "kind",
            Self::UnknownParameter { name, .. } => name,
            Self::OutOfRange { name, .. } => name,
            Self::NoSource { field, .. } => field,
            Self::LengthMismatch { column, .. }
            | Self::NotFinite { column, .. }
            | Self::MissingColumn { column, .. } => column,
            Self::MissingSessions { .. } => "sessions",
        }
    }
}
