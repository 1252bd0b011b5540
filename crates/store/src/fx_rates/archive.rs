//! Revisions of exchange rates as an archive holds them.

use model::{
    fx::{FxRate, FxRateFields},
    id::{FxRateId, ImportId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::{COLUMNS, NOUN, valid, values};
use crate::{
    errors::Result,
    sql::{Row, Source, Value},
};

/// A revision of an exchange rate, current or past.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FxRateRevision {
    /// Its identity through all revisions.
    pub id: FxRateId,
    /// 1 for the first, one more for each correction.
    pub revision: u32,
    /// When it became known.
    pub known_at: Timestamp,
    /// Until when it was what was known; none for the current one.
    pub known_until: Option<Timestamp>,
    /// Whether it says that there is no such rate.
    pub deleted: bool,
    /// The import that brought it.
    pub import_id: Option<ImportId>,
    /// What it says.
    pub fields: FxRateFields,
}

/// The columns of [`row`].
pub(crate) const fn columns() -> &'static str {
    COLUMNS
}

/// The cells of a revision.
///
/// # Errors
/// When what it says does not pass.
pub(crate) fn row(r: &FxRateRevision) -> Result<Vec<Value>> {
    valid(&r.fields)?;
    let rate = FxRate { id: r.id, revision: r.revision, known_at: r.known_at, fields: r.fields.clone() };
    let mut row = values(&rate, r.deleted, r.import_id);
    row[3] = Value::opt_time(r.known_until);
    Ok(row)
}

/// The revisions that follow one, by pair, day and number.
pub(crate) async fn page(
    on: &mut Source<'_>,
    after: Option<&FxRateRevision>,
    limit: u32,
) -> Result<Vec<FxRateRevision>> {
    let mut values = vec![Value::int(limit)];
    let from = match after {
        Some(FxRateRevision { fields: f, revision, .. }) => {
            values.extend([Value::text(f.base.code()), Value::text(f.quote.code()), Value::date(f.date)]);
            values.push(Value::int(*revision));
            "WHERE (base, quote, date, revision) > ($2, $3, $4, $5) "
        }
        None => "",
    };
    let sql = format!("SELECT {COLUMNS} FROM fx_rates {from}ORDER BY base, quote, date, revision LIMIT $1");
    on.rows(sql, values).await?.iter().map(of_row).collect()
}

fn of_row(row: &Row) -> Result<FxRateRevision> {
    let mut c = row.cells(NOUN);
    let (id, revision, known_at) = (FxRateId::from_uuid(c.uuid()?), c.small()?, c.time()?);
    let (known_until, deleted) = (c.opt_time()?, c.bool()?);
    let fields =
        FxRateFields { base: c.parsed()?, quote: c.parsed()?, date: c.date()?, rate: c.decimal()?, source: c.text()? };
    let import_id = c.opt_uuid()?.map(ImportId::from_uuid);
    Ok(FxRateRevision { id, revision, known_at, known_until, deleted, import_id, fields })
}
