//! All figures of risk of a portfolio at once, each with its convention in words, as the command line and the API give them.

mod clusters;
mod conventions;
mod correlation;
mod exceptions;
mod factors;
mod parts;
mod spread;
mod tails;

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};
use statistics::{CovarianceModel, MissingRule, MomentsRequest, TRADING_DAYS_PER_YEAR};
use utoipa::ToSchema;

use crate::error::{check_positive, invalid};
use crate::histories::Aligned;
use crate::holdings::{capital, check_holdings};
use crate::{
    Answer, Convention, FilteredPaths, HistoryKind, HistoryTable, Holding, LeftOut, LiquidationPlan, RiskError,
    TailMethod,
};

pub use clusters::{ClusterMerge, HoldingClusters};
pub use correlation::{CorrelationBreak, CorrelationReport, PairBreak, RollingCorrelation};
pub use exceptions::{BacktestSettings, Exception, MethodBacktest, coverage_table};
pub use factors::{FactorExposure, FactorRisk, HoldingExposure};
pub(crate) use parts::moments;
pub use parts::{HoldingContribution, RiskContributions};
pub use spread::{ConcentrationReport, GroupShare, GroupSpread};
pub use tails::TailFigure;

/// A portfolio, histories, and what to work out of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RiskRequest {
    /// What is held.
    pub holdings: Vec<Holding>,
    /// The value that losses are a part of; none takes the sum of all holdings. What is missing to it is cash without risk.
    #[serde(default)]
    pub capital: Option<f64>,
    /// Histories of holdings and factors by name. What has none is left out and named in the report.
    pub history: HistoryTable,
    /// Names of those series that are factors, such as an index.
    #[serde(default)]
    pub factors: Vec<String>,
    /// Probabilities with which a loss is not exceeded.
    #[serde(default = "confidences")]
    pub confidences: Vec<f64>,
    /// Periods over which losses are estimated.
    #[serde(default = "horizons")]
    pub horizons: Vec<usize>,
    /// Methods; empty takes all eight with their usual settings.
    #[serde(default)]
    pub methods: Vec<TailMethod>,
    /// How methods are tested on the past; none leaves that out.
    #[serde(default)]
    pub backtest: Option<BacktestSettings>,
    /// What is done about gaps where covariances are estimated. Losses look at periods that all holdings have.
    #[serde(default)]
    pub missing: MissingRule,
    /// The estimator that stands beside the sample covariance.
    #[serde(default)]
    pub covariance_model: CovarianceModel,
    /// Periods of the moving window of correlations.
    #[serde(default = "quarter")]
    pub rolling_periods: usize,
    /// Part of the way from the sample's correlations to one that stressed ones go, 0 to 1.
    #[serde(default = "half")]
    pub correlation_stress: f64,
    /// Part of a day's trading that is at most one's own while selling.
    #[serde(default = "fifth")]
    pub participation: f64,
    /// 252 for days.
    #[serde(default = "trading_days")]
    pub periods_per_year: f64,
    /// Of the random numbers of methods that are not given.
    #[serde(default)]
    pub seed: u64,
}

/// Risk of a portfolio. Losses are parts of the capital and positive, a period's unless a horizon says otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RiskReport {
    /// The value that losses are a part of.
    pub capital: f64,
    /// Sizes of all holdings with a value, summed.
    pub gross_value: f64,
    /// Their values, summed.
    pub net_value: f64,
    /// Part of the gross value that the figures cover.
    pub covered_share: f64,
    /// Holdings that are not covered, and why.
    pub left_out: Vec<LeftOut>,
    /// Periods that all covered holdings have.
    pub n_periods: usize,
    /// The last day of the first of them.
    pub first_date: Option<NaiveDate>,
    /// The last day of the last.
    pub last_date: Option<NaiveDate>,
    /// Rows left out because a holding has nothing there.
    pub n_dropped: usize,
    /// Deviation of the portfolio a year.
    pub volatility: Answer<f64>,
    /// Losses by method, confidence and horizon.
    pub tails: Vec<TailFigure>,
    /// How each method would have fared.
    pub backtests: Vec<MethodBacktest>,
    /// What each holding adds, one entry a confidence.
    pub contributions: Vec<Answer<RiskContributions>>,
    /// What factors explain; undefined without factors.
    pub factors: Answer<FactorRisk>,
    /// How holdings move together.
    pub correlation: Answer<CorrelationReport>,
    /// The tree of holdings by correlation.
    pub clusters: Answer<HoldingClusters>,
    /// How few things it rests on.
    pub concentration: ConcentrationReport,
    /// How long it takes to sell.
    pub liquidity: Answer<LiquidationPlan>,
    /// How each figure is worked out.
    pub conventions: Vec<Convention>,
}

/// The covered part of a portfolio.
struct Book {
    names: Vec<String>,
    /// Values over the capital.
    weights: Vec<f64>,
    aligned: Aligned,
    /// Returns of the portfolio with constant weights.
    returns: Vec<f64>,
}

impl RiskRequest {
    /// A request with the usual settings.
    #[must_use]
    pub fn new(holdings: Vec<Holding>, history: HistoryTable) -> Self {
        Self {
            holdings,
            capital: None,
            history,
            factors: Vec::new(),
            confidences: confidences(),
            horizons: horizons(),
            methods: Vec::new(),
            backtest: None,
            missing: MissingRule::default(),
            covariance_model: CovarianceModel::default(),
            rolling_periods: quarter(),
            correlation_stress: half(),
            participation: fifth(),
            periods_per_year: trading_days(),
            seed: 0,
        }
    }

    /// Reads a request.
    ///
    /// # Errors
    /// When it is not JSON of this form.
    pub fn from_json(text: &[u8]) -> Result<Self, RiskError> {
        serde_json::from_slice(text).map_err(|error| RiskError::Malformed { detail: error.to_string() })
    }

    /// Works out every figure. The result does not depend on the number of threads.
    ///
    /// # Errors
    /// When nothing is held that has a value and a history, the capital is not above zero, the table is not in order, or a setting is out of
    /// range. What only one figure lacks is said there.
    pub fn report(&self, threads: NonZeroUsize) -> Result<RiskReport, RiskError> {
        self.report_watched(threads, &mut |_| ControlFlow::Continue(()))
    }

    /// The same, telling which part of the back-tests is done; what it is told back may end it.
    ///
    /// # Errors
    /// As for [`RiskRequest::report`]; and [`RiskError::Cancelled`] when it was ended.
    pub fn report_watched(
        &self,
        threads: NonZeroUsize,
        on_progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
    ) -> Result<RiskReport, RiskError> {
        self.check()?;
        let known: Vec<f64> = self.holdings.iter().filter_map(|holding| holding.value).collect();
        let gross_value: f64 = known.iter().map(|value| value.abs()).sum();
        let net_value: f64 = known.iter().sum();
        let capital = capital(self.capital, net_value)?;
        let (covered, left_out) = self.covered();
        let book = self.book(&covered, capital)?;
        let covered_value: f64 = covered.iter().filter_map(|holding| holding.value).map(f64::abs).sum();
        let methods = self.methods();
        let sample = self.covariance(&book, CovarianceModel::Sample { log_returns: false });
        let deviation = statistics::annualized_volatility(&book.returns, self.periods_per_year);
        Ok(RiskReport {
            capital,
            gross_value,
            net_value,
            covered_share: if gross_value > 0.0 { covered_value / gross_value } else { 0.0 },
            left_out,
            n_periods: book.returns.len(),
            first_date: book.aligned.dates.first().copied(),
            last_date: book.aligned.dates.last().copied(),
            n_dropped: book.aligned.n_dropped,
            volatility: Answer::of(deviation.ok_or("there are fewer than two periods")),
            tails: tails::figures(&book, &methods, &self.confidences, &self.horizons),
            backtests: exceptions::backtests(self, &book, &methods, threads, on_progress)?,
            contributions: self.confidences.iter().map(|level| parts::contributions(&book, *level)).collect(),
            factors: factors::risk(self, &book, &covered),
            correlation: Answer::of(correlation::report(self, &book, &sample)),
            clusters: Answer::of(clusters::clusters(&book.names, &sample)),
            concentration: spread::report(&self.holdings, &book, &sample),
            liquidity: Answer::of(spread::liquidity(&self.holdings, self.participation)),
            conventions: conventions::LIST.to_vec(),
        })
    }

    fn check(&self) -> Result<(), RiskError> {
        check_holdings(&self.holdings)?;
        self.history.check()?;
        self.factors.iter().try_for_each(|name| self.history.named("factors", name).map(|_| ()))?;
        self.confidences.iter().try_for_each(|level| crate::error::check_confidence(*level))?;
        check_positive("periods_per_year", self.periods_per_year)?;
        if let Some(horizon) = self.horizons.iter().find(|horizon| !(1..=1_000).contains(*horizon)) {
            let (setting, value) = ("horizons", *horizon as f64);
            return Err(RiskError::InvalidSetting { setting, value, allowed: "from 1 to 1,000 periods" });
        }
        if self.rolling_periods < 5 {
            let (setting, value) = ("rolling_periods", self.rolling_periods as f64);
            return Err(RiskError::InvalidSetting { setting, value, allowed: "5 or more" });
        }
        if !(0.0..=1.0).contains(&self.correlation_stress) {
            let (setting, value) = ("correlation_stress", self.correlation_stress);
            return Err(RiskError::InvalidSetting { setting, value, allowed: "from 0 to 1" });
        }
        Ok(())
    }

    /// Holdings with a value and a history, and why the others have not.
    fn covered(&self) -> (Vec<&Holding>, Vec<LeftOut>) {
        let reason = |holding: &Holding| match (holding.value, self.history.find(&holding.name)) {
            (None, _) => Some("its value is not known"),
            (_, None) => Some("it has no history"),
            (_, Some(series)) if series.values.iter().flatten().count() < 2 => Some("its history is empty"),
            _ => None,
        };
        let left =
            |holding: &Holding| reason(holding).map(|why| LeftOut { name: holding.name.clone(), why: why.to_owned() });
        let covered = self.holdings.iter().filter(|holding| reason(holding).is_none());
        (covered.collect(), self.holdings.iter().filter_map(left).collect())
    }

    fn book(&self, covered: &[&Holding], capital: f64) -> Result<Book, RiskError> {
        if covered.is_empty() {
            return Err(invalid("holdings", "none has both a value and a history; add prices of at least one"));
        }
        let series = covered.iter().filter_map(|holding| self.history.find(&holding.name)).collect::<Vec<_>>();
        let weights: Vec<f64> =
            covered.iter().filter_map(|holding| holding.value).map(|value| value / capital).collect();
        let aligned = self.history.aligned(&series);
        let day = |day: usize| aligned.returns.iter().zip(&weights).map(|(r, weight)| r[day] * weight).sum();
        let returns = (0..aligned.dates.len()).map(day).collect();
        let names = covered.iter().map(|holding| holding.name.clone()).collect();
        Ok(Book { names, weights, aligned, returns })
    }

    /// All eight methods unless some are given.
    fn methods(&self) -> Vec<TailMethod> {
        if !self.methods.is_empty() {
            return self.methods.clone();
        }
        let paths = FilteredPaths { seed: self.seed, ..FilteredPaths::default() };
        TailMethod::all(paths).to_vec()
    }

    /// A period's covariance by an estimator, and its shrinkage.
    fn covariance(&self, book: &Book, model: CovarianceModel) -> Result<(DMatrix<f64>, Option<f64>), RiskError> {
        let column = |name: &String| {
            let values = self.history.find(name).map(|series| series.values.clone()).unwrap_or_default();
            (name.clone(), values)
        };
        let columns = book.names.iter().map(column).collect();
        let (prices, returns) = match self.history.kind {
            HistoryKind::Prices => (Some(columns), None),
            HistoryKind::Returns => (None, Some(columns)),
        };
        let request = MomentsRequest {
            dates: Some(self.history.dates.clone()),
            prices,
            returns,
            covariance_model: model,
            missing: self.missing,
            periods_per_year: 1.0,
            ..MomentsRequest::default()
        };
        let found = request.estimate()?;
        let n = book.names.len();
        Ok((DMatrix::from_fn(n, n, |i, j| found.covariance[i][j]), found.shrinkage))
    }
}

fn confidences() -> Vec<f64> {
    vec![0.95, 0.99]
}

fn horizons() -> Vec<usize> {
    vec![1, 10]
}

fn quarter() -> usize {
    63
}

fn half() -> f64 {
    0.5
}

fn fifth() -> f64 {
    0.2
}

fn trading_days() -> f64 {
    TRADING_DAYS_PER_YEAR
}
