//! `/risk`, `/stress`, `/hedges`, and the same of what the workspace holds.

use axum::extract::State;
use risk::{HedgeReport, HedgeRequest, RiskReport, RiskRequest, StressReport, StressRequest};
use utoipa_axum::router::OpenApiRouter;
use workstation::risk::{
    HedgeQuestion, PortfolioHedges, PortfolioRisk, PortfolioStress, RiskAccountQuery, RiskQuery, RiskQuestion,
    StressQuestion,
};

use crate::{
    Ws,
    extract::{Ctx, Json, Query, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new()
        .routes(routes!(risk))
        .routes(routes!(stress))
        .routes(routes!(hedges))
        .routes(routes!(portfolio_risk, ask_portfolio_risk))
        .routes(routes!(portfolio_stress, ask_portfolio_stress))
        .routes(routes!(portfolio_hedges, ask_portfolio_hedges))
}

/// Works out value at risk by every method, contributions, factors, correlations, concentration and liquidity of the holdings sent.
#[utoipa::path(post, path = "/risk", tag = "risk", operation_id = "risk",
    request_body = RiskRequest, responses((status = 200, body = RiskReport)))]
async fn risk(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(request): Json<RiskRequest>) -> Reply<RiskReport> {
    reply(ws.risk(&ctx, request).await)
}

/// Replays crises, shocks the holdings sent, and looks for what would lose a given part.
#[utoipa::path(post, path = "/stress", tag = "risk", operation_id = "stress",
    request_body = StressRequest, responses((status = 200, body = StressReport)))]
async fn stress(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(request): Json<StressRequest>) -> Reply<StressReport> {
    reply(ws.stress(&ctx, request).await)
}

/// Ranks hedges of the holdings sent by what they leave and cost.
#[utoipa::path(post, path = "/hedges", tag = "risk", operation_id = "hedges",
    request_body = HedgeRequest, responses((status = 200, body = HedgeReport)))]
async fn hedges(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(request): Json<HedgeRequest>) -> Reply<HedgeReport> {
    reply(ws.hedges(&ctx, request).await)
}

/// Risk of what the workspace holds today, by the settings of a question.
#[utoipa::path(post, path = "/portfolio/risk", tag = "risk", operation_id = "ask_portfolio_risk",
    request_body = RiskQuestion, responses((status = 200, body = PortfolioRisk)))]
async fn ask_portfolio_risk(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(question): Json<RiskQuestion>,
) -> Reply<PortfolioRisk> {
    reply(ws.portfolio_risk(&ctx, question).await)
}

/// What the crises and shocks of a question would do to what the workspace holds today.
#[utoipa::path(post, path = "/portfolio/stress", tag = "risk", operation_id = "ask_portfolio_stress",
    request_body = StressQuestion, responses((status = 200, body = PortfolioStress)))]
async fn ask_portfolio_stress(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(question): Json<StressQuestion>,
) -> Reply<PortfolioStress> {
    reply(ws.portfolio_stress(&ctx, question).await)
}

/// Hedges of what the workspace holds today, by the settings of a question.
#[utoipa::path(post, path = "/portfolio/hedges", tag = "risk", operation_id = "ask_portfolio_hedges",
    request_body = HedgeQuestion, responses((status = 200, body = PortfolioHedges)))]
async fn ask_portfolio_hedges(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(question): Json<HedgeQuestion>,
) -> Reply<PortfolioHedges> {
    reply(ws.portfolio_hedges(&ctx, question).await)
}

/// Risk of what the workspace holds today.
#[utoipa::path(get, path = "/portfolio/risk", tag = "risk", operation_id = "portfolio_risk", params(RiskQuery),
    responses((status = 200, body = PortfolioRisk)))]
async fn portfolio_risk(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(query): Query<RiskQuery>) -> Reply<PortfolioRisk> {
    reply(ws.portfolio_risk(&ctx, query.into()).await)
}

/// What every crisis of the catalogue would do to what the workspace holds today.
#[utoipa::path(get, path = "/portfolio/stress", tag = "risk", operation_id = "portfolio_stress",
    params(RiskAccountQuery), responses((status = 200, body = PortfolioStress)))]
async fn portfolio_stress(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Query(query): Query<RiskAccountQuery>,
) -> Reply<PortfolioStress> {
    reply(ws.portfolio_stress(&ctx, query.into()).await)
}

/// Hedges of what the workspace holds today with funds that it does not hold.
#[utoipa::path(get, path = "/portfolio/hedges", tag = "risk", operation_id = "portfolio_hedges",
    params(RiskAccountQuery), responses((status = 200, body = PortfolioHedges)))]
async fn portfolio_hedges(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Query(query): Query<RiskAccountQuery>,
) -> Reply<PortfolioHedges> {
    reply(ws.portfolio_hedges(&ctx, query.into()).await)
}
