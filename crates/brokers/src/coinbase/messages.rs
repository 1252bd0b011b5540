//! Rows of Coinbase's answers.

use std::collections::BTreeMap;

use model::{
    order::{OrderTerms, event::OrderStatus, fill::Liquidity},
    quantity::Quantity,
};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::value::RawValue;
use venues::sample;

use crate::{
    Cash, Execution, Fee, Holding, OrderReport, Page, VenueStatus, Whose,
    read::{At, Id, Num, Obj, price, side, units, zero_or_more},
};

/// A refusal.
#[derive(Deserialize)]
pub(super) struct Refusal {
    pub(super) error: String,
    pub(super) message: String,
}

/// The answer to placing.
#[derive(Deserialize)]
pub(super) struct Answer<'a> {
    pub(super) success: bool,
    pub(super) success_response: Option<Obj<Success>>,
    #[serde(borrow)]
    pub(super) error_response: Option<&'a RawValue>,
}

#[derive(Deserialize)]
pub(super) struct Success {
    pub(super) order_id: Id,
    pub(super) client_order_id: String,
}

/// The answer to canceling.
#[derive(Deserialize)]
pub(super) struct Results {
    pub(super) results: Vec<Obj<CancelResult>>,
}

#[derive(Deserialize)]
pub(super) struct CancelResult {
    pub(super) success: bool,
    pub(super) failure_reason: String,
    pub(super) order_id: Id,
}

/// The answer to changing.
#[derive(Deserialize)]
pub(super) struct Edited {
    pub(super) success: bool,
    pub(super) errors: Vec<Obj<EditError>>,
}

#[derive(Deserialize)]
pub(super) struct EditError {
    #[serde(default)]
    edit_failure_reason: Option<String>,
}

impl EditError {
    pub(super) fn reason(&self) -> Option<String> {
        self.edit_failure_reason.as_deref().map(sample).filter(|reason| !reason.contains("UNKNOWN"))
    }
}

#[derive(Deserialize)]
pub(super) struct One {
    pub(super) order: Obj<OrderRow>,
}

#[derive(Deserialize)]
pub(super) struct Orders {
    orders: Vec<Obj<OrderRow>>,
    has_next: bool,
    cursor: String,
}

/// What to ask for next.
fn next(has_next: bool, cursor: &str) -> Result<Option<String>, String> {
    match (has_next, cursor.is_empty()) {
        (false, _) => Ok(None),
        (true, false) => Ok(Some(cursor.to_owned())),
        (true, true) => Err("a list that goes on and does not say where".to_owned()),
    }
}

impl Orders {
    pub(super) fn page(&self) -> Result<Page<OrderReport>, String> {
        let rows = self.orders.iter().map(|row| row.report()).collect::<Result<_, _>>()?;
        Ok(Page { rows, next: next(self.has_next, &self.cursor)? })
    }
}

#[derive(Deserialize)]
pub(super) struct OrderRow {
    order_id: Id,
    client_order_id: String,
    product_id: String,
    side: String,
    status: String,
    created_time: At,
    filled_size: Num,
    average_filled_price: Num,
    order_configuration: BTreeMap<String, Obj<Configuration>>,
}

#[derive(Deserialize)]
struct Configuration {
    #[serde(default)]
    base_size: Option<Num>,
    #[serde(default)]
    limit_price: Option<Num>,
    #[serde(default)]
    stop_price: Option<Num>,
}

impl OrderRow {
    pub(super) fn report(&self) -> Result<OrderReport, String> {
        let filled = zero_or_more("filled_size", self.filled_size)?;
        let one = self.order_configuration.iter().next().filter(|_| self.order_configuration.len() == 1);
        let (name, terms) = one.ok_or("an order that has not one configuration")?;
        let limit = terms.limit_price.and_then(|limit| price("limit_price", limit).ok());
        let stop = terms.stop_price.and_then(|stop| price("stop_price", stop).ok());
        let terms_of = match name.as_str() {
            "market_market_ioc" => Some(OrderTerms::Market),
            "limit_limit_gtc" | "limit_limit_gtd" | "limit_limit_fok" | "sor_limit_ioc" => {
                limit.map(|limit| OrderTerms::Limit { limit })
            }
            "stop_limit_stop_limit_gtc" | "stop_limit_stop_limit_gtd" => {
                stop.zip(limit).map(|(stop, limit)| OrderTerms::StopLimit { stop, limit })
            }
            _ => None,
        };
        let status = VenueStatus::Known(match self.status.as_str() {
            "PENDING" => OrderStatus::Accepted,
            "OPEN" if filled.is_zero() => OrderStatus::Accepted,
            "OPEN" => OrderStatus::PartiallyFilled,
            "FILLED" => OrderStatus::Filled,
            "CANCELLED" => OrderStatus::Canceled,
            "EXPIRED" => OrderStatus::Expired,
            "FAILED" => OrderStatus::Rejected,
            "CANCEL_QUEUED" => OrderStatus::PendingCancel,
            "EDIT_QUEUED" => OrderStatus::PendingReplace,
            _ => return self.told(VenueStatus::Unheard(sample(&self.status)), filled, terms_of, terms),
        });
        self.told(status, filled, terms_of, terms)
    }

    fn told(
        &self,
        status: VenueStatus,
        filled: Decimal,
        terms: Option<OrderTerms>,
        configuration: &Configuration,
    ) -> Result<OrderReport, String> {
        Ok(OrderReport {
            whose: Whose::of(Some(&self.client_order_id)),
            venue_order_id: self.order_id.0.clone(),
            symbol: sample(&self.product_id),
            side: side(&self.side)?,
            status,
            quantity: configuration.base_size.map(|size| units("base_size", size)).transpose()?,
            filled: Quantity::new(filled),
            average_price: Some(self.average_filled_price.0).filter(|_| !filled.is_zero()),
            terms,
            replaced_by: None,
            at: Some(self.created_time.0),
        })
    }
}

#[derive(Deserialize)]
pub(super) struct Fills {
    fills: Vec<Obj<FillRow>>,
    cursor: String,
}

#[derive(Deserialize)]
struct FillRow {
    trade_id: Id,
    order_id: Id,
    trade_time: At,
    trade_type: String,
    price: Num,
    size: Num,
    commission: Num,
    product_id: String,
    liquidity_indicator: String,
    size_in_quote: bool,
    side: String,
}

impl Fills {
    pub(super) fn page(&self) -> Result<Page<Execution>, String> {
        let rows = self.fills.iter().map(|row| row.execution()).collect::<Result<_, _>>()?;
        Ok(Page { rows, next: next(!self.cursor.is_empty(), &self.cursor)? })
    }
}

impl FillRow {
    fn execution(&self) -> Result<Execution, String> {
        if self.trade_type != "FILL" || self.size_in_quote {
            return Err(format!("a {} of trade {} that is no plain fill", sample(&self.trade_type), self.trade_id.0));
        }
        // Commissions are in what the price is in.
        let (_, quote) = self.product_id.rsplit_once('-').ok_or("a product without a currency")?;
        Ok(Execution {
            whose: Whose::Untold,
            venue_order_id: self.order_id.0.clone(),
            execution_id: self
                .trade_id
                .0
                .parse()
                .map_err(|_| "an execution id of a form that is not known".to_owned())?,
            symbol: sample(&self.product_id),
            side: side(&self.side)?,
            quantity: units("size", self.size)?,
            price: price("price", self.price)?,
            fee: Some(Fee { amount: self.commission.0, asset: sample(quote) }),
            liquidity: match self.liquidity_indicator.as_str() {
                "MAKER" => Some(Liquidity::Maker),
                "TAKER" => Some(Liquidity::Taker),
                _ => None,
            },
            at: self.trade_time.0,
            cumulative: None,
        })
    }
}

#[derive(Deserialize)]
pub(super) struct Accounts {
    accounts: Vec<Obj<Account>>,
    has_next: bool,
    cursor: String,
}

#[derive(Deserialize)]
struct Account {
    currency: String,
    available_balance: Obj<Amount>,
    hold: Obj<Amount>,
}

#[derive(Deserialize)]
struct Amount {
    value: Num,
}

impl Account {
    fn total(&self) -> Result<Decimal, String> {
        let sum = self.available_balance.value.0.checked_add(self.hold.value.0);
        sum.ok_or_else(|| "a balance beyond all sense".to_owned())
    }
}

impl Accounts {
    pub(super) fn holdings(&self) -> Result<Page<Holding>, String> {
        let holding = |row: &Obj<Account>| {
            Ok(Holding { symbol: sample(&row.currency), quantity: Quantity::new(row.total()?), average_price: None })
        };
        let rows = self.accounts.iter().map(holding).collect::<Result<_, String>>()?;
        Ok(Page { rows, next: next(self.has_next, &self.cursor)? })
    }

    pub(super) fn cash(&self) -> Result<Page<Cash>, String> {
        let cash = |row: &Obj<Account>| {
            let available = Some(row.available_balance.value.0);
            Ok(Cash { currency: sample(&row.currency), total: row.total()?, available })
        };
        let rows = self.accounts.iter().map(cash).collect::<Result<_, String>>()?;
        Ok(Page { rows, next: next(self.has_next, &self.cursor)? })
    }
}
