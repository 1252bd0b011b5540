//! Parameters: what an indicator declares, and what a description gives.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{IndicatorError, Kind};

/// A kind of moving average inside another indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = IndicatorAverage)]
pub enum Average {
    /// Simple.
    Sma,
    /// Exponential.
    Ema,
    /// Weighted.
    Wma,
    /// Double exponential.
    Dema,
    /// Triple exponential.
    Tema,
    /// Triangular.
    Trima,
    /// Kaufman's adaptive.
    Kama,
    /// MESA adaptive; the length has no effect.
    Mama,
    /// Tillson's T3.
    T3,
    /// Hull.
    Hma,
    /// Without lag, exponential.
    Zlema,
    /// Wilder's.
    Rma,
    /// Variable index dynamic average.
    Vidya,
    /// Arnaud Legoux.
    Alma,
}

/// Each with its name and TA-Lib's number.
const AVERAGES: [(Average, &str, i32); 14] = [
    (Average::Sma, "sma", 0),
    (Average::Ema, "ema", 1),
    (Average::Wma, "wma", 2),
    (Average::Dema, "dema", 3),
    (Average::Tema, "tema", 4),
    (Average::Trima, "trima", 5),
    (Average::Kama, "kama", 6),
    (Average::Mama, "mama", 7),
    (Average::T3, "t3", 8),
    (Average::Hma, "hma", 9),
    (Average::Zlema, "zlema", 12),
    (Average::Rma, "rma", 13),
    (Average::Vidya, "vidya", 14),
    (Average::Alma, "alma", 15),
];

impl Average {
    /// All of them.
    pub const ALL: [Self; 14] = {
        let mut all = [Self::Sma; 14];
        let mut idx = 0;
        while idx < all.len() {
            all[idx] = AVERAGES[idx].0;
            idx += 1;
        }
        all
    };

    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        AVERAGES[self as usize].1
    }

    pub(crate) fn number(self) -> i32 {
        AVERAGES[self as usize].2
    }

    pub(crate) fn of_number(number: i64) -> Option<Self> {
        AVERAGES.iter().find(|row| i64::from(row.2) == number).map(|row| row.0)
    }

    fn of_name(name: &str) -> Option<Self> {
        AVERAGES.iter().find(|row| row.1 == name).map(|row| row.0)
    }
}

/// A parameter that an indicator declares.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = IndicatorParameter)]
pub struct Parameter {
    /// Its name in JSON, such as `length`.
    pub name: &'static str,
    /// What it does, in words.
    pub words: &'static str,
    /// What it may be.
    #[serde(flatten)]
    pub domain: Domain,
}

/// What a parameter may be, and what it is when it is left out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[schema(as = IndicatorDomain)]
pub enum Domain {
    /// A whole number, both ends included.
    Integer {
        /// The smallest.
        least: i32,
        /// The largest.
        most: i32,
        /// When left out.
        default: i32,
    },
    /// A number, both ends included.
    Real {
        /// The smallest.
        least: f64,
        /// The largest.
        most: f64,
        /// When left out.
        default: f64,
    },
    /// A kind of moving average.
    Average {
        /// When left out.
        default: Average,
    },
}

/// A value as a description gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(as = IndicatorParameterValue)]
pub enum ParameterValue {
    /// A whole number.
    Integer(i64),
    /// Any number.
    Real(f64),
    /// A word, such as the name of an average.
    Word(String),
}

impl fmt::Display for ParameterValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => write!(f, "{value}"),
            Self::Real(value) => write!(f, "{value}"),
            Self::Word(value) => write!(f, "\"{value}\""),
        }
    }
}

macro_rules! from {
    ($($type:ty => |$given:ident| $value:expr;)+) => {
        $(impl From<$type> for ParameterValue {
            fn from($given: $type) -> Self {
                $value
            }
        })+
    };
}

from! {
    i32 => |value| Self::Integer(i64::from(value));
    i64 => |value| Self::Integer(value);
    f64 => |value| Self::Real(value);
    &str => |value| Self::Word(value.to_owned());
    Average => |value| Self::Word(value.name().to_owned());
}

/// A checked value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Number {
    Integer(i32),
    Real(f64),
    Average(Average),
}

impl From<Number> for ParameterValue {
    fn from(number: Number) -> Self {
        match number {
            Number::Integer(value) => value.into(),
            Number::Real(value) => value.into(),
            Number::Average(value) => value.into(),
        }
    }
}

impl Domain {
    /// What it is when it is left out.
    pub(crate) fn default(&self) -> Number {
        match *self {
            Self::Integer { default, .. } => Number::Integer(default),
            Self::Real { default, .. } => Number::Real(default),
            Self::Average { default } => Number::Average(default),
        }
    }

    /// The range in words.
    fn allowed(&self) -> String {
        match self {
            Self::Integer { least, most, .. } => format!("a whole number from {least} to {most}"),
            Self::Real { least, most, .. } => format!("a number from {least:?} to {most:?}"),
            Self::Average { .. } => {
                let names: Vec<&str> = Average::ALL.iter().map(|average| average.name()).collect();
                format!("one of {}", names.join(", "))
            }
        }
    }
}

impl Parameter {
    /// A value of it, if it is one.
    pub(crate) fn check(&self, kind: Kind, value: &ParameterValue) -> Result<Number, IndicatorError> {
        let taken = match (&self.domain, value) {
            (Domain::Integer { least, most, .. }, ParameterValue::Integer(given)) => {
                i32::try_from(*given).ok().filter(|v| (least..=most).contains(&v)).map(Number::Integer)
            }
            (Domain::Integer { least, most, .. }, ParameterValue::Real(given)) => Some(*given)
                .filter(|v| v.fract() == 0.0 && (f64::from(*least)..=f64::from(*most)).contains(v))
                .map(|v| Number::Integer(v as i32)),
            (Domain::Real { least, most, .. }, ParameterValue::Real(given)) => {
                Some(*given).filter(|v| (least..=most).contains(&v)).map(Number::Real)
            }
            (Domain::Real { least, most, .. }, ParameterValue::Integer(given)) => {
                Some(*given as f64).filter(|v| (least..=most).contains(&v)).map(Number::Real)
            }
            (Domain::Average { .. }, ParameterValue::Word(given)) => Average::of_name(given).map(Number::Average),
            _ => None,
        };
        taken.ok_or_else(|| IndicatorError::OutOfRange {
            kind: kind.name(),
            name: self.name,
            value: value.to_string(),
            allowed: self.domain.allowed(),
        })
    }
}
