//! `quarterdeck positions`: what is held.

use serde_json::Value;

use super::{
    arguments::{Format, PositionsOptions},
    output::{self, Align, Table, UNKNOWN, cell, minus, percent},
    raw::with_query,
    workspaces::items,
};
use crate::{connection::Connection, exit::Failure};

/// Lists the positions with values in the base currency.
///
/// # Errors
/// When the portfolio cannot be computed or there is no such account.
pub(crate) async fn run(connection: &Connection, options: &PositionsOptions) -> Result<(), Failure> {
    let account = match &options.account {
        Some(wanted) => Some(account_id(connection, wanted).await?),
        None => None,
    };
    let path =
        with_query("/api/v1/portfolio", &[("as_of", options.as_of.as_deref()), ("account_id", account.as_deref())]);
    let portfolio = connection.get(&path).await?;
    match options.format {
        Format::Json => output::json(&portfolio),
        Format::Table => print(&portfolio),
    }
}

/// The id of an account given by name or id.
///
/// # Errors
/// When there is none.
pub(crate) async fn account_id(connection: &Connection, wanted: &str) -> Result<String, Failure> {
    let accounts = connection.get("/api/v1/accounts?limit=1000").await?;
    let is_meant = |account: &&Value| {
        ["id", "name"].iter().any(|field| account.get(field).and_then(Value::as_str) == Some(wanted))
    };
    let names = || items(&accounts).iter().map(|account| cell(account.get("name"))).collect::<Vec<_>>().join(", ");
    items(&accounts)
        .iter()
        .find(is_meant)
        .map(|account| cell(account.get("id")))
        .ok_or_else(|| Failure::Usage(format!("there is no account \"{wanted}\"; there are: {}", names())))
}

fn print(portfolio: &Value) -> Result<(), Failure> {
    let base = cell(portfolio.get("base_currency"));
    let columns = [
        ("Symbol", Align::Left),
        ("Name", Align::Left),
        ("Quantity", Align::Right),
        ("Price", Align::Right),
        ("Currency", Align::Left),
        ("Value", Align::Right),
        ("Gain", Align::Right),
        ("Weight", Align::Right),
    ];
    let mut table = Table::new(&columns);
    for position in portfolio.get("positions").and_then(Value::as_array).into_iter().flatten() {
        table.row([
            cell(position.get("symbol")),
            cell(position.get("name")),
            minus(&cell(position.get("quantity"))),
            cell(position.pointer("/price/price")),
            cell(position.get("currency")),
            amount(position.get("market_value_base")),
            amount(position.get("unrealized_base")),
            percent(position.pointer("/weight/value").and_then(Value::as_f64)),
        ]);
    }
    table.print()?;
    output::line("")?;
    let mut totals = Table::new(&[("Total", Align::Left), ("Amount", Align::Right), ("", Align::Left)]);
    for (label, name) in [
        ("Value", "total_value"),
        ("Cash", "cash_value"),
        ("Unrealized gain", "unrealized"),
        ("Realized gain", "realized"),
    ] {
        totals.row([label.to_owned(), amount(portfolio.pointer(&format!("/totals/{name}"))), base.clone()]);
    }
    totals.print()?;
    reasons(portfolio)
}

/// Why figures are unknown, each reason once.
fn reasons(portfolio: &Value) -> Result<(), Failure> {
    let unknowns = portfolio.get("unknowns").and_then(Value::as_array).into_iter().flatten();
    let mut messages: Vec<String> = unknowns.map(|unknown| cell(unknown.get("message"))).collect();
    messages.dedup();
    for message in messages {
        output::line(&format!("\n{UNKNOWN} unknown: {message}"))?;
    }
    Ok(())
}

/// An amount in the base currency to two digits; unknown when it is.
pub(crate) fn amount(figure: Option<&Value>) -> String {
    let text = cell(figure.and_then(|figure| figure.get("value")));
    match text.parse::<rust_decimal::Decimal>() {
        Ok(value) => minus(&format!("{:.2}", value.round_dp(2))),
        Err(_) => UNKNOWN.to_owned(),
    }
}
