//! Whether a series wanders without coming back: Dickey and Fuller's test with lags.

use nalgebra::{DMatrix, DVector};
use serde::Serialize;
use utoipa::ToSchema;

use crate::StatisticsError;
use crate::distributions::normal_probability;

/// The result of the test. A small `p` says that the series comes back to a level.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct UnitRootTest {
    /// The statistic: the level's coefficient over its error.
    pub statistic: f64,
    /// Probability of one as low where the series wanders (MacKinnon 1994, with his constants of 2010).
    pub p: f64,
    /// Lagged changes that were taken in.
    pub lags: usize,
    /// Observations of the last regression.
    pub n: usize,
}

/// Where MacKinnon's approximation changes from one polynomial to the other, and where it ends: a constant, one series.
const TAU_MIDDLE: f64 = -1.61;
const TAU_LEAST: f64 = -18.83;
const TAU_MOST: f64 = 2.74;
const LOW: [f64; 3] = [2.1659, 1.4412, 0.038_269];
const HIGH: [f64; 4] = [1.7339, 0.93202, -0.12745, -0.010_368];

/// Augmented Dickey–Fuller test with a constant: the change regressed on the level before and on as many lagged changes as make
/// Akaike's criterion least, up to ⌈12 (n/100)^¼⌉ of them (Schwert 1989).
///
/// # Errors
/// For fewer than 12 values, one that is not a number, or a series that never changes or changes by its lags alone.
pub fn augmented_dickey_fuller(values: &[f64]) -> Result<UnitRootTest, StatisticsError> {
    crate::check::values("values", values, 12, "the level and lagged changes are regressed on them")?;
    let size = values.len() as f64;
    let most = ((12.0 * (size / 100.0).powf(0.25)).ceil() as usize).min(values.len() / 2 - 2);
    let changes: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    // All candidates rest on the same observations, so that their criteria can be compared.
    let mut best: Option<(f64, usize)> = None;
    for lags in 0..=most {
        let fit = fit(values, &changes, lags, most)?;
        if best.is_none_or(|(least, _)| fit.criterion < least) {
            best = Some((fit.criterion, lags));
        }
    }
    let lags = best.map_or(0, |(_, lags)| lags);
    let last = fit(values, &changes, lags, lags)?;
    Ok(UnitRootTest { statistic: last.statistic, p: mac_kinnon(last.statistic), lags, n: changes.len() - lags })
}

struct Fit {
    statistic: f64,
    /// Akaike's criterion without the parts that all candidates share.
    criterion: f64,
}

/// Changes from place `from` on, regressed on the level before, `lags` changes before, and a constant.
fn fit(values: &[f64], changes: &[f64], lags: usize, from: usize) -> Result<Fit, StatisticsError> {
    let n = changes.len() - from;
    let design = DMatrix::from_fn(n, lags + 2, |row, column| match column {
        0 => values[from + row],
        column if column <= lags => changes[from + row - column],
        _ => 1.0,
    });
    let y = DVector::from_column_slice(&changes[from..]);
    let undefined = || StatisticsError::Undefined {
        figure: "Dickey–Fuller statistic",
        why: "the series never changes, or its lags alone say what comes next",
    };
    let qr = design.clone().qr();
    let triangle = qr.r();
    if (0..lags + 2).any(|i| triangle[(i, i)].abs() <= 1e-12 * design.column(i).norm()) {
        return Err(undefined());
    }
    let beta = triangle.solve_upper_triangular(&(qr.q().transpose() * &y)).ok_or_else(undefined)?;
    let ssr = (&y - &design * &beta).norm_squared();
    let inverse = triangle.solve_upper_triangular(&DMatrix::identity(lags + 2, lags + 2)).ok_or_else(undefined)?;
    let variance = ssr / (n - lags - 2) as f64 * inverse.row(0).norm_squared();
    if variance <= 0.0 || variance.is_nan() {
        return Err(undefined());
    }
    let criterion = n as f64 * (ssr / n as f64).ln() + 2.0 * (lags + 2) as f64;
    Ok(Fit { statistic: beta[0] / variance.sqrt(), criterion })
}

fn mac_kinnon(statistic: f64) -> f64 {
    if statistic > TAU_MOST {
        return 1.0;
    }
    if statistic < TAU_LEAST {
        return 0.0;
    }
    let polynomial = |coefficients: &[f64]| coefficients.iter().rev().fold(0.0, |sum, c| sum * statistic + c);
    normal_probability(if statistic <= TAU_MIDDLE { polynomial(&LOW) } else { polynomial(&HIGH) })
}
