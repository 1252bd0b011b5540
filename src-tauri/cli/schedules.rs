//! `quarterdeck schedules`: what comes again, what it does, and what it did.

use http::Method;
use serde_json::{Value, json};

use super::{
    arguments::{Format, SchedulesCommand},
    import::result_of,
    lists::{all, named, path_of},
    output::{self, Align, Table, cell},
    request_file::document,
    workspaces::items,
};
use crate::{connection::Connection, exit::Failure};

const PATH: &str = "/api/v1/schedules";
const NOUN: &str = "schedules";
/// The chapter that tells the form of requests.
const GUIDE: &str = "Schedules";

/// Lists, adds, changes, deletes, runs or previews schedules.
///
/// # Errors
/// When the workspace cannot be read, or what is named is not there or not valid.
pub(crate) async fn run(connection: &Connection, command: SchedulesCommand) -> Result<(), Failure> {
    match command {
        SchedulesCommand::List { format } => print(&all(connection, PATH).await?, format),
        SchedulesCommand::Add(new) => {
            let made = connection.json(Method::POST, PATH, Some(&document(&new.request, GUIDE)?)).await?;
            print(&[made], new.format)
        }
        SchedulesCommand::Change { schedule, request } => {
            let changed = patch(connection, &schedule, &document(&request.request, GUIDE)?).await?;
            print(&[changed], request.format)
        }
        SchedulesCommand::On(asked) => {
            print(&[patch(connection, &asked.schedule, &json!({ "enabled": true })).await?], asked.format)
        }
        SchedulesCommand::Off(asked) => {
            print(&[patch(connection, &asked.schedule, &json!({ "enabled": false })).await?], asked.format)
        }
        SchedulesCommand::Delete(asked) => {
            let meant = named(connection, PATH, NOUN, &asked.schedule).await?;
            let gone = connection.json(Method::DELETE, &path_of(PATH, &meant), None).await?;
            match asked.format {
                Format::Json => output::json(&gone),
                Format::Table => output::line(&format!(
                    "Deleted {}. `quarterdeck api POST /undo` brings it back",
                    cell(meant.get("name"))
                )),
            }
        }
        SchedulesCommand::Run(asked) => {
            let meant = named(connection, PATH, NOUN, &asked.schedule).await?;
            let job = connection.json(Method::POST, &format!("{}/run", path_of(PATH, &meant)), None).await?;
            let title = cell(job.get("title"));
            let result = result_of(connection, job).await?;
            match asked.format {
                Format::Json => output::json(&result),
                Format::Table => output::line(&format!("Done: {title}")),
            }
        }
        SchedulesCommand::History(asked) => {
            let meant = named(connection, PATH, NOUN, &asked.schedule).await?;
            history(&all(connection, &format!("{}/occurrences", path_of(PATH, &meant))).await?, asked.format)
        }
        SchedulesCommand::Preview(question) => {
            let body = document(&question.request, GUIDE)?;
            let preview = connection.json(Method::POST, &format!("{PATH}/preview"), Some(&body)).await?;
            print_preview(&preview, question.format)
        }
    }
}

async fn patch(connection: &Connection, wanted: &str, body: &Value) -> Result<Value, Failure> {
    let meant = named(connection, PATH, NOUN, wanted).await?;
    connection.json(Method::PATCH, &path_of(PATH, &meant), Some(body)).await
}

fn print(schedules: &[Value], format: Format) -> Result<(), Failure> {
    if format == Format::Json {
        return output::json(&schedules);
    }
    let columns = [
        ("Name", Align::Left),
        ("On", Align::Left),
        ("Does", Align::Left),
        ("Next", Align::Left),
        ("Last", Align::Left),
        ("When", Align::Left),
        ("Id", Align::Left),
    ];
    let mut table = Table::new(&columns);
    for schedule in schedules {
        let is_on = schedule.get("enabled").and_then(Value::as_bool) == Some(true);
        table.row([
            cell(schedule.get("name")),
            if is_on { "yes" } else { "no" }.to_owned(),
            cell(schedule.pointer("/action/kind")).replace('_', " "),
            cell(schedule.pointer("/next/due_at")),
            schedule.get("last_run").filter(|run| !run.is_null()).map_or_else(|| "never".to_owned(), outcome),
            cell(schedule.get("sentence")),
            cell(schedule.get("id")),
        ]);
    }
    table.print()
}

/// When a run began, and how its job stands.
fn outcome(run: &Value) -> String {
    format!("{} {}", cell(run.get("begun_at")), cell(run.pointer("/job/state")))
}

fn history(runs: &[Value], format: Format) -> Result<(), Failure> {
    if format == Format::Json {
        return output::json(&runs);
    }
    let columns = [
        ("Occurrence", Align::Left),
        ("Due at", Align::Left),
        ("Begun at", Align::Left),
        ("Stands for", Align::Right),
        ("State", Align::Left),
        ("Message", Align::Left),
    ];
    let mut table = Table::new(&columns);
    for run in runs {
        let by_hand = run.get("occurrence").is_none_or(Value::is_null);
        table.row([
            if by_hand { "by hand".to_owned() } else { cell(run.get("occurrence")) },
            cell(run.get("due_at")),
            cell(run.get("begun_at")),
            cell(run.get("covers")),
            cell(run.pointer("/job/state")),
            cell(run.pointer("/job/message")),
        ]);
    }
    table.print()
}

fn print_preview(preview: &Value, format: Format) -> Result<(), Failure> {
    if format == Format::Json {
        return output::json(preview);
    }
    output::line(&cell(preview.get("sentence")))?;
    let zone = format!("In {}", cell(preview.get("zone")));
    let mut table = Table::new(&[("Occurrence", Align::Left), ("Due at", Align::Left)]);
    let found = preview.get("occurrences").map(items).unwrap_or_default();
    for next in found {
        table.row([cell(next.get("nominal")).replace('T', " "), cell(next.get("due_at"))]);
    }
    output::line(&zone)?;
    table.print()
}
