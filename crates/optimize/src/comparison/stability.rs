//! How far weights move when their inputs change a little: seeded perturbations, each solved again.

use indexmap::IndexMap;
use nalgebra::{Cholesky, DMatrix, DVector};
use serde::{Deserialize, Serialize};
use statistics::simple_returns;
use utoipa::ToSchema;

use super::past::{Past, without_past};
use super::random::Random;
use super::walk_forward::depends_on_the_window;
use crate::{OnProgress, OptimizationRequest, OptimizeError, Progress, Stage, Universe, Workspace};

/// Most samples of one request.
const SAMPLES_MAX: usize = 10_000;

/// An optimization, and how to change its inputs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StabilityRequest {
    /// The optimization, with moments or prices.
    pub optimization: OptimizationRequest,
    /// What changes.
    #[serde(default)]
    pub perturbation: Perturbation,
    /// Perturbed optimizations, 2 to 10,000.
    #[serde(default = "default_samples")]
    pub samples: usize,
    /// Decides every sample: the same seed gives the same result.
    #[serde(default)]
    pub seed: u64,
}

/// A small change of the inputs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Perturbation {
    /// Normal noise on the moments.
    Noise {
        /// Deviation of the change of each expected return, as a part of the asset's volatility.
        #[serde(default = "default_noise")]
        expected_returns: f64,
        /// Deviation of the change of volatilities, as a part of them; correlations change by about as much.
        #[serde(default = "default_noise")]
        covariance: f64,
    },
    /// The moments are estimated again from prices whose returns are drawn with replacement, in blocks of neighbours (the circular
    /// block bootstrap of Politis and Romano 1992).
    Bootstrap {
        /// Length of a block in periods; 1 draws single periods.
        #[serde(default = "default_block")]
        block: usize,
    },
}

impl Default for Perturbation {
    fn default() -> Self {
        Self::Noise { expected_returns: default_noise(), covariance: default_noise() }
    }
}

fn default_samples() -> usize {
    100
}

fn default_noise() -> f64 {
    0.05
}

fn default_block() -> usize {
    21
}

/// How weights scatter around those of the unchanged inputs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StabilityResult {
    /// By asset.
    #[schema(value_type = std::collections::BTreeMap<String, AssetStability>)]
    pub assets: IndexMap<String, AssetStability>,
    /// Mean over the samples of the sum of absolute changes of weight.
    pub mean_turnover: f64,
    /// 95 % of the samples change less.
    pub turnover_95: f64,
    /// Samples with an optimum; the others say why in `warnings`.
    pub solved: usize,
    /// What a reader should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// Weights of one asset over the samples.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AssetStability {
    /// Weight with the inputs as given.
    pub weight: f64,
    /// Mean weight of the samples.
    pub mean: f64,
    /// Standard deviation of the samples' weights.
    pub deviation: f64,
    /// A twentieth of the samples gives less.
    pub quantile_05: f64,
    /// A twentieth of the samples gives more.
    pub quantile_95: f64,
}

impl StabilityRequest {
    /// Reads a request; an unknown or missing field is named in the error.
    ///
    /// # Errors
    /// [`OptimizeError::Malformed`] with line and column.
    pub fn from_json(json: &[u8]) -> Result<Self, OptimizeError> {
        serde_json::from_slice(json).map_err(|error| OptimizeError::Malformed { detail: error.to_string() })
    }
}

/// Solves the optimization as given, then again for every sample. A sample without an optimum is left out and counted.
///
/// # Errors
/// Settings that cannot be used; every error of the unchanged optimization; when fewer than two samples have an optimum;
/// cancelled.
pub fn stability(request: &StabilityRequest, on_progress: OnProgress<'_>) -> Result<StabilityResult, OptimizeError> {
    check(request)?;
    let mut workspace = Workspace::new(&request.optimization)?;
    let base = workspace
        .solve(&request.optimization, &mut |_| on_progress(Progress { stage: Stage::Solving, fraction: 0.0 }))?;
    let base: Vec<f64> = base.weights.values().copied().collect();
    let source = Source::new(request, workspace.universe())?;
    let bare = without_past(&request.optimization);
    let (mut samples, mut first_problem) = (Vec::with_capacity(request.samples), None);
    for sample in 0..request.samples {
        let share = |inside: f64| (1.0 + sample as f64 + inside) / (1.0 + request.samples as f64);
        let mut report = |inside: f64| on_progress(Progress { stage: Stage::Solving, fraction: share(inside) });
        let (universe, changed) = source.sample(&bare, &mut Random::new(request.seed, sample))?;
        match Workspace::of(universe).solve(&changed, &mut |progress| report(progress.fraction)) {
            Ok(result) => samples.push(result.weights.values().copied().collect::<Vec<f64>>()),
            Err(error) if depends_on_the_window(&error) => {
                first_problem.get_or_insert_with(|| error.to_string());
            }
            Err(error) => return Err(error),
        }
    }
    if samples.len() < 2 {
        let problem = format!(
            "{} of {} samples have an optimum; {}",
            samples.len(),
            request.samples,
            first_problem.unwrap_or_else(|| "ask for more".to_owned())
        );
        return Err(OptimizeError::field("samples", problem));
    }
    Ok(result(workspace.universe().assets(), &base, &samples, request.samples, first_problem))
}

fn check(request: &StabilityRequest) -> Result<(), OptimizeError> {
    if !(2..=SAMPLES_MAX).contains(&request.samples) {
        return Err(OptimizeError::field("samples", format!("{}; give 2 to {SAMPLES_MAX}", request.samples)));
    }
    match request.perturbation {
        Perturbation::Noise { .. } if request.optimization.objective.uses_scenarios() => {
            let problem =
                "noise changes moments, but this objective judges portfolios by past returns; choose bootstrap";
            Err(OptimizeError::field("perturbation.kind", problem))
        }
        Perturbation::Noise { expected_returns, covariance } => {
            for (field, value) in [("expected_returns", expected_returns), ("covariance", covariance)] {
                if !(0.0..=1.0).contains(&value) {
                    let field = format!("perturbation.{field}");
                    return Err(OptimizeError::field(field, format!("{value}; give 0 to 1, such as 0.05")));
                }
            }
            Ok(())
        }
        Perturbation::Bootstrap { block: 0 } => {
            Err(OptimizeError::field("perturbation.block", "0; give at least 1 period"))
        }
        Perturbation::Bootstrap { .. } => Ok(()),
    }
}

/// What samples are drawn from.
enum Source<'a> {
    Moments { universe: &'a Universe, root: DMatrix<f64>, expected_returns: f64, covariance: f64 },
    Prices { past: Past, returns: DMatrix<f64>, block: usize },
}

impl<'a> Source<'a> {
    fn new(request: &StabilityRequest, universe: &'a Universe) -> Result<Self, OptimizeError> {
        match request.perturbation {
            Perturbation::Noise { expected_returns, covariance } => {
                let root = Cholesky::new(universe.solver_matrix().clone())
                    .ok_or(OptimizeError::NotConverged { residual: f64::INFINITY })?
                    .unpack();
                Ok(Self::Moments { universe, root, expected_returns, covariance })
            }
            Perturbation::Bootstrap { block } => {
                let past = Past::new(&request.optimization)?;
                let returns = simple_returns(past.series());
                Ok(Self::Prices { past, returns, block })
            }
        }
    }

    /// Changed moments, and the request that goes with them.
    fn sample(
        &self,
        bare: &OptimizationRequest,
        random: &mut Random,
    ) -> Result<(Universe, OptimizationRequest), OptimizeError> {
        match self {
            Self::Moments { universe, root, expected_returns, covariance } => {
                let deviations = universe.covariance().diagonal().map(f64::sqrt);
                let mean = universe.expected_returns().map(|mean| {
                    DVector::from_fn(mean.len(), |i, _| mean[i] + expected_returns * deviations[i] * random.normal())
                });
                let changed = perturbed(root, *covariance, random);
                Ok((Universe::new(universe.assets().to_vec(), mean, changed)?, bare.clone()))
            }
            Self::Prices { past, returns, block } => {
                let n = returns.nrows();
                let mut path = past.series().clone();
                let mut row = 0;
                for period in 0..n {
                    row = if period % block == 0 { random.below(n) } else { (row + 1) % n };
                    for series in 0..path.ncols() {
                        path[(period + 1, series)] = path[(period, series)] * (1.0 + returns[(row, series)]);
                    }
                }
                let request = past.request(bare, past.dates(), &path);
                Ok((Universe::from_request(&request)?, request))
            }
        }
    }
}

/// `L(I + εZ)(I + εZ)'L'/(1 + nε²)` for `Σ = LL'` and normal `Z`: positive semidefinite, Σ on average, and volatilities change
/// with relative deviation ε.
fn perturbed(root: &DMatrix<f64>, size: f64, random: &mut Random) -> DMatrix<f64> {
    let n = root.nrows();
    let changed = root + root * (random.normal_matrix(n) * size);
    let mut product = &changed * changed.transpose();
    product.fill_upper_triangle_with_lower_triangle();
    product / (1.0 + n as f64 * size * size)
}

fn result(
    assets: &[String],
    base: &[f64],
    samples: &[Vec<f64>],
    asked: usize,
    first_problem: Option<String>,
) -> StabilityResult {
    let count = samples.len() as f64;
    let of_asset = |i: usize| {
        let mut weights: Vec<f64> = samples.iter().map(|sample| sample[i]).collect();
        weights.sort_by(f64::total_cmp);
        let mean = weights.iter().sum::<f64>() / count;
        let squares: f64 = weights.iter().map(|weight| (weight - mean).powi(2)).sum();
        AssetStability {
            weight: base[i],
            mean,
            deviation: (squares / (count - 1.0)).sqrt(),
            quantile_05: quantile(&weights, 0.05),
            quantile_95: quantile(&weights, 0.95),
        }
    };
    let change = |sample: &Vec<f64>| sample.iter().zip(base).map(|(a, b)| (a - b).abs()).sum::<f64>();
    let mut turnovers: Vec<f64> = samples.iter().map(change).collect();
    turnovers.sort_by(f64::total_cmp);
    let warnings = first_problem.map(|problem| {
        format!("{} of {asked} samples have no optimum and were left out; the first: {problem}", asked - samples.len())
    });
    StabilityResult {
        assets: assets.iter().cloned().zip((0..assets.len()).map(of_asset)).collect(),
        mean_turnover: turnovers.iter().sum::<f64>() / count,
        turnover_95: quantile(&turnovers, 0.95),
        solved: samples.len(),
        warnings: warnings.into_iter().collect(),
    }
}

/// Linear between the order statistics (Hyndman and Fan's type 7).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn perturbed_covariances_scatter_around_the_given_one_by_the_size_asked_for() {
        let covariance = DMatrix::from_row_slice(3, 3, &[0.04, 0.018, 0.0, 0.018, 0.09, -0.02, 0.0, -0.02, 0.16]);
        let root = Cholesky::new(covariance.clone()).unwrap().unpack();
        let (count, size) = (20_000, 0.05);
        let (mut mean, mut squares) = (DMatrix::zeros(3, 3), 0.0);
        for sample in 0..count {
            let changed = perturbed(&root, size, &mut Random::new(3, sample));
            squares += ((changed[(1, 1)] / covariance[(1, 1)]).sqrt() - 1.0).powi(2);
            mean += changed / f64::from(u32::try_from(count).unwrap());
        }
        assert!((&mean - &covariance).amax() < 2e-3 * covariance.amax(), "{mean}");
        let deviation = (squares / f64::from(u32::try_from(count).unwrap())).sqrt();
        assert!((deviation - size).abs() < 0.002, "{deviation}");
    }

    #[test]
    fn quantiles_lie_between_order_statistics() {
        let values = [1.0, 2.0, 4.0];
        assert_eq!([0.0, 0.25, 0.5, 0.75, 1.0].map(|share| quantile(&values, share)), [1.0, 1.5, 2.0, 3.0, 4.0]);
    }
}
