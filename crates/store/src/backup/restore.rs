//! Putting a backup back: tried in a scratch folder, or for good, in steps that a crash cannot leave half done.
//!
//! For good: the copies are put beside the files as `*.restoring`, then a marker says that they are whole. From there on
//! every start finishes the work: each file moves into the folder of replaced files and its copy takes its place, and
//! the trail of the restored workspace gets its event.

use std::{
    fs,
    path::{Path, PathBuf},
};

use model::{actor::Actor, audit::AuditAction, id::CorrelationId, time::Timestamp};
use serde::{Deserialize, Serialize};

use super::{Backup, BackupId, FOLDER, TableDigest, describe, find, verify, write_synced};
use crate::{
    Change, OpenOptions, Paging, Store,
    audit::{self, AuditFilter},
    errors::{Result, StoreError},
    migrations::File,
    sqlite::{self, Lock},
};

const MARKER: &str = "restore.json";

/// What a drill found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Drill {
    /// The backup that was tried.
    pub backup: Backup,
    /// Each table and whether it holds what the manifest says.
    pub tables: Vec<TableDrill>,
    /// Whether everything fits and the program could open it.
    pub sound: bool,
}

/// A table in a drill.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TableDrill {
    /// The file it is in.
    pub file: String,
    /// Its name.
    pub table: String,
    /// How many rows it has.
    pub rows: u64,
    /// Whether rows and hash are those of the manifest.
    pub same: bool,
}

/// A backup that was put back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Restored {
    /// The backup.
    pub backup: Backup,
    /// Where the replaced files are.
    pub kept: PathBuf,
}

/// What the marker says.
#[derive(Serialize, Deserialize)]
pub(crate) struct Marker {
    backup: BackupId,
    kept: PathBuf,
    /// On whose behalf; a schedule where an earlier program left it out.
    #[serde(default = "unnamed")]
    actor: Actor,
    /// By it a second start finds the event that the first one wrote.
    #[serde(default = "CorrelationId::new")]
    correlation_id: CorrelationId,
}

fn unnamed() -> Actor {
    Actor::Schedule { job: "restore".to_owned() }
}

/// Restores a backup into a scratch folder, compares every table with the manifest, and opens it with this program.
///
/// # Errors
/// When there is no such backup, or the scratch folder cannot be written. A backup that is not sound is a result.
pub async fn drill(dir: &Path, id: &BackupId) -> Result<Drill> {
    let (backup, folder) = find(dir, id)?;
    let scratch = dir.join(FOLDER).join(format!(".drill-{}", std::process::id()));
    fs::create_dir_all(&scratch).map_err(|e| sqlite::io_error(&scratch, e))?;
    let drilled = try_in(&backup, &folder, &scratch).await;
    let removed = fs::remove_dir_all(&scratch).map_err(|e| sqlite::io_error(&scratch, e));
    let drill = drilled?;
    removed?;
    Ok(drill)
}

async fn try_in(backup: &Backup, folder: &Path, scratch: &Path) -> Result<Drill> {
    let mut tables = Vec::new();
    let mut sound = true;
    for file in File::ALL {
        let copy = scratch.join(file.name());
        let found = match copy_checked(backup, folder, file, &copy) {
            Ok(()) => verify(file, &copy).await,
            Err(e) => Err(e),
        };
        let found = match found {
            Ok(found) => found,
            Err(e @ (StoreError::Backup { .. } | StoreError::Corrupt { .. })) => {
                tracing::warn!(backup = %backup.id, error = %e, "a backup is not sound");
                sound = false;
                Vec::new()
            }
            Err(e) => return Err(e),
        };
        let expected = backup.tables.iter().filter(|t| t.file == file.name());
        tables.extend(expected.map(|t| compare(t, &found)));
    }
    sound &= tables.iter().all(|t| t.same);
    if sound {
        let options = OpenOptions { create: false, readers: 1, ..OpenOptions::new(backup.at) };
        // The program's own way in, migrations included. Boxed: opening is what makes backups.
        let opened = Box::pin(Store::open(scratch, &options)).await?;
        opened.close().await;
    }
    Ok(Drill { backup: backup.clone(), tables, sound })
}

fn compare(expected: &TableDigest, found: &[TableDigest]) -> TableDrill {
    let found = found.iter().find(|t| t.table == expected.table);
    TableDrill {
        file: expected.file.clone(),
        table: expected.table.clone(),
        rows: found.map_or(0, |t| t.rows),
        same: found == Some(expected),
    }
}

/// Copies a file of a backup and compares it with the manifest.
fn copy_checked(backup: &Backup, folder: &Path, file: File, to: &Path) -> Result<()> {
    let unusable = |reason: &str| StoreError::Backup { id: backup.id.to_string(), reason: reason.to_owned() };
    let expected = backup.files.iter().find(|f| f.name == file.name());
    let expected = expected.ok_or_else(|| unusable("a file is missing in its manifest; use another backup"))?;
    fs::copy(folder.join(file.name()), to).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => unusable("a file is missing; use another backup"),
        _ => sqlite::io_error(to, e),
    })?;
    if describe(to, file.name())? != *expected {
        return Err(unusable("a file changed since the backup was made; use another backup"));
    }
    Ok(())
}

/// Puts a backup in the place of the workspace's files, which are kept aside, and adds the event to the trail of the
/// restored workspace. The store must be closed.
///
/// # Errors
/// When the workspace is open, or the backup is not sound; then nothing was replaced.
pub async fn restore(
    dir: &Path,
    id: &BackupId,
    actor: &Actor,
    correlation_id: CorrelationId,
    options: &OpenOptions,
) -> Result<Restored> {
    let lock = Lock::take(dir, &options.program)?;
    let (backup, folder) = find(dir, id)?;
    for file in File::ALL {
        let beside = restoring(dir, file);
        copy_checked(&backup, &folder, file, &beside)?;
        verify(file, &beside).await?;
    }
    let stamp = options.at.to_chrono().format("%Y%m%dT%H%M%SZ");
    let kept = unused(&dir.join(FOLDER).join(format!("replaced-{stamp}")));
    let marker = Marker { backup: id.clone(), kept: kept.clone(), actor: actor.clone(), correlation_id };
    let json =
        serde_json::to_vec(&marker).map_err(|e| StoreError::Encode { noun: "backups", reason: e.to_string() })?;
    write_synced(&dir.join(MARKER), &json)?;
    put_in_place(dir)?;
    drop(lock);
    // Opening writes the event. When that fails the files are in place all the same, and the next start writes it.
    match Box::pin(Store::open(dir, &OpenOptions { create: false, ..options.clone() })).await {
        Ok(store) => store.close().await,
        Err(error) => tracing::warn!(%error, "the restored workspace could not be opened yet"),
    }
    Ok(Restored { backup, kept })
}

/// Whether a restore was interrupted after its copies were whole.
pub(crate) fn restore_pending(dir: &Path) -> bool {
    dir.join(MARKER).exists()
}

/// Moves the copies of a restore into their places; nothing when there is no restore. The marker stays until its event
/// is in the trail.
pub(crate) fn put_in_place(dir: &Path) -> Result<Option<Marker>> {
    let Ok(bytes) = fs::read(dir.join(MARKER)) else { return Ok(None) };
    let marker: Marker = serde_json::from_slice(&bytes).map_err(|e| StoreError::Backup {
        id: MARKER.to_owned(),
        reason: format!("the note of an interrupted restore cannot be read ({e}); delete it and restore again"),
    })?;
    let io = |path: &Path| {
        let path = path.to_path_buf();
        move |e| sqlite::io_error(&path, e)
    };
    fs::create_dir_all(&marker.kept).map_err(io(&marker.kept))?;
    for file in File::ALL {
        let beside = restoring(dir, file);
        if !beside.exists() {
            continue;
        }
        for suffix in ["-wal", "-shm", ""] {
            let name = format!("{}{suffix}", file.name());
            let (old, aside) = (dir.join(&name), marker.kept.join(&name));
            if old.exists() {
                fs::rename(&old, &aside).map_err(io(&old))?;
            }
        }
        fs::rename(&beside, dir.join(file.name())).map_err(io(&beside))?;
    }
    sync_folder(dir);
    Ok(Some(marker))
}

/// Adds the event of a restore whose files are in place, then removes the marker.
pub(crate) async fn log_restore(store: &Store, dir: &Path, marker: &Marker, at: Timestamp) -> Result<()> {
    let filter = AuditFilter { correlation_id: Some(marker.correlation_id), ..AuditFilter::default() };
    let logged = audit::list(store, &filter, &Paging::default()).await?;
    if !logged.items.iter().any(|e| e.action == AuditAction::Restore) {
        let mut w = store.begin(&marker.actor, marker.correlation_id, at).await?;
        w.record(Change {
            action: AuditAction::Restore,
            noun: "backups",
            object_id: marker.backup.to_string(),
            summary: &format!("Restored the backup {}", marker.backup),
            before: None,
            after: Some(serde_json::json!({ "backup_id": marker.backup, "kept": marker.kept })),
            undoable: false,
        })
        .await?;
        w.commit().await?;
    }
    let path = dir.join(MARKER);
    fs::remove_file(&path).map_err(|e| sqlite::io_error(&path, e))?;
    sync_folder(dir);
    Ok(())
}

fn restoring(dir: &Path, file: File) -> PathBuf {
    dir.join(format!("{}.restoring", file.name()))
}

fn unused(path: &Path) -> PathBuf {
    let mut candidates =
        std::iter::once(path.to_path_buf()).chain((2..).map(|n| PathBuf::from(format!("{}-{n}", path.display()))));
    candidates.find(|p| !p.exists()).unwrap_or_else(|| path.to_path_buf())
}

/// Makes renames durable where folders can be synced.
fn sync_folder(dir: &Path) {
    if let Ok(folder) = fs::File::open(dir) {
        let _ = folder.sync_all();
    }
}
