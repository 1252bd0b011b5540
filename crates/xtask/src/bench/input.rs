//! The input that every optimizer gets: returns of a factor model from a fixed seed, and their moments.

use serde_json::{Value, json};

const N_DAYS: usize = 1000;
const N_FACTORS: usize = 5;

/// `{"assets_20": {…}, "assets_500": {…}}`, see `crates/xtask/bench/README.md`.
pub(crate) fn document() -> Value {
    json!({ "assets_20": universe(20, true), "assets_500": universe(500, false) })
}

fn universe(n_assets: usize, with_returns: bool) -> Value {
    let returns = returns(n_assets);
    let mean = mean(&returns);
    let covariance = covariance(&returns, &mean);
    let mut value = json!({ "n_assets": n_assets, "expected_returns": mean, "covariance": covariance });
    if with_returns {
        value["returns"] = json!(returns);
    }
    value
}

/// `N_DAYS × n_assets` daily returns: drift + loadings × factors + own noise.
fn returns(n_assets: usize) -> Vec<Vec<f64>> {
    let mut random = Random(0x5eed_0000 + n_assets as u64);
    let loadings: Vec<Vec<f64>> =
        (0..n_assets).map(|_| (0..N_FACTORS).map(|_| 0.4 + 0.5 * random.normal()).collect()).collect();
    let drift: Vec<f64> = (0..n_assets).map(|_| 0.0002 + 0.0006 * random.uniform()).collect();
    (0..N_DAYS)
        .map(|_| {
            let factors: Vec<f64> = (0..N_FACTORS).map(|_| 0.006 * random.normal()).collect();
            (0..n_assets)
                .map(|i| {
                    let common: f64 = loadings[i].iter().zip(&factors).map(|(b, f)| b * f).sum();
                    drift[i] + common + 0.012 * random.normal()
                })
                .collect()
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "a thousand days")]
fn mean(returns: &[Vec<f64>]) -> Vec<f64> {
    let n = returns.len() as f64;
    (0..returns[0].len()).map(|i| returns.iter().map(|row| row[i]).sum::<f64>() / n).collect()
}

/// Sample covariance, n − 1 in the denominator.
#[expect(clippy::cast_precision_loss, reason = "a thousand days")]
fn covariance(returns: &[Vec<f64>], mean: &[f64]) -> Vec<Vec<f64>> {
    let n_assets = mean.len();
    let mut sums = vec![vec![0.0; n_assets]; n_assets];
    for row in returns {
        let centred: Vec<f64> = row.iter().zip(mean).map(|(r, m)| r - m).collect();
        for i in 0..n_assets {
            for j in 0..=i {
                sums[i][j] += centred[i] * centred[j];
            }
        }
    }
    let scale = 1.0 / (returns.len() as f64 - 1.0);
    (0..n_assets).map(|i| (0..n_assets).map(|j| sums[i.max(j)][i.min(j)] * scale).collect()).collect()
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, and the same numbers everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// In (0, 1).
    #[expect(clippy::cast_precision_loss, reason = "53 bits")]
    fn uniform(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// Standard normal by Box and Muller.
    fn normal(&mut self) -> f64 {
        let (u, v) = (self.uniform(), self.uniform());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_gives_the_published_sequence() {
        // First outputs of SplitMix64 from seed 1234567, as printed on Rosetta Code.
        let mut random = Random(1_234_567);
        assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn the_input_is_the_same_every_time_and_its_covariance_symmetric() {
        let value = universe(20, true);
        assert_eq!(value, universe(20, true));
        assert_eq!(value["returns"].as_array().unwrap().len(), N_DAYS);
        assert_eq!(value["covariance"][3][7], value["covariance"][7][3]);
        assert!(value["covariance"][3][3].as_f64().unwrap() > 1e-4);
    }
}
