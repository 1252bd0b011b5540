//! Values, effects and what is unknown.

use crate::desk::{Desk, EUR, USD, d, day};

#[test]
fn price_and_currency_effect_add_up_to_the_gain() {
    let mut desk = Desk::new();
    desk.base = EUR;
    desk.rates(EUR, &[("USD", "2020-01-02", "1.25"), ("USD", "2020-06-01", "1.00")]);
    desk.prices("A", &[("2020-05-29", 105.0), ("2020-06-01", 110.0)]);
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    let v = desk.value("2020-06-01");
    let p = &v.positions[0];
    assert_eq!(p.market_value_base.value, Some(d("1100")));
    assert_eq!(p.cost_base.value, Some(d("800")));
    assert_eq!(p.unrealized_base.value, Some(d("300")));
    // (1100 − 1000) × 1 by the price; 1000 × 1 − 800 by the stronger dollar: a gain, with a plus sign.
    assert_eq!(p.price_effect_base.value, Some(d("100")));
    assert_eq!(p.fx_effect_base.value, Some(d("200")));
    assert_eq!(p.day_change.value, Some(d("50")));
    assert_eq!(v.totals.cash_value.value, Some(d("-1000")));
    assert_eq!(v.totals.total_value.value, Some(d("100")));
    assert_eq!(v.lots[0].gain_base.value, Some(d("300")));
}

#[test]
fn a_missing_price_makes_totals_unknown_and_names_itself() {
    let mut desk = Desk::new();
    desk.prices("A", &[("2020-01-02", 100.0)]);
    desk.trade("buy", "2020-01-02", "A", "1", "100");
    desk.trade("buy", "2020-01-02", "B", "1", "50");
    let v = desk.value("2020-02-03");
    assert_eq!(v.totals.positions_value.value, None);
    assert_eq!(v.totals.positions_value.known_part, d("100"));
    assert_eq!(v.totals.cost.value, Some(d("150")));
    assert_eq!(v.unknowns.len(), 1);
    assert_eq!(v.unknowns[0].message, "B has no price on or before 2020-02-03; import or enter one");
    assert!(v.positions.iter().find(|p| p.symbol == "A").unwrap().stale);
    assert!(v.positions.iter().all(|p| p.weight.value.is_none()));
}

#[test]
fn a_rate_that_is_too_old_is_unknown_with_its_date() {
    let mut desk = Desk::new();
    desk.base = EUR;
    desk.rates(EUR, &[("USD", "2020-01-02", "1.25")]);
    desk.cash("deposit", "2020-01-02", "100");
    let v = desk.value("2020-02-03");
    assert_eq!(v.totals.cash_value.value, None);
    assert_eq!(
        v.unknowns[0].message,
        "the last USD/EUR rate before 2020-02-03 is of 2020-01-02, too old to use; import newer rates"
    );
    assert_eq!(v.cash[0].amount, d("100"));
}

#[test]
fn rates_go_straight_inverted_or_through_the_euro() {
    let mut desk = Desk::new();
    desk.rates(EUR, &[("USD", "2020-01-02", "1.25"), ("GBP", "2020-01-03", "0.80")]);
    let gbp = "GBP".parse().unwrap();
    let rate = |from, to| desk.fx.rate(from, to, day("2020-01-04")).unwrap();
    assert_eq!(rate(EUR, USD).rate, d("1.25"));
    assert_eq!(rate(USD, EUR).rate, d("0.8"));
    let cross = rate(gbp, USD); // 1 ÷ 0.80 × 1.25
    assert_eq!((cross.rate.normalize(), cross.legs.len(), cross.date), (d("1.5625"), 2, day("2020-01-02")));
    let days = [day("2020-01-01"), day("2020-01-02"), day("2020-01-04"), day("2020-01-30")];
    let series = desk.fx.series(gbp, USD, &days);
    assert_eq!(series, [None, None, Some(1.5625), None]);
}

#[test]
fn slices_add_up_to_the_whole() {
    let mut desk = Desk::new();
    desk.instruments[0].fields.sector = Some("Energy".to_owned());
    desk.prices("A", &[("2020-01-02", 100.0)]);
    desk.prices("B", &[("2020-01-02", 50.0)]);
    desk.cash("deposit", "2020-01-02", "1000");
    desk.trade("buy", "2020-01-02", "A", "3", "100");
    desk.trade("buy", "2020-01-02", "B", "2", "50");
    let v = desk.value("2020-01-03");
    let sectors: Vec<_> =
        v.allocation_by_sector.iter().map(|s| (s.name.as_deref(), s.value.value, s.weight.value)).collect();
    assert_eq!(
        sectors,
        [
            (Some("Cash"), Some(d("600")), Some(0.6)),
            (Some("Energy"), Some(d("300")), Some(0.3)),
            (None, Some(d("100")), Some(0.1))
        ]
    );
    assert_eq!(v.allocation_by_currency.len(), 1);
}
