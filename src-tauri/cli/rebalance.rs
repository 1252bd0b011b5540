//! `quarterdeck rebalance`: trades towards a target planned at once, without a workspace.

use super::{
    arguments::{Format, RequestOptions},
    output::{self, Align, Table, minus},
    request_file,
};
use crate::exit::Failure;

/// Plans the request and prints the trades.
///
/// # Errors
/// When the request cannot be read or has no plan.
pub(crate) fn run(options: &RequestOptions) -> Result<(), Failure> {
    let json = request_file::read(&options.request)?;
    let request: ::rebalance::RebalanceRequest = serde_json::from_slice(&json).map_err(|problem| {
        Failure::file(&options.request, format!("{problem}; see the guide, Rebalancing, for the form"))
    })?;
    let plan = ::rebalance::rebalance(&request)?;
    if options.format == Format::Json {
        return output::json(&plan);
    }
    let columns = [
        ("Account", Align::Left),
        ("Instrument", Align::Left),
        ("Side", Align::Left),
        ("Units", Align::Right),
        ("Amount", Align::Right),
    ];
    let mut table = Table::new(&columns);
    for trade in &plan.trades {
        let side = match trade.side {
            ::rebalance::Side::Buy => "buy",
            ::rebalance::Side::Sell => "sell",
        };
        table.row([
            trade.account.clone(),
            trade.instrument.clone(),
            side.to_owned(),
            minus(&trade.units.to_string()),
            minus(&trade.amount.to_string()),
        ]);
    }
    table.print()
}
