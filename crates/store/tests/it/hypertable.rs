//! The form in which Postgres keeps bars: partitions, or a hypertable where the server offers TimescaleDB.

use store::{Db, OpenOptions, Store, bars_table_form};

use crate::harness::{block_on, now, on_postgres, on_sqlite};

#[test]
fn without_timescaledb_bars_are_partitioned_by_year() {
    on_postgres("without_timescaledb_bars_are_partitioned_by_year", async |store: Store| {
        assert_eq!(bars_table_form(&store).await.unwrap(), "partitioned");
        crate::bars::write_some(&store).await;
        let Db::Postgres(pool) = store.db() else { panic!("Postgres") };
        let n: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_class WHERE relispartition AND relkind = 'r'")
            .fetch_one(pool)
            .await
            .unwrap();
        assert_eq!(n, 3, "a partition for each year written to");
    });
    on_sqlite(async |store: Store| assert_eq!(bars_table_form(&store).await.unwrap(), "blocks"));
}

/// A stand-in for the extension: it records the call instead of making a hypertable. It shows that the branch is taken
/// and that the module works on the table it leaves, not that TimescaleDB itself accepts it.
const STUB: &[(&str, &str)] = &[
    ("timescaledb.control", "default_version = '0'\nrelocatable = true\ncomment = 'stub for tests'\n"),
    (
        "timescaledb--0.sql",
        "CREATE TABLE stub_calls (relation text, time_column text, chunk bigint);\n\
         CREATE FUNCTION create_hypertable(relation regclass, time_column_name name, chunk_time_interval bigint) \
         RETURNS text LANGUAGE sql AS \
         $$ INSERT INTO stub_calls VALUES ($1::text, $2::text, $3); SELECT 'recorded'::text $$;\n",
    ),
];

#[test]
fn with_a_stub_of_timescaledb_the_hypertable_branch_records_its_call() {
    let name = "with_a_stub_of_timescaledb_the_hypertable_branch_records_its_call";
    let Some(url) = testkit::postgres::database_with_extension(name, STUB) else { return };
    block_on(async {
        let store = Store::connect_postgres(&url, &OpenOptions::new(now())).await.unwrap();
        assert_eq!(bars_table_form(&store).await.unwrap(), "hypertable");
        let Db::Postgres(pool) = store.db() else { panic!("Postgres") };
        let call: (String, String, i64) =
            sqlx::query_as("SELECT relation, time_column, chunk FROM stub_calls").fetch_one(pool).await.unwrap();
        assert_eq!(call, ("market_data_timeseries".to_owned(), "at".to_owned(), 31_557_600_000_000));
        crate::bars::write_some(&store).await;
        store.close().await;
    });
}
