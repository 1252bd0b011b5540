//! Opens a socket: name, TCP, TLS, WebSocket.

use std::{sync::Arc, time::Duration};

use http::Request;
use model::time::Timestamp;
use tokio::net::TcpStream;
use tokio_tungstenite::{
    Connector, MaybeTlsStream, WebSocketStream, client_async_tls_with_config,
    tungstenite::{Error as SocketError, client::IntoClientRequest, protocol::WebSocketConfig},
};

use super::{
    ConnectionSettings,
    judge::{End, of_answer, of_problem},
};
use crate::{
    address::{Endpoint, Security},
    error::MarketError,
    tls,
};

pub(super) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// What is not sent yet may be so large, in bytes; what is said to a source is small.
const WRITE_BYTES: usize = 1024 * 1024;

/// Opens sockets to one address.
pub(super) struct Dialer {
    endpoint: Endpoint,
    connector: Connector,
    config: WebSocketConfig,
    within: Duration,
    crowded: Duration,
}

impl Dialer {
    pub(super) fn new(endpoint: Endpoint, settings: &ConnectionSettings) -> Result<Self, MarketError> {
        let connector = match endpoint.security() {
            Security::Tls => Connector::Rustls(Arc::new(tls::config(Security::Tls)?)),
            Security::LoopbackOnly => Connector::Plain,
        };
        let config = WebSocketConfig::default()
            .write_buffer_size(0)
            .max_write_buffer_size(WRITE_BYTES)
            .max_frame_size(Some(settings.frame_bytes))
            .max_message_size(Some(settings.message_bytes));
        let (within, crowded) = (settings.connect, settings.crowded_wait);
        Ok(Self { endpoint, connector, config, within, crowded })
    }

    pub(super) const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// A socket, or what its absence means.
    pub(super) async fn dial(&self, now: Timestamp) -> Result<Socket, End> {
        // On the heap: a TLS handshake holds some 20 kB.
        match tokio::time::timeout(self.within, Box::pin(self.open(now))).await {
            Ok(opened) => opened,
            Err(_) => Err(End::wait(format!("{} did not answer within {:.1?}", self.endpoint, self.within))),
        }
    }

    async fn open(&self, now: Timestamp) -> Result<Socket, End> {
        let endpoint = &self.endpoint;
        let tcp = TcpStream::connect((endpoint.host(), endpoint.port())).await;
        let tcp = tcp.map_err(|problem| End::wait(format!("{endpoint} is not reachable: {problem}")))?;
        let is_here = tcp.peer_addr().is_ok_and(|peer| peer.ip().is_loopback());
        if endpoint.security() == Security::LoopbackOnly && !is_here {
            return Err(End::Final {
                reason: format!("{endpoint} is not on this machine, and the way there is not encrypted"),
                what_to_do: "use an address that begins with wss://".into(),
            });
        }
        // What is said is small and must not wait.
        let _ = tcp.set_nodelay(true);
        let connector = Some(self.connector.clone());
        match client_async_tls_with_config(self.request()?, tcp, Some(self.config), connector).await {
            Ok((socket, _)) => Ok(socket),
            Err(SocketError::Http(answer)) => {
                let (head, body) = answer.into_parts();
                let body = body.unwrap_or_default();
                Err(of_answer(endpoint, now, self.crowded, head.status, &head.headers, &body))
            }
            Err(problem) => Err(of_problem(endpoint, &problem)),
        }
    }

    fn request(&self) -> Result<Request<()>, End> {
        let request = self.endpoint.uri().into_client_request();
        let mut request = request.map_err(|_| End::Final {
            reason: format!("{} is no address of a stream", self.endpoint),
            what_to_do: "correct the address".into(),
        })?;
        for (name, value) in self.endpoint.headers() {
            request.headers_mut().insert(name, value.clone());
        }
        Ok(request)
    }
}
