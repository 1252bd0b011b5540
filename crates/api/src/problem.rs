//! Errors on the wire: `application/problem+json` (RFC 9457) with a stable `code`.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use workstation::error::{Error, FieldProblem, Reaction};

/// What went wrong, to what, and what to do next.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// `urn:quarterdeck:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem, for people.
    #[schema(value_type = String)]
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// A stable name for programs.
    pub code: String,
    /// What happened and what to do.
    pub detail: String,
    /// Everything that is wrong, field by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub fields: Vec<FieldProblem>,
    /// Names this request in the logs.
    pub request_id: String,
}

impl Problem {
    /// A problem found by the router itself.
    pub fn new(status: u16, code: &str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:quarterdeck:problem:{code}"),
            title: title(status),
            status,
            code: code.to_owned(),
            detail: detail.into(),
            fields: Vec::new(),
            request_id: String::new(),
        }
    }

    /// The same response with the request's identity in it.
    pub(crate) fn finish(mut self, request_id: &str) -> Response {
        self.request_id = request_id.to_owned();
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Body::from(body)).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let status = match error.reaction() {
            Reaction::Correct => 422,
            Reaction::LookElsewhere => 404,
            Reaction::Resolve => 409,
            Reaction::Refused => 403,
            Reaction::Shrink => 413,
            Reaction::Repair => 503,
            Reaction::Report => 500,
        };
        if status >= 500 {
            tracing::error!(code = error.code(), %error, "a use case failed");
        }
        let fields = error.fields().to_vec();
        Self { fields, ..Self::new(status, error.code(), error.to_string()) }
    }
}

impl IntoResponse for Problem {
    /// An empty response that carries the problem to `tracing_ids::identify`, which knows the request's identity.
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

fn title(status: u16) -> &'static str {
    match status {
        400 => "The request cannot be read",
        401 => "A token is needed",
        403 => "Not allowed",
        404 => "Not found",
        405 => "Not possible here",
        409 => "Something stands in the way",
        413 => "Too large",
        415 => "Another content type is needed",
        422 => "Some values are not valid",
        429 => "Too many at once",
        503 => "Not possible right now",
        _ => "Something went wrong",
    }
}
