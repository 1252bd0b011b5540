//! Schedules under a clock that is set by hand: what begins, when, and how often.

mod actions;
mod clocks;
mod crashes;

use std::{path::Path, sync::Arc};

use model::{
    currency::Currency,
    id::ScheduleId,
    job::JobState,
    time::{Clock, Dial, Timestamp},
};
use serde_json::{Value, json};
use workstation::{
    Ctx, Start, Workstation,
    jobs::JobsQuery,
    page::PageQuery,
    schedules::{ScheduleFields, ScheduleRun, ScheduleView},
    workspaces::WorkspaceKind,
};

use crate::idle;

fn at(text: &str) -> Timestamp {
    testkit::build::time(text)
}

/// A desk whose clock the test sets.
struct Desk {
    station: Arc<Workstation>,
    dial: Dial,
}

impl Desk {
    async fn open(path: &Path, now: &str) -> Self {
        Self::open_with(path, now, WorkspaceKind::Empty).await
    }

    async fn open_with(path: &Path, now: &str, when_missing: WorkspaceKind) -> Self {
        let dial = Dial::new(at(now));
        let start = Start {
            path: path.to_owned(),
            when_missing,
            base_currency: Currency::USD,
            clock: Clock::Dial(dial),
            program: "test".into(),
        };
        Self { station: Workstation::open_with(start).await.unwrap(), dial }
    }

    async fn create(&self, fields: &Value) -> ScheduleId {
        let fields: ScheduleFields = serde_json::from_value(fields.clone()).unwrap();
        self.station.create_schedule(&Ctx::local(), fields).await.unwrap().value.id
    }

    async fn update(&self, id: ScheduleId, patch: Value) -> ScheduleView {
        self.station.update_schedule(&Ctx::local(), id, &patch).await.unwrap().value
    }

    async fn schedule(&self, id: ScheduleId) -> ScheduleView {
        self.station.schedule(&Ctx::local(), id).await.unwrap()
    }

    /// Sets the clock and lets everything begin that is due then.
    async fn look(&self, now: &str) {
        self.dial.set(at(now));
        self.station.begin_due_schedules().await.unwrap();
    }

    async fn runs(&self, id: ScheduleId) -> Vec<ScheduleRun> {
        let query = PageQuery { limit: Some(1000), cursor: None };
        self.station.schedule_occurrences(&Ctx::local(), id, &query).await.unwrap().items
    }

    /// The nominal times that were taken, the oldest first, with how many each stands for where that is more than one.
    async fn taken(&self, id: ScheduleId) -> Vec<String> {
        let runs = self.runs(id).await;
        let words = runs.iter().rev().map(|run| match (&run.occurrence, run.covers) {
            (None, _) => "by hand".to_owned(),
            (Some(nominal), 1) => nominal.clone(),
            (Some(nominal), covers) => format!("{nominal} for {covers}"),
        });
        words.collect()
    }

    /// Waits until every job has ended; then each run has one, they are different, and all went well.
    async fn every_run_has_its_job(&self, ids: &[ScheduleId]) {
        idle(&self.station).await;
        let mut jobs = Vec::new();
        for id in ids {
            for run in self.runs(*id).await {
                let job = run.job.expect("a run has a job");
                assert_eq!(job.state, JobState::Done, "{}", job.message);
                jobs.push(job.id);
            }
        }
        let n_runs = jobs.len();
        jobs.sort();
        jobs.dedup();
        assert_eq!(jobs.len(), n_runs);
        let query = JobsQuery { limit: Some(1000), ..JobsQuery::default() };
        assert_eq!(self.station.jobs(&Ctx::local(), &query).await.unwrap().items.len(), n_runs);
    }

    async fn close(self) {
        self.station.close().await;
    }
}

/// A backup every day at a local time.
fn daily(time: &str, zone: &str, catch_up: &str) -> Value {
    json!({
        "name": "Back up",
        "schedule": {
            "recurrence": {"days": {"kind": "daily"}, "at": {"kind": "local", "time": time, "zone": zone}},
            "catch_up": catch_up,
        },
        "action": {"kind": "back_up"},
    })
}
