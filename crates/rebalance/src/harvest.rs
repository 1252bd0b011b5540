//! Tax-loss harvesting: which lots to sell at a loss, what that is worth, what stands against it, and what to hold instead.
//!
//! # The value of a loss
//! Selling a lot at a loss `L`, of which `A` counts after wash sales, saves `A · rate of its term` today. What is bought instead has a
//! cost that is lower by as much, and bears `A · long-term rate` later, of which `later_tax_share` counts today (the chance that it
//! falls due at all, times the discount). The trades cost `cost_rate` of the value sold and of the value bought:
//!
//! `value = A · rate today − later_tax_share · A · long-term rate − 2 · cost_rate · value of the lot`.
//!
//! It is that of each lot alone, sold as a whole today, with gains of its term to set the loss off against. What earlier wash sales
//! added to the cost of its units is in the loss, and the time for which what was sold had been held in their term.
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

use chrono::NaiveDate;
use model::id::InstrumentId;
use portfolio::books::OpenLot;
use rust_decimal::Decimal;
use tax::{LotPart, Term, WaitAdvice, waiting};

use blocks::{Blocks, Outcome};
use holdings::{Household, share};
use identity::Identities;

pub use error::HarvestError;
pub use identity::IdentityKeys;
pub use report::{
    Block, Excluded, ExclusionReason, HarvestCandidate, HarvestPart, HarvestReport, LotGap, RankedReplacement,
    Replacements, UnknownLot, WaitingLot, WashStatus,
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
        let parts = match worth(request, lot) {
            Ok(parts) => parts,
            Err(gap) => {
                let message = gap.message(request.symbol(lot.lot.instrument_id));
                report.unknown.push(UnknownLot { lot_id: lot.lot.id, gap, message });
                continue;
            }
        };
        let hints = parts.iter().filter_map(|part| {
            let hint = waiting(&request.rules, request.terms.rates, part.gain(), part.held_since, request.today)?;
            Some((part, hint))
        });
        let hints: Vec<(&HarvestPart, tax::Waiting)> = hints.collect();
        for (part, hint) in hints.iter().filter(|(_, hint)| hint.advice == WaitAdvice::WaitUntilLongTerm) {
            report.waiting.push(WaitingLot {
                lot_id: lot.lot.id,
                account_id: lot.lot.account_id,
                instrument_id: lot.lot.instrument_id,
                units: part.units,
                held_since: part.held_since,
                gain: part.gain(),
                hint: *hint,
            });
        }
        let gain: Decimal = parts.iter().map(HarvestPart::gain).sum();
        if gain < Decimal::ZERO && -gain >= request.terms.min_loss {
            let outcome = blocks.of_sale(lot, gain)?;
            let sell = hints.iter().filter(|(_, hint)| hint.advice == WaitAdvice::SellWhileShortTerm);
            let soonest = sell.map(|(_, hint)| *hint).min_by_key(|hint| hint.days);
            report.candidates.push(candidate(request, lot, parts, outcome, soonest));
        }
    }
    report.candidates.sort_by_key(|candidate| (Reverse(candidate.harvest_value), candidate.lot_id));
    report.waiting.sort_by_key(|waiting| (waiting.hint.days, waiting.lot_id, waiting.held_since));
    report.replacements = replacements(request, &identities, &report.candidates)?;
    Ok(report)
}

/// Value and cost of a lot in the base currency, by what its units took of earlier losses; the last part takes the rest of both.
fn worth(request: &HarvestRequest<'_>, open: &OpenLot) -> Result<Vec<HarvestPart>, LotGap> {
    if open.lot.quantity <= Decimal::ZERO {
        return Err(LotGap::Short);
    }
    let price = request.prices.get(&open.lot.instrument_id).ok_or(LotGap::NoPrice)?;
    let cost = open.lot.cost_base.ok_or(LotGap::NoCost)?;
    let value = price.checked_mul(open.lot.quantity).ok_or(LotGap::TooLarge)?;
    let mut left = (value, cost, open.lot.quantity);
    let of_part = |part: LotPart| {
        let (value, cost) = (share(left.0, part.units, left.2), share(left.1, part.units, left.2));
        left = (left.0 - value, left.1 - cost, left.2 - part.units);
        HarvestPart {
            units: part.units,
            value,
            cost: cost + part.basis_added,
            basis_added: part.basis_added,
            held_since: part.held_since,
            term: request.rules.term(part.held_since, request.today),
        }
    };
    Ok(request.parts(open).into_iter().map(of_part).collect())
}

fn candidate(
    request: &HarvestRequest<'_>,
    open: &OpenLot,
    parts: Vec<HarvestPart>,
    outcome: Outcome,
    wait: Option<tax::Waiting>,
) -> HarvestCandidate {
    let terms = &request.terms;
    let Outcome { status: wash, counted } = outcome;
    let sum = |of: fn(&HarvestPart) -> Decimal| -> Decimal { parts.iter().map(of).sum() };
    let (value, cost, basis_added) = (sum(|p| p.value), sum(|p| p.cost), sum(|p| p.basis_added));
    let rate = |held_since: NaiveDate| match request.rules.term(held_since, request.today) {
        Term::Short => terms.rates.short_term,
        Term::Long => terms.rates.long_term,
    };
    let loss = cost - value;
    let allowed_loss = loss - wash.disallowed;
    let tax_saved: Decimal = counted.iter().map(|(held_since, gain)| -gain * rate(*held_since)).sum();
    let tax_later = allowed_loss * terms.rates.long_term * terms.later_tax_share;
    let trading_cost = Decimal::TWO * terms.cost_rate * value;
    HarvestCandidate {
        lot_id: open.lot.id,
        account_id: open.lot.account_id,
        instrument_id: open.lot.instrument_id,
        units: open.lot.quantity,
        value,
        cost,
        basis_added,
        loss,
        term: if parts.iter().all(|part| part.term == Term::Long) { Term::Long } else { Term::Short },
        held_since: parts.iter().map(|part| part.held_since).max().unwrap_or(open.lot.opened_on),
        parts,
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
