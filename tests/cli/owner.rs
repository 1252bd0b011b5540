//! One owner per workspace: a second process goes through the first, a killed owner leaves nothing in the way, and
//! no TCP port is open for it.
#![cfg(target_os = "linux")]

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Stdio},
};

use crate::program::{printed, quarterdeck, run};

/// An owner that stays: `serve`, waited for until it has printed its address.
struct Owner(Child);

impl Owner {
    fn start(home: &Path, workspace: &str) -> Self {
        let mut child = quarterdeck(home)
            .args(["--workspace", workspace, "serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        assert!(address.starts_with("http://127.0.0.1:") && address.contains("/#token="), "{address}");
        Self(child)
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        // SIGKILL: what a crash leaves behind is part of the test.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_second_process_goes_through_the_owner_and_a_killed_one_is_replaced() {
    let home = tempfile::tempdir().unwrap();
    let workspace = home.path().join("desk");
    let workspace = workspace.to_str().unwrap();
    let owner = Owner::start(home.path(), workspace);
    let note: serde_json::Value =
        serde_json::from_slice(&std::fs::read(Path::new(workspace).join("owner.json")).unwrap()).unwrap();
    assert_eq!(note["pid"], owner.0.id());
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
