//! The tails of a series of returns: quantiles, value at risk, skewness and kurtosis.

use super::{finite, mean};

/// The value below which the part `share` (0 to 1) of the values lies, linearly interpolated between the two nearest (type 7 of
/// Hyndman and Fan 1996: numpy's and the spreadsheets' default). `None` without values or for a share outside 0 to 1.
#[must_use]
pub fn quantile(values: &[f64], share: f64) -> Option<f64> {
    if values.is_empty() || !(0.0..=1.0).contains(&share) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = share * (sorted.len() - 1) as f64;
    let (below, part) = (place.floor() as usize, place.fract());
    let above = (below + 1).min(sorted.len() - 1);
    finite(sorted[below] + (sorted[above] - sorted[below]) * part)
}

/// The loss of one period that is exceeded with probability `1 − confidence`, as it happened (historical), positive for a loss.
#[must_use]
pub fn value_at_risk(returns: &[f64], confidence: f64) -> Option<f64> {
    quantile(returns, 1.0 - confidence).map(|q| -q)
}

/// The mean loss of the periods that lost as much as the value at risk or more, positive for a loss.
#[must_use]
pub fn conditional_value_at_risk(returns: &[f64], confidence: f64) -> Option<f64> {
    let limit = quantile(returns, 1.0 - confidence)?;
    let tail: Vec<f64> = returns.iter().copied().filter(|r| *r <= limit).collect();
    if tail.is_empty() { None } else { finite(-mean(&tail)) }
}

/// How much further the best twentieth of the returns lies from zero than the worst: `|95 % quantile| ÷ |5 % quantile|`.
/// `None` without returns, or when the worst is zero.
#[must_use]
pub fn tail_ratio(returns: &[f64]) -> Option<f64> {
    let (best, worst) = (quantile(returns, 0.95)?.abs(), quantile(returns, 0.05)?.abs());
    if worst <= 0.0 { None } else { finite(best / worst) }
}

/// Skewness of the sample, corrected for its size (as pandas and the spreadsheets do). `None` for fewer than three values or
/// without variation.
#[must_use]
pub fn skewness(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let (m2, m3, _) = moments(values).filter(|_| values.len() > 2)?;
    finite(m3 / m2.powf(1.5) * (n * (n - 1.0)).sqrt() / (n - 2.0))
}

/// Excess kurtosis of the sample (0 for a normal distribution), corrected for its size. `None` for fewer than four values or
/// without variation.
#[must_use]
pub fn excess_kurtosis(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let (m2, _, m4) = moments(values).filter(|_| values.len() > 3)?;
    let plain = m4 / (m2 * m2) - 3.0;
    finite((n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * plain + 6.0))
}

/// The second to fourth central moment of the population; `None` without variation.
fn moments(values: &[f64]) -> Option<(f64, f64, f64)> {
    if values.is_empty() {
        return None;
    }
    let (middle, n) = (mean(values), values.len() as f64);
    let moment = |power: i32| values.iter().map(|value| (value - middle).powi(power)).sum::<f64>() / n;
    let second = moment(2);
    // Equal values leave a variance of rounding size.
    let rounding = (f64::EPSILON * 16.0 * middle).powi(2).max(f64::MIN_POSITIVE);
    (second > rounding).then(|| (second, moment(3), moment(4)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_the_values() {
        let values = [0.04, -0.02, 0.0, 0.02, -0.04];
        assert_eq!(quantile(&values, 0.5), Some(0.0));
        // A place of 0.4 between −0.04 and −0.02.
        assert!((quantile(&values, 0.1).unwrap() + 0.032).abs() < 1e-15);
        assert_eq!((quantile(&values, 0.0), quantile(&values, 1.0)), (Some(-0.04), Some(0.04)));
        assert!((value_at_risk(&values, 0.9).unwrap() - 0.032).abs() < 1e-15);
        assert_eq!(conditional_value_at_risk(&values, 0.9), Some(0.04));
        assert_eq!((quantile(&[], 0.5), quantile(&values, 1.5)), (None, None));
    }

    #[test]
    fn shapes_of_small_samples() {
        // As SKEW and KURT of spreadsheets are defined, by sums of z³ and z⁴ over the sample deviation √(38 ÷ 3): 1.33094 and 1.5.
        assert!((skewness(&[1.0, 2.0, 4.0, 9.0]).unwrap() - 1.330_937_732_247_670_5).abs() < 1e-12);
        assert!((excess_kurtosis(&[1.0, 2.0, 4.0, 9.0]).unwrap() - 1.5).abs() < 1e-12);
        assert_eq!((skewness(&[0.1; 5]), excess_kurtosis(&[1.0, 2.0, 3.0])), (None, None));
    }
}
