//! Rows of Kraken's answers.

use std::collections::BTreeMap;

use model::{
    order::{OrderTerms, event::OrderStatus},
    quantity::Quantity,
    time::Timestamp,
};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::Deserialize;
use venues::sample;

use crate::{
    Cash, Execution, Fee, Holding, OrderReport, VenueStatus, Whose,
    read::{Num, Obj, parse, price, side, units, zero_or_more},
};

/// What an answer says.
pub(super) enum Said<T> {
    /// The result.
    Good(T),
    /// A refusal that decides something.
    Refused(String),
}

#[derive(Deserialize)]
struct Envelope<T> {
    error: Vec<String>,
    result: Option<Obj<T>>,
}

/// What an answer says.
///
/// # Errors
/// When it is no answer, or one that says that the broker could not answer.
pub(super) fn said<'a, T: Deserialize<'a>>(text: &'a str) -> Result<Said<T>, String> {
    #[derive(Deserialize)]
    struct Errors {
        error: Vec<String>,
    }
    let Errors { error } = parse(text)?;
    let Some(first) = error.first() else {
        let said: Envelope<T> = parse(text)?;
        debug_assert!(said.error.is_empty());
        return said.result.map(|result| Said::Good(result.0)).ok_or_else(|| "an answer without a result".to_owned());
    };
    let reason = sample(&error.join(", "));
    let decides =
        ["EOrder:", "ETrade:", "EQuery:", "EAPI:Invalid", "EAPI:Feature", "EGeneral:Invalid", "EGeneral:Permission"];
    let is_busy = error.iter().any(|one| one.contains("Rate limit") || one.contains("Timeout"));
    if error.len() == 1 && !is_busy && decides.iter().any(|begin| first.starts_with(begin)) {
        Ok(Said::Refused(reason))
    } else {
        Err(reason)
    }
}

/// A number of an order as Kraken gives them: `OUF4EM-FRGI2-MQMWZD`.
fn is_number(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [6, 5, 6] && parts.iter().all(|p| p.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()))
}

#[derive(Deserialize)]
pub(super) struct Added {
    txid: Vec<String>,
}

impl Added {
    pub(super) fn number(self) -> Result<String, String> {
        match <[String; 1]>::try_from(self.txid) {
            Ok([number]) if is_number(&number) => Ok(number),
            _ => Err("an answer without one number of an order".to_owned()),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct CanceledCount {
    pub(super) count: u32,
}

#[derive(Deserialize)]
pub(super) struct Amended {
    #[serde(rename = "amend_id")]
    _amend_id: String,
}

#[derive(Deserialize)]
pub(super) struct Token {
    pub(super) token: String,
}

#[derive(Deserialize)]
pub(super) struct Opened {
    open: BTreeMap<String, Obj<OrderRow>>,
}

impl Opened {
    pub(super) fn reports(&self) -> Result<Vec<OrderReport>, String> {
        self.open.iter().map(|(number, row)| row.report(number)).collect()
    }
}

/// Orders by number.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Orders(BTreeMap<String, Obj<OrderRow>>);

impl Orders {
    pub(super) fn reports(&self) -> Result<Vec<OrderReport>, String> {
        self.0.iter().map(|(number, row)| row.report(number)).collect()
    }
}

#[derive(Deserialize)]
pub(super) struct OrderRow {
    #[serde(default)]
    cl_ord_id: Option<String>,
    status: String,
    opentm: Num,
    descr: Obj<Description>,
    vol: Num,
    vol_exec: Num,
    cost: Num,
}

#[derive(Deserialize)]
struct Description {
    pair: String,
    #[serde(rename = "type")]
    side: String,
    ordertype: String,
    price: Num,
    price2: Num,
}

impl Description {
    /// `None` for a type that has no word here.
    fn terms(&self) -> Option<OrderTerms> {
        let (first, second) = (price("price", self.price).ok(), price("price2", self.price2).ok());
        match self.ordertype.as_str() {
            "market" => Some(OrderTerms::Market),
            "limit" => first.map(|limit| OrderTerms::Limit { limit }),
            "stop-loss" => first.map(|stop| OrderTerms::Stop { stop }),
            "stop-loss-limit" => first.zip(second).map(|(stop, limit)| OrderTerms::StopLimit { stop, limit }),
            _ => None,
        }
    }
}

impl OrderRow {
    fn report(&self, number: &str) -> Result<OrderReport, String> {
        if !is_number(number) {
            return Err(format!("\"{}\" is no number of an order", sample(number)));
        }
        let filled = zero_or_more("vol_exec", self.vol_exec)?;
        let status = VenueStatus::Known(match self.status.as_str() {
            "pending" | "open" if filled.is_zero() => OrderStatus::Accepted,
            "open" => OrderStatus::PartiallyFilled,
            "closed" => OrderStatus::Filled,
            "canceled" => OrderStatus::Canceled,
            "expired" => OrderStatus::Expired,
            other => return Err(format!("the status \"{}\"", sample(other))),
        });
        Ok(OrderReport {
            whose: Whose::of(self.cl_ord_id.as_deref()),
            venue_order_id: number.to_owned(),
            symbol: pair(&self.descr.pair),
            side: side(&self.descr.side)?,
            status,
            quantity: Some(units("vol", self.vol)?),
            filled: Quantity::new(filled),
            average_price: Some(self.cost.0).filter(|cost| !cost.is_zero()).and_then(|cost| cost.checked_div(filled)),
            terms: self.descr.terms(),
            replaced_by: None,
            at: Some(seconds(self.opentm)?),
        })
    }
}

/// Seconds since the epoch, with a fraction.
fn seconds(number: Num) -> Result<Timestamp, String> {
    let micros = number.0.checked_mul(Decimal::from(1_000_000)).and_then(|micros| micros.trunc().to_i64());
    micros.filter(|micros| *micros > 0).map(Timestamp::from_micros).ok_or_else(|| format!("{} is no time", number.0))
}

#[derive(Deserialize)]
pub(super) struct Trades {
    trades: BTreeMap<String, Obj<TradeRow>>,
}

impl Trades {
    /// Oldest first.
    pub(super) fn executions(&self) -> Result<Vec<Execution>, String> {
        let mut all: Vec<Execution> =
            self.trades.iter().map(|(id, row)| row.execution(id)).collect::<Result<_, String>>()?;
        all.sort_by_key(|execution| (execution.at, execution.execution_id));
        Ok(all)
    }
}

#[derive(Deserialize)]
struct TradeRow {
    ordertxid: String,
    pair: String,
    time: Num,
    #[serde(rename = "type")]
    side: String,
    price: Num,
    fee: Num,
    vol: Num,
}

impl TradeRow {
    fn execution(&self, id: &str) -> Result<Execution, String> {
        let symbol = pair(&self.pair);
        // Fees are in what the price is in.
        let asset = symbol.rsplit_once('/').map(|(_, quote)| quote.to_owned());
        let asset = asset.ok_or_else(|| format!("the pair \"{symbol}\", whose currency is not known"))?;
        Ok(Execution {
            whose: Whose::Untold,
            venue_order_id: sample(&self.ordertxid),
            execution_id: id.parse().map_err(|_| "an execution id of a form that is not known".to_owned())?,
            side: side(&self.side)?,
            quantity: units("vol", self.vol)?,
            price: price("price", self.price)?,
            fee: Some(Fee { amount: self.fee.0, asset }),
            liquidity: None,
            at: seconds(self.time)?,
            symbol,
            cumulative: None,
        })
    }
}

#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Balances(BTreeMap<String, Obj<Balance>>);

#[derive(Deserialize)]
struct Balance {
    balance: Num,
    hold_trade: Num,
}

impl Balances {
    pub(super) fn holdings(&self) -> Vec<Holding> {
        let holding = |(name, row): (&String, &Obj<Balance>)| Holding {
            symbol: asset(name),
            quantity: Quantity::new(row.balance.0),
            average_price: None,
        };
        self.0.iter().map(holding).collect()
    }

    pub(super) fn cash(&self) -> Result<Vec<Cash>, String> {
        let cash = |(name, row): (&String, &Obj<Balance>)| {
            let available = row.balance.0.checked_sub(row.hold_trade.0).ok_or("a balance beyond all sense")?;
            Ok(Cash { currency: asset(name), total: row.balance.0, available: Some(available) })
        };
        self.0.iter().map(cash).collect()
    }
}

/// An asset by its usual name: `ZUSD` is the dollar, `XXBT` is Bitcoin.
fn asset(name: &str) -> String {
    let short = match name.as_bytes() {
        [b'X' | b'Z', _, _, _] => &name[1..],
        _ => name,
    };
    match short {
        "XBT" => "BTC".to_owned(),
        "XDG" => "DOGE".to_owned(),
        other => sample(other),
    }
}

/// A pair as the stream writes it, `BTC/USD`, where that can be told from its long or short name.
fn pair(name: &str) -> String {
    if let Some((base, quote)) = name.split_once('/') {
        return format!("{}/{}", asset(base), asset(quote));
    }
    let split = |at: usize| format!("{}/{}", asset(&name[..at]), asset(&name[at..]));
    if let [b'X' | b'Z', _, _, _, b'X' | b'Z', _, _, _] = name.as_bytes()
        && name.is_ascii()
    {
        return split(4);
    }
    let quotes = ["USDT", "USDC", "USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD", "XBT", "ETH"];
    match quotes.into_iter().find(|quote| name.ends_with(quote) && name.len() > quote.len() && name.is_ascii()) {
        Some(quote) => split(name.len() - quote.len()),
        None => sample(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_have_one_name() {
        for (name, one) in [
            ("XXBTZUSD", "BTC/USD"),
            ("XBTUSD", "BTC/USD"),
            ("XBT/USD", "BTC/USD"),
            ("BTC/USD", "BTC/USD"),
            ("SOLUSDT", "SOL/USDT"),
            ("XETHXXBT", "ETH/BTC"),
            ("XDGEUR", "DOGE/EUR"),
            ("ODD", "ODD"),
        ] {
            assert_eq!(pair(name), one, "{name}");
        }
    }
}
