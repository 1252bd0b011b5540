//! Optimizations: moments of chosen instruments, solves, saved runs and their comparison.

pub(crate) mod comparisons;
mod lots;
mod questions;
mod shapes;
mod spec;
mod studio;

use std::{ops::ControlFlow, sync::Arc};

use ::optimize::{Objective, OptimizationRequest, OptimizationResult, OptimizeError, optimize};
use indexmap::IndexSet;
use model::{
    id::OptimizationId,
    job::{Job, JobKind},
    optimization::OptimizationType,
};
use serde::Serialize;

pub use questions::{
    ChangesQuery, ChangesQuestion, CorrelationsQuestion, LotsQuestion, ResamplingQuestion, StabilityQuestion,
    StudioQuestion, WalkForwardQuestion,
};
pub use shapes::{
    CompareQuery, Comparison, ComparisonRow, NewOptimization, OptimizationSettings, OptimizationSummary,
    OptimizationView, RenameOptimization, SolveQuery,
};
pub use spec::{CurrentPortfolio, UniverseAsset, UniverseQuery, UniverseSpec, UniverseView};

use crate::{
    Workstation,
    ctx::{Action, Ctx, authorize},
    error::{Error, Result},
    jobs::{Task, Work},
    ledger::Deleted,
    page::{Page, PageQuery, paging},
    portfolio::PortfolioQuery,
    universe::{Aside, estimated},
    workspace::last_event,
};

impl Workstation {
    /// Estimated moments of a universe.
    ///
    /// # Errors
    /// When an instrument is unknown or there are too few prices.
    pub async fn universe(&self, ctx: &Ctx, spec: UniverseSpec) -> Result<UniverseView> {
        let ws = self.for_use(ctx, Action::Read, "optimizations").await?;
        Ok(estimated(&ws, &self.host, &spec).await?.view.clone())
    }

    /// Solves without saving, with the frontier beside it when its points are asked for.
    ///
    /// # Errors
    /// When the request is malformed or has no solution.
    pub async fn solve(
        &self,
        ctx: &Ctx,
        request: OptimizationRequest,
        query: SolveQuery,
    ) -> Result<OptimizationResult> {
        authorize(&ctx.actor, Action::Read, "optimizations")?;
        let solve = move || solve_with_frontier(request, query.frontier_points);
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
    let universe = estimated(ws, host, &new.universe).await?;
    let mut request = studio::filled(ws, host, &universe, new.request, new.lots.as_ref()).await?;
    control.check()?;
    let aside = Aside { frontier_points: new.frontier_points, corners: new.corners };
    let (watched, asked, over) = (control.clone(), request.clone(), Arc::clone(&universe));
    let solve = move || {
        over.solve(&asked, aside, &mut |p| {
            watched.report(0.1 + 0.85 * p.fraction, "Solving");
            watched.flow()
        })
    };
    let solved = tokio::task::spawn_blocking(solve).await.map_err(|_| Error::Broken { what: "the solver" })?;
    let result = solved?;
    universe.put_moments(&mut request);
    let view = &universe.view;
    let mut w = ws.begin(ctx, host).await?;
    let saved = Saved {
        id: OptimizationId::new(),
        name: new.name,
        optimization_type: kind_of(request.objective),
        created_at: w.at(),
        as_of: view.last_date,
        job_id: Some(*job),
        data_hash: view.data_hash.clone(),
        instruments: view.assets.iter().map(|a| a.instrument_id).collect(),
        settings: OptimizationSettings { universe: view.spec.clone(), request },
        result,
    };
    store::optimizations::insert(&mut w, &saved).await?;
    ws.commit(w, host).await?;
    Ok(OptimizationDone { optimization_id: saved.id })
}

/// A run as the store keeps it.
type Saved = store::optimizations::Optimization<OptimizationSettings, OptimizationResult>;

/// Both in one answer: while a bound is dragged, two calls cost the page twice the frames.
fn solve_with_frontier(
    mut request: OptimizationRequest,
    frontier_points: Option<usize>,
) -> std::result::Result<OptimizationResult, OptimizeError> {
    let mut solved = optimize(&request, &mut |_| ControlFlow::Continue(()))?;
    if frontier_points.is_some() && request.objective != Objective::EfficientFrontier {
        request.objective = Objective::EfficientFrontier;
        request.points = frontier_points;
        let line = optimize(&request, &mut |_| ControlFlow::Continue(()))?;
        solved.frontier = line.frontier;
        solved.tangency = line.tangency;
    }
    Ok(solved)
}

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
        Objective::MinimumCvar => OptimizationType::MinimumCvar,
        Objective::CvarFrontier => OptimizationType::CvarFrontier,
        Objective::MinimumCdar => OptimizationType::MinimumCdar,
        Objective::MinimumSemivariance => OptimizationType::MinimumSemivariance,
        Objective::MinimumMeanAbsoluteDeviation => OptimizationType::MinimumMeanAbsoluteDeviation,
        Objective::WorstCase => OptimizationType::WorstCase,
        Objective::MaximumLogUtility => OptimizationType::MaximumLogUtility,
        Objective::MinimumTrackingError => OptimizationType::MinimumTrackingError,
        Objective::MaximumDiversification => OptimizationType::MaximumDiversification,
        Objective::MaximumDecorrelation => OptimizationType::MaximumDecorrelation,
        Objective::RiskParity => OptimizationType::RiskParity,
        Objective::HierarchicalRiskParity => OptimizationType::HierarchicalRiskParity,
        Objective::HierarchicalEqualRiskContribution => OptimizationType::HierarchicalEqualRiskContribution,
        Objective::NestedClusters => OptimizationType::NestedClusters,
        Objective::EqualWeight => OptimizationType::EqualWeight,
        Objective::InverseVolatility => OptimizationType::InverseVolatility,
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
