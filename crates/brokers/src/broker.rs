//! The brokers that there are, and what each must be able to say.

use std::fmt;

use model::market::Source;
use venues::Secret;

use crate::{
    Ask, Canceled, Capabilities, Cash, Changed, ClientOrderId, Desk, Execution, Got, Holding, Looked, OrderReport,
    Page, Placed, Placement, Request, Signing, Talk, Target, alpaca, binance, coinbase, error::BrokerError, kraken,
    site::Hosts,
};
use model::order::{Order, event::Replacement};

/// A broker.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Broker {
    /// Shares and crypto in the United States.
    Alpaca,
    /// Crypto at spot prices.
    Binance,
    /// Crypto at spot prices.
    Coinbase,
    /// Crypto at spot prices.
    Kraken,
}

impl Broker {
    /// Every broker.
    pub const ALL: [Self; 4] = [Self::Alpaca, Self::Binance, Self::Coinbase, Self::Kraken];

    /// Its name, as a source of fills as well.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alpaca => "alpaca",
            Self::Binance => "binance",
            Self::Coinbase => "coinbase",
            Self::Kraken => "kraken",
        }
    }

    /// The venue of its fills.
    #[must_use]
    pub fn source(self) -> Source {
        self.name().parse().expect("invariant: names of brokers are names of sources")
    }

    /// What it can do.
    #[must_use]
    pub fn capabilities(self) -> &'static Capabilities {
        self.language().capabilities()
    }

    /// How it is spoken to.
    #[must_use]
    pub fn language(self) -> &'static dyn Language {
        match self {
            Self::Alpaca => &alpaca::Alpaca,
            Self::Binance => &binance::Binance,
            Self::Coinbase => &coinbase::Coinbase,
            Self::Kraken => &kraken::Kraken,
        }
    }
}

impl fmt::Display for Broker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Alpaca => "Alpaca",
            Self::Binance => "Binance",
            Self::Coinbase => "Coinbase",
            Self::Kraken => "Kraken",
        })
    }
}

/// How a broker is spoken to. What is asked has been checked against the [`Capabilities`] by the [`Desk`], which is how others use
/// it.
pub trait Language: Sync {
    /// What it can do.
    fn capabilities(&self) -> &'static Capabilities;

    /// Where money is traded.
    fn live_hosts(&self) -> Hosts;

    /// Where none is, if there is such a place.
    fn paper_hosts(&self) -> Option<Hosts>;

    /// The request that places an order.
    ///
    /// # Errors
    /// When the broker cannot be asked for it.
    fn place(&self, desk: &Desk, placement: &Placement<'_>, signing: Signing) -> Result<Request, BrokerError>;

    /// What became of it.
    fn placed(&self, id: ClientOrderId, got: &Got<'_>) -> Placed;

    /// The request that cancels an order.
    ///
    /// # Errors
    /// As [`Language::place`].
    fn cancel(&self, desk: &Desk, target: &Target, signing: Signing) -> Result<Request, BrokerError>;

    /// What became of it.
    fn canceled(&self, target: &Target, got: &Got<'_>) -> Canceled;

    /// The request that changes a resting order.
    ///
    /// # Errors
    /// As [`Language::place`].
    fn change(
        &self,
        desk: &Desk,
        target: &Target,
        order: &Order,
        to: &Replacement,
        signing: Signing,
    ) -> Result<Request, BrokerError>;

    /// What became of it.
    fn changed(&self, target: &Target, got: &Got<'_>) -> Changed;

    /// The request for a list or a look-up.
    ///
    /// # Errors
    /// As [`Language::place`].
    fn ask(&self, desk: &Desk, ask: &Ask, signing: Signing) -> Result<Request, BrokerError>;

    /// The open orders.
    ///
    /// # Errors
    /// When they are not known.
    fn open_orders(&self, got: &Got<'_>) -> Result<Page<OrderReport>, BrokerError>;

    /// An order that was looked up.
    ///
    /// # Errors
    /// When it is not known whether it is there.
    fn looked_up(&self, target: &Target, got: &Got<'_>) -> Result<Looked, BrokerError>;

    /// The executions.
    ///
    /// # Errors
    /// When they are not known.
    fn executions(&self, got: &Got<'_>) -> Result<Page<Execution>, BrokerError>;

    /// What is held.
    ///
    /// # Errors
    /// When it is not known.
    fn holdings(&self, got: &Got<'_>) -> Result<Page<Holding>, BrokerError>;

    /// Money by currency.
    ///
    /// # Errors
    /// When it is not known.
    fn cash(&self, got: &Got<'_>) -> Result<Page<Cash>, BrokerError>;

    /// The request for what opens the account's stream, where one is needed first.
    ///
    /// # Errors
    /// As [`Language::place`].
    fn stream_token(&self, desk: &Desk, signing: Signing) -> Result<Option<Request>, BrokerError>;

    /// What opens the stream.
    ///
    /// # Errors
    /// When the broker gave none.
    fn token(&self, got: &Got<'_>) -> Result<Secret, BrokerError>;

    /// The account's stream. `token` is what [`Language::token`] gave.
    ///
    /// # Errors
    /// When the key or the token is not one.
    fn talk(&self, desk: &Desk, token: Option<Secret>) -> Result<Box<dyn Talk>, BrokerError>;
}
