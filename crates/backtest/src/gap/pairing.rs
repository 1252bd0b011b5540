//! Which real order is which order of the back-test.

use model::{
    id::{InstrumentId, OrderId},
    time::Timestamp,
};
use rust_decimal::Decimal;

use super::TracedFill;

/// The fills of one order in the order of their times; at least one.
#[derive(Debug, Clone)]
pub(super) struct OrderFills<'a> {
    pub(super) fills: Vec<&'a TracedFill>,
}

/// An order of one side or of both.
#[derive(Debug, Clone)]
pub(super) struct Pair<'a> {
    pub(super) expected: Option<OrderFills<'a>>,
    pub(super) actual: Option<OrderFills<'a>>,
}

impl OrderFills<'_> {
    pub(super) fn id(&self) -> OrderId {
        self.fills[0].fill.order_id
    }

    pub(super) fn at(&self) -> Timestamp {
        self.fills[0].fill.at
    }

    pub(super) fn units(&self) -> Decimal {
        self.fills.iter().map(|traced| traced.fill.quantity.get()).sum()
    }

    pub(super) fn fees(&self) -> Option<Decimal> {
        self.fills.iter().try_fold(Decimal::ZERO, |sum, traced| sum.checked_add(traced.fill.fee.amount))
    }

    fn is_like(&self, other: &Self) -> bool {
        let (own, other) = (&self.fills[0].fill, &other.fills[0].fill);
        own.instrument_id == other.instrument_id && own.side == other.side
    }
}

impl Pair<'_> {
    pub(super) fn instrument_id(&self) -> InstrumentId {
        let first = self.expected.as_ref().or(self.actual.as_ref());
        first.expect("invariant: one side is there").fills[0].fill.instrument_id
    }
}

/// Pairs orders by their ids, then, in the order of time, by instrument and side where they began to trade not too far apart. What is left stands alone.
pub(super) fn pair<'a>(expected: &'a [TracedFill], actual: &'a [TracedFill], apart_max: i64) -> Vec<Pair<'a>> {
    let expected = by_order(expected);
    let mut actual: Vec<Option<OrderFills<'a>>> = by_order(actual).into_iter().map(Some).collect();
    let mut pairs: Vec<Pair<'a>> = Vec::with_capacity(expected.len());
    let mut open = Vec::new();
    for order in expected {
        let same =
            |other: &Option<OrderFills<'a>>| other.as_ref().is_some_and(|o| o.id() == order.id() && o.is_like(&order));
        let found = actual.iter().position(same).and_then(|n| actual[n].take());
        if found.is_none() {
            open.push(pairs.len());
        }
        pairs.push(Pair { expected: Some(order), actual: found });
    }
    for n in open {
        let Some(order) = &pairs[n].expected else { continue };
        let near = |other: &Option<OrderFills<'a>>| {
            other.as_ref().is_some_and(|other| {
                let apart = other.at().micros().saturating_sub(order.at().micros()).saturating_abs();
                other.is_like(order) && apart <= apart_max
            })
        };
        pairs[n].actual = actual.iter().position(near).and_then(|n| actual[n].take());
    }
    pairs.extend(actual.into_iter().flatten().map(|order| Pair { expected: None, actual: Some(order) }));
    pairs
}

/// Fills by order, orders by the time of their first fill.
fn by_order(fills: &[TracedFill]) -> Vec<OrderFills<'_>> {
    let mut sorted: Vec<&TracedFill> = fills.iter().collect();
    sorted.sort_by_key(|traced| traced.fill.at);
    let mut places = std::collections::HashMap::new();
    let mut orders: Vec<OrderFills<'_>> = Vec::new();
    for traced in sorted {
        let place = *places.entry(traced.fill.order_id).or_insert_with(|| {
            orders.push(OrderFills { fills: Vec::new() });
            orders.len() - 1
        });
        orders[place].fills.push(traced);
    }
    orders
}
