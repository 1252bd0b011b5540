//! Requests to a server.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Method, Request, Response, StatusCode, header};

use crate::{Address, Events, NetError, tls};

/// How long a connection may take.
const CONNECT_SECONDS: u64 = 5;
/// How long an answer may take; long work is a job, so answers come at once.
const ANSWER_SECONDS: u64 = 120;
/// How long a download may take: a whole workspace over a slow line.
const DOWNLOAD_SECONDS: u64 = 4 * 3600;
/// The largest answer that is read.
const ANSWER_LIMIT_BYTES: usize = 256 * 1024 * 1024;
/// Waits before the second and third try of a request that changes nothing.
const WAITS_MS: [u64; 2] = [200, 800];

/// A server and the token for it.
#[derive(Debug, Clone)]
pub struct Server {
    address: Address,
    authorization: Option<HeaderValue>,
    http: reqwest::Client,
}

impl Server {
    /// Prepares a client; nothing is sent yet.
    ///
    /// # Errors
    /// [`NetError::Token`] when the token cannot be a header, [`NetError::Certificates`] when TLS cannot be set up.
    pub fn new(address: Address, token: Option<&str>) -> Result<Self, NetError> {
        let authorization = token.map(bearer).transpose()?;
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::config(&address)?)
            .connect_timeout(Duration::from_secs(CONNECT_SECONDS))
            .timeout(Duration::from_secs(ANSWER_SECONDS))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|problem| NetError::Certificates { reason: root_cause(&problem) })?;
        Ok(Self { address, authorization, http })
    }

    /// Where it is.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Sends a request whose URI is a path such as `/api/v1/portfolio?as_of=2022-12-28`.
    ///
    /// # Errors
    /// [`NetError`] when no whole answer came. An answer with an error status is an answer.
    pub async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, NetError> {
        let changes_nothing = matches!(*request.method(), Method::GET | Method::HEAD);
        let mut waits = WAITS_MS.iter().copied();
        loop {
            let problem = match self.send_once(request.clone()).await {
                Ok(answer) => return Ok(answer),
                Err(problem) => problem,
            };
            match waits.next() {
                Some(wait_ms) if changes_nothing && problem.retry() => {
                    tracing::debug!(server = %self.address, wait_ms, "trying again");
                    tokio::time::sleep(Duration::from_millis(wait_ms)).await;
                }
                _ => return Err(problem),
            }
        }
    }

    async fn send_once(&self, request: Request<Bytes>) -> Result<Response<Bytes>, NetError> {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let mut sending = self.http.request(parts.method, self.address.http(path)).headers(parts.headers).body(body);
        if let Some(authorization) = &self.authorization {
            sending = sending.header(header::AUTHORIZATION, authorization.clone());
        }
        let mut answer = sending.send().await.map_err(|problem| self.failure(&problem))?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let mut whole = BytesMut::new();
        while let Some(chunk) = answer.chunk().await.map_err(|problem| self.failure(&problem))? {
            if whole.len() + chunk.len() > ANSWER_LIMIT_BYTES {
                return Err(NetError::TooLarge { server: self.address.to_string(), limit_bytes: ANSWER_LIMIT_BYTES });
            }
            whole.extend_from_slice(&chunk);
        }
        let mut response = Response::new(whole.freeze());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }

    /// Writes the body of a successful answer as it comes, whatever its size. Gives the status, and the body of any other
    /// answer.
    ///
    /// # Errors
    /// When the server cannot be reached, the answer breaks off, or the body cannot be written.
    pub async fn download(&self, path: &str, out: &mut dyn std::io::Write) -> Result<(StatusCode, Vec<u8>), NetError> {
        let mut sending = self.http.get(self.address.http(path)).timeout(Duration::from_secs(DOWNLOAD_SECONDS));
        if let Some(authorization) = &self.authorization {
            sending = sending.header(header::AUTHORIZATION, authorization.clone());
        }
        let mut answer = sending.send().await.map_err(|problem| self.failure(&problem))?;
        let status = answer.status();
        let mut refusal = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|problem| self.failure(&problem))? {
            if !status.is_success() {
                if refusal.len() < ANSWER_LIMIT_BYTES {
                    refusal.extend_from_slice(&chunk);
                }
                continue;
            }
            out.write_all(&chunk).map_err(NetError::Output)?;
        }
        Ok((status, refusal))
    }

    /// Opens the event stream.
    ///
    /// # Errors
    /// [`NetError`] when the server is not reachable or refuses.
    pub async fn events(&self) -> Result<Events, NetError> {
        let token = self.authorization.as_ref().and_then(|value| value.to_str().ok());
        Box::pin(Events::connect(&self.address, token.and_then(|value| value.strip_prefix("Bearer ")))).await
    }

    fn failure(&self, problem: &reqwest::Error) -> NetError {
        let (server, reason) = (self.address.to_string(), root_cause(problem));
        if problem.is_connect() {
            NetError::Unreachable { server, reason }
        } else if problem.is_timeout() {
            NetError::Timeout { server, seconds: ANSWER_SECONDS }
        } else {
            NetError::Broken { server, reason }
        }
    }
}

fn bearer(token: &str) -> Result<HeaderValue, NetError> {
    let mut value = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| NetError::Token)?;
    value.set_sensitive(true);
    Ok(value)
}

/// The innermost cause: what the system said, without the layers above it.
fn root_cause(problem: &dyn std::error::Error) -> String {
    let mut cause = problem;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
