//! `/metrics`, `/attribution`, `/significance`.

use axum::extract::State;
use statistics::{
    PerformanceReport, PerformanceRequest,
    attribution::{AttributionReport, AttributionRequest},
    significance::{SignificanceReport, SignificanceRequest},
};
use utoipa_axum::router::OpenApiRouter;

use crate::{
    Ws,
    extract::{Ctx, Json, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(metrics)).routes(routes!(attribution)).routes(routes!(significance))
}

/// Works out every figure of the returns sent, each with its convention and, where it is undefined, the reason.
#[utoipa::path(post, path = "/metrics", tag = "analysis", operation_id = "metrics",
    request_body = PerformanceRequest, responses((status = 200, body = PerformanceReport)))]
async fn metrics(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(request): Json<PerformanceRequest>,
) -> Reply<PerformanceReport> {
    reply(ws.metrics(&ctx, request).await)
}

/// Splits the difference from a benchmark into allocation, selection and interaction by sector, linked over the periods sent.
#[utoipa::path(post, path = "/attribution", tag = "analysis", operation_id = "attribution",
    request_body = AttributionRequest, responses((status = 200, body = AttributionReport)))]
async fn attribution(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(request): Json<AttributionRequest>,
) -> Reply<AttributionReport> {
    reply(ws.attribution(&ctx, request).await)
}

/// Tests whether chance could have made the returns sent, counting how many strategies were tried.
#[utoipa::path(post, path = "/significance", tag = "analysis", operation_id = "significance",
    request_body = SignificanceRequest, responses((status = 200, body = SignificanceReport)))]
async fn significance(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(request): Json<SignificanceRequest>,
) -> Reply<SignificanceReport> {
    reply(ws.significance(&ctx, request).await)
}
