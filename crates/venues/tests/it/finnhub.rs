//! Finnhub's stream.

use model::market::{DataKind, TickData};
use serde_json::json;
use venues::{Told, Venue};

use super::support::{garbage, hear, now, open, said, ticks, time, want};

#[test]
fn it_says_each_symbol_and_reads_trades() {
    let mut finnhub = open(Venue::Finnhub, &[]);
    let wanted = [("AAPL", DataKind::Trade), ("BINANCE:BTCUSDT", DataKind::Trade)];
    let told = want(&mut *finnhub, now(), &wanted);
    assert_eq!(
        said(&told),
        [json!({ "type": "subscribe", "symbol": "AAPL" }), json!({ "type": "subscribe", "symbol": "BINANCE:BTCUSDT" })]
    );
    assert_eq!(told[2], Told::Subscribed { topics: 2 });
    let text = r#"{"type":"trade","data":[
        {"p":171.3,"s":"AAPL","t":1710239399123,"v":40,"c":null},
        {"p":64210.5,"s":"BINANCE:BTCUSDT","t":1710239399124,"v":0,"c":[]},
        {"p":null,"s":"AAPL","t":1710239399123,"v":40}]}"#;
    let told = hear(&mut *finnhub, now(), text);
    let found = ticks(&told);
    let sizes: Vec<_> = found
        .iter()
        .map(|tick| match tick.data {
            TickData::Trade(trade) => (trade.price, trade.size),
            TickData::Quote(quote) => panic!("{quote:?}"),
        })
        .collect();
    assert_eq!(sizes, [(171.3, Some(40.0)), (64210.5, None)], "a change of the price without a trade has no size");
    assert_eq!((found[0].origin.at, found[0].origin.sequence), (Some(time("2024-03-12T10:29:59.123Z")), None));
    assert_eq!(garbage(&told).len(), 1);
    assert_eq!(hear(&mut *finnhub, now(), r#"{"type":"ping"}"#), []);
    let told = hear(&mut *finnhub, now(), r#"{"type":"error","msg":"Subscribing to too many symbols"}"#);
    assert_eq!(told, [Told::Refused { code: None, reason: "Subscribing to too many symbols".into(), is_final: false }]);
    assert_eq!(garbage(&hear(&mut *finnhub, now(), r#"{"type":"trade"}"#)), ["a message without data"]);
    assert_eq!(said(&want(&mut *finnhub, now(), &wanted[1..])), [json!({ "type": "unsubscribe", "symbol": "AAPL" })]);
}
