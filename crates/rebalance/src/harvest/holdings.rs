//! What the household holds and is about to buy, by purchase.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::{
    account::AccountKind,
    id::{AccountId, InstrumentId, LotId},
};
use rust_decimal::Decimal;

use super::identity::Identities;
use super::request::HarvestRequest;

/// Units bought together, held or pending.
#[derive(Debug, Clone)]
pub(super) struct Holding {
    /// The lot that holds them; `None` when they are still to come.
    pub(super) lot: Option<LotId>,
    pub(super) instrument_id: InstrumentId,
    pub(super) account_id: AccountId,
    pub(super) bought: NaiveDate,
    pub(super) held_since: NaiveDate,
    pub(super) units: Decimal,
    /// What earlier losses added to their cost.
    pub(super) basis_added: Decimal,
    /// They have replaced a loss: they replace no other.
    pub(super) spent: bool,
    /// They did not come by a purchase: they replace nothing.
    pub(super) received: bool,
    pub(super) sheltered: bool,
}

/// Which purchases can replace one another: identical instruments, of real or of simulated money.
pub(super) type Group = (usize, Money);

/// Simulated money is a household of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Money {
    Real,
    Simulated,
}

pub(super) struct Household {
    by_group: BTreeMap<Group, Vec<Holding>>,
}

impl Household {
    /// Lots as they are open. A purchase that shows in no lot of its day is part of a pool: it is taken out of the pool's units.
    pub(super) fn new(request: &HarvestRequest<'_>, identities: &Identities) -> Self {
        let mut holdings: Vec<Holding> = request
            .lots
            .iter()
            .filter(|open| open.lot.quantity > Decimal::ZERO)
            .flat_map(|open| request.parts(open).into_iter().map(move |part| (open, part)))
            .map(|(open, part)| Holding {
                lot: Some(open.lot.id),
                instrument_id: open.lot.instrument_id,
                account_id: open.lot.account_id,
                bought: open.lot.opened_on,
                held_since: part.held_since,
                units: part.units,
                basis_added: part.basis_added,
                spent: !part.basis_added.is_zero(),
                received: request.received.contains(&open.lot.id),
                sheltered: !request.is_taxed(open.lot.account_id),
            })
            .collect();
        for purchase in request.purchases {
            let same = |holding: &Holding| {
                (holding.account_id, holding.instrument_id) == (purchase.account_id, purchase.instrument_id)
            };
            if purchase.date > request.today {
                holdings.push(Holding {
                    lot: None,
                    instrument_id: purchase.instrument_id,
                    account_id: purchase.account_id,
                    bought: purchase.date,
                    held_since: purchase.date,
                    units: purchase.units,
                    basis_added: Decimal::ZERO,
                    spent: false,
                    received: false,
                    sheltered: !request.is_taxed(purchase.account_id),
                });
            } else if !holdings.iter().any(|holding| same(holding) && holding.bought == purchase.date) {
                let pool = holdings.iter_mut().find(|holding| same(holding) && holding.bought < purchase.date);
                let Some(pool) = pool.filter(|pool| pool.units > Decimal::ZERO) else { continue };
                let units = purchase.units.min(pool.units);
                let basis_added = share(pool.basis_added, units, pool.units);
                let part = Holding { bought: purchase.date, units, basis_added, received: false, ..pool.clone() };
                pool.units -= units;
                pool.basis_added -= basis_added;
                holdings.push(part);
            }
        }
        let mut by_group: BTreeMap<Group, Vec<Holding>> = BTreeMap::new();
        for holding in holdings.into_iter().filter(|holding| holding.units > Decimal::ZERO) {
            if let Some(group) = group(request, identities, holding.instrument_id, holding.account_id) {
                by_group.entry(group).or_default().push(holding);
            }
        }
        by_group.values_mut().for_each(|group| group.sort_by_key(|holding| holding.bought));
        Self { by_group }
    }

    pub(super) fn of(&self, group: Group) -> &[Holding] {
        self.by_group.get(&group).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The part of an amount that falls on `units` of `of`: all of it for all units.
pub(super) fn share(amount: Decimal, units: Decimal, of: Decimal) -> Decimal {
    if units == of { amount } else { (amount * (units / of)).round_dp(8) }
}

pub(super) fn group(
    request: &HarvestRequest<'_>,
    identities: &Identities,
    instrument: InstrumentId,
    account: AccountId,
) -> Option<Group> {
    let money = match request.account(account)?.kind {
        AccountKind::Paper => Money::Simulated,
        AccountKind::Taxable | AccountKind::TaxDeferred | AccountKind::TaxFree => Money::Real,
    };
    Some((identities.group(instrument)?, money))
}
