//! Every statement that the scenarios run is put to SQLite's planner: none may read a large table from end to end.

use std::path::Path;

use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection, sqlite::SqliteConnectOptions};
use store::Store;

use crate::{
    alerts, backtests, bars, documents,
    harness::{block_on, open},
    jobs, ledger, rates, schedules, trail, transactions,
};

/// Tables that grow without bound.
const LARGE: [&str; 16] = [
    "transactions",
    "fx_rates",
    "audit_events",
    "outbox",
    "jobs",
    "market_data_timeseries",
    "market_data_open_bars",
    "lots",
    "schedule_occurrences",
    "schedule_runs",
    "portfolio_alert_events",
    "portfolio_alert_deliveries",
    "market_data_recordings",
    "strategies",
    "backtests",
    "backtest_results",
];

/// Statements that mean the whole table: folding every transaction, every open lot, every pair's extent, counting all.
const WHOLE: [&str; 6] = [
    "ORDER BY trade_date, id",
    "FROM lots ORDER BY",
    "GROUP BY base, quote",
    "SELECT count(*) FROM ",
    "FROM transactions NOT INDEXED",
    "FROM market_data_recordings GROUP BY",
];

#[test]
fn no_statement_scans_a_large_table() {
    let dir = tempfile::tempdir().unwrap();
    store::remember_statements(dir.path());
    block_on(async {
        // The scenarios of this suite are what the program does; each in a workspace of its own.
        macro_rules! play {
            ($($module:ident :: $name:ident),* $(,)?) => {$(
                let folder = dir.path().join(stringify!($name));
                let store = open(&folder).await.unwrap();
                $module::scenarios::$name(store.clone()).await;
                store.close().await;
            )*};
        }
        play!(
            ledger::instruments_come_and_go,
            ledger::what_is_used_stays,
            ledger::lots_are_replaced,
            ledger::settings_are_typed,
            ledger::pages_follow_each_other,
            transactions::corrections_keep_what_was_known,
            transactions::lists_are_filtered_and_paged,
            transactions::a_file_twice_adds_nothing,
            rates::rates_are_looked_up_by_day,
            rates::only_differences_become_revisions,
            rates::an_undone_import_gives_back_what_was_known,
            trail::every_change_leaves_an_event_and_an_outbox_row,
            trail::an_undone_event_stays_undone,
            jobs::a_job_runs_once,
            jobs::a_lost_worker_is_fenced_off,
            jobs::the_only_owner_takes_over_at_once,
            jobs::jobs_can_be_cancelled,
            jobs::every_kind_runs_and_long_results_are_read_one_by_one,
            documents::optimizations_are_kept,
            alerts::alerts_are_kept,
            alerts::an_epoch_fires_once,
            alerts::deliveries_wait_until_they_left,
            alerts::the_history_is_read_in_pages,
            documents::attributions_are_kept,
            documents::rebalancings_are_kept,
            documents::models_are_kept,
            documents::targets_are_kept,
            documents::what_a_target_names_stays,
            backtests::strategies_are_kept,
            backtests::backtests_are_kept,
            backtests::trials_of_a_strategy_are_counted,
            backtests::a_strategy_goes_and_comes_back_without_touching_its_backtests,
            backtests::results_come_back_and_go_with_their_backtest,
            schedules::schedules_are_kept,
            schedules::an_occurrence_is_taken_once,
            schedules::what_is_due_is_found,
            schedules::a_change_begins_anew,
            schedules::runs_are_listed_with_their_jobs,
            bars::bars_merge_and_read_back,
            bars::a_correction_keeps_what_was_known,
            bars::bars_by_hand_win,
            bars::a_bar_can_be_deleted,
            bars::an_undone_import_gives_back_what_was_known,
            bars::the_latest_bar_of_many,
            bars::recordings_are_kept_until_they_are_too_old,
        );
        every_list_with_every_filter(&open(&dir.path().join("filters")).await.unwrap()).await;
        let mut asked = 0;
        let mut wrong = Vec::new();
        for (file, sql) in store::remembered_statements() {
            if sql.starts_with("SELECT name FROM sqlite_schema") {
                continue;
            }
            asked += 1;
            wrong.extend(scans(&dir.path().join("filters").join(file), &sql).await);
        }
        // The check itself can fail.
        let ledger = dir.path().join("filters").join("ledger.sqlite");
        for bad in
            ["SELECT id FROM transactions WHERE note = 'x'", "SELECT e.id FROM audit_events e WHERE summary = 'x'"]
        {
            assert_eq!(scans(&ledger, bad).await.len(), 1, "{bad}");
        }
        assert!(asked > 100, "only {asked} statements were seen");
        assert!(wrong.is_empty(), "{} statements scan:\n{}", wrong.len(), wrong.join("\n"));
    });
}

async fn every_list_with_every_filter(store: &Store) {
    use model::{currency::Currency, id, transaction::TransactionKind};
    use store::{Paging, transactions as t};
    let none = t::TransactionFilter::default();
    let (account_id, instrument_id) = (Some(id::AccountId::new()), Some(id::InstrumentId::new()));
    let filters = [
        t::TransactionFilter { account_id, ..none.clone() },
        t::TransactionFilter { instrument_id, ..none.clone() },
        t::TransactionFilter { account_id, instrument_id, ..none.clone() },
        t::TransactionFilter { kind: Some(TransactionKind::Buy), ..none.clone() },
        t::TransactionFilter { import_id: Some(id::ImportId::new()), ..none.clone() },
        none,
    ];
    let cursor = Paging { limit: 1, cursor: Some(hex(r#"["2020-01-01","00000000-0000-7000-8000-000000000000"]"#)) };
    for filter in filters {
        for known_at in [None, Some(crate::harness::now())] {
            let filter = t::TransactionFilter { known_at, ..filter.clone() };
            t::list(store, &filter, &Paging::default()).await.unwrap();
            t::list(store, &filter, &cursor).await.unwrap();
            t::all(store, &filter).await.unwrap();
        }
    }
    t::changed_since(store, crate::harness::now()).await.unwrap();
    let currencies = [None, Some(Currency::USD)];
    for base in currencies {
        for quote in currencies {
            let filter = store::fx_rates::FxRateFilter { base, quote, ..Default::default() };
            store::fx_rates::list(store, &filter, &Paging::default()).await.unwrap();
            store::fx_rates::list(store, &filter, &cursor).await.unwrap();
        }
    }
}

fn hex(text: &str) -> String {
    text.bytes().map(|b| format!("{b:02x}")).collect()
}

/// What the planner would read from end to end.
async fn scans(path: &Path, sql: &str) -> Vec<String> {
    let mut conn = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path)).await.unwrap();
    let rows = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"))).fetch_all(&mut conn).await.unwrap();
    let steps: Vec<String> = rows.iter().map(|r| r.get::<String, _>("detail")).collect();
    let sorted = steps.iter().any(|s| s.contains("TEMP B-TREE FOR ORDER BY"));
    // Walking an index in the order of the page, up to its limit, is what the index is for.
    let walks = |s: &str| sql.contains("LIMIT") && s.contains("USING") && !sorted;
    let whole = WHOLE.iter().any(|w| sql.contains(w)) && !sql.contains("WHERE id =");
    let large = |s: &str| {
        s.strip_prefix("SCAN ").and_then(|s| s.split(' ').next()).is_some_and(|t| LARGE.contains(&t) || t.len() == 1)
    };
    let bad = steps.iter().filter(|s| large(s) && !walks(s) && !whole);
    bad.map(|s| format!("{s}: {sql}")).collect()
}
