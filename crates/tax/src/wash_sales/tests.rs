//! Wash sales: the examples that the IRS publishes, cases by hand, and what must hold of any history.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

const WINDOW: WashSaleWindow = WashSaleWindow { days_before: 30, days_after: 30 };

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn lot(id: &str, bought: &str, units: &str) -> HouseholdLot {
    HouseholdLot {
        id: id.to_owned(),
        group: "M".to_owned(),
        sheltered: false,
        bought: Some(day(bought)),
        held_since: day(bought),
        units: decimal(units),
    }
}

fn sale(id: &str, lot_id: &str, sold: &str, units: &str, gain: &str) -> LotSale {
    LotSale {
        id: id.to_owned(),
        lot_id: lot_id.to_owned(),
        sold: day(sold),
        units: decimal(units),
        gain: decimal(gain),
    }
}

fn run(lots: &[HouseholdLot], sales: &[LotSale]) -> WashSaleReport {
    wash_sales(WINDOW, lots, sales).unwrap()
}

/// Basis added to a lot's open units.
fn added(report: &WashSaleReport, id: &str) -> Decimal {
    let lot = report.lots.iter().find(|lot| lot.lot_id == id);
    lot.map(|lot| lot.parts.iter().map(|part| part.basis_added).sum()).unwrap_or_default()
}

#[test]
fn publication_550_example_1() {
    // 100 X for 1,000, sold for 750, 100 bought within 30 days for 800: 250 disallowed, new basis 1,050.
    let report = run(
        &[lot("old", "2025-01-06", "100"), lot("new", "2025-03-25", "100")],
        &[sale("s", "old", "2025-03-10", "100", "-250")],
    );
    assert_eq!((report.sales[0].disallowed, report.sales[0].allowed_gain), (decimal("250"), Decimal::ZERO));
    assert_eq!(decimal("800") + added(&report, "new"), decimal("1050"));
    assert_eq!(report.sales[0].open_until, None);
}

#[test]
fn regulation_1091_2_both_examples() {
    // A share for 100, sold for 80; bought back for 90: basis 110; for 70: basis 90.
    let report = run(
        &[lot("old", "1935-06-01", "1"), lot("new", "1955-02-01", "1")],
        &[sale("s", "old", "1955-01-15", "1", "-20")],
    );
    assert_eq!(decimal("90") + added(&report, "new"), decimal("110"));
    assert_eq!(decimal("70") + added(&report, "new"), decimal("90"));
}

#[test]
fn publication_550_more_bought_than_sold_example_1() {
    // 100 for 5,000; 50 for 2,750 and 25 for 1,125 within the 30 days before the 100 are sold for 4,000.
    let report = run(
        &[lot("september", "2024-09-20", "100"), lot("13th", "2024-12-13", "50"), lot("20th", "2024-12-20", "25")],
        &[sale("s", "september", "2025-01-03", "100", "-1000")],
    );
    assert_eq!((report.sales[0].disallowed, report.sales[0].allowed_gain), (decimal("750"), decimal("-250")));
    assert_eq!(decimal("2750") + added(&report, "13th"), decimal("3250"));
    assert_eq!(decimal("1125") + added(&report, "20th"), decimal("1375"));
    assert_eq!(report.sales[0].open_until, Some(day("2025-02-02")));
}

#[test]
fn publication_550_more_bought_than_sold_example_2() {
    // 100 sold on 29 January; 50 bought on each of 3 to 6 February: those of the 3rd and 4th replace them.
    let lots = [
        lot("september", "2024-09-16", "100"),
        lot("6th", "2025-02-06", "50"),
        lot("4th", "2025-02-04", "50"),
        lot("3rd", "2025-02-03", "50"),
        lot("5th", "2025-02-05", "50"),
    ];
    let report = run(&lots, &[sale("s", "september", "2025-01-29", "100", "-1000")]);
    let by_lot: Vec<(&str, Decimal)> =
        report.sales[0].replacements.iter().map(|r| (r.lot_id.as_str(), r.basis_added)).collect();
    assert_eq!(by_lot, [("3rd", decimal("500")), ("4th", decimal("500"))]);
    // Held from 16 September to 29 January: 14 + 31 + 30 + 31 + 29 = 135 days; 135 days before 3 February is 21 September.
    assert_eq!(report.sales[0].replacements[0].held_since, Some(day("2024-09-21")));
}

#[test]
fn publication_550_loss_and_gain_on_one_day() {
    // Three blocks of 100 at 158, 100 and 95 are sold for 125 each on 27 December; 250 are bought on 9 January. The loss of 33 a
    // share is disallowed, the gains of 25 and 30 stay.
    let lots = [
        lot("a", "2024-02-01", "100"),
        lot("b", "2024-03-01", "100"),
        lot("c", "2024-04-01", "100"),
        lot("new", "2025-01-09", "250"),
    ];
    let sales = [
        sale("1", "a", "2024-12-27", "100", "-3300"),
        sale("2", "b", "2024-12-27", "100", "2500"),
        sale("3", "c", "2024-12-27", "100", "3000"),
    ];
    let report = run(&lots, &sales);
    let allowed: Vec<Decimal> = report.sales.iter().map(|sale| sale.allowed_gain).collect();
    assert_eq!(allowed, [decimal("0"), decimal("2500"), decimal("3000")]);
    let parts = &report.lots[0].parts;
    assert_eq!((parts[0].units, parts[0].basis_added), (decimal("100"), decimal("3300")));
    assert_eq!((parts[1].units, parts[1].basis_added), (decimal("150"), Decimal::ZERO));
}

#[test]
fn both_ends_of_the_window_count() {
    let check = |bought: &str, disallowed: &str| {
        let report = run(
            &[lot("old", "2024-01-02", "10"), lot("new", bought, "10")],
            &[sale("s", "old", "2025-03-10", "10", "-90")],
        );
        assert_eq!(report.sales[0].disallowed, decimal(disallowed), "{bought}");
    };
    check("2025-02-08", "90");
    check("2025-02-07", "0");
    check("2025-04-09", "90");
    check("2025-04-10", "0");
}

#[test]
fn a_loss_moves_along_a_chain() {
    // A loses 1,000, which B takes: B's own 400 become 1,400, of which 60 of 100 units move on to C: 840.
    let lots = [lot("a", "2024-01-02", "100"), lot("b", "2025-03-10", "100"), lot("c", "2025-04-01", "60")];
    let sales = [sale("2", "b", "2025-03-20", "100", "-400"), sale("1", "a", "2025-03-01", "100", "-1000")];
    let report = run(&lots, &sales);
    let [first, second] = &report.sales[..] else { panic!("two sales") };
    assert_eq!((first.id.as_str(), first.allowed_gain), ("1", Decimal::ZERO));
    assert_eq!((second.basis_added, second.gain), (decimal("1000"), decimal("-1400")));
    assert_eq!((second.disallowed, second.allowed_gain), (decimal("840"), decimal("-560")));
    assert_eq!(added(&report, "c"), decimal("840"));
    // A: 2024-01-02 to 2025-03-01 is 424 days, so B counts from 424 days before 2025-03-10: long-term on 2025-03-20.
    let rules = crate::Jurisdiction::UnitedStates.rules();
    assert_eq!(second.by_term(&rules), [(Term::Long, decimal("-560"))]);
}

#[test]
fn a_replacement_in_a_sheltered_account_loses_the_loss() {
    let ira = HouseholdLot { sheltered: true, ..lot("ira", "2025-03-05", "40") };
    let spouse = lot("spouse", "2025-03-12", "30");
    let report =
        run(&[lot("old", "2024-01-02", "100"), spouse, ira], &[sale("s", "old", "2025-03-10", "100", "-1000")]);
    let sale = &report.sales[0];
    assert_eq!((sale.disallowed, sale.lost, sale.allowed_gain), (decimal("700"), decimal("400"), decimal("-300")));
    assert_eq!((added(&report, "spouse"), added(&report, "ira")), (decimal("300"), Decimal::ZERO));
    assert_eq!(report.sales[0].replacements[0].held_since, None);
}

#[test]
fn a_unit_replaces_one_loss_only_and_the_earlier_one() {
    let lots = [lot("a", "2024-01-02", "100"), lot("b", "2024-01-03", "100"), lot("new", "2025-03-12", "100")];
    let sales = [sale("later", "b", "2025-03-11", "100", "-900"), sale("earlier", "a", "2025-03-10", "100", "-100")];
    let report = run(&lots, &sales);
    assert_eq!((report.sales[0].id.as_str(), report.sales[0].disallowed), ("earlier", decimal("100")));
    assert_eq!(report.sales[1].disallowed, Decimal::ZERO);
}

#[test]
fn what_is_sold_along_is_no_replacement() {
    // All is sold on one day: nothing is left that could replace anything. Nor does the rest of one lot replace its own part.
    let lots = [lot("a", "2024-01-02", "100"), lot("b", "2025-03-01", "100")];
    let sales = [sale("1", "a", "2025-03-10", "100", "-500"), sale("2", "b", "2025-03-10", "100", "-50")];
    assert!(run(&lots, &sales).sales.iter().all(|sale| sale.disallowed.is_zero()));
    let part = [sale("1", "b", "2025-03-10", "50", "-25")];
    assert_eq!(run(&lots[1..], &part).sales[0].disallowed, Decimal::ZERO);
    // Of b 40 stay: they replace 40 of a.
    let sales = [sale("1", "a", "2025-03-10", "100", "-500"), sale("2", "b", "2025-03-10", "60", "-30")];
    assert_eq!(run(&lots, &sales).sales[0].disallowed, decimal("200"));
}

#[test]
fn other_groups_and_lots_that_were_not_bought_do_not_replace() {
    let other = HouseholdLot { group: "N".to_owned(), ..lot("n", "2025-03-11", "100") };
    let gift = HouseholdLot { bought: None, ..lot("gift", "2025-03-11", "100") };
    let report = run(&[lot("a", "2024-01-02", "100"), other, gift], &[sale("1", "a", "2025-03-10", "100", "-500")]);
    assert_eq!(report.sales[0].disallowed, Decimal::ZERO);
}

#[test]
fn what_does_not_fit_is_refused_in_words() {
    let lots = [lot("a", "2025-01-02", "100")];
    let check = |sales: &[LotSale], words: &str| {
        let error = wash_sales(WINDOW, &lots, sales).unwrap_err();
        assert!(error.code() == "invalid_tax_input" && error.to_string().contains(words), "{error}");
    };
    check(&[sale("1", "b", "2025-03-10", "1", "0")], "lot b, which is not given");
    check(&[sale("1", "a", "2025-01-01", "1", "0")], "before its lot");
    check(&[sale("1", "a", "2025-03-10", "60", "0"), sale("2", "a", "2025-03-11", "41", "0")], "101 units of a");
    check(&[sale("1", "a", "2025-03-10", "1", "0"), sale("1", "a", "2025-03-11", "1", "0")], "listed twice");
    check(&[sale("1", "a", "2025-03-10", "0", "0")], "above zero");
}

/// Lots of 1 to 300 units (three places) within 120 days, some sheltered, and what is sold of them.
fn histories() -> impl Strategy<Value = (Vec<HouseholdLot>, Vec<LotSale>)> {
    let one = (
        0u64..120,
        1i64..300_000,
        any::<bool>(),
        prop::collection::vec((0u64..90, 1i64..100, -900_000i64..500_000), 0..4),
    );
    prop::collection::vec(one, 1..9).prop_map(|drawn| {
        let start = day("2025-01-01");
        let (mut lots, mut sales) = (Vec::new(), Vec::new());
        for (i, (bought, units, sheltered, sold)) in drawn.into_iter().enumerate() {
            let bought = start + chrono::Days::new(bought);
            let mut left = Decimal::new(units, 3);
            lots.push(HouseholdLot { units: left, sheltered, ..lot(&format!("l{i}"), &bought.to_string(), "1") });
            for (j, (after, percent, gain)) in sold.into_iter().enumerate() {
                let units = (left * Decimal::new(percent, 2)).round_dp(3);
                if units <= Decimal::ZERO {
                    continue;
                }
                left -= units;
                sales.push(LotSale {
                    id: format!("s{i}.{j}"),
                    lot_id: format!("l{i}"),
                    sold: bought + chrono::Days::new(after),
                    units,
                    gain: Decimal::new(gain, 2),
                });
            }
        }
        (lots, sales)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn of_any_history((lots, sales) in histories()) {
        let report = run(&lots, &sales);
        let mut matched: BTreeMap<&str, Decimal> = BTreeMap::new();
        for sale in &report.sales {
            let moved: Decimal = sale.replacements.iter().map(|r| r.disallowed).sum();
            let basis: Decimal = sale.replacements.iter().map(|r| r.basis_added).sum();
            // To the last digit: what is disallowed is added somewhere or lost.
            prop_assert_eq!(moved, sale.disallowed);
            prop_assert_eq!(basis + sale.lost, sale.disallowed);
            let loss: Decimal = sale.portions.iter().map(|p| (-p.gain).max(Decimal::ZERO)).sum();
            prop_assert!(sale.disallowed >= Decimal::ZERO && sale.disallowed <= loss);
            prop_assert_eq!(sale.portions.iter().map(|p| p.gain).sum::<Decimal>(), sale.gain);
            let units = sales.iter().find(|given| given.id == sale.id).unwrap().units;
            prop_assert!(sale.replacements.iter().map(|r| r.units).sum::<Decimal>() <= units);
            for replacement in &sale.replacements {
                *matched.entry(&replacement.lot_id).or_default() += replacement.units;
                let bought = lots.iter().find(|lot| lot.id == replacement.lot_id).unwrap().bought.unwrap();
                prop_assert!((bought - sale.sold).num_days().abs() <= 30);
            }
        }
        for lot in &lots {
            prop_assert!(matched.get(lot.id.as_str()).copied().unwrap_or_default() <= lot.units);
        }
        // Nothing comes from nowhere: gains before = gains that count − basis still in open lots − what is lost.
        let taxed = |sale: &&LotSale| lots.iter().any(|lot| lot.id == sale.lot_id && !lot.sheltered);
        let before: Decimal = sales.iter().filter(taxed).map(|sale| sale.gain).sum();
        let counted: Decimal = report.sales.iter().map(|sale| sale.allowed_gain - sale.lost).sum();
        let open: Decimal = report.lots.iter().flat_map(|lot| &lot.parts).map(|part| part.basis_added).sum();
        prop_assert_eq!(before, counted - open);
    }
}
