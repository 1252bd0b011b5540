//! Portfolios by clusters and baselines against independent programs (`tests/golden/optimization/clusters.py`), from prices.

use std::collections::HashMap;
use std::path::Path;

use optimize::{OptimizationResult, Status, Universe, correlation_clusters};
use serde_json::{Value, json};

use crate::{solve, solve_json};

/// A golden file of the optimizer.
pub(crate) fn golden(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/optimization").join(name);
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice::<Value>(&text).unwrap()["cases"].as_array().unwrap().clone()
}

/// The sample's prices of some assets between two dates, inclusive, as fields of a request with the sample covariance.
pub(crate) fn priced(assets: &[&str], start: &str, end: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workstation/sample/us_stocks_daily.csv.zst");
    let csv = zstd::decode_all(&std::fs::read(path).unwrap()[..]).unwrap();
    let mut reader = csv::Reader::from_reader(&csv[..]);
    let header = reader.headers().unwrap().clone();
    let columns: Vec<usize> =
        assets.iter().map(|asset| header.iter().position(|name| name == *asset).unwrap()).collect();
    let (mut dates, mut prices) = (Vec::new(), vec![Vec::new(); assets.len()]);
    for row in reader.records().map(Result::unwrap).filter(|row| (start..=end).contains(&&row[0])) {
        dates.push(row[0].to_owned());
        for (column, values) in columns.iter().zip(&mut prices) {
            values.push(row[*column].parse::<f64>().unwrap());
        }
    }
    let prices: serde_json::Map<String, Value> =
        assets.iter().zip(prices).map(|(name, values)| ((*name).to_owned(), json!(values))).collect();
    json!({"assets": assets, "dates": dates, "prices": prices, "covariance_model": {"model": "sample"}})
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|item| item.as_str().unwrap()).collect()
}

pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|item| item.as_f64().unwrap()).collect()
}

/// The objective and settings of a case.
fn settings(case: &Value) -> Value {
    let name = case["id"].as_str().unwrap().split('/').nth(1).unwrap();
    let inputs = &case["inputs"];
    let objective = match name.split('_').next().unwrap() {
        "hrp" => "hierarchical_risk_parity",
        "herc" => "hierarchical_equal_risk_contribution",
        "nco" => "nested_clusters",
        _ => name,
    };
    let mut settings = json!({"objective": objective});
    if let Some(linkage) = inputs.get("linkage") {
        settings["linkage"] = linkage.clone();
    }
    if let Some(k) = inputs.get("k").filter(|k| !k.is_null()) {
        settings["n_clusters"] = k.clone();
    }
    if let Some(inner) = inputs.get("objective") {
        settings["nested"] = json!({"inner": inner, "outer": inner});
        settings["risk_free_rate"] = json!(0.02);
        settings["expected_returns_model"] = json!({"model": "historical_mean", "compounding": "arithmetic"});
    }
    settings
}

fn largest_gap(result: &OptimizationResult, expected: &Value) -> f64 {
    let expected = numbers(expected);
    assert_eq!(result.weights.len(), expected.len());
    result.weights.values().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

/// The same assets stand together, whatever the clusters are called.
fn assert_same_partition(id: &str, result: &OptimizationResult, labels: &Value) {
    let ours = &result.clusters.as_ref().unwrap().cluster_of;
    let labels = labels.as_array().unwrap();
    for (i, a) in ours.values().enumerate() {
        for (j, b) in ours.values().enumerate() {
            assert_eq!(a == b, labels[i] == labels[j], "{id}: assets {i} and {j}");
        }
    }
}

#[test]
fn every_portfolio_of_the_other_programs_is_met() {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut prices: HashMap<String, Value> = HashMap::new();
    for case in golden("clusters.json") {
        let (id, inputs, expected) = (case["id"].as_str().unwrap(), &case["inputs"], &case["expected"]);
        let set = id.split('/').next().unwrap().to_owned();
        let of_set = || {
            let date = |field: &str| inputs[field].as_str().unwrap().to_owned();
            priced(&strings(&inputs["assets"]), &date("start"), &date("end"))
        };
        let mut request = prices.entry(set).or_insert_with(of_set).clone();
        request.as_object_mut().unwrap().extend(settings(&case).as_object().unwrap().clone());
        let result = solve_json(&request.to_string()).unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(result.status, Status::ByRule, "{id}");
        let tolerance = case["tolerance"]["weights_abs"].as_f64().unwrap();
        let gap = largest_gap(&result, &expected["weights"]);
        assert!(gap <= tolerance, "{id}: weights differ by {gap:e}");
        assert!((result.weights.values().sum::<f64>() - 1.0).abs() <= 1e-12, "{id}");
        let parts: f64 = result.risk_contributions.as_ref().unwrap().values().sum();
        assert!((parts - 1.0).abs() <= 1e-12, "{id}");
        if let Some(labels) = expected.get("labels") {
            assert_same_partition(id, &result, labels);
        }
        if let Some(rows) = expected.get("linkage") {
            let clusters = result.clusters.as_ref().unwrap();
            for (merge, row) in clusters.merges.iter().zip(rows.as_array().unwrap()) {
                let row = numbers(row);
                assert_eq!(
                    [merge.left as f64, merge.right as f64, merge.size as f64],
                    [row[0], row[1], row[3]],
                    "{id}"
                );
                assert!((merge.distance - row[2]).abs() <= 1e-12, "{id}");
            }
            let assets = strings(&inputs["assets"]);
            let leaves: Vec<&str> =
                numbers(&expected["leaf_order"]).into_iter().map(|leaf| assets[leaf as usize]).collect();
            assert_eq!(clusters.leaf_order, leaves, "{id}");
        }
        let kind = id.split('/').nth(1).unwrap().split('_').next().unwrap().to_owned();
        *counts.entry(kind).or_default() += 1;
    }
    let count = |kind: &str| counts[kind];
    assert_eq!(["hrp", "herc", "nco", "inverse", "equal", "risk"].map(count), [16, 64, 13, 4, 4, 4]);
}

#[test]
fn the_ordered_correlations_go_with_the_tree() {
    let assets = ["AAPL", "BAC", "CVX", "JNJ", "JPM", "PG", "WMT", "XOM"];
    let mut request = priced(&assets, "2009-01-02", "2013-12-31");
    request["objective"] = json!("hierarchical_risk_parity");
    let request = serde_json::from_value(request).unwrap();
    let found = correlation_clusters(&Universe::from_request(&request).unwrap(), &request).unwrap();
    assert_eq!(Some(&found.clusters), solve(&request).unwrap().clusters.as_ref());
    let position = |name: &str| found.clusters.leaf_order.iter().position(|leaf| leaf == name).unwrap();
    let rho = |a: &str, b: &str| found.correlations[position(a)][position(b)];
    // Banks next to banks, oil next to oil.
    assert_eq!(position("BAC").abs_diff(position("JPM")), 1);
    assert_eq!(position("CVX").abs_diff(position("XOM")), 1);
    assert!(rho("CVX", "XOM") > 0.8 && rho("CVX", "XOM") == rho("XOM", "CVX"));
    assert!(assets.iter().all(|asset| rho(asset, asset) == 1.0));
}

#[test]
fn both_rules_choose_a_number_of_clusters() {
    let assets = ["AAPL", "BAC", "CVX", "JNJ", "JPM", "KO", "MSFT", "PEP", "PG", "XOM"];
    let mut request = priced(&assets, "2009-01-02", "2013-12-31");
    request["objective"] = json!("nested_clusters");
    for rule in ["gap", "silhouette"] {
        request["cluster_rule"] = json!(rule);
        let result = solve_json(&request.to_string()).unwrap();
        let clusters = result.clusters.unwrap();
        let k = clusters.cluster_of.values().max().unwrap();
        assert!((2..=3).contains(k), "{rule}: {k}");
        assert_eq!(clusters.cluster_of[&clusters.leaf_order[0]], 1);
    }
}
