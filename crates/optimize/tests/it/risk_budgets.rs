//! Risk parity and risk budgets through the JSON request: golden cases, budgets by group, bounds, refusals.

use optimize::OptimizationResult;
use serde_json::{Value, json};

use crate::clusters::{golden, numbers};
use crate::golden::{cases, moments};
use crate::solve_json;

#[test]
fn every_golden_risk_budget_is_met() {
    let inputs = cases();
    let mut n_checked = 0;
    for case in golden("risk_budgets.json") {
        let id = case["id"].as_str().unwrap();
        let mut request = moments(&inputs, case["inputs"]["of"].as_str().unwrap());
        request["objective"] = json!("risk_parity");
        if id.ends_with("risk_budget") {
            let assets = request["assets"].as_array().unwrap();
            let budgets = case["inputs"]["budgets"].as_array().unwrap();
            let named = assets.iter().zip(budgets).map(|(name, b)| (name.as_str().unwrap().to_owned(), b.clone()));
            request["budgets"] = Value::Object(named.collect());
        }
        let result = solve_json(&request.to_string()).unwrap();
        let expected = &case["expected"];
        let gap = |ours: Vec<f64>, theirs: &Value| {
            ours.iter().zip(numbers(theirs)).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
        };
        let weights = result.weights.values().copied().collect();
        assert!(gap(weights, &expected["weights"]) <= 1e-12, "{id}");
        let parts = result.risk_contributions.as_ref().unwrap().values().copied().collect();
        assert!(gap(parts, &expected["risk_contributions"]) <= 1e-12, "{id}");
        let figures = [result.expected_return, Some(result.volatility), result.sharpe];
        for (ours, field) in figures.iter().zip(["ret", "vol", "sharpe"]) {
            let theirs = expected[field].as_f64().unwrap();
            assert!((ours.unwrap() - theirs).abs() <= 1e-12 * theirs.abs(), "{id}: {field}");
        }
        assert!(result.residuals.max() <= 1e-12, "{id}: {:?}", result.residuals);
        n_checked += 1;
    }
    assert_eq!(n_checked, 4);
}

fn base() -> Value {
    json!({
        "assets": ["A", "B", "C", "D"],
        "covariance": [[0.04, 0.01, 0.0, 0.002], [0.01, 0.09, 0.02, 0.01], [0.0, 0.02, 0.16, 0.03], [0.002, 0.01, 0.03, 0.0225]],
        "objective": "risk_parity",
    })
}

fn with(changes: &Value) -> String {
    let mut request = base();
    request.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    request.to_string()
}

fn parts(result: &OptimizationResult) -> Vec<f64> {
    result.risk_contributions.as_ref().unwrap().values().copied().collect()
}

#[test]
fn groups_share_their_budget_in_equal_parts() {
    let groups = json!({"group_budgets": [
        {"name": "Bonds", "assets": ["A", "D"], "budget": 0.4}, {"name": "Stocks", "assets": ["C", "B"], "budget": 0.6},
    ]});
    let found = parts(&solve_json(&with(&groups)).unwrap());
    assert!(found.iter().zip([0.2, 0.3, 0.3, 0.2]).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
}

#[test]
fn a_bound_stays_and_the_others_share_the_risk() {
    let result = solve_json(&with(&json!({"bounds": {"A": [0.0, 0.1], "D": [0.5, 1.0]}}))).unwrap();
    assert!((result.weights["A"] - 0.1).abs() < 1e-15 && (result.weights["D"] - 0.5).abs() < 1e-15, "{result:?}");
    let found = parts(&result);
    assert!((found[1] - found[2]).abs() < 1e-12, "{found:?}");
    assert!(found[0] < found[1] && found[3] > found[1], "{found:?}");
    assert_eq!(
        result.warnings,
        ["A and D lie at a bound and cannot meet the risk budget; the other assets contribute in proportion to theirs"]
    );
    // Bounds that do not bind change nothing.
    let wide = solve_json(&with(&json!({"bounds": [0.05, 0.6]}))).unwrap();
    assert_eq!(wide, solve_json(&base().to_string()).unwrap());
}

#[test]
fn budgets_that_cannot_be_used_are_named() {
    let check = |changes: Value, words: &str| {
        let error = solve_json(&with(&changes)).expect_err(&changes.to_string());
        assert_eq!(error.code(), "invalid_field", "{error}");
        assert!(error.to_string().contains(words), "{changes}: {error}");
    };
    let budgets = |a: f64, b: f64, c: f64, d: f64| json!({"budgets": {"A": a, "B": b, "C": c, "D": d}});
    check(budgets(0.5, 0.5, 0.5, 0.5), "budgets: they sum to 200 %; budgets are parts of the whole variance");
    check(budgets(-0.1, 0.5, 0.3, 0.3), "budgets.A: -0.1; a budget is a part of the variance, 0 or above");
    check(json!({"budgets": {"A": 0.5, "E": 0.5}}), "budgets: E is not one of the assets");
    check(json!({"budgets": {"A": 0.5, "B": 0.5}}), "budgets.C: missing; give every asset a budget");
    let group =
        |assets: Value, budget: f64| json!({"group_budgets": [{"name": "G", "assets": assets, "budget": budget}]});
    check(group(json!(["A", "B", "C"]), 1.0), "group_budgets: D is in no group");
    check(group(json!(["A", "A"]), 1.0), "group_budgets.G: A is a member of G already");
    check(group(json!([]), 1.0), "group_budgets.G: the group has no assets");
    check(group(json!(["A", "E"]), 1.0), "group_budgets.G: E is not one of the assets");
    check(group(json!(["A", "B", "C", "D"]), 0.9), "group_budgets: they sum to 90 %");
    check(group(json!(["A", "B", "C", "D"]), -1.0), "group_budgets.G: -1; a budget");
    let mut both = group(json!(["A", "B", "C", "D"]), 1.0);
    both["budgets"] = json!({"A": 1.0});
    check(both, "group_budgets: given beside budgets");
    let mut unheld = budgets(0.0, 0.4, 0.3, 0.3);
    unheld["bounds"] = json!({"A": [0.1, 1.0]});
    check(unheld, "bounds.A: at least 10 % with a risk budget of 0");
    let zero = solve_json(&with(&budgets(0.0, 0.4, 0.3, 0.3))).unwrap();
    assert_eq!(zero.weights["A"], 0.0);
}

#[test]
fn a_portfolio_without_risk_has_no_risk_budgets() {
    let request = json!({
        "assets": ["A", "B", "C"], "covariance": [[0.04, -0.04, 0.0], [-0.04, 0.04, 0.0], [0.0, 0.0, 0.04]],
        "objective": "risk_parity",
    });
    let error = solve_json(&request.to_string()).unwrap_err();
    assert!(error.to_string().contains("no risk at all"), "{error}");
    // Two that copy each other are well defined.
    let copies = json!({
        "assets": ["A", "B", "C"], "covariance": [[0.04, 0.04, 0.0], [0.04, 0.04, 0.0], [0.0, 0.0, 0.04]],
        "objective": "risk_parity",
    });
    let result = solve_json(&copies.to_string()).unwrap();
    assert!((result.weights["A"] - result.weights["B"]).abs() < 1e-12);
}
