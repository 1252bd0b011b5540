//! Numbers that look random and are the same on every run: a seed decides all of them.

use nalgebra::DMatrix;

/// SplitMix64 (Steele, Lea and Flood 2014): small, fast, equidistributed over 2⁶⁴ steps.
#[derive(Debug, Clone)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// The sequence of a seed and a number within it, so that sample 7 does not depend on how many came before.
    pub(crate) fn new(seed: u64, sample: usize) -> Self {
        let mut random = Self { state: seed };
        let mixed = random.next().wrapping_add(sample as u64);
        Self { state: Self { state: mixed }.next() }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// At least 0 and below 1.
    fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// At least 0 and below `n`, each equally likely (the bias of n/2⁵³ is far below what a sample shows).
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((self.uniform() * n as f64) as usize).min(n - 1)
    }

    /// Normal with mean 0 and deviation 1 (Box and Muller 1958).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// Chi-squared with `freedom` degrees of freedom, zero for none (Marsaglia and Tsang 2000: a gamma variable of shape
    /// `freedom/2` by rejection).
    pub(crate) fn chi_squared(&mut self, freedom: usize) -> f64 {
        match freedom {
            0 => return 0.0,
            1 => return self.normal().powi(2),
            _ => {}
        }
        let d = freedom as f64 / 2.0 - 1.0 / 3.0;
        let c = (9.0 * d).sqrt().recip();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && (1.0 - self.uniform()).ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return 2.0 * d * v;
            }
        }
    }

    /// `n × n` independent normals.
    pub(crate) fn normal_matrix(&mut self, n: usize) -> DMatrix<f64> {
        DMatrix::from_fn(n, n, |_, _| self.normal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normals_have_mean_zero_and_deviation_one() {
        let mut random = Random::new(1, 0);
        let values: Vec<f64> = (0..100_000).map(|_| random.normal()).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let variance = values.iter().map(|value| value * value).sum::<f64>() / values.len() as f64;
        assert!(mean.abs() < 0.01 && (variance - 1.0).abs() < 0.02, "{mean}, {variance}");
    }

    #[test]
    fn samples_of_a_seed_differ_and_repeat() {
        let first = |seed, sample| Random::new(seed, sample).next();
        assert_eq!(first(5, 3), first(5, 3));
        assert!(first(5, 3) != first(5, 4) && first(5, 3) != first(6, 3));
        let mut random = Random::new(2, 2);
        assert!((0..1000).all(|_| random.below(7) < 7));
    }

    #[test]
    fn chi_squared_variables_have_their_mean_and_variance() {
        for freedom in [1, 2, 9, 250] {
            let mut random = Random::new(3, freedom);
            let values: Vec<f64> = (0..50_000).map(|_| random.chi_squared(freedom)).collect();
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64;
            let k = freedom as f64;
            assert!(
                (mean / k - 1.0).abs() < 0.03 && (variance / (2.0 * k) - 1.0).abs() < 0.08,
                "{k}: {mean} {variance}"
            );
        }
    }
}
