//! `/changes` and `/undo`.

use axum::extract::State;
use model::{audit::AuditEvent, id::AuditEventId};
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    changes::{ChangesQuery, Undone},
    page::Page,
};

use crate::{
    Ws,
    extract::{Ctx, Path, Query, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(undo)).routes(routes!(undo_last))
}

/// The audit trail, newest first.
#[utoipa::path(get, path = "/changes", tag = "changes", operation_id = "list_changes", params(ChangesQuery),
    responses((status = 200, body = Page<AuditEvent>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<ChangesQuery>) -> Reply<Page<AuditEvent>> {
    reply(ws.changes(&ctx, &q).await)
}

/// Undoes one change; refused with `undo_conflict` when later changes of the same object stand in the way.
#[utoipa::path(post, path = "/changes/{id}/undo", tag = "changes", operation_id = "undo_change",
    params(("id" = AuditEventId, Path)), responses((status = 200, body = Undone)))]
async fn undo(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<AuditEventId>) -> Reply<Undone> {
    reply(ws.undo(&ctx, id).await)
}

/// Undoes the last change that can be undone.
#[utoipa::path(post, path = "/undo", tag = "changes", operation_id = "undo_last", responses((status = 200, body = Undone)))]
async fn undo_last(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<Undone> {
    reply(ws.undo_last(&ctx).await)
}
