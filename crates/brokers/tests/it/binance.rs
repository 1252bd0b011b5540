//! Binance spot: what is sent, what is told.

use brokers::{Ask, Broker, Canceled, Heard, Notice, Placed, What, Why};
use model::{
    currency::Currency,
    money::Money,
    order::{OrderTerms as T, TimeInForce, event::OrderEventData as E, fill::Liquidity},
};
use serde_json::Value;
use venues::Frame;

use crate::{
    samples::Samples,
    support::{
        CLIENT_ID, answered, approved, d, desk, executions, limit, now, placement, price, signing, stream, target, told,
    },
};

const B: Broker = Broker::Binance;

fn samples() -> &'static Samples {
    Samples::of(B)
}

fn sent(terms: T, time: TimeInForce) -> String {
    let order = approved("10.50", terms, time);
    let request = desk(B).place(&placement(&order, samples()), signing()).unwrap();
    request.shown().split_once('?').unwrap().1.to_owned()
}

#[test]
fn an_order_goes_to_the_testnet_with_its_signature() {
    assert_eq!(
        sent(T::Limit { limit: price("181.050") }, TimeInForce::Gtc),
        format!(
            "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=10.5&price=181.05&newClientOrderId={CLIENT_ID}\
             &newOrderRespType=ACK&recvWindow=5000&timestamp=1715005800000&signature=***"
        )
    );
    let order = limit("10.5", "181.05");
    let request = desk(B).place(&placement(&order, samples()), signing()).unwrap();
    assert!(request.url().expose().starts_with("https://testnet.binance.vision/api/v3/order?symbol="));
    let signature = request.url().expose().rsplit_once("&signature=").unwrap().1.to_owned();
    assert!(signature.len() == 64 && signature.bytes().all(|b| b.is_ascii_hexdigit()));
}

#[test]
fn the_stream_is_asked_for_with_a_signature_over_sorted_parameters() {
    let (_, told) = stream(B);
    let Heard::Say(frame) = &told[0] else { panic!("{told:?}") };
    let said: Value = serde_json::from_str(frame.text().unwrap()).unwrap();
    assert_eq!(said["method"], "userDataStream.subscribe.signature");
    assert_eq!(said["params"]["timestamp"], 1_715_005_800_000_i64);
    assert_eq!(said["params"]["signature"].as_str().unwrap().len(), 64);
    assert_eq!(told[1..], [Heard::Ready, Heard::Reconcile(Why::Opened)]);
}

#[test]
fn each_type_has_its_words_and_prices() {
    let (limit, stop) = (price("181.05"), price("180"));
    for (terms, time, words) in [
        (T::Market, TimeInForce::Gtc, "type=MARKET&quantity=10.5&newClientOrderId="),
        (T::Limit { limit }, TimeInForce::Fok, "type=LIMIT&timeInForce=FOK&quantity=10.5&price=181.05&"),
        (T::Stop { stop }, TimeInForce::Gtc, "type=STOP_LOSS&quantity=10.5&stopPrice=180&"),
        (
            T::StopLimit { stop, limit },
            TimeInForce::Gtc,
            "type=STOP_LOSS_LIMIT&timeInForce=GTC&quantity=10.5&price=181.05&stopPrice=180&",
        ),
    ] {
        let sent = sent(terms, time);
        assert!(sent.contains(words), "{sent}");
    }
}

/// "Execution status unknown" is said with a code of its own, and with statuses of refusals too.
#[test]
fn codes_that_say_unknown_are_unknown() {
    let order = limit("10", "181.05");
    for code in [-1000, -1001, -1003, -1006, -1007, -1008, -1015, -1016] {
        let text = format!(r#"{{"code":{code},"msg":"Timeout waiting for response from backend server."}}"#);
        let placed = answered(400, &text, |got| desk(B).placed(order.get(), got));
        assert!(matches!(placed, Placed::Unknown(_)), "{code}: {placed:?}");
        let target = target(None, "BTCUSDT");
        let canceled = answered(400, &text, |got| desk(B).canceled(&target, got));
        assert!(matches!(canceled, Canceled::Unknown(_)), "{code}: {canceled:?}");
        let found = answered(400, &text, |got| desk(B).looked_up(&target, got));
        assert_eq!(found.unwrap_err().code(), "broker_no_answer", "{code}");
    }
}

#[test]
fn a_canceled_order_is_named_by_its_own_client_id() {
    let target = target(None, "BTCUSDT");
    let request = desk(B).cancel(&target, signing()).unwrap();
    assert!(request.shown().contains(&format!("/api/v3/order?symbol=BTCUSDT&origClientOrderId={CLIENT_ID}&")));
    let (status, text) = samples().canceled;
    assert_eq!(answered(status, text, |got| desk(B).canceled(&target, got)), Canceled::Done);
    let filled = text.replace("CANCELED", "FILLED");
    assert!(matches!(answered(status, &filled, |got| desk(B).canceled(&target, got)), Canceled::Unknown(_)));
    // On the stream the wish to cancel has an id of its own, and the order stands beside it.
    let told = told(B, &samples().others[..1]);
    assert!(
        matches!(&told[0], Heard::Order(update) if update.what == What::Event(E::Canceled) && update.whose.ours().is_some())
    );
}

/// Filled, canceled or never there: the answer is the same, and only a look-up tells.
#[test]
fn an_unknown_order_at_a_cancel_is_looked_up() {
    let (status, text) = samples().cancel_not_found.unwrap();
    let canceled = answered(status, text, |got| desk(B).canceled(&target(None, "BTCUSDT"), got));
    assert!(canceled.must_look_up());
    assert_eq!(canceled.event(), Some(E::Unanswered));
}

#[test]
fn fills_carry_the_asset_of_their_fee() {
    let told = told(B, samples().life);
    let order = limit("10", "181.05");
    let none = Money::zero(Currency::USD);
    let fills: Vec<_> = executions(&told).iter().map(|e| e.fill(B, order.get(), "BTCUSDT", none).unwrap()).collect();
    let bnb: Currency = "BNB".parse().unwrap();
    assert_eq!(fills[0].fee, Money::new(d("0.0012"), bnb));
    assert_eq!((fills[0].quantity.get(), fills[0].price.get()), (d("3"), d("181.01")));
    assert_eq!(fills[0].liquidity, Some(Liquidity::Taker));
    assert_eq!(fills[0].execution_id.as_str(), "BTCUSDT-28457", "numbers are unique by symbol only");
    // The same as in the list.
    let (status, text) = samples().executions;
    let listed = answered(status, text, |got| desk(B).executions(got)).unwrap().rows;
    let keys: Vec<_> = listed.iter().map(|e| e.fill(B, order.get(), "BTCUSDT", none).unwrap().key()).collect();
    assert_eq!(keys, fills.iter().map(model::order::fill::Fill::key).collect::<Vec<_>>());
}

#[test]
fn a_fee_in_an_asset_that_is_no_currency_here_is_told() {
    let odd = samples().life[1].replace("\"BNB\"", "\"1MBABYDOGE\"");
    let told = told(B, &[&odd]);
    let (order, none) = (limit("10", "181.05"), Money::zero(Currency::USD));
    let error = executions(&told)[0].fill(B, order.get(), "BTCUSDT", none).unwrap_err();
    assert!(error.to_string().contains("1MBABYDOGE"), "{error}");
}

#[test]
fn a_fill_frame_that_never_came_is_noticed() {
    let [new, _, last] = samples().life else { panic!() };
    assert_eq!(told(B, &[new, last]).last(), Some(&Heard::Reconcile(Why::Gap)));
    assert!(!told(B, samples().life).contains(&Heard::Reconcile(Why::Gap)));
}

#[test]
fn the_end_of_a_connection_that_is_announced_is_a_reason_to_open_another() {
    for frame in &samples().others[5..7] {
        assert!(matches!(&told(B, &[frame])[..], [Heard::Reconnect { .. }]), "{frame}");
    }
    assert_eq!(B.capabilities().stream.max_life_seconds, Some(86_400));
}

#[test]
fn a_key_that_is_refused_is_not_tried_again() {
    let mut talk = B.language().talk(&desk(B), None).unwrap();
    let mut out = Vec::new();
    talk.opened(signing(), &mut out);
    let refused = r#"{"id":"account","status":401,"error":{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}}"#;
    talk.heard(now(), &Frame::Text(refused.to_owned()), &mut out);
    assert!(out.iter().any(|heard| matches!(heard, Heard::Refused { is_final: true, .. })), "{out:?}");
    assert!(!out.contains(&Heard::Ready));
}

#[test]
fn unknown_words_are_told_and_ask_for_reconciliation() {
    let odd = samples().life[0].replace(r#""x":"NEW""#, r#""x":"DREAMED""#);
    let heard = told(B, &[&odd]);
    assert!(matches!(&heard[..], [Heard::Garbage { .. }, Heard::Reconcile(Why::UnknownStatus)]), "{heard:?}");
    let odd = samples().life[0].replace("executionReport", "executionDream");
    let heard = told(B, &[&odd]);
    assert!(matches!(&heard[..], [Heard::Garbage { .. }, Heard::Reconcile(Why::NotUnderstood)]), "{heard:?}");
    let replaced = samples().life[0].replace(r#""x":"NEW""#, r#""x":"REPLACED""#);
    let heard = told(B, &[&replaced]);
    assert!(matches!(&heard[0], Heard::Order(update) if update.what == What::Notice(Notice::ReplacedBy(None))));
}

#[test]
fn trades_of_more_than_one_answer_go_on_by_number() {
    let (_, text) = samples().executions;
    let row = text.trim_start_matches('[').split_once("},").unwrap().0.to_owned() + "}";
    let page = answered(200, &format!("[{}]", vec![row; 1000].join(",")), |got| desk(B).executions(got)).unwrap();
    assert_eq!(page.next.as_deref(), Some("28458"));
    let ask = Ask::Executions { since: now(), symbol: "BTCUSDT".to_owned(), page: page.next };
    let shown = desk(B).ask(&ask, signing()).unwrap().shown();
    assert!(shown.contains("symbol=BTCUSDT&limit=1000&fromId=28458&") && !shown.contains("startTime"), "{shown}");
}
