//! A day on the fake Alpaca with both official clients: the past in pages, what came last, the streams of stocks, crypto assets
//! and news, the account's socket, and four refusals.

use fakes::{alpaca::FakeAlpaca, day::Day};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::{
    peers::{node, python, rows, told},
    support::{Exact, KEY, SECRET, alpaca},
};

async fn day_of(mut command: Command, fake: &FakeAlpaca) -> Value {
    command.args([fake.http(), fake.socket(""), KEY.into(), SECRET.into()]);
    told(command, &Value::Null).await
}

/// What is the same whichever the client.
fn check(found: &Value, exact: Exact) {
    let day = Day::scripted();
    let tape = |symbol: &str| day.tape(symbol).unwrap();
    for symbol in ["AAPL", "MSFT"] {
        assert_eq!(rows(&found["bars"][symbol]), exact.bars(&tape(symbol).bars(1)), "bars of {symbol}");
    }
    assert_eq!(found["pages"], json!([7, 7, 6]), "20 bars in pages of 7");
    assert_eq!(rows(&found["days"]), exact.bars(&tape("AAPL").days));
    assert_eq!(rows(&found["trades"]["AAPL"]), exact.trades(&tape("AAPL").prints));
    assert_eq!(rows(&found["quotes"]), exact.quotes(&tape("MSFT").offers));
    let last = |symbol: &str| (tape(symbol).prints.last().unwrap(), tape(symbol).offers.last().unwrap());
    let trade_of = |symbol: &str| exact.trades(std::slice::from_ref(last(symbol).0));
    let quote_of = |symbol: &str| exact.quotes(std::slice::from_ref(last(symbol).1));
    assert_eq!(rows(&json!([found["latest_trade"]["MSFT"]])), trade_of("MSFT"));
    let latest = found["latest_quote"].as_object().unwrap();
    assert_eq!(latest.len(), 1, "a symbol that nobody knows is left out");
    assert_eq!(rows(&json!([latest["AAPL"]])), quote_of("AAPL"));
    let snapshot = &found["snapshot"];
    assert_eq!(rows(&json!([snapshot["trade"]])), trade_of("AAPL"));
    assert_eq!(rows(&json!([snapshot["quote"]])), quote_of("AAPL"));
    let days = exact.bars(&tape("AAPL").days);
    assert_eq!(rows(&json!([snapshot["day_before"], snapshot["day"]])), days[days.len() - 2..]);
    assert_eq!(rows(&found["crypto_bars"]), exact.bars(&tape("BTC/USD").bars(1)));
    assert_eq!(rows(&json!([found["crypto_quote"]])), quote_of("BTC/USD"));
    let headlines = |rows: &Value| {
        let row = |row: &Value| (row[0].as_u64().unwrap(), row[2].as_str().unwrap().to_owned());
        rows.as_array().unwrap().iter().map(row).collect::<Vec<_>>()
    };
    let scripted: Vec<_> = day.news.iter().map(|article| (article.id, article.headline.clone())).collect();
    assert_eq!(headlines(&found["news"]), scripted);

    assert_eq!(found["refusals"]["wrong_key"], 403);
    assert_eq!(found["refusals"]["limited"], 0, "after the wait it was answered");
    let streams = &found["streams"];
    assert_eq!(rows(&streams["trades"]["AAPL"]), exact.trades(&tape("AAPL").prints));
    assert_eq!(rows(&streams["trades"]["TSLA"]), exact.trades(&tape("TSLA").prints[..5]));
    assert_eq!(streams["came_after_leaving"], 0);
    assert_eq!(rows(&streams["quotes"]), exact.quotes(&tape("MSFT").offers));
    for symbol in ["AAPL", "MSFT"] {
        let of = |row: &&Value| row[0] == symbol;
        let without_symbol = |row: &Value| Value::Array(row.as_array().unwrap()[1..].to_vec());
        let all: Vec<Value> = streams["bars"].as_array().unwrap().iter().filter(of).map(without_symbol).collect();
        assert_eq!(rows(&all.into()), exact.bars(&tape(symbol).bars(1)), "streamed bars of {symbol}");
    }
    assert_eq!(headlines(&streams["news"]), scripted);
    assert_eq!(rows(&streams["crypto"]), exact.trades(&tape("BTC/USD").prints));
    let events: Vec<&Value> = streams["updates"].as_array().unwrap().iter().map(|update| &update[0]).collect();
    assert_eq!(events, ["new", "partial_fill", "fill"]);
    assert_eq!(streams["second"], "connection limit exceeded");
}

#[tokio::test]
async fn the_official_python_client_completes_a_day() {
    let Some(command) = python("alpaca_day.py") else { return };
    let fake = alpaca().await;
    let found = day_of(command, &fake).await;
    check(&found, Exact::Micros);
    let tape = Day::scripted();
    assert_eq!(rows(&found["trades"]["TSLA"]), Exact::Micros.trades(&tape.tape("TSLA").unwrap().prints));
    assert_eq!(found["streams"]["wrong_key"], "auth failed");
    assert_eq!(found["streams"]["updates"][2], json!(["fill", "AAPL", 173.2, 6.0, 10.0]));
}

#[tokio::test]
async fn the_official_javascript_client_completes_a_day() {
    let Some(command) = node("alpaca_day.mjs") else { return };
    let fake = alpaca().await;
    let found = day_of(command, &fake).await;
    check(&found, Exact::Millis);
    assert_eq!(found["refusals"]["waits"], json!([[429, 1000]]), "it waits as long as Retry-After says");
    assert_eq!(found["streams"]["wrong_key"], "402 auth failed");
    assert_eq!(found["streams"]["updates"][2], json!(["fill", "AAPL", "173.2", "6", "10"]));
    // MessagePack's times keep their nanoseconds.
    let first = found["streams"]["first_trade_at"].as_str().unwrap();
    assert_eq!(
        first.parse::<chrono::DateTime<chrono::Utc>>().unwrap(),
        Day::scripted().tape("TSLA").unwrap().prints[0].at
    );
}
