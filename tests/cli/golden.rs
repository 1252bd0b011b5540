//! Every golden optimum (`tests/golden/optimization/PROVENANCE.md`) through the command line, within its own tolerance.

use std::{collections::BTreeMap, path::Path};

use serde_json::{Value, json};

use crate::program::{printed, run_with_stdin};

const OBJECTIVES: [(&str, &str); 6] = [
    ("min_variance", "minimum_variance"),
    ("max_sharpe", "maximum_sharpe"),
    ("max_quadratic_utility", "maximum_quadratic_utility"),
    ("efficient_return", "efficient_return"),
    ("efficient_risk", "efficient_risk"),
    ("frontier", "efficient_frontier"),
];

/// The request of a case, in the form that the manual shows.
fn request_of(moments: &Value, case: &Value) -> Value {
    let (name, inputs) = (name_of(case), &case["inputs"]);
    let mut request = json!({
        "assets": moments["inputs"]["assets"],
        "expected_returns": moments["expected"]["mu"],
        "covariance": moments["expected"]["S"],
        "risk_free_rate": moments["inputs"]["rf"],
        "objective": OBJECTIVES.iter().find(|(prefix, _)| name.starts_with(prefix)).unwrap().1,
    });
    for field in ["bounds", "target_return", "target_volatility", "risk_aversion"] {
        if let Some(value) = inputs.get(field) {
            request[field] = value.clone();
        }
    }
    if let Some(gamma) = inputs.get("gamma") {
        request["l2_regularization"] = gamma.clone();
    }
    if let Some(sector_of) = inputs.get("sector_of").and_then(Value::as_object) {
        let mut groups: BTreeMap<&str, Value> = BTreeMap::new();
        for side in ["lower", "upper"] {
            for (sector, limit) in inputs[format!("sector_{side}")].as_object().unwrap() {
                let members: Vec<_> =
                    sector_of.iter().filter(|(_, of)| *of == sector).map(|(asset, _)| asset).collect();
                let group = groups.entry(sector).or_insert_with(|| json!({ "name": sector, "assets": members }));
                group[side] = limit.clone();
            }
        }
        request["groups"] = json!(groups.into_values().collect::<Vec<_>>());
    }
    if let Some(points) = case["expected"]["points"].as_array() {
        request["points"] = json!(points.len());
    }
    request
}

fn name_of(case: &Value) -> &str {
    case["id"].as_str().unwrap().split_once('/').unwrap().1
}

fn assert_close(what: &str, ours: &Value, theirs: &Value, relative: f64) {
    let (ours, theirs) = (ours.as_f64().unwrap(), theirs.as_f64().unwrap());
    assert!((ours - theirs).abs() <= relative * theirs.abs(), "{what}: {ours} against {theirs}");
}

fn assert_weights(id: &str, assets: &Value, ours: &Value, theirs: &Value, tolerance: f64) {
    for (asset, weight) in assets.as_array().unwrap().iter().zip(theirs.as_array().unwrap()) {
        let gap = (ours[asset.as_str().unwrap()].as_f64().unwrap() - weight.as_f64().unwrap()).abs();
        assert!(gap <= tolerance, "{id}: {asset} differs by {gap:e}");
    }
}

#[test]
fn every_golden_optimum_is_met_by_the_command_line() {
    let home = tempfile::tempdir().unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/optimization/optimization.json");
    let set: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let cases = set["cases"].as_array().unwrap();
    let mut checked = 0;
    for case in cases.iter().filter(|case| case["inputs"].get("of").is_some()) {
        let id = case["id"].as_str().unwrap();
        let moments = cases.iter().find(|other| other["id"] == case["inputs"]["of"]).unwrap();
        let request = request_of(moments, case).to_string();
        let output = run_with_stdin(home.path(), &["optimize", "--request", "-"], request.as_bytes());
        let result: Value = serde_json::from_str(&printed(&output)).unwrap();
        let (expected, tolerance) = (&case["expected"], &case["tolerance"]);
        let assets = &moments["inputs"]["assets"];
        let weights_abs = tolerance["weights_abs"].as_f64().unwrap();
        match expected["points"].as_array() {
            None => {
                assert_weights(id, assets, &result["weights"], &expected["weights"], weights_abs);
                // Weights agree to 1e-4; the figure that was optimized must agree far better.
                let figure = match name_of(case) {
                    name if name.starts_with("max_sharpe") => ("sharpe", "sharpe"),
                    name if name.starts_with("efficient_risk") => ("expected_return", "ret"),
                    _ => ("volatility", "vol"),
                };
                if !name_of(case).starts_with("max_quadratic") {
                    let relative = tolerance["objective_rel"].as_f64().unwrap();
                    assert_close(id, &result[figure.0], &expected[figure.1], relative);
                }
            }
            Some(points) => {
                let ours = result["frontier"].as_array().unwrap();
                assert_eq!(ours.len(), points.len(), "{id}");
                for (ours, theirs) in ours.iter().zip(points) {
                    assert_close(id, &ours["volatility"], &theirs["vol"], tolerance["vol_rel"].as_f64().unwrap());
                    assert_weights(id, assets, &ours["weights"], &theirs["weights"], weights_abs);
                }
            }
        }
        checked += 1;
    }
    assert_eq!(checked, 26);
}
