//! Rows of Binance's answers.

use model::{
    order::{OrderTerms, Side, event::OrderStatus, fill::Liquidity},
    quantity::Quantity,
    time::Timestamp,
};
use rust_decimal::Decimal;
use serde::{Deserialize, de::IgnoredAny};
use venues::sample;

use crate::{
    Cash, Execution, Fee, Holding, OrderReport, VenueStatus, Whose,
    read::{Epoch, Id, Num, Obj, price, side, units, zero_or_more},
};

/// A refusal.
#[derive(Deserialize)]
pub(super) struct Refusal {
    pub(super) code: i64,
    pub(super) msg: String,
}

/// That an order has arrived.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Acknowledgement {
    pub(super) order_id: Id,
    pub(super) client_order_id: String,
    /// Only what is canceled has that of before.
    #[serde(default)]
    pub(super) orig_client_order_id: Option<IgnoredAny>,
}

/// That an order is canceled.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CanceledRow {
    pub(super) orig_client_order_id: String,
    pub(super) status: String,
}

/// An order.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OrderRow {
    symbol: String,
    order_id: Id,
    client_order_id: String,
    price: Num,
    orig_qty: Num,
    executed_qty: Num,
    cummulative_quote_qty: Num,
    status: String,
    #[serde(rename = "type")]
    kind: String,
    side: String,
    #[serde(default)]
    stop_price: Option<Num>,
    time: Epoch,
}

impl OrderRow {
    pub(super) fn report(&self) -> Result<OrderReport, String> {
        let filled = zero_or_more("executedQty", self.executed_qty)?;
        // Below zero where the broker does not know it: orders of long ago.
        let quote = Some(self.cummulative_quote_qty.0).filter(|quote| *quote > Decimal::ZERO);
        Ok(OrderReport {
            whose: Whose::of(Some(&self.client_order_id)),
            venue_order_id: self.order_id.0.clone(),
            symbol: sample(&self.symbol),
            side: side(&self.side)?,
            status: status(&self.status),
            quantity: Some(units("origQty", self.orig_qty)?),
            filled: Quantity::new(filled),
            average_price: quote.and_then(|quote| quote.checked_div(filled)),
            terms: terms(&self.kind, self.price, self.stop_price),
            replaced_by: None,
            at: Some(self.time.0),
        })
    }
}

/// The words of a status, in answers and on the stream.
pub(super) fn status(word: &str) -> VenueStatus {
    VenueStatus::Known(match word {
        "NEW" | "PENDING_NEW" => OrderStatus::Accepted,
        "PARTIALLY_FILLED" => OrderStatus::PartiallyFilled,
        "FILLED" => OrderStatus::Filled,
        "CANCELED" => OrderStatus::Canceled,
        "PENDING_CANCEL" => OrderStatus::PendingCancel,
        "REJECTED" => OrderStatus::Rejected,
        "EXPIRED" | "EXPIRED_IN_MATCH" => OrderStatus::Expired,
        other => return VenueStatus::Unheard(sample(other)),
    })
}

/// `None` for a type that has no word here. Zero is how Binance writes that there is no price.
fn terms(kind: &str, limit: Num, stop: Option<Num>) -> Option<OrderTerms> {
    let limit = price("price", limit).ok();
    let stop = stop.and_then(|stop| price("stopPrice", stop).ok());
    match kind {
        "MARKET" => Some(OrderTerms::Market),
        "LIMIT" => limit.map(|limit| OrderTerms::Limit { limit }),
        "STOP_LOSS" => stop.map(|stop| OrderTerms::Stop { stop }),
        "STOP_LOSS_LIMIT" => stop.zip(limit).map(|(stop, limit)| OrderTerms::StopLimit { stop, limit }),
        _ => None,
    }
}

/// A trade of ours.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TradeRow {
    symbol: String,
    id: u64,
    order_id: Id,
    price: Num,
    qty: Num,
    commission: Num,
    commission_asset: String,
    time: Epoch,
    is_buyer: bool,
    is_maker: bool,
}

/// What a fill is made of, in answers and on the stream.
pub(super) struct TradeParts<'a> {
    pub(super) whose: Whose,
    pub(super) venue_order_id: &'a str,
    pub(super) symbol: &'a str,
    pub(super) trade: u64,
    pub(super) side: Side,
    pub(super) quantity: Num,
    pub(super) price: Num,
    pub(super) fee: Option<Fee>,
    pub(super) is_maker: bool,
    pub(super) at: Timestamp,
    pub(super) cumulative: Option<Decimal>,
}

impl TradeParts<'_> {
    pub(super) fn execution(self) -> Result<Execution, String> {
        let id = format!("{}-{}", self.symbol, self.trade);
        Ok(Execution {
            whose: self.whose,
            venue_order_id: self.venue_order_id.to_owned(),
            execution_id: id.parse().map_err(|_| format!("{} makes no execution id", sample(&id)))?,
            symbol: sample(self.symbol),
            side: self.side,
            quantity: units("qty", self.quantity)?,
            price: price("price", self.price)?,
            fee: self.fee,
            liquidity: Some(if self.is_maker { Liquidity::Maker } else { Liquidity::Taker }),
            at: self.at,
            cumulative: self.cumulative,
        })
    }
}

impl TradeRow {
    pub(super) fn execution(&self) -> Result<Execution, String> {
        let fee = Fee { amount: self.commission.0, asset: sample(&self.commission_asset) };
        TradeParts {
            whose: Whose::Untold,
            venue_order_id: &self.order_id.0,
            symbol: &self.symbol,
            trade: self.id,
            side: if self.is_buyer { Side::Buy } else { Side::Sell },
            quantity: self.qty,
            price: self.price,
            fee: Some(fee),
            is_maker: self.is_maker,
            at: self.time.0,
            cumulative: None,
        }
        .execution()
    }

    /// The first number after it.
    pub(super) const fn after(&self) -> u64 {
        self.id.saturating_add(1)
    }
}

/// The account.
#[derive(Deserialize)]
pub(super) struct Balances {
    balances: Vec<Obj<Balance>>,
}

#[derive(Deserialize)]
struct Balance {
    asset: String,
    free: Num,
    locked: Num,
}

impl Balance {
    fn total(&self) -> Result<Decimal, String> {
        let (free, locked) = (zero_or_more("free", self.free)?, zero_or_more("locked", self.locked)?);
        free.checked_add(locked).ok_or_else(|| "a balance beyond all sense".to_owned())
    }
}

impl Balances {
    pub(super) fn holdings(&self) -> Result<Vec<Holding>, String> {
        let holding = |row: &Obj<Balance>| {
            Ok(Holding { symbol: sample(&row.asset), quantity: Quantity::new(row.total()?), average_price: None })
        };
        self.balances.iter().map(holding).collect()
    }

    pub(super) fn cash(&self) -> Result<Vec<Cash>, String> {
        let cash = |row: &Obj<Balance>| {
            Ok(Cash { currency: sample(&row.asset), total: row.total()?, available: Some(row.free.0) })
        };
        self.balances.iter().map(cash).collect()
    }
}
