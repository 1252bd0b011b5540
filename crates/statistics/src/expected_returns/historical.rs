//! Means of past returns, plain and decaying.

use nalgebra::{DMatrix, DVector};

use super::Compounding;
use crate::weights::decaying_weights;

/// The plain mean of each column over the periods that it has, a year's.
pub(super) fn mean(returns: &DMatrix<f64>, compounding: Compounding, periods_per_year: f64) -> DVector<f64> {
    per_asset(returns, |column| annualized_mean(column, compounding, periods_per_year))
}

/// The plain mean of one series with gaps (NaN), a year's; NaN when it is empty.
pub(super) fn annualized_mean(series: &[f64], compounding: Compounding, periods_per_year: f64) -> f64 {
    let present = || series.iter().filter(|value| !value.is_nan());
    let count = present().count() as f64;
    match compounding {
        Compounding::Geometric => (log_growth(present()) * periods_per_year / count).exp_m1(),
        Compounding::Arithmetic => present().sum::<f64>() / count * periods_per_year,
    }
}

/// `Σ ln(1 + r)`; NaN when a period loses everything. One logarithm for eight factors: a long product over- or underflows, and
/// a logarithm for each takes seven times as long.
fn log_growth<'a>(returns: impl Iterator<Item = &'a f64>) -> f64 {
    let (mut sum, mut product, mut factors) = (0.0, 1.0_f64, 0);
    for r in returns {
        if *r <= -1.0 {
            return f64::NAN;
        }
        product *= 1.0 + r;
        factors += 1;
        if factors == 8 {
            sum += product.ln();
            (product, factors) = (1.0, 0);
        }
    }
    sum + product.ln()
}

/// The mean of each column with weights that decay into the past, a year's; a gap leaves its weight to the others.
pub(super) fn decaying_mean(
    returns: &DMatrix<f64>,
    decay: f64,
    compounding: Compounding,
    periods_per_year: f64,
) -> DVector<f64> {
    let weights = decaying_weights(returns.nrows(), decay);
    per_asset(returns, |column| {
        let (mut sum, mut total) = (0.0, 0.0);
        for (value, weight) in column.iter().zip(weights.iter()).filter(|(value, _)| !value.is_nan()) {
            sum += value * weight;
            total += weight;
        }
        let mean = sum / total;
        match compounding {
            Compounding::Geometric => (mean.ln_1p() * periods_per_year).exp_m1(),
            Compounding::Arithmetic => mean * periods_per_year,
        }
    })
}

fn per_asset(returns: &DMatrix<f64>, figure: impl Fn(&[f64]) -> f64) -> DVector<f64> {
    let n_obs = returns.nrows();
    DVector::from_fn(returns.ncols(), |asset, _| figure(&returns.as_slice()[asset * n_obs..(asset + 1) * n_obs]))
}
