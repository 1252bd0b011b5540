//! Losses on their way from year to year.

use rust_decimal::Decimal;

use super::types::{CarriedLoss, CarryBack, LossKind, YearSummary};
use crate::CarryForwardRule;

/// Those that may be used in `year`, and those that are too old for it.
pub(super) fn alive(losses: &[CarriedLoss], rule: CarryForwardRule, year: i32) -> (Vec<CarriedLoss>, Vec<CarriedLoss>) {
    losses.iter().copied().partition(|loss| match rule {
        CarryForwardRule::Unlimited => true,
        CarryForwardRule::Years { years } => i64::from(year) <= i64::from(loss.year) + i64::from(years),
        CarryForwardRule::None => loss.year >= year,
    })
}

/// Takes up to `most` of the losses of a kind, the oldest first, and says how much it took.
pub(super) fn take(losses: &mut [CarriedLoss], kind: LossKind, most: Decimal) -> Decimal {
    let mut order: Vec<&mut CarriedLoss> = losses.iter_mut().filter(|loss| loss.kind == kind).collect();
    order.sort_by_key(|loss| loss.year);
    let mut left = most.max(Decimal::ZERO);
    for loss in order {
        let taken = loss.amount.min(left);
        loss.amount -= taken;
        left -= taken;
    }
    most.max(Decimal::ZERO) - left
}

/// Where this year's own net loss could be carried back: the earliest year first, at most what was gained there net.
pub(super) fn back(summary: &YearSummary, years: u32, before: &[YearSummary]) -> Vec<CarryBack> {
    let own = summary.carry_forward.iter().filter(|loss| loss.year == summary.year).map(|loss| loss.amount);
    let mut left: Decimal = own.sum();
    let reach = i64::from(summary.year) - i64::from(years);
    let mut found = Vec::new();
    for earlier in before.iter().filter(|earlier| i64::from(earlier.year) >= reach) {
        let promised = before.iter().flat_map(|other| &other.may_carry_back).filter(|b| b.to_year == earlier.year);
        let net = earlier.net_short + earlier.net_long - earlier.carry_forward_used;
        let amount = (net - promised.map(|b| b.amount).sum::<Decimal>()).min(left);
        if amount > Decimal::ZERO {
            left -= amount;
            found.push(CarryBack { to_year: earlier.year, amount });
        }
    }
    found
}
