//! How sure a frontier or a portfolio is, given that its moments were estimated: a parametric bootstrap.
//!
//! Each sample draws the moments that another history of the same length might have shown: expected returns from
//! `N(μ, Σ/years)` and a covariance from the Wishart distribution with `observations − 1` degrees of freedom (by Bartlett's
//! decomposition, so that the length of the history costs nothing). It is optimized like the original. Every portfolio is
//! then judged by the original moments. On a frontier the averages by rank are Michaud's resampled frontier (1998).

use std::ops::ControlFlow;

use indexmap::IndexMap;
use nalgebra::{Cholesky, DMatrix, DVector};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::comparison::random::Random;
use crate::{
    Objective, OnProgress, OptimizationRequest, OptimizationResult, OptimizeError, Progress, Stage, Universe, Workspace,
};

/// Most samples of one request.
const SAMPLES_MAX: usize = 10_000;
/// Most assets: every sample is a dense covariance.
const ASSETS_MAX: usize = 500;

/// An optimization whose answer is to be judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResamplingRequest {
    /// The optimization, with moments or prices.
    pub optimization: OptimizationRequest,
    /// Periods that the moments were estimated from; that of the prices when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observations: Option<usize>,
    /// Samples, 2 to 10,000.
    #[serde(default = "default_samples")]
    pub samples: usize,
    /// Decides every sample: the same seed gives the same result.
    #[serde(default)]
    pub seed: u64,
    /// Part of the samples inside a band or region, between 0 and 1.
    #[serde(default = "default_confidence")]
    pub confidence: f64,
}

fn default_samples() -> usize {
    200
}

fn default_confidence() -> f64 {
    0.9
}

/// What the samples say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ResamplingResult {
    /// The resampled frontier with its band, by rank from minimum variance to the highest return; empty for one portfolio.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub band: Vec<BandPoint>,
    /// Where the chosen portfolio (on a frontier: the tangency) might lie.
    pub region: ConfidenceRegion,
    /// Weights of the chosen portfolio over the samples, by asset.
    #[schema(value_type = std::collections::BTreeMap<String, WeightRange>)]
    pub weights: IndexMap<String, WeightRange>,
    /// Samples with an optimum; the others had none, such as no return above the risk-free rate.
    pub solved: usize,
}

/// One rank of the resampled frontier, judged by the original moments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BandPoint {
    /// Expected return and volatility of the average weights, a year.
    pub expected_return: f64,
    /// See `expected_return`.
    pub volatility: f64,
    /// Between these lies the expected return of the confident part of the samples.
    pub expected_return_range: [f64; 2],
    /// The same for the volatility.
    pub volatility_range: [f64; 2],
    /// Average weights by asset.
    #[schema(value_type = std::collections::BTreeMap<String, f64>)]
    pub weights: IndexMap<String, f64>,
}

/// An ellipse in the plane of volatility and expected return: the confident part of a normal distribution with the samples'
/// mean and covariance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConfidenceRegion {
    /// Mean `[volatility, expected_return]` of the samples.
    pub centre: [f64; 2],
    /// Half axes, the longer one first.
    pub half_axes: [f64; 2],
    /// Angle of the longer axis against the axis of volatility, in radians.
    pub angle: f64,
}

/// One weight over the samples.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WeightRange {
    /// Mean.
    pub mean: f64,
    /// The confident part of the samples is not below this.
    pub lower: f64,
    /// Nor above this.
    pub upper: f64,
}

/// Optimizes as given, then again for every sample.
///
/// # Errors
/// Settings that cannot be used; every error of the optimization as given; when fewer than two samples have an optimum;
/// cancelled.
pub fn resample(request: &ResamplingRequest, on_progress: OnProgress<'_>) -> Result<ResamplingResult, OptimizeError> {
    let universe = Universe::from_request(&request.optimization)?;
    let source = Source::new(request, &universe)?;
    let n_samples = request.samples;
    Workspace::of(universe.clone()).solve(&request.optimization, &mut |_| ControlFlow::Continue(()))?;
    let mut solved = Vec::with_capacity(n_samples);
    for sample in 0..n_samples {
        let fraction = sample as f64 / n_samples as f64;
        if on_progress(Progress { stage: Stage::Solving, fraction }).is_break() {
            return Err(OptimizeError::Cancelled);
        }
        let moments = source.sample(&universe, &mut Random::new(request.seed, sample))?;
        match Workspace::of(moments).solve(&request.optimization, &mut |_| ControlFlow::Continue(())) {
            Ok(result) => solved.push(result),
            Err(OptimizeError::Cancelled) => return Err(OptimizeError::Cancelled),
            // Another history may have no such portfolio: that is counted, not an error.
            Err(_) => {}
        }
    }
    if solved.len() < 2 {
        let problem = format!("only {} of {n_samples} samples have an optimum; choose another objective", solved.len());
        return Err(OptimizeError::field("samples", problem));
    }
    Ok(summarize(request, &universe, &solved))
}

/// The distribution of the moments.
struct Source<'a> {
    mean: &'a DVector<f64>,
    /// `L` of the covariance `LL'`.
    root: DMatrix<f64>,
    years: f64,
    freedom: usize,
}

impl<'a> Source<'a> {
    fn new(request: &ResamplingRequest, universe: &'a Universe) -> Result<Self, OptimizeError> {
        let fail = |field: &str, problem: String| Err(OptimizeError::field(field, problem));
        if !(2..=SAMPLES_MAX).contains(&request.samples) {
            return fail("samples", format!("{}; give 2 to {SAMPLES_MAX}", request.samples));
        }
        if !(request.confidence > 0.0 && request.confidence < 1.0) {
            return fail("confidence", format!("{}; give a number between 0 and 1", request.confidence));
        }
        if universe.assets().len() > ASSETS_MAX {
            let problem = format!("{}; at most {ASSETS_MAX} can be resampled", universe.assets().len());
            return fail("optimization.assets", problem);
        }
        let Some(mean) = universe.expected_returns() else {
            return fail("optimization.expected_returns", "missing; give one for each asset".to_owned());
        };
        let known = universe.estimation().map(|estimation| estimation.n_observations);
        let Some(observations) = request.observations.or(known) else {
            return fail("observations", "missing; say how many periods the moments were estimated from".to_owned());
        };
        if observations < 3 {
            return fail("observations", format!("{observations}; give at least 3"));
        }
        let root = Cholesky::new(universe.solver_matrix().clone())
            .ok_or(OptimizeError::NotConverged { residual: f64::INFINITY })?
            .unpack();
        let years = observations as f64 / request.optimization.periods_per_year;
        Ok(Self { mean, root, years, freedom: observations - 1 })
    }

    fn sample(&self, universe: &Universe, random: &mut Random) -> Result<Universe, OptimizeError> {
        let n = self.mean.len();
        let noise = DVector::from_fn(n, |_, _| random.normal());
        let mean = self.mean + &self.root * noise / self.years.sqrt();
        // Bartlett (1933): the root of a Wishart matrix has normals below the diagonal and chi variables on it.
        let mut bartlett = DMatrix::zeros(n, n);
        for j in 0..n {
            bartlett[(j, j)] = random.chi_squared(self.freedom.saturating_sub(j)).sqrt();
            for i in j + 1..n {
                // With fewer observations than assets only the first columns have any.
                bartlett[(i, j)] = if j < self.freedom { random.normal() } else { 0.0 };
            }
        }
        let root = &self.root * bartlett / (self.freedom as f64).sqrt();
        let covariance = &root * root.transpose();
        Universe::new(universe.assets().to_vec(), Some(mean), covariance)
    }
}

fn summarize(request: &ResamplingRequest, universe: &Universe, solved: &[OptimizationResult]) -> ResamplingResult {
    let chosen: Vec<DVector<f64>> = solved.iter().map(|result| weights(&result.weights)).collect();
    let places: Vec<[f64; 2]> = chosen.iter().map(|x| place(universe, x)).collect();
    let tail = 0.5 * (1.0 - request.confidence);
    let range = |values: Vec<f64>| quantiles(values, tail);
    let ranks = if request.optimization.objective == Objective::EfficientFrontier {
        solved.iter().map(|result| result.frontier.len()).min().unwrap_or(0)
    } else {
        0
    };
    let band = (0..ranks)
        .map(|rank| {
            // A frontier that is one point has one rank only; the last rank is always the highest return.
            let of = |result: &OptimizationResult| weights(&result.frontier[rank].weights);
            let portfolios: Vec<DVector<f64>> = solved.iter().map(of).collect();
            let mean = portfolios.iter().sum::<DVector<f64>>() / portfolios.len() as f64;
            let places: Vec<[f64; 2]> = portfolios.iter().map(|x| place(universe, x)).collect();
            let [volatility, expected_return] = place(universe, &mean);
            BandPoint {
                expected_return,
                volatility,
                expected_return_range: range(places.iter().map(|place| place[1]).collect()),
                volatility_range: range(places.iter().map(|place| place[0]).collect()),
                weights: universe.assets().iter().cloned().zip(mean.iter().copied()).collect(),
            }
        })
        .collect();
    let weights = universe.assets().iter().enumerate().map(|(i, asset)| {
        let values: Vec<f64> = chosen.iter().map(|x| x[i]).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let [lower, upper] = range(values);
        (asset.clone(), WeightRange { mean, lower, upper })
    });
    ResamplingResult {
        band,
        region: region(&places, request.confidence),
        weights: weights.collect(),
        solved: solved.len(),
    }
}

fn weights(by_asset: &IndexMap<String, f64>) -> DVector<f64> {
    DVector::from_iterator(by_asset.len(), by_asset.values().copied())
}

/// Volatility and expected return by the original moments.
fn place(universe: &Universe, x: &DVector<f64>) -> [f64; 2] {
    let expected_return = universe.expected_returns().map_or(0.0, |mean| mean.dot(x));
    [universe.risk().quadratic_form(x).sqrt(), expected_return]
}

/// The ellipse that holds the part `confidence` of a normal distribution in the plane: `−2 log(1 − confidence)` is the quantile
/// of its squared distance (chi-squared with two degrees of freedom).
fn region(places: &[[f64; 2]], confidence: f64) -> ConfidenceRegion {
    let n = places.len() as f64;
    let mean = |axis: usize| places.iter().map(|place| place[axis]).sum::<f64>() / n;
    let centre = [mean(0), mean(1)];
    let covariance = |a: usize, b: usize| {
        places.iter().map(|place| (place[a] - centre[a]) * (place[b] - centre[b])).sum::<f64>() / (n - 1.0)
    };
    let (xx, xy, yy) = (covariance(0, 0), covariance(0, 1), covariance(1, 1));
    let (middle, half) = (0.5 * (xx + yy), (0.25 * (xx - yy).powi(2) + xy * xy).sqrt());
    let distance = (-2.0 * (1.0 - confidence).ln()).sqrt();
    let axis = |variance: f64| distance * variance.max(0.0).sqrt();
    ConfidenceRegion {
        centre,
        half_axes: [axis(middle + half), axis(middle - half)],
        angle: 0.5 * (2.0 * xy).atan2(xx - yy),
    }
}

/// The quantiles `tail` and `1 − tail`, between neighbours by proportion.
fn quantiles(mut values: Vec<f64>, tail: f64) -> [f64; 2] {
    values.sort_by(f64::total_cmp);
    let at = |part: f64| {
        let place = part * (values.len() - 1) as f64;
        let below = place.floor() as usize;
        let above = (below + 1).min(values.len() - 1);
        values[below] + (place - below as f64) * (values[above] - values[below])
    };
    [at(tail), at(1.0 - tail)]
}
