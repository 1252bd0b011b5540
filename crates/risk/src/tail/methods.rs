//! The methods by themselves. Each gives the value at risk and the mean loss beyond it.

use std::num::NonZeroUsize;

use statistics::distributions::{ln_gamma, normal_density, normal_quantile, student_t_quantile};
use statistics::simulation::{Stream, StudentCopula, each_path};
use statistics::{conditional_value_at_risk, value_at_risk};

use super::FilteredPaths;
use crate::garch::residual_quantile;
use crate::moments::Moments;
use crate::{GarchFit, RiskError};

type Losses = Result<(f64, f64), RiskError>;

const FIGURE: &str = "value at risk";

pub(super) fn historical(returns: &[f64], confidence: f64, horizon: usize, warnings: &mut Vec<String>) -> Losses {
    if horizon == 1 {
        return quantile_losses(returns, confidence);
    }
    if returns.len() < horizon + 19 {
        let (what, figure) = ("returns", "an overlapping horizon");
        return Err(RiskError::TooFew { what, figure, found: returns.len(), needed: horizon + 19 });
    }
    let compounded = |window: &[f64]| window.iter().map(|r| 1.0 + r).product::<f64>() - 1.0;
    let overlapping: Vec<f64> = returns.windows(horizon).map(compounded).collect();
    warnings.push(format!("horizons overlap: {} of them share no period", returns.len() / horizon));
    quantile_losses(&overlapping, confidence)
}

pub(super) fn gaussian(returns: &[f64], confidence: f64, horizon: usize) -> Losses {
    let moments = Moments::of(returns, FIGURE)?;
    let (h, share) = (horizon as f64, 1.0 - confidence);
    let z = quantile(share)?;
    let (mean, deviation) = (moments.mean * h, moments.deviation * h.sqrt());
    Ok((-mean - z * deviation, -mean + deviation * normal_density(z) / share))
}

pub(super) fn cornish_fisher(returns: &[f64], confidence: f64, horizon: usize, warnings: &mut Vec<String>) -> Losses {
    let moments = Moments::of(returns, FIGURE)?;
    let (h, share) = (horizon as f64, 1.0 - confidence);
    let (s, k) = (moments.skewness / h.sqrt(), moments.excess_kurtosis / h);
    let z = quantile(share)?;
    let bent =
        z + (z * z - 1.0) * s / 6.0 + (z.powi(3) - 3.0 * z) * k / 24.0 - (2.0 * z.powi(3) - 5.0 * z) * s * s / 36.0;
    let slope = 1.0 + z * s / 3.0 + (3.0 * z * z - 3.0) * k / 24.0 - (6.0 * z * z - 5.0) * s * s / 36.0;
    if slope <= 0.0 {
        let why = "skewness and kurtosis are beyond what the Cornish–Fisher expansion bears";
        return Err(RiskError::Undefined { figure: FIGURE, why });
    }
    if k > 8.0 || s.abs() > 2.5 {
        warnings
            .push("skewness or kurtosis is beyond what the expansion is made for; compare another method".to_owned());
    }
    // Moments of a normal variable below z: the integral of the bent quantile over the tail.
    let density = normal_density(z);
    let (first, second, third) = (-density, share - z * density, -(z * z + 2.0) * density);
    let tail = first + (second - share) * s / 6.0 + (third - 3.0 * first) * k / 24.0
        - (2.0 * third - 5.0 * first) * s * s / 36.0;
    let (mean, deviation) = (moments.mean * h, moments.deviation * h.sqrt());
    Ok((-mean - bent * deviation, -mean - deviation * tail / share))
}

pub(super) fn ewma(returns: &[f64], decay: f64, confidence: f64, horizon: usize) -> Losses {
    let variances = crate::ewma_variances(returns, decay)?;
    let share = 1.0 - confidence;
    let deviation = (variances[returns.len()] * horizon as f64).sqrt();
    let z = quantile(share)?;
    Ok((-z * deviation, deviation * normal_density(z) / share))
}

pub(super) fn garch(returns: &[f64], fit: &GarchFit, confidence: f64, horizon: usize) -> Losses {
    let share = 1.0 - confidence;
    let filtered = fit.filter(returns);
    let first = filtered[returns.len()];
    let ahead = fit.forecast_variances(horizon).map(|plain| {
        // The forecast of the fit starts at its own last variance; this one at that of the returns given.
        let shocks = plain.len();
        std::iter::successors(Some(first), |before| Some(fit.omega + fit.persistence * before))
            .take(shocks)
            .sum::<f64>()
    });
    let Some(variance) = ahead else {
        let why = "EGARCH looks one period ahead only; take filtered_historical, or a horizon of 1";
        return Err(RiskError::Undefined { figure: FIGURE, why });
    };
    let undefined = RiskError::Undefined { figure: FIGURE, why: "the residuals' distribution has no such quantile" };
    let z = residual_quantile(share, fit.freedom).ok_or(undefined)?;
    let beyond = match fit.freedom {
        None => normal_density(z) / share,
        Some(freedom) => student_tail_mean(share, freedom),
    };
    let (mean, deviation) = (fit.mean * horizon as f64, variance.sqrt());
    Ok((-mean - z * deviation, -mean + deviation * beyond))
}

/// Mean of a Student variable scaled to variance one beyond its lower quantile, as a size (McNeil, Frey and Embrechts 2005, example
/// 2.19).
fn student_tail_mean(share: f64, freedom: f64) -> f64 {
    let q = student_t_quantile(share, freedom).unwrap_or(f64::NEG_INFINITY);
    let log_density = ln_gamma((freedom + 1.0) / 2.0)
        - ln_gamma(freedom / 2.0)
        - 0.5 * (freedom * std::f64::consts::PI).ln()
        - (freedom + 1.0) / 2.0 * (q * q / freedom).ln_1p();
    log_density.exp() / share * (freedom + q * q) / (freedom - 1.0) * ((freedom - 2.0) / freedom).sqrt()
}

pub(super) fn filtered(
    returns: &[f64],
    fit: &GarchFit,
    confidence: f64,
    horizon: usize,
    paths: FilteredPaths,
) -> Losses {
    let variances = fit.filter(returns);
    let residuals: Vec<f64> = returns.iter().zip(&variances).map(|(r, v)| (r - fit.mean) / v.sqrt()).collect();
    let first = variances[returns.len()];
    if horizon == 1 {
        let now: Vec<f64> = residuals.iter().map(|z| fit.mean + z * first.sqrt()).collect();
        return quantile_losses(&now, confidence);
    }
    check_paths(paths)?;
    let ends = each_path(
        paths.n_paths,
        NonZeroUsize::MIN,
        || (),
        |path, ()| {
            let mut stream = Stream::new(paths.seed, path as u64);
            let (mut variance, mut value) = (first, 1.0);
            for _ in 0..horizon {
                let r = fit.mean + residuals[stream.below(residuals.len())] * variance.sqrt();
                variance = fit.step(variance, r);
                value *= (1.0 + r).max(0.0);
            }
            value - 1.0
        },
    );
    quantile_losses(&ends, confidence)
}

pub(super) fn monte_carlo(fitted: &StudentCopula, confidence: f64, horizon: usize, paths: FilteredPaths) -> Losses {
    check_paths(paths)?;
    let ends = each_path(
        paths.n_paths,
        NonZeroUsize::MIN,
        || [0.0],
        |path, drawn| {
            let mut stream = Stream::new(paths.seed, path as u64);
            let mut value = 1.0;
            for _ in 0..horizon {
                fitted.draw(&mut stream, drawn);
                value *= (1.0 + drawn[0]).max(0.0);
            }
            value - 1.0
        },
    );
    quantile_losses(&ends, confidence)
}

fn check_paths(paths: FilteredPaths) -> Result<(), RiskError> {
    if (1_000..=10_000_000).contains(&paths.n_paths) {
        return Ok(());
    }
    let (setting, value) = ("n_paths", paths.n_paths as f64);
    Err(RiskError::InvalidSetting { setting, value, allowed: "from 1,000 to 10,000,000" })
}

fn quantile_losses(returns: &[f64], confidence: f64) -> Losses {
    let undefined = RiskError::Undefined { figure: FIGURE, why: "there are no returns" };
    let found = value_at_risk(returns, confidence).zip(conditional_value_at_risk(returns, confidence));
    found.ok_or(undefined)
}

fn quantile(share: f64) -> Result<f64, RiskError> {
    normal_quantile(share).ok_or(RiskError::Undefined { figure: FIGURE, why: "the confidence leaves no tail" })
}
