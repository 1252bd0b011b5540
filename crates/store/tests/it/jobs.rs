//! Jobs: claims, fences, cancellation, recovery.

use crate::harness::on_both;

on_both!(
    a_job_runs_once,
    a_lost_worker_is_fenced_off,
    the_only_owner_takes_over_at_once,
    jobs_can_be_cancelled,
    two_workers_never_share,
    every_kind_runs_and_long_results_are_read_one_by_one,
    the_database_knows_the_kinds_of_the_program,
);

pub(crate) mod scenarios {
    use std::time::Duration;

    use model::{
        id::JobId,
        job::{JobKind, JobState},
    };
    use store::{
        Paging, Store, StoreError,
        jobs::{self, Beat, JobEnd, JobFilter, Lost, NewJob},
    };

    use crate::{
        harness::{change, later, now},
        trail::raw,
    };

    const LEASE: Duration = Duration::from_secs(30);
    const KINDS: &[JobKind] = JobKind::ALL;

    async fn create(store: &Store, kind: JobKind) -> JobId {
        let id = JobId::new();
        let mut w = change(store, now()).await;
        let new = NewJob { id, kind, title: "A job", input: &vec!["AAPL", "MSFT"] };
        jobs::create(&mut w, &new).await.unwrap();
        w.commit().await.unwrap();
        id
    }

    pub(crate) async fn a_job_runs_once(store: Store) {
        let id = create(&store, JobKind::Optimization).await;
        assert!(jobs::claim(&store, &[JobKind::Import], "a", LEASE, now()).await.unwrap().is_none());
        let claim = jobs::claim(&store, KINDS, "a", LEASE, later(1)).await.unwrap().unwrap();
        assert_eq!((claim.job.id, claim.fence, claim.attempts), (id, 1, 1));
        assert_eq!(jobs::input::<Vec<String>>(&store, id).await.unwrap(), ["AAPL", "MSFT"]);
        assert!(jobs::claim(&store, KINDS, "b", LEASE, later(2)).await.unwrap().is_none());
        let beat = jobs::heartbeat(&store, &claim, 0.5, "Half way", LEASE, later(3)).await.unwrap();
        assert_eq!(beat, Beat::Go);
        assert_eq!(jobs::get(&store, id).await.unwrap().progress, 0.5);
        let mut w = change(&store, later(4)).await;
        let done = jobs::finish(&mut w, &claim, &JobEnd::Done(vec![0.25, 0.75])).await.unwrap();
        w.commit().await.unwrap();
        assert_eq!((done.state, done.progress, done.finished_at), (JobState::Done, 1.0, Some(later(4))));
        assert_eq!(done.result, Some(serde_json::json!([0.25, 0.75])));
        let filter = JobFilter { state: Some(JobState::Done), kind: Some(JobKind::Optimization) };
        assert_eq!(jobs::list(&store, &filter, &Paging::default()).await.unwrap().items, [done]);
        let mut w = change(&store, later(5)).await;
        let late = jobs::request_cancel(&mut w, id).await.unwrap_err();
        assert!(matches!(late, StoreError::JobState { state: JobState::Done, .. }));
    }

    pub(crate) async fn every_kind_runs_and_long_results_are_read_one_by_one(store: Store) {
        for (i, kind) in JobKind::ALL.iter().enumerate() {
            let at = |step| later(10 * i64::try_from(i).unwrap() + step);
            let id = create(&store, *kind).await;
            let claim = jobs::claim(&store, &[*kind], "a", LEASE, at(1)).await.unwrap().unwrap();
            assert_eq!((claim.job.id, claim.job.kind), (id, *kind));
            let mut w = change(&store, at(2)).await;
            jobs::finish(&mut w, &claim, &JobEnd::Done(vec![0.5])).await.unwrap();
            w.commit().await.unwrap();
            let result = Some(serde_json::json!([0.5]));
            assert_eq!(jobs::get(&store, id).await.unwrap().result, result);
            let filter = JobFilter { state: None, kind: Some(*kind) };
            let listed = jobs::list(&store, &filter, &Paging::default()).await.unwrap().items;
            let is_long =
                matches!(kind, JobKind::WalkForward | JobKind::Stability | JobKind::Resampling | JobKind::Sweep);
            assert_eq!(listed[0].result, if is_long { None } else { result }, "{kind}");
        }
    }

    pub(crate) async fn the_database_knows_the_kinds_of_the_program(store: Store) {
        let kinds = store.counts().await.unwrap().into_iter().find(|t| t.table == "job_kinds").unwrap();
        assert_eq!(kinds.rows, JobKind::ALL.len() as u64);
        create(&store, JobKind::Sweep).await;
        for sql in ["UPDATE jobs SET kind = 'unheard_of'", "UPDATE jobs SET kind = NULL"] {
            assert!(raw(&store, sql).await.is_err(), "{sql}");
        }
    }

    pub(crate) async fn a_lost_worker_is_fenced_off(store: Store) {
        let id = create(&store, JobKind::Backup).await;
        let zombie = jobs::claim(&store, KINDS, "a", LEASE, now()).await.unwrap().unwrap();
        let second = jobs::claim(&store, KINDS, "b", LEASE, later(31)).await.unwrap().unwrap();
        assert_eq!((second.job.id, second.fence, second.attempts), (id, 2, 2));
        let refused = jobs::heartbeat(&store, &zombie, 0.9, "", LEASE, later(32)).await.unwrap_err();
        assert!(matches!(refused, StoreError::Fenced { .. }));
        let mut w = change(&store, later(33)).await;
        assert_eq!(jobs::finish(&mut w, &zombie, &JobEnd::Done(1)).await.unwrap_err().code(), "job_fenced");
        w.rollback().await.unwrap();
        let mut w = change(&store, later(62)).await;
        assert_eq!(jobs::recover(&mut w, Lost::LeaseOver, 3).await.unwrap()[0].state, JobState::Queued);
        w.commit().await.unwrap();
        jobs::claim(&store, KINDS, "c", LEASE, later(63)).await.unwrap().unwrap();
        let mut w = change(&store, later(100)).await;
        let failed = jobs::recover(&mut w, Lost::LeaseOver, 3).await.unwrap().remove(0);
        w.commit().await.unwrap();
        assert_eq!(failed.state, JobState::Failed);
        assert!(failed.message.contains("3 times"), "{}", failed.message);
    }

    pub(crate) async fn the_only_owner_takes_over_at_once(store: Store) {
        let (lost, unwanted) = (create(&store, JobKind::Backup).await, create(&store, JobKind::Import).await);
        for _ in 0..2 {
            jobs::claim(&store, KINDS, "dead", LEASE, now()).await.unwrap().unwrap();
        }
        let mut w = change(&store, later(1)).await;
        jobs::request_cancel(&mut w, unwanted).await.unwrap();
        assert!(jobs::recover(&mut w, Lost::LeaseOver, 3).await.unwrap().is_empty(), "the leases run for 30 s");
        let found = jobs::recover(&mut w, Lost::All, 3).await.unwrap();
        w.commit().await.unwrap();
        let states: Vec<_> = found.iter().map(|j| (j.id, j.state)).collect();
        assert_eq!(states, [(lost, JobState::Queued), (unwanted, JobState::Cancelled)]);
        let again = jobs::claim(&store, KINDS, "new", LEASE, later(2)).await.unwrap().unwrap();
        assert_eq!((again.job.id, again.attempts), (lost, 2));
    }

    pub(crate) async fn jobs_can_be_cancelled(store: Store) {
        let waiting = create(&store, JobKind::Import).await;
        let mut w = change(&store, later(1)).await;
        assert_eq!(jobs::request_cancel(&mut w, waiting).await.unwrap().state, JobState::Cancelled);
        w.commit().await.unwrap();
        let running = create(&store, JobKind::Import).await;
        let claim = jobs::claim(&store, KINDS, "a", LEASE, later(2)).await.unwrap().unwrap();
        let mut w = change(&store, later(3)).await;
        assert_eq!(jobs::request_cancel(&mut w, running).await.unwrap().state, JobState::Running);
        w.commit().await.unwrap();
        let beat = jobs::heartbeat(&store, &claim, 0.1, "", LEASE, later(4)).await.unwrap();
        assert_eq!(beat, Beat::CancelRequested);
        let mut w = change(&store, later(5)).await;
        let end: JobEnd<()> = JobEnd::Cancelled;
        assert_eq!(jobs::finish(&mut w, &claim, &end).await.unwrap().state, JobState::Cancelled);
        w.commit().await.unwrap();
    }

    pub(crate) async fn two_workers_never_share(store: Store) {
        for _ in 0..20 {
            create(&store, JobKind::Optimization).await;
        }
        let work = async |owner: &str| {
            let mut mine = Vec::new();
            while let Some(claim) = jobs::claim(&store, KINDS, owner, LEASE, later(1)).await.unwrap() {
                let mut w = change(&store, later(2)).await;
                jobs::finish(&mut w, &claim, &JobEnd::Done(owner)).await.unwrap();
                w.commit().await.unwrap();
                mine.push(claim.job.id);
            }
            mine
        };
        let (a, b) = tokio::join!(work("a"), work("b"));
        let mut all: Vec<JobId> = a.into_iter().chain(b).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 20);
    }
}
