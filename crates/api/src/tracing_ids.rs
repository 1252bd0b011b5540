//! One identity from click to SQL: the request's id and the correlation, in log lines, headers and problems.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use model::id::CorrelationId;
use tracing::Instrument;

use crate::Problem;

/// The request's identity.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// What ties a click to everything that it causes; a client may send its own (a UUID).
pub(crate) const CORRELATION_ID: HeaderName = HeaderName::from_static("x-correlation-id");

/// Names the request and finishes problems.
pub(crate) async fn identify(mut request: Request, next: Next) -> Response {
    let correlation = request
        .headers()
        .get(CORRELATION_ID)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.parse::<CorrelationId>().ok())
        .unwrap_or_else(CorrelationId::new);
    let request_id = CorrelationId::new().to_string();
    request.extensions_mut().insert(correlation);
    let span = tracing::info_span!("request", method = %request.method(), path = request.uri().path(), %request_id, correlation_id = %correlation);
    let mut response = next.run(request).instrument(span).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let mut finished = problem.finish(&request_id);
        for (name, value) in response.headers() {
            if !finished.headers().contains_key(name) && name != axum::http::header::CONTENT_LENGTH {
                finished.headers_mut().insert(name.clone(), value.clone());
            }
        }
        response = finished;
    }
    let headers = response.headers_mut();
    for (name, value) in [(REQUEST_ID, request_id), (CORRELATION_ID, correlation.to_string())] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    response
}
