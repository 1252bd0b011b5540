//! `/imports`.

use axum::{Json as JsonBody, extract::State, http::StatusCode, response::IntoResponse};
use model::{id::ImportId, job::Job};
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    imports::{ImportPreview, ImportRecord, ImportRequest},
    page::{Page, PageQuery},
};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Query, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(preview)).routes(routes!(list, create)).routes(routes!(read))
}

/// What a file would bring. Nothing is written.
#[utoipa::path(post, path = "/imports/preview", tag = "imports", operation_id = "preview_import",
    request_body = ImportRequest, responses((status = 200, body = ImportPreview)))]
async fn preview(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(request): Json<ImportRequest>) -> Reply<ImportPreview> {
    reply(ws.preview_import(&ctx, request).await)
}

/// Imports a file: a job whose result is an `ImportReport`.
#[utoipa::path(post, path = "/imports", tag = "imports", operation_id = "create_import", request_body = ImportRequest,
    responses((status = 202, body = Job)))]
async fn create(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(request): Json<ImportRequest>,
) -> Result<impl IntoResponse, Problem> {
    Ok((StatusCode::ACCEPTED, JsonBody(ws.start_import(&ctx, request).await?)))
}

/// Imports done, newest first.
#[utoipa::path(get, path = "/imports", tag = "imports", operation_id = "list_imports", params(PageQuery),
    responses((status = 200, body = Page<ImportRecord>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<PageQuery>) -> Reply<Page<ImportRecord>> {
    reply(ws.imports(&ctx, &q).await)
}

/// One import with its report.
#[utoipa::path(get, path = "/imports/{id}", tag = "imports", operation_id = "get_import", params(("id" = ImportId, Path)),
    responses((status = 200, body = ImportRecord)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<ImportId>) -> Reply<ImportRecord> {
    reply(ws.import(&ctx, id).await)
}
