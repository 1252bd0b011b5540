//! The command line against a running owner: through its socket, and through `--server` with a token.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

use crate::program::{Served, assert_fails, complaint, empty_workspace, json, printed, quarterdeck, run_in};

const PRICES: &str = "date,symbol,close\n2020-01-02,AAA,1.5\n2020-01-03,AAA,1.6\n";

/// Runs it against a server with a token.
fn run_at(home: &Path, server: &Served, arguments: &[&str]) -> Output {
    let (address, token) = server.address();
    quarterdeck(home).args(["--server", address]).env("QUARTERDECK_TOKEN", token).args(arguments).output().unwrap()
}

#[test]
fn files_come_in_through_the_owner_and_through_the_server() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let server = Served::start(home.path(), &workspace);
    let file = home.path().join("prices.csv");
    fs::write(&file, PRICES).unwrap();
    let import = ["import", "prices", file.to_str().unwrap(), "--create-unknown", "--format", "json"];
    let first = json(&run_in(home.path(), &workspace, &import));
    assert_eq!(first["added"], 2, "{first}");
    fs::write(&file, PRICES.replace("AAA", "BBB")).unwrap();
    let second = json(&run_at(home.path(), &server, &import));
    assert_eq!(second["added"], 2, "{second}");
    let info = json(&run_at(home.path(), &server, &["api", "GET", "/workspace"]));
    assert_eq!(info["counts"]["bars"], 4);
    // Both see the same trail, and either undoes the other's import.
    let undone = json(&run_in(home.path(), &workspace, &["api", "POST", "/undo"]));
    assert!(undone["summary"].as_str().unwrap().starts_with("Imported 2 prices"), "{undone}");
    let info = json(&run_at(home.path(), &server, &["api", "GET", "/workspace"]));
    assert_eq!(info["counts"]["bars"], 2);
    fs::write(&file, "").unwrap();
    assert_fails(&run_at(home.path(), &server, &import), 3, "is empty");
}

/// Starts `events` by `arguments`, makes changes until one was seen, and gives what was printed.
fn watched(mut command: Command, mut change: impl FnMut(usize)) -> String {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    for n in 0..200 {
        change(n);
        if child.try_wait().unwrap().is_some() {
            break;
        }
    }
    let _ = child.kill(); // it has ended, unless no event came
    printed(&child.wait_with_output().unwrap())
}

#[test]
fn events_arrive_through_the_owner_and_through_the_server() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let server = Served::start(home.path(), &workspace);
    let (address, token) = server.address();
    let mut through_owner = quarterdeck(home.path());
    through_owner.arg("--workspace").arg(&workspace).args(["events", "--count", "1"]);
    let mut through_server = quarterdeck(home.path());
    through_server.args(["--server", address, "events", "--count", "1"]).env("QUARTERDECK_TOKEN", token);
    for (way, command) in [("owner", through_owner), ("server", through_server)] {
        let seen = watched(command, |n| {
            let new = format!(r#"{{"name":"{way} {n}","kind":"taxable","currency":"USD"}}"#);
            json(&run_in(home.path(), &workspace, &["api", "POST", "/accounts", "--data", &new]));
        });
        assert!(seen.contains(r#""kind":"changed""#) && seen.contains("accounts"), "{way}: {seen}");
    }
    let refused = quarterdeck(home.path())
        .args(["--server", address, "events", "--count", "1"])
        .env("QUARTERDECK_TOKEN", "wrong")
        .output()
        .unwrap();
    assert_fails(&refused, 7, "quarterdeck login");
}

#[test]
fn a_wrong_token_is_refused_before_it_is_kept() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let server = Served::start(home.path(), &workspace);
    let (address, _) = server.address();
    let refused = quarterdeck(home.path()).args(["login", &format!("{address}/#token=wrong")]).output().unwrap();
    assert_fails(&refused, 7, "token");
}

/// A session with a keychain of its own; none where the system has no Secret Service to start.
fn with_keychain(home: &Path, script: &str) -> Option<Output> {
    let there = |program: &str| Command::new("which").arg(program).output().is_ok_and(|o| o.status.success());
    if !there("dbus-run-session") || !there("gnome-keyring-daemon") {
        return None;
    }
    let unlocked = format!("printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; {script}");
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "sh", "-c", &unlocked]).env_clear().env("HOME", home).env("LANG", "C.UTF-8");
    let output = command
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("XDG_RUNTIME_DIR", home)
        .env("QD", env!("CARGO_BIN_EXE_quarterdeck"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Some(output)
}

#[test]
fn a_token_is_kept_used_and_forgotten() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let server = Served::start(home.path(), &workspace);
    let (address, _) = server.address();
    let script = format!(
        "\"$QD\" login '{url}' && \"$QD\" --server {address} api GET /workspace && \"$QD\" logout {address} && \
         \"$QD\" logout {address}; \"$QD\" --server {address} api GET /workspace; echo code $?",
        url = server.url,
    );
    let Some(output) = with_keychain(home.path(), &script) else {
        writeln_skip("no Secret Service (gnome-keyring-daemon, dbus-run-session) to keep a token in");
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout);
    for words in ["Signed in to", "\"path\"", "Forgot the token", "There was no token", "code 7"] {
        assert!(text.contains(words), "{words}: {text}{}", complaint(&output));
    }
}

/// Says why a test does nothing here.
pub(crate) fn writeln_skip(reason: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "skipped: {reason}");
}
