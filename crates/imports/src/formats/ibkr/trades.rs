//! The section of trades: shares and bonds, options, currencies.

use model::transaction::TransactionKind as Kind;
use rust_decimal::Decimal;

use super::{Line, Memory, Said};
use crate::{
    formats::draft::{Cash, Draft, Reject},
    refusal::quoted,
    sniff::folded,
    transactions::directory::InstrumentForm,
};

/// One line of Trades. Orders count; their executions and lots are details of them.
pub(super) fn trade(line: &Line<'_>, memory: &mut Memory) -> Result<Said, Reject> {
    match folded(line.text("DataDiscriminator")).as_str() {
        "order" => memory.orders = true,
        "trade" | "" if !memory.orders => {}
        "trade" | "execution" => return Ok(Said::PassOver("are executions of an order that has its own row")),
        "closedlot" | "washsale" => return Ok(Said::PassOver("are lots that a sale closed and were left out")),
        other => {
            return Err(Reject::unclear(format!(
                "a row of the sort {} takes back or explains another; check it by hand",
                quoted(other)
            ))
            .at("DataDiscriminator"));
        }
    }
    let class = folded(line.text("Asset Category"));
    if class.starts_with("forex") {
        return conversion(line);
    }
    let quantity = line.needed("Quantity")?;
    let mut d = Draft::new(side(quantity, line.text("Code"))?, line.date(&["Date/Time"])?);
    d.account = line.account();
    d.symbol = line.text("Symbol").to_owned();
    d.currency = line.text("Currency").to_owned();
    d.quantity = Some(quantity);
    d.price = line.number("T. Price")?;
    d.form = match class.as_str() {
        "stocks" => InstrumentForm::SHARE,
        "bonds" | "treasurybills" => InstrumentForm::Plain(model::instrument::AssetClass::Bond),
        "mutualfunds" => InstrumentForm::Plain(model::instrument::AssetClass::Fund),
        "crypto" | "cryptocurrency" | "cryptocurrencies" => {
            InstrumentForm::Plain(model::instrument::AssetClass::Crypto)
        }
        "equityandindexoptions" | "warrants" | "structuredproducts" => InstrumentForm::Unclear,
        other => {
            let reason = format!("trades of {} move no cash in the way of shares; enter them by hand", quoted(other));
            return Err(Reject::unclear(reason).at("Asset Category"));
        }
    };
    d.cash = line.number("Proceeds")?.map(Cash::Gross);
    let costs = commission(line)?;
    let mut drafts = Vec::new();
    if costs.currency.is_empty() || costs.currency == d.currency {
        d.fees = -costs.paid;
        if costs.paid > Decimal::ZERO {
            return Err(rebate(costs.paid));
        }
    } else {
        drafts.extend(costs.row(&d));
    }
    drafts.insert(0, d);
    Ok(Said::Rows(drafts))
}

fn rebate(paid: Decimal) -> Reject {
    Reject::unclear(format!("the commission of this trade is a rebate of {paid}; enter the trade by hand"))
        .at("Comm/Fee")
}

/// Opening sales are short sales, closing purchases cover them.
pub(in crate::formats) fn side(quantity: Decimal, code: &str) -> Result<Kind, Reject> {
    let codes: Vec<&str> = code.split([';', ',']).map(str::trim).collect();
    let (opens, closes) = (codes.contains(&"O"), codes.contains(&"C"));
    if codes.contains(&"Ca") {
        return Err(Reject::unclear("a cancelled trade takes back an earlier one; correct that one by hand").at("Code"));
    }
    Ok(match (quantity < Decimal::ZERO, opens, closes) {
        (_, true, true) => {
            let reason = "one trade that closes a position and opens the opposite one; enter it as two by hand";
            return Err(Reject::unclear(reason).at("Code"));
        }
        (false, _, true) => Kind::Cover,
        (false, _, false) => Kind::Buy,
        (true, true, _) => Kind::Short,
        (true, false, _) => Kind::Sell,
    })
}

/// A commission with its currency; below zero when paid.
struct Commission {
    paid: Decimal,
    currency: String,
}

impl Commission {
    /// A row of its own, for a commission in another currency than the trade.
    fn row(&self, trade: &Draft) -> Option<Draft> {
        let fee = Draft {
            cash: Some(Cash::Net(self.paid)),
            currency: self.currency.clone(),
            account: trade.account.clone(),
            note: format!("Commission of {} {}", trade.kind.as_str(), trade.symbol).trim().to_owned(),
            ..Draft::new(Kind::Fee, trade.date)
        };
        (!self.paid.is_zero()).then_some(fee)
    }
}

/// `Comm/Fee` is in the currency of the trade; `Comm in USD` says its own.
fn commission(line: &Line<'_>) -> Result<Commission, Reject> {
    if let Some(paid) = line.number("Comm/Fee")? {
        return Ok(Commission { paid, currency: String::new() });
    }
    let Some(name) = line.headers.iter().find(|h| h.starts_with("commin")) else {
        return Ok(Commission { paid: Decimal::ZERO, currency: String::new() });
    };
    let currency = name.trim_start_matches("commin").to_uppercase();
    Ok(Commission { paid: line.number(name)?.unwrap_or_default(), currency })
}

/// `EUR.USD`, −1000, proceeds 1080: a thousand euros became 1080 dollars.
fn conversion(line: &Line<'_>) -> Result<Said, Reject> {
    let unclear =
        |name: &str| Reject::unclear("a conversion whose two sides cannot be told; enter it by hand").at(name);
    let (base, quote) = line.text("Symbol").split_once('.').ok_or_else(|| unclear("Symbol"))?;
    let (units, paid) = (line.needed("Quantity")?, line.needed("Proceeds")?);
    if (units < Decimal::ZERO) == (paid < Decimal::ZERO) || line.text("Currency") != quote {
        return Err(unclear("Proceeds"));
    }
    let (out, into) =
        if units < Decimal::ZERO { ((units, base), (paid, quote)) } else { ((paid, quote), (units, base)) };
    let mut d = Draft::new(Kind::CurrencyConversion, line.date(&["Date/Time"])?);
    d.account = line.account();
    (d.cash, d.currency) = (Some(Cash::Gross(out.0)), out.1.to_owned());
    d.counter = Some((into.0, into.1.to_owned()));
    let costs = commission(line)?;
    let currency = if costs.currency.is_empty() { quote.to_owned() } else { costs.currency.clone() };
    if costs.paid > Decimal::ZERO {
        return Err(rebate(costs.paid));
    }
    let mut drafts = Vec::new();
    if currency == d.currency {
        d.fees = -costs.paid;
    } else {
        drafts.extend(
            Commission { currency, ..costs }.row(&Draft { symbol: line.text("Symbol").to_owned(), ..d.clone() }),
        );
    }
    drafts.insert(0, d);
    Ok(Said::Rows(drafts))
}
