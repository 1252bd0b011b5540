//! A change of the ledger: one transaction that carries its own trail.

use std::{collections::BTreeSet, fmt::Write as _};

use model::{
    actor::Actor,
    audit::AuditAction,
    id::{AuditEventId, CorrelationId},
    time::Timestamp,
};
use serde::Serialize;
use serde_json::Value as Json;
use sqlx::{Postgres, Sqlite, Transaction};

use crate::{
    errors::{Result, StoreError},
    migrations::File,
    open::{Db, Store},
    postgres,
    sql::{Handle, Source, Value},
};

/// A transaction of either database; dropped without commit, it is rolled back.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// Waits for the writer of a file and begins.
    pub(crate) async fn begin(store: &Store, file: File) -> Result<Self> {
        match store.db() {
            Db::Sqlite(files) => {
                let writer = files.pools(file).writer.as_ref().ok_or(StoreError::ClosedForWriting)?;
                // A transaction that only later wants to write would be refused when somebody wrote meanwhile.
                let began = writer.begin_with("BEGIN IMMEDIATE").await;
                began.map(Self::Sqlite).map_err(|e| StoreError::from_sqlx(file.name(), e))
            }
            Db::Postgres(pool) => {
                pool.begin().await.map(Self::Postgres).map_err(|e| StoreError::from_sqlx(postgres::PLACE, e))
            }
        }
    }

    pub(crate) fn handle(&mut self) -> Handle<'_> {
        match self {
            Self::Sqlite(tx) => Handle::Sqlite(tx),
            Self::Postgres(tx) => Handle::Pg(tx),
        }
    }

    pub(crate) async fn commit(self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }

    pub(crate) async fn rollback(self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await,
            Self::Postgres(tx) => tx.rollback().await,
        }
    }
}

/// A change of the ledger in the making. Dropped, nothing of it remains.
pub struct Write {
    tx: Tx,
    store: Store,
    file: &'static str,
    actor: String,
    correlation_id: CorrelationId,
    at: Timestamp,
    clock_at: Timestamp,
    head: Head,
    undoing: Option<AuditEventId>,
    nouns: BTreeSet<&'static str>,
    events: usize,
}

/// The numbers that the next event and outbox row get.
#[derive(Clone, Copy, PartialEq)]
struct Head {
    audit_seq: i64,
    outbox_seq: i64,
    hlc: i64,
}

/// A change as the trail keeps it.
#[derive(Debug)]
pub struct Change<'a> {
    /// What was done.
    pub action: AuditAction,
    /// To what kind of thing.
    pub noun: &'static str,
    /// To which one.
    pub object_id: String,
    /// A line for people.
    pub summary: &'a str,
    /// The object before.
    pub before: Option<Json>,
    /// The object after.
    pub after: Option<Json>,
    /// Whether it can be undone.
    pub undoable: bool,
}

/// What a commit changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// When it became known.
    pub at: Timestamp,
    /// Its cause.
    pub correlation_id: CorrelationId,
    /// How many audit events it has.
    pub events: usize,
    /// What kinds of things changed.
    pub nouns: Vec<&'static str>,
}

/// What an outbox row says was done to a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    Insert,
    Update,
    Delete,
    Bulk,
}

impl Op {
    fn as_str(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Bulk => "bulk",
        }
    }
}

impl Write {
    pub(crate) async fn begin(
        store: &Store,
        actor: &Actor,
        correlation_id: CorrelationId,
        clock_at: Timestamp,
    ) -> Result<Self> {
        let mut tx = Tx::begin(store, File::Ledger).await?;
        let postgres = matches!(tx, Tx::Postgres(_));
        let file = if postgres { postgres::PLACE } else { File::Ledger.name() };
        // On a server this row is the queue of writers, so that numbers follow the order of commits.
        let sql = if postgres {
            "SELECT audit_seq, outbox_seq, hlc, audit_at FROM change_head WHERE only_row = 1 FOR UPDATE"
        } else {
            "SELECT audit_seq, outbox_seq, hlc, audit_at FROM change_head WHERE only_row = 1"
        };
        let mut source = Source { handle: tx.handle(), file, dir: store.dir() };
        let row = source.row(sql, vec![]).await?.ok_or_else(|| StoreError::not_found("change_head", 1))?;
        let mut cells = row.cells("change_head");
        let head = Head { audit_seq: cells.int()?, outbox_seq: cells.int()?, hlc: cells.int()? };
        let last = cells.time()?;
        if clock_at < last {
            tracing::warn!(%clock_at, %last, "the clock went back; the change keeps the last known time");
        }
        let actor = serde_json::to_string(actor)
            .map_err(|e| StoreError::Encode { noun: "audit_events", reason: e.to_string() })?;
        let at = clock_at.max(last);
        let (nouns, store) = (BTreeSet::new(), store.clone());
        Ok(Self { tx, store, file, actor, correlation_id, at, clock_at, head, undoing: None, nouns, events: 0 })
    }

    /// When the change becomes known: the caller's now, or the last change's time when the clock went back.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Becomes known no earlier than a time that something it holds is known at.
    pub(crate) fn not_before(&mut self, at: Timestamp) {
        self.at = self.at.max(at);
    }

    /// The cause that ties its events together.
    pub fn correlation_id(&self) -> CorrelationId {
        self.correlation_id
    }

    /// Marks what follows as the undoing of an event: it is then no longer undoable, and neither is this.
    pub fn undoing(&mut self, event: AuditEventId) {
        self.undoing = Some(event);
    }

    /// Adds an event to the trail, for changes that are not rows of the ledger: bars, backups, runs.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn record(&mut self, change: Change<'_>) -> Result<AuditEventId> {
        let id = AuditEventId::new();
        let (action, can_undo) = match self.undoing {
            Some(_) => (AuditAction::Undo, false),
            None => (change.action, change.undoable),
        };
        self.head.audit_seq += 1;
        let text = |v: &Option<Json>| v.as_ref().map(canonical);
        let (before, after) = (text(&change.before), text(&change.after));
        let hash = |t: &Option<String>| Value::Text(t.as_ref().map(|t| blake3::hash(t.as_bytes()).to_string()));
        let values = vec![
            Value::int(self.head.audit_seq),
            Value::uuid(id.uuid()),
            Value::time(self.at),
            Value::time(self.clock_at),
            Value::Json(Some(self.actor.clone())),
            Value::text(action.as_str()),
            Value::text(change.noun),
            Value::text(change.object_id),
            Value::text(change.summary),
            hash(&before),
            hash(&after),
            Value::Json(before),
            Value::Json(after),
            Value::uuid(self.correlation_id.uuid()),
            Value::Bool(can_undo),
            Value::Uuid(self.undoing.map(AuditEventId::uuid)),
        ];
        Source::from(&mut *self).run(INSERT_EVENT, values).await?;
        self.nouns.insert(change.noun);
        self.events += 1;
        Ok(id)
    }

    /// The event and the outbox row of one changed row.
    pub(crate) async fn changed<T: Serialize>(
        &mut self,
        noun: &'static str,
        object_id: String,
        summary: &str,
        before: Option<&T>,
        after: Option<&T>,
    ) -> Result<()> {
        let json = |v: Option<&T>| v.map(|v| to_json(noun, v)).transpose();
        let (before, after) = (json(before)?, json(after)?);
        let (op, action) = match (&before, &after) {
            (None, _) => (Op::Insert, AuditAction::Create),
            (Some(_), Some(_)) => (Op::Update, AuditAction::Update),
            (Some(_), None) => (Op::Delete, AuditAction::Delete),
        };
        self.share(noun, vec![(object_id.clone(), op, after.clone().unwrap_or(Json::Null))]).await?;
        self.record(Change { action, noun, object_id, summary, before, after, undoable: true }).await?;
        Ok(())
    }

    /// Adds rows to the outbox.
    pub(crate) async fn share(&mut self, noun: &'static str, rows: Vec<(String, Op, Json)>) -> Result<()> {
        let mut values = Vec::with_capacity(rows.len());
        for (object_id, op, payload) in rows {
            self.head.outbox_seq += 1;
            // A hybrid logical clock: milliseconds, then a counter, never behind what was given out before.
            self.head.hlc = (self.clock_at.micros().max(0) / 1000 * 65_536).max(self.head.hlc + 1);
            values.push(vec![
                Value::int(self.head.outbox_seq),
                Value::int(self.head.hlc),
                Value::time(self.at),
                Value::text(noun),
                Value::text(object_id),
                Value::text(op.as_str()),
                Value::uuid(self.correlation_id.uuid()),
                Value::Json(Some(canonical(&payload))),
            ]);
        }
        Source::from(&mut *self)
            .insert_rows("outbox", "seq, hlc, at, noun, object_id, op, correlation_id, payload", values)
            .await?;
        self.nouns.insert(noun);
        Ok(())
    }

    /// Marks a noun as changed without an event: derived rows and running jobs.
    pub(crate) fn touched(&mut self, noun: &'static str) {
        self.nouns.insert(noun);
    }

    /// Keeps everything.
    ///
    /// # Errors
    /// When the database cannot; then nothing was kept.
    pub async fn commit(mut self) -> Result<Committed> {
        let Head { audit_seq, outbox_seq, hlc } = self.head;
        let values = [audit_seq, self.at.micros(), outbox_seq, hlc].into_iter().map(Value::int).collect();
        Source::from(&mut self).run(UPDATE_HEAD, values).await?;
        let file = self.file;
        self.tx.commit().await.map_err(|e| StoreError::from_sqlx(file, e))?;
        let nouns = self.nouns.into_iter().collect();
        Ok(Committed { at: self.at, correlation_id: self.correlation_id, events: self.events, nouns })
    }

    /// Keeps nothing.
    ///
    /// # Errors
    /// When the connection is lost; then nothing was kept either.
    pub async fn rollback(self) -> Result<()> {
        let file = self.file;
        self.tx.rollback().await.map_err(|e| StoreError::from_sqlx(file, e))
    }
}

const INSERT_EVENT: &str = "INSERT INTO audit_events (seq, id, at, clock_at, actor, action, noun, object_id, summary, \
     before_hash, after_hash, before, after, correlation_id, can_undo, undoes) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
const UPDATE_HEAD: &str =
    "UPDATE change_head SET audit_seq = $1, audit_at = $2, outbox_seq = $3, hlc = $4 WHERE only_row = 1";

impl<'a> From<&'a mut Write> for Source<'a> {
    fn from(write: &'a mut Write) -> Self {
        Self { handle: write.tx.handle(), file: write.file, dir: write.store.dir() }
    }
}

pub(crate) fn to_json(noun: &'static str, value: &impl Serialize) -> Result<Json> {
    serde_json::to_value(value).map_err(|e| StoreError::Encode { noun, reason: e.to_string() })
}

/// JSON with its keys in order, so that equal documents have equal hashes.
pub(crate) fn canonical(value: &Json) -> String {
    let mut out = String::new();
    write_canonical(value, &mut out);
    out
}

fn write_canonical(value: &Json, out: &mut String) {
    match value {
        Json::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            out.push('{');
            for (i, key) in keys.into_iter().enumerate() {
                let comma = if i == 0 { "" } else { "," };
                let _ = write!(out, "{comma}{}:", Json::String(key.clone()));
                write_canonical(&map[key], out);
            }
            out.push('}');
        }
        Json::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_canonical(item, out);
            }
            out.push(']');
        }
        scalar => {
            let _ = write!(out, "{scalar}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_documents_have_one_text() {
        let a: Json = serde_json::from_str(r#"{"b": [1, {"d": "x\"y", "c": null}], "a": 0.1}"#).unwrap();
        let b: Json = serde_json::from_str(r#"{"a": 0.1, "b": [1, {"c": null, "d": "x\"y"}]}"#).unwrap();
        assert_eq!(canonical(&a), canonical(&b));
        assert_eq!(canonical(&a), r#"{"a":0.1,"b":[1,{"c":null,"d":"x\"y"}]}"#);
    }
}
