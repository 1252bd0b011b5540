//! Where one alert stands, and what moves it.
//!
//! | state | began, happened | still holds | ended | acknowledge | resolve | snooze | rearm | time |
//! | --- | --- | --- | --- | --- | --- | --- | --- | --- |
//! | armed | fires | fires | armed | – | – | snoozed | – | fires what is owed |
//! | firing | fires anew | fires anew | resolved | acknowledged | resolved | snoozed | armed | fires what is owed |
//! | acknowledged | fires anew | fires anew | resolved | – | resolved | snoozed | armed | fires what is owed |
//! | resolved | fires | fires | resolved | – | – | snoozed | armed | fires what is owed |
//! | snoozed | owed | owed | snoozed | – | resolved | snoozed | armed | back, when it is over |
//!
//! Each firing has the next epoch. What is held back (outside of the active hours, snoozed, in the cool-down) is owed: it fires when the
//! hindrance ends, provided the condition still holds; what was true for a moment only is told as held back. A rule that fires once is
//! spent after it and fires no more until it is armed by hand. When a snooze ends, what was firing fires anew, unless it ended meanwhile.

use std::fmt;

use model::{alert::AlertState, id::AlertId, time::Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{AlertRule, AlertsError, Change, Repeat, engine::slot::bar_number};

/// What a person does with an alert.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertAct)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// It is seen.
    Acknowledge,
    /// It is settled.
    Resolve,
    /// It shall be silent for a time.
    Snooze {
        /// Until then.
        until: Timestamp,
    },
    /// It shall watch again.
    Rearm,
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Acknowledge => "acknowledged",
            Self::Resolve => "resolved",
            Self::Snooze { .. } => "snoozed",
            Self::Rearm => "armed again",
        })
    }
}

/// What happens to an alert.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    /// The engine saw a change of its rule.
    Rule(Change),
    /// A person does something.
    Person {
        /// What.
        act: Act,
        /// Who.
        who: String,
        /// Why, in their words.
        note: Option<String>,
    },
    /// Time passes.
    Clock,
}

/// Who or what moved an alert.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertMovedBy)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum MovedBy {
    /// Its rule.
    Rule,
    /// The end of a snooze or another hindrance.
    Time,
    /// A person.
    Person {
        /// Who.
        who: String,
        /// Why, in their words.
        note: Option<String>,
    },
}

/// Why an alert did not fire.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertHeldBack)]
#[serde(rename_all = "snake_case")]
pub enum HeldBack {
    /// It lies outside of its active hours.
    OutsideHours,
    /// It is snoozed.
    Snoozed,
    /// It fired too short a time ago.
    CoolDown,
    /// It fired in this bar already.
    SameBar,
    /// It fires once, and did.
    Spent,
    /// Its time is over.
    Expired,
}

/// What follows from a step.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertEffect)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// It fires: deliveries are due.
    Fired {
        /// The number of the firing, from 1.
        epoch: u64,
        /// When.
        at: Timestamp,
    },
    /// It stands elsewhere now.
    Moved {
        /// Before.
        from: AlertState,
        /// Now.
        to: AlertState,
        /// When.
        at: Timestamp,
        /// Who or what did it.
        by: MovedBy,
    },
    /// It would have fired.
    HeldBack {
        /// Why not.
        why: HeldBack,
        /// When.
        at: Timestamp,
    },
    /// Its time is over: it fires no more.
    Expired {
        /// When that was seen.
        at: Timestamp,
    },
}

/// One alert's state, to be kept whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AlertMachine {
    alert: AlertId,
    state: AlertState,
    epoch: u64,
    fired_at: Option<Timestamp>,
    snoozed_until: Option<Timestamp>,
    /// Where it stood before the snooze.
    before_snooze: Option<AlertState>,
    holds: bool,
    owed: bool,
    spent: bool,
    expired: bool,
}

impl AlertMachine {
    /// Armed, and never fired.
    #[must_use]
    pub const fn new(alert: AlertId) -> Self {
        Self {
            alert,
            state: AlertState::Armed,
            epoch: 0,
            fired_at: None,
            snoozed_until: None,
            before_snooze: None,
            holds: false,
            owed: false,
            spent: false,
            expired: false,
        }
    }

    /// Armed for another rule: firings are numbered on, nothing else is left.
    #[must_use]
    pub const fn begun_anew(&self) -> Self {
        Self { epoch: self.epoch, ..Self::new(self.alert) }
    }

    /// Which alert.
    #[must_use]
    pub const fn alert(&self) -> AlertId {
        self.alert
    }

    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> AlertState {
        self.state
    }

    /// The number of the last firing; 0 before the first.
    #[must_use]
    pub const fn epoch(&self) -> u64 {
        self.epoch
    }

    /// When it fired last.
    #[must_use]
    pub const fn fired_at(&self) -> Option<Timestamp> {
        self.fired_at
    }

    /// Until when it is silent, when it is snoozed.
    #[must_use]
    pub const fn snoozed_until(&self) -> Option<Timestamp> {
        self.snoozed_until
    }

    /// Whether it can fire no more: its time is over, or it fired once and was not armed again.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.expired || self.spent
    }

    /// Takes what happened; what follows, in order. Time that passed is looked at first.
    ///
    /// # Errors
    /// [`AlertsError::NotPossible`] when what a person wants does not go with the state, [`AlertsError::Field`] for a snooze into the past.
    pub fn step(&mut self, rule: &AlertRule, now: Timestamp, event: &Event) -> Result<Vec<Effect>, AlertsError> {
        let mut effects = Vec::new();
        self.pass_time(rule, now, &mut effects);
        match event {
            Event::Clock => {}
            Event::Rule(change) => self.change(rule, now, *change, &mut effects),
            Event::Person { act, who, note } => {
                let by = MovedBy::Person { who: who.clone(), note: note.clone() };
                self.act(now, *act, by, &mut effects)?;
            }
        }
        Ok(effects)
    }

    /// When time alone will do something: give it [`Event::Clock`] then.
    #[must_use]
    pub fn next_due(&self, rule: &AlertRule, now: Timestamp) -> Option<Timestamp> {
        let expiry = rule.expires_at.filter(|_| !self.expired);
        let owed = (self.owed && self.snoozed_until.is_none()).then(|| {
            let cooled = self.cooled_at(rule).map_or(now, |at| at.max(now));
            rule.active_hours.as_ref().map_or(Some(cooled), |hours| hours.next_inside(cooled))
        });
        [expiry, self.snoozed_until, owed.flatten()].into_iter().flatten().min()
    }

    fn pass_time(&mut self, rule: &AlertRule, now: Timestamp, effects: &mut Vec<Effect>) {
        if !self.expired && rule.expires_at.is_some_and(|expires| expires <= now) {
            (self.expired, self.owed) = (true, false);
            effects.push(Effect::Expired { at: now });
        }
        if self.snoozed_until.is_some_and(|until| until <= now) {
            self.wake(now, effects);
        }
        if self.owed && self.holds && self.hindrance(rule, now).is_none() {
            self.fire(rule, now, MovedBy::Time, effects);
        }
    }

    /// The end of a snooze.
    fn wake(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.snoozed_until = None;
        match self.before_snooze.take().unwrap_or(AlertState::Armed) {
            AlertState::Firing if !self.expired => {
                self.owed = false;
                self.fire_now(now, MovedBy::Time, effects);
            }
            state => self.to(state, now, MovedBy::Time, effects),
        }
    }

    fn change(&mut self, rule: &AlertRule, now: Timestamp, change: Change, effects: &mut Vec<Effect>) {
        match change {
            Change::Ended => {
                (self.holds, self.owed) = (false, false);
                match self.state {
                    AlertState::Firing | AlertState::Acknowledged => {
                        self.to(AlertState::Resolved, now, MovedBy::Rule, effects);
                    }
                    AlertState::Snoozed => {
                        let before = self.before_snooze.get_or_insert(AlertState::Armed);
                        if matches!(before, AlertState::Firing | AlertState::Acknowledged) {
                            *before = AlertState::Resolved;
                        }
                    }
                    AlertState::Armed | AlertState::Resolved => {}
                }
                return;
            }
            Change::Began | Change::StillHolds => self.holds = true,
            Change::Happened => {}
        }
        match self.hindrance(rule, now) {
            None => self.fire(rule, now, MovedBy::Rule, effects),
            Some(why) => {
                self.owed |= match why {
                    HeldBack::OutsideHours | HeldBack::Snoozed | HeldBack::CoolDown => self.holds,
                    HeldBack::SameBar | HeldBack::Spent | HeldBack::Expired => false,
                };
                effects.push(Effect::HeldBack { why, at: now });
            }
        }
    }

    fn act(&mut self, now: Timestamp, act: Act, by: MovedBy, effects: &mut Vec<Effect>) -> Result<(), AlertsError> {
        let state = self.state;
        let refuse = |way_out| Err(AlertsError::NotPossible { state, act, way_out });
        match (act, state) {
            (Act::Acknowledge, AlertState::Firing) => self.to(AlertState::Acknowledged, now, by, effects),
            (Act::Acknowledge, AlertState::Snoozed) => return refuse("resolve it, or wait until it fires again"),
            (Act::Acknowledge, AlertState::Armed | AlertState::Acknowledged | AlertState::Resolved) => {
                return refuse("only one that is firing can");
            }
            (Act::Resolve, AlertState::Firing | AlertState::Acknowledged | AlertState::Snoozed) => {
                self.unsnooze();
                self.to(AlertState::Resolved, now, by, effects);
            }
            (Act::Resolve, AlertState::Armed | AlertState::Resolved) => return refuse("there is nothing to resolve"),
            (Act::Snooze { until }, _) if until <= now => {
                return Err(AlertsError::field("until", format!("is {until}, which is over; give a later time")));
            }
            (Act::Snooze { until }, AlertState::Snoozed) => {
                self.snoozed_until = Some(until);
                effects.push(Effect::Moved { from: state, to: state, at: now, by });
            }
            (Act::Snooze { until }, before) => {
                (self.snoozed_until, self.before_snooze) = (Some(until), Some(before));
                self.to(AlertState::Snoozed, now, by, effects);
            }
            (Act::Rearm, AlertState::Armed) => return refuse("it is armed already"),
            (
                Act::Rearm,
                AlertState::Firing | AlertState::Acknowledged | AlertState::Resolved | AlertState::Snoozed,
            ) => {
                self.unsnooze();
                self.spent = false;
                self.to(AlertState::Armed, now, by, effects);
            }
        }
        Ok(())
    }

    fn unsnooze(&mut self) {
        (self.snoozed_until, self.before_snooze, self.owed) = (None, None, false);
    }

    /// What keeps it from firing now.
    fn hindrance(&self, rule: &AlertRule, now: Timestamp) -> Option<HeldBack> {
        let same_bar = |interval| self.fired_at.is_some_and(|at| bar_number(interval, at) == bar_number(interval, now));
        if self.expired {
            return Some(HeldBack::Expired);
        }
        if self.spent {
            return Some(HeldBack::Spent);
        }
        if self.state == AlertState::Snoozed {
            return Some(HeldBack::Snoozed);
        }
        if let Repeat::OncePerBar(interval) = rule.repeat
            && same_bar(interval)
        {
            return Some(HeldBack::SameBar);
        }
        if self.cooled_at(rule).is_some_and(|at| now < at) {
            return Some(HeldBack::CoolDown);
        }
        let inside = rule.active_hours.as_ref().is_none_or(|hours| hours.contain(now));
        (!inside).then_some(HeldBack::OutsideHours)
    }

    fn cooled_at(&self, rule: &AlertRule) -> Option<Timestamp> {
        let fired = self.fired_at?.micros();
        Some(Timestamp::from_micros(fired.saturating_add(i64::from(rule.cool_down_s) * 1_000_000)))
    }

    fn fire(&mut self, rule: &AlertRule, now: Timestamp, by: MovedBy, effects: &mut Vec<Effect>) {
        (self.owed, self.spent) = (false, rule.repeat == Repeat::Once);
        self.fire_now(now, by, effects);
    }

    fn fire_now(&mut self, now: Timestamp, by: MovedBy, effects: &mut Vec<Effect>) {
        self.epoch += 1;
        self.fired_at = Some(now);
        self.to(AlertState::Firing, now, by, effects);
        effects.push(Effect::Fired { epoch: self.epoch, at: now });
    }

    fn to(&mut self, to: AlertState, at: Timestamp, by: MovedBy, effects: &mut Vec<Effect>) {
        let from = std::mem::replace(&mut self.state, to);
        if from != to {
            effects.push(Effect::Moved { from, to, at, by });
        }
    }
}
