//! `/optimizations`.

use axum::{Json as JsonBody, extract::State, http::StatusCode, response::IntoResponse};
use model::{id::OptimizationId, job::Job};
use optimize::{OptimizationRequest, OptimizationResult};
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    ledger::Deleted,
    optimizations::{
        CompareQuery, Comparison, NewOptimization, OptimizationSummary, OptimizationView, RenameOptimization,
        SolveQuery, UniverseQuery, UniverseSpec, UniverseView,
    },
    page::{Page, PageQuery},
};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Query, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new()
        .routes(routes!(universe, universe_of))
        .routes(routes!(solve))
        .routes(routes!(compare))
        .routes(routes!(list, create))
        .routes(routes!(read, rename, delete))
}

/// Estimated moments of instruments over dates, and today's portfolio within them.
#[utoipa::path(get, path = "/optimizations/universe", tag = "optimizations", operation_id = "universe", params(UniverseQuery),
    responses((status = 200, body = UniverseView)))]
async fn universe(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<UniverseQuery>) -> Reply<UniverseView> {
    reply(ws.universe(&ctx, q.spec()?).await)
}

/// The same with every setting of the estimators, for long lists of instruments.
#[utoipa::path(post, path = "/optimizations/universe", tag = "optimizations", operation_id = "universe_of",
    request_body = UniverseSpec, responses((status = 200, body = UniverseView)))]
async fn universe_of(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(spec): Json<UniverseSpec>) -> Reply<UniverseView> {
    reply(ws.universe(&ctx, spec).await)
}

/// Solves at once and saves nothing; with `frontier_points` the frontier and its tangency portfolio come along.
#[utoipa::path(post, path = "/optimizations/solve", tag = "optimizations", operation_id = "solve", params(SolveQuery),
    request_body = OptimizationRequest, responses((status = 200, body = OptimizationResult)))]
async fn solve(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Query(query): Query<SolveQuery>,
    Json(request): Json<OptimizationRequest>,
) -> Reply<OptimizationResult> {
    reply(ws.solve(&ctx, request, query).await)
}

/// Starts a run that is saved; the job's result has its `optimization_id`.
#[utoipa::path(post, path = "/optimizations", tag = "optimizations", operation_id = "create_optimization",
    request_body = NewOptimization, responses((status = 202, body = Job)))]
async fn create(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(new): Json<NewOptimization>,
) -> Result<impl IntoResponse, Problem> {
    Ok((StatusCode::ACCEPTED, JsonBody(ws.create_optimization(&ctx, new).await?)))
}

/// Saved runs, newest first.
#[utoipa::path(get, path = "/optimizations", tag = "optimizations", operation_id = "list_optimizations", params(PageQuery),
    responses((status = 200, body = Page<OptimizationSummary>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<PageQuery>) -> Reply<Page<OptimizationSummary>> {
    reply(ws.optimizations(&ctx, &q).await)
}

/// Saved runs side by side with what is held.
#[utoipa::path(get, path = "/optimizations/compare", tag = "optimizations", operation_id = "compare_optimizations",
    params(CompareQuery), responses((status = 200, body = Comparison)))]
async fn compare(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<CompareQuery>) -> Reply<Comparison> {
    reply(ws.compare_optimizations(&ctx, &q).await)
}

/// A saved run.
#[utoipa::path(get, path = "/optimizations/{id}", tag = "optimizations", operation_id = "get_optimization",
    params(("id" = OptimizationId, Path)), responses((status = 200, body = OptimizationView)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<OptimizationId>) -> Reply<OptimizationView> {
    reply(ws.optimization(&ctx, id).await)
}

/// Renames a saved run.
#[utoipa::path(patch, path = "/optimizations/{id}", tag = "optimizations", operation_id = "rename_optimization",
    params(("id" = OptimizationId, Path)), request_body = RenameOptimization,
    responses((status = 200, body = OptimizationView)))]
async fn rename(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<OptimizationId>,
    Json(new): Json<RenameOptimization>,
) -> Reply<OptimizationView> {
    reply(ws.rename_optimization(&ctx, id, &new.name).await)
}

/// Deletes a saved run.
#[utoipa::path(delete, path = "/optimizations/{id}", tag = "optimizations", operation_id = "delete_optimization",
    params(("id" = OptimizationId, Path)), responses((status = 200, body = Deleted)))]
async fn delete(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<OptimizationId>) -> Reply<Deleted> {
    reply(ws.delete_optimization(&ctx, id).await)
}
