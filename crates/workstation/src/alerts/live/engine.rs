//! The armed rules of live alerts, and what must be known of their streams.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use ::alerts::{AlertRule, ClosedBar, Decision, Engine, Fact, Input, Memory};
use ::bars::{build::BarState, interval::Interval};
use feed::conflate::BarOf;
use model::{
    bar::Bar,
    id::{AlertId, InstrumentId},
    market::{NewsItem, Tick},
    time::Timestamp,
};
use store::alerts::Alert;
use tokio::{sync::mpsc::UnboundedSender, time::Instant};

use super::{
    LiveSince, Standing,
    backlog::{Backlog, time_of},
    keeper::{Order, Told},
    stretch::Stretch,
};
use crate::alerts::series::{SeriesOf, end, session_of};

/// From which difference of the clocks on the machine is taken to have slept, in microseconds.
const SLEPT_MICROS: i64 = 5_000_000;

/// News that come so long after their publication were missed, in microseconds.
const MISSED_MICROS: i64 = 60_000_000;

/// An alert that is told ticks.
pub(super) struct Armed {
    pub(super) rule: Arc<AlertRule>,
    /// As what a person last said of it.
    pub(super) updated_at: Timestamp,
    /// What it watches.
    pub(super) touches: Vec<InstrumentId>,
    /// What must stream as it is.
    pub(super) awaits: Vec<InstrumentId>,
    pub(super) through: Timestamp,
    /// Whether the store knows what it remembers.
    pub(super) remembers: bool,
}

/// Who watches an instrument, and what came of it.
pub(super) struct Reached {
    pub(super) alerts: HashSet<AlertId>,
    pub(super) through: Timestamp,
    /// Whether something came since the last checkpoint.
    pub(super) is_new: bool,
}

/// So long after the beginning streams may still come, in microseconds.
const BEGINNING_MICROS: i64 = 120_000_000;

/// How streams stood at a time.
pub(in crate::alerts) struct Streams {
    complete: Arc<LiveSince>,
    departures: u64,
    returns: u64,
}

/// The rules, and the streams.
pub(super) struct LiveEngine {
    pub(super) engine: Engine,
    pub(super) armed: HashMap<AlertId, Armed>,
    /// Alerts that are on their way back: what they remember is not kept yet.
    leaving: HashSet<AlertId>,
    /// How many have left.
    departures: u64,
    /// Of how many what they remembered is kept.
    returns: u64,
    pub(super) reached: HashMap<InstrumentId, Reached>,
    complete: Arc<LiveSince>,
    /// Streams that have not come by then do not come soon.
    begun_at: Timestamp,
    /// Instruments that streamed at some time.
    known: HashSet<InstrumentId>,
    /// Streams on which all alerts were taken in.
    settled: HashSet<InstrumentId>,
    /// Streams that are complete since an earlier time are not.
    broken_at: Timestamp,
    /// When the clock was looked at last, by a clock that stands still while the machine sleeps too.
    looked: Option<(Timestamp, Instant)>,
    pub(super) backlog: Backlog,
    pub(super) stretches: HashMap<(InstrumentId, Interval), Stretch>,
    orders: UnboundedSender<Order>,
}

impl LiveEngine {
    pub(super) fn new(orders: UnboundedSender<Order>, now: Timestamp) -> Self {
        Self {
            engine: Engine::new(),
            armed: HashMap::new(),
            leaving: HashSet::new(),
            departures: 0,
            returns: 0,
            reached: HashMap::new(),
            complete: Arc::default(),
            begun_at: Timestamp::from_micros(now.micros().saturating_add(BEGINNING_MICROS)),
            known: HashSet::new(),
            settled: HashSet::new(),
            broken_at: Timestamp::from_micros(i64::MIN),
            looked: None,
            backlog: Backlog::default(),
            stretches: HashMap::new(),
            orders,
        }
    }

    /// Whether an alert is here, or on its way back.
    pub(super) fn has(&self, id: AlertId) -> bool {
        self.armed.contains_key(&id) || self.leaving.contains(&id)
    }

    /// How the streams stand that an alert awaits.
    pub(super) fn standing(&self, awaited: &[InstrumentId], now: Timestamp) -> Standing {
        if awaited.iter().all(|id| self.is_complete(*id)) {
            Standing::Ready
        } else if awaited.iter().any(|id| self.known.contains(id)) {
            Standing::Broken { until: None }
        } else if now < self.begun_at {
            Standing::Broken { until: Some(self.begun_at) }
        } else {
            Standing::Apart
        }
    }

    fn is_complete(&self, id: InstrumentId) -> bool {
        self.complete.get(&id).is_some_and(|since| *since >= self.broken_at)
    }

    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.engine.next_due()
    }

    pub(super) fn streams(&self) -> Streams {
        Streams { complete: Arc::clone(&self.complete), departures: self.departures, returns: self.returns }
    }

    /// All alerts on streams were taken in, unless one has left since they were looked at.
    pub(super) fn settled(&mut self, streams: &Streams) {
        if streams.departures != self.departures || self.is_outdated(streams) {
            return;
        }
        for (id, since) in &*streams.complete {
            if self.complete.get(id) == Some(since) && self.is_complete(*id) && self.settled.insert(*id) {
                self.backlog.forget(*id);
            }
        }
    }

    /// Other streams are complete now.
    pub(super) fn set_complete(&mut self, complete: Arc<LiveSince>) {
        let before = std::mem::replace(&mut self.complete, complete);
        self.known.extend(self.complete.keys());
        let broken: HashSet<InstrumentId> =
            before.iter().filter(|(id, since)| self.complete.get(id) != Some(since)).map(|(id, _)| *id).collect();
        if broken.is_empty() {
            return;
        }
        self.settled.retain(|id| !broken.contains(id));
        let mut gone: Vec<AlertId> = Vec::new();
        for id in &broken {
            let alerts = self.reached.get(id).into_iter().flat_map(|reached| &reached.alerts);
            gone.extend(alerts.filter(|alert| self.armed.get(alert).is_some_and(|armed| armed.awaits.contains(id))));
        }
        gone.into_iter().for_each(|alert| self.leave(alert));
        self.stretches.retain(|(id, _), _| !broken.contains(id));
    }

    /// Nothing that streamed before a time is complete.
    pub(super) fn break_off(&mut self, at: Timestamp) {
        self.broken_at = self.broken_at.max(at);
        self.end();
        self.settled.clear();
        self.stretches.clear();
    }

    /// Notes the time. Where it jumped the machine slept: nothing that streamed before is complete.
    pub(super) fn notes_time(&mut self, now: Timestamp) {
        let (before, steady) = self.looked.replace((now, Instant::now())).unwrap_or((now, Instant::now()));
        let passed = i64::try_from(steady.elapsed().as_micros()).unwrap_or(i64::MAX);
        if now.micros().saturating_sub(before.micros()).saturating_sub(passed) > SLEPT_MICROS {
            self.break_off(now);
        }
    }

    /// Lets go of all alerts.
    pub(super) fn end(&mut self) {
        let all: Vec<AlertId> = self.armed.keys().copied().collect();
        for id in all {
            let Some(armed) = self.armed.remove(&id) else { continue };
            let memory = self.engine.memory(id).cloned().unwrap_or_default();
            self.say_left(id, &armed, memory);
        }
        // Taking rules out one by one would take long.
        self.engine = Engine::new();
        self.reached.clear();
    }

    /// Lets go of alerts that are not among these, or were changed.
    pub(super) fn keep_only(&mut self, alerts: &[Alert]) {
        let there: HashMap<AlertId, Timestamp> = alerts.iter().map(|alert| (alert.id, alert.updated_at)).collect();
        let gone = self.armed.iter().filter(|(id, armed)| there.get(id) != Some(&armed.updated_at));
        let gone: Vec<AlertId> = gone.map(|(id, _)| *id).collect();
        gone.into_iter().for_each(|id| self.leave(id));
    }

    fn leave(&mut self, id: AlertId) {
        let Some(armed) = self.armed.remove(&id) else { return };
        let memory = self.engine.memory(id).cloned().unwrap_or_default();
        self.engine.disarm(id);
        self.say_left(id, &armed, memory);
    }

    fn say_left(&mut self, id: AlertId, armed: &Armed, memory: Memory) {
        let through = self.through(armed);
        self.departures += 1;
        for instrument in &armed.touches {
            // What comes until it joins again must wait.
            self.settled.remove(instrument);
            if let Some(reached) = self.reached.get_mut(instrument) {
                reached.alerts.remove(&id);
                if reached.alerts.is_empty() {
                    self.reached.remove(instrument);
                }
            }
        }
        self.leaving.insert(id);
        self.order(Order::Left(armed.told(id, Vec::new(), memory, through)));
    }

    /// What an alert remembered when it left is kept.
    pub(super) fn left(&mut self, id: AlertId) {
        self.leaving.remove(&id);
        self.returns += 1;
    }

    /// Whether alerts that were read when streams stood like this may lack what they remembered when they left.
    pub(super) fn is_outdated(&self, streams: &Streams) -> bool {
        streams.returns != self.returns
    }

    /// Through when an alert was told everything.
    fn through(&self, armed: &Armed) -> Timestamp {
        let reached = armed.touches.iter().filter_map(|id| self.reached.get(id)).map(|reached| reached.through);
        reached.fold(armed.through, Timestamp::max)
    }

    /// What alerts remember whose instruments brought something.
    pub(super) fn checkpoint(&mut self) {
        let new: HashSet<AlertId> =
            self.reached.values().filter(|of| of.is_new).flat_map(|of| of.alerts.iter().copied()).collect();
        self.reached.values_mut().for_each(|of| of.is_new = false);
        let told = new.into_iter().filter_map(|id| {
            let armed = self.armed.get(&id)?;
            let memory = self.engine.memory(id)?.clone();
            Some(armed.told(id, Vec::new(), memory, self.through(armed)))
        });
        let told: Vec<Told> = told.collect();
        if !told.is_empty() {
            self.order(Order::Remembers(told));
        }
    }

    /// Tells a tick.
    pub(super) fn tick(&mut self, tick: &Tick) {
        let instrument = tick.origin.instrument;
        if !self.settled.contains(&instrument) {
            self.backlog.push(tick);
        }
        if self.reach(instrument, time_of(tick)) {
            let decided = self.engine.step(time_of(tick), &Input::Tick(tick));
            self.decided(&decided);
        }
    }

    /// Notes that something of an instrument was told; whether anybody watches it.
    fn reach(&mut self, instrument: InstrumentId, at: Timestamp) -> bool {
        let Some(reached) = self.reached.get_mut(&instrument) else { return false };
        (reached.through, reached.is_new) = (reached.through.max(at), true);
        true
    }

    /// Tells a bar that was made of ticks, once it is over.
    pub(super) fn built(&mut self, of: &BarOf, now: Timestamp) {
        if of.built.state != BarState::Closed || of.built.revision > 0 {
            return;
        }
        let Some(since) = self.complete.get(&of.instrument).filter(|_| self.is_complete(of.instrument)) else { return };
        let bar = closed(of.instrument, of.built.interval, of.built.bar);
        let stretch = self.stretches.entry((of.instrument, of.built.interval)).or_default();
        if *since > bar.bar.at {
            return stretch.part(bar);
        }
        let told = stretch.whole(bar);
        self.closed(&told, now);
    }

    /// Tells a stored bar that is over.
    pub(super) fn stored(&mut self, bar: ClosedBar, now: Timestamp) {
        let told = self.stretches.entry((bar.instrument, bar.interval)).or_default().whole(bar);
        self.closed(&told, now);
    }

    fn closed(&mut self, bars: &[ClosedBar], now: Timestamp) {
        for bar in bars {
            let at = end(bar.bar.at, bar.interval).min(now);
            if self.reach(bar.instrument, at) {
                let decided = self.engine.step(at, &Input::Bar(bar));
                self.decided(&decided);
            }
        }
    }

    /// Whether a stored series has bars that were not told to live alerts which read it: when the last one began that was.
    pub(super) fn untold(&self, (instrument, size): SeriesOf, last: Timestamp, now: Timestamp) -> Option<Timestamp> {
        let interval = Interval::from(size);
        let stretch = self.stretches.get(&(instrument, interval))?;
        self.reached.get(&instrument)?;
        let told = stretch.last().or(self.complete.get(&instrument).copied())?;
        (last > told && end(last, interval) <= now).then_some(told)
    }

    /// Tells news. What they decide was at their publication where they came much later, as they were asked for after a break; an
    /// alert that was made meanwhile has nothing to do with them.
    pub(super) fn news(&mut self, news: &NewsItem, now: Timestamp) {
        let received = news.received_at.min(now);
        self.pass_time(received);
        let mut decided = self.engine.step(received, &Input::News(news));
        let published = news.at.filter(|at| received.micros().saturating_sub(at.micros()) > MISSED_MICROS);
        if let Some(at) = published {
            decided.retain(|decision| self.armed.get(&decision.alert).is_some_and(|armed| armed.updated_at <= at));
            decided.iter_mut().for_each(|decision| decision.at = at);
        }
        self.decided(&decided);
    }

    /// Whether what an alert remembered when it left is still to be kept.
    pub(super) fn is_leaving(&self, id: AlertId) -> bool {
        self.leaving.contains(&id)
    }

    pub(super) fn facts(&mut self, facts: &[Fact<'_>], now: Timestamp) {
        for fact in facts {
            let decided = self.engine.step(now, &Input::Fact(fact));
            self.decided(&decided);
        }
    }

    pub(super) fn pass_time(&mut self, to: Timestamp) {
        if self.engine.next_due().is_some_and(|due| due <= to) {
            let decided = self.engine.step(to, &Input::Clock);
            self.decided(&decided);
        }
    }

    fn decided(&mut self, decisions: &[Decision]) {
        for decision in decisions {
            let id = decision.alert;
            let Some(memory) = self.engine.memory(id).cloned() else { continue };
            let Some(through) = self.armed.get(&id).map(|armed| self.through(armed)) else { continue };
            if let Some(armed) = self.armed.get_mut(&id) {
                armed.remembers = true;
                let told = armed.told(id, vec![*decision], memory, through);
                tracing::debug!(%id, at = %decision.at, "a live alert is decided");
                self.order(Order::Decided(told));
            }
        }
    }

    pub(super) fn order(&self, order: Order) {
        // A keeper that has ended is the end of the program.
        let _ = self.orders.send(order);
    }
}

impl Armed {
    pub(super) fn told(&self, id: AlertId, decisions: Vec<Decision>, memory: Memory, through: Timestamp) -> Told {
        let rule = Arc::clone(&self.rule);
        Told { id, rule, updated_at: self.updated_at, decisions, memory, through, remembers: self.remembers }
    }
}

pub(in crate::alerts) fn closed(instrument: InstrumentId, interval: Interval, bar: Bar) -> ClosedBar {
    ClosedBar { instrument, interval, bar, session: Some(session_of(bar.at)) }
}
