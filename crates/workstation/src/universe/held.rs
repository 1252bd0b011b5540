//! What is held of a universe today.

use std::collections::BTreeMap;

use model::instrument::Instrument;

use crate::{folded::Folded, optimizations::CurrentPortfolio, portfolio::valuation};

/// Today's weights within a universe.
pub(crate) enum Held {
    /// By symbol, of the value held in these instruments; they sum to one.
    Weights(BTreeMap<String, f64>),
    /// Nothing of it is held.
    Nothing,
    /// Something is held whose value is unknown, for this reason.
    Unknown(String),
}

/// Today's weights of some instruments.
pub(super) fn held(state: &Folded, instruments: &[Instrument]) -> Held {
    let valuation = valuation(state, &state.books, None);
    let mut values = vec![0.0; instruments.len()];
    for position in &valuation.positions {
        let Some(i) = instruments.iter().position(|it| it.id == position.instrument_id) else { continue };
        // A weight is of the whole; the parts within the universe are scaled to one below.
        let Some(weight) = position.weight.value else {
            let reason = position.weight.unknown.as_ref().map_or("a value is unknown", |unknown| &unknown.message);
            return Held::Unknown(reason.to_owned());
        };
        values[i] += weight;
    }
    let total: f64 = values.iter().sum();
    if total <= 0.0 {
        return Held::Nothing;
    }
    Held::Weights(instruments.iter().zip(&values).map(|(it, v)| (it.fields.symbol.clone(), v / total)).collect())
}

/// What the moments say of today's weights; none when nothing of the universe is held or known. `symbols`, `mean` and the rows of
/// `covariance` are in one order.
pub(super) fn portfolio(
    held: &Held,
    symbols: &[String],
    mean: &[f64],
    covariance: &[Vec<f64>],
    risk_free_rate: f64,
) -> Option<CurrentPortfolio> {
    let Held::Weights(weights) = held else { return None };
    let ordered: Vec<f64> = symbols.iter().map(|symbol| weights.get(symbol).copied().unwrap_or(0.0)).collect();
    let mean: f64 = ordered.iter().zip(mean).map(|(w, m)| w * m).sum();
    let variance: f64 = ordered
        .iter()
        .zip(covariance)
        .map(|(a, row)| a * ordered.iter().zip(row).map(|(b, sigma)| b * sigma).sum::<f64>())
        .sum();
    let volatility = variance.max(0.0).sqrt();
    let sharpe = (volatility > 0.0).then(|| (mean - risk_free_rate) / volatility);
    Some(CurrentPortfolio { weights: weights.clone(), expected_return: mean, volatility, sharpe })
}
