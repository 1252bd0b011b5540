//! Runs: the job that a schedule begins when it comes, or when a person says so.

use model::{
    actor::Actor,
    id::{CorrelationId, ScheduleId},
    job::Job,
    time::Timestamp,
};
use serde::Serialize;
use store::{
    Write,
    schedules::{Run, Scheduled},
};
use tokio::sync::Notify;

use super::ScheduleAction;
use crate::{
    Workstation,
    ctx::{Action, Ctx, authorize},
    error::Result,
    jobs,
    page::{Page, PageQuery, paging},
};

/// What a schedule did at one time.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ScheduleRun {
    /// The occurrence: the local date and time that the recurrence names, `2026-03-08T02:30`. Null when a person began it by
    /// hand.
    pub occurrence: Option<String>,
    /// When the occurrence was due; null when a person began it by hand.
    pub due_at: Option<Timestamp>,
    /// When it began.
    pub begun_at: Timestamp,
    /// How many occurrences it stood for: itself, and missed ones before it.
    pub covers: u32,
    /// The job that it began, as it stands; null for one that came with an archive.
    pub job: Option<Job>,
}

impl From<Run> for ScheduleRun {
    fn from(run: Run) -> Self {
        let Run { occurrence, begun_at, job } = run;
        let (covers, due_at) = occurrence.as_ref().map_or((1, None), |taken| (taken.covers, Some(taken.due_at)));
        Self { occurrence: occurrence.map(|taken| taken.occurrence), due_at, begun_at, covers, job }
    }
}

/// Wakes the task that begins what is due: schedules changed.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    waker: Notify,
}

impl Runs {
    /// After a change of schedules.
    pub(crate) fn wake(&self) {
        self.waker.notify_one();
    }

    /// The next time that somebody wakes it.
    pub(super) async fn woken(&self) {
        self.waker.notified().await;
    }
}

impl Workstation {
    /// What a schedule did, the latest first: its occurrences, and what was begun by hand.
    ///
    /// # Errors
    /// When there is no such schedule.
    pub async fn schedule_occurrences(
        &self,
        ctx: &Ctx,
        id: ScheduleId,
        query: &PageQuery,
    ) -> Result<Page<ScheduleRun>> {
        let ws = self.for_use(ctx, Action::Read, "schedules").await?;
        store::schedules::get::<ScheduleAction>(&ws.store, id).await?;
        let page = store::schedules::runs(&ws.store, id, &paging(query.limit, query.cursor.clone())?).await?;
        Ok(Page::from(page).map(ScheduleRun::from))
    }

    /// Does at once what a schedule does, also when it is switched off. Its occurrences come as they would.
    ///
    /// # Errors
    /// When there is no such schedule.
    pub async fn run_schedule_now(&self, ctx: &Ctx, id: ScheduleId) -> Result<Job> {
        let ws = self.for_use(ctx, Action::Write, "schedules").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let kept: Scheduled<ScheduleAction> = store::schedules::get(&mut w, id).await?;
        let own = acting(&kept, ctx.correlation_id);
        let job = begin(&mut w, &own, &kept, None, self.host.clock.now()).await?;
        ws.commit(w, &self.host).await?;
        jobs::queued(&ws, &self.host, &job);
        Ok(job)
    }
}

/// A schedule as the one who acts.
pub(super) fn acting(schedule: &Scheduled<ScheduleAction>, correlation_id: CorrelationId) -> Ctx {
    Ctx { actor: Actor::Schedule { job: schedule.fields.name.clone() }, correlation_id }
}

/// Makes the job of a schedule, for an occurrence or by hand. Call [`jobs::queued`] after the commit.
pub(super) async fn begin(
    w: &mut Write,
    own: &Ctx,
    schedule: &Scheduled<ScheduleAction>,
    occurrence: Option<&str>,
    now: Timestamp,
) -> Result<Job> {
    let (kind, work, changes) = schedule.fields.action.work();
    authorize(&own.actor, Action::Write, changes)?;
    let title = match occurrence {
        Some(nominal) => format!("{}: {}", schedule.fields.name, nominal.replace('T', " ")),
        None => format!("{}: by hand", schedule.fields.name),
    };
    let job = jobs::put(w, own, kind, &title, work).await?;
    store::schedules::begun(w, schedule.id, occurrence, job.id, now).await?;
    Ok(job)
}
