//! Which purchases stand against the sale of a lot at a loss.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::lot::Lot;
use portfolio::books::OpenLot;
use rust_decimal::Decimal;
use tax::{
    HouseholdLot, LotSale, RepurchaseKind, RepurchaseRule, UnitMovement, WashSaleWindow, superficial_losses, wash_sales,
};

use super::HarvestError;
use super::holdings::{Holding, Household, group, share};
use super::identity::Identities;
use super::report::{Block, WashStatus};
use super::request::HarvestRequest;

/// What selling a lot comes to: what stands against its loss, and what counts of its gains by the day since which units count as
/// held.
pub(super) struct Outcome {
    pub(super) status: WashStatus,
    pub(super) counted: Vec<(NaiveDate, Decimal)>,
}

pub(super) struct Blocks<'a> {
    request: &'a HarvestRequest<'a>,
    household: &'a Household,
    identities: &'a Identities,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(request: &'a HarvestRequest<'a>, household: &'a Household, identities: &'a Identities) -> Self {
        Self { request, household, identities }
    }

    /// What would stand against selling the whole lot today at this gain, below zero, what earlier losses added to its cost taken
    /// off.
    pub(super) fn of_sale(&self, open: &OpenLot, gain: Decimal) -> Result<Outcome, HarvestError> {
        let lot = &open.lot;
        let Some(RepurchaseRule { kind, window }) = self.request.repurchase else {
            let status = WashStatus::default();
            return Ok(Outcome { counted: self.by_parts(open, gain, &status), status });
        };
        let group = group(self.request, self.identities, lot.instrument_id, lot.account_id);
        let holdings = group.map(|group| self.household.of(group)).unwrap_or_default();
        let sold: Vec<&Holding> = holdings.iter().filter(|holding| holding.lot == Some(lot.id)).collect();
        let (mut status, counted) = match kind {
            RepurchaseKind::WashSale => {
                let (status, counted) = self.as_wash_sale(window, holdings, &sold, gain)?;
                (status, Some(counted))
            }
            RepurchaseKind::SuperficialLoss => (self.as_superficial_loss(window, holdings, &sold, gain)?, None),
            RepurchaseKind::Matching => (self.as_matched(window, holdings, lot, gain), None),
        };
        let counted = counted.unwrap_or_else(|| self.by_parts(open, gain, &status));
        status.blocks.sort_by_key(|block| (block.date, block.account_id));
        status.clear_from = status.blocks.iter().map(|block| block.until).max().and_then(|day| day.succ_opt());
        status.repurchase_from = window.purchase_blocked_until(self.request.today).succ_opt();
        Ok(Outcome { status, counted })
    }

    /// What counts of the gains of a lot's parts, what is disallowed taken from each in proportion.
    fn by_parts(&self, open: &OpenLot, gain: Decimal, status: &WashStatus) -> Vec<(NaiveDate, Decimal)> {
        let parts = self.request.parts(open);
        let added: Decimal = parts.iter().map(|part| part.basis_added).sum();
        let (units, counts) = (open.lot.quantity, gain + status.disallowed);
        let of_part = |part: &tax::LotPart| share(gain + added, part.units, units) - part.basis_added;
        parts.iter().map(|part| (part.held_since, share(counts, of_part(part), gain))).collect()
    }

    fn as_wash_sale(
        &self,
        window: WashSaleWindow,
        holdings: &[Holding],
        sold: &[&Holding],
        gain: Decimal,
    ) -> Result<(WashStatus, Vec<(NaiveDate, Decimal)>), HarvestError> {
        let lots: Vec<HouseholdLot> = holdings
            .iter()
            .enumerate()
            .map(|(i, holding)| HouseholdLot {
                id: i.to_string(),
                group: String::new(),
                sheltered: holding.sheltered,
                bought: (!holding.spent && !holding.received).then_some(holding.bought),
                held_since: holding.held_since,
                units: holding.units,
            })
            .collect();
        let mut sales = Vec::new();
        for (holding, gain) in by_units(sold, gain) {
            let position = holdings.iter().position(|other| std::ptr::eq(other, holding));
            let id = position.expect("invariant: what is sold is held").to_string();
            sales.push(LotSale { id: id.clone(), lot_id: id, sold: self.request.today, units: holding.units, gain });
        }
        let report = wash_sales(window, &lots, &sales)?;
        let mut units: BTreeMap<usize, Decimal> = BTreeMap::new();
        let mut status = WashStatus::default();
        let mut counted = Vec::new();
        for sale in &report.sales {
            counted.extend(sale.portions.iter().map(|part| (part.held_since, part.gain + part.disallowed)));
            status.disallowed += sale.disallowed;
            status.lost += sale.lost;
            for replacement in &sale.replacements {
                let position = replacement.lot_id.parse().expect("invariant: lots are named by their position");
                *units.entry(position).or_default() += replacement.units;
            }
        }
        status.blocks =
            units.into_iter().map(|(position, units)| self.block(window, &holdings[position], units)).collect();
        Ok((status, counted))
    }

    /// By what is held after the window, purchases that are pending by then included.
    fn as_superficial_loss(
        &self,
        window: WashSaleWindow,
        holdings: &[Holding],
        sold: &[&Holding],
        gain: Decimal,
    ) -> Result<WashStatus, HarvestError> {
        let end = window.purchase_blocked_until(self.request.today);
        let movement = |id: String, holding: &Holding, date: NaiveDate, units: Decimal, gain: Option<Decimal>| {
            let owner = self.request.account(holding.account_id).map_or("", |account| account.owner.as_str());
            // A person's taxable accounts are one pool; each sheltered account is one of its own.
            let holder = if holding.sheltered { holding.account_id.to_string() } else { owner.to_owned() };
            let (group, sheltered) = (String::new(), holding.sheltered);
            UnitMovement { id, group, holder, sheltered, date, units, gain }
        };
        let until_end = holdings.iter().filter(|holding| holding.bought <= end).enumerate();
        let mut movements: Vec<UnitMovement> = until_end
            .map(|(i, holding)| movement(format!("buy {i}"), holding, holding.bought, holding.units, None))
            .collect();
        // One sale out of one pool, however its units came there.
        if let Some(first) = sold.first() {
            let units: Decimal = sold.iter().map(|holding| holding.units).sum();
            movements.push(movement("sell".to_owned(), first, self.request.today, -units, Some(gain)));
        }
        let report = superficial_losses(window, &movements, end)?;
        let mut status = WashStatus {
            disallowed: report.disposals.iter().map(|disposal| disposal.denied).sum(),
            lost: report.disposals.iter().map(|disposal| disposal.lost).sum(),
            ..WashStatus::default()
        };
        if !status.disallowed.is_zero() {
            let stands = |holding: &&Holding| self.is_in_window(window, holding.bought);
            status.blocks =
                holdings.iter().filter(stands).map(|holding| self.block(window, holding, holding.units)).collect();
        }
        Ok(status)
    }

    /// Units that the same person acquires on the day or within the window after it are the ones that were sold: the loss of this
    /// lot does not arise on them. What anyone else of the household buys, or a sheltered account, is not matched.
    fn as_matched(&self, window: WashSaleWindow, holdings: &[Holding], lot: &Lot, gain: Decimal) -> WashStatus {
        let units = lot.quantity;
        let owner = |account| self.request.account(account).map(|account| account.owner.as_str());
        let mine = |holding: &&Holding| {
            !holding.sheltered && !holding.received && owner(holding.account_id) == owner(lot.account_id)
        };
        let mut left = units;
        let mut status = WashStatus::default();
        let later = holdings.iter().filter(|h| h.bought >= self.request.today && h.lot != Some(lot.id)).filter(mine);
        for holding in later.filter(|holding| self.is_in_window(window, holding.bought)) {
            let matched = holding.units.min(left);
            if matched > Decimal::ZERO {
                left -= matched;
                status.blocks.push(self.block(window, holding, matched));
            }
        }
        status.disallowed = (-gain * (units - left) / units).round_dp(8);
        status
    }

    fn is_in_window(&self, window: WashSaleWindow, bought: NaiveDate) -> bool {
        let today = self.request.today;
        today <= window.loss_blocked_until(bought).max(bought) && bought <= window.purchase_blocked_until(today)
    }

    fn block(&self, window: WashSaleWindow, holding: &Holding, units: Decimal) -> Block {
        let account = self.request.account(holding.account_id);
        Block {
            instrument_id: holding.instrument_id,
            account_id: holding.account_id,
            account: account.map(|account| account.name.clone()).unwrap_or_default(),
            owner: account.map(|account| account.owner.clone()).unwrap_or_default(),
            sheltered: holding.sheltered,
            date: holding.bought,
            pending: holding.lot.is_none(),
            units,
            until: window.loss_blocked_until(holding.bought),
        }
    }
}

/// The gain divided by units, what earlier losses added to the cost of some of them taken from theirs; the last takes the rest.
fn by_units<'h>(sold: &[&'h Holding], gain: Decimal) -> Vec<(&'h Holding, Decimal)> {
    let total: Decimal = sold.iter().map(|holding| holding.units).sum();
    let added: Decimal = sold.iter().map(|holding| holding.basis_added).sum();
    let (mut gain_left, mut units_left) = (gain + added, total);
    let mut parts = Vec::with_capacity(sold.len());
    for holding in sold {
        let part = share(gain_left, holding.units, units_left);
        gain_left -= part;
        units_left -= holding.units;
        parts.push((*holding, part - holding.basis_added));
    }
    parts
}
