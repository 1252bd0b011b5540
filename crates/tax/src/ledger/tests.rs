//! The ledger: hand calculations by the laws of the five jurisdictions, and what must hold of any years.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::{AssetCategory, FilingStatus, Jurisdiction, TaxYearRules, bracket_tax};

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn gain(date: &str, amount: &str, term: Term) -> TaxableGain {
    TaxableGain { date: day(date), amount: decimal(amount), term, category: AssetCategory::Share }
}

fn of(date: &str, amount: &str, category: AssetCategory) -> TaxableGain {
    TaxableGain { category, ..gain(date, amount, Term::Long) }
}

fn carried(year: i32, kind: LossKind, amount: &str) -> CarriedLoss {
    CarriedLoss { year, kind, amount: decimal(amount) }
}

fn american(income: &str) -> Person {
    Person {
        income: Some(decimal(income)),
        qualified_dividends: Some(Decimal::ZERO),
        adjusted_gross_income: Some(decimal(income)),
        net_investment_income: Some(Decimal::ZERO),
        ..Person::default()
    }
}

fn earning(income: &str) -> Person {
    Person { income: Some(decimal(income)), ..Person::default() }
}

fn year(place: Jurisdiction, year: i32) -> &'static TaxYearRules {
    place.year(year).unwrap()
}

fn one(rules: &TaxYearRules, opening: &[CarriedLoss], gains: &[TaxableGain], person: &Person) -> YearSummary {
    ledger(opening, &[LedgerYear { rules, gains, person }]).unwrap().remove(0)
}

fn due(summary: &YearSummary) -> Decimal {
    summary.tax.amount().unwrap_or_else(|| panic!("{:?}", summary.tax))
}

#[test]
fn american_losses_keep_their_character() {
    // 2024, single, income 50,000: short −5,000, long −4,000. 3,000 go against income, out of the short-term loss. They save 22 % of
    // the 2,850 above 47,150 and 12 % of 150: 627 + 18.
    // 2025, income 40,000: short 1,000 − 2,000, long 10,000 − 4,000: a long-term gain of 5,000, up to 45,000 < 48,350: 0 %.
    let place = Jurisdiction::UnitedStates;
    let (first, second) = (american("50000"), american("40000"));
    let losses = [gain("2024-03-01", "-5000", Term::Short), gain("2024-04-01", "-4000", Term::Long)];
    let gains = [gain("2025-03-01", "1000", Term::Short), gain("2025-04-01", "10000", Term::Long)];
    let years = [
        LedgerYear { rules: year(place, 2024), gains: &losses, person: &first },
        LedgerYear { rules: year(place, 2025), gains: &gains, person: &second },
    ];
    let summaries = ledger(&[], &years).unwrap();
    assert_eq!((summaries[0].offset_against_income, due(&summaries[0])), (decimal("3000"), decimal("-645.00")));
    assert_eq!(
        summaries[0].carry_forward,
        [carried(2024, LossKind::ShortTerm, "2000"), carried(2024, LossKind::LongTerm, "4000")]
    );
    assert_eq!((summaries[1].taxable, due(&summaries[1])), (decimal("5000"), decimal("0.00")));
    assert_eq!(summaries[1].carry_forward_used, decimal("6000"));
    assert!(summaries[1].carry_forward.is_empty());
}

#[test]
fn american_net_losses_of_one_term() {
    let check = |short: &str, long: &str, expected: &[CarriedLoss]| {
        let gains = [gain("2025-03-01", short, Term::Short), gain("2025-04-01", long, Term::Long)];
        let summary = one(year(Jurisdiction::UnitedStates, 2025), &[], &gains, &american("80000"));
        assert_eq!(summary.carry_forward, expected, "{short} {long}");
    };
    check("-9000", "2000", &[carried(2025, LossKind::ShortTerm, "4000")]);
    check("2000", "-9000", &[carried(2025, LossKind::LongTerm, "4000")]);
    check("-1000", "-9000", &[carried(2025, LossKind::LongTerm, "7000")]);
    check("-2000", "500", &[]);
}

#[test]
fn american_gains_lie_on_top_of_income() {
    // 2026, single, income 40,000 and a long-term gain of 20,000: 9,450 at 0 % up to 49,450, 10,550 at 15 %.
    let gains = [gain("2026-03-01", "20000", Term::Long)];
    let summary = one(year(Jurisdiction::UnitedStates, 2026), &[], &gains, &american("40000"));
    assert_eq!(due(&summary), decimal("1582.50"));
    // Short-term: 10,400 at 12 % up to 50,400, 9,600 at 22 %.
    let gains = [gain("2026-03-01", "20000", Term::Short)];
    let summary = one(year(Jurisdiction::UnitedStates, 2026), &[], &gains, &american("40000"));
    assert_eq!(due(&summary), decimal("1248") + decimal("2112"));
    // A short-term gain of 5,000 less a long-term loss of 1,000 stays short-term.
    let gains = [gain("2026-03-01", "5000", Term::Short), gain("2026-03-01", "-1000", Term::Long)];
    let summary = one(year(Jurisdiction::UnitedStates, 2026), &[], &gains, &american("60000"));
    assert_eq!(due(&summary), decimal("880.00"));
}

#[test]
fn the_income_tax_of_a_published_table() {
    // "2025 Federal Income Tax Brackets", single: 60,000 bear 8,114.00; 626,350 bear 188,769.75.
    let Charge::Brackets(charge) = &year(Jurisdiction::UnitedStates, 2025).charge else { panic!("brackets") };
    let single = &charge.statuses[0];
    assert_eq!(single.filing_status, FilingStatus::Single);
    assert_eq!(bracket_tax(&single.ordinary, decimal("60000")), decimal("8114.00"));
    assert_eq!(bracket_tax(&single.ordinary, decimal("626350")), decimal("188769.75"));
}

#[test]
fn the_surtax_of_a_published_example() {
    // ThinkAdvisor Q 8635: a couple, AGI 400,000 with 125,000 of investment income: 3.8 % of 125,000; AGI 300,000: of 50,000.
    let check = |others: &str, surtax: &str| {
        let person = Person { filing_status: FilingStatus::MarriedJointly, ..american(others) };
        let gains = [gain("2025-03-01", "125000", Term::Long)];
        let summary = one(year(Jurisdiction::UnitedStates, 2025), &[], &gains, &person);
        let TaxDue::Known { parts, .. } = &summary.tax else { panic!("known") };
        let part = parts.iter().find(|part| part.kind == TaxPartKind::Surtax).unwrap();
        assert_eq!(part.amount, decimal(surtax), "{others}");
    };
    check("275000", "4750.00");
    check("175000", "1900.00");
}

#[test]
fn what_was_not_given_makes_the_tax_unknown() {
    let gains = [gain("2025-03-01", "100", Term::Long)];
    let summary = one(year(Jurisdiction::UnitedStates, 2025), &[], &gains, &Person::default());
    let TaxDue::Unknown { missing, message } = &summary.tax else { panic!("{:?}", summary.tax) };
    assert_eq!(missing.len(), 4);
    assert!(message.contains("taxable income") && message.contains("enter it"), "{message}");
    for place in [Jurisdiction::UnitedKingdom, Jurisdiction::Canada, Jurisdiction::Germany] {
        let gains = [gain("2025-06-01", "5000", Term::Long)];
        assert_eq!(one(year(place, 2025), &[], &gains, &Person::default()).tax.amount(), None, "{place:?}");
        // Without anything to tax there is no tax, whatever the income.
        assert_eq!(one(year(place, 2025), &[], &[], &Person::default()).tax.amount(), Some(Decimal::ZERO));
    }
}

#[test]
fn the_offset_needs_income_to_be_set_against() {
    let rules = year(Jurisdiction::UnitedStates, 2025);
    let losses = [gain("2025-03-01", "-5000", Term::Short)];
    let check = |person: &Person, offset: &str, left: &str, assumptions: &[Assumption]| {
        let summary = one(rules, &[], &losses, person);
        assert_eq!(summary.offset_against_income, decimal(offset));
        assert_eq!(summary.carry_forward, [carried(2025, LossKind::ShortTerm, left)]);
        assert_eq!(summary.assumptions, assumptions);
    };
    check(&american("80000"), "3000", "2000", &[]);
    check(&american("1000"), "1000", "4000", &[]);
    check(&Person { filing_status: FilingStatus::MarriedSeparately, ..american("80000") }, "1500", "3500", &[]);
    check(&Person::default(), "3000", "2000", &[Assumption::IncomeCoversOffset]);
}

#[test]
fn hmrc_cg18202_both_examples() {
    // Exempt amount 11,000 (2014-15), gains 13,000, losses brought forward 3,500: 2,000 used, 1,500 carried on.
    // Exempt amount 6,800 (1998-99), gains 8,000, the same losses: 1,200 used, 2,300 carried on.
    let check = |exempt: &str, gains: &str, used: &str, left: &str| {
        let mut rules = year(Jurisdiction::UnitedKingdom, 2025).clone();
        let Charge::Band(charge) = &mut rules.charge else { panic!("a band") };
        charge.annual_exempt_amount = decimal(exempt);
        let gains = [gain("2025-06-01", gains, Term::Long)];
        let summary = one(&rules, &[carried(2020, LossKind::General, "3500")], &gains, &Person::default());
        assert_eq!(summary.carry_forward_used, decimal(used));
        assert_eq!(summary.carry_forward, [carried(2020, LossKind::General, left)]);
        assert_eq!((summary.taxable, due(&summary)), (Decimal::ZERO, Decimal::ZERO));
    };
    check("11000", "13000", "2000", "1500");
    check("6800", "8000", "1200", "2300");
}

#[test]
fn the_british_rates_change_on_30_october_2024() {
    // Income 35,000 leaves 2,700 of the band. Gains 10,000 before and 8,000 after, losses 1,000, exempt 3,000: 4,000 come off the
    // later gains. 2,700 · 10 % + 7,300 · 20 % + 4,000 · 24 % = 270 + 1,460 + 960.
    let gains = [
        gain("2024-10-29", "10000", Term::Long),
        gain("2024-10-30", "8000", Term::Long),
        gain("2025-04-05", "-1000", Term::Long),
    ];
    let rules = year(Jurisdiction::UnitedKingdom, 2024);
    let summary = one(rules, &[], &gains, &earning("35000"));
    assert_eq!((summary.taxable, due(&summary)), (decimal("14000"), decimal("2690.00")));
    // No other split of the 4,000 and of the 2,700 costs less: in steps of 100.
    let step = |n: i64| Decimal::from(n * 100);
    for (off_early, band_early) in (0..=40).flat_map(|d| (0..=27).map(move |b| (step(d), step(b)))) {
        let (early, late) = (decimal("10000") - off_early, decimal("8000") - (decimal("4000") - off_early));
        let band_late = decimal("2700") - band_early;
        let tax = band_early * decimal("0.10") + (early - band_early) * decimal("0.20");
        let tax = tax + band_late * decimal("0.18") + (late - band_late) * decimal("0.24");
        assert!(tax >= due(&summary));
    }
    // 2025/26: 18 % and 24 %. Of 20,000 − 3,000, 2,700 lie within the band: 486 + 14,300 · 24 % = 3,432.
    let gains = [gain("2025-06-01", "20000", Term::Long)];
    assert_eq!(due(&one(year(Jurisdiction::UnitedKingdom, 2025), &[], &gains, &earning("35000"))), decimal("3918.00"));
}

#[test]
fn half_of_a_canadian_gain_is_income() {
    // 2025: 20,000 less 4,000 carried, half of 16,000 on top of 100,000 (bracket of 20.5 % up to 114,750).
    let gains = [gain("2025-06-01", "20000", Term::Long)];
    let opening = [carried(2019, LossKind::General, "4000")];
    let summary = one(year(Jurisdiction::Canada, 2025), &opening, &gains, &earning("100000"));
    assert_eq!((summary.taxable, due(&summary)), (decimal("8000"), decimal("1640.00")));
}

#[test]
fn a_canadian_loss_may_go_back_three_years() {
    let person = earning("100000");
    let place = Jurisdiction::Canada;
    let (first, second) = ([gain("2024-06-01", "3000", Term::Long)], [gain("2025-06-01", "2000", Term::Long)]);
    let third = [gain("2026-06-01", "-4500", Term::Long)];
    let years = [
        LedgerYear { rules: year(place, 2024), gains: &first, person: &person },
        LedgerYear { rules: year(place, 2025), gains: &second, person: &person },
        LedgerYear { rules: year(place, 2026), gains: &third, person: &person },
    ];
    let summaries = ledger(&[], &years).unwrap();
    assert_eq!(summaries[2].carry_forward, [carried(2026, LossKind::General, "4500")]);
    assert_eq!(
        summaries[2].may_carry_back,
        [CarryBack { to_year: 2024, amount: decimal("3000") }, CarryBack { to_year: 2025, amount: decimal("1500") }]
    );
}

#[test]
fn german_pots() {
    // Shares 5,000 − 8,000: 3,000 stay in their pot. An equity fund's 4,000 count as 2,800, less 500 of other losses: 2,300, less
    // 1,000: 1,300 · 25 % = 325, 5.5 % of it 17.875.
    let gains = [
        of("2025-02-01", "5000", AssetCategory::Share),
        of("2025-03-01", "-8000", AssetCategory::Share),
        of("2025-04-01", "4000", AssetCategory::EquityFund),
        of("2025-05-01", "-500", AssetCategory::Other),
    ];
    let person = Person { allowance_used: Some(Decimal::ZERO), ..Person::default() };
    let rules = year(Jurisdiction::Germany, 2025);
    let summary = one(rules, &[], &gains, &person);
    assert_eq!((summary.taxable, summary.allowance_used), (decimal("1300.00"), decimal("1000")));
    assert_eq!(due(&summary), decimal("342.88"));
    assert_eq!(summary.carry_forward, [carried(2025, LossKind::Shares, "3000")]);
    // Church tax of 9 %: 1,300 / 4.09 = 317.848…, 5.5 % of 317.85 = 17.48175, 9 % = 28.6065.
    let member = Person { church_tax_rate: decimal("0.09"), ..person.clone() };
    assert_eq!(due(&one(rules, &[], &gains, &member)), decimal("317.85") + decimal("17.48") + decimal("28.61"));
    // General losses also lower gains on shares; losses on shares lower nothing else.
    let gains = [of("2025-02-01", "5000", AssetCategory::Share), of("2025-04-01", "-2000", AssetCategory::Other)];
    assert_eq!(one(rules, &[carried(2022, LossKind::Shares, "2500")], &gains, &person).taxable, Decimal::ZERO);
    let gains = [of("2025-02-01", "5000", AssetCategory::Other)];
    let summary = one(rules, &[carried(2022, LossKind::Shares, "2500")], &gains, &person);
    assert_eq!((summary.taxable, summary.carry_forward_used), (decimal("4000"), Decimal::ZERO));
    // A couple has twice the allowance.
    let couple = Person { filing_status: FilingStatus::MarriedJointly, ..person };
    assert_eq!(one(rules, &[], &gains, &couple).taxable, decimal("3000"));
}

#[test]
fn italian_losses_expire_after_four_years() {
    // 2025: a gain of 600 takes 600 of the 1,000 of 2021; its other 400 could be used in 2025 at the latest.
    // 2026: gains on a fund take no losses, 1,000 · 26 % = 260; a BTP's 1,000 count as 480.80 and use up as much of the 500 of 2022,
    // whose last 19.20 expire with the year.
    let place = Jurisdiction::Italy;
    let person = Person::default();
    let first = [of("2025-02-01", "600", AssetCategory::Share)];
    let second =
        [of("2026-02-01", "1000", AssetCategory::EquityFund), of("2026-03-01", "1000", AssetCategory::GovernmentBond)];
    let years = [
        LedgerYear { rules: year(place, 2025), gains: &first, person: &person },
        LedgerYear { rules: year(place, 2026), gains: &second, person: &person },
    ];
    let opening = [carried(2022, LossKind::General, "500"), carried(2021, LossKind::General, "1000")];
    let summaries = ledger(&opening, &years).unwrap();
    assert_eq!(summaries[0].expired, [carried(2021, LossKind::General, "400")]);
    assert_eq!(due(&summaries[0]), Decimal::ZERO);
    assert_eq!((summaries[1].taxable, due(&summaries[1])), (decimal("1000"), decimal("260.00")));
    assert_eq!(summaries[1].expired, [carried(2022, LossKind::General, "19.20")]);
    assert!(summaries[1].carry_forward.is_empty());
    // A BTP's gain bears 12.5 %: 10,000 · 48.08 % · 26 % = 1,250.08.
    let gains = [of("2026-03-01", "10000", AssetCategory::GovernmentBond)];
    assert_eq!(due(&one(year(place, 2026), &[], &gains, &person)), decimal("1250.08"));
}

#[test]
fn what_does_not_fit_is_refused_in_words() {
    let person = Person::default();
    let check = |opening: &[CarriedLoss], years: &[(Jurisdiction, i32)], gains: &[TaxableGain], words: &str| {
        let entry = |&(place, of): &(Jurisdiction, i32)| LedgerYear { rules: year(place, of), gains, person: &person };
        let years: Vec<LedgerYear<'_>> = years.iter().map(entry).collect();
        let error = ledger(opening, &years).unwrap_err();
        assert!(error.code() == "invalid_tax_input" && error.to_string().contains(words), "{error}");
    };
    let us = Jurisdiction::UnitedStates;
    check(&[], &[(us, 2024), (us, 2026)], &[], "2026 follows 2024");
    check(&[], &[(us, 2024)], &[gain("2025-01-01", "1", Term::Long)], "not of the tax year 2024");
    check(&[carried(2023, LossKind::Shares, "1")], &[(us, 2024)], &[], "shares are not kept");
    check(&[carried(2024, LossKind::LongTerm, "1")], &[(us, 2024)], &[], "cannot be carried into 2024");
    check(&[carried(2023, LossKind::LongTerm, "-1")], &[(us, 2024)], &[], "above zero");
    let member = Person { church_tax_rate: decimal("0.07"), ..Person::default() };
    let years = [LedgerYear { rules: year(Jurisdiction::Germany, 2025), gains: &[], person: &member }];
    assert!(ledger(&[], &years).unwrap_err().to_string().contains("0.08, 0.09 or 0"));
}

proptest! {
    #[test]
    fn nothing_is_lost_between_american_years(
        amounts in prop::collection::vec((-2_000_000i64..2_000_000, any::<bool>(), 0i32..3), 0..12),
        income in 0i64..30_000_000,
    ) {
        let person = american(&Decimal::new(income, 2).to_string());
        let gains = |of: i32| -> Vec<TaxableGain> {
            let mine = amounts.iter().filter(|(_, _, year)| *year == of);
            mine.map(|(cents, long, _)| TaxableGain {
                date: NaiveDate::from_ymd_opt(2024 + of, 6, 1).unwrap(),
                amount: Decimal::new(*cents, 2),
                term: if *long { Term::Long } else { Term::Short },
                category: AssetCategory::Share,
            }).collect()
        };
        let by_year: Vec<Vec<TaxableGain>> = (0..3).map(gains).collect();
        let entry = |i: usize| LedgerYear {
            rules: year(Jurisdiction::UnitedStates, 2024 + i as i32), gains: &by_year[i], person: &person,
        };
        let summaries = ledger(&[], &[entry(0), entry(1), entry(2)]).unwrap();
        let mut opening = Decimal::ZERO;
        for summary in &summaries {
            let closing: Decimal = summary.carry_forward.iter().map(|loss| loss.amount).sum();
            // Net gain less what was carried in = taxed − set off against income − carried out.
            let net = summary.net_short + summary.net_long;
            prop_assert_eq!(net - opening, summary.taxable - summary.offset_against_income - closing);
            prop_assert!(summary.offset_against_income <= decimal("3000"));
            prop_assert!(due(summary) <= summary.taxable && (summary.taxable.is_zero() || due(summary) >= Decimal::ZERO));
            opening = closing;
        }
    }
}
