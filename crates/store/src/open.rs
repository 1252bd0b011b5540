//! Opening and closing a store, and what it found while opening.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use model::{
    actor::Actor,
    id::{CorrelationId, ImportId},
    time::Timestamp,
};
use sqlx::{PgPool, Postgres, Sqlite, Transaction};

use crate::{
    backup::{self, BackupId, BackupReason},
    bars::BarWrite,
    errors::{Result, StoreError},
    imports,
    migrations::{self, File},
    postgres,
    sql::{Handle, Source},
    sqlite::{self, Lock, Pools, SqliteFiles},
    write::Write,
};

/// The database behind a store.
pub enum Db {
    /// Two files in a workspace folder.
    Sqlite(SqliteFiles),
    /// A server.
    Postgres(PgPool),
}

/// How to open.
#[derive(Clone, Debug)]
pub struct OpenOptions {
    /// Now, by the caller's clock.
    pub at: Timestamp,
    /// Who opens, for the message that another process gets.
    pub program: String,
    /// Make the workspace when there is none.
    pub create: bool,
    /// Reading connections a file.
    pub readers: u32,
    /// How long to wait for a lock that another program holds inside a file.
    pub busy_timeout: Duration,
}

impl OpenOptions {
    /// What the program uses.
    pub fn new(at: Timestamp) -> Self {
        let busy_timeout = Duration::from_secs(5);
        Self { at, program: "quarterdeck".to_owned(), create: true, readers: 4, busy_timeout }
    }
}

/// What happened while opening.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// There was no workspace before.
    pub created: bool,
    /// The last process did not close it; it was checked and is sound.
    pub unclean: bool,
    /// Migrations that ran.
    pub migrated: Vec<String>,
    /// The backup made before them.
    pub backup: Option<BackupId>,
    /// Imports whose bars were there but not their log entry.
    pub repaired_imports: Vec<ImportId>,
    /// The library's version; empty on Postgres.
    pub sqlite_version: String,
    /// The version of the tables.
    pub schema_version: i64,
}

/// An open store; cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    dir: Option<PathBuf>,
    opening: Opening,
    lock: Mutex<Option<Lock>>,
}

/// A consistent state to read from: later writes do not show.
pub struct Snapshot {
    tx: SnapshotTx,
    file: &'static str,
    dir: Option<PathBuf>,
}

enum SnapshotTx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// How many rows a table has.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TableCount {
    /// The file or server.
    pub file: String,
    /// The table.
    pub table: String,
    /// Its rows.
    pub rows: u64,
}

impl Store {
    /// Opens the workspace in a folder and takes its lock: recovers and checks after a crash, makes a verified backup
    /// before migrating, and logs imports that a crash left unlogged.
    ///
    /// # Errors
    /// Locked, missing, damaged, of a later version, not writable, disk full.
    pub async fn open(dir: &Path, options: &OpenOptions) -> Result<Self> {
        let sqlite_version = sqlite::check_version()?;
        prepare(dir, options)?;
        let lock = Lock::take(dir, &options.program)?;
        let restored = backup::put_in_place(dir)?;
        let created = !dir.join(File::Ledger.name()).exists();
        let unclean = File::ALL.iter().any(|f| sqlite::left_open(dir, *f));
        let mut opening =
            Opening { created, unclean, sqlite_version, schema_version: migrations::version(), ..Opening::default() };
        let ledger = open_writer(dir, File::Ledger, unclean, options).await?;
        let market = open_writer(dir, File::Market, unclean, options).await?;
        migrate(dir, [&ledger, &market], options, &mut opening).await?;
        let db = Db::Sqlite(SqliteFiles {
            ledger: Pools {
                readers: sqlite::readers(dir, File::Ledger, options.readers, options.busy_timeout).await?,
                writer: Some(ledger),
            },
            market: Pools {
                readers: sqlite::readers(dir, File::Market, options.readers, options.busy_timeout).await?,
                writer: Some(market),
            },
        });
        let store = Self::finish(db, Some(dir.to_path_buf()), opening, Some(lock), options).await?;
        if let Some(marker) = restored {
            backup::log_restore(&store, dir, &marker, options.at).await?;
        }
        Ok(store)
    }

    /// Opens a workspace for looking only: no lock, no change, not even a migration.
    ///
    /// # Errors
    /// Missing or damaged.
    pub async fn open_read_only(dir: &Path) -> Result<Self> {
        let sqlite_version = sqlite::check_version()?;
        if !dir.join(File::Ledger.name()).exists() {
            return Err(StoreError::Missing { path: dir.to_path_buf() });
        }
        let timeout = Duration::from_secs(5);
        for file in File::ALL {
            sqlite::check_length(dir, file)?;
        }
        let db = Db::Sqlite(SqliteFiles {
            ledger: Pools { readers: sqlite::readers(dir, File::Ledger, 2, timeout).await?, writer: None },
            market: Pools { readers: sqlite::readers(dir, File::Market, 2, timeout).await?, writer: None },
        });
        let unclean = File::ALL.iter().any(|f| sqlite::left_open(dir, *f));
        let schema_version = migrations::version();
        let opening = Opening { unclean, sqlite_version, schema_version, ..Opening::default() };
        let inner = Inner { db, dir: Some(dir.to_path_buf()), opening, lock: Mutex::new(None) };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Connects to a team's Postgres server and brings its tables up to date.
    ///
    /// # Errors
    /// When it cannot be reached or is of a later version.
    pub async fn connect_postgres(url: &str, options: &OpenOptions) -> Result<Self> {
        let (pool, migrated) = postgres::connect(url, options.readers + 2, Duration::from_secs(30)).await?;
        let created = migrated.len() > 1;
        let opening = Opening { created, migrated, schema_version: migrations::version(), ..Opening::default() };
        Self::finish(Db::Postgres(pool), None, opening, None, options).await
    }

    async fn finish(
        db: Db,
        dir: Option<PathBuf>,
        opening: Opening,
        lock: Option<Lock>,
        options: &OpenOptions,
    ) -> Result<Self> {
        let mut inner = Inner { db, dir, opening, lock: Mutex::new(None) };
        let store = Self { inner: Arc::new(Inner { lock: Mutex::new(lock), ..inner }) };
        let repaired = imports::log_missing(&store, options.at).await?;
        if repaired.is_empty() {
            return Ok(store);
        }
        inner = Arc::into_inner(store.inner).expect("invariant: nobody else has the store yet");
        inner.opening.repaired_imports = repaired;
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The database behind it.
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The workspace folder; none on Postgres.
    pub fn dir(&self) -> Option<&Path> {
        self.inner.dir.as_deref()
    }

    /// What happened while opening.
    pub fn opening(&self) -> &Opening {
        &self.inner.opening
    }

    /// Begins a change of the ledger; waits for the one before it. `at` is the caller's now.
    ///
    /// # Errors
    /// When the store is open for reading only, or another program holds the file.
    pub async fn begin(&self, actor: &Actor, correlation_id: CorrelationId, at: Timestamp) -> Result<Write> {
        Write::begin(self, actor, correlation_id, at).await
    }

    /// Begins a change of bars; waits for the one before it.
    ///
    /// # Errors
    /// As [`Store::begin`].
    pub async fn begin_bars(&self, at: Timestamp) -> Result<BarWrite> {
        BarWrite::begin(self, at).await
    }

    /// One consistent state of the ledger to read from.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        self.snapshot_of(File::Ledger, "SELECT outbox_seq FROM change_head WHERE only_row = 1").await
    }

    /// One consistent state of the bars to read from.
    pub(crate) async fn market_snapshot(&self) -> Result<Snapshot> {
        self.snapshot_of(File::Market, "SELECT count(*) FROM bar_series").await
    }

    async fn snapshot_of(&self, file: File, first: &'static str) -> Result<Snapshot> {
        let (tx, file) = match &self.inner.db {
            Db::Sqlite(files) => {
                let began = files.pools(file).readers.begin().await;
                let tx = began.map_err(|e| StoreError::from_sqlx(file.name(), e))?;
                (SnapshotTx::Sqlite(tx), file.name())
            }
            Db::Postgres(pool) => {
                let began = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await;
                let tx = began.map_err(|e| StoreError::from_sqlx(postgres::PLACE, e))?;
                (SnapshotTx::Postgres(tx), postgres::PLACE)
            }
        };
        let mut snapshot = Snapshot { tx, file, dir: self.inner.dir.clone() };
        // SQLite takes its snapshot at the first read.
        Source::from(&mut snapshot).number(first, vec![]).await?;
        Ok(snapshot)
    }

    /// How many rows each table has, but for the migrations' own.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn counts(&self) -> Result<Vec<TableCount>> {
        let mut counts = Vec::new();
        for mut source in self.files() {
            let sql = if source.is_postgres() {
                "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = current_schema() \
                 AND c.relname NOT LIKE '\\_%' ORDER BY 1"
            } else {
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' \
                 AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY 1"
            };
            let names = source.rows(sql, vec![]).await?;
            for row in names {
                let table = row.cells("tables").text()?;
                let rows = source.number(format!("SELECT count(*) FROM {table}"), vec![]).await?;
                counts.push(TableCount { file: source.file.to_owned(), table, rows: u64::try_from(rows).unwrap_or(0) });
            }
        }
        Ok(counts)
    }

    /// Looks through both files; what is wrong, nothing when all is sound. Slow on large files.
    ///
    /// # Errors
    /// When the files cannot be read at all.
    pub async fn integrity(&self) -> Result<Vec<String>> {
        let Db::Sqlite(files) = &self.inner.db else { return Ok(Vec::new()) };
        let mut wrong = Vec::new();
        for file in File::ALL {
            let failed = |e| StoreError::from_sqlx(file.name(), e);
            let mut conn = files.pools(file).readers.acquire().await.map_err(failed)?;
            let found = sqlite::check(&mut conn, "PRAGMA integrity_check").await.map_err(failed)?;
            wrong.extend(found.into_iter().map(|line| format!("{}: {line}", file.name())));
            let rows = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut *conn).await.map_err(failed)?;
            if !rows.is_empty() {
                wrong.push(format!("{}: {} rows refer to something that is not there", file.name(), rows.len()));
            }
        }
        Ok(wrong)
    }

    /// Ends every connection, so that the files are whole on their own, and frees the lock.
    pub async fn close(&self) {
        match &self.inner.db {
            Db::Sqlite(files) => {
                for file in File::ALL {
                    let pools = files.pools(file);
                    pools.readers.close().await;
                    if let Some(writer) = &pools.writer {
                        writer.close().await;
                    }
                }
            }
            Db::Postgres(pool) => pool.close().await,
        }
        if let Ok(mut lock) = self.inner.lock.lock() {
            *lock = None;
        }
    }

    /// The source of each file's reads.
    fn files(&self) -> Vec<Source<'_>> {
        match &self.inner.db {
            Db::Sqlite(_) => vec![Source::from(self), self.market()],
            Db::Postgres(_) => vec![Source::from(self)],
        }
    }

    /// Where bars are read.
    pub(crate) fn market(&self) -> Source<'_> {
        match &self.inner.db {
            Db::Sqlite(files) => Source {
                handle: Handle::SqlitePool(&files.market.readers),
                file: File::Market.name(),
                dir: self.inner.dir.as_deref(),
            },
            Db::Postgres(_) => Source::from(self),
        }
    }
}

impl<'a> From<&'a Store> for Source<'a> {
    fn from(store: &'a Store) -> Self {
        match &store.inner.db {
            Db::Sqlite(files) => Self {
                handle: Handle::SqlitePool(&files.ledger.readers),
                file: File::Ledger.name(),
                dir: store.inner.dir.as_deref(),
            },
            Db::Postgres(pool) => Self { handle: Handle::PgPool(pool), file: postgres::PLACE, dir: None },
        }
    }
}

impl<'a> From<&'a mut Snapshot> for Source<'a> {
    fn from(snapshot: &'a mut Snapshot) -> Self {
        let (file, dir) = (snapshot.file, snapshot.dir.as_deref());
        let handle = match &mut snapshot.tx {
            SnapshotTx::Sqlite(tx) => Handle::Sqlite(tx),
            SnapshotTx::Postgres(tx) => Handle::Pg(tx),
        };
        Self { handle, file, dir }
    }
}

/// Makes sure that there is a folder to open.
fn prepare(dir: &Path, options: &OpenOptions) -> Result<()> {
    let exists = dir.join(File::Ledger.name()).exists() || backup::restore_pending(dir);
    if !exists && !options.create {
        return Err(StoreError::Missing { path: dir.to_path_buf() });
    }
    fs::create_dir_all(dir).map_err(|e| sqlite::io_error(dir, e))
}

async fn open_writer(dir: &Path, file: File, unclean: bool, options: &OpenOptions) -> Result<sqlx::SqlitePool> {
    sqlite::check_length(dir, file)?;
    let pool = sqlite::writer(dir, file, options.busy_timeout).await?;
    if unclean {
        sqlite::check_pages(dir, file, &pool, "PRAGMA quick_check").await?;
    }
    Ok(pool)
}

/// Brings both files up to date, after a verified backup when there is something to lose.
async fn migrate(
    dir: &Path,
    writers: [&sqlx::SqlitePool; 2],
    options: &OpenOptions,
    opening: &mut Opening,
) -> Result<()> {
    let mut pending = Vec::new();
    for (file, pool) in File::ALL.into_iter().zip(writers) {
        let failed = |e| named(dir, StoreError::from_sqlx(file.name(), e));
        let mut conn = pool.acquire().await.map_err(failed)?;
        pending.push(migrations::pending_sqlite(&mut conn, file).await.map_err(|e| named(dir, e))?);
    }
    if pending.iter().all(Vec::is_empty) {
        return Ok(());
    }
    if !opening.created {
        opening.backup = Some(backup::copy_files(dir, BackupReason::BeforeMigration, options.at).await?.id);
    }
    for (file, pool) in File::ALL.into_iter().zip(writers) {
        let mut conn = pool.acquire().await.map_err(|e| named(dir, StoreError::from_sqlx(file.name(), e)))?;
        migrations::run_sqlite(&mut conn, file).await.map_err(|e| named(dir, e))?;
    }
    opening.migrated = pending.into_iter().flatten().collect();
    Ok(())
}

/// A damage report with the backup that mends it.
pub(crate) fn named(dir: &Path, error: StoreError) -> StoreError {
    match error {
        StoreError::Corrupt { file, detail, backup: None } => {
            StoreError::Corrupt { file, detail, backup: backup::newest(dir) }
        }
        StoreError::ReadOnly { path } if path.parent() == Some(Path::new("")) => {
            StoreError::ReadOnly { path: dir.join(path) }
        }
        other => other,
    }
}
