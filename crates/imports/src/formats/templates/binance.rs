//! Binance: *Orders → Trade history*, CSV.
//!
//! Layout seen in published parsers and test files: `"Date(UTC)","Pair","Side","Price","Executed","Amount","Fee"`, where each
//! amount carries its asset at its end (`0.00092465BTC`, also `100.0001INCH` for 100.000 of 1INCH: the pair says which digits belong
//! to the name). A fee in the asset that was bought lowers the units received; a fee in a third asset is reported for itself.

use model::{instrument::AssetClass, transaction::TransactionKind as Kind};
use rust_decimal::Decimal;

use super::binance_ledger::is_money;
use crate::{
    formats::{
        FileFormat,
        draft::{Cash, Draft, Reject},
        row::Row,
        template::{Dates, Field, Numbers, Rows, Said, Template, usual},
    },
    numbers,
    options::{DateOrder, DecimalMark},
    refusal::quoted,
    transactions::directory::InstrumentForm,
};

pub(super) const TEMPLATE: Template = Template {
    format: FileFormat::BinanceTrades,
    sign: &[&["Date(UTC)"], &["Pair"], &["Side"], &["Executed"]],
    columns: &[
        usual(Field::Date, &["Date(UTC)"]),
        usual(Field::Detail, &["Pair"]),
        usual(Field::Action, &["Side"]),
        usual(Field::Price, &["Price"]),
        usual(Field::Quantity, &["Executed"]),
        usual(Field::Net, &["Amount"]),
        usual(Field::Fees, &["Fee"]),
    ],
    dates: Dates::Fixed(DateOrder::Ymd),
    numbers: Numbers::Point,
    actions: &[],
    currency: "",
    rows: Rows::Each(read),
};

fn read(row: &Row<'_>, _: &Template) -> Result<Said, Reject> {
    let kind = match row.text(Field::Action).to_ascii_uppercase().as_str() {
        "BUY" => Kind::Buy,
        "SELL" => Kind::Sell,
        other => {
            let reason = format!("{} is neither BUY nor SELL", quoted(other));
            return Err(Reject::new("kind_unknown", reason).at(row.layout.header(Field::Action)));
        }
    };
    let pair = row.text(Field::Detail).to_ascii_uppercase().replace(['/', '-', '_'], "");
    let Some((base, executed, quote, amount)) = split(&pair, row.text(Field::Quantity), row.text(Field::Net)) else {
        let reason = format!("pair {}, executed and amount do not fit together", quoted(&pair));
        return Err(Reject::new("number_invalid", reason).at(row.layout.header(Field::Detail)));
    };
    if !is_money(&quote) {
        let reason = format!(
            "{base} was traded against {quote}, and the file does not say what that was worth in money; enter a sale and a purchase by hand"
        );
        return Err(Reject::unclear(reason).at(row.layout.header(Field::Detail)));
    }
    let mut d = Draft::new(kind, row.day()?);
    d.form = InstrumentForm::Plain(AssetClass::Crypto);
    (d.symbol, d.name, d.currency) = (base.clone(), base.clone(), quote.clone());
    (d.quantity, d.cash) = (Some(executed), Some(Cash::Gross(amount)));
    let fee = row.text(Field::Fees);
    if let Some(paid) = asset_amount(fee, &quote) {
        d.fees = paid;
    } else if let Some(paid) = asset_amount(fee, &base) {
        let signed = if kind == Kind::Buy { -paid } else { paid };
        d.quantity = Some(executed + signed);
    } else if !numbers::is_missing(fee) && !is_zero(fee) {
        let reason = format!(
            "the fee {} is in a third asset, whose worth is not in the file; enter the trade by hand with its fee",
            quoted(fee)
        );
        return Err(Reject::unclear(reason).at(row.layout.header(Field::Fees)));
    }
    Ok(Said::Rows(vec![d]))
}

/// Base, its units, quote and its amount: the one way to cut the pair that fits both cells.
fn split(pair: &str, executed: &str, amount: &str) -> Option<(String, Decimal, String, Decimal)> {
    let cuts = (1..pair.len()).filter(|i| pair.is_char_boundary(*i));
    let fits = cuts.filter_map(|i| {
        let (base, quote) = pair.split_at(i);
        let units = asset_amount(executed, base)?;
        let paid = asset_amount(amount, quote)?;
        Some((base.to_owned(), units, quote.to_owned(), paid))
    });
    let found: Vec<_> = fits.collect();
    // "100.0001INCH" also fits an asset INCH; the longer name is the right one, as the pair begins with it.
    found.into_iter().next()
}

/// An amount that ends in an asset's name.
fn asset_amount(cell: &str, asset: &str) -> Option<Decimal> {
    let plain = cell.trim().to_ascii_uppercase();
    numbers::parse(plain.strip_suffix(asset)?.trim(), DecimalMark::Point)
}

fn is_zero(cell: &str) -> bool {
    cell.chars().filter(char::is_ascii_digit).all(|c| c == '0')
}
