//! What cannot be planned is refused with a code, the name at fault and a way out.

use rebalance::{RebalanceRequest, rebalance};
use serde_json::{Value, json};

fn base() -> Value {
    json!({
        "date": "2026-11-23", "base_currency": "USD",
        "instruments": {"A": {"currency": "USD", "price": "100"}, "B": {"currency": "USD", "price": "50"}},
        "accounts": [{"id": "T", "kind": "taxable", "cash": {"USD": "500"}}],
        "lots": [{"id": "a", "account": "T", "instrument": "A", "quantity": "10", "cost_base": "900", "opened_on": "2024-01-15"}],
        "target": {"members": [
            {"kind": "instrument", "instrument": "A", "weight": "0.5"}, {"kind": "instrument", "instrument": "B", "weight": "0.5"},
        ]},
        "tax_rates": {"short_term": 0.4, "long_term": 0.2},
    })
}

fn check(change: impl FnOnce(&mut Value), code: &str, words: &str) {
    let mut value = base();
    change(&mut value);
    let request: RebalanceRequest = serde_json::from_value(value).unwrap();
    let error = rebalance(&request).expect_err(code);
    assert_eq!(error.code(), code, "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn every_refusal_has_its_code_and_names_what_is_at_fault() {
    check(|r| r["instruments"]["B"]["price"] = Value::Null, "price_missing", "B has no price");
    check(|r| r["instruments"]["A"]["price"] = json!("0"), "field_invalid", "instruments.A.price");
    check(|r| r["instruments"]["A"]["half_spread"] = json!("1.5"), "field_invalid", "half_spread");
    check(|r| r["instruments"]["A"]["currency"] = json!("EUR"), "rate_missing", "EUR to USD");
    check(|r| r["accounts"][0]["cash"]["CHF"] = json!("5"), "rate_missing", "CHF to USD");
    check(|r| r["lots"][0]["quantity"] = json!("-3"), "position_oversold", "lot a of A holds -3");
    check(|r| r["lots"][0]["quantity"] = json!("0"), "field_invalid", "lots.a.quantity");
    check(|r| r["lots"][0]["opened_on"] = json!("2026-12-01"), "field_invalid", "lots.a.opened_on");
    check(|r| r["lots"][0]["instrument"] = json!("Z"), "name_unknown", "\"Z\"");
    check(|r| r["lots"][0]["account"] = json!("Z"), "name_unknown", "lot a names the account \"Z\"");
    check(|r| r["target"]["members"][0]["instrument"] = json!("Z"), "name_unknown", "the target names");
    check(|r| r["target"]["members"][0]["weight"] = json!("0.6"), "target_sum", "sum to 1.1");
    check(|r| r["tax_rates"]["long_term"] = json!(0.5), "field_invalid", "rates.long_term");
    check(|r| r["drift_price"] = json!({"kind": "absolute", "per_unit": 0.0}), "field_invalid", "drift_price");
    check(
        |r| r["drift_price"] = json!({"kind": "squared", "risk_aversion": 5.0}),
        "field_invalid",
        "needs a covariance",
    );
    check(|r| r["minimum_trade"] = json!({"amount": "-1"}), "field_invalid", "minimum_trade");
    check(|r| r["scope"] = json!("crossed"), "field_invalid", "has no band");
    check(|r| r["max_nodes"] = json!(0), "field_invalid", "max_nodes");
    check(|r| r["accounts"] = json!([]), "field_invalid", "accounts");
    check(|r| r["accounts"][0]["flow"] = json!("-2000"), "cash_short", "T lacks 500");
    check(|r| r["lots"][0]["quantity"] = json!("99999999999999999999999999"), "amount_overflow", "lot a");
    check(
        |r| {
            r["lots"][0]["quantity"] = json!("900000000000");
            r["instruments"]["A"]["price"] = json!("900000000");
        },
        "amount_overflow",
        "household",
    );
    check(
        |r| {
            r["covariance"] =
                json!({"kind": "dense", "instruments": ["A", "B"], "matrix": [[0.04, 0.09], [0.09, 0.04]]});
        },
        "field_invalid",
        "positive semidefinite",
    );
    check(
        |r| {
            r["covariance"] =
                json!({"kind": "dense", "instruments": ["A", "B"], "matrix": [[0.04, 0.01], [0.02, 0.04]]});
        },
        "field_invalid",
        "symmetric",
    );
}

#[test]
fn a_rebalance_with_nothing_to_sell_says_why() {
    check(
        |r| {
            r["mode"] = json!("sell_only");
            r["lots"] = json!([]);
        },
        "nothing_to_sell",
        "no account holds anything",
    );
    check(
        |r| {
            r["mode"] = json!("sell_only");
            r["lots"][0]["locked"] = json!(true);
        },
        "nothing_to_sell",
        "locked",
    );
    check(
        |r| {
            r["mode"] = json!("buy_only");
            r["accounts"][0]["cash"] = json!({});
        },
        "nothing_to_invest",
        "least cash",
    );
    check(
        |r| {
            r["lots"] = json!([]);
            r["accounts"][0]["cash"] = json!({});
        },
        "nothing_held",
        "worth 0",
    );
}

#[test]
fn a_price_that_nobody_needs_may_be_missing() {
    let mut request = base();
    request["instruments"]["C"] = json!({"currency": "CHF", "price": null});
    let request: RebalanceRequest = serde_json::from_value(request).unwrap();
    assert!(rebalance(&request).is_ok());
}

#[test]
fn a_lot_of_unknown_cost_is_kept_and_named() {
    let mut request = base();
    request["lots"][0]["cost_base"] = Value::Null;
    request["target"]["members"] = json!([{"kind": "instrument", "instrument": "B", "weight": "0.9"}]);
    let request: RebalanceRequest = serde_json::from_value(request).unwrap();
    let plan = rebalance(&request).unwrap();
    assert!(plan.trades.iter().all(|trade| trade.instrument != "A"));
    assert!(plan.blocked[0].reason.contains("what lot a cost is unknown"), "{:?}", plan.blocked);
}
