//! The messages of Alpaca's streams that carry data.

use std::borrow::Cow;

use model::{
    bar::BarSize,
    market::{
        self, Aggressor, BookChange, BookLevel, BookNumbers, BookSide, BookUpdate, DataKind, MarketEvent, Source,
        SourceBar, Tick, TickData, Trade, TradeUse,
    },
    time::Timestamp,
};
use serde::Deserialize;

use super::conditions::counts;
use crate::{
    read::{At, Id, Num, bar, level, parse, price, quote, size},
    talk::{NewsItem, Told},
    text::plain,
    wants::Wants,
};

/// Who listens.
#[derive(Clone, Copy)]
pub(crate) struct Ear<'a> {
    pub(crate) source: Source,
    pub(crate) wants: &'a Wants,
    pub(crate) now: Timestamp,
}

/// What a message says, by its letter: `None` when nobody needs it, an error with the reason when it is not understood.
pub(crate) fn read(ear: Ear<'_>, letter: &str, text: &str) -> Result<Option<Told>, String> {
    match letter {
        "t" => ear.trade(&parse(text)?),
        "q" => ear.quote(&parse(text)?),
        // An updated bar is one that a late trade changed; it takes the place of the first.
        "b" | "u" => ear.bar(&parse(text)?),
        "o" => ear.book(&parse(text)?),
        "n" => Ok(ear.news(parse(text)?)),
        // Day's bars in the making, halts, price bands, imbalances, and corrections and cancels of trades that were sent: there
        // is no event for them.
        "d" | "s" | "l" | "i" | "c" | "x" => Ok(None),
        other => Err(format!("a message of the unknown kind \"{}\"", crate::text::sample(other))),
    }
}

#[derive(Deserialize)]
pub(crate) struct TradeMessage<'a> {
    /// Not in answers, where it is the key.
    #[serde(rename = "S", borrow, default)]
    symbol: Cow<'a, str>,
    i: Id,
    p: Num,
    s: Num,
    pub(crate) t: At,
    #[serde(default, borrow)]
    c: Option<Vec<Cow<'a, str>>>,
    #[serde(default, borrow)]
    z: Option<Cow<'a, str>>,
    /// Crypto: who took.
    #[serde(default, borrow)]
    tks: Option<Cow<'a, str>>,
}

/// Sizes are in shares; until November 2025 the quotes of stocks counted round lots.
#[derive(Deserialize)]
struct QuoteMessage<'a> {
    #[serde(rename = "S", borrow)]
    symbol: Cow<'a, str>,
    bp: Num,
    bs: Num,
    ap: Num,
    #[serde(rename = "as")]
    asks: Num,
    t: At,
}

#[derive(Deserialize)]
struct BarMessage<'a> {
    #[serde(rename = "S", borrow)]
    symbol: Cow<'a, str>,
    o: Num,
    h: Num,
    l: Num,
    c: Num,
    v: Num,
    t: At,
}

#[derive(Deserialize)]
struct Entry {
    p: Num,
    s: Num,
}

#[derive(Deserialize)]
struct BookMessage<'a> {
    #[serde(rename = "S", borrow)]
    symbol: Cow<'a, str>,
    b: Vec<Entry>,
    a: Vec<Entry>,
    t: At,
    #[serde(default)]
    r: Option<bool>,
}

/// News, on the stream and in answers.
#[derive(Deserialize)]
pub(crate) struct NewsMessage {
    id: Id,
    headline: String,
    created_at: At,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default)]
    author: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    symbols: Option<Vec<String>>,
}

impl NewsMessage {
    /// The article, with the instruments that its symbols stand for.
    pub(crate) fn article(
        self,
        source: Source,
        received_at: Timestamp,
        find: impl Fn(&str) -> Option<model::id::InstrumentId>,
    ) -> NewsItem {
        let some = |text: Option<String>| text.map(|text| plain(&text)).filter(|text| !text.is_empty());
        let symbols = self.symbols.unwrap_or_default();
        let instruments = symbols.iter().filter_map(|symbol| find(symbol)).collect();
        // Only addresses of the web: what is shown can be clicked.
        let url = self.url.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        let (id, at, headline) = (self.id.0.to_string(), Some(self.created_at.0), plain(&self.headline));
        let item = market::NewsItem { source, id, at, received_at, instruments, headline, url };
        NewsItem { item, summary: some(self.summary), author: some(self.author), symbols, sentiment: None }
    }
}

/// A trade in figures, the same on the stream and in answers; `None` where it repeats another.
pub(crate) fn figures(message: &TradeMessage<'_>) -> Result<Option<Trade>, String> {
    let price = price("p", message.p)?;
    let size = size("s", message.s)?;
    let aggressor = match message.tks.as_deref() {
        Some("B") => Some(Aggressor::Buyer),
        Some("S") => Some(Aggressor::Seller),
        _ => None,
    };
    let counts = match &message.c {
        Some(conditions) => counts(conditions.iter().map(AsRef::as_ref), message.z.as_deref()),
        None => Some(TradeUse::PriceAndVolume),
    };
    Ok(counts.map(|counts| Trade { price, size, aggressor, counts }))
}

impl Ear<'_> {
    fn trade(&self, message: &TradeMessage<'_>) -> Result<Option<Told>, String> {
        let Some(known) = self.wants.whose(DataKind::Trade, &message.symbol)? else { return Ok(None) };
        let Some(trade) = figures(message)? else { return Ok(None) };
        let origin = known.origin(self.source, Some(message.t.0), self.now, Some(message.i.0));
        Ok(Some(Told::Event(MarketEvent::Tick(Tick { origin, data: TickData::Trade(trade) }))))
    }

    fn quote(&self, message: &QuoteMessage<'_>) -> Result<Option<Told>, String> {
        let Some(known) = self.wants.whose(DataKind::Quote, &message.symbol)? else { return Ok(None) };
        let quote = quote(message.bp, message.bs, message.ap, message.asks)?;
        let origin = known.origin(self.source, Some(message.t.0), self.now, None);
        let data = TickData::Quote(quote);
        Ok(Some(Told::Event(MarketEvent::Tick(Tick { origin, data }))))
    }

    fn bar(&self, message: &BarMessage<'_>) -> Result<Option<Told>, String> {
        let Some(known) = self.wants.whose(DataKind::Bar, &message.symbol)? else { return Ok(None) };
        let BarMessage { o, h, l, c, v, t, .. } = *message;
        let bar = bar(t.0, [o, h, l, c], Some(v))?;
        let origin = known.origin(self.source, None, self.now, None);
        Ok(Some(Told::Event(MarketEvent::Bar(SourceBar { origin, size: BarSize::Minute1, bar }))))
    }

    fn book(&self, message: &BookMessage<'_>) -> Result<Option<Told>, String> {
        let Some(known) = self.wants.whose(DataKind::Book, &message.symbol)? else { return Ok(None) };
        let of = |side, entries: &[Entry]| {
            entries.iter().map(|e| level(side, e.p, e.s)).collect::<Result<Vec<BookLevel>, String>>()
        };
        let levels = [of(BookSide::Bid, &message.b)?, of(BookSide::Ask, &message.a)?].concat();
        let change = if message.r == Some(true) { BookChange::Snapshot } else { BookChange::Update };
        let origin = known.origin(self.source, Some(message.t.0), self.now, None);
        let numbers = BookNumbers::default();
        Ok(Some(Told::Event(MarketEvent::Book(BookUpdate { origin, change, numbers, levels }))))
    }

    fn news(&self, message: NewsMessage) -> Option<Told> {
        let find = |symbol: &str| self.wants.known(DataKind::News, symbol).map(|known| known.instrument);
        Some(Told::News(message.article(self.source, self.now, find)))
    }
}
