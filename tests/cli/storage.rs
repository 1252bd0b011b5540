//! Workspaces whose files are held, damaged, newer, read-only or out of room: each says what to do, and loses nothing.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
};

use crate::{
    program::{Served, assert_ends, assert_fails, complaint, empty_workspace, json, printed, quarterdeck, run_in},
    server::writeln_skip,
};

const ACCOUNT: &str = r#"{"name":"Kept","kind":"taxable","currency":"USD"}"#;

/// An empty workspace with one account in it.
fn with_account(home: &Path) -> std::path::PathBuf {
    let workspace = empty_workspace(home);
    printed(&run_in(home, &workspace, &["api", "POST", "/accounts", "--data", ACCOUNT]));
    workspace
}

fn accounts(home: &Path, workspace: &Path) -> String {
    let list = json(&run_in(home, workspace, &["api", "GET", "/accounts"]));
    let names = list["items"].as_array().unwrap().iter().map(|a| a["name"].as_str().unwrap().to_owned());
    names.collect::<Vec<_>>().join(", ")
}

#[test]
fn a_damaged_workspace_is_mended_from_the_command_line() {
    let home = tempfile::tempdir().unwrap();
    let workspace = with_account(home.path());
    let made = json(&run_in(home.path(), &workspace, &["backup", "--format", "json"]));
    let id = made["id"].as_str().unwrap();
    let ledger = workspace.join("ledger.sqlite");
    let whole = fs::read(&ledger).unwrap();
    for damaged in [&whole[..whole.len() / 2], b"not a database, but some other file"] {
        fs::write(&ledger, damaged).unwrap();
        let refused = run_in(home.path(), &workspace, &["positions"]);
        assert_fails(&refused, 6, "restore the backup ");
        assert_eq!(fs::read(&ledger).unwrap(), damaged, "the damaged file is left for those who can read it");
        let list = json(&run_in(home.path(), &workspace, &["backup", "--list", "--format", "json"]));
        assert!(list.as_array().unwrap().iter().any(|backup| backup["id"] == id), "{list}");
        let restored = printed(&run_in(home.path(), &workspace, &["restore", id]));
        assert!(restored.contains(id) && restored.contains("are kept in"), "{restored}");
        assert_eq!(accounts(home.path(), &workspace), "Kept");
        let trail = json(&run_in(home.path(), &workspace, &["api", "GET", "/changes?noun=backups"]));
        let actions = trail["items"].as_array().unwrap().iter().map(|event| event["action"].as_str().unwrap());
        assert_eq!(actions.filter(|action| *action == "restore").count(), 1, "{trail}");
    }
}

#[test]
fn a_newer_workspace_asks_for_an_update_and_stays_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let workspace = with_account(home.path());
    let ledger = workspace.join("ledger.sqlite");
    sqlite(
        &ledger,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (9999, 'ledger future', 1, x'00', 0)",
    );
    assert_fails(&run_in(home.path(), &workspace, &["positions"]), 6, "update Quarterdeck");
    sqlite(&ledger, "DELETE FROM _sqlx_migrations WHERE version = 9999");
    assert_eq!(accounts(home.path(), &workspace), "Kept");
}

#[test]
fn a_workspace_that_another_program_holds_is_busy() {
    let home = tempfile::tempdir().unwrap();
    let workspace = with_account(home.path());
    let owner = Served::start(home.path(), &workspace);
    // An owner that cannot be found through its note: it is just starting, or on another machine.
    fs::remove_file(workspace.join("owner.json")).unwrap();
    let refused = run_in(home.path(), &workspace, &["positions"]);
    assert_fails(&refused, 4, &format!("held by process {}", owner.pid()));
    drop(owner);
    assert_eq!(accounts(home.path(), &workspace), "Kept");
}

#[test]
fn a_foreign_lock_inside_the_file_is_named() {
    let home = tempfile::tempdir().unwrap();
    let workspace = with_account(home.path());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut foreign = runtime.block_on(connect(&workspace.join("ledger.sqlite")));
    runtime.block_on(execute(&mut foreign, "BEGIN IMMEDIATE"));
    let new = ACCOUNT.replace("Kept", "Other");
    let refused = run_in(home.path(), &workspace, &["api", "POST", "/accounts", "--data", &new]);
    assert_ends(&refused, 4, "locked by another program");
    runtime.block_on(execute(&mut foreign, "ROLLBACK"));
    drop(foreign);
    assert_eq!(accounts(home.path(), &workspace), "Kept");
}

/// Root may write everywhere, so the program is then run as the user nobody.
fn run_as_nobody(home: &Path, workspace: &Path, arguments: &[&str]) -> Output {
    let program = quarterdeck(home);
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program.get_program());
        for (key, value) in program.get_envs() {
            command.env(key, value.unwrap_or_default());
        }
        command
    } else {
        program
    };
    command.arg("--workspace").arg(workspace).args(arguments).current_dir("/").output().unwrap()
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.trim_ascii() == b"0")
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_read_only_workspace_is_named_and_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let workspace = with_account(home.path());
    set_mode(home.path(), 0o777);
    let protected = || {
        set_mode(&workspace, 0o555);
        for file in ["ledger.sqlite", "market.sqlite", "lock"] {
            set_mode(&workspace.join(file), 0o444);
        }
    };
    protected();
    let refused = run_as_nobody(home.path(), &workspace, &["positions"]);
    set_mode(&workspace, 0o755);
    if complaint(&refused).contains("Permission denied (os error 13)") && refused.status.code() == Some(126) {
        writeln_skip("the user nobody may not run the program from where it was built");
        return;
    }
    assert_fails(&refused, 6, "give yourself write permission there");
    // The folder is open, one file is not.
    set_mode(&workspace, 0o777);
    set_mode(&workspace.join("lock"), 0o666);
    let new = ACCOUNT.replace("Kept", "Other");
    let refused = run_as_nobody(home.path(), &workspace, &["api", "POST", "/accounts", "--data", &new]);
    assert_ends(&refused, 6, "ledger.sqlite cannot be written; give yourself write permission there");
    for file in ["ledger.sqlite", "market.sqlite", "lock"] {
        set_mode(&workspace.join(file), 0o644);
    }
    assert_eq!(accounts(home.path(), &workspace), "Kept");
}

/// A small file system of its own, taken away at the end.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    fn mount(at: &'a Path, options: &str) -> Option<Self> {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(at).output();
        mounted.is_ok_and(|o| o.status.success()).then_some(Self(at))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).output();
    }
}

#[test]
fn a_full_disk_is_named_and_keeps_what_was_there() {
    let home = tempfile::tempdir().unwrap();
    let made = with_account(home.path());
    let at = home.path().join("small");
    fs::create_dir(&at).unwrap();
    let Some(_disk) = SmallDisk::mount(&at, "size=3m") else {
        writeln_skip("a small file system can only be mounted by root");
        return;
    };
    let workspace = at.join("desk");
    fs::create_dir(&workspace).unwrap();
    for file in ["ledger.sqlite", "market.sqlite"] {
        fs::copy(made.join(file), workspace.join(file)).unwrap();
    }
    let file = home.path().join("rates.csv");
    let mut text = "Date,USD,JPY,GBP,CHF,SEK,NOK,DKK,PLN\n".to_owned();
    for y in 1950..2020 {
        for m in 1..=12 {
            for d in 1..=28 {
                text.push_str(&format!("{y}-{m:02}-{d:02},1.1,120.{d},0.8{m},1.05,10.{d},9.{m},7.4,4.{d}\n"));
            }
        }
    }
    fs::write(&file, &text).unwrap();
    let refused = run_in(home.path(), &workspace, &["import", "fx-rates", file.to_str().unwrap()]);
    assert!(!refused.status.success() && complaint(&refused).contains("disk is full"), "{}", complaint(&refused));
    fs::write(&file, text.repeat(4)).unwrap();
    let refused = run_in(home.path(), &workspace, &["import", "fx-rates", file.to_str().unwrap()]);
    assert_ends(&refused, 6, "check that the disk is not full");
    assert_eq!(accounts(home.path(), &workspace), "Kept");
    let info = json(&run_in(home.path(), &workspace, &["api", "GET", "/workspace"]));
    assert_eq!(info["counts"]["fx_rates"], 0);
}

/// Runs a statement on a file, past the program.
fn sqlite(path: &Path, sql: &'static str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut conn = connect(path).await;
        execute(&mut conn, sql).await;
        sqlx::Connection::close(conn).await.unwrap();
    });
}

async fn connect(path: &Path) -> sqlx::SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
    <sqlx::SqliteConnection as sqlx::Connection>::connect_with(&options).await.unwrap()
}

async fn execute(conn: &mut sqlx::SqliteConnection, sql: &'static str) {
    sqlx::Executor::execute(conn, sql).await.unwrap();
}
