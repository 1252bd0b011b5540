//! Time-weighted and money-weighted returns.

use portfolio::{
    performance::{Performance, Span, performance},
    xirr::xirr,
};

use crate::desk::{Desk, d, day};

fn measure(desk: &Desk, account: Option<usize>) -> Performance {
    let to = day("2020-01-31");
    let span = Span { from: None, to, account_id: account.map(|a| desk.account(a)), benchmark_id: Some(desk.id("B")) };
    performance(desk.ctx(), &desk.books("2020-01-31"), &desk.history, span)
}

fn close(a: Option<f64>, b: f64) {
    assert!(a.is_some_and(|a| (a - b).abs() < 1e-12), "{a:?} is not {b}");
}

#[test]
fn deposits_do_not_count_as_gains() {
    let mut desk = Desk::new();
    desk.prices("A", &[("2020-01-02", 100.0), ("2020-01-03", 110.0), ("2020-01-06", 121.0), ("2020-01-31", 121.0)]);
    desk.prices("B", &[("2020-01-01", 10.0), ("2020-01-31", 12.0)]);
    desk.cash("deposit", "2020-01-02", "1000");
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    desk.cash("deposit", "2020-01-06", "550");
    desk.trade("buy", "2020-01-06", "A", "5", "110");
    let p = measure(&desk, None);
    // 1000/1000, then 1100/1000, then 15 × 121 ÷ (1100 + 550) = 1.1: 1.1 × 1.1 − 1
    close(p.summary.twr.value, 0.21);
    close(p.summary.benchmark.value, 0.2);
    close(p.summary.gain.value, 1815.0 - 1550.0);
    close(p.summary.max_drawdown.value, 0.0);
    assert_eq!(p.summary.twr_annualized.value, None);
    assert_eq!(p.flows.len(), 2);
}

/// A second account that starts later, and gains, must raise the whole's return, never cut it.
#[test]
fn a_new_account_is_a_flow() {
    let mut desk = Desk::new();
    desk.prices("A", &[("2020-01-02", 100.0), ("2020-01-15", 110.0), ("2020-01-16", 110.0), ("2020-01-31", 121.0)]);
    desk.cash("deposit", "2020-01-02", "1000");
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    let (a, second) = (desk.id("A"), desk.account(1));
    desk.add("opening_balance", "2020-01-16", |f| {
        f.account_id = second;
        (f.instrument_id, f.quantity, f.price) = (Some(a), Some(d("100")), Some(d("5")));
    });
    let whole = measure(&desk, None);
    close(whole.summary.twr.value, 0.21);
    close(measure(&desk, Some(1)).summary.twr.value, 0.1);
    // The unit cost of 5 is no flow: 100 × 110 came in.
    close(whole.summary.net_flows.value, 12_000.0);
}

#[test]
fn a_transfer_is_a_flow_of_the_accounts_and_not_of_the_whole() {
    let mut desk = Desk::new();
    desk.prices("A", &[("2020-01-02", 100.0), ("2020-01-15", 110.0), ("2020-01-31", 121.0)]);
    desk.cash("deposit", "2020-01-02", "1000");
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    let (a, to) = (desk.id("A"), desk.account(1));
    desk.add("transfer", "2020-01-15", |f| {
        (f.instrument_id, f.quantity, f.counter_account_id) = (Some(a), Some(d("5")), Some(to));
    });
    close(measure(&desk, None).summary.twr.value, 0.21);
    close(measure(&desk, Some(0)).summary.twr.value, 0.21);
    close(measure(&desk, Some(1)).summary.twr.value, 0.1);
}

#[test]
fn a_gap_is_bridged_unless_money_moved_in_it() {
    let mut desk = Desk::new();
    desk.prices("A", &[("2020-01-06", 100.0), ("2020-01-31", 110.0)]);
    desk.cash("deposit", "2020-01-02", "1000");
    desk.trade("buy", "2020-01-03", "A", "10", "100");
    let p = measure(&desk, None);
    assert_eq!(p.value[1], None);
    close(p.summary.twr.value, 0.1);
    assert_eq!(p.unknowns[0].code, "price_missing");
    desk.cash("deposit", "2020-01-03", "10");
    let broken = measure(&desk, None);
    assert_eq!(broken.summary.twr.value, None);
    assert!(broken.summary.twr.unknown.is_some());
    assert!(broken.summary.xirr.value.is_some());
}

#[test]
fn everything_paid_out_ends_the_index_without_a_jump() {
    let mut desk = Desk::new();
    desk.prices("A", &[("2020-01-02", 100.0), ("2020-01-15", 110.0), ("2020-01-31", 500.0)]);
    desk.cash("deposit", "2020-01-02", "1000");
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    desk.trade("sell", "2020-01-15", "A", "10", "110");
    desk.cash("withdrawal", "2020-01-15", "1100");
    let p = measure(&desk, None);
    close(p.summary.twr.value, 0.1);
    assert_eq!(p.value.last(), Some(&Some(0.0)));
}

#[test]
fn xirr_is_that_of_the_references() {
    let text = include_str!("../golden/xirr.json");
    let cases: Vec<serde_json::Value> = serde_json::from_str(text).unwrap();
    for case in &cases {
        let flow = |f: &serde_json::Value| (day(f[0].as_str().unwrap()), f[1].as_f64().unwrap());
        let flows: Vec<_> = case["flows"].as_array().unwrap().iter().map(flow).collect();
        let expected = case["rate"].as_f64().unwrap();
        assert!((xirr(&flows).unwrap() - expected).abs() < 1e-10, "{expected}");
    }
    assert!((cases[0]["rate"].as_f64().unwrap() - 0.373_362_535).abs() < 1e-8, "the figure of Excel's documentation");
}
