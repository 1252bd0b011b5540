//! Superficial losses: published cases, cases by hand, and what must hold of any history.

use proptest::prelude::*;

use super::*;

const WINDOW: WashSaleWindow = WashSaleWindow { days_before: 30, days_after: 30 };

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn moved(id: &str, holder: &str, date: &str, units: &str) -> UnitMovement {
    UnitMovement {
        id: id.to_owned(),
        group: "X".to_owned(),
        holder: holder.to_owned(),
        sheltered: holder == "RRSP",
        date: day(date),
        units: decimal(units),
        gain: None,
    }
}

fn sold(id: &str, date: &str, units: &str, gain: &str) -> UnitMovement {
    UnitMovement { gain: Some(decimal(gain)), ..moved(id, "me", date, &format!("-{units}")) }
}

fn run(movements: &[UnitMovement]) -> SuperficialReport {
    superficial_losses(WINDOW, movements, day("2026-12-31")).unwrap()
}

#[test]
fn a_spouse_who_buys_takes_the_loss() {
    // The case of Marcil Lavallée, "Superficial losses" (2021): 100 shares lose 10,000, the spouse buys 100 for 91,000 on day 12 and
    // keeps them: nothing counts, and her cost is 101,000.
    let movements = [
        moved("b", "me", "2025-01-06", "100"),
        sold("s", "2025-06-01", "100", "-10000"),
        moved("w", "spouse", "2025-06-12", "100"),
    ];
    let report = run(&movements);
    assert_eq!((report.disposals[0].denied, report.disposals[0].allowed_gain), (decimal("10000"), Decimal::ZERO));
    assert_eq!(decimal("91000") + report.added[0].amount, decimal("101000"));
    assert_eq!(report.disposals[0].additions[0].from, day("2025-06-12"));
}

#[test]
fn the_household_of_cra_2022_0940941c6() {
    // 2,000 sold at a loss of 10,000 on 15 March 2022; the spouse buys 2,000 on the 16th, the RRSP had bought 1,000 on the 10th, the
    // seller buys 500 on 13 April. All is denied (S = 2,000 < P = B = 3,500) and goes by what each holds at the end:
    // 10,000 · 2,000 / 3,500 = 5,714.2857…, · 1,000 / 3,500 = 2,857.1428… (lost), · 500 / 3,500 = 1,428.5714….
    let movements = [
        moved("old", "me", "2021-01-05", "2000"),
        moved("rrsp", "RRSP", "2022-03-10", "1000"),
        sold("s", "2022-03-15", "2000", "-10000"),
        moved("spouse", "spouse", "2022-03-16", "2000"),
        moved("own", "me", "2022-04-13", "500"),
    ];
    let report = run(&movements);
    let loss = &report.disposals[0];
    assert_eq!(loss.denied, decimal("10000"));
    let of = |holder: &str| loss.additions.iter().find(|a| a.holder == holder).unwrap().amount.round_dp(2);
    assert_eq!((of("me"), of("spouse")), (decimal("1428.57"), decimal("5714.29")));
    assert_eq!(loss.lost.round_dp(2), decimal("2857.14"));
    assert_eq!(loss.additions.iter().map(|a| a.amount).sum::<Decimal>() + loss.lost, decimal("10000"));
}

#[test]
fn only_what_is_still_held_denies() {
    let check = |later: &[UnitMovement], denied: &str| {
        let mut movements = vec![moved("b", "me", "2025-01-06", "100"), sold("s", "2025-06-01", "100", "-500")];
        movements.extend_from_slice(later);
        assert_eq!(run(&movements).disposals[0].denied, decimal(denied), "{later:?}");
    };
    check(&[], "0");
    // 40 of 100 are bought back: 500 · 40/100.
    check(&[moved("r", "me", "2025-06-20", "40")], "200");
    // Bought back and sold again before the end of the window, on 1 July.
    check(&[moved("r", "me", "2025-06-20", "40"), sold("t", "2025-06-30", "40", "0")], "0");
    check(&[moved("r", "me", "2025-06-20", "40"), sold("t", "2025-07-02", "40", "0")], "200");
    check(&[moved("r", "me", "2025-07-01", "40")], "200");
    check(&[moved("r", "me", "2025-07-02", "40")], "0");
    // The spouse bought and sold, but 30 are left with the seller: B = 30.
    check(
        &[
            moved("w", "spouse", "2025-06-05", "30"),
            moved("r", "me", "2025-06-06", "30"),
            moved("v", "spouse", "2025-06-07", "-30").with_gain("0"),
        ],
        "150",
    );
}

impl UnitMovement {
    fn with_gain(self, gain: &str) -> Self {
        Self { gain: Some(decimal(gain)), ..self }
    }
}

#[test]
fn a_unit_bought_counts_for_the_earlier_loss_only() {
    let movements = [
        moved("b", "me", "2025-01-06", "100"),
        sold("s", "2025-06-01", "50", "-500"),
        sold("t", "2025-06-02", "50", "-700"),
        moved("r", "me", "2025-06-20", "60"),
    ];
    let report = run(&movements);
    // 50 of the 60 for the first, the other 10 for the second: 700 · 10/50.
    assert_eq!((report.disposals[0].denied, report.disposals[1].denied), (decimal("500"), decimal("140")));
}

#[test]
fn a_denied_loss_comes_out_with_the_units() {
    // 100 lose 500 and are bought back: the pool takes 500. Half of it is sold later at a gain of 400: 400 − 250 counts.
    let movements = [
        moved("b", "me", "2025-01-06", "100"),
        sold("s", "2025-06-01", "100", "-500"),
        moved("r", "me", "2025-06-20", "100"),
        sold("t", "2025-11-03", "50", "400"),
    ];
    let report = run(&movements);
    assert_eq!((report.disposals[1].cost_added, report.disposals[1].allowed_gain), (decimal("250"), decimal("150")));
    assert_eq!(report.added[0].amount, decimal("250"));
}

#[test]
fn a_window_that_is_not_over_is_told() {
    let movements = [
        moved("b", "me", "2025-01-06", "100"),
        moved("c", "me", "2025-05-20", "20"),
        sold("s", "2025-06-01", "50", "-500"),
    ];
    let report = superficial_losses(WINDOW, &movements, day("2025-06-10")).unwrap();
    let loss = &report.disposals[0];
    // 20 bought before, 70 still held: 500 · 20/50.
    assert_eq!((loss.denied, loss.decided, loss.decided_on), (decimal("200"), false, day("2025-07-01")));
}

#[test]
fn what_does_not_fit_is_refused_in_words() {
    let check = |movements: &[UnitMovement], words: &str| {
        let error = superficial_losses(WINDOW, movements, day("2026-01-01")).unwrap_err();
        assert!(error.code() == "invalid_tax_input" && error.to_string().contains(words), "{error}");
    };
    check(&[sold("s", "2025-06-01", "1", "0")], "holds 0");
    check(&[moved("b", "me", "2025-06-01", "0")], "moves no units");
    check(&[moved("b", "me", "2026-06-01", "1")], "after the day");
    check(&[moved("b", "me", "2025-06-01", "1"), moved("c", "me", "2025-06-02", "-1")], "without its gain");
    let both = UnitMovement { sheltered: true, ..moved("c", "me", "2025-06-02", "1") };
    check(&[moved("b", "me", "2025-06-01", "1"), both], "name them apart");
}

fn histories() -> impl Strategy<Value = Vec<UnitMovement>> {
    let one = (0u64..150, 0usize..3, -50i64..100, -90_000i64..50_000);
    prop::collection::vec(one, 1..14).prop_map(|mut drawn| {
        drawn.sort_by_key(|(day, _, units, _)| (*day, *units < 0));
        let mut held = [Decimal::ZERO; 3];
        let mut movements = Vec::new();
        for (i, (after, who, units, gain)) in drawn.into_iter().enumerate() {
            let units = Decimal::from(units).max(-held[who]);
            if units.is_zero() {
                continue;
            }
            held[who] += units;
            let date = day("2025-01-01") + chrono::Days::new(after);
            let one = moved(&format!("m{i}"), ["me", "spouse", "RRSP"][who], &date.to_string(), "1");
            let gain = (units < Decimal::ZERO && who < 2).then(|| Decimal::new(gain, 2));
            movements.push(UnitMovement { units, gain, ..one });
        }
        movements
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn of_any_history(movements in histories()) {
        let report = run(&movements);
        for loss in &report.disposals {
            let moved: Decimal = loss.additions.iter().map(|addition| addition.amount).sum();
            prop_assert_eq!(moved + loss.lost, loss.denied);
            prop_assert!(loss.denied >= Decimal::ZERO && loss.denied <= (-loss.gain).max(Decimal::ZERO));
        }
        // Gains before = gains that count − what pools still carry − what is lost − what left with units out of registered
        // accounts, of which there is none: they take nothing.
        let before: Decimal = movements.iter().filter_map(|movement| movement.gain).sum();
        let counted: Decimal = report.disposals.iter().map(|loss| loss.allowed_gain - loss.lost).sum();
        let open: Decimal = report.added.iter().map(|addition| addition.amount).sum();
        prop_assert_eq!(before, counted - open);
    }
}
