//! `/providers`: where market data come from.

use axum::{extract::State, http::StatusCode, response::IntoResponse};
use model::market::Source;
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    providers::{ProviderKeyText, ProviderSettings, ProviderTest, ProvidersView},
    sealed_file::SecretKept,
};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Reply, reply, updated},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new()
        .routes(routes!(read, replace))
        .routes(routes!(keep_key))
        .routes(routes!(test))
        .routes(routes!(retry))
}

/// The providers, their settings, keys and budgets, and how they do.
#[utoipa::path(get, path = "/providers", tag = "providers", operation_id = "get_providers",
    responses((status = 200, body = ProvidersView)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<ProvidersView> {
    reply(ws.providers(&ctx).await)
}

/// Replaces the settings of providers, all of them. Connections begin anew.
#[utoipa::path(put, path = "/providers", tag = "providers", operation_id = "put_providers",
    request_body = ProviderSettings,
    responses((status = 200, body = ProvidersView, headers(("x-change-id" = String)))))]
async fn replace(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(asked): Json<ProviderSettings>,
) -> Result<impl IntoResponse, Problem> {
    updated(ws.set_providers(&ctx, asked).await)
}

/// Keeps a key and says where, or forgets it. It is never shown again.
#[utoipa::path(put, path = "/providers/keys/{name}", tag = "providers", operation_id = "put_provider_key",
    params(("name" = String, Path)), request_body = ProviderKeyText,
    responses((status = 200, body = SecretKept)))]
async fn keep_key(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(name): Path<String>,
    Json(text): Json<ProviderKeyText>,
) -> Reply<SecretKept> {
    reply(ws.set_provider_key(&ctx, &name, text).await)
}

/// Asks a provider something small. That it does not answer is told in the answer.
#[utoipa::path(post, path = "/providers/{source}/test", tag = "providers", operation_id = "test_provider",
    params(("source" = Source, Path)), responses((status = 200, body = ProviderTest)))]
async fn test(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(source): Path<Source>) -> Reply<ProviderTest> {
    reply(ws.test_provider(&ctx, source).await)
}

/// Lets a connection that waits, or has stopped, try again now.
#[utoipa::path(post, path = "/providers/{source}/retry", tag = "providers", operation_id = "retry_provider",
    params(("source" = Source, Path)), responses((status = 204)))]
async fn retry(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(source): Path<Source>) -> Result<StatusCode, Problem> {
    ws.retry_provider(&ctx, source).await?;
    Ok(StatusCode::NO_CONTENT)
}
