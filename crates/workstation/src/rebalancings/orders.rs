//! Orders as CSV, for a broker's basket or a spreadsheet.

use ::rebalance::{PlannedTrade, Side};

use super::shapes::RebalancingPreview;
use crate::exports::csv_line;

/// The columns.
const COLUMNS: [&str; 13] = [
    "account",
    "side",
    "symbol",
    "isin",
    "quantity",
    "order_type",
    "last_price",
    "currency",
    "amount",
    "amount_currency",
    "gain",
    "tax",
    "lots",
];

/// The orders of a plan, sales first, an order a line. Lots are `opened on: units`, with semicolons between them. A cell that a
/// spreadsheet would calculate has an apostrophe before it.
pub(super) fn csv(preview: &RebalancingPreview) -> Vec<u8> {
    let mut text = Vec::new();
    csv_line(&mut text, COLUMNS.iter().map(|&name| name.to_owned()));
    for trade in &preview.plan.trades {
        csv_line(&mut text, row(preview, trade).into_iter());
    }
    text
}

fn row(preview: &RebalancingPreview, trade: &PlannedTrade) -> [String; 13] {
    let side = match trade.side {
        Side::Sell => "sell",
        Side::Buy => "buy",
    };
    let isin = preview.instruments.get(&trade.instrument).and_then(|i| i.isin.clone());
    let counted = |amount: Option<rust_decimal::Decimal>| {
        amount.filter(|_| preview.taxes.counted).map_or_else(String::new, |amount| amount.normalize().to_string())
    };
    let opened = |lot: &str| preview.lots.get(lot).map_or_else(|| lot.to_owned(), |l| l.opened_on.to_string());
    let lots: Vec<String> = trade.lots.iter().map(|lot| format!("{}: {}", opened(&lot.lot), lot.units)).collect();
    [
        trade.account.clone(),
        side.to_owned(),
        trade.instrument.clone(),
        isin.unwrap_or_default(),
        trade.units.normalize().to_string(),
        "market".to_owned(),
        trade.price.normalize().to_string(),
        trade.currency.to_string(),
        trade.amount.normalize().to_string(),
        preview.base_currency.to_string(),
        trade.gain.map_or_else(String::new, |gain| gain.normalize().to_string()),
        counted(trade.tax),
        lots.join("; "),
    ]
}
