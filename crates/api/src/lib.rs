//! The one router: every capability of the program as a route, its OpenAPI document, who may call it, and the event stream.
//!
//! The window and the owner's socket call the router in process ([`Access::InProcess`]); `serve` puts the same router on
//! HTTP ([`Access::Http`]). Handlers hold no logic: they take a request apart, call a use case of `workstation` and put its
//! answer or its error on the wire. Errors are `application/problem+json`; series travel as [`binary`] columns on request.

#![expect(clippy::result_large_err, reason = "a problem is made once, at the end of a request; a box would not help")]

/// Handlers as routes, with the schemas of what they take and give.
macro_rules! routes {
    ($($handlers:tt)*) => { $crate::document::noted(utoipa_axum::routes!($($handlers)*)) };
}

pub mod access;
pub mod binary;
mod document;
mod etag;
mod extract;
pub mod problem;
pub mod stream;
mod tracing_ids;
mod ui;

mod accounts;
mod alerts;
mod analysis;
mod backtests;
mod backups;
mod bars;
mod changes;
mod data_health;
mod exports;
mod fx_rates;
mod histories;
mod imports;
mod indicators;
mod instruments;
mod jobs;
mod moments;
mod notifications;
mod optimizations;
mod paper_runs;
mod portfolio;
mod providers;
mod quotes;
mod rebalancings;
mod replays;
mod risk;
mod schedules;
mod sealed_file;
mod strategies;
mod studio;
mod sweeps;
mod targets;
mod taxes;
mod transactions;
mod uploads;
mod watchlists;
mod workspace;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{Method, Uri},
    middleware,
    routing::get,
};
use utoipa_axum::router::OpenApiRouter;
use workstation::Workstation;

pub use access::{Access, HttpAccess};
pub use document::openapi;
pub use problem::Problem;
pub use ui::Asset;

/// What handlers share.
pub(crate) type Ws = Arc<Workstation>;

/// Largest JSON body.
pub const JSON_MAX_BYTES: usize = 1024 * 1024;
/// Largest chunk of an upload.
pub const CHUNK_MAX_BYTES: usize = 4 * 1024 * 1024;

/// The router over a workstation.
pub fn router(workstation: Arc<Workstation>, access: Access) -> Router {
    let (routes, _) = routes().split_for_parts();
    let stream = stream::Stream::new(Arc::clone(&workstation));
    let api = routes
        .with_state(workstation)
        .route("/api/v1/openapi.json", get(document::serve))
        .route("/api/v1/stream", get(stream::upgrade).with_state(stream))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(JSON_MAX_BYTES))
        .layer(middleware::from_fn(etag::conditional));
    let assets = access.assets();
    api.fallback(move |method: Method, uri: Uri| async move { ui::serve(assets, &method, &uri) })
        .layer(middleware::from_fn_with_state(Arc::new(access), access::guard))
        .layer(middleware::from_fn(tracing_ids::identify))
}

/// Every documented route.
pub(crate) fn routes() -> OpenApiRouter<Ws> {
    let nouns = OpenApiRouter::new()
        .merge(workspace::routes())
        .merge(instruments::routes())
        .merge(accounts::routes())
        .merge(transactions::routes())
        .merge(fx_rates::routes())
        .merge(bars::routes())
        .merge(indicators::routes())
        .merge(alerts::routes())
        .merge(notifications::routes())
        .merge(providers::routes())
        .merge(sealed_file::routes())
        .merge(quotes::routes())
        .merge(stream::routes())
        .merge(replays::routes())
        .merge(watchlists::routes())
        .merge(histories::routes())
        .merge(portfolio::routes())
        .merge(optimizations::routes())
        .merge(studio::routes())
        .merge(rebalancings::routes())
        .merge(targets::routes())
        .merge(schedules::routes())
        .merge(taxes::routes())
        .merge(moments::routes())
        .merge(analysis::routes())
        .merge(risk::routes())
        .merge(strategies::routes())
        .merge(backtests::routes())
        .merge(paper_runs::routes())
        .merge(sweeps::routes())
        .merge(uploads::routes())
        .merge(imports::routes())
        .merge(exports::routes())
        .merge(changes::routes())
        .merge(jobs::routes())
        .merge(backups::routes())
        .merge(data_health::routes());
    OpenApiRouter::with_openapi(document::head()).nest("/api/v1", nouns)
}

async fn method_not_allowed(method: Method, uri: Uri) -> Problem {
    let detail = format!("{method} is not possible on {}; the OpenAPI document lists what is", uri.path());
    Problem::new(405, "method_not_allowed", detail)
}
