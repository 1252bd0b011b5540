//! What the market says now: last prices with their age, order books, the tape, incidents.

mod now;
mod shapes;
mod stream;

use std::{
    collections::{BTreeSet, HashMap},
    time::Duration,
};

use chrono::{Days, NaiveDate};
use model::{
    bar::{Bar, BarSize},
    id::InstrumentId,
    instrument::Instrument,
    time::Timestamp,
};
use store::bars::BarQuery;

pub use self::{
    shapes::{
        BidAskQuote, DayFigures, DepthQuery, DepthView, IncidentsView, LastTrade, PolledQuote, PreviousClose,
        QuoteView, QuotesQuery, QuotesView, TapeQuery, TapeView, YearRange,
    },
    stream::{Listener, MarketPush, Pushed, StreamWatch},
};
use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    feeds::{Feed, FeedMode},
    workspace::Workspace,
};
use now::{Now, OFF};
pub(crate) use stream::Listeners;

/// Instruments of one answer.
const INSTRUMENTS_MAX: usize = 500;
/// Closes of the small chart in a row.
const SPARK: usize = 60;
/// The longest wait for prices, in milliseconds.
const WAIT_MAX_MS: u32 = 60_000;
/// Days back to which the range of a year looks.
const YEAR_DAYS: u64 = 365;

impl Workstation {
    /// The last prices of instruments, with their age and what came before.
    ///
    /// # Errors
    /// When too many are asked for, or the store cannot be read.
    pub async fn quotes(&self, ctx: &Ctx, query: &QuotesQuery) -> Result<QuotesView> {
        let ws = self.for_use(ctx, Action::Read, "quotes").await?;
        let ids = match query.ids()? {
            ids if ids.is_empty() => crate::watchlists::instruments(&ws, &self.host).await?,
            ids => ids,
        };
        if ids.len() > INSTRUMENTS_MAX {
            let problem = format!("{} instruments are asked for; ask for at most {INSTRUMENTS_MAX}", ids.len());
            return Err(Error::field("instrument_ids", "too_many", problem));
        }
        if query.wait_ms.is_some_and(|wait_ms| wait_ms > WAIT_MAX_MS) {
            let problem = format!("wait for at most {WAIT_MAX_MS} milliseconds");
            return Err(Error::field("wait_ms", "out_of_range", problem));
        }
        let feed = self.host.feeds.feed();
        let all = store::instruments::all(&ws.store).await?;
        let all: HashMap<InstrumentId, Instrument> = all.into_iter().map(|found| (found.id, found)).collect();
        let ids: Vec<InstrumentId> = ids.into_iter().filter(|id| all.contains_key(id)).collect();
        let looked = match (&feed, query.wait_ms) {
            (Some(feed), Some(wait_ms)) => now::wait(feed, &ids, Duration::from_millis(wait_ms.into())).await?,
            (feed, _) => now::look(feed.as_ref(), &ids).await?,
        };
        let now = self.market_now(feed.as_ref()).await?;
        let day = match &feed {
            Some(feed) if feed.mode == FeedMode::Replay => now.date(),
            _ => ws.today(self.host.clock),
        };
        let mut past = history(&ws, &ids, day).await?;
        let of =
            |(id, looked): (InstrumentId, Now)| quote(&all[&id], &past.remove(&id).unwrap_or_default(), day, looked);
        let quotes = ids.into_iter().zip(looked).map(of).collect();
        let mode = feed.map_or(FeedMode::Off, |feed| feed.mode);
        Ok(QuotesView { mode, at: now, quotes })
    }

    /// The best levels of an instrument's order book.
    ///
    /// # Errors
    /// When there is no such instrument.
    pub async fn depth(&self, ctx: &Ctx, id: InstrumentId, query: &DepthQuery) -> Result<DepthView> {
        let ws = self.for_use(ctx, Action::Read, "quotes").await?;
        let instrument = store::instruments::get(&ws.store, id).await?;
        let levels = query.levels.unwrap_or(20).clamp(1, 100) as usize;
        let Some(feed) = self.host.feeds.feed() else {
            return Ok(DepthView { instrument_id: id, source: None, depth: None, note: Some(OFF.to_owned()) });
        };
        let known = feed.watched.ensure(&feed.hub, id).await.map_err(Error::Market)?;
        let Some(source) = known.book() else {
            let note = format!("No provider that is switched on sends an order book of {}.", instrument.fields.symbol);
            return Ok(DepthView { instrument_id: id, source: None, depth: None, note: Some(note) });
        };
        let depth = feed.hub.depth(id, source, levels).await.map_err(Error::Market)?;
        let note = depth.is_none().then(|| "The book is not whole yet: it comes while somebody watches it.".to_owned());
        Ok(DepthView { instrument_id: id, source: Some(source), depth, note })
    }

    /// The last trades of an instrument that came while somebody watched it.
    ///
    /// # Errors
    /// When there is no such instrument.
    pub async fn tape(&self, ctx: &Ctx, id: InstrumentId, query: &TapeQuery) -> Result<TapeView> {
        let ws = self.for_use(ctx, Action::Read, "quotes").await?;
        store::instruments::get(&ws.store, id).await?;
        let limit = query.limit.unwrap_or(200).clamp(1, 200) as usize;
        Ok(match self.host.feeds.feed() {
            Some(feed) => TapeView { trades: feed.recent.trades(id, limit), note: None },
            None => TapeView { trades: Vec::new(), note: Some(OFF.to_owned()) },
        })
    }

    /// What is wrong with what streams in, what was, and what was refused.
    ///
    /// # Errors
    /// When the hub has just ended.
    pub async fn incidents(&self, ctx: &Ctx) -> Result<IncidentsView> {
        self.for_use(ctx, Action::Read, "quotes").await?;
        let Some(feed) = self.host.feeds.feed() else {
            return Ok(IncidentsView { open: Vec::new(), recent: Vec::new(), refused: None, sinks: Vec::new() });
        };
        Ok(IncidentsView {
            open: feed.hub.incidents().await.map_err(Error::Market)?,
            recent: feed.recent.incidents(),
            refused: Some(feed.hub.refused().await.map_err(Error::Market)?),
            sinks: feed.hub.sinks().await.map_err(Error::Market)?,
        })
    }

    /// What time it is on the market that is looked at.
    async fn market_now(&self, feed: Option<&Feed>) -> Result<Timestamp> {
        match feed {
            Some(feed) if feed.mode == FeedMode::Replay => feed.hub.look(|_, now| now).await.map_err(Error::Market),
            _ => Ok(self.host.clock.now()),
        }
    }
}

/// A quote out of what is known now and the daily bars before.
fn quote(instrument: &Instrument, past: &[Bar], day: NaiveDate, now: Now) -> QuoteView {
    let Now { trade, quote, day: figures, polled, note, .. } = now;
    // The last trade that was asked for may be of an earlier day.
    let of_day = trade.as_ref().filter(|trade| trade.is_polled).map_or(day, |trade| trade.at.date().min(day));
    let before = past.iter().rev().find(|bar| bar.at.date() < of_day);
    // Without anything live the last close is the price, and the one before it what it changed from.
    let is_still = trade.is_none();
    let last = past.last().filter(|_| is_still);
    let reference = if is_still { past.len().checked_sub(2).map(|n| &past[n]) } else { before };
    let price = trade.as_ref().map(|trade| trade.price).or(last.map(|bar| bar.close));
    let change = price.zip(reference).map(|(price, before)| price - before.close);
    let share = |before: &Bar| (before.close > 0.0).then_some(before.close);
    let year = YearRange::of(past, price);
    let closes: Vec<f64> = past.iter().map(|bar| bar.close).collect();
    QuoteView {
        instrument_id: instrument.id,
        symbol: instrument.fields.symbol.clone(),
        name: instrument.fields.name.clone(),
        currency: instrument.fields.currency,
        trade,
        quote,
        last_close: past.last().map(PreviousClose::of),
        previous_close: reference.map(PreviousClose::of),
        change,
        change_percent: change.zip(reference.and_then(share)).map(|(change, before)| change / before * 100.0),
        day: figures.or_else(|| last.map(DayFigures::of)),
        year,
        spark: closes[closes.len().saturating_sub(SPARK)..].to_vec(),
        polled,
        note,
    }
}

/// The daily bars of the year before a day, and of the day itself where it is stored.
async fn history(ws: &Workspace, ids: &[InstrumentId], day: NaiveDate) -> Result<HashMap<InstrumentId, Vec<Bar>>> {
    let from = day.checked_sub_days(Days::new(YEAR_DAYS)).unwrap_or(day);
    let range =
        BarQuery { from: Some(Timestamp::from_date(from)), to: Some(Timestamp::from_date(day)), ..BarQuery::default() };
    let wanted: Vec<InstrumentId> = ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let found = store::bars::read_many(&ws.store, &wanted, BarSize::Day1, &range).await?;
    Ok(found.into_iter().map(|(id, series)| (id, series.iter().collect())).collect())
}
