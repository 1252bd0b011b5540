//! What an alert does with what came, as a function of its arguments.

use ::alerts::{
    AlertsError, BarSeries, Decision, Delivery, Effect, Engine, Event, Fact, Firing, Input, Memory, Names, PastFiring,
    catch_up,
};
use model::{alert::AlertState, time::Timestamp};
use store::alerts::{Alert, Happened, OpenFiring, event_at};

/// A firing that is seen so much later is late, in microseconds: longer than a bar and its way to us take.
const LATE_MICROS: i64 = 15 * 60 * 1_000_000;

/// What a step leads to, to be kept in one change.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Moved {
    /// Where it stands now.
    pub(crate) alert: Alert,
    /// What happened, in order.
    pub(crate) happened: Vec<Happened>,
    /// Whom that must reach by now.
    pub(crate) due: Vec<Delivery>,
    /// A person reacted: what still waits need not leave.
    pub(crate) is_settled_by_person: bool,
    /// The number of the last firing.
    firing: u64,
}

/// How time alone changes the condition of an alert's rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RuleTime {
    /// It passes as the clock says.
    Clock,
    /// It passes as far as bars tell: what came later is still to be told.
    Bars {
        /// When that may be otherwise.
        again: Option<Timestamp>,
    },
    /// The rule is told elsewhere.
    Elsewhere,
}

/// What came since an alert was last looked at.
pub(crate) struct Came<'a> {
    /// The bars of what it watches, those that it was told before among them, to warm indicators up.
    pub(crate) bars: &'a [BarSeries<'a>],
    /// Through when it may be told of bars; what it has seen when there is nothing new.
    pub(crate) through: Timestamp,
    /// Figures, as they are now.
    pub(crate) facts: &'a [Fact<'a>],
    /// Its firing that nobody has settled.
    pub(crate) open: Option<&'a OpenFiring>,
    /// How time changes its condition.
    pub(crate) time: RuleTime,
}

/// Tells an alert what came.
///
/// # Errors
/// When its rule makes no sense, which it did when it was kept.
pub(crate) fn step(alert: &Alert, came: &Came<'_>, now: Timestamp, names: &Names) -> Result<Moved, AlertsError> {
    let mut moved = Moved::from(alert.clone());
    if came.through > alert.seen_through {
        let asleep = (alert.seen_through, came.through);
        let Alert { fields, machine, memory, .. } = alert;
        let found = catch_up(&fields.rule, machine, memory, came.bars, asleep, names)?;
        let firings = |number| found.firings.iter().find(|f| f.epoch == number);
        for effect in found.effects {
            let firing = match &effect {
                Effect::Fired { epoch, .. } => firings(*epoch),
                _ => None,
            };
            moved.add(effect, firing, now);
        }
        (moved.alert.machine, moved.alert.memory) = (found.machine, found.memory);
        moved.alert.seen_through = came.through;
    }
    moved.tell(came.facts, came.time, now)?;
    moved.plan(came.open, now);
    Ok(moved)
}

/// A person does something with an alert.
///
/// # Errors
/// When it does not go with where the alert stands.
pub(crate) fn act(
    alert: Alert,
    open: Option<&OpenFiring>,
    event: &Event,
    now: Timestamp,
) -> Result<Moved, AlertsError> {
    let mut moved = Moved::from(alert);
    moved.machine(now, event, now)?;
    let mut engine = Engine::new();
    engine.arm_with(moved.alert.id, &moved.alert.fields.rule, moved.alert.memory.clone())?;
    moved.look_ahead(engine.next_due(), now);
    moved.plan(open, now);
    moved.is_settled_by_person = moved.alert.machine.state() != AlertState::Firing;
    Ok(moved)
}

impl From<Alert> for Moved {
    fn from(alert: Alert) -> Self {
        let firing = alert.machine.epoch();
        Self { alert, happened: Vec::new(), due: Vec::new(), is_settled_by_person: false, firing }
    }
}

impl Moved {
    /// Whether there is anything to keep.
    pub(crate) fn differs_from(&self, alert: &Alert) -> bool {
        self.alert != *alert || !self.happened.is_empty() || !self.due.is_empty()
    }

    /// Notes an effect; of a firing that bars tell of, when it may have been.
    fn add(&mut self, effect: Effect, past: Option<&PastFiring>, now: Timestamp) {
        let firing = match &effect {
            // It moves first, and fires then.
            Effect::Moved { to: AlertState::Firing, .. } => self.firing + 1,
            Effect::Fired { epoch, .. } => {
                self.firing = *epoch;
                *epoch
            }
            _ => self.firing,
        };
        let known = past.map_or(event_at(&effect), |past| past.to);
        let is_late =
            matches!(effect, Effect::Fired { .. }) && now.micros().saturating_sub(known.micros()) > LATE_MICROS;
        let window = past.filter(|past| past.from < past.to);
        self.happened.push(Happened {
            effect,
            firing,
            not_before: window.map(|past| past.from),
            not_after: window.map(|past| past.to),
            is_order_assumed: past.is_some_and(|past| past.is_order_assumed),
            is_late,
        });
    }

    /// What follows from what its rule decided elsewhere, which remembers this and was told everything through then.
    ///
    /// # Errors
    /// When the alert cannot move, which it can by its rule.
    pub(crate) fn decided(
        alert: Alert,
        decisions: &[Decision],
        (memory, through): (Memory, Timestamp),
        open: Option<&OpenFiring>,
        now: Timestamp,
    ) -> Result<Self, AlertsError> {
        let mut moved = Self::from(alert);
        for decision in decisions {
            moved.machine(decision.at, &Event::Rule(decision.change), now)?;
        }
        moved.machine(now, &Event::Clock, now)?;
        moved.alert.memory = memory;
        moved.alert.seen_through = moved.alert.seen_through.max(through);
        moved.look_ahead(None, now);
        moved.plan(open, now);
        Ok(moved)
    }

    /// Tells figures and the time.
    fn tell(&mut self, facts: &[Fact<'_>], time: RuleTime, now: Timestamp) -> Result<(), AlertsError> {
        let mut due = None;
        if time != RuleTime::Elsewhere {
            let id = self.alert.id;
            let mut engine = Engine::new();
            engine.arm_with(id, &self.alert.fields.rule, self.alert.memory.clone())?;
            let at = if time == RuleTime::Clock { now } else { self.alert.seen_through };
            let mut decided: Vec<Decision> =
                facts.iter().flat_map(|fact| engine.step(at, &Input::Fact(fact))).collect();
            decided.extend(engine.step(at, &Input::Clock));
            for decision in decided {
                self.machine(decision.at, &Event::Rule(decision.change), now)?;
            }
            self.alert.memory = engine.memory(id).cloned().unwrap_or_default();
            due = engine.next_due().and_then(|due| match time {
                RuleTime::Clock => Some(due),
                RuleTime::Bars { again } => again.map(|again| again.max(due)),
                RuleTime::Elsewhere => None,
            });
        }
        self.machine(now, &Event::Clock, now)?;
        self.look_ahead(due, now);
        Ok(())
    }

    /// When time alone does something: `rule` says when its condition may change by it.
    fn look_ahead(&mut self, rule: Option<Timestamp>, now: Timestamp) {
        let machine = self.alert.machine.next_due(&self.alert.fields.rule, now);
        self.alert.next_due_at = [rule, machine].into_iter().flatten().min();
    }

    fn machine(&mut self, at: Timestamp, event: &Event, now: Timestamp) -> Result<(), AlertsError> {
        let effects = self.alert.machine.step(&self.alert.fields.rule, at, event)?;
        effects.into_iter().for_each(|effect| self.add(effect, None, now));
        Ok(())
    }

    /// Whom what happened must reach by now, and when somebody must be reached next.
    fn plan(&mut self, open: Option<&OpenFiring>, now: Timestamp) {
        let Some(plan) = self.alert.fields.escalation.clone() else { return };
        // Every firing of this step is told, also one that ended within it.
        let mut firings: Vec<Firing> = Vec::new();
        let severity = self.alert.fields.severity;
        let firing = |epoch, at| Firing { alert: self.alert.id, epoch, at, severity, settled_at: None };
        firings.extend(open.map(|open| firing(open.epoch, open.since)));
        for happened in &self.happened {
            match &happened.effect {
                // It counts from when it is seen: nobody could have reacted before.
                Effect::Fired { epoch, .. } => firings.push(firing(*epoch, now)),
                Effect::Moved { from: AlertState::Firing, to, .. } if *to != AlertState::Firing => {
                    if let Some(open) = firings.last_mut() {
                        // What is due at once is told all the same.
                        open.settled_at = Some(Timestamp::from_micros(now.micros().saturating_add(1)));
                    }
                }
                _ => {}
            }
        }
        let last = firings.len().saturating_sub(1);
        for (n, firing) in firings.iter().enumerate() {
            let mut done = open.filter(|open| open.epoch == firing.epoch).map(|o| o.told.clone()).unwrap_or_default();
            while let Some(next) = plan.next(firing, &done, now) {
                if next.due > now {
                    if n == last {
                        self.alert.next_due_at = self.alert.next_due_at.into_iter().chain([next.due]).min();
                    }
                    break;
                }
                done.push(next.key.clone());
                self.due.push(next);
            }
        }
    }
}
