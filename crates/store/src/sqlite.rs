//! SQLite files: how they are opened, checked and locked.

use std::{
    ffi::CStr,
    fs,
    io::{Read, Seek, SeekFrom, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{
    ConnectOptions as _, Connection, Row as _, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    backup,
    errors::{Result, StoreError},
    migrations::File,
};

/// Rows that a reading connection hands over before it waits for the reader: with few, each row of a long table wakes a thread.
const ROWS_AHEAD: usize = 512;

/// The first SQLite without the fault that can damage a WAL.
const VERSION_FLOOR: i32 = 3_051_003;

/// The pools of a workspace's two files.
pub struct SqliteFiles {
    pub(crate) ledger: Pools,
    pub(crate) market: Pools,
}

/// Readers and the one writer of a file; no writer when opened for reading.
pub(crate) struct Pools {
    pub(crate) readers: SqlitePool,
    pub(crate) writer: Option<SqlitePool>,
}

impl SqliteFiles {
    /// Lets the ledger grow no further than it is by more than this many pages, as a full disk would; `None` lifts it.
    /// For tests of a full disk, which a file system cannot be asked for.
    pub async fn limit_ledger_pages(&self, more: Option<u32>) {
        let Some(writer) = &self.ledger.writer else { return };
        let Ok(mut conn) = writer.acquire().await else { return };
        let used: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut *conn).await.unwrap_or(0);
        let limit = more.map_or(4_294_967_294, |n| used + i64::from(n));
        let sql = format!("PRAGMA max_page_count = {limit}");
        let done = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&mut *conn).await;
        debug_assert!(done.is_ok(), "a pragma cannot fail");
    }

    pub(crate) fn pools(&self, file: File) -> &Pools {
        match file {
            File::Ledger => &self.ledger,
            File::Market => &self.market,
        }
    }
}

/// How every connection is set up: reliability before speed for the ledger, `NORMAL` for the market.
pub(crate) fn profile(path: &Path, file: File, busy_timeout: Duration) -> SqliteConnectOptions {
    let synchronous = if file == File::Ledger { SqliteSynchronous::Full } else { SqliteSynchronous::Normal };
    let options = SqliteConnectOptions::new()
        .filename(path)
        .disable_statement_logging()
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .foreign_keys(true)
        .busy_timeout(busy_timeout)
        .pragma("mmap_size", "0")
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("wal_autocheckpoint", "1000")
        .pragma("cache_size", if file == File::Ledger { "-8000" } else { "-4000" });
    if cfg!(target_os = "macos") {
        options.pragma("fullfsync", "ON").pragma("checkpoint_fullfsync", "ON")
    } else {
        options
    }
}

/// The writer's pool: one connection, kept.
pub(crate) async fn writer(dir: &Path, file: File, busy_timeout: Duration) -> Result<SqlitePool> {
    let options = profile(&dir.join(file.name()), file, busy_timeout).create_if_missing(true);
    pool(options, 1).await.map_err(|e| opening(dir, file, e))
}

/// The readers' pool; they can never write, nor hold up the writer.
pub(crate) async fn readers(dir: &Path, file: File, n: u32, busy_timeout: Duration) -> Result<SqlitePool> {
    let path = dir.join(file.name());
    // Journal mode is a property of the file that the writer has set; a reader could not change it.
    let options = SqliteConnectOptions::new()
        .filename(&path)
        .disable_statement_logging()
        .read_only(true)
        .row_buffer_size(ROWS_AHEAD)
        .foreign_keys(true)
        .busy_timeout(busy_timeout)
        .pragma("mmap_size", "0")
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("query_only", "ON")
        .pragma("cache_size", "-4000");
    pool(options, n.max(1)).await.map_err(|e| opening(dir, file, e))
}

async fn pool(options: SqliteConnectOptions, n: u32) -> std::result::Result<SqlitePool, sqlx::Error> {
    // Nothing outside drops these connections: no lifetime, no idle time-out. Waiting for the one writer is a queue.
    SqlitePoolOptions::new()
        .max_connections(n)
        .min_connections(1)
        .before_acquire(|conn, _| {
            // On a full disk SQLite may roll back by itself, and the driver then counts a transaction that is gone: such
            // a connection would refuse every later change. The ping waits for the rollbacks that are under way.
            Box::pin(async move {
                conn.ping().await?;
                Ok(!conn.is_in_transaction())
            })
        })
        .max_lifetime(None)
        .idle_timeout(None)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(120))
        .connect_with(options)
        .await
}

fn opening(dir: &Path, file: File, error: sqlx::Error) -> StoreError {
    let path = dir.join(file.name());
    match StoreError::from_sqlx(file.name(), error) {
        StoreError::ReadOnly { .. } => StoreError::ReadOnly { path },
        StoreError::Corrupt { file, detail, .. } => StoreError::Corrupt { file, detail, backup: backup::newest(dir) },
        StoreError::Database { source, .. } if !writable(&path) => {
            tracing::debug!(%source, "the file cannot be opened for writing");
            StoreError::ReadOnly { path }
        }
        other => other,
    }
}

fn writable(path: &Path) -> bool {
    fs::OpenOptions::new().append(true).open(path).is_ok()
}

/// The library's version.
///
/// # Errors
/// When it is one that can damage files.
#[expect(unsafe_code, reason = "the version of the C library is only known to it")]
pub(crate) fn check_version() -> Result<String> {
    // SAFETY: both functions take nothing, have no preconditions, and return static data.
    let (number, text) =
        unsafe { (libsqlite3_sys::sqlite3_libversion_number(), CStr::from_ptr(libsqlite3_sys::sqlite3_libversion())) };
    let found = text.to_string_lossy().into_owned();
    if acceptable(number) { Ok(found) } else { Err(StoreError::SqliteTooOld { found }) }
}

fn acceptable(number: i32) -> bool {
    number >= VERSION_FLOOR
}

/// Whether the last writer of a file did not close it: its write-ahead log is still there.
pub(crate) fn left_open(dir: &Path, file: File) -> bool {
    fs::metadata(dir.join(format!("{}-wal", file.name()))).is_ok_and(|m| m.len() > 0)
}

/// Refuses a file that is shorter than its header says; this costs nothing, so it is done at every start.
pub(crate) fn check_length(dir: &Path, file: File) -> Result<()> {
    let path = dir.join(file.name());
    let Ok(mut f) = fs::File::open(&path) else { return Ok(()) };
    let io = |source| StoreError::Io { path: path.clone(), source };
    let len = f.metadata().map_err(io)?.len();
    let mut header = [0_u8; 100];
    if len == 0 || f.read_exact(&mut header).is_err() {
        let whole = len == 0;
        return if whole { Ok(()) } else { Err(damaged(dir, file, "the file ends inside its header".to_owned())) };
    }
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(damaged(dir, file, "it is not a database file".to_owned()));
    }
    let page = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        n => u64::from(n),
    };
    let pages = u64::from(u32::from_be_bytes([header[28], header[29], header[30], header[31]]));
    // With a write-ahead log the newest pages may not be in the file yet.
    if pages * page > len && !left_open(dir, file) {
        return Err(damaged(dir, file, format!("it has {len} bytes of {}", pages * page)));
    }
    Ok(())
}

/// Asks SQLite to look through a file.
pub(crate) async fn check_pages(dir: &Path, file: File, pool: &SqlitePool, pragma: &'static str) -> Result<()> {
    let mut conn = pool.acquire().await.map_err(|e| opening(dir, file, e))?;
    let found = check(&mut conn, pragma).await.map_err(|e| opening(dir, file, e))?;
    match found.into_iter().next() {
        None => Ok(()),
        Some(detail) => Err(damaged(dir, file, detail)),
    }
}

/// What `quick_check` or `integrity_check` finds; nothing when the file is sound.
pub(crate) async fn check(conn: &mut SqliteConnection, pragma: &'static str) -> sqlx::Result<Vec<String>> {
    let rows = sqlx::query(pragma).fetch_all(conn).await?;
    let lines = rows.iter().map(|r| r.try_get::<String, _>(0)).collect::<sqlx::Result<Vec<_>>>()?;
    Ok(lines.into_iter().filter(|l| l != "ok").collect())
}

pub(crate) fn damaged(dir: &Path, file: File, detail: String) -> StoreError {
    StoreError::Corrupt { file: file.name(), detail, backup: backup::newest(dir) }
}

/// A connection of its own to a file that nobody else uses.
pub(crate) async fn connect(path: &Path, read_only: bool) -> sqlx::Result<SqliteConnection> {
    let options = SqliteConnectOptions::new().filename(path).read_only(read_only).pragma("trusted_schema", "OFF");
    SqliteConnection::connect_with(&options).await
}

/// The workspace's lock: the operating system frees it when this process ends, however it ends.
pub(crate) struct Lock {
    file: fs::File,
}

impl Lock {
    /// Takes the lock.
    ///
    /// # Errors
    /// [`StoreError::Locked`] with the holder's own words when another process has it.
    pub(crate) fn take(dir: &Path, program: &str) -> Result<Self> {
        let path = dir.join("lock");
        let io = |source| io_error(&path, source);
        let mut file =
            fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Where a lock also keeps others from reading, the holder stays unnamed.
                let named = file.read_to_string(&mut holder).is_ok() && !holder.trim().is_empty();
                let holder = if named { holder.trim().to_owned() } else { "another process".to_owned() };
                return Err(StoreError::Locked { path: dir.to_path_buf(), holder });
            }
            Err(fs::TryLockError::Error(source)) => return Err(io_error(&path, source)),
        }
        file.set_len(0).map_err(io)?;
        file.seek(SeekFrom::Start(0)).map_err(io)?;
        write!(file, "{program} (process {})", std::process::id()).map_err(io)?;
        Ok(Self { file })
    }
}

impl Drop for Lock {
    /// Said and not left to closing: a process that is just being started holds the file as well until it becomes another program, and the
    /// lock with it.
    fn drop(&mut self) {
        // Where it cannot be said, closing frees it.
        let _ = self.file.unlock();
    }
}

/// What a failed file operation means.
pub(crate) fn io_error(path: &Path, source: std::io::Error) -> StoreError {
    use std::io::ErrorKind as K;
    let path: PathBuf = path.to_path_buf();
    match source.kind() {
        K::PermissionDenied | K::ReadOnlyFilesystem => StoreError::ReadOnly { path },
        K::StorageFull | K::QuotaExceeded => StoreError::DiskFull { file: "the workspace folder" },
        _ => StoreError::Io { path, source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A second handle of the same opening is what a process has that is just being started.
    #[test]
    fn a_lock_that_is_given_up_is_free_whoever_still_holds_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let lock = Lock::take(dir.path(), "first").unwrap();
        let held = lock.file.try_clone().unwrap();
        assert!(Lock::take(dir.path(), "second").is_err());
        drop(lock);
        assert!(Lock::take(dir.path(), "third").is_ok());
        drop(held);
    }

    #[test]
    fn the_bundled_library_is_recent_and_older_ones_are_refused() {
        assert!(check_version().is_ok());
        assert!(!acceptable(3_051_002));
        assert!(acceptable(3_051_003));
    }
}
