//! What can go wrong on the way to a source, by what the caller does about it.

use feed::error::FeedError;
use model::id::InstrumentId;
use venues::VenueError;

use crate::fallback::Skipped;

/// Why something did not come, or could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum MarketError {
    /// Not an address that may be used.
    #[error("\"{given}\" is no address of a source: {reason}")]
    Address {
        /// What was given, without its query.
        given: String,
        /// What is wrong with it, and how it is right.
        reason: &'static str,
    },
    /// A key or name that a header cannot carry.
    #[error("the value of {header} holds a line break or another control character; copy the key again")]
    Header {
        /// Which header.
        header: String,
    },
    /// TLS cannot be set up.
    #[error("the system's trusted certificates cannot be used: {reason}; install the package ca-certificates")]
    Certificates {
        /// What the verifier said.
        reason: String,
    },
    /// A budget without sense.
    #[error("a budget of {limit} in {per_ms} ms is not possible: {reason}")]
    Window {
        /// Weight in the window.
        limit: u32,
        /// Length of the window.
        per_ms: u64,
        /// What is possible.
        reason: &'static str,
    },
    /// A request that no window has room for.
    #[error(
        "a request of weight {weight} is more than the {most} that the budget gives at once; ask for less at a time"
    )]
    TooHeavy {
        /// Its weight.
        weight: u32,
        /// The most that is given at once.
        most: u32,
    },
    /// The budget is used up for longer than the caller waits.
    #[error("the budget of requests is used up for {wait_ms} ms; try again then, or ask for less")]
    Exhausted {
        /// How long.
        wait_ms: u64,
    },
    /// Nobody answers there.
    #[error("{server} is not reachable: {reason}; check the connection to the internet")]
    Unreachable {
        /// The server.
        server: String,
        /// What the system said.
        reason: String,
    },
    /// The answer did not come in time.
    #[error("{server} did not answer within {limit_ms} ms; try again later")]
    Timeout {
        /// The server.
        server: String,
        /// How long we waited.
        limit_ms: u64,
    },
    /// The connection broke while the answer was read.
    #[error("the answer of {server} broke off: {reason}; try again")]
    Broken {
        /// The server.
        server: String,
        /// What the system said.
        reason: String,
    },
    /// The answer is larger than is read.
    #[error("the answer of {server} is larger than {limit_bytes} bytes; ask for less at a time")]
    TooLarge {
        /// The server.
        server: String,
        /// The limit.
        limit_bytes: usize,
    },
    /// The server points elsewhere. It is not followed: keys would go along.
    #[error(
        "{server} points elsewhere (status {status}), which is not followed; check the address and whether a login page stands in between"
    )]
    Redirected {
        /// The server.
        server: String,
        /// Its HTTP status.
        status: u16,
    },
    /// Too many requests.
    #[error("{server} takes no more requests{}; ask less often", for_seconds(*wait_s))]
    RateLimited {
        /// The server.
        server: String,
        /// For how many seconds, if it says so.
        wait_s: Option<u64>,
    },
    /// The key is wrong, or it may not have this.
    #[error(
        "{server} refuses the request with status {status}: {sample}; check the key and what the subscription covers"
    )]
    Refused {
        /// The server.
        server: String,
        /// Its HTTP status.
        status: u16,
        /// The beginning of what it says.
        sample: String,
    },
    /// Another status than success.
    #[error("{server} answered with status {status}: {sample}")]
    Status {
        /// The server.
        server: String,
        /// Its HTTP status.
        status: u16,
        /// The beginning of what it says.
        sample: String,
    },
    /// Success, but not with data.
    #[error("the answer of {server} is no data: {reason}; it begins with \"{sample}\"")]
    Content {
        /// The server.
        server: String,
        /// What is wrong with it.
        reason: &'static str,
        /// Its beginning.
        sample: String,
    },
    /// The source works and has nothing of this.
    #[error("the source has no data for {what}")]
    NoData {
        /// For what.
        what: String,
    },
    /// No source gave anything, and nothing is kept that is young enough.
    #[error("no source gives it: {}", list(.0))]
    AllFailed(Vec<Skipped>),
    /// Nobody told the hub about the instrument.
    #[error("instrument {0} is not watched; watch it before subscribing to it")]
    NotWatched(InstrumentId),
    /// No route of the instrument carries the kind of data.
    #[error("no source gives {kind} of instrument {instrument}; name one in its routes")]
    NoRoute {
        /// Of what.
        instrument: InstrumentId,
        /// Which kind.
        kind: model::market::DataKind,
    },
    /// A hub that replays a recording takes nothing live.
    #[error("a replay takes no live connection; connect to the hub of live data")]
    Replaying,
    /// The venue refused, is busy, or sent something else than was asked for.
    #[error(transparent)]
    Venue(#[from] VenueError),
    /// A setting of a stream makes no sense.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// The hub has been stopped.
    #[error("market data has been stopped; start it again")]
    Stopped,
}

impl MarketError {
    /// Stable machine-readable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Address { .. } => "source_address",
            Self::Header { .. } => "source_key_invalid",
            Self::Certificates { .. } => "certificates_missing",
            Self::Window { .. } => "budget_invalid",
            Self::TooHeavy { .. } => "request_too_heavy",
            Self::Exhausted { .. } => "budget_exhausted",
            Self::Unreachable { .. } => "source_unreachable",
            Self::Timeout { .. } => "source_timeout",
            Self::Broken { .. } => "source_broke_off",
            Self::TooLarge { .. } => "source_answer_too_large",
            Self::Redirected { .. } => "source_redirects",
            Self::RateLimited { .. } => "source_rate_limited",
            Self::Refused { .. } => "source_refuses",
            Self::Status { .. } => "source_status",
            Self::Content { .. } => "source_content",
            Self::NoData { .. } => "source_no_data",
            Self::AllFailed(_) => "sources_failed",
            Self::NotWatched(_) => "instrument_not_watched",
            Self::NoRoute { .. } => "instrument_no_source",
            Self::Replaying => "market_replaying",
            Self::Venue(problem) => problem.code(),
            Self::Feed(problem) => problem.code(),
            Self::Stopped => "market_stopped",
        }
    }

    /// Whether the same request may succeed a little later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Timeout { .. } | Self::Broken { .. } | Self::RateLimited { .. } => true,
            Self::Status { status, .. } => (500..600).contains(status),
            Self::Venue(problem) => problem.retry(),
            _ => false,
        }
    }

    /// In how many seconds to ask again, where the source said so.
    #[must_use]
    pub fn wait_s(&self) -> Option<u64> {
        match self {
            Self::RateLimited { wait_s, .. } => *wait_s,
            Self::Venue(problem) => problem.retry_after_s(),
            _ => None,
        }
    }

    /// Whether it says something about the health of the source, rather than about what was asked.
    #[must_use]
    pub fn is_of_source(&self) -> bool {
        match self {
            Self::Unreachable { .. }
            | Self::Timeout { .. }
            | Self::Broken { .. }
            | Self::TooLarge { .. }
            | Self::Redirected { .. }
            | Self::RateLimited { .. }
            | Self::Refused { .. }
            | Self::Content { .. }
            | Self::Certificates { .. } => true,
            Self::Status { status, .. } => *status >= 500,
            Self::Venue(problem) => matches!(
                problem,
                VenueError::Denied { .. }
                    | VenueError::Budget { .. }
                    | VenueError::Busy { .. }
                    | VenueError::NotData { .. }
                    | VenueError::Shape { .. }
            ),
            _ => false,
        }
    }
}

fn for_seconds(wait_s: Option<u64>) -> String {
    wait_s.map_or_else(String::new, |seconds| format!(" for {seconds} s"))
}

fn list(skipped: &[Skipped]) -> String {
    if skipped.is_empty() {
        return "none is set up; choose one in the settings".to_owned();
    }
    skipped.iter().map(|s| format!("{}: {}", s.source, s.reason)).collect::<Vec<_>>().join("; ")
}

/// The innermost cause: what the system said, without the layers above it, which may repeat an address with its keys.
pub(crate) fn root_cause(problem: &dyn std::error::Error) -> String {
    let mut cause = problem;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
