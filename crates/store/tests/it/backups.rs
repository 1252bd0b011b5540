//! Backups: verified, tried, restored; and the crash in the middle of a restore.

use std::path::Path;

use model::{
    actor::Actor,
    audit::AuditAction,
    id::{CorrelationId, InstrumentId, JobId, OptimizationId},
    job::{Job, JobKind},
    optimization::OptimizationType,
};
use store::{
    OpenOptions, Paging, Store, accounts,
    audit::{self, AuditFilter},
    backup::{self, BackupId, BackupReason, Restored},
    bars::{self, BarQuery, BarSeries},
    jobs::{self, NewJob},
    optimizations::{self, Optimization},
};
use testkit::build::{account, daily_bars};

use crate::harness::{block_on, change, later, now, open};

async fn fill(store: &Store) -> InstrumentId {
    let id = InstrumentId::new();
    let mut w = change(store, now()).await;
    accounts::insert(&mut w, &account("Main")).await.unwrap();
    w.commit().await.unwrap();
    let mut m = store.begin_bars(now()).await.unwrap();
    let bars = BarSeries::from_bars(&daily_bars("2000-01-01", 5000, 1)).unwrap();
    bars::write(&mut m, id, model::bar::BarSize::Day1, "file", &bars).await.unwrap();
    m.commit().await.unwrap();
    id
}

/// By the person at the machine.
pub(crate) async fn restore(dir: &Path, id: &BackupId, options: &OpenOptions) -> store::Result<Restored> {
    backup::restore(dir, id, &Actor::LocalOwner, CorrelationId::new(), options).await
}

/// What the trail says of restores.
async fn restores(store: &Store) -> Vec<String> {
    let filter = AuditFilter { noun: Some("backups".to_owned()), ..AuditFilter::default() };
    let events = audit::list(store, &filter, &Paging::default()).await.unwrap().items;
    events.into_iter().filter(|e| e.action == AuditAction::Restore).map(|e| e.summary).collect()
}

#[test]
fn a_backup_is_tried_and_restored() {
    let dir = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(dir.path()).await.unwrap();
        let id = fill(&store).await;
        let made = backup::create(&store, BackupReason::Manual, now()).await.unwrap();
        assert!(made.tables.iter().any(|t| t.table == "accounts" && t.rows == 1));
        let drill = backup::drill(dir.path(), &made.id).await.unwrap();
        assert!(drill.sound && drill.tables.iter().all(|t| t.same));
        assert_eq!(backup::list(dir.path()).unwrap(), std::slice::from_ref(&made));

        let mut w = change(&store, later(1)).await;
        accounts::insert(&mut w, &account("After")).await.unwrap();
        w.commit().await.unwrap();
        let options = OpenOptions::new(later(2));
        let busy = restore(dir.path(), &made.id, &options).await.unwrap_err();
        assert_eq!(busy.code(), "workspace_locked", "an open workspace is not replaced");
        store.close().await;
        let restored = restore(dir.path(), &made.id, &options).await.unwrap();
        assert!(restored.kept.join("ledger.sqlite").exists());
        let store = open(dir.path()).await.unwrap();
        assert_eq!(accounts::all(&store).await.unwrap().len(), 1);
        assert_eq!(restores(&store).await, [format!("Restored the backup {}", made.id)]);
        let bars = bars::read(&store, id, model::bar::BarSize::Day1, &BarQuery::default()).await.unwrap();
        assert_eq!(bars.len(), 5000);
        assert!(store.integrity().await.unwrap().is_empty());
        store.close().await;
    });
}

#[test]
fn a_changed_backup_is_found_out() {
    let dir = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(dir.path()).await.unwrap();
        fill(&store).await;
        let made = backup::create(&store, BackupReason::Scheduled, now()).await.unwrap();
        store.close().await;
        let path = dir.path().join("backups").join(made.id.as_str()).join("market.sqlite");
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0xff;
        std::fs::write(&path, bytes).unwrap();
        assert!(!backup::drill(dir.path(), &made.id).await.unwrap().sound);
        let refused = restore(dir.path(), &made.id, &OpenOptions::new(now())).await.unwrap_err();
        assert_eq!(refused.code(), "backup_unusable");
        let store = open(dir.path()).await.unwrap();
        assert_eq!(accounts::all(&store).await.unwrap().len(), 1, "nothing was replaced");
        store.close().await;
    });
}

#[test]
fn an_interrupted_restore_is_finished_by_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(dir.path()).await.unwrap();
        fill(&store).await;
        let made = backup::create(&store, BackupReason::Manual, now()).await.unwrap();
        let mut w = change(&store, later(1)).await;
        accounts::insert(&mut w, &account("After")).await.unwrap();
        w.commit().await.unwrap();
        store.close().await;
        // As a crash would leave it: the ledger replaced, the market not yet.
        let folder = dir.path().join("backups").join(made.id.as_str());
        let kept = dir.path().join("backups").join("replaced");
        std::fs::create_dir(&kept).unwrap();
        std::fs::rename(dir.path().join("ledger.sqlite"), kept.join("ledger.sqlite")).unwrap();
        std::fs::copy(folder.join("ledger.sqlite"), dir.path().join("ledger.sqlite.restoring")).unwrap();
        std::fs::copy(folder.join("market.sqlite"), dir.path().join("market.sqlite.restoring")).unwrap();
        let marker = serde_json::json!({ "backup": made.id, "kept": kept });
        std::fs::write(dir.path().join("restore.json"), marker.to_string()).unwrap();
        let store = open(dir.path()).await.unwrap();
        assert_eq!(accounts::all(&store).await.unwrap().len(), 1);
        assert!(!dir.path().join("restore.json").exists());
        assert_eq!(restores(&store).await.len(), 1);
        assert!(kept.join("market.sqlite").exists());
        store.close().await;
    });
}

#[test]
fn a_backup_precedes_a_migration() {
    let dir = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(dir.path()).await.unwrap();
        fill(&store).await;
        store.close().await;
        // A workspace of a program that did not know models yet.
        let ledger = dir.path().join("ledger.sqlite");
        crate::bad_input::sqlite(&ledger, "DROP TABLE ml_models; DELETE FROM _sqlx_migrations WHERE version = 14")
            .await;
        let store = open(dir.path()).await.unwrap();
        assert_eq!(store.opening().migrated, ["0014 ledger ml models create"]);
        let made = store.opening().backup.clone().unwrap();
        assert_eq!(backup::list(dir.path()).unwrap()[0].id, made);
        assert!(backup::drill(dir.path(), &made).await.unwrap().tables.iter().all(|t| t.table != "ml_models"));
        store.close().await;
        let store = open(dir.path()).await.unwrap();
        assert_eq!(store.opening().backup, None, "nothing to migrate, no backup");
        store.close().await;
    });
}

/// A job that was asked for, and a saved run that names it.
async fn job_and_run(store: &Store) -> (Job, Optimization<i32, i32>) {
    let mut w = change(store, now()).await;
    let new = NewJob { id: JobId::new(), kind: JobKind::Optimization, title: "A job", input: &"x" };
    let job = jobs::create(&mut w, &new).await.unwrap();
    let run = Optimization {
        id: OptimizationId::new(),
        name: "Pointing".to_owned(),
        optimization_type: OptimizationType::RiskParity,
        created_at: now(),
        as_of: now().date(),
        job_id: Some(job.id),
        data_hash: "a".repeat(64),
        instruments: vec![],
        settings: 1,
        result: 2,
    };
    optimizations::insert(&mut w, &run).await.unwrap();
    w.commit().await.unwrap();
    (job, run)
}

/// Both are as they were, and the reference holds: a run of a job that is not there is refused.
async fn assert_they_point(store: &Store, job: &Job, run: &Optimization<i32, i32>) {
    assert_eq!(jobs::get(store, job.id).await.unwrap(), *job);
    let kept: Optimization<i32, i32> = optimizations::get(store, run.id).await.unwrap();
    assert_eq!(kept, *run);
    let mut w = change(store, now()).await;
    let lost = Optimization { id: OptimizationId::new(), job_id: Some(JobId::new()), ..kept };
    let refused = async {
        optimizations::insert(&mut w, &lost).await?;
        w.commit().await
    };
    assert!(refused.await.is_err());
    assert!(store.integrity().await.unwrap().is_empty());
}

#[test]
fn jobs_that_are_made_anew_keep_their_rows_and_what_points_at_them() {
    let dir = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(dir.path()).await.unwrap();
        let (job, run) = job_and_run(&store).await;
        store.close().await;
        let ledger = dir.path().join("ledger.sqlite");
        crate::bad_input::sqlite(&ledger, "DELETE FROM _sqlx_migrations WHERE version = 18").await;
        let store = open(dir.path()).await.unwrap();
        assert_eq!(store.opening().migrated, ["0018 ledger jobs widen"]);
        assert_they_point(&store, &job, &run).await;
        store.close().await;
    });
}

#[test]
fn kinds_of_jobs_become_rows_and_what_points_at_jobs_is_not_touched() {
    let dir = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(dir.path()).await.unwrap();
        let (job, run) = job_and_run(&store).await;
        store.close().await;
        // A workspace of a program that listed the kinds in a check, and knew no strategies.
        let ledger = dir.path().join("ledger.sqlite");
        let listed = include_str!("../../../../migrations/sqlite/0027_ledger_jobs_widen.sql");
        crate::bad_input::sqlite(&ledger, listed).await;
        let unknown = "DROP TABLE job_kinds; DROP TABLE backtest_results; DROP TABLE backtests; DROP TABLE strategies; \
                       DELETE FROM _sqlx_migrations WHERE version >= 29";
        crate::bad_input::sqlite(&ledger, unknown).await;
        let store = open(dir.path()).await.unwrap();
        let expected = [
            "0029 ledger job kinds create",
            "0030 ledger strategies create",
            "0031 ledger backtests create",
            "0032 ledger performance attribution widen",
        ];
        assert_eq!(store.opening().migrated, expected);
        assert_they_point(&store, &job, &run).await;
        let mut w = change(&store, later(1)).await;
        let new = NewJob { id: JobId::new(), kind: JobKind::Sweep, title: "A later kind", input: &"x" };
        jobs::create(&mut w, &new).await.unwrap();
        w.commit().await.unwrap();
        store.close().await;
    });
}
