//! The trail: every change, newest first. Events are written by `Write` alone and never changed.

use model::{
    audit::AuditEvent,
    id::{AuditEventId, CorrelationId},
};

use crate::{
    errors::{Result, StoreError},
    page::{Page, Paging},
    sql::{Row, Source, Value},
};

const NOUN: &str = "audit_events";

/// Which events are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Of this kind of thing.
    pub noun: Option<String>,
    /// Of this thing; needs `noun`.
    pub object_id: Option<String>,
    /// With this cause.
    pub correlation_id: Option<CorrelationId>,
}

/// The columns of an event. It can be undone while no event undoes it and every later event of the same object is
/// itself undone, or an undoing.
macro_rules! events {
    ($tail:literal) => {
        concat!(
            "SELECT e.id, e.seq, e.at, e.actor, e.action, e.noun, e.object_id, e.summary, e.before, e.after, \
             e.before_hash, e.after_hash, e.correlation_id, \
             (e.can_undo AND NOT EXISTS (SELECT 1 FROM audit_events u WHERE u.undoes = e.id) \
             AND NOT EXISTS (SELECT 1 FROM audit_events l WHERE l.noun = e.noun AND l.object_id = e.object_id \
             AND l.seq > e.seq AND l.undoes IS NULL \
             AND NOT EXISTS (SELECT 1 FROM audit_events v WHERE v.undoes = l.id))) AS undoable \
             FROM audit_events e ",
            $tail
        )
    };
}

/// A page of events, newest first.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list(on: impl Into<Source<'_>>, filter: &AuditFilter, paging: &Paging) -> Result<Page<AuditEvent>> {
    let before: i64 = paging.key()?.unwrap_or(i64::MAX);
    let mut values = vec![Value::int(before), Value::int(paging.rows())];
    let sql = match (&filter.correlation_id, &filter.noun, &filter.object_id) {
        (Some(cause), _, _) => {
            values.push(Value::uuid(cause.uuid()));
            events!("WHERE e.correlation_id = $3 AND e.seq < $1 ORDER BY e.seq DESC LIMIT $2")
        }
        (None, Some(noun), None) => {
            values.push(Value::text(noun));
            events!("WHERE e.noun = $3 AND e.seq < $1 ORDER BY e.seq DESC LIMIT $2")
        }
        (None, Some(noun), Some(id)) => {
            values.extend([Value::text(noun), Value::text(id)]);
            events!("WHERE e.noun = $3 AND e.object_id = $4 AND e.seq < $1 ORDER BY e.seq DESC LIMIT $2")
        }
        (None, None, _) => events!("WHERE e.seq < $1 ORDER BY e.seq DESC LIMIT $2"),
    };
    let items = on.into().rows(sql, values).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(paging.page(items, |e| e.seq))
}

/// One event.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(on: impl Into<Source<'_>>, id: AuditEventId) -> Result<AuditEvent> {
    let row = on.into().row(events!("WHERE e.id = $1"), vec![Value::uuid(id.uuid())]).await?;
    read(&row.ok_or_else(|| StoreError::not_found(NOUN, id))?)
}

/// The newest event that can still be undone, among the last thousand.
///
/// # Errors
/// When the database cannot be read.
pub async fn last_undoable(on: impl Into<Source<'_>>) -> Result<Option<AuditEvent>> {
    let mut on = on.into();
    let mut paging = Paging { limit: 50, cursor: None };
    for _ in 0..20 {
        let page = list(on.again(), &AuditFilter::default(), &paging).await?;
        if let Some(event) = page.items.into_iter().find(|e| e.undoable) {
            return Ok(Some(event));
        }
        if page.next_cursor.is_none() {
            break;
        }
        paging.cursor = page.next_cursor;
    }
    Ok(None)
}

fn read(row: &Row) -> Result<AuditEvent> {
    let mut c = row.cells(NOUN);
    Ok(AuditEvent {
        id: AuditEventId::from_uuid(c.uuid()?),
        seq: c.int()?,
        at: c.time()?,
        actor: c.json()?,
        action: c.parsed()?,
        noun: c.text()?,
        object_id: c.text()?,
        summary: c.text()?,
        before: c.opt_json()?,
        after: c.opt_json()?,
        before_hash: c.opt_text()?,
        after_hash: c.opt_text()?,
        correlation_id: CorrelationId::from_uuid(c.uuid()?),
        undoable: c.bool()?,
    })
}
