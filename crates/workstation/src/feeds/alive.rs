//! Which instruments are live: their connections stand, and what was missed while one did not stand is filled from bars.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use futures_util::{Stream, StreamExt, stream, stream::SelectAll};
use market::{connection::ConnectionState, hub::Subscription};
use model::{
    bar::BarSize,
    id::InstrumentId,
    market::{DataKind, Source},
    time::Timestamp,
};
use tokio::{sync::watch, time::Instant};
use tokio_util::sync::CancellationToken;

use super::{Feed, Known, Wanted};
use crate::{
    Host,
    alerts::{LiveSince, Wanted as AlertsWanted},
    event::Event,
    news::published,
    providers::{Clients, Past, Provider},
    workspace::Workspace,
};

/// Bars of a gap are waited for so long; then it is told by what is there.
const FILL_WITHIN: Duration = Duration::from_secs(60);
/// Alerts are waited for so long until they can be told news.
const TAKEN_IN_WITHIN: Duration = Duration::from_secs(10);
/// How often the time is noted, so that it is known since when the machine slept.
const NOTE_EVERY: Duration = Duration::from_secs(5);
/// A gap is filled from this much earlier, in microseconds: the bar in which it began is read whole.
const EARLIER: i64 = 60_000_000;
/// From which difference of the clocks on the machine is taken to have slept, in microseconds.
const SLEPT: i64 = 5_000_000;
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

/// Follows connections and what alerts want.
pub(super) struct Alive {
    pub(super) ws: Arc<Workspace>,
    pub(super) host: Host,
    pub(super) feed: Feed,
    pub(super) clients: Arc<Clients>,
    pub(super) live: watch::Sender<Arc<LiveSince>>,
}

/// What is subscribed to for alerts, and how its sources stand.
#[derive(Default)]
struct Standing {
    /// Those that let us in.
    ready: BTreeSet<Source>,
    /// Since when a source is not there, of those that were.
    broken: BTreeMap<Source, Timestamp>,
    /// Since when the machine slept, of those that were there before.
    slept: BTreeMap<Source, Timestamp>,
    /// When the time was noted last, and by a clock that stands still while the machine sleeps.
    noted: Option<(Timestamp, Instant)>,
    /// How many connections there were when the last one let us in.
    connected: BTreeMap<Source, u64>,
    /// What alerts watch.
    watched: BTreeSet<InstrumentId>,
    /// Held for them.
    open: Option<Subscription>,
}

impl Standing {
    /// Notes the time. Where it jumped the machine slept, and what was there before was not.
    fn note(&mut self, now: Timestamp) {
        let (before, steady) = self.noted.replace((now, Instant::now())).unwrap_or((now, Instant::now()));
        let passed = i64::try_from(steady.elapsed().as_micros()).unwrap_or(i64::MAX);
        if now.micros().saturating_sub(before.micros()).saturating_sub(passed) > SLEPT {
            self.slept.extend(self.ready.iter().map(|source| (*source, before)));
            self.broken.values_mut().for_each(|since| *since = before.min(*since));
        }
    }

    /// A source is not there any more.
    fn broke(&mut self, source: Source, now: Timestamp) {
        self.note(now);
        let since = self.slept.remove(&source).unwrap_or(now);
        self.broken.insert(source, since);
    }
}

impl Alive {
    /// Says which instruments are live, until told to stop.
    pub(super) async fn follow(self, states: Vec<(Source, watch::Receiver<ConnectionState>)>, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            () = self.listen(states) => {}
        }
    }

    async fn listen(self, states: Vec<(Source, watch::Receiver<ConnectionState>)>) {
        let mut changes = SelectAll::new();
        for (source, state) in states {
            changes.push(each(source, state).boxed());
        }
        let (mut wanted, mut missed) = (self.ws.watching.wanted(), self.ws.watching.missed_since());
        wanted.mark_changed();
        let mut standing = Standing::default();
        let mut notes = tokio::time::interval(NOTE_EVERY);
        notes.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = notes.tick() => {
                    standing.note(self.host.clock.now());
                    continue;
                }
                Some((source, state)) = changes.next() => {
                    self.feed.polls.connection(source, &state);
                    self.host.events.send(Event::Provider { source, state: state.clone() });
                    self.changed(&mut standing, source, &state).await;
                }
                Ok(()) = wanted.changed() => {
                    let wanted = Arc::clone(&wanted.borrow_and_update());
                    self.subscribe(&mut standing, &wanted).await;
                }
                Ok(()) = missed.changed() => {
                    let Some(since) = *missed.borrow_and_update() else { continue };
                    // Nothing is live until bars have told what was missed.
                    self.live.send_replace(Arc::default());
                    for source in standing.ready.clone() {
                        self.fill_in_time(source, since).await;
                    }
                }
                else => return,
            }
            self.tell(&standing);
        }
    }

    async fn changed(&self, standing: &mut Standing, source: Source, state: &ConnectionState) {
        if matches!(state, ConnectionState::Ready) {
            let connected = self.connected(source).await;
            let before = connected.and_then(|connected| standing.connected.insert(source, connected));
            // A break may have come and gone while another source was waited for.
            let is_another = before.is_some() && before != connected;
            if is_another && standing.ready.contains(&source) {
                standing.broke(source, self.host.clock.now());
                standing.ready.remove(&source);
                self.tell(standing);
            }
            if let Some(since) = standing.broken.remove(&source) {
                self.fill_in_time(source, since).await;
            }
            standing.ready.insert(source);
        } else if standing.ready.contains(&source) {
            standing.broke(source, self.host.clock.now());
            standing.ready.remove(&source);
        }
    }

    /// How often a source was connected to.
    async fn connected(&self, source: Source) -> Option<u64> {
        let reports = self.feed.hub.connections().await.ok()?;
        reports.iter().find(|report| report.source == source).map(|report| report.connected)
    }

    /// Subscribes to what alerts want.
    async fn subscribe(&self, standing: &mut Standing, wanted: &AlertsWanted) {
        let mut all: Wanted = BTreeMap::new();
        for (instrument, data) in &wanted.instruments {
            all.insert(*instrument, data.kinds.clone());
            let made = self.feed.watched.ensure_bars(&self.feed.hub, *instrument, &data.intervals).await;
            if let Err(problem) = made {
                tracing::warn!(%problem, %instrument, "bars that an alert watches are not made of what streams");
            }
        }
        if wanted.all_news {
            let known = store::instruments::all(&self.ws.store).await.unwrap_or_default();
            for found in known {
                all.entry(found.id).or_default().insert(DataKind::News);
            }
        }
        match self.feed.subscribe_streams(&all).await {
            Ok(open) => {
                standing.open = open;
                standing.watched = wanted.instruments.keys().copied().collect();
            }
            Err(problem) => tracing::warn!(%problem, "what alerts watch cannot be subscribed to"),
        }
    }

    /// Says which of the instruments that alerts watch are live, and since when.
    fn tell(&self, standing: &Standing) {
        let now = self.host.clock.now();
        self.live.send_if_modified(|told| {
            let mut live = LiveSince::new();
            for instrument in &standing.watched {
                let known = self.feed.watched.of(*instrument);
                let is_there =
                    known.is_some_and(|known| known.sources().any(|source| standing.ready.contains(&source)));
                if is_there {
                    live.insert(*instrument, told.get(instrument).copied().unwrap_or(now));
                }
            }
            let differs = **told != live;
            if differs {
                *told = Arc::new(live);
            }
            differs
        });
    }

    async fn fill_in_time(&self, source: Source, since: Timestamp) {
        if tokio::time::timeout(FILL_WITHIN, self.fill(source, since)).await.is_err() {
            tracing::warn!(%source, "the bars of a gap did not come in time");
        }
    }

    /// Reads the bars of a gap and keeps them.
    async fn fill(&self, source: Source, since: Timestamp) {
        let Some(provider) = self.clients.settings.find(source) else { return };
        if provider.capabilities().streams.contains(&DataKind::News)
            && let Err(problem) = self.fill_news(&provider, since).await
        {
            tracing::warn!(%source, problem, "news that came while the connection was away are not known");
        }
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
                Ok(history) => {
                    self.keep((instrument, BarSize::Minute1, source), &history.bars).await.map_err(|e| e.to_string())
                }
                Err(problem) => Err(problem.to_string()),
            };
            if let Err(problem) = filled {
                tracing::warn!(%source, %instrument, problem, "what came while the connection was away is not known");
            }
        }
        self.ws.moved(&["bars"]);
    }

    async fn keep(&self, of: (InstrumentId, BarSize, Source), bars: &[model::bar::Bar]) -> crate::error::Result<()> {
        let mut m = self.ws.store.begin_bars(self.host.clock.now()).await?;
        crate::bars::merge(&mut m, of, bars).await?;
        Ok(m.commit().await?)
    }

    /// Asks for the news of a gap and lets them take the way of those that stream.
    async fn fill_news(&self, provider: &Provider, since: Timestamp) -> Result<(), String> {
        let source = provider.source();
        let now = self.host.clock.now();
        let from = Timestamp::from_micros((since.micros() - EARLIER).max(now.micros() - LONGEST));
        let all = store::instruments::all(&self.ws.store).await.map_err(|e| e.to_string())?;
        let is_sent = |known: Known| known.sources().any(|sender| sender == source);
        let watched = all.iter().filter(|found| self.feed.watched.of(found.id).is_some_and(is_sent));
        let news = published(&self.clients, provider, watched, (from, now)).await.map_err(|e| e.to_string())?;
        if news.is_empty() {
            return Ok(());
        }
        // Alerts that left when the machine slept are told too.
        crate::alerts::taken_in(&self.ws, TAKEN_IN_WITHIN).await.map_err(|e| e.to_string())?;
        self.feed.hub.inlet().news(news).await.map_err(|e| e.to_string())
    }
}
