//! All tests of a series at once, as the command line and the API ask for them.

use std::num::NonZeroUsize;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    BootstrapInterval, DataSnooping, DataSnoopingRequest, Overfitting, SharpeMoments, augmented_dickey_fuller,
    bootstrap_interval, jarque_bera, ljung_box, minimum_track_record, probabilistic_sharpe, probability_of_overfitting,
    sharpe::best_by_luck,
};
use crate::{
    PerformanceFigure, StatisticsError, TRADING_DAYS_PER_YEAR, Unit, check, sharpe_ratio,
    simulation::{Resampling, optimal_block_lengths},
};

/// Lags of the test for autocorrelation: two weeks of days.
const LAGS: usize = 10;

/// A series of returns and what it was chosen from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignificanceRequest {
    /// Simple returns of equal periods, oldest first.
    pub returns: Vec<f64>,
    /// A year's.
    #[serde(default)]
    pub risk_free_rate: f64,
    /// 252 for days.
    #[serde(default = "trading_days")]
    pub periods_per_year: f64,
    /// The Sharpe ratio to exceed, a year's.
    #[serde(default)]
    pub benchmark_sharpe: f64,
    /// Sharpe ratios of every trial that was made, a year's, the chosen one among them. Empty takes those of `alternatives`.
    #[serde(default)]
    pub trial_sharpes: Vec<f64>,
    /// Returns of every strategy that was tried, over the same periods, the chosen one among them.
    #[serde(default)]
    pub alternatives: Vec<Vec<f64>>,
    /// Returns of what the strategies had to beat, over the same periods; the risk-free rate when left out.
    #[serde(default)]
    pub benchmark: Option<Vec<f64>>,
    /// Blocks into which the periods are cut to see how often the best of one half is poor on the other: even, 2 to 20.
    #[serde(default = "blocks")]
    pub blocks: usize,
    /// Of intervals and of the minimum track record.
    #[serde(default = "nineteen_twentieths")]
    pub confidence: f64,
    /// Series drawn anew, 20 to 100,000.
    #[serde(default = "resamples")]
    pub n_resamples: usize,
    /// Mean periods of a block that is drawn; the best length for these returns when left out.
    #[serde(default)]
    pub mean_block_length: Option<f64>,
    /// Chance: the same seed gives the same answer.
    #[serde(default)]
    pub seed: u64,
}

/// How far a figure would have varied.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FigureInterval {
    /// The figure's name.
    pub name: &'static str,
    /// Its spread; none when it is undefined.
    pub interval: Option<BootstrapInterval>,
    /// Why there is none.
    pub undefined: Option<String>,
}

/// Whether chance could have made a series.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SignificanceReport {
    /// Returns.
    pub n_returns: usize,
    /// Trials that the deflated Sharpe ratio counts; one when nothing is said of others.
    pub n_trials: usize,
    /// Mean periods of a block that was drawn.
    pub mean_block_length: f64,
    /// Ratios and tests, each with its convention.
    pub figures: Vec<PerformanceFigure>,
    /// Mean return and Sharpe ratio over series drawn anew.
    pub intervals: Vec<FigureInterval>,
    /// Whether the best of all strategies beats its benchmark; none without alternatives.
    pub data_snooping: Option<DataSnooping>,
    /// How often the best on one half is poor on the other; none without alternatives.
    pub overfitting: Option<Overfitting>,
}

impl SignificanceRequest {
    /// A request for a series of daily returns without anything beside it.
    #[must_use]
    pub fn of(returns: &[f64]) -> Self {
        Self {
            returns: returns.to_vec(),
            risk_free_rate: 0.0,
            periods_per_year: trading_days(),
            benchmark_sharpe: 0.0,
            trial_sharpes: Vec::new(),
            alternatives: Vec::new(),
            benchmark: None,
            blocks: blocks(),
            confidence: nineteen_twentieths(),
            n_resamples: resamples(),
            mean_block_length: None,
            seed: 0,
        }
    }

    /// Reads a request.
    ///
    /// # Errors
    /// When it is not JSON of this form.
    pub fn from_json(text: &[u8]) -> Result<Self, StatisticsError> {
        serde_json::from_slice(text).map_err(|error| StatisticsError::Malformed { detail: error.to_string() })
    }

    /// Makes every test. A figure that these returns leave open is none, with the reason.
    ///
    /// # Errors
    /// For fewer than two returns, what is not a number, a setting out of range, or alternatives that cannot be tested.
    pub fn test(&self, threads: NonZeroUsize) -> Result<SignificanceReport, StatisticsError> {
        self.check()?;
        let root = self.periods_per_year.sqrt();
        let rate = self.risk_free_rate / self.periods_per_year;
        let excess: Vec<f64> = self.returns.iter().map(|value| value - rate).collect();
        let mean_block_length = match self.mean_block_length {
            Some(length) => length,
            // A series that is too short for a best length is drawn period by period.
            None => optimal_block_lengths(&self.returns).map_or(1.0, |best| best.stationary.ceil().max(1.0)),
        };
        let resampling = Resampling::StationaryBlocks { mean_length: mean_block_length };
        let interval = |name, figure: &(dyn Fn(&[f64]) -> Option<f64> + Sync)| {
            let (n, confidence) = (self.n_resamples, self.confidence);
            match bootstrap_interval(&self.returns, figure, resampling, n, confidence, self.seed, threads) {
                Ok(interval) => FigureInterval { name, interval: Some(interval), undefined: None },
                Err(why) => FigureInterval { name, interval: None, undefined: Some(why.to_string()) },
            }
        };
        let year = self.periods_per_year;
        let mean = move |values: &[f64]| Some(values.iter().sum::<f64>() / values.len() as f64 * year);
        let sharpe = |values: &[f64]| sharpe_ratio(values, self.risk_free_rate, year);
        let trials: Vec<f64> = self.trials()?.iter().map(|sharpe| sharpe / root).collect();
        Ok(SignificanceReport {
            n_returns: self.returns.len(),
            n_trials: trials.len().max(1),
            mean_block_length,
            figures: self.figures(&excess, &trials),
            intervals: vec![interval("mean_return", &mean), interval("sharpe_ratio", &sharpe)],
            data_snooping: self.data_snooping(mean_block_length, threads)?,
            overfitting: match self.alternatives.as_slice() {
                [] => None,
                alternatives => Some(probability_of_overfitting(alternatives, self.blocks)?),
            },
        })
    }

    fn check(&self) -> Result<(), StatisticsError> {
        check::periods(self.periods_per_year)?;
        check::finite("risk_free_rate", self.risk_free_rate)?;
        check::finite("benchmark_sharpe", self.benchmark_sharpe)?;
        check::values("returns", &self.returns, 2, "an error needs more than one")?;
        check::values("trial_sharpes", &self.trial_sharpes, 0, "")?;
        if !(20..=100_000).contains(&self.n_resamples) {
            let (value, allowed) = (self.n_resamples as f64, "from 20 to 100000");
            return Err(StatisticsError::InvalidSetting { setting: "n_resamples", value, allowed });
        }
        if !(self.confidence >= 0.5 && self.confidence < 1.0) {
            let (value, allowed) = (self.confidence, "from 0.5 to below 1");
            return Err(StatisticsError::InvalidSetting { setting: "confidence", value, allowed });
        }
        if let Some(length) = self.mean_block_length {
            Resampling::StationaryBlocks { mean_length: length }.check(self.returns.len())?;
        }
        let n = self.returns.len();
        for series in self.alternatives.iter().chain(&self.benchmark) {
            check::values("alternatives", series, 2, "an error needs more than one")?;
            check::lengths(("returns", n), ("alternatives", series.len()))?;
        }
        Ok(())
    }

    /// Sharpe ratios of all trials, a year's.
    fn trials(&self) -> Result<Vec<f64>, StatisticsError> {
        if !self.trial_sharpes.is_empty() {
            return Ok(self.trial_sharpes.clone());
        }
        let sharpe = |series: &Vec<f64>| sharpe_ratio(series, self.risk_free_rate, self.periods_per_year);
        let found: Option<Vec<f64>> = self.alternatives.iter().map(sharpe).collect();
        found.ok_or(StatisticsError::Undefined {
            figure: "Sharpe ratio of an alternative",
            why: "its returns do not vary; leave it out, or give `trial_sharpes`",
        })
    }

    fn figures(&self, excess: &[f64], trials: &[f64]) -> Vec<PerformanceFigure> {
        let root = self.periods_per_year.sqrt();
        let moments = SharpeMoments::of(excess);
        let of = |work: &dyn Fn(&SharpeMoments) -> Result<f64, StatisticsError>| {
            moments.as_ref().map_err(Clone::clone).and_then(work)
        };
        let benchmark = self.benchmark_sharpe / root;
        let luck = || {
            let why = "no other trial is known; give the Sharpe ratios of all that were made";
            let few = StatisticsError::Undefined { figure: "best Sharpe ratio by luck", why };
            if trials.len() < 2 {
                return Err(few);
            }
            best_by_luck(trials)
        };
        let deflated = |moments: &SharpeMoments| probabilistic_sharpe(moments, luck()?);
        let probability = Unit::Fraction;
        [
            ("sharpe_ratio", Unit::Number, SHARPE, of(&|moments| Ok(moments.sharpe * root))),
            ("probabilistic_sharpe", probability, PROBABILISTIC, of(&|m| probabilistic_sharpe(m, benchmark))),
            ("expected_best_sharpe", Unit::Number, LUCK, luck().map(|best| best * root)),
            ("deflated_sharpe", probability, DEFLATED, of(&deflated)),
            (
                "minimum_track_record",
                Unit::Periods,
                TRACK_RECORD,
                of(&|m| minimum_track_record(m, benchmark, self.confidence)),
            ),
            ("skewness", Unit::Number, SKEWNESS, of(&|moments| Ok(moments.skewness))),
            ("kurtosis", Unit::Number, KURTOSIS, of(&|moments| Ok(moments.kurtosis))),
            ("autocorrelation_p", probability, LJUNG_BOX, ljung_box(excess, LAGS).map(|test| test.p)),
            ("normality_p", probability, JARQUE_BERA, jarque_bera(excess).map(|test| test.p)),
            ("unit_root_p", probability, DICKEY_FULLER, augmented_dickey_fuller(excess).map(|test| test.p)),
        ]
        .into_iter()
        .map(|(name, unit, convention, value)| PerformanceFigure {
            name,
            undefined: value.as_ref().err().map(ToString::to_string),
            value: value.ok(),
            unit,
            convention,
        })
        .collect()
    }

    fn data_snooping(
        &self,
        mean_block_length: f64,
        threads: NonZeroUsize,
    ) -> Result<Option<DataSnooping>, StatisticsError> {
        if self.alternatives.is_empty() {
            return Ok(None);
        }
        let rate = self.risk_free_rate / self.periods_per_year;
        let beaten = |place: usize| self.benchmark.as_ref().map_or(rate, |benchmark| benchmark[place]);
        let over = |series: &Vec<f64>| series.iter().enumerate().map(|(place, value)| value - beaten(place)).collect();
        let excess_returns: Vec<Vec<f64>> = self.alternatives.iter().map(over).collect();
        let request = DataSnoopingRequest {
            excess_returns: &excess_returns,
            mean_block_length,
            n_resamples: self.n_resamples,
            seed: self.seed,
        };
        request.test(threads).map(Some)
    }
}

const SHARPE: &str = "mean excess return over its sample deviation, times the root of periods a year (Sharpe 1994)";
const PROBABILISTIC: &str =
    "probability that the true Sharpe ratio exceeds the benchmark's (Bailey and López de Prado 2012)";
const LUCK: &str =
    "the Sharpe ratio a year that the best of all trials shows without any skill (Bailey and López de Prado 2014)";
const DEFLATED: &str = "probability that the true Sharpe ratio exceeds what the best of all trials shows by luck (Bailey and López de \
                        Prado 2014)";
const TRACK_RECORD: &str = "periods after which this Sharpe ratio exceeds the benchmark's with the confidence asked for (Bailey and \
                            López de Prado 2012)";
const SKEWNESS: &str = "third standardized moment, divisor n";
const KURTOSIS: &str = "fourth standardized moment, divisor n: 3 for a normal distribution";
const LJUNG_BOX: &str = "probability of such autocorrelations over ten lags, were there none (Ljung and Box 1978)";
const JARQUE_BERA: &str = "probability of such skewness and kurtosis, were the returns normal (Jarque and Bera 1980)";
const DICKEY_FULLER: &str =
    "probability of such returns, had they a unit root (augmented Dickey–Fuller, a constant, lags by AIC)";

fn trading_days() -> f64 {
    TRADING_DAYS_PER_YEAR
}

fn blocks() -> usize {
    10
}

fn nineteen_twentieths() -> f64 {
    0.95
}

fn resamples() -> usize {
    5_000
}
