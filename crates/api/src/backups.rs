//! `/backups`.

use axum::{Json as JsonBody, extract::State, http::StatusCode, response::IntoResponse};
use model::job::Job;
use utoipa_axum::router::OpenApiRouter;
use workstation::backups::{BackupView, RestoreReport};

use crate::{
    Problem, Ws,
    extract::{Ctx, Path, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(drill)).routes(routes!(restore))
}

/// The backups of the workspace, newest first.
#[utoipa::path(get, path = "/backups", tag = "backups", operation_id = "list_backups",
    responses((status = 200, body = Vec<BackupView>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<Vec<BackupView>> {
    reply(ws.backups(&ctx).await)
}

/// Makes a verified backup: a job whose result is a `BackupView`.
#[utoipa::path(post, path = "/backups", tag = "backups", operation_id = "create_backup", responses((status = 202, body = Job)))]
async fn create(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Result<impl IntoResponse, Problem> {
    Ok((StatusCode::ACCEPTED, JsonBody(ws.create_backup(&ctx).await?)))
}

/// Restores a backup into a scratch folder and compares: a job whose result is a `DrillReport`.
#[utoipa::path(post, path = "/backups/{id}/drill", tag = "backups", operation_id = "drill_backup",
    params(("id" = String, Path)), responses((status = 202, body = Job)))]
async fn drill(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<String>) -> Result<impl IntoResponse, Problem> {
    Ok((StatusCode::ACCEPTED, JsonBody(ws.drill_backup(&ctx, &id).await?)))
}

/// Puts a backup in place of the open workspace's files, which are kept.
#[utoipa::path(post, path = "/backups/{id}/restore", tag = "backups", operation_id = "restore_backup",
    params(("id" = String, Path)), responses((status = 200, body = RestoreReport)))]
async fn restore(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<String>) -> Reply<RestoreReport> {
    reply(ws.restore_backup(&ctx, &id).await)
}
