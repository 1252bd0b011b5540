//! Bars: `market_data_timeseries`, as compressed column blocks in SQLite and as rows in Postgres.
//!
//! A series is one instrument's bars of one size from one source. Writing merges: equal bars change nothing, other
//! values make a revision, so that a read can ask what was known when. Bars put in by hand (source [`MANUAL`]) win over
//! those from files; among files the newest series wins.

mod archive;
mod blocks;
mod journal;
mod merge;
mod read;
mod rows;
mod undo;

use model::{
    bar::{Bar, BarSize},
    error::ValueError,
    id::InstrumentId,
    time::Timestamp,
};

pub use ::bars::series::{BarSeries, Column, SeriesError};

pub use self::{
    archive::{BarCells, BarChange, clear, restore},
    journal::{BarJournal, journal},
    read::{BarQuery, Coverage, changed_at, coverage, damaged, first, gaps, latest, read, read_many},
    undo::undo_import,
};
pub(crate) use self::{
    archive::{History, SeriesRow, series as all_series},
    journal::{mark_logged, unlogged},
};
use crate::{
    Outcome, Store,
    errors::{Result, StoreError},
    migrations::File,
    postgres,
    sql::{Source, Value, places},
    write::Tx,
};

pub(crate) const NOUN: &str = "market_data_timeseries";

/// Instruments in one question: both databases take far more values, but a plan for each number of them is kept.
const IDS_AT_ONCE: usize = 100;

/// The source of bars put in by hand.
pub const MANUAL: &str = "manual";

/// A change of bars in the making: one transaction of the market file. Dropped, nothing of it remains.
pub struct BarWrite {
    tx: Tx,
    store: Store,
    at: Timestamp,
    codec: blocks::Codec,
    partitions: rows::Partitions,
}

impl BarWrite {
    pub(crate) async fn begin(store: &Store, at: Timestamp) -> Result<Self> {
        let tx = Tx::begin(store, File::Market).await?;
        let partitions = rows::Partitions::default();
        let mut m = Self { tx, store: store.clone(), at, codec: blocks::Codec::new()?, partitions };
        if m.source().is_postgres() {
            // One writer of bars at a time, as in SQLite.
            m.source().rows("SELECT pg_advisory_xact_lock(1363563634)::text", vec![]).await?;
            m.partitions = rows::Partitions::find(&mut m.source()).await?;
        }
        let sql = "SELECT changed_at FROM bar_series ORDER BY changed_at DESC LIMIT 1";
        if let Some(row) = m.source().row(sql, vec![]).await? {
            // Knowledge never runs backwards, whatever the clock does, and no two changes share a time: what was known
            // just before one of them can be asked for.
            m.at = at.max(Timestamp::from_micros(row.cells(NOUN).time()?.micros() + 1));
        }
        Ok(m)
    }

    /// When the change becomes known.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Keeps everything.
    ///
    /// # Errors
    /// When the database cannot; then nothing was kept.
    pub async fn commit(self) -> Result<()> {
        let file = place(&self.tx);
        self.tx.commit().await.map_err(|e| StoreError::from_sqlx(file, e))
    }

    /// Keeps nothing.
    ///
    /// # Errors
    /// When the connection is lost; then nothing was kept either.
    pub async fn rollback(self) -> Result<()> {
        let file = place(&self.tx);
        self.tx.rollback().await.map_err(|e| StoreError::from_sqlx(file, e))
    }

    pub(crate) fn source(&mut self) -> Source<'_> {
        let file = place(&self.tx);
        Source { handle: self.tx.handle(), file, dir: self.store.dir() }
    }
}

fn place(tx: &Tx) -> &'static str {
    match tx {
        Tx::Sqlite(_) => File::Market.name(),
        Tx::Postgres(_) => postgres::PLACE,
    }
}

/// A series as its row says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Series {
    pub(crate) id: i64,
    pub(crate) instrument_id: InstrumentId,
    pub(crate) source: String,
    pub(crate) first_at: i64,
    pub(crate) last_at: i64,
    pub(crate) n_bars: i64,
}

/// Merges bars into a series: new ones are added, other values revised, equal ones left.
///
/// # Errors
/// When the bars are not ascending or not valid; then nothing was kept.
pub async fn write(
    m: &mut BarWrite,
    instrument_id: InstrumentId,
    size: BarSize,
    source: &str,
    bars: &BarSeries,
) -> Result<Outcome> {
    check(bars)?;
    let (Some(&first), Some(&last)) = (bars.at.first(), bars.at.last()) else { return Ok(Outcome::default()) };
    let series = series_or_new(m, instrument_id, size, source, first).await?;
    let outcome = if m.source().is_postgres() {
        m.partitions
            .cover(&mut Source { handle: m.tx.handle(), file: postgres::PLACE, dir: None }, first, last)
            .await?;
        let at = m.at;
        rows::write(&mut m.source(), NOUN, series.id, bars, at).await?
    } else {
        blocks::write(m, &series, bars).await?
    };
    if outcome.added + outcome.revised > 0 {
        let empty = series.n_bars == 0;
        let (low, high) = if empty { (first, last) } else { (first.min(series.first_at), last.max(series.last_at)) };
        let n = series.n_bars + i64::try_from(outcome.added).unwrap_or(0);
        update_series(m, series.id, low, high, n).await?;
    }
    Ok(outcome)
}

/// Puts in one bar by hand; it wins over files. Returns the bar that was to be seen there before.
///
/// # Errors
/// When the bar is not valid.
pub async fn put_bar(m: &mut BarWrite, instrument_id: InstrumentId, size: BarSize, bar: &Bar) -> Result<Option<Bar>> {
    bar.check().map_err(|e| StoreError::Invalid { noun: NOUN, errors: vec![e] })?;
    let before = read::bar_at(m, instrument_id, size, bar.at).await?;
    let mut one = BarSeries::default();
    one.push(bar);
    write(m, instrument_id, size, MANUAL, &one).await?;
    Ok(before)
}

/// Deletes the bar of a time out of every source. Returns the one that was to be seen there.
///
/// # Errors
/// When the database refuses.
pub async fn delete_bar(
    m: &mut BarWrite,
    instrument_id: InstrumentId,
    size: BarSize,
    at: Timestamp,
) -> Result<Option<Bar>> {
    let before = read::bar_at(m, instrument_id, size, at).await?;
    for series in series_of(&mut m.source(), instrument_id, size).await? {
        take_out(m, &series, &[at.micros()]).await?;
    }
    Ok(before)
}

/// Takes bars out of a series by their times, which ascend; says how many were there.
async fn take_out(m: &mut BarWrite, series: &Series, times: &[i64]) -> Result<u64> {
    let now = m.at;
    let gone = if m.source().is_postgres() {
        rows::delete(&mut m.source(), NOUN, series.id, times, now).await?
    } else {
        blocks::delete(m, series, times).await?
    };
    if gone > 0 {
        let (first, last) = if m.source().is_postgres() {
            rows::ends(&mut m.source(), NOUN, series.id).await?
        } else {
            blocks::ends(&mut m.source(), series.id).await?
        }
        .unwrap_or((series.first_at, series.last_at));
        update_series(m, series.id, first, last, series.n_bars - i64::try_from(gone).unwrap_or(0)).await?;
    }
    Ok(gone)
}

/// Deletes every bar of an instrument for good, history included; says how many there were.
///
/// # Errors
/// When the database refuses.
pub async fn delete_instrument(m: &mut BarWrite, instrument_id: InstrumentId) -> Result<u64> {
    let id = Value::uuid(instrument_id.uuid());
    let sql = "SELECT n_bars FROM bar_series WHERE instrument_id = $1";
    let mut n = 0;
    for row in m.source().rows(sql, vec![id.clone()]).await? {
        n += row.cells(NOUN).count()?;
    }
    // The rows of the series go with it (ON DELETE CASCADE).
    m.source().run("DELETE FROM bar_series WHERE instrument_id = $1", vec![id]).await?;
    Ok(n)
}

/// The series of an instrument in the order of their weight: the first that has a bar wins.
pub(crate) async fn series_of(on: &mut Source<'_>, instrument_id: InstrumentId, size: BarSize) -> Result<Vec<Series>> {
    series_of_all(on, &[instrument_id], size).await
}

/// The series of some instruments, of each the one that weighs most first.
async fn series_of_all(on: &mut Source<'_>, ids: &[InstrumentId], size: BarSize) -> Result<Vec<Series>> {
    let mut series = Vec::new();
    for ids in ids.chunks(IDS_AT_ONCE) {
        let sql = format!(
            "SELECT id, instrument_id, source, first_at, last_at, n_bars FROM bar_series \
             WHERE bar_size = $1 AND instrument_id IN ({}) ORDER BY id DESC",
            places(2, ids.len())
        );
        let mut values = vec![Value::text(size.as_str())];
        values.extend(ids.iter().map(|id| Value::uuid(id.uuid())));
        for row in &on.rows(sql, values).await? {
            let mut c = row.cells(NOUN);
            series.push(Series {
                id: c.int()?,
                instrument_id: InstrumentId::from_uuid(c.uuid()?),
                source: c.text()?,
                first_at: c.int()?,
                last_at: c.int()?,
                n_bars: c.int()?,
            });
        }
    }
    series.sort_by_key(|s| s.source != MANUAL);
    Ok(series)
}

async fn series_or_new(
    m: &mut BarWrite,
    instrument_id: InstrumentId,
    size: BarSize,
    source: &str,
    first_at: i64,
) -> Result<Series> {
    let known = series_of(&mut m.source(), instrument_id, size).await?;
    if let Some(series) = known.into_iter().find(|s| s.source == source) {
        return Ok(series);
    }
    let row = m.source().row("SELECT id FROM bar_series ORDER BY id DESC LIMIT 1", vec![]).await?;
    let id = row.map(|r| r.cells(NOUN).int()).transpose()?.unwrap_or(0) + 1;
    let values = vec![
        Value::int(id),
        Value::uuid(instrument_id.uuid()),
        Value::text(size.as_str()),
        Value::text(source),
        Value::int(first_at),
        Value::int(first_at),
        Value::int(0),
        Value::time(m.at),
    ];
    let columns = "id, instrument_id, bar_size, source, first_at, last_at, n_bars, changed_at";
    m.source().insert_rows("bar_series", columns, vec![values]).await?;
    Ok(Series { id, instrument_id, source: source.to_owned(), first_at, last_at: first_at, n_bars: 0 })
}

async fn update_series(m: &mut BarWrite, id: i64, first: i64, last: i64, n: i64) -> Result<()> {
    let sql = "UPDATE bar_series SET first_at = $2, last_at = $3, n_bars = $4, changed_at = $5 WHERE id = $1";
    let values = [id, first, last, n, m.at.micros()].into_iter().map(Value::int).collect();
    m.source().run(sql, values).await.map(drop)
}

/// Refuses what could not be found again: times out of order, numbers that are none.
fn check(bars: &BarSeries) -> Result<()> {
    let wrong = |at: i64, reason: &str| {
        let error = ValueError::Bar { at: Timestamp::from_micros(at).to_string(), reason: reason.to_owned() };
        Err(StoreError::Invalid { noun: NOUN, errors: vec![error] })
    };
    if bars.close.len() != bars.len() {
        return wrong(0, "the columns differ in length");
    }
    if let Some(pair) = bars.at.windows(2).find(|w| w[0] >= w[1]) {
        return wrong(pair[1], "its time is not after the bar before it");
    }
    for bar in bars.iter() {
        bar.check().map_err(|e| StoreError::Invalid { noun: NOUN, errors: vec![e] })?;
    }
    Ok(())
}
