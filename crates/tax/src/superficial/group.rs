//! Identical property in the pools of a household, movement by movement.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::{AcbAddition, SuperficialLoss, SuperficialReport, UnitMovement, ZERO, fail};
use crate::wash_sales::part_of;
use crate::{TaxError, WashSaleWindow};

/// A holder's units and what was added to their cost.
#[derive(Default)]
struct Pool {
    sheltered: bool,
    units: Decimal,
    added: Decimal,
}

pub(super) struct Group<'a> {
    name: &'a str,
    window: WashSaleWindow,
    as_of: NaiveDate,
    movements: Vec<&'a UnitMovement>,
    /// Units of each movement that have not yet counted for a loss; of acquisitions only.
    free: Vec<Decimal>,
    pools: BTreeMap<&'a str, Pool>,
    pending: Vec<(&'a str, AcbAddition)>,
}

impl<'a> Group<'a> {
    pub(super) fn new(
        name: &'a str,
        window: WashSaleWindow,
        as_of: NaiveDate,
        movements: Vec<&'a UnitMovement>,
    ) -> Result<Self, TaxError> {
        let mut pools: BTreeMap<&str, Pool> = BTreeMap::new();
        for movement in &movements {
            let new = Pool { sheltered: movement.sheltered, ..Pool::default() };
            if pools.entry(&movement.holder).or_insert(new).sheltered != movement.sheltered {
                return fail(format!("{} is both a registered account and not; name them apart", movement.holder));
            }
        }
        let free = movements.iter().map(|movement| movement.units.max(ZERO)).collect();
        Ok(Self { name, window, as_of, movements, free, pools, pending: Vec::new() })
    }

    pub(super) fn run(mut self, report: &mut SuperficialReport) -> Result<(), TaxError> {
        for movement in self.movements.clone() {
            self.arrive(|from| if movement.units < ZERO { from <= movement.date } else { from < movement.date });
            let pool = self.pools.get_mut(movement.holder.as_str()).expect("invariant: every holder has a pool");
            if movement.units > ZERO {
                pool.units += movement.units;
                continue;
            }
            let units = -movement.units;
            if units > pool.units {
                return fail(format!(
                    "{} disposes of {units}, but {} holds {}",
                    movement.id, movement.holder, pool.units
                ));
            }
            let cost_added = part_of(pool.added, units, pool.units);
            pool.added -= cost_added;
            pool.units -= units;
            if let Some(gain) = movement.gain.filter(|_| !movement.sheltered) {
                let loss = self.deny(movement, cost_added, gain - cost_added);
                report.disposals.push(loss);
            }
        }
        self.arrive(|_| true);
        for (holder, pool) in self.pools.iter().filter(|(_, pool)| !pool.added.is_zero()) {
            let (group, holder) = (self.name.to_owned(), (*holder).to_owned());
            report.added.push(AcbAddition { group, holder, amount: pool.added, from: self.as_of });
        }
        Ok(())
    }

    /// Lets what is due reach the pools.
    fn arrive(&mut self, is_due: impl Fn(NaiveDate) -> bool) {
        let (due, later) = std::mem::take(&mut self.pending).into_iter().partition(|(_, add)| is_due(add.from));
        self.pending = later;
        let due: Vec<(&str, AcbAddition)> = due;
        for (holder, addition) in due {
            self.pools.get_mut(holder).expect("invariant: every holder has a pool").added += addition.amount;
        }
    }

    fn deny(&mut self, sale: &UnitMovement, cost_added: Decimal, gain: Decimal) -> SuperficialLoss {
        let end = self.window.purchase_blocked_until(sale.date);
        let mut loss = SuperficialLoss {
            id: sale.id.clone(),
            date: sale.date,
            cost_added,
            gain,
            denied: ZERO,
            lost: ZERO,
            allowed_gain: gain,
            additions: Vec::new(),
            decided_on: end,
            decided: end <= self.as_of,
        };
        if gain >= ZERO {
            return loss;
        }
        let (sold, mut left) = (-sale.units, -gain);
        let held = self.held(end);
        let bought = self.bought(sale.date, end);
        let total = |by: &BTreeMap<&str, Decimal>| by.values().copied().sum::<Decimal>();
        let matched = sold.min(total(&bought)).min(total(&held));
        if matched <= ZERO {
            return loss;
        }
        loss.denied = part_of(left, matched, sold);
        left = loss.denied;
        let mut units_left = matched;
        for (holder, units) in shares(matched, &bought, &held) {
            let amount = part_of(left, units, units_left);
            left -= amount;
            units_left -= units;
            let from = self.use_up(holder, units, sale.date, end).max(sale.date);
            if self.pools[holder].sheltered {
                loss.lost += amount;
            } else {
                let addition = AcbAddition { group: self.name.to_owned(), holder: holder.to_owned(), amount, from };
                self.pending.push((holder, addition.clone()));
                loss.additions.push(addition);
            }
        }
        loss.allowed_gain = gain + loss.denied;
        loss
    }

    /// Units of each holder at the end of a day.
    fn held(&self, day: NaiveDate) -> BTreeMap<&'a str, Decimal> {
        let mut held: BTreeMap<&str, Decimal> = BTreeMap::new();
        for movement in self.movements.iter().take_while(|movement| movement.date <= day) {
            *held.entry(&movement.holder).or_default() += movement.units;
        }
        held
    }

    /// Acquisitions in the window that still count.
    fn in_window(&self, sold: NaiveDate, end: NaiveDate) -> impl Iterator<Item = usize> + use<'_, 'a> {
        let begin = sold.checked_sub_days(Days::new(self.window.days_before.into())).unwrap_or(NaiveDate::MIN);
        (0..self.movements.len())
            .filter(move |i| begin <= self.movements[*i].date && self.movements[*i].date <= end)
            .filter(|i| self.free[*i] > ZERO)
    }

    fn bought(&self, sold: NaiveDate, end: NaiveDate) -> BTreeMap<&'a str, Decimal> {
        let mut bought: BTreeMap<&str, Decimal> = BTreeMap::new();
        for i in self.in_window(sold, end) {
            *bought.entry(&self.movements[i].holder).or_default() += self.free[i];
        }
        bought
    }

    /// Lets acquisitions count for a loss, the holder's own first, and says when the last of them was.
    fn use_up(&mut self, holder: &str, units: Decimal, sold: NaiveDate, end: NaiveDate) -> NaiveDate {
        let (own, others): (Vec<usize>, Vec<usize>) =
            self.in_window(sold, end).partition(|i| self.movements[*i].holder == holder);
        let mut left = units;
        let mut last = NaiveDate::MIN;
        for i in own.into_iter().chain(others) {
            let used = self.free[i].min(left);
            if used > ZERO {
                self.free[i] -= used;
                left -= used;
                last = last.max(self.movements[i].date);
            }
        }
        last
    }
}

/// `matched` units by holder: in proportion to what each bought and still holds; what that leaves (when who bought has sold, and
/// another still holds) in proportion to what else is held.
fn shares<'a>(
    matched: Decimal,
    bought: &BTreeMap<&'a str, Decimal>,
    held: &BTreeMap<&'a str, Decimal>,
) -> Vec<(&'a str, Decimal)> {
    let both = |holder: &&'a str| {
        bought.get(holder).copied().unwrap_or_default().min(held.get(holder).copied().unwrap_or_default())
    };
    let first: Vec<(&str, Decimal)> = held.keys().map(|holder| (*holder, both(holder))).collect();
    let first_total: Decimal = first.iter().map(|(_, units)| *units).sum();
    let rest: Vec<(&str, Decimal)> = held.iter().map(|(holder, units)| (*holder, *units - both(holder))).collect();
    let mut shares: BTreeMap<&str, Decimal> = BTreeMap::new();
    let now = matched.min(first_total);
    for (amount, weights) in [(now, &first), (matched - now, &rest)] {
        let (mut left, mut weight_left) = (amount, weights.iter().map(|(_, weight)| *weight).sum::<Decimal>());
        for (holder, weight) in weights.iter().filter(|(_, weight)| *weight > ZERO) {
            let units = part_of(left, *weight, weight_left);
            left -= units;
            weight_left -= *weight;
            *shares.entry(holder).or_default() += units;
        }
    }
    shares.into_iter().filter(|(_, units)| *units > ZERO).collect()
}
