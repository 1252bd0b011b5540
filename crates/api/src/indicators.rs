//! `/indicators`.

use axum::extract::State;
use model::id::InstrumentId;
use utoipa_axum::router::OpenApiRouter;
use workstation::indicators::{IndicatorCatalogue, IndicatorsQuestion, IndicatorsView};

use crate::{
    Ws,
    extract::{Ctx, Json, Path, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(compute))
}

/// Every technical indicator and candlestick pattern with its parameters, inputs and outputs.
#[utoipa::path(get, path = "/indicators", tag = "indicators", operation_id = "indicator_catalogue",
    responses((status = 200, body = IndicatorCatalogue)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<IndicatorCatalogue> {
    reply(ws.indicator_catalogue(&ctx).await)
}

/// Indicators over the daily bars of an instrument.
#[utoipa::path(post, path = "/indicators/{instrument_id}", tag = "indicators", operation_id = "indicators",
    params(("instrument_id" = InstrumentId, Path)), request_body = IndicatorsQuestion,
    responses((status = 200, body = IndicatorsView)))]
async fn compute(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<InstrumentId>,
    Json(asked): Json<IndicatorsQuestion>,
) -> Reply<IndicatorsView> {
    reply(ws.indicators(&ctx, id, asked).await)
}
