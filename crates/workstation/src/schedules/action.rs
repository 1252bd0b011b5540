//! What schedules do, and the job that each is. A new action is a variant here.

use model::job::JobKind;
use serde::{Deserialize, Serialize};
use store::backup::BackupReason;

use crate::jobs::Work;

/// What a schedule does when it comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ScheduleAction {
    /// Makes a verified backup, then thins out the old ones that no person made.
    BackUp {},
}

impl ScheduleAction {
    /// The job that does it, and the noun that it changes.
    pub(super) fn work(&self) -> (JobKind, Work, &'static str) {
        match self {
            Self::BackUp {} => (JobKind::Backup, Work::Backup { reason: BackupReason::Scheduled }, "backups"),
        }
    }
}
