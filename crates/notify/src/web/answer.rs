//! What a server answered: its status, and a bounded part of its body.

use std::time::Duration;

use chrono::DateTime;
use model::time::Timestamp;
use reqwest::{
    Response, StatusCode,
    header::{HeaderMap, RETRY_AFTER},
};
use tokio::time::Instant;

use super::Scrub;
use crate::{Reason, SendError};

/// An answer, as far as it was read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) body: Vec<u8>,
    host: String,
    said: String,
}

/// How an answer is read.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    pub(super) now: Timestamp,
    pub(super) until: Instant,
    pub(super) bytes_max: usize,
}

impl Answer {
    /// Reads the body up to a limit and a time. What the status says holds even when the body is endless or breaks off.
    pub(super) async fn read(mut answer: Response, host: String, reading: Reading, scrub: &Scrub) -> Self {
        let Reading { now, until, bytes_max } = reading;
        let (status, retry_after) = (answer.status(), retry_after(answer.headers(), now));
        let mut body = Vec::new();
        while let Ok(Ok(Some(chunk))) = tokio::time::timeout_at(until, answer.chunk()).await {
            let room = bytes_max.saturating_sub(body.len());
            body.extend_from_slice(&chunk[..chunk.len().min(room)]);
            if body.len() >= bytes_max {
                break;
            }
        }
        let said = scrub.text(&String::from_utf8_lossy(&body));
        Self { status, retry_after, body, host, said }
    }

    /// The body as JSON; `None` when it is none.
    pub(crate) fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Puts a part of the body in place of all of it, for messages.
    pub(crate) fn saying(mut self, text: &str, scrub: &Scrub) -> Self {
        self.said = scrub.text(text);
        self
    }

    /// This answer when it accepts the message.
    ///
    /// # Errors
    /// What the status means otherwise: a redirect and what is the sender's fault are final; what is asked too often, too early or fails at the
    /// server is tried again.
    pub(crate) fn accepted(self, advice: fn(StatusCode) -> &'static str) -> Result<Self, SendError> {
        if self.status.is_success() {
            return Ok(self);
        }
        Err(self.refusal(advice))
    }

    /// What the status means when it is no success.
    pub(crate) fn refusal(self, advice: fn(StatusCode) -> &'static str) -> SendError {
        let Self { status, retry_after, host, said, .. } = self;
        if status.is_redirection() {
            return SendError::never(Reason::Redirected { host, status: status.as_u16() });
        }
        let reason = Reason::Answered { host, status: status.as_u16(), said_text: said, advice: advice(status) };
        let is_temporary =
            matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS)
                || status.is_server_error();
        if is_temporary { SendError::after(reason, retry_after) } else { SendError::never(reason) }
    }
}

/// What to do about a status, where a way knows no better.
pub(crate) fn advice(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 | 403 => "check the secret of this way",
        404 | 405 | 410 => "check the address",
        413 => "shorten the template of this way",
        408 | 425 | 429 => "it is sent again later",
        500..=599 => "the server has a problem of its own, and it is sent again later",
        _ => "look at the server's log for what it did not like",
    }
}

/// Seconds, or a date (RFC 9110, section 10.2.3); what is in the past is now.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = DateTime::parse_from_rfc2822(text).ok()?;
    Some(at.signed_duration_since(now.to_chrono()).to_std().unwrap_or_default())
}
