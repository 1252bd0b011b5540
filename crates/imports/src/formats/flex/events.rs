//! What the elements of a Flex statement mean.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use model::{
    instrument::{AssetClass, OptionRight},
    transaction::TransactionKind as Kind,
};
use rust_decimal::Decimal;

use super::{Element, Said};
use crate::{
    formats::{
        draft::{Cash, Draft, Reject},
        ibkr::{side, split_ratio},
        template::UNITS_MOVED,
    },
    refusal::quoted,
    transactions::directory::{InstrumentForm, OptionTerms},
};

pub(super) const DETAIL: &str = "repeat what executions say (lots, orders, summaries) and were left out";

fn row(e: &Element, kind: Kind, dates: &[&str]) -> Result<Draft, Reject> {
    let mut d = Draft::new(kind, e.date(dates)?);
    d.account = e.account();
    e.text("currency").clone_into(&mut d.currency);
    Ok(d)
}

fn name(d: &mut Draft, e: &Element) {
    e.text("symbol").clone_into(&mut d.symbol);
    e.text("isin").clone_into(&mut d.isin);
    e.text("description").chars().take(200).collect::<String>().clone_into(&mut d.name);
    d.form = form(e);
}

fn form(e: &Element) -> InstrumentForm {
    match e.text("assetCategory") {
        "" | "STK" => InstrumentForm::SHARE,
        "BOND" | "BILL" => InstrumentForm::Plain(AssetClass::Bond),
        "FUND" => InstrumentForm::Plain(AssetClass::Fund),
        "CRYPTO" => InstrumentForm::Plain(AssetClass::Crypto),
        "OPT" => option(e).map_or(InstrumentForm::Unclear, InstrumentForm::Option),
        _ => InstrumentForm::Unclear,
    }
}

fn option(e: &Element) -> Option<OptionTerms> {
    let right = match e.text("putCall") {
        "C" => OptionRight::Call,
        "P" => OptionRight::Put,
        _ => return None,
    };
    let (strike, multiplier) = (e.number("strike").ok()??, e.number("multiplier").ok()??);
    Some(OptionTerms { expiry: e.parsed(e.text("expiry"))?, strike, right, multiplier })
}

/// One execution.
pub(super) fn trade(e: &Element) -> Result<Said, Reject> {
    match e.text("levelOfDetail") {
        "" | "EXECUTION" => {}
        "ORDER" => {
            let reason =
                "an order without its executions; choose Executions among the options of Trades in the Flex query";
            return Err(Reject::unclear(reason).at("levelOfDetail"));
        }
        _ => return Ok(Said::PassOver(DETAIL)),
    }
    if e.text("buySell").contains("Ca.") || e.text("transactionType") == "TradeCancel" {
        let reason = "a cancelled trade takes back an earlier one; correct that one by hand";
        return Err(Reject::new("reversal", reason).at("buySell"));
    }
    let quantity = e.needed("quantity")?;
    if e.text("assetCategory") == "CASH" {
        return conversion(e, quantity);
    }
    if ["FUT", "FOP", "CFD", "FSFOP"].contains(&e.text("assetCategory")) {
        let reason =
            format!("trades of {} move no cash in the way of shares; enter them by hand", e.text("assetCategory"));
        return Err(Reject::unclear(reason).at("assetCategory"));
    }
    let signed = match e.text("buySell") {
        "SELL" => -quantity.abs(),
        "BUY" => quantity.abs(),
        _ => quantity,
    };
    let kind = side(signed, e.first(&["openCloseIndicator", "notes"]))?;
    let mut d = row(e, kind, &["tradeDate", "dateTime"])?;
    name(&mut d, e);
    d.settlement = e.parsed(e.text("settleDateTarget"));
    d.quantity = Some(quantity);
    d.price = e.number("tradePrice")?;
    d.taxes = e.number("taxes")?.unwrap_or_default();
    d.cash = e.number("proceeds")?.map(Cash::Gross);
    d.reference = reference(e).to_owned();
    let mut drafts = Vec::new();
    let paid = e.number("ibCommission")?.unwrap_or_default();
    if paid > Decimal::ZERO {
        let reason = format!("the commission of this trade is a rebate of {paid}; enter the trade by hand");
        return Err(Reject::unclear(reason).at("ibCommission"));
    }
    let currency = e.text("ibCommissionCurrency");
    if currency.is_empty() || currency == d.currency {
        d.fees = paid;
    } else if !paid.is_zero() {
        drafts.push(commission(&d, paid, currency));
    }
    drafts.insert(0, d);
    Ok(Said::Rows(drafts))
}

fn reference(e: &Element) -> &str {
    e.first(&["ibExecID", "tradeID", "transactionID"])
}

/// A commission in another currency than its trade is a row of its own.
fn commission(trade: &Draft, paid: Decimal, currency: &str) -> Draft {
    Draft {
        account: trade.account.clone(),
        cash: Some(Cash::Net(paid)),
        currency: currency.to_owned(),
        reference: if trade.reference.is_empty() { String::new() } else { format!("commission:{}", trade.reference) },
        note: format!("Commission of {} {}", trade.kind.as_str().replace('_', " "), trade.symbol).trim().to_owned(),
        ..Draft::new(Kind::Fee, trade.date)
    }
}

/// `EUR.USD`: base and quote.
fn conversion(e: &Element, units: Decimal) -> Result<Said, Reject> {
    let unclear = || Reject::unclear("a conversion whose two sides cannot be told; enter it by hand").at("symbol");
    let (base, quote) = e.text("symbol").split_once('.').ok_or_else(unclear)?;
    let paid = e.needed("proceeds")?;
    if (units < Decimal::ZERO) == (paid < Decimal::ZERO) || e.text("currency") != quote {
        return Err(unclear());
    }
    let (out, into) =
        if units < Decimal::ZERO { ((units, base), (paid, quote)) } else { ((paid, quote), (units, base)) };
    let mut d = row(e, Kind::CurrencyConversion, &["tradeDate", "dateTime"])?;
    (d.cash, d.currency) = (Some(Cash::Gross(out.0)), out.1.to_owned());
    d.counter = Some((into.0, into.1.to_owned()));
    d.reference = reference(e).to_owned();
    let paid = e.number("ibCommission")?.unwrap_or_default();
    let currency = match e.text("ibCommissionCurrency") {
        "" => quote.to_owned(),
        said => said.to_owned(),
    };
    let mut drafts = Vec::new();
    if currency == d.currency {
        d.fees = paid;
    } else if !paid.is_zero() {
        drafts.push(commission(&d, paid, &currency));
    }
    drafts.insert(0, d);
    Ok(Said::Rows(drafts))
}

/// A movement of cash.
pub(super) fn cash(e: &Element) -> Result<Said, Reject> {
    if e.text("levelOfDetail") == "SUMMARY" || e.text("currency") == "BASE_SUMMARY" {
        return Ok(Said::PassOver(DETAIL));
    }
    let amount = e.needed("amount")?;
    let kind = match e.text("type") {
        "Deposits/Withdrawals" | "Deposits & Withdrawals" | "Deposits" | "Withdrawals" => Kind::Deposit,
        "Dividends" if is_return_of_capital(e) => Kind::ReturnOfCapital,
        "Dividends" | "Payment In Lieu Of Dividends" => Kind::Dividend,
        "Withholding Tax" | "871(m) Withholding" | "Sales Tax" => Kind::Tax,
        "Broker Interest Paid" | "Broker Interest Received" | "Bond Interest Paid" | "Bond Interest Received" => {
            Kind::Interest
        }
        "Other Fees" | "Advisor Fees" | "Broker Fees" | "Commission Adjustments" => Kind::Fee,
        other => {
            let reason = format!("{} is not a known kind of cash transaction; enter it by hand", quoted(other));
            return Err(Reject::new("kind_unknown", reason).at("type"));
        }
    };
    let mut d = row(e, kind, &["dateTime", "settleDate", "reportDate", "date"])?;
    d.cash = Some(Cash::Net(amount));
    e.text("transactionID").clone_into(&mut d.reference);
    e.text("description").clone_into(&mut d.note);
    if kind != Kind::Deposit {
        name(&mut d, e);
        d.name.clear(); // the description tells of the payment, not of the instrument
    }
    Ok(Said::Rows(vec![d]))
}

fn is_return_of_capital(e: &Element) -> bool {
    e.text("description").to_ascii_lowercase().contains("return of capital")
}

/// A split; other actions do not say their terms in full.
pub(super) fn corporate_action(
    e: &Element,
    splits: &mut BTreeSet<(String, NaiveDate, String)>,
) -> Result<Said, Reject> {
    let words = [e.text("actionDescription"), e.text("description")];
    let ratio = words.iter().find_map(|w| split_ratio(w)).filter(|_| ["FS", "RS", ""].contains(&e.text("type")));
    let Some(ratio) = ratio else {
        let short: String = words.concat().chars().take(120).collect();
        let reason =
            format!("a corporate action whose terms a statement does not say in full ({short}); add it by hand");
        return Err(Reject::unclear(reason).at("type"));
    };
    let mut d = row(e, Kind::Split, &["dateTime", "reportDate"])?;
    name(&mut d, e);
    d.name.clear();
    d.ratio = Some(ratio);
    e.first(&["actionDescription", "description"]).clone_into(&mut d.note);
    let action = e.first(&["actionID", "symbol"]).to_owned();
    if !splits.insert((d.account.clone(), d.date, action.clone())) {
        return Ok(Said::PassOver("are the other side of a split that has its own row"));
    }
    d.reference = e.first(&["actionID", "transactionID"]).to_owned();
    Ok(Said::Rows(vec![d]))
}

/// A transfer to another account of the same owner; the sending side says it.
pub(super) fn transfer(e: &Element) -> Result<Said, Reject> {
    let (is_internal, is_out) = (e.text("type") == "INTERNAL", e.text("direction") == "OUT");
    let other = e.text("account");
    if !is_internal || other.is_empty() {
        return Err(Reject::unclear(UNITS_MOVED).at("type"));
    }
    if !is_out {
        let reason = "the sending account's statement says this transfer; import that one";
        return Err(Reject::unclear(reason).at("direction"));
    }
    let mut d = row(e, Kind::Transfer, &["date", "dateTime", "reportDate"])?;
    other.clone_into(&mut d.counter_account);
    e.text("transactionID").clone_into(&mut d.reference);
    let moved = e.number("cashTransfer")?.filter(|c| !c.is_zero());
    match moved {
        Some(cash) => d.cash = Some(Cash::Gross(cash)),
        None => {
            name(&mut d, e);
            d.quantity = Some(e.needed("quantity")?);
        }
    }
    Ok(Said::Rows(vec![d]))
}
