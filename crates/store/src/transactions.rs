//! Transactions in revisions: a correction or deletion is a new revision, and every read may ask what was known when.

mod archive;
mod import;
mod packed;
mod rows;

use chrono::NaiveDate;
use model::{
    id::{AccountId, ImportId, InstrumentId, TransactionId},
    time::Timestamp,
    transaction::{Transaction, TransactionFields, TransactionKind},
};
use uuid::Uuid;

pub use self::archive::TransactionRevision;
pub(crate) use self::archive::{columns as archive_columns, page as archive_page, row as archive_row};
pub use self::import::{ImportRow, check, delete_import, import, is_new};
use self::rows::{COLUMNS, read, values};
use crate::{
    errors::{Result, StoreError},
    page::{Page, Paging},
    sql::{Row, Source, Value},
    write::Write,
};

pub(crate) const NOUN: &str = "transactions";

/// Which transactions are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TransactionFilter {
    /// In this account, or transferred into it.
    pub account_id: Option<AccountId>,
    /// Of this instrument, or ending in it.
    pub instrument_id: Option<InstrumentId>,
    /// Of this kind.
    pub kind: Option<TransactionKind>,
    /// Traded on this day or later.
    pub from: Option<NaiveDate>,
    /// Traded on this day or earlier: the "as of" of a report.
    pub to: Option<NaiveDate>,
    /// Brought by this import.
    pub import_id: Option<ImportId>,
    /// As they were known at this time; `None`: now.
    pub known_at: Option<Timestamp>,
}

/// A revision of a transaction, current or past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// What it says.
    pub transaction: Transaction,
    /// Until when it was what was known; `None` for the current one.
    pub known_until: Option<Timestamp>,
    /// Whether it says that there is no such transaction.
    pub deleted: bool,
}

/// A page of transactions, newest first.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list(on: impl Into<Source<'_>>, filter: &TransactionFilter, paging: &Paging) -> Result<Page<Transaction>> {
    let mut query = Query::of(filter);
    if let Some((date, id)) = paging.key::<(NaiveDate, Uuid)>()? {
        let (d, i) = (query.bind(Value::date(date)), query.bind(Value::uuid(id)));
        query.and(format!("(trade_date, id) < (${d}, ${i})"));
    }
    let limit = query.bind(Value::int(paging.rows()));
    let items = query.run(&mut on.into(), &format!("ORDER BY trade_date DESC, id DESC LIMIT ${limit}")).await?;
    Ok(paging.page(items, |t| (t.trade_date, t.id.uuid())))
}

/// Every transaction, oldest first, as the folding to lots needs them.
///
/// # Errors
/// When the database cannot be read.
pub async fn all(on: impl Into<Source<'_>>, filter: &TransactionFilter) -> Result<Vec<Transaction>> {
    let mut on = on.into();
    let narrowed = TransactionFilter { known_at: filter.known_at, ..TransactionFilter::default() } != *filter;
    if narrowed || on.is_postgres() {
        return Query::of(filter).run(&mut on, "ORDER BY trade_date, id").await;
    }
    let mut found = packed::all(&mut on, Query::of(filter)).await?;
    found.sort_unstable_by_key(|t| (t.trade_date, t.id));
    Ok(found)
}

/// The newest revision of each transaction that changed at a time or since, deletions among them.
///
/// # Errors
/// When the database cannot be read.
pub async fn changed_since(on: impl Into<Source<'_>>, at: Timestamp) -> Result<Vec<Revision>> {
    let sql = format!("SELECT {COLUMNS} FROM transactions WHERE known_until IS NULL AND known_at >= $1");
    let rows = on.into().rows(sql, vec![Value::time(at)]).await?;
    rows.iter().map(revision).collect()
}

/// One transaction, as it is known now or was known once.
///
/// # Errors
/// [`StoreError::NotFound`], also when it is deleted.
pub async fn get(on: impl Into<Source<'_>>, id: TransactionId, known_at: Option<Timestamp>) -> Result<Transaction> {
    let mut query = Query::of(&TransactionFilter { known_at, ..TransactionFilter::default() });
    let n = query.bind(Value::uuid(id.uuid()));
    query.and(format!("id = ${n}"));
    let found = query.run(&mut on.into(), "").await?;
    found.into_iter().next().ok_or_else(|| StoreError::not_found(NOUN, id))
}

/// Every revision of a transaction, oldest first.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn revisions(on: impl Into<Source<'_>>, id: TransactionId) -> Result<Vec<Revision>> {
    let sql = format!("SELECT {COLUMNS} FROM transactions WHERE id = $1 ORDER BY revision");
    let rows = on.into().rows(sql, vec![Value::uuid(id.uuid())]).await?;
    if rows.is_empty() {
        return Err(StoreError::not_found(NOUN, id));
    }
    rows.iter().map(revision).collect()
}

/// Adds a transaction made by hand.
///
/// # Errors
/// When it is not valid, or its identity is taken.
pub async fn insert(w: &mut Write, id: TransactionId, fields: &TransactionFields) -> Result<Transaction> {
    if latest(w, id).await?.is_some() {
        return Err(StoreError::Duplicate { noun: NOUN, field: "id", value: id.to_string() });
    }
    let new = valid(w, id, 1, None, fields).await?;
    put(w, &new, false, None).await?;
    w.changed(NOUN, id.to_string(), &summary("Created", &new), None, Some(&new)).await?;
    Ok(new)
}

/// Corrects a transaction, or revives a deleted one: a new revision. `expected_revision` is the one the caller saw.
///
/// # Errors
/// [`StoreError::NotFound`], [`StoreError::Stale`], or not valid.
pub async fn revise(
    w: &mut Write,
    id: TransactionId,
    expected_revision: Option<u32>,
    fields: &TransactionFields,
) -> Result<Transaction> {
    let (old, source_key) = current(w, id, expected_revision).await?;
    let new = valid(w, id, old.transaction.revision + 1, old.transaction.import_id, fields).await?;
    close(w, id).await?;
    put(w, &new, false, source_key).await?;
    let (before, verb) = if old.deleted { (None, "Restored") } else { (Some(&old.transaction), "Changed") };
    w.changed(NOUN, id.to_string(), &summary(verb, &new), before, Some(&new)).await?;
    Ok(new)
}

/// Deletes a transaction: a revision that says so. Returns what there was.
///
/// # Errors
/// [`StoreError::NotFound`] and [`StoreError::Stale`].
pub async fn delete(w: &mut Write, id: TransactionId, expected_revision: Option<u32>) -> Result<Transaction> {
    let (old, source_key) = current(w, id, expected_revision).await?;
    if old.deleted {
        return Err(StoreError::not_found(NOUN, id));
    }
    let old = old.transaction;
    let mut gone = old.clone();
    gone.revision += 1;
    gone.known_at = w.at();
    close(w, id).await?;
    put(w, &gone, true, source_key).await?;
    w.changed(NOUN, id.to_string(), &summary("Deleted", &old), Some(&old), None).await?;
    Ok(old)
}

fn summary(verb: &str, t: &Transaction) -> String {
    format!("{verb} {} of {}", t.kind.as_str().replace('_', " "), t.trade_date)
}

/// The newest revision and its source key; `None` when the identity is unknown.
async fn latest(w: &mut Write, id: TransactionId) -> Result<Option<(Revision, Option<String>)>> {
    let sql = format!("SELECT {COLUMNS}, source_key FROM transactions WHERE id = $1 AND known_until IS NULL");
    let Some(row) = Source::from(w).row(sql, vec![Value::uuid(id.uuid())]).await? else { return Ok(None) };
    let mut cells = row.cells(NOUN);
    let (transaction, known_until, deleted) = read(&mut cells)?;
    Ok(Some((Revision { transaction, known_until, deleted }, cells.opt_text()?)))
}

async fn current(w: &mut Write, id: TransactionId, expected: Option<u32>) -> Result<(Revision, Option<String>)> {
    let (old, key) = latest(w, id).await?.ok_or_else(|| StoreError::not_found(NOUN, id))?;
    let found = old.transaction.revision;
    match expected {
        Some(expected) if expected != found => {
            Err(StoreError::Stale { noun: NOUN, id: id.to_string(), expected, found })
        }
        _ => Ok((old, key)),
    }
}

async fn valid(
    w: &mut Write,
    id: TransactionId,
    revision: u32,
    import_id: Option<ImportId>,
    fields: &TransactionFields,
) -> Result<Transaction> {
    let at = w.at();
    let new = Transaction::new(id, revision, at, import_id, fields.clone())
        .map_err(|errors| StoreError::Invalid { noun: NOUN, errors })?;
    let row = ImportRow { line: 1, fields: fields.clone() };
    let wrong = check(&mut *w, std::slice::from_ref(&row)).await?;
    if wrong.is_empty() { Ok(new) } else { Err(StoreError::Rows(wrong)) }
}

async fn close(w: &mut Write, id: TransactionId) -> Result<()> {
    let sql = "UPDATE transactions SET known_until = $2 WHERE id = $1 AND known_until IS NULL";
    let at = w.at();
    Source::from(w).run(sql, vec![Value::uuid(id.uuid()), Value::time(at)]).await.map(drop)
}

async fn put(w: &mut Write, t: &Transaction, deleted: bool, source_key: Option<String>) -> Result<()> {
    let mut row = values(t, deleted)?;
    row.push(Value::Text(source_key));
    Source::from(w).insert_rows(NOUN, &format!("{COLUMNS}, source_key"), vec![row]).await.map(drop)
}

fn revision(row: &Row) -> Result<Revision> {
    let (transaction, known_until, deleted) = read(&mut row.cells(NOUN))?;
    Ok(Revision { transaction, known_until, deleted })
}

/// A query under construction: only what is asked for stands in it, so that an index fits.
struct Query {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Query {
    fn of(filter: &TransactionFilter) -> Self {
        let mut query = Self { conditions: vec!["NOT deleted".to_owned()], values: Vec::new() };
        match filter.known_at {
            None => query.and("known_until IS NULL".to_owned()),
            Some(at) => {
                let n = query.bind(Value::time(at));
                query.and(format!("known_at <= ${n} AND (known_until IS NULL OR known_until > ${n})"));
            }
        }
        if let Some(id) = filter.account_id {
            let n = query.bind(Value::uuid(id.uuid()));
            query.and(format!("(account_id = ${n} OR counter_account_id = ${n})"));
        }
        if let Some(id) = filter.instrument_id {
            let n = query.bind(Value::uuid(id.uuid()));
            query.and(format!("(instrument_id = ${n} OR other_instrument_id = ${n})"));
        }
        if let Some(kind) = filter.kind {
            let n = query.bind(Value::text(kind.as_str()));
            query.and(format!("kind = ${n}"));
        }
        if let Some(from) = filter.from {
            let n = query.bind(Value::date(from));
            query.and(format!("trade_date >= ${n}"));
        }
        if let Some(to) = filter.to {
            let n = query.bind(Value::date(to));
            query.and(format!("trade_date <= ${n}"));
        }
        if let Some(id) = filter.import_id {
            let n = query.bind(Value::uuid(id.uuid()));
            query.and(format!("import_id = ${n}"));
        }
        query
    }

    /// Adds a value and says its number.
    fn bind(&mut self, value: Value) -> usize {
        self.values.push(value);
        self.values.len()
    }

    fn and(&mut self, condition: String) {
        self.conditions.push(condition);
    }

    async fn run(self, on: &mut Source<'_>, tail: &str) -> Result<Vec<Transaction>> {
        let sql = format!("SELECT {COLUMNS} FROM transactions WHERE {} {tail}", self.conditions.join(" AND "));
        let rows = on.rows(sql, self.values).await?;
        rows.iter().map(|row| Ok(revision(row)?.transaction)).collect()
    }
}
