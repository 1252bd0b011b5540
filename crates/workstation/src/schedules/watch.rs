//! The task beside an open workspace that begins what is due.
//!
//! It sleeps until the next occurrence, but never long: a machine that slept, or a clock that was set, is noticed then. A
//! change of schedules wakes it. What it does has one transaction for each schedule: what is due is taken and its jobs are
//! made, or neither.

use std::{sync::Arc, time::Duration};

use model::{
    audit::AuditAction,
    id::{CorrelationId, ScheduleId},
    job::Job,
};
use store::{Change, schedules::Scheduled};
use tokio_util::sync::CancellationToken;

use super::{
    ScheduleAction,
    runs::{acting, begin},
};
use crate::{
    Host, Workstation,
    error::{Error, Result},
    jobs,
    workspace::Workspace,
};

/// After this long at the latest it looks at the clock again.
const LOOK: Duration = Duration::from_secs(30);

impl Workstation {
    /// Begins what is due by now, as the task beside the workspace does by itself, and returns when it is begun: for who
    /// knows that the clock jumped.
    ///
    /// # Errors
    /// When no workspace is open, or its store cannot be read or written.
    pub async fn begin_due_schedules(&self) -> Result<()> {
        let ws = self.open.read().await.clone().ok_or(Error::NoWorkspace)?;
        for id in store::schedules::due(&ws.store, self.host.clock.now()).await? {
            take(&ws, &self.host, id).await?;
        }
        Ok(())
    }
}

/// Begins what is due, until told to stop.
pub(crate) async fn watch(ws: Arc<Workspace>, host: Host, stop: CancellationToken) {
    loop {
        let wait = look(&ws, &host, &stop).await.unwrap_or_else(|problem| {
            tracing::warn!(%problem, "schedules cannot be read; tried again");
            LOOK
        });
        tokio::select! {
            () = stop.cancelled() => return,
            () = ws.runs.woken() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Begins what is due now, and says how long there is nothing to do.
async fn look(ws: &Workspace, host: &Host, stop: &CancellationToken) -> Result<Duration> {
    let mut all_well = true;
    for id in store::schedules::due(&ws.store, host.clock.now()).await? {
        if stop.is_cancelled() {
            return Ok(LOOK);
        }
        if let Err(problem) = take(ws, host, id).await {
            tracing::error!(%problem, %id, "a schedule is due and cannot be begun; tried again");
            all_well = false;
        }
    }
    let next = store::schedules::next_due_at(&ws.store).await?;
    // What could not be begun is still due: without a pause it would be tried without end.
    Ok(host.until(next.filter(|_| all_well), LOOK))
}

/// Takes what is due of a schedule and makes its jobs, a batch in one transaction.
async fn take(ws: &Workspace, host: &Host, id: ScheduleId) -> Result<()> {
    loop {
        let (jobs, more) = match take_batch(ws, host, id).await {
            Err(Error::NotFound { .. }) => return Ok(()), // deleted meanwhile
            taken => taken?,
        };
        for job in &jobs {
            jobs::queued(ws, host, job);
        }
        if !more {
            return Ok(());
        }
    }
}

async fn take_batch(ws: &Workspace, host: &Host, id: ScheduleId) -> Result<(Vec<Job>, bool)> {
    let own = acting(&store::schedules::get(&ws.store, id).await?, CorrelationId::new());
    let mut w = ws.begin(&own, host).await?;
    // Read again: what it does may have been changed before the transaction began.
    let kept: Scheduled<ScheduleAction> = store::schedules::get(&mut w, id).await?;
    let now = host.clock.now();
    let taken = store::schedules::take(&mut w, id, now).await?;
    let mut jobs = Vec::with_capacity(taken.due.len());
    for due in &taken.due {
        jobs.push(begin(&mut w, &own, &kept, Some(&due.occurrence.key()), now).await?);
    }
    if taken.dropped > 0 {
        w.record(missed(&kept, taken.dropped, &format!("Missed: {} ({} times)", kept.fields.name, taken.dropped)))
            .await?;
    }
    ws.commit(w, host).await?;
    Ok((jobs, taken.more))
}

/// What the trail says of occurrences that nobody catches up.
fn missed<'a>(schedule: &Scheduled<ScheduleAction>, dropped: u32, summary: &'a str) -> Change<'a> {
    Change {
        action: AuditAction::Run,
        noun: "schedule_occurrences",
        object_id: schedule.id.to_string(),
        summary,
        before: None,
        after: Some(serde_json::json!({ "missed": dropped })),
        undoable: false,
    }
}
