//! Every golden optimum of the first optimizer (`tests/golden/optimization/PROVENANCE.md`), through the JSON request.

use std::collections::HashMap;
use std::path::Path;

use indexmap::IndexMap;
use optimize::{OptimizationRequest, OptimizationResult};
use serde_json::{Value, json};

use crate::solve;

pub(crate) fn cases() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/optimization/optimization.json");
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice::<Value>(&text).unwrap()["cases"].as_array().unwrap().clone()
}

/// The moments of a configuration as a request without an objective.
pub(crate) fn moments(cases: &[Value], id: &str) -> Value {
    let case = cases.iter().find(|case| case["id"] == id).unwrap();
    json!({
        "assets": case["inputs"]["assets"],
        "expected_returns": case["expected"]["mu"],
        "covariance": case["expected"]["S"],
        "risk_free_rate": case["inputs"]["rf"],
    })
}

/// The golden case in our request form.
fn request_of(cases: &[Value], case: &Value) -> OptimizationRequest {
    let inputs = &case["inputs"];
    let mut request = moments(cases, inputs["of"].as_str().unwrap());
    let name = case["id"].as_str().unwrap().split('/').nth(1).unwrap();
    let objective = [
        ("min_variance", "minimum_variance"),
        ("max_sharpe", "maximum_sharpe"),
        ("max_quadratic_utility", "maximum_quadratic_utility"),
        ("efficient_return", "efficient_return"),
        ("efficient_risk", "efficient_risk"),
        ("frontier", "efficient_frontier"),
    ];
    request["objective"] = json!(objective.iter().find(|(prefix, _)| name.starts_with(prefix)).unwrap().1);
    for field in ["bounds", "target_return", "target_volatility", "risk_aversion"] {
        if let Some(value) = inputs.get(field) {
            request[field] = value.clone();
        }
    }
    if let Some(penalty) = inputs.get("gamma") {
        request["l2_regularization"] = penalty.clone();
    }
    if let Some(sector_of) = inputs.get("sector_of") {
        let mut groups: IndexMap<String, Value> = IndexMap::new();
        for side in ["lower", "upper"] {
            for (sector, limit) in inputs[format!("sector_{side}")].as_object().unwrap() {
                let members: Vec<&String> = sector_of
                    .as_object()
                    .unwrap()
                    .iter()
                    .filter(|(_, s)| *s == sector)
                    .map(|(asset, _)| asset)
                    .collect();
                let group =
                    groups.entry(sector.clone()).or_insert_with(|| json!({ "name": sector, "assets": members }));
                group[side] = limit.clone();
            }
        }
        request["groups"] = json!(groups.into_values().collect::<Vec<_>>());
    }
    if let Some(points) = case["expected"].get("points") {
        request["points"] = json!(points.as_array().unwrap().len());
    }
    OptimizationRequest::from_json(request.to_string().as_bytes()).unwrap()
}

fn largest_gap(ours: &IndexMap<String, f64>, expected: &Value) -> f64 {
    let expected = expected.as_array().unwrap();
    assert_eq!(ours.len(), expected.len());
    ours.values().zip(expected).map(|(a, b)| (a - b.as_f64().unwrap()).abs()).fold(0.0, f64::max)
}

fn assert_relative(id: &str, ours: f64, expected: f64, tolerance: f64) {
    assert!((ours - expected).abs() <= tolerance * expected.abs(), "{id}: {ours} against {expected}");
}

/// The figure that the objective optimizes, out of return, volatility and Sharpe ratio.
fn optimized(id: &str, expected_return: f64, volatility: f64, sharpe: f64, risk_aversion: f64) -> f64 {
    let name = id.split('/').nth(1).unwrap();
    if name.starts_with("max_sharpe") {
        sharpe
    } else if name.starts_with("efficient_risk") {
        expected_return
    } else if name.starts_with("max_quadratic_utility") {
        expected_return - 0.5 * risk_aversion * volatility * volatility
    } else {
        volatility * volatility
    }
}

#[test]
fn every_golden_optimum_is_met() {
    let cases = cases();
    let (mut checked, mut frontiers) = (0, 0);
    let mut worst: HashMap<&str, f64> = HashMap::new();
    for case in cases.iter().filter(|case| case["inputs"].get("of").is_some()) {
        let id = case["id"].as_str().unwrap();
        let request = request_of(&cases, case);
        let result = solve(&request).unwrap_or_else(|error| panic!("{id}: {error}"));
        assert!(result.residuals.max() <= 1e-9, "{id}: {:?}", result.residuals);
        assert!((result.weights.values().sum::<f64>() - 1.0).abs() <= 1e-12, "{id}");
        let weights_abs = case["tolerance"]["weights_abs"].as_f64().unwrap();
        if case["expected"].get("points").is_some() {
            check_frontier(case, &result, weights_abs);
            frontiers += 1;
            continue;
        }
        let expected = &case["expected"];
        let gap = largest_gap(&result.weights, &expected["weights"]);
        assert!(gap <= weights_abs, "{id}: weights differ by {gap:e}");
        worst.insert(id, gap);
        let aversion = request.risk_aversion.unwrap_or(1.0);
        let figure = |field: &str| expected[field].as_f64().unwrap();
        let theirs = optimized(id, figure("ret"), figure("vol"), figure("sharpe"), aversion);
        let (expected_return, sharpe) = (result.expected_return.unwrap(), result.sharpe.unwrap());
        let ours = optimized(id, expected_return, result.volatility, sharpe, aversion);
        assert_relative(id, ours, theirs, case["tolerance"]["objective_rel"].as_f64().unwrap());
        let penalty = request.l2_regularization.unwrap_or(0.0);
        let concentration = result.weights.values().map(|weight| weight * weight).sum::<f64>();
        assert_relative(id, result.objective_value.unwrap(), ours + penalty * concentration, 1e-12);
        checked += 1;
    }
    assert_eq!((checked, frontiers), (24, 2));
    // The golden weights are polished to about 1e-10 themselves: we agree with all of them far inside the tolerance.
    assert!(worst.values().all(|gap| *gap < 1e-8), "{worst:?}");
}

fn check_frontier(case: &Value, result: &OptimizationResult, weights_abs: f64) {
    let id = case["id"].as_str().unwrap();
    let points = case["expected"]["points"].as_array().unwrap();
    assert_eq!(result.frontier.len(), points.len());
    for (ours, expected) in result.frontier.iter().zip(points) {
        assert_relative(id, ours.expected_return, expected["ret"].as_f64().unwrap(), 1e-9);
        let tolerance = case["tolerance"]["vol_rel"].as_f64().unwrap();
        assert_relative(id, ours.volatility, expected["vol"].as_f64().unwrap(), tolerance);
        let gap = largest_gap(&ours.weights, &expected["weights"]);
        assert!(gap <= weights_abs, "{id} at {}: weights differ by {gap:e}", ours.expected_return);
    }
}

#[test]
fn the_tangency_of_the_frontier_is_the_maximum_sharpe_portfolio() {
    let cases = cases();
    let mut request = moments(&cases, "us20_2015_2019/inputs");
    request["objective"] = json!("maximum_sharpe");
    let direct = solve(&serde_json::from_value(request.clone()).unwrap()).unwrap();
    request["objective"] = json!("efficient_frontier");
    let frontier = solve(&serde_json::from_value(request).unwrap()).unwrap();
    let tangency = frontier.tangency.unwrap();
    assert_eq!(frontier.frontier.len(), 50);
    assert_eq!(tangency.weights, frontier.weights);
    for (name, weight) in &direct.weights {
        assert!((weight - tangency.weights[name]).abs() < 1e-10, "{name}");
    }
}
