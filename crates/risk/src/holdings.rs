//! What is held, in the form that the reports take it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::RiskError;
use crate::error::invalid;

/// One instrument of a portfolio. What is not known is left out, and figures that need it say so.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RiskHolding)]
pub struct Holding {
    /// What it is called; also the name of its history.
    pub name: String,
    /// Its value in the base currency, below zero for a short; null while its price is not known.
    #[serde(default)]
    pub value: Option<f64>,
    /// Currency in which it is priced.
    #[serde(default)]
    pub currency: Option<String>,
    /// Sector.
    #[serde(default)]
    pub sector: Option<String>,
    /// Kind of asset, such as `equity` or `bond`.
    #[serde(default)]
    pub asset_class: Option<String>,
    /// Average value traded a day, in the base currency.
    #[serde(default)]
    pub average_daily_value: Option<f64>,
    /// How it answers to shocks.
    #[serde(default)]
    pub sensitivities: Sensitivities,
}

/// How a holding answers to shocks that are not a price of its own. Zero says that it does not; none says that nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sensitivities {
    /// Return for a return of 1.00 of the equity market.
    #[serde(default)]
    pub equity_beta: Option<f64>,
    /// Modified duration in years: part of the value that a rise of rates by 1.00 (100 percentage points) takes away.
    #[serde(default)]
    pub duration: Option<f64>,
    /// Convexity in years squared; none counts as zero beside a duration.
    #[serde(default)]
    pub convexity: Option<f64>,
    /// Part of the value that a rise of volatility by 1.00 (100 percentage points) brings.
    #[serde(default)]
    pub vega: Option<f64>,
}

/// Numbers of one thing over the rows of a table; null where one is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RiskSeries)]
pub struct Series {
    /// What it is of.
    pub name: String,
    /// One number a row, oldest first.
    pub values: Vec<Option<f64>>,
}

/// Something that has no figure, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeftOut {
    /// What.
    pub name: String,
    /// Why.
    pub why: String,
}

/// A figure, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Answer<T> {
    /// The figure; none when it is undefined.
    pub value: Option<T>,
    /// Why there is none.
    pub undefined: Option<String>,
}

impl<T> Answer<T> {
    pub(crate) fn of<E: std::fmt::Display>(result: Result<T, E>) -> Self {
        match result {
            Ok(value) => Self { value: Some(value), undefined: None },
            Err(error) => Self { value: None, undefined: Some(error.to_string()) },
        }
    }
}

/// What a figure is and how it is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RiskConvention)]
pub struct Convention {
    /// The figure's name in the report.
    pub figure: &'static str,
    /// In words.
    pub words: &'static str,
}

/// What losses are a part of: what was given, else the sum of all holdings.
pub(crate) fn capital(given: Option<f64>, sum: f64) -> Result<f64, RiskError> {
    let capital = given.unwrap_or(sum);
    if capital > 0.0 && capital.is_finite() {
        return Ok(capital);
    }
    let problem = format!("it is {capital}; give the value that losses are to be a part of, above zero");
    Err(invalid("capital", problem))
}

/// Names that are not empty and stand once, values that are numbers.
pub(crate) fn check_holdings(holdings: &[Holding]) -> Result<(), RiskError> {
    if holdings.is_empty() {
        return Err(invalid("holdings", "there are none; choose at least one"));
    }
    check_names("holdings", holdings.iter().map(|holding| holding.name.as_str()))?;
    for holding in holdings {
        let known = &holding.sensitivities;
        let numbers = [
            ("value", holding.value),
            ("average_daily_value", holding.average_daily_value),
            ("equity_beta", known.equity_beta),
            ("duration", known.duration),
            ("convexity", known.convexity),
            ("vega", known.vega),
        ];
        if let Some((field, value)) =
            numbers.iter().find_map(|(field, value)| value.filter(|v| !v.is_finite()).map(|v| (field, v)))
        {
            let problem = format!("{field} of {} is {value}; leave it out while it is not known", holding.name);
            return Err(invalid("holdings", problem));
        }
        if holding.average_daily_value.is_some_and(|value| value <= 0.0) {
            let problem =
                format!("average_daily_value of {} must be above zero; leave it out if unknown", holding.name);
            return Err(invalid("holdings", problem));
        }
    }
    Ok(())
}

pub(crate) fn check_names<'a>(field: &'static str, names: impl Iterator<Item = &'a str>) -> Result<(), RiskError> {
    let mut seen = std::collections::HashSet::new();
    for name in names {
        if name.trim().is_empty() {
            return Err(invalid(field, "a name is empty; give each a name"));
        }
        if !seen.insert(name) {
            return Err(invalid(field, format!("{name} stands twice; remove one of the two")));
        }
    }
    Ok(())
}
