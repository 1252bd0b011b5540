//! The list of securities: what a number stands for.

use model::instrument::{AssetClass, OptionRight};
use rust_decimal::Decimal;

use super::record::Record;
use crate::{
    formats::draft::Draft,
    transactions::directory::{InstrumentForm, OptionTerms},
};

/// A security of the list.
pub(super) struct Security {
    ticker: String,
    isin: String,
    name: String,
    form: InstrumentForm,
}

impl Security {
    /// Its number with what is said of it.
    pub(super) fn of(record: &Record) -> Option<(String, Self)> {
        let id = record.text("UNIQUEID");
        let form = match record.tag.as_str() {
            "MFINFO" => InstrumentForm::Plain(AssetClass::Fund),
            "DEBTINFO" => InstrumentForm::Plain(AssetClass::Bond),
            "OPTINFO" => option(record).map_or(InstrumentForm::Unclear, InstrumentForm::Option),
            _ => InstrumentForm::SHARE,
        };
        let security = Self {
            ticker: record.text("TICKER").to_owned(),
            isin: isin(id, record.text("UNIQUEIDTYPE")),
            name: record.text("SECNAME").to_owned(),
            form,
        };
        (!id.is_empty()).then(|| (id.to_owned(), security))
    }
}

fn isin(id: &str, kind: &str) -> String {
    if kind.eq_ignore_ascii_case("ISIN") { id.to_owned() } else { String::new() }
}

fn option(record: &Record) -> Option<OptionTerms> {
    let right = match record.text("OPTTYPE").to_ascii_uppercase().as_str() {
        "CALL" => OptionRight::Call,
        "PUT" => OptionRight::Put,
        _ => return None,
    };
    let strike = record.number("STRIKEPRICE").ok()??;
    let expiry = record.date("DTEXPIRE").ok()??;
    let multiplier = record.number("SHPERCTRCT").ok()?.unwrap_or(Decimal::ONE_HUNDRED);
    Some(OptionTerms { expiry, strike, right, multiplier })
}

/// Names the security of a draft: by its ticker, else by its number.
pub(super) fn name(d: &mut Draft, id: &str, known: Option<&Security>) {
    match known {
        Some(security) => {
            d.symbol = if security.ticker.is_empty() { id.to_owned() } else { security.ticker.clone() };
            d.isin.clone_from(&security.isin);
            d.name.clone_from(&security.name);
            d.form = security.form;
        }
        None => id.clone_into(&mut d.symbol),
    }
}
