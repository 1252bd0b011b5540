//! `/sweeps`.

use axum::{Json as JsonBody, extract::State, http::StatusCode, response::IntoResponse};
use backtest::HeatMap;
use model::{id::BacktestId, job::Job};
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    ledger::Deleted,
    page::{Page, PageQuery},
    sweeps::{HeatMapQuery, SweepItem, SweepQuestion, SweepView},
};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Query, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read, delete))
        .routes(routes!(resume))
        .routes(routes!(heat_map))
}

/// Starts a sweep; the job's result has its `sweep_id`. One that is cancelled keeps the trials that were made.
#[utoipa::path(post, path = "/sweeps", tag = "sweeps", operation_id = "create_sweep", request_body = SweepQuestion,
    responses((status = 202, body = Job)))]
async fn create(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(question): Json<SweepQuestion>,
) -> Result<impl IntoResponse, Problem> {
    Ok((StatusCode::ACCEPTED, JsonBody(ws.start_sweep(&ctx, question).await?)))
}

/// Sweeps, newest first.
#[utoipa::path(get, path = "/sweeps", tag = "sweeps", operation_id = "list_sweeps", params(PageQuery),
    responses((status = 200, body = Page<SweepItem>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<PageQuery>) -> Reply<Page<SweepItem>> {
    reply(ws.sweeps(&ctx, &q).await)
}

/// One sweep with its trials and the verdict on it.
#[utoipa::path(get, path = "/sweeps/{id}", tag = "sweeps", operation_id = "get_sweep", params(("id" = BacktestId, Path)),
    responses((status = 200, body = SweepView)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<BacktestId>) -> Reply<SweepView> {
    reply(ws.sweep(&ctx, id).await)
}

/// Deletes a sweep with its trials.
#[utoipa::path(delete, path = "/sweeps/{id}", tag = "sweeps", operation_id = "delete_sweep", params(("id" = BacktestId, Path)),
    responses((status = 200, body = Deleted)))]
async fn delete(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<BacktestId>) -> Reply<Deleted> {
    reply(ws.delete_sweep(&ctx, id).await)
}

/// Goes on with a sweep that was stopped.
#[utoipa::path(post, path = "/sweeps/{id}/resume", tag = "sweeps", operation_id = "resume_sweep",
    params(("id" = BacktestId, Path)), responses((status = 202, body = Job)))]
async fn resume(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<BacktestId>) -> Result<impl IntoResponse, Problem> {
    Ok((StatusCode::ACCEPTED, JsonBody(ws.resume_sweep(&ctx, id).await?)))
}

/// A figure over two parameters.
#[utoipa::path(get, path = "/sweeps/{id}/heat_map", tag = "sweeps", operation_id = "sweep_heat_map",
    params(("id" = BacktestId, Path), HeatMapQuery), responses((status = 200, body = HeatMap)))]
async fn heat_map(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<BacktestId>,
    Query(q): Query<HeatMapQuery>,
) -> Reply<HeatMap> {
    reply(ws.sweep_heat_map(&ctx, id, q).await)
}
