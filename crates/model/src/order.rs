//! Orders: what is to be bought or sold, at which price, for how long, and how orders hang together.
//!
//! An order never changes; what happens to it is in its events ([`event`]), and where it stands is a fold over them
//! (`execution`). Quantities and prices are decimals here, in a back-test as well: an order is money.

pub mod event;
pub mod fill;

use std::ops::Deref;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    error::ValueError,
    id::{AccountId, InstrumentId, OrderId},
    names::named_enum,
    quantity::{Price, Quantity},
    time::Timestamp,
};

named_enum! {
    /// Whether units come or go.
    Side ("side") {
        /// Units come, money goes.
        Buy = "buy",
        /// Units go, money comes; a short sale where none are held.
        Sell = "sell",
    }
}

impl Side {
    /// The other side.
    pub const fn opposite(self) -> Self {
        match self {
            Self::Buy => Self::Sell,
            Self::Sell => Self::Buy,
        }
    }

    /// A number of units with the sign of their effect on a position: above zero for a purchase.
    pub fn signed(self, units: Decimal) -> Decimal {
        match self {
            Self::Buy => units,
            Self::Sell => -units,
        }
    }
}

named_enum! {
    /// Kinds of orders by when and at which price they may trade.
    OrderType ("order type") {
        /// At once, at any price.
        Market = "market",
        /// At the limit or better.
        Limit = "limit",
        /// At the market once the price has reached the stop.
        Stop = "stop",
        /// At the limit or better once the price has reached the stop.
        StopLimit = "stop_limit",
        /// A stop that follows the price at a distance and never moves back.
        TrailingStop = "trailing_stop",
        /// In the opening, at its price.
        MarketOnOpen = "market_on_open",
        /// In the closing, at its price.
        MarketOnClose = "market_on_close",
        /// In the opening, at the limit or better.
        LimitOnOpen = "limit_on_open",
        /// In the closing, at the limit or better.
        LimitOnClose = "limit_on_close",
    }
}

/// The distance at which a trailing stop follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Trail {
    /// A difference of prices.
    Amount {
        /// How much, above zero.
        amount: Price,
    },
    /// A part of the best price.
    Percent {
        /// Percent, above 0 and below 100.
        #[schema(value_type = String)]
        percent: Decimal,
    },
}

/// When and at which price an order may trade.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum OrderTerms {
    /// [`OrderType::Market`].
    Market,
    /// [`OrderType::Limit`].
    Limit {
        /// The worst price.
        limit: Price,
    },
    /// [`OrderType::Stop`].
    Stop {
        /// The price that sets it off.
        stop: Price,
    },
    /// [`OrderType::StopLimit`].
    StopLimit {
        /// The price that sets it off.
        stop: Price,
        /// The worst price then.
        limit: Price,
    },
    /// [`OrderType::TrailingStop`].
    TrailingStop {
        /// Its distance.
        trail: Trail,
    },
    /// [`OrderType::MarketOnOpen`].
    MarketOnOpen,
    /// [`OrderType::MarketOnClose`].
    MarketOnClose,
    /// [`OrderType::LimitOnOpen`].
    LimitOnOpen {
        /// The worst price.
        limit: Price,
    },
    /// [`OrderType::LimitOnClose`].
    LimitOnClose {
        /// The worst price.
        limit: Price,
    },
}

impl OrderTerms {
    /// The kind of order.
    pub const fn order_type(&self) -> OrderType {
        match self {
            Self::Market => OrderType::Market,
            Self::Limit { .. } => OrderType::Limit,
            Self::Stop { .. } => OrderType::Stop,
            Self::StopLimit { .. } => OrderType::StopLimit,
            Self::TrailingStop { .. } => OrderType::TrailingStop,
            Self::MarketOnOpen => OrderType::MarketOnOpen,
            Self::MarketOnClose => OrderType::MarketOnClose,
            Self::LimitOnOpen { .. } => OrderType::LimitOnOpen,
            Self::LimitOnClose { .. } => OrderType::LimitOnClose,
        }
    }

    /// The worst price at which it may trade, where it has one.
    pub const fn limit(&self) -> Option<Price> {
        match *self {
            Self::Limit { limit }
            | Self::StopLimit { limit, .. }
            | Self::LimitOnOpen { limit }
            | Self::LimitOnClose { limit } => Some(limit),
            Self::Market | Self::Stop { .. } | Self::TrailingStop { .. } | Self::MarketOnOpen | Self::MarketOnClose => {
                None
            }
        }
    }

    /// The price that sets it off, where that is fixed.
    pub const fn stop(&self) -> Option<Price> {
        match *self {
            Self::Stop { stop } | Self::StopLimit { stop, .. } => Some(stop),
            _ => None,
        }
    }

    fn check(&self) -> Vec<ValueError> {
        let (trail, percent) = match *self {
            Self::TrailingStop { trail: Trail::Amount { amount } } => (Some(amount), None),
            Self::TrailingStop { trail: Trail::Percent { percent } } => (None, Some(percent)),
            _ => (None, None),
        };
        let prices = [("limit", self.limit()), ("stop", self.stop()), ("trail", trail)];
        let not_positive = |(field, price): (&'static str, Option<Price>)| {
            let price = price.filter(|p| p.get() <= Decimal::ZERO)?;
            Some(ValueError::NotPositive { field, value: price.to_string() })
        };
        let mut wrong: Vec<ValueError> = prices.into_iter().filter_map(not_positive).collect();
        if let Some(percent) = percent.filter(|p| *p <= Decimal::ZERO || *p >= Decimal::ONE_HUNDRED) {
            let allowed = "a percentage above 0 and below 100";
            wrong.push(ValueError::OutOfRange { field: "trail", value: percent.to_string(), allowed });
        }
        wrong
    }
}

/// How long an order stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TimeInForce {
    /// Until the end of the session.
    Day,
    /// Until it is canceled.
    Gtc,
    /// What trades at once; the rest is canceled.
    Ioc,
    /// All of it at once, or nothing.
    Fok,
    /// Until a moment.
    Gtd {
        /// The first moment at which it no longer stands.
        until: Timestamp,
    },
}

named_enum! {
    /// What an order is to its parent.
    ParentLink ("link to a parent order") {
        /// An exit of a bracket: it waits for the parent's fills and trades at most what they opened.
        Exit = "exit",
        /// A part of the parent's quantity, as an algorithm or a router cuts it.
        Slice = "slice",
    }
}

named_enum! {
    /// What may be traded at all. Cancels always go out.
    TradingState ("trading state") {
        /// Everything that the limits allow.
        Active = "active",
        /// Only what makes positions smaller.
        Reducing = "reducing",
        /// Nothing.
        Halted = "halted",
    }
}

/// The order that another one belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Parent {
    /// Which.
    pub id: OrderId,
    /// In what way.
    pub link: ParentLink,
}

/// What somebody wants to trade.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderFields {
    /// For which account.
    pub account_id: AccountId,
    /// What.
    pub instrument_id: InstrumentId,
    /// Which way.
    pub side: Side,
    /// Units, above zero.
    pub quantity: Quantity,
    /// When and at which price.
    pub terms: OrderTerms,
    /// For how long.
    pub time_in_force: TimeInForce,
    /// It may only make a position smaller.
    #[serde(default)]
    pub reduce_only: bool,
    /// The order that it belongs to.
    #[serde(default)]
    pub parent: Option<Parent>,
    /// Orders with the same group cancel each other: what one trades is taken off the others (OCO).
    #[serde(default)]
    pub oco_group: Option<OrderId>,
}

impl OrderFields {
    /// Everything that is wrong with it.
    pub fn check(&self) -> Vec<ValueError> {
        let mut wrong = self.terms.check();
        if let Err(error) = Quantity::positive(self.quantity.get()) {
            wrong.push(error);
        }
        let at_once = matches!(self.time_in_force, TimeInForce::Ioc | TimeInForce::Fok);
        if at_once && !matches!(self.terms.order_type(), OrderType::Market | OrderType::Limit) {
            let allowed = "day, gtc or gtd for an order that waits for a price, the opening or the closing";
            wrong.push(ValueError::OutOfRange { field: "time_in_force", value: "at once".to_owned(), allowed });
        }
        wrong
    }
}

/// An order that is sound by itself. Whether it may be sent is for the gate to say (`execution`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct Order {
    id: OrderId,
    created_at: Timestamp,
    #[serde(flatten)]
    fields: OrderFields,
}

impl Order {
    /// An order.
    ///
    /// # Errors
    /// The first thing that is wrong with the fields; [`OrderFields::check`] has all.
    pub fn new(id: OrderId, created_at: Timestamp, fields: OrderFields) -> Result<Self, ValueError> {
        match fields.check().into_iter().next() {
            None => Ok(Self { id, created_at, fields }),
            Some(error) => Err(error),
        }
    }

    /// Its identity, also at the venue.
    pub const fn id(&self) -> OrderId {
        self.id
    }

    /// When it was made.
    pub const fn created_at(&self) -> Timestamp {
        self.created_at
    }
}

impl Deref for Order {
    type Target = OrderFields;
    fn deref(&self) -> &OrderFields {
        &self.fields
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn fields(terms: OrderTerms) -> OrderFields {
        OrderFields {
            account_id: AccountId::from_uuid(Uuid::from_u128(1)),
            instrument_id: InstrumentId::from_uuid(Uuid::from_u128(2)),
            side: Side::Buy,
            quantity: Quantity::new(Decimal::ONE),
            terms,
            time_in_force: TimeInForce::Day,
            reduce_only: false,
            parent: None,
            oco_group: None,
        }
    }

    #[test]
    fn an_order_without_units_or_at_no_price_is_refused() {
        let make = |f| Order::new(OrderId::from_uuid(Uuid::from_u128(3)), Timestamp::from_micros(0), f);
        assert!(make(fields(OrderTerms::Market)).is_ok());
        for units in [Decimal::ZERO, Decimal::NEGATIVE_ONE] {
            let wrong = OrderFields { quantity: Quantity::new(units), ..fields(OrderTerms::Market) };
            assert_eq!(make(wrong).unwrap_err().field(), Some("quantity"));
        }
        let zero: Price = "0".parse().unwrap();
        assert_eq!(make(fields(OrderTerms::Limit { limit: zero })).unwrap_err().field(), Some("limit"));
        let trail = Trail::Percent { percent: Decimal::ONE_HUNDRED };
        assert_eq!(make(fields(OrderTerms::TrailingStop { trail })).unwrap_err().field(), Some("trail"));
    }

    #[test]
    fn an_order_for_the_closing_cannot_be_for_at_once() {
        let wrong = OrderFields { time_in_force: TimeInForce::Fok, ..fields(OrderTerms::MarketOnClose) };
        assert_eq!(wrong.check()[0].field(), Some("time_in_force"));
    }

    #[test]
    fn fields_return_from_their_json() {
        let limit = "12.50".parse().unwrap();
        let said = fields(OrderTerms::StopLimit { stop: "13".parse().unwrap(), limit });
        let text = serde_json::to_string(&said).unwrap();
        assert!(text.contains(r#""terms":{"type":"stop_limit","stop":"13","limit":"12.50"}"#), "{text}");
        assert_eq!(serde_json::from_str::<OrderFields>(&text).unwrap(), said);
    }
}
