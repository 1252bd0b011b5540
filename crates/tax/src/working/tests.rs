//! Worked examples against hand calculations, and against the ledger for any gains.

use proptest::prelude::*;
use rust_decimal::RoundingStrategy;

use super::*;
use crate::{AssetCategory, FilingStatus, Jurisdiction, LossKind, Person, TaxableGain, Term};

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn gain(date: &str, amount: &str, term: Term) -> TaxableGain {
    TaxableGain { date: date.parse().unwrap(), amount: decimal(amount), term, category: AssetCategory::Share }
}

fn person(income: &str) -> Person {
    Person {
        income: Some(decimal(income)),
        qualified_dividends: Some(Decimal::ZERO),
        adjusted_gross_income: Some(decimal(income)),
        net_investment_income: Some(Decimal::ZERO),
        allowance_used: Some(Decimal::ZERO),
        ..Person::default()
    }
}

fn of(place: Jurisdiction, year: i32, opening: &[CarriedLoss], gains: &[TaxableGain], person: &Person) -> Working {
    working(opening, &LedgerYear { rules: place.year(year).unwrap(), gains, person }).unwrap()
}

/// The first step of a title that begins so, wherever it is.
fn find<'s>(step: &'s TaxStep, title: &str) -> &'s TaxStep {
    fn look<'s>(step: &'s TaxStep, title: &str) -> Option<&'s TaxStep> {
        if step.title.starts_with(title) {
            return Some(step);
        }
        step.steps.iter().find_map(|inner| look(inner, title))
    }
    look(step, title).unwrap_or_else(|| panic!("{title} in {step:#?}"))
}

fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

#[test]
fn american_gains_bracket_by_bracket() {
    // 2026, single, income 40,000 and a long-term gain of 20,000: 9,450 at 0 % up to 49,450, 10,550 at 15 %.
    let gains = [gain("2026-03-01", "20000", Term::Long)];
    let worked = of(Jurisdiction::UnitedStates, 2026, &[], &gains, &person("40000"));
    assert_eq!((worked.taxable.amount, worked.tax.amount), (Some(decimal("20000")), Some(decimal("1582.50"))));
    assert_eq!(worked.tax.formula, "1582.5 + 0");
    let top = find(&worked.tax, "At 15 %");
    assert_eq!((top.formula.as_str(), top.rule.as_deref()), ("(60000 − 49450) × 0.15", Some("charge")));
    let (with, without) = (find(&worked.tax, "Tax with the gains"), find(&worked.tax, "Tax without them"));
    assert_eq!(with.amount.unwrap() - without.amount.unwrap(), decimal("1582.50"));
}

#[test]
fn an_american_net_loss_is_set_off_and_saves() {
    // 2024, income 50,000: short −5,000, long −4,000: 3,000 against income: 2,850 at 22 % and 150 at 12 %.
    let losses = [gain("2024-03-01", "-5000", Term::Short), gain("2024-04-01", "-4000", Term::Long)];
    let worked = of(Jurisdiction::UnitedStates, 2024, &[], &losses, &person("50000"));
    assert_eq!(worked.taxable.formula, "−5000 − 4000 is a net loss of 9000: nothing is taxed");
    assert_eq!((worked.taxable.amount, worked.tax.amount), (Some(Decimal::ZERO), Some(decimal("-645"))));
    assert_eq!(find(&worked.tax, "Set off against income").amount, Some(decimal("-3000")));
}

#[test]
fn earlier_losses_stand_in_the_steps() {
    let opening = [CarriedLoss { year: 2024, kind: LossKind::ShortTerm, amount: decimal("2000") }];
    let gains = [gain("2025-04-01", "10000", Term::Long)];
    let worked = of(Jurisdiction::UnitedStates, 2025, &opening, &gains, &person("80000"));
    assert_eq!(worked.taxable.formula, "0 + 10000 − 2000");
    // 8,000 long-term at 15 %.
    assert_eq!(worked.tax.amount, Some(decimal("1200")));
}

#[test]
fn british_gains_use_what_income_leaves_of_the_band() {
    // 2025/26: 20,000 gained, 3,000 exempt; income 30,000 leaves 7,700 of 37,700: at 18 %, 9,300 at 24 %.
    let gains = [gain("2025-06-01", "20000", Term::Long)];
    let worked = of(Jurisdiction::UnitedKingdom, 2025, &[], &gains, &person("30000"));
    assert_eq!((worked.taxable.formula.as_str(), worked.taxable.amount), ("20000 − 3000", Some(decimal("17000"))));
    assert_eq!(find(&worked.tax, "Within the band").formula, "7700 × 0.18");
    assert_eq!(find(&worked.tax, "Above it").formula, "9300 × 0.24");
    assert_eq!(worked.tax.amount, Some(decimal("1386") + decimal("2232")));
}

#[test]
fn german_church_tax_lowers_the_tax() {
    // 5,000 − 1,000 = 4,000; 4,000 · 0.25 ÷ (1 + 0.25 · 0.09) = 977.995… → 978.00; 5.5 % 53.79, 9 % 88.02.
    let church = Person { church_tax_rate: decimal("0.09"), ..person("0") };
    let worked = of(Jurisdiction::Germany, 2025, &[], &[gain("2025-06-01", "5000", Term::Long)], &church);
    assert_eq!(worked.taxable.formula, "5000 − 1000");
    assert_eq!(find(&worked.tax, "Tax on gains").amount, Some(decimal("978")));
    assert_eq!(worked.tax.formula, "978 + 53.79 + 88.02");
}

#[test]
fn a_tax_that_is_unknown_says_what_is_missing() {
    let gains = [gain("2025-06-01", "20000", Term::Long)];
    let worked = of(Jurisdiction::Canada, 2025, &[], &gains, &Person::default());
    assert_eq!((worked.taxable.formula.as_str(), worked.tax.amount), ("20000 × 0.5", None));
    assert!(worked.tax.unknown.unwrap().contains("taxable income"));
}

fn gains_of(year: i32) -> impl Strategy<Value = Vec<TaxableGain>> {
    let one = (6u32..=12, 6u32..=28, -50_000i64..90_000, any::<bool>(), 0usize..4).prop_map(
        move |(month, day, cents, long, kind)| TaxableGain {
            date: chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap(),
            amount: Decimal::new(cents * 37, 2),
            term: if long { Term::Long } else { Term::Short },
            category: [
                AssetCategory::Share,
                AssetCategory::EquityFund,
                AssetCategory::OtherFund,
                AssetCategory::GovernmentBond,
            ][kind],
        },
    );
    prop::collection::vec(one, 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// What the steps come to is what the ledger says, for every place and year.
    #[test]
    fn the_steps_come_to_the_ledgers_amounts(
        gains in (2024i32..=2026).prop_flat_map(|year| (Just(year), gains_of(year))),
        income in 0i64..400_000,
        place in 0usize..5,
    ) {
        let (year, mut gains) = gains;
        let place = [
            Jurisdiction::UnitedStates,
            Jurisdiction::UnitedKingdom,
            Jurisdiction::Canada,
            Jurisdiction::Germany,
            Jurisdiction::Italy,
        ][place];
        let rules = place.year(year).unwrap();
        if rules.long_term_after_months.is_none() {
            gains.iter_mut().for_each(|gain| gain.term = Term::Long);
        }
        let filing_status = FilingStatus::Single;
        let person = Person { filing_status, ..person(&income.to_string()) };
        let year = LedgerYear { rules, gains: &gains, person: &person };
        let summary = ledger(&[], std::slice::from_ref(&year)).unwrap().remove(0);
        let worked = working(&[], &year).unwrap();
        prop_assert_eq!(worked.tax.amount, summary.tax.amount().map(|a| a.normalize()));
        prop_assert_eq!(worked.taxable.amount, Some(summary.taxable.normalize()));
        let amount = |step: &TaxStep| step.amount.unwrap();
        let known: Decimal = worked.taxable.steps.iter().map(amount).sum();
        match &rules.charge {
            Charge::Inclusion(charge) => prop_assert_eq!((known * charge.included_share).max(Decimal::ZERO), summary.taxable),
            _ => prop_assert_eq!(known.max(Decimal::ZERO), summary.taxable),
        }
        let total: Decimal = worked.tax.steps.iter().map(amount).sum();
        prop_assert_eq!(total, summary.tax.amount().unwrap());
        for part in &worked.tax.steps {
            let of = |title: &str| part.steps.iter().find(|s| s.title.ends_with(title)).map(amount);
            let pair = of("ith the gains").zip(of("ithout them"));
            if let Some((with, without)) = pair {
                prop_assert_eq!(cents(with - without), amount(part));
            } else if matches!(rules.charge, Charge::Band(_)) {
                let rated: Decimal = part.steps.iter().skip(2).map(amount).sum();
                prop_assert_eq!(cents(rated), amount(part));
            } else if matches!(rules.charge, Charge::Inclusion(_)) {
                prop_assert_eq!(cents(amount(&part.steps[1])), amount(part));
            }
        }
    }
}
