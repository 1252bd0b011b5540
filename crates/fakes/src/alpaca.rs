//! Alpaca as its clients see it: requests for stocks, crypto assets and news, the data sockets, the account's socket.

mod account;
mod rest;
mod rows;
mod stream;
mod wire;

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{Router, extract::Request, http::header};
use tower::ServiceExt;

use crate::{day::Day, serve::Server};

/// A request for this symbol is answered with 429 each first time, and with nothing found each second one.
pub const LIMITED: &str = "LIMITED";

/// Who is let in, and how fast data come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The key's identity.
    pub key_id: String,
    /// Its secret.
    pub secret: String,
    /// The time between two messages with data on a socket.
    pub pace: Duration,
    /// How long a socket may stay without a key.
    pub sign_in: Duration,
    /// Most rows of a page of history, whatever is asked for.
    pub rows_max: usize,
}

impl Settings {
    /// For a key, with the usual times.
    #[must_use]
    pub fn of(key_id: &str, secret: &str) -> Self {
        let (pace, sign_in) = (Duration::from_millis(1), Duration::from_secs(10));
        Self { key_id: key_id.to_owned(), secret: secret.to_owned(), pace, sign_in, rows_max: 10_000 }
    }
}

/// What all requests and sockets share.
struct Shared {
    day: Day,
    settings: Settings,
    /// Endpoints on which a socket is open: one for each is allowed.
    open: Mutex<BTreeSet<&'static str>>,
    /// Paths and queries of the requests, in order.
    asked: Mutex<Vec<String>>,
    limited: AtomicU64,
}

impl Shared {
    fn is_key(&self, key_id: &str, secret: &str) -> bool {
        key_id == self.settings.key_id && secret == self.settings.secret
    }

    fn open(&self) -> MutexGuard<'_, BTreeSet<&'static str>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn asked(&self) -> MutexGuard<'_, Vec<String>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a request for [`LIMITED`] is one too many.
    fn is_one_too_many(&self) -> bool {
        self.limited.fetch_add(1, Ordering::SeqCst).is_multiple_of(2)
    }
}

/// A venue on loopback that lives until it is dropped.
pub struct FakeAlpaca {
    server: Server,
    shared: Arc<Shared>,
}

impl FakeAlpaca {
    /// Opens it on a port of loopback; 0 for any.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn open(day: Day, settings: Settings, port: u16) -> anyhow::Result<Self> {
        let (open, asked, limited) = (Mutex::default(), Mutex::default(), AtomicU64::new(0));
        let shared = Arc::new(Shared { day, settings, open, asked, limited });
        let requests = rest::routes(&shared).with_state(Arc::clone(&shared));
        let streams = stream::routes().merge(account::routes()).with_state(Arc::clone(&shared));
        // In life sockets have a host of their own: one path is both a request and a socket.
        let both = Router::new().fallback(async move |request: Request| {
            let is_socket = request.headers().contains_key(header::UPGRADE);
            if is_socket { streams.oneshot(request).await } else { requests.oneshot(request).await }
        });
        Ok(Self { server: Server::open(both, port).await?, shared })
    }

    /// Where requests go.
    #[must_use]
    pub fn http(&self) -> String {
        format!("http://{}", self.server.address)
    }

    /// A socket by its path, such as `/v2/iex`, `/v1beta1/news` or `/stream`.
    #[must_use]
    pub fn socket(&self, path: &str) -> String {
        format!("ws://{}{path}", self.server.address)
    }

    /// Paths and queries of the requests so far, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        self.shared.asked().clone()
    }
}
