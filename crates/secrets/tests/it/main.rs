//! The keychain against a real Secret Service, and without one.
#![cfg(target_os = "linux")]

use std::process::Command;

/// Runs one ignored test of this binary again, in an environment of its own.
fn run_inner(mut command: Command, home: &std::path::Path) {
    let output = command
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env_remove("DISPLAY")
        .output()
        .expect("this test binary starts itself");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("1 passed"), "{text}");
}

fn is_installed(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

#[test]
fn a_secret_is_kept_replaced_and_forgotten() {
    if !is_installed("gnome-keyring-daemon") || !is_installed("dbus-run-session") {
        eprintln!("not run: gnome-keyring-daemon or dbus-run-session is not installed");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let me = std::env::current_exe().unwrap();
    let script = format!(
        "echo '' | gnome-keyring-daemon --unlock --components=secrets >/dev/null; sleep 0.5; \
         exec '{}' --exact inner_round_trip --ignored",
        me.display()
    );
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "bash", "-c", &script]).env_remove("DBUS_SESSION_BUS_ADDRESS");
    run_inner(command, home.path());
}

#[test]
fn without_a_keychain_the_error_says_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    let nowhere = format!("unix:path={}/no-bus", home.path().display());
    command.args(["--exact", "inner_no_keychain", "--ignored"]).env("DBUS_SESSION_BUS_ADDRESS", nowhere);
    run_inner(command, home.path());
}

#[test]
#[ignore = "run by a_secret_is_kept_replaced_and_forgotten in its own session"]
fn inner_round_trip() {
    use secrets::{Keychain, Secret};
    let keychain = Keychain;
    assert!(keychain.get("desk.example").unwrap().is_none());
    for text in ["first", "second"] {
        keychain.set("desk.example", &Secret::new(text).unwrap()).unwrap();
        assert_eq!(keychain.get("desk.example").unwrap().unwrap().expose(), text);
    }
    assert!(keychain.remove("desk.example").unwrap());
    assert!(!keychain.remove("desk.example").unwrap());
    assert!(keychain.get("desk.example").unwrap().is_none());
    // Keys of providers and secrets of notifications lie beside each other, under names with spaces and colons.
    let kept = [
        ("provider: alpaca_iex id", "PK0123456789ABCDEF"),
        ("provider: alpaca_iex secret", "s/+=:\"\\ ü 0123456789abcdef"),
        ("notification: mail password", "correct horse battery staple"),
    ];
    for (account, text) in kept {
        keychain.set(account, &Secret::new(text).unwrap()).unwrap();
    }
    for (account, text) in kept {
        assert_eq!(keychain.get(account).unwrap().unwrap().expose(), text, "{account}");
        assert!(keychain.remove(account).unwrap());
    }
}

#[test]
#[ignore = "run by without_a_keychain_the_error_says_what_to_do in its own session"]
fn inner_no_keychain() {
    let problem = secrets::Keychain.get("desk.example").unwrap_err();
    assert!(problem.to_string().contains("QUARTERDECK_TOKEN"), "{problem}");
    assert!(problem.code().starts_with("keychain_"));
}
