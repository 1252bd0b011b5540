//! Binance's stream and its books.

use feed::book::follow::{BookFollower, BookRule, Followed};
use model::market::{Aggressor, DataKind, TickData};
use serde_json::json;
use venues::{Conversation, Told, Venue};

use super::support::{bars, books, clock, garbage, hear, instrument, later, now, open, said, sides, ticks, time, want};

const PAIR: &str = "BTCUSDT";
const BOOK: (&str, DataKind) = (PAIR, DataKind::Book);

fn event(stream: &str, data: &str) -> String {
    format!(r#"{{"stream":"btcusdt@{stream}","data":{data}}}"#)
}

fn depth(first: u64, last: u64) -> String {
    let bids = format!(r#"[["64210.10000000","{}.50000000"]]"#, last % 100 + 1);
    event(
        "depth@100ms",
        &format!(
            r#"{{"e":"depthUpdate","E":1710239399100000,"s":"BTCUSDT","U":{first},"u":{last},"b":{bids},"a":[["64300.00000000","0.00000000"]]}}"#
        ),
    )
}

fn snapshot(last: u64) -> Vec<u8> {
    let text = format!(
        r#"{{"lastUpdateId":{last},"bids":[["64210.00000000","1.00000000"]],"asks":[["64211.00000000","2.00000000"]]}}"#
    );
    text.into_bytes()
}

fn answer_book(binance: &mut dyn Conversation, body: &[u8]) -> Vec<Told> {
    let mut out = Vec::new();
    binance.snapshot(now(), instrument(1), body, &mut out);
    out
}

fn needs() -> Told {
    Told::NeedsSnapshot { instrument: instrument(1), symbol: PAIR.to_owned() }
}

#[test]
fn it_says_streams_in_small_letters_and_gives_up_nothing() {
    let mut binance = Venue::Binance.conversation(None).unwrap().unwrap();
    let all = [DataKind::Trade, DataKind::Quote, DataKind::Bar, DataKind::Book].map(|kind| (PAIR, kind));
    want(&mut *binance, now(), &all);
    let mut out = Vec::new();
    binance.opened(now(), &mut out);
    assert_eq!(out[0], Told::Ready);
    let streams = ["btcusdt@trade", "btcusdt@bookTicker", "btcusdt@kline_1m", "btcusdt@depth@100ms"];
    assert_eq!(said(&out), [json!({ "method": "SUBSCRIBE", "params": streams, "id": 1 })]);
    let told = hear(&mut *binance, now(), r#"{"result":null,"id":1}"#);
    assert_eq!(told, [Told::Subscribed { topics: 4 }, needs()]);
    let told = want(&mut *binance, now(), &all[..1]);
    assert_eq!(said(&told)[0]["method"], "UNSUBSCRIBE");
    assert_eq!(binance.max_life_s(), Some(85_800));
}

#[test]
fn no_more_than_four_messages_go_out_in_a_second() {
    let symbols: Vec<String> = (0..1000).map(|n| format!("C{n}USDT")).collect();
    let wanted: Vec<(&str, DataKind)> = symbols.iter().map(|s| (s.as_str(), DataKind::Trade)).collect();
    let mut binance = Venue::Binance.conversation(None).unwrap().unwrap();
    want(&mut *binance, now(), &wanted);
    let mut out = Vec::new();
    binance.opened(now(), &mut out);
    assert_eq!(said(&out).len(), 4);
    assert_eq!(said(&out)[0]["params"].as_array().unwrap().len(), 200);
    assert_eq!(said(&clock(&mut *binance, later(1))).len(), 1);
    assert_eq!(said(&clock(&mut *binance, later(2))).len(), 0);
}

#[test]
fn trades_quotes_and_bars_are_read() {
    let all = [DataKind::Trade, DataKind::Quote, DataKind::Bar].map(|kind| (PAIR, kind));
    let mut binance = open(Venue::Binance, &all);
    let trade = r#"{"e":"trade","E":1710239399000123,"s":"BTCUSDT","t":3456789012,"p":"64210.12000000","q":"0.00100000","T":1710239398999456,"m":true,"M":true}"#;
    for text in [event("trade", trade), trade.to_owned()] {
        let tick = ticks(&hear(&mut *binance, now(), &text))[0];
        assert_eq!(
            (tick.origin.at, tick.origin.sequence),
            (Some(time("2024-03-12T10:29:58.999456Z")), Some(3_456_789_012))
        );
        let TickData::Trade(trade) = tick.data else { panic!() };
        assert_eq!((trade.price, trade.size, trade.aggressor), (64210.12, Some(0.001), Some(Aggressor::Seller)));
    }
    let in_millis = trade.replace("1710239398999456", "1710239398999");
    let tick = ticks(&hear(&mut *binance, now(), &in_millis))[0];
    assert_eq!(tick.origin.at, Some(time("2024-03-12T10:29:58.999Z")));
    let quote =
        r#"{"u":400900217,"s":"BTCUSDT","b":"64210.10000000","B":"3.10000000","a":"64210.20000000","A":"4.00000000"}"#;
    let tick = ticks(&hear(&mut *binance, now(), &event("bookTicker", quote)))[0];
    assert_eq!(sides(&tick), (Some(64210.1), Some(3.1), Some(64210.2), Some(4.0)));
    assert_eq!((tick.origin.at, tick.origin.sequence), (None, Some(400_900_217)), "a quote has no time there");
    let bar = r#"{"e":"kline","E":1710239400005000,"s":"BTCUSDT","k":{"t":1710239340000000,"T":1710239399999999,"s":"BTCUSDT","i":"1m",
        "f":1,"L":9,"o":"64200.00","c":"64210.00","h":"64220.00","l":"64190.00","v":"12.5","n":9,"x":true,"q":"1","V":"5","Q":"1","B":"0"}}"#;
    let told = hear(&mut *binance, now(), &event("kline_1m", bar));
    let found = bars(&told);
    assert_eq!((found[0].bar.at, found[0].bar.close), (time("2024-03-12T10:29:00Z"), 64210.0));
    assert_eq!(
        hear(&mut *binance, now(), &event("kline_1m", &bar.replace("\"x\":true", "\"x\":false"))),
        [],
        "in the making"
    );
    for (text, reason) in [
        (bar.replace("\"i\":\"1m\"", "\"i\":\"5m\""), "a bar of 5m"),
        (bar.replace("\"h\":\"64220.00\"", "\"h\":\"64000.00\""), "above the high"),
        (trade.replace("\"p\":\"64210.12000000\",", ""), "missing field `p`"),
        (trade.replace("1710239398999456", "0"), "not a time"),
        (quote.replace("BTCUSDT", "ETHUSDT"), "nobody asked for"),
        (r#"{"e":"nonsense"}"#.to_owned(), "unknown kind"),
        (r#"{"result":null,"id":77}"#.to_owned(), "nothing that was said"),
        ("[]".to_owned(), "nothing that was said"),
    ] {
        let told = garbage(&hear(&mut *binance, now(), &text));
        assert!(told.len() == 1 && told[0].contains(reason), "{text}: {told:?}");
    }
}

#[test]
fn a_shutdown_and_refusals_are_told() {
    let mut binance = open(Venue::Binance, &[(PAIR, DataKind::Trade)]);
    for text in [
        r#"{"e":"serverShutdown","E":1770123456789}"#.to_owned(),
        event("x", r#"{"e":"serverShutdown","E":1770123456789}"#),
    ] {
        assert!(matches!(hear(&mut *binance, now(), &text)[..], [Told::Reconnect { .. }]), "{text}");
    }
    let told = hear(&mut *binance, now(), r#"{"error":{"code":2,"msg":"Invalid request"},"id":1}"#);
    assert_eq!(told, [Told::Refused { code: Some(2), reason: "Invalid request".into(), is_final: false }]);
    let told = hear(&mut *binance, now(), r#"{"code":3,"msg":"Invalid JSON"}"#);
    assert_eq!(told, [Told::Refused { code: Some(3), reason: "Invalid JSON".into(), is_final: false }]);
    assert_eq!(
        said(&want(&mut *binance, now(), &[(PAIR, DataKind::Trade)])).len(),
        1,
        "what was refused is tried again"
    );
    assert!(matches!(clock(&mut *binance, later(30))[..], [Told::Reconnect { .. }]));
}

#[test]
fn a_book_follows_the_snapshot_rule() {
    let mut binance = open(Venue::Binance, &[BOOK]);
    let mut follower = BookFollower::new(BookRule::BinanceSpot);
    let mut follow = |told: &[Told]| books(told).iter().map(|update| follower.step(update)).collect::<Vec<_>>();
    assert_eq!(hear(&mut *binance, now(), r#"{"result":null,"id":1}"#)[1], needs());
    assert_eq!(follow(&hear(&mut *binance, now(), &depth(101, 103))), [Followed::Kept]);
    // Older than what was kept: it is not even handed on, another is needed.
    assert_eq!(answer_book(&mut *binance, &snapshot(99)), [needs()]);
    assert_eq!(follow(&hear(&mut *binance, now(), &depth(104, 104))), [Followed::Kept]);
    let told = answer_book(&mut *binance, &snapshot(100));
    assert_eq!((follow(&told), told.len()), (vec![Followed::Applied], 1));
    assert_eq!(follow(&hear(&mut *binance, now(), &depth(105, 107))), [Followed::Applied]);
    // A hole.
    let told = hear(&mut *binance, now(), &depth(110, 111));
    assert_eq!(told[1], needs());
    assert!(matches!(follow(&told)[..], [Followed::Broken(_)]));
    let told = hear(&mut *binance, now(), &depth(112, 112));
    assert_eq!((follow(&told), told.len()), (vec![Followed::Kept], 1), "it was asked for already");
    assert_eq!(follow(&answer_book(&mut *binance, &snapshot(111))), [Followed::Applied]);
    assert_eq!(follower.last(), Some(112));
    assert_eq!(follower.book().unwrap().bid_ask().bid, Some(64210.1));
}

#[test]
fn a_snapshot_that_does_not_come_or_is_none_is_asked_for_again() {
    let mut binance = open(Venue::Binance, &[BOOK]);
    hear(&mut *binance, now(), r#"{"result":null,"id":1}"#);
    assert_eq!(clock(&mut *binance, later(29)), []);
    assert_eq!(clock(&mut *binance, later(30)), [needs()]);
    assert_eq!(clock(&mut *binance, later(31)), []);
    for body in [
        &b"<html>"[..],
        b"{\"code\":-1121,\"msg\":\"Invalid symbol.\"}",
        b"\xff",
        b"{\"lastUpdateId\":1,\"bids\":[[\"1\",null]],\"asks\":[]}",
    ] {
        let told = answer_book(&mut *binance, body);
        assert_eq!((garbage(&told).len(), told.len()), (1, 1));
    }
    assert_eq!(clock(&mut *binance, later(60)), [needs()]);
    // A change that cannot be read is a hole.
    let bad = depth(101, 103).replace("\"64210.10000000\"", "null");
    assert_eq!(garbage(&hear(&mut *binance, later(60), &bad)).len(), 1);
    hear(&mut *binance, later(60), &depth(104, 104));
    assert_eq!(answer_book(&mut *binance, &snapshot(102)), [needs()]);
}

#[test]
fn a_new_connection_asks_for_its_books_again() {
    let mut binance = open(Venue::Binance, &[BOOK]);
    hear(&mut *binance, now(), r#"{"result":null,"id":1}"#);
    answer_book(&mut *binance, &snapshot(100));
    let mut out = Vec::new();
    binance.opened(later(60), &mut out);
    assert_eq!(said(&out)[0]["id"], 2, "numbers go on, so that an old answer is not taken for a new one");
    assert_eq!(hear(&mut *binance, later(60), r#"{"result":null,"id":2}"#)[1], needs());
}
