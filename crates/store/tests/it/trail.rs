//! The trail, the outbox, undo, and time.

use sqlx::{Connection, Executor};
use store::{Db, Store};

use crate::harness::on_both;

on_both!(
    every_change_leaves_an_event_and_an_outbox_row,
    an_undone_event_stays_undone,
    a_dropped_write_leaves_nothing,
    the_clock_may_go_back,
    a_snapshot_stands_still,
);

/// Runs a statement past the store, as a foreign program could; the database's refusal as text.
pub(crate) async fn raw(store: &Store, sql: &'static str) -> Result<(), String> {
    let done = match (store.db(), store.dir()) {
        (Db::Sqlite(_), Some(dir)) => {
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(dir.join("ledger.sqlite"));
            sqlx::SqliteConnection::connect_with(&options).await.unwrap().execute(sql).await.map(drop)
        }
        (Db::Postgres(pool), _) => pool.execute(sql).await.map(drop),
        _ => panic!("SQLite has a folder"),
    };
    done.map_err(|e| e.to_string())
}

pub(crate) mod scenarios {
    use model::audit::AuditAction;
    use store::{Paging, Store, accounts, audit, audit::AuditFilter, instruments, outbox};
    use testkit::build::{account, share};

    use crate::harness::{change, later, now};

    pub(crate) async fn every_change_leaves_an_event_and_an_outbox_row(store: Store) {
        let mut apple = share("AAPL");
        let mut w = change(&store, now()).await;
        let cause = w.correlation_id();
        instruments::insert(&mut w, &apple).await.unwrap();
        apple.fields.name = "Apple".to_owned();
        instruments::update(&mut w, &apple).await.unwrap();
        instruments::delete(&mut w, apple.id).await.unwrap();
        w.commit().await.unwrap();
        let page = audit::list(&store, &AuditFilter::default(), &Paging::default()).await.unwrap();
        let actions: Vec<_> = page.items.iter().map(|e| (e.seq, e.action)).collect();
        assert_eq!(actions, [(3, AuditAction::Delete), (2, AuditAction::Update), (1, AuditAction::Create)]);
        let update = &page.items[1];
        assert_eq!(update.after.as_ref().unwrap()["name"], "Apple");
        assert_eq!(update.before.as_ref().unwrap()["name"], "AAPL Inc.");
        assert_eq!(update.before_hash, page.items[2].after_hash, "before is what was after the change before");
        assert_eq!(update.after_hash, page.items[0].before_hash);
        let by_cause = AuditFilter { correlation_id: Some(cause), ..AuditFilter::default() };
        assert_eq!(audit::list(&store, &by_cause, &Paging::default()).await.unwrap().items.len(), 3);
        let rows = outbox::read(&store, 0, 10).await.unwrap();
        let ops: Vec<_> = rows.iter().map(|r| (r.seq, r.op.as_str())).collect();
        assert_eq!(ops, [(1, "insert"), (2, "update"), (3, "delete")]);
        assert!(rows.windows(2).all(|w| w[0].hlc < w[1].hlc));
        outbox::acknowledge(&store, 2, now()).await.unwrap();
        assert_eq!(outbox::read(&store, 0, 10).await.unwrap().len(), 1);
    }

    pub(crate) async fn an_undone_event_stays_undone(store: Store) {
        let mut main = account("Main");
        let mut w = change(&store, now()).await;
        accounts::insert(&mut w, &main).await.unwrap();
        w.commit().await.unwrap();
        let before = main.clone();
        main.fields.name = "Renamed".to_owned();
        let mut w = change(&store, later(1)).await;
        accounts::update(&mut w, &main).await.unwrap();
        w.commit().await.unwrap();
        let last = audit::last_undoable(&store).await.unwrap().unwrap();
        assert_eq!(last.action, AuditAction::Update);
        let undoable = async || {
            let page = audit::list(&store, &AuditFilter::default(), &Paging::default()).await.unwrap();
            page.items.iter().map(|e| e.undoable).collect::<Vec<_>>()
        };
        assert_eq!(undoable().await, [true, false], "a change under a later one cannot be undone");
        let mut w = change(&store, later(2)).await;
        w.undoing(last.id);
        accounts::update(&mut w, &before).await.unwrap();
        w.commit().await.unwrap();
        assert_eq!(undoable().await, [false, false, true], "the change before comes up again");
        let create = audit::last_undoable(&store).await.unwrap().unwrap();
        let mut w = change(&store, later(3)).await;
        w.undoing(create.id);
        accounts::delete(&mut w, main.id).await.unwrap();
        w.commit().await.unwrap();
        assert!(audit::last_undoable(&store).await.unwrap().is_none());
    }

    pub(crate) async fn a_dropped_write_leaves_nothing(store: Store) {
        let mut w = change(&store, now()).await;
        accounts::insert(&mut w, &account("Main")).await.unwrap();
        drop(w);
        let mut w = change(&store, now()).await;
        accounts::insert(&mut w, &account("Main")).await.unwrap();
        w.commit().await.unwrap();
        let page = audit::list(&store, &AuditFilter::default(), &Paging::default()).await.unwrap();
        assert_eq!(page.items.iter().map(|e| e.seq).collect::<Vec<_>>(), [1], "no gap and no trace");
    }

    pub(crate) async fn the_clock_may_go_back(store: Store) {
        let mut main = account("Main");
        let mut w = change(&store, later(100)).await;
        accounts::insert(&mut w, &main).await.unwrap();
        w.commit().await.unwrap();
        main.fields.name = "Later".to_owned();
        let mut w = change(&store, now()).await;
        assert_eq!(w.at(), later(100), "knowledge does not run backwards");
        accounts::update(&mut w, &main).await.unwrap();
        w.commit().await.unwrap();
        let page = audit::list(&store, &AuditFilter::default(), &Paging::default()).await.unwrap();
        assert!(page.items[0].at >= page.items[1].at);
        let rows = outbox::read(&store, 0, 10).await.unwrap();
        assert!(rows[0].hlc < rows[1].hlc);
    }

    pub(crate) async fn a_snapshot_stands_still(store: Store) {
        let mut snapshot = store.snapshot().await.unwrap();
        let mut w = change(&store, now()).await;
        accounts::insert(&mut w, &account("Main")).await.unwrap();
        w.commit().await.unwrap();
        assert!(accounts::all(&mut snapshot).await.unwrap().is_empty());
        assert_eq!(accounts::all(&store).await.unwrap().len(), 1);
    }
}
