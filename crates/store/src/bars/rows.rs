//! Bars as rows with revisions: everything in Postgres, the newest bars in SQLite.

use std::collections::{BTreeMap, BTreeSet};

use bars::series::BarSeries;
use chrono::{Datelike, NaiveDate};
use model::{bar::Bar, time::Timestamp};

use super::{NOUN, Series, merge::merge};
use crate::{
    Outcome,
    errors::Result,
    sql::{Cells, Row, Source, Value, places},
};

const COLUMNS: &str = "series_id, at, revision, known_at, known_until, open, high, low, close, volume";
const BAR: &str = "at, open, high, low, close, volume";

/// Which rows are wanted: times from and to, both included, and when they were known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Range {
    pub(super) from: Option<i64>,
    pub(super) to: Option<i64>,
    pub(super) known_at: Option<Timestamp>,
}

/// The bars of a series in a range.
pub(super) async fn read(on: &mut Source<'_>, table: &str, series_id: i64, range: Range) -> Result<BarSeries> {
    let mut values = vec![
        Value::int(series_id),
        Value::int(range.from.unwrap_or(i64::MIN)),
        Value::int(range.to.unwrap_or(i64::MAX)),
    ];
    values.extend(range.known_at.map(Value::time));
    let known = known_condition(range.known_at, 4);
    let sql =
        format!("SELECT {BAR} FROM {table} WHERE series_id = $1 AND at >= $2 AND at <= $3 AND {known} ORDER BY at");
    series(&on.rows(sql, values).await?)
}

/// The bars of some series in a range, each with the number of its series, by series and time.
pub(super) async fn read_many(
    on: &mut Source<'_>,
    table: &str,
    series: &[Series],
    range: Range,
) -> Result<Vec<(i64, Bar)>> {
    let mut values = vec![Value::int(range.from.unwrap_or(i64::MIN)), Value::int(range.to.unwrap_or(i64::MAX))];
    values.extend(range.known_at.map(Value::time));
    let known = known_condition(range.known_at, 3);
    let ids = places(values.len() + 1, series.len());
    values.extend(series.iter().map(|s| Value::int(s.id)));
    let sql = format!(
        "SELECT series_id, {BAR} FROM {table} WHERE series_id IN ({ids}) AND at >= $1 AND at <= $2 AND {known} \
         ORDER BY series_id, at"
    );
    let rows = on.rows(sql, values).await?;
    rows.iter()
        .map(|row| {
            let mut cells = row.cells(NOUN);
            Ok((cells.int()?, bar(&mut cells)?))
        })
        .collect()
}

/// What says that a revision holds: the current one, or the one known at the time bound as `$n`.
pub(super) fn known_condition(known_at: Option<Timestamp>, n: usize) -> String {
    match known_at {
        None => "known_until IS NULL".to_owned(),
        Some(_) => format!("known_at <= ${n} AND (known_until IS NULL OR known_until > ${n})"),
    }
}

/// The last bar of a series at or before a time.
pub(super) async fn last(
    on: &mut Source<'_>,
    table: &str,
    series_id: i64,
    to: i64,
    known_at: Option<Timestamp>,
) -> Result<Option<Bar>> {
    let mut values = vec![Value::int(series_id), Value::int(to)];
    values.extend(known_at.map(Value::time));
    let known = known_condition(known_at, 3);
    let sql =
        format!("SELECT {BAR} FROM {table} WHERE series_id = $1 AND at <= $2 AND {known} ORDER BY at DESC LIMIT 1");
    on.row(sql, values).await?.map(|r| bar(&mut r.cells(NOUN))).transpose()
}

/// Merges bars into the rows.
pub(super) async fn write(
    on: &mut Source<'_>,
    table: &str,
    series_id: i64,
    bars: &BarSeries,
    at: Timestamp,
) -> Result<Outcome> {
    let (Some(&first), Some(&last)) = (bars.at.first(), bars.at.last()) else { return Ok(Outcome::default()) };
    let range = Range { from: Some(first), to: Some(last), known_at: None };
    let old = read(on, table, series_id, range).await?;
    let outcome = merge(&old, bars).1;
    let known: BTreeMap<i64, Bar> = old.iter().map(|b| (b.at.micros(), b)).collect();
    let changed: Vec<Bar> = bars.iter().filter(|b| known.get(&b.at.micros()) != Some(b)).collect();
    let revised: Vec<i64> = changed.iter().map(|b| b.at.micros()).filter(|at| known.contains_key(at)).collect();
    close(on, table, series_id, &revised, at).await?;
    let revisions = revisions(on, table, series_id, first, last).await?;
    let rows = changed.iter().map(|b| values(series_id, b, revisions.get(&b.at.micros()).unwrap_or(&0) + 1, at));
    on.insert_rows(table, COLUMNS, rows.collect()).await?;
    Ok(outcome)
}

/// Ends the current rows of some times; says how many there were.
pub(super) async fn delete(
    on: &mut Source<'_>,
    table: &str,
    series_id: i64,
    times: &[i64],
    at: Timestamp,
) -> Result<u64> {
    close(on, table, series_id, times, at).await
}

/// Ends every current row of a series: its bars are in blocks from now on.
pub(super) async fn close_all(on: &mut Source<'_>, table: &str, series_id: i64, at: Timestamp) -> Result<()> {
    let sql = format!("UPDATE {table} SET known_until = $2 WHERE series_id = $1 AND known_until IS NULL");
    on.run(sql, vec![Value::int(series_id), Value::time(at)]).await.map(drop)
}

/// The first and the last time of a series.
pub(super) async fn ends(on: &mut Source<'_>, table: &str, series_id: i64) -> Result<Option<(i64, i64)>> {
    let mut ends = Vec::new();
    for order in ["", " DESC"] {
        let sql =
            format!("SELECT at FROM {table} WHERE series_id = $1 AND known_until IS NULL ORDER BY at{order} LIMIT 1");
        if let Some(row) = on.row(sql, vec![Value::int(series_id)]).await? {
            ends.push(row.cells(NOUN).int()?);
        }
    }
    Ok(ends.first().copied().zip(ends.last().copied()))
}

async fn close(on: &mut Source<'_>, table: &str, series_id: i64, times: &[i64], at: Timestamp) -> Result<u64> {
    let mut closed = 0;
    for part in times.chunks(500) {
        let sql = format!(
            "UPDATE {table} SET known_until = $2 WHERE series_id = $1 AND known_until IS NULL AND at IN ({})",
            places(3, part.len())
        );
        let mut values = vec![Value::int(series_id), Value::time(at)];
        values.extend(part.iter().map(|t| Value::int(*t)));
        closed += on.run(sql, values).await?;
    }
    Ok(closed)
}

/// The highest revision of each time in a range.
async fn revisions(on: &mut Source<'_>, table: &str, series_id: i64, from: i64, to: i64) -> Result<BTreeMap<i64, i64>> {
    let sql =
        format!("SELECT at, max(revision) FROM {table} WHERE series_id = $1 AND at >= $2 AND at <= $3 GROUP BY at");
    let rows = on.rows(sql, vec![Value::int(series_id), Value::int(from), Value::int(to)]).await?;
    rows.iter()
        .map(|row| {
            let mut c = row.cells(NOUN);
            Ok((c.int()?, c.int()?))
        })
        .collect()
}

fn values(series_id: i64, bar: &Bar, revision: i64, at: Timestamp) -> Vec<Value> {
    vec![
        Value::int(series_id),
        Value::time(bar.at),
        Value::int(revision),
        Value::time(at),
        Value::Int(None),
        Value::Real(bar.open),
        Value::Real(bar.high),
        Value::Real(bar.low),
        Value::Real(Some(bar.close)),
        Value::Real(bar.volume),
    ]
}

fn series(rows: &[Row]) -> Result<BarSeries> {
    let mut series = BarSeries::default();
    for row in rows {
        series.push(&bar(&mut row.cells(NOUN))?);
    }
    Ok(series)
}

fn bar(c: &mut Cells<'_>) -> Result<Bar> {
    Ok(Bar {
        at: c.time()?,
        open: c.opt_real()?,
        high: c.opt_real()?,
        low: c.opt_real()?,
        close: c.real()?,
        volume: c.opt_real()?,
    })
}

/// The yearly partitions of a Postgres table that is not a hypertable; made when they are first needed.
#[derive(Default)]
pub(super) struct Partitions {
    partitioned: bool,
    years: BTreeSet<i32>,
}

impl Partitions {
    pub(super) async fn find(on: &mut Source<'_>) -> Result<Self> {
        let sql = "SELECT count(*) FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid \
                   WHERE c.relname = 'market_data_timeseries'";
        Ok(Self { partitioned: on.number(sql, vec![]).await? > 0, years: BTreeSet::new() })
    }

    /// Makes the partitions for times from one to another.
    pub(super) async fn cover(&mut self, on: &mut Source<'_>, from: i64, to: i64) -> Result<()> {
        if !self.partitioned {
            return Ok(());
        }
        let year = |at: i64| Timestamp::from_micros(at).date().year();
        for y in year(from)..=year(to) {
            if !self.years.insert(y) {
                continue;
            }
            let start = |y: i32| NaiveDate::from_ymd_opt(y, 1, 1).map(|d| Timestamp::from_date(d).micros());
            let (Some(low), Some(high)) = (start(y), start(y + 1)) else { continue };
            let name = format!("{NOUN}_{}", y.to_string().replace('-', "bc"));
            let sql =
                format!("CREATE TABLE IF NOT EXISTS {name} PARTITION OF {NOUN} FOR VALUES FROM ({low}) TO ({high})");
            on.run(sql, vec![]).await?;
        }
        Ok(())
    }
}
