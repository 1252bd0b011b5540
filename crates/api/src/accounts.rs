//! `/accounts`.

use axum::{extract::State, response::IntoResponse};
use model::account::{Account, AccountFields};
use model::id::AccountId;
use utoipa_axum::router::OpenApiRouter;
use workstation::{accounts::AccountsQuery, ledger::Deleted, page::Page};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Query, Reply, created, reply, updated},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(read, update, delete))
}

/// A list in pages.
#[utoipa::path(get, path = "/accounts", tag = "accounts", operation_id = "list_accounts", params(AccountsQuery),
    responses((status = 200, body = Page<Account>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<AccountsQuery>) -> Reply<Page<Account>> {
    reply(ws.accounts(&ctx, &q).await)
}

/// Creates an account.
#[utoipa::path(post, path = "/accounts", tag = "accounts", operation_id = "create_account", request_body = AccountFields,
    responses((status = 201, body = Account, headers(("x-change-id" = String)))))]
async fn create(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(fields): Json<AccountFields>,
) -> Result<impl IntoResponse, Problem> {
    created(ws.create_account(&ctx, fields).await)
}

/// One account.
#[utoipa::path(get, path = "/accounts/{id}", tag = "accounts", operation_id = "get_account", params(("id" = AccountId, Path)),
    responses((status = 200, body = Account)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<AccountId>) -> Reply<Account> {
    reply(ws.account(&ctx, id).await)
}

/// Changes an account: a JSON merge patch of its fields.
#[utoipa::path(patch, path = "/accounts/{id}", tag = "accounts", operation_id = "update_account", params(("id" = AccountId, Path)),
    request_body = Object, responses((status = 200, body = Account, headers(("x-change-id" = String)))))]
async fn update(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<AccountId>,
    Json(patch): Json<serde_json::Value>,
) -> Result<impl IntoResponse, Problem> {
    updated(ws.update_account(&ctx, id, &patch).await)
}

/// Deletes an account.
#[utoipa::path(delete, path = "/accounts/{id}", tag = "accounts", operation_id = "delete_account", params(("id" = AccountId, Path)),
    responses((status = 200, body = Deleted)))]
async fn delete(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<AccountId>) -> Reply<Deleted> {
    reply(ws.delete_account(&ctx, id).await)
}
