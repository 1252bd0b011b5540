//! Runs the built program with folders of its own.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::OnceLock,
};

use serde_json::Value;
use tempfile::TempDir;

/// The program in a home of its own, so that no test sees another's or the person's data.
pub(crate) fn quarterdeck(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterdeck"));
    command
        .env_clear()
        .env("HOME", home)
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("LANG", "C.UTF-8")
        .stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub(crate) fn run(home: &Path, arguments: &[&str]) -> Output {
    quarterdeck(home).args(arguments).output().unwrap()
}

/// Runs it to its end with text on stdin.
pub(crate) fn run_with_stdin(home: &Path, arguments: &[&str], stdin: &[u8]) -> Output {
    let mut child: Child = quarterdeck(home)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses early closes its end, which is no failure of the test.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    child.wait_with_output().unwrap()
}

/// Its stderr as text.
pub(crate) fn complaint(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Its stdout as text.
pub(crate) fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}", complaint(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Asserts how it failed: the exit code, one line on stderr, and words in it.
pub(crate) fn assert_fails(output: &Output, code: i32, words: &str) {
    let complaint = complaint(output);
    assert_eq!(output.status.code(), Some(code), "{complaint}");
    assert_eq!(complaint.lines().count(), 1, "{complaint}");
    assert!(complaint.starts_with("quarterdeck: ") && complaint.contains(words), "{complaint}");
}

/// Asserts how it failed where the log may have spoken before: the exit code, and words in the last line on stderr.
#[cfg(target_os = "linux")]
pub(crate) fn assert_ends(output: &Output, code: i32, words: &str) {
    let complaint = complaint(output);
    assert_eq!(output.status.code(), Some(code), "{complaint}");
    let last = complaint.lines().last().unwrap_or_default();
    assert!(last.starts_with("quarterdeck: ") && last.contains(words), "{complaint}");
}

/// An empty workspace in `home`, a copy of one that was made once for all tests of this process.
pub(crate) fn empty_workspace(home: &Path) -> PathBuf {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let sample = dir.path().join("sample");
        let new = r#"{"name":"Own","kind":"empty"}"#;
        let arguments = ["--workspace", sample.to_str().unwrap(), "api", "POST", "/workspaces", "--data", new];
        printed(&run(dir.path(), &arguments));
        dir
    });
    let workspace = home.join("own");
    std::fs::create_dir_all(&workspace).unwrap();
    for file in ["ledger.sqlite", "market.sqlite"] {
        std::fs::copy(made.path().join("own").join(file), workspace.join(file)).unwrap();
    }
    workspace
}

/// Runs it in a workspace.
pub(crate) fn run_in(home: &Path, workspace: &Path, arguments: &[&str]) -> Output {
    quarterdeck(home).arg("--workspace").arg(workspace).args(arguments).output().unwrap()
}

/// The JSON that it prints.
pub(crate) fn json(output: &Output) -> Value {
    serde_json::from_str(&printed(output)).unwrap()
}

/// A running `serve`, which owns its workspace until it is dropped.
pub(crate) struct Served {
    child: Child,
    /// The printed address, the token included.
    pub(crate) url: String,
}

impl Served {
    /// Starts it and waits until it has printed its address.
    pub(crate) fn start(home: &Path, workspace: &Path) -> Self {
        let mut child = quarterdeck(home)
            .arg("--workspace")
            .arg(workspace)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        assert!(url.starts_with("http://127.0.0.1:") && url.contains("/#token="), "{url}");
        Self { child, url: url.trim().to_owned() }
    }

    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The address alone, and the token.
    pub(crate) fn address(&self) -> (&str, &str) {
        self.url.split_once("/#token=").unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // SIGKILL: what a crash leaves behind is part of the tests.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
