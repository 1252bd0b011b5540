//! Verified backups of a workspace: made, listed, thinned out, tried and restored.
//!
//! A backup is a folder in `backups/` with a copy of both files and a manifest with their hashes and the digest of every
//! table. It counts only once the copies have been opened and found sound. The ledger is copied before the market, so
//! that the market may know an import more, never less: the next start logs it.

mod digest;
mod restore;

use std::{
    fmt, fs,
    io::{Read, Write as _},
    path::{Path, PathBuf},
};

use model::time::Timestamp;
use serde::{Deserialize, Serialize};

pub(crate) use self::restore::{log_restore, put_in_place, restore_pending};
pub use self::{
    digest::TableDigest,
    restore::{Drill, Restored, TableDrill, drill, restore},
};
use crate::{
    Db, Store,
    errors::{Result, StoreError},
    migrations::{self, File},
    sqlite,
};

/// The name of a backup's folder, such as `20221228T210000Z-manual`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BackupId(String);

impl BackupId {
    /// The identity out of a URL or a command line.
    ///
    /// # Errors
    /// When it could not be the name of a backup's folder.
    pub fn parse(text: &str) -> Result<Self> {
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !plain || text.is_empty() || text.len() > 80 {
            let reason = "this is not the name of a backup; list the backups".to_owned();
            return Err(StoreError::Backup { id: text.to_owned(), reason });
        }
        Ok(Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BackupId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a backup was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BackupReason {
    /// A person asked; such a one is never thinned out.
    Manual,
    /// The tables were about to change.
    BeforeMigration,
    /// By schedule.
    Scheduled,
    /// Another backup was about to be restored.
    BeforeRestore,
}

impl BackupReason {
    fn word(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::BeforeMigration => "migration",
            Self::Scheduled => "scheduled",
            Self::BeforeRestore => "restore",
        }
    }
}

/// A backup, as its manifest says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Backup {
    /// Its identity.
    pub id: BackupId,
    /// When it was made.
    pub at: Timestamp,
    /// Why.
    pub reason: BackupReason,
    /// The version of the tables.
    pub schema_version: i64,
    /// Its files.
    pub files: Vec<BackupFile>,
    /// What its tables hold.
    pub tables: Vec<TableDigest>,
}

/// A file of a backup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BackupFile {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// BLAKE3 of its bytes, hex.
    pub blake3: String,
}

const FOLDER: &str = "backups";
const MANIFEST: &str = "manifest.json";

/// Makes a backup and verifies it.
///
/// # Errors
/// On Postgres; when the disk is full or not writable; when the copy is not sound.
pub async fn create(store: &Store, reason: BackupReason, at: Timestamp) -> Result<Backup> {
    let (Db::Sqlite(_), Some(dir)) = (store.db(), store.dir()) else {
        return Err(StoreError::NotOnPostgres { what: "a backup by this program" });
    };
    copy_files(dir, reason, at).await
}

/// Copies both files of a workspace that this process owns, and verifies the copies.
pub(crate) async fn copy_files(dir: &Path, reason: BackupReason, at: Timestamp) -> Result<Backup> {
    let (id, folder) = new_folder(dir, reason, at)?;
    let made = fill(dir, &folder, id, reason, at).await;
    if made.is_err() {
        // A backup that is not whole is none.
        let _ = fs::remove_dir_all(&folder);
    }
    made
}

fn new_folder(dir: &Path, reason: BackupReason, at: Timestamp) -> Result<(BackupId, PathBuf)> {
    let parent = dir.join(FOLDER);
    fs::create_dir_all(&parent).map_err(|e| sqlite::io_error(&parent, e))?;
    let stem = format!("{}-{}", at.to_chrono().format("%Y%m%dT%H%M%SZ"), reason.word());
    for n in 1..1000 {
        let name = if n == 1 { stem.clone() } else { format!("{stem}-{n}") };
        let folder = parent.join(&name);
        match fs::create_dir(&folder) {
            Ok(()) => return Ok((BackupId(name), folder)),
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(sqlite::io_error(&folder, e)),
        }
    }
    Err(StoreError::Backup { id: stem, reason: "there are a thousand backups of this second; wait one".to_owned() })
}

async fn fill(dir: &Path, folder: &Path, id: BackupId, reason: BackupReason, at: Timestamp) -> Result<Backup> {
    let mut backup =
        Backup { id, at, reason, schema_version: migrations::version(), files: Vec::new(), tables: Vec::new() };
    for file in File::ALL {
        let copy = folder.join(file.name());
        let failed = |e| StoreError::from_sqlx(file.name(), e);
        let mut conn = sqlite::connect(&dir.join(file.name()), true).await.map_err(failed)?;
        let target = copy.to_string_lossy().into_owned();
        // One read transaction: a consistent state, and writers go on.
        let copied = sqlx::query("VACUUM INTO $1").bind(target).execute(&mut conn).await;
        copied.map_err(failed)?;
        sqlx::Connection::close(conn).await.map_err(failed)?;
        backup.tables.extend(verify(file, &copy).await?);
        backup.files.push(describe(&copy, file.name())?);
    }
    let json = serde_json::to_string_pretty(&backup)
        .map_err(|e| StoreError::Encode { noun: "backups", reason: e.to_string() })?;
    write_synced(&folder.join(MANIFEST), json.as_bytes())?;
    Ok(backup)
}

/// Opens a copy, looks through it, and digests its tables.
async fn verify(file: File, copy: &Path) -> Result<Vec<TableDigest>> {
    let failed = |e| StoreError::from_sqlx(file.name(), e);
    let mut conn = sqlite::connect(copy, true).await.map_err(failed)?;
    let wrong = sqlite::check(&mut conn, "PRAGMA integrity_check").await.map_err(failed)?;
    if let Some(detail) = wrong.into_iter().next() {
        return Err(StoreError::Corrupt { file: file.name(), detail, backup: None });
    }
    let tables = digest::tables(&mut conn, file.name()).await?;
    sqlx::Connection::close(conn).await.map_err(failed)?;
    Ok(tables)
}

fn describe(path: &Path, name: &str) -> Result<BackupFile> {
    let io = |e| sqlite::io_error(path, e);
    let mut file = fs::OpenOptions::new().read(true).write(true).open(path).map_err(io)?;
    file.sync_all().map_err(io)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 18];
    let mut bytes = 0;
    loop {
        let n = file.read(&mut buffer).map_err(io)?;
        if n == 0 {
            break;
        }
        hasher.update(&buffer[..n]);
        bytes += n as u64;
    }
    Ok(BackupFile { name: name.to_owned(), bytes, blake3: hasher.finalize().to_string() })
}

fn write_synced(path: &Path, bytes: &[u8]) -> Result<()> {
    let write = || {
        let mut file = fs::File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|e| sqlite::io_error(path, e))
}

/// The backups of a workspace, newest first. A folder without a readable manifest is none.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(dir: &Path) -> Result<Vec<Backup>> {
    let folder = dir.join(FOLDER);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(sqlite::io_error(&folder, e)),
    };
    let manifest = |path: PathBuf| serde_json::from_slice(&fs::read(path.join(MANIFEST)).ok()?).ok();
    let mut backups: Vec<Backup> = entries.filter_map(|e| manifest(e.ok()?.path())).collect();
    backups.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
    Ok(backups)
}

/// The newest backup, for messages.
pub(crate) fn newest(dir: &Path) -> Option<BackupId> {
    list(dir).ok()?.into_iter().next().map(|b| b.id)
}

fn find(dir: &Path, id: &BackupId) -> Result<(Backup, PathBuf)> {
    let backup = list(dir)?.into_iter().find(|b| b.id == *id).ok_or_else(|| StoreError::not_found("backups", id))?;
    Ok((backup, dir.join(FOLDER).join(id.as_str())))
}

/// Thins backups out: those of the last 24 hours by the hour, of the last 7 days by the day, of the last 6 months by
/// the month. The newest and those that a person made stay. Returns what went.
///
/// # Errors
/// When a folder cannot be removed.
pub fn prune(dir: &Path, at: Timestamp) -> Result<Vec<BackupId>> {
    let backups = list(dir)?;
    let mut gone = Vec::new();
    for id in superfluous(&backups, at) {
        let folder = dir.join(FOLDER).join(id.as_str());
        fs::remove_dir_all(&folder).map_err(|e| sqlite::io_error(&folder, e))?;
        gone.push(id);
    }
    Ok(gone)
}

/// Which of the backups (newest first) the rule does not keep.
fn superfluous(backups: &[Backup], at: Timestamp) -> Vec<BackupId> {
    let mut kept = std::collections::BTreeSet::new();
    let mut gone = Vec::new();
    for (i, backup) in backups.iter().enumerate() {
        let age_h = (at.micros() - backup.at.micros()) / 3_600_000_000;
        let made = backup.at.to_chrono();
        let slot = match age_h {
            ..24 => Some(made.format("%Y%m%d%H").to_string()),
            24..168 => Some(made.format("%Y%m%d").to_string()),
            168..4392 => Some(made.format("%Y%m").to_string()),
            _ => None,
        };
        let first_of_slot = slot.is_some_and(|slot| kept.insert(slot));
        if i > 0 && !first_of_slot && backup.reason != BackupReason::Manual {
            gone.push(backup.id.clone());
        }
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backup(at: &str, reason: BackupReason) -> Backup {
        let (files, tables) = (Vec::new(), Vec::new());
        Backup { id: BackupId(at.to_owned()), at: at.parse().unwrap(), reason, schema_version: 1, files, tables }
    }

    #[test]
    fn backups_are_thinned_by_hour_day_and_month() {
        let times = [
            "2022-12-28T20:50:00Z", // newest
            "2022-12-28T20:10:00Z", // the same hour: goes
            "2022-12-28T19:00:00Z",
            "2022-12-27T12:00:00Z",
            "2022-12-27T11:00:00Z", // the same day: goes
            "2022-11-20T00:00:00Z",
            "2022-11-10T00:00:00Z", // the same month: goes
            "2022-01-01T00:00:00Z", // older than six months: goes
        ];
        let backups: Vec<Backup> = times.iter().map(|t| backup(t, BackupReason::Scheduled)).collect();
        let gone = superfluous(&backups, "2022-12-28T21:00:00Z".parse().unwrap());
        let gone: Vec<&str> = gone.iter().map(BackupId::as_str).collect();
        assert_eq!(gone, [times[1], times[4], times[6], times[7]]);
        let manual: Vec<Backup> = times.iter().map(|t| backup(t, BackupReason::Manual)).collect();
        assert!(superfluous(&manual, "2022-12-28T21:00:00Z".parse().unwrap()).is_empty());
    }

    #[test]
    fn a_path_is_no_identity() {
        for bad in ["", "..", "../x", "a/b", "a\\b", "C:x"] {
            assert!(BackupId::parse(bad).is_err(), "{bad}");
        }
        assert!(BackupId::parse("20221228T210000Z-manual-2").is_ok());
    }
}
