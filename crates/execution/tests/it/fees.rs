//! Fees of orders, in one fill and in several.

use execution::fees::{FeeMonth, FeeRate, FeeSchedule, FeeSoFar, FeeTier, Traded};
use model::{order::fill::Liquidity, time::Timestamp};
use rust_decimal::Decimal;

use crate::support::{at, d};

fn traded(units: &str, price: &str) -> Traded {
    Traded { units: d(units), notional: d(units) * d(price), liquidity: Liquidity::Taker }
}

/// Fees of the fills of one order, a price of 10 each.
fn charged(schedule: &FeeSchedule, fills: &[&str], month: &mut FeeMonth, when: Timestamp) -> Vec<Decimal> {
    schedule.check().unwrap();
    let mut so_far = FeeSoFar::default();
    let charge = |units: &&str| schedule.charge(traded(units, "10"), when, &mut so_far, month).unwrap();
    fills.iter().map(charge).collect()
}

#[test]
fn bounds_are_of_the_whole_order() {
    let per_unit = FeeSchedule {
        rate: FeeRate::PerUnit { amount: d("0.005") },
        minimum: Some(d("1")),
        maximum: None,
        maximum_share: Some(d("0.01")),
    };
    for (fills, expected) in [
        // 150 · 0.005 = 0.75, so the least fee of 1
        (vec!["150"], vec!["1"]),
        // the least comes with the first fill; 250 · 0.005 = 1.25
        (vec!["150", "100"], vec!["1", "0.25"]),
        (vec!["150", "20"], vec!["1", "0"]),
        // a hundredth of 50 is less than the least fee
        (vec!["5"], vec!["0.5"]),
        (vec!["5", "5", "190"], vec!["0.5", "0.5", "0"]),
        (vec!["1000"], vec!["5"]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(d).collect();
        assert_eq!(charged(&per_unit, &fills, &mut FeeMonth::default(), at(0)), expected, "{fills:?}");
    }
    let capped = FeeSchedule { maximum: Some(d("7")), maximum_share: None, ..per_unit };
    assert_eq!(charged(&capped, &["1000", "1000"], &mut FeeMonth::default(), at(0)), [d("5"), d("2")]);
}

#[test]
fn rates_of_each_kind() {
    let plain = |rate| FeeSchedule { rate, ..FeeSchedule::default() };
    let maker_taker = plain(FeeRate::MakerTaker { maker: d("-0.0001"), taker: d("0.001") });
    for (schedule, expected) in [
        (plain(FeeRate::Free), "0"),
        (plain(FeeRate::PerOrder { amount: d("4.95") }), "4.95"),
        (plain(FeeRate::PerUnit { amount: d("0.01") }), "1"),
        (FeeSchedule::share(d("0.002")), "2"),
        (maker_taker.clone(), "1"),
    ] {
        assert_eq!(charged(&schedule, &["100"], &mut FeeMonth::default(), at(0)), [d(expected)], "{schedule:?}");
        assert_eq!(schedule.estimate(traded("100", "10"), &FeeMonth::default()), Some(d(expected)));
    }
    let per_order = plain(FeeRate::PerOrder { amount: d("4.95") });
    assert_eq!(charged(&per_order, &["1", "1"], &mut FeeMonth::default(), at(0)), [d("4.95"), d("0")]);
    let maker = Traded { liquidity: Liquidity::Maker, ..traded("100", "10") };
    let rebate = maker_taker.charge(maker, at(0), &mut FeeSoFar::default(), &mut FeeMonth::default());
    assert_eq!(rebate, Some(d("-0.1")));
}

#[test]
fn tiers_go_by_the_units_of_the_month() {
    let tier = |from: &str, per_unit: &str| FeeTier { from_units: d(from), per_unit: d(per_unit) };
    let rate = FeeRate::Tiered { tiers: vec![tier("0", "0.01"), tier("100", "0.005"), tier("1000", "0.001")] };
    let schedule = FeeSchedule { rate, ..FeeSchedule::default() };
    let mut month = FeeMonth::default();
    // 80 in the first; 20 there and 30 in the second; 870 in the second and 30 in the third
    assert_eq!(charged(&schedule, &["80"], &mut month, at(0)), [d("0.8")]);
    assert_eq!(charged(&schedule, &["50", "900"], &mut month, at(20)), [d("0.35"), d("4.38")]);
    // and anew in February
    assert_eq!(charged(&schedule, &["80"], &mut month, at(31)), [d("0.8")]);
}

#[test]
fn tiers_out_of_order_are_refused() {
    let tier = |from: &str| FeeTier { from_units: d(from), per_unit: d("0.01") };
    for tiers in [vec![], vec![tier("1")], vec![tier("0"), tier("5"), tier("5")]] {
        let schedule = FeeSchedule { rate: FeeRate::Tiered { tiers }, ..FeeSchedule::default() };
        assert_eq!(schedule.check().unwrap_err().code(), "execution_setting_invalid");
    }
    assert!(FeeSchedule { minimum: Some(d("-1")), ..FeeSchedule::default() }.check().is_err());
}
