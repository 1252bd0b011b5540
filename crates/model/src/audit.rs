//! Audit events: what changed, by whom, and from what to what.

use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    id::{AuditEventId, CorrelationId},
    names::named_enum,
    time::Timestamp,
};

named_enum! {
    /// What was done to an object.
    AuditAction ("audit action") {
        /// It came to be.
        Create = "create",
        /// It was changed.
        Update = "update",
        /// It was deleted.
        Delete = "delete",
        /// A file was imported.
        Import = "import",
        /// An earlier change was undone.
        Undo = "undo",
        /// A workspace was restored from a backup.
        Restore = "restore",
        /// A backup was made.
        Backup = "backup",
        /// A job began, ended or was cancelled.
        Run = "run",
    }
}

/// One change. Append-only; written in the transaction of the change itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AuditEvent {
    /// Its identity.
    pub id: AuditEventId,
    /// Its number in the trail, without gaps.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What was done.
    pub action: AuditAction,
    /// The noun, e.g. `transactions`.
    pub noun: String,
    /// The identity of the object.
    pub object_id: String,
    /// A line for people.
    pub summary: String,
    /// The object before, or null.
    pub before: Option<serde_json::Value>,
    /// The object after, or null.
    pub after: Option<serde_json::Value>,
    /// BLAKE3 of `before`, hex.
    pub before_hash: Option<String>,
    /// BLAKE3 of `after`, hex.
    pub after_hash: Option<String>,
    /// Ties it to its cause and its siblings.
    pub correlation_id: CorrelationId,
    /// Whether it can still be undone.
    pub undoable: bool,
}
