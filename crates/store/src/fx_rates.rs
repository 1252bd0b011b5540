//! Exchange rates in revisions: one per pair and day, corrected by a new revision.

mod archive;
mod import;
mod undo;

use chrono::NaiveDate;
use model::{
    currency::Currency,
    fx::{FxRate, FxRateFields},
    id::{FxRateId, ImportId},
    time::Timestamp,
};
use rust_decimal::Decimal;
use uuid::Uuid;

pub(crate) use self::archive::{columns as archive_columns, page as archive_page, row as archive_row};
pub use self::{
    archive::FxRateRevision,
    import::import,
    undo::{PairSpan, delete_import},
};
use crate::{
    errors::{Result, StoreError},
    page::{Page, Paging},
    sql::{Row, Source, Value},
    write::Write,
};

const NOUN: &str = "fx_rates";
const COLUMNS: &str = "id, revision, known_at, known_until, deleted, base, quote, date, rate, source, import_id";

/// Which rates are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FxRateFilter {
    /// Of which there is one unit.
    pub base: Option<Currency>,
    /// In which it is priced.
    pub quote: Option<Currency>,
    /// Of this day or later.
    pub from: Option<NaiveDate>,
    /// Of this day or earlier.
    pub to: Option<NaiveDate>,
    /// As they were known at this time; `None`: now.
    pub known_at: Option<Timestamp>,
}

/// How far the rates of a pair reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairCoverage {
    /// Of which there is one unit.
    pub base: Currency,
    /// In which it is priced.
    pub quote: Currency,
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// How many days have a rate.
    pub count: u64,
}

/// A page of rates, newest day first.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list(on: impl Into<Source<'_>>, filter: &FxRateFilter, paging: &Paging) -> Result<Page<FxRate>> {
    let mut values = Vec::new();
    let mut bind = |value| {
        values.push(value);
        values.len()
    };
    let mut sql = format!("SELECT {COLUMNS} FROM fx_rates WHERE NOT deleted");
    match filter.known_at {
        None => sql.push_str(" AND known_until IS NULL"),
        Some(at) => {
            let n = bind(Value::time(at));
            sql.push_str(&format!(" AND known_at <= ${n} AND (known_until IS NULL OR known_until > ${n})"));
        }
    }
    for (column, currency) in [("base", filter.base), ("quote", filter.quote)] {
        if let Some(currency) = currency {
            sql.push_str(&format!(" AND {column} = ${}", bind(Value::text(currency.code()))));
        }
    }
    for (op, day) in [(">=", filter.from), ("<=", filter.to)] {
        if let Some(day) = day {
            sql.push_str(&format!(" AND date {op} ${}", bind(Value::date(day))));
        }
    }
    if let Some((day, id)) = paging.key::<(NaiveDate, Uuid)>()? {
        let (d, i) = (bind(Value::date(day)), bind(Value::uuid(id)));
        sql.push_str(&format!(" AND (date, id) < (${d}, ${i})"));
    }
    sql.push_str(&format!(" ORDER BY date DESC, id DESC LIMIT ${}", bind(Value::int(paging.rows()))));
    let rows = on.into().rows(sql, values).await?;
    let items = rows.iter().map(|r| read(r).map(|(rate, _)| rate)).collect::<Result<Vec<_>>>()?;
    Ok(paging.page(items, |r| (r.fields.date, r.id.uuid())))
}

/// One rate, as it is known now.
///
/// # Errors
/// [`StoreError::NotFound`], also when it is deleted.
pub async fn get(on: impl Into<Source<'_>>, id: FxRateId) -> Result<FxRate> {
    match current(&mut on.into(), id).await? {
        Some((rate, false)) => Ok(rate),
        _ => Err(StoreError::not_found(NOUN, id)),
    }
}

/// Adds a rate.
///
/// # Errors
/// When it is not valid, or the pair has a rate on that day.
pub async fn insert(w: &mut Write, id: FxRateId, fields: &FxRateFields) -> Result<FxRate> {
    valid(fields)?;
    if let Some((old, deleted)) = on_day(w, fields).await? {
        if deleted {
            // The day keeps its identity: the rate comes back as its next revision.
            return revise(w, old.id, None, fields).await;
        }
        let value = format!("{}/{} of {}", fields.base, fields.quote, fields.date);
        return Err(StoreError::Duplicate { noun: NOUN, field: "rate", value });
    }
    let new = FxRate { id, revision: 1, known_at: w.at(), fields: fields.clone() };
    put(w, &new, false).await?;
    w.changed(NOUN, id.to_string(), &summary("Created", &new), None, Some(&new)).await?;
    Ok(new)
}

/// Corrects a rate, or revives a deleted one: a new revision. Pair and day stay.
///
/// # Errors
/// [`StoreError::NotFound`], [`StoreError::Stale`], or not valid.
pub async fn revise(
    w: &mut Write,
    id: FxRateId,
    expected_revision: Option<u32>,
    fields: &FxRateFields,
) -> Result<FxRate> {
    valid(fields)?;
    let (old, deleted) = expected(w, id, expected_revision).await?;
    let same_day = (old.fields.base, old.fields.quote, old.fields.date) == (fields.base, fields.quote, fields.date);
    if !same_day {
        let value = format!("{}/{} of {}", old.fields.base, old.fields.quote, old.fields.date);
        return Err(StoreError::Duplicate { noun: NOUN, field: "the pair and day, which cannot be changed:", value });
    }
    let new = FxRate { id, revision: old.revision + 1, known_at: w.at(), fields: fields.clone() };
    close(w, id).await?;
    put(w, &new, false).await?;
    let (before, verb) = if deleted { (None, "Restored") } else { (Some(&old), "Changed") };
    w.changed(NOUN, id.to_string(), &summary(verb, &new), before, Some(&new)).await?;
    Ok(new)
}

/// Deletes a rate: a revision that says so. Returns what there was.
///
/// # Errors
/// [`StoreError::NotFound`] and [`StoreError::Stale`].
pub async fn delete(w: &mut Write, id: FxRateId, expected_revision: Option<u32>) -> Result<FxRate> {
    let (old, deleted) = expected(w, id, expected_revision).await?;
    if deleted {
        return Err(StoreError::not_found(NOUN, id));
    }
    let gone = FxRate { revision: old.revision + 1, known_at: w.at(), ..old.clone() };
    close(w, id).await?;
    put(w, &gone, true).await?;
    w.changed(NOUN, id.to_string(), &summary("Deleted", &old), Some(&old), None).await?;
    Ok(old)
}

const LATEST: &str = "SELECT id, revision, known_at, known_until, deleted, base, quote, date, rate, source, import_id \
     FROM fx_rates WHERE base = $1 AND quote = $2 AND date <= $3 AND NOT deleted AND known_until IS NULL \
     ORDER BY date DESC LIMIT 1";
const LATEST_KNOWN: &str = "SELECT id, revision, known_at, known_until, deleted, base, quote, date, rate, source, import_id \
     FROM fx_rates WHERE base = $1 AND quote = $2 AND date <= $3 AND NOT deleted AND known_at <= $4 \
     AND (known_until IS NULL OR known_until > $4) ORDER BY date DESC LIMIT 1";

/// The rate of a day, or of the nearest day before it.
///
/// # Errors
/// When the database cannot be read.
pub async fn latest(
    on: impl Into<Source<'_>>,
    base: Currency,
    quote: Currency,
    on_or_before: NaiveDate,
    known_at: Option<Timestamp>,
) -> Result<Option<FxRate>> {
    let mut values = vec![Value::text(base.code()), Value::text(quote.code()), Value::date(on_or_before)];
    values.extend(known_at.map(Value::time));
    let sql = if known_at.is_some() { LATEST_KNOWN } else { LATEST };
    let row = on.into().row(sql, values).await?;
    row.map(|r| read(&r).map(|(rate, _)| rate)).transpose()
}

/// The rates of a pair from one day to another, both included, in order.
///
/// # Errors
/// When the database cannot be read.
pub async fn series(
    on: impl Into<Source<'_>>,
    base: Currency,
    quote: Currency,
    from: NaiveDate,
    to: NaiveDate,
    known_at: Option<Timestamp>,
) -> Result<Vec<(NaiveDate, Decimal)>> {
    let mut on = on.into();
    let mut values = vec![Value::text(base.code()), Value::text(quote.code()), Value::date(from), Value::date(to)];
    values.extend(known_at.map(Value::time));
    let known = match known_at {
        None => "known_until IS NULL",
        Some(_) => "known_at <= $5 AND (known_until IS NULL OR known_until > $5)",
    };
    let conditions = format!("base = $1 AND quote = $2 AND date >= $3 AND date <= $4 AND NOT deleted AND {known}");
    if on.is_postgres() {
        let sql = format!("SELECT date, rate FROM fx_rates WHERE {conditions} ORDER BY date");
        let read = |row: &Row| {
            let mut cells = row.cells(NOUN);
            Ok((cells.date()?, cells.decimal()?))
        };
        return on.rows(sql, values).await?.iter().map(read).collect();
    }
    // In one cell, for the driver takes longer over a row than the database.
    let sql = format!("SELECT group_concat(date || ' ' || rate, ';') FROM fx_rates WHERE {conditions}");
    let row = on.row(sql, values).await?;
    let Some(all) = row.map(|row| row.cells(NOUN).opt_text()).transpose()?.flatten() else { return Ok(Vec::new()) };
    let mut rates = all.split(';').map(of_day).collect::<Result<Vec<_>>>()?;
    rates.sort_unstable_by_key(|(date, _)| *date);
    Ok(rates)
}

/// A day and its rate, with a space between.
fn of_day(text: &str) -> Result<(NaiveDate, Decimal)> {
    let parts =
        text.split_once(' ').and_then(|(date, rate)| Some((date.parse().ok()?, Decimal::from_str_exact(rate).ok()?)));
    parts.ok_or_else(|| StoreError::Decode { noun: NOUN, what: "rate of a day", reason: format!("it is {text:?}") })
}

/// How far each pair's rates reach.
///
/// # Errors
/// When the database cannot be read.
pub async fn pairs(on: impl Into<Source<'_>>) -> Result<Vec<PairCoverage>> {
    let sql = "SELECT base, quote, min(date), max(date), count(*) FROM fx_rates \
               WHERE known_until IS NULL AND NOT deleted GROUP BY base, quote ORDER BY base, quote";
    let rows = on.into().rows(sql, vec![]).await?;
    let read = |row: &Row| {
        let mut c = row.cells(NOUN);
        Ok(PairCoverage { base: c.parsed()?, quote: c.parsed()?, first: c.date()?, last: c.date()?, count: c.count()? })
    };
    rows.iter().map(read).collect()
}

fn valid(fields: &FxRateFields) -> Result<()> {
    let errors = fields.check();
    if errors.is_empty() { Ok(()) } else { Err(StoreError::Invalid { noun: NOUN, errors }) }
}

fn summary(verb: &str, r: &FxRate) -> String {
    format!("{verb} rate {}/{} of {}", r.fields.base, r.fields.quote, r.fields.date)
}

/// The newest revision, and whether it is a deletion.
async fn current(on: &mut Source<'_>, id: FxRateId) -> Result<Option<(FxRate, bool)>> {
    let sql = format!("SELECT {COLUMNS} FROM fx_rates WHERE id = $1 AND known_until IS NULL");
    on.row(sql, vec![Value::uuid(id.uuid())]).await?.map(|r| read(&r)).transpose()
}

async fn on_day(w: &mut Write, fields: &FxRateFields) -> Result<Option<(FxRate, bool)>> {
    let sql =
        format!("SELECT {COLUMNS} FROM fx_rates WHERE base = $1 AND quote = $2 AND date = $3 AND known_until IS NULL");
    let values = vec![Value::text(fields.base.code()), Value::text(fields.quote.code()), Value::date(fields.date)];
    Source::from(w).row(sql, values).await?.map(|r| read(&r)).transpose()
}

async fn expected(w: &mut Write, id: FxRateId, expected: Option<u32>) -> Result<(FxRate, bool)> {
    let found = current(&mut Source::from(w), id).await?;
    let (old, deleted) = found.ok_or_else(|| StoreError::not_found(NOUN, id))?;
    match expected {
        Some(expected) if expected != old.revision => {
            Err(StoreError::Stale { noun: NOUN, id: id.to_string(), expected, found: old.revision })
        }
        _ => Ok((old, deleted)),
    }
}

async fn close(w: &mut Write, id: FxRateId) -> Result<()> {
    let sql = "UPDATE fx_rates SET known_until = $2 WHERE id = $1 AND known_until IS NULL";
    let at = w.at();
    Source::from(w).run(sql, vec![Value::uuid(id.uuid()), Value::time(at)]).await.map(drop)
}

async fn put(w: &mut Write, rate: &FxRate, deleted: bool) -> Result<()> {
    Source::from(w).insert_rows(NOUN, COLUMNS, vec![values(rate, deleted, None)]).await.map(drop)
}

fn values(rate: &FxRate, deleted: bool, import_id: Option<ImportId>) -> Vec<Value> {
    vec![
        Value::uuid(rate.id.uuid()),
        Value::int(rate.revision),
        Value::time(rate.known_at),
        Value::Int(None),
        Value::Bool(deleted),
        Value::text(rate.fields.base.code()),
        Value::text(rate.fields.quote.code()),
        Value::date(rate.fields.date),
        Value::decimal(rate.fields.rate),
        Value::text(&rate.fields.source),
        Value::Uuid(import_id.map(ImportId::uuid)),
    ]
}

fn read(row: &Row) -> Result<(FxRate, bool)> {
    read_whole(row).map(|(rate, deleted, _)| (rate, deleted))
}

/// A revision, whether it is a deletion, and the import that it came with.
fn read_whole(row: &Row) -> Result<(FxRate, bool, Option<ImportId>)> {
    let mut c = row.cells(NOUN);
    let id = FxRateId::from_uuid(c.uuid()?);
    let (revision, known_at) = (c.small()?, c.time()?);
    c.opt_time()?;
    let deleted = c.bool()?;
    let fields =
        FxRateFields { base: c.parsed()?, quote: c.parsed()?, date: c.date()?, rate: c.decimal()?, source: c.text()? };
    let import_id = c.opt_uuid()?.map(ImportId::from_uuid);
    Ok((FxRate { id, revision, known_at, fields }, deleted, import_id))
}
