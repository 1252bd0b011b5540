//! `quarterdeck alerts`: rules that watch, what happened to them, and rules tried out on the past.

use http::Method;
use serde_json::{Map, Value, json};

use super::{
    arguments::{
        AlertAct, AlertBacktestOptions, AlertListing, AlertNamed, AlertSnooze, AlertsCommand, Format, NewAlert,
    },
    figures::list,
    lists::{all, named, path_of},
    output::{self, Align, Table, cell},
    request_file::document,
};
use crate::{connection::Connection, exit::Failure};

const PATH: &str = "/api/v1/alerts";
const NOUN: &str = "alerts";
/// The chapter that tells the form of requests.
const GUIDE: &str = "Alerts";

/// Carries out a command.
///
/// # Errors
/// When the workspace cannot be read, the rule is not understood, or what is named is not there.
pub(crate) async fn run(connection: &Connection, command: AlertsCommand) -> Result<(), Failure> {
    match command {
        AlertsCommand::List { format } => print(&all(connection, PATH).await?, format),
        AlertsCommand::Add(new) => add(connection, &new).await,
        AlertsCommand::Change { alert, request } => {
            let changed = patch(connection, &alert, &document(&request.request, GUIDE)?).await?;
            print(&[changed], request.format)
        }
        AlertsCommand::On(asked) => {
            print(&[patch(connection, &asked.alert, &json!({ "enabled": true })).await?], asked.format)
        }
        AlertsCommand::Off(asked) => {
            print(&[patch(connection, &asked.alert, &json!({ "enabled": false })).await?], asked.format)
        }
        AlertsCommand::Delete(asked) => delete(connection, &asked).await,
        AlertsCommand::Acknowledge(asked) => act(connection, &asked, &json!({ "act": "acknowledge" })).await,
        AlertsCommand::Resolve(asked) => act(connection, &asked, &json!({ "act": "resolve" })).await,
        AlertsCommand::Rearm(asked) => act(connection, &asked, &json!({ "act": "rearm" })).await,
        AlertsCommand::Snooze(AlertSnooze { until, asked }) => {
            act(connection, &asked, &json!({ "act": "snooze", "until": until })).await
        }
        AlertsCommand::Look { format } => {
            let alerts = connection.json(Method::POST, &format!("{PATH}/look"), None).await?;
            print(alerts.get("firing").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default(), format)
        }
        AlertsCommand::Events(listing) => events(connection, &listing).await,
        AlertsCommand::Deliveries(listing) => deliveries(connection, &listing).await,
        AlertsCommand::Backtest(options) => backtest(connection, &options).await,
    }
}

async fn add(connection: &Connection, new: &NewAlert) -> Result<(), Failure> {
    let fields = match (&new.request, &new.words) {
        (Some(path), _) => document(path, GUIDE)?,
        (None, words) => {
            let said = [
                ("words", words.clone()),
                ("name", new.name.clone()),
                ("severity", new.severity.clone()),
                ("note", new.note.clone()),
            ];
            let mut fields = Map::new();
            fields.extend(said.into_iter().filter_map(|(key, value)| Some((key.to_owned(), Value::from(value?)))));
            if !new.tell.is_empty() {
                let steps: Vec<Value> =
                    new.tell.iter().map(|way| json!({ "after_minutes": 0, "channel": { "way": way } })).collect();
                fields.insert("escalation".to_owned(), json!({ "steps": steps }));
            }
            Value::Object(fields)
        }
    };
    print(&[connection.json(Method::POST, PATH, Some(&fields)).await?], new.format)
}

async fn patch(connection: &Connection, wanted: &str, body: &Value) -> Result<Value, Failure> {
    let meant = named(connection, PATH, NOUN, wanted).await?;
    connection.json(Method::PATCH, &path_of(PATH, &meant), Some(body)).await
}

async fn delete(connection: &Connection, asked: &AlertNamed) -> Result<(), Failure> {
    let meant = named(connection, PATH, NOUN, &asked.alert).await?;
    let gone = connection.json(Method::DELETE, &path_of(PATH, &meant), None).await?;
    match asked.format {
        Format::Json => output::json(&gone),
        Format::Table => {
            output::line(&format!("Deleted {}. `quarterdeck api POST /undo` brings it back", cell(meant.get("name"))))
        }
    }
}

async fn act(connection: &Connection, asked: &AlertAct, body: &Value) -> Result<(), Failure> {
    let meant = named(connection, PATH, NOUN, &asked.alert).await?;
    let mut body = body.clone();
    if let (Value::Object(fields), Some(note)) = (&mut body, &asked.note) {
        fields.insert("note".to_owned(), Value::from(note.as_str()));
    }
    let after = connection.json(Method::POST, &format!("{}/act", path_of(PATH, &meant)), Some(&body)).await?;
    print(&[after], asked.format)
}

fn print(alerts: &[Value], format: Format) -> Result<(), Failure> {
    if format == Format::Json {
        return output::json(&alerts);
    }
    let columns = [
        ("Name", Align::Left),
        ("State", Align::Left),
        ("Severity", Align::Left),
        ("Fired", Align::Right),
        ("Last", Align::Left),
        ("Rule", Align::Left),
        ("Id", Align::Left),
    ];
    let mut table = Table::new(&columns);
    for alert in alerts {
        let is_on = alert.get("enabled").and_then(Value::as_bool) == Some(true);
        table.row([
            cell(alert.get("name")),
            if is_on { cell(alert.get("state")) } else { "off".to_owned() },
            cell(alert.get("severity")),
            cell(alert.get("firings")),
            cell(alert.get("fired_at")),
            cell(alert.get("words")),
            cell(alert.get("id")),
        ]);
    }
    table.print()
}

/// A part of the history: of one alert, or of all.
async fn history(connection: &Connection, part: &str, listing: &AlertListing) -> Result<Vec<Value>, Failure> {
    let path = format!("{PATH}/{part}");
    match &listing.alert {
        Some(wanted) => {
            let meant = named(connection, PATH, NOUN, wanted).await?;
            all(connection, &format!("{path}?alert_id={}", cell(meant.get("id")))).await
        }
        None => all(connection, &path).await,
    }
}

async fn events(connection: &Connection, listing: &AlertListing) -> Result<(), Failure> {
    let events = history(connection, "events", listing).await?;
    if listing.format == Format::Json {
        return output::json(&events);
    }
    let names = all(connection, PATH).await?;
    let columns = [
        ("Seen at", Align::Left),
        ("Happened at", Align::Left),
        ("Alert", Align::Left),
        ("What", Align::Left),
        ("Firing", Align::Right),
    ];
    let mut table = Table::new(&columns);
    for event in &events {
        let late = if event.get("is_late") == Some(&Value::Bool(true)) { ", late" } else { "" };
        let what = match event.pointer("/event/effect").and_then(Value::as_str) {
            Some("moved") => format!("{} → {}", cell(event.pointer("/event/from")), cell(event.pointer("/event/to"))),
            Some("held_back") => format!("held back: {}", cell(event.pointer("/event/why")).replace('_', " ")),
            _ => format!("{}{late}", cell(event.pointer("/event/effect"))),
        };
        table.row([
            cell(event.get("seen_at")),
            cell(event.pointer("/event/at")),
            name_of(&names, event),
            what,
            cell(event.get("firing")),
        ]);
    }
    table.print()
}

async fn deliveries(connection: &Connection, listing: &AlertListing) -> Result<(), Failure> {
    let deliveries = history(connection, "deliveries", listing).await?;
    if listing.format == Format::Json {
        return output::json(&deliveries);
    }
    let names = all(connection, PATH).await?;
    let columns = [
        ("Due at", Align::Left),
        ("Alert", Align::Left),
        ("Way", Align::Left),
        ("State", Align::Left),
        ("Tries", Align::Right),
        ("Said", Align::Left),
    ];
    let mut table = Table::new(&columns);
    for delivery in &deliveries {
        let said = ["trouble", "receipt"].into_iter().find_map(|key| delivery.get(key).filter(|said| !said.is_null()));
        table.row([
            cell(delivery.get("due_at")),
            name_of(&names, delivery),
            cell(delivery.pointer("/channel/way")),
            cell(delivery.get("state")).replace('_', " "),
            cell(delivery.get("attempts")),
            cell(said),
        ]);
    }
    table.print()
}

/// The name of the alert that a part of its history belongs to.
fn name_of(alerts: &[Value], part: &Value) -> String {
    cell(alerts.iter().find(|alert| alert.get("id") == part.get("alert_id")).and_then(|alert| alert.get("name")))
}

async fn backtest(connection: &Connection, options: &AlertBacktestOptions) -> Result<(), Failure> {
    let rule = options.rule.as_deref().map(|path| document(path, GUIDE)).transpose()?;
    let question = json!({ "words": options.words, "rule": rule, "from": options.from, "to": options.to });
    let view = connection.json(Method::POST, &format!("{PATH}/backtest"), Some(&question)).await?;
    match options.format {
        Format::Json => output::json(&view),
        Format::Table => print_backtest(&view),
    }
}

fn print_backtest(view: &Value) -> Result<(), Failure> {
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
