//! Requests: stretches of the past in pages, what came last, snapshots, news.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    extract::{Query, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use base64::{Engine, engine::general_purpose::URL_SAFE};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    LIMITED, Shared,
    rows::{self, Kind},
};
use crate::day::{Candle, Tape};

type Answer = Result<axum::Json<Value>, Refusal>;

/// Most rows of one answer, and those of one that says nothing about it.
const ROWS_MAX: usize = 10_000;
const ROWS: usize = 1_000;
/// The same for news.
const ARTICLES_MAX: usize = 50;
const ARTICLES: usize = 10;

/// Why there is no answer.
struct Refusal(StatusCode, &'static str);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self(status, message) = self;
        (status, axum::Json(json!({ "message": message }))).into_response()
    }
}

fn wrong(message: &'static str) -> Refusal {
    Refusal(StatusCode::BAD_REQUEST, message)
}

/// Everything that a request may ask.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Asked {
    symbols: Option<String>,
    timeframe: Option<String>,
    start: Option<String>,
    end: Option<String>,
    limit: Option<usize>,
    page_token: Option<String>,
    sort: Option<String>,
    include_content: Option<bool>,
}

pub(crate) fn routes(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    use Kind::{Crypto, Stock};
    use What::{Bars, Quotes, Trades};
    let mut router = Router::new();
    for what in [Bars, Trades, Quotes] {
        let name = what.name();
        router = router
            .route(&format!("/v2/stocks/{name}"), get(move |s, q| history(s, q, Stock, what)))
            .route(&format!("/v2/stocks/{name}/latest"), get(move |s, q| latest(s, q, Stock, what)))
            .route(&format!("/v1beta3/crypto/us/{name}"), get(move |s, q| history(s, q, Crypto, what)))
            .route(&format!("/v1beta3/crypto/us/latest/{name}"), get(move |s, q| latest(s, q, Crypto, what)));
    }
    router
        .route("/v2/stocks/snapshots", get(|s, q| snapshots(s, q, Stock)))
        .route("/v1beta3/crypto/us/snapshots", get(|s, q| snapshots(s, q, Crypto)))
        .route("/v1beta1/news", get(news_page))
        .layer(middleware::from_fn_with_state(Arc::clone(shared), let_in))
}

/// Lets in who has the key, and slows down who asks too much.
async fn let_in(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    shared.asked().push(request.uri().to_string());
    if !is_known(&shared, request.uri().path(), request.headers()) {
        return Refusal(StatusCode::FORBIDDEN, "forbidden.").into_response();
    }
    let is_limited = request.uri().query().is_some_and(|query| query.contains(LIMITED));
    let (remaining, mut response) = if is_limited && shared.is_one_too_many() {
        let mut response = Refusal(StatusCode::TOO_MANY_REQUESTS, "too many requests.").into_response();
        response.headers_mut().insert("Retry-After", HeaderValue::from_static("1"));
        (0, response)
    } else {
        (199, next.run(request).await)
    };
    let headers = response.headers_mut();
    headers.insert("X-RateLimit-Limit", HeaderValue::from_static("200"));
    headers.insert("X-RateLimit-Remaining", HeaderValue::from(remaining));
    headers.insert("X-RateLimit-Reset", HeaderValue::from(Utc::now().timestamp() + 1));
    response
}

/// Prices of crypto assets are for everybody; a wrong key is refused there too.
fn is_known(shared: &Shared, path: &str, headers: &HeaderMap) -> bool {
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (header("APCA-API-KEY-ID"), header("APCA-API-SECRET-KEY")) {
        (None, None) => path.starts_with("/v1beta3/crypto/"),
        (key_id, secret) => shared.is_key(key_id.unwrap_or_default(), secret.unwrap_or_default()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Bars,
    Trades,
    Quotes,
}

impl What {
    const fn name(self) -> &'static str {
        match self {
            Self::Bars => "bars",
            Self::Trades => "trades",
            Self::Quotes => "quotes",
        }
    }

    /// Times and rows, from the oldest.
    fn rows(self, kind: Kind, tape: &Tape, timeframe: Option<&str>) -> Result<Vec<(DateTime<Utc>, Value)>, Refusal> {
        Ok(match self {
            Self::Bars => bars(tape, timeframe)?.iter().map(|bar| (bar.at, rows::bar(kind, bar))).collect(),
            Self::Trades => tape.prints.iter().map(|print| (print.at, rows::trade(kind, print))).collect(),
            Self::Quotes => tape.offers.iter().map(|offer| (offer.at, rows::quote(kind, offer))).collect(),
        })
    }

    fn last(self, kind: Kind, tape: &Tape) -> Option<Value> {
        match self {
            Self::Bars => tape.bars(1).last().map(|bar| rows::bar(kind, bar)),
            Self::Trades => tape.prints.last().map(|print| rows::trade(kind, print)),
            Self::Quotes => tape.offers.last().map(|offer| rows::quote(kind, offer)),
        }
    }
}

/// Bars of a length such as `1Min`, `15Min`, `1Hour` or `1Day`.
fn bars(tape: &Tape, timeframe: Option<&str>) -> Result<Vec<Candle>, Refusal> {
    let timeframe = timeframe.ok_or(wrong("timeframe is required"))?;
    let split = timeframe.find(|c: char| !c.is_ascii_digit()).ok_or(wrong("invalid timeframe"))?;
    let (number, unit) = timeframe.split_at(split);
    let number: i64 = number.parse().map_err(|_| wrong("invalid timeframe"))?;
    match (unit, number) {
        ("Min" | "T", 1..=59) => Ok(tape.bars(number)),
        ("Hour" | "H", 1..=23) => Ok(tape.bars(number * 60)),
        ("Day" | "D", 1) => Ok(tape.days.clone()),
        _ => Err(wrong("invalid timeframe")),
    }
}

impl Asked {
    fn symbols(&self) -> Result<Vec<&str>, Refusal> {
        let symbols: Vec<&str> =
            self.symbols.iter().flat_map(|list| list.split(',')).filter(|s| !s.is_empty()).collect();
        if symbols.is_empty() { Err(wrong("symbols is required")) } else { Ok(symbols) }
    }

    fn is_inside(&self, at: DateTime<Utc>) -> Result<bool, Refusal> {
        let from = self.start.as_deref().map(|text| moment(text, false)).transpose()?;
        let to = self.end.as_deref().map(|text| moment(text, true)).transpose()?;
        Ok(from.is_none_or(|from| from <= at) && to.is_none_or(|to| at <= to))
    }

    fn is_descending(&self, usual: bool) -> bool {
        self.sort.as_deref().map_or(usual, |sort| sort.eq_ignore_ascii_case("desc"))
    }

    /// How many rows at most.
    fn limit(&self, usual: usize, most: usize) -> Result<usize, Refusal> {
        match self.limit {
            None => Ok(usual),
            Some(limit) if (1..=most).contains(&limit) => Ok(limit),
            Some(_) => Err(wrong("invalid limit")),
        }
    }

    /// How many rows came before.
    fn skip(&self) -> Result<usize, Refusal> {
        let refuse = || wrong("invalid page token");
        let Some(token) = &self.page_token else { return Ok(0) };
        let bytes = URL_SAFE.decode(token).map_err(|_| refuse())?;
        std::str::from_utf8(&bytes).ok().and_then(|text| text.parse().ok()).ok_or_else(refuse)
    }
}

/// RFC 3339, or a day; the end of a day where that is meant.
fn moment(text: &str, is_end: bool) -> Result<DateTime<Utc>, Refusal> {
    if let Ok(at) = text.parse() {
        return Ok(at);
    }
    let day: NaiveDate = text.parse().map_err(|_| wrong("invalid time"))?;
    let time = if is_end { NaiveTime::from_hms_opt(23, 59, 59) } else { None };
    Ok(day.and_time(time.unwrap_or_default()).and_utc())
}

/// Where the next page begins, if there is one.
fn token(next: usize, all: usize) -> Value {
    if next < all { URL_SAFE.encode(next.to_string()).into() } else { Value::Null }
}

fn tapes(shared: &Shared, kind: Kind) -> &BTreeMap<String, Tape> {
    match kind {
        Kind::Stock => &shared.day.stocks,
        Kind::Crypto => &shared.day.crypto,
    }
}

/// Rows in the order of symbols and, within one, of time.
async fn history(State(shared): State<Arc<Shared>>, Query(asked): Query<Asked>, kind: Kind, what: What) -> Answer {
    let mut symbols = asked.symbols()?;
    symbols.sort_unstable();
    let mut all = Vec::new();
    for symbol in symbols {
        let Some(tape) = tapes(&shared, kind).get(symbol) else { continue };
        let mut rows = Vec::new();
        for (at, row) in what.rows(kind, tape, asked.timeframe.as_deref())? {
            if asked.is_inside(at)? {
                rows.push((symbol, row));
            }
        }
        if asked.is_descending(false) {
            rows.reverse();
        }
        all.append(&mut rows);
    }
    let (skip, limit) = (asked.skip()?, asked.limit(ROWS, ROWS_MAX)?.min(shared.settings.rows_max));
    let (count, next) = (all.len(), skip.saturating_add(limit));
    let mut page: Map<String, Value> = Map::new();
    for (symbol, row) in all.into_iter().skip(skip).take(limit) {
        if let Value::Array(rows) = page.entry(symbol).or_insert_with(|| json!([])) {
            rows.push(row);
        }
    }
    Ok(axum::Json(json!({ what.name(): page, "next_page_token": token(next, count) })))
}

async fn latest(State(shared): State<Arc<Shared>>, Query(asked): Query<Asked>, kind: Kind, what: What) -> Answer {
    let last = |symbol: &str| Some((symbol.to_owned(), what.last(kind, tapes(&shared, kind).get(symbol)?)?));
    let rows: Map<String, Value> = asked.symbols()?.into_iter().filter_map(last).collect();
    Ok(axum::Json(json!({ what.name(): rows })))
}

async fn snapshots(State(shared): State<Arc<Shared>>, Query(asked): Query<Asked>, kind: Kind) -> Answer {
    let snapshot = |symbol: &str| {
        let tape = tapes(&shared, kind).get(symbol)?;
        let day = |back: usize| tape.days.iter().rev().nth(back).map(|bar| rows::bar(kind, bar));
        let last = |what: What| what.last(kind, tape);
        let row = json!({
            "latestTrade": last(What::Trades), "latestQuote": last(What::Quotes), "minuteBar": last(What::Bars),
            "dailyBar": day(0), "prevDailyBar": day(1),
        });
        Some((symbol.to_owned(), row))
    };
    let rows: Map<String, Value> = asked.symbols()?.into_iter().filter_map(snapshot).collect();
    // Stocks come without a name around them.
    Ok(axum::Json(if kind == Kind::Stock { rows.into() } else { json!({ "snapshots": rows }) }))
}

async fn news_page(State(shared): State<Arc<Shared>>, Query(asked): Query<Asked>) -> Answer {
    let wanted = asked.symbols().unwrap_or_default();
    let mut all = Vec::new();
    for article in &shared.day.news {
        let is_about = wanted.is_empty() || article.symbols.iter().any(|symbol| wanted.contains(&symbol.as_str()));
        if is_about && asked.is_inside(article.at)? {
            let mut row = rows::article(article);
            if asked.include_content != Some(true) {
                row["content"] = "".into();
            }
            all.push(row);
        }
    }
    if asked.is_descending(true) {
        all.reverse();
    }
    let (skip, limit) = (asked.skip()?, asked.limit(ARTICLES, ARTICLES_MAX)?);
    let (count, next) = (all.len(), skip.saturating_add(limit));
    let page: Vec<Value> = all.into_iter().skip(skip).take(limit).collect();
    Ok(axum::Json(json!({ "news": page, "next_page_token": token(next, count) })))
}
