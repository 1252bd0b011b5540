//! `/rebalancings`.

use axum::{
    extract::State,
    http::{
        HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use model::id::RebalancingId;
use rebalance::{RebalancePlan, RebalanceRequest};
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    ledger::Deleted,
    page::{Page, PageQuery},
    rebalancings::{
        CheckReport, NewRebalancing, RebalancingCheck, RebalancingPreview, RebalancingStep, RebalancingSummary,
        RebalancingTerms, RebalancingView,
    },
};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Query, Reply, created, reply, updated},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new()
        .routes(routes!(plan))
        .routes(routes!(preview))
        .routes(routes!(check))
        .routes(routes!(list, create))
        .routes(routes!(read, delete))
        .routes(routes!(step))
        .routes(routes!(orders))
}

/// Plans the trades from lots, prices, taxes and costs towards a target, all of which the request brings along.
#[utoipa::path(post, path = "/rebalancings/plan", tag = "rebalancings", operation_id = "plan_rebalancing",
    request_body = RebalanceRequest, responses((status = 200, body = RebalancePlan)))]
async fn plan(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(request): Json<RebalanceRequest>) -> Reply<RebalancePlan> {
    reply(ws.plan_rebalancing(&ctx, request).await)
}

/// Plans the trades of the workspace towards a target: lots, cash, prices, rates and taxes come out of its books. Changes nothing.
#[utoipa::path(post, path = "/rebalancings/preview", tag = "rebalancings", operation_id = "preview_rebalancing",
    request_body = RebalancingTerms, responses((status = 200, body = RebalancingPreview)))]
async fn preview(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(terms): Json<RebalancingTerms>,
) -> Reply<RebalancingPreview> {
    reply(ws.preview_rebalancing(&ctx, &terms).await)
}

/// Looks whether a rebalancing is due, and keeps a proposal when it is.
#[utoipa::path(post, path = "/rebalancings/check", tag = "rebalancings", operation_id = "check_rebalancing",
    request_body = RebalancingCheck, responses((status = 200, body = CheckReport)))]
async fn check(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(check): Json<RebalancingCheck>) -> Reply<CheckReport> {
    reply(ws.check_rebalancing(&ctx, &check).await)
}

/// Rebalancings, newest first.
#[utoipa::path(get, path = "/rebalancings", tag = "rebalancings", operation_id = "list_rebalancings", params(PageQuery),
    responses((status = 200, body = Page<RebalancingSummary>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<PageQuery>) -> Reply<Page<RebalancingSummary>> {
    reply(ws.rebalancings(&ctx, &q).await)
}

/// Plans once more and keeps the plan as a proposal. A plan that is not the one that was looked at is refused with 409.
#[utoipa::path(post, path = "/rebalancings", tag = "rebalancings", operation_id = "create_rebalancing",
    request_body = NewRebalancing,
    responses((status = 201, body = RebalancingView, headers(("x-change-id" = String)))))]
async fn create(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(new): Json<NewRebalancing>,
) -> Result<impl IntoResponse, Problem> {
    created(ws.create_rebalancing(&ctx, new).await)
}

/// One rebalancing: why it became due, weights before and after, trades, cost, tax, and who decided.
#[utoipa::path(get, path = "/rebalancings/{id}", tag = "rebalancings", operation_id = "get_rebalancing",
    params(("id" = RebalancingId, Path)), responses((status = 200, body = RebalancingView)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<RebalancingId>) -> Reply<RebalancingView> {
    reply(ws.rebalancing(&ctx, id).await)
}

/// Deletes a rebalancing.
#[utoipa::path(delete, path = "/rebalancings/{id}", tag = "rebalancings", operation_id = "delete_rebalancing",
    params(("id" = RebalancingId, Path)), responses((status = 200, body = Deleted)))]
async fn delete(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<RebalancingId>) -> Reply<Deleted> {
    reply(ws.delete_rebalancing(&ctx, id).await)
}

/// Approves a proposal, dismisses it, or notes an approved one as done. Approving plans once more: when prices or holdings have
/// moved so that the plan is another one, it is refused with 409.
#[utoipa::path(post, path = "/rebalancings/{id}/steps", tag = "rebalancings", operation_id = "step_rebalancing",
    params(("id" = RebalancingId, Path)), request_body = RebalancingStep,
    responses((status = 200, body = RebalancingView, headers(("x-change-id" = String)))))]
async fn step(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<RebalancingId>,
    Json(step): Json<RebalancingStep>,
) -> Result<impl IntoResponse, Problem> {
    updated(ws.step_rebalancing(&ctx, id, step).await)
}

/// The orders as CSV (RFC 4180): an order a line, sales first, with the lots that each sale names.
#[utoipa::path(get, path = "/rebalancings/{id}/orders.csv", tag = "rebalancings", operation_id = "get_rebalancing_orders",
    params(("id" = RebalancingId, Path)),
    responses((status = 200, body = String, content_type = "text/csv", headers(("content-disposition" = String)))))]
async fn orders(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<RebalancingId>) -> Result<Response, Problem> {
    let mut response = ws.rebalancing_orders(&ctx, id).await?.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"orders.csv\""));
    Ok(response)
}
