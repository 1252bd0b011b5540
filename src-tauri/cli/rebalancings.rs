//! `quarterdeck rebalancings`: the workspace's trades towards a target, planned, kept and decided on.

use std::io;

use http::Method;
use serde_json::{Value, json};

use super::{
    arguments::{Format, RebalancingOptions, RebalancingStepTo, RebalancingsCommand},
    lists::all,
    output::{self, Align, Table, cell, minus},
    request_file,
    targets::meant,
};
use crate::{connection::Connection, exit::Failure};

const PATH: &str = "/api/v1/rebalancings";

/// Plans, keeps, lists or decides.
///
/// # Errors
/// When the workspace cannot be read, there is no plan, or what is named is not there.
pub(crate) async fn run(connection: &Connection, command: RebalancingsCommand) -> Result<(), Failure> {
    match command {
        RebalancingsCommand::List { format } => list(&all(connection, PATH).await?, format),
        RebalancingsCommand::Preview(options) => {
            let terms = terms_of(connection, &options).await?;
            let preview = connection.json(Method::POST, &format!("{PATH}/preview"), Some(&terms)).await?;
            print(&preview, options.format)
        }
        RebalancingsCommand::Propose(options) => {
            let new = json!({"terms": terms_of(connection, &options).await?});
            let made = connection.json(Method::POST, PATH, Some(&new)).await?;
            if options.format == Format::Json {
                return output::json(&made);
            }
            print(made.get("preview").unwrap_or(&Value::Null), options.format)?;
            output::line(&format!("\nProposed as {}", cell(made.get("id"))))
        }
        RebalancingsCommand::Check { check } => {
            let check = request_file::document(&check, "Rebalancing")?;
            output::json(&connection.json(Method::POST, &format!("{PATH}/check"), Some(&check)).await?)
        }
        RebalancingsCommand::Show { id } => output::json(&connection.get(&format!("{PATH}/{id}")).await?),
        RebalancingsCommand::Step { id, to, note } => {
            let state = match to {
                RebalancingStepTo::Approved => "approved",
                RebalancingStepTo::Dismissed => "dismissed",
                RebalancingStepTo::Executed => "executed",
            };
            let step = json!({"state": state, "note": note});
            output::json(&connection.json(Method::POST, &format!("{PATH}/{id}/steps"), Some(&step)).await?)
        }
        RebalancingsCommand::Orders { id } => {
            connection.download(&format!("{PATH}/{id}/orders.csv"), &mut io::stdout()).await
        }
    }
}

async fn terms_of(connection: &Connection, options: &RebalancingOptions) -> Result<Value, Failure> {
    match (&options.target, &options.terms) {
        (Some(target), _) => {
            let id = meant(connection, target).await?.get("id").cloned();
            Ok(json!({"target": {"kind": "saved", "target_id": id}}))
        }
        (None, Some(file)) => request_file::document(file, "Rebalancing"),
        (None, None) => Err(Failure::Usage("give --target or --terms".to_owned())),
    }
}

fn list(found: &[Value], format: Format) -> Result<(), Failure> {
    if format == Format::Json {
        return output::json(&found);
    }
    let columns = [
        ("Proposed", Align::Left),
        ("State", Align::Left),
        ("Trigger", Align::Left),
        ("Target", Align::Left),
        ("Trades", Align::Right),
        ("Traded", Align::Right),
        ("Tax now", Align::Right),
        ("Cost", Align::Right),
        ("Id", Align::Left),
    ];
    let mut table = Table::new(&columns);
    for one in found {
        let text = |pointer: &str| minus(&cell(one.pointer(pointer)));
        let taxed = one.get("taxes_counted") == Some(&Value::Bool(true));
        table.row([
            text("/created_at"),
            text("/state"),
            text("/trigger"),
            text("/target_name"),
            text("/n_trades"),
            text("/figures/traded"),
            if taxed { text("/figures/tax_now") } else { output::UNKNOWN.to_owned() },
            text("/figures/cost"),
            text("/id"),
        ]);
    }
    table.print()
}

/// A plan for people: its trades, what they amount to, what is not traded, and what else is to be known.
fn print(preview: &Value, format: Format) -> Result<(), Failure> {
    if format == Format::Json {
        return output::json(preview);
    }
    let columns = [
        ("Account", Align::Left),
        ("Side", Align::Left),
        ("Instrument", Align::Left),
        ("Units", Align::Right),
        ("Amount", Align::Right),
        ("Gain", Align::Right),
        ("Why", Align::Left),
    ];
    let mut table = Table::new(&columns);
    for trade in items(preview, "/plan/trades") {
        let text = |name: &str| minus(&cell(trade.get(name)));
        let why: Vec<String> = items(trade, "/reasons").map(|reason| cell(reason.get("words"))).collect();
        table.row([
            text("account"),
            text("side"),
            text("instrument"),
            text("units"),
            text("amount"),
            text("gain"),
            why.join("; "),
        ]);
    }
    table.print()?;
    let figure = |name: &str| minus(&cell(preview.pointer(&format!("/plan/figures/{name}"))));
    let tax = match preview.pointer("/taxes/counted") {
        Some(Value::Bool(true)) => format!("tax now {}, tax later {}", figure("tax_now"), figure("tax_later")),
        _ => "tax unknown".to_owned(),
    };
    output::line(&format!(
        "\nTraded {} {}: {tax}, cost {}, cash left {}",
        figure("traded"),
        cell(preview.get("base_currency")),
        figure("cost"),
        figure("cash")
    ))?;
    for blocked in items(preview, "/plan/blocked") {
        output::line(&format!("Not traded: {}", cell(blocked.get("reason"))))?;
    }
    for list in ["/plan/notes", "/wash_sales", "/warnings"] {
        for note in items(preview, list) {
            output::line(&cell(Some(note)))?;
        }
    }
    match preview.pointer("/taxes/note").and_then(Value::as_str) {
        Some(note) => output::line(note),
        None => Ok(()),
    }
}

fn items<'a>(of: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> {
    of.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}
