//! Schedules: what comes again, when it comes next, and which occurrences were taken.
//!
//! [`take`] is the only way to run an occurrence: in the caller's transaction it asks the scheduler what is due, records each
//! occurrence under its nominal time, and keeps the new state. What the caller begins in the same transaction (a job) is begun
//! exactly once; what it does after the commit, at most once.

mod runs;

use calendar::schedule::{
    occurrence::Occurrence,
    scheduler::{self, Due, Schedule, State},
};
use model::{audit::AuditAction, error::ValueError, id::ScheduleId, time::Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

pub use self::runs::{Run, begun, runs};
use crate::{
    archive::OccurrenceTaken,
    errors::{Result, StoreError},
    page::{Page, Paging},
    record::{self, Record},
    sql::{Cells, Row, Source, Value},
    write::{Change, Write, to_json},
};

const NOUN: &str = "schedules";
/// A noun of its own in the trail, so that a run does not stand in the way of undoing a change of its schedule.
const OCCURRENCES: &str = "schedule_occurrences";
/// The longest name, in characters.
const NAME_MAX: usize = 120;

/// What a person says of a schedule: `A` is what it does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScheduleFields<A> {
    /// Its name, 1 to 120 characters.
    pub name: String,
    /// When it comes, and what becomes of missed occurrences.
    pub schedule: Schedule,
    /// What it does.
    pub action: A,
    /// Whether it runs.
    pub enabled: bool,
}

/// A schedule of the workspace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scheduled<A> {
    /// Its identity.
    pub id: ScheduleId,
    /// What is said of it.
    #[serde(flatten)]
    pub fields: ScheduleFields<A>,
    /// What the scheduler knows of it.
    pub state: State,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl<A> Scheduled<A> {
    /// A new schedule that begins at a time: nothing before counts as missed.
    pub fn starting(id: ScheduleId, fields: ScheduleFields<A>, at: Timestamp) -> Self {
        let state = State::starting(&fields.schedule, at.to_chrono());
        Self { id, fields, state, created_at: at, updated_at: at }
    }
}

/// What became due, and is the caller's to run.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Taken {
    /// The occurrences, oldest first.
    pub due: Vec<Due>,
    /// How many missed ones were dropped.
    pub dropped: u32,
    /// Whether more is due already: take again after the commit.
    pub more: bool,
    /// The next occurrence; none when it is switched off, or its calendar ends.
    pub next: Option<Occurrence>,
}

/// An occurrence that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOccurrence {
    /// Its nominal local time, `2026-03-08T02:30`.
    pub occurrence: String,
    /// Its instant.
    pub due_at: Timestamp,
    /// When it was taken.
    pub taken_at: Timestamp,
    /// How many occurrences it stood for.
    pub covers: u32,
}

impl<A: Serialize + DeserializeOwned> Record for Scheduled<A> {
    const TABLE: &'static str = NOUN;
    const ONE: &'static str = "schedule";
    const COLUMNS: &'static str =
        "id, name, schedule, action, enabled, state, settled_through, next_due_at, created_at, updated_at";

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn title(&self) -> String {
        self.fields.name.clone()
    }

    fn values(&self) -> Result<Vec<Value>> {
        let f = &self.fields;
        let [state, settled_through, next_due_at] = state_values(&self.state)?;
        Ok(vec![
            Value::uuid(self.id.uuid()),
            Value::text(&f.name),
            Value::json(NOUN, &f.schedule)?,
            Value::json(NOUN, &f.action)?,
            Value::Bool(f.enabled),
            state,
            settled_through,
            next_due_at,
            Value::time(self.created_at),
            Value::time(self.updated_at),
        ])
    }

    fn read(c: &mut Cells<'_>) -> Result<Self> {
        let id = ScheduleId::from_uuid(c.uuid()?);
        let fields = ScheduleFields { name: c.text()?, schedule: c.json()?, action: c.json()?, enabled: c.bool()? };
        let state = c.json()?;
        // The two times that follow are in the state too.
        c.int()?;
        c.opt_int()?;
        Ok(Self { id, fields, state, created_at: c.time()?, updated_at: c.time()? })
    }
}

/// The state, with the two of its times that are columns.
fn state_values(state: &State) -> Result<[Value; 3]> {
    let next = state.next.map(|next| Timestamp::from(next.due_at));
    Ok([Value::json(NOUN, state)?, Value::time(state.settled_through.into()), Value::opt_time(next)])
}

/// A page of them, newest first.
///
/// # Errors
/// When the database cannot be read, the cursor is foreign, or an action is not of this type.
pub async fn list<A: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    paging: &Paging,
) -> Result<Page<Scheduled<A>>> {
    record::newest(&mut on.into(), paging, |s: &Scheduled<A>| (s.created_at.micros(), s.id.uuid())).await
}

/// One schedule.
///
/// # Errors
/// [`StoreError::NotFound`], or its action is not of this type.
pub async fn get<A: Serialize + DeserializeOwned>(on: impl Into<Source<'_>>, id: ScheduleId) -> Result<Scheduled<A>> {
    record::get(&mut on.into(), id.uuid()).await
}

/// Adds a schedule.
///
/// # Errors
/// When its name is empty or too long, or its identity is taken.
pub async fn insert<A: Serialize + DeserializeOwned>(w: &mut Write, schedule: &Scheduled<A>) -> Result<()> {
    acceptable(&schedule.fields)?;
    if record::find::<Scheduled<A>>(&mut Source::from(&mut *w), schedule.id.uuid()).await?.is_some() {
        return Err(StoreError::Duplicate { noun: NOUN, field: "id", value: schedule.id.to_string() });
    }
    record::insert(w, schedule).await
}

/// Says something else of a schedule, at a time. What is settled stays settled; another recurrence, and one that is switched on
/// again, begins with `now`, so that nothing before counts as missed. Where the clock was set back behind what is settled, the
/// record of what was taken still keeps an occurrence from coming twice.
///
/// # Errors
/// As [`insert`], and [`StoreError::NotFound`].
pub async fn update<A: Serialize + DeserializeOwned + Clone>(
    w: &mut Write,
    id: ScheduleId,
    fields: &ScheduleFields<A>,
    now: Timestamp,
) -> Result<Scheduled<A>> {
    acceptable(fields)?;
    let before: Scheduled<A> = get(&mut *w, id).await?;
    let goes_on = before.fields.schedule == fields.schedule && (before.fields.enabled || !fields.enabled);
    let state = if goes_on { before.state } else { State::starting(&fields.schedule, now.to_chrono()) };
    let after = Scheduled { fields: fields.clone(), state, updated_at: w.at(), ..before };
    record::update(w, &after).await?;
    Ok(after)
}

/// Deletes a schedule with the record of its occurrences, and returns what there was.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn delete<A: Serialize + DeserializeOwned>(w: &mut Write, id: ScheduleId) -> Result<Scheduled<A>> {
    record::delete(w, id.uuid()).await
}

/// The schedules to [`take`] from at a time: those with something due, and those for which the clock was set back.
///
/// # Errors
/// When the database cannot be read.
pub async fn due(on: impl Into<Source<'_>>, now: Timestamp) -> Result<Vec<ScheduleId>> {
    let sql = "SELECT id FROM schedules WHERE enabled = $1 AND (next_due_at <= $2 OR settled_through > $2) \
               ORDER BY coalesce(next_due_at, 0), id";
    let rows = on.into().rows(sql, vec![Value::Bool(true), Value::time(now)]).await?;
    rows.iter().map(|row| Ok(ScheduleId::from_uuid(row.cells(NOUN).uuid()?))).collect()
}

/// The earliest instant at which an enabled schedule comes next; `None` when there is none.
///
/// # Errors
/// When the database cannot be read.
pub async fn next_due_at(on: impl Into<Source<'_>>) -> Result<Option<Timestamp>> {
    let sql = "SELECT min(next_due_at) FROM schedules WHERE enabled = $1";
    match on.into().row(sql, vec![Value::Bool(true)]).await? {
        Some(row) => row.cells(NOUN).opt_time(),
        None => Ok(None),
    }
}

/// Takes what is due of a schedule: asks the scheduler, records each occurrence under its nominal time and keeps the new state.
/// An occurrence that was taken before is left out. Run what it returns after the commit, or begin it in the same transaction.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn take(w: &mut Write, id: ScheduleId, now: Timestamp) -> Result<Taken> {
    let kept: Scheduled<serde_json::Value> = get(&mut *w, id).await?;
    if !kept.fields.enabled {
        return Ok(Taken::default());
    }
    let step = scheduler::step(&kept.fields.schedule, &kept.state, now.to_chrono());
    let mut taken = Taken { dropped: step.dropped, more: step.more, next: step.state.next, ..Taken::default() };
    for due in step.due {
        if record_occurrence(w, id, &due, now).await? {
            log(w, &kept, &due).await?;
            taken.due.push(due);
        }
    }
    if step.state != kept.state {
        let sql = "UPDATE schedules SET state = $2, settled_through = $3, next_due_at = $4 WHERE id = $1";
        let values = [vec![Value::uuid(id.uuid())], state_values(&step.state)?.into()].concat();
        Source::from(&mut *w).run(sql, values).await?;
        w.touched(NOUN);
    }
    Ok(taken)
}

/// The occurrences of a schedule that were taken, the latest nominal time first.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn occurrences(on: impl Into<Source<'_>>, id: ScheduleId, paging: &Paging) -> Result<Page<TakenOccurrence>> {
    let mut values = vec![Value::int(paging.rows()), Value::uuid(id.uuid())];
    let before = match paging.key::<String>()? {
        Some(key) => {
            values.push(Value::text(key));
            " AND occurrence < $3"
        }
        None => "",
    };
    let sql = format!(
        "SELECT occurrence, due_at, taken_at, covers FROM schedule_occurrences WHERE schedule_id = $2{before} \
         ORDER BY occurrence DESC LIMIT $1"
    );
    let items = on.into().rows(sql, values).await?.iter().map(read_occurrence).collect::<Result<Vec<_>>>()?;
    Ok(paging.page(items, |taken| taken.occurrence.clone()))
}

/// The columns of [`archive_row`].
pub(crate) const fn archive_columns() -> &'static str {
    "schedule_id, occurrence, due_at, taken_at, covers"
}

/// The cells of an occurrence that was taken.
pub(crate) fn archive_row(e: &OccurrenceTaken) -> Vec<Value> {
    vec![
        Value::uuid(e.schedule_id.uuid()),
        Value::text(&e.taken.occurrence),
        Value::time(e.taken.due_at),
        Value::time(e.taken.taken_at),
        Value::int(e.taken.covers),
    ]
}

/// The occurrences that follow one, by schedule and nominal time.
pub(crate) async fn archive_page(
    on: &mut Source<'_>,
    after: Option<&OccurrenceTaken>,
    limit: u32,
) -> Result<Vec<OccurrenceTaken>> {
    let mut values = vec![Value::int(limit)];
    let from = match after {
        Some(last) => {
            values.extend([Value::uuid(last.schedule_id.uuid()), Value::text(&last.taken.occurrence)]);
            "WHERE (schedule_id, occurrence) > ($2, $3) "
        }
        None => "",
    };
    let columns = archive_columns();
    let sql = format!("SELECT {columns} FROM schedule_occurrences {from}ORDER BY schedule_id, occurrence LIMIT $1");
    let of_row = |row: &Row| {
        let mut c = row.cells(OCCURRENCES);
        let schedule_id = ScheduleId::from_uuid(c.uuid()?);
        let (occurrence, due_at, taken_at, covers) = (c.text()?, c.time()?, c.time()?, c.small()?);
        Ok(OccurrenceTaken { schedule_id, taken: TakenOccurrence { occurrence, due_at, taken_at, covers } })
    };
    on.rows(sql, values).await?.iter().map(of_row).collect()
}

/// Whether this call recorded it, and no earlier one.
async fn record_occurrence(w: &mut Write, id: ScheduleId, due: &Due, now: Timestamp) -> Result<bool> {
    let sql = "INSERT INTO schedule_occurrences (schedule_id, occurrence, due_at, taken_at, covers) \
               VALUES ($1, $2, $3, $4, $5) ON CONFLICT (schedule_id, occurrence) DO NOTHING";
    let values = vec![
        Value::uuid(id.uuid()),
        Value::text(due.occurrence.key()),
        Value::time(due.occurrence.due_at.into()),
        Value::time(now),
        Value::int(i64::from(due.covers)),
    ];
    Ok(Source::from(&mut *w).run(sql, values).await? == 1)
}

async fn log(w: &mut Write, schedule: &Scheduled<serde_json::Value>, due: &Due) -> Result<()> {
    let summary = format!("Due: {} of {}", schedule.fields.name, due.occurrence.key());
    let change = Change {
        action: AuditAction::Run,
        noun: OCCURRENCES,
        object_id: format!("{}/{}", schedule.id, due.occurrence.key()),
        summary: &summary,
        before: None,
        after: Some(to_json(OCCURRENCES, due)?),
        undoable: false,
    };
    w.record(change).await.map(drop)
}

fn read_occurrence(row: &Row) -> Result<TakenOccurrence> {
    let mut c = row.cells(OCCURRENCES);
    Ok(TakenOccurrence { occurrence: c.text()?, due_at: c.time()?, taken_at: c.time()?, covers: c.small()? })
}

pub(crate) fn acceptable<A>(fields: &ScheduleFields<A>) -> Result<()> {
    if fields.name.trim().is_empty() || fields.name.chars().count() > NAME_MAX {
        let errors = vec![ValueError::Length { field: "name", max: NAME_MAX }];
        return Err(StoreError::Invalid { noun: NOUN, errors });
    }
    Ok(())
}
