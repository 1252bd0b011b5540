//! The request, checked and in numbers: instruments, accounts and the positions that can be traded.
//!
//! A *slot* is an instrument in an account, held or buyable. Amounts are money of the base currency; `f64` for the search, with the
//! decimals kept beside where the plan is reckoned from.

mod lots;
mod ranges;
mod risk;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use tax::{TaxRates, TaxRules};

use crate::curve::{Corners, Trade};
use crate::plan::Blocked;
use crate::targets::{DriftRow, Flattened, RowKind, Verdict, drift, flatten};
use crate::{DriftPrice, RebalanceError, RebalanceRequest, Scope, Shares, SteerTo};
pub(crate) use lots::Parcel;
pub(crate) use risk::Risk;

/// An instrument in numbers.
#[derive(Debug, Clone)]
pub(crate) struct Listing {
    pub(crate) name: String,
    /// Price of a unit in the base currency.
    pub(crate) price_base: Decimal,
    pub(crate) price: f64,
    /// Half spread of a unit, in money.
    pub(crate) spread: f64,
    /// Units of the smallest order.
    pub(crate) step: Decimal,
    pub(crate) step_units: f64,
    /// Value held in all accounts.
    pub(crate) held: f64,
    /// Value to steer to.
    pub(crate) aim: f64,
    /// Weight of the target.
    pub(crate) target: f64,
    /// Positions of it.
    pub(crate) slots: Vec<usize>,
    /// Its lots in all accounts, as they stand in the request.
    pub(crate) lots: Vec<usize>,
    /// It is traded at all.
    pub(crate) is_free: bool,
    /// It may not be bought until after this day.
    pub(crate) purchase_blocked: Option<NaiveDate>,
}

/// An account in numbers.
#[derive(Debug, Clone)]
pub(crate) struct Purse {
    /// Cash with what flows in or out.
    pub(crate) cash: Decimal,
    /// Least cash after the trades.
    pub(crate) need: Decimal,
    /// The same, for the search.
    pub(crate) cash_now: f64,
    pub(crate) cash_least: f64,
    /// Positions in it.
    pub(crate) slots: Vec<usize>,
    /// Commission of an order.
    pub(crate) commission: f64,
}

/// An instrument in an account.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub(crate) account: usize,
    pub(crate) instrument: usize,
    pub(crate) units: Decimal,
    pub(crate) held: f64,
    /// Lots in the order in which they are sold; those that are kept are at the end.
    pub(crate) parcels: Vec<Parcel>,
    /// What selling costs in tax.
    pub(crate) full: Corners,
    /// The same without losses that a purchase today would cancel.
    pub(crate) clean: Corners,
    /// All of the position may be sold.
    pub(crate) can_close: bool,
    /// Most units that can be sold without closing it: less than an order never stays alone.
    pub(crate) last_partial: f64,
    /// Least and greatest trade in units.
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// Tax drag of a unit held over the years that count.
    pub(crate) drag: f64,
    /// Fewest units of a trade.
    pub(crate) smallest: f64,
}

/// Everything that the search needs.
#[derive(Debug, Clone)]
pub(crate) struct Household<'a> {
    pub(crate) request: &'a RebalanceRequest,
    /// Value of lots and cash, with what flows in or out.
    pub(crate) value: Decimal,
    pub(crate) capital: f64,
    pub(crate) rules: TaxRules,
    pub(crate) tax_rates: TaxRates,
    pub(crate) instruments: Vec<Listing>,
    pub(crate) accounts: Vec<Purse>,
    pub(crate) slots: Vec<Slot>,
    pub(crate) target: Flattened,
    pub(crate) drift: Vec<DriftRow>,
    /// Values to steer to, by instrument.
    pub(crate) aims: Vec<Decimal>,
    pub(crate) risk: Option<Risk>,
    /// Least cash of all accounts together.
    pub(crate) buffer: Decimal,
    pub(crate) buffer_least: f64,
    pub(crate) blocked: Vec<Blocked>,
}

/// A decimal for the search.
pub(crate) fn float(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}

impl<'a> Household<'a> {
    /// Checks a request.
    pub(crate) fn open(request: &'a RebalanceRequest) -> Result<Self, RebalanceError> {
        let target = flatten(&request.target)?;
        let tables = tables::Tables::open(request, &target)?;
        let rules = request.rules.unwrap_or_else(|| request.jurisdiction.rules()).check()?;
        let tax_rates = request.tax_rates.check()?;
        request.deferral.check()?;
        check_numbers(request)?;
        let risk = risk::Risk::open(request, &tables.position)?;
        if risk.is_none() && matches!(request.drift_price, DriftPrice::Squared { .. }) {
            let problem = "the squared drift price needs a covariance; give covariance, or the absolute price";
            return Err(RebalanceError::field("covariance", problem));
        }
        let values = tables.values(request)?;
        let value = tables.value(&values)?;
        if value <= Decimal::ZERO {
            let largest = request
                .accounts
                .iter()
                .filter(|account| account.flow < Decimal::ZERO)
                .min_by_key(|account| account.flow);
            return Err(match largest {
                Some(account) => RebalanceError::CashShort { account: account.id.clone(), short: -value },
                None => RebalanceError::NothingHeld { value },
            });
        }
        let known: BTreeMap<String, Option<Decimal>> = values
            .iter()
            .enumerate()
            .filter(|(i, v)| !v.is_zero() || tables.is_held[*i])
            .map(|(i, v)| (tables.names[i].to_owned(), Some(*v)))
            .collect();
        let rows = drift(&target, &known, Some(value));
        let aims = aims(request, &target, &rows, &tables)?;
        let capital = float(value);
        let mut household = Self {
            request,
            value,
            capital,
            rules,
            tax_rates,
            instruments: Vec::new(),
            accounts: tables.accounts.clone(),
            slots: Vec::new(),
            target,
            drift: rows,
            aims: aims.weight.iter().map(|weight| weight * value).collect(),
            risk,
            buffer: larger(request.cash_buffer, value),
            buffer_least: 0.0,
            blocked: Vec::new(),
        };
        household.list(&tables, &values, &aims);
        household.open_slots(&tables);
        household.set_ranges()?;
        Ok(household)
    }

    fn list(&mut self, tables: &tables::Tables<'_>, values: &[Decimal], aims: &Aims) {
        let window = self.rules.wash_sale_window;
        for (i, (name, instrument)) in self.request.instruments.iter().enumerate() {
            let price_base = tables.prices[i].unwrap_or_default();
            let price = float(price_base);
            let step = match self.request.shares {
                Shares::Whole => instrument.lot_size.unwrap_or(Decimal::ONE),
                Shares::Fractional { decimals } => Decimal::new(1, decimals),
            };
            let sold = self.request.loss_sales.iter().filter(|sale| sale.instrument == *name).map(|sale| sale.date);
            let purchase_blocked = window.and_then(|window| {
                sold.filter(|day| window.blocks_purchase(*day, self.request.date))
                    .map(|day| window.purchase_blocked_until(day))
                    .max()
            });
            self.instruments.push(Listing {
                name: name.clone(),
                price_base,
                price,
                spread: price * float(instrument.half_spread),
                step,
                step_units: float(step),
                held: float(values[i]),
                aim: float(aims.weight[i]) * self.capital,
                target: float(aims.target[i]),
                slots: Vec::new(),
                lots: Vec::new(),
                is_free: aims.is_free[i] && !instrument.do_not_trade && tables.prices[i].is_some(),
                purchase_blocked,
            });
        }
    }

    /// The trade of a slot, with all lots or without losses.
    pub(crate) fn trade<'s>(&'s self, slot: &'s Slot, corners: &'s Corners) -> Trade<'s> {
        Trade {
            corners,
            spread: self.instruments[slot.instrument].spread,
            commission: self.accounts[slot.account].commission,
            smallest: slot.smallest,
            closing: slot.can_close.then_some(slot.held),
        }
    }

    /// Smallest trade in money.
    pub(crate) fn minimum_trade(&self) -> Decimal {
        larger(self.request.minimum_trade, self.value)
    }
}

fn larger(smallest: crate::Smallest, value: Decimal) -> Decimal {
    smallest.amount.max(smallest.fraction * value)
}

fn check_numbers(request: &RebalanceRequest) -> Result<(), RebalanceError> {
    let fail = |name: &str, problem: String| Err(RebalanceError::field(name, problem));
    for (name, smallest) in [("minimum_trade", request.minimum_trade), ("cash_buffer", request.cash_buffer)] {
        if smallest.amount < Decimal::ZERO || smallest.fraction < Decimal::ZERO || smallest.fraction >= Decimal::ONE {
            return fail(name, "give an amount of zero or more and a fraction from 0 to below 1".to_owned());
        }
    }
    let price = match request.drift_price {
        DriftPrice::Absolute { per_unit } => per_unit,
        DriftPrice::Squared { risk_aversion } => risk_aversion,
    };
    if !(price > 0.0 && price <= 1e6) {
        let problem = format!(
            "{price}; what drift costs must be above zero, else nothing is worth a trade, and at most a million"
        );
        return fail("drift_price", problem);
    }
    if !(0.0..=100.0).contains(&request.location_years) {
        return fail("location_years", format!("{}; give 0 to 100 years", request.location_years));
    }
    if let Shares::Fractional { decimals } = request.shares
        && decimals > 8
    {
        return fail("shares.decimals", format!("{decimals}; give at most 8"));
    }
    if request.max_nodes == Some(0) {
        return fail("max_nodes", "0; give at least 1".to_owned());
    }
    Ok(())
}

/// Weights to steer to, by instrument.
struct Aims {
    weight: Vec<Decimal>,
    target: Vec<Decimal>,
    is_free: Vec<bool>,
}

fn aims(
    request: &RebalanceRequest,
    target: &Flattened,
    rows: &[DriftRow],
    tables: &tables::Tables<'_>,
) -> Result<Aims, RebalanceError> {
    let n = tables.names.len();
    let mut aims = Aims {
        weight: vec![Decimal::ZERO; n],
        target: vec![Decimal::ZERO; n],
        is_free: vec![request.scope == Scope::Everything; n],
    };
    if request.scope == Scope::Crossed && !target.rows.iter().any(|row| row.band.is_some()) {
        let problem = "crossed, but the target has no band; give bands, or the scope everything";
        return Err(RebalanceError::field("scope", problem));
    }
    let is_crossed = |verdict: Verdict| match verdict {
        Verdict::Over | Verdict::Under => true,
        Verdict::Within | Verdict::NoBand | Verdict::Unknown => false,
    };
    // What is held beside the target stands behind its rows and has no parent.
    for (k, row) in rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Instrument) {
        let i = tables.position[row.name.as_str()];
        let current = row.current.unwrap_or_default();
        let flat = target.rows.get(k);
        aims.target[i] = flat.map_or(Decimal::ZERO, |flat| flat.weight);
        aims.weight[i] = match (request.steer_to, row.band) {
            (SteerTo::Target, _) => aims.target[i],
            // Its group's band brings it back, or nothing says how far it may be.
            (SteerTo::BandEdge, None) if is_in_banded_group(target, k) => current,
            (SteerTo::BandEdge, None) => aims.target[i],
            (SteerTo::BandEdge, Some(band)) => current.clamp(band.lower, band.upper.max(band.lower)),
        };
        let mut at = Some(k);
        while let Some(row) = at {
            aims.is_free[i] |= is_crossed(rows[row].verdict);
            at = target.rows.get(row).and_then(|flat| flat.parent);
        }
    }
    if request.steer_to == SteerTo::BandEdge {
        steer_groups(target, tables, &mut aims);
    }
    Ok(aims)
}

fn is_in_banded_group(target: &Flattened, row: usize) -> bool {
    let mut at = target.rows.get(row).and_then(|row| row.parent);
    while let Some(group) = at {
        if target.rows[group].band.is_some() {
            return true;
        }
        at = target.rows[group].parent;
    }
    false
}

/// Scales the aims inside of each group, the innermost first, so that the group as a whole comes to its band.
fn steer_groups(target: &Flattened, tables: &tables::Tables<'_>, aims: &mut Aims) {
    for (group, row) in target.rows.iter().enumerate().rev().filter(|(_, row)| row.kind == RowKind::Group) {
        let Some(band) = row.band else { continue };
        let is_inside = |mut at: usize| loop {
            match target.rows[at].parent {
                Some(parent) if parent == group => break true,
                Some(parent) => at = parent,
                None => break false,
            }
        };
        let members: BTreeSet<usize> = (0..target.rows.len())
            .filter(|k| target.rows[*k].kind == RowKind::Instrument && is_inside(*k))
            .map(|k| tables.position[target.rows[k].name.as_str()])
            .collect();
        let sum: Decimal = members.iter().map(|i| aims.weight[*i]).sum();
        let edge = sum.clamp(band.lower, band.upper.max(band.lower));
        if edge == sum {
            continue;
        }
        for i in members {
            aims.weight[i] = if sum > Decimal::ZERO {
                aims.weight[i] * edge / sum
            } else if row.weight > Decimal::ZERO {
                aims.target[i] * edge / row.weight
            } else {
                Decimal::ZERO
            };
        }
    }
}
