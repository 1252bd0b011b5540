//! An order that works at the simulated market.

use model::{
    id::OrderId,
    order::{Order, OrderTerms, Parent, ParentLink, Side, TimeInForce, Trail},
    quantity::Price,
};
use rust_decimal::Decimal;

use crate::{
    fees::FeeSoFar,
    number::{decimal, float},
};

/// What an order waits for. Prices are those of the order, as binary floats to be compared with the market's.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Waits {
    /// Nothing.
    Market,
    /// The limit.
    Limit(f64),
    /// The stop.
    Stop(f64),
    /// The stop, then the limit.
    StopLimit(f64, f64),
    /// The stop that follows the best price so far.
    Trailing { distance: Distance, best: f64 },
    /// The opening, at a limit if there is one.
    Opening(Option<f64>),
    /// The closing.
    Closing(Option<f64>),
}

/// How far a trailing stop lies from the best price.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Distance {
    Amount(f64),
    /// 0.05 for 5 %.
    Share(f64),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Working {
    pub(super) id: OrderId,
    pub(super) side: Side,
    pub(super) waits: Waits,
    /// The limit, digit for digit.
    limit: Option<Price>,
    pub(super) terms: OrderTerms,
    /// All its units.
    pub(super) quantity: Decimal,
    /// Units that may trade now.
    pub(super) remaining: Decimal,
    /// Units that wait for the parent's fills.
    pub(super) held_back: Decimal,
    pub(super) time_in_force: TimeInForce,
    /// The last session in which an order for the day stands.
    pub(super) session: u32,
    pub(super) parent: Option<Parent>,
    pub(super) oco_group: Option<OrderId>,
    pub(super) fees: FeeSoFar,
    /// It came just now, so it takes what rests.
    pub(super) fresh: bool,
    /// The bar's volume is used up for it.
    pub(super) blocked: bool,
    /// It is over, and about to be taken out.
    pub(super) done: bool,
}

impl Working {
    pub(super) fn new(order: &Order, price: f64, session: u32) -> Self {
        let quantity = order.quantity.get();
        let waits_for_parent = order.parent.is_some_and(|parent| parent.link == ParentLink::Exit);
        let (remaining, held_back) =
            if waits_for_parent { (Decimal::ZERO, quantity) } else { (quantity, Decimal::ZERO) };
        Self {
            id: order.id(),
            side: order.side,
            waits: waits(&order.terms, price),
            limit: order.terms.limit(),
            terms: order.terms,
            quantity,
            remaining,
            held_back,
            time_in_force: order.time_in_force,
            session,
            parent: order.parent,
            oco_group: order.oco_group,
            fees: FeeSoFar::default(),
            fresh: true,
            blocked: false,
            done: false,
        }
    }

    /// Takes new terms; it loses its place in the queue, which the caller sees to.
    pub(super) fn change(&mut self, quantity: Decimal, terms: OrderTerms, price: f64) {
        let traded = self.quantity - self.remaining - self.held_back;
        self.quantity = quantity;
        if self.held_back.is_zero() {
            self.remaining = (quantity - traded).max(Decimal::ZERO);
        } else {
            self.held_back = (quantity - traded - self.remaining).max(Decimal::ZERO);
        }
        (self.waits, self.limit, self.terms) = (waits(&terms, price), terms.limit(), terms);
    }

    pub(super) fn may_trade(&self) -> bool {
        !self.done && !self.blocked && self.remaining > Decimal::ZERO
    }

    pub(super) fn is_at_once(&self) -> bool {
        matches!(self.time_in_force, TimeInForce::Ioc | TimeInForce::Fok)
    }

    /// The limit that holds now, as both kinds of number.
    pub(super) fn bound(&self) -> Option<(f64, Price)> {
        let limit = match self.waits {
            Waits::Limit(limit) | Waits::Opening(Some(limit)) | Waits::Closing(Some(limit)) => limit,
            _ => return None,
        };
        self.limit.map(|price| (limit, price))
    }

    /// The price at which it meets a market that moves from one price to another; `None` when it does not.
    pub(super) fn meets(&self, from: f64, to: f64) -> Option<f64> {
        match self.waits {
            Waits::Market => Some(from),
            Waits::Limit(limit) => reached(self.side.opposite(), limit, from, to),
            Waits::Stop(stop) | Waits::StopLimit(stop, _) => reached(self.side, stop, from, to),
            Waits::Trailing { .. } => reached(self.side, self.trailing_stop()?, from, to),
            Waits::Opening(_) | Waits::Closing(_) => None,
        }
    }

    /// Moves a trailing stop with a price.
    pub(super) fn follow(&mut self, price: f64) {
        if let Waits::Trailing { best, .. } = &mut self.waits
            && self.remaining > Decimal::ZERO
        {
            *best = match self.side {
                Side::Buy => best.min(price),
                Side::Sell => best.max(price),
            };
        }
    }

    /// The parent has traded: so much of an exit comes alive. It rests from here on, and a trailing stop begins to follow.
    pub(super) fn wake(&mut self, units: Decimal, price: f64) {
        let woken = units.min(self.held_back);
        if woken.is_zero() {
            return;
        }
        if self.remaining.is_zero() {
            self.fresh = false;
            if let Waits::Trailing { best, .. } = &mut self.waits {
                *best = price;
            }
        }
        self.held_back -= woken;
        self.remaining += woken;
    }

    /// Whether a price in an auction is good enough.
    pub(super) fn accepts(&self, price: f64) -> bool {
        match (self.bound(), self.side) {
            (None, _) => true,
            (Some((limit, _)), Side::Buy) => price <= limit,
            (Some((limit, _)), Side::Sell) => price >= limit,
        }
    }

    fn trailing_stop(&self) -> Option<f64> {
        let Waits::Trailing { distance, best } = self.waits else { return None };
        let away = match distance {
            Distance::Amount(amount) => amount,
            Distance::Share(share) => best * share,
        };
        Some(match self.side {
            Side::Buy => best + away,
            Side::Sell => best - away,
        })
    }
}

/// Where a price that moves meets a level: a buyer's stop lies above, a seller's below; a limit is met from the other side.
fn reached(side: Side, level: f64, from: f64, to: f64) -> Option<f64> {
    let (now, then) = match side {
        Side::Buy => (from >= level, to >= level),
        Side::Sell => (from <= level, to <= level),
    };
    if now { Some(from) } else { then.then_some(level) }
}

fn waits(terms: &OrderTerms, price: f64) -> Waits {
    let number = |price: Price| float(price.get());
    match *terms {
        OrderTerms::Market => Waits::Market,
        OrderTerms::Limit { limit } => Waits::Limit(number(limit)),
        OrderTerms::Stop { stop } => Waits::Stop(number(stop)),
        OrderTerms::StopLimit { stop, limit } => Waits::StopLimit(number(stop), number(limit)),
        OrderTerms::TrailingStop { trail } => {
            let distance = match trail {
                Trail::Amount { amount } => Distance::Amount(number(amount)),
                Trail::Percent { percent } => Distance::Share(float(percent) / 100.0),
            };
            Waits::Trailing { distance, best: price }
        }
        OrderTerms::MarketOnOpen => Waits::Opening(None),
        OrderTerms::MarketOnClose => Waits::Closing(None),
        OrderTerms::LimitOnOpen { limit } => Waits::Opening(Some(number(limit))),
        OrderTerms::LimitOnClose { limit } => Waits::Closing(Some(number(limit))),
    }
}

/// A share of a volume as units; none when the volume is not known.
pub(super) fn units_of(volume: Option<f64>, share: f64) -> Decimal {
    volume.and_then(|volume| decimal(volume * share)).unwrap_or(Decimal::ZERO)
}
