//! Bands of figures and the probability of ruin over many simulated paths.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::copula::{CopulaFit, StudentCopula};
use super::margins::Margins;
use super::normal::{NormalDraws, NormalReturns};
use super::paths::{FIGURES, PathOutcome, PathRules, observe};
use super::{Resampling, Stream, each_path};
use crate::{StatisticsError, TRADING_DAYS_PER_YEAR, check, quantile};

/// How often it is told what is done.
const BATCHES: usize = 100;
/// Periods of the fan of values at most.
const FAN_POINTS: usize = 60;

/// How paths are made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "method", deny_unknown_fields)]
pub enum MonteCarloMethod {
    /// Returns drawn anew, alone or in blocks.
    Bootstrap {
        /// How they are drawn.
        resampling: Resampling,
    },
    /// The same returns, usually of trades, in another order: the end is the same, the way there is not.
    Shuffle,
    /// Normal returns of assets with the sample's means and covariance, weighted anew each period.
    Normal,
    /// Returns of assets with fitted margins and a Student copula between them, weighted anew each period.
    StudentCopula {
        /// How the returns of one asset are spread.
        margins: Margins,
    },
}

/// What to simulate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MonteCarloRequest {
    /// How paths are made.
    pub method: MonteCarloMethod,
    /// Simple returns of the portfolio, or of its trades on its value, oldest first. Where assets are given they may be left out.
    #[serde(default)]
    pub returns: Vec<f64>,
    /// Returns of each asset, for a copula and for normal returns.
    #[serde(default)]
    pub assets: Vec<Vec<f64>>,
    /// Weights of the assets, likewise; what is missing to 1 is cash without interest.
    #[serde(default)]
    pub weights: Vec<f64>,
    /// Paths.
    pub n_paths: usize,
    /// Periods of a path; none takes as many as there are. A shuffle has no choice.
    #[serde(default)]
    pub horizon: Option<usize>,
    /// Of the random numbers.
    #[serde(default)]
    pub seed: u64,
    /// A path whose value falls to this part of its start, or below, is ruined.
    #[serde(default = "half")]
    pub ruin_level: f64,
    /// A year's.
    #[serde(default)]
    pub risk_free_rate: f64,
    /// 252 for days.
    #[serde(default = "trading_days")]
    pub periods_per_year: f64,
    /// Which parts of the paths the bands show lie below.
    #[serde(default = "shares")]
    pub shares: Vec<f64>,
}

/// A figure over all paths.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MetricBand {
    /// Its name, as in a performance report.
    pub name: &'static str,
    /// Of the series itself; none where it is undefined, or where only assets are given.
    pub observed: Option<f64>,
    /// Its quantiles over the paths, one a share; empty where no path has the figure.
    pub quantiles: Vec<f64>,
    /// Its mean over the paths.
    pub mean: Option<f64>,
    /// Paths on which it is undefined; they are left out.
    pub n_undefined: usize,
}

/// How many paths fell to the level of ruin.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Ruin {
    /// The level, as a part of the start.
    pub level: f64,
    /// Part of the paths that fell to it.
    pub probability: f64,
    /// Lower end of the 95 % interval of the true probability (Wilson 1927), for so many paths.
    pub lower: f64,
    /// Its upper end: above zero even when no path was ruined.
    pub upper: f64,
    /// Median number of periods until ruin among the ruined; none when there is none.
    pub median_periods: Option<f64>,
}

/// Quantiles of the value along the way, the start being 1.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Fan {
    /// Numbers of periods.
    pub periods: Vec<usize>,
    /// For each share the values at these periods.
    pub values: Vec<Vec<f64>>,
}

/// The result of a simulation.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MonteCarlo {
    /// Paths.
    pub n_paths: usize,
    /// Periods of a path.
    pub horizon: usize,
    /// Parts of the paths below each band.
    pub shares: Vec<f64>,
    /// Bands of figures.
    pub bands: Vec<MetricBand>,
    /// Ruin.
    pub ruin: Ruin,
    /// The value along the way.
    pub fan: Fan,
    /// What was fitted, for a copula.
    pub copula: Option<CopulaFit>,
}

impl MonteCarloRequest {
    /// Reads a request.
    ///
    /// # Errors
    /// When it is not JSON of this form.
    pub fn from_json(text: &[u8]) -> Result<Self, StatisticsError> {
        serde_json::from_slice(text).map_err(|error| StatisticsError::Malformed { detail: error.to_string() })
    }

    /// Simulates. The result does not depend on the number of threads.
    ///
    /// # Errors
    /// When returns are too few, not numbers, or not above −1, blocks do not fit, a setting is out of range, or nothing can be fitted.
    pub fn simulate(&self, threads: NonZeroUsize) -> Result<MonteCarlo, StatisticsError> {
        self.simulate_watched(threads, &mut |_| ControlFlow::Continue(()))
    }

    /// The same, telling from time to time which part is done; what it is told back may end it.
    ///
    /// # Errors
    /// As for [`MonteCarloRequest::simulate`]; and [`StatisticsError::Cancelled`] when it was ended.
    pub fn simulate_watched(
        &self,
        threads: NonZeroUsize,
        on_progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
    ) -> Result<MonteCarlo, StatisticsError> {
        let source = self.source()?;
        let n = self.returns.len();
        let horizon = match source {
            Source::Shuffled => n,
            Source::Drawn(_) => self.horizon.unwrap_or(n),
            Source::Copula(_) | Source::Normal(_) => self.horizon.unwrap_or(self.assets[0].len()),
        };
        let points = FAN_POINTS.min(horizon);
        let rules = PathRules {
            rate: self.risk_free_rate,
            year: self.periods_per_year,
            ruin_level: self.ruin_level,
            fan: (1..=points).map(|point| point * horizon / points).collect(),
        };
        let batch = self.n_paths.div_ceil(BATCHES).max(threads.get());
        let mut outcomes = Vec::with_capacity(self.n_paths);
        while outcomes.len() < self.n_paths {
            let first = outcomes.len();
            if on_progress(first as f64 / self.n_paths as f64).is_break() {
                return Err(StatisticsError::Cancelled);
            }
            let buffers = || Buffers::new(&source, horizon, self.weights.len());
            outcomes.extend(each_path(batch.min(self.n_paths - first), threads, buffers, |path, buffers| {
                self.draw((first + path) as u64, &source, buffers);
                observe(&buffers.series, &rules)
            }));
        }
        let observed = (!self.returns.is_empty()).then(|| observe(&self.returns, &rules));
        let copula = if let Source::Copula(copula) = &source { Some(copula.fit().clone()) } else { None };
        Ok(MonteCarlo {
            n_paths: self.n_paths,
            horizon,
            shares: self.shares.clone(),
            bands: self.bands(&outcomes, observed.as_ref()),
            ruin: self.ruin(&outcomes),
            fan: self.fan(&outcomes, rules.fan),
            copula,
        })
    }

    /// Fills the series with the returns of one path.
    fn draw(&self, path: u64, source: &Source, buffers: &mut Buffers<'_>) {
        let Buffers { places, series, assets, normal } = buffers;
        let mut stream = Stream::new(self.seed, path);
        match source {
            Source::Drawn(resampling) => {
                resampling.draw(&mut stream, self.returns.len(), places);
                for (value, place) in series.iter_mut().zip(places) {
                    *value = self.returns[*place];
                }
            }
            Source::Shuffled => {
                series.copy_from_slice(&self.returns);
                stream.shuffle(series);
            }
            Source::Copula(copula) => {
                for value in series {
                    copula.draw(&mut stream, assets);
                    *value = assets.iter().zip(&self.weights).map(|(r, weight)| r * weight).sum();
                }
            }
            Source::Normal(_) => {
                let Some((draws, block)) = normal else { return };
                draws.restart(self.seed, path);
                for periods in series.chunks_mut(NormalReturns::PERIODS) {
                    draws.next_periods(block);
                    periods.fill(0.0);
                    for (asset, weight) in block.iter().zip(&self.weights) {
                        periods.iter_mut().zip(asset).for_each(|(value, r)| *value += r * weight);
                    }
                }
            }
        }
    }

    fn bands(&self, outcomes: &[PathOutcome], observed: Option<&PathOutcome>) -> Vec<MetricBand> {
        let band = |(place, name): (usize, &'static str)| {
            let found: Vec<f64> = outcomes.iter().filter_map(|outcome| outcome.figures[place]).collect();
            let mean = found.iter().sum::<f64>() / found.len() as f64;
            MetricBand {
                name,
                observed: observed.and_then(|outcome| outcome.figures[place]),
                quantiles: self.shares.iter().filter_map(|share| quantile(&found, *share)).collect(),
                mean: Some(mean).filter(|mean| mean.is_finite()),
                n_undefined: outcomes.len() - found.len(),
            }
        };
        FIGURES.into_iter().enumerate().map(band).collect()
    }

    fn ruin(&self, outcomes: &[PathOutcome]) -> Ruin {
        let times: Vec<f64> = outcomes.iter().filter_map(|outcome| outcome.ruined_after).map(|t| t as f64).collect();
        let (n, part) = (outcomes.len() as f64, times.len() as f64 / outcomes.len() as f64);
        // z of 97.5 %, squared.
        let square = 1.959_963_984_540_054_f64.powi(2);
        let middle = (part + square / (2.0 * n)) / (1.0 + square / n);
        let half = (square * (part * (1.0 - part) / n + square / (4.0 * n * n))).sqrt() / (1.0 + square / n);
        Ruin {
            level: self.ruin_level,
            probability: part,
            lower: if part > 0.0 { (middle - half).max(0.0) } else { 0.0 },
            upper: if part < 1.0 { (middle + half).min(1.0) } else { 1.0 },
            median_periods: quantile(&times, 0.5),
        }
    }

    fn fan(&self, outcomes: &[PathOutcome], periods: Vec<usize>) -> Fan {
        let mut values = vec![Vec::with_capacity(periods.len()); self.shares.len()];
        for point in 0..periods.len() {
            let at: Vec<f64> = outcomes.iter().map(|outcome| outcome.values[point]).collect();
            for (line, share) in values.iter_mut().zip(&self.shares) {
                line.extend(quantile(&at, *share));
            }
        }
        Fan { periods, values }
    }

    /// Where returns come from, fitted where something is to be fitted.
    fn source(&self) -> Result<Source, StatisticsError> {
        check::periods(self.periods_per_year)?;
        check::finite("risk_free_rate", self.risk_free_rate)?;
        check::within("ruin_level", self.ruin_level, 0.0..=1.0, "from 0 to 1 of the start")?;
        for share in &self.shares {
            check::within("shares", *share, 0.0..=1.0, "from 0 to 1")?;
        }
        let setting = |setting, value: usize, allowed| {
            Err(StatisticsError::InvalidSetting { setting, value: value as f64, allowed })
        };
        if !(10..=10_000_000).contains(&self.n_paths) {
            return setting("n_paths", self.n_paths, "from 10 to 10,000,000");
        }
        if let Some(horizon) = self.horizon.filter(|horizon| !(2..=100_000).contains(horizon)) {
            return setting("horizon", horizon, "from 2 to 100,000 periods");
        }
        let above_loss = |asset: &str, series: &[f64]| match series.iter().position(|r| !(*r > -1.0 && r.is_finite())) {
            Some(row) => {
                Err(StatisticsError::InvalidReturn { asset: asset.to_owned(), row: row + 1, value: series[row] })
            }
            None => Ok(()),
        };
        above_loss("the portfolio", &self.returns)?;
        match self.method {
            MonteCarloMethod::Bootstrap { resampling } => {
                resampling.check(self.returns.len()).map(|()| Source::Drawn(resampling))
            }
            MonteCarloMethod::Shuffle => Resampling::Independent.check(self.returns.len()).map(|()| Source::Shuffled),
            MonteCarloMethod::Normal | MonteCarloMethod::StudentCopula { .. } => {
                check::lengths(("assets", self.assets.len()), ("weights", self.weights.len()))?;
                check::values("weights", &self.weights, 1, "there must be something to simulate")?;
                for (place, series) in self.assets.iter().enumerate() {
                    above_loss(&format!("asset {}", place + 1), series)?;
                }
                match self.method {
                    MonteCarloMethod::StudentCopula { margins } => {
                        StudentCopula::fitted(&self.assets, margins).map(Source::Copula)
                    }
                    _ => NormalReturns::fitted(&self.assets).map(Source::Normal),
                }
            }
        }
    }
}

/// Where the returns of a path come from.
enum Source {
    Drawn(Resampling),
    Shuffled,
    Copula(StudentCopula),
    Normal(NormalReturns),
}

/// What a thread keeps from path to path.
struct Buffers<'a> {
    /// Places of drawn returns.
    places: Vec<usize>,
    /// Returns of the path.
    series: Vec<f64>,
    /// Returns of the assets in one period.
    assets: Vec<f64>,
    /// Draws of normal returns with room for their block.
    normal: Option<(NormalDraws<'a>, Vec<[f64; NormalReturns::PERIODS]>)>,
}

impl<'a> Buffers<'a> {
    fn new(source: &'a Source, horizon: usize, n_assets: usize) -> Self {
        let normal = match source {
            Source::Normal(returns) => Some((returns.draws(0, 0), vec![[0.0; NormalReturns::PERIODS]; n_assets])),
            Source::Drawn(_) | Source::Shuffled | Source::Copula(_) => None,
        };
        Self { places: vec![0; horizon], series: vec![0.0; horizon], assets: vec![0.0; n_assets], normal }
    }
}

fn half() -> f64 {
    0.5
}

fn trading_days() -> f64 {
    TRADING_DAYS_PER_YEAR
}

fn shares() -> Vec<f64> {
    vec![0.05, 0.25, 0.5, 0.75, 0.95]
}
