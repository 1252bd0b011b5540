//! Clients that others wrote, started as programs of their own.

use std::{path::PathBuf, process::Stdio, time::Duration};

use serde_json::Value;
use tokio::{io::AsyncWriteExt, process::Command};

/// The folder with `python` and `python-coinbase` (environments) and `node_modules`, which `cargo xtask test` makes; see docs/TESTING.md.
const CLIENTS: &str = "QUARTERDECK_VENUE_CLIENTS";
/// No client takes longer.
const LIMIT: Duration = Duration::from_secs(180);

/// The folder of the clients; `None`, with the reason printed, where there is none.
pub(crate) fn clients() -> Option<PathBuf> {
    let folder = std::env::var_os(CLIENTS).map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: {CLIENTS} does not say where the official clients are installed");
    }
    folder
}

fn script(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("peers").join(name)
}

/// A script of the Python clients.
pub(crate) fn python(name: &str) -> Option<Command> {
    python_of("python", name)
}

/// The same in one of the environments.
pub(crate) fn python_of(environment: &str, name: &str) -> Option<Command> {
    let program = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    let mut command = Command::new(clients()?.join(environment).join(program));
    command.arg(script(name));
    Some(command)
}

/// A script of the JavaScript clients.
pub(crate) fn node(name: &str) -> Option<Command> {
    let mut command = Command::new("node");
    command.env("NODE_PATH", clients()?.join("node_modules")).arg(script(name));
    Some(command)
}

/// Runs it to its end; the JSON that it prints.
pub(crate) async fn told(mut command: Command, input: &Value) -> Value {
    // No other server is meant than the one that is named.
    for name in ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.to_string().as_bytes()).await.unwrap();
    drop(stdin);
    let ended = tokio::time::timeout(LIMIT, child.wait_with_output()).await.expect("it ends").unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{command:?}: {said}");
    serde_json::from_slice(&ended.stdout).unwrap_or_else(|problem| panic!("{problem}: {said}"))
}

/// Rows of numbers.
pub(crate) fn rows(value: &Value) -> Vec<Vec<f64>> {
    let row = |row: &Value| row.as_array().unwrap().iter().map(|n| n.as_f64().unwrap()).collect();
    value.as_array().unwrap_or_else(|| panic!("no rows: {value}")).iter().map(row).collect()
}
