//! Changes: the audit trail, and undo as a new, inverse change.

use model::{audit::AuditEvent, id::{AuditEventId, CorrelationId}};
use serde::{Deserialize, Serialize};

use crate::{Workstation, ctx::Ctx, error::Result, page::Page, pending};

/// Which changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChangesQuery {
    /// Only of this noun, e.g. `transactions`.
    #[serde(default)]
    pub noun: Option<String>,
    /// Only of this object.
    #[serde(default)]
    pub object_id: Option<String>,
    /// Only what this click caused.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub correlation_id: Option<CorrelationId>,
    /// Items of a page, 1 to 1000; 100 when nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// A change undone.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Undone {
    /// The change that was undone.
    pub undone_id: AuditEventId,
    /// What it had been, for people.
    pub summary: String,
    /// The new change, which can be undone in turn (redo).
    pub change_id: AuditEventId,
}

impl Workstation {
    /// The audit trail, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn changes(&self, ctx: &Ctx, query: &ChangesQuery) -> Result<Page<AuditEvent>> {
        pending!(ctx, query)
    }

    /// Undoes one change.
    ///
    /// # Errors
    /// When it cannot be undone, or later changes of the same object stand in the way (it says which).
    pub async fn undo(&self, ctx: &Ctx, id: AuditEventId) -> Result<Undone> {
        pending!(ctx, id)
    }

    /// Undoes the last change that can be undone.
    ///
    /// # Errors
    /// When there is none.
    pub async fn undo_last(&self, ctx: &Ctx) -> Result<Undone> {
        pending!(ctx)
    }
}
