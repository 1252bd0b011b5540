//! Requests to a source: encrypted, within time and size, tried again only where that is harmless, and looked at before they are believed.
//!
//! Redirects are not followed, as keys would go along. Verbs that change nothing when they are sent twice are tried three times; the others
//! are sent once. A page of HTML with status 200 is no data.

mod content;
mod query;

use std::{fmt, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, StatusCode};

use crate::{
    address::{Endpoint, query_values},
    backoff::Backoff,
    budget::{Hint, SharedBudget, retry_after},
    clock::Clock,
    error::{MarketError, root_cause},
    sample, tls,
};

pub use content::Expect;

/// Limits of requests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RestSettings {
    /// How long a connection may take.
    pub connect: Duration,
    /// How long a whole answer may take.
    pub answer: Duration,
    /// The largest answer that is read, in bytes.
    pub limit_bytes: usize,
    /// How often a harmless request is sent at most, at least once.
    pub tries: u32,
    /// The first wait between tries; it doubles.
    pub first_wait: Duration,
    /// The longest wait between tries. A server that wants a longer one gets no further try.
    pub longest_wait: Duration,
}

impl Default for RestSettings {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            answer: Duration::from_secs(30),
            limit_bytes: 16 * 1024 * 1024,
            tries: 3,
            first_wait: Duration::from_millis(250),
            longest_wait: Duration::from_secs(5),
        }
    }
}

/// A request.
#[derive(Clone, PartialEq, Eq)]
pub struct Ask {
    /// Its verb.
    pub method: Method,
    /// Path and query below the address, such as `/v2/stocks/bars?symbols=AAPL`.
    pub path: String,
    /// Its body; empty for none.
    pub body: Bytes,
    /// Headers beside those of every request; secret ones are marked as sensitive.
    pub headers: HeaderMap,
    /// What it weighs in the budget.
    pub weight: u32,
    /// What the answer must be.
    pub expect: Expect,
}

impl fmt::Debug for Ask {
    /// Without the query, which may hold a key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.split('?').next().unwrap_or_default();
        f.debug_struct("Ask").field("method", &self.method).field("path", &path).finish_non_exhaustive()
    }
}

impl Ask {
    /// Asks for JSON.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        let (method, path, body, headers) = (Method::GET, path.into(), Bytes::new(), HeaderMap::new());
        Self { method, path, body, headers, weight: 1, expect: Expect::Json }
    }
}

/// A whole answer that is what was expected.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status, one of success.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

/// Why there is no answer, and the answer that says so.
type Failed = Box<(MarketError, Option<Answer>)>;

/// A client of one server. Clones share connections and budget.
#[derive(Clone)]
pub struct Rest<C> {
    endpoint: Endpoint,
    settings: RestSettings,
    budget: Option<SharedBudget>,
    clock: C,
    http: reqwest::Client,
}

impl<C> fmt::Debug for Rest<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rest").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

impl<C: Clock> Rest<C> {
    /// Prepares a client; nothing is sent yet. The clock tells how long dates of the server's are away.
    ///
    /// # Errors
    /// [`MarketError::Certificates`] when TLS cannot be set up.
    pub fn new(
        clock: C,
        endpoint: Endpoint,
        settings: RestSettings,
        budget: Option<SharedBudget>,
    ) -> Result<Self, MarketError> {
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::config(endpoint.security())?)
            .connect_timeout(settings.connect)
            .timeout(settings.answer)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|problem| MarketError::Certificates { reason: root_cause(&problem) })?;
        Ok(Self { endpoint, settings, budget, clock, http })
    }

    /// Sends a request, within the budget, and looks at the answer.
    ///
    /// # Errors
    /// [`MarketError`] for everything but success with the expected content.
    pub async fn send(&self, ask: &Ask) -> Result<Answer, MarketError> {
        self.send_patiently(ask).await.map_err(|failed| failed.0)
    }

    /// Sends a request until it succeeds or it makes no sense to go on. With a failure comes the answer that says so, if there is one.
    async fn send_patiently(&self, ask: &Ask) -> Result<Answer, Failed> {
        let tries = if ask.method.is_idempotent() { self.settings.tries.max(1) } else { 1 };
        let mut backoff = Backoff::new(self.settings.first_wait, self.settings.longest_wait, Duration::MAX);
        let mut tried = 0;
        loop {
            let failed = match self.send_once(ask).await {
                Ok(answer) => return Ok(answer),
                Err(failed) => failed,
            };
            tried += 1;
            let mut wait = backoff.next(rand::random());
            if let Some(seconds) = failed.0.wait_s() {
                wait = wait.max(Duration::from_secs(seconds));
            }
            if tried >= tries || !failed.0.is_passing() || wait > self.settings.longest_wait.saturating_mul(6) / 5 {
                return Err(failed);
            }
            let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            tracing::debug!(server = %self.endpoint, code = failed.0.code(), wait_ms, "trying again");
            tokio::time::sleep(wait).await;
        }
    }

    async fn send_once(&self, ask: &Ask) -> Result<Answer, Failed> {
        let answer = self.exchange(ask).await.map_err(|problem| Box::new((problem, None)))?;
        match self.judge(ask, &answer) {
            Ok(()) => Ok(answer),
            Err(problem) => Err(Box::new((problem, Some(answer)))),
        }
    }

    async fn exchange(&self, ask: &Ask) -> Result<Answer, MarketError> {
        if let Some(budget) = &self.budget {
            budget.acquire(ask.weight).await?;
        }
        let mut sending = self.http.request(ask.method.clone(), self.endpoint.below(&ask.path));
        sending = sending.headers(self.endpoint.headers().clone()).headers(ask.headers.clone());
        if !ask.body.is_empty() {
            sending = sending.header(http::header::CONTENT_TYPE, "application/json").body(ask.body.clone());
        }
        let answer = sending.send().await.map_err(|problem| self.failure(problem))?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        if let Some(budget) = &self.budget {
            Hint::of_headers(self.clock.now(), &headers).into_iter().for_each(|hint| budget.hint(hint));
        }
        let body = self.body(answer).await?;
        Ok(Answer { status, headers, body })
    }

    async fn body(&self, mut answer: reqwest::Response) -> Result<Bytes, MarketError> {
        let limit_bytes = self.settings.limit_bytes;
        let mut whole = BytesMut::new();
        while let Some(chunk) = answer.chunk().await.map_err(|problem| self.failure(problem))? {
            if whole.len() + chunk.len() > limit_bytes {
                return Err(MarketError::TooLarge { server: self.endpoint.to_string(), limit_bytes });
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }

    fn judge(&self, ask: &Ask, answer: &Answer) -> Result<(), MarketError> {
        let Answer { status, headers, body } = answer;
        let server = self.endpoint.to_string();
        let query = query_values(ask.path.split_once('?').map(|(_, query)| query));
        let own = ask.headers.values().filter(|value| value.is_sensitive()).filter_map(|value| value.to_str().ok());
        let secrets = self.endpoint.secrets().chain(own).chain(query);
        let sample = move || sample::of_bytes(body, secrets);
        let code = status.as_u16();
        if status.is_success() {
            return match ask.expect.check(headers, body) {
                Ok(()) => Ok(()),
                Err(reason) => Err(MarketError::Content { server, reason, sample: sample() }),
            };
        }
        Err(match code {
            300..=399 => MarketError::Redirected { server, status: code },
            // 418: banned for going on after 429.
            418 | 429 => {
                let wait = retry_after(self.clock.now(), headers);
                let wait = wait.map(|micros| micros.unsigned_abs().div_ceil(1_000_000));
                MarketError::RateLimited { server, wait_s: wait }
            }
            401 | 402 | 403 | 451 => MarketError::Refused { server, status: code, sample: sample() },
            _ => MarketError::Status { server, status: code, sample: sample() },
        })
    }

    fn failure(&self, problem: reqwest::Error) -> MarketError {
        let server = self.endpoint.to_string();
        let (is_connect, is_timeout) = (problem.is_connect(), problem.is_timeout());
        let reason = root_cause(&problem.without_url());
        if is_connect {
            MarketError::Unreachable { server, reason }
        } else if is_timeout {
            let limit_ms = u64::try_from(self.settings.answer.as_millis()).unwrap_or(u64::MAX);
            MarketError::Timeout { server, limit_ms }
        } else {
            MarketError::Broken { server, reason }
        }
    }
}
