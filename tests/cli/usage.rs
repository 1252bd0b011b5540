//! Usage, documents and exit codes.

use std::{io::Read, process::Stdio};

use crate::program::{assert_fails, complaint, printed, quarterdeck, run};

#[test]
fn wrong_usage_ends_with_code_2() {
    let home = tempfile::tempdir().unwrap();
    for arguments in
        [&["fly"][..], &["optimize"], &["import", "prices"], &["api", "FLY", "/x"], &["serve", "--listen", "here"]]
    {
        let output = run(home.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", complaint(&output));
    }
}

#[test]
fn documents_are_generated_without_a_workspace() {
    let home = tempfile::tempdir().unwrap();
    assert!(printed(&run(home.path(), &["completions", "bash"])).contains("_quarterdeck()"));
    let manual = printed(&run(home.path(), &["man"]));
    assert!(manual.contains(".SH \"OPTIMIZE\"") && manual.contains(".SH \"TARGETS ADD\""));
    let document: serde_json::Value = serde_json::from_str(&printed(&run(home.path(), &["openapi"]))).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    assert!(printed(&run(home.path(), &["--help"])).contains("Exit codes:"));
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "nothing may be written");
}

#[test]
fn an_address_of_the_network_needs_the_switch() {
    let home = tempfile::tempdir().unwrap();
    assert_fails(&run(home.path(), &["serve", "--listen", "0.0.0.0:0"]), 2, "--allow-network");
}

#[test]
fn a_server_that_is_not_there_is_not_reachable() {
    let home = tempfile::tempdir().unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let output = quarterdeck(home.path())
        .args(["--server", &address, "positions"])
        .env("QUARTERDECK_TOKEN", "t0k3n-of-the-test")
        .output()
        .unwrap();
    assert_fails(&output, 5, "not reachable");
    assert!(!complaint(&output).contains("t0k3n"), "{}", complaint(&output));
    assert_fails(&run(home.path(), &["--server", "http://desk.example", "positions"]), 2, "unencrypted");
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let home = tempfile::tempdir().unwrap();
    let mut child = quarterdeck(home.path())
        .args(["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut complaint = String::new();
    child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(complaint, "");
}
