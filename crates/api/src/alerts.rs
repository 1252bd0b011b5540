//! `/alerts`.

use axum::extract::State;
use utoipa_axum::{router::OpenApiRouter, routes};
use workstation::alerts::{AlertBacktest, AlertBacktestQuestion};

use crate::{
    Ws,
    extract::{Ctx, Json, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(backtest))
}

/// When an alert rule would have fired on the daily bars there are; nothing is kept.
#[utoipa::path(post, path = "/alerts/backtest", tag = "alerts", operation_id = "alert_backtest",
    request_body = AlertBacktestQuestion, responses((status = 200, body = AlertBacktest)))]
async fn backtest(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(asked): Json<AlertBacktestQuestion>,
) -> Reply<AlertBacktest> {
    reply(ws.alert_backtest(&ctx, asked).await)
}
