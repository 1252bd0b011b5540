//! Kraken spot: what is sent, what is told.

use brokers::{Ask, Broker, Canceled, Heard, Placed, What, Why};
use model::{
    currency::Currency,
    money::Money,
    order::{
        OrderTerms as T, TimeInForce, Trail,
        event::{OrderEventData as E, Replacement},
        fill::{Fill, Liquidity},
    },
    quantity::Quantity,
};
use serde_json::Value;

use crate::{
    samples::Samples,
    support::{
        CLIENT_ID, answered, approved, d, desk, executions, limit, placement, price, signing, stream, target, told,
    },
};

const K: Broker = Broker::Kraken;

fn samples() -> &'static Samples {
    Samples::of(K)
}

fn sent(terms: T, time: TimeInForce) -> String {
    let order = approved("10.50", terms, time);
    let request = desk(K).place(&placement(&order, samples()), signing()).unwrap();
    assert_eq!(request.path, "/0/private/AddOrder");
    let names: Vec<&str> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["API-Key", "API-Sign"]);
    request.body_text().unwrap().to_owned()
}

#[test]
fn each_type_has_its_words_and_prices() {
    let (limit, stop) = (price("181.05"), price("180"));
    let until = "2024-05-09T20:00:00Z".parse().unwrap();
    let begin = format!("nonce=1715005800000000&cl_ord_id={CLIENT_ID}&pair=BTC%2FUSD&type=buy&ordertype=");
    for (terms, time, words) in [
        (T::Market, TimeInForce::Ioc, "market&volume=10.5"),
        (T::Limit { limit }, TimeInForce::Fok, "limit&volume=10.5&price=181.05&timeinforce=FOK"),
        (
            T::Limit { limit },
            TimeInForce::Gtd { until },
            "limit&volume=10.5&price=181.05&timeinforce=GTD&expiretm=1715284800",
        ),
        (T::Stop { stop }, TimeInForce::Gtc, "stop-loss&volume=10.5&price=180&timeinforce=GTC"),
        (
            T::StopLimit { stop, limit },
            TimeInForce::Gtc,
            "stop-loss-limit&volume=10.5&price=180&price2=181.05&timeinforce=GTC",
        ),
        (
            T::TrailingStop { trail: Trail::Percent { percent: d("1.50") } },
            TimeInForce::Gtc,
            "trailing-stop&volume=10.5&price=%2B1.5%25&timeinforce=GTC",
        ),
    ] {
        assert_eq!(sent(terms, time), format!("{begin}{words}"));
    }
}

/// Refusals come with status 200. Those that say that the broker could not answer are none.
#[test]
fn errors_that_decide_nothing_are_unknown() {
    let order = limit("10", "181.05");
    for error in [
        "EService:Unavailable",
        "EService:Busy",
        "EService:Timeout",
        "EGeneral:Internal error",
        "EGeneral:Temporary lockout",
        "EAPI:Rate limit exceeded",
        "EOrder:Rate limit exceeded",
        "EDream:Something new",
        "EOrder:Insufficient funds\",\"EService:Unavailable",
    ] {
        let text = format!(r#"{{"error":["{error}"]}}"#);
        let placed = answered(200, &text, |got| desk(K).placed(order.get(), got));
        assert!(matches!(placed, Placed::Unknown(_)), "{error}: {placed:?}");
        let found = answered(200, &text, |got| desk(K).open_orders(got)).unwrap_err();
        assert_eq!(found.code(), "broker_no_answer", "{error}");
    }
    // A number that no order of Kraken has.
    let odd = samples().accepted.1.replace("OUF4EM-FRGI2-MQMWZD", "42");
    assert!(matches!(answered(200, &odd, |got| desk(K).placed(order.get(), got)), Placed::Unknown(_)));
}

#[test]
fn a_cancel_of_no_order_is_looked_up() {
    let target = target(None, "BTC/USD");
    let none = r#"{"error":[],"result":{"count":0}}"#;
    let canceled = answered(200, none, |got| desk(K).canceled(&target, got));
    assert!(matches!(canceled, Canceled::NotFound { .. }) && canceled.must_look_up());
    assert_eq!(canceled.event(), Some(E::Unanswered));
    let request = desk(K).cancel(&target, signing()).unwrap();
    assert!(request.body_text().unwrap().ends_with(&format!("&cl_ord_id={CLIENT_ID}")));
}

#[test]
fn a_change_keeps_the_order() {
    let (order, target) = (limit("10", "181.05"), target(Some(samples().number), "BTC/USD"));
    let to = Replacement { quantity: Quantity::new(d("12")), terms: T::Limit { limit: price("181.1") } };
    let request = desk(K).change(&target, order.get(), &to, signing()).unwrap();
    assert_eq!(
        request.body_text().unwrap(),
        format!("nonce=1715005800000000&cl_ord_id={CLIENT_ID}&order_qty=12&limit_price=181.1")
    );
}

#[test]
fn an_order_is_looked_up_by_krakens_number_only() {
    let unknown = Ask::Order(target(None, "BTC/USD"));
    assert_eq!(desk(K).ask(&unknown, signing()).unwrap_err().code(), "broker_order_number_unknown");
    // An empty answer to the look-up does not prove that the order is absent.
    let none = r#"{"error":[],"result":{}}"#;
    let found = answered(200, none, |got| desk(K).looked_up(&target(Some(samples().number), "BTC/USD"), got));
    assert_eq!(found.unwrap_err().code(), "broker_no_answer");
}

#[test]
fn the_stream_needs_a_token_of_its_own() {
    let request = desk(K).stream_token(signing()).unwrap().unwrap();
    assert_eq!(request.path, "/0/private/GetWebSocketsToken");
    let answer = r#"{"error":[],"result":{"token":"1Dwc4lzSwNWOAwkMdqhssNNFhs1ed606d1WcF3XfEMw","expires":900}}"#;
    assert!(answered(200, answer, |got| desk(K).token(got)).is_ok());
    assert!(answered(200, r#"{"error":["EAPI:Invalid key"]}"#, |got| desk(K).token(got)).is_err());
    assert!(K.language().talk(&desk(K), None).is_err());
    let (_, heard) = stream(K);
    let Heard::Say(frame) = &heard[0] else { panic!("{heard:?}") };
    let said: Value = serde_json::from_str(frame.text().unwrap()).unwrap();
    assert_eq!((&said["method"], &said["params"]["channel"]), (&"subscribe".into(), &"executions".into()));
    assert!(heard.contains(&Heard::Ready) && heard.contains(&Heard::Reconcile(Why::Opened)));
    // Paper trading has no stream: the desk refuses.
    assert_eq!(desk(K).talk(None).err().unwrap().code(), "broker_unsupported");
}

#[test]
fn fills_have_the_identity_of_the_list() {
    let heard = told(K, samples().life);
    let (order, none) = (limit("10", "181.05"), Money::zero(Currency::USD));
    let book = |e: &brokers::Execution| e.fill(K, order.get(), "BTC/USD", none).unwrap();
    let fills: Vec<Fill> = executions(&heard).into_iter().map(book).collect();
    let (status, text) = samples().executions;
    let listed: Vec<Fill> =
        answered(status, text, |got| desk(K).executions(got)).unwrap().rows.iter().map(book).collect();
    assert_eq!(fills.iter().map(Fill::key).collect::<Vec<_>>(), listed.iter().map(Fill::key).collect::<Vec<_>>());
    assert_eq!(
        (fills[0].fee, listed[0].fee),
        (Money::new(d("1.41188"), Currency::USD), Money::new(d("1.41188"), Currency::USD))
    );
    assert_eq!((fills[0].quantity.get(), fills[1].liquidity), (d("3"), Some(Liquidity::Maker)));
}

#[test]
fn a_lost_number_asks_for_reconciliation() {
    let [new, _, last] = samples().life else { panic!() };
    let heard = told(K, &[new, last]);
    assert!(heard.contains(&Heard::Reconcile(Why::Gap)), "{heard:?}");
    assert_eq!(executions(&heard).len(), 1, "what came is told all the same");
    assert!(!told(K, samples().life).contains(&Heard::Reconcile(Why::Gap)));
}

#[test]
fn one_row_that_is_not_understood_hides_no_fill_beside_it() {
    let row = samples().life[1].split_once("\"data\":[").unwrap().1.split_once("],\"sequence\"").unwrap().0;
    let frame = format!(
        r#"{{"channel":"executions","type":"update","data":[{},{row}],"sequence":2}}"#,
        row.replace("\"last_qty\":3.00000000", "\"last_qty\":-3")
    );
    let heard = told(K, &[&frame]);
    assert_eq!(executions(&heard).len(), 1, "{heard:?}");
    assert!(heard.contains(&Heard::Reconcile(Why::NotUnderstood)));
}

#[test]
fn heartbeats_are_signs_of_life() {
    assert_eq!(told(K, &[r#"{"channel":"heartbeat"}"#]), [Heard::Alive]);
    assert_eq!(K.capabilities().stream.silence_seconds, Some(5));
}

#[test]
fn other_events_are_what_they_say() {
    let event = |at: usize| match &told(K, &samples().others[at..=at])[0] {
        Heard::Order(update) => update.what.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(event(1), What::Event(E::Canceled));
    assert_eq!(event(2), What::Event(E::Expired));
    assert_eq!(event(3), What::Event(E::Rejected { reason: "post only".into() }));
    assert!(told(K, &samples().others[4..5]).contains(&Heard::Reconcile(Why::Replaced)));
    let odd = samples().others[1].replace("\"exec_type\":\"canceled\"", "\"exec_type\":\"dreamed\"");
    assert!(matches!(&told(K, &[&odd])[..], [Heard::Garbage { .. }, Heard::Reconcile(Why::UnknownStatus)]));
}
