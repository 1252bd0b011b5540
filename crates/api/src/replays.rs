//! `/replays`: a recording, stored bars or invented days in place of what streams.

use axum::{
    Json as JsonBody,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use model::id::InstrumentId;
use utoipa_axum::router::OpenApiRouter;
use workstation::replays::{
    NewReplay, ReplayAct, ReplayBars, ReplayBarsQuery, ReplayPast, ReplayPastQuery, ReplayView, ReplaysView,
};

use crate::{
    Problem, Ws, binary,
    extract::{Ctx, Json, Path, Query, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new()
        .routes(routes!(read, begin, end))
        .routes(routes!(act))
        .routes(routes!(made))
        .routes(routes!(past))
}

/// What can be replayed, and what is.
#[utoipa::path(get, path = "/replays", tag = "replays", operation_id = "replays",
    responses((status = 200, body = ReplaysView)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<ReplaysView> {
    reply(ws.replays(&ctx).await)
}

/// Begins a replay in place of what is looked at. Nothing of it is kept, and no alert hears of it.
#[utoipa::path(post, path = "/replays", tag = "replays", operation_id = "begin_replay", request_body = NewReplay,
    responses((status = 201, body = ReplayView)))]
async fn begin(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(new): Json<NewReplay>) -> Result<impl IntoResponse, Problem> {
    Ok((StatusCode::CREATED, JsonBody(ws.begin_replay(&ctx, new).await?)))
}

/// Ends the replay: what streams is looked at again.
#[utoipa::path(delete, path = "/replays", tag = "replays", operation_id = "end_replay",
    responses((status = 204)))]
async fn end(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Result<StatusCode, Problem> {
    ws.end_replay(&ctx).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Plays, pauses, steps, or goes to a time.
#[utoipa::path(post, path = "/replays/act", tag = "replays", operation_id = "act_on_replay", request_body = ReplayAct,
    responses((status = 200, body = ReplayView)))]
async fn act(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(act): Json<ReplayAct>) -> Reply<ReplayView> {
    reply(ws.act_on_replay(&ctx, act).await)
}

/// Runs a replay to its end beside everything else, as fast as possible, and gives the bars that were made of it.
#[utoipa::path(post, path = "/replays/bars", tag = "replays", operation_id = "replay_bars", request_body = NewReplay,
    params(ReplayBarsQuery), responses((status = 200, body = Vec<ReplayBars>)))]
async fn made(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Query(q): Query<ReplayBarsQuery>,
    Json(new): Json<NewReplay>,
) -> Reply<Vec<ReplayBars>> {
    reply(ws.replay_bars(&ctx, new, q).await)
}

/// Bars of an instrument that the replay has made so far, oldest first, and nothing of later than the replay's time. Binary columns as of
/// `/bars`.
#[utoipa::path(get, path = "/replays/bars/{instrument_id}", tag = "replays", operation_id = "replay_past",
    params(("instrument_id" = InstrumentId, Path), ReplayPastQuery),
    responses((status = 200, content((ReplayPast = "application/json"), (Vec<u8> = "application/octet-stream")))))]
async fn past(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<InstrumentId>,
    Query(q): Query<ReplayPastQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let past = ws.replay_past(&ctx, id, q).await?;
    if binary::wanted(q.format, &headers) {
        return Ok(binary::bars(&past.bars));
    }
    Ok(JsonBody(past).into_response())
}
