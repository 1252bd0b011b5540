//! `/strategies`.

use axum::{extract::State, response::IntoResponse};
use model::id::StrategyId;
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    ledger::Deleted,
    page::{Page, PageQuery},
    strategies::{NewStrategy, StrategyCatalogue, StrategyCheck, StrategyQuestion, StrategyView},
};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Query, Reply, created, reply, updated},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new()
        .routes(routes!(catalogue))
        .routes(routes!(check))
        .routes(routes!(list, create))
        .routes(routes!(read, replace, delete))
}

/// Every kind of strategy with its words and parameters, and scripts to begin with.
#[utoipa::path(get, path = "/strategies/catalogue", tag = "strategies", operation_id = "strategy_catalogue",
    responses((status = 200, body = StrategyCatalogue)))]
async fn catalogue(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<StrategyCatalogue> {
    reply(ws.strategy_catalogue(&ctx))
}

/// Whether a description makes a strategy, and what it can be asked for. A script that does not compile is an answer with its line.
#[utoipa::path(post, path = "/strategies/check", tag = "strategies", operation_id = "check_strategy",
    request_body = StrategyQuestion, responses((status = 200, body = StrategyCheck)))]
async fn check(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(question): Json<StrategyQuestion>) -> Reply<StrategyCheck> {
    reply(ws.check_strategy(&ctx, question).await)
}

/// Strategies that are kept, newest first.
#[utoipa::path(get, path = "/strategies", tag = "strategies", operation_id = "list_strategies", params(PageQuery),
    responses((status = 200, body = Page<StrategyView>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<PageQuery>) -> Reply<Page<StrategyView>> {
    reply(ws.strategies(&ctx, &q).await)
}

/// Keeps a strategy; a script may be half written.
#[utoipa::path(post, path = "/strategies", tag = "strategies", operation_id = "create_strategy", request_body = NewStrategy,
    responses((status = 201, body = StrategyView, headers(("x-change-id" = String)))))]
async fn create(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(new): Json<NewStrategy>,
) -> Result<impl IntoResponse, Problem> {
    created(ws.create_strategy(&ctx, new).await)
}

/// One strategy.
#[utoipa::path(get, path = "/strategies/{id}", tag = "strategies", operation_id = "get_strategy",
    params(("id" = StrategyId, Path)), responses((status = 200, body = StrategyView)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<StrategyId>) -> Reply<StrategyView> {
    reply(ws.strategy(&ctx, id).await)
}

/// Puts another name and description in the place of a strategy's.
#[utoipa::path(put, path = "/strategies/{id}", tag = "strategies", operation_id = "replace_strategy",
    params(("id" = StrategyId, Path)), request_body = NewStrategy,
    responses((status = 200, body = StrategyView, headers(("x-change-id" = String)))))]
async fn replace(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<StrategyId>,
    Json(new): Json<NewStrategy>,
) -> Result<impl IntoResponse, Problem> {
    updated(ws.replace_strategy(&ctx, id, new).await)
}

/// Deletes a strategy; its back-tests stay.
#[utoipa::path(delete, path = "/strategies/{id}", tag = "strategies", operation_id = "delete_strategy",
    params(("id" = StrategyId, Path)), responses((status = 200, body = Deleted)))]
async fn delete(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<StrategyId>) -> Reply<Deleted> {
    reply(ws.delete_strategy(&ctx, id).await)
}
