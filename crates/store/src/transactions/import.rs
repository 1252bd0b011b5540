//! Transactions out of a file: checked as a whole, kept as a whole, and recognized when the file comes again.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    audit::AuditAction,
    id::{AccountId, ImportId, InstrumentId, TransactionId},
    transaction::{Transaction, TransactionFields, TransactionKind},
};
use serde_json::json;

use super::{
    NOUN, revision,
    rows::{COLUMNS, values},
};
use crate::{
    Outcome, accounts,
    errors::{Result, RowError, RowReason, StoreError},
    instruments,
    sql::{Source, Value},
    write::{Change, Op, Write, canonical, to_json},
};

/// A transaction out of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// Its line there.
    pub line: usize,
    /// What it says.
    pub fields: TransactionFields,
}

/// What is wrong with rows that are to be added together; empty when nothing is.
///
/// # Errors
/// When the database cannot be read.
pub async fn check(on: impl Into<Source<'_>>, rows: &[ImportRow]) -> Result<Vec<RowError>> {
    let mut on = on.into();
    let known_accounts: BTreeSet<AccountId> = accounts::all(on.again()).await?.into_iter().map(|a| a.id).collect();
    let instruments: BTreeMap<InstrumentId, (String, bool)> = instruments::all(on.again())
        .await?
        .into_iter()
        .map(|i| (i.id, (i.fields.symbol, i.fields.prices_adjusted)))
        .collect();
    let mut wrong = Vec::new();
    for ImportRow { line, fields } in rows {
        let mut reasons: Vec<RowReason> = fields.check().into_iter().map(RowReason::Value).collect();
        let accounts = [Some(fields.account_id), fields.counter_account_id].into_iter().flatten();
        reasons.extend(accounts.filter(|id| !known_accounts.contains(id)).map(RowReason::UnknownAccount));
        let held = [fields.instrument_id, fields.other_instrument_id].into_iter().flatten();
        reasons.extend(held.filter(|id| !instruments.contains_key(id)).map(RowReason::UnknownInstrument));
        if counts_twice(fields.kind)
            && let Some((symbol, true)) = fields.instrument_id.and_then(|id| instruments.get(&id))
        {
            reasons.push(RowReason::AdjustedPrices { symbol: symbol.clone() });
        }
        wrong.extend(reasons.into_iter().map(|reason| RowError { row: *line, reason }));
    }
    Ok(wrong)
}

/// Kinds that a price series adjusted for splits and dividends already contains.
fn counts_twice(kind: TransactionKind) -> bool {
    matches!(kind, TransactionKind::Split | TransactionKind::Dividend | TransactionKind::StockDividend)
}

/// Which rows an import would add: the others are there already.
///
/// # Errors
/// When the database cannot be read.
pub async fn is_new(on: impl Into<Source<'_>>, rows: &[ImportRow]) -> Result<Vec<bool>> {
    let keys = source_keys(rows)?;
    let known = known_keys(&mut on.into(), rows).await?;
    Ok(rows.iter().zip(&keys).map(|(row, key)| !known.contains(&(row.fields.account_id, key.clone()))).collect())
}

/// Adds the rows that are not there yet. The event `transactions`/`import` is undone by [`delete_import`].
///
/// # Errors
/// [`StoreError::Rows`] with everything that is wrong; then nothing was added.
pub async fn import(w: &mut Write, import_id: ImportId, rows: &[ImportRow]) -> Result<Outcome> {
    let wrong = check(&mut *w, rows).await?;
    if !wrong.is_empty() {
        return Err(StoreError::Rows(wrong));
    }
    let keys = source_keys(rows)?;
    let new = is_new(&mut *w, rows).await?;
    let (mut cells, mut shared) = (Vec::new(), Vec::new());
    for ((row, key), _) in rows.iter().zip(keys).zip(&new).filter(|(_, new)| **new) {
        let id = TransactionId::new();
        let transaction = Transaction::new(id, 1, w.at(), Some(import_id), row.fields.clone())
            .map_err(|errors| StoreError::Invalid { noun: NOUN, errors })?;
        let mut row = values(&transaction, false)?;
        row.push(Value::text(key));
        cells.push(row);
        shared.push((id.to_string(), Op::Insert, to_json(NOUN, &transaction)?));
    }
    let added = cells.len() as u64;
    let outcome = Outcome { added, revised: 0, unchanged: rows.len() as u64 - added };
    if added > 0 {
        Source::from(&mut *w).insert_rows(NOUN, &format!("{COLUMNS}, source_key"), cells).await?;
        w.share(NOUN, shared).await?;
        note(w, AuditAction::Import, import_id, added, "Imported", true).await?;
    }
    Ok(outcome)
}

/// Deletes what an import added and nobody deleted since; the same rows may then be imported again.
///
/// # Errors
/// When the database refuses.
pub async fn delete_import(w: &mut Write, import_id: ImportId) -> Result<u64> {
    let (at, import) = (Value::time(w.at()), Value::uuid(import_id.uuid()));
    let sql = format!(
        "SELECT {COLUMNS} FROM transactions WHERE import_id = $1 AND known_until IS NULL AND NOT deleted ORDER BY id"
    );
    let rows = Source::from(&mut *w).rows(sql, vec![import.clone()]).await?;
    let (mut cells, mut shared) = (Vec::new(), Vec::new());
    for row in &rows {
        let mut gone = revision(row)?.transaction;
        gone.revision += 1;
        gone.known_at = w.at();
        let mut row = values(&gone, true)?;
        row.push(Value::Text(None));
        cells.push(row);
        shared.push((gone.id.to_string(), Op::Delete, serde_json::Value::Null));
    }
    let close = "UPDATE transactions SET known_until = $2 WHERE import_id = $1 AND known_until IS NULL AND NOT deleted";
    Source::from(&mut *w).run(close, vec![import, at]).await?;
    let deleted = cells.len() as u64;
    if deleted > 0 {
        Source::from(&mut *w).insert_rows(NOUN, &format!("{COLUMNS}, source_key"), cells).await?;
        w.share(NOUN, shared).await?;
        note(w, AuditAction::Delete, import_id, deleted, "Deleted imported", false).await?;
    }
    Ok(deleted)
}

async fn note(
    w: &mut Write,
    action: AuditAction,
    import_id: ImportId,
    rows: u64,
    verb: &str,
    undoable: bool,
) -> Result<()> {
    let noun = if rows == 1 { "transaction" } else { "transactions" };
    let summary = format!("{verb} {rows} {noun}");
    let after = Some(json!({ "import_id": import_id, "rows": rows }));
    let object_id = import_id.to_string();
    w.record(Change { action, noun: NOUN, object_id, summary: &summary, before: None, after, undoable }).await.map(drop)
}

/// What a row is recognized by: its content and its number among equal rows of the file.
fn source_keys(rows: &[ImportRow]) -> Result<Vec<String>> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut keys = Vec::with_capacity(rows.len());
    for row in rows {
        let mut content = row.fields.clone();
        // 1 and 1.00 are one value.
        for number in [
            &mut content.quantity,
            &mut content.price,
            &mut content.amount,
            &mut content.counter_amount,
            &mut content.ratio_new,
            &mut content.ratio_old,
            &mut content.cost_fraction,
        ] {
            *number = number.map(|d| d.normalize());
        }
        content.fees = content.fees.normalize();
        content.taxes = content.taxes.normalize();
        let hash = blake3::hash(canonical(&to_json(NOUN, &content)?).as_bytes()).to_string();
        let number = seen.entry(hash.clone()).and_modify(|n| *n += 1).or_insert(1);
        keys.push(format!("{}:{number}", &hash[..32]));
    }
    Ok(keys)
}

async fn known_keys(on: &mut Source<'_>, rows: &[ImportRow]) -> Result<BTreeSet<(AccountId, String)>> {
    let accounts: BTreeSet<AccountId> = rows.iter().map(|r| r.fields.account_id).collect();
    let mut known = BTreeSet::new();
    let sql = "SELECT source_key FROM transactions \
               WHERE account_id = $1 AND known_until IS NULL AND source_key IS NOT NULL";
    for account in accounts {
        for row in on.rows(sql, vec![Value::uuid(account.uuid())]).await? {
            known.insert((account, row.cells(NOUN).text()?));
        }
    }
    Ok(known)
}
