//! Where a broker is reached. Hosts that trade money and hosts that do not are of different types.

use model::id::AccountId;

use crate::{Broker, error::BrokerError};

/// Addresses of one kind: requests and the stream, with scheme and without a slash at the end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hosts {
    /// Of requests.
    pub rest: &'static str,
    /// Of the account's stream, with its path.
    pub stream: &'static str,
}

/// Addresses at which no money is traded: a broker's own, or loopback.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paper {
    rest: String,
    stream: String,
}

impl Paper {
    /// The broker's own.
    ///
    /// # Errors
    /// [`BrokerError::Unsupported`] where it has none.
    pub fn of(broker: Broker) -> Result<Self, BrokerError> {
        let Some(Hosts { rest, stream }) = broker.language().paper_hosts() else {
            let (what, instead) = ("account for paper trading".to_owned(), "paper trading of this program".to_owned());
            return Err(BrokerError::Unsupported { broker, what, instead });
        };
        Ok(Self { rest: rest.to_owned(), stream: stream.to_owned() })
    }

    /// This machine, for tests: 127.0.0.1 and a port. The stream keeps the broker's path.
    #[must_use]
    pub fn loopback(broker: Broker, port: u16) -> Self {
        let path = |address: &str| {
            let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
            rest.find('/').map_or(String::new(), |at| rest[at..].to_owned())
        };
        let hosts = broker.language().live_hosts();
        Self {
            rest: format!("http://127.0.0.1:{port}{}", path(hosts.rest)),
            stream: format!("ws://127.0.0.1:{port}{}", path(hosts.stream)),
        }
    }
}

/// That an account may trade money. Only the words of [`LivePermission::words`], typed by a person, make one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LivePermission {
    broker: Broker,
    account_id: AccountId,
}

impl LivePermission {
    /// What must be typed for an account of that name.
    #[must_use]
    pub fn words(broker: Broker, account: &str) -> String {
        format!("trade real money at {broker} in {}", account.trim())
    }

    /// The permission of an account.
    ///
    /// # Errors
    /// [`BrokerError::NotConfirmed`] when something else was typed.
    pub fn typed(broker: Broker, account_id: AccountId, account: &str, typed: &str) -> Result<Self, BrokerError> {
        let words = Self::words(broker, account);
        if account.trim().is_empty() || typed.trim() != words {
            return Err(BrokerError::NotConfirmed { words });
        }
        Ok(Self { broker, account_id })
    }
}

/// Addresses at which money is traded, for one account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Live {
    permission: LivePermission,
}

impl Live {
    /// Those that a permission opens.
    #[must_use]
    pub const fn of(permission: LivePermission) -> Self {
        Self { permission }
    }
}

/// Where an account trades.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Site {
    /// Without money.
    Paper(Paper),
    /// With money.
    Live(Live),
}

impl Site {
    /// Where requests go.
    pub(crate) fn rest(&self) -> &str {
        match self {
            Self::Paper(paper) => &paper.rest,
            Self::Live(live) => live.permission.broker.language().live_hosts().rest,
        }
    }

    /// Where the stream is.
    pub(crate) fn stream(&self) -> &str {
        match self {
            Self::Paper(paper) => &paper.stream,
            Self::Live(live) => live.permission.broker.language().live_hosts().stream,
        }
    }

    /// Whether it is for that account of that broker.
    pub(crate) fn is_for(&self, broker: Broker, account_id: AccountId) -> bool {
        match self {
            Self::Paper(_) => true,
            Self::Live(Live { permission }) => permission.broker == broker && permission.account_id == account_id,
        }
    }
}
