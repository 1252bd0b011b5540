//! Runs each scenario on every database there is.

use std::{future::Future, path::Path};

use model::{actor::Actor, id::CorrelationId, time::Timestamp};
use store::{OpenOptions, Store, Write};

/// The time at which scenarios begin.
pub(crate) fn now() -> Timestamp {
    testkit::build::time("2022-12-28T21:00:00Z")
}

/// Some seconds later.
pub(crate) fn later(seconds: i64) -> Timestamp {
    Timestamp::from_micros(now().micros() + seconds * 1_000_000)
}

/// A change by the person at the machine.
pub(crate) async fn change(store: &Store, at: Timestamp) -> Write {
    store.begin(&Actor::LocalOwner, CorrelationId::new(), at).await.unwrap()
}

/// A workspace in a folder.
pub(crate) async fn open(dir: &Path) -> store::Result<Store> {
    Store::open(dir, &OpenOptions::new(now())).await
}

/// A runtime for one test.
pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(work)
}

/// Runs a scenario on SQLite.
pub(crate) fn on_sqlite<F: Future<Output = ()>>(scenario: impl FnOnce(Store) -> F) {
    let dir = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(dir.path()).await.unwrap();
        scenario(store.clone()).await;
        store.close().await;
    });
}

/// Runs a scenario on Postgres, where there is one.
pub(crate) fn on_postgres<F: Future<Output = ()>>(test: &str, scenario: impl FnOnce(Store) -> F) {
    let Some(url) = testkit::postgres::database(test) else { return };
    block_on(async {
        let store = Store::connect_postgres(&url, &OpenOptions::new(now())).await.unwrap();
        scenario(store.clone()).await;
        store.close().await;
    });
}

/// Two tests out of one scenario: `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                crate::harness::on_sqlite(super::scenarios::$name);
            }

            #[test]
            fn postgres() {
                crate::harness::on_postgres(stringify!($name), super::scenarios::$name);
            }
        }
    )*};
}
pub(crate) use on_both;
