//! `/transactions`.

use axum::{extract::State, response::IntoResponse};
use model::id::TransactionId;
use model::transaction::{Transaction, TransactionFields};
use utoipa_axum::router::OpenApiRouter;
use workstation::{
    ledger::Deleted,
    page::Page,
    transactions::{
        RevisionView, TransactionsQuery,
        window::{TransactionsWindow, WindowQuery},
    },
};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Query, Reply, created, reply, updated},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new()
        .routes(routes!(revisions))
        .routes(routes!(window))
        .routes(routes!(list, create))
        .routes(routes!(read, update, delete))
}

/// A list in pages.
#[utoipa::path(get, path = "/transactions", tag = "transactions", operation_id = "list_transactions", params(TransactionsQuery),
    responses((status = 200, body = Page<Transaction>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<TransactionsQuery>) -> Reply<Page<Transaction>> {
    reply(ws.transactions(&ctx, &q).await)
}

/// A stretch of the list as a table shows it: narrowed, ordered and counted by the server.
#[utoipa::path(get, path = "/transactions/window", tag = "transactions", operation_id = "window_of_transactions", params(WindowQuery),
    responses((status = 200, body = TransactionsWindow)))]
async fn window(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<WindowQuery>) -> Reply<TransactionsWindow> {
    reply(ws.transactions_window(&ctx, &q).await)
}

/// Creates a transaction.
#[utoipa::path(post, path = "/transactions", tag = "transactions", operation_id = "create_transaction", request_body = TransactionFields,
    responses((status = 201, body = Transaction, headers(("x-change-id" = String)))))]
async fn create(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(fields): Json<TransactionFields>,
) -> Result<impl IntoResponse, Problem> {
    created(ws.create_transaction(&ctx, fields).await)
}

/// One transaction.
#[utoipa::path(get, path = "/transactions/{id}", tag = "transactions", operation_id = "get_transaction", params(("id" = TransactionId, Path)),
    responses((status = 200, body = Transaction)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<TransactionId>) -> Reply<Transaction> {
    reply(ws.transaction(&ctx, id).await)
}

/// Changes a transaction: a JSON merge patch of its fields.
#[utoipa::path(patch, path = "/transactions/{id}", tag = "transactions", operation_id = "update_transaction", params(("id" = TransactionId, Path)),
    request_body = Object, responses((status = 200, body = Transaction, headers(("x-change-id" = String)))))]
async fn update(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<TransactionId>,
    Json(patch): Json<serde_json::Value>,
) -> Result<impl IntoResponse, Problem> {
    updated(ws.update_transaction(&ctx, id, &patch).await)
}

/// Deletes a transaction.
#[utoipa::path(delete, path = "/transactions/{id}", tag = "transactions", operation_id = "delete_transaction", params(("id" = TransactionId, Path)),
    responses((status = 200, body = Deleted)))]
async fn delete(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<TransactionId>) -> Reply<Deleted> {
    reply(ws.delete_transaction(&ctx, id).await)
}

/// All revisions of a transaction, first to last.
#[utoipa::path(get, path = "/transactions/{id}/revisions", tag = "transactions", operation_id = "transaction_revisions",
    params(("id" = TransactionId, Path)), responses((status = 200, body = Vec<RevisionView>)))]
async fn revisions(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<TransactionId>) -> Reply<Vec<RevisionView>> {
    reply(ws.transaction_revisions(&ctx, id).await)
}
