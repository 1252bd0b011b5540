//! An archive of a workspace comes back byte for byte, and nothing of a bad one stays.

use std::{
    fmt::Write as _,
    io::{BufRead, BufReader},
    path::Path,
    sync::Arc,
    time::Instant,
};

use chrono::{Days, NaiveDate};
use model::{
    account::Account,
    actor::Actor,
    bar::{Bar, BarSize},
    currency::Currency,
    fx::FxRateFields,
    id::{CorrelationId, FxRateId, ImportId, TransactionId},
    instrument::Instrument,
    job::JobState,
    target::{Target, TargetFields},
    time::{Clock, Timestamp},
    transaction::{TransactionFields, TransactionKind as Kind},
};
use rust_decimal::Decimal;
use store::{
    OpenOptions, Store,
    bars::{self, BarSeries},
    transactions::ImportRow,
};
use testkit::build::{account, daily_bars, day, share, time};
use workstation::{
    Ctx, Start, Workstation,
    exports::{CsvNoun, Download},
    imports::{ImportKind, ImportOptions, ImportReport, ImportRequest},
    portfolio::{LotsQuery, PortfolioQuery},
    uploads::NewUpload,
    workspaces::WorkspaceKind,
};

use crate::{idle, open};

/// Histories tried in an ordinary run; `QUARTERDECK_RANDOM_ARCHIVES` asks for more.
const HISTORIES: u64 = 25;

pub(crate) async fn bytes(mut download: Download) -> Vec<u8> {
    let mut all = Vec::new();
    while let Some(part) = download.parts.recv().await {
        all.extend(part.unwrap());
    }
    all
}

pub(crate) async fn archive(station: &Workstation) -> String {
    String::from_utf8(bytes(station.export_archive(&Ctx::local()).await.unwrap()).await).unwrap()
}

/// Without the one value that differs between two exports.
fn timeless(archive: &str) -> String {
    let (head, rest) = archive.split_once("\"made_at\":\"").unwrap();
    let (_, rest) = rest.split_once('"').unwrap();
    format!("{head}{rest}")
}

/// Sends a file.
pub(crate) async fn request(station: &Workstation, kind: ImportKind, name: &str, content: &[u8]) -> ImportRequest {
    let upload = station.create_upload(&Ctx::local(), NewUpload::named(name)).await.unwrap();
    let mut offset = 0;
    for chunk in content.chunks(4 << 20) {
        station.append_upload(&Ctx::local(), upload.id, offset, chunk).await.unwrap();
        offset += chunk.len() as u64;
    }
    ImportRequest { upload_id: upload.id, kind, mapping: None, options: ImportOptions::default() }
}

/// Imports a file; the job's words when it failed.
pub(crate) async fn import(
    station: &Workstation,
    kind: ImportKind,
    name: &str,
    content: &[u8],
) -> Result<ImportReport, String> {
    let request = request(station, kind, name, content).await;
    let job = station.start_import(&Ctx::local(), request).await.unwrap();
    idle(station).await;
    let job = station.job(&Ctx::local(), job.id).await.unwrap();
    match job.state {
        JobState::Done => Ok(serde_json::from_value(job.result.unwrap()).unwrap()),
        _ => Err(job.message),
    }
}

/// What the books say, as text.
async fn books(station: &Workstation, known_at: Option<Timestamp>) -> String {
    let portfolio = station.portfolio(&Ctx::local(), &PortfolioQuery { known_at, ..Default::default() }).await.unwrap();
    let lots = station.lots(&Ctx::local(), &LotsQuery { known_at, ..Default::default() }).await.unwrap();
    format!("{}\n{}", serde_json::to_string(&*portfolio).unwrap(), serde_json::to_string(&lots).unwrap())
}

async fn sample(path: &Path) -> Arc<Workstation> {
    let start = Start { when_missing: WorkspaceKind::Sample, clock: Clock::System, ..Start::new(path) };
    Workstation::open_with(start).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_comes_back_byte_for_byte() {
    let dir = tempfile::tempdir().unwrap();
    let (from, to) = (sample(&dir.path().join("from")).await, open(&dir.path().join("to")).await.unwrap());
    let text = archive(&from).await;
    assert_eq!(timeless(&text), timeless(&archive(&from).await), "two exports of one state");
    // The empty books are in the cache of the workspace that the archive comes into.
    assert_ne!(books(&from, None).await, books(&to, None).await);
    let report = import(&to, ImportKind::Archive, "sample.json", text.as_bytes()).await.unwrap();
    assert_eq!(report.content_hash, blake3_of(text.as_bytes()));
    assert_eq!(books(&from, None).await, books(&to, None).await);
    assert_eq!(timeless(&text), timeless(&archive(&to).await));
    let (a, b) = (from.workspace(&Ctx::local()).await.unwrap(), to.workspace(&Ctx::local()).await.unwrap());
    assert_eq!((a.counts, a.today, a.sample), (b.counts, b.today, b.sample));
    assert_eq!(b.name, "to", "a workspace keeps its name");
    assert!(to.diagnostics(&Ctx::local()).await.unwrap().text.contains("Integrity: sound"));
    // After a new start too.
    to.close().await;
    let to = open(&dir.path().join("to")).await.unwrap();
    assert_eq!(books(&from, None).await, books(&to, None).await);
    // And never over something.
    let refused = import(&to, ImportKind::Archive, "again.json", text.as_bytes()).await.unwrap_err();
    assert!(refused.contains("already, and an archive comes into an empty one"), "{refused}");
    assert_eq!(timeless(&text), timeless(&archive(&to).await));
    from.close().await;
    to.close().await;
}

fn blake3_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_string()
}

/// A small generator: the histories must not change with a library.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn decimal(&mut self) -> Decimal {
        let scale = u32::try_from(self.roll(9)).unwrap();
        Decimal::new(i64::try_from(self.roll(9_000_000)).unwrap() + 1, scale)
    }

    fn day(&mut self) -> NaiveDate {
        day("2015-01-01") + Days::new(self.roll(2500))
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.roll(of.len() as u64)).unwrap()]
    }

    fn note(&mut self) -> Option<String> {
        self.pick(&[None, Some("=1+1"), Some("a \"quoted\"\nnote, ü 🦀"), Some("\\u0000 \u{7f}"), Some("]}")])
            .map(str::to_owned)
    }

    fn transaction(&mut self, accounts: &[Account], instruments: &[Instrument]) -> TransactionFields {
        let account_id = self.pick(accounts).id;
        let kinds =
            [Kind::Buy, Kind::Sell, Kind::Short, Kind::Deposit, Kind::Dividend, Kind::Split, Kind::CurrencyConversion];
        let kind = *self.pick(&kinds);
        let mut f = TransactionFields::plain(account_id, kind, self.day(), Currency::USD);
        f.note = self.note();
        let instrument = Some(self.pick(instruments).id);
        match kind {
            Kind::Deposit => f.amount = Some(self.decimal()),
            Kind::Dividend => (f.instrument_id, f.amount) = (instrument, Some(self.decimal())),
            Kind::Split => {
                (f.instrument_id, f.ratio_new, f.ratio_old) = (instrument, Some(Decimal::TWO), Some(Decimal::ONE));
            }
            Kind::CurrencyConversion => {
                (f.amount, f.counter_amount, f.counter_currency) =
                    (Some(self.decimal()), Some(self.decimal()), Some(Currency::EUR));
            }
            _ => {
                (f.instrument_id, f.quantity, f.price) = (instrument, Some(self.decimal()), Some(self.decimal()));
                f.fees = self.decimal();
            }
        }
        f
    }
}

fn step(n: &mut i64) -> Timestamp {
    *n += 1;
    Timestamp::from_micros(time("2021-03-01T10:00:00.123456Z").micros() + *n * 3_600_000_000)
}

/// A workspace with a history that nobody planned: added, imported, corrected, deleted, restored.
async fn random_workspace(path: &Path, seed: u64) {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut clock = 0;
    let store = Store::open(path, &OpenOptions::new(step(&mut clock))).await.unwrap();
    let accounts: Vec<Account> = (0..=dice.roll(3)).map(|i| account(&format!("Account {i}"))).collect();
    let mut instruments: Vec<Instrument> = (0..=dice.roll(5)).map(|i| share(&format!("S{i}"))).collect();
    instruments.sort_by_key(|i| std::cmp::Reverse(i.id));
    // The first made refers to the last made.
    instruments.last_mut().unwrap().fields.note = dice.note();
    let begin = |at| store.begin(&Actor::LocalOwner, CorrelationId::new(), at);
    let mut w = begin(step(&mut clock)).await.unwrap();
    for a in &accounts {
        store::accounts::insert(&mut w, a).await.unwrap();
    }
    for i in &instruments {
        store::instruments::insert(&mut w, i).await.unwrap();
    }
    let mut under = instruments.last().unwrap().clone();
    if instruments.len() > 1 {
        under.fields.underlying_id = Some(instruments[0].id);
        store::instruments::update(&mut w, &under).await.unwrap();
    }
    w.commit().await.unwrap();
    let (mut known, mut rates): (Vec<TransactionId>, Vec<FxRateId>) = (Vec::new(), Vec::new());
    for _ in 0..dice.roll(60) {
        let now = step(&mut clock);
        let mut w = begin(now).await.unwrap();
        match dice.roll(8) {
            0..=2 => {
                let id = TransactionId::new();
                let fields = dice.transaction(&accounts, &instruments);
                store::transactions::insert(&mut w, id, &fields).await.unwrap();
                known.push(id);
            }
            3 if !known.is_empty() => {
                let (id, fields) = (*dice.pick(&known), dice.transaction(&accounts, &instruments));
                store::transactions::revise(&mut w, id, None, &fields).await.unwrap();
            }
            4 if !known.is_empty() => {
                let _ = store::transactions::delete(&mut w, *dice.pick(&known), None).await; // may be deleted already
            }
            5 => {
                let import_id = ImportId::new();
                let rows: Vec<ImportRow> = (1..=dice.roll(20) as usize)
                    .map(|line| ImportRow { line, fields: dice.transaction(&accounts, &instruments) })
                    .collect();
                let outcome = store::transactions::import(&mut w, import_id, &rows).await.unwrap();
                let log = store::imports::ImportLog::<serde_json::Value> {
                    id: import_id,
                    kind: store::imports::ImportKind::Transactions,
                    file_name: "rows.csv".into(),
                    content_hash: "a".repeat(64),
                    at: now,
                    outcome,
                    refused: 0,
                    report: None,
                };
                store::imports::insert(&mut w, &log).await.unwrap();
                if dice.roll(3) == 0 {
                    store::transactions::delete_import(&mut w, import_id).await.unwrap();
                }
            }
            6 => {
                let fields = FxRateFields {
                    base: Currency::EUR,
                    quote: Currency::USD,
                    date: day("2020-01-01") + Days::new(dice.roll(12)),
                    rate: dice.decimal(),
                    source: "ECB".into(),
                };
                let id = FxRateId::new();
                match store::fx_rates::insert(&mut w, id, &fields).await {
                    Ok(rate) => rates.push(rate.id),
                    Err(_) => _ = store::fx_rates::import(&mut w, ImportId::new(), &[fields]).await.unwrap(),
                }
            }
            _ if !rates.is_empty() => {
                let _ = store::fx_rates::delete(&mut w, *dice.pick(&rates), None).await; // may be deleted already
            }
            _ => {}
        }
        w.commit().await.unwrap();
        let mut m = store.begin_bars(now).await.unwrap();
        let id = dice.pick(&instruments).id;
        let source = *dice.pick(&["file", "other"]);
        let first = (day("2014-01-01") + Days::new(dice.roll(40))).to_string();
        match dice.roll(10) {
            0..=2 => {
                let n = usize::try_from(dice.roll(400)).unwrap() + 1;
                let series = BarSeries::from_bars(&daily_bars(&first, n, dice.roll(3))).unwrap();
                bars::write(&mut m, id, BarSize::Day1, source, &series).await.unwrap();
            }
            3 => {
                let bar = Bar::close_only(Timestamp::from_date(day(&first)), dice.roll(1000) as f64 / 7.0);
                bars::put_bar(&mut m, id, BarSize::Day1, &bar).await.unwrap();
            }
            4 => {
                bars::delete_bar(&mut m, id, BarSize::Day1, Timestamp::from_date(day(&first))).await.unwrap();
            }
            _ => {}
        }
        m.commit().await.unwrap();
    }
    let mut w = begin(step(&mut clock)).await.unwrap();
    let weights = [(instruments[0].id, Decimal::new(5, 1))].into_iter().collect();
    let fields = TargetFields {
        name: "Half".into(),
        weights,
        tolerance: None,
        tree: None,
        source_optimization_id: None,
        note: dice.note(),
    };
    let target = Target { id: model::id::TargetId::new(), fields, created_at: w.at(), updated_at: w.at() };
    store::targets::insert(&mut w, &target).await.unwrap();
    w.commit().await.unwrap();
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn random_histories_come_back_byte_for_byte() {
    let asked = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let (n, first) = (
        asked("QUARTERDECK_RANDOM_ARCHIVES").unwrap_or(HISTORIES),
        asked("QUARTERDECK_RANDOM_ARCHIVES_FROM").unwrap_or(0),
    );
    for seed in first..first + n {
        let dir = tempfile::tempdir().unwrap();
        random_workspace(&dir.path().join("from"), seed).await;
        let (from, to) = (open(&dir.path().join("from")).await.unwrap(), open(&dir.path().join("to")).await.unwrap());
        let text = archive(&from).await;
        import(&to, ImportKind::Archive, "a.json", text.as_bytes()).await.unwrap_or_else(|e| panic!("{seed}: {e}"));
        assert_eq!(timeless(&text), timeless(&archive(&to).await), "seed {seed}");
        for known_at in [None, Some(step(&mut 10)), Some(step(&mut 30))] {
            assert_eq!(
                books(&from, known_at).await,
                books(&to, known_at).await,
                "seed {seed} as known at {known_at:?}"
            );
        }
        from.close().await;
        to.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_archive_is_refused_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    random_workspace(&dir.path().join("from"), 5).await;
    let (from, to) = (open(&dir.path().join("from")).await.unwrap(), open(&dir.path().join("to")).await.unwrap());
    let good = archive(&from).await;
    let empty = timeless(&archive(&to).await);
    let line = |section: &str| {
        let start = good.find(&format!("\"{section}\":[\n")).unwrap() + section.len() + 5;
        let end = start + good[start..].find('\n').unwrap();
        good[start..end].trim_end_matches(',').to_owned()
    };
    let (account, transaction) = (line("accounts"), line("transactions"));
    let account_id = account.split('"').nth(3).unwrap().to_owned();
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    let nested = |n: usize| format!("{}\n]}}", "[".repeat(n));
    let cases = [
        (String::new(), "archive_foreign"),
        ("date,close\n2020-01-01,1\n".into(), "archive_foreign"),
        ("{\"format\":\"another\",\"version\":1}".into(), "archive_foreign"),
        ("[]".into(), "archive_foreign"),
        ("{\"accounts\":[]}".into(), "archive_foreign"),
        (with("\"version\":2", "\"version\":3"), "archive_version"),
        (with("\"version\":2", "\"version\":0"), "archive_version"),
        (with("\"version\":2", "\"version\":1"), "archive_form"),
        (good[..good.len() / 2].to_owned(), "archive_cut_off"),
        (good[..good.len() - 4].to_owned(), "archive_cut_off"),
        (format!("{good}{{}}"), "archive_form"),
        (with(&account, &format!("{account},\n{account}")), "archive_entry"),
        (with(&account, &account.replace(&account_id, "not-an-id")), "archive_form"),
        (with(&account, &account.replace(&account_id, &AccountIdText::fresh())), "archive_entry"),
        (with(&account, &account.replace("\"name\":\"Account 0\"", "\"name\":\" \"")), "archive_entry"),
        (with(&transaction, &transaction.replace("\"revision\":1", "\"revision\":2")), "archive_entry"),
        (with(&transaction, &transaction.replace("\"fields\":{", "\"fields\":{\"unheard\":1,")), "archive_form"),
        (with(&transaction, &transaction.replace("known_at\":\"20", "known_at\":\"90")), "archive_entry"),
        (with("\"targets\":[", "\"tragets\":["), "archive_form"),
        (
            with("\"settings\":[", "\"settings\":[{\"key\":\"x\",\"value\":".to_owned().as_str()).replacen(
                "\"value\":",
                &format!("\"value\":{}", nested(500)),
                1,
            ),
            "archive_form",
        ),
    ];
    for (i, (text, code)) in cases.iter().enumerate() {
        let wanted = request(&to, ImportKind::Archive, "bad.json", text.as_bytes()).await;
        let Err(refused) = to.preview_import(&Ctx::local(), wanted).await else { panic!("case {i} passes") };
        assert_eq!(refused.code(), *code, "case {i}: {refused}");
        assert!(refused.to_string().starts_with("bad.json"), "case {i}: {refused}");
        let failed = import(&to, ImportKind::Archive, "bad.json", text.as_bytes()).await.unwrap_err();
        assert_eq!(failed, refused.to_string(), "case {i}");
        assert_eq!(timeless(&archive(&to).await), empty, "case {i}");
        assert_eq!(to.workspace(&Ctx::local()).await.unwrap().counts.bars, 0, "case {i}");
    }
    import(&to, ImportKind::Archive, "good.json", good.as_bytes()).await.unwrap();
    assert_eq!(timeless(&good), timeless(&archive(&to).await));
    from.close().await;
    to.close().await;
}

const CHILD: &str = "QUARTERDECK_TEST_ARCHIVE_CHILD";

/// In the child process: imports the archive beside its workspace. Does nothing in an ordinary run.
#[tokio::test(flavor = "multi_thread")]
async fn child_imports_an_archive() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let station = open(Path::new(&path)).await.unwrap();
    let text = std::fs::read(Path::new(&path).with_extension("json")).unwrap();
    let request = request(&station, ImportKind::Archive, "desk.json", &text).await;
    station.start_import(&Ctx::local(), request).await.unwrap();
    std::io::Write::write_all(&mut std::io::stdout(), b"BEGUN\n").unwrap();
    idle(&station).await;
    std::future::pending::<()>().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_in_an_archive_leaves_all_or_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let from = sample(&dir.path().join("from")).await;
    let text = archive(&from).await;
    from.close().await;
    let (mut empty, mut full) = (0, 0);
    for delay_ms in [0, 200, 800, 2000, 4000] {
        let path = dir.path().join(format!("to{delay_ms}"));
        std::fs::write(path.with_extension("json"), &text).unwrap();
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "archives::child_imports_an_archive", "--nocapture"])
            .env(CHILD, &path)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.map_while(Result::ok).any(|l| l.contains("BEGUN")));
        std::thread::sleep(std::time::Duration::from_millis(delay_ms));
        child.kill().unwrap();
        child.wait().unwrap();

        // What is on the disk before anybody takes the job up again.
        let store = Store::open(&path, &OpenOptions::new(Clock::System.now())).await.unwrap();
        assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
        let rows = |table: &str, counts: &[store::TableCount]| -> u64 {
            counts.iter().filter(|c| c.table == table).map(|c| c.rows).sum()
        };
        let counts = store.counts().await.unwrap();
        let held = ["accounts", "instruments", "transactions", "fx_rates"].map(|table| rows(table, &counts));
        assert!(held.iter().all(|n| *n == 0) || held.iter().all(|n| *n > 0), "half an archive: {held:?}");
        assert!(held[0] == 0 || rows("bar_series", &counts) > 0, "books without their prices");
        if held[0] == 0 {
            empty += 1;
        } else {
            full += 1;
        }
        store.close().await;

        // The next start does the rest.
        let to = open(&path).await.unwrap();
        idle(&to).await;
        assert_eq!(timeless(&archive(&to).await), timeless(&text), "killed after {delay_ms} ms");
        to.close().await;
    }
    assert!(empty > 0, "no kill came early enough: {full} were whole");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_from_before_strategies_comes_in() {
    let dir = tempfile::tempdir().unwrap();
    random_workspace(&dir.path().join("from"), 5).await;
    let (from, to) = (open(&dir.path().join("from")).await.unwrap(), open(&dir.path().join("to")).await.unwrap());
    let text = archive(&from).await;
    let mut earlier = text.replacen("\"version\":2", "\"version\":1", 1);
    for section in ["strategies", "backtests"] {
        let start = earlier.find(&format!("\"{section}\":[")).unwrap();
        let end = start + earlier[start..].find("\n],\n").unwrap() + "\n],\n".len();
        assert_eq!(&earlier[start..end], format!("\"{section}\":[\n],\n"), "the workspace has none");
        earlier.replace_range(start..end, "");
    }
    import(&to, ImportKind::Archive, "earlier.json", earlier.as_bytes()).await.unwrap();
    assert_eq!(timeless(&text), timeless(&archive(&to).await));
    from.close().await;
    to.close().await;
}

struct AccountIdText;

impl AccountIdText {
    /// Of an account that nothing else has: its transactions lose theirs.
    fn fresh() -> String {
        model::id::AccountId::from_uuid(uuid::Uuid::nil()).to_string()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hundreds_of_megabytes_without_sense_are_refused_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let to = open(&dir.path().join("to")).await.unwrap();
    let head = "{\"format\":\"quarterdeck-archive\",\"version\":1,\"made_at\":\"2024-01-01T00:00:00Z\",\"settings\":[";
    let mut deep = head.to_owned();
    let _ = write!(deep, "{{\"key\":\"x\",\"value\":{}", "[".repeat(200 << 20));
    let flat = format!("{head}{{\"key\":\"x\",\"value\":[{}", "1,".repeat(100 << 20));
    for (text, code) in [("[".repeat(200 << 20), "archive_foreign"), (deep, "archive_form"), (flat, "archive_too_long")]
    {
        let wanted = request(&to, ImportKind::Archive, "bad.json", text.as_bytes()).await;
        let began = Instant::now();
        let refused = to.preview_import(&Ctx::local(), wanted.clone()).await.unwrap_err();
        assert_eq!(refused.code(), code, "{refused}");
        assert!(began.elapsed().as_secs() < 20, "{code} took {:?}", began.elapsed());
        to.delete_upload(&Ctx::local(), wanted.upload_id).await.unwrap();
    }
    to.close().await;
}

async fn csv(station: &Workstation, noun: CsvNoun) -> String {
    String::from_utf8(bytes(station.export_csv(&Ctx::local(), noun).await.unwrap()).await).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn csv_of_the_sample_reads_back_to_the_same_rows() {
    let dir = tempfile::tempdir().unwrap();
    let from = sample(&dir.path().join("from")).await;
    let note = "=HYPERLINK(\"http://x\"),\r\n@a";
    let mut fields = {
        let page = from.transactions(&Ctx::local(), &Default::default()).await.unwrap();
        page.items[0].fields().clone()
    };
    fields.note = Some(note.to_owned());
    from.create_transaction(&Ctx::local(), fields).await.unwrap();
    // The other workspace has the names, which CSV refers to, and nothing else.
    let text = archive(&from).await;
    let emptied = without(&without(&without(&text, "transactions"), "fx_rates"), "bars");
    let to = open(&dir.path().join("to")).await.unwrap();
    import(&to, ImportKind::Archive, "names.json", emptied.as_bytes()).await.unwrap();
    let files = [
        (CsvNoun::FxRates, ImportKind::FxRates),
        (CsvNoun::Prices, ImportKind::Prices),
        (CsvNoun::Transactions, ImportKind::Transactions),
    ];
    for (noun, kind) in files {
        let file = csv(&from, noun).await;
        let n_rows = csv_rows(&file).len() as u64 - 1;
        let report = import(&to, kind, &format!("{}.csv", noun.as_str()), file.as_bytes()).await.unwrap();
        assert_eq!((report.added, report.refused), (n_rows, 0), "{noun:?}: {:?}", report.refusals.first());
        let again = csv(&to, noun).await;
        let sorted = |text: &str| {
            let mut rows = csv_rows(text);
            rows.sort();
            rows
        };
        assert_eq!(sorted(&file), sorted(&again), "{noun:?}");
    }
    assert!(csv(&to, CsvNoun::Transactions).await.contains("\"'=HYPERLINK("));
    let kept = to.transactions(&Ctx::local(), &Default::default()).await.unwrap();
    assert!(kept.items.iter().any(|t| t.note.as_deref() == Some(note)));
    for noun in CsvNoun::ALL {
        for row in csv_rows(&csv(&from, noun).await) {
            for cell in row {
                let is_number = cell.parse::<f64>().is_ok();
                assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{noun:?}: {cell}");
            }
        }
    }
    from.close().await;
    to.close().await;
}

/// The rows of a CSV text, numbers in their shortest form; read by another program's rules (the crate `csv`).
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let shortest = |cell: &str| match Decimal::from_str_exact(cell) {
        Ok(number) => number.normalize().to_string(),
        Err(_) => cell.to_owned(),
    };
    reader.records().map(|row| row.unwrap().iter().map(shortest).collect()).collect()
}

/// An archive with one section emptied.
fn without(archive: &str, section: &str) -> String {
    let start = archive.find(&format!("\"{section}\":[")).unwrap() + section.len() + 4;
    let end = start + archive[start..].find("\n]").unwrap();
    format!("{}{}", &archive[..start], &archive[end..])
}
