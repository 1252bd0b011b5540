//! Why a server could not be used.

/// Why a request or the event stream failed before the server answered.
#[derive(Debug, thiserror::Error)]
pub enum NetError {
    /// Not an address of a server.
    #[error(
        "\"{given}\" is not a server address: {reason}; write it like https://desk.example:8443 or http://127.0.0.1:8787"
    )]
    Address {
        /// What was given.
        given: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The token holds characters that a header cannot carry.
    #[error("the token holds a line break or another control character; copy the text after #token= again")]
    Token,
    /// No trusted certificates were found on this machine.
    #[error("the system's trusted certificates cannot be used: {reason}; install the package ca-certificates")]
    Certificates {
        /// What the verifier said.
        reason: String,
    },
    /// Nobody answers there.
    #[error("{server} is not reachable: {reason}; check the address and that the server is running")]
    Unreachable {
        /// The server.
        server: String,
        /// What the system said.
        reason: String,
    },
    /// The answer did not come in time.
    #[error(
        "{server} did not answer within {seconds} s; it may still have done what was asked, so look before you try again"
    )]
    Timeout {
        /// The server.
        server: String,
        /// How long we waited.
        seconds: u64,
    },
    /// The connection broke while the answer was read.
    #[error(
        "the answer of {server} broke off: {reason}; it may have done what was asked, so look before you try again"
    )]
    Broken {
        /// The server.
        server: String,
        /// What the system said.
        reason: String,
    },
    /// The answer is larger than a client accepts.
    #[error("the answer of {server} is larger than {limit_bytes} bytes; ask for a part of it")]
    TooLarge {
        /// The server.
        server: String,
        /// The limit.
        limit_bytes: usize,
    },
    /// What was received cannot be written here.
    #[error("the download cannot be written: {0}; check the free space where it goes")]
    Output(std::io::Error),
    /// The server refused the event stream.
    #[error("{server} refused the event stream with status {status}; sign in again with `quarterdeck login`")]
    Refused {
        /// The server.
        server: String,
        /// Its HTTP status.
        status: u16,
    },
}

impl NetError {
    /// The stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Address { .. } => "server_address",
            Self::Token => "token_invalid",
            Self::Certificates { .. } => "certificates_missing",
            Self::Unreachable { .. } => "server_unreachable",
            Self::Timeout { .. } => "server_timeout",
            Self::Broken { .. } => "server_broke_off",
            Self::Output(_) => "output",
            Self::TooLarge { .. } => "answer_too_large",
            Self::Refused { .. } => "stream_refused",
        }
    }

    /// Whether the same request may be sent again without a doubt: the server cannot have seen it.
    pub fn retry(&self) -> bool {
        matches!(self, Self::Unreachable { .. })
    }
}
