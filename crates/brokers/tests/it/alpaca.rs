//! Alpaca: what is sent, what is told.

use brokers::{
    Ask, Broker, BrokerError, Canceled, Changed, ClientOrderId, Hours, Looked, Placed, Placement, VenueStatus, Whose,
};
use model::{
    instrument::AssetClass,
    order::{
        OrderTerms as T, TimeInForce, Trail,
        event::{OrderEventData as E, OrderStatus, Replacement},
    },
    quantity::Quantity,
};
use serde_json::{Value, json};

use crate::{
    samples::Samples,
    support::{CLIENT_ID, answered, approved, body, d, desk, limit, order_id, placement, price, signing, target},
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
    let late = canceled(samples().too_late.unwrap());
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
    assert_eq!(changed, Changed::Asked { venue_order_id: Some(samples().number.to_owned()) });
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
