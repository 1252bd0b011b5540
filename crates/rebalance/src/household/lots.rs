//! The lots of a position in the order in which they are sold, with what that costs in tax, and those that are kept.

use chrono::NaiveDate;
use model::account::AccountKind;
use rust_decimal::Decimal;
use tax::{LotOrder, Term};

use super::{Household, Slot, float, tables::Tables};
use crate::curve::Corners;
use crate::draft::PLACES;
use crate::plan::{Blocked, BlockedCode, Side};
use crate::{HeldLot, HouseholdAccount};

/// A lot that can be sold or is kept.
#[derive(Debug, Clone)]
pub(crate) struct Parcel {
    /// Position in the request's list of lots.
    pub(crate) lot: usize,
    pub(crate) quantity: Decimal,
    /// What how many units cost in the base currency: the lot's own, or the pool's.
    pub(crate) basis: Option<(Decimal, Decimal)>,
    pub(crate) term: Term,
    /// Gains and losses are taxed.
    pub(crate) is_taxed: bool,
    /// Priced tax of selling a unit today, in money.
    pub(crate) price: f64,
    /// Its loss would be cancelled by a purchase today.
    pub(crate) is_loss: bool,
    pub(crate) is_kept: bool,
}

impl Parcel {
    /// What a number of its units cost; exact for all of a lot.
    pub(crate) fn cost_of(&self, units: Decimal) -> Option<Decimal> {
        self.basis
            .map(|(cost, all)| if units == all { cost } else { (cost * units / all).round_dp(PLACES).normalize() })
    }

    fn unit_cost(&self) -> Option<Decimal> {
        self.basis.map(|(cost, units)| cost / units)
    }
}

/// Whether gains are taxed in an account of a kind. Simulated money is taxed as the real would be.
pub(crate) fn is_taxed(kind: AccountKind) -> bool {
    match kind {
        AccountKind::Taxable | AccountKind::Paper => true,
        AccountKind::TaxDeferred | AccountKind::TaxFree => false,
    }
}

impl Household<'_> {
    /// Opens a slot for all that is held, and for all that could be bought.
    pub(super) fn open_slots(&mut self, tables: &Tables<'_>) {
        let mut by_slot: Vec<Vec<usize>> = vec![Vec::new(); self.accounts.len() * self.instruments.len()];
        let n = self.instruments.len();
        for (k, lot) in self.request.lots.iter().enumerate() {
            let (a, i) = (tables.account_position[lot.account.as_str()], tables.position[lot.instrument.as_str()]);
            by_slot[a * n + i].push(k);
            self.instruments[i].lots.push(k);
        }
        for a in 0..self.accounts.len() {
            for i in 0..n {
                let lots = &by_slot[a * n + i];
                if lots.is_empty() && !self.may_buy(a, i) {
                    continue;
                }
                let slot = self.slot(a, i, lots);
                let s = self.slots.len();
                self.instruments[i].slots.push(s);
                self.accounts[a].slots.push(s);
                self.slots.push(slot);
            }
        }
        for i in 0..n {
            if let Some(until) = self.instruments[i].purchase_blocked {
                let name = self.instruments[i].name.clone();
                self.blocked.push(Blocked {
                    side: Side::Buy,
                    account: None,
                    instrument: name.clone(),
                    lot: None,
                    code: BlockedCode::RecentLossSale,
                    until: Some(until),
                    reason: format!("{name} was sold at a loss: buying it by {until} would cancel that loss"),
                });
            }
        }
    }

    /// The instrument is of interest to be bought in the account.
    pub(super) fn may_buy(&self, a: usize, i: usize) -> bool {
        let (account, listing) = (&self.request.accounts[a], &self.instruments[i]);
        listing.is_free
            && listing.purchase_blocked.is_none()
            && !account.do_not_trade
            && !account.locked.contains(&listing.name)
            && account.buys.as_ref().is_none_or(|buys| buys.contains(&listing.name))
            && listing.aim > 0.0
    }

    fn slot(&mut self, a: usize, i: usize, lots: &[usize]) -> Slot {
        let account = &self.request.accounts[a];
        let order = account.lot_order.unwrap_or(self.rules.lot_order);
        let mut parcels: Vec<Parcel> =
            lots.iter().map(|&lot| self.parcel(account, i, lot, self.own_basis(lot))).collect();
        if order == LotOrder::Average {
            self.pool(account, i, &mut parcels);
        }
        match order {
            LotOrder::Specific => parcels.sort_by(|x, y| x.price.total_cmp(&y.price).then(x.is_loss.cmp(&y.is_loss))),
            LotOrder::FirstInFirstOut | LotOrder::Average => {
                parcels.sort_by_key(|parcel| (self.request.lots[parcel.lot].opened_on, parcel.lot));
            }
            LotOrder::LastInFirstOut => {
                parcels.sort_by_key(|parcel| std::cmp::Reverse((self.request.lots[parcel.lot].opened_on, parcel.lot)));
            }
            // Lots of unknown cost come last.
            LotOrder::HighestCostFirst => parcels.sort_by_key(|parcel| {
                let opened = (self.request.lots[parcel.lot].opened_on, parcel.lot);
                (std::cmp::Reverse(parcel.unit_cost()), opened)
            }),
        }
        self.keep(account, i, order, &mut parcels);
        let free = || parcels.iter().filter(|parcel| !parcel.is_kept);
        let corner = |parcel: &Parcel| (float(parcel.quantity), parcel.price);
        let full = Corners::of(free().map(corner));
        let clean = match order {
            LotOrder::Specific => Corners::of(free().filter(|parcel| !parcel.is_loss).map(corner)),
            LotOrder::FirstInFirstOut | LotOrder::LastInFirstOut | LotOrder::HighestCostFirst | LotOrder::Average => {
                Corners::of(free().take_while(|parcel| !parcel.is_loss).map(corner))
            }
        };
        let drag = self.request.instruments[i].tax_drag;
        let yearly = match account.kind {
            AccountKind::Taxable | AccountKind::Paper => drag.taxable,
            AccountKind::TaxDeferred => drag.tax_deferred,
            AccountKind::TaxFree => drag.tax_free,
        };
        let units: Decimal = parcels.iter().map(|parcel| parcel.quantity).sum();
        let can_close = !parcels.is_empty() && parcels.iter().all(|parcel| !parcel.is_kept);
        Slot {
            account: a,
            instrument: i,
            units,
            held: float(units),
            drag: yearly * self.request.location_years * self.instruments[i].price,
            full,
            clean,
            can_close,
            last_partial: 0.0,
            parcels,
            low: 0.0,
            high: 0.0,
            smallest: 0.0,
        }
    }

    fn own_basis(&self, lot: usize) -> Option<(Decimal, Decimal)> {
        let lot = &self.request.lots[lot];
        lot.cost_base.map(|cost| (cost, lot.quantity))
    }

    fn parcel(&self, account: &HouseholdAccount, i: usize, lot: usize, basis: Option<(Decimal, Decimal)>) -> Parcel {
        let held = &self.request.lots[lot];
        let unit_cost = basis.map(|(cost, units)| cost / units);
        let is_taxed = is_taxed(account.kind);
        let (term, price) = self.taxed(held, i, unit_cost.filter(|_| is_taxed));
        let is_loss = is_taxed
            && self.rules.wash_sale_window.is_some()
            && unit_cost.is_some_and(|cost| cost > self.instruments[i].price_base);
        Parcel { lot, quantity: held.quantity, basis, term, is_taxed, price, is_loss, is_kept: false }
    }

    /// Term of a lot that is sold today and its priced tax a unit.
    fn taxed(&self, lot: &HeldLot, i: usize, unit_cost: Option<Decimal>) -> (Term, f64) {
        let days = self.rules.days_to_long_term(lot.opened_on, self.request.date);
        let term = self.rules.term(lot.opened_on, self.request.date);
        let gain = unit_cost.map_or(0.0, |cost| float(self.instruments[i].price_base - cost));
        (term, gain * self.request.deferral.price_per_gain(days, self.tax_rates))
    }

    /// Gives all lots the pool's average cost; unknown when one of them is.
    fn pool(&self, account: &HouseholdAccount, i: usize, parcels: &mut [Parcel]) {
        let units: Decimal = parcels.iter().map(|parcel| parcel.quantity).sum();
        let cost: Option<Decimal> = parcels.iter().map(|parcel| self.request.lots[parcel.lot].cost_base).sum();
        for parcel in parcels {
            *parcel = self.parcel(account, i, parcel.lot, cost.map(|cost| (cost, units)));
        }
    }

    /// Marks the lots that are not sold, says why, and puts them at the end.
    fn keep(&mut self, account: &HouseholdAccount, i: usize, order: LotOrder, parcels: &mut [Parcel]) {
        let name = self.instruments[i].name.clone();
        let is_frozen =
            account.do_not_trade || account.locked.contains(&name) || self.request.instruments[i].do_not_trade;
        let mut is_behind = false;
        for parcel in parcels.iter_mut() {
            let lot = &self.request.lots[parcel.lot];
            let cause = self.cause(lot, i, parcel, is_frozen);
            // In a fixed order nothing behind a lot that is kept can be sold.
            let cause = match cause {
                None if is_behind => {
                    let words = format!("lots of {} go in a fixed order, and an older one is kept", account.id);
                    Some((BlockedCode::BehindKeptLot, None, words))
                }
                cause => cause,
            };
            let Some((code, until, reason)) = cause else { continue };
            parcel.is_kept = true;
            is_behind = order != LotOrder::Specific;
            self.blocked.push(Blocked {
                side: Side::Sell,
                account: Some(account.id.clone()),
                instrument: name.clone(),
                lot: Some(lot.id.clone()),
                code,
                until,
                reason,
            });
        }
        // A pool has one cost: when a part of it is kept for its loss, all of it is.
        parcels.sort_by_key(|parcel| parcel.is_kept);
    }

    fn cause(
        &self,
        lot: &HeldLot,
        i: usize,
        parcel: &Parcel,
        is_frozen: bool,
    ) -> Option<(BlockedCode, Option<NaiveDate>, String)> {
        if lot.locked || is_frozen {
            return Some((BlockedCode::Locked, None, format!("{} is locked or not to be traded", lot.instrument)));
        }
        if parcel.is_taxed && parcel.unit_cost().is_none() {
            let words =
                format!("what lot {} cost is unknown, and so is its tax; complete the books to sell it", lot.id);
            return Some((BlockedCode::CostUnknown, None, words));
        }
        if !parcel.is_loss {
            return None;
        }
        let (until, by) = self.purchase_against(lot, i)?;
        let words = format!(
            "selling lot {} at a loss by {until} is a wash sale: {} {by}; its loss would not count",
            lot.id, lot.instrument
        );
        Some((BlockedCode::WashSale, Some(until), words))
    }

    /// The purchase that cancels a loss on a lot for the longest, with the last day and words for it. A lot's own purchase does not:
    /// selling a part of one purchase reduces the holding (Rev. Rul. 56-602).
    fn purchase_against(&self, lot: &HeldLot, i: usize) -> Option<(NaiveDate, String)> {
        let (window, today) = (self.rules.wash_sale_window?, self.request.date);
        let others = self.instruments[i].lots.iter().map(|k| &self.request.lots[*k]).filter(|other| other.id != lot.id);
        let held = others.filter(|other| !other.received && window.blocks_loss(other.opened_on, today));
        let held = held.map(|other| (other.opened_on, Some(other.account.as_str())));
        let given = self.request.purchases.iter().filter(|purchase| purchase.instrument == lot.instrument);
        let given =
            given.filter(|purchase| window.cancels(purchase.date, today)).map(|p| (p.date, p.account.as_deref()));
        let (day, account) = held.chain(given).max_by_key(|(day, _)| window.loss_blocked_until(*day))?;
        let verb = if day > today { "will be bought" } else { "was bought" };
        let place = account.map_or_else(String::new, |account| format!(" in {account}"));
        Some((window.loss_blocked_until(day), format!("{verb}{place} on {day}")))
    }
}
