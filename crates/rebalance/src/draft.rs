//! The plan in decimals: exact in prices × units, lots one by one.

mod cash;
mod figures;

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use tax::LotOrder;

use crate::RebalanceError;
use crate::household::{Household, Slot};
use crate::plan::{ClosedLot, PlannedTrade, RebalancePlan, SearchReport, Side};
use crate::reasons;
use crate::search::Found;
use crate::state::State;
use crate::targets::drift;

/// Decimal places of what a division leaves.
pub(crate) const PLACES: u32 = 8;

/// A rate or share as the decimal that it is written as.
pub(crate) fn exact(value: f64) -> Decimal {
    value.to_string().parse().ok().or_else(|| Decimal::from_f64(value)).unwrap_or_default()
}

/// Writes the plan.
///
/// # Errors
/// [`RebalanceError::Overflow`] for amounts beyond 28 digits.
pub(crate) fn draft(household: &Household<'_>, found: &Found) -> Result<RebalancePlan, RebalanceError> {
    let units = settled(household, &found.best);
    let trades = trades(household, &units)?;
    let figures = figures::figures(household, &units, &trades);
    let none = vec![Decimal::ZERO; household.slots.len()];
    let is_possible = State::new(household, vec![0.0; household.slots.len()]).is_feasible(household);
    let untouched = is_possible.then(|| figures::figures(household, &none, &[]));
    let greedy = match &found.greedy {
        Some(state) => {
            let units = settled(household, state);
            let trades = self::trades(household, &units)?;
            Some(figures::figures(household, &units, &trades))
        }
        None => None,
    };
    let objective = found.best.objective();
    let values = figures::values(household, &units);
    let reported: HashSet<&str> = household.drift.iter().map(|row| row.name.as_str()).collect();
    let known: BTreeMap<String, Option<Decimal>> = household
        .instruments
        .iter()
        .zip(&values)
        .filter(|(listing, value)| !value.is_zero() || reported.contains(listing.name.as_str()))
        .map(|(listing, value)| (listing.name.clone(), Some(*value)))
        .collect();
    let total = household.value - figures.cost;
    let gap = found.bound.map(|bound| (objective - bound).max(0.0));
    let mut plan = RebalancePlan {
        value: household.value.normalize(),
        accounts: cash::accounts(household, &trades),
        drift_after: drift(&household.target, &known, Some(total)),
        drift_before: household.drift.clone(),
        blocked: household.blocked.clone(),
        search: SearchReport { bound: found.bound, gap, nodes: found.nodes },
        trades,
        figures,
        untouched,
        greedy,
        notes: Vec::new(),
    };
    reasons::explain(household, &mut plan);
    Ok(plan)
}

/// Traded units of each slot as decimals, with every cash limit kept to the last digit.
fn settled(household: &Household<'_>, state: &State) -> Vec<Decimal> {
    let mut units: Vec<Decimal> =
        household.slots.iter().zip(&state.z).map(|(slot, z)| decimal(household, slot, *z)).collect();
    // The search keeps the limits to rounding of binary numbers: a purchase gives way by a step where that was too much.
    for _ in 0..64 {
        let mut cash: Vec<Decimal> = household.accounts.iter().map(|purse| purse.cash).collect();
        for (slot, units) in household.slots.iter().zip(&units) {
            cash[slot.account] += cash_of(household, slot, *units);
        }
        let all: Decimal = cash.iter().sum();
        let short = |slot: &Slot| all < household.buffer || cash[slot.account] < household.accounts[slot.account].need;
        let worst = (0..units.len())
            .filter(|s| units[*s] > Decimal::ZERO && short(&household.slots[*s]))
            .max_by_key(|s| units[*s] * household.instruments[household.slots[*s].instrument].price_base);
        let Some(s) = worst else { break };
        let slot = &household.slots[s];
        units[s] -= household.instruments[slot.instrument].step;
        // Less than the smallest order is none.
        if units[s] < Decimal::ZERO || units[s].to_f64().unwrap_or_default() < slot.smallest * (1.0 - 1e-12) {
            units[s] = Decimal::ZERO;
        }
    }
    units
}

fn decimal(household: &Household<'_>, slot: &Slot, z: f64) -> Decimal {
    if slot.can_close && z == -slot.held && z != 0.0 {
        return -slot.units;
    }
    let listing = &household.instruments[slot.instrument];
    let steps = (z / listing.step_units).round().to_i64().unwrap_or_default();
    (Decimal::from(steps) * listing.step).normalize()
}

/// Cash that a trade brings, exactly.
pub(crate) fn cash_of(household: &Household<'_>, slot: &Slot, units: Decimal) -> Decimal {
    if units.is_zero() {
        return Decimal::ZERO;
    }
    let amount = units.abs() * household.instruments[slot.instrument].price_base;
    let spread = amount * household.request.instruments[slot.instrument].half_spread;
    let commission = household.request.accounts[slot.account].commission;
    if units > Decimal::ZERO { -amount - spread - commission } else { amount - spread - commission }
}

fn trades(household: &Household<'_>, units: &[Decimal]) -> Result<Vec<PlannedTrade>, RebalanceError> {
    let mut trades = Vec::new();
    for side in [Side::Sell, Side::Buy] {
        for (s, slot) in household.slots.iter().enumerate() {
            let is_this = match side {
                Side::Sell => units[s] < Decimal::ZERO,
                Side::Buy => units[s] > Decimal::ZERO,
            };
            if is_this {
                trades.push(trade(household, units, s, slot, side)?);
            }
        }
    }
    Ok(trades)
}

fn trade(
    household: &Household<'_>,
    all: &[Decimal],
    s: usize,
    slot: &Slot,
    side: Side,
) -> Result<PlannedTrade, RebalanceError> {
    let listing = &household.instruments[slot.instrument];
    let instrument = &household.request.instruments[slot.instrument];
    let account = &household.request.accounts[slot.account];
    let units = all[s].abs();
    let overflow = || RebalanceError::Overflow { what: format!("the trade of {}", listing.name) };
    let amount = units.checked_mul(listing.price_base).ok_or_else(overflow)?;
    let lots = match side {
        Side::Sell => closed(household, slot, units, listing.slots.iter().any(|other| all[*other] > Decimal::ZERO)),
        Side::Buy => Vec::new(),
    };
    let sum = |part: fn(&ClosedLot) -> Option<Decimal>| {
        let parts: Vec<Decimal> = lots.iter().filter_map(part).collect();
        (!parts.is_empty()).then(|| parts.iter().sum::<Decimal>().normalize())
    };
    Ok(PlannedTrade {
        side,
        account: account.id.clone(),
        instrument: listing.name.clone(),
        units: units.normalize(),
        price: instrument.price.unwrap_or_default(),
        currency: instrument.currency,
        amount: amount.normalize(),
        spread: (amount * instrument.half_spread).normalize(),
        commission: account.commission.normalize(),
        gain: sum(|lot| lot.gain),
        tax: sum(|lot| lot.tax),
        closes_position: side == Side::Sell && units == slot.units,
        lots,
        reasons: Vec::new(),
    })
}

/// The lots that a sale takes, in their order; without losses when the instrument is also bought.
fn closed(household: &Household<'_>, slot: &Slot, units: Decimal, is_bought: bool) -> Vec<ClosedLot> {
    let account = &household.request.accounts[slot.account];
    let order = account.lot_order.unwrap_or(household.rules.lot_order);
    let price = household.instruments[slot.instrument].price_base;
    let mut left = units;
    let mut lots = Vec::new();
    for parcel in slot.parcels.iter().filter(|parcel| !parcel.is_kept) {
        let skips = is_bought && parcel.is_loss && order == LotOrder::Specific;
        if skips || left <= Decimal::ZERO {
            continue;
        }
        let sold = parcel.quantity.min(left);
        left -= sold;
        let cost = parcel.cost_of(sold);
        let gain = cost.filter(|_| parcel.is_taxed).map(|cost| (sold * price - cost).normalize());
        lots.push(ClosedLot {
            lot: household.request.lots[parcel.lot].id.clone(),
            units: sold.normalize(),
            cost,
            gain,
            term: parcel.is_taxed.then_some(parcel.term),
            tax: gain.map(|gain| (gain * exact(household.tax_rates.of(parcel.term))).normalize()),
        });
    }
    debug_assert!(left <= Decimal::ZERO, "invariant: no more is sold than the lots hold");
    lots
}
