//! Gains that are taxed beside other income: by brackets, by a band, by inclusion.

use rust_decimal::Decimal;

use super::types::{
    Assumption, CarriedLoss, LedgerYear, LossKind, PersonField, TaxDue, TaxPart, TaxPartKind, YearSummary,
};
use super::{carry, cents, input};
use crate::{
    BandCharge, BandPeriod, BracketCharge, InclusionCharge, StatusBrackets, TaxError, bracket_tax, stacked_tax,
};

const ZERO: Decimal = Decimal::ZERO;

/// United States: 26 U.S.C. §1222 nets within terms and then between them; §1211(b) sets off a limited net loss against income;
/// §1212(b) carries the rest with its character, the offset taken from the short-term loss first.
pub(super) fn by_brackets(
    charge: &BracketCharge,
    year: &LedgerYear<'_>,
    summary: &mut YearSummary,
) -> Result<(), TaxError> {
    let person = year.person;
    let Some(status) = charge.statuses.iter().find(|status| status.filing_status == person.filing_status) else {
        return input(
            "person.filing_status",
            format!("{:?} has no brackets in {}", person.filing_status, year.rules.name),
        );
    };
    let carried = |kind| summary.carry_forward.iter().filter(|loss| loss.kind == kind).map(|loss| loss.amount).sum();
    let (carried_short, carried_long): (Decimal, Decimal) = (carried(LossKind::ShortTerm), carried(LossKind::LongTerm));
    let (short, long) = (summary.net_short - carried_short, summary.net_long - carried_long);
    let net = short + long;
    let net_loss = (-net).max(ZERO);
    let income = person.income.zip(person.qualified_dividends).map(|(income, dividends)| income + dividends);
    let limit = status.income_offset.min(net_loss);
    let offset = match income.or(person.income.filter(|income| *income >= limit)) {
        Some(income) => limit.min(income.max(ZERO)),
        None => {
            if !limit.is_zero() {
                summary.assumptions.push(Assumption::IncomeCoversOffset);
            }
            limit
        }
    };
    // What either term still loses after the other's gain.
    let (left_short, left_long) = match (short < ZERO, long < ZERO) {
        (true, true) => (-short, -long),
        (true, false) => (net_loss, ZERO),
        (false, true) => (ZERO, net_loss),
        (false, false) => (ZERO, ZERO),
    };
    let from_short = offset.min(left_short);
    summary.carry_forward = vec![
        CarriedLoss { year: summary.year, kind: LossKind::ShortTerm, amount: left_short - from_short },
        CarriedLoss { year: summary.year, kind: LossKind::LongTerm, amount: left_long - (offset - from_short) },
    ];
    let own_net = (summary.net_short + summary.net_long).max(ZERO);
    summary.carry_forward_used = own_net.min(carried_short + carried_long);
    summary.offset_against_income = offset;
    summary.taxable = net.max(ZERO);
    let taxed = netted(summary.taxable, long, offset);
    summary.tax = bracket_due(charge, status, year, (taxed.short, taxed.long));
    Ok(())
}

/// What enters the brackets.
pub(crate) struct Netted {
    /// Short-term, as income; below zero: a net loss that is set off against it.
    pub(crate) short: Decimal,
    /// Long-term, zero or more.
    pub(crate) long: Decimal,
}

/// Of a net gain the long-term part is the net long-term gain over the net short-term loss.
pub(crate) fn netted(taxable: Decimal, long: Decimal, offset: Decimal) -> Netted {
    let taxed_long = long.max(ZERO).min(taxable);
    Netted { short: taxable - taxed_long - offset, long: taxed_long }
}

/// The difference that `short` (below zero: an offset) and `long` make.
fn bracket_due(
    charge: &BracketCharge,
    status: &StatusBrackets,
    year: &LedgerYear<'_>,
    (short, long): (Decimal, Decimal),
) -> TaxDue {
    let net = short + long;
    if short.is_zero() && long.is_zero() {
        return TaxDue::none();
    }
    let person = year.person;
    let mut missing = Vec::new();
    let mut needed = |value: Option<Decimal>, field: PersonField| {
        value.unwrap_or_else(|| {
            missing.push(field);
            ZERO
        })
    };
    let income = needed(person.income, PersonField::Income);
    let dividends = needed(person.qualified_dividends, PersonField::QualifiedDividends);
    let has_surtax = !charge.surtax_rate.is_zero();
    let (gross, investment) = if has_surtax {
        let gross = needed(person.adjusted_gross_income, PersonField::AdjustedGrossIncome);
        (gross, needed(person.net_investment_income, PersonField::NetInvestmentIncome))
    } else {
        (ZERO, ZERO)
    };
    if !missing.is_empty() {
        return TaxDue::missing(missing);
    }
    let tax = |ordinary: Decimal, preferred: Decimal| {
        // Deductions beyond the ordinary income lower what the long-term brackets see.
        let preferred = (preferred + ordinary.min(ZERO)).max(ZERO);
        let ordinary = ordinary.max(ZERO);
        let stacked = bracket_tax(&status.ordinary, ordinary) + stacked_tax(&status.long_term, ordinary, preferred);
        stacked.min(bracket_tax(&status.ordinary, ordinary + preferred))
    };
    let surtax = |investment: Decimal, gross: Decimal| {
        charge.surtax_rate * investment.max(ZERO).min((gross - status.surtax_threshold).max(ZERO))
    };
    let amount = cents(tax(income + short, dividends + long) - tax(income, dividends));
    let mut parts = vec![TaxPart { kind: TaxPartKind::IncomeTax, amount }];
    if has_surtax {
        let amount = cents(surtax(investment + net, gross + net) - surtax(investment, gross));
        parts.push(TaxPart { kind: TaxPartKind::Surtax, amount });
    }
    TaxDue::of(parts)
}

/// United Kingdom: losses of the year in full, earlier ones down to the exempt amount (HMRC manual CG18032), then that amount.
///
/// Of gains at different rates those at the higher ones are lowered first (TCGA 1992 s.1F), and the rest of the band goes to the others.
/// With 10 %/20 % and 18 %/24 % that is the least tax: moving a unit of deduction to the earlier gains costs 4 points above the
/// band and 8 within it.
pub(super) fn by_band(charge: &BandCharge, year: &LedgerYear<'_>, summary: &mut YearSummary) {
    let own = summary.net_short + summary.net_long;
    if own < ZERO {
        summary.carry_forward.push(CarriedLoss { year: summary.year, kind: LossKind::General, amount: -own });
    }
    if !summary.carry_forward.is_empty() && year.rules.losses.claim_within_years.is_some() {
        summary.assumptions.push(Assumption::LossesAreClaimed);
    }
    if own <= ZERO {
        return;
    }
    let above = own - charge.annual_exempt_amount;
    summary.carry_forward_used = carry::take(&mut summary.carry_forward, LossKind::General, above);
    summary.allowance_used = (own - summary.carry_forward_used).min(charge.annual_exempt_amount);
    summary.taxable = own - summary.carry_forward_used - summary.allowance_used;
    if summary.taxable.is_zero() {
        return;
    }
    let Some(income) = year.person.income else {
        summary.tax = TaxDue::missing(vec![PersonField::Income]);
        return;
    };
    let shares = band_shares(charge, year, summary, income);
    let tax = |share: &BandShare| {
        share.within * share.period.within_band + (share.gain - share.within) * share.period.above_band
    };
    let amount = cents(shares.iter().map(tax).sum());
    summary.tax = TaxDue::of(vec![TaxPart { kind: TaxPartKind::IncomeTax, amount }]);
}

/// Gains of the days with the same rates, after losses and the exempt amount.
pub(crate) struct BandShare {
    /// The rates.
    pub(crate) period: BandPeriod,
    /// The gains.
    pub(crate) gain: Decimal,
    /// The part of them that lies within the band.
    pub(crate) within: Decimal,
}

/// Divides the gains of the year over the rates and the band.
pub(crate) fn band_shares(
    charge: &BandCharge,
    year: &LedgerYear<'_>,
    summary: &YearSummary,
    income: Decimal,
) -> Vec<BandShare> {
    let mut band = (charge.band - income.max(ZERO)).max(ZERO);
    let mut deduction = summary.losses + summary.carry_forward_used + summary.allowance_used;
    let mut gains: Vec<_> = charge
        .periods
        .iter()
        .enumerate()
        .map(|(i, period)| {
            let end = charge.periods.get(i + 1).map(|next| next.first_day);
            let inside = |day| period.first_day <= day && end.is_none_or(|end| day < end);
            let gains = year.gains.iter().filter(|gain| inside(gain.date)).map(|gain| gain.amount.max(ZERO));
            (*period, gains.sum::<Decimal>())
        })
        .collect();
    gains.sort_by_key(|(period, _)| std::cmp::Reverse((period.above_band, period.within_band)));
    for (_, gain) in &mut gains {
        let taken = deduction.min(*gain);
        *gain -= taken;
        deduction -= taken;
    }
    gains.sort_by_key(|(period, _)| std::cmp::Reverse(period.above_band - period.within_band));
    let within = |(period, gain): (BandPeriod, Decimal)| {
        let within = gain.min(band);
        band -= within;
        BandShare { period, gain, within }
    };
    gains.into_iter().map(within).collect()
}

/// Canada: losses of the year, then earlier ones (Income Tax Act s.3(b), s.111(1)(b)); a share of the rest is income.
pub(super) fn by_inclusion(charge: &InclusionCharge, year: &LedgerYear<'_>, summary: &mut YearSummary) {
    let own = summary.net_short + summary.net_long;
    if own < ZERO {
        summary.carry_forward.push(CarriedLoss { year: summary.year, kind: LossKind::General, amount: -own });
        return;
    }
    summary.carry_forward_used = carry::take(&mut summary.carry_forward, LossKind::General, own);
    summary.taxable = (own - summary.carry_forward_used) * charge.included_share;
    if summary.taxable.is_zero() {
        return;
    }
    let Some(income) = year.person.income else {
        summary.tax = TaxDue::missing(vec![PersonField::Income]);
        return;
    };
    let amount = cents(stacked_tax(&charge.brackets, income, summary.taxable));
    summary.tax = TaxDue::of(vec![TaxPart { kind: TaxPartKind::IncomeTax, amount }]);
}
