//! What can be wrong with a rule, its words, or a step of an alert.

use model::alert::AlertState;

use crate::machine::Act;

/// Why something was refused. The message says where, what, and what to do.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AlertsError {
    /// A field of a rule or a plan that cannot be.
    #[error("{path}: {problem}")]
    Field {
        /// The field's path, such as `condition.all[1].percent`.
        path: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// A sentence that is not understood.
    #[error("at character {at}: expected {expected}, found {found}")]
    Words {
        /// Where, counted in characters from 1.
        at: usize,
        /// What could stand there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A symbol that no instrument has.
    #[error(
        "at character {at}: no instrument is called \"{symbol}\"; add it, or write the symbol as the list of instruments has it"
    )]
    UnknownSymbol {
        /// Where, counted in characters from 1.
        at: usize,
        /// The symbol.
        symbol: String,
    },
    /// What a person wants of an alert does not go with its state.
    #[error("an alert that is {state} cannot be {act}; {way_out}")]
    NotPossible {
        /// Where it stands.
        state: AlertState,
        /// What was wanted.
        act: Act,
        /// What can be done instead.
        way_out: &'static str,
    },
}

impl AlertsError {
    pub(crate) fn field(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Field { path: path.into(), problem: problem.into() }
    }

    /// Stable machine-readable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Field { .. } => "alert_field_invalid",
            Self::Words { .. } => "alert_words_not_understood",
            Self::UnknownSymbol { .. } => "symbol_unknown",
            Self::NotPossible { .. } => "alert_step_not_possible",
        }
    }
}
