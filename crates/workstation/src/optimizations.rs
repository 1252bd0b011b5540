//! Optimizations: moments of chosen instruments, solves, saved runs and their comparison.

use std::{collections::BTreeMap, ops::ControlFlow};

use ::optimize::{Objective, OptimizationRequest, OptimizationResult, optimize};
use chrono::NaiveDate;
use indexmap::IndexSet;
use model::{
    id::{InstrumentId, JobId, OptimizationId},
    job::{Job, JobKind},
    optimization::OptimizationType,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use statistics::{Compounding, CovarianceModel, ExpectedReturnsModel};

use crate::{
    Workstation,
    ctx::{Action, Ctx, authorize},
    error::{Error, Result},
    jobs::{Task, Work},
    ledger::Deleted,
    page::{Page, PageQuery, paging},
    portfolio::PortfolioQuery,
    workspace::last_event,
};

/// Instruments, dates and estimators.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UniverseSpec {
    /// The instruments, in order; those held today when empty.
    #[serde(default)]
    pub instrument_ids: Vec<InstrumentId>,
    /// Prices from this day; the first day on which all have one when nothing is said.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Prices to this day; today when nothing is said.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Estimator of the expected returns.
    #[serde(default)]
    pub expected_returns_model: ExpectedReturnsModel,
    /// Estimator of the covariance.
    #[serde(default)]
    pub covariance_model: CovarianceModel,
}

/// The same as query parameters.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UniverseQuery {
    /// Instrument ids with commas between them; those held today when nothing is said.
    #[serde(default)]
    pub instrument_ids: Option<String>,
    /// Prices from this day.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Prices to this day; today when nothing is said.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// `historical_mean` (default) or `exponentially_weighted`.
    #[serde(default)]
    pub expected_returns: Option<String>,
    /// Span in days of exponentially weighted expected returns; 500 when nothing is said.
    #[serde(default)]
    pub expected_returns_span: Option<f64>,
    /// `ledoit_wolf_constant_variance` (default), `sample` or `exponentially_weighted`.
    #[serde(default)]
    pub covariance: Option<String>,
    /// Span in days of the exponentially weighted covariance; 180 when nothing is said.
    #[serde(default)]
    pub covariance_span: Option<f64>,
    /// Logarithmic returns in place of simple ones.
    #[serde(default)]
    pub log_returns: Option<bool>,
}

impl UniverseQuery {
    /// What it asks for.
    ///
    /// # Errors
    /// When an id or the name of an estimator cannot be read.
    pub fn spec(&self) -> Result<UniverseSpec> {
        let log_returns = self.log_returns.unwrap_or(false);
        let ids = self.instrument_ids.as_deref().unwrap_or_default();
        let instrument_ids = ids
            .split(',')
            .map(str::trim)
            .filter(|id| !id.is_empty())
            .map(|id| id.parse().map_err(|_| Error::not_found("instrument", id)))
            .collect::<Result<_>>()?;
        let unknown = |field: &str, name: &str, allowed: &str| {
            Err(Error::field(field, "name_unknown", format!("\"{name}\" is not an estimator; use one of {allowed}")))
        };
        let expected_returns_model = match self.expected_returns.as_deref() {
            None | Some("historical_mean") => {
                ExpectedReturnsModel::HistoricalMean { compounding: Compounding::default(), log_returns }
            }
            Some("exponentially_weighted") => ExpectedReturnsModel::ExponentiallyWeighted {
                span: self.expected_returns_span.unwrap_or(500.0),
                compounding: Compounding::default(),
                log_returns,
            },
            Some(other) => return unknown("expected_returns", other, "historical_mean, exponentially_weighted"),
        };
        let covariance_model = match self.covariance.as_deref() {
            None | Some("ledoit_wolf_constant_variance") => CovarianceModel::LedoitWolfConstantVariance { log_returns },
            Some("sample") => CovarianceModel::Sample { log_returns },
            Some("exponentially_weighted") => {
                CovarianceModel::ExponentiallyWeighted { span: self.covariance_span.unwrap_or(180.0), log_returns }
            }
            Some(other) => {
                return unknown("covariance", other, "ledoit_wolf_constant_variance, sample, exponentially_weighted");
            }
        };
        Ok(UniverseSpec { instrument_ids, from: self.from, to: self.to, expected_returns_model, covariance_model })
    }
}

/// Moments of a universe, a year, and today's portfolio within it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct UniverseView {
    /// The instruments, in the order of the moments.
    pub assets: Vec<UniverseAsset>,
    /// What was asked for, with the dates and instruments found.
    pub spec: UniverseSpec,
    /// First date used.
    pub first_date: NaiveDate,
    /// Last date used.
    pub last_date: NaiveDate,
    /// Returns used.
    pub n_observations: usize,
    /// Dates left out because an instrument has no price there.
    pub n_dropped_dates: usize,
    /// Expected returns a year (0.1 is 10 %).
    pub expected_returns: Vec<f64>,
    /// Covariance a year, one row for each asset.
    pub covariance: Vec<Vec<f64>>,
    /// Shrinkage intensity, for estimators that shrink.
    pub shrinkage: Option<f64>,
    /// Smallest eigenvalue of the covariance.
    pub min_eigenvalue: f64,
    /// Risk-free rate a year.
    pub risk_free_rate: f64,
    /// Where the risk-free rate comes from.
    pub risk_free_source: String,
    /// Today's portfolio over these instruments; null when none of them is held.
    pub current: Option<CurrentPortfolio>,
    /// BLAKE3 of the prices used, hex.
    pub data_hash: String,
}

/// An instrument of a universe.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct UniverseAsset {
    /// The instrument.
    pub instrument_id: InstrumentId,
    /// Its symbol, which names it in requests and results.
    pub symbol: String,
    /// Its name.
    pub name: String,
    /// Its sector.
    pub sector: Option<String>,
    /// Volatility a year.
    pub volatility: f64,
}

/// Today's weights within a universe and what the moments say of them.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CurrentPortfolio {
    /// Weights by symbol, of the value held in these instruments; they sum to 1.
    pub weights: BTreeMap<String, f64>,
    /// Expected return a year.
    pub expected_return: f64,
    /// Volatility a year.
    pub volatility: f64,
    /// Sharpe ratio; null without volatility.
    pub sharpe: Option<f64>,
}

/// A run to do and save.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOptimization {
    /// Its name, 1 to 120 characters.
    pub name: String,
    /// Instruments, dates and estimators.
    pub universe: UniverseSpec,
    /// Objective and limits. Moments are filled in from the universe; assets are symbols.
    pub request: OptimizationRequest,
}

/// What a run was done with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OptimizationSettings {
    /// Instruments, dates and estimators.
    pub universe: UniverseSpec,
    /// The request as solved, moments included.
    pub request: OptimizationRequest,
}

/// A saved run.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OptimizationView {
    /// Its identity.
    pub id: OptimizationId,
    /// Its name.
    pub name: String,
    /// What it looked for.
    pub optimization_type: OptimizationType,
    /// When it was run.
    pub created_at: Timestamp,
    /// The day that counted as today.
    pub as_of: NaiveDate,
    /// The job that ran it.
    pub job_id: Option<JobId>,
    /// BLAKE3 of the prices used, hex.
    pub data_hash: String,
    /// Its instruments, in order.
    pub instruments: Vec<InstrumentId>,
    /// What it was done with.
    pub settings: OptimizationSettings,
    /// What came out.
    pub result: OptimizationResult,
}

/// A saved run in a list.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OptimizationSummary {
    /// Its identity.
    pub id: OptimizationId,
    /// Its name.
    pub name: String,
    /// What it looked for.
    pub optimization_type: OptimizationType,
    /// When it was run.
    pub created_at: Timestamp,
    /// The day that counted as today.
    pub as_of: NaiveDate,
    /// BLAKE3 of the prices used, hex.
    pub data_hash: String,
    /// How many instruments.
    pub n_assets: usize,
    /// Expected return a year.
    pub expected_return: Option<f64>,
    /// Volatility a year.
    pub volatility: f64,
    /// Sharpe ratio.
    pub sharpe: Option<f64>,
}

/// A new name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameOptimization {
    /// The name, 1 to 120 characters.
    pub name: String,
}

/// Which runs to compare.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CompareQuery {
    /// Ids of saved runs with commas between them, 1 to 8.
    pub ids: String,
}

/// Runs side by side with what is held.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Comparison {
    /// The runs, in the order asked for.
    pub optimizations: Vec<OptimizationSummary>,
    /// Weights by asset.
    pub rows: Vec<ComparisonRow>,
}

/// One asset in a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ComparisonRow {
    /// The symbol.
    pub asset: String,
    /// The instrument, while it exists.
    pub instrument_id: Option<InstrumentId>,
    /// Part of today's portfolio value, cash included; null when unknown.
    pub today: Option<f64>,
    /// The weight in each run; null where the asset is not in it.
    pub weights: Vec<Option<f64>>,
}

impl Workstation {
    /// Estimated moments of a universe.
    ///
    /// # Errors
    /// When an instrument is unknown or there are too few prices.
    pub async fn universe(&self, ctx: &Ctx, spec: UniverseSpec) -> Result<UniverseView> {
        let ws = self.for_use(ctx, Action::Read, "optimizations").await?;
        crate::universe::estimate(&ws, &self.host, spec).await
    }

    /// Solves without saving.
    ///
    /// # Errors
    /// When the request is malformed or has no solution.
    pub async fn solve(&self, ctx: &Ctx, request: OptimizationRequest) -> Result<OptimizationResult> {
        authorize(&ctx.actor, Action::Read, "optimizations")?;
        let solve = move || optimize(&request, &mut |_| ControlFlow::Continue(()));
        let solved = tokio::task::spawn_blocking(solve).await.map_err(|_| Error::Broken { what: "the solver" })?;
        Ok(solved?)
    }

    /// Starts a run that is saved; the job's result has the `optimization_id`.
    ///
    /// # Errors
    /// When the name is empty or too long.
    pub async fn create_optimization(&self, ctx: &Ctx, new: NewOptimization) -> Result<Job> {
        let ws = self.for_use(ctx, Action::Write, "optimizations").await?;
        check_name(&new.name)?;
        let title = format!("Optimize: {}", new.name);
        self.enqueue(&ws, ctx, JobKind::Optimization, &title, Work::Optimization(Box::new(new))).await
    }

    /// Saved runs, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn optimizations(&self, ctx: &Ctx, query: &PageQuery) -> Result<Page<OptimizationSummary>> {
        let ws = self.for_use(ctx, Action::Read, "optimizations").await?;
        let paging = paging(query.limit, query.cursor.clone())?;
        let page: Page<Saved> = store::optimizations::list(&ws.store, &paging).await?.into();
        Ok(page.map(|saved| summary(&saved)))
    }

    /// A saved run.
    ///
    /// # Errors
    /// When there is none.
    pub async fn optimization(&self, ctx: &Ctx, id: OptimizationId) -> Result<OptimizationView> {
        let ws = self.for_use(ctx, Action::Read, "optimizations").await?;
        Ok(view(store::optimizations::get(&ws.store, id).await?))
    }

    /// Renames a saved run.
    ///
    /// # Errors
    /// When there is none, or the name is empty or too long.
    pub async fn rename_optimization(&self, ctx: &Ctx, id: OptimizationId, name: &str) -> Result<OptimizationView> {
        let ws = self.for_use(ctx, Action::Write, "optimizations").await?;
        check_name(name)?;
        let mut w = ws.begin(ctx, &self.host).await?;
        store::optimizations::rename(&mut w, id, name).await?;
        let renamed = store::optimizations::get(&mut w, id).await?;
        ws.commit(w, &self.host).await?;
        Ok(view(renamed))
    }

    /// Deletes a saved run.
    ///
    /// # Errors
    /// When there is none.
    pub async fn delete_optimization(&self, ctx: &Ctx, id: OptimizationId) -> Result<Deleted> {
        let ws = self.for_use(ctx, Action::Write, "optimizations").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let _: Saved = store::optimizations::delete(&mut w, id).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Deleted { change_id })
    }

    /// Saved runs side by side with what is held.
    ///
    /// # Errors
    /// When one of them does not exist.
    pub async fn compare_optimizations(&self, ctx: &Ctx, query: &CompareQuery) -> Result<Comparison> {
        let ws = self.for_use(ctx, Action::Read, "optimizations").await?;
        let ids: Vec<&str> = query.ids.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
        if ids.is_empty() || ids.len() > 8 {
            return Err(Error::field("ids", "out_of_range", format!("ids names {} runs; give 1 to 8", ids.len())));
        }
        let mut runs: Vec<Saved> = Vec::new();
        for id in ids {
            let id = id.parse().map_err(|_| Error::not_found("optimization", id))?;
            runs.push(store::optimizations::get(&ws.store, id).await?);
        }
        let today = self.portfolio(ctx, &PortfolioQuery::default()).await?;
        let instruments = store::instruments::all(&ws.store).await?;
        let mut assets: IndexSet<String> = runs.iter().flat_map(|r| r.result.weights.keys().cloned()).collect();
        assets.extend(today.positions.iter().map(|p| p.symbol.clone()));
        let row = |asset: String| {
            let held: Vec<_> = today.positions.iter().filter(|p| p.symbol == asset).map(|p| p.weight.value).collect();
            ComparisonRow {
                instrument_id: instruments.iter().find(|i| i.fields.symbol == asset).map(|i| i.id),
                today: held.into_iter().sum(),
                weights: runs.iter().map(|r| r.result.weights.get(&asset).copied()).collect(),
                asset,
            }
        };
        let rows = assets.into_iter().map(row).collect();
        Ok(Comparison { optimizations: runs.iter().map(summary).collect(), rows })
    }
}

/// The job's result.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct OptimizationDone {
    /// The saved run.
    pub optimization_id: OptimizationId,
}

/// The job: estimates, solves and saves.
pub(crate) async fn run(task: &Task, new: NewOptimization) -> Result<OptimizationDone> {
    let Task { ws, host, ctx, control, job } = task;
    control.report(0.02, "Estimating");
    let universe = crate::universe::estimate(ws, host, new.universe).await?;
    control.check()?;
    let mut request = new.request;
    request.assets = universe.assets.iter().map(|a| a.symbol.clone()).collect();
    (request.prices, request.dates) = (None, None);
    request.expected_returns = Some(universe.expected_returns);
    request.covariance = Some(universe.covariance);
    let (watched, asked) = (control.clone(), request.clone());
    let solve = move || {
        optimize(&asked, &mut |p| {
            watched.report(0.1 + 0.85 * p.fraction, "Solving");
            watched.flow()
        })
    };
    let solved = tokio::task::spawn_blocking(solve).await.map_err(|_| Error::Broken { what: "the solver" })?;
    let result = solved?;
    let mut w = ws.begin(ctx, host).await?;
    let saved = Saved {
        id: OptimizationId::new(),
        name: new.name,
        optimization_type: kind_of(request.objective),
        created_at: w.at(),
        as_of: universe.last_date,
        job_id: Some(*job),
        data_hash: universe.data_hash,
        instruments: universe.assets.iter().map(|a| a.instrument_id).collect(),
        settings: OptimizationSettings { universe: universe.spec, request },
        result,
    };
    store::optimizations::insert(&mut w, &saved).await?;
    ws.commit(w, host).await?;
    Ok(OptimizationDone { optimization_id: saved.id })
}

/// A run as the store keeps it.
type Saved = store::optimizations::Optimization<OptimizationSettings, OptimizationResult>;

fn check_name(name: &str) -> Result<()> {
    if name.trim().is_empty() || name.chars().count() > 120 {
        return Err(Error::field("name", "text_length", "name must have 1 to 120 characters"));
    }
    Ok(())
}

fn kind_of(objective: Objective) -> OptimizationType {
    match objective {
        Objective::MinimumVariance => OptimizationType::MinimumVariance,
        Objective::MaximumSharpe => OptimizationType::MaximumSharpe,
        Objective::EfficientReturn => OptimizationType::EfficientReturn,
        Objective::EfficientRisk => OptimizationType::EfficientRisk,
        Objective::MaximumQuadraticUtility => OptimizationType::MaximumQuadraticUtility,
        Objective::EfficientFrontier => OptimizationType::EfficientFrontier,
    }
}

fn summary(saved: &Saved) -> OptimizationSummary {
    OptimizationSummary {
        id: saved.id,
        name: saved.name.clone(),
        optimization_type: saved.optimization_type,
        created_at: saved.created_at,
        as_of: saved.as_of,
        data_hash: saved.data_hash.clone(),
        n_assets: saved.instruments.len(),
        expected_return: saved.result.expected_return,
        volatility: saved.result.volatility,
        sharpe: saved.result.sharpe,
    }
}

fn view(saved: Saved) -> OptimizationView {
    let Saved { id, name, optimization_type, created_at, as_of, job_id, data_hash, instruments, settings, result } =
        saved;
    OptimizationView {
        id,
        name,
        optimization_type,
        created_at,
        as_of,
        job_id,
        data_hash,
        instruments,
        settings,
        result,
    }
}
