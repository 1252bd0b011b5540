//! `quarterdeck backup` and `restore`.

use std::path::Path;

use http::Method;
use serde_json::Value;
use workstation::backups;

use super::{
    arguments::{BackupOptions, Command, Format, RestoreOptions},
    import::result_of,
    output::{self, Align, Table, cell},
    workspaces::items,
};
use crate::{connection::Connection, exit::Failure};

/// Makes a verified backup, or lists the backups.
///
/// # Errors
/// When it cannot be made or verified.
pub(crate) async fn run(connection: &Connection, options: &BackupOptions) -> Result<(), Failure> {
    if !options.list {
        let job = connection.json(Method::POST, "/api/v1/backups", None).await?;
        let made = result_of(connection, job).await?;
        return match options.format {
            Format::Json => output::json(&made),
            Format::Table => print(&[made]),
        };
    }
    let found = connection.get("/api/v1/backups").await?;
    match options.format {
        Format::Json => output::json(&found),
        Format::Table => print(items(&found)),
    }
}

fn print(backups: &[Value]) -> Result<(), Failure> {
    let columns = [
        ("Backup", Align::Left),
        ("Made at", Align::Left),
        ("Reason", Align::Left),
        ("Rows", Align::Right),
        ("Bytes", Align::Right),
    ];
    let mut table = Table::new(&columns);
    for backup in backups {
        table.row(["id", "at", "reason", "rows", "bytes"].map(|name| cell(backup.get(name))));
    }
    table.print()
}

/// Puts a backup in place, or tries it beside the workspace.
///
/// # Errors
/// When there is no such backup or it is damaged; then everything is as before.
pub(crate) async fn restore(connection: &Connection, options: &RestoreOptions) -> Result<(), Failure> {
    let id = if options.id == "latest" { latest(connection).await? } else { options.id.clone() };
    if options.id.contains(['/', '?', '#']) {
        return Err(Failure::Usage(
            "the backup is given by its name, as `quarterdeck backup --list` shows it".to_owned(),
        ));
    }
    if options.drill {
        let job = connection.json(Method::POST, &format!("/api/v1/backups/{id}/drill"), None).await?;
        let report = result_of(connection, job).await?;
        if report.get("sound").and_then(Value::as_bool) != Some(true) {
            output::json(&report)?;
            return Err(Failure::Job(format!(
                "the backup {id} is not sound; make a new one with `quarterdeck backup`"
            )));
        }
        let tables = report.get("tables").and_then(Value::as_array).map_or(0, Vec::len);
        return output::line(&format!("The backup {id} is sound: {tables} tables came back as they were"));
    }
    let report = connection.json(Method::POST, &format!("/api/v1/backups/{id}/restore"), None).await?;
    output::line(&restored(&id, &cell(report.get("kept"))))
}

/// Lists or restores the backups of a workspace that cannot be opened; every other command ends with `problem`.
///
/// # Errors
/// As [`restore`], and `problem` itself.
pub(crate) async fn without_opening(folder: &Path, command: &Command, problem: Failure) -> Result<(), Failure> {
    let views = || -> Result<Value, Failure> {
        let views = backups::of_closed(folder)?;
        serde_json::to_value(views).map_err(|e| Failure::Bug(e.to_string()))
    };
    match command {
        Command::Backup(options) if options.list => match options.format {
            Format::Json => output::json(&views()?),
            Format::Table => print(items(&views()?)),
        },
        Command::Restore(options) if !options.drill => {
            let id = if options.id == "latest" { first(&views()?)? } else { options.id.clone() };
            let kept = backups::restore_closed(folder, &id).await?;
            output::line(&restored(&id, &kept.display().to_string()))
        }
        _ => Err(problem),
    }
}

fn restored(id: &str, kept: &str) -> String {
    format!("Restored {id}. The replaced files are kept in {kept}")
}

async fn latest(connection: &Connection) -> Result<String, Failure> {
    first(&connection.get("/api/v1/backups").await?)
}

/// The newest of a list of backups.
fn first(found: &Value) -> Result<String, Failure> {
    let newest = items(found).first().map(|backup| cell(backup.get("id")));
    newest.ok_or_else(|| Failure::Usage("there is no backup yet; make one with `quarterdeck backup`".to_owned()))
}
