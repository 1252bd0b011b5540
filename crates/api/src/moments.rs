//! `/moments`.

use axum::extract::State;
use statistics::{MomentsRequest, MomentsResult};
use utoipa_axum::router::OpenApiRouter;

use crate::{
    Ws,
    extract::{Ctx, Json, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(estimate))
}

/// Estimates expected returns and covariance of the prices, returns or covariance sent. The answer's assets, expected returns and
/// covariance are the fields of an optimization request.
#[utoipa::path(post, path = "/moments", tag = "optimizations", operation_id = "estimate_moments",
    request_body = MomentsRequest, responses((status = 200, body = MomentsResult)))]
async fn estimate(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(request): Json<MomentsRequest>) -> Reply<MomentsResult> {
    reply(ws.estimate_moments(&ctx, request).await)
}
