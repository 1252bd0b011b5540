//! `quarterdeck workspaces`: those opened before.

use serde_json::Value;

use super::{
    arguments::Format,
    output::{self, Align, Table, cell},
};
use crate::{connection::Connection, exit::Failure};

/// Lists the workspaces.
///
/// # Errors
/// When they cannot be read.
pub(crate) async fn run(connection: &Connection, format: Format) -> Result<(), Failure> {
    let found = connection.get("/api/v1/workspaces").await?;
    if format == Format::Json {
        return output::json(&found);
    }
    let mut table = Table::new(&[
        ("Name", Align::Left),
        ("Kind", Align::Left),
        ("Last opened", Align::Left),
        ("Folder", Align::Left),
    ]);
    for workspace in items(&found) {
        let is = |name: &str| workspace.get(name).and_then(Value::as_bool).unwrap_or(false);
        let kind = match (is("sample"), is("open")) {
            (true, true) => "sample, open",
            (true, false) => "sample",
            (false, true) => "own, open",
            (false, false) => "own",
        };
        table.row([
            cell(workspace.get("name")),
            kind.to_owned(),
            cell(workspace.get("last_opened_at")),
            cell(workspace.get("path")),
        ]);
    }
    table.print()
}

/// The items of a list answer, paged or not.
pub(crate) fn items(answer: &Value) -> &[Value] {
    let list = answer.get("items").unwrap_or(answer);
    list.as_array().map_or(&[], Vec::as_slice)
}
