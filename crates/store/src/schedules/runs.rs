//! Runs: the job that a taken occurrence began, or a person by hand.

use model::{
    id::{JobId, ScheduleId},
    job::Job,
    time::Timestamp,
};
use serde::Serialize;
use uuid::Uuid;

use super::{NOUN, OCCURRENCES, TakenOccurrence};
use crate::{
    errors::Result,
    jobs,
    page::{Page, Paging},
    sql::{Row, Source, Value},
    write::Write,
};

/// What a schedule did at one time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Run {
    /// The occurrence that came; none when a person began it by hand.
    pub occurrence: Option<TakenOccurrence>,
    /// When it began.
    pub begun_at: Timestamp,
    /// The job it began; none for an occurrence out of an archive, which leaves jobs behind.
    pub job: Option<Job>,
}

/// Notes which job an occurrence began, by its nominal time, or a person by hand. In the transaction that makes the job.
///
/// # Errors
/// When that occurrence has begun one already.
pub async fn begun(
    w: &mut Write,
    id: ScheduleId,
    occurrence: Option<&str>,
    job: JobId,
    begun_at: Timestamp,
) -> Result<()> {
    let values =
        vec![Value::uuid(job.uuid()), Value::uuid(id.uuid()), Value::opt_text(occurrence), Value::time(begun_at)];
    let columns = "job_id, schedule_id, occurrence, begun_at";
    Source::from(&mut *w).insert_rows("schedule_runs", columns, vec![values]).await?;
    // By hand nothing was taken, and yet there is more to see.
    w.touched(OCCURRENCES);
    Ok(())
}

/// What a schedule did, the latest first; of what began together the latest nominal time.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn runs(on: impl Into<Source<'_>>, id: ScheduleId, paging: &Paging) -> Result<Page<Run>> {
    let mut on = on.into();
    let mut values = vec![Value::int(paging.rows()), Value::uuid(id.uuid())];
    let before = match paging.key::<(i64, String)>()? {
        Some((at, key)) => {
            values.extend([Value::int(at), Value::text(key)]);
            "WHERE (begun_at, sort_key) < ($3, $4) "
        }
        None => "",
    };
    let sql = format!("SELECT begun_at, occurrence, due_at, covers, job_id FROM ({ALL}) AS runs {before}{ORDER}");
    let found = on.rows(sql, values).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    let page = paging.page(found, |(run, job)| (run.begun_at.micros(), sort_key(run, *job)));
    let ids: Vec<Uuid> = page.items.iter().filter_map(|(_, job)| *job).collect();
    let jobs = jobs::of_ids(&mut on, &ids).await?;
    let with_job = |(run, job): (Run, Option<Uuid>)| Run {
        job: job.and_then(|id| jobs.iter().find(|job| job.id.uuid() == id).cloned()),
        ..run
    };
    Ok(Page { items: page.items.into_iter().map(with_job).collect(), next_cursor: page.next_cursor })
}

/// Every occurrence with its job, and the jobs begun by hand; nominal times sort before identities of jobs.
const ALL: &str = "SELECT o.taken_at AS begun_at, o.occurrence AS sort_key, o.occurrence AS occurrence, \
     o.due_at AS due_at, o.covers AS covers, r.job_id AS job_id FROM schedule_occurrences o \
     LEFT JOIN schedule_runs r ON r.schedule_id = o.schedule_id AND r.occurrence = o.occurrence WHERE o.schedule_id = $2 \
     UNION ALL SELECT begun_at, CAST(job_id AS text), NULL, NULL, NULL, job_id FROM schedule_runs \
     WHERE schedule_id = $2 AND occurrence IS NULL";
const ORDER: &str = "ORDER BY begun_at DESC, sort_key DESC LIMIT $1";

fn sort_key(run: &Run, job: Option<Uuid>) -> String {
    run.occurrence.as_ref().map_or_else(|| job.unwrap_or_default().to_string(), |taken| taken.occurrence.clone())
}

fn read(row: &Row) -> Result<(Run, Option<Uuid>)> {
    let mut c = row.cells(NOUN);
    let begun_at = c.time()?;
    let (occurrence, due_at, covers, job) = (c.opt_text()?, c.opt_time()?, c.opt_int()?, c.opt_uuid()?);
    let occurrence = match (occurrence, due_at, covers) {
        (Some(occurrence), Some(due_at), Some(covers)) => Some(TakenOccurrence {
            occurrence,
            due_at,
            taken_at: begun_at,
            covers: u32::try_from(covers).map_err(|e| c.wrong("number", e))?,
        }),
        _ => None,
    };
    Ok((Run { occurrence, begun_at, job: None }, job))
}
