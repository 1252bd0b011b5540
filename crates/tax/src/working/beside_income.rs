//! Steps of the charges that look at other income: brackets, band, inclusion.

use rust_decimal::Decimal;

use super::{TaxStep, by_bracket, num, part, percent, sum};
use crate::{
    BandCharge, BracketCharge, CarriedLoss, InclusionCharge, LedgerYear, LossKind, StatusBrackets, TaxPartKind,
    YearSummary,
    ledger::{Netted, band_shares, netted},
};

const ZERO: Decimal = Decimal::ZERO;

/// United States: terms netted apart and against each other, the limited offset, brackets with and without the gains.
pub(super) fn by_brackets(
    charge: &BracketCharge,
    opening: &[CarriedLoss],
    year: &LedgerYear<'_>,
    summary: &YearSummary,
) -> (TaxStep, Vec<TaxStep>) {
    let carried = |kind| opening.iter().filter(|loss| loss.kind == kind).map(|loss| loss.amount).sum::<Decimal>();
    let mut nets = vec![
        TaxStep::new("Short-term, net", summary.net_short, "gains and losses of the year, those that count")
            .by("holding_period"),
        TaxStep::new("Long-term, net", summary.net_long, "gains and losses of the year, those that count")
            .by("holding_period"),
    ];
    for (title, kind) in [
        ("Short-term losses of earlier years", LossKind::ShortTerm),
        ("Long-term losses of earlier years", LossKind::LongTerm),
    ] {
        let amount = carried(kind);
        if !amount.is_zero() {
            nets.push(TaxStep::new(title, -amount, "carried forward").by("losses"));
        }
    }
    let net: Decimal = nets.iter().filter_map(|step| step.amount).sum();
    let mut formula = sum(nets.iter().filter_map(|step| step.amount));
    if net < ZERO {
        formula = format!("{formula} is a net loss of {}: nothing is taxed", num(-net));
    }
    let taxable =
        TaxStep::new(format!("Taxable of {}", summary.label), summary.taxable, formula).by("losses").with(nets);
    let status = charge.statuses.iter().find(|status| status.filing_status == year.person.filing_status);
    let known = part(summary, TaxPartKind::IncomeTax).zip(status);
    let Some((amount, status)) = known else { return (taxable, Vec::new()) };
    let left_long = summary.net_long - carried(LossKind::LongTerm);
    let Netted { short, long } = netted(summary.taxable, left_long, summary.offset_against_income);
    let mut steps = vec![income_tax(status, year, (short, long), amount, summary.offset_against_income)];
    if let Some(amount) = part(summary, TaxPartKind::Surtax) {
        steps.push(surtax(charge, status, year, short + long, amount));
    }
    (taxable, steps)
}

fn income_tax(
    status: &StatusBrackets,
    year: &LedgerYear<'_>,
    (short, long): (Decimal, Decimal),
    amount: Decimal,
    offset: Decimal,
) -> TaxStep {
    let income = year.person.income.unwrap_or_default();
    let dividends = year.person.qualified_dividends.unwrap_or_default();
    let with = stacked("Tax with the gains", status, income + short, dividends + long);
    let without = stacked("Tax without them", status, income, dividends);
    let mut steps = vec![TaxStep::given("Taxable income", income)];
    if !dividends.is_zero() {
        steps.push(TaxStep::given("Qualified dividends", dividends));
    }
    if !offset.is_zero() {
        let formula = format!("of the net loss, at most {}, and at most the income", num(status.income_offset));
        steps.push(TaxStep::new("Set off against income", -offset, formula).by("losses"));
    }
    let formula = format!("{} − {}", num(with.amount.unwrap_or_default()), num(without.amount.unwrap_or_default()));
    steps.extend([with, without]);
    TaxStep::new("Income tax", amount, format!("{formula}, to the cent")).by("charge").with(steps)
}

/// Ordinary income by its brackets and what is long-term on top of it by its own; all of it as ordinary income where that is less.
fn stacked(title: &str, status: &StatusBrackets, ordinary: Decimal, preferred: Decimal) -> TaxStep {
    let preferred = (preferred + ordinary.min(ZERO)).max(ZERO);
    let ordinary = ordinary.max(ZERO);
    let low = by_bracket(&format!("Of {} ordinary income", num(ordinary)), &status.ordinary, ZERO, ordinary, "charge");
    let title_high = format!("Of {} long-term gains and qualified dividends on top", num(preferred));
    let high = by_bracket(&title_high, &status.long_term, ordinary, preferred, "charge");
    let total = low.amount.unwrap_or_default() + high.amount.unwrap_or_default();
    let title_all = format!("All {} as ordinary income, which is less", num(ordinary + preferred));
    let all = by_bracket(&title_all, &status.ordinary, ZERO, ordinary + preferred, "charge");
    match all.amount {
        Some(less) if less < total => TaxStep::new(title, less, num(less)).with(vec![all]),
        _ => {
            let formula = sum([low.amount, high.amount].into_iter().flatten());
            TaxStep::new(title, total, formula).with(vec![low, high])
        }
    }
}

fn surtax(
    charge: &BracketCharge,
    status: &StatusBrackets,
    year: &LedgerYear<'_>,
    net: Decimal,
    amount: Decimal,
) -> TaxStep {
    let gross = year.person.adjusted_gross_income.unwrap_or_default();
    let investment = year.person.net_investment_income.unwrap_or_default();
    let of = |title: &str, investment: Decimal, gross: Decimal| {
        let above = (gross - status.surtax_threshold).max(ZERO);
        let base = investment.max(ZERO).min(above);
        let formula = format!(
            "{} × the lesser of {} and {} − {}, not below 0",
            num(charge.surtax_rate),
            num(investment),
            num(gross),
            num(status.surtax_threshold)
        );
        TaxStep::new(title, charge.surtax_rate * base, formula).by("surtax")
    };
    let with = of("With the gains", investment + net, gross + net);
    let without = of("Without them", investment, gross);
    let formula = format!("{} − {}", num(with.amount.unwrap_or_default()), num(without.amount.unwrap_or_default()));
    let given =
        [TaxStep::given("Net investment income", investment), TaxStep::given("Modified adjusted gross income", gross)];
    let title = format!("Tax of {} on net investment income", percent(charge.surtax_rate));
    TaxStep::new(title, amount, format!("{formula}, to the cent"))
        .by("surtax")
        .with(given.into_iter().chain([with, without]).collect())
}

/// United Kingdom: the exempt amount, the rest of the band, the rates of the days.
pub(super) fn by_band(charge: &BandCharge, year: &LedgerYear<'_>, summary: &YearSummary) -> (TaxStep, Vec<TaxStep>) {
    let own = summary.net_short + summary.net_long;
    let parts = vec![
        TaxStep::new("Gains and losses of the year, net", own, "those that count, losses in full").by("losses"),
        TaxStep::new("Losses of earlier years", -summary.carry_forward_used, "only down to the exempt amount")
            .by("losses"),
        TaxStep::new(
            "Annual exempt amount",
            -summary.allowance_used,
            format!("at most {}, and at most what is left", num(charge.annual_exempt_amount)),
        )
        .by("annual_exempt_amount"),
    ];
    let taxable = taxable(summary, parts);
    let Some((amount, income)) = part(summary, TaxPartKind::IncomeTax).zip(year.person.income) else {
        return (taxable, Vec::new());
    };
    let left = (charge.band - income.max(ZERO)).max(ZERO);
    let mut steps = vec![
        TaxStep::given("Taxable income", income),
        TaxStep::new("Rest of the band", left, format!("{} − {}, not below 0", num(charge.band), num(income)))
            .by("band"),
    ];
    let mut sums = Vec::new();
    for share in band_shares(charge, year, summary, income) {
        let above = share.gain - share.within;
        let rates =
            [("Within the band", share.within, share.period.within_band), ("Above it", above, share.period.above_band)];
        for (title, gain, rate) in rates.into_iter().filter(|(_, gain, _)| !gain.is_zero()) {
            let title = format!("{title}, disposals from {}", share.period.first_day);
            let formula = format!("{} × {}", num(gain), num(rate));
            sums.push(gain * rate);
            steps.push(TaxStep::new(title, gain * rate, formula).by("charge"));
        }
    }
    let tax = TaxStep::new("Capital gains tax", amount, format!("{}, to the cent", sum(sums))).by("charge").with(steps);
    (taxable, vec![tax])
}

/// Canada: losses, the included share, brackets on top of income.
pub(super) fn by_inclusion(
    charge: &InclusionCharge,
    year: &LedgerYear<'_>,
    summary: &YearSummary,
) -> (TaxStep, Vec<TaxStep>) {
    let own = summary.net_short + summary.net_long;
    let parts = vec![
        TaxStep::new("Gains and losses of the year, net", own, "those that count").by("losses"),
        TaxStep::new("Losses of earlier years", -summary.carry_forward_used, "carried forward").by("losses"),
    ];
    let left = own - summary.carry_forward_used;
    let parts: Vec<TaxStep> = parts.into_iter().filter(|step| step.amount.is_some_and(|a| !a.is_zero())).collect();
    let share = num(charge.included_share);
    let formula = match (left < ZERO, summary.carry_forward_used.is_zero()) {
        (true, _) => format!("{} is a net loss: nothing is taxed", num(left)),
        (false, true) => format!("{} × {share}", num(own)),
        (false, false) => format!("({}) × {share}", sum([own, -summary.carry_forward_used])),
    };
    let title = format!("Taxable of {}", summary.label);
    let taxable = TaxStep::new(title, summary.taxable, formula).by("inclusion").with(parts);
    let Some((amount, income)) = part(summary, TaxPartKind::IncomeTax).zip(year.person.income) else {
        return (taxable, Vec::new());
    };
    let title = format!("Of {} on top of {}", num(summary.taxable), num(income));
    let brackets = by_bracket(&title, &charge.brackets, income, summary.taxable, "charge");
    let formula = format!("{}, to the cent", num(brackets.amount.unwrap_or_default()));
    let steps = vec![TaxStep::given("Taxable income", income), brackets];
    (taxable, vec![TaxStep::new("Income tax", amount, formula).by("charge").with(steps)])
}

/// What is taxed, as the sum of its parts; a net loss leaves nothing.
fn taxable(summary: &YearSummary, parts: Vec<TaxStep>) -> TaxStep {
    let parts: Vec<TaxStep> = parts.into_iter().filter(|step| step.amount.is_some_and(|a| !a.is_zero())).collect();
    let mut formula = sum(parts.iter().filter_map(|step| step.amount));
    if formula.is_empty() {
        "nothing was gained or lost".clone_into(&mut formula);
    } else if summary.net_short + summary.net_long < ZERO {
        formula = format!("{formula} is a net loss: nothing is taxed");
    }
    TaxStep::new(format!("Taxable of {}", summary.label), summary.taxable, formula).with(parts)
}
