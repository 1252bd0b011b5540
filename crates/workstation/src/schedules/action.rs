//! What schedules do, and the job that each is. A new action is a variant here.

use model::job::JobKind;
use serde::{Deserialize, Serialize};
use store::backup::BackupReason;

use crate::{error::Result, jobs::Work, rebalancings::RebalancingCheck};

/// What a schedule does when it comes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ScheduleAction {
    /// Makes a verified backup, then thins out the old ones that no person made.
    BackUp {},
    /// Looks whether a rebalancing is due, and keeps a proposal when it is.
    Rebalance {
        /// What is planned, and what makes it due.
        check: Box<RebalancingCheck>,
    },
}

impl ScheduleAction {
    /// Passes when it can be done at all.
    ///
    /// # Errors
    /// Naming what is wrong.
    pub(super) fn checked(&self) -> Result<()> {
        match self {
            Self::BackUp {} => Ok(()),
            Self::Rebalance { check } => check.checked(),
        }
    }

    /// The job that does it, and the noun that it changes.
    pub(super) fn work(&self) -> (JobKind, Work, &'static str) {
        match self {
            Self::BackUp {} => (JobKind::Backup, Work::Backup { reason: BackupReason::Scheduled }, "backups"),
            Self::Rebalance { check } => (JobKind::Rebalancing, Work::Rebalancing(check.clone()), "rebalancings"),
        }
    }
}
