//! What a feed knows of instruments now, and whether more may come of what somebody waits for.

use std::time::Duration;

use ::bars::interval::Interval;
use market::{
    connection::{ConnectionReport, ConnectionState},
    hub::Subscription,
};
use model::{
    id::InstrumentId,
    market::{DataKind, Source, TickData},
    time::Timestamp,
};
use tokio::time::Instant;

use super::shapes::{BidAskQuote, DayFigures, LastTrade, PolledQuote};
use crate::{
    error::{Error, Result},
    feeds::{Feed, FeedMode, Known, Wanted},
};

/// While somebody waits, it is looked again at least so often: that none comes is no update.
const LOOK: Duration = Duration::from_millis(200);
/// And at most so often.
const REST: Duration = Duration::from_millis(20);

pub(super) const OFF: &str =
    "No provider that has prices of now is switched on: switch one on, or practise on a replay.";
const NOBODY: &str = "No provider that is switched on sends it; give its symbol at a provider, or switch another on.";

/// What is known of an instrument now.
#[derive(Default)]
pub(super) struct Now {
    pub(super) trade: Option<LastTrade>,
    pub(super) quote: Option<BidAskQuote>,
    pub(super) day: Option<DayFigures>,
    pub(super) polled: Option<PolledQuote>,
    /// Why there is no price, and what to do.
    pub(super) note: Option<String>,
    /// Whether a first price may come.
    is_awaited: bool,
}

/// What is known of instruments now, in their order.
///
/// # Errors
/// When the hub has ended.
pub(super) async fn look(feed: Option<&Feed>, ids: &[InstrumentId]) -> Result<Vec<Now>> {
    let Some(feed) = feed else {
        return Ok(ids.iter().map(|_| Now { note: Some(OFF.to_owned()), ..Now::default() }).collect());
    };
    let mut known = Vec::with_capacity(ids.len());
    for id in ids {
        known.push(feed.watched.ensure(&feed.hub, *id).await.map_err(Error::Market)?);
    }
    let asked = ids.to_vec();
    let at_once = move |hub: &feed::hub::Hub, now: Timestamp| {
        let last = |id: InstrumentId| {
            let of = |kind| hub.last(now, id, kind);
            (of(DataKind::Trade), of(DataKind::Quote), hub.current_bar(id, Interval::Day1))
        };
        asked.into_iter().map(last).collect::<Vec<_>>()
    };
    let looked = feed.hub.look(at_once).await.map_err(Error::Market)?;
    let connections = match feed.mode {
        FeedMode::Live => feed.hub.connections().await.map_err(Error::Market)?,
        FeedMode::Replay | FeedMode::Off => Vec::new(),
    };
    let told = ids.iter().zip(known).zip(looked).map(|((id, known), (trade, quote, bar))| {
        let trade = trade.and_then(|aged| match aged.value.data {
            TickData::Trade(trade) => Some(LastTrade::of(&aged, &trade)),
            TickData::Quote(_) => None,
        });
        let quote = quote.and_then(|aged| match aged.value.data {
            TickData::Quote(quote) => Some(BidAskQuote::of(&aged, quote)),
            TickData::Trade(_) => None,
        });
        let polled = feed.polls.instrument(*id).map(PolledQuote::of);
        let has_price = trade.is_some() || quote.is_some();
        let note = if has_price { None } else { why_not(feed, *id, &known, polled.as_ref(), &connections) };
        let is_awaited = feed.mode == FeedMode::Live && !has_price && note.is_none();
        Now { trade, quote, day: bar.map(|built| DayFigures::of(&built.bar)), polled, note, is_awaited }
    });
    Ok(told.collect())
}

/// Watches instruments until each has a price or a reason why none comes, or the time is over.
///
/// # Errors
/// When the hub has ended.
pub(super) async fn wait(feed: &Feed, ids: &[InstrumentId], within: Duration) -> Result<Vec<Now>> {
    let wanted: Wanted = ids.iter().map(|id| (*id, [DataKind::Trade, DataKind::Quote].into())).collect();
    let open = feed.subscribe(&wanted).await.map_err(Error::Market)?;
    let mut open = open.map(|open: Subscription| open.every(REST));
    let end = Instant::now() + within;
    loop {
        let now = look(Some(feed), ids).await?;
        let left = end.saturating_duration_since(Instant::now());
        let Some(open) = open.as_mut().filter(|_| !left.is_zero() && now.iter().any(|of| of.is_awaited)) else {
            return Ok(now);
        };
        if let Ok(None) = tokio::time::timeout(left.min(LOOK), open.next()).await {
            return Ok(now);
        }
    }
}

/// Why no price of an instrument comes; nothing while one may.
fn why_not(
    feed: &Feed,
    instrument: InstrumentId,
    known: &Known,
    polled: Option<&PolledQuote>,
    connections: &[ConnectionReport],
) -> Option<String> {
    if !known.has(DataKind::Trade) && !known.has(DataKind::Quote) {
        return Some(NOBODY.to_owned());
    }
    // As long as somebody is still to be asked, a price may come.
    if known.polled().next().is_some() {
        let is_left = feed.polls.turn(instrument, known, Instant::now()).is_some();
        return polled.filter(|_| !is_left).and_then(|polled| polled.problem.clone());
    }
    let mut gone = Vec::new();
    for source in known.streaming() {
        if !feed.polls.is_away(source) {
            return None;
        }
        gone.push(trouble(source, connections));
    }
    (!gone.is_empty()).then(|| gone.join(" "))
}

fn trouble(source: Source, connections: &[ConnectionReport]) -> String {
    let report = connections.iter().find(|report| report.source == source);
    match report.map(|report| (&report.state, &report.last_end)) {
        Some((ConnectionState::Stopped { reason, what_to_do }, _)) => {
            format!("{source} is not connected: {reason}; {what_to_do}.")
        }
        Some((ConnectionState::Waiting { reason, .. }, _)) => {
            format!("{source} is not connected: {reason}; it is tried again by itself.")
        }
        Some((_, Some(reason))) => format!("{source} is not connected: {reason}; it is tried again by itself."),
        Some((_, None)) | None => format!("{source} cannot be connected to; see what it says among the providers."),
    }
}
