//! Which imports the bars came from: written with them, so that a crash before the ledger's log can be mended.

use model::{id::ImportId, time::Timestamp};

use super::{BarWrite, NOUN};
use crate::{
    Outcome, Store,
    errors::Result,
    sql::{Value, count},
};

/// An import of bars, as the market file remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarJournal {
    /// The import.
    pub import_id: ImportId,
    /// The file's name, without the folder.
    pub file_name: String,
    /// BLAKE3 of its bytes, hex.
    pub content_hash: String,
    /// What became of its bars.
    pub outcome: Outcome,
    /// How many rows were refused.
    pub refused: u64,
}

/// Remembers an import in the transaction of its bars.
///
/// # Errors
/// When the database refuses.
pub async fn journal(m: &mut BarWrite, journal: &BarJournal) -> Result<()> {
    let values = vec![
        Value::uuid(journal.import_id.uuid()),
        Value::text(&journal.file_name),
        Value::text(&journal.content_hash),
        Value::time(m.at),
        count(journal.outcome.added),
        count(journal.outcome.revised),
        count(journal.outcome.unchanged),
        count(journal.refused),
        Value::Bool(false),
    ];
    let columns = "import_id, file_name, content_hash, at, added, revised, unchanged, refused, logged";
    m.source().insert_rows("bar_imports", columns, vec![values]).await.map(drop)
}

/// The imports that the ledger may not know yet.
pub(crate) async fn unlogged(store: &Store, before: Timestamp) -> Result<Vec<BarJournal>> {
    let sql = "SELECT import_id, file_name, content_hash, added, revised, unchanged, refused FROM bar_imports \
               WHERE NOT logged AND at <= $1 ORDER BY at, import_id";
    let rows = store.market().rows(sql, vec![Value::time(before)]).await?;
    rows.iter()
        .map(|row| {
            let mut c = row.cells(NOUN);
            Ok(BarJournal {
                import_id: ImportId::from_uuid(c.uuid()?),
                file_name: c.text()?,
                content_hash: c.text()?,
                outcome: Outcome { added: c.count()?, revised: c.count()?, unchanged: c.count()? },
                refused: c.count()?,
            })
        })
        .collect()
}

/// Remembers that the ledger knows these.
pub(crate) async fn mark_logged(store: &Store, at: Timestamp, journals: &[BarJournal]) -> Result<()> {
    let mut m = store.begin_bars(at).await?;
    for journal in journals {
        let sql = "UPDATE bar_imports SET logged = $2 WHERE import_id = $1";
        m.source().run(sql, vec![Value::uuid(journal.import_id.uuid()), Value::Bool(true)]).await?;
    }
    m.commit().await
}
