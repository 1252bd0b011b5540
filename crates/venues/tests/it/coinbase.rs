//! Coinbase's stream.

use feed::book::follow::{BookFollower, BookRule, Followed};
use model::market::{Aggressor, DataKind, TickData};
use serde_json::json;
use venues::{Told, Venue};

use super::support::{books, clock, garbage, hear, later, now, open, said, sides, ticks, time, want};

const PAIR: &str = "BTC-USD";

fn message(channel: &str, number: u64, events: &str) -> String {
    format!(
        r#"{{"channel":"{channel}","client_id":"","timestamp":"2024-03-12T10:29:59.500Z","sequence_num":{number},"events":[{events}]}}"#
    )
}

fn trade(id: u64, seconds: u32) -> String {
    format!(
        r#"{{"trade_id":"{id}","product_id":"BTC-USD","price":"64210.5","size":"0.0015","side":"BUY","time":"2024-03-12T10:29:{seconds:02}.789012Z"}}"#
    )
}

#[test]
fn it_asks_for_heartbeats_at_once_and_one_channel_a_message() {
    let mut coinbase = Venue::Coinbase.conversation(None).unwrap().unwrap();
    want(&mut *coinbase, now(), &[(PAIR, DataKind::Trade), ("ETH-USD", DataKind::Trade), (PAIR, DataKind::Book)]);
    let mut out = Vec::new();
    coinbase.opened(now(), &mut out);
    assert_eq!(
        said(&out),
        [
            json!({ "type": "subscribe", "channel": "heartbeats" }),
            json!({ "type": "subscribe", "product_ids": ["BTC-USD", "ETH-USD"], "channel": "market_trades" }),
            json!({ "type": "subscribe", "product_ids": ["BTC-USD"], "channel": "level2" }),
        ]
    );
    let events =
        r#"{"subscriptions":{"heartbeats":["heartbeats"],"level2":["BTC-USD"],"market_trades":["BTC-USD","ETH-USD"]}}"#;
    assert_eq!(hear(&mut *coinbase, now(), &message("subscriptions", 0, events)), [Told::Subscribed { topics: 3 }]);
    let beat = r#"{"current_time":"2024-03-12 10:29:59.1 +0000 UTC m=+91717.5","heartbeat_counter":3049}"#;
    assert_eq!(hear(&mut *coinbase, now(), &message("heartbeats", 1, beat)), []);
    let told = hear(&mut *coinbase, now(), r#"{"type":"error","message":"BTC-XXX is not a valid product"}"#);
    assert_eq!(told, [Told::Refused { code: None, reason: "BTC-XXX is not a valid product".into(), is_final: false }]);
}

#[test]
fn trades_come_from_the_oldest_with_the_side_that_took() {
    let mut coinbase = open(Venue::Coinbase, &[(PAIR, DataKind::Trade)]);
    let old = trade(1, 58).replace("10:29", "10:19");
    let events = format!(r#"{{"type":"snapshot","trades":[{},{},{old}]}}"#, trade(8, 59), trade(7, 58));
    let found = ticks(&hear(&mut *coinbase, now(), &message("market_trades", 0, &events)));
    assert_eq!(found.iter().map(|t| t.origin.sequence.unwrap()).collect::<Vec<_>>(), [7, 8], "the oldest is history");
    assert_eq!(found[0].origin.at, Some(time("2024-03-12T10:29:58.789012Z")));
    let TickData::Trade(trade) = found[0].data else { panic!() };
    assert_eq!((trade.price, trade.aggressor), (64210.5, Some(Aggressor::Seller)), "the resting order bought");
}

#[test]
fn quotes_and_books_are_read() {
    let mut coinbase = open(Venue::Coinbase, &[(PAIR, DataKind::Quote), (PAIR, DataKind::Book)]);
    let ticker = r#"{"type":"update","tickers":[{"type":"ticker","product_id":"BTC-USD","price":"64210.5","volume_24_h":"1",
        "best_bid":"64210.4","best_bid_quantity":"1.5","best_ask":"64210.6","best_ask_quantity":"0"}]}"#;
    let tick = ticks(&hear(&mut *coinbase, now(), &message("ticker", 0, ticker)))[0];
    assert_eq!(sides(&tick), (Some(64210.4), Some(1.5), Some(64210.6), None));
    let book = |kind: &str, size: &str| {
        format!(
            r#"{{"type":"{kind}","product_id":"BTC-USD","updates":[
            {{"side":"bid","event_time":"1970-01-01T00:00:00Z","price_level":"64210.4","new_quantity":"{size}"}},
            {{"side":"offer","event_time":"1970-01-01T00:00:00Z","price_level":"64210.6","new_quantity":"2"}}]}}"#
        )
    };
    let mut follower = BookFollower::new(BookRule::Coinbase);
    for (number, (kind, size)) in [("snapshot", "3"), ("update", "0.5"), ("update", "0")].into_iter().enumerate() {
        let found = books(&hear(&mut *coinbase, now(), &message("l2_data", number as u64 + 1, &book(kind, size))));
        assert_eq!(follower.step(&found[0]), Followed::Applied);
    }
    assert_eq!(follower.book().unwrap().bid_ask().bid, None);
    let told = hear(&mut *coinbase, now(), &message("l2_data", 4, &book("update", "null").replace("\"null\"", "null")));
    assert!(matches!(told[..], [Told::Garbage { .. }, Told::Reconnect { .. }]), "{told:?}");
}

#[test]
fn a_hole_in_the_numbers_needs_a_new_connection() {
    let mut coinbase = open(Venue::Coinbase, &[(PAIR, DataKind::Trade)]);
    let beat = |number| message("heartbeats", number, "");
    assert_eq!(hear(&mut *coinbase, now(), &beat(7)), []);
    assert_eq!(hear(&mut *coinbase, now(), &beat(8)), []);
    assert!(matches!(hear(&mut *coinbase, now(), &beat(10))[..], [Told::Reconnect { .. }]));
    assert_eq!(garbage(&hear(&mut *coinbase, now(), &beat(10))), ["number 10 came after 10"]);
    coinbase.opened(later(1), &mut Vec::new());
    assert_eq!(hear(&mut *coinbase, later(1), &beat(0)), []);
    for (text, reason) in [
        (beat(1).replace("\"sequence_num\":1,", ""), "without sequence_num"),
        (beat(1).replace("\"events\":[]", "\"events\":null"), "without events"),
        (message("nonsense", 2, ""), "unknown channel"),
        ("{}".to_owned(), "without a channel"),
    ] {
        let told = garbage(&hear(&mut *coinbase, later(1), &text));
        assert!(told.len() == 1 && told[0].contains(reason), "{text}: {told:?}");
    }
}

#[test]
fn a_subscription_without_an_answer_ends_the_connection() {
    let mut coinbase = open(Venue::Coinbase, &[]);
    assert_eq!(clock(&mut *coinbase, later(29)), []);
    assert!(matches!(clock(&mut *coinbase, later(30))[..], [Told::Reconnect { .. }]));
}
