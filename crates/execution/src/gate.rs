//! The pre-trade gate: what no order passes by.
//!
//! A venue, real or simulated, takes only an [`Approved`] order, and only [`Gate::check`] makes one. What the gate must know and
//! nobody does (a price, a position, whether the stream is whole) refuses the order: unknown is not fine. Cancels never pass here;
//! they always go out.

mod facts;
mod limits;
mod refusal;

use std::collections::VecDeque;

use model::{
    order::{Order, Side, TradingState},
    quantity::Price,
    time::Timestamp,
};
use rust_decimal::Decimal;

pub use facts::{AccountFacts, GateFacts, InstrumentFacts, StreamState};
pub use limits::GateLimits;
pub use refusal::Refusal;

use crate::{
    error::ExecutionError,
    number::{decimal, floor_to},
};

/// More units than anything trades in; below it, sums of orders stay exact. The gate refuses an order of more.
pub const UNITS_MAX: Decimal = Decimal::from_parts(2_808_348_672, 232_830_643, 0, false, 0); // 10^18

/// What the gate has let pass. Nothing else can make one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Approved<T>(T);

impl<T> Approved<T> {
    /// What it is.
    pub const fn get(&self) -> &T {
        &self.0
    }
}

/// The gate of an account: its limits, its trading state, and what went through lately.
#[derive(Debug)]
pub struct Gate {
    limits: GateLimits,
    state: TradingState,
    /// When the last orders passed, as many as may in a second.
    passed: VecDeque<Timestamp>,
    /// Orders within the window of the duplicate guard.
    recent: VecDeque<Order>,
}

impl Gate {
    /// A gate that is open.
    ///
    /// # Errors
    /// [`ExecutionError::Setting`] for a limit that nothing, or everything, would keep.
    pub fn new(limits: GateLimits) -> Result<Self, ExecutionError> {
        limits.check()?;
        Ok(Self { limits, state: TradingState::Active, passed: VecDeque::new(), recent: VecDeque::new() })
    }

    /// The limits.
    #[must_use]
    pub const fn limits(&self) -> &GateLimits {
        &self.limits
    }

    /// What may be done.
    #[must_use]
    pub const fn state(&self) -> TradingState {
        self.state
    }

    /// Sets what may be done. Who may do that, and with which reason, is the caller's to see.
    pub const fn set_state(&mut self, state: TradingState) {
        self.state = state;
    }

    /// Lets an order pass, or says why not. A loss of the day beyond its limit turns the state to Reducing by itself.
    ///
    /// # Errors
    /// The first refusal, in the order of [`Refusal`].
    pub fn check(&mut self, now: Timestamp, order: &Order, facts: &GateFacts<'_>) -> Result<Approved<Order>, Refusal> {
        if let Some(limit) = self.limits.daily_loss_max
            && facts.account.day_pnl.is_some_and(|pnl| -pnl >= limit)
            && self.state == TradingState::Active
        {
            self.state = TradingState::Reducing;
        }
        if order.quantity.get() > UNITS_MAX {
            return Err(Refusal::TooLarge);
        }
        self.check_state(order, facts)?;
        self.check_form(order, facts)?;
        let price = self.check_price(order, facts)?;
        self.check_size(order, facts, price)?;
        self.check_pace(now, order)?;
        Ok(Approved(*order))
    }

    fn check_state(&self, order: &Order, facts: &GateFacts<'_>) -> Result<(), Refusal> {
        if self.state == TradingState::Halted {
            return Err(Refusal::Halted);
        }
        match facts.stream {
            StreamState::Live => {}
            StreamState::Reconciling => return Err(Refusal::StreamReconciling),
            StreamState::Down => return Err(Refusal::StreamDown),
        }
        if !facts.reduces(order)? {
            if let (Some(limit), Some(pnl)) = (self.limits.daily_loss_max, facts.account.day_pnl)
                && -pnl >= limit
            {
                return Err(Refusal::DailyLoss { loss: -pnl, limit });
            }
            if self.limits.daily_loss_max.is_some() && facts.account.day_pnl.is_none() {
                return Err(Refusal::DayPnlUnknown);
            }
            if self.state == TradingState::Reducing {
                return Err(Refusal::ReducingOnly);
            }
            if order.reduce_only {
                return Err(Refusal::NotReducing);
            }
            if self.limits.restricted.binary_search(&order.instrument_id).is_ok() {
                return Err(Refusal::Restricted(order.instrument_id));
            }
        }
        match facts.instrument.market_open {
            Some(true) => Ok(()),
            Some(false) if self.limits.queue_while_closed => Ok(()),
            Some(false) => Err(Refusal::MarketClosed),
            None => Err(Refusal::HoursUnknown),
        }
    }

    fn check_form(&self, order: &Order, facts: &GateFacts<'_>) -> Result<(), Refusal> {
        let listing = facts.listing;
        if order.instrument_id != listing.instrument_id {
            return Err(Refusal::WrongInstrument);
        }
        let quantity = order.quantity.get();
        if floor_to(quantity, listing.lot_size) != quantity {
            return Err(Refusal::LotSize { quantity, lot: listing.lot_size });
        }
        if let Some(tick) = listing.tick_size {
            for price in [order.terms.limit(), order.terms.stop()].into_iter().flatten() {
                if floor_to(price.get(), tick) != price.get() {
                    return Err(Refusal::TickSize { price: price.get(), tick });
                }
            }
        }
        if order.side == Side::Sell && !facts.reduces(order)? {
            let (Some(held), Some(selling)) = (facts.instrument.position, facts.instrument.open_sell) else {
                return Err(Refusal::PositionUnknown);
            };
            let short = quantity + selling - held.max(Decimal::ZERO);
            if short > Decimal::ZERO {
                if !self.limits.allow_short {
                    return Err(Refusal::ShortNotAllowed { short });
                }
                match facts.instrument.shortable {
                    None => return Err(Refusal::ShortUnknown),
                    Some(available) if available < short => {
                        return Err(Refusal::ShortUnavailable { wanted: short, available });
                    }
                    Some(_) => {}
                }
            }
        }
        Ok(())
    }

    /// The price that the order is reckoned at: its limit, or the market's with the collar's width on top.
    fn check_price(&self, order: &Order, facts: &GateFacts<'_>) -> Result<Decimal, Refusal> {
        let market = facts.instrument.price.and_then(decimal).filter(|price| *price > Decimal::ZERO);
        let market = market.ok_or(Refusal::PriceUnknown)?;
        if let (Some(max), Some(age)) = (self.limits.price_age_max_micros, facts.instrument.price_age_micros)
            && age > max
        {
            return Err(Refusal::PriceStale { age_s: age / 1_000_000 });
        }
        let Some(limit) = order.terms.limit().map(Price::get) else {
            return Ok(order.terms.stop().map_or(market, |stop| market.max(stop.get())));
        };
        if let Some(collar) = self.limits.price_collar {
            let beyond = match order.side {
                Side::Buy => limit - market,
                Side::Sell => market - limit,
            };
            if market.checked_mul(collar).is_some_and(|width| beyond > width) {
                return Err(Refusal::PriceCollar { limit, market, collar });
            }
        }
        // A seller's limit is the least that is paid; a better price makes a short position larger.
        Ok(match order.side {
            Side::Buy => limit,
            Side::Sell => limit.max(market),
        })
    }

    fn check_size(&self, order: &Order, facts: &GateFacts<'_>, price: Decimal) -> Result<(), Refusal> {
        let limits = &self.limits;
        let quantity = order.quantity.get();
        if let Some(max) = limits.order_units_max.filter(|max| quantity > *max) {
            return Err(Refusal::OrderUnits { quantity, max });
        }
        if !limits.look_beyond_units() {
            return Ok(());
        }
        let rate = facts.instrument.rate.ok_or(Refusal::RateUnknown(facts.listing.currency))?;
        let worth = |units: Decimal| {
            let worth = units.checked_mul(price)?.checked_mul(facts.listing.multiplier)?;
            worth.checked_mul(rate)
        };
        let notional = worth(quantity).ok_or(Refusal::TooLarge)?;
        if let Some(max) = limits.order_notional_max.filter(|max| notional > *max) {
            return Err(Refusal::OrderNotional { notional, max });
        }
        if let Some(share) = limits.volume_share_max {
            let daily = facts.listing.daily.and_then(|daily| decimal(daily.units)).ok_or(Refusal::VolumeUnknown)?;
            let max = daily.checked_mul(share).ok_or(Refusal::TooLarge)?;
            if quantity > max {
                return Err(Refusal::VolumeShare { quantity, max });
            }
        }
        if facts.reduces(order)? {
            return Ok(());
        }
        let (held, same) = facts.same_way(order)?;
        let after = (held + same + quantity).max(Decimal::ZERO);
        if let Some(max) = limits.position_units_max.filter(|max| after > *max) {
            return Err(Refusal::PositionUnits { after, max });
        }
        let worth_after = worth(after).ok_or(Refusal::TooLarge)?;
        if let Some(max) = limits.position_notional_max.filter(|max| worth_after > *max) {
            return Err(Refusal::PositionNotional { after: worth_after, max });
        }
        if let Some(max) = limits.gross_notional_max {
            let gross = facts.account.gross_exposure.ok_or(Refusal::PositionUnknown)?;
            let after = gross.saturating_add(notional);
            if after > max {
                return Err(Refusal::GrossNotional { after, max });
            }
        }
        if !limits.check_buying_power {
            return Ok(());
        }
        let power = facts.account.buying_power.ok_or(Refusal::BuyingPowerUnknown)?;
        // What closes the opposite position costs nothing; only what goes beyond it does.
        let opening = quantity - (-held).max(Decimal::ZERO).min(quantity);
        let needed = worth(opening).ok_or(Refusal::TooLarge)?.saturating_add(facts.fee_estimate);
        if needed > power { Err(Refusal::BuyingPower { needed, power }) } else { Ok(()) }
    }

    fn check_pace(&mut self, now: Timestamp, order: &Order) -> Result<(), Refusal> {
        if let Some(window) = self.limits.duplicate_window_micros {
            while self.recent.front().is_some_and(|old| now.micros() - old.created_at().micros() >= window) {
                self.recent.pop_front();
            }
            if let Some(same) = self.recent.iter().find(|old| ***old == **order) {
                return Err(Refusal::Duplicate(same.id()));
            }
        }
        if let Some(max) = self.limits.orders_per_second_max {
            while self.passed.front().is_some_and(|then| now.micros() - then.micros() >= 1_000_000) {
                self.passed.pop_front();
            }
            if self.passed.len() >= max as usize {
                return Err(Refusal::OrdersPerSecond { max });
            }
            self.passed.push_back(now);
        }
        if self.limits.duplicate_window_micros.is_some() {
            self.recent.push_back(*order);
        }
        Ok(())
    }
}
