//! Binance spot as its clients see it: klines, depth, trades, the day's figures; streams of one socket, raw or in envelopes.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    Json, Router,
    extract::{Query, State, ws::WebSocketUpgrade},
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
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

/// A venue on loopback that lives until it is dropped.
pub struct FakeBinance(Server);

impl FakeBinance {
    /// Opens it on a port of loopback; 0 for any.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn open(day: Day, port: u16) -> anyhow::Result<Self> {
        let router = Router::new()
            .route("/api/v3/ping", get(async || Json(json!({}))))
            .route("/api/v3/time", get(async || Json(json!({ "serverTime": Utc::now().timestamp_millis() }))))
            .route("/api/v3/klines", get(klines))
            .route("/api/v3/depth", get(depth))
            .route("/api/v3/trades", get(trades))
            .route("/api/v3/ticker/24hr", get(figures))
            .layer(middleware::map_response(async |mut response: Response| {
                response.headers_mut().insert("x-mbx-used-weight-1m", 2.into());
                response
            }))
            .route("/stream", get(|s, q, u| open(s, q, u, true)))
            .route("/ws", get(|s, q, u| open(s, q, u, false)))
            .with_state(Arc::new(day));
        Ok(Self(Server::open(router, port).await?))
    }

    /// Where requests go.
    #[must_use]
    pub fn http(&self) -> String {
        format!("http://{}", self.0.address)
    }

    /// Where sockets are opened, before `/stream` or `/ws`.
    #[must_use]
    pub fn socket(&self) -> String {
        format!("ws://{}", self.0.address)
    }
}

/// The tape of `BTCUSDT` or `btcusdt` is that of `BTC/USD`.
fn tape<'a>(day: &'a Day, symbol: &str) -> Option<&'a Tape> {
    let base = symbol.to_ascii_uppercase();
    day.crypto.get(&format!("{}/USD", base.strip_suffix("USDT")?))
}

struct Refusal(i64, &'static str);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(json!({ "code": self.0, "msg": self.1 }))).into_response()
    }
}

const NO_SYMBOL: Refusal = Refusal(-1121, "Invalid symbol.");

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    symbol: Option<String>,
    symbols: Option<String>,
    interval: Option<String>,
    start_time: Option<i64>,
    end_time: Option<i64>,
    limit: Option<usize>,
}

impl Asked {
    fn tape<'a>(&self, day: &'a Day) -> Result<&'a Tape, Refusal> {
        tape(day, self.symbol.as_deref().unwrap_or_default()).ok_or(NO_SYMBOL)
    }
}

type Answer = Result<Json<Value>, Refusal>;

fn minutes(interval: &str) -> Option<i64> {
    Some(match interval {
        "1m" => 1,
        "5m" => 5,
        "15m" => 15,
        "30m" => 30,
        "1h" => 60,
        "4h" => 240,
        "1d" => 1_440,
        _ => return None,
    })
}

async fn klines(State(day): State<Arc<Day>>, Query(asked): Query<Asked>) -> Answer {
    let minutes = asked.interval.as_deref().and_then(minutes).ok_or(Refusal(-1120, "Invalid interval."))?;
    let is_inside = |bar: &Candle| {
        let at = bar.at.timestamp_millis();
        asked.start_time.is_none_or(|from| from <= at) && asked.end_time.is_none_or(|to| at <= to)
    };
    let bars = asked.tape(&day)?.bars(minutes).into_iter().filter(is_inside).take(asked.limit.unwrap_or(500));
    let row = |bar: Candle| {
        let end = (bar.at + TimeDelta::minutes(minutes)).timestamp_millis() - 1;
        let prices = [bar.open, bar.high, bar.low, bar.close].map(price);
        let [open, high, low, close] = prices;
        let value = size(bar.average * bar.volume);
        json!([
            bar.at.timestamp_millis(),
            open,
            high,
            low,
            close,
            size(bar.volume),
            end,
            value,
            bar.count,
            "0.00000000",
            "0.00000000",
            "0",
        ])
    };
    Ok(Json(bars.map(row).collect()))
}

/// The book as it was at the first offer: what a socket tells comes after it.
async fn depth(State(day): State<Arc<Day>>, Query(asked): Query<Asked>) -> Answer {
    let first = asked.tape(&day)?.offers.first().ok_or(NO_SYMBOL)?;
    let (bids, asks) = book::book(first).sides();
    Ok(Json(json!({ "lastUpdateId": 1, "bids": pairs(&bids), "asks": pairs(&asks) })))
}

async fn trades(State(day): State<Arc<Day>>, Query(asked): Query<Asked>) -> Answer {
    let prints = &asked.tape(&day)?.prints;
    let row = |p: &Print| {
        json!({
            "id": p.id, "price": price(p.price), "qty": size(p.size), "quoteQty": size(p.price * p.size),
            "time": p.at.timestamp_millis(), "isBuyerMaker": !p.is_buyer, "isBestMatch": true,
        })
    };
    let last = prints.len().saturating_sub(asked.limit.unwrap_or(500));
    Ok(Json(prints[last..].iter().map(row).collect()))
}

async fn figures(State(day): State<Arc<Day>>, Query(asked): Query<Asked>) -> Answer {
    if let Some(symbol) = &asked.symbol {
        return Ok(Json(figures_of(asked.tape(&day)?, symbol).ok_or(NO_SYMBOL)?));
    }
    let wanted: Vec<String> = serde_json::from_str(asked.symbols.as_deref().unwrap_or("[]")).unwrap_or_default();
    let rows = wanted.iter().map(|symbol| figures_of(tape(&day, symbol)?, symbol));
    Ok(Json(rows.collect::<Option<_>>().ok_or(NO_SYMBOL)?))
}

fn figures_of(tape: &Tape, symbol: &str) -> Option<Value> {
    let (day, offer) = (tape.bars(1_440).pop()?, tape.offers.last()?);
    let (first, last) = (tape.prints.first()?, tape.prints.last()?);
    Some(json!({
        "symbol": symbol, "priceChange": price(day.close - day.open),
        "priceChangePercent": format!("{:.3}", (day.close / day.open - 1.0) * 100.0),
        "weightedAvgPrice": size(day.average), "prevClosePrice": price(day.open), "lastPrice": price(day.close),
        "lastQty": size(last.size), "bidPrice": price(offer.bid), "bidQty": size(offer.bid_size),
        "askPrice": price(offer.ask), "askQty": size(offer.ask_size), "openPrice": price(day.open),
        "highPrice": price(day.high), "lowPrice": price(day.low), "volume": size(day.volume),
        "quoteVolume": size(day.volume * day.average), "openTime": first.at.timestamp_millis(),
        "closeTime": last.at.timestamp_millis(), "firstId": first.id, "lastId": last.id, "count": day.count,
    }))
}

fn price(number: f64) -> String {
    format!("{number:.2}")
}

fn size(number: f64) -> String {
    format!("{number:.8}")
}

fn pairs(levels: &[Level]) -> Vec<[String; 2]> {
    levels.iter().map(|(at, units)| [price(*at), size(*units)]).collect()
}

#[derive(Deserialize)]
struct Opening {
    #[serde(rename = "timeUnit")]
    unit: Option<String>,
}

async fn open(
    State(day): State<Arc<Day>>,
    Query(opening): Query<Opening>,
    upgrade: WebSocketUpgrade,
    is_wrapped: bool,
) -> Response {
    let is_micros = opening.unit.is_some_and(|unit| unit.eq_ignore_ascii_case("microsecond"));
    upgrade.on_upgrade(move |socket| async move {
        // Whoever is gone needs no answer.
        let _ = converse(socket, Streams { day, is_micros, is_wrapped, names: BTreeSet::new() }).await;
    })
}

struct Streams {
    day: Arc<Day>,
    is_micros: bool,
    is_wrapped: bool,
    /// What is subscribed to, in the order of names.
    names: BTreeSet<String>,
}

impl Streams {
    fn time(&self, at: DateTime<Utc>) -> i64 {
        if self.is_micros { at.timestamp_micros() } else { at.timestamp_millis() }
    }

    /// Everything that happens on a stream such as `btcusdt@trade`; `None` where there is no such stream.
    fn happens(&self, name: &str) -> Option<Vec<Due>> {
        let (symbol, kind) = name.split_once('@')?;
        let tape = tape(&self.day, symbol)?;
        let upper = symbol.to_ascii_uppercase();
        let due = |at, data: Value| {
            let message = if self.is_wrapped { json!({ "stream": name, "data": data }) } else { data };
            Due { at, topic: name.to_owned(), message }
        };
        let offers = tape.offers.iter().enumerate().map(|(n, offer)| (n as u64 + 1, offer));
        Some(match kind.split_once('_').unwrap_or((kind, "")) {
            ("trade", "") => tape.prints.iter().map(|print| due(print.at, self.trade(&upper, print))).collect(),
            ("bookTicker", "") => offers.map(|(n, offer)| due(offer.at, quote(&upper, n, offer))).collect(),
            ("kline", interval) => {
                let minutes = minutes(interval)?;
                let bar = |bar: Candle| {
                    let end = bar.at + TimeDelta::minutes(minutes);
                    due(end, self.kline(&upper, interval, &bar, end))
                };
                tape.bars(minutes).into_iter().map(bar).collect()
            }
            ("depth" | "depth@100ms", "") => {
                let changes = tape.offers.windows(2).enumerate();
                changes.map(|(n, pair)| due(pair[1].at, self.depth(&upper, n as u64 + 2, pair))).collect()
            }
            _ => return None,
        })
    }

    fn trade(&self, symbol: &str, p: &Print) -> Value {
        let at = self.time(p.at);
        json!({
            "e": "trade", "E": at, "s": symbol, "t": p.id, "p": price(p.price), "q": size(p.size), "T": at,
            "m": !p.is_buyer, "M": true,
        })
    }

    fn kline(&self, symbol: &str, interval: &str, bar: &Candle, end: DateTime<Utc>) -> Value {
        let [open, high, low, close] = [bar.open, bar.high, bar.low, bar.close].map(price);
        json!({
            "e": "kline", "E": self.time(end), "s": symbol, "k": {
                "t": self.time(bar.at), "T": self.time(end) - 1, "s": symbol, "i": interval, "f": 1, "L": bar.count,
                "o": open, "c": close, "h": high, "l": low, "v": size(bar.volume), "n": bar.count, "x": true,
                "q": size(bar.volume * bar.average), "V": "0.00000000", "Q": "0.00000000", "B": "0",
            },
        })
    }

    fn depth(&self, symbol: &str, number: u64, pair: &[Offer]) -> Value {
        let (bids, asks) = book::book(&pair[0]).changes(&book::book(&pair[1]));
        json!({
            "e": "depthUpdate", "E": self.time(pair[1].at), "s": symbol, "U": number, "u": number, "b": pairs(&bids),
            "a": pairs(&asks),
        })
    }
}

fn quote(symbol: &str, number: u64, offer: &Offer) -> Value {
    json!({
        "u": number, "s": symbol, "b": price(offer.bid), "B": size(offer.bid_size), "a": price(offer.ask),
        "A": size(offer.ask_size),
    })
}

impl Talk for Streams {
    fn greet(&mut self) -> Vec<Value> {
        Vec::new()
    }

    fn hear(&mut self, said: &Value) -> Then {
        let names: Vec<String> = said["params"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|name| Some(name.as_str()?.to_owned()))
            .collect();
        let mut then = Then::default();
        let result = match said["method"].as_str() {
            Some("SUBSCRIBE") => {
                for name in names {
                    if !self.names.contains(&name) {
                        // Binance takes any name; of one that is none nothing ever comes.
                        then.begin.extend(self.happens(&name).unwrap_or_default());
                        self.names.insert(name);
                    }
                }
                Value::Null
            }
            Some("UNSUBSCRIBE") => {
                self.names.retain(|name| !names.contains(name));
                then.leave = names;
                Value::Null
            }
            Some("LIST_SUBSCRIPTIONS") => self.names.iter().cloned().collect(),
            _ => {
                then.say.push(
                    json!({ "error": { "code": 2, "msg": "Invalid request: unknown method" }, "id": said["id"] }),
                );
                return then;
            }
        };
        then.say.push(json!({ "result": result, "id": said["id"] }));
        then
    }

    fn stamp(&mut self, message: Value) -> Value {
        message
    }
}
