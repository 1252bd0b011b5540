//! Binance, Coinbase and Kraken: bars of the past, trades, quotes, bars and a book as they come, with a client that others wrote, and
//! with ours.

use fakes::{
    binance::FakeBinance,
    coinbase::FakeCoinbase,
    day::{Day, Tape},
    kraken::FakeKraken,
};
use serde_json::{Value, json};

use crate::peers::{python_of, rows, told};

fn tape() -> Tape {
    Day::scripted().tape("BTC/USD").unwrap().clone()
}

/// Seconds, open, high, low, close, volume.
fn bars() -> Vec<Vec<f64>> {
    let row = |b: &fakes::day::Candle| vec![b.at.timestamp() as f64, b.open, b.high, b.low, b.close, b.volume];
    tape().bars(1).iter().map(row).collect()
}

/// Number, price, size.
fn trades() -> Vec<Vec<f64>> {
    tape().prints.iter().map(|print| vec![print.id as f64, print.price, print.size]).collect()
}

fn quote() -> Vec<f64> {
    let offer = *tape().offers.last().unwrap();
    vec![offer.bid, offer.bid_size, offer.ask, offer.ask_size]
}

/// The book behind the last offer: ten levels a side, a cent and one unit more apart.
fn check_book(found: &Value) {
    let offer = *tape().offers.last().unwrap();
    for (side, best, size, step) in [(0, offer.bid, offer.bid_size, -0.01), (1, offer.ask, offer.ask_size, 0.01)] {
        let levels = rows(&found[side]);
        assert_eq!(levels.len(), 10);
        for (n, level) in levels.iter().enumerate() {
            let expected = [best + step * n as f64, size + n as f64];
            assert!(
                (level[0] - expected[0]).abs() < 1e-6 && (level[1] - expected[1]).abs() < 1e-6,
                "{level:?} {expected:?}"
            );
        }
    }
}

async fn found(which: &str, http: String, sockets: String) -> Option<Value> {
    let environment = if which == "coinbase" { "python-coinbase" } else { "python" };
    let mut command = python_of(environment, "exchanges.py")?;
    command.args([which, &http, &sockets]);
    let found = told(command, &Value::Null).await;
    assert_eq!(rows(&found["bars"]), bars());
    assert_eq!(rows(&found["streamed_trades"]), trades());
    assert_eq!(rows(&json!([found["quote"]])), [quote()]);
    check_book(&found["book"]);
    Some(found)
}

#[tokio::test]
async fn binances_client_is_told_the_day() {
    let fake = FakeBinance::open(Day::scripted(), 0).await.unwrap();
    let Some(found) = found("binance", fake.http(), fake.socket()).await else { return };
    assert_eq!(rows(&found["trades"]), trades()[195..]);
    assert_eq!(found["last"], tape().prints.last().unwrap().price);
    assert_eq!(found["refused"], json!([400, -1121]));
    assert_eq!(found["answers"], json!([1, 2, 3, 4, 5]));
    assert_eq!(rows(&found["streamed_bars"]), bars());
}

#[tokio::test]
async fn coinbases_client_is_told_the_day() {
    let fake = FakeCoinbase::open(Day::scripted(), 0).await.unwrap();
    let Some(found) = found("coinbase", fake.http(), fake.socket()).await else { return };
    assert_eq!(found["numbers"], true, "messages are numbered without holes");
    assert_eq!(found["kinds"], json!(["snapshot", "update"]));
    assert_eq!(found["left"], json!([]));
}

#[tokio::test]
async fn krakens_client_is_told_the_day() {
    let fake = FakeKraken::open(Day::scripted(), 0).await.unwrap();
    let Some(found) = found("kraken", fake.http(), fake.socket()).await else { return };
    assert_eq!(found["decimals"], json!([2, 8]));
    assert_eq!(found["refused"], "KrakenUnknownAssetError");
    assert_eq!(found["left"], true);
    let times: Vec<f64> = bars().iter().map(|bar| bar[0]).collect();
    let streamed = found["streamed_bars"].as_array().unwrap();
    let told: Vec<f64> = streamed
        .iter()
        .map(|bar| bar[0].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp() as f64)
        .collect();
    assert_eq!(told, times);
}
