//! `quarterdeck paper`: strategies over what streams, or over a replay, in accounts of their own.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use super::{
    arguments::{Format, PaperCommand, PaperStart},
    backtest::{name, print_run},
    markets::{replay_word, time_of},
    output::{self, Align, Table, cell},
    request_file,
};
use crate::{connection::Connection, exit::Failure};

/// How often a run is looked at whose end is waited for.
const LOOK: Duration = Duration::from_millis(200);

/// Starts, lists, shows or ends.
///
/// # Errors
/// When the request cannot be read or run, or there is no such run.
pub(crate) async fn run(connection: &Connection, command: PaperCommand) -> Result<(), Failure> {
    match command {
        PaperCommand::Start(options) => start(connection, &options).await,
        PaperCommand::List { format } => list(connection, format).await,
        PaperCommand::Show { id } => output::json(&connection.get(&format!("/api/v1/paper-runs/{id}")).await?),
        PaperCommand::Gap { id, backtest } => {
            output::json(&connection.get(&format!("/api/v1/backtests/{backtest}/gap?actual={id}")).await?)
        }
        PaperCommand::Stop { id } => {
            let stopped = connection.json(Method::POST, &format!("/api/v1/paper-runs/{id}/stop"), None).await?;
            output::json(&stopped)
        }
    }
}

async fn start(connection: &Connection, options: &PaperStart) -> Result<(), Failure> {
    let text = request_file::read(&options.request)?;
    let mut request: Value = serde_json::from_slice(&text).map_err(|problem| {
        Failure::file(&options.request, format!("{problem}; see the guide, Back-tests, for the form"))
    })?;
    name(connection, &mut request).await?;
    let feed = if let Some(of) = options.replay {
        let replay = json!({
            "of": replay_word(of),
            "instrument_ids": request["instrument_ids"],
            "from": time_of(options.from.as_deref()),
            "to": time_of(options.to.as_deref()),
            "size": options.size,
            "speed": null,
            "paused": true,
        });
        connection.json(Method::POST, "/api/v1/replays", Some(&replay)).await?;
        "replay"
    } else {
        "live"
    };
    let asked = json!({ "feed": feed, "run": request });
    let begun = connection.json(Method::POST, "/api/v1/paper-runs", Some(&asked)).await?;
    if options.replay.is_some() {
        let play = json!({ "act": "play", "speed": null });
        connection.json(Method::POST, "/api/v1/replays/act", Some(&play)).await?;
    }
    if options.detach {
        return output::json(&begun);
    }
    let id = cell(begun.get("id"));
    let ended = ended(connection, &id).await?;
    if options.replay.is_some() {
        connection.json(Method::DELETE, "/api/v1/replays", None).await?;
    }
    let result = match ended["has_result"].as_bool() {
        Some(true) => connection.get(&format!("/api/v1/backtests/{id}/result")).await?,
        _ => Value::Null,
    };
    match options.format {
        Format::Json => output::json(&json!({ "backtest": ended, "result": result })),
        Format::Table => {
            let paper = &ended["paper"];
            output::line(&format!("{}: {}", cell(ended.get("name")), cell(paper.get("standing"))))?;
            if let Some(why) = paper["why"].as_str() {
                output::line(why)?;
            }
            print_run(&result)
        }
    }
}

/// Waits until a run has ended, by itself or by an interruption, and gives what was kept.
async fn ended(connection: &Connection, id: &str) -> Result<Value, Failure> {
    loop {
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => {
                if interrupted.is_ok() {
                    return connection.json(Method::POST, &format!("/api/v1/paper-runs/{id}/stop"), None).await;
                }
            }
            () = tokio::time::sleep(LOOK) => {}
        }
        let of = connection.get(&format!("/api/v1/backtests/{id}")).await?;
        if of["paper"]["standing"] != "running" {
            return Ok(of);
        }
    }
}

async fn list(connection: &Connection, format: Format) -> Result<(), Failure> {
    let runs = connection.get("/api/v1/paper-runs").await?;
    if format == Format::Json {
        return output::json(&runs);
    }
    let names = ["id", "name", "feed", "began_at", "last_at", "orders", "fills", "equity", "currency"];
    let mut table = Table::new(&[
        ("Id", Align::Left),
        ("Name", Align::Left),
        ("Feed", Align::Left),
        ("Began", Align::Left),
        ("Last tick", Align::Left),
        ("Orders", Align::Right),
        ("Fills", Align::Right),
        ("Equity", Align::Right),
        ("Currency", Align::Left),
    ]);
    for run in runs.as_array().into_iter().flatten() {
        table.row(names.map(|name| cell(run.get(name))));
    }
    table.print()
}
