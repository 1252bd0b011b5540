//! What brokers tell of orders, executions, positions and cash.

use model::{
    currency::Currency,
    money::Money,
    order::{
        Order, OrderTerms, Side,
        event::OrderStatus,
        fill::{ExecutionId, Fill, Liquidity},
    },
    quantity::{Price, Quantity},
    time::Timestamp,
};
use rust_decimal::Decimal;

use crate::{Broker, ClientOrderId, error::BrokerError};

/// Whose order it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Whose {
    /// Its client id is written as ours are.
    Ours(ClientOrderId),
    /// It has another client id: placed by hand at the broker, or by another program. It is shown and left alone.
    Other(String),
    /// The message does not say; the broker's number of the order does.
    Untold,
}

impl Whose {
    pub(crate) fn of(text: Option<&str>) -> Self {
        match text.filter(|text| !text.is_empty()) {
            None => Self::Untold,
            Some(text) => ClientOrderId::read(text).map_or_else(|| Self::Other(venues::sample(text)), Self::Ours),
        }
    }

    /// Our order, if it is one.
    #[must_use]
    pub const fn ours(&self) -> Option<ClientOrderId> {
        match self {
            Self::Ours(id) => Some(*id),
            Self::Other(_) | Self::Untold => None,
        }
    }
}

/// Where an order stands at the broker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum VenueStatus {
    /// In our words.
    Known(OrderStatus),
    /// Another order has taken its place.
    Replaced,
    /// A word that is not known. It is told, and nothing is concluded from it.
    Unheard(String),
}

/// An order as the broker lists it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrderReport {
    /// Whose it is.
    pub whose: Whose,
    /// The broker's number for it.
    pub venue_order_id: String,
    /// As the broker writes it.
    pub symbol: String,
    /// Which way.
    pub side: Side,
    /// Where it stands.
    pub status: VenueStatus,
    /// All its units, where it was given in units.
    pub quantity: Option<Quantity>,
    /// Units that traded.
    pub filled: Quantity,
    /// Their mean price.
    pub average_price: Option<Decimal>,
    /// When and at which price it may trade; `None` where that has no word here.
    pub terms: Option<OrderTerms>,
    /// The broker's number of the order that took its place.
    pub replaced_by: Option<String>,
    /// When the broker got it.
    pub at: Option<Timestamp>,
}

/// What a broker took for an execution.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fee {
    /// How much; below zero for a rebate.
    pub amount: Decimal,
    /// Of which currency or asset, as the broker writes it. It need not be one of the two that were traded.
    pub asset: String,
}

/// Units that changed hands, as the broker tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Execution {
    /// Whose.
    pub whose: Whose,
    /// The broker's number of the order.
    pub venue_order_id: String,
    /// The broker's identity for it, unique with the account.
    pub execution_id: ExecutionId,
    /// As the broker writes it.
    pub symbol: String,
    /// Which way.
    pub side: Side,
    /// Units.
    pub quantity: Quantity,
    /// Price of a unit.
    pub price: Price,
    /// What the broker took, if it tells that with the execution.
    pub fee: Option<Fee>,
    /// Who was there first, if it is told.
    pub liquidity: Option<Liquidity>,
    /// When.
    pub at: Timestamp,
    /// Units of the order that have traded with this one, where that is told. More or less than what is booked shows a gap.
    pub cumulative: Option<Decimal>,
}

impl Execution {
    /// The fill that is booked for our order.
    ///
    /// `symbol` is how the broker writes the order's instrument; `untold_fee` what is booked where the broker does not tell a fee.
    ///
    /// # Errors
    /// [`BrokerError::NotBookable`] when it is of another order, way or symbol, or the fee's asset is no currency that we know.
    pub fn fill(&self, broker: Broker, order: &Order, symbol: &str, untold_fee: Money) -> Result<Fill, BrokerError> {
        let refuse = |problem: String| {
            Err(BrokerError::NotBookable { broker, execution: self.execution_id.to_string(), problem })
        };
        if self.whose.ours().is_some_and(|id| id.order() != order.id()) {
            return refuse("it is of another order".to_owned());
        }
        if self.side != order.side || self.symbol != symbol {
            return refuse(format!("it is a {} of {}, and the order is not", self.side, self.symbol));
        }
        let fee = match &self.fee {
            None => untold_fee,
            Some(Fee { amount, asset }) => match asset.parse::<Currency>() {
                Ok(currency) => Money::new(*amount, currency),
                Err(_) => return refuse(format!("its fee is in \"{asset}\", which is no currency here")),
            },
        };
        Ok(Fill {
            order_id: order.id(),
            venue: broker.source(),
            account_id: order.account_id,
            execution_id: self.execution_id,
            instrument_id: order.instrument_id,
            side: self.side,
            quantity: self.quantity,
            price: self.price,
            fee,
            liquidity: self.liquidity,
            at: self.at,
        })
    }
}

/// Units that the broker holds for an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holding {
    /// As the broker writes it: a symbol, or an asset where balances are held.
    pub symbol: String,
    /// Below zero when sold short.
    pub quantity: Quantity,
    /// Mean price that was paid, if it is told.
    pub average_price: Option<Decimal>,
}

/// Money that the broker holds for an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cash {
    /// As the broker writes it.
    pub currency: String,
    /// All of it; below zero when it is borrowed.
    pub total: Decimal,
    /// What can be spent, if it is told.
    pub available: Option<Decimal>,
}

/// A part of a list. The list is whole only when the last part has no `next`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page<T> {
    /// Its rows, all of them understood.
    pub rows: Vec<T>,
    /// What to ask for next.
    pub next: Option<String>,
}
