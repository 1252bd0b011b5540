//! `/instruments`.

use axum::{extract::State, response::IntoResponse};
use model::id::InstrumentId;
use model::instrument::{Instrument, InstrumentFields};
use utoipa_axum::router::OpenApiRouter;
use workstation::{instruments::InstrumentsQuery, ledger::Deleted, page::Page};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Query, Reply, created, reply, updated},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(read, update, delete))
}

/// A list in pages.
#[utoipa::path(get, path = "/instruments", tag = "instruments", operation_id = "list_instruments", params(InstrumentsQuery),
    responses((status = 200, body = Page<Instrument>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<InstrumentsQuery>) -> Reply<Page<Instrument>> {
    reply(ws.instruments(&ctx, &q).await)
}

/// Creates an instrument.
#[utoipa::path(post, path = "/instruments", tag = "instruments", operation_id = "create_instrument", request_body = InstrumentFields,
    responses((status = 201, body = Instrument, headers(("x-change-id" = String)))))]
async fn create(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(fields): Json<InstrumentFields>,
) -> Result<impl IntoResponse, Problem> {
    created(ws.create_instrument(&ctx, fields).await)
}

/// One instrument.
#[utoipa::path(get, path = "/instruments/{id}", tag = "instruments", operation_id = "get_instrument", params(("id" = InstrumentId, Path)),
    responses((status = 200, body = Instrument)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<InstrumentId>) -> Reply<Instrument> {
    reply(ws.instrument(&ctx, id).await)
}

/// Changes an instrument: a JSON merge patch of its fields.
#[utoipa::path(patch, path = "/instruments/{id}", tag = "instruments", operation_id = "update_instrument", params(("id" = InstrumentId, Path)),
    request_body = Object, responses((status = 200, body = Instrument, headers(("x-change-id" = String)))))]
async fn update(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<InstrumentId>,
    Json(patch): Json<serde_json::Value>,
) -> Result<impl IntoResponse, Problem> {
    updated(ws.update_instrument(&ctx, id, &patch).await)
}

/// Deletes an instrument.
#[utoipa::path(delete, path = "/instruments/{id}", tag = "instruments", operation_id = "delete_instrument", params(("id" = InstrumentId, Path)),
    responses((status = 200, body = Deleted)))]
async fn delete(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<InstrumentId>) -> Reply<Deleted> {
    reply(ws.delete_instrument(&ctx, id).await)
}
