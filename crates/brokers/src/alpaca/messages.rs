//! Rows of Alpaca's answers and of its stream.

use model::{
    order::{OrderTerms, Trail, event::OrderStatus},
    quantity::Quantity,
    time::Timestamp,
};
use serde::Deserialize;
use venues::sample;

use crate::{
    Cash, Execution, Holding, OrderReport, VenueStatus, Whose,
    read::{At, Id, Num, price, side, units, zero_or_more},
};

/// A refusal.
#[derive(Deserialize)]
pub(super) struct Refusal {
    pub(super) code: i64,
    pub(super) message: String,
}

/// An order, in answers and on the stream.
#[derive(Deserialize)]
pub(super) struct OrderRow {
    id: Id,
    client_order_id: String,
    symbol: String,
    side: String,
    status: String,
    #[serde(rename = "type")]
    kind: String,
    time_in_force: String,
    filled_qty: Num,
    #[serde(default)]
    qty: Option<Num>,
    #[serde(default)]
    filled_avg_price: Option<Num>,
    #[serde(default)]
    limit_price: Option<Num>,
    #[serde(default)]
    stop_price: Option<Num>,
    #[serde(default)]
    trail_price: Option<Num>,
    #[serde(default)]
    trail_percent: Option<Num>,
    #[serde(default)]
    submitted_at: Option<At>,
    #[serde(default)]
    replaced_by: Option<Id>,
    #[serde(default)]
    replaces: Option<Id>,
}

impl OrderRow {
    pub(super) fn report(&self) -> Result<OrderReport, String> {
        Ok(OrderReport {
            whose: Whose::of(Some(&self.client_order_id)),
            venue_order_id: self.id.0.clone(),
            symbol: self.symbol(),
            side: side(&self.side)?,
            status: status(&self.status),
            quantity: self.qty.map(|qty| units("qty", qty)).transpose()?,
            filled: Quantity::new(zero_or_more("filled_qty", self.filled_qty)?),
            average_price: self.filled_avg_price.map(|price| price.0),
            terms: self.terms()?,
            replaced_by: self.replaced_by.as_ref().map(|id| id.0.clone()),
            at: self.submitted_at.map(|at| at.0),
        })
    }

    pub(super) fn symbol(&self) -> String {
        sample(&self.symbol)
    }

    pub(super) fn since(&self) -> Option<Timestamp> {
        self.submitted_at.map(|at| at.0)
    }

    pub(super) const fn replaces(&self) -> bool {
        self.replaces.is_some()
    }

    /// `None` for a type that has no word here, or a price that is missing.
    fn terms(&self) -> Result<Option<OrderTerms>, String> {
        let limit = self.limit_price.map(|limit| price("limit_price", limit)).transpose()?;
        let stop = self.stop_price.map(|stop| price("stop_price", stop)).transpose()?;
        let amount = self.trail_price.map(|trail| price("trail_price", trail)).transpose()?;
        let amount = amount.map(|amount| Trail::Amount { amount });
        let trail = amount.or(self.trail_percent.map(|percent| Trail::Percent { percent: percent.0 }));
        Ok(match (self.kind.as_str(), self.time_in_force.as_str()) {
            ("market", "opg") => Some(OrderTerms::MarketOnOpen),
            ("market", "cls") => Some(OrderTerms::MarketOnClose),
            ("limit", "opg") => limit.map(|limit| OrderTerms::LimitOnOpen { limit }),
            ("limit", "cls") => limit.map(|limit| OrderTerms::LimitOnClose { limit }),
            ("market", _) => Some(OrderTerms::Market),
            ("limit", _) => limit.map(|limit| OrderTerms::Limit { limit }),
            ("stop", _) => stop.map(|stop| OrderTerms::Stop { stop }),
            ("stop_limit", _) => stop.zip(limit).map(|(stop, limit)| OrderTerms::StopLimit { stop, limit }),
            ("trailing_stop", _) => trail.map(|trail| OrderTerms::TrailingStop { trail }),
            _ => None,
        })
    }
}

fn status(word: &str) -> VenueStatus {
    VenueStatus::Known(match word {
        "new" | "accepted" | "pending_new" | "accepted_for_bidding" | "stopped" | "suspended" | "held" => {
            OrderStatus::Accepted
        }
        "partially_filled" => OrderStatus::PartiallyFilled,
        "filled" => OrderStatus::Filled,
        "canceled" => OrderStatus::Canceled,
        "expired" => OrderStatus::Expired,
        "rejected" => OrderStatus::Rejected,
        "pending_cancel" => OrderStatus::PendingCancel,
        "pending_replace" => OrderStatus::PendingReplace,
        "replaced" => return VenueStatus::Replaced,
        // Of done for the day and of what is being calculated it is not said whether the order is open, filled or over.
        other => return VenueStatus::Unheard(sample(other)),
    })
}

/// A fill among the account's activities. Its id is a time, two colons, and the identity that the stream calls execution id.
#[derive(Deserialize)]
pub(super) struct ActivityRow {
    pub(super) id: Id,
    activity_type: String,
    order_id: Id,
    symbol: String,
    side: String,
    price: Num,
    qty: Num,
    cum_qty: Num,
    transaction_time: At,
}

impl ActivityRow {
    pub(super) fn execution(&self) -> Result<Execution, String> {
        if self.activity_type != "FILL" {
            return Err(format!("an activity of the type \"{}\" among fills", sample(&self.activity_type)));
        }
        let (_, id) = self.id.0.split_once("::").ok_or("an activity whose id has no \"::\"")?;
        Ok(Execution {
            whose: Whose::Untold,
            venue_order_id: self.order_id.0.clone(),
            execution_id: id.parse().map_err(|_| "an execution id of a form that is not known".to_owned())?,
            symbol: sample(&self.symbol),
            side: side(&self.side)?,
            quantity: units("qty", self.qty)?,
            price: price("price", self.price)?,
            fee: None,
            liquidity: None,
            at: self.transaction_time.0,
            cumulative: Some(units("cum_qty", self.cum_qty)?.get()),
        })
    }
}

/// A position.
#[derive(Deserialize)]
pub(super) struct PositionRow {
    symbol: String,
    qty: Num,
    side: String,
    avg_entry_price: Num,
}

impl PositionRow {
    pub(super) fn holding(&self) -> Result<Holding, String> {
        // Short positions are told with a minus; without it the side decides.
        let units = match self.side.as_str() {
            "long" => zero_or_more("qty", self.qty)?,
            "short" => -self.qty.0.abs(),
            other => return Err(format!("\"{}\" is no side of a position", sample(other))),
        };
        let average_price = Some(self.avg_entry_price.0);
        Ok(Holding { symbol: sample(&self.symbol), quantity: Quantity::new(units), average_price })
    }
}

/// The account.
#[derive(Deserialize)]
pub(super) struct AccountRow {
    currency: String,
    cash: Num,
    #[serde(default)]
    non_marginable_buying_power: Option<Num>,
}

impl AccountRow {
    pub(super) fn cash(&self) -> Cash {
        let available = self.non_marginable_buying_power.map(|power| power.0);
        Cash { currency: sample(&self.currency), total: self.cash.0, available }
    }
}
