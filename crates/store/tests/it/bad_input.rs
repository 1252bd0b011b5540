//! Files that are locked, foreign, damaged, read-only or out of room: each says what to do, and loses nothing.

use std::{path::Path, process::Command, time::Duration};

use sqlx::{Connection, Executor, SqliteConnection, sqlite::SqliteConnectOptions};
use store::{Db, OpenOptions, Store, StoreError, accounts, backup, bars};
use testkit::{
    build::{account, daily_bars},
    child,
};

use crate::harness::{block_on, change, later, now, open};

/// Runs statements on a file, past the store.
pub(crate) async fn sqlite(path: &Path, sql: &'static str) {
    let mut conn = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path)).await.unwrap();
    conn.execute(sql).await.unwrap();
    conn.close().await.unwrap();
}

#[test]
fn a_second_owner_learns_who_has_the_workspace() {
    let dir = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(dir.path()).await.unwrap();
        let Err(StoreError::Locked { holder, .. }) = open(dir.path()).await else { panic!("it is locked") };
        assert_eq!(holder, format!("quarterdeck (process {})", std::process::id()));
        let reader = Store::open_read_only(dir.path()).await.unwrap();
        assert!(accounts::all(&reader).await.unwrap().is_empty(), "looking is always possible");
        let refused = reader.begin(&model::actor::Actor::LocalOwner, model::id::CorrelationId::new(), now()).await;
        assert!(matches!(refused, Err(StoreError::ClosedForWriting)));
        reader.close().await;
        store.close().await;
        open(dir.path()).await.unwrap().close().await;
    });
}

#[test]
fn a_foreign_lock_inside_the_file_is_named() {
    let dir = tempfile::tempdir().unwrap();
    block_on(async {
        let options = OpenOptions { busy_timeout: Duration::from_millis(50), ..OpenOptions::new(now()) };
        let store = Store::open(dir.path(), &options).await.unwrap();
        let path = dir.path().join("ledger.sqlite");
        let mut foreign = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path)).await.unwrap();
        foreign.execute("BEGIN IMMEDIATE").await.unwrap();
        let busy = store.begin(&model::actor::Actor::LocalOwner, model::id::CorrelationId::new(), now()).await;
        let Err(busy) = busy else { panic!("it is locked") };
        assert!(matches!(busy, StoreError::Busy { file: "ledger.sqlite" }) && busy.retry(), "{busy}");
        foreign.execute("ROLLBACK").await.unwrap();
        change(&store, now()).await.commit().await.unwrap();
        foreign.close().await.unwrap();
        store.close().await;
    });
}

#[test]
fn a_later_version_asks_for_an_update() {
    let dir = tempfile::tempdir().unwrap();
    block_on(async {
        open(dir.path()).await.unwrap().close().await;
        let sql = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                   VALUES (9999, 'ledger future', 1, x'00', 0)";
        sqlite(&dir.path().join("ledger.sqlite"), sql).await;
        let Err(refused) = open(dir.path()).await else { panic!("it is newer") };
        assert!(matches!(refused, StoreError::NewerSchema { found: 9999, .. }), "{refused}");
        assert!(refused.to_string().contains("update Quarterdeck"));
    });
}

#[test]
fn damage_names_the_backup_to_restore() {
    block_on(async {
        for (what, hurt) in [
            ("cut", cut as fn(&mut Vec<u8>)),
            ("foreign", |b| b[..16].copy_from_slice(b"not a database!!")),
            ("flipped", |b| b[100..].iter_mut().for_each(|x| *x ^= 0xa5)),
        ] {
            let dir = tempfile::tempdir().unwrap();
            let store = open(dir.path()).await.unwrap();
            let mut w = change(&store, now()).await;
            accounts::insert(&mut w, &account("Main")).await.unwrap();
            w.commit().await.unwrap();
            let made = backup::create(&store, backup::BackupReason::Manual, now()).await.unwrap();
            store.close().await;
            let path = dir.path().join("ledger.sqlite");
            let mut bytes = std::fs::read(&path).unwrap();
            hurt(&mut bytes);
            std::fs::write(&path, bytes).unwrap();
            let Err(damaged) = open(dir.path()).await else { panic!("{what}: it is damaged") };
            assert!(damaged.to_string().contains(made.id.as_str()), "{what}: {damaged}");
            crate::backups::restore(dir.path(), &made.id, &OpenOptions::new(later(9))).await.unwrap();
            let store = open(dir.path()).await.unwrap();
            assert_eq!(accounts::all(&store).await.unwrap().len(), 1, "{what}");
            store.close().await;
        }
    });
}

fn cut(bytes: &mut Vec<u8>) {
    bytes.truncate(bytes.len() / 2);
}

#[test]
fn a_damaged_block_names_its_instrument() {
    let dir = tempfile::tempdir().unwrap();
    block_on(async {
        let id = model::id::InstrumentId::new();
        let store = open(dir.path()).await.unwrap();
        let mut m = store.begin_bars(now()).await.unwrap();
        let series = bars::BarSeries::from_bars(&daily_bars("2000-01-01", 5000, 1)).unwrap();
        bars::write(&mut m, id, model::bar::BarSize::Day1, "file", &series).await.unwrap();
        m.commit().await.unwrap();
        let sql = "UPDATE market_data_timeseries SET payload = CAST(substr(payload, 1, 1000) || x'0102' || substr(payload, 1003) AS BLOB)";
        sqlite(&dir.path().join("market.sqlite"), sql).await;
        let query = bars::BarQuery::default();
        let damaged = bars::read(&store, id, model::bar::BarSize::Day1, &query).await.unwrap_err();
        let StoreError::BlockDamaged { instrument_id, .. } = &damaged else { panic!("{damaged}") };
        assert_eq!(*instrument_id, id);
        assert!(damaged.to_string().contains(&id.to_string()) && damaged.to_string().contains("2000-01-01"));
        assert_eq!(bars::damaged(&store).await.unwrap().len(), 1);
        store.close().await;
    });
}

#[test]
fn a_full_disk_keeps_nothing_of_the_change() {
    let dir = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(dir.path()).await.unwrap();
        let Db::Sqlite(files) = store.db() else { panic!("SQLite") };
        files.limit_ledger_pages(Some(0)).await;
        let mut w = change(&store, now()).await;
        let mut full = None;
        for i in 0..3000 {
            let mut a = account(&format!("Account {i}"));
            a.fields.note = Some("x".repeat(500));
            if let Err(e) = accounts::insert(&mut w, &a).await {
                full = Some(e);
                break;
            }
        }
        drop(w);
        let full = full.expect("the file cannot grow");
        assert!(matches!(full, StoreError::DiskFull { file: "ledger.sqlite" }), "{full}");
        assert!(accounts::all(&store).await.unwrap().is_empty());
        files.limit_ledger_pages(None).await;
        let mut w = change(&store, now()).await;
        accounts::insert(&mut w, &account("Main")).await.unwrap();
        w.commit().await.unwrap();
        assert!(store.integrity().await.unwrap().is_empty());
        store.close().await;
    });
}

/// Root may write everywhere, so the attempt is made by somebody else: a child as the user nobody.
#[test]
fn a_folder_without_permission_is_named() {
    let dir = tempfile::tempdir().unwrap();
    block_on(async { open(dir.path()).await.unwrap().close().await });
    let me = Command::new("id").arg("-u").output().map(|o| o.stdout.trim_ascii().to_vec()).unwrap_or_default();
    let mut command =
        child::command("bad_input::child_opens_without_permission", &dir.path().display().to_string()).unwrap();
    set_mode(dir.path(), 0o555);
    for file in ["ledger.sqlite", "market.sqlite", "lock"] {
        set_mode(&dir.path().join(file), 0o444);
    }
    if me == b"0" {
        let program = command.get_program().to_owned();
        let args: Vec<_> = command.get_args().map(ToOwned::to_owned).collect();
        let role = child::command("x", &dir.path().display().to_string()).unwrap();
        let envs: Vec<_> = role.get_envs().map(|(k, v)| (k.to_owned(), v.map(ToOwned::to_owned))).collect();
        command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program).args(args);
        for (key, value) in envs {
            command.env(key, value.unwrap_or_default());
        }
    }
    let output = command.current_dir("/").output().unwrap();
    set_mode(dir.path(), 0o755);
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("read_only refused"), "{text}");
}

fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
#[ignore = "the child of a_folder_without_permission_is_named"]
fn child_opens_without_permission() {
    let Some(dir) = child::role() else { return };
    let Err(refused) = block_on(open(Path::new(&dir))) else { panic!("it may not write") };
    assert!(refused.to_string().contains("write permission"), "{refused}");
    println!("{} refused", refused.code());
    let reader = block_on(Store::open_read_only(Path::new(&dir)));
    println!("looking: {}", reader.is_ok());
}

#[test]
fn nothing_is_made_where_nothing_was_asked() {
    let dir = tempfile::tempdir().unwrap();
    let options = OpenOptions { create: false, ..OpenOptions::new(now()) };
    let missing = block_on(Store::open(&dir.path().join("none"), &options));
    assert!(matches!(missing, Err(StoreError::Missing { .. })));
    assert!(!dir.path().join("none").exists());
}
