//! The ticks of a whole replay at once: what a back-test over ticks runs over.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use feed::replay::Speed;
use market::sink::{Batch, Missed, Sink, SinkSettings, WhenFull};
use model::{
    id::InstrumentId,
    market::{Source, Tick},
};

use super::{NewReplay, prepare};
use crate::{
    Host,
    error::{Error, FieldProblem, Result},
    feeds::Feed,
    workspace::Workspace,
};

/// Picks the ticks that a run over some instruments hears: of each those of one source, so that the same trade is not heard twice.
pub(crate) struct Heard(HashMap<InstrumentId, (usize, Source)>);

impl Heard {
    /// Of each instrument, by its number, those of this source.
    pub(crate) fn new(sources: impl IntoIterator<Item = (InstrumentId, Source)>) -> Self {
        Self(sources.into_iter().enumerate().map(|(number, (id, source))| (id, (number, source))).collect())
    }

    /// The ticks of a batch that are heard, with the numbers of their instruments.
    pub(crate) fn of(&self, batch: &Batch) -> Vec<(usize, Tick)> {
        let numbered = |tick: &Tick| {
            let (number, source) = *self.0.get(&tick.origin.instrument)?;
            (tick.origin.source == source).then_some((number, *tick))
        };
        batch.ticks.iter().filter_map(numbered).collect()
    }
}

/// Runs a replay from its beginning to its end as fast as possible and gives the ticks that were found good, as a sink gets them.
///
/// # Errors
/// As [`prepare`]; when an instrument has no trades and quotes in it.
pub(crate) async fn ticks(
    ws: &Workspace,
    host: &Host,
    new: NewReplay,
    symbols: &[String],
) -> Result<Vec<(usize, Tick)>> {
    let replay = prepare(ws, host, new).await?;
    let gathered = gather(&replay, symbols).await;
    replay.end().await;
    gathered
}

async fn gather(replay: &super::Replaying, symbols: &[String]) -> Result<Vec<(usize, Tick)>> {
    let gathered = Arc::new(Mutex::new(Vec::new()));
    let heard = heard(&replay.feed, &replay.new.instrument_ids, symbols)?;
    let sink = Gather { heard, ticks: Arc::clone(&gathered) };
    let settings = SinkSettings { when_full: WhenFull::Wait, ..SinkSettings::default() };
    replay.feed.hub.add_sink(sink, settings).map_err(Error::Market)?;
    replay.handle.play(Speed::UNBOUNDED).await.map_err(Error::Market)?;
    replay.handle.finished().await.map_err(Error::Market)?;
    replay.feed.hub.settle().await.map_err(Error::Market)?;
    replay.feed.hub.stop().await.map_err(Error::Market)?;
    Ok(std::mem::take(&mut gathered.lock().unwrap_or_else(PoisonError::into_inner)))
}

/// What is heard of instruments on a feed: of each the most preferred source that streams its prices.
///
/// # Errors
/// When some have none; they are named by their symbols, which come in the same order.
pub(crate) fn heard(feed: &Feed, ids: &[InstrumentId], symbols: &[String]) -> Result<Heard> {
    let source = |id: &InstrumentId| feed.watched.of(*id).and_then(|known| known.streaming().next());
    let found: Vec<(InstrumentId, Option<Source>)> = ids.iter().map(|id| (*id, source(id))).collect();
    let without = found.iter().zip(symbols).filter(|((_, source), _)| source.is_none());
    let fields: Vec<FieldProblem> = without
        .map(|(_, symbol)| FieldProblem {
            field: Some("instrument_ids".to_owned()),
            code: "not_streamed",
            message: format!(
                "nobody streams prices of {symbol}; leave it out, or let a provider or a replay stream it"
            ),
        })
        .collect();
    if !fields.is_empty() {
        return Err(Error::Invalid { fields });
    }
    Ok(Heard::new(found.into_iter().filter_map(|(id, source)| Some((id, source?)))))
}

/// Keeps what is heard.
struct Gather {
    heard: Heard,
    ticks: Arc<Mutex<Vec<(usize, Tick)>>>,
}

impl Sink for Gather {
    fn name(&self) -> &'static str {
        "ticks"
    }

    async fn take(&mut self, batch: &Batch, _: Missed) -> std::result::Result<(), String> {
        self.ticks.lock().unwrap_or_else(PoisonError::into_inner).extend(self.heard.of(batch));
        Ok(())
    }
}
