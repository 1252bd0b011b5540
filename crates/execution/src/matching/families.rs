//! Brackets and OCO groups: what one order does changes others.

use rust_decimal::Decimal;

use super::{Desk, Effect, Ended, Market};
use model::{id::OrderId, order::ParentLink};

impl Market {
    /// An order traded: its exits come alive, its siblings get smaller, and it ends when nothing is left.
    pub(super) fn after_fill(&mut self, n: usize, units: Decimal, desk: &mut Desk) {
        let (id, group) = (self.working[n].id, self.working[n].oco_group);
        let has_family = self.working.len() > 1;
        if has_family {
            self.wake_exits(id, units);
        }
        if let Some(group) = group.filter(|_| has_family) {
            self.shrink_siblings(id, group, units, desk);
        }
        let order = &mut self.working[n];
        if order.remaining.is_zero() && order.held_back.is_zero() {
            order.done = true;
            self.ended = true;
        }
    }

    /// An order ends without trading what is left, and with it what waited for that.
    pub(super) fn finish(&mut self, n: usize, effect: Effect, desk: &mut Desk) {
        self.working[n].done = true;
        self.ended = true;
        desk.effects.push(effect);
        let id = self.working[n].id;
        for m in 0..self.working.len() {
            let child = &mut self.working[m];
            if child.done || child.held_back.is_zero() || !is_exit_of(child.parent, id) {
                continue;
            }
            child.quantity -= child.held_back;
            child.held_back = Decimal::ZERO;
            let (order_id, quantity, terms) = (child.id, child.quantity, child.terms);
            if child.remaining.is_zero() {
                self.finish(m, Effect::Canceled(order_id, Ended::ParentEnded), desk);
            } else {
                desk.effects.push(Effect::Changed { order_id, quantity, terms });
            }
        }
    }

    fn wake_exits(&mut self, parent: OrderId, units: Decimal) {
        let price = self.price;
        for child in self.working.iter_mut().filter(|child| !child.done && is_exit_of(child.parent, parent)) {
            child.wake(units, price);
        }
    }

    fn shrink_siblings(&mut self, id: OrderId, group: OrderId, units: Decimal, desk: &mut Desk) {
        for m in 0..self.working.len() {
            let sibling = &mut self.working[m];
            if sibling.done || sibling.id == id || sibling.oco_group != Some(group) {
                continue;
            }
            let taken = units.min(sibling.remaining);
            sibling.remaining -= taken;
            sibling.quantity -= taken;
            let (order_id, quantity, terms) = (sibling.id, sibling.quantity, sibling.terms);
            if sibling.remaining.is_zero() && sibling.held_back.is_zero() {
                self.finish(m, Effect::Canceled(order_id, Ended::Sibling), desk);
            } else {
                desk.effects.push(Effect::Changed { order_id, quantity, terms });
            }
        }
    }
}

fn is_exit_of(parent: Option<model::order::Parent>, id: OrderId) -> bool {
    parent.is_some_and(|parent| parent.id == id && parent.link == ParentLink::Exit)
}
