//! `/alerts`.

use axum::{extract::State, response::IntoResponse};
use model::id::AlertId;
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    alerts::{
        AlertActQuestion, AlertBacktest, AlertBacktestQuestion, AlertDeliveryView, AlertEventView, AlertFields,
        AlertView, AlertsLook, AlertsQuery,
    },
    ledger::Deleted,
    page::{Page, PageQuery},
};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Query, Reply, created, reply, updated},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(backtest))
        .routes(routes!(events))
        .routes(routes!(deliveries))
        .routes(routes!(look))
        .routes(routes!(read, update, delete))
        .routes(routes!(act))
}

/// Alerts, newest first.
#[utoipa::path(get, path = "/alerts", tag = "alerts", operation_id = "list_alerts", params(PageQuery),
    responses((status = 200, body = Page<AlertView>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<PageQuery>) -> Reply<Page<AlertView>> {
    reply(ws.alerts(&ctx, &q).await)
}

/// Makes an alert, out of words or a rule. It watches from now on: nothing before counts.
#[utoipa::path(post, path = "/alerts", tag = "alerts", operation_id = "create_alert", request_body = AlertFields,
    responses((status = 201, body = AlertView, headers(("x-change-id" = String)))))]
async fn create(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(fields): Json<AlertFields>,
) -> Result<impl IntoResponse, Problem> {
    created(ws.create_alert(&ctx, fields).await)
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

/// What happened to one alert, or to all, last seen first.
#[utoipa::path(get, path = "/alerts/events", tag = "alerts", operation_id = "list_alert_events", params(AlertsQuery),
    responses((status = 200, body = Page<AlertEventView>)))]
async fn events(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<AlertsQuery>) -> Reply<Page<AlertEventView>> {
    reply(ws.alert_events(&ctx, &q).await)
}

/// Whom firings of one alert, or of all, had to reach and what became of it, the latest due first.
#[utoipa::path(get, path = "/alerts/deliveries", tag = "alerts", operation_id = "list_alert_deliveries",
    params(AlertsQuery), responses((status = 200, body = Page<AlertDeliveryView>)))]
async fn deliveries(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Query(q): Query<AlertsQuery>,
) -> Reply<Page<AlertDeliveryView>> {
    reply(ws.alert_deliveries(&ctx, &q).await)
}

/// Tells alerts at once what came, as happens by itself, and gives those that are firing.
#[utoipa::path(post, path = "/alerts/look", tag = "alerts", operation_id = "look_at_alerts",
    responses((status = 200, body = AlertsLook)))]
async fn look(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<AlertsLook> {
    reply(ws.look_at_alerts(&ctx).await)
}

/// One alert.
#[utoipa::path(get, path = "/alerts/{id}", tag = "alerts", operation_id = "get_alert", params(("id" = AlertId, Path)),
    responses((status = 200, body = AlertView)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<AlertId>) -> Reply<AlertView> {
    reply(ws.alert(&ctx, id).await)
}

/// Changes an alert: a JSON merge patch of its fields, in which `rule` and `escalation` are replaced as a whole and `words` take
/// the place of the rule. Another rule, and an alert that is switched on again, begins anew.
#[utoipa::path(patch, path = "/alerts/{id}", tag = "alerts", operation_id = "update_alert",
    params(("id" = AlertId, Path)), request_body = Object,
    responses((status = 200, body = AlertView, headers(("x-change-id" = String)))))]
async fn update(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<AlertId>,
    Json(patch): Json<serde_json::Value>,
) -> Result<impl IntoResponse, Problem> {
    updated(ws.update_alert(&ctx, id, &patch).await)
}

/// Deletes an alert with its history.
#[utoipa::path(delete, path = "/alerts/{id}", tag = "alerts", operation_id = "delete_alert",
    params(("id" = AlertId, Path)), responses((status = 200, body = Deleted)))]
async fn delete(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<AlertId>) -> Reply<Deleted> {
    reply(ws.delete_alert(&ctx, id).await)
}

/// Acknowledges, resolves or snoozes an alert, or arms it again.
#[utoipa::path(post, path = "/alerts/{id}/act", tag = "alerts", operation_id = "act_on_alert",
    params(("id" = AlertId, Path)), request_body = AlertActQuestion, responses((status = 200, body = AlertView)))]
async fn act(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<AlertId>,
    Json(asked): Json<AlertActQuestion>,
) -> Reply<AlertView> {
    reply(ws.act_on_alert(&ctx, id, asked).await)
}
