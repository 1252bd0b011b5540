//! `/backtests`.

use axum::{
    Json as JsonBody,
    extract::State,
    http::{StatusCode, header::CONTENT_SECURITY_POLICY},
    response::{Html, IntoResponse},
};
use backtest::{AfterTax, gap::RealityGap, look_ahead::LookAheadSettings};
use model::{id::BacktestId, job::Job};
use statistics::simulation::MonteCarlo;
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    backtests::{
        BacktestAttribution, BacktestItem, BacktestLookAhead, BacktestOutcome, BacktestQuestion, BacktestSignificance,
        BacktestTaxQuery, BacktestView, CurveQuery, FillsWindow, GapQuery, NoiseQuery, ParameterNoise, RenameBacktest,
        RoundTripsWindow, RowsQuery, SimulationQuery,
    },
    ledger::Deleted,
    page::{Page, PageQuery},
};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Query, Reply, reply},
    portfolio::PAGE_POLICY,
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read, rename, delete))
        .routes(routes!(result))
        .routes(routes!(fills))
        .routes(routes!(round_trips))
        .routes(routes!(significance))
        .routes(routes!(monte_carlo))
        .routes(routes!(look_ahead))
        .routes(routes!(gap))
        .routes(routes!(taxes))
        .routes(routes!(parameter_noise))
        .routes(routes!(tear_sheet))
        .routes(routes!(attribution))
}

/// Starts a back-test; the job's result has its `backtest_id`.
#[utoipa::path(post, path = "/backtests", tag = "backtests", operation_id = "create_backtest",
    request_body = BacktestQuestion, responses((status = 202, body = Job)))]
async fn create(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(question): Json<BacktestQuestion>,
) -> Result<impl IntoResponse, Problem> {
    Ok((StatusCode::ACCEPTED, JsonBody(ws.start_backtest(&ctx, question).await?)))
}

/// Back-tests, newest first.
#[utoipa::path(get, path = "/backtests", tag = "backtests", operation_id = "list_backtests", params(PageQuery),
    responses((status = 200, body = Page<BacktestItem>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<PageQuery>) -> Reply<Page<BacktestItem>> {
    reply(ws.backtests(&ctx, &q).await)
}

/// One back-test with everything needed to repeat it.
#[utoipa::path(get, path = "/backtests/{id}", tag = "backtests", operation_id = "get_backtest",
    params(("id" = BacktestId, Path)), responses((status = 200, body = BacktestView)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<BacktestId>) -> Reply<BacktestView> {
    reply(ws.backtest(&ctx, id).await)
}

/// Renames a back-test.
#[utoipa::path(patch, path = "/backtests/{id}", tag = "backtests", operation_id = "rename_backtest",
    params(("id" = BacktestId, Path)), request_body = RenameBacktest, responses((status = 200, body = BacktestView)))]
async fn rename(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<BacktestId>,
    Json(new): Json<RenameBacktest>,
) -> Reply<BacktestView> {
    reply(ws.rename_backtest(&ctx, id, &new.name).await)
}

/// Deletes a back-test with its result.
#[utoipa::path(delete, path = "/backtests/{id}", tag = "backtests", operation_id = "delete_backtest",
    params(("id" = BacktestId, Path)), responses((status = 200, body = Deleted)))]
async fn delete(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<BacktestId>) -> Reply<Deleted> {
    reply(ws.delete_backtest(&ctx, id).await)
}

/// What a run gave: the curve thinned, figures with their conventions, costs, attribution, what is open, what looks wrong.
#[utoipa::path(get, path = "/backtests/{id}/result", tag = "backtests", operation_id = "backtest_result",
    params(("id" = BacktestId, Path), CurveQuery), responses((status = 200, body = BacktestOutcome)))]
async fn result(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<BacktestId>,
    Query(q): Query<CurveQuery>,
) -> Reply<BacktestOutcome> {
    reply(ws.backtest_result(&ctx, id, &q).await)
}

/// A stretch of the fills of a run.
#[utoipa::path(get, path = "/backtests/{id}/fills", tag = "backtests", operation_id = "backtest_fills",
    params(("id" = BacktestId, Path), RowsQuery), responses((status = 200, body = FillsWindow)))]
async fn fills(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<BacktestId>,
    Query(q): Query<RowsQuery>,
) -> Reply<FillsWindow> {
    reply(ws.backtest_fills(&ctx, id, &q).await)
}

/// A stretch of the round trips of a run.
#[utoipa::path(get, path = "/backtests/{id}/round_trips", tag = "backtests", operation_id = "backtest_round_trips",
    params(("id" = BacktestId, Path), RowsQuery), responses((status = 200, body = RoundTripsWindow)))]
async fn round_trips(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<BacktestId>,
    Query(q): Query<RowsQuery>,
) -> Reply<RoundTripsWindow> {
    reply(ws.backtest_round_trips(&ctx, id, &q).await)
}

/// Whether chance could have made a run, by the number of trials of its strategy that were counted.
#[utoipa::path(get, path = "/backtests/{id}/significance", tag = "backtests", operation_id = "backtest_significance",
    params(("id" = BacktestId, Path)), responses((status = 200, body = BacktestSignificance)))]
async fn significance(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<BacktestId>) -> Reply<BacktestSignificance> {
    reply(ws.backtest_significance(&ctx, id).await)
}

/// Histories that might have been: bands of equity and of each figure, and the probability of ruin.
#[utoipa::path(get, path = "/backtests/{id}/monte_carlo", tag = "backtests", operation_id = "backtest_monte_carlo",
    params(("id" = BacktestId, Path), SimulationQuery), responses((status = 200, body = MonteCarlo)))]
async fn monte_carlo(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<BacktestId>,
    Query(q): Query<SimulationQuery>,
) -> Reply<MonteCarlo> {
    reply(ws.backtest_monte_carlo(&ctx, id, &q).await)
}

/// Why a run on paper brought something else than a back-test of the same instruments: the difference in parts, and by order.
#[utoipa::path(get, path = "/backtests/{id}/gap", tag = "backtests", operation_id = "backtest_gap",
    params(("id" = BacktestId, Path), GapQuery), responses((status = 200, body = RealityGap)))]
async fn gap(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<BacktestId>,
    Query(q): Query<GapQuery>,
) -> Reply<RealityGap> {
    reply(ws.backtest_gap(&ctx, id, &q).await)
}

/// Runs a back-test again and again with parameters near its own: how far each figure moves with them.
#[utoipa::path(get, path = "/backtests/{id}/parameter_noise", tag = "backtests", operation_id = "backtest_parameter_noise",
    params(("id" = BacktestId, Path), NoiseQuery), responses((status = 200, body = ParameterNoise)))]
async fn parameter_noise(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<BacktestId>,
    Query(q): Query<NoiseQuery>,
) -> Reply<ParameterNoise> {
    reply(ws.backtest_parameter_noise(&ctx, id, &q).await)
}

/// What taxes would take of a run, year by year: by holding period, with wash sales and losses that are carried on.
#[utoipa::path(get, path = "/backtests/{id}/taxes", tag = "backtests", operation_id = "backtest_taxes",
    params(("id" = BacktestId, Path), BacktestTaxQuery), responses((status = 200, body = AfterTax)))]
async fn taxes(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<BacktestId>,
    Query(q): Query<BacktestTaxQuery>,
) -> Reply<AfterTax> {
    reply(ws.backtest_taxes(&ctx, id, &q).await)
}

/// Runs the strategy again over bars whose future is cut off or changed, and tells whether its past changed with it.
#[utoipa::path(post, path = "/backtests/{id}/look_ahead", tag = "backtests", operation_id = "backtest_look_ahead",
    params(("id" = BacktestId, Path)), request_body = LookAheadSettings,
    responses((status = 200, body = BacktestLookAhead)))]
async fn look_ahead(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<BacktestId>,
    Json(settings): Json<LookAheadSettings>,
) -> Reply<BacktestLookAhead> {
    reply(ws.backtest_look_ahead(&ctx, id, settings).await)
}

/// The tear sheet of a run as one page to read and print.
#[utoipa::path(get, path = "/backtests/{id}/tear-sheet", tag = "backtests", operation_id = "backtest_tear_sheet",
    params(("id" = BacktestId, Path)), responses((status = 200, body = String, content_type = "text/html")))]
async fn tear_sheet(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<BacktestId>,
) -> Result<impl IntoResponse, Problem> {
    let page = ws.backtest_tear_sheet(&ctx, id).await?;
    Ok(([(CONTENT_SECURITY_POLICY, PAGE_POLICY)], Html(page)))
}

/// Where the gain of a run came from: by decision, instrument, sector, currency, and by its benchmark.
#[utoipa::path(get, path = "/backtests/{id}/attribution", tag = "backtests", operation_id = "backtest_attribution",
    params(("id" = BacktestId, Path)), responses((status = 200, body = BacktestAttribution)))]
async fn attribution(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<BacktestId>) -> Reply<BacktestAttribution> {
    reply(ws.backtest_attribution(&ctx, id).await)
}
