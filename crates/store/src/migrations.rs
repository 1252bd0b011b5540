//! The one numbered sequence of migrations, split by the file that each belongs to.

use std::borrow::Cow;

use sqlx::migrate::{Migrate, MigrateError, Migrator};

use crate::errors::{Result, StoreError};

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// The two database files of a workspace.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum File {
    Ledger,
    Market,
}

impl File {
    pub(crate) const ALL: [Self; 2] = [Self::Ledger, Self::Market];

    /// Its name in the workspace folder.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ledger => "ledger.sqlite",
            Self::Market => "market.sqlite",
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Ledger => "ledger ",
            Self::Market => "market ",
        }
    }

    fn migrator(self) -> Migrator {
        let own = SQLITE.iter().filter(|m| m.description.starts_with(self.prefix())).cloned().collect();
        Migrator { migrations: Cow::Owned(own), ..Migrator::DEFAULT }
    }

    /// The latest version that this program knows.
    pub(crate) fn version(self) -> i64 {
        self.migrator().iter().map(|m| m.version).max().unwrap_or(0)
    }
}

/// The latest version over both files.
pub(crate) fn version() -> i64 {
    SQLITE.iter().map(|m| m.version).max().unwrap_or(0)
}

/// Migrations that a file still needs, by name; none for a new program's first look at an up-to-date file.
pub(crate) async fn pending_sqlite(conn: &mut sqlx::SqliteConnection, file: File) -> Result<Vec<String>> {
    pending(conn, file.name(), &file.migrator(), file.version()).await
}

/// Brings a file up to date.
pub(crate) async fn run_sqlite(conn: &mut sqlx::SqliteConnection, file: File) -> Result<()> {
    file.migrator().run_direct(None, conn, false).await.map_err(|e| refused(file.name(), e))
}

/// Migrations that the server's database still needs.
pub(crate) async fn pending_postgres(conn: &mut sqlx::PgConnection) -> Result<Vec<String>> {
    pending(conn, crate::postgres::PLACE, &POSTGRES, version()).await
}

/// Brings the server's database up to date.
pub(crate) async fn run_postgres(conn: &mut sqlx::PgConnection) -> Result<()> {
    POSTGRES.run_direct(None, conn, false).await.map_err(|e| refused(crate::postgres::PLACE, e))
}

async fn pending(conn: &mut impl Migrate, place: &'static str, ours: &Migrator, known: i64) -> Result<Vec<String>> {
    conn.ensure_migrations_table(&ours.table_name).await.map_err(|e| refused(place, e))?;
    let applied = conn.list_applied_migrations(&ours.table_name).await.map_err(|e| refused(place, e))?;
    if let Some(newer) = applied.iter().map(|m| m.version).find(|v| *v > known) {
        return Err(StoreError::NewerSchema { file: place, found: newer, known });
    }
    let done = |version| applied.iter().any(|m| m.version == version);
    Ok(ours.iter().filter(|m| !done(m.version)).map(|m| format!("{:04} {}", m.version, m.description)).collect())
}

fn refused(file: &'static str, error: MigrateError) -> StoreError {
    match error {
        MigrateError::Execute(e) | MigrateError::ExecuteMigration(e, _) => StoreError::from_sqlx(file, e),
        MigrateError::VersionMismatch(version) | MigrateError::VersionMissing(version) => {
            StoreError::ForeignSchema { file, version }
        }
        other => StoreError::Database { file, source: sqlx::Error::from(other) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sequences_have_the_same_names() {
        let names = |m: &Migrator| m.iter().map(|m| (m.version, m.description.to_string())).collect::<Vec<_>>();
        assert_eq!(names(&SQLITE), names(&POSTGRES));
    }

    #[test]
    fn every_migration_belongs_to_one_file() {
        let n: usize = File::ALL.iter().map(|f| f.migrator().iter().count()).sum();
        assert_eq!(n, SQLITE.iter().count());
    }
}
