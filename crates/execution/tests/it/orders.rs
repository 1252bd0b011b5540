//! Orders in a blotter: duplicates, parents, and stories that have cost people money.

use execution::{
    blotter::{Blotter, Taken},
    error::OrderError,
    state::Anomaly,
};
use model::{
    order::{
        Order, OrderTerms, Parent, ParentLink, Side,
        event::{OrderEventData as E, OrderStatus as S, Replacement},
    },
    quantity::Quantity,
};

use crate::support::{d, event, fields, fill, order, order_id};

fn sent(blotter: &mut Blotter, n: u64, units: &str) -> Order {
    let order = order(n, fields(Side::Buy, units, OrderTerms::Market));
    blotter.add(order).unwrap();
    blotter.take(&event(n, E::SubmitRequested)).unwrap();
    order
}

fn status(blotter: &Blotter, n: u64) -> S {
    blotter.get(order_id(n)).unwrap().status()
}

#[test]
fn an_execution_that_comes_twice_counts_once() {
    let mut blotter = Blotter::default();
    let order = sent(&mut blotter, 1, "10");
    let first = event(1, E::Filled { fill: fill(&order, 1, "4", "100") });
    assert!(matches!(blotter.take(&first).unwrap(), Taken::Applied(applied) if applied.booked));
    assert_eq!(blotter.take(&first).unwrap(), Taken::Duplicate);
    blotter.take(&event(1, E::Filled { fill: fill(&order, 2, "6", "105") })).unwrap();
    let state = blotter.get(order.id()).unwrap();
    assert_eq!((state.status(), state.filled().get(), state.average_price()), (S::Filled, d("10"), Some(d("103"))));
}

#[test]
fn a_fill_overtakes_the_acknowledgement() {
    let mut blotter = Blotter::default();
    let order = sent(&mut blotter, 1, "10");
    blotter.take(&event(1, E::Filled { fill: fill(&order, 1, "10", "100") })).unwrap();
    blotter.take(&event(1, E::Accepted)).unwrap();
    assert_eq!(status(&blotter, 1), S::Filled);
}

#[test]
fn a_fill_and_a_cancel_cross_each_other() {
    let mut blotter = Blotter::default();
    let order = sent(&mut blotter, 1, "10");
    for data in [E::Accepted, E::CancelRequested, E::Filled { fill: fill(&order, 1, "3", "100") }] {
        blotter.take(&event(1, data)).unwrap();
    }
    assert_eq!(status(&blotter, 1), S::PendingCancel);
    blotter.take(&event(1, E::Canceled)).unwrap();
    assert_eq!(status(&blotter, 1), S::Canceled);
    // and one more that was on its way
    let Taken::Applied(late) = blotter.take(&event(1, E::Filled { fill: fill(&order, 2, "2", "100") })).unwrap() else {
        panic!("a new execution")
    };
    assert_eq!((late.booked, late.anomaly), (true, Some(Anomaly::LateFill(S::Canceled))));
    assert_eq!(blotter.get(order.id()).unwrap().filled().get(), d("5"));
}

#[test]
fn an_order_without_an_answer_is_unknown_until_the_venue_says_something() {
    let mut blotter = Blotter::default();
    sent(&mut blotter, 1, "10");
    blotter.take(&event(1, E::Unanswered)).unwrap();
    assert_eq!(status(&blotter, 1), S::Unknown);
    blotter.take(&event(1, E::CancelRequested)).unwrap();
    assert_eq!(status(&blotter, 1), S::Unknown, "asking is no evidence");
    blotter.take(&event(1, E::Absent)).unwrap();
    assert_eq!(status(&blotter, 1), S::Rejected);
    // The look-up was wrong.
    let Taken::Applied(applied) = blotter.take(&event(1, E::Accepted)).unwrap() else { panic!("no fill") };
    assert_eq!(applied.to, S::Unknown);
    assert!(matches!(applied.anomaly, Some(Anomaly::Doubt { .. })));
}

#[test]
fn a_change_takes_effect_when_the_venue_says_so() {
    let mut blotter = Blotter::default();
    let order = sent(&mut blotter, 1, "10");
    let to = Replacement { quantity: Quantity::new(d("4")), terms: OrderTerms::Market };
    for data in [E::Accepted, E::ReplaceRequested { to }, E::Filled { fill: fill(&order, 1, "4", "100") }] {
        blotter.take(&event(1, data)).unwrap();
    }
    assert_eq!((status(&blotter, 1), blotter.get(order.id()).unwrap().quantity().get()), (S::PendingReplace, d("10")));
    blotter.take(&event(1, E::Replaced { to })).unwrap();
    assert_eq!(status(&blotter, 1), S::Filled);
}

#[test]
fn children_never_get_more_than_their_parent() {
    let mut blotter = Blotter::default();
    sent(&mut blotter, 1, "10");
    let child = |n, units: &str| {
        let parent = Some(Parent { id: order_id(1), link: ParentLink::Slice });
        order(n, model::order::OrderFields { parent, ..fields(Side::Buy, units, OrderTerms::Market) })
    };
    let first = child(2, "6");
    blotter.add(first).unwrap();
    let refused = blotter.add(child(3, "5")).unwrap_err();
    assert_eq!(refused.code(), "child_larger_than_parent");
    assert_eq!(blotter.room_of(order_id(1)).unwrap().get(), d("4"));
    // What ends gives back what did not trade.
    for data in [E::SubmitRequested, E::Filled { fill: fill(&first, 1, "1", "100") }, E::Canceled] {
        blotter.take(&event(2, data)).unwrap();
    }
    assert_eq!(blotter.room_of(order_id(1)).unwrap().get(), d("9"));
    blotter.add(child(3, "9")).unwrap();
    for data in [E::SubmitRequested, E::Accepted] {
        blotter.take(&event(3, data)).unwrap();
    }
    let more = Replacement { quantity: Quantity::new(d("9.5")), terms: OrderTerms::Market };
    let refused = blotter.take(&event(3, E::ReplaceRequested { to: more })).unwrap_err();
    assert!(matches!(refused, OrderError::LargerThanParent { .. }), "{refused}");
    assert_eq!(status(&blotter, 3), S::Accepted);
    // Nor does a parent become smaller than its children.
    blotter.take(&event(1, E::Accepted)).unwrap();
    let less = Replacement { quantity: Quantity::new(d("9")), terms: OrderTerms::Market };
    assert!(blotter.take(&event(1, E::ReplaceRequested { to: less })).is_err());
}

#[test]
fn what_fits_no_order_is_an_error_and_changes_nothing() {
    let mut blotter = Blotter::default();
    let mine = sent(&mut blotter, 1, "10");
    assert_eq!(blotter.add(mine), Err(OrderError::Exists(mine.id())));
    assert_eq!(blotter.take(&event(7, E::Accepted)), Err(OrderError::NotFound(order_id(7))));
    let good = fill(&mine, 1, "4", "100");
    for wrong in [
        model::order::fill::Fill { side: Side::Sell, ..good },
        model::order::fill::Fill { quantity: Quantity::ZERO, ..good },
        model::order::fill::Fill { account_id: model::id::AccountId::from_uuid(uuid::Uuid::from_u128(9)), ..good },
    ] {
        let refused = blotter.take(&event(1, E::Filled { fill: wrong })).unwrap_err();
        assert_eq!(refused.code(), "fill_not_of_order");
    }
    let huge = fill(&mine, 2, "70000000000000000000000000000", "70000000000000000000000000000");
    assert_eq!(blotter.take(&event(1, E::Filled { fill: huge })).unwrap_err().code(), "fill_overflow");
    assert_eq!(blotter.get(mine.id()).unwrap().filled().get(), d("0"));
    // The execution that could not be booked is not taken for booked.
    assert!(matches!(blotter.take(&event(1, E::Filled { fill: good })).unwrap(), Taken::Applied(_)));
}
