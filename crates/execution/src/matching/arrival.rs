//! Orders that come to the market, are changed, or are taken back.

use model::{
    id::OrderId,
    order::{Order, OrderTerms, TimeInForce, event::Replacement},
};
use rust_decimal::Decimal;

use super::{Desk, Effect, Ended, Market, Moment, working::Working};
use crate::{gate::Approved, listing::Sessions};

impl Market {
    /// An order comes in. It trades when the market [settles](Market::settle), or at the next tick. The exit of a bracket waits for its
    /// parent, of which `woken` units have traded already.
    pub fn enter(&mut self, order: &Approved<Order>, woken: Decimal, desk: &mut Desk) {
        let order = order.get();
        desk.effects.push(Effect::Accepted(order.id()));
        let after = self.moment == Moment::Close && self.place.last;
        let session = self.clock.number + u32::from(after);
        if matches!(order.time_in_force, TimeInForce::Gtd { until } if until <= self.at) {
            desk.effects.push(Effect::Expired(order.id()));
            return;
        }
        let mut working = Working::new(order, self.price, session);
        working.wake(woken, self.price);
        self.working.push(working);
    }

    /// Orders that have just come in meet the current price of a bar. Between ticks they wait for the next one.
    pub fn settle(&mut self, desk: &mut Desk) {
        if self.moment == Moment::Within {
            return;
        }
        self.trade_now(desk);
        for n in 0..self.working.len() {
            let order = &mut self.working[n];
            if !order.fresh {
                continue;
            }
            order.fresh = false;
            if order.is_at_once() && !order.done {
                let id = order.id;
                self.finish(n, Effect::Canceled(id, Ended::NotAtOnce), desk);
            }
        }
        self.sweep();
    }

    /// Cancels an order; `false` when it does not work here.
    pub fn cancel(&mut self, id: OrderId, desk: &mut Desk) -> bool {
        let Some(n) = self.working.iter().position(|order| order.id == id && !order.done) else { return false };
        self.finish(n, Effect::Canceled(id, Ended::Asked), desk);
        self.sweep();
        true
    }

    /// Changes an order, which goes to the end of the queue; `false` when it does not work here.
    pub fn replace(&mut self, id: OrderId, to: Replacement, desk: &mut Desk) -> bool {
        let Some(n) = self.working.iter().position(|order| order.id == id && !order.done) else { return false };
        let mut order = self.working.remove(n);
        order.change(to.quantity.get(), to.terms, self.price);
        order.fresh = true;
        desk.effects.push(Effect::Changed { order_id: id, quantity: order.quantity, terms: order.terms });
        let over = order.remaining.is_zero() && order.held_back.is_zero();
        order.done = over;
        self.ended |= over;
        self.working.push(order);
        self.settle(desk);
        true
    }

    /// Ends every order, as at a split or a delisting.
    pub fn cancel_all(&mut self, why: Ended, desk: &mut Desk) {
        for n in 0..self.working.len() {
            if !self.working[n].done {
                self.finish(n, Effect::Canceled(self.working[n].id, why), desk);
            }
        }
        self.sweep();
    }

    fn trade_now(&mut self, desk: &mut Desk) {
        if self.price.is_nan() {
            return;
        }
        // Intraday bars have their auctions at the first open and the last close; ticks have none.
        let auctions = match self.listing.sessions {
            Sessions::EachBar => true,
            Sessions::Within { .. } => self.place.first || self.place.last,
        };
        if auctions {
            self.arrive_in_auction(desk);
        }
        self.walk(self.price, desk);
    }

    fn arrive_in_auction(&mut self, desk: &mut Desk) {
        let waits = |terms: OrderTerms, moment: Moment| match terms {
            OrderTerms::MarketOnOpen | OrderTerms::LimitOnOpen { .. } => moment == Moment::Open,
            OrderTerms::MarketOnClose | OrderTerms::LimitOnClose { .. } => moment == Moment::Close,
            _ => false,
        };
        let waiting = |order: &Working| order.fresh && waits(order.terms, self.moment) && order.may_trade();
        if self.working.iter().any(waiting) {
            self.auction(desk);
        }
    }
}
