//! Gains that bear one rate, with losses kept in pots (Germany, Italy).

use rust_decimal::Decimal;

use super::types::{CarriedLoss, LedgerYear, LossKind, PersonField, TaxDue, TaxPart, TaxPartKind, YearSummary};
use super::{carry, cents, input};
use crate::{Allowance, FilingStatus, FlatCharge, GainOffset, LossPot, TaxError};

const ZERO: Decimal = Decimal::ZERO;

/// Gains by what may be set off against them, as far as they count and are left.
struct Gains {
    shares: Decimal,
    general: Decimal,
    untouched: Decimal,
}

/// Losses of the year come first, those on shares against gains on shares before any other; then earlier ones, the oldest first;
/// then the allowance (EStG §20 Abs. 6 and 9).
pub(super) fn figure(charge: &FlatCharge, year: &LedgerYear<'_>, summary: &mut YearSummary) -> Result<(), TaxError> {
    let church_rate = year.person.church_tax_rate;
    if !church_rate.is_zero() && !charge.church_rates.contains(&church_rate) {
        let known: Vec<String> = charge.church_rates.iter().map(ToString::to_string).collect();
        let problem = if known.is_empty() {
            format!("{church_rate}; there is no church tax in {}, give 0", year.rules.name)
        } else {
            format!("{church_rate}; give {} or 0", known.join(", "))
        };
        return input("person.church_tax_rate", problem);
    }
    let mut gains = Gains { shares: ZERO, general: ZERO, untouched: ZERO };
    let (mut share_losses, mut general_losses) = (ZERO, ZERO);
    for gain in year.gains {
        let rule = charge.category(gain.category);
        let counted = gain.amount * rule.counted_share;
        match (counted < ZERO, rule.losses, rule.gains) {
            (true, LossPot::Shares, _) => share_losses -= counted,
            (true, LossPot::General, _) => general_losses -= counted,
            (false, _, GainOffset::ShareLossesThenGeneral) => gains.shares += counted,
            (false, _, GainOffset::GeneralLosses) => gains.general += counted,
            (false, _, GainOffset::NoLosses) => gains.untouched += counted,
        }
    }
    share_losses -= set_off(&mut gains.shares, share_losses);
    general_losses -= set_off(&mut gains.general, general_losses);
    general_losses -= set_off(&mut gains.shares, general_losses);
    let carried = &mut summary.carry_forward;
    let mut take = |kind, gain: &mut Decimal| {
        let used = carry::take(carried, kind, *gain);
        *gain -= used;
        summary.carry_forward_used += used;
    };
    take(LossKind::Shares, &mut gains.shares);
    take(LossKind::General, &mut gains.general);
    take(LossKind::General, &mut gains.shares);
    carried.push(CarriedLoss { year: summary.year, kind: LossKind::Shares, amount: share_losses });
    carried.push(CarriedLoss { year: summary.year, kind: LossKind::General, amount: general_losses });
    summary.taxable = gains.shares + gains.general + gains.untouched;
    if summary.taxable.is_zero() {
        return Ok(());
    }
    if let Some(allowance) = charge.allowance {
        let Some(used) = year.person.allowance_used else {
            summary.tax = TaxDue::missing(vec![PersonField::AllowanceUsed]);
            return Ok(());
        };
        let left = (of_status(allowance, year.person.filing_status) - used.max(ZERO)).max(ZERO);
        summary.allowance_used = left.min(summary.taxable);
        summary.taxable -= summary.allowance_used;
    }
    summary.tax = due(charge, summary.taxable, church_rate);
    Ok(())
}

/// Sets `losses` off against `gains` and says how much was.
fn set_off(gains: &mut Decimal, losses: Decimal) -> Decimal {
    let used = losses.min(*gains);
    *gains -= used;
    used
}

fn of_status(allowance: Allowance, status: FilingStatus) -> Decimal {
    match status {
        FilingStatus::MarriedJointly => allowance.married,
        FilingStatus::Single
        | FilingStatus::MarriedSeparately
        | FilingStatus::HeadOfHousehold
        | FilingStatus::SurvivingSpouse => allowance.single,
    }
}

/// Church tax `k` lowers the tax on which it is raised: with 25 % it is `e / (4 + k)` (EStG §32d Abs. 1 Satz 4), in general
/// `r e / (1 + r k)`.
fn due(charge: &FlatCharge, taxable: Decimal, church_rate: Decimal) -> TaxDue {
    let tax = cents(charge.rate * taxable / (Decimal::ONE + charge.rate * church_rate));
    let part = |kind, amount| TaxPart { kind, amount };
    let mut parts = vec![part(TaxPartKind::IncomeTax, tax)];
    if !charge.surcharge_on_tax.is_zero() {
        parts.push(part(TaxPartKind::Surcharge, cents(tax * charge.surcharge_on_tax)));
    }
    if !church_rate.is_zero() {
        parts.push(part(TaxPartKind::ChurchTax, cents(tax * church_rate)));
    }
    TaxDue::of(parts)
}
