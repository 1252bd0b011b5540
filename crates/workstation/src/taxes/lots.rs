//! Open lots as the tax sees them: what they cost with the losses that buying back moved onto them, and from which day they
//! count as held.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use model::{
    currency::Currency,
    id::{AccountId, InstrumentId, LotId},
};
use rust_decimal::Decimal;
use serde::Serialize;
use tax::{LotPart, RepurchaseKind, RepurchaseRule, TaxError, Term, superficial_losses, wash_sales};

use super::{
    Law,
    household::{Accounts, lots_and_sales, movements, named},
    profile::TaxProfile,
};
use crate::folded::Folded;

/// An open lot as the tax sees it. Money is in the base currency.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TaxLot {
    /// The books' cost with what earlier losses added; none where the books' cost is unknown.
    pub(crate) cost_base: Option<Decimal>,
    /// What earlier losses added to it, zero or more.
    pub(crate) basis_added: Decimal,
    /// The day from which it counts as held, what wash sales added to that included; of units that differ, the latest day:
    /// none of them is taken for older than it is.
    pub(crate) held_since: NaiveDate,
    /// Its units by what was added to them, those that are sold first in front; one entry where all are alike.
    pub(crate) parts: Vec<LotPart>,
}

/// Open lots of taxable accounts as the tax sees them.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TaxLotsView {
    /// The day.
    pub today: NaiveDate,
    /// The currency of amounts.
    pub base_currency: Currency,
    /// Whose rules hold; null when no law is chosen: then lots cost what the books say.
    pub rules: Option<String>,
    /// The lots, by instrument and day.
    pub lots: Vec<OpenTaxLot>,
}

/// An open lot as the tax sees it. Amounts are in the base currency; null is unknown.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OpenTaxLot {
    /// The lot.
    pub lot_id: LotId,
    /// Where.
    pub account_id: AccountId,
    /// The account's name.
    pub account: String,
    /// Of what.
    pub instrument_id: InstrumentId,
    /// Its symbol.
    pub symbol: String,
    /// Units; negative when short.
    #[schema(value_type = String)]
    pub units: Decimal,
    /// The day it was opened.
    pub opened_on: NaiveDate,
    /// The day from which it counts as held; the latest day when its units differ.
    pub held_since: NaiveDate,
    /// Its term when sold today; null where the law knows no holding period, or none is chosen.
    pub term: Option<Term>,
    /// The first day on which all of it is long-term; null where there is no such day.
    pub long_term_from: Option<NaiveDate>,
    /// What it cost, by the books.
    #[schema(value_type = Option<String>)]
    pub cost: Option<Decimal>,
    /// What earlier losses added to that.
    #[schema(value_type = String)]
    pub basis_added: Decimal,
    /// Both together.
    #[schema(value_type = Option<String>)]
    pub tax_cost: Option<Decimal>,
    /// Its units by what was added to them, those that are sold first in front; one entry where all are alike.
    pub parts: Vec<LotPart>,
}

pub(super) fn view(state: &Folded, profile: &TaxProfile) -> Result<TaxLotsView, TaxError> {
    let accounts = Accounts::of(state);
    let law = Law::of(profile, state).ok();
    let terms = law.as_ref().map(|law| law.rules).filter(|rules| rules.long_term_after_months.is_some());
    let mut known = tax_lots(state, profile)?;
    let open = state.books.lots.iter().map(|l| &l.lot).filter(|l| accounts.is_taxed(l.account_id));
    let row = |lot: &model::lot::Lot| {
        let taxed = known.remove(&(lot.account_id, lot.id))?;
        Some(OpenTaxLot {
            lot_id: lot.id,
            account_id: lot.account_id,
            account: accounts.get(lot.account_id).map_or_else(String::new, |a| a.name.clone()),
            instrument_id: lot.instrument_id,
            symbol: state.instrument(lot.instrument_id).map_or_else(String::new, |i| i.fields.symbol.clone()),
            units: lot.quantity,
            opened_on: lot.opened_on,
            held_since: taxed.held_since,
            term: terms.map(|rules| rules.term(taxed.held_since, state.today)),
            long_term_from: terms.and_then(|rules| rules.first_long_term_day(taxed.held_since)),
            cost: lot.cost_base,
            basis_added: taxed.basis_added,
            tax_cost: taxed.cost_base,
            parts: taxed.parts,
        })
    };
    let mut lots: Vec<OpenTaxLot> = open.filter_map(row).collect();
    lots.sort_by(|a, b| a.symbol.cmp(&b.symbol).then(a.opened_on.cmp(&b.opened_on)).then(a.lot_id.cmp(&b.lot_id)));
    Ok(TaxLotsView {
        today: state.today,
        base_currency: state.settings.base_currency,
        rules: law.map(|law| law.name),
        lots,
    })
}

/// Every open lot of real accounts as the tax sees it by the law of today, or by that of the nearest year that is known.
/// Without a law, and in sheltered accounts, a lot costs what the books say and is held since it was opened.
///
/// # Errors
/// When the books do not fit the law.
pub(crate) fn tax_lots(state: &Folded, profile: &TaxProfile) -> Result<HashMap<(AccountId, LotId), TaxLot>, TaxError> {
    let accounts = Accounts::of(state);
    let repurchase = Law::of(profile, state).ok().and_then(|law| law.repurchase);
    let added = added(state, &accounts, repurchase)?;
    let open = state.books.lots.iter().map(|l| &l.lot).filter(|l| accounts.get(l.account_id).is_some());
    let lots = open.map(|lot| {
        let key = (lot.account_id, lot.id);
        let whole = || vec![LotPart { units: lot.quantity, basis_added: Decimal::ZERO, held_since: lot.opened_on }];
        let parts = added.get(&key).cloned().unwrap_or_else(whole);
        let basis_added: Decimal = parts.iter().map(|part| part.basis_added).sum();
        let held_since = parts.iter().map(|part| part.held_since).max().unwrap_or(lot.opened_on);
        (key, TaxLot { cost_base: lot.cost_base.map(|cost| cost + basis_added), basis_added, held_since, parts })
    });
    Ok(lots.collect())
}

/// The units of the lots that took a loss, by what they took.
pub(super) fn added(
    state: &Folded,
    accounts: &Accounts<'_>,
    repurchase: Option<RepurchaseRule>,
) -> Result<BTreeMap<(AccountId, LotId), Vec<LotPart>>, TaxError> {
    match repurchase {
        Some(RepurchaseRule { kind: RepurchaseKind::WashSale, window }) => {
            let (lots, sales) = lots_and_sales(state, accounts);
            let report = wash_sales(window, &lots, &sales)?;
            Ok(report.lots.into_iter().filter_map(|lot| Some((named(&lot.lot_id)?, lot.parts))).collect())
        }
        Some(RepurchaseRule { kind: RepurchaseKind::SuperficialLoss, window }) => {
            let report = superficial_losses(window, &movements(state, accounts), state.today)?;
            let pools = report.added.iter().map(|pool| ((pool.group.as_str(), pool.holder.as_str()), pool.amount));
            Ok(over_lots(state, accounts, &pools.collect()))
        }
        // What was bought back is the cost of what was sold: the books have it.
        Some(RepurchaseRule { kind: RepurchaseKind::Matching, .. }) | None => Ok(BTreeMap::new()),
    }
}

/// What pools took, spread over their lots by units; the last lot takes the rest. Denied losses change no date.
fn over_lots(
    state: &Folded,
    accounts: &Accounts<'_>,
    pools: &HashMap<(&str, &str), Decimal>,
) -> BTreeMap<(AccountId, LotId), Vec<LotPart>> {
    let mut members: BTreeMap<(String, String), Vec<&model::lot::Lot>> = BTreeMap::new();
    let open = state.books.lots.iter().map(|l| &l.lot);
    for lot in open.filter(|l| accounts.is_taxed(l.account_id) && l.quantity > Decimal::ZERO) {
        let pool = (lot.instrument_id.to_string(), accounts.holder(lot.account_id));
        members.entry(pool).or_default().push(lot);
    }
    let mut parts = BTreeMap::new();
    for ((group, holder), lots) in &members {
        let Some(amount) = pools.get(&(group.as_str(), holder.as_str())) else { continue };
        let mut left = (*amount, lots.iter().map(|lot| lot.quantity).sum::<Decimal>());
        for lot in lots {
            let share = if lot.quantity == left.1 { left.0 } else { (left.0 * (lot.quantity / left.1)).round_dp(8) };
            left = (left.0 - share, left.1 - lot.quantity);
            let part = LotPart { units: lot.quantity, basis_added: share, held_since: lot.opened_on };
            parts.insert((lot.account_id, lot.id), vec![part]);
        }
    }
    parts
}
