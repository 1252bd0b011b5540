//! `/notifications`: ways in which a person is told of something.

use axum::{extract::State, response::IntoResponse};
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    notifications::{NamedWay, Notifications, NotificationsView, SecretText, TestSent},
    sealed_file::SecretKept,
};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Reply, reply, updated},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(read, replace)).routes(routes!(test)).routes(routes!(keep_secret))
}

/// The ways, and which of their secrets are kept.
#[utoipa::path(get, path = "/notifications", tag = "notifications", operation_id = "get_notifications",
    responses((status = 200, body = NotificationsView)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<NotificationsView> {
    reply(ws.notifications(&ctx).await)
}

/// Replaces the ways, all of them.
#[utoipa::path(put, path = "/notifications", tag = "notifications", operation_id = "put_notifications",
    request_body = Notifications,
    responses((status = 200, body = NotificationsView, headers(("x-change-id" = String)))))]
async fn replace(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(asked): Json<Notifications>,
) -> Result<impl IntoResponse, Problem> {
    updated(ws.set_notifications(&ctx, asked).await)
}

/// Sends a message to try a way out, with the settings that are given; nothing is kept.
#[utoipa::path(post, path = "/notifications/test", tag = "notifications", operation_id = "test_notification",
    request_body = NamedWay, responses((status = 200, body = TestSent)))]
async fn test(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(asked): Json<NamedWay>) -> Reply<TestSent> {
    reply(ws.test_notification(&ctx, asked).await)
}

/// Keeps a secret of the ways and says where, or forgets it. It is never shown again.
#[utoipa::path(put, path = "/notifications/secrets/{name}", tag = "notifications",
    operation_id = "put_notification_secret", params(("name" = String, Path)), request_body = SecretText,
    responses((status = 200, body = SecretKept)))]
async fn keep_secret(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(name): Path<String>,
    Json(text): Json<SecretText>,
) -> Reply<SecretKept> {
    reply(ws.set_notification_secret(&ctx, &name, text).await)
}
