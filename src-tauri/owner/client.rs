//! A client's side: requests and events through the process that owns the workspace.

use std::{io, path::Path};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use http_body_util::{BodyExt, Full};
use hyper_util::rt::TokioIo;
use interprocess::local_socket::tokio::{Stream, prelude::*};
use net::NetError;

use super::endpoint::Endpoint;
use crate::exit::Failure;

/// The owner of a workspace, as seen from another process.
#[derive(Debug, Clone)]
pub(crate) struct OwnerClient {
    endpoint: Endpoint,
}

impl OwnerClient {
    /// Finds the owner; `None` when nobody answers, also when a killed owner left its socket behind or the note is
    /// another machine's: then the lock decides whether the workspace is free.
    pub(crate) async fn find(workspace: &Path) -> Option<Self> {
        let endpoint = Endpoint::read(workspace).filter(Endpoint::is_local)?;
        match connect(&endpoint).await {
            Ok(_) => Some(Self { endpoint }),
            Err(problem) => {
                tracing::debug!(%problem, "the workspace's last owner does not answer");
                None
            }
        }
    }

    /// Sends one request over a connection of its own.
    ///
    /// # Errors
    /// [`NetError`] when the owner is gone or breaks off.
    pub(crate) async fn send(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, NetError> {
        let connection = connect(&self.endpoint).await.map_err(|problem| self.unreachable(&problem))?;
        let (mut sender, driver) = hyper::client::conn::http1::handshake(TokioIo::new(connection))
            .await
            .map_err(|problem| self.unreachable(&problem))?;
        let driver = tokio::spawn(driver);
        request.headers_mut().insert(header::HOST, HeaderValue::from_static("localhost"));
        let answer = sender.send_request(request.map(Full::new)).await.map_err(|problem| self.broken(&problem))?;
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.map_err(|problem| self.broken(&problem))?.to_bytes();
        driver.abort();
        Ok(Response::from_parts(parts, body))
    }

    /// Writes the body of a successful answer as it comes. Gives the status, and the body of any other answer.
    ///
    /// # Errors
    /// [`NetError`] when the owner is gone or breaks off, or the body cannot be written.
    pub(crate) async fn download(
        &self,
        mut request: Request<Bytes>,
        out: &mut dyn io::Write,
    ) -> Result<(http::StatusCode, Vec<u8>), Failure> {
        let connection = connect(&self.endpoint).await.map_err(|problem| self.unreachable(&problem))?;
        let (mut sender, driver) = hyper::client::conn::http1::handshake(TokioIo::new(connection))
            .await
            .map_err(|problem| self.unreachable(&problem))?;
        let driver = tokio::spawn(driver);
        request.headers_mut().insert(header::HOST, HeaderValue::from_static("localhost"));
        let answer = sender.send_request(request.map(Full::new)).await.map_err(|problem| self.broken(&problem))?;
        let status = answer.status();
        let (mut body, mut refusal) = (answer.into_body(), Vec::new());
        while let Some(frame) = body.frame().await {
            let Ok(part) = frame.map_err(|problem| self.broken(&problem))?.into_data() else { continue };
            if status.is_success() { out.write_all(&part)? } else { refusal.extend_from_slice(&part) }
        }
        driver.abort();
        Ok((status, refusal))
    }

    /// Opens the event stream.
    ///
    /// # Errors
    /// [`NetError`] when the owner is gone or refuses.
    pub(crate) async fn events(&self) -> Result<net::Events, NetError> {
        let connection = connect(&self.endpoint).await.map_err(|problem| self.unreachable(&problem))?;
        net::Events::over(&self.label(), connection).await
    }

    fn label(&self) -> String {
        format!("the workspace's owner (process {})", self.endpoint.pid)
    }

    fn unreachable(&self, problem: &impl ToString) -> NetError {
        NetError::Unreachable { server: self.label(), reason: problem.to_string() }
    }

    fn broken(&self, problem: &impl ToString) -> NetError {
        NetError::Broken { server: self.label(), reason: problem.to_string() }
    }
}

async fn connect(endpoint: &Endpoint) -> io::Result<Stream> {
    Stream::connect(endpoint.name()?).await
}
