//! Which instruments are live: their connections stand, and what was missed while one did not stand is filled from bars.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use ::bars::series::BarSeries;
use futures_util::{Stream, StreamExt, stream, stream::SelectAll};
use market::connection::ConnectionState;
use model::{
    bar::BarSize,
    id::InstrumentId,
    market::{DataKind, Source},
    time::Timestamp,
};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::Feed;
use crate::{
    Host,
    event::Event,
    providers::{Clients, Past},
    workspace::Workspace,
};

/// Bars of a gap are waited for so long; then it is told by what is there.
const FILL_WITHIN: Duration = Duration::from_secs(60);
/// A gap is filled from this much earlier, in microseconds: the bar in which it began is read whole.
const EARLIER: i64 = 60_000_000;
/// A longer gap is filled by its end only, in microseconds: a week of minutes.
const LONGEST: i64 = 7 * 86_400_000_000;

/// How a connection stands now, and after each change.
fn each(
    source: Source,
    state: watch::Receiver<ConnectionState>,
) -> impl Stream<Item = (Source, ConnectionState)> + Send {
    stream::unfold((state, true), move |(mut state, is_first)| async move {
        if !is_first {
            state.changed().await.ok()?;
        }
        let now = state.borrow_and_update().clone();
        Some(((source, now), (state, false)))
    })
}

/// Follows connections.
pub(super) struct Alive {
    pub(super) ws: Arc<Workspace>,
    pub(super) host: Host,
    pub(super) feed: Feed,
    pub(super) clients: Arc<Clients>,
    pub(super) live: watch::Sender<Arc<BTreeSet<InstrumentId>>>,
}

impl Alive {
    /// Says which instruments are live, until told to stop.
    pub(super) async fn follow(self, states: Vec<(Source, watch::Receiver<ConnectionState>)>, stop: CancellationToken) {
        let mut changes = SelectAll::new();
        for (source, state) in states {
            changes.push(each(source, state).boxed());
        }
        let mut came = self.feed.watched.follow();
        let mut ready: BTreeSet<Source> = BTreeSet::new();
        // Since when a source is not there, of those that were.
        let mut broken: BTreeMap<Source, Timestamp> = BTreeMap::new();
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                changed = changes.next() => {
                    let Some((source, state)) = changed else { return };
                    self.host.events.send(Event::Provider { source, state: state.clone() });
                    if matches!(state, ConnectionState::Ready) {
                        if let Some(since) = broken.remove(&source) {
                            tokio::select! {
                                () = stop.cancelled() => return,
                                _ = tokio::time::timeout(FILL_WITHIN, self.fill(source, since)) => {}
                            }
                        }
                        ready.insert(source);
                    } else if ready.remove(&source) {
                        broken.insert(source, self.host.clock.now());
                    }
                }
                // It ends with the feed.
                _ = came.changed() => {}
            }
            self.tell(&ready);
        }
    }

    fn tell(&self, ready: &BTreeSet<Source>) {
        let all = self.feed.watched.all().into_iter();
        let live = all.filter(|(_, known)| known.sources().any(|source| ready.contains(&source)));
        let live: BTreeSet<InstrumentId> = live.map(|(instrument, _)| instrument).collect();
        self.live.send_if_modified(|told| {
            let differs = **told != live;
            if differs {
                *told = Arc::new(live);
            }
            differs
        });
    }

    /// Reads the bars of a gap and keeps them.
    async fn fill(&self, source: Source, since: Timestamp) {
        let Some(provider) = self.clients.settings.find(source) else { return };
        if !provider.capabilities().history.contains(&BarSize::Minute1) {
            return;
        }
        let now = self.host.clock.now();
        for (instrument, known) in self.feed.watched.all() {
            let Some(route) = known.routes.iter().find(|route| route.source == source) else { continue };
            if !route.kinds.contains(&DataKind::Trade) {
                continue;
            }
            // The machine may have slept: the last trade tells since when nothing came.
            let last = self.feed.hub.last_from(instrument, DataKind::Trade, source).await.ok().flatten();
            let since = last.map_or(since, |last| last.value.origin.time().min(since));
            let from = (since.micros() - EARLIER).max(now.micros() - LONGEST);
            let past = Past {
                symbols: BTreeMap::from([(source, route.symbol.clone())]),
                size: BarSize::Minute1,
                from: Timestamp::from_micros(from),
                to: now,
                is_adjusted: false,
            };
            let filled = match self.clients.bars_from(&provider, &past).await {
                Ok(history) => self.keep(instrument, source, &history.bars).await.map_err(|e| e.to_string()),
                Err(problem) => Err(problem.to_string()),
            };
            if let Err(problem) = filled {
                tracing::warn!(%source, %instrument, problem, "what came while the connection was away is not known");
            }
        }
        self.ws.moved(&["bars"]);
    }

    async fn keep(
        &self,
        instrument: InstrumentId,
        source: Source,
        bars: &[model::bar::Bar],
    ) -> crate::error::Result<()> {
        let mut series = BarSeries::default();
        bars.iter().for_each(|bar| series.push(bar));
        let mut m = self.ws.store.begin_bars(self.host.clock.now()).await?;
        store::bars::write(&mut m, instrument, BarSize::Minute1, source.name(), &series).await?;
        Ok(m.commit().await?)
    }
}
