//! Whether a series depends on itself, and whether it is normal.

use serde::Serialize;
use utoipa::ToSchema;

use crate::StatisticsError;
use crate::distributions::chi_squared_tail;

/// A statistic with the probability of one at least as large by chance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct TestResult {
    /// The statistic.
    pub statistic: f64,
    /// Its probability where the tested claim is true.
    pub p: f64,
}

/// Ljung and Box's test (1978) that autocorrelations of lags 1 to `lags` are all zero: `n(n+2) Σ ρ²/(n−k)`, chi-squared with as many
/// degrees of freedom.
///
/// # Errors
/// When there are not more values than lags, a value is not a number, or the series never changes.
pub fn ljung_box(values: &[f64], lags: usize) -> Result<TestResult, StatisticsError> {
    if lags == 0 {
        return Err(StatisticsError::InvalidSetting { setting: "lags", value: 0.0, allowed: "1 or more" });
    }
    crate::check::values("returns", values, lags + 2, "there must be more of them than lags")?;
    let n = values.len() as f64;
    let centred = centred(values, "Ljung–Box statistic")?;
    let product = |lag: usize| centred[lag..].iter().zip(&centred).map(|(a, b)| a * b).sum::<f64>();
    let variance = product(0);
    let part = |lag: usize| (product(lag) / variance).powi(2) / (n - lag as f64);
    let statistic = n * (n + 2.0) * (1..=lags).map(part).sum::<f64>();
    Ok(TestResult { statistic, p: chi_squared_tail(statistic, lags as f64).unwrap_or(1.0) })
}

/// Jarque and Bera's test (1980) that a series is normal: `n/6 (S² + (K − 3)²/4)` of the population's skewness and kurtosis,
/// chi-squared with two degrees of freedom.
///
/// # Errors
/// For fewer than four values, one that is not a number, or a series that never changes.
pub fn jarque_bera(values: &[f64]) -> Result<TestResult, StatisticsError> {
    crate::check::values("returns", values, 4, "a fourth moment needs as many")?;
    let n = values.len() as f64;
    let centred = centred(values, "Jarque–Bera statistic")?;
    let moment = |power: i32| centred.iter().map(|value| value.powi(power)).sum::<f64>() / n;
    let variance = moment(2);
    let (skewness, kurtosis) = (moment(3) / variance.powf(1.5), moment(4) / (variance * variance));
    let statistic = n / 6.0 * (skewness.powi(2) + (kurtosis - 3.0).powi(2) / 4.0);
    Ok(TestResult { statistic, p: chi_squared_tail(statistic, 2.0).unwrap_or(1.0) })
}

fn centred(values: &[f64], figure: &'static str) -> Result<Vec<f64>, StatisticsError> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let centred: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let variance = centred.iter().map(|value| value * value).sum::<f64>() / values.len() as f64;
    // Equal values leave a variance of rounding size.
    if variance <= (f64::EPSILON * 16.0 * mean).powi(2).max(f64::MIN_POSITIVE) {
        return Err(StatisticsError::Undefined { figure, why: "the series never changes" });
    }
    Ok(centred)
}
