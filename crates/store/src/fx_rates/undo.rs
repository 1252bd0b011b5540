//! Undoing an import of rates: every day gets back what was known of it before.

use chrono::NaiveDate;
use model::{audit::AuditAction, currency::Currency, fx::FxRate, id::ImportId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{COLUMNS, NOUN, values};
use crate::{
    errors::{Result, StoreError},
    sql::{Row, Source, Value},
    write::{Change, Op, Write},
};

/// The days of a pair that an import touched, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairSpan {
    /// Of which there is one unit.
    pub base: Currency,
    /// In which it is priced.
    pub quote: Currency,
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

impl PairSpan {
    fn values(&self) -> Vec<Value> {
        let (base, quote) = (Value::text(self.base.code()), Value::text(self.quote.code()));
        vec![base, quote, Value::date(self.first), Value::date(self.last)]
    }
}

/// A revision of a rate as its row says.
struct Stored {
    rate: FxRate,
    deleted: bool,
    import_id: Option<ImportId>,
}

/// Takes back what an import added and nobody changed since: corrected days get their earlier value, new ones are
/// deleted. `pairs` are those that the import's event names. Returns how many days changed.
///
/// # Errors
/// [`StoreError::ImportSuperseded`] when a later import corrected some of its rates; nothing was changed then.
pub async fn delete_import(w: &mut Write, import_id: ImportId, pairs: &[PairSpan]) -> Result<u64> {
    let mut rows = Vec::new();
    let mut later = 0;
    for span in pairs {
        let stored = revisions(w, span).await?;
        for day in stored.chunk_by(|a, b| a.rate.fields.date == b.rate.fields.date) {
            let first = day.iter().position(|r| r.import_id == Some(import_id));
            let (Some(first), Some(current)) = (first, day.last()) else { continue };
            match current.import_id {
                Some(id) if id == import_id => rows.push(inverse(w, first.checked_sub(1).map(|i| &day[i]), current)),
                Some(_) if !current.deleted => later += 1,
                _ => {} // changed by hand since: the person's word stays
            }
        }
    }
    if later > 0 {
        return Err(StoreError::ImportSuperseded { import_id, count: later });
    }
    for span in pairs {
        let sql = "UPDATE fx_rates SET known_until = $5 WHERE base = $1 AND quote = $2 AND date >= $3 AND date <= $4 \
                   AND import_id = $6 AND known_until IS NULL";
        let more = vec![Value::time(w.at()), Value::uuid(import_id.uuid())];
        Source::from(&mut *w).run(sql, [span.values(), more].concat()).await?;
    }
    let n = rows.len() as u64;
    Source::from(&mut *w).insert_rows(NOUN, COLUMNS, rows).await?;
    let after = json!({ "import_id": import_id, "rows": n });
    w.share(NOUN, vec![(import_id.to_string(), Op::Bulk, after.clone())]).await?;
    let summary = format!("Took back {n} imported exchange {}", if n == 1 { "rate" } else { "rates" });
    let (action, object_id) = (AuditAction::Delete, import_id.to_string());
    let change =
        Change { action, noun: NOUN, object_id, summary: &summary, before: None, after: Some(after), undoable: false };
    w.record(change).await?;
    Ok(n)
}

/// The revision that follows `current` and says what `before` said; without one, that there is no rate.
fn inverse(w: &Write, before: Option<&Stored>, current: &Stored) -> Vec<Value> {
    let (fields, deleted, import_id) = match before.filter(|b| !b.deleted) {
        Some(before) => (before.rate.fields.clone(), false, before.import_id),
        None => (current.rate.fields.clone(), true, None),
    };
    let next = FxRate { id: current.rate.id, revision: current.rate.revision + 1, known_at: w.at(), fields };
    values(&next, deleted, import_id)
}

/// Every revision of a pair's days, by day, the current one last.
async fn revisions(w: &mut Write, span: &PairSpan) -> Result<Vec<Stored>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM fx_rates WHERE base = $1 AND quote = $2 AND date >= $3 AND date <= $4 \
         ORDER BY date, revision"
    );
    let rows = Source::from(w).rows(sql, span.values()).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Stored> {
    let (rate, deleted, import_id) = super::read_whole(row)?;
    Ok(Stored { rate, deleted, import_id })
}
