//! The lots of a household while its sales go by: which units are left, and which replace which.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::segments::Segments;
use super::{AdjustedSale, HouseholdLot, LotPart, LotSale, Replacement, SalePortion, part_of};
use crate::{TaxError, WashSaleWindow};

/// Lots with what is left of them while the sales go by.
pub(super) struct Household<'a> {
    lots: &'a [HouseholdLot],
    pub(super) by_id: BTreeMap<&'a str, usize>,
    /// Positions of the lots of a group that were bought, by day.
    bought: BTreeMap<&'a str, Vec<(NaiveDate, usize)>>,
    pub(super) parts: Vec<Segments>,
    /// Units of a lot that are still to be sold on a day.
    pub(super) still_today: BTreeMap<(usize, NaiveDate), Decimal>,
}

impl<'a> Household<'a> {
    pub(super) fn open(lots: &'a [HouseholdLot], sales: &'a [LotSale]) -> Result<Self, TaxError> {
        let fail = |field: &'static str, problem: String| Err(TaxError::Input { field, problem });
        let mut by_id = BTreeMap::new();
        let mut bought: BTreeMap<&str, Vec<(NaiveDate, usize)>> = BTreeMap::new();
        for (position, lot) in lots.iter().enumerate() {
            if by_id.insert(lot.id.as_str(), position).is_some() {
                return fail("lots", format!("{} is listed twice; give every lot a name of its own", lot.id));
            }
            if lot.units <= Decimal::ZERO {
                return fail("lots", format!("{} has {} units; give the units bought, above zero", lot.id, lot.units));
            }
            if let Some(day) = lot.bought {
                bought.entry(lot.group.as_str()).or_default().push((day, position));
            }
        }
        bought.values_mut().for_each(|days| days.sort_by_key(|(day, _)| *day));
        let mut names = BTreeSet::new();
        let mut sold: BTreeMap<usize, Decimal> = BTreeMap::new();
        let mut still_today: BTreeMap<(usize, NaiveDate), Decimal> = BTreeMap::new();
        for sale in sales {
            if !names.insert(sale.id.as_str()) {
                return fail("sales", format!("{} is listed twice; give every sale a name of its own", sale.id));
            }
            let Some(&position) = by_id.get(sale.lot_id.as_str()) else {
                return fail("sales", format!("{} sells the lot {}, which is not given; add it", sale.id, sale.lot_id));
            };
            let lot: &HouseholdLot = &lots[position];
            if sale.units <= Decimal::ZERO {
                return fail("sales", format!("{} sells {} units; give units above zero", sale.id, sale.units));
            }
            if lot.bought.unwrap_or(lot.held_since) > sale.sold {
                let problem = format!("{} on {} is before its lot {} was there", sale.id, sale.sold, lot.id);
                return fail("sales", problem);
            }
            let total = sold.entry(position).or_default();
            *total += sale.units;
            if *total > lot.units {
                let problem =
                    format!("{total} units of {} are sold, but it has {}; correct the units", lot.id, lot.units);
                return fail("sales", problem);
            }
            *still_today.entry((position, sale.sold)).or_default() += sale.units;
        }
        let parts = lots.iter().map(|lot| Segments::new(lot.units, lot.held_since)).collect();
        Ok(Self { lots, by_id, bought, parts, still_today })
    }

    pub(super) fn lot(&self, id: &str) -> &HouseholdLot {
        &self.lots[self.by_id[id]]
    }

    pub(super) fn settle(
        &mut self,
        window: WashSaleWindow,
        sold_from: usize,
        sale: &LotSale,
        parts: &[LotPart],
    ) -> AdjustedSale {
        let mut replacements = Vec::new();
        let mut portions = Vec::with_capacity(parts.len());
        let (mut gain_left, mut units_left) = (sale.gain, sale.units);
        for part in parts {
            let share = part_of(gain_left, part.units, units_left);
            gain_left -= share;
            units_left -= part.units;
            let gain = share - part.basis_added;
            let disallowed = if gain < Decimal::ZERO {
                self.replace(window, sold_from, sale.sold, (part, -gain), &mut replacements)
            } else {
                Decimal::ZERO
            };
            portions.push(SalePortion { units: part.units, held_since: part.held_since, gain, disallowed });
        }
        let basis_added = parts.iter().map(|part| part.basis_added).sum();
        let disallowed: Decimal = portions.iter().map(|portion| portion.disallowed).sum();
        let added: Decimal = replacements.iter().map(|replacement: &Replacement| replacement.basis_added).sum();
        let counts = portions.iter().any(|portion| portion.gain + portion.disallowed < Decimal::ZERO);
        AdjustedSale {
            id: sale.id.clone(),
            sold: sale.sold,
            basis_added,
            gain: sale.gain - basis_added,
            disallowed,
            lost: disallowed - added,
            allowed_gain: sale.gain - basis_added + disallowed,
            portions,
            replacements,
            open_until: counts.then(|| window.purchase_blocked_until(sale.sold)),
        }
    }

    /// Finds the replacements of units sold at a loss, adjusts them, and says how much of the loss is disallowed.
    fn replace(
        &mut self,
        window: WashSaleWindow,
        sold_from: usize,
        sold: NaiveDate,
        (part, loss): (&LotPart, Decimal),
        found: &mut Vec<Replacement>,
    ) -> Decimal {
        let group = self.lots[sold_from].group.as_str();
        let days = self.bought.get(group).map(Vec::as_slice).unwrap_or_default();
        let first = days.partition_point(|(day, _)| window.loss_blocked_until(*day) < sold);
        let last_day = window.purchase_blocked_until(sold);
        let (mut units_left, mut loss_left) = (part.units, loss);
        for &(_, position) in days[first..].iter().take_while(|(day, _)| *day <= last_day) {
            if units_left.is_zero() {
                break;
            }
            let today = self.still_today.get(&(position, sold)).copied().unwrap_or_default();
            let free = self.parts[position].free_after(today);
            if position == sold_from || free <= Decimal::ZERO {
                continue;
            }
            let units = free.min(units_left);
            let disallowed = part_of(loss_left, units, units_left);
            units_left -= units;
            loss_left -= disallowed;
            let lot = &self.lots[position];
            let basis_added = if lot.sheltered { Decimal::ZERO } else { disallowed };
            let held_since = if lot.sheltered { lot.held_since } else { lot.held_since - (sold - part.held_since) };
            self.parts[position].adjust(units, basis_added, held_since);
            found.push(Replacement {
                lot_id: lot.id.clone(),
                units,
                disallowed,
                basis_added,
                held_since: (!lot.sheltered).then_some(held_since),
            });
        }
        loss - loss_left
    }
}
