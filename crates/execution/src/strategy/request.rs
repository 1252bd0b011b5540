//! What a strategy asks for, and why it does not get it.

use model::{
    error::ValueError,
    id::OrderId,
    order::{OrderTerms, Parent, Side, TimeInForce, event::Replacement},
    time::Timestamp,
};
use rust_decimal::Decimal;

use crate::{error::OrderError, gate::Refusal};

/// How much. What is not said in units becomes units when the order is sent, at the market's price then, with fees and slippage,
/// rounded down to the lot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    /// Units.
    Units(Decimal),
    /// Money of the instrument's currency: what a purchase costs with fees, what a sale brings after them.
    Money(Decimal),
    /// A part of the account's free funds: 1 for all of them, 2 for as much again borrowed.
    FundsShare(Decimal),
    /// The whole position, whatever the side says.
    Position,
    /// As much as the parent.
    Parent,
}

/// An order that a strategy wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OrderRequest {
    /// Which instrument, in the order of the run.
    pub instrument: usize,
    /// Which way.
    pub side: Side,
    /// How much.
    pub size: Size,
    /// When and at which price.
    pub terms: OrderTerms,
    /// For how long.
    pub time_in_force: TimeInForce,
    /// It may only make a position smaller.
    pub reduce_only: bool,
    /// The order that it belongs to.
    pub parent: Option<Parent>,
    /// Orders that cancel each other.
    pub oco_group: Option<OrderId>,
}

impl OrderRequest {
    /// At the market, until it is canceled: what one bar's volume leaves waits for the next.
    #[must_use]
    pub const fn market(instrument: usize, side: Side, size: Size) -> Self {
        Self::new(instrument, side, size, OrderTerms::Market)
    }

    /// On some terms, until it is canceled.
    #[must_use]
    pub const fn new(instrument: usize, side: Side, size: Size, terms: OrderTerms) -> Self {
        Self {
            instrument,
            side,
            size,
            terms,
            time_in_force: TimeInForce::Gtc,
            reduce_only: false,
            parent: None,
            oco_group: None,
        }
    }
}

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ask {
    /// An order.
    Place(OrderRequest),
    /// The end of an order.
    Cancel,
    /// A change of an order.
    Replace(Replacement),
    /// Nothing any more: it went out with its parent.
    Sent,
}

/// Something that was asked for, before anything has come of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Request {
    /// The order that it makes or means.
    pub id: OrderId,
    /// When.
    pub made_at: Timestamp,
    /// Of which instrument, in the order of the run.
    pub instrument: usize,
    /// What.
    pub ask: Ask,
}

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhyRefused {
    /// By the gate.
    #[error(transparent)]
    Gate(#[from] Refusal),
    /// It makes no order.
    #[error(transparent)]
    Value(#[from] ValueError),
    /// The order stands otherwise.
    #[error(transparent)]
    Order(#[from] OrderError),
    /// There is nothing to close.
    #[error("there is no position to close")]
    NoPosition,
    /// It is not even one lot.
    #[error("the money does not reach for one lot of {0}")]
    TooSmall(Decimal),
    /// How many units that would be is not known.
    #[error("the number of units cannot be told: a price, a rate, a volume or the account's funds are not known")]
    SizeUnknown,
    /// The exit of an order that is over.
    #[error("order {0} was to be an exit of an order that is over; make it an order of its own")]
    ParentClosed(OrderId),
    /// No such instrument.
    #[error("instrument number {0} is not part of the run")]
    NoInstrument(usize),
}

impl WhyRefused {
    /// Stable machine-readable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Gate(refusal) => refusal.code(),
            Self::Value(error) => error.code(),
            Self::Order(error) => error.code(),
            Self::NoPosition => "no_position",
            Self::TooSmall(_) => "size_too_small",
            Self::SizeUnknown => "size_unknown",
            Self::ParentClosed(_) => "parent_closed",
            Self::NoInstrument(_) => "instrument_not_in_run",
        }
    }
}

/// A request that was refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The id that the order would have had, or has.
    pub order_id: OrderId,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub why: WhyRefused,
}
