//! `/targets`.

use axum::{extract::State, response::IntoResponse};
use model::{
    id::TargetId,
    target::{Target, TargetFields},
};
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    ledger::Deleted,
    page::{Page, PageQuery},
};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Query, Reply, created, reply, updated},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(read, update, delete))
}

/// Targets, newest first.
#[utoipa::path(get, path = "/targets", tag = "targets", operation_id = "list_targets", params(PageQuery),
    responses((status = 200, body = Page<Target>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<PageQuery>) -> Reply<Page<Target>> {
    reply(ws.targets(&ctx, &q).await)
}

/// Creates a target.
#[utoipa::path(post, path = "/targets", tag = "targets", operation_id = "create_target", request_body = TargetFields,
    responses((status = 201, body = Target, headers(("x-change-id" = String)))))]
async fn create(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(fields): Json<TargetFields>,
) -> Result<impl IntoResponse, Problem> {
    created(ws.create_target(&ctx, fields).await)
}

/// One target.
#[utoipa::path(get, path = "/targets/{id}", tag = "targets", operation_id = "get_target", params(("id" = TargetId, Path)),
    responses((status = 200, body = Target)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<TargetId>) -> Reply<Target> {
    reply(ws.target(&ctx, id).await)
}

/// Changes a target: a JSON merge patch of its fields, in which weights are replaced as a whole.
#[utoipa::path(patch, path = "/targets/{id}", tag = "targets", operation_id = "update_target", params(("id" = TargetId, Path)),
    request_body = Object, responses((status = 200, body = Target, headers(("x-change-id" = String)))))]
async fn update(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<TargetId>,
    Json(patch): Json<serde_json::Value>,
) -> Result<impl IntoResponse, Problem> {
    updated(ws.update_target(&ctx, id, &patch).await)
}

/// Deletes a target.
#[utoipa::path(delete, path = "/targets/{id}", tag = "targets", operation_id = "delete_target", params(("id" = TargetId, Path)),
    responses((status = 200, body = Deleted)))]
async fn delete(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<TargetId>) -> Reply<Deleted> {
    reply(ws.delete_target(&ctx, id).await)
}
