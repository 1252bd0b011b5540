//! What the gate is told about the world. What nobody knows is `None`, and refuses where it is needed.

use model::order::{Order, ParentLink, Side};
use rust_decimal::Decimal;

use super::Refusal;
use crate::listing::Listing;

/// Whether what we know of the account is what the venue knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StreamState {
    /// Connected and reconciled.
    Live,
    /// Connected; orders and positions are being compared.
    Reconciling,
    /// Not connected.
    Down,
}

/// What is known of the order's instrument.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct InstrumentFacts {
    /// The market's price.
    pub price: Option<f64>,
    /// How old it is, in microseconds.
    pub price_age_micros: Option<i64>,
    /// Units held; below zero when short.
    pub position: Option<Decimal>,
    /// Units of open purchases, without exits of brackets.
    pub open_buy: Option<Decimal>,
    /// Units of open sales, without exits of brackets.
    pub open_sell: Option<Decimal>,
    /// Units that can be borrowed.
    pub shortable: Option<Decimal>,
    /// Whether it trades now.
    pub market_open: Option<bool>,
    /// Base currency for one unit of the instrument's.
    pub rate: Option<Decimal>,
}

/// What is known of the account, in its base currency.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct AccountFacts {
    /// Worth of what may be bought or sold short.
    pub buying_power: Option<Decimal>,
    /// Worth of all positions, long and short added.
    pub gross_exposure: Option<Decimal>,
    /// Gain of the day, realized or not.
    pub day_pnl: Option<Decimal>,
}

/// All that the gate is told with an order.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct GateFacts<'a> {
    /// The instrument as it trades.
    pub listing: &'a Listing,
    /// What is known of it.
    pub instrument: InstrumentFacts,
    /// What is known of the account.
    pub account: AccountFacts,
    /// Whether that is what the venue knows.
    pub stream: StreamState,
    /// What the order would cost in fees, in the base currency.
    pub fee_estimate: Decimal,
}

impl GateFacts<'_> {
    /// Whether an order only makes the position smaller, with all that is open in the same direction. The exit of a bracket always
    /// does: it trades at most what its parent opened.
    pub(super) fn reduces(&self, order: &Order) -> Result<bool, Refusal> {
        if order.parent.is_some_and(|parent| parent.link == ParentLink::Exit) {
            return Ok(true);
        }
        let (held, open) = self.same_way(order)?;
        Ok(order.quantity.get() + open <= -held)
    }

    /// Units held with the sign of the order's direction, and units of open orders in that direction.
    pub(super) fn same_way(&self, order: &Order) -> Result<(Decimal, Decimal), Refusal> {
        let held = self.instrument.position.ok_or(Refusal::PositionUnknown)?;
        let open = match order.side {
            Side::Buy => self.instrument.open_buy,
            Side::Sell => self.instrument.open_sell,
        };
        Ok((order.side.signed(held), open.ok_or(Refusal::PositionUnknown)?))
    }
}
