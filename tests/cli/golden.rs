//! Every golden optimum (`tests/golden/optimization/PROVENANCE.md`) through the command line, each within its own tolerance:
//! sixty cases, and a table of their counts.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::golden_moments::{assert_close, assert_met, cases, names, sample};
use crate::program::{printed, run_with_stdin};

/// The objective of a case by the beginning of its name.
const OBJECTIVES: [(&str, &str); 12] = [
    ("min_variance", "minimum_variance"),
    ("max_sharpe", "maximum_sharpe"),
    ("max_quadratic_utility", "maximum_quadratic_utility"),
    ("efficient_return", "efficient_return"),
    ("efficient_risk", "efficient_risk"),
    ("frontier", "efficient_frontier"),
    ("max_diversification", "maximum_diversification"),
    ("min_cvar", "minimum_cvar"),
    ("min_cdar", "minimum_cdar"),
    ("risk_", "risk_parity"),
    ("hrp", "hierarchical_risk_parity"),
    ("discrete", "minimum_tracking_error"),
];

fn name_of(case: &Value) -> &str {
    case["id"].as_str().unwrap().split_once('/').unwrap().1
}

/// The id of the case with the moments.
fn configuration_of(case: &Value) -> String {
    format!("{}/inputs", case["id"].as_str().unwrap().split_once('/').unwrap().0)
}

/// Runs `estimate` or `optimize`.
fn answer(home: &Path, command: &str, request: &Value) -> Value {
    let output = run_with_stdin(home, &[command, "--request", "-"], request.to_string().as_bytes());
    serde_json::from_str(&printed(&output)).unwrap_or_else(|error| panic!("{request}: {error}"))
}

/// The sample's prices behind a configuration.
fn priced(inputs: &Value) -> Value {
    let assets = names(&inputs["assets"]);
    let (dates, columns) = sample("us_stocks_daily", inputs, &assets);
    json!({"assets": assets, "dates": dates, "prices": assets.iter().zip(columns).collect::<BTreeMap<_, _>>()})
}

/// A list in the order of the assets as a map by asset.
fn named(assets: &Value, values: &Value) -> Value {
    let pairs = names(assets).into_iter().zip(values.as_array().unwrap());
    pairs.map(|(asset, value)| (asset.to_owned(), value.clone())).collect::<serde_json::Map<_, _>>().into()
}

/// The request of a case, in the form that the manual shows. `configuration` holds its moments.
fn request_of(configuration: &Value, case: &Value) -> Value {
    let (name, inputs) = (name_of(case), &case["inputs"]);
    let assets = &configuration["inputs"]["assets"];
    let objective = OBJECTIVES.iter().find(|(prefix, _)| name.starts_with(prefix)).unwrap().1;
    let mut request = json!({
        "assets": assets,
        "expected_returns": configuration["expected"]["mu"],
        "covariance": configuration["expected"]["S"],
    });
    if name.starts_with("min_cvar") || name.starts_with("min_cdar") || name.starts_with("hrp") {
        request = priced(&configuration["inputs"]);
        request["covariance_model"] = json!({"model": "sample"});
    }
    request["objective"] = json!(objective);
    request["risk_free_rate"] = configuration["inputs"]["rf"].clone();
    for (theirs, ours) in [
        ("bounds", "bounds"),
        ("target_return", "target_return"),
        ("target_volatility", "target_volatility"),
        ("risk_aversion", "risk_aversion"),
        ("gamma", "l2_regularization"),
        ("beta", "confidence"),
        ("linkage", "linkage"),
    ] {
        if let Some(value) = inputs.get(theirs) {
            request[ours] = value.clone();
        }
    }
    if let Some(points) = case["expected"]["points"].as_array() {
        request["points"] = json!(points.len());
    }
    if let Some(held) = inputs.get("w_prev") {
        request["current_weights"] = named(assets, held);
    }
    if let Some(rate) = inputs.get("k") {
        request["costs"] = json!({"linear": rate});
    }
    if let Some(limit) = inputs.get("max_turnover_l1") {
        request["constraints"] = json!({"turnover": limit});
    }
    if name == "risk_budget" {
        request["budgets"] = named(assets, &inputs["budgets"]);
    }
    if let Some(sector_of) = inputs.get("sector_of") {
        request["groups"] = sectors(sector_of, inputs);
    }
    if name.starts_with("discrete") {
        request["benchmark_weights"] = inputs["weights"].clone();
        let method = if name.contains("greedy") { "greedy" } else { "integer" };
        request["constraints"] =
            json!({"round_lots": {"prices": inputs["latest_prices"], "capital": inputs["value"], "method": method}});
    }
    request
}

fn sectors(sector_of: &Value, inputs: &Value) -> Value {
    let mut groups: BTreeMap<&str, Value> = BTreeMap::new();
    let sector_of = sector_of.as_object().unwrap();
    for side in ["lower", "upper"] {
        for (sector, limit) in inputs[format!("sector_{side}")].as_object().unwrap() {
            let members: Vec<_> = sector_of.iter().filter(|(_, of)| *of == sector).map(|(asset, _)| asset).collect();
            let group = groups.entry(sector).or_insert_with(|| json!({ "name": sector, "assets": members }));
            group[side] = limit.clone();
        }
    }
    json!(groups.into_values().collect::<Vec<_>>())
}

fn within(what: &str, ours: &Value, theirs: &Value, relative: &Value) {
    assert_close(what, ours, theirs, &json!({"rel": relative, "abs": 0.0}));
}

/// Weights in the order of the assets.
fn assert_weights(id: &str, assets: &Value, ours: &Value, theirs: &Value, absolute: &Value) {
    assert_close(id, ours, &named(assets, theirs), &json!({"rel": 0.0, "abs": absolute}));
}

/// Compares an answer with the reference; the figure that was optimized first.
fn assert_optimal(assets: &Value, case: &Value, result: &Value) {
    let (id, name) = (case["id"].as_str().unwrap(), name_of(case));
    let (expected, tolerance) = (&case["expected"], &case["tolerance"]);
    if let Some(points) = expected["points"].as_array() {
        let ours = result["frontier"].as_array().unwrap();
        assert_eq!(ours.len(), points.len(), "{id}");
        for (ours, theirs) in ours.iter().zip(points) {
            within(id, &ours["volatility"], &theirs["vol"], &tolerance["vol_rel"]);
            assert_weights(id, assets, &ours["weights"], &theirs["weights"], &tolerance["weights_abs"]);
        }
        return;
    }
    let relative = &tolerance["objective_rel"];
    if let Some(shares) = expected.get("shares") {
        let allocation = &result["allocation"];
        if name.contains("greedy") {
            assert_close(id, &allocation["shares"], shares, &json!({"rel": 0.0, "abs": 0.0}));
            assert_eq!(allocation["shares"].as_object().unwrap().len(), shares.as_object().unwrap().len(), "{id}");
            let leftover = &tolerance["leftover_abs"];
            assert_close(id, &allocation["leftover"], &expected["leftover"], &json!({"rel": 0.0, "abs": leftover}));
        } else {
            within(id, &allocation["objective"], &expected["objective"], relative);
        }
        return;
    }
    let figure = match name {
        name if name.starts_with("hrp") => None,
        name if name.starts_with("max_sharpe") => Some(("sharpe", "sharpe")),
        name if name.starts_with("efficient_risk") => Some(("expected_return", "ret")),
        name if name.starts_with("max_diversification") => Some(("objective_value", "diversification_ratio")),
        name if name.starts_with("min_cvar") => Some(("objective_value", "cvar_daily")),
        name if name.starts_with("min_cdar") => Some(("objective_value", "cdar")),
        name if name.ends_with("transaction_cost") => Some(("objective_value", "objective")),
        _ => Some(("volatility", "vol")),
    };
    if let Some((ours, theirs)) = figure {
        // A utility's parts may trade off against each other: its weights decide.
        if !name.starts_with("max_quadratic") {
            within(id, &result[ours], &expected[theirs], relative);
        }
    }
    assert_weights(id, assets, &result["weights"], &expected["weights"], &tolerance["weights_abs"]);
    if let Some(order) = expected["leaf_order"].as_array() {
        let leaf = |place: &Value| assets[place.as_f64().unwrap() as usize].clone();
        assert_eq!(result["clusters"]["leaf_order"], order.iter().map(leaf).collect::<Value>(), "{id}");
    }
    if let Some(parts) = expected.get("risk_contributions") {
        assert_weights(id, assets, &result["risk_contributions"], parts, &tolerance["weights_abs"]);
    }
    if let Some(turnover) = expected.get("turnover_l1") {
        assert_close(id, &result["turnover"], turnover, &json!({"rel": 0.0, "abs": 1e-6}));
    }
}

/// What a case is about, for the table.
fn kind_of(case: &Value) -> &'static str {
    match name_of(case) {
        "inputs" => "moments of a configuration",
        name if name.starts_with("black_litterman") => "Black–Litterman",
        name if name.starts_with("hrp") => "hierarchical risk parity",
        name if name.starts_with("risk_") => "risk parity and budgets",
        name if name.starts_with("discrete") => "whole shares",
        name if name.starts_with("min_cvar") || name.starts_with("min_cdar") => "tails and drawdowns",
        name if name.ends_with("transaction_cost") || name.ends_with("turnover_limit") => "costs and turnover",
        name if name.starts_with("max_diversification") => "diversification",
        name if name.starts_with("frontier") => "frontiers",
        _ => "mean and variance",
    }
}

#[test]
fn every_golden_optimum_is_met_by_the_command_line() {
    let home = tempfile::tempdir().unwrap();
    let classic = cases("optimization/optimization.json");
    let mut all = classic.clone();
    for file in ["optimization/conic.json", "optimization/risk_budgets.json", "optimization/discrete.json"] {
        all.extend(cases(file));
    }
    // The two configurations' trees: more of them, and more rules, are in the crate's own tests.
    let ids: Vec<&str> = classic.iter().filter_map(|case| case["id"].as_str()).collect();
    let is_tree = |case: &Value| {
        ["hrp_single", "hrp_average", "hrp_ward"].contains(&name_of(case)) && ids.contains(&&*configuration_of(case))
    };
    all.extend(cases("optimization/clusters.json").into_iter().filter(is_tree));
    all.extend(cases("moments/black_litterman.json"));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &all {
        let configuration = classic.iter().find(|other| other["id"] == configuration_of(case)).unwrap();
        match kind_of(case) {
            "moments of a configuration" => {
                let mut request = priced(&case["inputs"]);
                let model = if case["inputs"]["cov"] == "sample" { "sample" } else { "ledoit_wolf_constant_variance" };
                request["covariance_model"] = json!({"model": model});
                let moments = answer(home.path(), "estimate", &request);
                let id = case["id"].as_str().unwrap();
                assert_close(id, &moments["expected_returns"], &case["expected"]["mu"], &case["tolerance"]);
                assert_close(id, &moments["covariance"], &case["expected"]["S"], &case["tolerance"]);
            }
            "Black–Litterman" => assert_met(home.path(), case, &classic),
            _ => {
                let result = answer(home.path(), "optimize", &request_of(configuration, case));
                assert_optimal(&configuration["inputs"]["assets"], case, &result);
            }
        }
        *counts.entry(kind_of(case)).or_default() += 1;
    }
    println!("golden optima met through the command line");
    counts.iter().for_each(|(kind, count)| println!("{count:>4}  {kind}"));
    println!("{:>4}  together", counts.values().sum::<usize>());
    assert_eq!(counts.into_values().collect::<Vec<_>>(), [4, 4, 2, 2, 6, 24, 2, 4, 6, 6]);
}
