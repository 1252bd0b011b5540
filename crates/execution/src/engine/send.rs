//! Requests become orders, pass the gate and reach the market; what the market tells becomes events, and fills reach the account.

use std::mem;

use bars::series::BarSeries;
use model::{
    bar::Bar,
    error::ValueError,
    id::{InstrumentId, OrderId},
    money::Money,
    order::{
        Order, OrderFields, ParentLink, Side,
        event::{OrderEvent, OrderEventData, Replacement},
        fill::{ExecutionId, Fill, Liquidity},
    },
    quantity::{Price, Quantity},
};
use rust_decimal::Decimal;

use super::{Arrival, Engine, Finish};
use crate::{
    account::closing,
    blotter::Taken,
    error::ExecutionError,
    fees::Traded,
    gate::{AccountFacts, GateFacts, InstrumentFacts, Refusal, StreamState},
    listing::Listing,
    matching::{Effect, Ended},
    number::{decimal, float, floor_to},
    strategy::{Ask, ClosedBar, History, OrderRequest, Refused, Request, Size, WhyRefused},
};

/// More money than anybody has; below it, prices and fees add up exactly.
const MONEY_MAX: Decimal = Decimal::from_parts(0xA100_0000, 0x1BCE_CCED, 0xD3C2, false, 0); // 10^24

/// How an order comes to the market.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// At the current price of a bar.
    AtPrice,
    /// Between two ticks.
    BetweenTicks,
}

impl<'a> Engine<'a> {
    pub(super) fn number_of(&self, id: InstrumentId) -> Result<usize, ExecutionError> {
        let found = self.listings.iter().position(|listing| listing.instrument_id == id);
        found.ok_or(ExecutionError::UnknownInstrument(id))
    }

    /// Series that are whole enough for the rules.
    pub(super) fn take_series(&mut self, series: &[&'a BarSeries]) -> Result<(), ExecutionError> {
        if series.len() != self.listings.len() {
            return Err(ExecutionError::NoInstrument(series.len()));
        }
        for ((&series, listing), history) in series.iter().zip(&self.listings).zip(&mut self.history) {
            let instrument = listing.instrument_id;
            if let Some(n) = series.at.windows(2).position(|pair| pair[1] <= pair[0]) {
                let at = model::time::Timestamp::from_micros(series.at[n + 1]);
                return Err(ExecutionError::NotAscending { instrument, index: n + 1, at });
            }
            if self.settings.arrival == Arrival::NextOpen && series.open.is_none() && !series.is_empty() {
                return Err(ExecutionError::MissingPart { instrument, part: "open" });
            }
            let by_volume = self.settings.rules.volume_share.is_some()
                || matches!(self.settings.rules.slippage, crate::slippage::Slippage::VolumeShare { .. });
            if by_volume && series.volume.is_none() && !series.is_empty() {
                return Err(ExecutionError::MissingPart { instrument, part: "volume" });
            }
            *history = History::Given { series, seen: 0 };
        }
        Ok(())
    }

    /// A bar that is sound and later than the one before it.
    pub(super) fn check(&self, closed: &ClosedBar) -> Result<(), ExecutionError> {
        let instrument = self.listings[closed.instrument].instrument_id;
        if let Err(error) = closed.bar.check() {
            return Err(ExecutionError::Bar { instrument, error });
        }
        if let History::Grown(series) = &self.history[closed.instrument]
            && series.at.last().is_some_and(|last| closed.bar.at.micros() <= *last)
        {
            return Err(ExecutionError::NotAscending { instrument, index: closed.index, at: closed.bar.at });
        }
        Ok(())
    }

    /// Requests arrive at the opens, at which the account is reckoned as well.
    pub(super) fn release_at_open(&mut self, bars: &[ClosedBar]) -> Result<(), ExecutionError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        for closed in bars.iter().filter(|closed| self.here[closed.instrument]) {
            if let Some(price) = self.markets[closed.instrument].price() {
                self.account.mark(closed.instrument, price);
            }
        }
        self.release()
    }

    /// Requests arrive where there is a price now, in the order in which they were made.
    pub(super) fn release(&mut self) -> Result<(), ExecutionError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        mem::swap(&mut self.waiting, &mut self.moving);
        for n in 0..self.moving.len() {
            let request = self.moving[n];
            match self.here.get(request.instrument) {
                None => self.refuse(request.id, WhyRefused::NoInstrument(request.instrument)),
                Some(true) => self.perform(&request, Way::AtPrice)?,
                Some(false) => self.waiting.push(request),
            }
        }
        self.moving.clear();
        Ok(())
    }

    /// Requests of an instrument that have been on their way long enough.
    pub(super) fn release_due(&mut self, instrument: usize) -> Result<(), ExecutionError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        mem::swap(&mut self.waiting, &mut self.moving);
        for n in 0..self.moving.len() {
            let request = self.moving[n];
            let due = request.made_at.micros().saturating_add(self.settings.latency_micros) <= self.now.micros();
            if request.instrument >= self.listings.len() {
                self.refuse(request.id, WhyRefused::NoInstrument(request.instrument));
            } else if due && request.instrument == instrument {
                self.perform(&request, Way::BetweenTicks)?;
            } else {
                self.waiting.push(request);
            }
        }
        self.moving.clear();
        Ok(())
    }

    /// The end of the data: a position is closed by the rule of the settings.
    pub(super) fn close_out(&mut self, instrument: usize, bar: &Bar) -> Result<(), ExecutionError> {
        self.markets[instrument].cancel_all(Ended::Asked, &mut self.desk);
        self.drain(instrument)?;
        let Some((side, _)) = closing(self.account.units(instrument)) else { return Ok(()) };
        if self.settings.finish == Finish::CloseAtOpen {
            self.markets[instrument].reopen(bar);
        }
        let ask = Ask::Place(OrderRequest::market(instrument, side, Size::Position));
        let request = Request { id: self.ids.make(), made_at: self.now, instrument, ask };
        self.perform(&request, Way::AtPrice)
    }

    fn perform(&mut self, request: &Request, way: Way) -> Result<(), ExecutionError> {
        let instrument = request.instrument;
        let refused = match request.ask {
            Ask::Place(ref order) => self.send(request.id, order, way)?,
            Ask::Cancel => self.cancel(request).err(),
            Ask::Replace(to) => self.replace(request, to).err(),
        };
        self.drain(instrument)?;
        if let Some(why) = refused {
            self.refuse(request.id, why);
        }
        Ok(())
    }

    fn cancel(&mut self, request: &Request) -> Result<(), WhyRefused> {
        self.event(request.id, OrderEventData::CancelRequested)?;
        if !self.markets[request.instrument].cancel(request.id, &mut self.desk) {
            let reason = "it does not work here".into();
            self.event(request.id, OrderEventData::CancelRejected { reason })?;
        }
        Ok(())
    }

    fn replace(&mut self, request: &Request, to: Replacement) -> Result<(), WhyRefused> {
        self.event(request.id, OrderEventData::ReplaceRequested { to })?;
        if !self.markets[request.instrument].replace(request.id, to, &mut self.desk) {
            let reason = "it does not work here".into();
            self.event(request.id, OrderEventData::ReplaceRejected { reason })?;
        }
        Ok(())
    }

    /// Makes the order, and sends it when the gate lets it pass.
    fn send(&mut self, id: OrderId, wanted: &OrderRequest, way: Way) -> Result<Option<WhyRefused>, ExecutionError> {
        let order = match self.make(id, wanted) {
            Ok(order) => order,
            Err(why) => return Ok(Some(why)),
        };
        let listing = self.listings[wanted.instrument];
        let facts = self.facts(&order, wanted.instrument, &listing);
        let approved = match self.gate.check(self.now, &order, &facts) {
            Ok(approved) => approved,
            Err(refusal) => return Ok(Some(refusal.into())),
        };
        if let Err(error) = self.blotter.add(order) {
            return Ok(Some(error.into()));
        }
        self.event(id, OrderEventData::SubmitRequested)?;
        self.record.orders += 1;
        let market = &mut self.markets[wanted.instrument];
        match way {
            Way::AtPrice => market.arrive(&approved, &mut self.desk),
            Way::BetweenTicks => market.rest(&approved, &mut self.desk),
        }
        Ok(None)
    }

    fn make(&self, id: OrderId, wanted: &OrderRequest) -> Result<Order, WhyRefused> {
        let (side, units) = match wanted.size {
            Size::Units(units) => (wanted.side, units),
            Size::Position => closing(self.account.units(wanted.instrument)).ok_or(WhyRefused::NoPosition)?,
            Size::Parent => {
                let parent = wanted.parent.ok_or(ValueError::Missing { kind: "an exit", field: "parent" })?;
                (wanted.side, self.blotter.get(parent.id)?.quantity().get())
            }
            Size::Money(money) => {
                let sign = if wanted.side == Side::Buy { Decimal::ONE } else { Decimal::NEGATIVE_ONE };
                (wanted.side, self.units_for(wanted, money, sign)?)
            }
            Size::FundsShare(share) => {
                let funds = self.account.free_funds(self.listings[wanted.instrument].currency);
                let money = funds.and_then(|funds| funds.checked_mul(share)).ok_or(WhyRefused::SizeUnknown)?;
                (wanted.side, self.units_for(wanted, money, Decimal::ONE)?)
            }
        };
        let fields = OrderFields {
            account_id: self.settings.account_id,
            instrument_id: self.listings[wanted.instrument].instrument_id,
            side,
            quantity: Quantity::new(units),
            terms: wanted.terms,
            time_in_force: wanted.time_in_force,
            reduce_only: wanted.reduce_only,
            parent: wanted.parent,
            oco_group: wanted.oco_group,
        };
        Ok(Order::new(id, self.now, fields)?)
    }

    /// Whole lots that cost not more than some money with their fees, which `sign` adds to the price or takes from it.
    fn units_for(&self, wanted: &OrderRequest, money: Decimal, sign: Decimal) -> Result<Decimal, WhyRefused> {
        let (market, listing) = (&self.markets[wanted.instrument], &self.listings[wanted.instrument]);
        let lot = listing.lot_size;
        let too_small = Err(WhyRefused::TooSmall(lot));
        if money <= Decimal::ZERO {
            return too_small;
        }
        if money > MONEY_MAX {
            return Err(Refusal::TooLarge.into());
        }
        let near = market.price().ok_or(WhyRefused::SizeUnknown)?;
        let price = match wanted.terms.limit() {
            Some(limit) => Some(limit.get()),
            None => market.expected_price(wanted.side, float(money) / near).and_then(decimal),
        };
        let each = price.and_then(|price| price.checked_mul(listing.multiplier)).filter(|each| *each > Decimal::ZERO);
        let each = each.ok_or(WhyRefused::SizeUnknown)?;
        if let Some(share) = self.desk.fees.simple_share() {
            let with_fee = each.checked_mul(Decimal::ONE + sign * share).filter(|each| *each > Decimal::ZERO);
            let units = with_fee.and_then(|each| money.checked_div(each)).ok_or(WhyRefused::SizeUnknown)?;
            let units = floor_to(units, lot);
            return if units.is_zero() { too_small } else { Ok(units) };
        }
        let mut units = floor_to(money.checked_div(each).ok_or(WhyRefused::SizeUnknown)?, lot);
        while !units.is_zero() {
            let notional = units.checked_mul(each).ok_or(WhyRefused::SizeUnknown)?;
            let traded = Traded { units, notional, liquidity: Liquidity::Taker };
            let fee = self.desk.fees.estimate(traded, &self.desk.month).ok_or(WhyRefused::SizeUnknown)?;
            let over = notional + sign * fee - money;
            if over <= Decimal::ZERO {
                return Ok(units);
            }
            units = floor_to((units - over / each).min(units - lot).max(Decimal::ZERO), lot);
        }
        too_small
    }

    fn facts<'l>(&self, order: &Order, instrument: usize, listing: &'l Listing) -> GateFacts<'l> {
        let (market, limits) = (&self.markets[instrument], self.gate.limits());
        let open = |side: Side| {
            let same = self.blotter.iter().filter(|state| {
                let order = state.order();
                let exit = order.parent.is_some_and(|parent| parent.link == ParentLink::Exit);
                !exit && order.instrument_id == listing.instrument_id && order.side == side && state.status().may_rest()
            });
            Some(same.map(|state| state.remaining().get()).sum())
        };
        let rate = self.account.rate(listing.currency);
        let needs_power = limits.check_buying_power;
        GateFacts {
            listing,
            instrument: InstrumentFacts {
                price: market.price(),
                price_age_micros: Some(0),
                position: Some(self.account.units(instrument)),
                open_buy: open(Side::Buy),
                open_sell: open(Side::Sell),
                // A simulation lends what is asked for; what that costs is the account's interest.
                shortable: Some(Decimal::MAX),
                market_open: Some(!market.is_delisted()),
                rate,
            },
            account: AccountFacts {
                buying_power: if needs_power { self.account.buying_power(listing.currency) } else { None },
                gross_exposure: limits.gross_notional_max.and_then(|_| self.account.gross_exposure()),
                day_pnl: limits.daily_loss_max.and_then(|_| self.account.day_pnl()).and_then(decimal),
            },
            stream: StreamState::Live,
            fee_estimate: if needs_power { self.extra_cost(order, instrument, rate) } else { Decimal::ZERO },
        }
    }

    /// What an order costs beyond its price, as far as that can be told: fees, and slippage where it comes to the market.
    fn extra_cost(&self, order: &Order, instrument: usize, rate: Option<Decimal>) -> Decimal {
        let (market, listing) = (&self.markets[instrument], &self.listings[instrument]);
        let units = order.quantity.get();
        let cost = || {
            let price = decimal(market.price()?)?;
            let paid = match order.terms.limit() {
                Some(limit) => limit.get(),
                None => decimal(market.expected_price(order.side, float(units))?)?,
            };
            let notional = units.checked_mul(paid)?.checked_mul(listing.multiplier)?;
            let fee =
                self.desk.fees.estimate(Traded { units, notional, liquidity: Liquidity::Taker }, &self.desk.month)?;
            let slipped = match (order.terms.limit(), order.side) {
                (None, Side::Buy) => (paid - price).checked_mul(units)?.checked_mul(listing.multiplier)?,
                _ => Decimal::ZERO,
            };
            fee.checked_add(slipped)?.checked_mul(rate?)
        };
        cost().unwrap_or(Decimal::ZERO)
    }

    fn refuse(&mut self, order_id: OrderId, why: WhyRefused) {
        self.refused.push(Refused { order_id, at: self.now, why });
    }

    /// Takes an event of ours, which brings no fill.
    fn event(&mut self, order_id: OrderId, data: OrderEventData) -> Result<(), crate::error::OrderError> {
        self.blotter.take(&OrderEvent { order_id, at: self.now, data }).map(|_| ())
    }

    /// Takes what a market has told.
    pub(super) fn drain(&mut self, instrument: usize) -> Result<(), ExecutionError> {
        if self.desk.effects.is_empty() {
            return Ok(());
        }
        let mut effects = mem::take(&mut self.desk.effects);
        for effect in effects.drain(..) {
            self.take(instrument, effect)?;
        }
        self.desk.effects = effects;
        Ok(())
    }

    fn take(&mut self, instrument: usize, effect: Effect) -> Result<(), ExecutionError> {
        let (order_id, data) = match effect {
            Effect::Accepted(id) => (id, OrderEventData::Accepted),
            Effect::Canceled(id, _) => (id, OrderEventData::Canceled),
            Effect::Expired(id) => (id, OrderEventData::Expired),
            Effect::Changed { order_id, quantity, terms } => {
                let to = Replacement { quantity: Quantity::new(quantity), terms };
                (order_id, OrderEventData::Replaced { to })
            }
            Effect::Filled { order_id, units, price, fee, liquidity, at } => {
                let listing = &self.listings[instrument];
                let execution_id = ExecutionId::from_number(self.next_execution);
                self.next_execution += 1;
                let fill = Fill {
                    order_id,
                    venue: self.settings.venue,
                    account_id: self.settings.account_id,
                    execution_id,
                    instrument_id: listing.instrument_id,
                    side: self.blotter.get(order_id)?.order().side,
                    quantity: Quantity::new(units),
                    price: Price::new(price).expect("invariant: the market trades at prices above zero"),
                    fee: Money::new(fee, listing.currency),
                    liquidity: Some(liquidity),
                    at,
                };
                (order_id, OrderEventData::Filled { fill })
            }
        };
        let event = OrderEvent { order_id, at: self.now, data };
        let Taken::Applied(applied) = self.blotter.take(&event)? else { return Ok(()) };
        self.record.anomalies.extend(applied.anomaly);
        if let OrderEventData::Filled { fill } = &event.data {
            self.account.book(instrument, fill, self.index[instrument])?;
            self.record.fills.push(*fill);
            self.fills.push(*fill);
        }
        if applied.to.is_closed() {
            self.blotter.retire(order_id);
        }
        Ok(())
    }
}
