//! Rates by the hundred thousand: only what differs becomes a revision.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use model::{
    audit::AuditAction,
    currency::Currency,
    fx::{FxRate, FxRateFields},
    id::{FxRateId, ImportId},
};
use rust_decimal::Decimal;
use serde_json::json;

use super::{COLUMNS, NOUN, close, values};
use crate::{
    Outcome,
    errors::{Result, RowError, RowReason, StoreError},
    sql::{Source, Value},
    write::{Change, Op, Write},
};

/// What is known of a pair's day.
struct Known {
    id: FxRateId,
    revision: u32,
    rate: Decimal,
    deleted: bool,
}

/// Adds rates and corrects those that differ. A day that stands twice with one value counts once.
///
/// # Errors
/// [`StoreError::Rows`] with everything that is wrong; then nothing was added.
pub async fn import(w: &mut Write, import_id: ImportId, rates: &[FxRateFields]) -> Result<Outcome> {
    check(rates)?;
    let pairs: BTreeSet<(Currency, Currency)> = rates.iter().map(|r| (r.base, r.quote)).collect();
    let mut known = BTreeMap::new();
    for (base, quote) in pairs {
        known.insert((base, quote), days(w, base, quote).await?);
    }
    let mut outcome = Outcome::default();
    let mut rows = Vec::with_capacity(rates.len());
    let mut seen = BTreeSet::new();
    // In the order of days: then every index grows at a few places instead of everywhere, and its pages stay cached.
    let mut ordered: Vec<&FxRateFields> = rates.iter().collect();
    ordered.sort_by_key(|r| (r.date, r.base, r.quote));
    for fields in ordered {
        if !seen.insert((fields.base, fields.quote, fields.date)) {
            outcome.unchanged += 1;
            continue;
        }
        let before = known.get(&(fields.base, fields.quote)).and_then(|days| days.get(&fields.date));
        let (id, revision) = match before {
            Some(k) if !k.deleted && k.rate == fields.rate => {
                outcome.unchanged += 1;
                continue;
            }
            Some(k) => {
                close(w, k.id).await?;
                outcome.revised += 1;
                (k.id, k.revision + 1)
            }
            None => {
                outcome.added += 1;
                (FxRateId::new(), 1)
            }
        };
        let rate = FxRate { id, revision, known_at: w.at(), fields: fields.clone() };
        rows.push(values(&rate, false, Some(import_id)));
    }
    if !rows.is_empty() {
        let n = rows.len();
        Source::from(&mut *w).insert_rows(NOUN, COLUMNS, rows).await?;
        let after = json!({ "import_id": import_id, "rows": n });
        // The rows carry the import's identity; sending them needs one row here, not one each.
        w.share(NOUN, vec![(import_id.to_string(), Op::Bulk, after.clone())]).await?;
        let summary = format!("Imported {n} exchange rates");
        w.record(Change {
            action: AuditAction::Import,
            noun: NOUN,
            object_id: import_id.to_string(),
            summary: &summary,
            before: None,
            after: Some(after),
            undoable: false,
        })
        .await?;
    }
    Ok(outcome)
}

fn check(rates: &[FxRateFields]) -> Result<()> {
    let mut wrong = Vec::new();
    let mut seen = BTreeMap::new();
    for (i, fields) in rates.iter().enumerate() {
        let mut reasons: Vec<RowReason> = fields.check().into_iter().map(RowReason::Value).collect();
        let day = (fields.base, fields.quote, fields.date);
        if seen.insert(day, fields.rate).is_some_and(|rate| rate != fields.rate) {
            let what = format!("{}/{} of {}", fields.base, fields.quote, fields.date);
            reasons.push(RowReason::DuplicateRate(what));
        }
        wrong.extend(reasons.into_iter().map(|reason| RowError { row: i + 1, reason }));
    }
    if wrong.is_empty() { Ok(()) } else { Err(StoreError::Rows(wrong)) }
}

async fn days(w: &mut Write, base: Currency, quote: Currency) -> Result<BTreeMap<NaiveDate, Known>> {
    let sql = "SELECT date, id, revision, rate, deleted FROM fx_rates \
               WHERE base = $1 AND quote = $2 AND known_until IS NULL";
    let rows = Source::from(w).rows(sql, vec![Value::text(base.code()), Value::text(quote.code())]).await?;
    let mut days = BTreeMap::new();
    for row in &rows {
        let mut c = row.cells(NOUN);
        let date = c.date()?;
        let id = FxRateId::from_uuid(c.uuid()?);
        days.insert(date, Known { id, revision: c.small()?, rate: c.decimal()?, deleted: c.bool()? });
    }
    Ok(days)
}
