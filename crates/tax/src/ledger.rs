//! The carry-forward ledger: realized gains year by year, losses carried on, and the tax that the gains cause.
//!
//! The tax of a year is the difference that its gains make: the tax with them less the tax without them. It is unknown, and says
//! which figures are missing, when it depends on income that was not given; a figure that was not given is never taken as zero.

mod carry;
mod flat;
mod income;
mod types;

#[cfg(test)]
mod tests;

use rust_decimal::{Decimal, RoundingStrategy};

pub(crate) use income::{Netted, band_shares, netted};
pub use types::{
    Assumption, CarriedLoss, CarryBack, LedgerYear, LossKind, Person, PersonField, TaxDue, TaxPart, TaxPartKind,
    TaxableGain, YearSummary,
};

use crate::{Charge, TaxError, Term};

/// Figures the years in order, each opening with what the one before carries forward.
///
/// `opening` are the losses carried into the first year. Years follow one another without a gap.
///
/// # Errors
/// [`TaxError::Input`] when years do not follow one another, a gain lies outside its year, a carried loss is negative, from a
/// later year or of a kind that the rules do not keep, or the person has what the rules do not know (filing status, church tax).
pub fn ledger(opening: &[CarriedLoss], years: &[LedgerYear<'_>]) -> Result<Vec<YearSummary>, TaxError> {
    for pair in years.windows(2) {
        if pair[1].rules.year != pair[0].rules.year + 1 {
            let problem = format!(
                "{} follows {}; give every year from the first to the last, also those without a sale",
                pair[1].rules.label(),
                pair[0].rules.label()
            );
            return input("years", problem);
        }
    }
    let mut carried = opening.to_vec();
    let mut summaries: Vec<YearSummary> = Vec::with_capacity(years.len());
    for year in years {
        let mut summary = one_year(year, &carried)?;
        summary.may_carry_back = carry::back(&summary, year.rules.losses.carry_back_years, &summaries);
        carried.clone_from(&summary.carry_forward);
        summaries.push(summary);
    }
    Ok(summaries)
}

fn one_year(year: &LedgerYear<'_>, opening: &[CarriedLoss]) -> Result<YearSummary, TaxError> {
    let rules = year.rules;
    if let Some(gain) = year.gains.iter().find(|gain| !rules.contains(gain.date)) {
        let problem = format!("a gain of {} is not of the tax year {}; put it into its own", gain.date, rules.label());
        return input("gains", problem);
    }
    check_opening(rules.year, &rules.charge, opening)?;
    let (carried, mut expired) = carry::alive(opening, rules.losses.carry_forward, rules.year);
    let net = |term: Term| year.gains.iter().filter(|gain| gain.term == term).map(|gain| gain.amount).sum();
    let mut summary = YearSummary {
        year: rules.year,
        label: rules.label(),
        currency: rules.currency,
        gains: year.gains.iter().map(|gain| gain.amount.max(Decimal::ZERO)).sum(),
        losses: year.gains.iter().map(|gain| (-gain.amount).max(Decimal::ZERO)).sum(),
        net_short: net(Term::Short),
        net_long: net(Term::Long),
        carry_forward_used: Decimal::ZERO,
        offset_against_income: Decimal::ZERO,
        allowance_used: Decimal::ZERO,
        taxable: Decimal::ZERO,
        tax: TaxDue::none(),
        carry_forward: carried,
        expired: Vec::new(),
        may_carry_back: Vec::new(),
        assumptions: Vec::new(),
    };
    match &rules.charge {
        Charge::Brackets(charge) => income::by_brackets(charge, year, &mut summary)?,
        Charge::Band(charge) => income::by_band(charge, year, &mut summary),
        Charge::Inclusion(charge) => income::by_inclusion(charge, year, &mut summary),
        Charge::Flat(charge) => flat::figure(charge, year, &mut summary)?,
    }
    summary.carry_forward.retain(|loss| !loss.amount.is_zero());
    let (kept, ended) = carry::alive(&summary.carry_forward, rules.losses.carry_forward, rules.year + 1);
    summary.carry_forward = kept;
    expired.extend(ended);
    summary.expired = expired;
    Ok(summary)
}

fn check_opening(year: i32, charge: &Charge, opening: &[CarriedLoss]) -> Result<(), TaxError> {
    for loss in opening {
        let fits = match charge {
            Charge::Brackets(_) => matches!(loss.kind, LossKind::ShortTerm | LossKind::LongTerm),
            Charge::Band(_) | Charge::Inclusion(_) => loss.kind == LossKind::General,
            Charge::Flat(_) => matches!(loss.kind, LossKind::General | LossKind::Shares),
        };
        if !fits {
            return input("opening", format!("losses of the kind {} are not kept by these rules", loss.kind.name()));
        }
        if loss.amount < Decimal::ZERO {
            return input("opening", format!("{}; give a carried loss as an amount above zero", loss.amount));
        }
        if loss.year >= year {
            return input("opening", format!("a loss of {} cannot be carried into {year}", loss.year));
        }
    }
    Ok(())
}

fn input<T>(field: &'static str, problem: String) -> Result<T, TaxError> {
    Err(TaxError::Input { field, problem })
}

/// To the cent, half away from zero.
fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}
