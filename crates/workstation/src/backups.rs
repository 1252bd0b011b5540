//! Backups: made, listed, proved by a drill, restored.

use model::{job::Job, time::Timestamp};
use serde::Serialize;

use crate::{Workstation, ctx::Ctx, error::Result, pending, workspaces::WorkspaceInfo};

/// A backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct BackupView {
    /// Its identity, which is its folder's name.
    pub id: String,
    /// When it was made.
    pub at: Timestamp,
    /// Why: `manual`, `before_migration`, `scheduled`, `before_restore`.
    pub reason: String,
    /// Its files together.
    pub bytes: u64,
    /// Rows in it.
    pub rows: u64,
    /// The schema it was made by.
    pub schema_version: i64,
}

/// What a drill compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DrillReport {
    /// The backup.
    pub backup_id: String,
    /// Every table came back as it was, and the files are sound.
    pub sound: bool,
    /// Table by table.
    pub tables: Vec<DrillTable>,
}

/// One table of a drill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DrillTable {
    /// Its name.
    pub table: String,
    /// Its rows.
    pub rows: u64,
    /// Its content has the digest noted when the backup was made.
    pub same: bool,
}

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RestoreReport {
    /// The backup.
    pub backup_id: String,
    /// Where the replaced files were kept.
    pub kept: String,
    /// The workspace as it is now.
    pub workspace: WorkspaceInfo,
}

impl Workstation {
    /// The backups of the workspace, newest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn backups(&self, ctx: &Ctx) -> Result<Vec<BackupView>> {
        pending!(ctx)
    }

    /// Starts a verified backup; the job's result is the backup.
    ///
    /// # Errors
    /// When the job cannot be written.
    pub async fn create_backup(&self, ctx: &Ctx) -> Result<Job> {
        pending!(ctx)
    }

    /// Starts a restore drill; the job's result is a [`DrillReport`].
    ///
    /// # Errors
    /// When there is no such backup.
    pub async fn drill_backup(&self, ctx: &Ctx, id: &str) -> Result<Job> {
        pending!(ctx, id)
    }

    /// Puts a backup in place of the open workspace's files, which are kept.
    ///
    /// # Errors
    /// When there is no such backup, a job is running, or the backup is damaged; then everything is as before.
    pub async fn restore_backup(&self, ctx: &Ctx, id: &str) -> Result<RestoreReport> {
        pending!(ctx, id)
    }
}
