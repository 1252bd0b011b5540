//! The sections of cash: dividends, taxes, interest, fees, payments, and the short "transaction history".

use model::transaction::TransactionKind as Kind;
use rust_decimal::Decimal;

use super::{Line, Said};
use crate::formats::{
    draft::{Cash, Draft, Reject},
    template::UNITS_MOVED,
};

fn row(line: &Line<'_>, kind: Kind) -> Result<Draft, Reject> {
    let mut d = Draft::new(kind, line.date(&["Date", "Settle Date", "Date/Time"])?);
    d.account = line.account();
    d.currency = line.text("Currency").to_owned();
    d.cash = Some(Cash::Net(line.needed("Amount")?));
    d.note = line.text("Description").to_owned();
    Ok(d)
}

/// "MPC(US56585A1025) Cash Dividend …": the symbol and the ISIN before the words.
pub(in crate::formats) fn security(description: &str) -> Option<(String, String)> {
    let (symbol, rest) = description.split_once('(')?;
    let (isin, _) = rest.split_once(')')?;
    let is_symbol = !symbol.trim().is_empty() && symbol.trim().len() <= 24;
    let is_code = (5..=12).contains(&isin.len()) && isin.bytes().all(|b| b.is_ascii_alphanumeric());
    (is_symbol && is_code).then(|| {
        let isin = if isin.len() == 12 { isin } else { "" };
        (symbol.trim().to_owned(), isin.to_owned())
    })
}

fn named(mut d: Draft, line: &Line<'_>) -> Result<Draft, Reject> {
    let (symbol, isin) = security(line.text("Description")).ok_or_else(|| {
        Reject::unclear("the description does not begin with a symbol; enter it by hand").at("Description")
    })?;
    (d.symbol, d.isin) = (symbol, isin);
    Ok(d)
}

pub(super) fn dividend(line: &Line<'_>) -> Result<Said, Reject> {
    let words = line.text("Description").to_ascii_lowercase();
    if words.contains("stock dividend") {
        return Err(Reject::unclear(UNITS_MOVED).at("Description"));
    }
    let kind = if words.contains("return of capital") { Kind::ReturnOfCapital } else { Kind::Dividend };
    Ok(Said::Rows(vec![named(row(line, kind)?, line)?]))
}

/// Tax at the source of a dividend, or of interest, which names no instrument.
pub(super) fn tax(line: &Line<'_>) -> Result<Said, Reject> {
    let d = row(line, Kind::Tax)?;
    let d = if security(line.text("Description")).is_some() { named(d, line)? } else { d };
    Ok(Said::Rows(vec![d]))
}

pub(super) fn interest(line: &Line<'_>) -> Result<Said, Reject> {
    Ok(Said::Rows(vec![row(line, Kind::Interest)?]))
}

pub(super) fn fee(line: &Line<'_>) -> Result<Said, Reject> {
    Ok(Said::Rows(vec![row(line, Kind::Fee)?]))
}

pub(super) fn deposit(line: &Line<'_>) -> Result<Said, Reject> {
    Ok(Said::Rows(vec![row(line, Kind::Deposit)?]))
}

/// A line of the short statement that has one table: amounts are in the base currency, prices in the instrument's.
pub(super) fn history(line: &Line<'_>) -> Result<Said, Reject> {
    let said = line.text("Transaction Type").to_ascii_lowercase();
    let kind = match said.as_str() {
        "buy" => Kind::Buy,
        "sell" => Kind::Sell,
        "dividend" | "payment in lieu" => Kind::Dividend,
        "foreign tax withholding" => Kind::Tax,
        "credit interest" | "debit interest" | "investment interest received" | "investment interest paid" => {
            Kind::Interest
        }
        "deposit" | "withdrawal" | "electronic fund transfer" => Kind::Deposit,
        "other fee" | "fee" => Kind::Fee,
        "adjustment" => {
            return Ok(Said::PassOver("are translations of the statement into its base currency and were left out"));
        }
        "forex trade component" => {
            return Err(Reject::unclear(
                "a conversion of which this statement says one side only; use the activity statement or a Flex query",
            )
            .at("Transaction Type"));
        }
        _ => return Err(Reject::unclear("a kind of row that is not known; enter it by hand").at("Transaction Type")),
    };
    let mut d = Draft::new(kind, line.date(&["Date"])?);
    d.account = line.account();
    d.currency = line.base.to_owned();
    d.note = line.text("Description").to_owned();
    if !matches!(kind, Kind::Deposit | Kind::Interest | Kind::Fee) {
        d.symbol = line.text("Symbol").to_owned();
    }
    if matches!(kind, Kind::Buy | Kind::Sell) {
        d.quantity = Some(line.needed("Quantity")?);
        d.fees = line.number("Commission")?.unwrap_or(Decimal::ZERO).abs();
        d.cash = Some(Cash::Gross(line.needed("Gross Amount")?));
    } else {
        d.cash = Some(Cash::Net(line.needed("Net Amount")?));
    }
    Ok(Said::Rows(vec![d]))
}
