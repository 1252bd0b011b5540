//! Requests become orders, pass the gate and reach the market; what the market tells becomes events, and fills reach the account.

use std::mem;

use bars::series::BarSeries;
use model::{
    bar::Bar,
    id::{InstrumentId, OrderId},
    money::Money,
    order::{
        Order, Parent, ParentLink, Side,
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
    gate::{AccountFacts, GateFacts, InstrumentFacts, StreamState},
    listing::Listing,
    matching::{Effect, Ended},
    number::{decimal, float},
    strategy::{Ask, ClosedBar, History, OrderRequest, Refused, Request, Size, WhyRefused},
};

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
    #[inline]
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
            Ask::Sent => None,
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

    /// Makes the order, and sends it when the gate lets it pass. The exits of a bracket that were asked for with it go along, so that they
    /// are there when it trades.
    fn send(&mut self, id: OrderId, wanted: &OrderRequest, way: Way) -> Result<Option<WhyRefused>, ExecutionError> {
        if let Some(why) = self.enter(id, wanted)? {
            return Ok(Some(why));
        }
        for n in 0..self.moving.len() {
            let request = self.moving[n];
            let Ask::Place(ref exit) = request.ask else { continue };
            if exit.instrument == wanted.instrument && exit.parent == Some(Parent { id, link: ParentLink::Exit }) {
                self.moving[n].ask = Ask::Sent;
                if let Some(why) = self.enter(request.id, exit)? {
                    self.refuse(request.id, why);
                }
            }
        }
        if way == Way::AtPrice {
            self.markets[wanted.instrument].settle(&mut self.desk);
        }
        Ok(None)
    }

    fn enter(&mut self, id: OrderId, wanted: &OrderRequest) -> Result<Option<WhyRefused>, ExecutionError> {
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
        let woken = match order.parent {
            Some(parent) if parent.link == ParentLink::Exit => match self.blotter.get(parent.id) {
                Ok(parent) if parent.status().is_closed() => return Ok(Some(WhyRefused::ParentClosed(order.id()))),
                Ok(parent) => parent.filled().get(),
                Err(error) => return Ok(Some(error.into())),
            },
            _ => Decimal::ZERO,
        };
        if let Err(error) = self.blotter.add(order) {
            return Ok(Some(error.into()));
        }
        self.event(id, OrderEventData::SubmitRequested)?;
        self.record.orders += 1;
        self.markets[wanted.instrument].enter(&approved, woken, &mut self.desk);
        Ok(None)
    }

    fn facts<'l>(&self, order: &Order, instrument: usize, listing: &'l Listing) -> GateFacts<'l> {
        let (market, limits) = (&self.markets[instrument], self.gate.limits());
        let (mut open_buy, mut open_sell) = (Decimal::ZERO, Decimal::ZERO);
        for state in self.blotter.iter() {
            let order = state.order();
            let exit = order.parent.is_some_and(|parent| parent.link == ParentLink::Exit);
            if !exit && order.instrument_id == listing.instrument_id && state.status().may_rest() {
                match order.side {
                    Side::Buy => open_buy += state.remaining().get(),
                    Side::Sell => open_sell += state.remaining().get(),
                }
            }
        }
        let rate = self.account.rate(listing.currency);
        let needs_power = limits.check_buying_power;
        GateFacts {
            listing,
            instrument: InstrumentFacts {
                price: market.price(),
                price_age_micros: Some(0),
                position: Some(self.account.units(instrument)),
                open_buy: Some(open_buy),
                open_sell: Some(open_sell),
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
    #[inline]
    pub(super) fn drain(&mut self, instrument: usize) -> Result<(), ExecutionError> {
        if self.desk.effects.is_empty() { Ok(()) } else { self.drain_all(instrument) }
    }

    fn drain_all(&mut self, instrument: usize) -> Result<(), ExecutionError> {
        let mut effects = mem::take(&mut self.desk.effects);
        for effect in effects.drain(..) {
            self.take(instrument, effect)?;
        }
        self.desk.effects = effects;
        Ok(())
    }

    fn take(&mut self, instrument: usize, effect: Effect) -> Result<(), ExecutionError> {
        let mut market_price = None;
        let (order_id, data) = match effect {
            Effect::Accepted(id) => (id, OrderEventData::Accepted),
            Effect::Canceled(id, _) => (id, OrderEventData::Canceled),
            Effect::Expired(id) => (id, OrderEventData::Expired),
            Effect::Changed { order_id, quantity, terms } => {
                let to = Replacement { quantity: Quantity::new(quantity), terms };
                (order_id, OrderEventData::Replaced { to })
            }
            Effect::Filled { order_id, units, price, market, fee, liquidity, at } => {
                market_price = Some(market);
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
            self.record.market_prices.extend(market_price);
            self.fills.push(*fill);
        }
        if applied.to.is_closed() {
            self.blotter.retire(order_id);
        }
        Ok(())
    }
}
