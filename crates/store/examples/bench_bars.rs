//! Writes and reads 1,000,000 bars (10 symbols) through the store, beside sqlx rows and the sqlite3 command's `.import`.
//!
//! Equality is verified before anything is timed against anything. Prints one JSON object a line with the seconds of each round, as
//! `crates/xtask/bench/README.md` says; run it in release: `cargo run --release -p store --example bench_bars`.

use std::{path::Path, process::Command, time::Instant};

use anyhow::{Context, ensure};
use chrono::Days;
use model::{
    actor::Actor,
    bar::{Bar, BarSize},
    currency::Currency,
    fx::FxRateFields,
    id::{CorrelationId, ImportId, InstrumentId},
    time::Timestamp,
};
use rust_decimal::Decimal;
use serde_json::json;
use sqlx::{
    AssertSqlSafe, Connection, Executor, Row, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use store::{
    OpenOptions, Store,
    bars::{self, BarQuery, BarSeries},
    fx_rates,
    imports::{self, ImportKind, ImportLog},
};

const SYMBOLS: usize = 10;
const BARS: usize = 100_000;
const ROUNDS: usize = 5;
const TABLE: &str = "CREATE TABLE bars (symbol_id INTEGER NOT NULL, at INTEGER NOT NULL, open REAL, high REAL, low REAL, \
     close REAL NOT NULL, volume REAL, PRIMARY KEY (symbol_id, at)) STRICT, WITHOUT ROWID";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let ids: Vec<InstrumentId> = (0..SYMBOLS).map(|_| InstrumentId::new()).collect();
    let input: Vec<Vec<Bar>> = (0..SYMBOLS).map(minute_bars).collect();
    let series = input.iter().map(|b| BarSeries::from_bars(b)).collect::<Result<Vec<_>, _>>()?;
    let (mut write, mut write_rows, mut import) = (Vec::new(), Vec::new(), Vec::new());
    let (mut read, mut read_rows) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let dir = tempfile::tempdir()?;
        let store = Store::open(&dir.path().join("ours"), &options()).await?;
        write.push(timed(ours_write(&store, &ids, &series)).await?.0);
        let (ms, ours) = timed(ours_read(&store, &ids)).await?;
        ensure!(ours == series, "our bars differ from what was written");
        let mut conn = rows_open(&dir.path().join("rows.sqlite")).await?;
        write_rows.push(timed(rows_write(&mut conn, &series)).await?.0);
        let (rows_ms, theirs) = timed(rows_read(&mut conn)).await?;
        ensure!(theirs == series, "the rows differ from what was written");
        read.push(ms);
        read_rows.push(rows_ms);
        if let Some(ms) = cli_import(dir.path(), &series)? {
            import.push(ms);
        }
        store.close().await;
    }
    let rates_ms = rates().await?;
    print("bars_read", "Quarterdeck", &read);
    print("bars_read", "sqlx rows", &read_rows);
    print("bars_write", "Quarterdeck", &write);
    print("bars_write", "sqlx rows", &write_rows);
    if !import.is_empty() {
        print("bars_write", "sqlite3 .import", &import);
    }
    print("fx_rates_write_150k", "Quarterdeck", &[rates_ms]);
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn print(case: &str, program: &str, ms: &[f64]) {
    let seconds: Vec<f64> = ms.iter().map(|ms| ms / 1e3).collect();
    println!("{}", json!({"case": case, "program": program, "seconds": seconds}));
}

fn options() -> OpenOptions {
    OpenOptions::new(Timestamp::from_micros(1_672_261_200_000_000))
}

/// A random walk in cents, one bar a minute.
fn minute_bars(seed: usize) -> Vec<Bar> {
    let mut bars = testkit::build::daily_bars("2000-01-01", BARS, seed as u64);
    let start = bars[0].at.micros();
    for (i, bar) in bars.iter_mut().enumerate() {
        bar.at = Timestamp::from_micros(start + i as i64 * 60_000_000);
        bar.volume = Some((1000 + i * 7919 % 5000) as f64);
    }
    bars
}

async fn timed<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<(f64, T)> {
    let clock = Instant::now();
    let done = work.await?;
    Ok((clock.elapsed().as_secs_f64() * 1000.0, done))
}

async fn ours_write(store: &Store, ids: &[InstrumentId], series: &[BarSeries]) -> anyhow::Result<()> {
    let mut m = store.begin_bars(options().at).await?;
    for (id, bars) in ids.iter().zip(series) {
        bars::write(&mut m, *id, BarSize::Minute1, "bench", bars).await?;
    }
    Ok(m.commit().await?)
}

async fn ours_read(store: &Store, ids: &[InstrumentId]) -> anyhow::Result<Vec<BarSeries>> {
    let mut all = Vec::new();
    for id in ids {
        all.push(bars::read(store, *id, BarSize::Minute1, &BarQuery::default()).await?);
    }
    Ok(all)
}

async fn rows_open(path: &Path) -> anyhow::Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal);
    let mut conn = SqliteConnection::connect_with(&options).await?;
    conn.execute(TABLE).await?;
    Ok(conn)
}

async fn rows_write(conn: &mut SqliteConnection, series: &[BarSeries]) -> anyhow::Result<()> {
    let mut tx = conn.begin().await?;
    let tuples = vec!["(?,?,?,?,?,?,?)"; 1000].join(",");
    let sql = format!("INSERT INTO bars VALUES {tuples}");
    for (symbol, bars) in series.iter().enumerate() {
        let bars: Vec<Bar> = bars.iter().collect();
        for part in bars.chunks_exact(1000) {
            let mut query = sqlx::query(AssertSqlSafe(sql.as_str()));
            for b in part {
                query = query.bind(symbol as i64).bind(b.at.micros()).bind(b.open).bind(b.high).bind(b.low);
                query = query.bind(b.close).bind(b.volume);
            }
            query.execute(&mut *tx).await?;
        }
    }
    Ok(tx.commit().await?)
}

async fn rows_read(conn: &mut SqliteConnection) -> anyhow::Result<Vec<BarSeries>> {
    let mut all = Vec::new();
    for symbol in 0..SYMBOLS {
        let sql = "SELECT at, open, high, low, close, volume FROM bars WHERE symbol_id = ? ORDER BY at";
        let rows = sqlx::query(sql).bind(symbol as i64).fetch_all(&mut *conn).await?;
        let mut series = BarSeries::default();
        for r in &rows {
            series.push(&Bar {
                at: Timestamp::from_micros(r.get(0)),
                open: r.get(1),
                high: r.get(2),
                low: r.get(3),
                close: r.get(4),
                volume: r.get(5),
            });
        }
        all.push(series);
    }
    Ok(all)
}

/// The sqlite3 command reading a CSV file into the same table; `None` where it is not installed.
fn cli_import(dir: &Path, series: &[BarSeries]) -> anyhow::Result<Option<f64>> {
    use std::io::Write;
    let csv = dir.join("bars.csv");
    let mut out = std::io::BufWriter::new(std::fs::File::create(&csv)?);
    let cell = |v: Option<f64>| v.map(|v| v.to_string()).unwrap_or_default();
    for (symbol, bars) in series.iter().enumerate() {
        for b in bars.iter() {
            let (o, h, l, v) = (cell(b.open), cell(b.high), cell(b.low), cell(b.volume));
            writeln!(out, "{symbol},{},{o},{h},{l},{},{v}", b.at.micros(), b.close)?;
        }
    }
    out.into_inner().context("the CSV file")?;
    let db = dir.join("cli.sqlite");
    // `.import` stores empty cells as text, which STRICT refuses: the reference gets the looser table, to its advantage.
    let table = TABLE.replace(" STRICT,", "");
    let script = format!(
        "PRAGMA journal_mode=WAL;\nPRAGMA synchronous=NORMAL;\n{table};\n.mode csv\n.import {} bars\n",
        csv.display()
    );
    let file = dir.join("script.sql");
    std::fs::write(&file, script)?;
    let clock = Instant::now();
    let Ok(status) = Command::new("sqlite3")
        .arg(&db)
        .stdin(std::fs::File::open(&file)?)
        .stdout(std::process::Stdio::null())
        .status()
    else {
        return Ok(None);
    };
    ensure!(status.success(), "sqlite3 failed");
    let ms = clock.elapsed().as_secs_f64() * 1000.0;
    let count = Command::new("sqlite3").arg(&db).arg("SELECT count(*) FROM bars").output()?.stdout;
    ensure!(count.trim_ascii() == (SYMBOLS * BARS).to_string().as_bytes(), "the import is not whole");
    Ok(Some(ms))
}

/// 150,000 exchange rates in one import.
async fn rates() -> anyhow::Result<f64> {
    let dir = tempfile::tempdir()?;
    let store = Store::open(dir.path(), &options()).await?;
    let quotes = ["USD", "JPY", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "HUF", "CZK", "AUD", "CAD"];
    let start = testkit::build::day("1990-01-01");
    let mut rates = Vec::new();
    for quote in quotes {
        for i in 0..12_500_u32 {
            rates.push(FxRateFields {
                base: Currency::EUR,
                quote: quote.parse()?,
                date: start + Days::new(u64::from(i)),
                rate: Decimal::new(10_000 + i64::from(i % 997), 4),
                source: "ECB".to_owned(),
            });
        }
    }
    let id = ImportId::new();
    let (ms, outcome) = timed(async {
        let mut w = store.begin(&Actor::LocalOwner, CorrelationId::new(), options().at).await?;
        let outcome = fx_rates::import(&mut w, id, &rates).await?;
        let log: ImportLog<()> = ImportLog {
            id,
            kind: ImportKind::FxRates,
            file_name: "rates.csv".to_owned(),
            content_hash: "0".repeat(64),
            at: options().at,
            outcome,
            refused: 0,
            report: None,
        };
        imports::insert(&mut w, &log).await?;
        w.commit().await?;
        Ok(outcome)
    })
    .await?;
    ensure!(outcome.added == 150_000, "not every rate was added");
    store.close().await;
    Ok(ms)
}
