//! `quarterdeck indicators`: the catalogue, and what indicators give for an instrument.

use http::Method;
use serde_json::{Value, json};

use super::{
    arguments::{Format, IndicatorsOptions},
    figures::{instrument_id, list},
    output::{self, Align, Table, UNKNOWN, cell, minus},
};
use crate::{connection::Connection, exit::Failure};

/// Lists every indicator, or computes those that are asked for.
///
/// # Errors
/// When there is no such instrument or indicator, or a parameter is out of its range.
pub(crate) async fn run(connection: &Connection, options: &IndicatorsOptions) -> Result<(), Failure> {
    let Some(instrument) = &options.instrument else {
        let catalogue = connection.get("/api/v1/indicators").await?;
        return match options.format {
            Format::Json => output::json(&catalogue),
            Format::Table => print_catalogue(&catalogue),
        };
    };
    let id = instrument_id(connection, instrument).await?;
    let question = json!({ "indicators": options.indicator, "from": options.from, "to": options.to });
    let path = format!("/api/v1/indicators/{id}");
    let view = connection.json(Method::POST, &path, Some(&question)).await?;
    match options.format {
        Format::Json => output::json(&view),
        Format::Table => print_results(&view),
    }
}

fn print_catalogue(catalogue: &Value) -> Result<(), Failure> {
    let mut table = Table::new(&[
        ("Name", Align::Left),
        ("Group", Align::Left),
        ("What it is", Align::Left),
        ("Parameters", Align::Left),
    ]);
    for entry in list(catalogue, "indicators") {
        let parameter = |p: &Value| format!("{}={}", cell(p.get("name")), cell(p.get("default")));
        let parameters: Vec<String> = list(entry, "parameters").map(parameter).collect();
        table.row([cell(entry.get("kind")), cell(entry.get("group")), cell(entry.get("words")), parameters.join(" ")]);
    }
    table.print()
}

/// One line for each date and output: as many outputs as are asked for stand under each other, not beside.
fn print_results(view: &Value) -> Result<(), Failure> {
    let mut table = Table::new(&[
        ("Date", Align::Left),
        ("Indicator", Align::Left),
        ("Output", Align::Left),
        ("Value", Align::Right),
    ]);
    for (i, date) in list(view, "dates").enumerate() {
        for indicator in list(view, "indicators") {
            for given in list(indicator, "outputs") {
                let value = given.get("values").and_then(|values| values.get(i)?.as_f64());
                table.row([
                    cell(Some(date)),
                    cell(indicator.pointer("/indicator/kind")),
                    cell(given.get("name")),
                    value.map_or_else(|| UNKNOWN.to_owned(), |v| minus(&format!("{v:.4}"))),
                ]);
            }
        }
    }
    table.print()?;
    for missing in list(view, "indicators").filter_map(|i| i.get("missing")?.as_str()) {
        output::line(missing)?;
    }
    Ok(())
}
