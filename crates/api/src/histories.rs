//! `/histories`: bars of the past from providers.

use axum::{Json as JsonBody, extract::State, http::StatusCode, response::IntoResponse};
use model::job::Job;
use utoipa_axum::router::OpenApiRouter;
use workstation::histories::{CoverageView, HistoryRequest};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(begin)).routes(routes!(coverage))
}

/// Gets, compares or mends history, as a job whose result is a `HistoryReport`.
#[utoipa::path(post, path = "/histories", tag = "histories", operation_id = "begin_history",
    request_body = HistoryRequest, responses((status = 202, body = Job)))]
async fn begin(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(request): Json<HistoryRequest>,
) -> Result<impl IntoResponse, Problem> {
    Ok((StatusCode::ACCEPTED, JsonBody(ws.begin_history(&ctx, request).await?)))
}

/// What is stored of every series, with its source.
#[utoipa::path(get, path = "/histories/coverage", tag = "histories", operation_id = "coverage",
    responses((status = 200, body = CoverageView)))]
async fn coverage(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<CoverageView> {
    reply(ws.coverage(&ctx).await)
}
