//! Requests taken apart: bodies, queries and paths whose refusal is a [`Problem`], and the context of a use case.

use axum::{
    Json as AxumJson,
    extract::{
        FromRequest, FromRequestParts, Path as AxumPath, Query as AxumQuery, Request,
        rejection::{JsonRejection, PathRejection, QueryRejection},
    },
    http::{HeaderMap, HeaderValue, StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use model::{
    actor::Actor,
    id::{AuditEventId, CorrelationId},
};
use serde::{Serialize, de::DeserializeOwned};
use workstation::{ctx, ledger::Changed};

use crate::Problem;

/// The change that a request made, to undo it by.
pub(crate) const CHANGE_ID: &str = "x-change-id";

/// A JSON body.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match AxumJson::<T>::from_request(request, state).await {
            Ok(AxumJson(value)) => Ok(Self(value)),
            Err(JsonRejection::JsonDataError(e)) => Err(Problem::new(422, "body_invalid", cause(&e))),
            Err(JsonRejection::JsonSyntaxError(e)) => Err(Problem::new(400, "body_malformed", cause(&e))),
            Err(JsonRejection::MissingJsonContentType(_)) => Err(Problem::new(
                415,
                "content_type",
                "the body must be JSON; send it with the header content-type: application/json",
            )),
            Err(e) if e.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(Problem::new(
                413,
                "body_too_large",
                format!("the body is larger than {} bytes; send files as uploads", crate::JSON_MAX_BYTES),
            )),
            Err(e) => Err(Problem::new(400, "body_unreadable", cause(&e))),
        }
    }
}

/// Query parameters.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query: Result<AxumQuery<T>, QueryRejection> = AxumQuery::from_request_parts(parts, state).await;
        query.map(|AxumQuery(q)| Self(q)).map_err(|e| Problem::new(422, "query_invalid", cause(&e)))
    }
}

/// Path parameters. One that does not parse names nothing: 404.
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path: Result<AxumPath<T>, PathRejection> = AxumPath::from_request_parts(parts, state).await;
        path.map(|AxumPath(p)| Self(p)).map_err(|e| Problem::new(404, "not_found", cause(&e)))
    }
}

/// Who asks. Everybody who got past the guard is the person at this machine.
pub(crate) struct Ctx(pub(crate) ctx::Ctx);

impl<S: Send + Sync> FromRequestParts<S> for Ctx {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let correlation_id = parts.extensions.get::<CorrelationId>().copied().unwrap_or_else(CorrelationId::new);
        Ok(Self(ctx::Ctx { actor: Actor::LocalOwner, correlation_id }))
    }
}

/// A JSON answer or a problem.
pub(crate) type Reply<T> = Result<AxumJson<T>, Problem>;

/// A JSON answer out of a use case.
pub(crate) fn reply<T>(result: workstation::error::Result<T>) -> Reply<T> {
    Ok(AxumJson(result?))
}

/// A changed thing: its JSON, and the change in a header.
pub(crate) struct ChangedReply<T>(StatusCode, T, AuditEventId);

impl<T: Serialize> IntoResponse for ChangedReply<T> {
    fn into_response(self) -> Response {
        (self.0, change_header(self.2), AxumJson(self.1)).into_response()
    }
}

/// 201 with the new thing.
pub(crate) fn created<T>(result: workstation::error::Result<Changed<T>>) -> Result<ChangedReply<T>, Problem> {
    result.map(|c| ChangedReply(StatusCode::CREATED, c.value, c.change_id)).map_err(Into::into)
}

/// 200 with the thing as it is now.
pub(crate) fn updated<T>(result: workstation::error::Result<Changed<T>>) -> Result<ChangedReply<T>, Problem> {
    result.map(|c| ChangedReply(StatusCode::OK, c.value, c.change_id)).map_err(Into::into)
}

pub(crate) fn change_header(id: AuditEventId) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        headers.insert(CHANGE_ID, value);
    }
    headers
}

/// The innermost message: axum's own wrapper says nothing more.
fn cause(error: &dyn std::error::Error) -> String {
    let mut last = error;
    while let Some(next) = last.source() {
        last = next;
    }
    last.to_string()
}
