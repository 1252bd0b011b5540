//! Golden optima with costs, turnover, tails and drawdowns (`tests/golden/optimization/PROVENANCE.md`).

use std::path::Path;

use optimize::{OptimizationRequest, OptimizationResult};
use serde_json::{Value, json};

use crate::golden::{cases, moments};
use crate::solve;

pub(crate) fn conic_cases() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/optimization/conic.json");
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice::<Value>(&text).unwrap()["cases"].as_array().unwrap().clone()
}

/// The sample's simple returns of the assets between two dates, a row for each day.
pub(crate) fn returns(assets: &[Value], start: &str, end: &str) -> Vec<Vec<f64>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workstation/sample/us_stocks_daily.csv.zst");
    let csv = zstd::decode_all(&std::fs::read(path).unwrap()[..]).unwrap();
    let mut reader = csv::Reader::from_reader(&csv[..]);
    let header = reader.headers().unwrap().clone();
    let columns: Vec<usize> =
        assets.iter().map(|asset| header.iter().position(|name| asset == name).unwrap()).collect();
    let rows = reader.records().map(Result::unwrap).filter(|row| (start..=end).contains(&&row[0]));
    let prices: Vec<Vec<f64>> =
        rows.map(|row| columns.iter().map(|&column| row[column].parse().unwrap()).collect()).collect();
    prices.windows(2).map(|pair| pair[1].iter().zip(&pair[0]).map(|(new, old)| new / old - 1.0).collect()).collect()
}

/// The moments and returns of a configuration, without an objective.
pub(crate) fn with_returns(id: &str) -> Value {
    let cases = cases();
    let mut request = moments(&cases, id);
    let inputs = &cases.iter().find(|case| case["id"] == id).unwrap()["inputs"];
    let text = |field: &str| inputs[field].as_str().unwrap().to_owned();
    request["returns"] = json!(returns(inputs["assets"].as_array().unwrap(), &text("start"), &text("end")));
    request
}

fn named(request: &Value, weights: &Value) -> Value {
    let assets = request["assets"].as_array().unwrap();
    let pairs = assets.iter().zip(weights.as_array().unwrap());
    pairs
        .map(|(asset, weight)| (asset.as_str().unwrap().to_owned(), weight.clone()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn run(request: &Value) -> OptimizationResult {
    let request = OptimizationRequest::from_json(request.to_string().as_bytes()).unwrap();
    solve(&request).unwrap_or_else(|error| panic!("{:?}: {error}", request.objective))
}

#[test]
fn every_golden_optimum_beyond_the_polytope_is_met() {
    let mut checked = 0;
    for case in conic_cases() {
        let id = case["id"].as_str().unwrap();
        let (inputs, expected) = (&case["inputs"], &case["expected"]);
        let name = id.split('/').nth(1).unwrap();
        let mut request = with_returns(inputs["of"].as_str().unwrap());
        request["bounds"] = inputs["bounds"].clone();
        let figure = |field: &str| expected[field].as_f64().unwrap();
        let objective;
        let theirs;
        if name.starts_with("min_cvar") || name.starts_with("min_cdar") {
            objective = if name.starts_with("min_cvar") { "minimum_cvar" } else { "minimum_cdar" };
            theirs = if name.starts_with("min_cvar") { figure("cvar_daily") } else { figure("cdar") };
            request["confidence"] = inputs["beta"].clone();
        } else if name == "max_diversification" {
            (objective, theirs) = ("maximum_diversification", figure("diversification_ratio"));
        } else {
            objective = "minimum_variance";
            request["current_weights"] = named(&request, &inputs["w_prev"]);
            if name == "min_variance_turnover_limit" {
                request["constraints"] = json!({"turnover": inputs["max_turnover_l1"]});
                theirs = figure("vol").powi(2);
            } else {
                request["costs"] = json!({"linear": inputs["k"]});
                theirs = figure("objective");
            }
        }
        request["objective"] = json!(objective);
        let result = run(&request);
        let ours = result.objective_value.unwrap();
        let tolerance = |field: &str| case["tolerance"][field].as_f64().unwrap();
        let gap = (ours - theirs).abs() / theirs.abs();
        assert!(gap <= tolerance("objective_rel"), "{id}: {ours} against {theirs} ({gap:e}), {:?}", result.solver);
        let weights = expected["weights"].as_array().unwrap();
        let gap =
            result.weights.values().zip(weights).map(|(a, b)| (a - b.as_f64().unwrap()).abs()).fold(0.0, f64::max);
        assert!(gap <= tolerance("weights_abs"), "{id}: weights differ by {gap:e}");
        assert!(result.residuals.max() <= 1e-9, "{id}: {:?}", result.residuals);
        assert!((result.weights.values().sum::<f64>() - 1.0).abs() <= 1e-12, "{id}");
        if let Some(var) = expected.get("var_daily") {
            let risk = result.scenario_risk.unwrap();
            assert!((risk.value_at_risk - var.as_f64().unwrap()).abs() <= 1e-9 && risk.cvar == ours, "{id}");
        }
        if let Some(turnover) = expected.get("turnover_l1") {
            assert!((result.turnover.unwrap() - turnover.as_f64().unwrap()).abs() <= 1e-6, "{id}");
        }
        checked += 1;
    }
    assert_eq!(checked, 12);
}

#[test]
fn every_solver_finds_the_same_tail() {
    // A volatility cap that nothing reaches sends the same problem to the interior point.
    for objective in ["minimum_cvar", "minimum_cdar", "minimum_mean_absolute_deviation"] {
        let mut request = with_returns("us8_2009_2013/inputs");
        request["objective"] = json!(objective);
        let pivots = run(&request);
        request["constraints"] = json!({"volatility": 5.0});
        let interior = run(&request);
        assert!(pivots.solver.simplex_pivots > 0 && interior.solver.interior_iterations > 0, "{objective}");
        let (a, b) = (pivots.objective_value.unwrap(), interior.objective_value.unwrap());
        assert!((a - b).abs() <= 1e-7 * a, "{objective}: {a} against {b}");
        assert!(pivots.residuals.max() <= 1e-10, "{objective}: {:?}", pivots.residuals);
    }
}

#[test]
fn a_cvar_frontier_rises_and_bends_one_way() {
    let mut request = with_returns("us20_2015_2019/inputs");
    request["objective"] = json!("cvar_frontier");
    request["points"] = json!(12);
    let frontier = run(&request).frontier;
    assert_eq!(frontier.len(), 12);
    let cvar = |k: usize| frontier[k].cvar.unwrap();
    for k in 1..frontier.len() {
        assert!(frontier[k].expected_return > frontier[k - 1].expected_return && cvar(k) >= cvar(k - 1) - 1e-12);
        if k > 1 {
            assert!(cvar(k) - cvar(k - 1) >= cvar(k - 1) - cvar(k - 2) - 1e-9, "the risk grows ever faster");
        }
    }
    request["objective"] = json!("minimum_cvar");
    assert!((run(&request).objective_value.unwrap() - cvar(0)).abs() < 1e-12);
    assert!((frontier[11].weights["AMD"] - 1.0).abs() < 1e-6, "the highest return is one asset's");
}
