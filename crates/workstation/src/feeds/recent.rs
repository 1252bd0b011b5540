//! The last trades, news and incidents that came: what a panel shows that was not open when they did.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use ::venues::NewsItem;
use feed::incidents::IncidentChange;
use market::sink::{Batch, Missed, Sink};
use model::{
    id::InstrumentId,
    market::{Tick, TickData, incident::DataIncident},
};

/// Trades of an instrument that are kept.
const TRADES: usize = 200;
/// News that are kept.
const NEWS: usize = 500;
/// Incidents that are kept after their end.
const INCIDENTS: usize = 200;

/// The last of each.
#[derive(Debug, Default)]
pub(crate) struct Recent(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    trades: HashMap<InstrumentId, VecDeque<Tick>>,
    news: VecDeque<NewsItem>,
    incidents: VecDeque<DataIncident>,
}

impl Recent {
    /// Trades of an instrument, the newest first.
    pub(crate) fn trades(&self, instrument: InstrumentId, limit: usize) -> Vec<Tick> {
        self.kept().trades.get(&instrument).map_or_else(Vec::new, |of| of.iter().rev().take(limit).copied().collect())
    }

    /// News that came, the newest first.
    pub(crate) fn news(&self) -> Vec<NewsItem> {
        self.kept().news.iter().rev().cloned().collect()
    }

    /// Incidents that are over, the newest first.
    pub(crate) fn incidents(&self) -> Vec<DataIncident> {
        self.kept().incidents.iter().rev().copied().collect()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, batch: &Batch) {
        let mut kept = self.kept();
        for tick in batch.ticks.iter().filter(|tick| matches!(tick.data, TickData::Trade(_))) {
            push(kept.trades.entry(tick.origin.instrument).or_default(), *tick, TRADES);
        }
        for news in &batch.news {
            push(&mut kept.news, news.clone(), NEWS);
        }
        for change in &batch.incidents {
            if let IncidentChange::Ended(incident) = change {
                push(&mut kept.incidents, *incident, INCIDENTS);
            }
        }
    }
}

fn push<T>(ring: &mut VecDeque<T>, value: T, most: usize) {
    if ring.len() >= most {
        ring.pop_front();
    }
    ring.push_back(value);
}

/// Gives it what is found good.
pub(crate) fn sink(recent: &Arc<Recent>) -> impl Sink {
    RecentSink(Arc::clone(recent))
}

struct RecentSink(Arc<Recent>);

impl Sink for RecentSink {
    fn name(&self) -> &'static str {
        "recent"
    }

    async fn take(&mut self, batch: &Batch, _: Missed) -> Result<(), String> {
        self.0.take(batch);
        Ok(())
    }
}
