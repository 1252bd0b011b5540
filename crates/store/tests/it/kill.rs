//! A process killed in the middle of an import: the files are whole, and either all of it is there or nothing.

use std::{path::Path, time::Duration};

use model::{
    bar::BarSize,
    id::{ImportId, InstrumentId},
};
use store::{
    Outcome, Store, accounts,
    bars::{self, BarJournal, BarQuery, BarSeries},
    imports::{self, ImportKind, ImportLog},
    transactions::{self, ImportRow, TransactionFilter},
};
use testkit::{
    build::{account, daily_bars, deposit},
    child,
};
use uuid::Uuid;

use crate::harness::{block_on, change, later, now, open};

const SERIES: u128 = 4;
const BARS: usize = 5000;
const ROWS: usize = 300;
const POINTS: u64 = 20;
/// A file beside the databases that tells the child to go no further than to its bars.
const STOP_BETWEEN: &str = "stop-between-bars-and-log";

fn instrument(n: u128) -> InstrumentId {
    InstrumentId::from_uuid(Uuid::from_u128(n + 1))
}

#[test]
fn killed_at_twenty_points_all_or_nothing_is_there() {
    let (mut all, mut nothing, mut repaired) = (0, 0, 0);
    for point in 0..POINTS {
        let dir = tempfile::tempdir().unwrap();
        block_on(prepare(dir.path()));
        // How long a commit takes is the machine's affair: at some points the child itself stops between bars and log.
        if point % 8 == 3 {
            std::fs::write(dir.path().join(STOP_BETWEEN), "").unwrap();
        }
        let role = dir.path().display().to_string();
        let mut running = child::Running::start(child::command("kill::child_imports", &role).unwrap()).unwrap();
        assert!(running.wait_for("importing"));
        // Points spread over the import, the early ones closer together; the child's own steps are the clock.
        if point % 4 == 3 {
            assert!(running.wait_for("bars are in") || point > 0);
            std::thread::sleep(Duration::from_micros(point * 400));
        } else {
            std::thread::sleep(Duration::from_micros(point * point * 900));
        }
        running.kill().unwrap();
        match block_on(inspect(dir.path())) {
            (true, by_repair) => {
                all += 1;
                repaired += u64::from(by_repair);
            }
            (false, _) => nothing += 1,
        }
    }
    assert_eq!(all + nothing, POINTS);
    assert!(nothing > 0, "no kill came before the bars were in: the points are too late");
    assert!(repaired > 0, "no kill came between bars and log: {all} whole, {nothing} empty");
}

async fn prepare(dir: &Path) {
    let store = open(dir).await.unwrap();
    let mut w = change(&store, now()).await;
    accounts::insert(&mut w, &account("Main")).await.unwrap();
    w.commit().await.unwrap();
    store.close().await;
}

/// Opens what the kill left; whether the bars are there, and whether the start had to log them.
async fn inspect(dir: &Path) -> (bool, bool) {
    let store = open(dir).await.unwrap();
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
    assert!(bars::damaged(&store).await.unwrap().is_empty());
    let mut n_bars = 0;
    for n in 0..SERIES {
        n_bars += bars::read(&store, instrument(n), BarSize::Day1, &BarQuery::default()).await.unwrap().len();
    }
    assert!(n_bars == 0 || n_bars == usize::try_from(SERIES).unwrap() * BARS, "half an import: {n_bars} bars");
    let logged = imports::list::<()>(&store, &store::Paging::default()).await.unwrap().items;
    let prices = logged.iter().filter(|i| i.kind == ImportKind::Prices).count();
    assert_eq!(prices, usize::from(n_bars > 0), "bars and log belong together");
    let rows = transactions::all(&store, &TransactionFilter::default()).await.unwrap().len();
    assert!(rows == 0 || rows == ROWS, "half an import: {rows} transactions");
    assert_eq!(logged.len() - prices, usize::from(rows > 0));
    let by_repair = !store.opening().repaired_imports.is_empty();
    // The same import again completes what is missing and adds nothing twice.
    import(&store, ImportId::new(), ImportId::new(), || ()).await;
    let rows = transactions::all(&store, &TransactionFilter::default()).await.unwrap().len();
    assert_eq!(rows, ROWS);
    store.close().await;
    (n_bars > 0, by_repair)
}

/// Bars, their log, transactions; `between` is called when the bars are in and nothing else is.
async fn import(store: &Store, prices: ImportId, books: ImportId, between: impl FnOnce()) {
    let mut m = store.begin_bars(later(1)).await.unwrap();
    let mut outcome = Outcome::default();
    for n in 0..SERIES {
        let series = BarSeries::from_bars(&daily_bars("1990-01-01", BARS, u64::try_from(n).unwrap())).unwrap();
        outcome += bars::write(&mut m, instrument(n), BarSize::Day1, "file", &series).await.unwrap();
    }
    let content_hash = "b".repeat(64);
    let file_name = "prices.csv".to_owned();
    let journal = BarJournal {
        import_id: prices,
        file_name: file_name.clone(),
        content_hash: content_hash.clone(),
        outcome,
        refused: 0,
    };
    if outcome.added > 0 {
        bars::journal(&mut m, &journal).await.unwrap();
    }
    m.commit().await.unwrap();
    between();
    if outcome.added > 0 {
        let mut w = change(store, later(2)).await;
        imports::insert(&mut w, &log(prices, ImportKind::Prices, outcome)).await.unwrap();
        w.commit().await.unwrap();
    }
    let account = accounts::all(store).await.unwrap().remove(0);
    let rows: Vec<ImportRow> = (0..ROWS)
        .map(|i| ImportRow { line: i + 2, fields: deposit(account.id, "2020-01-01", &format!("{}", 1 + i / 2)) })
        .collect();
    let mut w = change(store, later(3)).await;
    let outcome = transactions::import(&mut w, books, &rows).await.unwrap();
    if outcome.added > 0 {
        imports::insert(&mut w, &log(books, ImportKind::Transactions, outcome)).await.unwrap();
    }
    w.commit().await.unwrap();
}

fn log(id: ImportId, kind: ImportKind, outcome: Outcome) -> ImportLog<()> {
    let (file_name, content_hash) = ("file.csv".to_owned(), "b".repeat(64));
    ImportLog { id, kind, file_name, content_hash, at: now(), outcome, refused: 0, report: None }
}

#[expect(clippy::print_stdout, reason = "the child tells its test how far it is")]
fn say(what: &str) {
    println!("{what}");
}

#[test]
#[ignore = "the child of killed_at_twenty_points_all_or_nothing_is_there"]
fn child_imports() {
    let Some(dir) = child::role() else { return };
    block_on(async {
        let store = open(Path::new(&dir)).await.unwrap();
        say("importing");
        let between = || {
            say("bars are in");
            while Path::new(&dir).join(STOP_BETWEEN).exists() {
                std::thread::park();
            }
        };
        import(&store, ImportId::new(), ImportId::new(), between).await;
        say("all is in");
        // Waits to be killed without closing anything.
        tokio::time::sleep(Duration::from_secs(60)).await;
    });
}
