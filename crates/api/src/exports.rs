//! `/exports`: everything as one archive, and nouns as CSV, sent as they are written.

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{
        HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use futures_util::stream;
use utoipa_axum::router::OpenApiRouter;
use workstation::exports::{CsvNoun, Download};

use crate::{
    Problem, Ws,
    extract::{Ctx, Path},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(archive)).routes(routes!(csv))
}

/// Everything that the workspace holds, as one JSON document. `POST /imports` with the kind `archive` takes it into an empty
/// workspace. An answer that breaks off is not whole.
#[utoipa::path(get, path = "/exports/archive", tag = "exports", operation_id = "export_archive",
    responses((status = 200, body = Object, content_type = "application/json",
        headers(("content-disposition" = String)))))]
async fn archive(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Result<Response, Problem> {
    Ok(sent(ws.export_archive(&ctx).await?))
}

/// One noun as CSV (RFC 4180): `accounts.csv`, `instruments.csv`, `transactions.csv`, `fx_rates.csv`, `prices.csv`, `lots.csv`
/// or `targets.csv`. A cell that a spreadsheet would calculate has an apostrophe before it.
#[utoipa::path(get, path = "/exports/{file}", tag = "exports", operation_id = "export_csv",
    params(("file" = String, Path, description = "The noun and `.csv`.", example = "transactions.csv")),
    responses((status = 200, body = String, content_type = "text/csv", headers(("content-disposition" = String)))))]
async fn csv(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(file): Path<String>) -> Result<Response, Problem> {
    let noun = file.strip_suffix(".csv").unwrap_or_default().parse::<CsvNoun>().map_err(|_| {
        let names: Vec<String> = CsvNoun::ALL.iter().map(|noun| format!("{}.csv", noun.as_str())).collect();
        Problem::new(404, "not_found", format!("there is no such export; there are archive, {}", names.join(", ")))
    })?;
    Ok(sent(ws.export_csv(&ctx, noun).await?))
}

/// A download as an answer.
fn sent(download: Download) -> Response {
    let Download { file_name, content_type, parts } = download;
    let parts = stream::unfold(parts, |mut parts| async move {
        let part = parts.recv().await?;
        Some((part.map(Bytes::from), parts))
    });
    let mut response = Body::from_stream(parts).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    // Names are made of letters, digits, dots, underscores and dashes.
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{file_name}\"")) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    response
}
