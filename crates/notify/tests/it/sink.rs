//! An HTTP server that keeps what it gets and answers what it is told.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Seen {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

pub(crate) struct Sink {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Sink {
    /// Gives these answers in turn, then 200 without a body.
    pub(crate) async fn answering<const N: usize>(answers: [Response; N]) -> Self {
        let (seen, answers) = (Arc::<Mutex<Vec<Seen>>>::default(), Arc::new(Mutex::new(VecDeque::from(answers))));
        let kept = Arc::clone(&seen);
        let answer = move |uri: Uri, headers: HeaderMap, body: Bytes| {
            kept.lock().unwrap().push(Seen { uri, headers, body });
            let answer = answers.lock().unwrap().pop_front().unwrap_or_else(|| StatusCode::OK.into_response());
            async move { answer }
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await.unwrap() });
        Self { address, seen }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen.into_iter().next().unwrap()
    }
}

pub(crate) fn json(status: u16, body: &serde_json::Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, [("content-type", "application/json")], body.to_string()).into_response()
}

pub(crate) fn status(status: u16) -> Response {
    StatusCode::from_u16(status).unwrap().into_response()
}

/// A server that reads a request's head and then does with the connection what it is told. Counts its connections.
pub(crate) async fn raw<F, Fut>(then: F) -> (SocketAddr, Arc<AtomicUsize>)
where
    F: Fn(TcpStream) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, count) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            let mut head = [0; 16 * 1024];
            let _ = socket.read(&mut head).await;
            tokio::spawn(then(socket));
        }
    });
    (address, count)
}

/// Writes without end until the other side has enough; gives the bytes that it took.
pub(crate) async fn endless(mut socket: TcpStream, head: &str) -> usize {
    let mut written = 0;
    let _ = socket.write_all(head.as_bytes()).await;
    let block = vec![b'x'; 64 * 1024];
    while socket.write_all(&block).await.is_ok() {
        written += block.len();
    }
    written
}
