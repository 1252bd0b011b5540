//! A workstation that is opened twice, or ends without warning.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod alerts;
mod archives;
mod imports;
mod markets;
mod missed_news;
mod paper_runs;
mod polls;
mod replayed;
mod schedules;
mod streams;

use std::{
    io::{BufRead, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use model::{
    actor::Actor,
    currency::Currency,
    id::{CorrelationId, JobId},
    job::{JobKind, JobState},
    time::Clock,
};
use serde_json::json;
use store::{OpenOptions, Store};
use workstation::{
    Ctx, Error, Start, Workstation,
    imports::{ImportKind, ImportOptions, ImportRequest},
    jobs::JobsQuery,
    uploads::NewUpload,
    workspaces::WorkspaceKind,
};

async fn open(path: &Path) -> Result<Arc<Workstation>, Error> {
    let start = Start {
        path: path.to_owned(),
        when_missing: WorkspaceKind::Empty,
        base_currency: Currency::USD,
        clock: Clock::System,
        program: "test".into(),
    };
    Workstation::open_with(start).await
}

/// Waits until no job waits or runs.
async fn idle(station: &Workstation) {
    let ctx = Ctx::local();
    let wait = async {
        loop {
            let mut n = 0;
            for state in [JobState::Queued, JobState::Running] {
                let query = JobsQuery { state: Some(state), ..JobsQuery::default() };
                n += station.jobs(&ctx, &query).await.unwrap().items.len();
            }
            if n == 0 {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), wait).await.expect("the queue empties");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_owner_is_told_who_the_first_is() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk");
    let first = open(&path).await.unwrap();
    match open(&path).await {
        Err(Error::AlreadyOwned { pid, path: held }) => assert_eq!((pid, held), (std::process::id(), path.clone())),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("opened twice"),
    }
    first.close().await;
    open(&path).await.unwrap().close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_whose_worker_died_is_done_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk");
    open(&path).await.unwrap().close().await;
    let now = Clock::System.now();
    let store = Store::open(&path, &OpenOptions::new(now)).await.unwrap();
    let id = JobId::new();
    let input =
        json!({"actor": {"kind": "local_owner"}, "correlation_id": CorrelationId::new(), "work": {"work": "backup"}});
    let mut w = store.begin(&Actor::LocalOwner, CorrelationId::new(), now).await.unwrap();
    let new = store::jobs::NewJob { id, kind: JobKind::Backup, title: "Back up", input: &input };
    store::jobs::create(&mut w, &new).await.unwrap();
    w.commit().await.unwrap();
    let lease = Duration::from_secs(30);
    let claim = store::jobs::claim(&store, &[JobKind::Backup], "process 1", lease, now).await.unwrap();
    assert_eq!(claim.unwrap().job.id, id);
    store.close().await;

    let station = open(&path).await.unwrap();
    idle(&station).await;
    let job = station.job(&Ctx::local(), id).await.unwrap();
    assert_eq!(job.state, JobState::Done, "{}", job.message);
    assert_eq!(station.backups(&Ctx::local()).await.unwrap().len(), 1);
    station.close().await;
}

/// Rows of the file that the killed process imports.
const ROWS: usize = 4000;
const CHILD: &str = "QUARTERDECK_TEST_CHILD";

/// In the child process: imports a file, after saying that it begins. Does nothing in an ordinary run.
#[tokio::test(flavor = "multi_thread")]
async fn child_imports() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let station = open(Path::new(&path)).await.unwrap();
    let ctx = Ctx::local();
    let upload = station.create_upload(&ctx, NewUpload::named("prices.csv")).await.unwrap();
    let mut csv = String::from("date,symbol,close\n");
    let first = chrono::NaiveDate::from_ymd_opt(2005, 1, 1).unwrap();
    for (i, day) in first.iter_days().take(ROWS / 2).enumerate() {
        csv.push_str(&format!("{day},AAA,{}.5\n{day},BBB,{}.25\n", i + 1, i + 2));
    }
    station.append_upload(&ctx, upload.id, 0, csv.as_bytes()).await.unwrap();
    let options = ImportOptions { create_unknown: true, ..ImportOptions::default() };
    let request = ImportRequest { upload_id: upload.id, kind: ImportKind::Prices, mapping: None, options };
    station.start_import(&ctx, request).await.unwrap();
    writeln!(std::io::stdout(), "BEGUN").unwrap();
    idle(&station).await;
    std::future::pending::<()>().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_in_an_import_leaves_nothing_half() {
    for delay_ms in [0, 2, 5, 10, 20, 40, 80, 160] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("desk");
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_imports", "--nocapture"])
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

        let station = open(&path).await.unwrap();
        idle(&station).await;
        let info = station.workspace(&Ctx::local()).await.unwrap();
        assert_eq!((info.counts.instruments, info.counts.bars), (2, ROWS as u64), "killed after {delay_ms} ms");
        assert!(station.diagnostics(&Ctx::local()).await.unwrap().text.contains("Integrity: sound"));
        station.close().await;
    }
}
