//! Views on expected returns by name: what they look like in JSON, and the matrices they become.

use std::collections::BTreeMap;

use nalgebra::{Cholesky, DMatrix, DVector};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::StatisticsError;
use crate::json::unique_numbers;

/// A view on the expected return of an asset, of one asset against another, or of any portfolio.
///
/// | view | JSON |
/// | --- | --- |
/// | AAPL earns 12 % a year | `{"asset": "AAPL", "expected_return": 0.12}` |
/// | XOM earns 2 % more than CVX | `{"asset": "XOM", "versus": "CVX", "expected_return": 0.02}` |
/// | half BAC, half JPM earn 6 % more than GE | `{"weights": {"BAC": 0.5, "JPM": 0.5, "GE": -1}, "expected_return": 0.06}` |
///
/// The last form is a row of the matrix `P` by name.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// The asset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asset: Option<String>,
    /// The asset that it is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub versus: Option<String>,
    /// Weights of a portfolio, negative for what is sold short; in place of `asset`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "unique_numbers")]
    pub weights: Option<BTreeMap<String, f64>>,
    /// Its expected return a year, or the difference of the two.
    pub expected_return: f64,
    /// Confidence above 0 and at most 1 (1 is certainty). Either all views have one, or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

impl View {
    /// The view as a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let subject = match (&self.asset, &self.versus, &self.weights) {
            (Some(asset), Some(versus), _) => format!("{asset} less {versus}"),
            (Some(asset), None, _) => asset.clone(),
            (None, _, Some(weights)) => {
                let parts: Vec<String> = weights.iter().map(|(asset, weight)| format!("{weight} {asset}")).collect();
                parts.join(" + ").replace("+ -", "− ")
            }
            (None, _, None) => "nothing".to_owned(),
        };
        let confidence = self.confidence.map(|c| format!(", confidence {c}")).unwrap_or_default();
        format!("{subject}: {}{confidence}", self.expected_return)
    }

    /// The weights of the portfolio that the view is on.
    fn portfolio(&self) -> Result<BTreeMap<&str, f64>, &'static str> {
        match (&self.asset, &self.versus, &self.weights) {
            (Some(_), _, Some(_)) | (None, Some(_), Some(_)) => Err("has both asset and weights; give one of the two"),
            (None, _, None) => Err("names no asset; give asset, asset and versus, or weights"),
            (Some(asset), Some(versus), None) if asset == versus => Err("compares an asset with itself"),
            (Some(asset), Some(versus), None) => Ok([(asset.as_str(), 1.0), (versus.as_str(), -1.0)].into()),
            (Some(asset), None, None) => Ok([(asset.as_str(), 1.0)].into()),
            (None, None, Some(weights)) => {
                if weights.values().any(|weight| !weight.is_finite()) {
                    return Err("has a weight that is missing or not a number");
                }
                if weights.values().all(|weight| *weight == 0.0) {
                    return Err("has no weight other than zero");
                }
                Ok(weights.iter().map(|(asset, weight)| (asset.as_str(), *weight)).collect())
            }
        }
    }
}

fn invalid(place: usize, view: &View, problem: impl Into<String>) -> StatisticsError {
    StatisticsError::InvalidView { number: place + 1, view: view.words(), problem: problem.into() }
}

/// `P` (`k × n`) and `q` (`k`).
pub(super) fn matrices(views: &[View], assets: &[String]) -> Result<(DMatrix<f64>, DVector<f64>), StatisticsError> {
    if views.is_empty() {
        let problem = "empty; give at least one, or use the prior alone".to_owned();
        return Err(StatisticsError::InvalidField { field: "views".to_owned(), problem });
    }
    let mut picks = DMatrix::zeros(views.len(), assets.len());
    let mut returns = DVector::zeros(views.len());
    for (place, view) in views.iter().enumerate() {
        for (asset, weight) in view.portfolio().map_err(|problem| invalid(place, view, problem))? {
            let Some(column) = assets.iter().position(|name| name == asset) else {
                return Err(invalid(
                    place,
                    view,
                    format!("{asset} is not one of the assets; add it or leave out the view"),
                ));
            };
            picks[(place, column)] = weight;
        }
        if !view.expected_return.is_finite() {
            return Err(invalid(place, view, "expected_return is not a number"));
        }
        returns[place] = view.expected_return;
    }
    Ok((picks, returns))
}

/// The confidences when all views have one, `None` when no view has.
pub(super) fn confidences(views: &[View]) -> Result<Option<DVector<f64>>, StatisticsError> {
    let mut found = Vec::new();
    for (place, view) in views.iter().enumerate() {
        match view.confidence {
            Some(c) if c > 0.0 && c <= 1.0 => found.push(c),
            Some(c) => {
                return Err(invalid(place, view, format!("confidence is {c}; it must be above 0 and at most 1")));
            }
            None => {}
        }
    }
    if found.is_empty() {
        return Ok(None);
    }
    match views.iter().enumerate().find(|(_, view)| view.confidence.is_none()) {
        Some((place, view)) => {
            Err(invalid(place, view, "has no confidence while others do; give one to every view or to none"))
        }
        None => Ok(Some(DVector::from_vec(found))),
    }
}

/// A given `Ω`, checked.
pub(super) fn given_omega(rows: &[Vec<f64>], n_views: usize) -> Result<DMatrix<f64>, StatisticsError> {
    let wrong = |problem: String| StatisticsError::InvalidField { field: "omega".to_owned(), problem };
    if rows.len() != n_views || rows.iter().any(|row| row.len() != n_views) {
        return Err(wrong(format!("must have {n_views} rows with {n_views} numbers, one for each view")));
    }
    let omega = DMatrix::from_fn(n_views, n_views, |i, j| rows[i][j]);
    if omega.iter().any(|value| !value.is_finite()) {
        return Err(wrong("has a value that is missing or not a number".to_owned()));
    }
    if (&omega - omega.transpose()).amax() > 1e-9 * omega.amax() {
        return Err(wrong("is not symmetric; make both halves equal".to_owned()));
    }
    let omega = (&omega + omega.transpose()) * 0.5;
    if Cholesky::new(omega.clone()).is_none() {
        let problem = "is not positive definite; every view needs an error variance above zero and no view's error may be \
                       a combination of the others' (for a certain view give confidence 1)";
        return Err(wrong(problem.to_owned()));
    }
    Ok(omega)
}
