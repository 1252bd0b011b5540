//! Lists of the API as a whole, and one thing out of a list by its name or id.

use serde_json::Value;

use super::{output::cell, workspaces::items};
use crate::{connection::Connection, exit::Failure};

/// Every item of a list in pages; the path may have a query.
///
/// # Errors
/// When the workspace cannot be read.
pub(super) async fn all(connection: &Connection, path: &str) -> Result<Vec<Value>, Failure> {
    let mut found = Vec::new();
    let first = format!("{path}{}limit=1000", if path.contains('?') { '&' } else { '?' });
    let mut next = first.clone();
    loop {
        let page = connection.get(&next).await?;
        found.extend_from_slice(items(&page));
        match page.get("next_cursor").and_then(Value::as_str) {
            Some(cursor) => next = format!("{first}&cursor={cursor}"),
            None => return Ok(found),
        }
    }
}

/// The thing of a list at `path` with a name or id; `noun` is what the list is of, such as `schedules`.
///
/// # Errors
/// When there is none, or several have that name.
pub(super) async fn named(connection: &Connection, path: &str, noun: &str, wanted: &str) -> Result<Value, Failure> {
    let mut meant = all(connection, path).await?;
    meant.retain(|found| ["id", "name"].iter().any(|field| found.get(field).and_then(Value::as_str) == Some(wanted)));
    match (meant.len(), meant.pop()) {
        (1, Some(one)) => Ok(one),
        (0, _) => {
            let one = noun.trim_end_matches('s');
            Err(Failure::Usage(format!("there is no {one} \"{wanted}\"; `quarterdeck {noun} list` shows them")))
        }
        (count, _) => Err(Failure::Usage(format!("{count} {noun} are named \"{wanted}\"; give the id of one of them"))),
    }
}

/// The path of a thing of the list at `path`.
pub(super) fn path_of(path: &str, one: &Value) -> String {
    format!("{path}/{}", cell(one.get("id")))
}
