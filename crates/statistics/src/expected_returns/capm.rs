//! Expected returns out of each asset's sensitivity to the market.

use nalgebra::DVector;

use super::{Compounding, History, MeanEstimate, historical::annualized_mean};
use crate::{StatisticsError, check};

/// `rf + β·(market − rf)`, β over the periods that asset and market both have.
pub(super) fn capm(
    assets: &[String],
    history: History<'_>,
    compounding: Compounding,
    periods_per_year: f64,
    risk_free_rate: f64,
) -> Result<MeanEstimate, StatisticsError> {
    let returns = history.returns;
    let proxy = history.market.is_none().then(|| {
        DVector::from_iterator(
            returns.nrows(),
            returns.row_iter().map(|row| {
                let present = || row.iter().filter(|value| !value.is_nan());
                present().sum::<f64>() / present().count() as f64
            }),
        )
    });
    let market = history.market.or(proxy.as_ref()).expect("invariant: one of the two is there");
    let premium = annualized_mean(market.as_slice(), compounding, periods_per_year) - risk_free_rate;
    if !premium.is_finite() {
        return Err(StatisticsError::UndefinedReturn { asset: "the benchmark".to_owned() });
    }
    let mut mean = DVector::zeros(assets.len());
    for (asset, (name, column)) in assets.iter().zip(returns.column_iter()).enumerate() {
        let common: Vec<(f64, f64)> = column
            .iter()
            .zip(market.iter())
            .filter(|(own, market)| !own.is_nan() && !market.is_nan())
            .map(|(own, market)| (*own, *market))
            .collect();
        mean[asset] = risk_free_rate + beta(&common).ok_or_else(|| undefined(name, common.len()))? * premium;
    }
    let mut estimate = MeanEstimate::from(mean);
    if proxy.is_some() {
        estimate.warnings.push(
            "capm has no benchmark: the equally weighted mean of the assets stands for the market; give the prices of an index"
                .to_owned(),
        );
    }
    Ok(estimate)
}

/// Covariance with the market over the market's variance; `None` for a market that does not vary.
fn beta(pairs: &[(f64, f64)]) -> Option<f64> {
    let n = pairs.len() as f64;
    let (own_mean, market_mean) =
        (pairs.iter().map(|pair| pair.0).sum::<f64>() / n, pairs.iter().map(|pair| pair.1).sum::<f64>() / n);
    let (mut together, mut market) = (0.0, 0.0);
    for (own, m) in pairs {
        together += (own - own_mean) * (m - market_mean);
        market += (m - market_mean).powi(2);
    }
    (market > n * check::CONSTANT).then(|| together / market)
}

fn undefined(asset: &str, common: usize) -> StatisticsError {
    if common < 2 {
        let (first, second) = (asset.to_owned(), "the benchmark".to_owned());
        return StatisticsError::NoOverlap { first, second, common, needed: 2 };
    }
    StatisticsError::ConstantSeries { asset: "the benchmark".to_owned() }
}
