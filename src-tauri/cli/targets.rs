//! `quarterdeck targets`: portfolios to steer towards.

use http::Method;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::{
    arguments::{Format, NewTarget, TargetsCommand},
    lists::{all, named},
    output::{self, Align, Table, cell, percent},
};
use crate::{connection::Connection, exit::Failure};

/// Digits after the point of weights that are taken from a saved run.
const DIGITS: u32 = 12;

/// Lists, adds or deletes targets.
///
/// # Errors
/// When the workspace cannot be read, or what is named is not there or not valid.
pub(crate) async fn run(connection: &Connection, command: TargetsCommand) -> Result<(), Failure> {
    match command {
        TargetsCommand::List { format } => {
            let found = all(connection, "/api/v1/targets").await?;
            print(connection, &found, format).await
        }
        TargetsCommand::Add(new) => add(connection, new).await,
        TargetsCommand::Delete { target } => delete(connection, &target).await,
    }
}

async fn add(connection: &Connection, new: NewTarget) -> Result<(), Failure> {
    let instruments = all(connection, "/api/v1/instruments").await?;
    let weights = match &new.optimization {
        Some(id) => of_run(connection, &instruments, id).await?,
        None => by_hand(&instruments, &new.weight)?,
    };
    let fields = json!({
        "name": new.name,
        "weights": weights,
        "tolerance": new.tolerance.map(|t| t.to_string()),
        "source_optimization_id": new.optimization,
        "note": new.note,
    });
    let made = connection.json(Method::POST, "/api/v1/targets", Some(&fields)).await?;
    print(connection, std::slice::from_ref(&made), new.format).await
}

/// Weights of the command line, by instrument.
fn by_hand(instruments: &[Value], given: &[(String, Decimal)]) -> Result<Map<String, Value>, Failure> {
    let mut weights = Map::new();
    for (symbol, weight) in given {
        let id = id_of(instruments, symbol)?;
        if weights.insert(id, json!(weight.to_string())).is_some() {
            return Err(Failure::Usage(format!("{symbol} has two weights; give one")));
        }
    }
    Ok(weights)
}

/// Weights of a saved run, those that are zero left out.
async fn of_run(connection: &Connection, instruments: &[Value], id: &str) -> Result<Map<String, Value>, Failure> {
    if id.contains(['/', '?', '#']) {
        return Err(Failure::Usage(
            "the saved optimization is given by its id, as `quarterdeck api GET /optimizations` shows it".to_owned(),
        ));
    }
    let run = connection.get(&format!("/api/v1/optimizations/{id}")).await?;
    let mut weights = Map::new();
    for (symbol, weight) in run.pointer("/result/weights").and_then(Value::as_object).into_iter().flatten() {
        let weight = weight.as_f64().and_then(|weight| Decimal::try_from(weight).ok());
        let weight = weight.ok_or_else(|| Failure::Bug(format!("the weight of {symbol} is no number")))?;
        let weight = weight.round_dp(DIGITS).normalize();
        if !weight.is_zero() {
            weights.insert(id_of(instruments, symbol)?, json!(weight.to_string()));
        }
    }
    Ok(weights)
}

async fn delete(connection: &Connection, wanted: &str) -> Result<(), Failure> {
    let target = meant(connection, wanted).await?;
    let path = format!("/api/v1/targets/{}", cell(target.get("id")));
    connection.json(Method::DELETE, &path, None).await?;
    output::line(&format!("Deleted {}. `quarterdeck api POST /undo` brings it back", cell(target.get("name"))))
}

/// The target of a name or id.
///
/// # Errors
/// When there is none, or several have the name.
pub(super) async fn meant(connection: &Connection, wanted: &str) -> Result<Value, Failure> {
    named(connection, "/api/v1/targets", "targets", wanted).await
}

async fn print(connection: &Connection, targets: &[Value], format: Format) -> Result<(), Failure> {
    if format == Format::Json {
        return output::json(&targets);
    }
    let instruments = all(connection, "/api/v1/instruments").await?;
    let columns = [
        ("Name", Align::Left),
        ("Invested", Align::Right),
        ("Tolerance", Align::Right),
        ("Weights", Align::Left),
        ("Id", Align::Left),
    ];
    let mut table = Table::new(&columns);
    for target in targets {
        let fraction = |value: &Value| value.as_str().and_then(|text| text.parse::<f64>().ok());
        let symbol = |id: &str| {
            let known = instruments.iter().find(|i| i.get("id").and_then(Value::as_str) == Some(id));
            known.map_or_else(|| id.to_owned(), |instrument| cell(instrument.get("symbol")))
        };
        let mut weights: Vec<(String, f64)> = target
            .get("weights")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .filter_map(|(id, weight)| Some((symbol(id), fraction(weight)?)))
            .collect();
        weights.sort_by(|(_, a), (_, b)| b.abs().total_cmp(&a.abs()));
        let invested = weights.iter().map(|(_, weight)| weight).sum();
        let words: Vec<String> =
            weights.iter().map(|(symbol, weight)| format!("{symbol} {}", percent(Some(*weight)))).collect();
        table.row([
            cell(target.get("name")),
            percent(Some(invested)),
            percent(target.get("tolerance").and_then(fraction)),
            words.join(", "),
            cell(target.get("id")),
        ]);
    }
    table.print()
}

fn id_of(instruments: &[Value], symbol: &str) -> Result<String, Failure> {
    let is_meant = |instrument: &&Value| {
        ["id", "symbol"].iter().any(|field| instrument.get(field).and_then(Value::as_str) == Some(symbol))
    };
    instruments
        .iter()
        .find(is_meant)
        .map(|instrument| cell(instrument.get("id")))
        .ok_or_else(|| Failure::Usage(format!("there is no instrument \"{symbol}\"; give a symbol of the workspace")))
}
