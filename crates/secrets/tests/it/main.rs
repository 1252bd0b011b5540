//! The keychain against a real Secret Service, and the sealed file where none is running.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail the test")]

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
fn without_a_keychain_the_sealed_file_keeps_secrets() {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    let nowhere = format!("unix:path={}/no-bus", home.path().display());
    command
        .args(["--exact", "inner_sealed_file", "--ignored"])
        .env("DBUS_SESSION_BUS_ADDRESS", nowhere)
        .env("QUARTERDECK_PASSPHRASE", "four words and a comma,");
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
    keeper_with_a_keychain();
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

/// A keychain is running: a sealed file is not made, and one of an earlier time is still read.
fn keeper_with_a_keychain() {
    use secrets::{KeptIn, SealedFile};
    let path = home().join("keys.sealed");
    let keeper = secrets::Keeper::new(path.clone(), CHEAP);
    let passphrase = secret("four words and a comma,");
    assert_eq!(keeper.unlock(&passphrase).unwrap_err().code(), "sealed_file_not_needed");
    assert_eq!(keeper.set("here", &secret("kept")).unwrap(), KeptIn::Keychain);
    assert!(!path.exists());
    SealedFile::create(&path, &passphrase, CHEAP).unwrap().set("before", &secret("sealed")).unwrap();
    assert!(keeper.get("before").unwrap().is_none(), "nobody gave its passphrase");
    keeper.unlock(&passphrase).unwrap();
    assert_eq!(keeper.get("before").unwrap().unwrap(), (secret("sealed"), KeptIn::SealedFile));
    assert!(!keeper.status().is_sealed_file_used());
    // A newer one in the keychain takes the old one away.
    assert_eq!(keeper.set("before", &secret("newer")).unwrap(), KeptIn::Keychain);
    assert!(SealedFile::open(&path, &passphrase).unwrap().get("before").unwrap().is_none());
    assert!(keeper.remove("before").unwrap() && keeper.remove("here").unwrap());
    assert!(!keeper.remove("before").unwrap());
}

#[test]
#[ignore = "run by without_a_keychain_the_sealed_file_keeps_secrets in its own session"]
fn inner_sealed_file() {
    use secrets::{Keeper, KeptIn, SealedFileState};
    let path = home().join("data/keys.sealed");
    // Nobody gave a passphrase.
    let closed = Keeper::new(path.clone(), CHEAP);
    let refused = closed.set("a", &secret("b")).unwrap_err();
    assert_eq!(refused.code(), "keychain_missing");
    for way in ["GNOME Keyring", "QUARTERDECK_PASSPHRASE", "QUARTERDECK_TOKEN"] {
        assert!(refused.to_string().contains(way), "{refused}");
    }
    assert_eq!(closed.get("a").unwrap_err().code(), "keychain_missing");
    assert_eq!(closed.unlock(&secret("short")).unwrap_err().code(), "weak_passphrase");
    assert!(!path.exists());
    assert_eq!(Keeper::default().unlock(&secret("long enough")).unwrap_err().code(), "sealed_file_no_place");
    // The environment gives one: the file is made when there is something to keep.
    let first = Keeper::new(path.clone(), CHEAP).with_environment();
    assert!(first.get("a").unwrap().is_none());
    assert!(matches!(first.status().file, SealedFileState::NotMade) && first.status().is_sealed_file_used());
    assert!(!path.exists());
    assert_eq!(first.set("a", &secret("b")).unwrap(), KeptIn::SealedFile);
    let next = Keeper::new(path.clone(), CHEAP).with_environment();
    assert_eq!(next.get("a").unwrap().unwrap(), (secret("b"), KeptIn::SealedFile));
    assert!(matches!(next.status().file, SealedFileState::Unlocked) && next.status().refusal.is_none());
    // Without it the file is locked, and says so.
    let refused = closed.get("a").unwrap_err();
    assert_eq!(refused.code(), "sealed_file_locked");
    assert!(refused.to_string().contains("keys.sealed is locked"), "{refused}");
    assert!(matches!(closed.status().file, SealedFileState::Locked));
    let wrong = Keeper::new(path.clone(), CHEAP).with_passphrase(secret("not this one"));
    assert_eq!(wrong.get("a").unwrap_err().code(), "sealed_file_locked");
    assert!(wrong.status().refusal.unwrap().contains("does not open"));
    assert_eq!(closed.unlock(&secret("not this one")).unwrap_err().code(), "wrong_passphrase");
    closed.unlock(&secret("four words and a comma,")).unwrap();
    assert!(closed.get("a").unwrap().is_some());
    // Another passphrase: who has the old one is told.
    closed.reseal(&secret("four words and a comma,"), &secret("and another one")).unwrap();
    assert!(closed.remove("a").unwrap() && !closed.remove("a").unwrap());
    assert_eq!(next.get("a").unwrap_err().code(), "sealed_file_resealed");
    assert!(matches!(next.status().file, SealedFileState::Unusable(_)));
    next.unlock(&secret("and another one")).unwrap();
    assert!(next.get("a").unwrap().is_none());
}

const CHEAP: secrets::SealCost = secrets::SealCost::new(8, 1).expect("within the bounds");

fn home() -> std::path::PathBuf {
    std::env::var_os("HOME").unwrap().into()
}

fn secret(text: &str) -> secrets::Secret {
    secrets::Secret::new(text).unwrap()
}
