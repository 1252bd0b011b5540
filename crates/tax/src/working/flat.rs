//! Steps of the charge of one rate, with losses kept in pots.

use rust_decimal::Decimal;

use super::{TaxStep, num, part, percent, sum};
use crate::{FlatCharge, LedgerYear, TaxPartKind, YearSummary};

/// Germany and Italy: what counts of each kind of asset, losses, allowance, the rate and what lies on top of it.
pub(super) fn by_rate(charge: &FlatCharge, year: &LedgerYear<'_>, summary: &YearSummary) -> (TaxStep, Vec<TaxStep>) {
    let mut counted = Vec::new();
    let mut by_share: Vec<(Decimal, Decimal)> = Vec::new();
    for gain in year.gains.iter().filter(|gain| gain.amount > Decimal::ZERO) {
        let share = charge.category(gain.category).counted_share;
        match by_share.iter_mut().find(|(known, _)| *known == share) {
            Some((_, amount)) => *amount += gain.amount,
            None => by_share.push((share, gain.amount)),
        }
    }
    for (share, amount) in by_share {
        let step = match share == Decimal::ONE {
            true => TaxStep::new("Gains that count in full", amount, ""),
            false => {
                let formula = format!("{} × {}", num(amount), num(share));
                let rule = if charge.categories.iter().any(|c| c.counted_share == share) {
                    "fund_exemption"
                } else {
                    "charge"
                };
                TaxStep::new(format!("Gains that count with {}", percent(share)), amount * share, formula).by(rule)
            }
        };
        counted.push(step);
    }
    let gained: Decimal = counted.iter().filter_map(|step| step.amount).sum();
    let left = summary.taxable + summary.allowance_used;
    let own_losses = gained - left - summary.carry_forward_used;
    for (title, amount, formula, rule) in [
        ("Losses of the year", own_losses, "as far as they may be set off against these gains", "losses"),
        ("Losses of earlier years", summary.carry_forward_used, "the oldest first", "losses"),
        ("Allowance", summary.allowance_used, "what other income from capital leaves of it", "allowance"),
    ] {
        if !amount.is_zero() {
            counted.push(TaxStep::new(title, -amount, formula).by(rule));
        }
    }
    let formula = match counted.is_empty() {
        true => "nothing was gained".to_owned(),
        false => sum(counted.iter().filter_map(|step| step.amount)),
    };
    let taxable = TaxStep::new(format!("Taxable of {}", summary.label), summary.taxable, formula).with(counted);
    (taxable, parts(charge, year, summary))
}

fn parts(charge: &FlatCharge, year: &LedgerYear<'_>, summary: &YearSummary) -> Vec<TaxStep> {
    let Some(tax) = part(summary, TaxPartKind::IncomeTax) else { return Vec::new() };
    let church = year.person.church_tax_rate;
    let formula = match church.is_zero() {
        true => format!("{} × {}, to the cent", num(summary.taxable), num(charge.rate)),
        false => format!(
            "{} × {} ÷ (1 + {} × {}), to the cent: church tax lowers the tax on which it is raised",
            num(summary.taxable),
            num(charge.rate),
            num(charge.rate),
            num(church)
        ),
    };
    let mut steps = vec![TaxStep::new("Tax on gains", tax, formula).by("charge")];
    if let Some(amount) = part(summary, TaxPartKind::Surcharge) {
        let formula = format!("{} × {}, to the cent", num(tax), num(charge.surcharge_on_tax));
        steps.push(TaxStep::new("Surcharge on the tax", amount, formula).by("charge"));
    }
    if let Some(amount) = part(summary, TaxPartKind::ChurchTax) {
        let formula = format!("{} × {}, to the cent", num(tax), num(church));
        steps.push(TaxStep::new("Church tax", amount, formula).by("church_tax"));
    }
    steps
}
