//! Tax-loss harvesting: which lots to sell at a loss, what that is worth, what stands against it, and what to hold instead.
//!
//! # The value of a loss
//! Selling a lot at a loss `L`, of which `A` counts after wash sales, saves `A · rate of its term` today. What is bought instead has a
//! cost that is lower by as much, and bears `A · long-term rate` later, of which `later_tax_share` counts today (the chance that it
//! falls due at all, times the discount). The trades cost `cost_rate` of the value sold and of the value bought:
//!
//! `value = A · rate today − later_tax_share · A · long-term rate − 2 · cost_rate · value of the lot`.
//!
//! It is that of each lot alone, sold as a whole today, with gains of its term to set the loss off against.
//!
//! # What stands against it
//! Purchases of the same or of anything substantially identical, in any account of the household, the spouse's and sheltered ones
//! included: made within the window before today and still held, or pending within the window after. Simulated money is a household
//! of its own.

mod blocks;
mod error;
mod holdings;
mod identity;
mod report;
mod request;
mod similarity;

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use model::id::InstrumentId;
use portfolio::books::OpenLot;
use rust_decimal::Decimal;
use tax::{Term, WaitAdvice, waiting};

use blocks::Blocks;
use holdings::Household;
use identity::Identities;

pub use error::HarvestError;
pub use identity::IdentityKeys;
pub use report::{
    Block, Excluded, ExclusionReason, HarvestCandidate, HarvestReport, LotGap, RankedReplacement, Replacements,
    UnknownLot, WaitingLot, WashStatus,
};
pub use request::{
    HarvestInstrument, HarvestRequest, HarvestTerms, HouseholdAccount, LossSale, Purchase, ReplacementUniverse,
    ReturnSeries,
};

/// Looks at every lot in a taxable account.
///
/// # Errors
/// [`HarvestError::Input`] when an account, instrument or series that something refers to is not given, an amount is out of
/// range, or series differ in length; [`HarvestError::Tax`] from the rules.
pub fn harvest(request: &HarvestRequest<'_>) -> Result<HarvestReport, HarvestError> {
    request.check()?;
    let identities = Identities::new(request.instruments);
    let household = Household::new(request, &identities);
    let blocks = Blocks::new(request, &household, &identities);
    let mut report = HarvestReport::default();
    for lot in request.lots.iter().filter(|open| request.is_taxed(open.lot.account_id)) {
        let (value, cost) = match worth(request, lot) {
            Ok(worth) => worth,
            Err(gap) => {
                let message = gap.message(request.symbol(lot.lot.instrument_id));
                report.unknown.push(UnknownLot { lot_id: lot.lot.id, gap, message });
                continue;
            }
        };
        let gain = value - cost;
        let hint = waiting(&request.rules, request.terms.rates, gain, lot.lot.opened_on, request.today);
        if let Some(hint) = hint.filter(|hint| hint.advice == WaitAdvice::WaitUntilLongTerm) {
            report.waiting.push(WaitingLot {
                lot_id: lot.lot.id,
                account_id: lot.lot.account_id,
                instrument_id: lot.lot.instrument_id,
                gain,
                hint,
            });
        }
        if gain < Decimal::ZERO && -gain >= request.terms.min_loss {
            let wash = blocks.of_sale(lot, gain)?;
            let hint = hint.filter(|hint| hint.advice == WaitAdvice::SellWhileShortTerm);
            report.candidates.push(candidate(request, lot, (value, cost), wash, hint));
        }
    }
    report.candidates.sort_by_key(|candidate| (Reverse(candidate.harvest_value), candidate.lot_id));
    report.waiting.sort_by_key(|waiting| (waiting.hint.days, waiting.lot_id));
    report.replacements = replacements(request, &identities, &report.candidates)?;
    Ok(report)
}

/// Value and cost of a lot in the base currency.
fn worth(request: &HarvestRequest<'_>, open: &OpenLot) -> Result<(Decimal, Decimal), LotGap> {
    if open.lot.quantity <= Decimal::ZERO {
        return Err(LotGap::Short);
    }
    let price = request.prices.get(&open.lot.instrument_id).ok_or(LotGap::NoPrice)?;
    let cost = open.lot.cost_base.ok_or(LotGap::NoCost)?;
    Ok((price.checked_mul(open.lot.quantity).ok_or(LotGap::TooLarge)?, cost))
}

fn candidate(
    request: &HarvestRequest<'_>,
    open: &OpenLot,
    (value, cost): (Decimal, Decimal),
    wash: WashStatus,
    wait: Option<tax::Waiting>,
) -> HarvestCandidate {
    let terms = &request.terms;
    let term = request.rules.term(open.lot.opened_on, request.today);
    let rate = match term {
        Term::Short => terms.rates.short_term,
        Term::Long => terms.rates.long_term,
    };
    let loss = cost - value;
    let allowed_loss = loss - wash.disallowed;
    let tax_saved = allowed_loss * rate;
    let tax_later = allowed_loss * terms.rates.long_term * terms.later_tax_share;
    let trading_cost = Decimal::TWO * terms.cost_rate * value;
    HarvestCandidate {
        lot_id: open.lot.id,
        account_id: open.lot.account_id,
        instrument_id: open.lot.instrument_id,
        units: open.lot.quantity,
        value,
        cost,
        loss,
        term,
        held_since: open.lot.opened_on,
        allowed_loss,
        tax_saved,
        tax_later,
        trading_cost,
        harvest_value: tax_saved - tax_later - trading_cost,
        wash,
        wait,
    }
}

/// Replacements for each instrument of which a lot is a candidate.
fn replacements(
    request: &HarvestRequest<'_>,
    identities: &Identities,
    candidates: &[HarvestCandidate],
) -> Result<BTreeMap<InstrumentId, Replacements>, HarvestError> {
    let Some(universe) = &request.universe else { return Ok(BTreeMap::new()) };
    let sold: BTreeSet<InstrumentId> = candidates.iter().map(|candidate| candidate.instrument_id).collect();
    let similarity = similarity::Similarity::new(universe);
    let mut found = BTreeMap::new();
    for instrument in &sold {
        found.insert(*instrument, similarity.rank(request, identities, *instrument, &sold));
    }
    Ok(found)
}
