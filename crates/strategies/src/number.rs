//! Parameters as they are declared once: their range for the check, and their words for forms.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{StrategyProblem, script::ScriptValue};

/// What a parameter is counted in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = StrategyUnit)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Bars.
    Bars,
    /// Instruments.
    Instruments,
    /// A part: 0.1 for 10 %.
    Fraction,
    /// Points of an index from 0 to 100.
    Points,
    /// Standard deviations.
    Deviations,
    /// Times something.
    Multiple,
    /// Bars in a year.
    BarsPerYear,
    /// None of these.
    Plain,
}

/// What a parameter may be, and what it is when it is left out.
#[derive(Clone, PartialEq, Debug, Serialize, ToSchema)]
#[schema(as = StrategyDomain)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Domain {
    /// A whole number, both ends included.
    Integer {
        /// The smallest.
        least: i64,
        /// The largest.
        most: i64,
        /// When left out.
        default: i64,
    },
    /// A number, both ends included.
    Real {
        /// The smallest.
        least: f64,
        /// The largest.
        most: f64,
        /// When left out; `None`: it is off then.
        default: Option<f64>,
    },
    /// One of some words.
    Choice {
        /// Which.
        of: Vec<String>,
        /// When left out.
        default: String,
    },
    /// Yes or no.
    Flag {
        /// When left out.
        default: bool,
    },
    /// A [`crate::Cadence`].
    Cadence,
    /// A [`crate::PositionSize`]; when left out, all funds for one instrument, and an equal share of the equity for each of several.
    Size,
    /// A number for each instrument of the run; equal parts when left out.
    Weights,
    /// A tree of conditions, as alerts have it.
    Condition,
    /// Text of a program.
    Source,
}

/// A parameter with its words.
#[derive(Clone, PartialEq, Debug, Serialize, ToSchema)]
#[schema(as = StrategyParameter)]
pub struct ParameterForm {
    /// Its name in JSON.
    pub name: String,
    /// What it does.
    pub words: String,
    /// What it is counted in.
    pub unit: Unit,
    /// What it may be.
    #[serde(flatten)]
    pub domain: Domain,
}

impl Domain {
    pub(crate) fn choice(of: &[&str]) -> Self {
        let words: Vec<String> = of.iter().map(|word| (*word).to_owned()).collect();
        Self::Choice { default: words.first().cloned().unwrap_or_default(), of: words }
    }

    /// What a value must be, in words, when it is not that.
    pub(crate) fn allowed_instead(&self, value: &ScriptValue) -> Option<String> {
        let (fits, allowed) = match (self, value) {
            (Self::Integer { least, most, .. }, value) => {
                let whole = |n: &f64| n.fract() == 0.0 && (*least as f64..=*most as f64).contains(n);
                let fits = matches!(value, ScriptValue::Number(n) if whole(n));
                (fits, format!("a whole number from {least} to {most}"))
            }
            (Self::Real { least, most, .. }, value) => {
                let fits = matches!(value, ScriptValue::Number(n) if (*least..=*most).contains(n));
                (fits, format!("a number from {least} to {most}"))
            }
            (Self::Choice { of, .. }, value) => {
                let fits = matches!(value, ScriptValue::Word(word) if of.contains(word));
                (fits, format!("one of {}", of.join(", ")))
            }
            (Self::Flag { .. }, value) => (matches!(value, ScriptValue::Flag(_)), "true or false".to_owned()),
            (Self::Cadence | Self::Size | Self::Weights | Self::Condition | Self::Source, _) => {
                (false, "it in the description; it is no single value".to_owned())
            }
        };
        (!fits).then_some(allowed)
    }
}

impl ParameterForm {
    pub(crate) fn new(name: &str, words: &str, domain: Domain) -> Self {
        Self { name: name.to_owned(), words: words.to_owned(), unit: Unit::Plain, domain }
    }
}

/// A whole number as it is declared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Whole {
    pub(crate) name: &'static str,
    pub(crate) words: &'static str,
    pub(crate) unit: Unit,
    pub(crate) least: u32,
    pub(crate) most: u32,
    pub(crate) default: u32,
}

impl Whole {
    pub(crate) const fn bars(name: &'static str, words: &'static str, range: [u32; 2], default: u32) -> Self {
        Self { name, words, unit: Unit::Bars, least: range[0], most: range[1], default }
    }

    pub(crate) fn check(&self, value: u32) -> Result<(), StrategyProblem> {
        if (self.least..=self.most).contains(&value) {
            return Ok(());
        }
        Err(StrategyProblem::field(self.name, value, format!("a whole number from {} to {}", self.least, self.most)))
    }

    pub(crate) fn form(&self) -> ParameterForm {
        let [least, most, default] = [self.least, self.most, self.default].map(i64::from);
        let domain = Domain::Integer { least, most, default };
        ParameterForm { unit: self.unit, ..ParameterForm::new(self.name, self.words, domain) }
    }
}

/// A number as it is declared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Real {
    pub(crate) name: &'static str,
    pub(crate) words: &'static str,
    pub(crate) unit: Unit,
    pub(crate) least: f64,
    pub(crate) most: f64,
    /// `None`: it is off when left out.
    pub(crate) default: Option<f64>,
}

impl Real {
    pub(crate) const fn new(
        name: &'static str,
        words: &'static str,
        unit: Unit,
        range: [f64; 2],
        default: Option<f64>,
    ) -> Self {
        Self { name, words, unit, least: range[0], most: range[1], default }
    }

    /// What it is when it is left out, of one that is never off.
    pub(crate) const fn value(&self) -> f64 {
        match self.default {
            Some(value) => value,
            None => self.least,
        }
    }

    pub(crate) fn check(&self, value: f64) -> Result<(), StrategyProblem> {
        // NaN lies in no range.
        if (self.least..=self.most).contains(&value) {
            return Ok(());
        }
        Err(StrategyProblem::field(self.name, value, format!("a number from {:?} to {:?}", self.least, self.most)))
    }

    pub(crate) fn check_given(&self, value: Option<f64>) -> Result<(), StrategyProblem> {
        value.map_or(Ok(()), |value| self.check(value))
    }

    pub(crate) fn form(&self) -> ParameterForm {
        let domain = Domain::Real { least: self.least, most: self.most, default: self.default };
        ParameterForm { unit: self.unit, ..ParameterForm::new(self.name, self.words, domain) }
    }
}
