//! `/schedules`.

use axum::{Json as JsonBody, extract::State, http::StatusCode, response::IntoResponse};
use model::{id::ScheduleId, job::Job};
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    ledger::Deleted,
    page::{Page, PageQuery},
    schedules::{PreviewQuestion, ScheduleFields, SchedulePreview, ScheduleRun, ScheduleView},
};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Query, Reply, created, reply, updated},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(preview))
        .routes(routes!(read, update, delete))
        .routes(routes!(occurrences))
        .routes(routes!(run))
}

/// Schedules, newest first.
#[utoipa::path(get, path = "/schedules", tag = "schedules", operation_id = "list_schedules", params(PageQuery),
    responses((status = 200, body = Page<ScheduleView>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<PageQuery>) -> Reply<Page<ScheduleView>> {
    reply(ws.schedules(&ctx, &q).await)
}

/// Creates a schedule. It begins now: nothing before counts as missed.
#[utoipa::path(post, path = "/schedules", tag = "schedules", operation_id = "create_schedule", request_body = ScheduleFields,
    responses((status = 201, body = ScheduleView, headers(("x-change-id" = String)))))]
async fn create(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(fields): Json<ScheduleFields>,
) -> Result<impl IntoResponse, Problem> {
    created(ws.create_schedule(&ctx, fields).await)
}

/// The next occurrences of a recurrence, and its sentence in English; nothing is kept.
#[utoipa::path(post, path = "/schedules/preview", tag = "schedules", operation_id = "preview_schedule",
    request_body = PreviewQuestion, responses((status = 200, body = SchedulePreview)))]
async fn preview(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(question): Json<PreviewQuestion>) -> Reply<SchedulePreview> {
    reply(ws.preview_schedule(&ctx, question).await)
}

/// One schedule.
#[utoipa::path(get, path = "/schedules/{id}", tag = "schedules", operation_id = "get_schedule",
    params(("id" = ScheduleId, Path)), responses((status = 200, body = ScheduleView)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<ScheduleId>) -> Reply<ScheduleView> {
    reply(ws.schedule(&ctx, id).await)
}

/// Changes a schedule: a JSON merge patch of its fields, in which `schedule` and `action` are replaced as a whole. Another
/// recurrence, and one that is switched on again, begins now.
#[utoipa::path(patch, path = "/schedules/{id}", tag = "schedules", operation_id = "update_schedule",
    params(("id" = ScheduleId, Path)), request_body = Object,
    responses((status = 200, body = ScheduleView, headers(("x-change-id" = String)))))]
async fn update(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<ScheduleId>,
    Json(patch): Json<serde_json::Value>,
) -> Result<impl IntoResponse, Problem> {
    updated(ws.update_schedule(&ctx, id, &patch).await)
}

/// Deletes a schedule with the record of what it did.
#[utoipa::path(delete, path = "/schedules/{id}", tag = "schedules", operation_id = "delete_schedule",
    params(("id" = ScheduleId, Path)), responses((status = 200, body = Deleted)))]
async fn delete(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<ScheduleId>) -> Reply<Deleted> {
    reply(ws.delete_schedule(&ctx, id).await)
}

/// What a schedule did, the latest first: its occurrences, and what was begun by hand.
#[utoipa::path(get, path = "/schedules/{id}/occurrences", tag = "schedules", operation_id = "list_schedule_occurrences",
    params(("id" = ScheduleId, Path), PageQuery), responses((status = 200, body = Page<ScheduleRun>)))]
async fn occurrences(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<ScheduleId>,
    Query(q): Query<PageQuery>,
) -> Reply<Page<ScheduleRun>> {
    reply(ws.schedule_occurrences(&ctx, id, &q).await)
}

/// Does at once what a schedule does, also when it is switched off: a job.
#[utoipa::path(post, path = "/schedules/{id}/run", tag = "schedules", operation_id = "run_schedule_now",
    params(("id" = ScheduleId, Path)), responses((status = 202, body = Job)))]
async fn run(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<ScheduleId>) -> Result<impl IntoResponse, Problem> {
    Ok((StatusCode::ACCEPTED, JsonBody(ws.run_schedule_now(&ctx, id).await?)))
}
