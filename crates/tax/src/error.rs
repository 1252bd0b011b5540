//! What can be wrong with rates and rules.

use thiserror::Error;

use crate::Jurisdiction;

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
    /// There are no rules for the tax year asked for.
    #[error("{problem}")]
    UnknownYear {
        /// Whose year.
        jurisdiction: Jurisdiction,
        /// The years that are known there, by the calendar year in which they begin.
        known: Vec<i32>,
        /// What is wrong and what to do.
        problem: String,
    },
    /// A rule set cannot be read, or says what no law says.
    #[error("rule set, {path}: {problem}")]
    RuleSet {
        /// Which field, or where in the JSON.
        path: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// What a calculation was given does not fit together.
    #[error("{field}: {problem}")]
    Input {
        /// Which part of what was given.
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
            Self::UnknownYear { .. } => "unknown_tax_year",
            Self::RuleSet { .. } => "invalid_tax_rule_set",
            Self::Input { .. } => "invalid_tax_input",
        }
    }

    /// The parameter that the error is about.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::Rate { field, .. }
            | Self::Deferral { field, .. }
            | Self::Rule { field, .. }
            | Self::Input { field, .. } => field,
            Self::UnknownYear { .. } => "year",
            Self::RuleSet { .. } => "rules",
        }
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn problem(&self) -> &str {
        match self {
            Self::Rate { problem, .. }
            | Self::Deferral { problem, .. }
            | Self::Rule { problem, .. }
            | Self::UnknownYear { problem, .. }
            | Self::RuleSet { problem, .. }
            | Self::Input { problem, .. } => problem,
        }
    }
}
