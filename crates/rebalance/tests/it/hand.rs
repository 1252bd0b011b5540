//! The worked example of the guide, and small plans whose numbers are worked out in the comments.

use std::path::Path;

use rebalance::{PlanFigures, PlannedTrade, RebalancePlan, RebalanceRequest, Side, rebalance};
use rust_decimal::Decimal;
use serde_json::{Value, json};

fn guide() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide/rebalancing.md")).unwrap()
}

/// The request that stands in the guide.
fn example() -> Value {
    let page = guide();
    let start = page.find("```json").unwrap() + "```json".len();
    let end = start + page[start..].find("```").unwrap();
    serde_json::from_str(&page[start..end]).unwrap()
}

/// The value that the guide's tables give for a figure, in the column of a plan.
fn told(page: &str, figure: &str, column: usize) -> Decimal {
    let row =
        page.lines().find(|line| line.starts_with(&format!("| {figure} |"))).unwrap_or_else(|| panic!("{figure}"));
    let cell = row.split('|').nth(column + 2).unwrap().trim();
    cell.replace('\u{2212}', "-").replace(' ', "").parse().unwrap()
}

pub(crate) fn run(request: &Value) -> RebalancePlan {
    let request: RebalanceRequest = serde_json::from_value(request.clone()).unwrap();
    rebalance(&request).unwrap_or_else(|error| panic!("{error}"))
}

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn trade<'a>(plan: &'a RebalancePlan, side: Side, account: &str, instrument: &str) -> &'a PlannedTrade {
    let is_it =
        |trade: &&PlannedTrade| trade.side == side && trade.account == account && trade.instrument == instrument;
    plan.trades.iter().find(is_it).unwrap_or_else(|| panic!("{side:?} {instrument}: {:#?}", plan.trades))
}

#[test]
fn the_program_gives_the_numbers_of_the_guide() {
    let page = guide();
    let plan = run(&example());
    let figures = |column: usize, figures: &PlanFigures| {
        let check =
            |figure: &str, ours: Decimal| assert_eq!(ours, told(&page, figure, column), "{figure}, column {column}");
        check("tax now", figures.tax_now);
        check("priced tax", figures.tax_price);
        check("tax later", figures.tax_later);
        check("cost", figures.cost);
        check("price of the drift", figures.drift_price);
        check("tax drag", figures.location_price);
        check("objective", figures.objective);
        check("cash", figures.cash);
    };
    figures(0, plan.untouched.as_ref().unwrap());
    figures(1, plan.greedy.as_ref().unwrap());
    figures(2, &plan.figures);
    assert_eq!(plan.trades.len(), 3);
    let sale = trade(&plan, Side::Sell, "Brokerage", "STOCK");
    assert_eq!((sale.units, sale.gain, sale.tax), (dec("91"), Some(dec("-910")), Some(dec("-364"))));
    assert_eq!(sale.lots.len(), 1);
    assert_eq!(sale.lots[0].lot, "s2");
    assert_eq!(trade(&plan, Side::Buy, "Brokerage", "BOND").units, dec("201"));
    assert_eq!(trade(&plan, Side::Buy, "IRA", "BOND").units, dec("19"));
    assert_eq!(plan.accounts[0].cash_after, dec("30.85"));
    assert_eq!(plan.accounts[1].cash_after, dec("49.05"));
    let codes: Vec<&str> = sale.reasons.iter().map(|reason| reason.code.as_str()).collect();
    assert_eq!(codes, ["over_target", "takes_loss"]);
    assert!(sale.reasons[1].words.contains("910.00 saves 364.00"), "{}", sale.reasons[1].words);
    assert!(plan.blocked.iter().any(|blocked| blocked.until == "2026-12-23".parse().ok()), "{:?}", plan.blocked);

    // With a purchase of the stock by a spouse three weeks ago, the loss does not count and s2 is kept.
    let mut washed = example();
    washed["purchases"] = json!([{"instrument": "STOCK", "account": "spouse", "date": "2026-11-02"}]);
    let plan = run(&washed);
    assert!(plan.trades.iter().all(|trade| trade.lots.iter().all(|lot| lot.lot != "s2")));
    let kept = plan.blocked.iter().find(|blocked| blocked.lot.as_deref() == Some("s2")).unwrap();
    assert_eq!(kept.until, "2026-12-02".parse().ok());
    assert!(kept.reason.contains("was bought in spouse on 2026-11-02"), "{}", kept.reason);
    assert_eq!(plan.figures.realized_short_term, Decimal::ZERO);
}

/// One account, prices in dollars, without spread; lots are `(id, instrument, units, cost, day)`.
fn simple(lots: &[(&str, &str, &str, &str, &str)], cash: &str, targets: &[(&str, &str)], per_unit: f64) -> Value {
    let members: Vec<Value> = targets
        .iter()
        .map(|(name, weight)| json!({"kind": "instrument", "instrument": name, "weight": weight}))
        .collect();
    let lots: Vec<Value> = lots
        .iter()
        .map(|(id, name, units, cost, day)| {
            json!({"id": id, "account": "T", "instrument": name, "quantity": units, "cost_base": cost, "opened_on": day})
        })
        .collect();
    json!({
        "date": "2026-11-23", "base_currency": "USD",
        "instruments": {"A": {"currency": "USD", "price": "100"}, "B": {"currency": "USD", "price": "50"}},
        "accounts": [{"id": "T", "kind": "taxable", "cash": {"USD": cash}}],
        "lots": lots, "target": {"members": members},
        "drift_price": {"kind": "absolute", "per_unit": per_unit},
        "tax_rates": {"short_term": 0.4, "long_term": 0.2}, "shares": {"kind": "whole"},
    })
}

#[test]
fn a_gain_is_sold_only_where_drift_is_dearer_than_its_tax() {
    // 100 A at a cost of 50, long-term: a tax price of 0.1 · 50 = 5 a unit, 5 % of the value. Half of it should be B. A unit of money
    // moved from A to B takes 2 off the drift, which is worth 2 · 0.02 = 4 %: less than 5 %.
    let lots = [("a", "A", "100", "5000", "2020-01-15")];
    let targets = [("A", "0.5"), ("B", "0.5")];
    assert!(run(&simple(&lots, "0", &targets, 0.02)).trades.is_empty());
    // At 0.03 it is worth 6 %: 50 A go, 100 B come.
    let plan = run(&simple(&lots, "0", &targets, 0.03));
    assert_eq!(trade(&plan, Side::Sell, "T", "A").units, dec("50"));
    assert_eq!(trade(&plan, Side::Buy, "T", "B").units, dec("100"));
    assert_eq!(plan.figures.objective, dec("250"));
    assert_eq!(plan.figures.tax_now, dec("500"));
    assert_eq!(plan.figures.realized_long_term, dec("2500"));
    assert_eq!(plan.search.gap.map(|gap| gap < 1e-6), Some(true));
}

#[test]
fn what_has_no_place_in_the_target_goes_whole_with_its_fraction() {
    let lots = [("a", "A", "10.3337", "1000", "2020-01-15"), ("b", "B", "20", "1000", "2020-01-15")];
    let plan = run(&simple(&lots, "0", &[("B", "1")], 0.2));
    let sale = trade(&plan, Side::Sell, "T", "A");
    assert_eq!(sale.units, dec("10.3337"));
    assert!(sale.closes_position);
    assert!(sale.reasons.iter().any(|reason| reason.code == "not_in_target"));
    // 1033.37 buys 20 B and leaves 33.37.
    assert_eq!(trade(&plan, Side::Buy, "T", "B").units, dec("20"));
    assert_eq!(plan.figures.cash, dec("33.37"));
}

#[test]
fn the_oldest_lot_goes_first_where_lots_cannot_be_named() {
    // 10 old at a gain of 60, 10 new at a loss of 10 since six months; 10 must go.
    let lots = [("old", "A", "10", "400", "2020-01-15"), ("new", "A", "10", "1100", "2026-05-15")];
    let mut request = simple(&lots, "0", &[("A", "0.5")], 0.2);
    let plan = run(&request);
    assert_eq!(trade(&plan, Side::Sell, "T", "A").lots[0].lot, "new");
    assert_eq!(plan.figures.tax_now, dec("-40"));
    request["accounts"][0]["lot_order"] = json!("first_in_first_out");
    let plan = run(&request);
    assert_eq!(trade(&plan, Side::Sell, "T", "A").lots[0].lot, "old");
    assert_eq!(plan.figures.tax_now, dec("120")); // 0.2 · 600
    // One pool: 1500 / 20 = 75 a unit, of which 10 cost 750; the oldest are long-term.
    request["accounts"][0]["lot_order"] = json!("average");
    let plan = run(&request);
    assert_eq!(trade(&plan, Side::Sell, "T", "A").gain, Some(dec("250")));
    assert_eq!(plan.figures.tax_now, dec("50"));
}

#[test]
fn a_withdrawal_is_paid_with_the_cheapest_tax() {
    // 2 000 are wanted; 500 are there. A is at a gain of 50 a unit (tax price 5), B at none (0): B pays 1 500, which is 30 units.
    let lots = [("a", "A", "50", "2500", "2020-01-15"), ("b", "B", "100", "5000", "2020-01-15")];
    let mut request = simple(&lots, "500", &[("A", "0.5"), ("B", "0.5")], 0.01);
    request["accounts"][0]["flow"] = json!("-2000");
    let plan = run(&request);
    assert_eq!(plan.trades.len(), 1);
    assert_eq!(trade(&plan, Side::Sell, "T", "B").units, dec("30"));
    assert_eq!(plan.accounts[0].cash_after, Decimal::ZERO);
}

#[test]
fn bonds_move_to_the_sheltered_account() {
    // 100 of stock in the sheltered account, 100 of bonds in the taxable one, all at cost. Bonds bear 2 % a year where taxed; five years.
    // Moving costs 4 trades of 0.1 %: 0.4 % against 10 %.
    let plan = run(&json!({
        "date": "2026-11-23", "base_currency": "USD",
        "instruments": {
            "STOCK": {"currency": "USD", "price": "10", "half_spread": "0.001", "tax_drag": {"taxable": 0.003}},
            "BOND": {"currency": "USD", "price": "10", "half_spread": "0.001", "tax_drag": {"taxable": 0.02}},
        },
        "accounts": [{"id": "T", "kind": "taxable", "cash": {"USD": "10"}}, {"id": "S", "kind": "tax_deferred", "cash": {"USD": "10"}}],
        "lots": [
            {"id": "b", "account": "T", "instrument": "BOND", "quantity": "1000", "cost_base": "10000", "opened_on": "2020-01-15"},
            {"id": "s", "account": "S", "instrument": "STOCK", "quantity": "1000", "opened_on": "2020-01-15"},
        ],
        "target": {"members": [
            {"kind": "instrument", "instrument": "STOCK", "weight": "0.5"}, {"kind": "instrument", "instrument": "BOND", "weight": "0.5"},
        ]},
        "drift_price": {"kind": "absolute", "per_unit": 0.05}, "shares": {"kind": "whole"}, "location_years": 5,
        "tax_rates": {"short_term": 0.4, "long_term": 0.2},
    }));
    // T sells 1 000 bonds: 10 + 9 990 pay for 999 of stock. Of 20 020 each should be 1 001 units: with 2 of stock kept in S the stock is at its
    // aim, and 10 + 9 970.02 pay for 997 bonds, 40 below theirs. With all sold and 999 bonds both are 20 off: as far, but two more trades.
    assert_eq!(trade(&plan, Side::Sell, "T", "BOND").units, dec("1000"));
    assert_eq!(trade(&plan, Side::Buy, "T", "STOCK").units, dec("999"));
    assert_eq!(trade(&plan, Side::Sell, "S", "STOCK").units, dec("998"));
    assert_eq!(trade(&plan, Side::Buy, "S", "BOND").units, dec("997"));
    let codes: Vec<&str> =
        trade(&plan, Side::Buy, "S", "BOND").reasons.iter().map(|reason| reason.code.as_str()).collect();
    assert!(codes.contains(&"moves_location"), "{codes:?}");
}

#[test]
fn the_request_and_the_plan_travel_as_json() {
    let request: RebalanceRequest = serde_json::from_value(example()).unwrap();
    let again: RebalanceRequest = serde_json::from_str(&serde_json::to_string(&request).unwrap()).unwrap();
    assert_eq!(again, request);
    let plan = rebalance(&request).unwrap();
    let json = serde_json::to_value(&plan).unwrap();
    assert_eq!(json["trades"][0]["units"], "91");
    assert_eq!(serde_json::from_value::<RebalancePlan>(json).unwrap(), plan);
    assert!(serde_json::from_value::<RebalanceRequest>(json!({"date": "2026-11-23", "wrong": 1})).is_err());
}
