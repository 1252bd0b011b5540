//! One owner per workspace: a second process goes through the first, a killed owner leaves nothing in the way, and
//! no TCP port is open for it.
#![cfg(target_os = "linux")]

use std::path::Path;

use crate::program::{Served, printed, run};

#[test]
fn a_second_process_goes_through_the_owner_and_a_killed_one_is_replaced() {
    let home = tempfile::tempdir().unwrap();
    let workspace = home.path().join("desk");
    let workspace = workspace.to_str().unwrap();
    let owner = Served::start(home.path(), Path::new(workspace));
    let note: serde_json::Value =
        serde_json::from_slice(&std::fs::read(Path::new(workspace).join("owner.json")).unwrap()).unwrap();
    assert_eq!(note["pid"], owner.pid());
    let socket = Path::new(note["address"].as_str().unwrap()).to_path_buf();
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&socket).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let new = r#"{"name":"Second","kind":"taxable","currency":"USD"}"#;
    printed(&run(home.path(), &["--workspace", workspace, "api", "POST", "/accounts", "--data", new]));
    drop(owner);
    // The owner was killed: its socket is still there, and nobody answers.
    assert!(socket.exists());
    let accounts = printed(&run(home.path(), &["--workspace", workspace, "api", "GET", "/accounts"]));
    assert!(accounts.contains("Second"), "{accounts}");
    assert!(!Path::new(workspace).join("owner.json").exists(), "an owner that ends removes its note");
}
