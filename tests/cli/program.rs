//! Runs the built program with folders of its own.

use std::{
    io::Write,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

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
