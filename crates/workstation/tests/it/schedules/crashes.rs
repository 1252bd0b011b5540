//! A process that ends between an occurrence and its job.

use std::{
    io::{BufRead, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use model::{
    actor::Actor,
    id::{CorrelationId, JobId, ScheduleId},
    job::JobKind,
};
use serde_json::json;
use workstation::{Ctx, page::PageQuery};

use super::{Desk, at, daily};

/// Where the workspace of the process that is killed lies.
const CHILD: &str = "QUARTERDECK_TEST_SCHEDULES_CHILD";
/// Days that were missed, each of which comes.
const DAYS: usize = 12;

/// In the child process: twelve days later everything is due. Does nothing in an ordinary run.
#[tokio::test(flavor = "multi_thread")]
async fn child_catches_up() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let desk = Desk::open(Path::new(&path), "2026-01-12T08:00:00Z").await;
    desk.create(&daily("09:00", "UTC", "all")).await;
    writeln!(std::io::stdout(), "BEGUN").unwrap();
    desk.look("2026-01-23T12:00:00Z").await;
    std::future::pending::<()>().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_while_it_catches_up_leaves_each_occurrence_with_one_job() {
    for delay_ms in [0, 1, 2, 4, 8, 16, 40, 100] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk");
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "schedules::crashes::child_catches_up", "--nocapture"])
            .env(CHILD, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = BufReader::new(child.stdout.take().unwrap()).lines().any(|l| l.unwrap().contains("BEGUN"));
        assert!(begun);
        std::thread::sleep(Duration::from_millis(delay_ms));
        child.kill().unwrap();
        child.wait().unwrap();

        let desk = Desk::open(&path, "2026-01-23T12:00:00Z").await;
        desk.look("2026-01-23T12:00:00Z").await;
        let id = desk.station.schedules(&Ctx::local(), &PageQuery::default()).await.unwrap().items[0].id;
        let days: Vec<String> = (12..12 + DAYS).map(|day| format!("2026-01-{day}T09:00")).collect();
        assert_eq!(desk.taken(id).await, days, "killed after {delay_ms} ms");
        desk.every_run_has_its_job(&[id]).await;
        desk.close().await;
    }
}

/// The process ends after the commit: before a worker has the job, or while one works on it.
#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_an_occurrence_left_behind_is_done_once() {
    for is_claimed in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk");
        let desk = Desk::open(&path, "2026-01-12T08:00:00Z").await;
        let id = desk.create(&daily("09:00", "UTC", "all")).await;
        desk.close().await;
        let job = take_and_leave(&path, id, is_claimed).await;

        let desk = Desk::open(&path, "2026-01-12T09:10:00Z").await;
        desk.look("2026-01-12T09:10:00Z").await;
        assert_eq!(desk.taken(id).await, ["2026-01-12T09:00"], "{is_claimed}");
        desk.every_run_has_its_job(&[id]).await;
        assert_eq!(desk.runs(id).await[0].job.as_ref().unwrap().id, job);
        assert_eq!(desk.station.backups(&Ctx::local()).await.unwrap()[0].reason, "scheduled");
        desk.close().await;
    }
}

/// The transaction of the scheduler, and then nothing more.
async fn take_and_leave(path: &Path, id: ScheduleId, is_claimed: bool) -> JobId {
    let now = at("2026-01-12T09:00:00Z");
    let store = store::Store::open(path, &store::OpenOptions::new(now)).await.unwrap();
    let actor = Actor::Schedule { job: "Back up".into() };
    let mut w = store.begin(&actor, CorrelationId::new(), now).await.unwrap();
    let taken = store::schedules::take(&mut w, id, now).await.unwrap();
    let nominal = taken.due[0].occurrence.key();
    let work = json!({"work": "backup", "reason": "scheduled"});
    let input = json!({"actor": actor, "correlation_id": CorrelationId::new(), "work": work});
    let new = store::jobs::NewJob { id: JobId::new(), kind: JobKind::Backup, title: "Back up", input: &input };
    let job = store::jobs::create(&mut w, &new).await.unwrap();
    store::schedules::begun(&mut w, id, Some(&nominal), job.id, now).await.unwrap();
    w.commit().await.unwrap();
    if is_claimed {
        let lease = Duration::from_secs(30);
        store::jobs::claim(&store, &[JobKind::Backup], "process 1", lease, now).await.unwrap().unwrap();
    }
    store.close().await;
    job.id
}
