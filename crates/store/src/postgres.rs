//! The Postgres server of a team: connection, migrations, and in which form it keeps bars.

use std::time::Duration;

use sqlx::{
    ConnectOptions as _, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{
    errors::{Result, StoreError},
    migrations,
    open::{Db, Store},
    sql::Source,
};

/// How messages call the server.
pub(crate) const PLACE: &str = "Postgres";

/// Connects and brings the database up to date; says which migrations ran.
pub(crate) async fn connect(url: &str, n: u32, timeout: Duration) -> Result<(PgPool, Vec<String>)> {
    let refused = |e: sqlx::Error| StoreError::Connect { reason: e.to_string() };
    let options = url.parse::<PgConnectOptions>().map_err(refused)?.disable_statement_logging();
    let pools = PgPoolOptions::new().max_connections(n.max(2)).acquire_timeout(timeout);
    let pool = pools.connect_with(options).await.map_err(refused)?;
    let mut conn = pool.acquire().await.map_err(refused)?;
    let pending = migrations::pending_postgres(&mut conn).await?;
    if !pending.is_empty() {
        migrations::run_postgres(&mut conn).await?;
    }
    drop(conn);
    Ok((pool, pending))
}

/// How the server keeps `market_data_timeseries`: `hypertable`, `partitioned`, or `blocks` in SQLite.
///
/// # Errors
/// When the database cannot be asked.
pub async fn bars_table_form(store: &Store) -> Result<&'static str> {
    if matches!(store.db(), Db::Sqlite(_)) {
        return Ok("blocks");
    }
    let sql = "SELECT count(*) FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid \
               WHERE c.relname = 'market_data_timeseries'";
    let partitioned = Source::from(store).number(sql, vec![]).await? > 0;
    Ok(if partitioned { "partitioned" } else { "hypertable" })
}
