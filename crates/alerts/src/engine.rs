//! Many armed rules, evaluated incrementally: an input touches the rules that depend on it and no others.
//!
//! Numbers that rules have in common (a price, an indicator of one series of bars) are worked out once. When nothing fires, a step allocates
//! nothing. Time never goes back: an input that is older than the last counts as if it came with it.
//!
//! The order of the rules has no influence, and neither has what else is armed; a rule that joins later finds the shared numbers warmed up.

mod graph;
mod leaf;
pub(crate) mod signal;
pub(crate) mod slot;

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
};

use bars::interval::Interval;
use model::{
    id::{AlertId, InstrumentId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{AlertRule, AlertsError, BarSeries, Input, Need, Repeat, depends, history::told_by_bars, input::ClosedBar};
use graph::Graph;
use leaf::Moment;
use slot::Slot;

pub use slot::Memory;

/// What became of a rule's condition, the time for which it must hold included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It began to hold.
    Began,
    /// It still holds in a new bar; told for rules that fire in each bar.
    StillHolds,
    /// It was true for a moment: news, an order, a crossing either way.
    Happened,
    /// It ended. What became unknown has not ended.
    Ended,
}

/// A change of a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Decision {
    /// Of which alert.
    pub alert: AlertId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub change: Change,
}

/// Armed rules.
#[derive(Debug, Default)]
pub struct Engine {
    slots: Vec<Option<Slot>>,
    free: Vec<u32>,
    places: HashMap<AlertId, u32>,
    graph: Graph,
    /// When time alone may change a rule: time, place, generation.
    timers: BinaryHeap<Reverse<(Timestamp, u32, u64)>>,
    /// Memory of a step.
    touched: Vec<u32>,
    now: Option<Timestamp>,
    step: u64,
    generation: u64,
    evaluations: u64,
}

impl Engine {
    /// Without rules.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a rule in, in place of an earlier one of the alert. It begins with what the next inputs say.
    ///
    /// # Errors
    /// [`AlertsError::Field`] when it makes no sense; then nothing has changed.
    pub fn arm(&mut self, alert: AlertId, rule: &AlertRule) -> Result<(), AlertsError> {
        self.arm_with(alert, rule, Memory::default())
    }

    /// Takes a rule in that goes on from what it remembers. The memory of another rule is not used.
    ///
    /// # Errors
    /// As [`Self::arm`].
    pub fn arm_with(&mut self, alert: AlertId, rule: &AlertRule, memory: Memory) -> Result<(), AlertsError> {
        rule.check()?;
        self.disarm(alert);
        let place = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            u32::try_from(self.slots.len() - 1).expect("invariant: fewer than 2^32 rules fit into memory")
        });
        let mut leaves = Vec::new();
        let node = self.graph.bind(&rule.condition, &mut leaves);
        self.graph.attach(place, &leaves, &depends(rule));
        self.generation += 1;
        let mut slot = Slot {
            alert,
            node,
            now: vec![crate::Truth::Unknown; leaves.len()],
            has_momentary: leaves.iter().any(leaf::Leaf::is_momentary),
            leaves,
            hold: rule.hold,
            per_bar: per_bar(rule.repeat),
            hysteresis: rule.hysteresis,
            memory: Memory::default(),
            timer: None,
            step: 0,
            generation: self.generation,
        };
        slot.remember(memory);
        // Room is made now, so that no step has to.
        self.timers.reserve(self.slots.len() + 1);
        self.touched.reserve(self.slots.len());
        set_timer(&mut slot, place, &self.graph, &mut self.timers);
        self.slots[place as usize] = Some(slot);
        self.places.insert(alert, place);
        Ok(())
    }

    /// Takes a rule out; whether it was there.
    pub fn disarm(&mut self, alert: AlertId) -> bool {
        let Some(place) = self.places.remove(&alert) else { return false };
        if let Some(slot) = self.slots[place as usize].take() {
            self.graph.detach(place, &slot.leaves);
        }
        self.free.push(place);
        true
    }

    /// What an armed rule remembers.
    #[must_use]
    pub fn memory(&self, alert: AlertId) -> Option<&Memory> {
        let place = *self.places.get(&alert)?;
        self.slots[place as usize].as_ref().map(|slot| &slot.memory)
    }

    /// Lets an armed rule go on from what it remembers. The memory of another rule is not used.
    pub fn remember(&mut self, alert: AlertId, memory: Memory) {
        let Some(place) = self.places.get(&alert) else { return };
        if let Some(slot) = &mut self.slots[*place as usize] {
            slot.remember(memory);
            slot.timer = None;
            set_timer(slot, *place, &self.graph, &mut self.timers);
        }
    }

    /// Tells the numbers that a rule reads what bars through a time say, those alone that were told nothing yet: an indicator that another
    /// rule reads already stays as it is. No rule is looked at.
    pub fn warm(&mut self, rule: &AlertRule, bars: &[BarSeries<'_>], through: Timestamp) {
        let (graph, cold) = (&mut self.graph, Timestamp::from_micros(i64::MIN));
        let fed = depends(rule).into_iter().flat_map(|need| match need {
            Need::Ticks { instrument, .. } => graph.ticks.get(&instrument).cloned().unwrap_or_default(),
            Need::Bars { instrument, interval } => graph.bars.get(&(instrument, interval)).cloned().unwrap_or_default(),
            Need::Fact { .. } | Need::News { .. } | Need::Orders { .. } | Need::Clock => Vec::new(),
        });
        let mut fed: Vec<u32> = fed.collect();
        fed.retain(|idx| graph.signals[*idx as usize].at == cold);
        if fed.is_empty() {
            return;
        }
        for told in told_by_bars(rule, bars).iter().take_while(|told| told.at() <= through) {
            let list = match told.bar() {
                Some(bar) => graph.bars.get(&(bar.instrument, bar.interval)),
                None => graph.ticks.get(&told.instrument()),
            };
            for idx in list.into_iter().flatten().filter(|idx| fed.contains(idx)) {
                told.warm(&mut graph.signals[*idx as usize]);
            }
        }
    }

    /// How many rules are armed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How many different numbers the rules read.
    #[must_use]
    pub fn shared_numbers(&self) -> usize {
        self.graph.signals.iter().filter(|signal| !signal.readers.is_empty()).count()
    }

    /// How many rules were looked at since the beginning, over all steps.
    #[must_use]
    pub const fn evaluations(&self) -> u64 {
        self.evaluations
    }

    /// When the passing of time alone may change a rule; the caller gives [`Input::Clock`] then.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.timers.peek().map(|Reverse((due, ..))| *due)
    }

    /// Tells what happened; the changes by time and alert.
    pub fn step(&mut self, now: Timestamp, input: &Input<'_>) -> Vec<Decision> {
        let now = self.now.map_or(now, |last| last.max(now));
        self.now = Some(now);
        let mut out = Vec::new();
        self.wake(now, &mut out);
        self.step += 1;
        match input {
            Input::Tick(tick) => {
                let instrument = tick.origin.instrument;
                self.feed_ticks(instrument, |signal| signal.tick(tick, now));
            }
            Input::Bar(bar) => self.feed_bar(bar),
            Input::Fact(fact) => {
                if let Some(idx) = self.graph.facts.get(fact.name).and_then(|subjects| subjects.get(fact.subject)) {
                    let signal = &mut self.graph.signals[*idx as usize];
                    signal.price(fact.value, fact.at);
                    signal.step = self.step;
                    self.touched.extend_from_slice(&signal.readers);
                }
            }
            Input::News(news) => {
                let about = news.instruments.iter().map(|instrument| Some(*instrument)).chain([None]);
                for slots in about.filter_map(|key| self.graph.news.get(&key)) {
                    self.touched.extend_from_slice(slots);
                }
            }
            Input::Order(order) => {
                for slots in [Some(order.instrument), None].iter().filter_map(|key| self.graph.orders.get(key)) {
                    self.touched.extend_from_slice(slots);
                }
            }
            Input::Clock => {}
        }
        self.look_at_touched(now, input, &mut out);
        if out.len() > 1 {
            out.sort_by_key(|decision| (decision.at, decision.alert));
        }
        out
    }

    /// Tells a price that is known from a bar and not from a tick.
    pub(crate) fn step_price(&mut self, now: Timestamp, instrument: InstrumentId, price: f64) -> Vec<Decision> {
        let now = self.now.map_or(now, |last| last.max(now));
        self.now = Some(now);
        let mut out = Vec::new();
        self.wake(now, &mut out);
        self.step += 1;
        self.feed_ticks(instrument, |signal| signal.trade_price(price, now));
        self.look_at_touched(now, &Input::Clock, &mut out);
        out.sort_by_key(|decision| (decision.at, decision.alert));
        out
    }

    fn feed_ticks(&mut self, instrument: InstrumentId, mut take: impl FnMut(&mut signal::Signal) -> bool) {
        let Some(fed) = self.graph.ticks.get(&instrument) else { return };
        for idx in fed {
            let signal = &mut self.graph.signals[*idx as usize];
            if take(signal) {
                signal.step = self.step;
                self.touched.extend_from_slice(&signal.readers);
            }
        }
    }

    fn feed_bar(&mut self, closed: &ClosedBar) {
        let Some(fed) = self.graph.bars.get(&(closed.instrument, closed.interval)) else { return };
        for idx in fed {
            let signal = &mut self.graph.signals[*idx as usize];
            signal.bar(&closed.bar, closed.session);
            signal.step = self.step;
            self.touched.extend_from_slice(&signal.readers);
        }
    }

    /// Looks at each touched rule once.
    fn look_at_touched(&mut self, now: Timestamp, input: &Input<'_>, out: &mut Vec<Decision>) {
        for n in 0..self.touched.len() {
            self.look(self.touched[n], now, input, out);
        }
        self.touched.clear();
    }

    fn look(&mut self, place: u32, at: Timestamp, input: &Input<'_>, out: &mut Vec<Decision>) {
        let Some(slot) = &mut self.slots[place as usize] else { return };
        if slot.step == self.step {
            return;
        }
        slot.step = self.step;
        self.evaluations += 1;
        let moment = Moment { step: self.step, at, input, signals: &self.graph.signals };
        if let Some(change) = slot.look(&moment) {
            out.push(Decision { alert: slot.alert, at, change });
        }
        set_timer(slot, place, &self.graph, &mut self.timers);
    }

    /// Looks at the rules whose time has come, in the order of time.
    fn wake(&mut self, now: Timestamp, out: &mut Vec<Decision>) {
        while let Some(Reverse((due, place, generation))) = self.timers.peek().copied() {
            if due > now {
                return;
            }
            self.timers.pop();
            let Some(slot) = &mut self.slots[place as usize] else { continue };
            if slot.generation != generation || slot.timer != Some(due) {
                continue;
            }
            slot.timer = None;
            // It may have been put off since.
            if slot.due(&self.graph.signals).is_some_and(|later| later > due) {
                set_timer(slot, place, &self.graph, &mut self.timers);
                continue;
            }
            self.step += 1;
            self.look(place, due, &Input::Clock, out);
        }
    }
}

const fn per_bar(repeat: Repeat) -> Option<Interval> {
    match repeat {
        Repeat::OncePerBar(interval) => Some(interval),
        Repeat::Once | Repeat::EveryTime => None,
    }
}

/// Sets a wake-up unless an earlier one is waiting, which then sets the next.
fn set_timer(slot: &mut Slot, place: u32, graph: &Graph, timers: &mut BinaryHeap<Reverse<(Timestamp, u32, u64)>>) {
    let Some(due) = slot.due(&graph.signals) else { return };
    if slot.timer.is_none_or(|waiting| due < waiting) {
        slot.timer = Some(due);
        timers.push(Reverse((due, place, slot.generation)));
    }
}
