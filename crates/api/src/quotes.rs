//! `/quotes` and `/news`: what the market says now.

use axum::extract::State;
use model::id::InstrumentId;
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    news::{NewsQuery, NewsView},
    quotes::{DepthQuery, DepthView, IncidentsView, QuotesQuery, QuotesView, TapeQuery, TapeView},
};

use crate::{
    Ws,
    extract::{Ctx, Path, Query, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(incidents))
        .routes(routes!(depth))
        .routes(routes!(tape))
        .routes(routes!(news))
}

/// The last prices with their age, the close before, and the ranges of day and year.
#[utoipa::path(get, path = "/quotes", tag = "quotes", operation_id = "quotes", params(QuotesQuery),
    responses((status = 200, body = QuotesView)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<QuotesQuery>) -> Reply<QuotesView> {
    reply(ws.quotes(&ctx, &q).await)
}

/// What is wrong with what streams in, what was, and what was refused with its reason.
#[utoipa::path(get, path = "/quotes/incidents", tag = "quotes", operation_id = "incidents",
    responses((status = 200, body = IncidentsView)))]
async fn incidents(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<IncidentsView> {
    reply(ws.incidents(&ctx).await)
}

/// The best levels of an instrument's order book.
#[utoipa::path(get, path = "/quotes/{instrument_id}/depth", tag = "quotes", operation_id = "depth",
    params(("instrument_id" = InstrumentId, Path), DepthQuery), responses((status = 200, body = DepthView)))]
async fn depth(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<InstrumentId>,
    Query(q): Query<DepthQuery>,
) -> Reply<DepthView> {
    reply(ws.depth(&ctx, id, &q).await)
}

/// The last trades of an instrument, the newest first.
#[utoipa::path(get, path = "/quotes/{instrument_id}/tape", tag = "quotes", operation_id = "tape",
    params(("instrument_id" = InstrumentId, Path), TapeQuery), responses((status = 200, body = TapeView)))]
async fn tape(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<InstrumentId>,
    Query(q): Query<TapeQuery>,
) -> Reply<TapeView> {
    reply(ws.tape(&ctx, id, &q).await)
}

/// News, the newest first.
#[utoipa::path(get, path = "/news", tag = "quotes", operation_id = "news", params(NewsQuery),
    responses((status = 200, body = NewsView)))]
async fn news(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<NewsQuery>) -> Reply<NewsView> {
    reply(ws.news(&ctx, &q).await)
}
