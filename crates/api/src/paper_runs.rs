//! `/paper-runs`: strategies over what streams or is replayed, in accounts of their own. No order leaves the program.

use axum::{Json as JsonBody, extract::State, http::StatusCode, response::IntoResponse};
use model::id::BacktestId;
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    backtests::BacktestView,
    paper_runs::{PaperQuestion, PaperRunView},
};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(list, start)).routes(routes!(read)).routes(routes!(stop))
}

/// The runs that go on, the oldest first, each as it stands at this moment. Those that have ended are back-tests.
#[utoipa::path(get, path = "/paper-runs", tag = "paper_runs", operation_id = "list_paper_runs",
    responses((status = 200, body = Vec<PaperRunView>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<Vec<PaperRunView>> {
    reply(ws.paper_runs(&ctx).await)
}

/// Begins a run: the strategy hears of everything from now on. It is kept as a back-test of the same identity.
#[utoipa::path(post, path = "/paper-runs", tag = "paper_runs", operation_id = "start_paper_run",
    request_body = PaperQuestion, responses((status = 201, body = PaperRunView)))]
async fn start(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(question): Json<PaperQuestion>,
) -> Result<impl IntoResponse, Problem> {
    Ok((StatusCode::CREATED, JsonBody(ws.start_paper_run(&ctx, question).await?)))
}

/// A run that goes on, as it stands at this moment.
#[utoipa::path(get, path = "/paper-runs/{id}", tag = "paper_runs", operation_id = "get_paper_run",
    params(("id" = BacktestId, Path)), responses((status = 200, body = PaperRunView)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<BacktestId>) -> Reply<PaperRunView> {
    reply(ws.paper_run(&ctx, id).await)
}

/// Ends a run and keeps it. What it holds stays as it is.
#[utoipa::path(post, path = "/paper-runs/{id}/stop", tag = "paper_runs", operation_id = "stop_paper_run",
    params(("id" = BacktestId, Path)), responses((status = 200, body = BacktestView)))]
async fn stop(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<BacktestId>) -> Reply<BacktestView> {
    reply(ws.stop_paper_run(&ctx, id).await)
}
