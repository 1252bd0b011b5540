//! `/watchlists` and `/drawings`: what somebody looks at, and what they drew on it.

use axum::{extract::State, response::IntoResponse};
use model::id::InstrumentId;
use utoipa_axum::router::OpenApiRouter;
use workstation::{drawings::Drawings, watchlists::Watchlists};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Reply, reply, updated},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(read, replace)).routes(routes!(drawn, draw))
}

/// The watchlists. Before anybody made one there is a list of what is held and one of everything else.
#[utoipa::path(get, path = "/watchlists", tag = "watchlists", operation_id = "get_watchlists",
    responses((status = 200, body = Watchlists)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<Watchlists> {
    reply(ws.watchlists(&ctx).await)
}

/// Replaces the watchlists, all of them.
#[utoipa::path(put, path = "/watchlists", tag = "watchlists", operation_id = "put_watchlists",
    request_body = Watchlists, responses((status = 200, body = Watchlists, headers(("x-change-id" = String)))))]
async fn replace(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(asked): Json<Watchlists>,
) -> Result<impl IntoResponse, Problem> {
    updated(ws.set_watchlists(&ctx, asked).await)
}

/// What is drawn on the chart of an instrument.
#[utoipa::path(get, path = "/drawings/{instrument_id}", tag = "watchlists", operation_id = "get_drawings",
    params(("instrument_id" = InstrumentId, Path)), responses((status = 200, body = Drawings)))]
async fn drawn(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<InstrumentId>) -> Reply<Drawings> {
    reply(ws.drawings(&ctx, id).await)
}

/// Replaces what is drawn on the chart of an instrument.
#[utoipa::path(put, path = "/drawings/{instrument_id}", tag = "watchlists", operation_id = "put_drawings",
    params(("instrument_id" = InstrumentId, Path)), request_body = Drawings,
    responses((status = 200, body = Drawings, headers(("x-change-id" = String)))))]
async fn draw(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<InstrumentId>,
    Json(asked): Json<Drawings>,
) -> Result<impl IntoResponse, Problem> {
    updated(ws.set_drawings(&ctx, id, asked).await)
}
