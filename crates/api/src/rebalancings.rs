//! `/rebalancings`.

use axum::extract::State;
use rebalance::{RebalancePlan, RebalanceRequest};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Ws,
    extract::{Ctx, Json, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(plan))
}

/// Plans the trades from lots, prices, taxes and costs towards a target, all of which the request brings along.
#[utoipa::path(post, path = "/rebalancings/plan", tag = "rebalancings", operation_id = "plan_rebalancing",
    request_body = RebalanceRequest, responses((status = 200, body = RebalancePlan)))]
async fn plan(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(request): Json<RebalanceRequest>) -> Reply<RebalancePlan> {
    reply(ws.plan_rebalancing(&ctx, request).await)
}
