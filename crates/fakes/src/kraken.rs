//! Kraken spot as its clients see it: candles and pairs; the socket of version 2 with trades, quotes, candles and a book with checksums.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    Json, Router,
    extract::{Query, State, ws::WebSocketUpgrade},
    response::Response,
    routing::get,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    book::{self, Level},
    day::{Candle, Day, Offer, Print, Tape},
    serve::{Due, Server, Talk, Then, converse},
};

/// Decimals of prices and of units, in the pairs and in the checksum.
pub const DECIMALS: (usize, usize) = (2, 8);

/// A venue on loopback that lives until it is dropped.
pub struct FakeKraken(Server);

impl FakeKraken {
    /// Opens it on a port of loopback; 0 for any.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn open(day: Day, port: u16) -> anyhow::Result<Self> {
        let router = Router::new()
            .route("/0/public/Time", get(async || answer(&json!({ "unixtime": Utc::now().timestamp() }))))
            .route("/0/public/OHLC", get(candles))
            .route("/0/public/AssetPairs", get(pairs))
            .route("/v2", get(open))
            .with_state(Arc::new(day));
        Ok(Self(Server::open(router, port).await?))
    }

    /// Where requests go.
    #[must_use]
    pub fn http(&self) -> String {
        format!("http://{}", self.0.address)
    }

    /// Where sockets are opened, before `/v2`.
    #[must_use]
    pub fn socket(&self) -> String {
        format!("ws://{}", self.0.address)
    }
}

fn answer(result: &Value) -> Json<Value> {
    Json(json!({ "error": [], "result": result }))
}

fn refuse(error: &str) -> Json<Value> {
    Json(json!({ "error": [error] }))
}

/// The tape of a pair, which requests may write `BTC/USD`, `BTCUSD` or `XBTUSD`, with its name.
fn tape<'a>(day: &'a Day, pair: &str) -> Option<(&'a str, &'a Tape)> {
    let plain = |name: &str| name.replace("XBT", "BTC").replace('/', "");
    let found = day.crypto.iter().find(|(name, _)| plain(name) == plain(pair))?;
    Some((found.0.as_str(), found.1))
}

#[derive(Deserialize)]
struct Asked {
    pair: Option<String>,
    interval: Option<i64>,
    since: Option<i64>,
}

/// Candles after a second; the last one is in the making.
async fn candles(State(day): State<Arc<Day>>, Query(asked): Query<Asked>) -> Json<Value> {
    let Some((name, tape)) = tape(&day, asked.pair.as_deref().unwrap_or_default()) else {
        return refuse("EQuery:Unknown asset pair");
    };
    let bars = tape.bars(asked.interval.unwrap_or(1));
    let last = bars.len().checked_sub(2).map_or(0, |n| bars[n].at.timestamp());
    let row = |bar: &Candle| {
        json!([
            bar.at.timestamp(),
            price(bar.open),
            price(bar.high),
            price(bar.low),
            price(bar.close),
            price(bar.average),
            size(bar.volume),
            bar.count,
        ])
    };
    let is_after = |bar: &&Candle| bar.at.timestamp() > asked.since.unwrap_or(0);
    let rows: Vec<Value> = bars.iter().filter(is_after).map(row).collect();
    answer(&json!({ name: rows, "last": last }))
}

async fn pairs(State(day): State<Arc<Day>>, Query(asked): Query<Asked>) -> Json<Value> {
    let wanted = asked.pair.as_deref().map(|list| list.split(',').collect::<Vec<_>>());
    let mut found = serde_json::Map::new();
    for name in wanted.unwrap_or_else(|| day.crypto.keys().map(String::as_str).collect()) {
        let Some((known, _)) = tape(&day, name) else { return refuse("EQuery:Unknown asset pair") };
        let (base, quote) = known.split_once('/').unwrap_or((known, ""));
        let row = json!({
            "altname": known.replace('/', ""), "wsname": known, "base": base, "quote": quote,
            "pair_decimals": DECIMALS.0, "lot_decimals": DECIMALS.1, "cost_decimals": 5, "ordermin": "0.0001",
            "status": "online", "tick_size": "0.01",
        });
        found.insert(known.to_owned(), row);
    }
    answer(&found.into())
}

fn price(number: f64) -> String {
    format!("{number:.*}", DECIMALS.0)
}

fn size(number: f64) -> String {
    format!("{number:.*}", DECIMALS.1)
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

async fn open(State(day): State<Arc<Day>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| async move {
        // Whoever is gone needs no answer.
        let _ = converse(socket, Channels { day, topics: BTreeSet::new() }).await;
    })
}

struct Channels {
    day: Arc<Day>,
    topics: BTreeSet<String>,
}

impl Channels {
    /// Everything that happens to a pair on a channel; `None` where there is no such.
    fn happens(&self, channel: &str, symbol: &str, interval: i64) -> Option<Vec<Due>> {
        let tape = self.day.crypto.get(symbol)?;
        let due = |at, kind: &str, row: Value| Due {
            at,
            topic: format!("{channel} {symbol}"),
            message: json!({ "channel": channel, "type": kind, "data": [row] }),
        };
        // What comes first is the state of things.
        let kind = |n: usize| if n == 0 { "snapshot" } else { "update" };
        let offers = || tape.offers.iter().enumerate();
        Some(match channel {
            "trade" => tape.prints.iter().map(|print| due(print.at, "update", trade(symbol, print))).collect(),
            "ticker" => offers().map(|(n, offer)| due(offer.at, kind(n), ticker(symbol, offer, tape))).collect(),
            "book" => offers().map(|(n, offer)| due(offer.at, kind(n), depth(symbol, n, offer, tape))).collect(),
            "ohlc" => {
                let bar = |bar: Candle| {
                    let end = bar.at + TimeDelta::minutes(interval);
                    due(end, "update", candle(symbol, interval, &bar, end))
                };
                tape.bars(interval).into_iter().map(bar).collect()
            }
            _ => return None,
        })
    }
}

fn trade(symbol: &str, p: &Print) -> Value {
    json!({
        "symbol": symbol, "side": if p.is_buyer { "buy" } else { "sell" }, "price": p.price, "qty": p.size,
        "ord_type": "limit", "trade_id": p.id, "timestamp": time(p.at),
    })
}

fn ticker(symbol: &str, offer: &Offer, tape: &Tape) -> Value {
    let last = tape.prints.first().map_or(offer.bid, |print| print.price);
    json!({
        "symbol": symbol, "bid": offer.bid, "bid_qty": offer.bid_size, "ask": offer.ask, "ask_qty": offer.ask_size,
        "last": last, "volume": 1.0, "vwap": last, "low": last, "high": last, "change": 0.0, "change_pct": 0.0,
        "timestamp": time(offer.at),
    })
}

fn candle(symbol: &str, interval: i64, bar: &Candle, end: DateTime<Utc>) -> Value {
    json!({
        "symbol": symbol, "open": bar.open, "high": bar.high, "low": bar.low, "close": bar.close, "vwap": bar.average,
        "volume": bar.volume, "trades": bar.count, "interval_begin": time(bar.at), "interval": interval,
        "timestamp": time(end),
    })
}

/// The whole book at first, then what changes it; with each the checksum of what it is then.
fn depth(symbol: &str, n: usize, offer: &Offer, tape: &Tape) -> Value {
    let book = book::book(offer);
    let whole = book.sides();
    let checksum = checksum(&whole.0, &whole.1);
    let (bids, asks) = match n.checked_sub(1) {
        None => whole,
        Some(before) => book::book(&tape.offers[before]).changes(&book),
    };
    let lines = |levels: &[Level]| -> Vec<Value> {
        levels.iter().map(|(at, units)| json!({ "price": at, "qty": units })).collect()
    };
    json!({
        "symbol": symbol, "bids": lines(&bids), "asks": lines(&asks), "checksum": checksum, "timestamp": time(offer.at),
    })
}

/// CRC-32 of the ten best asks, then bids: digits of price and units without point and leading zeros.
fn checksum(bids: &[Level], asks: &[Level]) -> u32 {
    let digits = |text: String| text.replace('.', "").trim_start_matches('0').to_owned();
    let text: String = asks.iter().chain(bids).map(|(at, units)| digits(price(*at)) + &digits(size(*units))).collect();
    !text.bytes().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

impl Talk for Channels {
    fn greet(&mut self) -> Vec<Value> {
        let status = json!({
            "system": "online", "api_version": "v2", "connection_id": 13_834_774_380_200_032_777_u64, "version": "2.0.10",
        });
        vec![json!({ "channel": "status", "type": "update", "data": [status] })]
    }

    fn hear(&mut self, said: &Value) -> Then {
        let mut then = Then::default();
        let (method, params, now) = (said["method"].as_str().unwrap_or_default(), &said["params"], time(Utc::now()));
        let number = said.get("req_id").cloned();
        let mut reply = |mut message: Value| {
            if let Some(number) = &number {
                message["req_id"] = number.clone();
            }
            (message["time_in"], message["time_out"]) = (now.clone().into(), now.clone().into());
            then.say.push(message);
        };
        if method == "ping" {
            reply(json!({ "method": "pong" }));
            return then;
        }
        let channel = params["channel"].as_str().unwrap_or_default();
        for symbol in params["symbol"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let topic = format!("{channel} {symbol}");
            let refusal = match (method, self.happens(channel, symbol, params["interval"].as_i64().unwrap_or(1))) {
                ("subscribe", Some(due)) if self.topics.insert(topic.clone()) => {
                    then.begin.extend(due);
                    None
                }
                ("subscribe", Some(_)) => Some("Already subscribed".to_owned()),
                ("unsubscribe", Some(_)) if self.topics.remove(&topic) => {
                    then.leave.push(topic);
                    None
                }
                ("unsubscribe", Some(_)) => Some("Subscription Not Found".to_owned()),
                (_, None) => Some(format!("Currency pair not supported {symbol}")),
                _ => Some("Unsupported method".to_owned()),
            };
            reply(match refusal {
                Some(error) => json!({ "method": method, "success": false, "error": error, "symbol": symbol }),
                None => {
                    let mut result = json!({ "channel": channel, "symbol": symbol, "snapshot": true });
                    for name in ["depth", "interval"] {
                        if let Some(value) = params.get(name) {
                            result[name] = value.clone();
                        }
                    }
                    json!({ "method": method, "success": true, "result": result })
                }
            });
        }
        then
    }

    fn stamp(&mut self, message: Value) -> Value {
        message
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_of_zlib() {
        // Python 3.11: zlib.crc32(b"5005005100000000" b"49900150000000")
        assert_eq!(checksum(&[(499.0, 1.5)], &[(5005.0, 51.0)]), 2_593_157_191);
    }
}
