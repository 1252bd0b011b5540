//! Why the gate refuses an order: a code and a sentence each.

use model::{
    currency::Currency,
    id::{InstrumentId, OrderId},
};
use rust_decimal::Decimal;

/// Why an order may not be sent. The text is for the person who wanted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Trading is halted.
    #[error("trading is halted; release the kill switch first")]
    Halted,
    /// The venue's stream is being compared.
    #[error("orders and positions are being compared with the venue; wait until that is done")]
    StreamReconciling,
    /// The venue's stream is down.
    #[error("there is no connection to the venue, so its answer would not be heard")]
    StreamDown,
    /// Nobody knows the position.
    #[error("the position is not known; reconcile with the venue first")]
    PositionUnknown,
    /// The day's loss is at its limit.
    #[error("today's loss of {loss} has reached the limit of {limit}; positions can only be made smaller")]
    DailyLoss {
        /// The loss.
        loss: Decimal,
        /// The most.
        limit: Decimal,
    },
    /// There is a limit for the day's loss, and nobody knows the loss.
    #[error("today's gain or loss is not known, and there is a limit for it")]
    DayPnlUnknown,
    /// Positions may only get smaller.
    #[error("positions can only be made smaller now, and this order would not do that")]
    ReducingOnly,
    /// The order says that it makes the position smaller, and does not.
    #[error("the order is to make the position smaller only, and would not")]
    NotReducing,
    /// It must not be bought.
    #[error("instrument {0} is on the restricted list")]
    Restricted(InstrumentId),
    /// It does not trade now.
    #[error("the market is closed")]
    MarketClosed,
    /// Nobody knows whether it trades.
    #[error("whether the market is open is not known")]
    HoursUnknown,
    /// The facts are of another instrument. This is a fault of the program.
    #[error("the order was checked against another instrument")]
    WrongInstrument,
    /// Not a multiple of the lot.
    #[error("{quantity} units are not a multiple of {lot}")]
    LotSize {
        /// Units of the order.
        quantity: Decimal,
        /// The lot.
        lot: Decimal,
    },
    /// Not a multiple of the tick.
    #[error("a price of {price} is not a multiple of {tick}")]
    TickSize {
        /// The price.
        price: Decimal,
        /// The tick.
        tick: Decimal,
    },
    /// No short sales.
    #[error("the order would sell {short} units that are not held, and short sales are off")]
    ShortNotAllowed {
        /// Units beyond what is held.
        short: Decimal,
    },
    /// Nobody knows whether units can be borrowed.
    #[error("whether units can be borrowed is not known")]
    ShortUnknown,
    /// Not enough can be borrowed.
    #[error("{wanted} units would have to be borrowed, and {available} can be")]
    ShortUnavailable {
        /// Units beyond what is held.
        wanted: Decimal,
        /// Units that can be borrowed.
        available: Decimal,
    },
    /// There is no price.
    #[error("the market's price is not known, so the order cannot be judged")]
    PriceUnknown,
    /// The price is old.
    #[error("the market's price is {age_s} seconds old")]
    PriceStale {
        /// Its age in seconds.
        age_s: i64,
    },
    /// The limit is far on the wrong side.
    #[error("a limit of {limit} is too far beyond the market's {market}; the collar is {collar} of it")]
    PriceCollar {
        /// The limit.
        limit: Decimal,
        /// The market's price.
        market: Decimal,
        /// The collar, as a part.
        collar: Decimal,
    },
    /// Too many units.
    #[error("{quantity} units are more than the {max} that one order may have")]
    OrderUnits {
        /// Units of the order.
        quantity: Decimal,
        /// The most.
        max: Decimal,
    },
    /// No rate to the base currency.
    #[error("there is no rate for {0}, so the order's worth is not known")]
    RateUnknown(Currency),
    /// Its worth is beyond exact decimals.
    #[error("the order's worth is too large to be exact")]
    TooLarge,
    /// Worth too much.
    #[error("the order is worth {notional}, more than the {max} that one order may be")]
    OrderNotional {
        /// Its worth.
        notional: Decimal,
        /// The most.
        max: Decimal,
    },
    /// Nobody knows the volume of a day.
    #[error("how much trades in a day is not known, and there is a limit by it")]
    VolumeUnknown,
    /// Too much of a day's volume.
    #[error("{quantity} units are more than the {max} that one order may be of a day's volume")]
    VolumeShare {
        /// Units of the order.
        quantity: Decimal,
        /// The most.
        max: Decimal,
    },
    /// The position would be too large.
    #[error("the position could become {after} units, more than the {max} that are allowed")]
    PositionUnits {
        /// Units with all open orders.
        after: Decimal,
        /// The most.
        max: Decimal,
    },
    /// The position would be worth too much.
    #[error("the position could be worth {after}, more than the {max} that is allowed")]
    PositionNotional {
        /// Worth with all open orders.
        after: Decimal,
        /// The most.
        max: Decimal,
    },
    /// All positions would be worth too much.
    #[error("all positions together would be worth {after}, more than the {max} that is allowed")]
    GrossNotional {
        /// Worth with the order.
        after: Decimal,
        /// The most.
        max: Decimal,
    },
    /// Nobody knows what the account can pay.
    #[error("what the account can pay is not known")]
    BuyingPowerUnknown,
    /// The account cannot pay.
    #[error("the order needs {needed}, and {power} is there")]
    BuyingPower {
        /// What it needs, with fees.
        needed: Decimal,
        /// What is there.
        power: Decimal,
    },
    /// The same order again.
    #[error("order {0} a moment ago was the same; wait, or change something, if you mean it")]
    Duplicate(OrderId),
    /// Too many orders.
    #[error("{max} orders have passed within a second, which is the limit")]
    OrdersPerSecond {
        /// The most.
        max: u32,
    },
}

impl Refusal {
    /// Stable machine-readable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Halted => "trading_halted",
            Self::StreamReconciling => "stream_reconciling",
            Self::StreamDown => "stream_down",
            Self::PositionUnknown => "position_unknown",
            Self::DailyLoss { .. } => "daily_loss",
            Self::DayPnlUnknown => "day_pnl_unknown",
            Self::ReducingOnly => "reducing_only",
            Self::NotReducing => "not_reducing",
            Self::Restricted(_) => "instrument_restricted",
            Self::MarketClosed => "market_closed",
            Self::HoursUnknown => "hours_unknown",
            Self::WrongInstrument => "wrong_instrument",
            Self::LotSize { .. } => "lot_size",
            Self::TickSize { .. } => "tick_size",
            Self::ShortNotAllowed { .. } => "short_not_allowed",
            Self::ShortUnknown => "short_unknown",
            Self::ShortUnavailable { .. } => "short_unavailable",
            Self::PriceUnknown => "price_unknown",
            Self::PriceStale { .. } => "price_stale",
            Self::PriceCollar { .. } => "price_collar",
            Self::OrderUnits { .. } => "order_units",
            Self::RateUnknown(_) => "rate_unknown",
            Self::TooLarge => "order_too_large",
            Self::OrderNotional { .. } => "order_notional",
            Self::VolumeUnknown => "volume_unknown",
            Self::VolumeShare { .. } => "volume_share",
            Self::PositionUnits { .. } => "position_units",
            Self::PositionNotional { .. } => "position_notional",
            Self::GrossNotional { .. } => "gross_notional",
            Self::BuyingPowerUnknown => "buying_power_unknown",
            Self::BuyingPower { .. } => "buying_power",
            Self::Duplicate(_) => "duplicate_order",
            Self::OrdersPerSecond { .. } => "orders_per_second",
        }
    }
}
