//! What each holding adds to the value at risk.

use nalgebra::DMatrix;
use serde::Serialize;
use utoipa::ToSchema;

use super::Book;
use crate::{Answer, RiskError, gaussian_contributions, historical_contributions};

/// Fewest periods that a covariance rests on here.
const FEWEST: usize = 20;

/// One holding's part, of one period.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct HoldingContribution {
    /// The holding.
    pub name: String,
    /// Its value over the capital.
    pub weight: f64,
    /// Change of the value at risk for a unit more of weight.
    pub marginal: f64,
    /// Weight × marginal; these add up to the value at risk.
    pub component: f64,
    /// Component over the value at risk; none when that is zero.
    pub share: Option<f64>,
    /// Value at risk less that without it; below zero: it is a hedge.
    pub incremental: f64,
    /// Its part of the mean loss beyond; these add up too.
    pub conditional_component: f64,
    /// Its part of the historical value at risk; these add up.
    pub historical_component: f64,
    /// Its part of the historical mean loss beyond; these add up.
    pub historical_conditional_component: f64,
}

/// What holdings add to the loss of one period.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RiskContributions {
    /// Probability that the loss is not exceeded.
    pub confidence: f64,
    /// Value at risk of normal returns with the sample's means and covariance.
    pub value_at_risk: f64,
    /// Historical value at risk.
    pub historical_value_at_risk: f64,
    /// Historical mean loss beyond it.
    pub historical_conditional_value_at_risk: f64,
    /// One entry a covered holding.
    pub holdings: Vec<HoldingContribution>,
}

pub(super) fn contributions(book: &Book, confidence: f64) -> Answer<RiskContributions> {
    Answer::of(found(book, confidence))
}

fn found(book: &Book, confidence: f64) -> Result<RiskContributions, RiskError> {
    let returns = &book.aligned.returns;
    let n = book.returns.len();
    if n < FEWEST {
        let (what, figure) = ("periods", "contributions to risk");
        return Err(RiskError::TooFew { what, figure, found: n, needed: FEWEST });
    }
    let (means, covariance) = moments(returns);
    let (value_at_risk, gaussian) = gaussian_contributions(&book.weights, &means, &covariance, confidence)?;
    let (past, beyond, historical) = historical_contributions(&book.weights, returns, confidence)?;
    let one = |place: usize| HoldingContribution {
        name: book.names[place].clone(),
        weight: gaussian[place].weight,
        marginal: gaussian[place].marginal,
        component: gaussian[place].component,
        share: gaussian[place].share,
        incremental: gaussian[place].incremental,
        conditional_component: gaussian[place].conditional_component,
        historical_component: historical[place].component,
        historical_conditional_component: historical[place].conditional_component,
    };
    Ok(RiskContributions {
        confidence,
        value_at_risk,
        historical_value_at_risk: past,
        historical_conditional_value_at_risk: beyond,
        holdings: (0..book.names.len()).map(one).collect(),
    })
}

/// Sample means and covariance (n − 1) of lists of one length, at least two long.
pub(crate) fn moments(returns: &[Vec<f64>]) -> (Vec<f64>, DMatrix<f64>) {
    let n = returns.first().map_or(0, Vec::len);
    let means: Vec<f64> = returns.iter().map(|series| series.iter().sum::<f64>() / n as f64).collect();
    let centred = DMatrix::from_fn(n, returns.len(), |row, column| returns[column][row] - means[column]);
    let product = centred.transpose() * &centred / n.saturating_sub(1).max(1) as f64;
    // A product may differ in the last digit on both sides of the diagonal.
    (means, (&product + product.transpose()) * 0.5)
}
