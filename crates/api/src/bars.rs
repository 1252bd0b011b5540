//! `/bars` and `/charts`.

use axum::{
    Json as JsonBody,
    extract::State,
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use model::{bar::Bar, id::InstrumentId};
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    bars::{BarsQuery, BarsView, ManualBar},
    charts::ChartQuery,
    ledger::Deleted,
};

use crate::{
    Problem, Ws, binary,
    extract::{Ctx, Json, Path, Query, Reply, change_header},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(list, put)).routes(routes!(delete)).routes(routes!(chart))
}

/// Bars of an instrument, oldest first. Binary columns: `at` (i64 µs), `open`, `high`, `low`, `close`, `volume`.
#[utoipa::path(get, path = "/bars/{instrument_id}", tag = "bars", operation_id = "bars",
    params(("instrument_id" = InstrumentId, Path), BarsQuery),
    responses((status = 200, content((BarsView = "application/json"), (Vec<u8> = "application/octet-stream")))))]
async fn list(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<InstrumentId>,
    Query(q): Query<BarsQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let view = ws.bars(&ctx, id, &q).await?;
    if binary::wanted(q.format, &headers) {
        return Ok(binary::bars(&view.bars));
    }
    Ok(JsonBody(view).into_response())
}

/// Enters a bar by hand, in place of what is there on its day.
#[utoipa::path(post, path = "/bars/{instrument_id}", tag = "bars", operation_id = "put_bar",
    params(("instrument_id" = InstrumentId, Path)), request_body = ManualBar,
    responses((status = 201, body = Bar, headers(("x-change-id" = String)))))]
async fn put(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<InstrumentId>,
    Json(bar): Json<ManualBar>,
) -> Result<impl IntoResponse, Problem> {
    let (bar, change_id) = ws.put_bar(&ctx, id, &bar).await?;
    Ok((StatusCode::CREATED, change_header(change_id), JsonBody(bar)))
}

/// Removes the bar of a day.
#[utoipa::path(delete, path = "/bars/{instrument_id}/{date}", tag = "bars", operation_id = "delete_bar",
    params(("instrument_id" = InstrumentId, Path), ("date" = NaiveDate, Path)), responses((status = 200, body = Deleted)))]
async fn delete(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path((id, date)): Path<(InstrumentId, NaiveDate)>,
) -> Reply<Deleted> {
    Ok(JsonBody(Deleted { change_id: ws.delete_bar(&ctx, id, date).await? }))
}

/// A chart of an instrument as a picture.
#[utoipa::path(get, path = "/charts/{file}", tag = "bars", operation_id = "chart_png",
    params(("file" = String, Path, description = "The instrument's id and `.png`."), ChartQuery),
    responses((status = 200, body = Vec<u8>, content_type = "image/png")))]
async fn chart(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(file): Path<String>,
    Query(q): Query<ChartQuery>,
) -> Result<impl IntoResponse, Problem> {
    let id = file.strip_suffix(".png").and_then(|id| id.parse::<InstrumentId>().ok());
    let id = id.ok_or_else(|| {
        Problem::new(404, "not_found", format!("there is no chart {file}; charts are called <instrument id>.png"))
    })?;
    Ok(([(CONTENT_TYPE, "image/png")], ws.chart_png(&ctx, id, &q).await?))
}
