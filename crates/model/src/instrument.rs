//! Instruments: what can be held, and the identifiers and contract terms by which it is known.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{currency::Currency, error::ValueError, id::InstrumentId, names::named_enum};

named_enum! {
    /// What kind of thing an instrument is.
    AssetClass ("asset class") {
        /// Shares of a company.
        Equity = "equity",
        /// Mutual and exchange-traded funds, and indices used as benchmarks.
        Fund = "fund",
        /// Bonds and bills.
        Bond = "bond",
        /// Futures contracts.
        Future = "future",
        /// Options.
        Option = "option",
        /// Currency pairs.
        Fx = "fx",
        /// Crypto assets.
        Crypto = "crypto",
        /// Money-market balances held as an instrument.
        Cash = "cash",
    }
}

named_enum! {
    /// The right that an option gives.
    OptionRight ("option right") {
        /// To buy.
        Call = "call",
        /// To sell.
        Put = "put",
    }
}

/// A symbol an instrument had, and the last day on which it had it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SymbolPeriod {
    /// The former symbol.
    pub symbol: String,
    /// The last day of its use.
    pub until: NaiveDate,
}

/// What a person or a file says of an instrument.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InstrumentFields {
    /// The symbol in use, unique in a workspace.
    pub symbol: String,
    /// The name for people.
    pub name: String,
    /// What it is.
    pub asset_class: AssetClass,
    /// The currency in which it is priced.
    pub currency: Currency,
    /// Sector, by the user's or GICS naming.
    #[serde(default)]
    pub sector: Option<String>,
    /// Country of risk, ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: Option<String>,
    /// Market identifier code of the main exchange, ISO 10383.
    #[serde(default)]
    pub exchange_mic: Option<String>,
    /// ISO 6166.
    #[serde(default)]
    pub isin: Option<String>,
    /// CUSIP.
    #[serde(default)]
    pub cusip: Option<String>,
    /// Financial Instrument Global Identifier.
    #[serde(default)]
    pub figi: Option<String>,
    /// Symbols it had before.
    #[serde(default)]
    pub symbol_history: Vec<SymbolPeriod>,
    /// Smallest price step.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub tick_size: Option<Decimal>,
    /// Smallest tradable quantity.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub lot_size: Option<Decimal>,
    /// Currency units per price point and unit; 1 for shares, 100 for most US options.
    #[serde(default = "one")]
    #[schema(value_type = String)]
    pub multiplier: Decimal,
    /// Last day of a future or option.
    #[serde(default)]
    pub expiry: Option<NaiveDate>,
    /// Strike price of an option.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub strike: Option<Decimal>,
    /// The right of an option.
    #[serde(default)]
    pub option_right: Option<OptionRight>,
    /// What an option or future is on.
    #[serde(default)]
    pub underlying_id: Option<InstrumentId>,
    /// Its price series is adjusted for splits and dividends, so the books refuse those transactions: they would count twice.
    #[serde(default)]
    pub prices_adjusted: bool,
    /// Where it comes from, or a warning such as "invented for the sample".
    #[serde(default)]
    pub note: Option<String>,
}

fn one() -> Decimal {
    Decimal::ONE
}

impl InstrumentFields {
    /// A plain instrument of a class, with nothing optional set.
    pub fn plain(symbol: &str, name: &str, asset_class: AssetClass, currency: Currency) -> Self {
        Self {
            symbol: symbol.to_owned(),
            name: name.to_owned(),
            asset_class,
            currency,
            sector: None,
            country: None,
            exchange_mic: None,
            isin: None,
            cusip: None,
            figi: None,
            symbol_history: Vec::new(),
            tick_size: None,
            lot_size: None,
            multiplier: Decimal::ONE,
            expiry: None,
            strike: None,
            option_right: None,
            underlying_id: None,
            prices_adjusted: false,
            note: None,
        }
    }

    /// Everything that is wrong with it; empty when nothing is.
    pub fn check(&self) -> Vec<ValueError> {
        let mut wrong = Vec::new();
        let mut length = |field, text: &str, max| {
            if text.trim().is_empty() || text.chars().count() > max {
                wrong.push(ValueError::Length { field, max });
            }
        };
        length("symbol", &self.symbol, 40);
        length("name", &self.name, 200);
        let positive = [
            ("tick_size", self.tick_size),
            ("lot_size", self.lot_size),
            ("multiplier", Some(self.multiplier)),
            ("strike", self.strike),
        ];
        wrong.extend(positive.into_iter().filter_map(|(field, v)| {
            v.filter(|v| *v <= Decimal::ZERO).map(|v| ValueError::NotPositive { field, value: v.to_string() })
        }));
        let identifiers = [
            self.isin.as_deref().map(check_isin),
            self.cusip.as_deref().map(check_cusip),
            self.figi.as_deref().map(|v| check_form("FIGI", v, 12)),
            self.exchange_mic.as_deref().map(|v| check_form("MIC", v, 4)),
            self.country.as_deref().map(|v| check_form("country code", v, 2)),
        ];
        wrong.extend(identifiers.into_iter().flatten().filter_map(Result::err));
        if self.asset_class == AssetClass::Option {
            let needs = [
                ("expiry", self.expiry.is_none()),
                ("strike", self.strike.is_none()),
                ("option_right", self.option_right.is_none()),
            ];
            let missing = needs.into_iter().filter(|(_, missing)| *missing);
            wrong.extend(missing.map(|(field, _)| ValueError::Missing { kind: "an option", field }));
        }
        if self.asset_class == AssetClass::Future && self.expiry.is_none() {
            wrong.push(ValueError::Missing { kind: "a future", field: "expiry" });
        }
        wrong
    }
}

/// An instrument of the workspace.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Instrument {
    /// Its identity.
    pub id: InstrumentId,
    /// What is said of it.
    #[serde(flatten)]
    pub fields: InstrumentFields,
}

fn check_form(scheme: &'static str, value: &str, len: usize) -> Result<(), ValueError> {
    if value.len() != len {
        return Err(identifier(scheme, value, "it has the wrong number of characters"));
    }
    if !value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        return Err(identifier(scheme, value, "only capital letters and digits are used"));
    }
    Ok(())
}

fn identifier(scheme: &'static str, value: &str, reason: &'static str) -> ValueError {
    ValueError::Identifier { scheme, value: value.to_owned(), reason }
}

/// ISO 6166: two letters, nine characters, and a Luhn check digit over letters expanded to two digits.
fn check_isin(value: &str) -> Result<(), ValueError> {
    check_form("ISIN", value, 12)?;
    if !value.bytes().take(2).all(|b| b.is_ascii_uppercase()) {
        return Err(identifier("ISIN", value, "it starts with two letters for the country"));
    }
    let digits: Vec<u32> = value
        .chars()
        .filter_map(|c| c.to_digit(36))
        .flat_map(|d| if d >= 10 { vec![d / 10, d % 10] } else { vec![d] })
        .collect();
    let sum: u32 =
        digits.iter().rev().enumerate().map(|(i, d)| if i % 2 == 1 { (d * 2) / 10 + (d * 2) % 10 } else { *d }).sum();
    if sum.is_multiple_of(10) { Ok(()) } else { Err(identifier("ISIN", value, "the check digit does not fit")) }
}

/// CUSIP: eight characters and a modulus-10 double-add-double check digit.
fn check_cusip(value: &str) -> Result<(), ValueError> {
    check_form("CUSIP", value, 9)?;
    let sum: u32 = value
        .chars()
        .take(8)
        .filter_map(|c| c.to_digit(36))
        .enumerate()
        .map(|(i, d)| if i % 2 == 1 { d * 2 } else { d })
        .map(|v| v / 10 + v % 10)
        .sum();
    let check = value.chars().nth(8).and_then(|c| c.to_digit(10));
    if check == Some((10 - sum % 10) % 10) {
        Ok(())
    } else {
        Err(identifier("CUSIP", value, "the check digit does not fit"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        for isin in ["US0378331005", "DE000BASF111", "GB0002634946", "AU0000XVGZA3"] {
            assert_eq!(check_isin(isin), Ok(()), "{isin}");
        }
        for isin in ["US0378331006", "0S0378331005", "US037833100", "us0378331005"] {
            assert!(check_isin(isin).is_err(), "{isin}");
        }
        assert_eq!(check_cusip("037833100"), Ok(()));
        assert_eq!(check_cusip("17275R102"), Ok(()));
        assert!(check_cusip("037833101").is_err());
    }

    #[test]
    fn an_option_needs_its_terms() {
        let mut option = InstrumentFields::plain("AAPL 240119C150", "Apple call", AssetClass::Option, Currency::USD);
        assert_eq!(option.check().len(), 3);
        option.expiry = NaiveDate::from_ymd_opt(2024, 1, 19);
        option.strike = Some(Decimal::from(150));
        option.option_right = Some(OptionRight::Call);
        assert_eq!(option.check(), vec![]);
        option.multiplier = Decimal::ZERO;
        assert_eq!(option.check()[0].field(), Some("multiplier"));
    }
}
