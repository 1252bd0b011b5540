//! What happened as Alpaca writes it: the same fields in answers and on sockets.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::day::{Article, Candle, Offer, Print};

/// What is traded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Stock,
    Crypto,
}

pub(crate) fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

pub(crate) fn trade(kind: Kind, print: &Print) -> Value {
    let Print { at, id, price, size, is_buyer } = *print;
    match kind {
        Kind::Stock => json!({ "t": time(at), "x": "V", "p": price, "s": whole(size), "c": ["@"], "i": id, "z": "C" }),
        Kind::Crypto => {
            let taker = if is_buyer { "B" } else { "S" };
            json!({ "t": time(at), "p": price, "s": size, "tks": taker, "i": id })
        }
    }
}

pub(crate) fn quote(kind: Kind, offer: &Offer) -> Value {
    let Offer { at, bid, bid_size, ask, ask_size } = *offer;
    match kind {
        Kind::Stock => json!({
            "t": time(at), "ax": "V", "ap": ask, "as": whole(ask_size), "bx": "V", "bp": bid, "bs": whole(bid_size),
            "c": ["R"], "z": "C",
        }),
        Kind::Crypto => json!({ "t": time(at), "bp": bid, "bs": bid_size, "ap": ask, "as": ask_size }),
    }
}

pub(crate) fn bar(kind: Kind, candle: &Candle) -> Value {
    let Candle { at, open, high, low, close, volume, count, average } = *candle;
    let volume = if kind == Kind::Stock { whole(volume) } else { json!(volume) };
    json!({ "t": time(at), "o": open, "h": high, "l": low, "c": close, "v": volume, "n": count, "vw": average })
}

pub(crate) fn article(article: &Article) -> Value {
    let Article { id, at, symbols, headline } = article;
    json!({
        "id": id, "headline": headline, "author": "A. Writer", "created_at": time(*at), "updated_at": time(*at),
        "summary": format!("In short: {headline}"), "content": format!("<p>{headline}</p>"),
        "url": format!("https://www.example.com/news/{id}"), "images": [], "symbols": symbols, "source": "example",
    })
}

/// A number of shares, without a fraction.
fn whole(units: f64) -> Value {
    // Below 2^53, as tapes are made.
    json!(units as u64)
}

/// A row as a message of a socket: with its letter and symbol.
pub(crate) fn said(letter: &str, symbol: Option<&str>, mut row: Value) -> Value {
    if let Value::Object(fields) = &mut row {
        fields.insert("T".to_owned(), letter.into());
        if let Some(symbol) = symbol {
            fields.insert("S".to_owned(), symbol.into());
        }
        // Only answers have pictures.
        fields.remove("images");
    }
    row
}
