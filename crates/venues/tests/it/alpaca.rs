//! Alpaca's streams.

use model::market::{Adjustment, Aggressor, BookChange, BookSide, DataKind, TickData, TradeUse};
use serde_json::json;
use venues::{Frame, Told, Venue};

use super::support::{
    bars, books, clock, garbage, hear, instrument, later, now, open, said, sides, ticks, time, topics, want,
};

const TRADE: (&str, DataKind) = ("AAPL", DataKind::Trade);
const QUOTE: (&str, DataKind) = ("AAPL", DataKind::Quote);
const BAR: (&str, DataKind) = ("AAPL", DataKind::Bar);

#[test]
fn it_signs_in_and_then_says_what_is_wanted() {
    let mut alpaca = Venue::AlpacaIex.conversation(Some(super::support::key())).unwrap().unwrap();
    assert_eq!(want(&mut *alpaca, now(), &[TRADE, QUOTE, BAR]), [], "nothing is said before the connection is open");
    let mut out = Vec::new();
    alpaca.opened(now(), &mut out);
    assert_eq!(out, []);
    let told = hear(&mut *alpaca, now(), r#"[{"T":"success","msg":"connected"}]"#);
    let auth = json!({ "action": "auth", "key": "PKTEST0000IDENTITY01", "secret": "sEcReT0123456789abcdefSECRET" });
    assert_eq!(said(&told), [auth]);
    let told = hear(&mut *alpaca, now(), r#"[{"T":"success","msg":"authenticated"}]"#);
    assert_eq!(told[0], Told::Ready);
    let subscribe = json!({
        "action": "subscribe", "trades": ["AAPL"], "quotes": ["AAPL"], "bars": ["AAPL"], "updatedBars": ["AAPL"],
    });
    assert_eq!(said(&told), [subscribe]);
    let confirmed = r#"[{"T":"subscription","trades":["AAPL"],"quotes":["AAPL"],"bars":["AAPL"],"updatedBars":["AAPL"],
        "dailyBars":[],"statuses":[],"lulds":[],"corrections":["AAPL"],"cancelErrors":["AAPL"]}]"#;
    assert_eq!(hear(&mut *alpaca, now(), confirmed), [Told::Subscribed { topics: 3 }]);
    // Only the difference is said.
    let told = want(&mut *alpaca, now(), &[TRADE, ("MSFT", DataKind::Trade)]);
    assert_eq!(
        said(&told),
        [
            json!({ "action": "unsubscribe", "quotes": ["AAPL"], "bars": ["AAPL"], "updatedBars": ["AAPL"] }),
            json!({ "action": "subscribe", "trades": ["MSFT"] }),
        ]
    );
    assert_eq!(want(&mut *alpaca, now(), &[TRADE, ("MSFT", DataKind::Trade)]), []);
    // A new connection begins anew.
    let mut out = Vec::new();
    alpaca.opened(later(60), &mut out);
    hear(&mut *alpaca, later(60), r#"[{"T":"success","msg":"connected"}]"#);
    let told = hear(&mut *alpaca, later(60), r#"[{"T":"success","msg":"authenticated"}]"#);
    assert_eq!(said(&told), [json!({ "action": "subscribe", "trades": ["AAPL", "MSFT"] })]);
}

#[test]
fn trades_quotes_and_bars_are_read() {
    let mut alpaca = open(Venue::AlpacaIex, &[TRADE, QUOTE, BAR]);
    let text = r#"[
        {"T":"t","S":"AAPL","i":52983525029461,"x":"V","p":171.305,"s":40,"c":["@","I"],"z":"C","t":"2024-03-12T10:29:59.123456789Z"},
        {"T":"q","S":"AAPL","bx":"V","bp":171.29,"bs":3,"ax":"V","ap":171.32,"as":0,"c":["R"],"z":"C","t":"2024-03-12T10:29:59.2Z"},
        {"T":"q","S":"AAPL","bx":" ","bp":0,"bs":0,"ax":"V","ap":171.32,"as":2,"c":["R"],"z":"C","t":"2024-03-12T10:29:59.2Z"},
        {"T":"b","S":"AAPL","o":171.2,"h":171.4,"l":171.1,"c":171.3,"v":5120,"t":"2024-03-12T10:29:00Z","n":31,"vw":171.25},
        {"T":"u","S":"AAPL","o":171.2,"h":171.5,"l":171.1,"c":171.5,"v":5220,"t":"2024-03-12T10:29:00Z","n":32,"vw":171.26},
        {"T":"x","S":"AAPL","i":465,"x":"D","p":105.31,"s":300,"a":"C","z":"C","t":"2024-03-12T10:29:59.5Z"}
    ]"#;
    let told = hear(&mut *alpaca, now(), text);
    let found = ticks(&told);
    let origin = found[0].origin;
    assert_eq!((origin.instrument, origin.source.name()), (instrument(1), "alpaca_iex"));
    assert_eq!((origin.at, origin.received_at), (Some(time("2024-03-12T10:29:59.123456Z")), now()));
    assert_eq!((origin.sequence, origin.adjustment), (Some(52983525029461), Adjustment::Raw));
    assert_eq!(origin.currency, Some("USD".parse().unwrap()));
    let TickData::Trade(trade) = found[0].data else { panic!() };
    assert_eq!((trade.price, trade.size, trade.counts), (171.305, Some(40.0), TradeUse::Volume));
    assert_eq!(sides(&found[1]), (Some(171.29), Some(3.0), Some(171.32), None), "no units are unknown units");
    assert_eq!(sides(&found[2]), (None, None, Some(171.32), Some(2.0)), "a bid of zero is no bid");
    let found = bars(&told);
    assert_eq!((found[0].bar.close, found[1].bar.close, found[1].bar.volume), (171.3, 171.5, Some(5220.0)));
    assert_eq!(garbage(&told), Vec::<String>::new());
    assert_eq!(told.len(), 5, "a cancel is heard, and there is no event for it");
}

#[test]
fn one_bad_part_costs_only_itself() {
    let mut alpaca = open(Venue::AlpacaIex, &[TRADE, QUOTE]);
    let good = r#"{"T":"t","S":"AAPL","i":1,"x":"V","p":171.3,"s":4,"c":["@"],"z":"C","t":"2024-03-12T10:29:59Z"}"#;
    for (bad, reason) in [
        (good.replace("171.3", "null"), "not a number"),
        (good.replace(r#""p":171.3,"#, ""), "missing field `p`"),
        (good.replace("171.3", "0"), "p is 0"),
        (good.replace("171.3", "-1"), "p is -1"),
        (good.replace("171.3", "1e400"), "not a number"),
        (good.replace("171.3", "0.12345678901234567890"), "15 significant digits"),
        (good.replace("2024-03-12T10:29:59Z", "yesterday"), "is not a time"),
        (good.replace("\"AAPL\"", "\"TSLA\""), "nobody asked for"),
        (good.replace("\"t\",\"S\"", "\"?\",\"S\""), "unknown kind"),
        ("null".to_owned(), "invalid type"),
        (r#"{"data":null}"#.to_owned(), "missing field `T`"),
    ] {
        let told = hear(&mut *alpaca, now(), &format!("[{good},{bad},{good}]"));
        assert_eq!(ticks(&told).len(), 2, "{bad}");
        let told = garbage(&told);
        assert!(told.len() == 1 && told[0].contains(reason), "{bad}: {told:?}");
    }
    let gone = r#"[{"T":"q","S":"AAPL","bp":0,"bs":0,"ap":0,"as":0,"t":"2024-03-12T10:29:59Z"}]"#;
    assert_eq!(garbage(&hear(&mut *alpaca, now(), gone)), ["a quote without a bid and an ask"]);
    for text in ["", "{}", "[", "<html>"] {
        assert_eq!(garbage(&hear(&mut *alpaca, now(), text)).len(), 1, "{text}");
    }
    let mut out = Vec::new();
    alpaca.heard(now(), &Frame::Binary(vec![0x82, 0xff]), &mut out);
    alpaca.heard(now(), &Frame::Binary(format!("[{good}]").into_bytes()), &mut out);
    assert_eq!((garbage(&out).len(), ticks(&out).len()), (1, 1), "text in a binary frame is text");
    // What was wanted until now is no garbage.
    want(&mut *alpaca, now(), &[QUOTE]);
    assert_eq!(hear(&mut *alpaca, now(), &format!("[{good}]")), []);
}

#[test]
fn official_prints_that_repeat_a_trade_are_not_counted_twice() {
    let mut alpaca = open(Venue::AlpacaSip, &[TRADE]);
    let text =
        r#"[{"T":"t","S":"AAPL","i":9,"x":"Q","p":172.0,"s":912000,"c":["@","M"],"z":"C","t":"2024-03-12T10:29:59Z"}]"#;
    assert_eq!(hear(&mut *alpaca, now(), text), []);
}

#[test]
fn a_wrong_key_is_final_and_a_second_connection_is_not() {
    for (code, is_final) in [(402, true), (409, true), (404, false), (406, false), (407, false), (500, false)] {
        let mut alpaca = open(Venue::AlpacaIex, &[TRADE]);
        let told = hear(&mut *alpaca, now(), &format!(r#"[{{"T":"error","code":{code},"msg":"no"}}]"#));
        assert_eq!(told, [Told::Refused { code: Some(code), reason: "no".into(), is_final }]);
    }
}

#[test]
fn symbols_over_the_limit_are_refused_one_by_one_and_the_others_stay() {
    let mut alpaca = open(Venue::AlpacaIex, &[]);
    let all: Vec<(&str, DataKind)> = ["A", "B", "C"].map(|symbol| (symbol, DataKind::Trade)).to_vec();
    let asked = said(&want(&mut *alpaca, now(), &all));
    assert_eq!(asked, [json!({ "action": "subscribe", "trades": ["A", "B", "C"] })]);
    let refusal = r#"[{"T":"error","code":405,"msg":"symbol limit exceeded"}]"#;
    let halves = said(&hear(&mut *alpaca, now(), refusal));
    let half = |symbols: &[&str]| json!({ "action": "subscribe", "trades": symbols });
    assert_eq!(halves, [half(&["A"]), half(&["B", "C"])]);
    hear(&mut *alpaca, now(), r#"[{"T":"subscription","trades":["A"]}]"#);
    assert_eq!(said(&hear(&mut *alpaca, now(), refusal)), [half(&["B"]), half(&["C"])]);
    hear(&mut *alpaca, now(), r#"[{"T":"subscription","trades":["A","B"]}]"#);
    let told = hear(&mut *alpaca, now(), refusal);
    let reason = "C (trade): symbol limit exceeded".to_owned();
    assert_eq!(told, [Told::Refused { code: Some(405), reason, is_final: false }]);
    // Once there is room, it is tried again.
    let told = want(&mut *alpaca, now(), &all[1..]);
    assert_eq!(said(&told), [json!({ "action": "unsubscribe", "trades": ["A"] }), half(&["C"])]);
}

#[test]
fn answers_that_do_not_come_end_the_connection() {
    let mut alpaca = Venue::AlpacaTest.conversation(Some(super::support::key())).unwrap().unwrap();
    alpaca.opened(now(), &mut Vec::new());
    assert_eq!(clock(&mut *alpaca, later(9)), []);
    assert!(matches!(clock(&mut *alpaca, later(10))[..], [Told::Reconnect { .. }]));
    assert_eq!(clock(&mut *alpaca, later(11)), [], "it is said once");
    let mut alpaca = open(Venue::AlpacaTest, &[("FAKEPACA", DataKind::Quote)]);
    assert_eq!(clock(&mut *alpaca, later(29)), []);
    assert!(matches!(clock(&mut *alpaca, later(30))[..], [Told::Reconnect { .. }]));
}

#[test]
fn what_cannot_be_had_is_refused_in_words() {
    let mut alpaca = open(Venue::AlpacaIex, &[]);
    let mut wanted = topics(&[("AAPL", DataKind::Book), ("BAD SYMBOL", DataKind::Trade), TRADE, TRADE]);
    wanted[3].instrument = instrument(99);
    let mut out = Vec::new();
    alpaca.want(now(), &wanted, &mut out);
    let reasons: Vec<&str> = out
        .iter()
        .filter_map(|told| match told {
            Told::Refused { reason, .. } => Some(reason.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        reasons,
        [
            "AAPL: this venue streams no book",
            "\"BAD SYMBOL\" is no symbol of a venue; correct the instrument",
            "AAPL: two instruments have this symbol; the first one is streamed",
        ]
    );
    assert_eq!(said(&out).len(), 1);
}

#[test]
fn crypto_has_takers_and_books() {
    let pair = "BTC/USD";
    let mut alpaca = open(Venue::AlpacaCrypto, &[(pair, DataKind::Trade), (pair, DataKind::Book)]);
    let text = r#"[{"T":"t","S":"BTC/USD","p":71856.1435,"s":0.00021,"t":"2024-03-12T10:29:58.858228144Z","i":3447222699101865076,"tks":"S"}]"#;
    let TickData::Trade(trade) = ticks(&hear(&mut *alpaca, now(), text))[0].data else { panic!() };
    assert_eq!((trade.price, trade.aggressor), (71856.1435, Some(Aggressor::Seller)));
    let text = r#"[{"T":"o","S":"BTC/USD","t":"2024-03-12T10:29:58Z","b":[{"p":71859.53,"s":0.27994}],"a":[{"p":71939.7,"s":0.84}],"r":true},
        {"T":"o","S":"BTC/USD","t":"2024-03-12T10:29:59Z","b":[{"p":71859.53,"s":0}],"a":[]}]"#;
    let found = books(&hear(&mut *alpaca, now(), text));
    assert_eq!((found[0].change, found[1].change), (BookChange::Snapshot, BookChange::Update));
    let level = found[1].levels[0];
    assert_eq!((level.side, level.price, level.size), (BookSide::Bid, 71859.53, 0.0), "zero units take a level out");
    let rule = Venue::AlpacaCrypto.capabilities().books.unwrap();
    let mut follower = feed::book::follow::BookFollower::new(rule);
    let followed: Vec<_> = found.iter().map(|update| follower.step(update)).collect();
    assert_eq!(followed, [feed::book::follow::Followed::Applied; 2]);
    assert_eq!(follower.book().unwrap().bid_ask().bid, None);
    let broken = r#"[{"T":"o","S":"BTC/USD","t":"2024-03-12T10:29:59Z","b":[{"p":71859.53,"s":null}],"a":[]}]"#;
    let told = hear(&mut *alpaca, now(), broken);
    assert!(
        told.iter().any(|t| matches!(t, Told::Reconnect { .. })),
        "a book without one of its changes is wrong: {told:?}"
    );
}

#[test]
fn news_are_of_the_instruments_that_are_wanted() {
    let mut alpaca = open(Venue::AlpacaNews, &[("AAPL", DataKind::News)]);
    let text = r#"[{"T":"n","id":24918784,"headline":"Apple&#39;s <b>new</b> phone","summary":"","author":"A. Writer",
        "created_at":"2024-03-12T10:29:37Z","updated_at":"2024-03-12T10:29:38Z","content":"<p>Long</p>",
        "url":"javascript:alert(1)","symbols":["AAPL","MSFT"],"source":"benzinga"}]"#;
    let told = hear(&mut *alpaca, now(), text);
    let [Told::News(news)] = &told[..] else { panic!("{told:?}") };
    assert_eq!((news.item.id.as_str(), news.item.headline.as_str()), ("24918784", "Apple's new phone"));
    assert_eq!(
        (&news.item.instruments[..], &news.symbols[..]),
        (&[instrument(1)][..], &["AAPL", "MSFT"].map(String::from)[..])
    );
    assert_eq!((news.summary.as_deref(), news.author.as_deref(), news.sentiment), (None, Some("A. Writer"), None));
    assert_eq!(
        (news.item.url.as_deref(), news.item.at),
        (None, Some(time("2024-03-12T10:29:37Z"))),
        "no address of the web"
    );
}
