//! Alpaca's stream of an account: what is said, what is told.

use brokers::{Broker, ClientOrderId, Execution, Heard, Notice, What, Whose, Why};
use model::{
    currency::Currency,
    money::Money,
    order::{
        OrderTerms as T, Side,
        event::{OrderEventData as E, Replacement},
    },
    quantity::Quantity,
};
use serde_json::{Value, json};
use venues::Frame;

use crate::{
    samples::Samples,
    support::{CLIENT_ID, answered, d, desk, executions, limit, now, order_id, price, signing, stream, told},
};

const A: Broker = Broker::Alpaca;

fn samples() -> &'static Samples {
    Samples::of(A)
}

#[test]
fn a_stream_signs_in_listens_and_asks_for_reconciliation() {
    let (_, told) = stream(A);
    let said: Vec<Value> = told
        .iter()
        .filter_map(|heard| match heard {
            Heard::Say(frame) => Some(serde_json::from_str(frame.text().unwrap()).unwrap()),
            _ => None,
        })
        .collect();
    let (key_id, secret_key) = samples().key;
    assert_eq!(
        said,
        [
            json!({ "action": "authenticate", "data": { "key_id": key_id, "secret_key": secret_key } }),
            json!({ "action": "listen", "data": { "streams": ["trade_updates"] } }),
        ]
    );
    assert_eq!(told[told.len() - 2..], [Heard::Ready, Heard::Reconcile(Why::Opened)]);
}

/// L-ALP PR#60: orders were sent while trade_updates was down. Nothing is ready before the broker said that it listens.
#[test]
fn nothing_is_ready_before_the_broker_said_that_it_sends_updates() {
    for hello in [
        &[][..],
        &[samples().hello[0]],
        &[r#"{"stream":"authorization","data":{"status":"unauthorized","action":"authenticate"}}"#],
        &[samples().hello[0], r#"{"stream":"listening","data":{"streams":[]}}"#],
        &[samples().hello[0], r#"{"stream":"listening","data":{"error":"internal"}}"#],
    ] {
        let mut talk = A.language().talk(&desk(A), None).unwrap();
        let mut told = Vec::new();
        talk.opened(signing(), &mut told);
        for frame in hello {
            talk.heard(now(), &Frame::Text((*frame).to_owned()), &mut told);
        }
        assert!(!told.contains(&Heard::Ready), "{hello:?}: {told:?}");
        talk.clock(model::time::Timestamp::from_micros(now().micros() + 11_000_000), &mut told);
        let is_over = |heard: &Heard| matches!(heard, Heard::Reconnect { .. } | Heard::Refused { is_final: true, .. });
        assert!(told.iter().any(is_over), "{hello:?}: {told:?}");
    }
}

#[test]
fn the_life_of_an_order_is_its_events_and_fills() {
    let told = told(A, samples().life);
    assert_eq!(told.len(), 3, "{told:?}");
    let Heard::Order(first) = &told[0] else { panic!("{told:?}") };
    assert_eq!(
        (&first.what, first.whose.ours().map(ClientOrderId::order)),
        (&What::Event(E::Accepted), Some(order_id()))
    );
    let order = limit("10", "181.05");
    let no_fee = Money::zero(Currency::USD);
    let fills: Vec<_> = executions(&told).iter().map(|e| e.fill(A, order.get(), "AAPL", no_fee).unwrap()).collect();
    let figures: Vec<String> = fills.iter().map(|f| format!("{} {} {}", f.quantity, f.price, f.execution_id)).collect();
    assert_eq!(
        figures,
        ["3 181.01 1a2b3c4d-0000-4000-8000-000000000001", "7 181.05 1a2b3c4d-0000-4000-8000-000000000002"]
    );
    assert_eq!((fills[0].venue.name(), fills[0].account_id), ("alpaca", order.get().account_id));
}

/// An execution has one identity, on the stream and in the list, so that a look-up after a break books nothing twice.
#[test]
fn the_list_of_executions_gives_the_identities_of_the_stream() {
    let (status, text) = samples().executions;
    let listed = answered(status, text, |got| desk(A).executions(got)).unwrap().rows;
    let told = told(A, samples().life);
    let (order, fee) = (limit("10", "181.05"), Money::zero(Currency::USD));
    let key = |e: &Execution| e.fill(A, order.get(), "AAPL", fee).unwrap().key();
    assert_eq!(listed.iter().map(key).collect::<Vec<_>>(), executions(&told).into_iter().map(key).collect::<Vec<_>>());
    assert_eq!(listed[1].cumulative, Some(d("10")));
}

#[test]
fn a_fill_of_something_else_is_not_booked() {
    let told = told(A, samples().life);
    let (order, fee) = (limit("10", "181.05"), Money::zero(Currency::USD));
    let execution = executions(&told)[0];
    assert_eq!(execution.fill(A, order.get(), "MSFT", fee).unwrap_err().code(), "broker_fill_not_bookable");
    let sold = Execution { side: Side::Sell, ..execution.clone() };
    assert_eq!(sold.fill(A, order.get(), "AAPL", fee).unwrap_err().code(), "broker_fill_not_bookable");
}

/// alpacahq/Alpaca-API#110.
#[test]
fn a_frame_with_data_null_is_told_and_asks_for_reconciliation() {
    for frame in [
        r#"{"stream":"trade_updates","data":null}"#,
        r#"{"stream":"trade_updates"}"#,
        r#"{"stream":"trade_updates","data":{}}"#,
        r#"{"stream":"trade_updates","data":{"event":"fill","order":null}}"#,
    ] {
        let told = told(A, &[frame]);
        assert!(
            matches!(&told[..], [Heard::Garbage { .. }, Heard::Reconcile(Why::NotUnderstood)]),
            "{frame}: {told:?}"
        );
    }
}

/// L-TS#101: the stream was healthy, and one fill was never sent. The next message of the order shows it.
#[test]
fn a_fill_frame_that_never_came_is_noticed() {
    let [new, _, last] = samples().life else { panic!() };
    let heard = told(A, &[new, last]);
    assert_eq!(heard.last(), Some(&Heard::Reconcile(Why::Gap)), "{heard:?}");
    // Canceled with three units that nobody told of.
    let canceled = samples().others[2].replace(r#""filled_qty":"0""#, r#""filled_qty":"3""#);
    let heard = told(A, &[new, &canceled]);
    assert_eq!(heard.last(), Some(&Heard::Reconcile(Why::Gap)), "{heard:?}");
    // Nothing is missing where all came, twice or not.
    for frames in [&samples().life.to_vec(), &vec![*new, samples().life[1], samples().life[1], *last]] {
        assert!(!told(A, frames).contains(&Heard::Reconcile(Why::Gap)), "{frames:?}");
    }
}

/// Out of order: the later one shows the gap, the earlier one is booked all the same.
#[test]
fn fills_in_any_order_are_all_told() {
    let [new, first, last] = samples().life else { panic!() };
    let heard = told(A, &[new, last, first]);
    assert_eq!(executions(&heard).len(), 2);
}

#[test]
fn paper_sends_binary_frames() {
    let (mut talk, _) = stream(A);
    let mut told = Vec::new();
    talk.heard(now(), &Frame::Binary(samples().life[1].as_bytes().to_vec()), &mut told);
    assert_eq!(executions(&told).len(), 1);
}

#[test]
fn other_events_are_what_they_say() {
    let reason = |text: &'static str| text.into();
    let silent = "the broker gave no reason";
    let bust = Some("1a2b3c4d-0000-4000-8000-000000000001".to_owned());
    let expected = [
        What::Notice(Notice::PendingNew),
        What::Notice(Notice::PendingCancel),
        What::Event(E::Canceled),
        What::Event(E::Expired),
        What::Notice(Notice::DoneForDay),
        What::Event(E::Rejected { reason: reason("halted") }),
        What::Event(E::CancelRejected { reason: reason(silent) }),
        What::Event(E::ReplaceRejected { reason: reason(silent) }),
        What::Notice(Notice::PendingReplace),
        What::Notice(Notice::Suspended),
        What::Notice(Notice::Stopped),
        What::Notice(Notice::ReplacedBy(None)),
        What::Notice(Notice::Busted { execution: bust.clone() }),
        What::Notice(Notice::Corrected { execution: bust }),
    ];
    assert_eq!(expected.len(), samples().others.len());
    for (frame, what) in samples().others.iter().zip(expected) {
        let told = told(A, &[frame]);
        assert!(matches!(&told[0], Heard::Order(update) if update.what == what), "{frame}: {told:?}");
    }
}

/// An execution that is taken back or changed is never booked anew; somebody must look.
#[test]
fn a_bust_and_a_correction_ask_for_reconciliation() {
    for frame in &samples().others[12..14] {
        let told = told(A, &[frame]);
        assert_eq!(told.last(), Some(&Heard::Reconcile(Why::Amended)), "{told:?}");
        assert!(executions(&told).is_empty());
    }
}

#[test]
fn the_new_order_of_a_change_is_the_change() {
    let frame = samples().life[0]
        .replace(CLIENT_ID, &format!("{CLIENT_ID}-1"))
        .replace(r#""replaces":null"#, r#""replaces":"7f1c2d3e-0a1b-4c5d-8e9f-101112131414""#)
        .replace(r#""qty":"10""#, r#""qty":"12""#);
    let told = told(A, &[&frame]);
    let to = Replacement { quantity: Quantity::new(d("12")), terms: T::Limit { limit: price("181.05") } };
    assert!(
        matches!(&told[0], Heard::Order(update) if update.what == What::Event(E::Replaced { to })
            && update.whose.ours().map(ClientOrderId::order) == Some(order_id())),
        "{told:?}"
    );
    assert_eq!(told[1], Heard::Reconcile(Why::Replaced));
}

#[test]
fn an_unknown_event_is_told_and_asks_for_reconciliation() {
    let told = told(A, &[&samples().life[0].replace(r#""event":"new""#, r#""event":"teleported""#)]);
    assert!(matches!(&told[..], [Heard::Garbage { .. }, Heard::Reconcile(Why::UnknownStatus)]), "{told:?}");
}

/// hummingbot#1145: another bot's orders come on the same stream, and are not ours.
#[test]
fn orders_of_others_are_told_as_theirs() {
    let told = told(A, &[&samples().life[1].replace(CLIENT_ID, "bot-7")]);
    assert!(matches!(&told[0], Heard::Order(update) if update.whose == Whose::Other("bot-7".to_owned())), "{told:?}");
}
