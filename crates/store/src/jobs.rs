//! Jobs: long work as rows, claimed for a while by one worker at a time.
//!
//! Creating, ending and cancelling are events of the trail; claims and heartbeats are not.

use std::time::Duration;

use model::{
    actor::Actor,
    audit::AuditAction,
    id::{CorrelationId, JobId},
    job::{Job, JobKind, JobState},
    time::Timestamp,
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    Store,
    errors::{Result, StoreError},
    page::{Page, Paging},
    sql::{Row, Source, Value, places},
    write::{Change, Write, canonical, to_json},
};

const NOUN: &str = "jobs";
const COLUMNS: &str =
    "id, kind, title, input_hash, state, progress, message, created_at, started_at, finished_at, result";
/// The same without the results that are too long for a list.
const LISTED: &str = "id, kind, title, input_hash, state, progress, message, created_at, started_at, finished_at, \
     CASE WHEN kind IN ('walk_forward', 'stability', 'resampling', 'sweep') THEN NULL ELSE result END";

/// A job that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct NewJob<'a, I> {
    /// Its identity.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// A line for people.
    pub title: &'a str,
    /// What it works on.
    pub input: &'a I,
}

/// A worker's right to a job, as long as its lease lasts.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The job.
    pub job: Job,
    /// The number of this claim; a later claim has a higher one.
    pub fence: i64,
    /// How often the job was claimed, this time included.
    pub attempts: u32,
}

/// What a heartbeat brings back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beat {
    /// Go on.
    Go,
    /// Somebody wants the job to end.
    CancelRequested,
}

/// How a job ended.
#[derive(Clone, Debug, PartialEq)]
pub enum JobEnd<R> {
    /// With a result.
    Done(R),
    /// With an error, in words.
    Failed(String),
    /// By request.
    Cancelled,
}

/// Which jobs are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobFilter {
    /// In this state.
    pub state: Option<JobState>,
    /// Of this kind.
    pub kind: Option<JobKind>,
}

/// Adds a job to the queue.
///
/// # Errors
/// When the database refuses.
pub async fn create<I: Serialize>(w: &mut Write, new: &NewJob<'_, I>) -> Result<Job> {
    let input = canonical(&to_json(NOUN, new.input)?);
    let job = Job {
        id: new.id,
        kind: new.kind,
        title: new.title.to_owned(),
        input_hash: blake3::hash(input.as_bytes()).to_string(),
        state: JobState::Queued,
        progress: 0.0,
        message: "Waiting".to_owned(),
        created_at: w.at(),
        started_at: None,
        finished_at: None,
        result: None,
    };
    let sql = "INSERT INTO jobs (id, kind, title, input, input_hash, state, progress, message, created_at, fence, \
               attempts, cancel_requested) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, $10)";
    let values = vec![
        Value::uuid(job.id.uuid()),
        Value::text(job.kind.as_str()),
        Value::text(&job.title),
        Value::Json(Some(input)),
        Value::text(&job.input_hash),
        Value::text(job.state.as_str()),
        Value::Real(Some(0.0)),
        Value::text(&job.message),
        Value::time(job.created_at),
        Value::Bool(false),
    ];
    Source::from(&mut *w).run(sql, values).await?;
    log(w, &job, "Asked for").await?;
    Ok(job)
}

/// Takes the oldest waiting job of these kinds, or one whose lease ran out; `None` when there is none.
///
/// # Errors
/// When the database refuses.
pub async fn claim(
    store: &Store,
    kinds: &[JobKind],
    owner: &str,
    lease: Duration,
    at: Timestamp,
) -> Result<Option<Claim>> {
    let mut w = quiet(store, at).await?;
    let mut oldest: Option<(Timestamp, Uuid)> = None;
    for kind in kinds {
        // One index range for each state and kind.
        for (state, sql) in [(JobState::Queued, NEXT_QUEUED), (JobState::Running, NEXT_EXPIRED)] {
            let mut values = vec![Value::text(state.as_str()), Value::text(kind.as_str())];
            if state == JobState::Running {
                values.push(Value::time(at));
            }
            if let Some(row) = Source::from(&mut w).row(sql, values).await? {
                let mut c = row.cells(NOUN);
                let found = (c.time()?, c.uuid()?);
                oldest = Some(oldest.map_or(found, |o| o.min(found)));
            }
        }
    }
    let Some((_, id)) = oldest else {
        w.rollback().await?;
        return Ok(None);
    };
    let sql = "UPDATE jobs SET state = 'running', lease_owner = $2, lease_until = $3, fence = fence + 1, \
               attempts = attempts + 1, started_at = coalesce(started_at, $4) WHERE id = $1";
    let values = vec![Value::uuid(id), Value::text(owner), Value::time(after(at, lease)), Value::time(at)];
    Source::from(&mut w).run(sql, values).await?;
    let sql = format!("SELECT {COLUMNS}, fence, attempts FROM jobs WHERE id = $1");
    let row = Source::from(&mut w).row(sql, vec![Value::uuid(id)]).await?;
    let row = row.ok_or_else(|| StoreError::not_found(NOUN, id))?;
    let mut c = row.cells(NOUN);
    let claim = Claim { job: read_cells(&mut c)?, fence: c.int()?, attempts: c.small()? };
    w.commit().await?;
    Ok(Some(claim))
}

const NEXT_QUEUED: &str =
    "SELECT created_at, id FROM jobs WHERE state = $1 AND kind = $2 ORDER BY created_at, id LIMIT 1";
const NEXT_EXPIRED: &str = "SELECT created_at, id FROM jobs WHERE state = $1 AND kind = $2 AND lease_until < $3 \
     ORDER BY created_at, id LIMIT 1";

/// The input of a job.
///
/// # Errors
/// [`StoreError::NotFound`], or the input is not of this type.
pub async fn input<I: DeserializeOwned>(on: impl Into<Source<'_>>, id: JobId) -> Result<I> {
    let row = on.into().row("SELECT input FROM jobs WHERE id = $1", vec![Value::uuid(id.uuid())]).await?;
    row.ok_or_else(|| StoreError::not_found(NOUN, id))?.cells(NOUN).json()
}

/// Says how far a claimed job is (0 to 1), and keeps the claim for another lease.
///
/// # Errors
/// [`StoreError::Fenced`] when another worker has the job by now.
pub async fn heartbeat(
    store: &Store,
    claim: &Claim,
    progress: f64,
    message: &str,
    lease: Duration,
    at: Timestamp,
) -> Result<Beat> {
    let mut w = quiet(store, at).await?;
    let sql = "UPDATE jobs SET progress = $3, message = $4, lease_until = $5 \
               WHERE id = $1 AND fence = $2 AND state = 'running'";
    let values = vec![
        Value::uuid(claim.job.id.uuid()),
        Value::int(claim.fence),
        Value::Real(Some(progress.clamp(0.0, 1.0))),
        Value::text(message),
        Value::time(after(at, lease)),
    ];
    if Source::from(&mut w).run(sql, values).await? == 0 {
        return Err(StoreError::Fenced { job: claim.job.id });
    }
    let sql = "SELECT cancel_requested FROM jobs WHERE id = $1";
    let row = Source::from(&mut w).row(sql, vec![Value::uuid(claim.job.id.uuid())]).await?;
    let cancel = row.map(|r| r.cells(NOUN).bool()).transpose()?.unwrap_or(false);
    w.commit().await?;
    Ok(if cancel { Beat::CancelRequested } else { Beat::Go })
}

/// Ends a claimed job.
///
/// # Errors
/// [`StoreError::Fenced`] when another worker has the job by now; its result counts, this one's does not.
pub async fn finish<R: Serialize>(w: &mut Write, claim: &Claim, end: &JobEnd<R>) -> Result<Job> {
    let (state, message, result) = match end {
        JobEnd::Done(result) => (JobState::Done, "Done".to_owned(), Value::json(NOUN, result)?),
        JobEnd::Failed(why) => (JobState::Failed, why.clone(), Value::Json(None)),
        JobEnd::Cancelled => (JobState::Cancelled, "Cancelled".to_owned(), Value::Json(None)),
    };
    let progress = if state == JobState::Done { "1" } else { "progress" };
    let sql = format!(
        "UPDATE jobs SET state = $3, message = $4, result = $5, finished_at = $6, progress = {progress}, \
         lease_owner = NULL, lease_until = NULL WHERE id = $1 AND fence = $2 AND state = 'running'"
    );
    let values = vec![
        Value::uuid(claim.job.id.uuid()),
        Value::int(claim.fence),
        Value::text(state.as_str()),
        Value::text(message),
        result,
        Value::time(w.at()),
    ];
    if Source::from(&mut *w).run(sql, values).await? == 0 {
        return Err(StoreError::Fenced { job: claim.job.id });
    }
    let job = get(&mut *w, claim.job.id).await?;
    log(w, &job, "Ended").await?;
    Ok(job)
}

/// Asks a job to end: a waiting one ends at once, a running one at its next heartbeat.
///
/// # Errors
/// [`StoreError::JobState`] when it has ended already.
pub async fn request_cancel(w: &mut Write, id: JobId) -> Result<Job> {
    let job = get(&mut *w, id).await?;
    let values = vec![Value::uuid(id.uuid()), Value::Bool(true)];
    match job.state {
        JobState::Queued => {
            let sql = "UPDATE jobs SET cancel_requested = $2, state = 'cancelled', message = 'Cancelled', \
                       finished_at = $3 WHERE id = $1";
            let values = [values, vec![Value::time(w.at())]].concat();
            Source::from(&mut *w).run(sql, values).await?;
        }
        JobState::Running => {
            Source::from(&mut *w).run("UPDATE jobs SET cancel_requested = $2 WHERE id = $1", values).await?;
        }
        state => return Err(StoreError::JobState { job: id, state }),
    }
    let job = get(&mut *w, id).await?;
    log(w, &job, "Cancelled").await?;
    Ok(job)
}

/// Which running jobs have lost their worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// Those whose lease is over: other workers may be alive.
    LeaseOver,
    /// All of them: the caller is the only process there can be, and works on none yet.
    All,
}

/// After a start: puts jobs whose worker is gone back into the queue, fails them after `max_attempts`, or ends them as
/// cancelled where somebody had asked for that.
///
/// # Errors
/// When the database refuses.
pub async fn recover(w: &mut Write, lost: Lost, max_attempts: u32) -> Result<Vec<Job>> {
    let at = w.at();
    let (over, values) = match lost {
        Lost::LeaseOver => (" AND lease_until <= $1", vec![Value::time(at)]),
        Lost::All => ("", Vec::new()),
    };
    let sql = format!(
        "SELECT {COLUMNS}, attempts, cancel_requested FROM jobs WHERE state = 'running'{over} ORDER BY created_at, id"
    );
    let rows = Source::from(&mut *w).rows(sql, values).await?;
    let mut jobs = Vec::new();
    for row in &rows {
        let mut c = row.cells(NOUN);
        let (job, attempts, cancelled) = (read_cells(&mut c)?, c.small()?, c.bool()?);
        let id = Value::uuid(job.id.uuid());
        if cancelled {
            let sql = "UPDATE jobs SET state = 'cancelled', message = 'Cancelled', finished_at = $2, \
                       lease_owner = NULL, lease_until = NULL, fence = fence + 1 WHERE id = $1";
            Source::from(&mut *w).run(sql, vec![id, Value::time(at)]).await?;
        } else if attempts >= max_attempts {
            let sql = "UPDATE jobs SET state = 'failed', message = $2, finished_at = $3, lease_owner = NULL, \
                       lease_until = NULL, fence = fence + 1 WHERE id = $1";
            let why = format!("The program ended {attempts} times while working on this; start it again by hand");
            Source::from(&mut *w).run(sql, vec![id, Value::text(why), Value::time(at)]).await?;
        } else {
            let sql = "UPDATE jobs SET state = 'queued', message = 'Waiting again: the program ended while working', \
                       progress = 0, lease_owner = NULL, lease_until = NULL, fence = fence + 1 WHERE id = $1";
            Source::from(&mut *w).run(sql, vec![id]).await?;
        }
        let job = get(&mut *w, job.id).await?;
        log(w, &job, "Recovered").await?;
        jobs.push(job);
    }
    Ok(jobs)
}

/// A page of jobs, newest first. The results of comparisons and sweeps are left out: they are long.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list(on: impl Into<Source<'_>>, filter: &JobFilter, paging: &Paging) -> Result<Page<Job>> {
    let mut values = vec![Value::int(paging.rows())];
    let mut conditions = Vec::new();
    for (column, value) in [("state", filter.state.map(JobState::as_str)), ("kind", filter.kind.map(JobKind::as_str))] {
        if let Some(value) = value {
            values.push(Value::text(value));
            conditions.push(format!("{column} = ${}", values.len()));
        }
    }
    if let Some((at, id)) = paging.key::<(i64, Uuid)>()? {
        values.extend([Value::int(at), Value::uuid(id)]);
        conditions.push(format!("(created_at, id) < (${}, ${})", values.len() - 1, values.len()));
    }
    let filter = if conditions.is_empty() { String::new() } else { format!("WHERE {} ", conditions.join(" AND ")) };
    let sql = format!("SELECT {LISTED} FROM jobs {filter}ORDER BY created_at DESC, id DESC LIMIT $1");
    let items = on.into().rows(sql, values).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(paging.page(items, |j| (j.created_at.micros(), j.id.uuid())))
}

/// One job.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(on: impl Into<Source<'_>>, id: JobId) -> Result<Job> {
    let sql = format!("SELECT {COLUMNS} FROM jobs WHERE id = $1");
    let row = on.into().row(sql, vec![Value::uuid(id.uuid())]).await?;
    read(&row.ok_or_else(|| StoreError::not_found(NOUN, id))?)
}

/// The jobs with these identities that are there, in any order.
pub(crate) async fn of_ids(on: &mut Source<'_>, ids: &[Uuid]) -> Result<Vec<Job>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT {LISTED} FROM jobs WHERE id IN ({})", places(1, ids.len()));
    on.rows(sql, ids.iter().map(|id| Value::uuid(*id)).collect()).await?.iter().map(read).collect()
}

/// A change without an event.
async fn quiet(store: &Store, at: Timestamp) -> Result<Write> {
    store.begin(&Actor::Schedule { job: "worker".to_owned() }, CorrelationId::new(), at).await
}

fn after(at: Timestamp, lease: Duration) -> Timestamp {
    Timestamp::from_micros(at.micros().saturating_add(i64::try_from(lease.as_micros()).unwrap_or(i64::MAX)))
}

async fn log(w: &mut Write, job: &Job, verb: &str) -> Result<()> {
    let summary = format!("{verb}: {} ({})", job.title, job.state);
    // The result stays with the job; the trail keeps what happened.
    let after = Some(to_json(NOUN, &Job { result: None, ..job.clone() })?);
    let object_id = job.id.to_string();
    let change = Change {
        action: AuditAction::Run,
        noun: NOUN,
        object_id,
        summary: &summary,
        before: None,
        after,
        undoable: false,
    };
    w.record(change).await.map(drop)
}

fn read(row: &Row) -> Result<Job> {
    read_cells(&mut row.cells(NOUN))
}

fn read_cells(c: &mut crate::sql::Cells<'_>) -> Result<Job> {
    Ok(Job {
        id: JobId::from_uuid(c.uuid()?),
        kind: c.parsed()?,
        title: c.text()?,
        input_hash: c.text()?,
        state: c.parsed()?,
        progress: c.real()?,
        message: c.text()?,
        created_at: c.time()?,
        started_at: c.opt_time()?,
        finished_at: c.opt_time()?,
        result: c.opt_json()?,
    })
}
