//! Losses of the portfolio by method, confidence and horizon.

use serde::Serialize;
use utoipa::ToSchema;

use super::Book;
use crate::{TailMethod, TailRisk, tail_risk};

/// A loss by one method, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TailFigure {
    /// The method's name.
    pub method: &'static str,
    /// Probability that the loss is not exceeded.
    pub confidence: f64,
    /// Periods.
    pub horizon: usize,
    /// The loss and the mean loss beyond it; none when it is undefined.
    pub risk: Option<TailRisk>,
    /// Why there is none.
    pub undefined: Option<String>,
    /// How the method works.
    pub convention: &'static str,
}

pub(super) fn figures(book: &Book, methods: &[TailMethod], confidences: &[f64], horizons: &[usize]) -> Vec<TailFigure> {
    let mut figures = Vec::new();
    for method in methods {
        for horizon in horizons {
            for confidence in confidences {
                let (risk, undefined) = match tail_risk(&book.returns, *method, *confidence, *horizon) {
                    Ok(risk) => (Some(risk), None),
                    Err(error) => (None, Some(error.to_string())),
                };
                let (method, convention) = (method.name(), method.convention());
                figures.push(TailFigure {
                    method,
                    confidence: *confidence,
                    horizon: *horizon,
                    risk,
                    undefined,
                    convention,
                });
            }
        }
    }
    figures
}
