//! `/optimizations` over stored prices: previews, correlations, comparisons.

use axum::{Json as JsonBody, extract::State, http::StatusCode, response::IntoResponse};
use model::job::Job;
use optimize::{CorrelationClusters, OptimizationResult, WeightChanges};
use utoipa_axum::router::OpenApiRouter;
use workstation::optimizations::{
    ChangesQuery, ChangesQuestion, CorrelationsQuestion, ResamplingQuestion, StabilityQuestion, StudioQuestion,
    WalkForwardQuestion,
};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Query, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new()
        .routes(routes!(preview))
        .routes(routes!(correlations))
        .routes(routes!(changes, question_changes))
        .routes(routes!(walk_forward))
        .routes(routes!(stability))
        .routes(routes!(resampling))
}

/// A started job.
type Started = Result<(StatusCode, JsonBody<Job>), Problem>;

fn started(result: workstation::error::Result<Job>) -> Started {
    Ok((StatusCode::ACCEPTED, JsonBody(result?)))
}

/// Solves over stored prices at once and saves nothing. Estimates are kept until something changes, so that a limit can be dragged.
#[utoipa::path(post, path = "/optimizations/preview", tag = "optimizations", operation_id = "preview_optimization",
    request_body = StudioQuestion, responses((status = 200, body = OptimizationResult)))]
async fn preview(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(question): Json<StudioQuestion>,
) -> Reply<OptimizationResult> {
    reply(ws.preview_optimization(&ctx, question).await)
}

/// Correlations of a universe with the tree of its clusters, rows and columns in the order of the leaves.
#[utoipa::path(post, path = "/optimizations/correlations", tag = "optimizations", operation_id = "correlations",
    request_body = CorrelationsQuestion, responses((status = 200, body = CorrelationClusters)))]
async fn correlations(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(question): Json<CorrelationsQuestion>,
) -> Reply<CorrelationClusters> {
    reply(ws.correlations(&ctx, question).await)
}

/// Why the weights of two saved runs differ: data, constraints and objective replaced one after the other.
#[utoipa::path(get, path = "/optimizations/changes", tag = "optimizations", operation_id = "optimization_changes",
    params(ChangesQuery), responses((status = 200, body = WeightChanges)))]
async fn changes(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<ChangesQuery>) -> Reply<WeightChanges> {
    reply(ws.optimization_changes(&ctx, &q).await)
}

/// The same for two questions that are saved nowhere.
#[utoipa::path(post, path = "/optimizations/changes", tag = "optimizations", operation_id = "question_changes",
    request_body = ChangesQuestion, responses((status = 200, body = WeightChanges)))]
async fn question_changes(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(question): Json<ChangesQuestion>,
) -> Reply<WeightChanges> {
    reply(ws.question_changes(&ctx, question).await)
}

/// Starts a comparison with equal weights over the past; the job's result is a `WalkForwardResult`.
#[utoipa::path(post, path = "/optimizations/walk-forward", tag = "optimizations", operation_id = "walk_forward",
    request_body = WalkForwardQuestion, responses((status = 202, body = Job)))]
async fn walk_forward(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(question): Json<WalkForwardQuestion>,
) -> Result<impl IntoResponse, Problem> {
    started(ws.start_walk_forward(&ctx, question).await)
}

/// Starts an optimization under small changes of its inputs; the job's result is a `StabilityResult`.
#[utoipa::path(post, path = "/optimizations/stability", tag = "optimizations", operation_id = "stability",
    request_body = StabilityQuestion, responses((status = 202, body = Job)))]
async fn stability(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(question): Json<StabilityQuestion>,
) -> Result<impl IntoResponse, Problem> {
    started(ws.start_stability(&ctx, question).await)
}

/// Starts an optimization over histories that might have been; the job's result is a `ResamplingResult`.
#[utoipa::path(post, path = "/optimizations/resampling", tag = "optimizations", operation_id = "resampling",
    request_body = ResamplingQuestion, responses((status = 202, body = Job)))]
async fn resampling(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(question): Json<ResamplingQuestion>,
) -> Result<impl IntoResponse, Problem> {
    started(ws.start_resampling(&ctx, question).await)
}
