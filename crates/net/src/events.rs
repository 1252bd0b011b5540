//! The event stream of a server.

use std::{fmt, pin::Pin, sync::Arc, time::Duration};

use futures_util::{Stream, StreamExt};
use http::{HeaderValue, Request};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::{
    Connector, client_async_with_config, connect_async_tls_with_config,
    tungstenite::{Error as SocketError, Message, client::IntoClientRequest, protocol::WebSocketConfig},
};

use crate::{Address, NetError, tls};

/// The stream's route.
const PATH: &str = "/api/v1/stream";
/// The protocol that the server answers with; the token goes beside it.
const PROTOCOL: &str = "quarterdeck";
/// The largest event that is read.
const EVENT_LIMIT_BYTES: usize = 4 * 1024 * 1024;
/// How long the connection may take.
const CONNECT_SECONDS: u64 = 10;

/// What the socket gives, whatever carries it.
type Messages = Pin<Box<dyn Stream<Item = Result<Message, SocketError>> + Send>>;

/// Events in the order in which they happened. Dropping it ends the stream.
pub struct Events {
    server: String,
    messages: Messages,
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("server", &self.server).finish_non_exhaustive()
    }
}

impl Events {
    /// Opens the stream over a connection that exists already, such as the socket of a workspace's owner.
    /// `server` names the other side in messages.
    ///
    /// # Errors
    /// [`NetError`] when the other side refuses or breaks off.
    pub async fn over<S>(server: &str, connection: S) -> Result<Self, NetError>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let request = request(server, &format!("ws://localhost{PATH}"), None)?;
        let connecting = client_async_with_config(request, connection, Some(limits()));
        let connecting = async { Ok(Box::pin(connecting.await?.0) as Messages) };
        Self::within_time(server, connecting).await
    }

    pub(crate) async fn connect(address: &Address, token: Option<&str>) -> Result<Self, NetError> {
        let server = address.to_string();
        let request = request(&server, &address.websocket(PATH), token)?;
        let connector =
            if address.is_tls() { Connector::Rustls(Arc::new(tls::config(address)?)) } else { Connector::Plain };
        let connecting = connect_async_tls_with_config(request, Some(limits()), true, Some(connector));
        let connecting = async { Ok(Box::pin(connecting.await?.0) as Messages) };
        // On the heap: a TLS handshake holds some 20 kB.
        Box::pin(Self::within_time(&server, connecting)).await
    }

    async fn within_time(
        server: &str,
        connecting: impl Future<Output = Result<Messages, SocketError>>,
    ) -> Result<Self, NetError> {
        let server = server.to_owned();
        match tokio::time::timeout(Duration::from_secs(CONNECT_SECONDS), Box::pin(connecting)).await {
            Ok(Ok(messages)) => Ok(Self { server, messages }),
            Ok(Err(SocketError::Http(answer))) => Err(NetError::Refused { server, status: answer.status().as_u16() }),
            Ok(Err(problem)) => Err(NetError::Unreachable { server, reason: problem.to_string() }),
            Err(_) => Err(NetError::Timeout { server, seconds: CONNECT_SECONDS }),
        }
    }

    /// The next event as JSON text; `None` when the server ended the stream.
    ///
    /// # Errors
    /// [`NetError::Broken`] when the connection broke.
    pub async fn next(&mut self) -> Result<Option<String>, NetError> {
        while let Some(message) = self.messages.next().await {
            match message {
                Ok(Message::Text(text)) => return Ok(Some(text.as_str().to_owned())),
                Ok(Message::Close(_)) => return Ok(None),
                // Pings are answered by the library.
                Ok(_) => {}
                Err(SocketError::ConnectionClosed | SocketError::AlreadyClosed) => return Ok(None),
                Err(problem) => {
                    return Err(NetError::Broken { server: self.server.clone(), reason: problem.to_string() });
                }
            }
        }
        Ok(None)
    }
}

fn limits() -> WebSocketConfig {
    WebSocketConfig::default().max_message_size(Some(EVENT_LIMIT_BYTES)).max_frame_size(Some(EVENT_LIMIT_BYTES))
}

/// The opening request; the token travels beside the protocol, as browsers can send no other header.
fn request(server: &str, url: &str, token: Option<&str>) -> Result<Request<()>, NetError> {
    let mut request = url
        .into_client_request()
        .map_err(|_| NetError::Address { given: server.to_owned(), reason: "it cannot be read" })?;
    let protocols = token.map_or_else(|| PROTOCOL.to_owned(), |token| format!("{PROTOCOL}, token.{token}"));
    let mut protocols = HeaderValue::from_str(&protocols).map_err(|_| NetError::Token)?;
    protocols.set_sensitive(true);
    request.headers_mut().insert("sec-websocket-protocol", protocols);
    Ok(request)
}
