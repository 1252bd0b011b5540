//! Orders meet ticks: quotes and trades, one at a time.
//!
//! Who comes to the market pays the quote's other side, or the trade's price where no quote is known. A resting limit trades at
//! its limit when the other side's quote reaches it, or when somebody trades through it ([`super::TouchRule`]). Stops are set off by
//! trades, or by quotes where no trade was seen.

use model::{
    market::{BidAsk, Tick, TickData, Trade},
    order::{Side, fill::Liquidity},
};
use rust_decimal::Decimal;

use super::{
    Desk, Effect, Ended, Market, Moment, TouchRule,
    working::{Waits, Working, units_of},
};
use crate::{error::ExecutionError, listing::Sessions, number::floor_to, slippage::Slippage};

/// The last quote, and whether trades are seen at all.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct BestQuote {
    bid: Option<f64>,
    ask: Option<f64>,
    trades: bool,
}

/// What a tick says to orders.
#[derive(Clone, Copy)]
struct Seen {
    /// What a buyer pays at once.
    buy: Option<f64>,
    /// What a seller gets at once.
    sell: Option<f64>,
    /// A trade's price.
    trade: Option<f64>,
    /// What sets stops off.
    stop: Option<f64>,
}

/// Units that the orders of each side may still get of a tick, with a volume share.
#[derive(Clone, Copy)]
struct Left {
    buy: Option<Decimal>,
    sell: Option<Decimal>,
    /// It is one trade, which both sides share.
    shared: bool,
}

impl Market {
    /// A tick comes, and orders meet it in the order of their arrival. A price that is no price is passed over.
    ///
    /// # Errors
    /// [`ExecutionError::Hours`].
    pub fn tick(&mut self, tick: &Tick, desk: &mut Desk) -> Result<(), ExecutionError> {
        let sound = |price: Option<f64>| price.is_none_or(|price| price.is_finite() && price > 0.0);
        match tick.data {
            TickData::Quote(quote) if sound(quote.bid) && sound(quote.ask) => {
                (self.quote.bid, self.quote.ask) = (quote.bid, quote.ask);
            }
            TickData::Trade(trade) if sound(Some(trade.price)) => self.quote.trades = true,
            _ => return Ok(()),
        }
        (self.at, self.moment) = (tick.origin.time(), Moment::Within);
        self.price = tick.price().unwrap_or(self.price);
        // Without hours a day has no end: orders for the day stand.
        if matches!(self.listing.sessions, Sessions::Within { .. }) {
            self.place = self.clock.step(self.at)?;
        }
        if self.working.is_empty() {
            return Ok(());
        }
        self.expire(self.clock.number.saturating_sub(1), desk);
        let (seen, mut left) = (self.seen(tick), self.left(tick));
        for n in 0..self.working.len() {
            self.working[n].blocked = false;
            self.meet_tick(n, tick, seen, &mut left, desk);
            let order = &self.working[n];
            if order.is_at_once() && !order.done && order.held_back.is_zero() {
                self.finish(n, Effect::Canceled(order.id, Ended::NotAtOnce), desk);
            }
        }
        self.budget = None;
        for order in &mut self.working {
            order.follow(self.price);
        }
        self.sweep();
        Ok(())
    }

    fn seen(&self, tick: &Tick) -> Seen {
        let trade = match tick.data {
            TickData::Trade(Trade { price, .. }) => Some(price),
            TickData::Quote(_) => None,
        };
        let stop = trade.or(if self.quote.trades { None } else { tick.price() });
        Seen { buy: self.quote.ask.or(trade), sell: self.quote.bid.or(trade), trade, stop }
    }

    fn left(&self, tick: &Tick) -> Left {
        let Some(share) = self.rules.volume_share else { return Left { buy: None, sell: None, shared: false } };
        let units = |size| Some(floor_to(units_of(size, share), self.listing.lot_size));
        match tick.data {
            TickData::Trade(trade) => Left { buy: units(trade.size), sell: units(trade.size), shared: true },
            TickData::Quote(quote) => Left { buy: units(quote.ask_size), sell: units(quote.bid_size), shared: false },
        }
    }

    fn meet_tick(&mut self, n: usize, tick: &Tick, seen: Seen, left: &mut Left, desk: &mut Desk) {
        let order = &mut self.working[n];
        if !order.may_trade() {
            return;
        }
        set_off(order, seen.stop);
        let side = order.side;
        let now = match side {
            Side::Buy => seen.buy,
            Side::Sell => seen.sell,
        };
        let met = match order.waits {
            Waits::Market => now.map(|now| (now, Liquidity::Taker)),
            Waits::Limit(limit) => {
                let reached = now.filter(|now| order.accepts(*now));
                let through = seen
                    .trade
                    .filter(|price| order.accepts(*price) && (self.rules.touch == TouchRule::At || *price != limit));
                match (reached, through) {
                    (Some(now), _) if order.fresh => Some((now, Liquidity::Taker)),
                    (Some(_), _) | (None, Some(_)) => Some((limit, Liquidity::Maker)),
                    (None, None) => None,
                }
            }
            _ => None,
        };
        order.fresh = false;
        let Some((price, liquidity)) = met else { return };
        self.volume = match (tick.data, side) {
            (TickData::Trade(trade), _) => trade.size,
            (TickData::Quote(BidAsk { ask_size, .. }), Side::Buy) => ask_size,
            (TickData::Quote(BidAsk { bid_size, .. }), Side::Sell) => bid_size,
        };
        self.budget = match side {
            Side::Buy => left.buy,
            Side::Sell => left.sell,
        };
        let quoted = self.quote.bid.is_some() && self.quote.ask.is_some();
        if quoted && matches!(self.rules.slippage, Slippage::HalfSpread { .. }) {
            self.trade_at(n, price, price, liquidity, desk);
        } else {
            self.trade(n, price, liquidity, desk);
        }
        if side == Side::Buy || left.shared {
            left.buy = self.budget;
        }
        if side == Side::Sell || left.shared {
            left.sell = self.budget;
        }
    }
}

/// A stop that the price has reached becomes a market or a limit order, which comes to the market.
fn set_off(order: &mut Working, price: Option<f64>) {
    let waits = match order.waits {
        Waits::Stop(_) | Waits::Trailing { .. } => Waits::Market,
        Waits::StopLimit(_, limit) => Waits::Limit(limit),
        _ => return,
    };
    if price.is_some_and(|price| order.meets(price, price).is_some()) {
        (order.waits, order.fresh) = (waits, true);
    }
}
