//! `/sealed-file`: the file that stands in for a keychain where none is running.

use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use workstation::sealed_file::{Passphrase, PassphraseChange, SealedFileView};

use crate::{
    Ws,
    extract::{Ctx, Json, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(read, unlock)).routes(routes!(reseal))
}

/// Whether keys and other secrets go to a keychain or to the sealed file, and how that is.
#[utoipa::path(get, path = "/sealed-file", tag = "providers", operation_id = "get_sealed_file",
    responses((status = 200, body = SealedFileView)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<SealedFileView> {
    reply(ws.sealed_file(&ctx).await)
}

/// Opens the sealed file until the program ends, or makes it where there is none and no keychain is running. The passphrase is not kept.
#[utoipa::path(put, path = "/sealed-file", tag = "providers", operation_id = "unlock_sealed_file",
    request_body = Passphrase, responses((status = 200, body = SealedFileView)))]
async fn unlock(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(given): Json<Passphrase>) -> Reply<SealedFileView> {
    reply(ws.unlock_sealed_file(&ctx, given).await)
}

/// Gives the sealed file another passphrase. Neither is kept.
#[utoipa::path(put, path = "/sealed-file/passphrase", tag = "providers", operation_id = "put_passphrase",
    request_body = PassphraseChange, responses((status = 200, body = SealedFileView)))]
async fn reseal(Ctx(ctx): Ctx, State(ws): State<Ws>, Json(given): Json<PassphraseChange>) -> Reply<SealedFileView> {
    reply(ws.reseal_sealed_file(&ctx, given).await)
}
