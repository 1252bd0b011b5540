//! `/uploads`: a file in chunks that can be resumed.

use axum::{
    Json as JsonBody,
    body::Body,
    extract::{DefaultBodyLimit, State},
    http::StatusCode,
    response::IntoResponse,
};
use http_body_util::{BodyExt, Limited};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use workstation::uploads::{ChunkQuery, NewUpload, Upload};

use crate::{
    CHUNK_MAX_BYTES, Problem, Ws,
    extract::{Ctx, Path, Query, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    // The chunk has its own limit in place of the one for JSON.
    let chunks = OpenApiRouter::new().routes(routes!(read, append, delete)).layer(DefaultBodyLimit::disable());
    OpenApiRouter::new().routes(routes!(create)).merge(chunks)
}

/// Begins an upload.
#[utoipa::path(post, path = "/uploads", tag = "imports", operation_id = "create_upload", params(NewUpload),
    responses((status = 201, body = Upload)))]
async fn create(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Query(new): Query<NewUpload>,
) -> Result<impl IntoResponse, Problem> {
    Ok((StatusCode::CREATED, JsonBody(ws.create_upload(&ctx, new).await?)))
}

/// Where an upload stands, to resume it.
#[utoipa::path(get, path = "/uploads/{id}", tag = "imports", operation_id = "get_upload", params(("id" = Uuid, Path)),
    responses((status = 200, body = Upload)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<Uuid>) -> Reply<Upload> {
    reply(ws.upload(&ctx, id).await)
}

/// Writes a chunk of at most 4 MiB. A chunk sent again is taken as it is; one that leaves a hole is refused.
#[utoipa::path(put, path = "/uploads/{id}", tag = "imports", operation_id = "append_upload",
    params(("id" = Uuid, Path), ChunkQuery), request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = Upload)))]
async fn append(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<Uuid>,
    Query(q): Query<ChunkQuery>,
    body: Body,
) -> Reply<Upload> {
    let chunk = Limited::new(body, CHUNK_MAX_BYTES).collect().await.map_err(|e| {
        if e.is::<http_body_util::LengthLimitError>() {
            Problem::new(
                413,
                "chunk_too_large",
                format!("a chunk has at most {CHUNK_MAX_BYTES} bytes; send smaller ones"),
            )
        } else {
            Problem::new(400, "chunk_cut_off", "the chunk did not arrive whole; send it again")
        }
    })?;
    reply(ws.append_upload(&ctx, id, q.offset, &chunk.to_bytes()).await)
}

/// Removes an upload.
#[utoipa::path(delete, path = "/uploads/{id}", tag = "imports", operation_id = "delete_upload", params(("id" = Uuid, Path)),
    responses((status = 204)))]
async fn delete(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    ws.delete_upload(&ctx, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
