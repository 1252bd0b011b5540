//! `/health`, `/workspace`, `/workspaces`, `/settings`.

use axum::{Json as JsonBody, extract::State, http::StatusCode, response::IntoResponse};
use model::settings::Settings;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use workstation::workspaces::{KnownWorkspace, NewWorkspace, OpenWorkspace, WorkspaceInfo};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Reply, reply, updated},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new()
        .routes(routes!(health))
        .routes(routes!(workspace))
        .routes(routes!(list, create))
        .routes(routes!(open))
        .routes(routes!(settings, update_settings))
}

/// That the server answers.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Health {
    /// Always `ok`.
    status: &'static str,
    /// The program's version.
    version: &'static str,
}

/// Whether the server answers.
#[utoipa::path(get, path = "/health", tag = "workspace", operation_id = "health", responses((status = 200, body = Health)))]
async fn health() -> JsonBody<Health> {
    JsonBody(Health { status: "ok", version: env!("CARGO_PKG_VERSION") })
}

/// The open workspace.
#[utoipa::path(get, path = "/workspace", tag = "workspace", operation_id = "workspace", responses((status = 200, body = WorkspaceInfo)))]
async fn workspace(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<WorkspaceInfo> {
    reply(ws.workspace(&ctx).await)
}

/// The workspaces opened before, latest first.
#[utoipa::path(get, path = "/workspaces", tag = "workspace", operation_id = "list_workspaces",
    responses((status = 200, body = Vec<KnownWorkspace>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<Vec<KnownWorkspace>> {
    reply(ws.workspaces(&ctx).await)
}

/// Creates a workspace, empty or with the sample, and opens it.
#[utoipa::path(post, path = "/workspaces", tag = "workspace", operation_id = "create_workspace", request_body = NewWorkspace,
    responses((status = 201, body = WorkspaceInfo)))]
async fn create(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(new): Json<NewWorkspace>,
) -> Result<impl IntoResponse, Problem> {
    Ok((StatusCode::CREATED, JsonBody(ws.create_workspace(&ctx, new).await?)))
}

/// Opens another workspace in place of the open one.
#[utoipa::path(post, path = "/workspaces/open", tag = "workspace", operation_id = "open_workspace", request_body = OpenWorkspace,
    responses((status = 200, body = WorkspaceInfo)))]
async fn open(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(which): Json<OpenWorkspace>) -> Reply<WorkspaceInfo> {
    reply(ws.open_workspace(&ctx, which).await)
}

/// The settings of the workspace.
#[utoipa::path(get, path = "/settings", tag = "settings", operation_id = "settings", responses((status = 200, body = Settings)))]
async fn settings(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<Settings> {
    reply(ws.settings(&ctx).await)
}

/// Changes settings: a JSON merge patch of [`Settings`].
#[utoipa::path(patch, path = "/settings", tag = "settings", operation_id = "update_settings", request_body = Object,
    responses((status = 200, body = Settings, headers(("x-change-id" = String)))))]
async fn update_settings(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(patch): Json<serde_json::Value>,
) -> Result<impl IntoResponse, Problem> {
    updated(ws.update_settings(&ctx, &patch).await)
}
