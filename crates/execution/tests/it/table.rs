//! Every pair of status and event does what the table says.

use execution::{
    error::OrderError,
    state::{
        Anomaly, OrderState,
        table::{Cell, TABLE, cell},
    },
};
use model::order::{
    Order, OrderTerms, Side,
    event::{OrderEventData as E, OrderEventKind, OrderStatus as S, Replacement},
};

use crate::support::{fields, fill, order};

fn wanted() -> Order {
    order(1, fields(Side::Buy, "10", OrderTerms::Market))
}

fn data(kind: OrderEventKind, units: &str) -> E {
    let to = Replacement { quantity: wanted().quantity, terms: OrderTerms::Market };
    match kind {
        OrderEventKind::SubmitRequested => E::SubmitRequested,
        OrderEventKind::CancelRequested => E::CancelRequested,
        OrderEventKind::ReplaceRequested => E::ReplaceRequested { to },
        OrderEventKind::Unanswered => E::Unanswered,
        OrderEventKind::Accepted => E::Accepted,
        OrderEventKind::Rejected => E::Rejected { reason: "no".into() },
        OrderEventKind::Filled => E::Filled { fill: fill(&wanted(), 9, units, "100") },
        OrderEventKind::Canceled => E::Canceled,
        OrderEventKind::CancelRejected => E::CancelRejected { reason: "no".into() },
        OrderEventKind::Replaced => E::Replaced { to },
        OrderEventKind::ReplaceRejected => E::ReplaceRejected { reason: "no".into() },
        OrderEventKind::Expired => E::Expired,
        OrderEventKind::Absent => E::Absent,
    }
}

/// The way to a status by events that are all allowed. With `traded`, 4 of 10 units have traded where that can be.
fn state(status: S, traded: bool) -> Option<OrderState> {
    let part = || E::Filled { fill: fill(&wanted(), 1, "4", "100") };
    let (mut way, end): (Vec<E>, Vec<E>) = match status {
        S::Draft => (vec![], vec![]),
        S::PendingSubmit => (vec![E::SubmitRequested], vec![]),
        S::Unknown => (vec![E::SubmitRequested, E::Accepted], vec![E::CancelRequested, E::Unanswered]),
        S::Accepted => (vec![E::SubmitRequested, E::Accepted], vec![]),
        S::PartiallyFilled => (vec![E::SubmitRequested], vec![]),
        S::Filled => (
            vec![E::SubmitRequested],
            vec![E::Filled { fill: fill(&wanted(), 2, if traded { "6" } else { "10" }, "100") }],
        ),
        S::PendingCancel => (vec![E::SubmitRequested, E::Accepted], vec![E::CancelRequested]),
        S::Canceled => (vec![E::SubmitRequested, E::Accepted], vec![E::Canceled]),
        S::PendingReplace => (vec![E::SubmitRequested, E::Accepted], vec![data(OrderEventKind::ReplaceRequested, "1")]),
        S::Rejected => (vec![E::SubmitRequested], vec![data(OrderEventKind::Rejected, "1")]),
        S::Expired => (vec![E::SubmitRequested, E::Accepted], vec![E::Expired]),
    };
    if traded {
        way.push(part());
    }
    way.extend(end);
    let mut state = OrderState::new(wanted());
    for event in &way {
        state.apply(event).unwrap();
    }
    (state.status() == status).then_some(state)
}

#[test]
fn every_pair_does_what_the_table_says() {
    let mut pairs = 0;
    for status in S::ALL {
        for traded in [false, true] {
            let Some(before) = state(*status, traded) else { continue };
            for kind in OrderEventKind::ALL {
                for units in ["1", "6", "10"] {
                    check(&before, *kind, units);
                    pairs += 1;
                    if *kind != OrderEventKind::Filled {
                        break;
                    }
                }
            }
        }
    }
    // 10 statuses without a fill, 8 with one; 15 events each.
    assert_eq!(pairs, 18 * 15);
}

fn check(before: &OrderState, kind: OrderEventKind, units: &str) {
    let (from, filled) = (before.status(), before.filled().get());
    let mut after = before.clone();
    let said = format!("{from} with {filled} and {kind} of {units}");
    let got = after.apply(&data(kind, units));
    let rule = cell(from, kind);
    if rule == Cell::Impossible {
        assert_eq!(got, Err(OrderError::Impossible { id: before.order().id(), status: from, event: kind }), "{said}");
        assert_eq!(&after, before, "{said}");
        return;
    }
    let got = got.unwrap();
    assert_eq!((got.from, got.to, got.booked), (from, after.status(), kind == OrderEventKind::Filled), "{said}");
    let added = after.filled().get() - filled;
    assert_eq!(added, if got.booked { units.parse().unwrap() } else { rust_decimal::Decimal::ZERO }, "{said}");
    let over = after.filled() > after.quantity();
    let complete = after.filled() >= after.quantity();
    let working = if complete {
        S::Filled
    } else if after.filled().get().is_zero() {
        S::Accepted
    } else {
        S::PartiallyFilled
    };
    let staying = if complete { S::Filled } else { from };
    let (to, told) = match rule {
        Cell::To(to) => (to, None),
        Cell::Working | Cell::Replaced | Cell::Fill => (working, None),
        Cell::Changed | Cell::FillPending => (staying, None),
        Cell::LateFill => (staying, Some(Anomaly::LateFill(from))),
        Cell::Stay => (from, None),
        Cell::Absent if filled.is_zero() => (S::Rejected, None),
        Cell::Absent | Cell::Contradiction => (from, Some(Anomaly::Contradiction { status: from, event: kind })),
        Cell::Doubt => (S::Unknown, Some(Anomaly::Doubt { status: from, event: kind })),
        Cell::Impossible => unreachable!(),
    };
    let overfill = Anomaly::Overfill { ordered: after.quantity(), filled: after.filled() };
    assert_eq!((got.to, got.anomaly), (to, if over && got.booked { Some(overfill) } else { told }), "{said}");
}

#[test]
fn unknown_ends_by_evidence_only() {
    for kind in OrderEventKind::ALL {
        let stays = matches!(cell(S::Unknown, *kind), Cell::Stay | Cell::Impossible);
        let ours_or_nothing = matches!(
            kind,
            OrderEventKind::CancelRequested
                | OrderEventKind::ReplaceRequested
                | OrderEventKind::Unanswered
                | OrderEventKind::CancelRejected
                | OrderEventKind::ReplaceRejected
        );
        // To send it again is a decision, which whoever makes it answers for.
        assert_eq!(stays, ours_or_nothing, "{kind}");
    }
}

#[test]
fn every_fill_is_booked_and_a_closed_order_tells() {
    for (status, row) in TABLE {
        let rule = row[OrderEventKind::Filled as usize];
        assert!(matches!(rule, Cell::Fill | Cell::FillPending | Cell::LateFill), "{status}");
        assert_eq!(rule == Cell::LateFill, status.is_closed() || status == S::Draft, "{status}");
    }
}

#[test]
fn nothing_that_may_rest_is_taken_for_closed() {
    for (status, row) in TABLE {
        for (cell, kind) in row.iter().zip(OrderEventKind::ALL) {
            if let Cell::To(to) = cell
                && to.is_closed()
                && status != S::Draft
            {
                let final_word =
                    matches!(kind, OrderEventKind::Rejected | OrderEventKind::Canceled | OrderEventKind::Expired);
                assert!(final_word, "{status} must not become {to} by {kind}");
            }
        }
    }
}
