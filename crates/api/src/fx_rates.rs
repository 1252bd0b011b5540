//! `/fx-rates`.

use axum::{extract::State, response::IntoResponse};
use model::fx::{FxRate, FxRateFields};
use model::id::FxRateId;
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    fx_rates::{FxRatesQuery, PairView},
    ledger::Deleted,
    page::Page,
};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Query, Reply, created, reply, updated},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(pairs)).routes(routes!(list, create)).routes(routes!(read, update, delete))
}

/// A list in pages.
#[utoipa::path(get, path = "/fx-rates", tag = "fx-rates", operation_id = "list_fx_rates", params(FxRatesQuery),
    responses((status = 200, body = Page<FxRate>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<FxRatesQuery>) -> Reply<Page<FxRate>> {
    reply(ws.fx_rates(&ctx, &q).await)
}

/// Creates an exchange rate.
#[utoipa::path(post, path = "/fx-rates", tag = "fx-rates", operation_id = "create_fx_rate", request_body = FxRateFields,
    responses((status = 201, body = FxRate, headers(("x-change-id" = String)))))]
async fn create(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(fields): Json<FxRateFields>,
) -> Result<impl IntoResponse, Problem> {
    created(ws.create_fx_rate(&ctx, fields).await)
}

/// One exchange rate.
#[utoipa::path(get, path = "/fx-rates/{id}", tag = "fx-rates", operation_id = "get_fx_rate", params(("id" = FxRateId, Path)),
    responses((status = 200, body = FxRate)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<FxRateId>) -> Reply<FxRate> {
    reply(ws.fx_rate(&ctx, id).await)
}

/// Changes an exchange rate: a JSON merge patch of its fields.
#[utoipa::path(patch, path = "/fx-rates/{id}", tag = "fx-rates", operation_id = "update_fx_rate", params(("id" = FxRateId, Path)),
    request_body = Object, responses((status = 200, body = FxRate, headers(("x-change-id" = String)))))]
async fn update(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<FxRateId>,
    Json(patch): Json<serde_json::Value>,
) -> Result<impl IntoResponse, Problem> {
    updated(ws.update_fx_rate(&ctx, id, &patch).await)
}

/// Deletes an exchange rate.
#[utoipa::path(delete, path = "/fx-rates/{id}", tag = "fx-rates", operation_id = "delete_fx_rate", params(("id" = FxRateId, Path)),
    responses((status = 200, body = Deleted)))]
async fn delete(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<FxRateId>) -> Reply<Deleted> {
    reply(ws.delete_fx_rate(&ctx, id).await)
}

/// The pairs that have rates, and for which days.
#[utoipa::path(get, path = "/fx-rates/pairs", tag = "fx-rates", operation_id = "fx_pairs", responses((status = 200, body = Vec<PairView>)))]
async fn pairs(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<Vec<PairView>> {
    reply(ws.fx_pairs(&ctx).await)
}
