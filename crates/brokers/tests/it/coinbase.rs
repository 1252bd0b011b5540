//! Coinbase Advanced: what is sent, what is told.

use brokers::{Ask, Broker, Canceled, Desk, Heard, Notice, Placed, What, Why, site::Paper, site::Site};
use model::{
    currency::Currency,
    money::Money,
    order::{
        OrderTerms as T, TimeInForce,
        event::{OrderEventData as E, Replacement},
    },
    quantity::Quantity,
};
use serde_json::{Value, json};
use venues::{Key, Secret};

use crate::{
    samples::Samples,
    support::{
        CLIENT_ID, account_id, answered, approved, body, d, desk, executions, limit, placement, price, signing, stream,
        target, told,
    },
};

const C: Broker = Broker::Coinbase;

fn samples() -> &'static Samples {
    Samples::of(C)
}

fn sent(terms: T, time: TimeInForce) -> Value {
    let order = approved("10.50", terms, time);
    body(&desk(C).place(&placement(&order, samples()), signing()).unwrap())["order_configuration"].clone()
}

#[test]
fn each_type_has_its_configuration() {
    let (limit, stop) = (price("181.05"), price("180"));
    let until = "2024-05-09T20:00:00Z".parse().unwrap();
    for (terms, time, configuration) in [
        (T::Market, TimeInForce::Ioc, json!({ "market_market_ioc": { "base_size": "10.5" } })),
        (
            T::Limit { limit },
            TimeInForce::Gtc,
            json!({ "limit_limit_gtc": { "base_size": "10.5", "limit_price": "181.05" } }),
        ),
        (
            T::Limit { limit },
            TimeInForce::Gtd { until },
            json!({ "limit_limit_gtd": { "base_size": "10.5", "limit_price": "181.05", "end_time": until } }),
        ),
        (
            T::Limit { limit },
            TimeInForce::Ioc,
            json!({ "sor_limit_ioc": { "base_size": "10.5", "limit_price": "181.05" } }),
        ),
        (
            T::StopLimit { stop, limit },
            TimeInForce::Gtc,
            json!({ "stop_limit_stop_limit_gtc": { "base_size": "10.5", "limit_price": "181.05", "stop_price": "180",
                "stop_direction": "STOP_DIRECTION_STOP_UP" } }),
        ),
    ] {
        assert_eq!(sent(terms, time), configuration);
    }
}

/// The parts of a token, decoded.
fn claims(token: &str) -> (Value, Value) {
    let parts: Vec<&str> = token.split('.').collect();
    assert_eq!(parts.len(), 3);
    let read = |part: &str| {
        let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let (mut bytes, mut bits, mut n) = (Vec::new(), 0_u32, 0);
        for byte in part.bytes() {
            bits = bits << 6 | u32::try_from(digits.iter().position(|d| *d == byte).unwrap()).unwrap();
            n += 6;
            if n >= 8 {
                n -= 8;
                bytes.push((bits >> n & 0xff) as u8);
            }
        }
        serde_json::from_slice(&bytes).unwrap()
    };
    (read(parts[0]), read(parts[1]))
}

#[test]
fn each_request_has_a_token_of_its_own_for_two_minutes() {
    let order = limit("10", "181.05");
    let request = desk(C).place(&placement(&order, samples()), signing()).unwrap();
    assert_eq!(body(&request)["client_order_id"], CLIENT_ID);
    let (name, venues::Value::Secret(value)) = &request.headers[0] else { panic!() };
    assert_eq!(name, "Authorization");
    let (header, said) = claims(value.expose().strip_prefix("Bearer ").unwrap());
    assert_eq!((&header["alg"], &header["kid"]), (&json!("ES256"), &json!(samples().key.0)));
    assert_eq!(
        said,
        json!({ "sub": samples().key.0, "iss": "cdp", "nbf": 1_715_005_800, "exp": 1_715_005_920,
            "uri": "POST api-sandbox.coinbase.com/api/v3/brokerage/orders" })
    );
}

/// Coinbase makes Ed25519 keys too, with which this API does not work.
#[test]
fn a_key_that_is_no_elliptic_curve_key_is_refused_before_anything_is_sent() {
    let ed25519 = "MC4CAQAwBQYDK2VwBCIEIDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw";
    let key = Key { id: Secret::new("organizations/x").unwrap(), secret: Secret::holding(ed25519.to_owned()) };
    let desk = Desk::new(C, account_id(), Site::Paper(Paper::of(C).unwrap()), key).unwrap();
    let order = limit("10", "181.05");
    let error = desk.place(&placement(&order, samples()), signing()).unwrap_err();
    assert!(error.code() == "broker_key_invalid" && error.to_string().contains("Ed25519"), "{error}");
}

#[test]
fn a_failure_whose_reason_the_broker_does_not_know_is_unknown() {
    let order = limit("10", "181.05");
    let text = samples().rejected[0].1.replace("INSUFFICIENT_FUND\",\"message", "UNKNOWN_FAILURE_REASON\",\"message");
    let placed = answered(200, &text, |got| desk(C).placed(order.get(), got));
    assert!(matches!(placed, Placed::Unknown(_)), "{placed:?}");
    // Both at once is neither.
    let both = samples().accepted.1.replace("\"success\":true", "\"success\":false");
    assert!(matches!(answered(200, &both, |got| desk(C).placed(order.get(), got)), Placed::Unknown(_)));
}

#[test]
fn a_cancel_is_about_one_order() {
    let target = target(Some(samples().number), "BTC-USD");
    let canceled = |text: &str| answered(200, text, |got| desk(C).canceled(&target, got));
    assert_eq!(canceled(samples().canceled.1), Canceled::Asked);
    let other = samples().canceled.1.replace("000001", "000009");
    for odd in [r#"{"results":[]}"#, &other] {
        assert!(matches!(canceled(odd), Canceled::Unknown(_)), "{odd}");
    }
    let nobody =
        samples().too_late.unwrap().1.replace("COMMANDER_REJECTED_CANCEL_ORDER", "UNKNOWN_CANCEL_FAILURE_REASON");
    assert!(matches!(canceled(&nobody), Canceled::Unknown(_)));
}

#[test]
fn only_limits_until_canceled_are_changed() {
    let target = target(Some(samples().number), "BTC-USD");
    let to = |terms| Replacement { quantity: Quantity::new(d("12")), terms };
    let order = limit("10", "181.05");
    let terms = T::Limit { limit: price("181.10") };
    let request = desk(C).change(&target, order.get(), &to(terms), signing()).unwrap();
    assert_eq!(body(&request), json!({ "order_id": samples().number, "price": "181.1", "size": "12" }));
    let fok = approved("10", terms, TimeInForce::Fok);
    assert_eq!(desk(C).change(&target, fok.get(), &to(terms), signing()).unwrap_err().code(), "broker_unsupported");
}

#[test]
fn lists_go_on_by_cursor_or_say_that_they_are_not_whole() {
    let text = samples()
        .open_orders
        .1
        .replace("\"has_next\":false,\"cursor\":\"\"", "\"has_next\":true,\"cursor\":\"789100\"");
    let page = answered(200, &text, |got| desk(C).open_orders(got)).unwrap();
    assert_eq!(page.next.as_deref(), Some("789100"));
    let request = desk(C).ask(&Ask::OpenOrders { page: page.next }, signing()).unwrap();
    assert!(request.shown().ends_with("?order_status=OPEN&cursor=789100"), "{}", request.shown());
    let lost = text.replace("789100", "");
    assert!(answered(200, &lost, |got| desk(C).open_orders(got)).is_err());
}

/// The channel adds up. What traded is asked for, so that each execution has one identity, after a reconnect as well.
#[test]
fn what_traded_is_asked_for() {
    let heard = told(C, samples().life);
    assert!(executions(&heard).is_empty());
    let filled = |units: &str| What::Notice(Notice::Filled { cumulative: d(units) });
    let what: Vec<What> = heard
        .iter()
        .filter_map(|heard| match heard {
            Heard::Order(update) => Some(update.what.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(what, [What::Event(E::Accepted), filled("3"), filled("10")]);
    assert_eq!(heard.iter().filter(|heard| **heard == Heard::Reconcile(Why::Fills)).count(), 2);
    let (status, text) = samples().executions;
    let (order, none) = (limit("10", "181.05"), Money::zero(Currency::USD));
    let listed = answered(status, text, |got| desk(C).executions(got)).unwrap().rows;
    let fill = listed[0].fill(C, order.get(), "BTC-USD", none).unwrap();
    assert_eq!((fill.fee, fill.execution_id.as_str()), (Money::new(d("1.25"), Currency::USD), "1111-11111-111111"));
}

/// The same state again, as after a reconnect, asks for nothing.
#[test]
fn a_repetition_is_no_fill() {
    let mut again = samples().life[1].replace("\"sequence_num\":4", "\"sequence_num\":3");
    let twice = samples().life[1].to_owned();
    let heard = told(C, &[&again, &twice]);
    assert_eq!(heard.iter().filter(|heard| **heard == Heard::Reconcile(Why::Fills)).count(), 1, "{heard:?}");
    again = again.replace("\"update\"", "\"snapshot\"");
    assert_eq!(told(C, &[&again]), []);
}

#[test]
fn a_lost_number_asks_for_reconciliation() {
    let [new, _, last] = samples().life else { panic!() };
    assert!(told(C, &[new, last]).contains(&Heard::Reconcile(Why::Gap)));
    assert!(!told(C, samples().life).contains(&Heard::Reconcile(Why::Gap)));
    // Heartbeats are numbered too.
    assert_eq!(told(C, &[samples().others[6]]), [Heard::Alive]);
}

#[test]
fn the_stream_is_ready_once_the_accounts_channel_is_named() {
    let (_, heard) = stream(C);
    let said = |at: usize| match &heard[at] {
        Heard::Say(frame) => serde_json::from_str::<Value>(frame.text().unwrap()).unwrap(),
        other => panic!("{other:?}"),
    };
    assert_eq!((&said(0)["channel"], &said(1)["channel"]), (&json!("user"), &json!("heartbeats")));
    assert_ne!(said(0)["jwt"], said(1)["jwt"]);
    assert_eq!(heard[2..], [Heard::Ready, Heard::Reconcile(Why::Opened)]);
    let refused = r#"{"type":"error","message":"authentication failure"}"#;
    assert!(matches!(&told(C, &[refused])[..], [Heard::Refused { is_final: true, .. }]));
}

#[test]
fn an_unknown_status_is_told_and_asks_for_reconciliation() {
    let odd = samples().life[0].replace("\"status\":\"OPEN\"", "\"status\":\"DREAMED\"");
    assert!(matches!(&told(C, &[&odd])[..], [Heard::Garbage { .. }, Heard::Reconcile(Why::UnknownStatus)]));
}
