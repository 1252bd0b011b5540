//! What the end of a socket means: a new one at once, a wait, or a stop.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use model::time::Timestamp;
use tokio_tungstenite::tungstenite::Error as SocketError;

use crate::{address::Endpoint, budget::retry_after, error::root_cause, sample};

/// A server that wants us to wait longer is asked again after this time all the same.
const WAIT_MAX: Duration = Duration::from_secs(3_600);

/// Why a socket ended, or never came to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum End {
    /// The handle is gone, or the hub.
    Closed,
    /// Nothing is wanted any more.
    Unwanted,
    /// It is to be opened anew at once.
    Anew {
        /// Why.
        reason: String,
    },
    /// It is to be tried again after a wait.
    Wait {
        /// Why.
        reason: String,
        /// At least so long.
        at_least: Duration,
    },
    /// It is in vain until a person does something.
    Final {
        /// Why.
        reason: String,
        /// What a person can do.
        what_to_do: String,
    },
}

impl End {
    pub(super) fn wait(reason: impl Into<String>) -> Self {
        Self::Wait { reason: reason.into(), at_least: Duration::ZERO }
    }
}

/// What an answer other than an opened WebSocket means.
pub(super) fn of_answer(
    endpoint: &Endpoint,
    now: Timestamp,
    crowded: Duration,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
) -> End {
    let said = sample::of_bytes(body, endpoint.secrets());
    let said = if said.trim().is_empty() { String::new() } else { format!(": {said}") };
    let code = status.as_u16();
    match code {
        401..=403 => End::Final {
            reason: format!("{endpoint} refuses the key (status {code}){said}"),
            what_to_do: "check the key and what the subscription covers, then connect again".into(),
        },
        404 | 405 | 410 => End::Final {
            reason: format!("{endpoint} has no stream at this address (status {code}){said}"),
            what_to_do: "check the address of the stream, then connect again".into(),
        },
        451 => End::Final {
            reason: format!("{endpoint} is not allowed to serve this place (status 451){said}"),
            what_to_do: "choose another source".into(),
        },
        406 => End::Wait {
            reason: format!("{endpoint} has as many connections of this key as it allows (status 406){said}"),
            at_least: crowded,
        },
        418 | 429 => {
            let told = retry_after(now, headers).map_or(Duration::ZERO, |m| Duration::from_micros(m.unsigned_abs()));
            let at_least = told.min(WAIT_MAX);
            End::Wait { reason: format!("{endpoint} takes no more connections for now (status {code})"), at_least }
        }
        200..=299 => End::wait(format!(
            "{endpoint} answers with a page instead of a stream (status {code}); a login or a proxy may stand in between{said}"
        )),
        300..=399 => End::wait(format!(
            "{endpoint} points elsewhere (status {code}), which is not followed; a login may stand in between"
        )),
        _ => End::wait(format!("{endpoint} answers with status {code}{said}")),
    }
}

/// What a problem of the socket means. Every one may pass.
pub(super) fn of_problem(endpoint: &Endpoint, problem: &SocketError) -> End {
    End::wait(match problem {
        SocketError::Capacity(problem) => format!("{endpoint} sent more than is read: {problem}"),
        SocketError::Protocol(problem) => format!("{endpoint} broke off: {problem}"),
        SocketError::Utf8(_) => format!("{endpoint} sent text that is none"),
        SocketError::Tls(problem) => format!("{endpoint} has no certificate that is trusted: {}", root_cause(problem)),
        other => format!("{endpoint} broke off: {}", root_cause(other)),
    })
}
