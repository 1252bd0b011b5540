//! `quarterdeck notifications`: ways in which a person is told of something.

use std::io::Read as _;

use http::Method;
use serde_json::{Value, json};

use super::{
    arguments::{Format, NotificationsCommand},
    figures::list,
    keys,
    output::{self, Align, Table, cell},
    raw::percent_encoded,
    request_file,
};
use crate::{connection::Connection, exit::Failure};

const PATH: &str = "/api/v1/notifications";

/// Carries out a command.
///
/// # Errors
/// When the workspace cannot be read, a way cannot be used, or a message did not leave.
pub(crate) async fn run(connection: &Connection, command: NotificationsCommand) -> Result<(), Failure> {
    match command {
        NotificationsCommand::List { format } => {
            let view = connection.get(PATH).await?;
            print(&view, format)?;
            let is_told = format == Format::Table && list(&view, "secrets").next().is_some();
            if is_told { keys::notice(connection).await } else { Ok(()) }
        }
        NotificationsCommand::Set { request, format } => {
            let asked = request_file::document(&request, "Notifications")?;
            print(&connection.json(Method::PUT, PATH, Some(&asked)).await?, format)
        }
        NotificationsCommand::Test { way } => test(connection, &way).await,
        NotificationsCommand::Secret { name, forget } => keep(connection, &name, forget).await,
    }
}

async fn test(connection: &Connection, name: &str) -> Result<(), Failure> {
    let known = connection.get(PATH).await?;
    let Some(way) = list(&known, "ways").find(|way| way.get("name").and_then(Value::as_str) == Some(name)) else {
        let text = format!("there is no way \"{name}\"; `quarterdeck notifications list` shows them");
        return Err(Failure::Usage(text));
    };
    let sent = connection.json(Method::POST, &format!("{PATH}/test"), Some(way)).await?;
    output::line(match sent.pointer("/receipt/kind").and_then(Value::as_str) {
        Some("handed_over") => "Handed to the system. Whether it was seen, nobody knows",
        _ => "The receiving server has it",
    })
}

async fn keep(connection: &Connection, name: &str, forget: bool) -> Result<(), Failure> {
    let mut text = String::new();
    if !forget {
        std::io::stdin().read_to_string(&mut text)?;
    }
    let secret = (!forget).then(|| text.trim_end_matches(['\r', '\n']));
    let path = format!("{PATH}/secrets/{}", percent_encoded(name));
    let kept = connection.json(Method::PUT, &path, Some(&json!({ "secret": secret }))).await?;
    let place = keys::place(kept.get("place"));
    output::line(&if forget { format!("Forgot {name}") } else { format!("Kept {name} {place}") })
}

fn print(view: &Value, format: Format) -> Result<(), Failure> {
    if format == Format::Json {
        return output::json(view);
    }
    let mut ways = Table::new(&[("Name", Align::Left), ("Way", Align::Left), ("To", Align::Left)]);
    for way in list(view, "ways") {
        let to = ["to", "url", "chat_id", "topic"].into_iter().find_map(|key| way.pointer(&format!("/settings/{key}")));
        let to = match to {
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            to => cell(to),
        };
        ways.row([cell(way.get("name")), cell(way.pointer("/settings/way")), to]);
    }
    ways.print()?;
    for secret in list(view, "secrets") {
        let name = cell(secret.get("name"));
        let line = match secret.get("is_kept").and_then(Value::as_bool) {
            Some(true) => format!("The secret \"{name}\" is kept {}", keys::place(secret.get("place"))),
            Some(false) => format!("The secret \"{name}\" is missing: quarterdeck notifications secret \"{name}\""),
            None => format!("The secret \"{name}\" cannot be looked up: {}", cell(secret.get("problem"))),
        };
        output::line(&line)?;
    }
    Ok(())
}
