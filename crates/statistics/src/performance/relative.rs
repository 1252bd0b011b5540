//! A series against a benchmark: beta, alpha, tracking error, information ratio, captures.

use super::{annualized_return, finite, mean, sample_deviation};

/// Returns of a series and of its benchmark over the same periods.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    returns: &'a [f64],
    benchmark: &'a [f64],
    periods_per_year: f64,
}

impl<'a> Against<'a> {
    /// `None` when there are fewer than two periods, or not as many of one as of the other.
    #[must_use]
    pub fn new(returns: &'a [f64], benchmark: &'a [f64], periods_per_year: f64) -> Option<Self> {
        (returns.len() == benchmark.len() && returns.len() > 1).then_some(Self { returns, benchmark, periods_per_year })
    }

    /// Covariance with the benchmark over its variance (n − 1). `None` when the benchmark does not vary.
    #[must_use]
    pub fn beta(&self) -> Option<f64> {
        let (covariance, variance) = (self.covariance(), sample_deviation(self.benchmark)?.powi(2));
        if variance <= f64::MIN_POSITIVE { None } else { finite(covariance / variance) }
    }

    /// Jensen's alpha, a year's: `(mean − rf − beta · (mean of the benchmark − rf)) × periods`. `risk_free_rate` is a year's.
    #[must_use]
    pub fn alpha(&self, risk_free_rate: f64) -> Option<f64> {
        let rate = risk_free_rate / self.periods_per_year;
        let own = mean(self.returns) - rate;
        finite((own - self.beta()? * (mean(self.benchmark) - rate)) * self.periods_per_year)
    }

    /// Mean excess return a year over beta (Treynor 1965). `None` for a beta of zero.
    #[must_use]
    pub fn treynor_ratio(&self, risk_free_rate: f64) -> Option<f64> {
        finite((mean(self.returns) * self.periods_per_year - risk_free_rate) / self.beta()?)
    }

    /// Sample deviation of the differences × √periods.
    #[must_use]
    pub fn tracking_error(&self) -> Option<f64> {
        finite(sample_deviation(&self.differences())? * self.periods_per_year.sqrt())
    }

    /// Mean difference over its sample deviation × √periods. `None` when the differences do not vary.
    #[must_use]
    pub fn information_ratio(&self) -> Option<f64> {
        let differences = self.differences();
        let (middle, deviation) = (mean(&differences), sample_deviation(&differences)?);
        // Differences of rounding size would make a ratio of noise.
        if deviation <= f64::EPSILON * 16.0 * middle.abs().max(f64::EPSILON) {
            return None;
        }
        finite(middle / deviation * self.periods_per_year.sqrt())
    }

    /// Squared correlation with the benchmark. `None` when one of both does not vary.
    #[must_use]
    pub fn r_squared(&self) -> Option<f64> {
        Some(self.correlation()?.powi(2))
    }

    /// Correlation with the benchmark, −1 to 1. `None` when one of both does not vary.
    #[must_use]
    pub fn correlation(&self) -> Option<f64> {
        let (own, other) = (sample_deviation(self.returns)?, sample_deviation(self.benchmark)?);
        let product = own * other;
        if product <= f64::MIN_POSITIVE { None } else { finite(self.covariance() / product) }
    }

    /// Part of the periods in which the series did better than the benchmark.
    #[must_use]
    pub fn batting_average(&self) -> Option<f64> {
        super::hit_rate(&self.differences())
    }

    /// Compounded return a year over the periods in which the benchmark rose, over that of the benchmark in them.
    #[must_use]
    pub fn up_capture(&self) -> Option<f64> {
        self.capture(|benchmark| benchmark > 0.0)
    }

    /// The same over the periods in which the benchmark fell.
    #[must_use]
    pub fn down_capture(&self) -> Option<f64> {
        self.capture(|benchmark| benchmark < 0.0)
    }

    fn capture(&self, counts: impl Fn(f64) -> bool) -> Option<f64> {
        let pairs = self.returns.iter().zip(self.benchmark).filter(|(_, benchmark)| counts(**benchmark));
        let (own, other): (Vec<f64>, Vec<f64>) = pairs.map(|(own, other)| (*own, *other)).unzip();
        let other = annualized_return(&other, self.periods_per_year)?;
        finite(annualized_return(&own, self.periods_per_year)? / other)
    }

    fn covariance(&self) -> f64 {
        let (own, other) = (mean(self.returns), mean(self.benchmark));
        let products = self.returns.iter().zip(self.benchmark).map(|(a, b)| (a - own) * (b - other));
        products.sum::<f64>() / (self.returns.len() - 1) as f64
    }

    fn differences(&self) -> Vec<f64> {
        self.returns.iter().zip(self.benchmark).map(|(own, other)| own - other).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_the_benchmark_has_a_beta_of_two() {
        let benchmark = [0.01, -0.02, 0.03, 0.0];
        let returns = benchmark.map(|r| 2.0 * r + 0.001);
        let against = Against::new(&returns, &benchmark, 250.0).unwrap();
        assert!((against.beta().unwrap() - 2.0).abs() < 1e-12);
        // Without a rate, alpha is what is added each day.
        assert!((against.alpha(0.0).unwrap() - 0.25).abs() < 1e-12);
        assert!((against.r_squared().unwrap() - 1.0).abs() < 1e-12);
        assert!(against.up_capture().unwrap() > 1.0 && against.down_capture().unwrap() > 1.0);
    }

    #[test]
    fn a_series_is_not_measured_against_itself_or_against_nothing() {
        let returns = [0.01, -0.02, 0.03];
        let against = Against::new(&returns, &returns, 252.0).unwrap();
        assert_eq!((against.tracking_error(), against.information_ratio()), (Some(0.0), None));
        assert!(Against::new(&returns, &returns[1..], 252.0).is_none());
        let still = Against::new(&returns, &[0.0; 3], 252.0).unwrap();
        assert_eq!((still.beta(), still.r_squared(), still.up_capture()), (None, None, None));
    }
}
