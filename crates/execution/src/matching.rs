//! The simulated market of one instrument: orders meet bars and ticks.
//!
//! **Bars.** A bar is a path of prices: open, the first extreme, the other extreme, close ([`PathRule`] says which extreme comes
//! first). Orders trade where the path meets them, in the order in which it does, those at one price in the order of arrival. What
//! the open has jumped over (a stop, a limit) trades at the open. A limit that the path comes to trades at the limit, a stop at
//! the stop plus slippage. Of a bar whose opening, high or low is not known only the known prices trade.
//!
//! **Volume.** With a [`MatchRules::volume_share`] all orders together get that part of a bar's (or tick's) units, the rest waits for
//! the next; where the units are not known nothing trades.
//!
//! **Families.** An exit of a bracket works as far as its parent has traded, within the same bar. Orders of an OCO group are made
//! smaller by what the others trade.
//!
//! Not here: queues within a price level, and what others do because of an order, beyond [`Slippage`].

mod arrival;
mod families;
mod rules;
mod ticks;
mod working;

use model::{
    bar::Bar,
    order::{Side, TimeInForce, fill::Liquidity},
    time::Timestamp,
};
use rust_decimal::Decimal;

use crate::{
    error::ExecutionError,
    fees::Traded,
    listing::{Listing, Place, SessionClock},
    number::{ceil_to, decimal, float, floor_to},
};
pub use rules::{Desk, Effect, Ended, MatchRules, PathRule, TouchRule};
use working::{Waits, Working, units_of};

/// The moment in a bar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Moment {
    Open,
    Within,
    Close,
}

/// The simulated market of one instrument.
#[derive(Debug)]
pub struct Market {
    listing: Listing,
    rules: MatchRules,
    working: Vec<Working>,
    clock: SessionClock,
    place: Place,
    moment: Moment,
    at: Timestamp,
    price: f64,
    volume: Option<f64>,
    /// Units that orders may still get of this bar.
    budget: Option<Decimal>,
    quote: ticks::BestQuote,
    ended: bool,
    delisted: bool,
}

impl Market {
    /// A market.
    ///
    /// # Errors
    /// [`ExecutionError::Setting`].
    pub fn new(listing: Listing, rules: MatchRules) -> Result<Self, ExecutionError> {
        listing.check()?;
        rules.check()?;
        Ok(Self {
            listing,
            rules,
            working: Vec::new(),
            clock: SessionClock::new(listing.sessions),
            place: Place::default(),
            moment: Moment::Open,
            at: Timestamp::from_micros(i64::MIN),
            price: f64::NAN,
            volume: None,
            budget: None,
            quote: ticks::BestQuote::default(),
            ended: false,
            delisted: false,
        })
    }

    /// What trades here.
    #[must_use]
    pub const fn listing(&self) -> &Listing {
        &self.listing
    }

    /// The last price; `None` before the first.
    #[must_use]
    #[inline]
    pub fn price(&self) -> Option<f64> {
        (!self.price.is_nan()).then_some(self.price)
    }

    /// Whether nothing trades here any more.
    #[must_use]
    pub const fn is_delisted(&self) -> bool {
        self.delisted
    }

    /// Nothing trades here any more.
    pub(crate) const fn delist(&mut self) {
        self.delisted = true;
    }

    /// How many orders work here.
    #[must_use]
    pub const fn working(&self) -> usize {
        self.working.len()
    }

    /// A bar begins: orders whose time is over end, and the others meet its open. Tells whether the open is known, so that orders
    /// may arrive there.
    ///
    /// # Errors
    /// [`ExecutionError::Hours`].
    #[inline]
    pub fn open(&mut self, bar: &Bar, desk: &mut Desk) -> Result<bool, ExecutionError> {
        self.place = self.clock.step(bar.at)?;
        (self.at, self.moment, self.volume) = (bar.at, Moment::Open, bar.volume);
        self.budget = self.rules.volume_share.map(|share| floor_to(units_of(bar.volume, share), self.listing.lot_size));
        if !self.working.is_empty() {
            for order in &mut self.working {
                order.blocked = false;
            }
            self.expire(self.clock.number.saturating_sub(1), desk);
        }
        let Some(open) = bar.open.filter(|price| *price > 0.0) else { return Ok(false) };
        self.price = open;
        if !self.working.is_empty() {
            self.auction(desk);
            self.walk(open, desk);
        }
        Ok(true)
    }

    /// The rest of the bar, up to its close.
    #[inline]
    pub fn close(&mut self, bar: &Bar, desk: &mut Desk) {
        if bar.close <= 0.0 {
            return;
        }
        if self.working.is_empty() {
            (self.moment, self.price) = (Moment::Close, bar.close);
            return;
        }
        self.moment = Moment::Within;
        if bar.open.is_none_or(|open| open <= 0.0) {
            self.price = bar.close;
        }
        for to in self.path(bar) {
            self.walk(to, desk);
        }
        self.walk(bar.close, desk);
        self.moment = Moment::Close;
        self.auction(desk);
    }

    /// The bar is over: orders for the day end with their session.
    #[inline]
    pub fn end(&mut self, desk: &mut Desk) {
        if self.place.last && !self.working.is_empty() {
            self.expire(self.clock.number, desk);
        }
    }

    /// Goes back to the open of the bar that has just closed, for orders that are to trade there.
    pub(crate) fn reopen(&mut self, bar: &Bar) {
        if let Some(open) = bar.open.filter(|price| *price > 0.0) {
            (self.moment, self.price) = (Moment::Open, open);
        }
    }

    /// The price that an order of some units would get now if it came to the market.
    pub(crate) fn expected_price(&self, side: Side, units: f64) -> Option<f64> {
        self.rules.slippage.price(side, self.price()?, units, self.volume, self.listing.daily)
    }

    /// The extremes in their order; what is not known, or not beyond the open and the close, repeats the price.
    fn path(&self, bar: &Bar) -> [f64; 2] {
        let (Some(open), Some(high), Some(low)) = (bar.open, bar.high, bar.low) else { return [self.price; 2] };
        if low <= 0.0 {
            return [self.price; 2];
        }
        let high_first = match self.rules.path {
            PathRule::NearerFirst => high - open <= open - low,
            PathRule::HighFirst => true,
            PathRule::LowFirst => false,
        };
        if high_first { [high, low] } else { [low, high] }
    }

    /// The price moves, and orders trade where it meets them.
    fn walk(&mut self, to: f64, desk: &mut Desk) {
        while let Some((n, price)) = self.next_met(to) {
            self.price = price;
            self.meet(n, price, desk);
        }
        self.price = to;
        for order in &mut self.working {
            order.follow(to);
        }
        self.sweep();
    }

    fn next_met(&self, to: f64) -> Option<(usize, f64)> {
        let mut nearest: Option<(usize, f64)> = None;
        for (n, order) in self.working.iter().enumerate().filter(|(_, order)| order.may_trade()) {
            if let Some(price) = order.meets(self.price, to)
                && nearest.is_none_or(|(_, found)| (price - self.price).abs() < (found - self.price).abs())
            {
                nearest = Some((n, price));
            }
        }
        nearest
    }

    /// An order and the price have met.
    fn meet(&mut self, n: usize, price: f64, desk: &mut Desk) {
        let order = &mut self.working[n];
        let liquidity = match order.waits {
            Waits::Limit(_) if !order.fresh => Liquidity::Maker,
            Waits::StopLimit(_, limit) => {
                // It is a limit order from here on, and comes to the market at once if the limit allows.
                (order.waits, order.fresh) = (Waits::Limit(limit), true);
                if order.meets(price, price).is_none() {
                    order.fresh = false;
                    return;
                }
                Liquidity::Taker
            }
            Waits::Stop(_) | Waits::Trailing { .. } => {
                order.waits = Waits::Market;
                Liquidity::Taker
            }
            _ => Liquidity::Taker,
        };
        self.trade(n, price, liquidity, desk);
        self.working[n].blocked |= self.working[n].remaining > Decimal::ZERO;
    }

    /// The opening or the closing, for the orders that wait for it. What does not trade there ends.
    fn auction(&mut self, desk: &mut Desk) {
        let (opening, price) = (self.moment == Moment::Open, self.price);
        if !(if opening { self.place.first } else { self.place.last }) {
            return;
        }
        for n in 0..self.working.len() {
            let waits = match self.working[n].waits {
                Waits::Opening(_) => opening,
                Waits::Closing(_) => !opening,
                _ => false,
            };
            if !waits || !self.working[n].may_trade() {
                continue;
            }
            if self.working[n].accepts(price) {
                self.trade_at(n, price, price, Liquidity::Taker, desk);
            }
            if !self.working[n].done {
                self.finish(n, Effect::Expired(self.working[n].id), desk);
            }
        }
        self.sweep();
    }

    /// Trades at a price that slippage makes worse for who comes to the market.
    fn trade(&mut self, n: usize, price: f64, liquidity: Liquidity, desk: &mut Desk) {
        let order = &self.working[n];
        let slipped = match liquidity {
            Liquidity::Maker => Some(price),
            Liquidity::Taker => {
                let units = float(self.available(order));
                self.rules.slippage.price(order.side, price, units, self.volume, self.listing.daily)
            }
        };
        if let Some(slipped) = slipped {
            self.trade_at(n, slipped, price, liquidity, desk);
        }
    }

    fn available(&self, order: &Working) -> Decimal {
        self.budget.map_or(order.remaining, |budget| order.remaining.min(budget))
    }

    /// `market` is the price before slippage.
    fn trade_at(&mut self, n: usize, price: f64, market: f64, liquidity: Liquidity, desk: &mut Desk) {
        let order = &self.working[n];
        let units = self.available(order);
        if units.is_zero() || (order.time_in_force == TimeInForce::Fok && units < order.remaining) {
            return;
        }
        let Some(price) = self.tradable_price(order, price) else { return };
        let Some(notional) = units.checked_mul(price).and_then(|n| n.checked_mul(self.listing.multiplier)) else {
            return;
        };
        let traded = Traded { units, notional, liquidity };
        let order = &mut self.working[n];
        let Some(fee) = desk.fees.charge(traded, self.at, &mut order.fees, &mut desk.month) else { return };
        order.remaining -= units;
        if let Some(budget) = &mut self.budget {
            *budget -= units;
        }
        let (order_id, at) = (order.id, self.at);
        desk.effects.push(Effect::Filled { order_id, units, price, market, fee, liquidity, at });
        self.after_fill(n, units, desk);
    }

    /// On the tick and within the limit; `None` when that leaves no price.
    fn tradable_price(&self, order: &Working, price: f64) -> Option<Decimal> {
        if let Some((limit, exact)) = order.bound() {
            let within = match order.side {
                Side::Buy => price < limit,
                Side::Sell => price > limit,
            };
            if !within {
                return Some(exact.get());
            }
        }
        let price = decimal(price)?;
        let price = match (self.listing.tick_size, order.side) {
            (None, _) => price,
            (Some(tick), Side::Buy) => ceil_to(price, tick),
            (Some(tick), Side::Sell) => floor_to(price, tick),
        };
        (price > Decimal::ZERO).then_some(price)
    }

    fn expire(&mut self, session: u32, desk: &mut Desk) {
        for n in 0..self.working.len() {
            let order = &self.working[n];
            let over = match order.time_in_force {
                TimeInForce::Day => order.session <= session,
                TimeInForce::Gtd { until } => until <= self.at,
                TimeInForce::Gtc | TimeInForce::Ioc | TimeInForce::Fok => false,
            };
            if over && !order.done {
                self.finish(n, Effect::Expired(order.id), desk);
            }
        }
        self.sweep();
    }

    fn sweep(&mut self) {
        if self.ended {
            self.working.retain(|order| !order.done);
            self.ended = false;
        }
    }
}
