//! Returns of parts of the books and what they contributed, worked out by hand.

use std::collections::BTreeSet;

use model::id::InstrumentId;
use portfolio::performance::{
    GroupReturns, Measured, Performance, Returns, Span, contributions, performance, performance_of,
};

use crate::desk::{Desk, d, day};

const SPAN: Span = Span { from: None, to: chrono::NaiveDate::MAX, account_id: None, benchmark_id: None };

fn close(a: Option<f64>, b: f64) {
    assert!(a.is_some_and(|a| (a - b).abs() < 1e-12), "{a:?} is not {b}");
}

fn of(desk: &Desk, symbols: &[&str], to: &str) -> Performance {
    let ids: BTreeSet<InstrumentId> = symbols.iter().map(|s| desk.id(s)).collect();
    let span = Span { to: day(to), ..SPAN };
    performance_of(desk.ctx(), &desk.books(to), &desk.history, span, Measured::Instruments(&ids))
}

fn whole(desk: &Desk, span: Span) -> Returns {
    performance(desk.ctx(), &desk.books("2020-01-31"), &desk.history, span).summary
}

/// 1,000 paid in, 10 A bought at 100, a dividend of 50, half sold at 121; 10 B lose 100 of 1,000.
fn two_positions() -> Desk {
    let mut desk = Desk::new();
    desk.prices("A", &[("2020-01-02", 100.0), ("2020-01-15", 110.0), ("2020-01-20", 121.0), ("2020-01-31", 121.0)]);
    desk.prices("B", &[("2020-01-02", 100.0), ("2020-01-31", 90.0)]);
    desk.cash("deposit", "2020-01-02", "2000");
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    desk.trade("buy", "2020-01-02", "B", "10", "100");
    let a = desk.id("A");
    desk.add("dividend", "2020-01-15", |f| (f.instrument_id, f.amount) = (Some(a), Some(d("50"))));
    desk.trade("sell", "2020-01-20", "A", "5", "121");
    desk.cash("interest", "2020-01-21", "7");
    desk
}

#[test]
fn a_position_has_its_purchases_and_income_as_flows() {
    let a = of(&two_positions(), &["A"], "2020-01-31");
    // (1100 + 50) ÷ 1000, then (605 + 605) ÷ 1100: 1.15 × 1.1 − 1
    close(a.summary.twr.value, 0.265);
    close(a.summary.gain.value, 260.0);
    close(a.summary.net_flows.value, 345.0);
    // Evening of 1 January to 31 January, 30 days: 1000 × 29/30 − 50 × 16/30 − 605 × 11/30
    let capital = (29_000.0 - 800.0 - 6_655.0) / 30.0;
    close(a.summary.average_capital.value, capital);
    close(a.summary.modified_dietz.value, 260.0 / capital);
}

#[test]
fn contributions_and_the_rest_are_the_whole() {
    let desk = two_positions();
    let span = Span { to: day("2020-01-31"), ..SPAN };
    let all = whole(&desk, span);
    // 260 − 100 + 7 of interest on 2000 × 29/30
    close(all.modified_dietz.value, 167.0 / (2_000.0 * 29.0 / 30.0));
    let symbol = |id| desk.instruments.iter().find(|i| i.id == id).map(|i| i.fields.symbol.clone());
    let parts: Vec<GroupReturns> =
        contributions(desk.ctx(), &desk.books("2020-01-31"), &desk.history, span, &all, symbol);
    assert_eq!(parts.iter().map(|p| p.group.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    close(parts[0].contribution.value, 260.0 / (2_000.0 * 29.0 / 30.0));
    close(parts[1].contribution.value, -100.0 / (2_000.0 * 29.0 / 30.0));
    let sum: f64 = parts.iter().filter_map(|p| p.contribution.value).sum();
    close(Some(all.modified_dietz.value.unwrap() - sum), 7.0 / (2_000.0 * 29.0 / 30.0));
}

#[test]
fn a_span_from_a_close_starts_with_its_value() {
    let desk = two_positions();
    let span = Span { from: Some(day("2020-01-15")), to: day("2020-01-31"), ..SPAN };
    let all = whole(&desk, span);
    close(all.value_start.value, 1100.0 + 1000.0 + 50.0);
    close(all.modified_dietz.value, (662.0 + 605.0 + 900.0 - 2_150.0) / 2_150.0);
}

#[test]
fn what_is_spun_off_leaves_one_position_and_comes_into_another() {
    let mut desk = Desk::new();
    desk.prices("A", &[("2020-01-02", 100.0), ("2020-01-15", 80.0), ("2020-01-31", 88.0)]);
    desk.prices("B", &[("2020-01-15", 20.0), ("2020-01-31", 30.0)]);
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    let (a, b) = (desk.id("A"), desk.id("B"));
    desk.add("spin_off", "2020-01-15", |f| {
        (f.instrument_id, f.other_instrument_id) = (Some(a), Some(b));
        (f.ratio_new, f.ratio_old, f.cost_fraction) = (Some(d("1")), Some(d("1")), Some(d("0.2")));
    });
    close(of(&desk, &["A"], "2020-01-31").summary.twr.value, 0.1); // 800 + 200 on 1000, then 880 on 800
    close(of(&desk, &["B"], "2020-01-31").summary.twr.value, 0.5);
    let both = of(&desk, &["A", "B"], "2020-01-31").summary;
    close(both.twr.value, 0.18); // 1000, then 880 + 300
    close(both.net_flows.value, 1000.0);
}
