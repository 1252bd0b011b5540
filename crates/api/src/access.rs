//! Who may call: everybody in process; over HTTP only who comes from an allowed place with this start's token.

use std::{fmt, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue,
        header::{
            AUTHORIZATION, CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY, SEC_WEBSOCKET_PROTOCOL,
            WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
        },
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use subtle::ConstantTimeEq;

use crate::{
    Problem,
    ui::{Asset, Assets},
};

/// How the router is reached.
#[derive(Clone, Debug)]
pub enum Access {
    /// The window, the command line, the owner's socket: the caller is the local owner.
    InProcess,
    /// HTTP.
    Http(HttpAccess),
}

/// What an HTTP caller must bring.
#[derive(Clone)]
pub struct HttpAccess {
    /// This start's token, at least 128 random bits as text.
    pub token: String,
    /// `Host` headers served, e.g. `127.0.0.1:4321`. Everything else is a rebinding attempt.
    pub allowed_hosts: Vec<String>,
    /// `Origin` headers served, e.g. `http://127.0.0.1:4321`.
    pub allowed_origins: Vec<String>,
    /// The web client's files, which need no token; none: the API alone.
    pub assets: Option<fn(&str) -> Option<Asset>>,
}

impl fmt::Debug for HttpAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpAccess")
            .field("allowed_hosts", &self.allowed_hosts)
            .field("allowed_origins", &self.allowed_origins)
            .finish_non_exhaustive()
    }
}

impl Access {
    pub(crate) fn assets(&self) -> Assets {
        match self {
            Self::InProcess => None,
            Self::Http(http) => http.assets,
        }
    }
}

/// The policy for the page: its own files, its own API and stream, nothing else.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-src 'none'; frame-ancestors 'none'; object-src 'none'";
/// The policy for answers of the API: nothing in them is ever run.
const API_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Lets a request through or says why not, and seals every answer.
pub(crate) async fn guard(State(access): State<Arc<Access>>, request: Request, next: Next) -> Response {
    let Access::Http(http) = access.as_ref() else { return next.run(request).await };
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = match admit(http, is_api, request.headers()) {
        Ok(()) => next.run(request).await,
        Err(problem) => {
            tracing::warn!(code = problem.code, path = request.uri().path(), "refused");
            problem.into_response()
        }
    };
    seal(response.headers_mut(), is_api);
    response
}

/// Checks Host, Sec-Fetch-Site and Origin of every request, and the token of those to the API.
fn admit(http: &HttpAccess, is_api: bool, headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    let host = text(HOST).unwrap_or_default();
    if !http.allowed_hosts.iter().any(|h| h.eq_ignore_ascii_case(host)) {
        return Err(Problem::new(
            403,
            "host_not_allowed",
            format!("this server does not answer to the name \"{host}\"; use the address it printed at start"),
        ));
    }
    if let Some(origin) = text(ORIGIN)
        && !http.allowed_origins.iter().any(|o| o.eq_ignore_ascii_case(origin))
    {
        return Err(Problem::new(403, "origin_not_allowed", format!("pages of {origin} may not call this server")));
    }
    if !is_api {
        return Ok(());
    }
    if text(HeaderName::from_static("sec-fetch-site")).is_some_and(|s| s == "cross-site" || s == "same-site") {
        return Err(Problem::new(403, "cross_site", "other sites may not call this server"));
    }
    let given = bearer(text(AUTHORIZATION)).or_else(|| socket_token(text(SEC_WEBSOCKET_PROTOCOL)));
    match given {
        Some(given) if bool::from(given.as_bytes().ct_eq(http.token.as_bytes())) => Ok(()),
        Some(_) => Err(Problem::new(
            401,
            "token_wrong",
            "the token is not this start's; open the address that the server printed",
        )),
        None => Err(Problem::new(
            401,
            "token_missing",
            "a token is needed; open the address that the server printed, or send Authorization: Bearer",
        )),
    }
}

fn bearer(authorization: Option<&str>) -> Option<&str> {
    let (scheme, token) = authorization?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A browser cannot set headers on a WebSocket, so the token comes as the protocol `token.<token>`.
fn socket_token(protocols: Option<&str>) -> Option<&str> {
    protocols?.split(',').find_map(|p| p.trim().strip_prefix("token."))
}

fn seal(headers: &mut HeaderMap, is_api: bool) {
    let mut put = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    put(X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(X_FRAME_OPTIONS, "DENY");
    put(REFERRER_POLICY, "no-referrer");
    put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    put(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    put(CONTENT_SECURITY_POLICY, if is_api { API_POLICY } else { PAGE_POLICY });
    if is_api {
        put(WWW_AUTHENTICATE, "Bearer");
    }
}
