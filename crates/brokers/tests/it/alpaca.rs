//! Alpaca: what is sent, what is told.

use brokers::{
    Ask, Broker, BrokerError, Canceled, Changed, ClientOrderId, Execution, Heard, Hours, Looked, Notice, Placed,
    Placement, VenueStatus, What, Whose, Why,
};
use model::{
    currency::Currency,
    instrument::AssetClass,
    money::Money,
    order::{
        OrderTerms as T, Side, TimeInForce, Trail,
        event::{OrderEventData as E, OrderStatus, Replacement},
    },
    quantity::Quantity,
};
use serde_json::{Value, json};
use venues::Frame;

use crate::{
    samples::Samples,
    support::{
        CLIENT_ID, answered, approved, body, d, desk, limit, now, order_id, placement, price, signing, stream, target,
        told,
    },
};

const A: Broker = Broker::Alpaca;

fn samples() -> &'static Samples {
    Samples::of(A)
}

/// What is sent for an order: its body.
fn sent(terms: T, time: TimeInForce, class: AssetClass, hours: Hours) -> Result<Value, BrokerError> {
    let order = approved("10", terms, time);
    let placement = Placement { order: &order, symbol: samples().symbol, class, hours };
    desk(A).place(&placement, signing()).map(|request| body(&request))
}

#[test]
fn an_order_is_sent_as_text_to_the_paper_host() {
    let order = limit("10.50", "181.05");
    let request = desk(A).place(&placement(&order, samples()), signing()).unwrap();
    assert_eq!(request.url().expose(), "https://paper-api.alpaca.markets/v2/orders");
    assert_eq!(request.method.name(), "POST");
    assert_eq!(
        body(&request),
        json!({ "symbol": "AAPL", "qty": "10.5", "side": "buy", "type": "limit", "time_in_force": "gtc",
            "limit_price": "181.05", "client_order_id": CLIENT_ID })
    );
    let names: Vec<&str> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["APCA-API-KEY-ID", "APCA-API-SECRET-KEY"]);
}

#[test]
fn each_type_has_its_words_and_prices() {
    let (limit, stop) = (price("181.05"), price("180"));
    for (terms, time, words) in [
        (T::Market, TimeInForce::Day, json!({ "type": "market", "time_in_force": "day" })),
        (T::Stop { stop }, TimeInForce::Gtc, json!({ "type": "stop", "time_in_force": "gtc", "stop_price": "180" })),
        (
            T::StopLimit { stop, limit },
            TimeInForce::Day,
            json!({ "type": "stop_limit", "time_in_force": "day", "stop_price": "180", "limit_price": "181.05" }),
        ),
        (
            T::TrailingStop { trail: Trail::Percent { percent: d("1.5") } },
            TimeInForce::Gtc,
            json!({ "type": "trailing_stop", "time_in_force": "gtc", "trail_percent": "1.5" }),
        ),
        (
            T::TrailingStop { trail: Trail::Amount { amount: price("2") } },
            TimeInForce::Day,
            json!({ "type": "trailing_stop", "time_in_force": "day", "trail_price": "2" }),
        ),
        (T::MarketOnOpen, TimeInForce::Day, json!({ "type": "market", "time_in_force": "opg" })),
        (
            T::LimitOnClose { limit },
            TimeInForce::Day,
            json!({ "type": "limit", "time_in_force": "cls", "limit_price": "181.05" }),
        ),
    ] {
        let mut expected = json!({ "symbol": "AAPL", "qty": "10", "side": "buy", "client_order_id": CLIENT_ID });
        expected.as_object_mut().unwrap().extend(words.as_object().unwrap().clone());
        assert_eq!(sent(terms, time, AssetClass::Equity, Hours::Regular).unwrap(), expected);
    }
}

#[test]
fn what_a_class_or_the_hours_do_not_take_is_refused() {
    let refused = |terms, time, class, hours| sent(terms, time, class, hours).unwrap_err().to_string();
    let (market, limit) = (T::Market, T::Limit { limit: price("181.05") });
    let extended = sent(limit, TimeInForce::Day, AssetClass::Equity, Hours::Extended).unwrap();
    assert_eq!(extended["extended_hours"], json!(true));
    assert_eq!(
        refused(market, TimeInForce::Day, AssetClass::Equity, Hours::Extended),
        "Alpaca has no such order outside regular hours; use a limit order, day or gtc"
    );
    assert!(refused(limit, TimeInForce::Day, AssetClass::Crypto, Hours::Regular).contains("gtc or ioc"));
    let fine = T::Limit { limit: price("181.055") };
    assert!(refused(fine, TimeInForce::Day, AssetClass::Equity, Hours::Regular).contains("finer than a cent"));
    let low = T::Limit { limit: price("0.1234") };
    assert!(sent(low, TimeInForce::Day, AssetClass::Equity, Hours::Regular).is_ok());
    // Parts of shares with fill-or-kill.
    let order = approved("0.5", limit, TimeInForce::Fok);
    assert!(
        desk(A).place(&placement(&order, samples()), signing()).unwrap_err().to_string().contains("parts of a unit")
    );
}

#[test]
fn answers_to_placing_are_what_they_say() {
    let order = limit("10", "181.05");
    let placed = |(status, text): (u16, &str)| answered(status, text, |got| desk(A).placed(order.get(), got));
    let number = samples().number.to_owned();
    assert_eq!(placed(samples().accepted), Placed::Accepted { venue_order_id: number });
    let poor = placed(samples().rejected[0]);
    let (code, reason) = (Some("40310000".to_owned()), "insufficient buying power".to_owned());
    assert_eq!(poor, Placed::Rejected { code, reason });
    assert_eq!(poor.event(), E::Rejected { reason: "insufficient buying power".into() });
}

#[test]
fn a_cancel_that_was_taken_is_not_yet_a_cancel() {
    let target = target(Some(samples().number), "AAPL");
    let canceled = |(status, text): (u16, &str)| answered(status, text, |got| desk(A).canceled(&target, got));
    assert_eq!(canceled(samples().canceled), Canceled::Asked);
    assert_eq!(Canceled::Asked.event(), None);
    let late = canceled(samples().too_late);
    assert!(
        late.must_look_up() && matches!(&late, Canceled::TooLate { reason } if reason.contains("filled")),
        "{late:?}"
    );
    let gone = canceled(samples().cancel_not_found.unwrap());
    assert_eq!(gone.event(), Some(E::Unanswered), "not found is no proof");
    // A 200 is no answer of Alpaca's to a cancel.
    assert!(matches!(canceled((200, "")), Canceled::Unknown(_)));
    let request = desk(A).cancel(&target, signing()).unwrap();
    assert_eq!(
        (request.method.name(), request.path.as_str()),
        ("DELETE", format!("/v2/orders/{}", samples().number).as_str())
    );
    let unknown = crate::support::target(None, "AAPL");
    assert_eq!(desk(A).cancel(&unknown, signing()).unwrap_err().code(), "broker_order_number_unknown");
}

#[test]
fn a_change_makes_a_new_order_under_the_next_number() {
    let (order, target) = (limit("10", "181.05"), target(Some(samples().number), "AAPL"));
    let to = Replacement { quantity: Quantity::new(d("12")), terms: T::Limit { limit: price("181.10") } };
    let request = desk(A).change(&target, order.get(), &to, signing()).unwrap();
    assert_eq!(
        body(&request),
        json!({ "qty": "12", "limit_price": "181.10", "time_in_force": "gtc", "client_order_id": format!("{CLIENT_ID}-1") })
    );
    let (status, text) = samples().changed.unwrap();
    let changed = answered(status, text, |got| desk(A).changed(&target, got));
    assert_eq!(changed, Changed::Asked { venue_order_id: samples().number.to_owned() });
    assert_eq!(changed.event(), None);
    // The old order in the answer is no change.
    let (status, text) = samples().accepted;
    assert!(matches!(answered(status, text, |got| desk(A).changed(&target, got)), Changed::Unknown(_)));
}

#[test]
fn a_list_of_500_goes_on_from_the_last() {
    let (status, text) = samples().found;
    let many = format!("[{}]", vec![text; 500].join(","));
    let page = answered(status, &many, |got| desk(A).open_orders(got)).unwrap();
    assert_eq!((page.rows.len(), page.next.as_deref()), (500, Some("2024-05-06T14:30:00.199999Z")));
    let request = desk(A).ask(&Ask::OpenOrders { page: page.next }, signing()).unwrap();
    assert!(request.url().expose().ends_with("&after=2024-05-06T14%3A30%3A00.199999Z"), "{request:?}");
    let one = answered(status, &format!("[{text}]"), |got| desk(A).open_orders(got)).unwrap();
    assert_eq!(one.next, None);
    let none = answered(200, "[]", |got| desk(A).open_orders(got)).unwrap();
    assert!(none.rows.is_empty(), "an empty list that Alpaca sent is one");
}

#[test]
fn an_order_in_a_list_is_told_whole() {
    let (status, text) = samples().found;
    let found = answered(status, text, |got| desk(A).looked_up(&target(None, "AAPL"), got)).unwrap();
    let Looked::Found(report) = found else { panic!("{found:?}") };
    assert_eq!(report.whose, Whose::Ours(ClientOrderId::first(order_id())));
    assert_eq!(report.status, VenueStatus::Known(OrderStatus::PartiallyFilled));
    assert_eq!((report.quantity, report.filled), (Some(Quantity::new(d("10"))), Quantity::new(d("3"))));
    assert_eq!(report.terms, Some(T::Limit { limit: price("181.05") }));
    assert_eq!(report.average_price, Some(d("181.01")));
    let odd = text.replace("partially_filled", "frozen_by_aliens");
    let found = answered(status, &odd, |got| desk(A).looked_up(&target(None, "AAPL"), got)).unwrap();
    let Looked::Found(report) = found else { panic!("{found:?}") };
    assert_eq!(report.status, VenueStatus::Unheard("frozen_by_aliens".to_owned()));
}

#[test]
fn short_positions_have_a_minus() {
    let (status, text) = samples().holdings;
    let held = answered(status, text, |got| desk(A).holdings(got)).unwrap().rows;
    let units: Vec<String> = held.iter().map(|h| format!("{} {}", h.symbol, h.quantity)).collect();
    assert_eq!(units, ["AAPL 10", "XYZ -4"]);
    assert!(answered(200, "{\"code\":1,\"message\":\"x\"}", |got| desk(A).holdings(got)).is_err());
}

fn executions(told: &[Heard]) -> Vec<&Execution> {
    told.iter()
        .filter_map(|heard| match heard {
            Heard::Order(update) => match &update.what {
                What::Executed(execution) => Some(&**execution),
                _ => None,
            },
            _ => None,
        })
        .collect()
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
