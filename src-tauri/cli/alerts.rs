//! `quarterdeck alerts`: rules tried out on the past.

use http::Method;
use serde_json::{Value, json};

use super::{
    arguments::{AlertBacktestOptions, AlertsCommand, Format},
    figures::list,
    output::{self, Align, Table, cell},
    request_file,
};
use crate::{connection::Connection, exit::Failure};

/// Carries out a command.
///
/// # Errors
/// When the rule is not understood or watches an unknown instrument.
pub(crate) async fn run(connection: &Connection, command: &AlertsCommand) -> Result<(), Failure> {
    match command {
        AlertsCommand::Backtest(options) => backtest(connection, options).await,
    }
}

async fn backtest(connection: &Connection, options: &AlertBacktestOptions) -> Result<(), Failure> {
    let rule: Option<Value> =
        match &options.rule {
            Some(path) => {
                let json = request_file::read(path)?;
                let parsed = serde_json::from_slice(&json);
                Some(parsed.map_err(|problem| {
                    Failure::file(path, format!("{problem}; see the guide, Alerts, for the form"))
                })?)
            }
            None => None,
        };
    let question = json!({ "words": options.words, "rule": rule, "from": options.from, "to": options.to });
    let view = connection.json(Method::POST, "/api/v1/alerts/backtest", Some(&question)).await?;
    match options.format {
        Format::Json => output::json(&view),
        Format::Table => print(&view),
    }
}

fn print(view: &Value) -> Result<(), Failure> {
    output::line(&cell(view.get("words")))?;
    for tried in list(view, "tried_on") {
        let part = |key| cell(tried.get(key));
        output::line(&format!(
            "{}: {} daily bars, {} to {}",
            part("symbol"),
            part("n_bars"),
            part("first"),
            part("last")
        ))?;
    }
    let mut table = Table::new(&[("Firing", Align::Right), ("Day", Align::Left)]);
    for firing in list(view, "firings") {
        table.row([cell(firing.get("epoch")), cell(firing.get("day"))]);
    }
    table.print()?;
    for unknown in list(view, "cannot_tell").filter_map(Value::as_str) {
        output::line(unknown)?;
    }
    Ok(())
}
