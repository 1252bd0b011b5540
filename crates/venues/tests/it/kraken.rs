//! Kraken's stream, and its books with their checksums.

use feed::book::{
    checksum::Decimals,
    follow::{BookFollower, Followed},
};
use model::market::{Aggressor, DataKind, TickData, incident::IncidentKind};
use serde_json::json;
use venues::{Told, Venue};

use super::support::{bars, books, clock, garbage, hear, later, now, open, said, sides, ticks, time, want};

const PAIR: &str = "BTC/USD";

/// A whole book. The checksums of both messages are those of Python's `zlib.crc32` over the digits by Kraken's rule.
pub(crate) const SNAPSHOT: &str = r#"{"channel":"book","type":"snapshot","data":[{"symbol":"BTC/USD","asks":[
    {"price":64210.1,"qty":0.01300000},{"price":64210.8,"qty":0.11300000},{"price":64211.5,"qty":0.21300000},
    {"price":64212.2,"qty":0.31300000},{"price":64212.9,"qty":0.41300000},{"price":64213.6,"qty":0.51300000},
    {"price":64214.3,"qty":0.61300000},{"price":64215.0,"qty":0.71300000},{"price":64215.7,"qty":0.81300000},
    {"price":64216.4,"qty":0.91300000}],"bids":[
    {"price":64209.9,"qty":0.50000000},{"price":64209.3,"qty":0.57000000},{"price":64208.7,"qty":0.64000000},
    {"price":64208.1,"qty":0.71000000},{"price":64207.5,"qty":0.78000000},{"price":64206.9,"qty":0.85000000},
    {"price":64206.3,"qty":0.92000000},{"price":64205.7,"qty":0.99000000},{"price":64205.1,"qty":1.06000000},
    {"price":64204.5,"qty":1.13000000}],"checksum":1875571531}]}"#;

/// A better bid, another size, an ask that goes and one that comes in at the tenth place.
pub(crate) const UPDATE: &str = r#"{"channel":"book","type":"update","data":[{"symbol":"BTC/USD",
    "bids":[{"price":64210.0,"qty":0.00100000},{"price":64209.9,"qty":0.75000000}],
    "asks":[{"price":64210.1,"qty":0},{"price":64217.5,"qty":2.00000000}],
    "checksum":2725955502,"timestamp":"2024-03-12T10:29:59.440295Z"}]}"#;

#[test]
fn it_subscribes_channel_by_channel_and_hears_of_each_symbol() {
    let mut kraken = Venue::Kraken.conversation(None).unwrap().unwrap();
    let all = [DataKind::Trade, DataKind::Quote, DataKind::Bar, DataKind::Book].map(|kind| (PAIR, kind));
    want(&mut *kraken, now(), &all);
    let mut out = Vec::new();
    kraken.opened(now(), &mut out);
    let subscribe = |id: u64, params| json!({ "method": "subscribe", "params": params, "req_id": id });
    assert_eq!(
        said(&out),
        [
            subscribe(1, json!({ "channel": "trade", "symbol": [PAIR], "snapshot": false })),
            subscribe(2, json!({ "channel": "ticker", "symbol": [PAIR], "event_trigger": "bbo" })),
            subscribe(3, json!({ "channel": "ohlc", "symbol": [PAIR], "interval": 1, "snapshot": false })),
            subscribe(4, json!({ "channel": "book", "symbol": [PAIR], "depth": 10 })),
        ]
    );
    for id in 1..=3 {
        let answer = json!({ "method": "subscribe", "result": { "channel": "x", "symbol": PAIR }, "success": true, "req_id": id });
        assert_eq!(hear(&mut *kraken, now(), &answer.to_string()), [Told::Subscribed { topics: 4 }]);
    }
    let refusal = r#"{"error":"Currency pair not supported BTC/USD","method":"subscribe","req_id":4,"success":false,"symbol":"BTC/USD","time_in":"2024-03-12T10:29:59.1Z","time_out":"2024-03-12T10:29:59.2Z"}"#;
    let reason = "BTC/USD: Currency pair not supported BTC/USD".to_owned();
    assert_eq!(hear(&mut *kraken, now(), refusal), [Told::Refused { code: None, reason, is_final: false }]);
    assert_eq!(clock(&mut *kraken, later(2)), [], "everything is answered");
    assert_eq!(said(&want(&mut *kraken, later(2), &all)).len(), 1, "what was refused is tried again");
    let told = hear(
        &mut *kraken,
        later(2),
        r#"{"error":"Unsupported field","method":"subscribe","req_id":5,"success":false}"#,
    );
    assert!(matches!(&told[..], [Told::Refused { reason, .. }] if reason == "Unsupported field"));
}

#[test]
fn it_pings_when_nothing_comes() {
    let mut kraken = open(Venue::Kraken, &[]);
    assert_eq!(clock(&mut *kraken, later(2)), []);
    assert_eq!(said(&clock(&mut *kraken, later(3))), [json!({ "method": "ping" })]);
    assert_eq!(clock(&mut *kraken, later(4)), []);
    assert_eq!(hear(&mut *kraken, later(4), r#"{"method":"pong","time_in":"2024-03-12T10:29:59Z"}"#), []);
    assert_eq!(clock(&mut *kraken, later(6)), []);
    for text in [r#"{"channel":"heartbeat"}"#, r#"{"channel":"status","type":"update","data":[{"system":"online"}]}"#] {
        assert_eq!(hear(&mut *kraken, later(6), text), []);
    }
    let mut kraken = open(Venue::Kraken, &[(PAIR, DataKind::Trade)]);
    assert!(clock(&mut *kraken, later(30)).iter().any(|told| matches!(told, Told::Reconnect { .. })));
}

#[test]
fn trades_and_quotes_are_read() {
    let mut kraken = open(Venue::Kraken, &[(PAIR, DataKind::Trade), (PAIR, DataKind::Quote)]);
    let trades = r#"{"channel":"trade","type":"update","data":[
        {"symbol":"BTC/USD","side":"buy","price":64210.1,"qty":0.00027625,"ord_type":"limit","trade_id":10218208,"timestamp":"2024-03-12T10:29:59.440295Z"},
        {"symbol":"BTC/USD","side":"sell","price":null,"qty":0.1,"ord_type":"market","trade_id":10218209,"timestamp":"2024-03-12T10:29:59.5Z"}]}"#;
    let told = hear(&mut *kraken, now(), trades);
    let found = ticks(&told);
    assert_eq!((found.len(), garbage(&told).len()), (1, 1));
    assert_eq!(
        (found[0].origin.sequence, found[0].origin.at),
        (Some(10_218_208), Some(time("2024-03-12T10:29:59.440295Z")))
    );
    let TickData::Trade(trade) = found[0].data else { panic!() };
    assert_eq!((trade.price, trade.size, trade.aggressor), (64210.1, Some(0.000_276_25), Some(Aggressor::Buyer)));
    let ticker = r#"{"channel":"ticker","type":"snapshot","data":[{"symbol":"BTC/USD","bid":64210.0,"bid_qty":2.5,"ask":64210.1,"ask_qty":3.2,
        "last":64210.1,"volume":163.2,"vwap":64000.1,"low":63000.0,"high":65000.0,"change":250.0,"change_pct":0.24}]}"#;
    let tick = ticks(&hear(&mut *kraken, now(), ticker))[0];
    assert_eq!((sides(&tick), tick.origin.at), ((Some(64210.0), Some(2.5), Some(64210.1), Some(3.2)), None));
}

#[test]
fn a_book_is_what_its_checksum_says() {
    let mut kraken = open(Venue::Kraken, &[(PAIR, DataKind::Book)]);
    let follower = || BookFollower::new(venues::kraken::book_rule(Decimals { price: 1, size: 8 }));
    let read = |kraken: &mut dyn venues::Conversation, text: &str| books(&hear(kraken, now(), text)).remove(0);
    let (whole, change) = (read(&mut *kraken, SNAPSHOT), read(&mut *kraken, UPDATE));
    assert_eq!((whole.origin.at, change.numbers.checksum), (None, Some(2_725_955_502)));
    let mut followed = follower();
    assert_eq!((followed.step(&whole), followed.step(&change)), (Followed::Applied, Followed::Applied));
    let best = followed.book().unwrap().bid_ask();
    assert_eq!((best.bid, best.ask), (Some(64210.0), Some(64210.8)));
    let mut followed = follower();
    followed.step(&whole);
    let wrong = read(&mut *kraken, &UPDATE.replace("0.75000000", "0.75000001"));
    assert_eq!(followed.step(&wrong), Followed::Broken(IncidentKind::Checksum));
    // Left and wanted again, it begins with a whole book.
    let mut told = want(&mut *kraken, now(), &[]);
    told.extend(want(&mut *kraken, now(), &[(PAIR, DataKind::Book)]));
    let methods: Vec<_> = said(&told).iter().map(|message| message["method"].clone()).collect();
    assert_eq!(methods, ["unsubscribe", "subscribe"]);
    for broken in [
        UPDATE.replace("2.00000000", "null"),
        UPDATE.replace("2725955502", "-1"),
        UPDATE.replace("\"update\"", "\"?\""),
    ] {
        let told = hear(&mut *kraken, now(), &broken);
        assert!(matches!(told[..], [Told::Garbage { .. }, Told::Reconnect { .. }]), "{told:?}");
    }
}

#[test]
fn bars_are_handed_on_when_they_are_over() {
    let mut kraken = open(Venue::Kraken, &[(PAIR, DataKind::Bar)]);
    let bar = |minute: u32, close: f64| {
        format!(
            r#"{{"channel":"ohlc","type":"update","timestamp":"2024-03-12T10:30:00Z","data":[{{"symbol":"BTC/USD","open":64200.0,"high":64300.0,
            "low":64100.0,"close":{close:.1},"trades":12,"volume":30.5,"vwap":64210.1,"interval_begin":"2024-03-12T10:{minute}:00.000000000Z","interval":1}}]}}"#
        )
    };
    assert_eq!(hear(&mut *kraken, now(), &bar(30, 64210.0)), []);
    assert_eq!(hear(&mut *kraken, now(), &bar(30, 64211.0)), []);
    let found = bars(&hear(&mut *kraken, later(60), &bar(31, 64212.0)));
    assert_eq!((found[0].bar.at, found[0].bar.close, found[0].bar.volume), (now(), 64211.0, Some(30.5)));
    assert_eq!(bars(&hear(&mut *kraken, later(61), &bar(30, 64209.0)))[0].bar.close, 64209.0, "a late trade");
    let of_clock = |kraken: &mut dyn venues::Conversation, at| bars(&clock(kraken, at));
    assert_eq!(of_clock(&mut *kraken, later(124)), []);
    assert_eq!(of_clock(&mut *kraken, later(125))[0].bar.close, 64212.0, "its time is over, and nothing more came");
    assert_eq!(of_clock(&mut *kraken, later(126)), []);
    assert_eq!(bars(&hear(&mut *kraken, later(127), &bar(32, 64213.0))), [], "not twice");
    let wrong = bar(33, 64210.0).replace("\"interval\":1", "\"interval\":5");
    assert_eq!(garbage(&hear(&mut *kraken, later(128), &wrong)).len(), 1);
}
