//! Revisions of transactions as an archive holds them: everything that the table says, with the time for which each held.

use model::{
    id::{ImportId, TransactionId},
    time::Timestamp,
    transaction::{Transaction, TransactionFields},
};
use serde::{Deserialize, Serialize};

use super::{
    NOUN,
    rows::{COLUMNS, read, values},
};
use crate::{
    errors::{Result, StoreError},
    sql::{Source, Value},
};

/// A revision of a transaction, current or past.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransactionRevision {
    /// Its identity through all revisions.
    pub id: TransactionId,
    /// 1 for the first, one more for each correction.
    pub revision: u32,
    /// When it became known.
    pub known_at: Timestamp,
    /// Until when it was what was known; none for the current one.
    pub known_until: Option<Timestamp>,
    /// Whether it says that there is no such transaction.
    pub deleted: bool,
    /// The import that brought it.
    pub import_id: Option<ImportId>,
    /// What a row of a file is recognized by when the file comes again.
    pub source_key: Option<String>,
    /// What it says.
    pub fields: TransactionFields,
}

/// The columns of [`row`].
pub(crate) fn columns() -> String {
    format!("{COLUMNS}, source_key")
}

/// The cells of a revision.
///
/// # Errors
/// When what it says does not pass.
pub(crate) fn row(r: &TransactionRevision) -> Result<Vec<Value>> {
    let transaction = Transaction::new(r.id, r.revision, r.known_at, r.import_id, r.fields.clone())
        .map_err(|errors| StoreError::Invalid { noun: NOUN, errors })?;
    let mut row = values(&transaction, r.deleted)?;
    row[3] = Value::opt_time(r.known_until);
    row.push(Value::opt_text(r.source_key.as_deref()));
    Ok(row)
}

/// The revisions that follow one, by identity and number.
pub(crate) async fn page(
    on: &mut Source<'_>,
    after: Option<&TransactionRevision>,
    limit: u32,
) -> Result<Vec<TransactionRevision>> {
    let mut values = vec![Value::int(limit)];
    let from = match after {
        Some(last) => {
            values.extend([Value::uuid(last.id.uuid()), Value::int(last.revision)]);
            "WHERE (id, revision) > ($2, $3) "
        }
        None => "",
    };
    let sql = format!("SELECT {} FROM transactions {from}ORDER BY id, revision LIMIT $1", columns());
    let rows = on.rows(sql, values).await?;
    let of_row = |row: &crate::sql::Row| {
        let mut cells = row.cells(NOUN);
        let (t, known_until, deleted) = read(&mut cells)?;
        let (id, revision, known_at, import_id) = (t.id, t.revision, t.known_at, t.import_id);
        let source_key = cells.opt_text()?;
        let fields = t.into_fields();
        Ok(TransactionRevision { id, revision, known_at, known_until, deleted, import_id, source_key, fields })
    };
    rows.iter().map(of_row).collect()
}
