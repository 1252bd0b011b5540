//! Plans that a person would find strange, and that must not come: trades that only cost, the dearer lot sold first, an exchange of the same
//! things between two accounts, cash spent that is not there, crumbs.

use rebalance::{PlannedTrade, RebalancePlan, RebalanceRequest, Side, rebalance};
use rust_decimal::Decimal;
use serde_json::json;
use tax::LotOrder;

use crate::hand::run;
use crate::households::{Size, check, float, household, objective};

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn plans() -> impl Iterator<Item = (u64, RebalanceRequest, RebalancePlan)> {
    let size = Size { instruments: 8, accounts: 3, lots: 4, units: 40, whole: None };
    (50_000..50_120).filter_map(move |seed| {
        let mut request = household(seed, size);
        request.max_nodes = Some(12);
        rebalance(&request).ok().map(|plan| (seed, request, plan))
    })
}

/// The plan without some of its trades; `None` when an account would lack cash then.
fn without(request: &RebalanceRequest, plan: &RebalancePlan, left_out: &[usize]) -> Option<RebalancePlan> {
    let mut other = plan.clone();
    let is_kept = |(k, trade): (usize, &PlannedTrade)| (!left_out.contains(&k)).then(|| trade.clone());
    other.trades = plan.trades.iter().enumerate().filter_map(is_kept).collect();
    let brought = |trades: &[PlannedTrade], account: &str| -> Decimal {
        let cash = |trade: &PlannedTrade| {
            let amount = if trade.side == Side::Sell { trade.amount } else { -trade.amount };
            amount - trade.spread - trade.commission
        };
        trades.iter().filter(|trade| trade.account == account).map(cash).sum()
    };
    let change = |account: &str| brought(&other.trades, account) - brought(&plan.trades, account);
    let fits = request.accounts.iter().zip(&plan.accounts).all(|(account, after)| {
        let change = change(&account.id);
        change >= Decimal::ZERO || after.cash_after + change >= account.cash_minimum
    });
    let all: Decimal = request.accounts.iter().map(|account| change(&account.id)).sum();
    let buffer = request.cash_buffer.amount.max(request.cash_buffer.fraction * plan.value);
    (fits && (all >= Decimal::ZERO || plan.figures.cash + all >= buffer)).then_some(other)
}

#[test]
fn no_trade_and_no_two_trades_of_an_account_are_worse_than_none() {
    for (seed, request, plan) in plans() {
        let told = objective(&request, &plan);
        let mut groups: Vec<Vec<usize>> = (0..plan.trades.len()).map(|k| vec![k]).collect();
        for (k, sale) in plan.trades.iter().enumerate().filter(|(_, trade)| trade.side == Side::Sell) {
            let bought = plan.trades.iter().enumerate().filter(|(_, trade)| trade.side == Side::Buy);
            groups.extend(bought.filter(|(_, trade)| trade.account == sale.account).map(|(j, _)| vec![k, j]));
        }
        for group in groups {
            let Some(other) = without(&request, &plan, &group) else { continue };
            let saved = told - objective(&request, &other);
            assert!(
                saved <= 1e-6 + 2e-9 * float(plan.value),
                "seed {seed}: {saved} saved without {:?}",
                group.iter().map(|k| &plan.trades[*k]).collect::<Vec<_>>()
            );
        }
    }
}

#[test]
fn of_named_lots_the_one_that_costs_least_tax_goes_first() {
    for (seed, request, plan) in plans() {
        let rules = request.rules.unwrap();
        for trade in plan.trades.iter().filter(|trade| trade.side == Side::Sell) {
            let account = request.accounts.iter().find(|account| account.id == trade.account).unwrap();
            if account.lot_order != Some(LotOrder::Specific) || trade.gain.is_none() {
                continue;
            }
            let price = trade.amount / trade.units;
            let is_bought = plan.trades.iter().any(|t| t.instrument == trade.instrument && t.side == Side::Buy);
            let priced = |lot: &rebalance::HeldLot| {
                let gain = price - lot.cost_base.unwrap() / lot.quantity;
                let days = rules.days_to_long_term(lot.opened_on, request.date);
                (gain, float(gain) * request.deferral.price_per_gain(days, request.tax_rates))
            };
            let lots: Vec<_> = request
                .lots
                .iter()
                .filter(|lot| lot.account == trade.account && lot.instrument == trade.instrument)
                .filter(|lot| plan.blocked.iter().all(|blocked| blocked.lot.as_ref() != Some(&lot.id)))
                .collect();
            let sold = |id: &str| trade.lots.iter().find(|closed| closed.lot == id).map(|closed| closed.units);
            let dearest = lots.iter().filter(|lot| sold(&lot.id).is_some()).map(|lot| priced(lot).1);
            let dearest = dearest.fold(f64::NEG_INFINITY, f64::max);
            for lot in lots.iter().filter(|lot| sold(&lot.id) != Some(lot.quantity)) {
                let (gain, tax) = priced(lot);
                let would_wash = gain < Decimal::ZERO && is_bought && rules.wash_sale_window.is_some();
                assert!(would_wash || tax >= dearest - 1e-9, "seed {seed}: {lot:?} is kept, {trade:?}");
            }
        }
    }
}

/// Two sheltered accounts, each with half of what the target wants of both, and trades that cost nothing.
#[test]
fn two_accounts_do_not_exchange_the_same_things_for_nothing() {
    let lot = |id: &str, account: &str, name: &str, units: &str| json!({"id": id, "account": account, "instrument": name, "quantity": units, "opened_on": "2024-01-15"});
    let request = json!({
        "date": "2026-11-23", "base_currency": "USD",
        "instruments": {"X": {"currency": "USD", "price": "10"}, "Y": {"currency": "USD", "price": "20"}, "Z": {"currency": "USD", "price": "40"}},
        "accounts": [{"id": "IRA", "kind": "tax_deferred"}, {"id": "ROTH", "kind": "tax_free"}],
        "lots": [
            lot("1", "IRA", "X", "400"), lot("2", "IRA", "Y", "150"), lot("3", "IRA", "Z", "50"),
            lot("4", "ROTH", "X", "300"), lot("5", "ROTH", "Y", "200"), lot("6", "ROTH", "Z", "50"),
        ],
        "target": {"members": [
            {"kind": "instrument", "instrument": "X", "weight": "0.4"}, {"kind": "instrument", "instrument": "Y", "weight": "0.35"},
            {"kind": "instrument", "instrument": "Z", "weight": "0.25"},
        ]},
        "tax_rates": {"short_term": 0.4, "long_term": 0.2},
    });
    // X is 7 000, Y 7 000, Z 4 000 of 18 000; wanted are 7 200, 6 300 and 4 500: 700 of Y pay for 200 of X and 500 of Z.
    for shares in [json!({"kind": "fractional"}), json!({"kind": "whole"})] {
        let mut request = request.clone();
        request["shares"] = shares.clone();
        let plan = run(&request);
        let traded: Decimal = plan.trades.iter().map(|trade| trade.amount).sum();
        assert!(traded <= dec("1460"), "{traded} traded with {shares}: {:?}", plan.trades);
        for trade in &plan.trades {
            let twin = plan.trades.iter().find(|t| t.instrument == trade.instrument && t.side != trade.side);
            assert!(twin.is_none(), "{trade:?} and {twin:?}");
        }
    }
}

#[test]
fn cash_is_spent_to_the_last_digit_and_never_beyond() {
    let mut random = crate::households::Random(77);
    for _ in 0..200 {
        let price = random.decimal(0.5, 900.0, 6);
        let units = 1 + random.below(5_000);
        let spread = ["0", "0.0005", "0.0013"][random.below(3)];
        let rate = random.decimal(0.6, 1.7, 5);
        let whole = random.one_in(2);
        let commission = ["0", "1.95"][random.below(2)];
        let each = dec(&price) * dec(&rate) * (Decimal::ONE + dec(spread));
        // Exactly what that many units cost.
        let cash = Decimal::from(units) * each + dec(commission);
        let plan = run(&json!({
            "date": "2026-11-23", "base_currency": "USD", "rates": {"EUR": rate},
            "instruments": {"X": {"currency": "EUR", "price": price, "half_spread": spread}},
            "accounts": [{"id": "T", "kind": "taxable", "cash": {"USD": cash.to_string()}, "commission": commission}],
            "target": {"members": [{"kind": "instrument", "instrument": "X", "weight": "1"}]},
            "drift_price": {"kind": "absolute", "per_unit": 0.05},
            "shares": if whole { json!({"kind": "whole"}) } else { json!({"kind": "fractional"}) },
            "tax_rates": {"short_term": 0.4, "long_term": 0.2},
        }));
        let left = plan.accounts[0].cash_after;
        assert!(left >= Decimal::ZERO, "{left} of {cash} left after {:?}", plan.trades);
        assert!(left < Decimal::TWO * each, "{left} of {cash} left after {:?}", plan.trades);
    }
}

#[test]
fn a_trade_that_moves_nothing_to_less_tax_does_not_say_so() {
    // T must pay 3 000 out and sells its only holding; S has cash and buys the same. Both bear the same tax drag: none.
    let plan = run(&json!({
        "date": "2026-11-23", "base_currency": "USD", "instruments": {"X": {"currency": "USD", "price": "10", "half_spread": "0.0005"}},
        "accounts": [{"id": "T", "kind": "tax_free", "flow": "-3000"}, {"id": "S", "kind": "tax_free", "cash": {"USD": "3000"}}],
        "lots": [{"id": "1", "account": "T", "instrument": "X", "quantity": "1000", "opened_on": "2024-01-15"}],
        "target": {"members": [{"kind": "instrument", "instrument": "X", "weight": "1"}]},
        "shares": {"kind": "whole"}, "tax_rates": {"short_term": 0.4, "long_term": 0.2},
    }));
    let codes = |side: Side| -> Vec<String> {
        let trades = plan.trades.iter().filter(|trade| trade.side == side);
        trades.flat_map(|trade| &trade.reasons).map(|reason| reason.code.clone()).collect()
    };
    assert_eq!(codes(Side::Sell), ["raises_cash"]);
    assert_eq!(codes(Side::Buy), ["invests_cash"]);
}

/// No sale of less than a ten-millionth of everything, which no one would make: solvers leave such crumbs.
#[test]
fn fractions_leave_no_crumbs() {
    let size = Size { instruments: 12, accounts: 3, lots: 4, units: 40, whole: Some(false) };
    for seed in 60_000..60_150 {
        let request = household(seed, size);
        let Ok(plan) = rebalance(&request) else { continue };
        for trade in plan.trades.iter().filter(|trade| !trade.closes_position) {
            assert!(float(trade.amount) > 1e-7 * float(plan.value), "seed {seed}: {trade:?} of {}", plan.value);
        }
    }
}

/// Many positions in several accounts of which one sells losses: raising the cash that a purchase needs once took a step at a time, for hours.
#[test]
fn a_hundred_positions_in_three_accounts_are_planned_within_the_limits() {
    for whole in [false, true] {
        let request = crate::speed::request(100, 5, 3, "absolute", whole, 0);
        let plan = rebalance(&request).unwrap();
        check(&request, &plan).unwrap();
    }
}
