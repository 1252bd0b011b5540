//! Requests to Alpaca: bars of the past and the last trades.

use std::{borrow::Cow, collections::BTreeMap};

use model::{
    bar::{Bar, BarSize},
    market::{Adjustment, Trade, TradeUse},
    time::Timestamp,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Feed, get, messages};
use crate::{
    error::VenueError,
    history::{BarsQuery, History, Skipped},
    key::Key,
    last::{LastPrice, LastPrices, LastPricesQuery},
    read::{At, Num, bar, why},
    request::{Query, Reply, Request, need},
};

/// Most rows of one answer.
const ROWS: &str = "10000";

#[derive(Deserialize)]
struct BarsAnswer<'a> {
    #[serde(borrow, default)]
    bars: Option<BTreeMap<Cow<'a, str>, Option<Vec<&'a RawValue>>>>,
    #[serde(default)]
    next_page_token: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    t: At,
    o: Num,
    h: Num,
    l: Num,
    c: Num,
    v: Num,
}

pub(crate) fn bars_request(feed: Feed, query: &BarsQuery, key: Option<&Key>) -> Result<Request, VenueError> {
    let key = need(key, feed.source())?;
    let timeframe = match query.size {
        BarSize::Second1 | BarSize::Minute1 => "1Min",
        BarSize::Minute5 => "5Min",
        BarSize::Minute15 => "15Min",
        BarSize::Minute30 => "30Min",
        BarSize::Hour1 => "1Hour",
        BarSize::Hour4 => "4Hour",
        BarSize::Day1 => "1Day",
    };
    let request = match feed {
        Feed::Crypto => {
            query.venue.only(Adjustment::Raw, query)?;
            get("/v1beta3/crypto/us/bars", key)
        }
        Feed::Iex | Feed::Sip | Feed::News | Feed::Test => {
            let adjustment = match query.adjustment {
                Adjustment::Raw => "raw",
                Adjustment::Adjusted => "all",
            };
            get("/v2/stocks/bars", key).with("adjustment", adjustment).with("feed", feed_name(feed))
        }
    };
    Ok(request
        .with("symbols", &query.symbol)
        .with("timeframe", timeframe)
        .with("start", query.from.to_string())
        .with("end", query.to.to_string())
        .with("limit", ROWS)
        .with("sort", "asc")
        .with_some("page_token", query.page.as_deref()))
}

const fn feed_name(feed: Feed) -> &'static str {
    match feed {
        Feed::Sip => "sip",
        Feed::Iex | Feed::Crypto | Feed::News | Feed::Test => "iex",
    }
}

pub(crate) fn bars_answer(feed: Feed, query: &BarsQuery, reply: &Reply<'_>) -> Result<History, VenueError> {
    let answer: BarsAnswer<'_> = reply.json(feed.source())?;
    let is_adjusted = query.adjustment == Adjustment::Adjusted;
    let mut history = History::of(query.adjustment, is_adjusted, is_adjusted);
    history.next = answer.next_page_token.filter(|token| !token.is_empty());
    for (symbol, rows) in answer.bars.unwrap_or_default() {
        if symbol != query.symbol {
            history.skip(&symbol, "bars of a symbol that nobody asked for");
            continue;
        }
        for (number, row) in rows.unwrap_or_default().into_iter().enumerate() {
            history.take(|| format!("row {}", number + 1), read(row.get(), query.size));
        }
    }
    Ok(history.finish(query.stretch()))
}

fn read(text: &str, size: BarSize) -> Result<Bar, String> {
    let Row { t, o, h, l, c, v } = serde_json::from_str(text).map_err(|e| why(&e))?;
    // A day begins at midnight in New York, which is in the same day of UTC.
    let at = if size == BarSize::Day1 { Timestamp::from_date(t.0.date()) } else { t.0 };
    bar(at, [o, h, l, c], Some(v))
}

/// The last trades of some symbols.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastTradesQuery {
    /// Where: stocks or crypto assets.
    pub feed: Feed,
    /// Of what.
    pub symbols: Vec<String>,
}

/// The last trade of a symbol.
#[derive(Clone, PartialEq, Debug)]
pub struct LastTrade {
    /// Of what.
    pub symbol: String,
    /// When.
    pub at: Timestamp,
    /// What was traded.
    pub trade: Trade,
}

/// What Alpaca told of last trades. A symbol that is in neither list is one that it has no trade of.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LastTrades {
    /// By symbol.
    pub trades: Vec<LastTrade>,
    /// What was not understood.
    pub skipped: Vec<Skipped>,
}

#[derive(Deserialize)]
struct LastAnswer<'a> {
    #[serde(borrow, default)]
    trades: Option<BTreeMap<Cow<'a, str>, &'a RawValue>>,
}

impl Query for LastTradesQuery {
    type Answer = LastTrades;

    fn request(&self, key: Option<&Key>) -> Result<Request, VenueError> {
        let key = need(key, self.feed.source())?;
        let request = match self.feed {
            Feed::Crypto => get("/v1beta3/crypto/us/latest/trades", key),
            feed => get("/v2/stocks/trades/latest", key).with("feed", feed_name(feed)),
        };
        Ok(request.with("symbols", self.symbols.join(",")))
    }

    fn answer(&self, reply: &Reply<'_>) -> Result<LastTrades, VenueError> {
        let answer: LastAnswer<'_> = reply.json(self.feed.source())?;
        let mut last = LastTrades::default();
        for (symbol, text) in answer.trades.unwrap_or_default() {
            let message = serde_json::from_str(text.get()).map_err(|e| why(&e));
            let read = message.and_then(|m: messages::TradeMessage<'_>| Ok((m.t.0, messages::figures(&m)?)));
            match read {
                Ok((at, Some(trade))) => last.trades.push(LastTrade { symbol: symbol.into_owned(), at, trade }),
                Ok((_, None)) => {
                    let reason = "an official print that repeats a trade".to_owned();
                    last.skipped.push(Skipped { place: symbol.into_owned(), reason });
                }
                Err(reason) => last.skipped.push(Skipped { place: symbol.into_owned(), reason }),
            }
        }
        Ok(last)
    }
}

pub(crate) fn last_request(feed: Feed, query: &LastPricesQuery, key: Option<&Key>) -> Result<Request, VenueError> {
    LastTradesQuery { feed, symbols: query.symbols.clone() }.request(key)
}

pub(crate) fn last_answer(feed: Feed, query: &LastPricesQuery, reply: &Reply<'_>) -> Result<LastPrices, VenueError> {
    let LastTrades { trades, skipped } = LastTradesQuery { feed, symbols: query.symbols.clone() }.answer(reply)?;
    let is_asked = |symbol: &String| query.symbols.contains(symbol);
    let prices =
        trades.into_iter().filter(|last| is_asked(&last.symbol) && last.trade.counts == TradeUse::PriceAndVolume);
    let price = |last: LastTrade| LastPrice::traded(&last.symbol, Some(last.at), last.trade.price, last.trade.size);
    Ok(LastPrices { prices: prices.map(price).collect(), skipped })
}
