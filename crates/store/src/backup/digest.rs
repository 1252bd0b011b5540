//! What a table holds, as a number of rows and one hash, so that two files can be compared.

use futures_util::TryStreamExt;
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, Column as _, Row as _, SqliteConnection, TypeInfo, ValueRef, sqlite::SqliteRow};

use crate::errors::{Result, StoreError};

/// The content of a table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TableDigest {
    /// The file it is in.
    pub file: String,
    /// Its name.
    pub table: String,
    /// How many rows.
    pub rows: u64,
    /// BLAKE3 of every cell of every row in the order of the primary key, hex.
    pub blake3: String,
}

/// The digests of every table of a file, by name.
pub(super) async fn tables(conn: &mut SqliteConnection, file: &'static str) -> Result<Vec<TableDigest>> {
    let failed = |e| StoreError::from_sqlx(file, e);
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name";
    let names: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut *conn).await.map_err(failed)?;
    let mut digests = Vec::with_capacity(names.len());
    for table in names {
        let sql = "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk";
        let key: Vec<String> = sqlx::query_scalar(sql).bind(&table).fetch_all(&mut *conn).await.map_err(failed)?;
        let order = if key.is_empty() { "rowid".to_owned() } else { key.join(", ") };
        let sql = format!("SELECT * FROM {table} ORDER BY {order}");
        let mut hasher = blake3::Hasher::new();
        let mut rows = 0;
        let mut stream = sqlx::query(AssertSqlSafe(sql)).fetch(&mut *conn);
        while let Some(row) = stream.try_next().await.map_err(failed)? {
            absorb(&row, &mut hasher).map_err(failed)?;
            rows += 1;
        }
        drop(stream);
        digests.push(TableDigest { file: file.to_owned(), table, rows, blake3: hasher.finalize().to_string() });
    }
    Ok(digests)
}

/// Adds a row: each cell as its type, its length and its bytes.
fn absorb(row: &SqliteRow, hasher: &mut blake3::Hasher) -> sqlx::Result<()> {
    for column in row.columns() {
        let idx = column.ordinal();
        let value = row.try_get_raw(idx)?;
        let mut cell = |tag: u8, bytes: &[u8]| {
            hasher.update(&[tag]);
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        if value.is_null() {
            cell(0, &[]);
            continue;
        }
        let kind = value.type_info().name().to_owned();
        match kind.as_str() {
            "INTEGER" | "BOOLEAN" => cell(1, &row.try_get_unchecked::<i64, _>(idx)?.to_le_bytes()),
            "REAL" => cell(2, &row.try_get_unchecked::<f64, _>(idx)?.to_bits().to_le_bytes()),
            "BLOB" => cell(4, row.try_get_unchecked::<&[u8], _>(idx)?),
            _ => cell(3, row.try_get_unchecked::<&str, _>(idx)?.as_bytes()),
        }
    }
    Ok(())
}
