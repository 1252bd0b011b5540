//! Alerts decided on live ticks.
//!
//! While the streams of everything that an alert watches are complete, it lies in the `engine` of this module: each tick, closed bar and
//! piece of news is told to it at once, and what it decides is kept by a task of its own (`keeper`), where an alert stands, its events and its
//! deliveries in one transaction. All other alerts are told by `watch` what stored bars say, late.
//!
//! An alert is handed from one to the other with its memory and the time through which it was told everything. It comes here when it was
//! told all stored bars, and what streamed since is told then (`backlog`). It goes back when one of its streams breaks, when the machine
//! slept and when something was missed. So nothing is left out but what lies within the stored bar that a break begins in, of which only the
//! close counts, and nothing is told twice.

mod backlog;
#[cfg(test)]
mod crashes;
mod engine;
mod join;
mod keeper;
mod stretch;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use ::alerts::streams;
use market::{
    hub::MarketHub,
    sink::{Batch, Missed, Sink, SinkSettings, WhenFull},
};
use model::{
    id::InstrumentId,
    time::{Clock, Timestamp},
};
use store::{alerts::Alert, bars::BarQuery};
use tokio::{
    sync::{Notify, mpsc, oneshot, watch},
    time::{Instant, MissedTickBehavior, interval},
};
use tokio_util::sync::CancellationToken;

use self::{
    backlog::time_of,
    engine::{LiveEngine, closed},
    keeper::Order,
};
pub(super) use self::{engine::Streams, join::Joining};
use super::{
    facts::Reckoned,
    series::{Read, SeriesOf, end},
    wanted::Wanted,
};
use crate::{
    Host, Workstation,
    ctx::{Action, Ctx},
    error::Result,
    workspace::Workspace,
};

/// The instruments whose streams are complete, each with the time since when: what came before lies in stored bars. One whose stream
/// broke and came back has a later time, however short the break was.
pub type LiveSince = BTreeMap<InstrumentId, Timestamp>;

/// How many batches of the hub may wait: more than a second of them.
const ROOM: usize = 16_384;
/// How often what live alerts remember is kept, though they did nothing.
const CHECKPOINT: Duration = Duration::from_secs(300);
/// After this long at the latest the clock is looked at again.
const LOOK: Duration = Duration::from_secs(30);
/// So long after a moment its ticks may still be on their way, in microseconds.
const ON_THE_WAY_MICROS: i64 = 250_000;
/// How often it is looked whether alerts were taken in.
const AGAIN: Duration = Duration::from_millis(20);
/// So many alerts are looked up at once, so that ticks need not wait for long.
const AT_ONCE: usize = 256;

/// By whom an alert is told what comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    /// By live ticks.
    Live,
    /// By stored bars until it is told all of them; then by live ticks.
    Ready,
    /// By stored bars: one of its streams is broken, or may come until then.
    Broken {
        /// When the program has just begun.
        until: Option<Timestamp>,
    },
    /// By stored bars: nothing that it watches streams.
    Apart,
}

/// Live alerts, for those who tell them something.
pub(super) struct Live {
    clock: Clock,
    engine: Mutex<LiveEngine>,
    orders: mpsc::UnboundedSender<Order>,
    /// Time alone does something earlier than was known.
    sooner: Notify,
}

impl Live {
    fn new(clock: Clock, orders: mpsc::UnboundedSender<Order>) -> Self {
        Self { clock, engine: Mutex::new(LiveEngine::new(orders.clone(), clock.now())), orders, sooner: Notify::new() }
    }

    fn engine(&self) -> MutexGuard<'_, LiveEngine> {
        self.engine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// By whom each alert is told what comes.
    pub(super) fn standing(&self, alerts: &[Alert]) -> Vec<Standing> {
        let (mut standing, now) = (Vec::with_capacity(alerts.len()), self.clock.now());
        for some in alerts.chunks(AT_ONCE) {
            let engine = self.engine();
            standing.extend(some.iter().map(|alert| {
                if engine.has(alert.id) {
                    return Standing::Live;
                }
                streams(&alert.fields.rule).map_or(Standing::Apart, |awaited| engine.standing(&awaited, now))
            }));
        }
        standing
    }

    /// Whether some of these alerts are on their way here, or back.
    fn is_moving(&self, alerts: &[Alert]) -> bool {
        let is_leaving = alerts.iter().any(|alert| self.engine().is_leaving(alert.id));
        is_leaving || self.standing(alerts).contains(&Standing::Ready)
    }

    /// Lets go of alerts that are not among these, or were changed.
    pub(super) fn keep_only(&self, alerts: &[Alert]) {
        self.engine().keep_only(alerts);
    }

    /// How streams stand now; to be given back to [`Self::settled`].
    pub(super) fn streams(&self) -> Streams {
        self.engine().streams()
    }

    /// All alerts on streams as they stood were taken in: what streamed before is not needed any more.
    pub(super) fn settled(&self, streams: &Streams) {
        self.engine().settled(streams);
    }

    /// Takes alerts in that were told all of these bars, and were read after `streams` was asked for.
    pub(super) fn join(&self, alerts: Vec<Joining>, bars: &Read, streams: &Streams) {
        let (now, all) = (self.clock.now(), bars.all());
        for alert in alerts {
            let mut engine = self.engine();
            if !engine.is_outdated(streams) {
                engine.join(alert, &all, now);
            }
        }
        self.sooner.notify_one();
    }

    /// Tells figures.
    pub(super) fn facts(&self, reckoned: &[Reckoned]) {
        let now = self.clock.now();
        let facts: Vec<_> = reckoned.iter().map(|figure| figure.fact(now)).collect();
        self.engine().facts(&facts, now);
        self.sooner.notify_one();
    }

    /// Tells stored bars that live alerts were not told, such as that of a day which was streaming for a part only. `last` says when the last
    /// one of each series begins.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) async fn tell_stored(&self, ws: &Workspace, last: &HashMap<SeriesOf, Timestamp>) -> Result<()> {
        let now = self.clock.now();
        let untold: Vec<(SeriesOf, Timestamp)> = {
            let engine = self.engine();
            last.iter().filter_map(|(of, last)| Some((*of, engine.untold(*of, *last, now)?))).collect()
        };
        for ((instrument, size), told) in untold {
            let query = BarQuery { from: Some(Timestamp::from_micros(told.micros() + 1)), ..BarQuery::default() };
            let mut found = store::bars::read_many(&ws.store, &[instrument], size, &query).await?;
            let Some(bars) = found.remove(&instrument) else { continue };
            let mut engine = self.engine();
            for bar in bars.iter().filter(|bar| end(bar.at, size.into()) <= now) {
                engine.stored(closed(instrument, size.into(), bar), now);
            }
        }
        Ok(())
    }

    /// Waits until all that was told is kept.
    pub(super) async fn settle(&self) {
        self.pass_time(self.clock.now());
        let (reply, kept) = oneshot::channel();
        if self.orders.send(Order::Settle(reply)).is_ok() {
            // One that has ended has kept everything.
            let _ = kept.await;
        }
    }

    /// Lets time pass, as far as ticks are known.
    fn pass_time(&self, now: Timestamp) {
        let mut engine = self.engine();
        engine.notes_time(now);
        engine.pass_time(Timestamp::from_micros(now.micros().saturating_sub(ON_THE_WAY_MICROS)));
    }

    /// When time alone may change a condition.
    fn next_due(&self) -> Option<Timestamp> {
        let due = self.engine().next_due()?;
        Some(Timestamp::from_micros(due.micros().saturating_add(ON_THE_WAY_MICROS)))
    }
}

/// What the hub gives.
struct Ticks {
    ws: Arc<Workspace>,
    live: Arc<Live>,
}

impl Sink for Ticks {
    fn name(&self) -> &'static str {
        "alerts"
    }

    async fn take(&mut self, batch: &Batch, missed: Missed) -> std::result::Result<(), String> {
        let now = self.live.clock.now();
        let mut engine = self.live.engine();
        let due = engine.next_due();
        if missed.batches > 0 {
            tracing::warn!(
                ticks = missed.ticks,
                bars = missed.bars,
                "live alerts missed what came; bars tell it later"
            );
            engine.break_off(now);
            self.ws.watching.missed(now);
        }
        if let Some(resumed) = batch.resumed.last() {
            engine.break_off(resumed.at);
            self.ws.watching.wake();
        }
        let mut bars = batch.bars.iter().peekable();
        for tick in &batch.ticks {
            // A bar that is over comes before the ticks of the next.
            while let Some(bar) = bars.next_if(|of| end(of.built.bar.at, of.built.interval) <= time_of(tick)) {
                engine.built(bar, now);
            }
            engine.tick(tick);
        }
        bars.for_each(|bar| engine.built(bar, now));
        batch.news.iter().for_each(|news| engine.news(&news.item, now));
        if engine.next_due() < due || (due.is_none() && engine.next_due().is_some()) {
            self.live.sooner.notify_one();
        }
        Ok(())
    }
}

/// Waits until all alerts were taken in whose streams stand, so that they are told what comes next; for so long at most.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn taken_in(ws: &Workspace, within: Duration) -> Result<()> {
    let end = Instant::now() + within;
    while let Some(live) = ws.watching.live().filter(|_| Instant::now() < end) {
        if !live.is_moving(&store::alerts::watching(&ws.store).await?) {
            return Ok(());
        }
        ws.watching.wake();
        tokio::time::sleep(AGAIN).await;
    }
    Ok(())
}

/// Decides alerts on what a hub streams, until told to stop or until nobody says any more which streams are complete. At its end everything
/// is kept, and alerts are told by stored bars again.
///
/// Who feeds the hub takes an instrument out of `complete` when its stream breaks and when the machine slept, stores the bars of the gap,
/// and puts it in again with a later time. `Watching::missed_since` says when it has to do so for all instruments.
pub(crate) async fn run(
    ws: Arc<Workspace>,
    host: Host,
    hub: MarketHub,
    mut complete: watch::Receiver<Arc<LiveSince>>,
    stop: CancellationToken,
) {
    let (orders, ordered) = mpsc::unbounded_channel();
    let live = Arc::new(Live::new(host.clock, orders));
    let sink = Ticks { ws: Arc::clone(&ws), live: Arc::clone(&live) };
    let settings = SinkSettings { room: ROOM, when_full: WhenFull::Miss, wants_received: false };
    if let Err(problem) = hub.add_sink(sink, settings) {
        tracing::error!(%problem, "alerts are told by stored bars only");
        return;
    }
    let keeper = tokio::spawn(keeper::keep(Arc::clone(&ws), host.clone(), Arc::clone(&live), ordered, stop.clone()));
    live.engine().set_complete(Arc::clone(&complete.borrow_and_update()));
    ws.watching.attach(Some(Arc::clone(&live)));
    let mut checkpoint = interval(CHECKPOINT);
    checkpoint.set_missed_tick_behavior(MissedTickBehavior::Delay);
    checkpoint.tick().await;
    loop {
        let wait = host.until(live.next_due(), LOOK);
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            changed = complete.changed() => {
                if changed.is_err() {
                    break;
                }
                live.engine().set_complete(Arc::clone(&complete.borrow_and_update()));
                ws.watching.wake();
            }
            _ = checkpoint.tick() => live.engine().checkpoint(),
            () = live.sooner.notified() => {}
            () = tokio::time::sleep(wait) => {}
        }
        live.pass_time(host.clock.now());
    }
    live.engine().end();
    // Who has ended has kept everything.
    let _ = live.orders.send(Order::End);
    let _ = keeper.await;
    ws.watching.attach(None);
}

impl Workstation {
    /// What alerts want to be told of as it streams; it changes with them.
    ///
    /// # Errors
    /// When no workspace is open.
    pub async fn wanted_by_alerts(&self, ctx: &Ctx) -> Result<watch::Receiver<Arc<Wanted>>> {
        Ok(self.for_use(ctx, Action::Read, "alerts").await?.watching.wanted())
    }

    /// Since when bars must tell what streamed before, though the streams are complete: live alerts were not told all of it.
    ///
    /// # Errors
    /// When no workspace is open.
    pub async fn missed_by_alerts(&self, ctx: &Ctx) -> Result<watch::Receiver<Option<Timestamp>>> {
        Ok(self.for_use(ctx, Action::Read, "alerts").await?.watching.missed_since())
    }

    /// Decides alerts on what a hub streams that somebody else feeds, until `stop`: see [`LiveSince`] for what `complete` says.
    ///
    /// # Errors
    /// When no workspace is open.
    pub async fn tell_alerts_live(
        &self,
        ctx: &Ctx,
        hub: MarketHub,
        complete: watch::Receiver<Arc<LiveSince>>,
        stop: CancellationToken,
    ) -> Result<()> {
        let ws = self.for_use(ctx, Action::Write, "alerts").await?;
        run(ws, self.host.clone(), hub, complete, stop).await;
        Ok(())
    }
}
