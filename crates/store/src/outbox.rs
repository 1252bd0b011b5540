//! The change log that other devices will be told from: a row per changed row, in commit order.

use model::{actor::Actor, id::CorrelationId, time::Timestamp};

use crate::{
    Store,
    errors::Result,
    sql::{Row, Source, Value},
};

const NOUN: &str = "outbox";

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboxRow {
    /// Its number, without gaps, in commit order.
    pub seq: i64,
    /// Hybrid logical clock: milliseconds × 65,536 + a counter.
    pub hlc: i64,
    /// When the change became known.
    pub at: Timestamp,
    /// The table.
    pub noun: String,
    /// The row.
    pub object_id: String,
    /// `insert`, `update`, `delete` or `bulk` (then `object_id` is the import whose rows are meant).
    pub op: String,
    /// The cause.
    pub correlation_id: CorrelationId,
    /// The row after the change; null for a deletion.
    pub payload: serde_json::Value,
}

/// The changes after a number, in order.
///
/// # Errors
/// When the database cannot be read.
pub async fn read(on: impl Into<Source<'_>>, after_seq: i64, limit: u32) -> Result<Vec<OutboxRow>> {
    let sql = "SELECT seq, hlc, at, noun, object_id, op, correlation_id, payload FROM outbox \
               WHERE seq > $1 ORDER BY seq LIMIT $2";
    let rows = on.into().rows(sql, vec![Value::int(after_seq), Value::int(limit)]).await?;
    rows.iter().map(row).collect()
}

/// Remembers that everything up to a number has been sent, and drops it.
///
/// # Errors
/// When the database refuses.
pub async fn acknowledge(store: &Store, up_to_seq: i64, at: Timestamp) -> Result<()> {
    let actor = Actor::Schedule { job: "sync".to_owned() };
    let mut w = store.begin(&actor, CorrelationId::new(), at).await?;
    let sql = "UPDATE change_head SET acked_seq = $1 WHERE only_row = 1 AND acked_seq < $1 AND outbox_seq >= $1";
    if Source::from(&mut w).run(sql, vec![Value::int(up_to_seq)]).await? > 0 {
        Source::from(&mut w).run("DELETE FROM outbox WHERE seq <= $1", vec![Value::int(up_to_seq)]).await?;
    }
    w.commit().await.map(drop)
}

fn row(row: &Row) -> Result<OutboxRow> {
    let mut c = row.cells(NOUN);
    Ok(OutboxRow {
        seq: c.int()?,
        hlc: c.int()?,
        at: c.time()?,
        noun: c.text()?,
        object_id: c.text()?,
        op: c.text()?,
        correlation_id: CorrelationId::from_uuid(c.uuid()?),
        payload: c.opt_json()?.unwrap_or_default(),
    })
}
