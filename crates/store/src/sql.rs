//! One way to speak to both databases: values, cells and where a statement runs.
//!
//! A statement is written once with `$1`, `$2`, … . What differs is how a value travels: decimals, dates, ids and JSON
//! are text in SQLite and `numeric`, `date`, `uuid` and `jsonb` in Postgres.

use std::{
    borrow::Cow,
    collections::BTreeSet,
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock},
};

use chrono::NaiveDate;
use model::time::Timestamp;
use rust_decimal::Decimal;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{
    AssertSqlSafe, PgConnection, PgPool, Row as _, SqliteConnection, SqlitePool, postgres::PgRow, sqlite::SqliteRow,
};
use uuid::Uuid;

use crate::{
    errors::{Result, StoreError},
    open::named,
};

/// A value on its way into a statement. `None` still has a type, which Postgres needs.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Text(Option<String>),
    Int(Option<i64>),
    Real(Option<f64>),
    Blob(Vec<u8>),
    Bool(bool),
    Uuid(Option<Uuid>),
    Decimal(Option<Decimal>),
    Date(Option<NaiveDate>),
    Json(Option<String>),
}

impl Value {
    pub(crate) fn text(s: impl Into<String>) -> Self {
        Self::Text(Some(s.into()))
    }

    pub(crate) fn opt_text(s: Option<&str>) -> Self {
        Self::Text(s.map(str::to_owned))
    }

    pub(crate) fn int(v: impl Into<i64>) -> Self {
        Self::Int(Some(v.into()))
    }

    pub(crate) fn time(t: Timestamp) -> Self {
        Self::Int(Some(t.micros()))
    }

    pub(crate) fn opt_time(t: Option<Timestamp>) -> Self {
        Self::Int(t.map(Timestamp::micros))
    }

    pub(crate) fn uuid(id: Uuid) -> Self {
        Self::Uuid(Some(id))
    }

    pub(crate) fn date(d: NaiveDate) -> Self {
        Self::Date(Some(d))
    }

    pub(crate) fn decimal(d: Decimal) -> Self {
        Self::Decimal(Some(d))
    }

    pub(crate) fn json(noun: &'static str, value: &impl Serialize) -> Result<Self> {
        serde_json::to_string(value)
            .map(|s| Self::Json(Some(s)))
            .map_err(|e| StoreError::Encode { noun, reason: e.to_string() })
    }
}

/// The places of `n` values from `$first` on, as a list in SQL.
pub(crate) fn places(first: usize, n: usize) -> String {
    (first..first + n).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// A count as the database keeps it.
pub(crate) fn count(n: u64) -> Value {
    Value::Int(Some(i64::try_from(n).unwrap_or(i64::MAX)))
}

/// A row from either database.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// The cells of a row, read one after the other.
pub(crate) struct Cells<'r> {
    noun: &'static str,
    row: &'r Row,
    idx: usize,
}

impl Row {
    pub(crate) fn cells(&self, noun: &'static str) -> Cells<'_> {
        Cells { noun, row: self, idx: 0 }
    }
}

/// Reads the next cell as a type that both drivers know.
macro_rules! both {
    ($self:ident, $what:literal) => {{
        let idx = $self.idx;
        $self.idx += 1;
        match $self.row {
            Row::Sqlite(r) => r.try_get(idx),
            Row::Postgres(r) => r.try_get(idx),
        }
        .map_err(|e| $self.wrong($what, e))
    }};
}

impl Cells<'_> {
    #[expect(clippy::needless_pass_by_value, reason = "callers hand over the error they got")]
    pub(crate) fn wrong(&self, what: &'static str, reason: impl ToString) -> StoreError {
        StoreError::Decode { noun: self.noun, what, reason: reason.to_string() }
    }

    pub(crate) fn text(&mut self) -> Result<String> {
        both!(self, "text")
    }

    pub(crate) fn opt_text(&mut self) -> Result<Option<String>> {
        both!(self, "text")
    }

    pub(crate) fn int(&mut self) -> Result<i64> {
        both!(self, "number")
    }

    pub(crate) fn opt_int(&mut self) -> Result<Option<i64>> {
        both!(self, "number")
    }

    pub(crate) fn real(&mut self) -> Result<f64> {
        both!(self, "number")
    }

    pub(crate) fn opt_real(&mut self) -> Result<Option<f64>> {
        both!(self, "number")
    }

    pub(crate) fn bool(&mut self) -> Result<bool> {
        both!(self, "yes or no")
    }

    pub(crate) fn blob(&mut self) -> Result<Vec<u8>> {
        both!(self, "block")
    }

    pub(crate) fn count(&mut self) -> Result<u64> {
        Ok(u64::try_from(self.int()?).unwrap_or(0))
    }

    pub(crate) fn small(&mut self) -> Result<u32> {
        u32::try_from(self.int()?).map_err(|e| self.wrong("number", e))
    }

    pub(crate) fn time(&mut self) -> Result<Timestamp> {
        self.int().map(Timestamp::from_micros)
    }

    pub(crate) fn opt_time(&mut self) -> Result<Option<Timestamp>> {
        Ok(self.opt_int()?.map(Timestamp::from_micros))
    }

    /// A name, such as one of an enumeration or a currency.
    pub(crate) fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(&mut self) -> Result<T> {
        self.text()?.parse().map_err(|e| self.wrong("name", e))
    }

    pub(crate) fn opt_parsed<T: std::str::FromStr<Err: std::fmt::Display>>(&mut self) -> Result<Option<T>> {
        self.opt_text()?.map(|s| s.parse()).transpose().map_err(|e| self.wrong("name", e))
    }

    pub(crate) fn opt_uuid(&mut self) -> Result<Option<Uuid>> {
        match self.row {
            Row::Sqlite(_) => self.opt_parsed(),
            Row::Postgres(r) => {
                self.idx += 1;
                r.try_get(self.idx - 1).map_err(|e| self.wrong("identity", e))
            }
        }
    }

    pub(crate) fn uuid(&mut self) -> Result<Uuid> {
        self.opt_uuid()?.ok_or_else(|| self.wrong("identity", "it is empty"))
    }

    pub(crate) fn opt_decimal(&mut self) -> Result<Option<Decimal>> {
        match self.row {
            Row::Sqlite(_) => {
                let text = self.opt_text()?;
                text.map(|s| Decimal::from_str_exact(&s)).transpose().map_err(|e| self.wrong("decimal", e))
            }
            Row::Postgres(r) => {
                self.idx += 1;
                r.try_get(self.idx - 1).map_err(|e| self.wrong("decimal", e))
            }
        }
    }

    pub(crate) fn decimal(&mut self) -> Result<Decimal> {
        self.opt_decimal()?.ok_or_else(|| self.wrong("decimal", "it is empty"))
    }

    pub(crate) fn opt_date(&mut self) -> Result<Option<NaiveDate>> {
        match self.row {
            Row::Sqlite(_) => self.opt_parsed(),
            Row::Postgres(r) => {
                self.idx += 1;
                r.try_get(self.idx - 1).map_err(|e| self.wrong("date", e))
            }
        }
    }

    pub(crate) fn date(&mut self) -> Result<NaiveDate> {
        self.opt_date()?.ok_or_else(|| self.wrong("date", "it is empty"))
    }

    pub(crate) fn opt_json<T: DeserializeOwned>(&mut self) -> Result<Option<T>> {
        let parsed = match self.row {
            Row::Sqlite(_) => self.opt_text()?.map(|s| serde_json::from_str(&s)),
            Row::Postgres(r) => {
                self.idx += 1;
                let value: Option<serde_json::Value> =
                    r.try_get(self.idx - 1).map_err(|e| self.wrong("document", e))?;
                value.map(serde_json::from_value)
            }
        };
        parsed.transpose().map_err(|e| self.wrong("document", e))
    }

    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> Result<T> {
        self.opt_json()?.ok_or_else(|| self.wrong("document", "it is empty"))
    }
}

/// Where a statement runs: a pool of readers, or one connection inside a transaction.
pub(crate) enum Handle<'a> {
    SqlitePool(&'a SqlitePool),
    Sqlite(&'a mut SqliteConnection),
    PgPool(&'a PgPool),
    Pg(&'a mut PgConnection),
}

/// What a read function reads from: `&Store`, `&mut Write` or `&mut Snapshot`.
pub struct Source<'a> {
    pub(crate) handle: Handle<'a>,
    /// The file or server, for messages.
    pub(crate) file: &'static str,
    /// The workspace, whose newest backup a report of damage names.
    pub(crate) dir: Option<&'a Path>,
}

/// Builds a query of one driver and binds the values to it.
macro_rules! bind {
    ($sql:expr, $values:expr, $uuid:expr, $decimal:expr, $date:expr, $json:expr) => {{
        let mut query = sqlx::query(AssertSqlSafe($sql));
        for value in $values {
            query = match value {
                Value::Text(v) => query.bind(v),
                Value::Int(v) => query.bind(v),
                Value::Real(v) => query.bind(v),
                Value::Blob(v) => query.bind(v),
                Value::Bool(v) => query.bind(v),
                Value::Uuid(v) => query.bind(v.map($uuid)),
                Value::Decimal(v) => query.bind(v.map($decimal)),
                Value::Date(v) => query.bind(v.map($date)),
                Value::Json(v) => query.bind(v.map($json)),
            };
        }
        query
    }};
}

macro_rules! sqlite_query {
    ($sql:expr, $values:expr) => {
        bind!(
            $sql,
            $values,
            |u: Uuid| u.hyphenated().to_string(),
            |d: Decimal| d.to_string(),
            |d: NaiveDate| d.to_string(),
            |j: String| j
        )
    };
}

macro_rules! pg_query {
    ($sql:expr, $values:expr) => {
        bind!($sql, $values, |u: Uuid| u, |d: Decimal| d, |d: NaiveDate| d, |j: String| {
            serde_json::from_str::<serde_json::Value>(&j).unwrap_or_default()
        })
    };
}

impl Source<'_> {
    /// Every row that a statement gives.
    pub(crate) async fn rows(&mut self, sql: impl Into<Cow<'static, str>>, values: Vec<Value>) -> Result<Vec<Row>> {
        let sql = sql.into();
        note(self.dir, self.file, &sql);
        let rows = match &mut self.handle {
            Handle::SqlitePool(pool) => sqlite_query!(sql, values).fetch_all(*pool).await.map(sqlite_rows),
            Handle::Sqlite(conn) => sqlite_query!(sql, values).fetch_all(&mut **conn).await.map(sqlite_rows),
            Handle::PgPool(pool) => pg_query!(sql, values).fetch_all(*pool).await.map(pg_rows),
            Handle::Pg(conn) => pg_query!(sql, values).fetch_all(&mut **conn).await.map(pg_rows),
        };
        rows.map_err(|e| self.error(e))
    }

    /// The first row, if any.
    pub(crate) async fn row(&mut self, sql: impl Into<Cow<'static, str>>, values: Vec<Value>) -> Result<Option<Row>> {
        Ok(self.rows(sql, values).await?.into_iter().next())
    }

    /// The first cell of the only row: a count or another number.
    pub(crate) async fn number(&mut self, sql: impl Into<Cow<'static, str>>, values: Vec<Value>) -> Result<i64> {
        match self.row(sql, values).await? {
            Some(row) => row.cells("count").int(),
            None => Ok(0),
        }
    }

    /// Runs a change and says how many rows it touched.
    pub(crate) async fn run(&mut self, sql: impl Into<Cow<'static, str>>, values: Vec<Value>) -> Result<u64> {
        let sql = sql.into();
        note(self.dir, self.file, &sql);
        let touched = match &mut self.handle {
            Handle::SqlitePool(pool) => sqlite_query!(sql, values).execute(*pool).await.map(|r| r.rows_affected()),
            Handle::Sqlite(conn) => sqlite_query!(sql, values).execute(&mut **conn).await.map(|r| r.rows_affected()),
            Handle::PgPool(pool) => pg_query!(sql, values).execute(*pool).await.map(|r| r.rows_affected()),
            Handle::Pg(conn) => pg_query!(sql, values).execute(&mut **conn).await.map(|r| r.rows_affected()),
        };
        touched.map_err(|e| self.error(e))
    }

    /// Inserts many rows, a few hundred a statement.
    pub(crate) async fn insert_rows(&mut self, table: &str, columns: &str, rows: Vec<Vec<Value>>) -> Result<u64> {
        let n_columns = columns.split(',').count();
        // SQLite searches the names of parameters one by one, so thousands of them must have none.
        let named = self.is_postgres();
        let at_once = (16_000 / n_columns).clamp(1, 1000);
        let tuples = |n: usize| {
            let mut sql = format!("INSERT INTO {table} ({columns}) VALUES ");
            for i in 0..n {
                sql.push_str(if i == 0 { "(" } else { ", (" });
                for c in 1..=n_columns {
                    sql.push_str(if c == 1 { "" } else { ", " });
                    if named {
                        let _ = write!(sql, "${}", i * n_columns + c);
                    } else {
                        sql.push('?');
                    }
                }
                sql.push(')');
            }
            sql
        };
        // Thousands of rows go by one text, made once.
        let full = if rows.len() >= at_once { tuples(at_once) } else { String::new() };
        let mut rows = rows.into_iter();
        let mut done = 0;
        while rows.len() > 0 {
            let n = rows.len().min(at_once);
            let sql = if n == at_once { full.clone() } else { tuples(n) };
            done += self.run(sql, rows.by_ref().take(n).flatten().collect()).await?;
        }
        Ok(done)
    }

    fn error(&self, error: sqlx::Error) -> StoreError {
        let error = StoreError::from_sqlx(self.file, error);
        match self.dir {
            Some(dir) => named(dir, error),
            None => error,
        }
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.handle, Handle::PgPool(_) | Handle::Pg(_))
    }

    /// The same place again, for a second statement.
    pub(crate) fn again(&mut self) -> Source<'_> {
        let handle = match &mut self.handle {
            Handle::SqlitePool(p) => Handle::SqlitePool(p),
            Handle::Sqlite(c) => Handle::Sqlite(c),
            Handle::PgPool(p) => Handle::PgPool(p),
            Handle::Pg(c) => Handle::Pg(c),
        };
        Source { handle, file: self.file, dir: self.dir }
    }
}

fn sqlite_rows(rows: Vec<SqliteRow>) -> Vec<Row> {
    rows.into_iter().map(Row::Sqlite).collect()
}

fn pg_rows(rows: Vec<PgRow>) -> Vec<Row> {
    rows.into_iter().map(Row::Postgres).collect()
}

/// Statements by file, and the folder of whose workspaces.
type Noted = (PathBuf, BTreeSet<(&'static str, String)>);

static NOTED: OnceLock<Mutex<Noted>> = OnceLock::new();

/// From now on, remembers every distinct statement that runs on workspaces below a folder, so that a test can ask the planner about each.
pub fn remember_statements(below: &Path) {
    NOTED.get_or_init(|| Mutex::new((below.to_owned(), BTreeSet::new())));
}

/// The statements since [`remember_statements`], with the file each ran on.
pub fn remembered_statements() -> Vec<(&'static str, String)> {
    let noted = NOTED.get().and_then(|n| n.lock().ok());
    noted.map(|n| n.1.iter().cloned().collect()).unwrap_or_default()
}

fn note(dir: Option<&Path>, file: &'static str, sql: &str) {
    if let (Some(dir), Some(noted)) = (dir, NOTED.get())
        && let Ok(mut noted) = noted.lock()
        && dir.starts_with(&noted.0)
    {
        noted.1.insert((file, sql.to_owned()));
    }
}
