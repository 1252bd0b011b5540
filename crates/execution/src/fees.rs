//! What a venue takes for a trade.

use chrono::Datelike;
use model::{order::fill::Liquidity, time::Timestamp};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    error::ExecutionError,
    number::{floor_to, lots_within},
};

/// How the fee of an order grows with what trades.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FeeRate {
    /// Nothing.
    #[default]
    Free,
    /// The same for each order that trades, whatever it trades.
    PerOrder {
        /// Money.
        #[schema(value_type = String)]
        amount: Decimal,
    },
    /// For each unit.
    PerUnit {
        /// Money.
        #[schema(value_type = String)]
        amount: Decimal,
    },
    /// A part of what the units are worth.
    Share {
        /// 0.002 for 0.2 %.
        #[schema(value_type = String)]
        share: Decimal,
    },
    /// A part of what the units are worth, by who was there first. Below zero for a rebate.
    MakerTaker {
        /// For orders that rested.
        #[schema(value_type = String)]
        maker: Decimal,
        /// For orders that came to others.
        #[schema(value_type = String)]
        taker: Decimal,
    },
    /// For each unit, less the more was traded in the calendar month (UTC). Each unit pays the rate of the tier that it falls into.
    Tiered {
        /// Ascending by `from_units`, the first from 0.
        tiers: Vec<FeeTier>,
    },
}

/// A rate from so many units in a month on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FeeTier {
    /// Units of the month before this tier begins.
    #[schema(value_type = String)]
    pub from_units: Decimal,
    /// Money for each unit.
    #[schema(value_type = String)]
    pub per_unit: Decimal,
}

/// A rate with its bounds. The bounds are of a whole order: with several fills the least fee comes with the first, and later fills
/// bring only what goes beyond it. Where the bounds contradict each other the upper one counts, as brokers do it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FeeSchedule {
    /// The rate.
    pub rate: FeeRate,
    /// Least fee of an order that trades.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub minimum: Option<Decimal>,
    /// Greatest fee of an order.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub maximum: Option<Decimal>,
    /// Greatest fee of an order as a part of what its units are worth.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub maximum_share: Option<Decimal>,
}

/// What an order has traded and paid so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FeeSoFar {
    notional: Decimal,
    unbounded: Decimal,
    charged: Decimal,
}

/// What was traded in the month, for tiers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FeeMonth {
    month: i32,
    units: Decimal,
}

/// What fees are reckoned from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Traded {
    /// Units, above zero.
    pub units: Decimal,
    /// What they are worth: units × price × multiplier.
    pub notional: Decimal,
    /// Who was there first.
    pub liquidity: Liquidity,
}

impl FeeSchedule {
    /// A part of what the units are worth, and nothing else.
    #[must_use]
    pub const fn share(share: Decimal) -> Self {
        Self { rate: FeeRate::Share { share }, minimum: None, maximum: None, maximum_share: None }
    }

    /// Whether it can be reckoned with.
    ///
    /// # Errors
    /// [`ExecutionError::Setting`] for tiers out of order, or bounds below zero.
    pub fn check(&self) -> Result<(), ExecutionError> {
        let wrong = |field, value: String, allowed| Err(ExecutionError::Setting { field, value, allowed });
        for (field, bound) in
            [("minimum", self.minimum), ("maximum", self.maximum), ("maximum_share", self.maximum_share)]
        {
            if let Some(bound) = bound.filter(|b| b.is_sign_negative() && !b.is_zero()) {
                return wrong(field, bound.to_string(), "zero or more");
            }
        }
        if let FeeRate::Tiered { tiers } = &self.rate {
            let ascending = tiers.windows(2).all(|pair| pair[0].from_units < pair[1].from_units);
            if !ascending || tiers.first().is_none_or(|tier| !tier.from_units.is_zero()) {
                return wrong("tiers", "out of order".to_owned(), "ascending tiers, the first from 0 units");
            }
        }
        Ok(())
    }

    /// The fee of one more fill of an order, and the order's and the month's counts with it. `None` beyond exact decimals.
    pub fn charge(
        &self,
        traded: Traded,
        at: Timestamp,
        so_far: &mut FeeSoFar,
        month: &mut FeeMonth,
    ) -> Option<Decimal> {
        if self.rate == FeeRate::Free {
            return Some(Decimal::ZERO);
        }
        if self.is_by_month() {
            month.turn_to(at);
        }
        let first = so_far.notional.is_zero() && so_far.charged.is_zero() && so_far.unbounded.is_zero();
        so_far.unbounded = so_far.unbounded.checked_add(self.unbounded(traded, first, month.units)?)?;
        so_far.notional = so_far.notional.checked_add(traded.notional)?;
        month.units = month.units.checked_add(traded.units)?;
        let due = self.bounded(so_far.unbounded, so_far.notional)?;
        let fee = due.checked_sub(so_far.charged)?;
        so_far.charged = due;
        Some(fee)
    }

    /// Whether the month in which something trades matters.
    #[must_use]
    pub const fn is_by_month(&self) -> bool {
        matches!(self.rate, FeeRate::Tiered { .. })
    }

    /// The fee of an order that trades at once. `None` beyond exact decimals.
    #[must_use]
    pub fn estimate(&self, traded: Traded, month: &FeeMonth) -> Option<Decimal> {
        self.bounded(self.unbounded(traded, true, month.units)?, traded.notional)
    }

    /// The most whole lots, at `each` a unit, that cost no more than some money with their fees, which `sign` (1 or −1) adds to the price or takes
    /// from it. Zero when it does not reach for one lot; `None` beyond exact decimals.
    #[must_use]
    pub fn units_within(
        &self,
        money: Decimal,
        each: Decimal,
        lot: Decimal,
        sign: Decimal,
        month: &FeeMonth,
    ) -> Option<Decimal> {
        if let Some(share) = self.simple_share() {
            let with_fee = each.checked_mul(Decimal::ONE + sign * share).filter(|each| *each > Decimal::ZERO)?;
            return lots_within(money, with_fee, lot);
        }
        let mut units = lots_within(money, each, lot)?;
        while !units.is_zero() {
            let notional = units.checked_mul(each)?;
            let traded = Traded { units, notional, liquidity: Liquidity::Taker };
            let over = notional + sign * self.estimate(traded, month)? - money;
            if over <= Decimal::ZERO {
                break;
            }
            units = floor_to((units - over / each).min(units - lot).max(Decimal::ZERO), lot);
        }
        Some(units)
    }

    /// The share of a purchase's worth that the fee is, where it is simply that.
    fn simple_share(&self) -> Option<Decimal> {
        let unbounded = self.minimum.is_none() && self.maximum.is_none() && self.maximum_share.is_none();
        match self.rate {
            FeeRate::Free if unbounded => Some(Decimal::ZERO),
            FeeRate::Share { share } if unbounded => Some(share),
            _ => None,
        }
    }

    fn unbounded(&self, traded: Traded, first: bool, before: Decimal) -> Option<Decimal> {
        match &self.rate {
            FeeRate::Free => Some(Decimal::ZERO),
            FeeRate::PerOrder { amount } => Some(if first { *amount } else { Decimal::ZERO }),
            FeeRate::PerUnit { amount } => traded.units.checked_mul(*amount),
            FeeRate::Share { share } => traded.notional.checked_mul(*share),
            FeeRate::MakerTaker { maker, taker } => traded.notional.checked_mul(match traded.liquidity {
                Liquidity::Maker => *maker,
                Liquidity::Taker => *taker,
            }),
            FeeRate::Tiered { tiers } => tiered(tiers, before, traded.units),
        }
    }

    fn bounded(&self, fee: Decimal, notional: Decimal) -> Option<Decimal> {
        let mut fee = self.minimum.map_or(fee, |least| fee.max(least));
        if let Some(most) = self.maximum {
            fee = fee.min(most);
        }
        if let Some(share) = self.maximum_share {
            fee = fee.min(notional.checked_mul(share)?);
        }
        Some(fee)
    }
}

impl FeeMonth {
    fn turn_to(&mut self, at: Timestamp) {
        let date = at.date();
        let month = date.year() * 12 + date.month0() as i32;
        if month != self.month {
            *self = Self { month, units: Decimal::ZERO };
        }
    }
}

fn tiered(tiers: &[FeeTier], before: Decimal, units: Decimal) -> Option<Decimal> {
    let end = before.checked_add(units)?;
    let mut fee = Decimal::ZERO;
    for (n, tier) in tiers.iter().enumerate() {
        let from = tier.from_units.max(before);
        let to = tiers.get(n + 1).map_or(end, |next| next.from_units.min(end));
        if to > from {
            fee = fee.checked_add((to - from).checked_mul(tier.per_unit)?)?;
        }
    }
    Some(fee)
}
