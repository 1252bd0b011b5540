//! Coinbase Advanced as its clients see it: public candles, and a socket of channels whose messages are numbered.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json, Router,
    extract::{Path, Query, State, ws::WebSocketUpgrade},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    book::{self, Level},
    day::{Candle, Day, Offer, Print, Tape},
    serve::{Due, Server, Talk, Then, converse},
};

/// Most candles of one answer.
const ROWS: usize = 350;

/// A venue on loopback that lives until it is dropped.
pub struct FakeCoinbase(Server);

impl FakeCoinbase {
    /// Opens it on a port of loopback; 0 for any.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn open(day: Day, port: u16) -> anyhow::Result<Self> {
        let router = Router::new()
            .route("/api/v3/brokerage/market/products/{product}/candles", get(candles))
            .route("/", get(open))
            .with_state(Arc::new(day));
        Ok(Self(Server::open(router, port).await?))
    }

    /// Where requests go.
    #[must_use]
    pub fn http(&self) -> String {
        format!("http://{}", self.0.address)
    }

    /// Where sockets are opened.
    #[must_use]
    pub fn socket(&self) -> String {
        format!("ws://{}", self.0.address)
    }
}

/// The tape of `BTC-USD` is that of `BTC/USD`.
fn tape<'a>(day: &'a Day, product: &str) -> Option<&'a Tape> {
    day.crypto.get(&product.replace('-', "/"))
}

#[derive(Deserialize)]
struct Asked {
    start: i64,
    end: i64,
    granularity: String,
    limit: Option<usize>,
}

fn refuse(status: StatusCode, error: &str, message: &str) -> Response {
    (status, Json(json!({ "error": error, "error_details": message, "message": message }))).into_response()
}

/// From the newest to the oldest, as Coinbase tells them.
async fn candles(State(day): State<Arc<Day>>, Path(product): Path<String>, Query(asked): Query<Asked>) -> Response {
    let Some(tape) = tape(&day, &product) else {
        return refuse(StatusCode::NOT_FOUND, "NOT_FOUND", "ProductID is invalid");
    };
    let minutes = match asked.granularity.as_str() {
        "ONE_MINUTE" => 1,
        "FIVE_MINUTE" => 5,
        "FIFTEEN_MINUTE" => 15,
        "THIRTY_MINUTE" => 30,
        "ONE_HOUR" => 60,
        "ONE_DAY" => 1_440,
        _ => return refuse(StatusCode::BAD_REQUEST, "INVALID_ARGUMENT", "granularity argument is invalid"),
    };
    if (asked.end - asked.start) / (minutes * 60) >= ROWS as i64 {
        return refuse(
            StatusCode::BAD_REQUEST,
            "INVALID_ARGUMENT",
            "number of candles requested should be less than 350",
        );
    }
    let is_inside = |bar: &Candle| (asked.start..=asked.end).contains(&bar.at.timestamp());
    let row = |bar: &Candle| {
        json!({
            "start": bar.at.timestamp().to_string(), "low": price(bar.low), "high": price(bar.high),
            "open": price(bar.open), "close": price(bar.close), "volume": bar.volume.to_string(),
        })
    };
    let bars: Vec<Candle> = tape.bars(minutes).into_iter().filter(is_inside).collect();
    let rows: Vec<Value> = bars.iter().rev().take(asked.limit.unwrap_or(ROWS)).map(row).collect();
    Json(json!({ "candles": rows })).into_response()
}

fn price(number: f64) -> String {
    format!("{number:.2}")
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

async fn open(State(day): State<Arc<Day>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| async move {
        // Whoever is gone needs no answer.
        let _ = converse(socket, Channels { day, number: 0, products: BTreeMap::new() }).await;
    })
}

struct Channels {
    day: Arc<Day>,
    /// Of the next message.
    number: u64,
    /// What is subscribed to: products by channel.
    products: BTreeMap<String, Vec<String>>,
}

/// What is told under another name than it is subscribed to.
fn told_as(channel: &str) -> &str {
    if channel == "level2" { "l2_data" } else { channel }
}

impl Channels {
    /// Everything that happens to a product on a channel; `None` where there is no such.
    fn happens(&self, channel: &str, product: &str) -> Option<Vec<Due>> {
        let tape = tape(&self.day, product)?;
        let due = |at: DateTime<Utc>, event: Value| Due {
            at,
            topic: format!("{channel} {product}"),
            message: json!({ "channel": told_as(channel), "client_id": "", "timestamp": time(at), "events": [event] }),
        };
        let offers = || tape.offers.iter().enumerate();
        Some(match channel {
            "market_trades" => tape.prints.iter().map(|print| due(print.at, trades(product, print))).collect(),
            "ticker" => offers().map(|(n, offer)| due(offer.at, ticker(product, n, offer, tape))).collect(),
            "level2" => {
                let event = |(n, offer): (usize, &Offer)| due(offer.at, depth(product, n, offer, tape));
                offers().map(event).collect()
            }
            "heartbeats" => Vec::new(),
            _ => return None,
        })
    }

    fn subscriptions(&self) -> Value {
        let at = time(Utc::now());
        let lists: BTreeMap<&str, &Vec<String>> =
            self.products.iter().map(|(channel, products)| (channel.as_str(), products)).collect();
        json!({
            "channel": "subscriptions", "client_id": "", "timestamp": at, "events": [{ "subscriptions": lists }],
        })
    }
}

/// Coinbase tells the side of the order that was there first.
fn trades(product: &str, p: &Print) -> Value {
    let side = if p.is_buyer { "SELL" } else { "BUY" };
    let trade = json!({
        "product_id": product, "trade_id": p.id.to_string(), "price": price(p.price), "size": p.size.to_string(),
        "time": time(p.at), "side": side,
    });
    json!({ "type": "update", "trades": [trade] })
}

fn ticker(product: &str, n: usize, offer: &Offer, tape: &Tape) -> Value {
    let ticker = json!({
        "type": "ticker", "product_id": product, "price": price(tape.prints[n].price), "volume_24_h": "1.0",
        "low_24_h": "1.0", "high_24_h": "1.0", "low_52_w": "1.0", "high_52_w": "1.0", "price_percent_chg_24_h": "0.1",
        "best_bid": price(offer.bid), "best_bid_quantity": offer.bid_size.to_string(), "best_ask": price(offer.ask),
        "best_ask_quantity": offer.ask_size.to_string(),
    });
    json!({ "type": if n == 0 { "snapshot" } else { "update" }, "tickers": [ticker] })
}

/// The whole book at first, then what changes it.
fn depth(product: &str, n: usize, offer: &Offer, tape: &Tape) -> Value {
    let book = book::book(offer);
    let (kind, (bids, asks)) = match n.checked_sub(1) {
        None => ("snapshot", book.sides()),
        Some(before) => ("update", book::book(&tape.offers[before]).changes(&book)),
    };
    let line = |side: &str, (at, units): &Level| {
        json!({
            "side": side, "event_time": time(offer.at), "price_level": price(*at), "new_quantity": units.to_string(),
        })
    };
    let bids = bids.iter().map(|level| line("bid", level));
    let updates: Vec<Value> = bids.chain(asks.iter().map(|level| line("offer", level))).collect();
    json!({ "type": kind, "product_id": product, "updates": updates })
}

impl Talk for Channels {
    fn greet(&mut self) -> Vec<Value> {
        Vec::new()
    }

    fn hear(&mut self, said: &Value) -> Then {
        let mut then = Then::default();
        let channel = said["channel"].as_str().unwrap_or_default().to_owned();
        let products: Vec<String> = said["product_ids"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|id| Some(id.as_str()?.to_owned()))
            .collect();
        match said["type"].as_str() {
            Some("subscribe") => {
                let mut all = Vec::new();
                for product in &products {
                    let Some(due) = self.happens(&channel, product) else {
                        then.say
                            .push(json!({ "type": "error", "message": format!("{product} is not a valid product") }));
                        return then;
                    };
                    all.extend(due);
                }
                let known = self.products.entry(channel).or_default();
                known.extend(products);
                then.begin = all;
            }
            Some("unsubscribe") => {
                let known = self.products.entry(channel.clone()).or_default();
                known.retain(|product| !products.contains(product));
                then.leave = products.iter().map(|product| format!("{channel} {product}")).collect();
            }
            _ => {
                then.say.push(json!({ "type": "error", "message": "failed to parse message" }));
                return then;
            }
        }
        let said = self.subscriptions();
        then.say.push(self.stamp(said));
        then
    }

    /// The number that tells what was lost.
    fn stamp(&mut self, mut message: Value) -> Value {
        message["sequence_num"] = self.number.into();
        self.number += 1;
        message
    }
}
