//! `quarterdeck taxes`, `tax-lots` and `harvest`: a tax year, open lots as the tax sees them, losses that are worth taking.

use super::{
    arguments::{Format, HarvestOptions, TaxesOptions},
    output::{self, Align, Table, cell, minus},
};
use crate::{connection::Connection, exit::Failure};

/// Shows a tax year: each gain as the law counts it, and what they come to.
///
/// # Errors
/// When the books cannot be read or do not fit the law.
pub(crate) async fn year(connection: &Connection, options: &TaxesOptions) -> Result<(), Failure> {
    let view = connection.get(&format!("/api/v1/taxes/years/{}", options.year)).await?;
    if options.format == Format::Json {
        return output::json(&view);
    }
    let columns = [
        ("Closed", Align::Left),
        ("Symbol", Align::Left),
        ("Account", Align::Left),
        ("Opened", Align::Left),
        ("Quantity", Align::Right),
        ("Gain", Align::Right),
        ("Disallowed", Align::Right),
        ("Counts", Align::Right),
    ];
    let mut table = Table::new(&columns);
    for gain in view.get("gains").and_then(serde_json::Value::as_array).into_iter().flatten() {
        let text = |name: &str| minus(&cell(gain.get(name)));
        table.row([
            text("closed_on"),
            text("symbol"),
            text("account"),
            text("opened_on"),
            text("quantity"),
            text("gain"),
            text("disallowed"),
            text("allowed"),
        ]);
    }
    table.print()?;
    match view.get("refusal").and_then(serde_json::Value::as_str) {
        Some(refusal) => output::line(&format!("\nNo tax is worked out: {refusal}")),
        None => output::line(&format!(
            "\nTaxable {}, tax {}",
            minus(&cell(view.pointer("/summary/taxable"))),
            minus(&cell(view.pointer("/summary/tax/amount")))
        )),
    }
}

/// Lists losses that are worth taking.
///
/// # Errors
/// When no law or rates are known.
pub(crate) async fn harvest(connection: &Connection, options: &HarvestOptions) -> Result<(), Failure> {
    let view = connection.get("/api/v1/taxes/harvest").await?;
    if options.format == Format::Json {
        return output::json(&view);
    }
    let columns = [
        ("Lot", Align::Left),
        ("Held since", Align::Left),
        ("Tax cost", Align::Right),
        ("Added", Align::Right),
        ("Loss", Align::Right),
        ("Counts", Align::Right),
        ("Tax saved", Align::Right),
        ("Worth", Align::Right),
        ("Clear from", Align::Left),
    ];
    let mut table = Table::new(&columns);
    for candidate in view.get("candidates").and_then(serde_json::Value::as_array).into_iter().flatten() {
        let text = |name: &str| minus(&cell(candidate.get(name)));
        table.row([
            text("lot_id"),
            text("held_since"),
            text("cost"),
            text("basis_added"),
            text("loss"),
            text("allowed_loss"),
            text("tax_saved"),
            text("harvest_value"),
            minus(&cell(candidate.pointer("/wash/clear_from"))),
        ]);
    }
    table.print()?;
    match view.get("note").and_then(serde_json::Value::as_str) {
        Some(note) => output::line(&format!("\n{note}")),
        None => Ok(()),
    }
}

/// Lists open lots of taxable accounts with what earlier losses added to their cost.
///
/// # Errors
/// When the books cannot be read or do not fit the law.
pub(crate) async fn lots(connection: &Connection, options: &HarvestOptions) -> Result<(), Failure> {
    let view = connection.get("/api/v1/taxes/lots").await?;
    if options.format == Format::Json {
        return output::json(&view);
    }
    let columns = [
        ("Symbol", Align::Left),
        ("Account", Align::Left),
        ("Units", Align::Right),
        ("Opened", Align::Left),
        ("Held since", Align::Left),
        ("Term", Align::Left),
        ("Cost", Align::Right),
        ("Added", Align::Right),
        ("Tax cost", Align::Right),
    ];
    let mut table = Table::new(&columns);
    for lot in view.get("lots").and_then(serde_json::Value::as_array).into_iter().flatten() {
        let text = |name: &str| minus(&cell(lot.get(name)));
        table.row([
            text("symbol"),
            text("account"),
            text("units"),
            text("opened_on"),
            text("held_since"),
            text("term"),
            text("cost"),
            text("basis_added"),
            text("tax_cost"),
        ]);
    }
    table.print()
}
