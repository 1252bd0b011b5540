//! What is due now: the scheduler's decision, without a clock and without memory of its own.
//!
//! The state says through which instant everything is settled. A step with a later time looks at the occurrences since then.
//! Those within the grace of the schedule are on time; the others were missed, by sleep or because the program was off, and
//! [`CatchUp`] says what becomes of them. A step with a time that is already settled fires nothing, so an occurrence does not
//! come again when the clock is set back.
//!
//! Stretches in which occurrences were passed over without firing are remembered as [`Gap`]s. When the clock is set back into
//! one (it had been wrong, and ahead), what lies there fires when its time comes, for it has not fired before. So a clock that
//! once said 2035 does not silence a schedule for years. Sixteen gaps are remembered; what lies in older ones stays passed over.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{occurrence::Occurrence, recurrence::Recurrence};
use crate::error::CalendarError;

/// The most that one step fires.
pub const BATCH: usize = 100;
/// How many gaps are remembered.
pub const GAPS_MAX: usize = 16;
/// Grace when none is given, in seconds.
pub const GRACE_S: u32 = 300;
/// The longest grace, in seconds: an hour.
pub const GRACE_S_MAX: u32 = 3600;

/// What becomes of occurrences that were missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CatchUp {
    /// They are dropped.
    None,
    /// The last one fires, for all of them.
    #[default]
    Once,
    /// Each one fires, the oldest first, at most [`BATCH`] a step; the rest stays due and comes with the next steps.
    All,
}

/// A recurrence with what to do about missed occurrences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "Parts")]
pub struct Schedule {
    recurrence: Recurrence,
    catch_up: CatchUp,
    grace_s: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    recurrence: Recurrence,
    #[serde(default)]
    catch_up: CatchUp,
    #[serde(default = "default_grace")]
    grace_s: u32,
}

const fn default_grace() -> u32 {
    GRACE_S
}

impl TryFrom<Parts> for Schedule {
    type Error = CalendarError;

    fn try_from(parts: Parts) -> Result<Self, CalendarError> {
        Self::new(parts.recurrence, parts.catch_up, parts.grace_s)
    }
}

impl Schedule {
    /// A schedule. An occurrence that is seen at most `grace_s` seconds after it was due is on time.
    ///
    /// # Errors
    /// [`CalendarError::Recurrence`] when the grace is longer than [`GRACE_S_MAX`].
    pub fn new(recurrence: Recurrence, catch_up: CatchUp, grace_s: u32) -> Result<Self, CalendarError> {
        if grace_s > GRACE_S_MAX {
            let problem = format!("{grace_s}; give at most {GRACE_S_MAX} seconds");
            return Err(CalendarError::Recurrence { field: "grace_s", problem });
        }
        Ok(Self { recurrence, catch_up, grace_s })
    }

    /// What comes when.
    #[must_use]
    pub fn recurrence(&self) -> &Recurrence {
        &self.recurrence
    }

    /// What becomes of missed occurrences.
    #[must_use]
    pub fn catch_up(&self) -> CatchUp {
        self.catch_up
    }

    /// Seconds for which an occurrence counts as on time.
    #[must_use]
    pub fn grace_s(&self) -> u32 {
        self.grace_s
    }
}

/// What a scheduler knows of a schedule between two steps. Kept as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Every occurrence due up to this instant has fired, was dropped, or lies in a gap.
    pub settled_through: DateTime<Utc>,
    /// Stretches with occurrences that did not fire, oldest first.
    #[serde(default)]
    pub gaps: Vec<Gap>,
    /// The next occurrence; null when the calendar knows none, because its years end.
    pub next: Option<Occurrence>,
}

/// Occurrences due after `after` and up to `through` did not fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// The stretch begins after this instant.
    pub after: DateTime<Utc>,
    /// The stretch ends with this instant.
    pub through: DateTime<Utc>,
}

/// An occurrence that fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Due {
    /// Which one.
    pub occurrence: Occurrence,
    /// How long after its instant it was seen, in seconds.
    pub late_s: i64,
    /// How many occurrences it stands for: itself and those before it that [`CatchUp::Once`] gathers in it.
    pub covers: u32,
}

/// The outcome of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is known now; keep it before acting on `due`, or together with it.
    pub state: State,
    /// What fires, oldest first.
    pub due: Vec<Due>,
    /// How many occurrences were passed over without firing or being covered.
    pub dropped: u32,
    /// Whether more is due already: step again at once.
    pub more: bool,
}

impl State {
    /// A schedule that begins now: nothing before counts as missed.
    #[must_use]
    pub fn starting(schedule: &Schedule, now: DateTime<Utc>) -> Self {
        let next = schedule.recurrence.next_after(now).ok();
        Self { settled_through: now, gaps: Vec::new(), next }
    }
}

/// What is due at a time, and what is known after it.
///
/// Each occurrence fires at most once over all steps from one [`State::starting`], whatever `now` does; it never fires before
/// its instant.
#[must_use]
pub fn step(schedule: &Schedule, state: &State, now: DateTime<Utc>) -> Step {
    let mut state = state.clone();
    let (due, dropped) = if now > state.settled_through {
        go_on(schedule, &mut state, now)
    } else {
        (look_back(schedule, &mut state, now), 0)
    };
    state.next = next_due(schedule, &state, now);
    let more = state.next.is_some_and(|next| next.due_at <= now);
    Step { state, due, dropped, more }
}

/// Time has passed: settles what came since.
fn go_on(schedule: &Schedule, state: &mut State, now: DateTime<Utc>) -> (Vec<Due>, u32) {
    let since = state.settled_through;
    state.settled_through = now;
    let come = Upcoming { recurrence: &schedule.recurrence, after: since }.take_while(|o| o.due_at <= now);
    match schedule.catch_up {
        CatchUp::All => (fire_each(state, come, now), 0),
        CatchUp::Once => (fire_last(state, come, since, now), 0),
        CatchUp::None => fire_on_time(state, come, since, now, schedule.grace()),
    }
}

/// A batch of them; what does not fit is not settled.
fn fire_each(state: &mut State, come: impl Iterator<Item = Occurrence>, now: DateTime<Utc>) -> Vec<Due> {
    let fired: Vec<_> = come.take(BATCH).map(|occurrence| fire(occurrence, now, 1)).collect();
    if let Some(last) = fired.last().filter(|_| fired.len() == BATCH) {
        state.settled_through = last.occurrence.due_at;
    }
    fired
}

/// The last of them, for all; those before it are a gap.
fn fire_last(
    state: &mut State,
    come: impl Iterator<Item = Occurrence>,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Vec<Due> {
    let (mut before, mut last, mut covers) = (None, None, 0);
    for occurrence in come {
        before = last.replace(occurrence);
        covers += 1;
    }
    if let Some(before) = before {
        state.remember(Gap { after: since, through: before.due_at });
    }
    last.map(|last| fire(last, now, covers)).into_iter().collect()
}

/// Those within the grace, and how many came before; these are a gap.
fn fire_on_time(
    state: &mut State,
    come: impl Iterator<Item = Occurrence>,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    grace: TimeDelta,
) -> (Vec<Due>, u32) {
    let (mut fired, mut dropped, mut last_dropped) = (Vec::new(), 0, None);
    for occurrence in come {
        if now - occurrence.due_at <= grace {
            fired.push(fire(occurrence, now, 1));
        } else {
            dropped += 1;
            last_dropped = Some(occurrence);
        }
    }
    if let Some(last) = last_dropped {
        state.remember(Gap { after: since, through: last.due_at });
    }
    (fired, dropped)
}

/// The clock was set back: only what a gap passed over can still fire, when it is on time.
fn look_back(schedule: &Schedule, state: &mut State, now: DateTime<Utc>) -> Vec<Due> {
    let mut fired = Vec::new();
    let not_before = now - schedule.grace() - TimeDelta::microseconds(1);
    for gap in &mut state.gaps {
        let (after, through) = (gap.after.max(not_before), gap.through.min(now));
        for occurrence in (Upcoming { recurrence: &schedule.recurrence, after }).take_while(|o| o.due_at <= through) {
            gap.after = occurrence.due_at;
            fired.push(fire(occurrence, now, 1));
        }
    }
    state.gaps.retain(|gap| gap.after < gap.through);
    fired
}

fn fire(occurrence: Occurrence, now: DateTime<Utc>, covers: u32) -> Due {
    Due { occurrence, late_s: (now - occurrence.due_at).num_seconds(), covers }
}

/// What to wait for: the first occurrence that can still fire.
fn next_due(schedule: &Schedule, state: &State, now: DateTime<Utc>) -> Option<Occurrence> {
    let in_gap = |gap: &Gap| {
        let next = schedule.recurrence.next_after(gap.after.max(now)).ok()?;
        (next.due_at <= gap.through).then_some(next)
    };
    let ahead = schedule.recurrence.next_after(state.settled_through).ok();
    state.gaps.iter().filter_map(in_gap).chain(ahead).min_by_key(|next| next.due_at)
}

impl Schedule {
    fn grace(&self) -> TimeDelta {
        TimeDelta::seconds(self.grace_s.into())
    }
}

impl State {
    fn remember(&mut self, gap: Gap) {
        self.gaps.push(gap);
        let surplus = self.gaps.len().saturating_sub(GAPS_MAX);
        self.gaps.drain(..surplus);
    }
}

/// Occurrences after an instant, in order, until the calendar ends.
struct Upcoming<'a> {
    recurrence: &'a Recurrence,
    after: DateTime<Utc>,
}

impl Iterator for Upcoming<'_> {
    type Item = Occurrence;

    fn next(&mut self) -> Option<Occurrence> {
        let next = self.recurrence.next_after(self.after).ok()?;
        self.after = next.due_at;
        Some(next)
    }
}
