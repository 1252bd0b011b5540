//! Backups: made, listed, proved by a drill, restored.

use std::path::{Path, PathBuf};

use model::{
    audit::AuditAction,
    job::{Job, JobKind},
    time::{Clock, Timestamp},
};
use serde::Serialize;
use store::{
    Change, OpenOptions,
    backup::{self, Backup, BackupId, BackupReason},
};

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    jobs::{Task, Work},
    workspaces::{EVERYTHING, WorkspaceInfo},
};

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
        let ws = self.for_use(ctx, Action::Read, "backups").await?;
        of_closed(&ws.dir)
    }

    /// Starts a verified backup; the job's result is the backup.
    ///
    /// # Errors
    /// When the job cannot be written.
    pub async fn create_backup(&self, ctx: &Ctx) -> Result<Job> {
        let ws = self.for_use(ctx, Action::Write, "backups").await?;
        self.enqueue(&ws, ctx, JobKind::Backup, "Back up the workspace", Work::Backup { reason: BackupReason::Manual })
            .await
    }

    /// Starts a restore drill; the job's result is a [`DrillReport`].
    ///
    /// # Errors
    /// When there is no such backup.
    pub async fn drill_backup(&self, ctx: &Ctx, id: &str) -> Result<Job> {
        let ws = self.for_use(ctx, Action::Write, "backups").await?;
        let found = find(&ws.dir, id)?;
        let work = Work::RestoreDrill { backup_id: found.as_str().to_owned() };
        self.enqueue(&ws, ctx, JobKind::RestoreDrill, &format!("Try the backup {id}"), work).await
    }

    /// Puts a backup in place of the open workspace's files, which are kept.
    ///
    /// # Errors
    /// When there is no such backup, a job is running, or the backup is damaged; then everything is as before.
    pub async fn restore_backup(&self, ctx: &Ctx, id: &str) -> Result<RestoreReport> {
        let ws = self.for_use(ctx, Action::Administer, "backups").await?;
        let backup_id = find(&ws.dir, id)?;
        if ws.queue.is_busy() {
            return Err(Error::conflict("job_running", "a job is running; wait for it or cancel it, then restore"));
        }
        let _swap = self.swap.lock().await;
        let dir = ws.dir.clone();
        drop(ws);
        let open = self.open.write().await.take().ok_or(Error::NoWorkspace)?;
        open.close(&self.host).await;
        drop(open);
        let options = OpenOptions::new(self.host.clock.now());
        let restored = backup::restore(&dir, &backup_id, &ctx.actor, ctx.correlation_id, &options).await;
        // Whatever came of it, the workspace is opened again: restored, or as it was.
        let workspace = self.load(ctx, &dir, None).await?;
        self.install(workspace).await;
        let restored = restored?;
        let ws = self.for_use(ctx, Action::Administer, "backups").await?;
        self.host.events.changed(EVERYTHING, ctx.correlation_id);
        let kept = restored.kept.to_string_lossy().into_owned();
        Ok(RestoreReport { backup_id: id.to_owned(), kept, workspace: self.info(&ws).await? })
    }
}

/// The backups of a workspace, newest first, whether it can be opened or not.
///
/// # Errors
/// When the folder cannot be read.
pub fn of_closed(workspace: &Path) -> Result<Vec<BackupView>> {
    let mut list: Vec<BackupView> = backup::list(workspace)?.iter().map(view).collect();
    list.sort_by_key(|b| std::cmp::Reverse(b.at));
    Ok(list)
}

/// Puts a backup in place of the files of a workspace that cannot be opened, and says where those are kept.
///
/// # Errors
/// As [`Workstation::restore_backup`]; also when somebody has opened it after all.
pub async fn restore_closed(workspace: &Path, id: &str) -> Result<PathBuf> {
    let ctx = Ctx::local();
    let options = OpenOptions::new(Clock::System.now());
    let id = find(workspace, id)?;
    Ok(backup::restore(workspace, &id, &ctx.actor, ctx.correlation_id, &options).await?.kept)
}

/// The job: a verified backup. One that nobody asked for is the time to thin out the others.
pub(crate) async fn run(task: &Task, reason: BackupReason) -> Result<BackupView> {
    let Task { ws, host, ctx, control, .. } = task;
    control.report(0.1, "Copying and checking");
    let made = view(&backup::create(&ws.store, reason, host.clock.now()).await?);
    let mut w = ws.begin(ctx, host).await?;
    w.record(Change {
        action: AuditAction::Backup,
        noun: "backups",
        object_id: made.id.clone(),
        summary: &format!("Made the backup {}", made.id),
        before: None,
        after: Some(serde_json::json!({ "bytes": made.bytes, "rows": made.rows })),
        undoable: false,
    })
    .await?;
    ws.commit(w, host).await?;
    if reason == BackupReason::Scheduled {
        thin_out(task).await?;
    }
    Ok(made)
}

/// Removes the backups that the rule does not keep, and says so in the trail.
async fn thin_out(task: &Task) -> Result<()> {
    let Task { ws, host, ctx, .. } = task;
    let gone = backup::prune(&ws.dir, host.clock.now())?;
    if gone.is_empty() {
        return Ok(());
    }
    let mut w = ws.begin(ctx, host).await?;
    for id in gone {
        w.record(Change {
            action: AuditAction::Delete,
            noun: "backups",
            object_id: id.to_string(),
            summary: &format!("Thinned out: the backup {id}"),
            before: None,
            after: None,
            undoable: false,
        })
        .await?;
    }
    ws.commit(w, host).await
}

/// The job: restores into a scratch folder and compares every table's digest.
pub(crate) async fn drill(task: &Task, id: &str) -> Result<DrillReport> {
    task.control.report(0.1, "Restoring into a scratch folder");
    let drill = backup::drill(&task.ws.dir, &find(&task.ws.dir, id)?).await?;
    let tables = drill.tables.into_iter().map(|t| DrillTable { table: t.table, rows: t.rows, same: t.same }).collect();
    Ok(DrillReport { backup_id: id.to_owned(), sound: drill.sound, tables })
}

fn find(dir: &Path, id: &str) -> Result<BackupId> {
    let found = backup::list(dir)?.into_iter().find(|b| b.id.as_str() == id);
    found.map(|b| b.id).ok_or_else(|| Error::not_found("backup", id))
}

fn view(b: &Backup) -> BackupView {
    let reason = match b.reason {
        BackupReason::Manual => "manual",
        BackupReason::BeforeMigration => "before_migration",
        BackupReason::Scheduled => "scheduled",
        BackupReason::BeforeRestore => "before_restore",
    };
    BackupView {
        id: b.id.as_str().to_owned(),
        at: b.at,
        reason: reason.to_owned(),
        bytes: b.files.iter().map(|f| f.bytes).sum(),
        rows: b.tables.iter().map(|t| t.rows).sum(),
        schema_version: b.schema_version,
    }
}
