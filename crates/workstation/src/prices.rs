//! Closing prices for the books: every one of them, or those of the last days, with which a value of today need not wait
//! for twenty years of prices to be read.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{Days, NaiveDate};
use model::{bar::BarSize, id::InstrumentId, time::Timestamp};
use portfolio::history::{History, PriceAt};
use store::bars::BarQuery;

use crate::{
    error::{Error, Result},
    workspace::Workspace,
};

/// Tasks that read side by side: decoding takes as long as fetching.
const READERS: usize = 2;
/// Instruments whose bars are in memory together, while their closes are taken.
const AT_ONCE: usize = 25;
/// Days of prices that a value of today needs as a rule.
const RECENT_DAYS: u64 = 120;
/// Days that sparklines show; fewer than are recent.
const SPARKLINE_DAYS: u64 = 90;
/// Closes in a sparkline, at most.
const SPARKLINE_POINTS: usize = 60;

/// Which closes are read; all as they are known now when nothing is said.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reach {
    /// From this day on.
    pub(crate) from: Option<NaiveDate>,
    /// As they were known at this time.
    pub(crate) known_at: Option<Timestamp>,
}

/// Prices for a value.
pub(crate) enum Prices {
    /// Every close.
    Whole(Arc<History>),
    /// The last ones, and which were not enough.
    Recent(Recent),
}

/// Closes of the last days, of some instruments every close.
pub(crate) struct Recent {
    history: History,
    whole: BTreeSet<InstrumentId>,
    /// Asked for where an older close might matter.
    missed: Mutex<BTreeSet<InstrumentId>>,
}

impl Prices {
    /// The closes of the last days of some instruments.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) async fn recent(ws: &Workspace, ids: &BTreeSet<InstrumentId>, today: NaiveDate) -> Result<Self> {
        let reach = Reach { from: today.checked_sub_days(Days::new(RECENT_DAYS)), known_at: None };
        let history = load(ws, ids, reach).await?;
        Ok(Self::Recent(Recent { history, whole: BTreeSet::new(), missed: Mutex::default() }))
    }

    /// The last price on or before a day, with the one before it.
    pub(crate) fn price_at(&self, id: InstrumentId, on: NaiveDate) -> Option<PriceAt> {
        match self {
            Self::Whole(history) => history.price_at(id, on),
            Self::Recent(recent) => recent.price_at(id, on),
        }
    }

    /// The last closes up to a day, oldest first. Recent prices hold them for their own day alone.
    pub(crate) fn sparkline(&self, id: InstrumentId, to: NaiveDate) -> Vec<f64> {
        let from = to.checked_sub_days(Days::new(SPARKLINE_DAYS)).unwrap_or(to);
        let history = match self {
            Self::Whole(history) => history,
            Self::Recent(recent) => &recent.history,
        };
        history.sparkline(id, from, to, SPARKLINE_POINTS)
    }

    /// Reads the older closes that were missed; false when none were.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) async fn complete(&mut self, ws: &Workspace) -> Result<bool> {
        let Self::Recent(recent) = self else { return Ok(false) };
        let missed = std::mem::take(recent.missed.get_mut().unwrap_or_else(PoisonError::into_inner));
        if missed.is_empty() {
            return Ok(false);
        }
        recent.history.extend(load(ws, &missed, Reach::default()).await?);
        recent.whole.extend(missed);
        Ok(true)
    }
}

impl Recent {
    fn price_at(&self, id: InstrumentId, on: NaiveDate) -> Option<PriceAt> {
        let found = self.history.price_at(id, on);
        // Where the session before is here as well, nothing older is asked for.
        if found.as_ref().is_none_or(|p| p.previous.is_none()) && !self.whole.contains(&id) {
            self.missed.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        }
        found
    }
}

/// Daily closes of instruments.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn load(ws: &Workspace, ids: &BTreeSet<InstrumentId>, reach: Reach) -> Result<History> {
    let mut sources: BTreeMap<InstrumentId, Vec<String>> = BTreeMap::new();
    for c in store::bars::coverage(&ws.store).await? {
        sources.entry(c.instrument_id).or_default().push(c.source);
    }
    // Without a series there is nothing to read.
    let mut parts: [Vec<InstrumentId>; READERS] = Default::default();
    for (i, id) in ids.iter().filter(|id| sources.contains_key(id)).enumerate() {
        parts[i % READERS].push(*id);
    }
    let reading = parts.map(|ids| tokio::spawn(closes(ws.store.clone(), ids, reach)));
    let mut history = History::new();
    for part in reading {
        let part = part.await.map_err(|_| Error::Broken { what: "reading the prices" })??;
        for (id, points) in part {
            let source = sources.get(&id).map_or_else(String::new, |s| s.join(", "));
            history.insert(id, points, &source);
        }
    }
    Ok(history)
}

type Closes = Vec<(InstrumentId, Vec<(NaiveDate, f64)>)>;

async fn closes(store: store::Store, ids: Vec<InstrumentId>, reach: Reach) -> Result<Closes> {
    let query =
        BarQuery { from: reach.from.map(Timestamp::from_date), known_at: reach.known_at, ..BarQuery::default() };
    let mut all = Closes::with_capacity(ids.len());
    for ids in ids.chunks(AT_ONCE) {
        for (id, series) in store::bars::read_many(&store, ids, BarSize::Day1, &query).await? {
            let points = series.at.iter().zip(&series.close).map(|(at, c)| (Timestamp::from_micros(*at).date(), *c));
            all.push((id, points.collect()));
        }
    }
    Ok(all)
}
