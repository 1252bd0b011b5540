//! `/portfolio`, `/lots`, `/performance`, `/performance/summary`, `/returns`, `/explain`, `/summary`.

use axum::{
    Json as JsonBody,
    extract::State,
    http::{HeaderMap, HeaderValue, header::CONTENT_SECURITY_POLICY},
    response::{Html, IntoResponse, Response},
};
use model::time::Timestamp;
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    explain::{ExplainQuery, Explanation},
    performance::{Performance, PerformanceQuery, Returns},
    portfolio::{LotsQuery, LotsView, PortfolioQuery, PortfolioView},
    returns::{ReturnsQuery, ReturnsView},
};

use crate::{
    Problem, Ws,
    binary::{self, Values},
    extract::{Ctx, Query, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new()
        .routes(routes!(portfolio))
        .routes(routes!(lots))
        .routes(routes!(performance))
        .routes(routes!(performance_summary))
        .routes(routes!(returns))
        .routes(routes!(explain))
        .routes(routes!(summary))
}

/// The portfolio on a day.
#[utoipa::path(get, path = "/portfolio", tag = "portfolio", operation_id = "portfolio", params(PortfolioQuery),
    responses((status = 200, body = PortfolioView)))]
async fn portfolio(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<PortfolioQuery>) -> Result<Response, Problem> {
    Ok(JsonBody(&*ws.portfolio(&ctx, &q).await?).into_response())
}

/// Open lots with their value, and closed ones with their gain.
#[utoipa::path(get, path = "/lots", tag = "portfolio", operation_id = "lots", params(LotsQuery),
    responses((status = 200, body = LotsView)))]
async fn lots(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<LotsQuery>) -> Reply<LotsView> {
    reply(ws.lots(&ctx, &q).await)
}

/// Value, time-weighted index and benchmark day by day. Binary columns: `at` (i64 µs), `value`, `invested`, `twr_index`,
/// `benchmark`.
#[utoipa::path(get, path = "/performance", tag = "portfolio", operation_id = "performance", params(PerformanceQuery),
    responses((status = 200, content((Performance = "application/json"), (Vec<u8> = "application/octet-stream")))))]
async fn performance(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Query(q): Query<PerformanceQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let series = ws.performance(&ctx, &q).await?;
    if !binary::wanted(q.format, &headers) {
        return Ok(JsonBody(&*series).into_response());
    }
    let column = |values: &[Option<f64>]| Values::with_gaps(values.iter().copied());
    Ok(binary::response(&[
        ("at", Values::I64(series.days.iter().map(|d| Timestamp::from_date(*d).micros()).collect())),
        ("value", column(&series.value)),
        ("invested", column(&series.invested)),
        ("twr_index", column(&series.twr_index)),
        ("benchmark", column(&series.benchmark)),
    ]))
}

/// The returns of a period without its days.
#[utoipa::path(get, path = "/performance/summary", tag = "portfolio", operation_id = "performance_summary",
    params(PerformanceQuery), responses((status = 200, body = Returns)))]
async fn performance_summary(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Query(q): Query<PerformanceQuery>,
) -> Result<Response, Problem> {
    Ok(JsonBody(&ws.performance(&ctx, &q).await?.summary).into_response())
}

/// Returns of the whole and of its parts, with what each contributed.
#[utoipa::path(get, path = "/returns", tag = "portfolio", operation_id = "returns", params(ReturnsQuery),
    responses((status = 200, body = ReturnsView)))]
async fn returns(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<ReturnsQuery>) -> Reply<ReturnsView> {
    reply(ws.returns(&ctx, &q).await)
}

/// Where a figure comes from, down to lots, prices and rates.
#[utoipa::path(get, path = "/explain", tag = "portfolio", operation_id = "explain", params(ExplainQuery),
    responses((status = 200, body = Explanation)))]
async fn explain(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<ExplainQuery>) -> Reply<Explanation> {
    reply(ws.explain(&ctx, &q).await)
}

/// A page holds its own styles and nothing that runs.
pub(crate) const PAGE_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
);

/// The portfolio as one page to read and print.
#[utoipa::path(get, path = "/summary", tag = "portfolio", operation_id = "summary", params(PortfolioQuery),
    responses((status = 200, body = String, content_type = "text/html")))]
async fn summary(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Query(q): Query<PortfolioQuery>,
) -> Result<impl IntoResponse, Problem> {
    let page = ws.summary(&ctx, &q).await?;
    Ok(([(CONTENT_SECURITY_POLICY, PAGE_POLICY)], Html(page)))
}
