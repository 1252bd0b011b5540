//! Rates by the hundred thousand: only what differs becomes a revision.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::{
    audit::AuditAction,
    currency::Currency,
    fx::{FxRate, FxRateFields},
    id::{FxRateId, ImportId},
};
use rust_decimal::Decimal;
use serde_json::json;

use super::{COLUMNS, NOUN, PairSpan, close, values};
use crate::{
    Outcome,
    errors::{Result, RowError, RowReason, StoreError},
    sql::{Source, Value},
    write::{Change, Op, Write},
};

/// Rows that are made and written together.
const AT_ONCE: usize = 10_000;

/// What is known of a pair's day.
struct Known {
    id: FxRateId,
    revision: u32,
    rate: Decimal,
    deleted: bool,
}

/// Adds rates and corrects those that differ. A day that stands twice with one value counts once. The event
/// `fx_rates`/`import` is undone by [`super::delete_import`] with the pairs that it names.
///
/// # Errors
/// [`StoreError::Rows`] with everything that is wrong; then nothing was added.
pub async fn import(w: &mut Write, import_id: ImportId, rates: &[FxRateFields]) -> Result<Outcome> {
    // In the order of days: then every index grows at a few places instead of everywhere, and its pages stay cached.
    let mut ordered: Vec<(usize, &FxRateFields)> = rates.iter().enumerate().collect();
    ordered.sort_by_key(|(_, r)| (r.date, r.base, r.quote));
    check(&ordered)?;
    let mut known = BTreeMap::new();
    for span in spans(rates.iter()) {
        known.insert((span.base, span.quote), days(w, span.base, span.quote).await?);
    }
    let mut outcome = Outcome::default();
    let mut kept: Vec<(FxRateId, u32, &FxRateFields)> = Vec::new();
    for (i, (_, fields)) in ordered.iter().enumerate() {
        let twice = i > 0 && day_of(ordered[i - 1].1) == day_of(fields);
        let before = known.get(&(fields.base, fields.quote)).and_then(|days| days.get(&fields.date));
        let (id, revision) = match before {
            _ if twice => {
                outcome.unchanged += 1;
                continue;
            }
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
        kept.push((id, revision, fields));
    }
    if !kept.is_empty() {
        let (n, known_at) = (kept.len(), w.at());
        // Made as they are written: hundreds of thousands of rows at once would be a hundred megabytes.
        for part in kept.chunks(AT_ONCE) {
            let row = |&(id, revision, fields): &(FxRateId, u32, &FxRateFields)| {
                values(&FxRate { id, revision, known_at, fields: fields.clone() }, false, Some(import_id))
            };
            Source::from(&mut *w).insert_rows(NOUN, COLUMNS, part.iter().map(row).collect()).await?;
        }
        let after = json!({ "import_id": import_id, "rows": n, "pairs": spans(kept.into_iter().map(|k| k.2)) });
        // The rows carry the import's identity; sending them needs one row here, not one each.
        w.share(NOUN, vec![(import_id.to_string(), Op::Bulk, after.clone())]).await?;
        let summary = format!("Imported {n} exchange {}", if n == 1 { "rate" } else { "rates" });
        w.record(Change {
            action: AuditAction::Import,
            noun: NOUN,
            object_id: import_id.to_string(),
            summary: &summary,
            before: None,
            after: Some(after),
            undoable: true,
        })
        .await?;
    }
    Ok(outcome)
}

fn day_of(r: &FxRateFields) -> (NaiveDate, Currency, Currency) {
    (r.date, r.base, r.quote)
}

/// How far the rates of each pair reach.
fn spans<'a>(rates: impl Iterator<Item = &'a FxRateFields>) -> Vec<PairSpan> {
    let mut spans: BTreeMap<(Currency, Currency), PairSpan> = BTreeMap::new();
    for r in rates {
        let new = PairSpan { base: r.base, quote: r.quote, first: r.date, last: r.date };
        let span = spans.entry((r.base, r.quote)).or_insert(new);
        (span.first, span.last) = (span.first.min(r.date), span.last.max(r.date));
    }
    spans.into_values().collect()
}

/// Refuses wrong rates; each comes with its number among the rows. `ordered` has the rates of one day together.
fn check(ordered: &[(usize, &FxRateFields)]) -> Result<()> {
    let mut wrong = Vec::new();
    for (at, (i, fields)) in ordered.iter().enumerate() {
        let mut reasons: Vec<RowReason> = fields.check().into_iter().map(RowReason::Value).collect();
        let before = at.checked_sub(1).map(|before| ordered[before].1);
        if before.is_some_and(|b| day_of(b) == day_of(fields) && b.rate != fields.rate) {
            let what = format!("{}/{} of {}", fields.base, fields.quote, fields.date);
            reasons.push(RowReason::DuplicateRate(what));
        }
        wrong.extend(reasons.into_iter().map(|reason| RowError { row: i + 1, reason }));
    }
    wrong.sort_by_key(|e| e.row);
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
