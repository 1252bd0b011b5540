//! Portfolios of the highest growth against scipy (`tests/golden/optimization/growth.py`), and against the cones.

use optimize::OptimizationResult;
use serde_json::{Value, json};

use crate::clusters::{golden, numbers};
use crate::conic_golden::with_returns;
use crate::solve_json;

fn request(case: &Value) -> Value {
    let inputs = &case["inputs"];
    let mut request = with_returns(inputs["of"].as_str().unwrap());
    request["objective"] = json!("maximum_log_utility");
    request["bounds"] = inputs["bounds"].clone();
    if let Some(gamma) = inputs.get("gamma") {
        request["l2_regularization"] = gamma.clone();
    }
    if let Some(group) = inputs.get("group") {
        request["groups"] = json!([{"name": "G", "assets": group["assets"], "upper": group["upper"]}]);
    }
    request
}

fn solved(request: &Value) -> OptimizationResult {
    solve_json(&request.to_string()).unwrap()
}

fn largest_gap(a: &OptimizationResult, b: &[f64]) -> f64 {
    a.weights.values().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

#[test]
fn every_golden_growth_is_met() {
    let cases = golden("growth.json");
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let result = solved(&request(case));
        let (growth, theirs) = (result.objective_value.unwrap(), case["expected"]["growth"].as_f64().unwrap());
        assert!((growth - theirs).abs() <= 1e-9 * theirs, "{id}: {growth} against {theirs}");
        let gap = largest_gap(&result, &numbers(&case["expected"]["weights"]));
        assert!(gap <= 1e-9, "{id}: weights differ by {gap:e}");
        assert!(result.residuals.max() <= 1e-12, "{id}: {:?}", result.residuals);
        assert!(result.solver.polished && result.solver.interior_iterations == 0, "{id}: {:?}", result.solver);
    }
    assert_eq!(cases.len(), 12);
}

#[test]
fn cones_find_the_same_growth() {
    let mut compared = 0;
    for case in golden("growth.json") {
        let id = case["id"].as_str().unwrap();
        let mut request = request(&case);
        let newton = solved(&request);
        // A cap that nothing reaches sends the same problem to the cones. They may stop short of the accuracy promised.
        request["constraints"] = json!({"volatility": 50.0});
        let Ok(cones) = solve_json(&request.to_string()) else { continue };
        assert!(cones.solver.interior_iterations > 0);
        let (a, b) = (newton.objective_value.unwrap(), cones.objective_value.unwrap());
        assert!((a - b).abs() <= 1e-6 * a && a >= b - 1e-9, "{id}: {a} against {b}");
        compared += 1;
    }
    assert!(compared >= 8, "{compared}");
}

#[test]
fn easing_a_limit_brings_its_price() {
    let case = golden("growth.json").into_iter().find(|case| case["id"] == "us8_2009_2013/growth_group").unwrap();
    let mut request = request(&case);
    let result = solved(&request);
    let group = result.binding.iter().find(|limit| limit.name == "G").unwrap();
    request["groups"][0]["upper"] = json!(0.25 + 1e-5);
    let gain = (solved(&request).objective_value.unwrap() - result.objective_value.unwrap()) / 1e-5;
    assert!((gain - group.shadow_price.unwrap()).abs() <= 1e-4 * gain, "{gain} against {group:?}");
    assert!(
        result.binding_words.iter().any(|words| words.starts_with("G \u{2264} 25 % costs ")),
        "{:?}",
        result.binding_words
    );
}

#[test]
fn copies_share_and_cash_counts() {
    // Two copies of one asset: any split is as good, and one is given.
    let rows: Vec<[f64; 3]> =
        (0..60).map(|day| [0.01, -0.008, 0.012, -0.009][day % 4]).map(|r| [r, r, 0.3 * r - 0.0001]).collect();
    let mut request = json!({
        "assets": ["A", "B", "C"], "returns": rows, "objective": "maximum_log_utility", "expected_returns": [0.1, 0.1, 0.1],
        "covariance": [[0.04, 0.04, 0.0], [0.04, 0.04, 0.0], [0.0, 0.0, 0.01]], "bounds": [0, 2],
        "constraints": {"net_exposure": {"lower": 0, "upper": 2}}, "risk_free_rate": 0.02,
    });
    let free = solved(&request);
    assert!(free.residuals.max() <= 1e-9, "{:?}", free.residuals);
    let both = free.weights["A"] + free.weights["B"];
    request["bounds"] = json!({"A": [0, 2], "B": [0, 0], "C": [0, 2]});
    let alone = solved(&request);
    assert!((free.objective_value.unwrap() - alone.objective_value.unwrap()).abs() < 1e-12);
    assert!((both - alone.weights["A"]).abs() < 1e-6, "{both} against {}", alone.weights["A"]);
}
