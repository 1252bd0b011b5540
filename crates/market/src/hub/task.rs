//! The task that owns the pure hub.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use feed::hub::{Effects, Hub, Input};
use model::{
    id::InstrumentId,
    market::{
        DataKind, Source,
        incident::{DataIncident, IncidentKind},
    },
    time::Timestamp,
};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
    time::{Instant, MissedTickBehavior, interval},
};

use super::{
    HubSettings, Order, RefusedCount, RefusedReport, Time,
    demand::{Demands, Lane},
    echo::{Echo, ToldNews},
    sinks::SinkLane,
};
use crate::{
    clock::{Seconds, Watcher},
    connection::{Connection, Heard},
    sink::Batch,
};

/// What waits in the inlet is taken in stretches of so many batches, so that orders never wait long.
const STRETCH: usize = 32;
/// A timer has some length.
const SHORTEST: Duration = Duration::from_millis(1);
/// So far after a second its events may still be on their way through the inlet, in microseconds.
const ON_THE_WAY: i64 = 250_000;
/// A time that lies further back than this, in microseconds, is a clock that was set back.
const SET_BACK: i64 = 5_000_000;

pub(super) struct Core {
    pub(super) settings: HubSettings,
    pub(super) time: Time,
    pub(super) orders: mpsc::UnboundedReceiver<Order>,
    pub(super) heard: mpsc::Receiver<Heard>,
    pub(super) hub: Hub,
    pub(super) effects: Effects,
    pub(super) demands: Demands,
    pub(super) links: Vec<Connection>,
    pub(super) sinks: Vec<SinkLane>,
    pub(super) sink_tasks: Vec<JoinHandle<()>>,
    pub(super) batch: Batch,
    pub(super) echo: Echo,
    /// News that were told.
    pub(super) told_news: ToldNews,
    /// The instruments of which somebody wants a price that is asked for.
    pub(super) polled: watch::Sender<Arc<BTreeSet<InstrumentId>>>,
    pub(super) refused_bars: u64,
    /// Unknown until the first event of a recording.
    pub(super) now: Option<Timestamp>,
    pub(super) seconds: Seconds,
    pub(super) watcher: Watcher,
    pub(super) began: Instant,
    /// What is known to be stale by those who want it.
    pub(super) stale: BTreeSet<(InstrumentId, Source, DataKind)>,
    /// Books that changed since consumers got them.
    pub(super) changed: BTreeSet<(InstrumentId, Source)>,
    /// Whether the sources are to be asked anew.
    pub(super) asks: bool,
}

impl Core {
    pub(super) fn new(
        settings: HubSettings,
        time: Time,
        orders: mpsc::UnboundedReceiver<Order>,
        heard: mpsc::Receiver<Heard>,
        polled: watch::Sender<Arc<BTreeSet<InstrumentId>>>,
    ) -> Self {
        Self {
            settings,
            now: match &time {
                Time::Live(clock) => Some(clock.now()),
                Time::Recorded => None,
            },
            time,
            orders,
            heard,
            hub: Hub::new(settings.refused, settings.quiet_micros),
            effects: Effects::default(),
            demands: Demands::default(),
            links: Vec::new(),
            sinks: Vec::new(),
            sink_tasks: Vec::new(),
            batch: Batch::default(),
            echo: Echo::default(),
            told_news: ToldNews::default(),
            polled,
            refused_bars: 0,
            seconds: Seconds::default(),
            watcher: Watcher::default(),
            began: Instant::now(),
            stale: BTreeSet::new(),
            changed: BTreeSet::new(),
            asks: false,
        }
    }

    pub(super) async fn run(mut self) {
        let mut clock = interval(self.settings.clock_every.max(SHORTEST));
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut depths = interval(self.settings.depth_every.max(SHORTEST));
        depths.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let is_live = matches!(self.time, Time::Live(_));
        let stopped = loop {
            tokio::select! {
                biased;
                order = self.orders.recv() => match order {
                    Some(Order::Stop(reply)) => break Some(reply),
                    Some(order) => self.order(order).await,
                    None => break None,
                },
                _ = clock.tick(), if is_live => self.look_at_clock(),
                _ = depths.tick() => self.give_depths(),
                Some(heard) = self.heard.recv() => {
                    self.hear(heard);
                    self.hear_waiting(STRETCH);
                }
            }
            self.ask_sources();
            self.flush().await;
        };
        self.end(stopped).await;
    }

    /// Takes what was given before, then ends everything.
    async fn end(mut self, stopped: Option<oneshot::Sender<()>>) {
        self.links.clear();
        self.hear_waiting(usize::MAX);
        self.give_depths();
        self.flush().await;
        self.demands.slots().for_each(|slot| slot.end());
        self.sinks.clear();
        for task in self.sink_tasks.drain(..) {
            // One that panicked has ended too.
            let _ = task.await;
        }
        // From here on everybody is told that it has stopped.
        self.heard.close();
        self.orders.close();
        if let Some(reply) = stopped {
            let _ = reply.send(());
        }
    }

    async fn order(&mut self, order: Order) {
        // Who asked may have gone; then nobody needs the answer.
        match order {
            Order::Watch { instrument, setup, routes, reply } => {
                let watched = self.hub.watch(instrument, (*setup).clone());
                if watched.is_ok() {
                    self.demands.watch(instrument, *setup, routes);
                    self.asks = true;
                }
                let _ = reply.send(watched.map_err(Into::into));
            }
            Order::Unwatch(instrument) => {
                self.hub.unwatch(instrument);
                self.demands.unwatch(instrument);
                self.stale.retain(|(of, ..)| *of != instrument);
                self.echo.forget(instrument);
                self.asks = true;
            }
            Order::Want { slot, instrument, kinds, reply } => {
                let wanted = self.demands.want(&slot, instrument, &kinds);
                self.asks = true;
                let _ = reply.send(wanted);
            }
            Order::GiveUp { consumer, instrument, kinds } => {
                self.demands.give_up(consumer, instrument, &kinds);
                self.asks = true;
            }
            Order::Leave(consumer) => {
                self.demands.leave(consumer);
                self.asks = true;
            }
            Order::Attach(connection) => {
                self.links.retain(|link| link.source() != connection.source());
                self.links.push(connection);
                self.asks = true;
            }
            Order::Detach(source) => self.links.retain(|link| link.source() != source),
            Order::Retry(source) => {
                self.links.iter().filter(|link| link.source() == source).for_each(Connection::retry);
            }
            Order::Connections(reply) => {
                let mut reports: Vec<_> = self.links.iter().map(Connection::report).collect();
                reports.sort_by_key(|report| report.source);
                let _ = reply.send(reports);
            }
            Order::Sink(lane, task) => {
                self.sinks.push(*lane);
                self.sink_tasks.push(task);
            }
            Order::Sinks(reply) => {
                let _ = reply.send(self.sinks.iter().map(SinkLane::report).collect());
            }
            Order::Incidents(reply) => {
                let _ = reply.send(self.incidents());
            }
            Order::Refused(reply) => {
                let _ = reply.send(self.refused());
            }
            Order::Look(look) => look(&self.hub, self.present()),
            Order::Settle(reply) => {
                self.ask_sources();
                self.hear_waiting(usize::MAX);
                self.give_depths();
                self.flush().await;
                let _ = reply.send(());
            }
            Order::SettleSinks(reply) => {
                let _ = reply.send(self.sinks.iter().map(SinkLane::mark).collect());
            }
            Order::Stop(reply) => drop(reply),
        }
    }

    fn present(&self) -> Timestamp {
        let now = self.now.unwrap_or(Timestamp::from_micros(0));
        match &self.time {
            Time::Live(clock) => clock.now(),
            Time::Recorded => now,
        }
    }

    fn hear_waiting(&mut self, most: usize) {
        for _ in 0..most {
            let Ok(heard) = self.heard.try_recv() else { return };
            self.hear(heard);
        }
    }

    fn hear(&mut self, heard: Heard) {
        match heard {
            Heard::Events(events) => events.into_iter().for_each(|event| self.event(event)),
            Heard::Polled(ticks, every_micros) => ticks.iter().for_each(|tick| self.polled(tick, every_micros)),
            Heard::News(news) => news.into_iter().for_each(|news| self.news(news)),
            Heard::Break(source) => {
                self.hub.reconnected(source);
                self.echo.broke(source);
                // Its books cannot be shown any longer.
                let has_book = |lane: &Lane| lane.routes.iter().any(|r| r.source == source && r.book.is_some());
                let books = self.demands.lanes().filter(|(_, lane)| has_book(lane));
                self.changed.extend(books.map(|(instrument, _)| (instrument, source)));
            }
            Heard::Until(time) => self.advance(time),
            Heard::Rewound => self.begin_anew(),
        }
    }

    /// Lets time pass up to an event, second by second.
    pub(super) fn advance(&mut self, to: Timestamp) {
        match self.now {
            Some(now) if to.micros() < now.micros().saturating_sub(SET_BACK) => {
                (self.now, self.seconds) = (Some(to), Seconds::default());
            }
            Some(now) => self.now = Some(now.max(to)),
            None => self.now = Some(to),
        }
        if self.seconds.is_due(to) {
            let mut seconds = std::mem::take(&mut self.seconds);
            seconds.pass(to, |second| {
                self.hub.step(second, Input::Clock, &mut self.effects);
                self.spread();
            });
            self.seconds = seconds;
        }
        if self.asks {
            self.ask_sources();
        }
    }

    fn look_at_clock(&mut self) {
        let Time::Live(clock) = &self.time else { return };
        let wall = clock.now();
        let steady = i64::try_from(self.began.elapsed().as_micros()).unwrap_or(i64::MAX);
        if let Some(resumed) = self.watcher.step(wall, steady) {
            tracing::info!(gap_micros = resumed.gap_micros, "the machine slept; connections begin anew");
            self.links.iter().for_each(|link| link.reconnect("the machine slept"));
            self.batch.resumed.push(resumed);
        }
        self.hear_waiting(STRETCH);
        self.advance(Timestamp::from_micros(wall.micros().saturating_sub(ON_THE_WAY)));
    }

    /// Asks the sources for what is wanted now, once the time is known.
    fn ask_sources(&mut self) {
        let Some(now) = self.now.filter(|_| self.asks) else { return };
        self.asks = false;
        let asked = self.demands.ask();
        for (source, instrument, kind) in asked.new {
            if let Err(problem) = self.hub.expect(now, instrument, source, kind) {
                tracing::error!(code = problem.code(), "a stream is not awaited");
            }
            let routes = self.demands.lane(instrument).map_or(&[][..], |lane| lane.routes.as_slice());
            let rule = routes.iter().find(|route| route.source == source).and_then(|route| route.book);
            if let (DataKind::Book, Some(rule)) = (kind, rule) {
                self.hub.follow(instrument, source, rule);
            }
        }
        self.polled.send_if_modified(|told| {
            let is_new = **told != asked.polled;
            if is_new {
                *told = Arc::new(asked.polled);
            }
            is_new
        });
        let mut topics = asked.topics;
        for link in &self.links {
            link.want(topics.remove(&link.source()).unwrap_or_default());
        }
    }

    /// A recording goes on from another place.
    fn begin_anew(&mut self) {
        for (instrument, lane) in self.demands.lanes() {
            if let Err(problem) = self.hub.watch(instrument, lane.setup.clone()) {
                tracing::error!(code = problem.code(), "an instrument is not watched any more");
            }
        }
        self.demands.forget_asked();
        (self.echo, self.seconds, self.now, self.asks) = (Echo::default(), Seconds::default(), None, true);
        self.told_news = ToldNews::default();
        self.stale.clear();
    }

    fn incidents(&self) -> Vec<DataIncident> {
        let is_shown = |incident: &&DataIncident| {
            let key = (incident.instrument, incident.source, incident.data);
            incident.kind != IncidentKind::Stale || self.stale.contains(&key)
        };
        let mut incidents: Vec<DataIncident> = self.hub.incidents().iter().filter(is_shown).copied().collect();
        incidents.sort_by_key(|incident| (incident.since, incident.instrument, incident.kind, incident.source));
        incidents
    }

    fn refused(&self) -> RefusedReport {
        let refused = self.hub.refused();
        let counts = IncidentKind::ALL.iter().map(|kind| RefusedCount { kind: *kind, count: refused.count(*kind) });
        RefusedReport {
            last: refused.iter().copied().collect(),
            counts: counts.filter(|counted| counted.count > 0).collect(),
            unwatched: self.hub.unwatched(),
            repeated: self.echo.dropped(),
            bars: self.refused_bars,
        }
    }

    async fn flush(&mut self) {
        if self.batch.is_empty() {
            return;
        }
        let batch = Arc::new(std::mem::take(&mut self.batch));
        for sink in &mut self.sinks {
            sink.give(&batch).await;
        }
        self.sinks.retain(|sink| !sink.is_done());
    }
}
