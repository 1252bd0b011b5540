//! `quarterdeck lots`, `returns` and `explain`: the books' figures as JSON, or for people.

use serde_json::Value;

use super::{
    arguments::{ExplainOptions, Format, LotsOptions, ReturnsOptions},
    output::{self, Align, Table, UNKNOWN, cell, minus, percent},
    positions::{account_id, amount},
    raw::with_query,
    workspaces::items,
};
use crate::{connection::Connection, exit::Failure};

/// Lists open and closed lots.
///
/// # Errors
/// When the books cannot be read, or there is no such account or instrument.
pub(crate) async fn lots(connection: &Connection, options: &LotsOptions) -> Result<(), Failure> {
    let account = account_of(connection, options.account.as_deref()).await?;
    let instrument = match &options.instrument {
        Some(wanted) => Some(instrument_id(connection, wanted).await?),
        None => None,
    };
    let query = [
        ("account_id", account.as_deref()),
        ("instrument_id", instrument.as_deref()),
        ("as_of", options.as_of.as_deref()),
    ];
    let lots = connection.get(&with_query("/api/v1/lots", &query)).await?;
    if options.format == Format::Json {
        return output::json(&lots);
    }
    let mut open = Table::new(&[
        ("Open", Align::Left),
        ("Since", Align::Left),
        ("Quantity", Align::Right),
        ("Cost", Align::Right),
        ("", Align::Left),
        ("Value", Align::Right),
        ("Gain", Align::Right),
    ]);
    for lot in list(&lots, "open") {
        open.row([
            cell(lot.get("symbol")),
            cell(lot.get("opened_on")),
            minus(&cell(lot.get("quantity"))),
            cents(lot.pointer("/cost/amount")),
            cell(lot.pointer("/cost/currency")),
            amount(lot.get("market_value_base")),
            amount(lot.get("gain_base")),
        ]);
    }
    open.print()?;
    output::line("")?;
    let mut closed = Table::new(&[
        ("Closed", Align::Left),
        ("Since", Align::Left),
        ("Quantity", Align::Right),
        ("Proceeds", Align::Right),
        ("Cost", Align::Right),
        ("Gain", Align::Right),
        ("Price", Align::Right),
        ("Currency", Align::Right),
    ]);
    for gain in list(&lots, "closed") {
        closed.row([
            cell(gain.get("closed_on")),
            cell(gain.get("opened_on")),
            minus(&cell(gain.get("quantity"))),
            cents(gain.get("proceeds_base")),
            cents(gain.get("cost_base")),
            cents(gain.get("gain_base")),
            cents(gain.get("price_gain_base")),
            cents(gain.get("fx_gain_base")),
        ]);
    }
    closed.print()
}

/// Shows the returns of the whole and of its parts.
///
/// # Errors
/// When the books cannot be read, or there is no such account.
pub(crate) async fn returns(connection: &Connection, options: &ReturnsOptions) -> Result<(), Failure> {
    let account = account_of(connection, options.account.as_deref()).await?;
    let query = [
        ("from", options.from.as_deref()),
        ("to", options.to.as_deref()),
        ("account_id", account.as_deref()),
        ("by", options.by.as_deref()),
    ];
    let returns = connection.get(&with_query("/api/v1/returns", &query)).await?;
    if options.format == Format::Json {
        return output::json(&returns);
    }
    let ratio = |of: Option<&Value>, name: &str| {
        percent(of.and_then(|o| o.pointer(&format!("/{name}/value"))).and_then(Value::as_f64))
    };
    let columns = [
        ("Part", Align::Left),
        ("Gain", Align::Right),
        ("TWR", Align::Right),
        ("XIRR", Align::Right),
        ("Modified Dietz", Align::Right),
        ("Contribution", Align::Right),
    ];
    let mut table = Table::new(&columns);
    let mut row = |name: String, of: Option<&Value>, contribution: String| {
        table.row([
            name,
            rounded(of.and_then(|o| o.pointer("/gain/value"))),
            ratio(of, "twr"),
            ratio(of, "xirr"),
            ratio(of, "modified_dietz"),
            contribution,
        ]);
    };
    let whole = returns.get("whole");
    row("Everything".to_owned(), whole, ratio(whole, "modified_dietz"));
    for part in list(&returns, "parts") {
        row(cell(part.get("group")), part.get("returns"), ratio(Some(part), "contribution"));
    }
    row("Cash and charges".to_owned(), None, ratio(Some(&returns), "rest"));
    table.print()?;
    risk(&returns)
}

/// Figures of the daily returns, each with its convention.
fn risk(returns: &Value) -> Result<(), Failure> {
    output::line("")?;
    let mut table = Table::new(&[("Daily returns", Align::Left), ("", Align::Right), ("How", Align::Left)]);
    let daily = |name: &str| returns.pointer(&format!("/daily/{name}/value")).and_then(Value::as_f64);
    let how = |name: &str| cell(returns.pointer(&format!("/conventions/{name}")));
    let number = |value: Option<f64>| value.map_or_else(|| UNKNOWN.to_owned(), |v| minus(&format!("{v:.3}")));
    for (title, name) in [
        ("Volatility", "volatility"),
        ("Value at risk, 95 %", "value_at_risk_95"),
        ("Loss beyond it", "conditional_value_at_risk_95"),
        ("Alpha", "alpha"),
        ("Tracking error", "tracking_error"),
    ] {
        table.row([title.to_owned(), percent(daily(name)), how(name)]);
    }
    for (title, name) in [
        ("Sharpe ratio", "sharpe"),
        ("Sortino ratio", "sortino"),
        ("Calmar ratio", "calmar"),
        ("Beta", "beta"),
        ("Information ratio", "information_ratio"),
    ] {
        table.row([title.to_owned(), number(daily(name)), how(name)]);
    }
    let fall = returns.pointer("/daily/drawdown").filter(|fall| !fall.is_null());
    if let Some(fall) = fall {
        let depth = percent(fall.get("depth").and_then(Value::as_f64));
        let recovered = match fall.get("recovered").and_then(Value::as_str) {
            Some(day) => format!("recovered {day}"),
            None => "not recovered yet".to_owned(),
        };
        let days = format!("{} to {}, {recovered}", cell(fall.get("peak")), cell(fall.get("trough")));
        table.row(["Deepest fall".to_owned(), depth, days]);
    }
    table.print()
}

/// Shows where a figure comes from.
///
/// # Errors
/// When there is no such figure or object.
pub(crate) async fn explain(connection: &Connection, options: &ExplainOptions) -> Result<(), Failure> {
    let account = account_of(connection, options.account.as_deref()).await?;
    let id = match (&options.id, &options.instrument, &account) {
        (Some(id), ..) => Some(id.clone()),
        (None, None, _) if options.year.is_some() => options.year.map(|year| format!("year:{year}")),
        (None, Some(wanted), Some(account)) => {
            Some(format!("position:{account}:{}", instrument_id(connection, wanted).await?))
        }
        (None, Some(_), None) => return Err(Failure::Usage("a position is of one account; add --account".to_owned())),
        (None, None, _) => None,
    };
    let query = [
        ("figure", Some(options.figure.as_str())),
        ("id", id.as_deref()),
        ("account_id", account.as_deref()),
        ("as_of", options.as_of.as_deref()),
    ];
    let explanation = connection.get(&with_query("/api/v1/explain", &query)).await?;
    match options.format {
        Format::Json => output::json(&explanation),
        Format::Table => tree(&explanation, 0, options.depth),
    }
}

/// An explanation and its inputs, indented.
fn tree(explanation: &Value, depth: usize, depth_max: usize) -> Result<(), Failure> {
    let text = |name| explanation.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let value = match (text("value"), text("unit")) {
        (Some(value), Some("%")) => percent(value.parse().ok()),
        (Some(value), Some(unit)) => format!("{} {unit}", minus(value)),
        (Some(value), None) => minus(value),
        (None, _) => UNKNOWN.to_owned(),
    };
    let more = [
        text("formula").map(|f| format!("= {f}")),
        text("source").map(|s| format!("[{s}]")),
        text("as_of").map(str::to_owned),
    ];
    let more: Vec<String> = more.into_iter().flatten().collect();
    output::line(
        format!("{}{}: {value}  {}", "  ".repeat(depth), cell(explanation.get("title")), more.join("  ")).trim_end(),
    )?;
    if depth < depth_max {
        for input in list(explanation, "inputs") {
            tree(input, depth + 1, depth_max)?;
        }
    }
    Ok(())
}

pub(super) fn list<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

async fn account_of(connection: &Connection, wanted: Option<&str>) -> Result<Option<String>, Failure> {
    match wanted {
        Some(wanted) => account_id(connection, wanted).await.map(Some),
        None => Ok(None),
    }
}

/// The id of an instrument given by symbol or id.
pub(super) async fn instrument_id(connection: &Connection, wanted: &str) -> Result<String, Failure> {
    let found =
        connection.get(&with_query("/api/v1/instruments", &[("q", Some(wanted)), ("limit", Some("1000"))])).await?;
    let is_meant = |i: &&Value| {
        ["id", "symbol"]
            .iter()
            .any(|field| i.get(field).and_then(Value::as_str).is_some_and(|value| value.eq_ignore_ascii_case(wanted)))
    };
    if let Some(instrument) = items(&found).iter().find(is_meant) {
        return Ok(cell(instrument.get("id")));
    }
    match wanted.parse::<model::id::InstrumentId>() {
        Ok(id) => Ok(id.to_string()),
        Err(_) => Err(Failure::Usage(format!("there is no instrument \"{wanted}\"; give its symbol or its id"))),
    }
}

/// An exact amount to two digits; unknown when it is.
fn cents(value: Option<&Value>) -> String {
    match cell(value).parse::<rust_decimal::Decimal>() {
        Ok(value) => minus(&format!("{:.2}", value.round_dp(2))),
        Err(_) => UNKNOWN.to_owned(),
    }
}

/// A computed amount to two digits.
fn rounded(value: Option<&Value>) -> String {
    value.and_then(Value::as_f64).map_or_else(|| UNKNOWN.to_owned(), |v| minus(&format!("{v:.2}")))
}
