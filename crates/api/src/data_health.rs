//! `/data-health` and `/diagnostics`.

use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use workstation::{data_health::DataHealth, diagnostics::Diagnostics};

use crate::{
    Ws,
    extract::{Ctx, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(data_health)).routes(routes!(diagnostics))
}

/// What is missing, stale or refused, and where to mend it.
#[utoipa::path(get, path = "/data-health", tag = "data-health", operation_id = "data_health",
    responses((status = 200, body = DataHealth)))]
async fn data_health(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<DataHealth> {
    reply(ws.data_health(&ctx).await)
}

/// A text to send with a question, without secrets and without amounts.
#[utoipa::path(get, path = "/diagnostics", tag = "data-health", operation_id = "diagnostics",
    responses((status = 200, body = Diagnostics)))]
async fn diagnostics(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<Diagnostics> {
    reply(ws.diagnostics(&ctx).await)
}
