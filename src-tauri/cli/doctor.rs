//! `quarterdeck doctor`: how program, machine and workspace are. It goes on after a problem, to name them all.

use telemetry::Diagnostics;

use super::{arguments::Place, keys, output, output::cell};
use crate::{connection::Connection, exit::Failure, places, ui_files};

/// Prints the facts; ends with the first problem's exit code when there is one.
///
/// # Errors
/// When the workspace cannot be opened or its data is not sound.
pub(crate) async fn run(place: &Place) -> Result<(), Failure> {
    let mut facts = Diagnostics::of_this_process(env!("CARGO_PKG_VERSION"));
    facts.add("window", if cfg!(feature = "desktop") { "built in" } else { "not in this build" });
    facts.add("screens", if ui_files::is_built() { "built in" } else { "not in this build" });
    facts.add("logs", places::logs().map_or_else(|problem| problem.to_string(), |path| path.display().to_string()));
    #[cfg(target_os = "linux")]
    {
        let has_gpu = crate::renderer::has_render_node();
        facts.add("graphics card", if has_gpu { "found" } else { "none: the window draws by software" });
    }
    let keychain = secrets::Keychain.get("doctor").map_or_else(|problem| problem.to_string(), |_| "works".to_owned());
    facts.add("keychain", keychain);
    if place.server.is_none() {
        facts.add("workspace", place.folder()?.display().to_string());
    }
    let outcome = examine(place, &mut facts).await;
    output::bytes(facts.to_string().as_bytes())?;
    outcome
}

async fn examine(place: &Place, facts: &mut Diagnostics) -> Result<(), Failure> {
    let connection = place.connect().await?;
    let owner = match &connection {
        Connection::Own(_) => "this process".to_owned(),
        Connection::Owner(_) => "another process on this machine".to_owned(),
        Connection::Server(server) => server.address().to_string(),
    };
    facts.add("opened by", owner);
    let examined = ask(&connection, facts).await;
    connection.close().await;
    examined
}

async fn ask(connection: &Connection, facts: &mut Diagnostics) -> Result<(), Failure> {
    let diagnostics = connection.get("/api/v1/diagnostics").await?;
    facts.add("details", format!("\n{}", cell(diagnostics.get("text"))));
    facts.add("keys", keys::words(&connection.get("/api/v1/sealed-file").await?));
    let health = connection.get("/api/v1/data-health").await?;
    let problems = health.get("problems").and_then(serde_json::Value::as_array).map_or(&[][..], Vec::as_slice);
    facts.add("data problems", problems.len().to_string());
    for problem in problems {
        facts.add(cell(problem.get("urgency")), cell(problem.get("message")));
    }
    Ok(())
}
