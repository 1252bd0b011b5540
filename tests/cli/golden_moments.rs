//! Every golden moment (`tests/golden/moments/PROVENANCE.md`) through the command line, within its own tolerance.

use std::{collections::BTreeMap, path::Path};

use serde_json::{Map, Value, json};

use crate::program::{printed, run_with_stdin};

fn load(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

pub(crate) fn cases(file: &str) -> Vec<Value> {
    let set: Value = serde_json::from_slice(&load(&format!("tests/golden/{file}"))).unwrap();
    set["cases"].as_array().unwrap().clone()
}

pub(crate) fn names(list: &Value) -> Vec<&str> {
    list.as_array().map(|names| names.iter().map(|name| name.as_str().unwrap()).collect()).unwrap_or_default()
}

/// Dates and columns of one of the sample's tables (plain CSV without quotes) between a case's dates.
pub(crate) fn sample(table: &str, inputs: &Value, columns: &[&str]) -> (Vec<String>, Vec<Vec<Option<f64>>>) {
    let bytes = zstd::decode_all(&load(&format!("crates/workstation/sample/{table}.csv.zst"))[..]).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let places = columns.iter().map(|name| header.iter().position(|column| column == name).unwrap());
    let places: Vec<usize> = places.collect();
    let range = inputs["start"].as_str().unwrap()..=inputs["end"].as_str().unwrap();
    let (mut dates, mut found) = (Vec::new(), vec![Vec::new(); columns.len()]);
    for row in lines.filter(|row| range.contains(&row[0])) {
        dates.push(row[0].to_owned());
        for (column, &place) in found.iter_mut().zip(&places) {
            column.push(row[place].parse().ok());
        }
    }
    (dates, found)
}

/// The case's request with its data in it, as the manual describes it.
fn request_of(case: &Value, optimization: &[Value]) -> Value {
    let inputs = &case["inputs"];
    let mut request = case["request"].clone();
    if let Some(of) = inputs.get("of") {
        request["covariance"] = optimization.iter().find(|other| other["id"] == *of).unwrap()["expected"]["S"].clone();
    }
    if inputs.get("start").is_none() {
        return request;
    }
    let assets = names(&inputs["assets"]);
    let (dates, mut columns) = sample("us_stocks_daily", inputs, &assets);
    for (asset, rows) in inputs["gaps"].as_object().unwrap_or(&Map::new()) {
        let place = assets.iter().position(|name| name == asset).unwrap();
        columns[place][rows[0].as_u64().unwrap() as usize..rows[1].as_u64().unwrap() as usize].fill(None);
    }
    request["dates"] = json!(dates);
    request["prices"] = json!(assets.iter().zip(columns).collect::<BTreeMap<_, _>>());
    request["assets"] = json!(assets);
    if let Some(name) = inputs["benchmark"].as_str() {
        request["benchmark"] = json!(sample("sp500_index_daily", inputs, &[name]).1[0]);
    }
    let factors = names(&inputs["factors"]);
    for (name, prices) in factors.iter().zip(sample("factor_etfs_daily", inputs, &factors).1) {
        let later = prices.windows(2).map(|pair| Some(pair[1]? / pair[0]? - 1.0));
        request["factors"][*name] = json!(std::iter::once(None).chain(later).collect::<Vec<Option<f64>>>());
    }
    request
}

/// The part of an answer that a figure of the reference is compared with.
fn figure<'a>(answer: &'a Value, name: &str) -> &'a Value {
    match name {
        "matrix" | "posterior_cov" => &answer["covariance"],
        "delta" => &answer["shrinkage"],
        "posterior_mu" => &answer["expected_returns"],
        "pi" => &answer["black_litterman"]["prior"],
        "omega" => &answer["black_litterman"]["omega"],
        "weights_unconstrained" => &answer["black_litterman"]["implied_weights"],
        other => &answer[other],
    }
}

pub(crate) fn assert_close(place: &str, ours: &Value, theirs: &Value, tolerance: &Value) {
    match theirs {
        Value::Array(entries) => {
            assert_eq!(ours.as_array().map(Vec::len), Some(entries.len()), "{place}");
            for (ours, theirs) in ours.as_array().unwrap().iter().zip(entries) {
                assert_close(place, ours, theirs, tolerance);
            }
        }
        Value::Object(entries) => {
            for (name, theirs) in entries {
                assert_close(&format!("{place} {name}"), &ours[name], theirs, tolerance);
            }
        }
        number => {
            let (ours, theirs) = (ours.as_f64().unwrap(), number.as_f64().unwrap());
            let allowed = tolerance["abs"].as_f64().unwrap() + tolerance["rel"].as_f64().unwrap() * theirs.abs();
            assert!((ours - theirs).abs() <= allowed, "{place}: {ours} against {theirs}");
        }
    }
}

/// Runs a case through the command line and compares every figure of the reference.
pub(crate) fn assert_met(home: &Path, case: &Value, optimization: &[Value]) {
    let request = request_of(case, optimization).to_string();
    let output = run_with_stdin(home, &["estimate", "--request", "-"], request.as_bytes());
    let answer: Value = serde_json::from_str(&printed(&output)).unwrap();
    let (id, expected, tolerance) = (case["id"].as_str().unwrap(), &case["expected"], &case["tolerance"]);
    match expected {
        Value::Array(rows) => {
            let name = if rows[0].is_array() { "covariance" } else { "expected_returns" };
            assert_close(id, &answer[name], expected, tolerance);
        }
        named => {
            for (name, theirs) in named.as_object().unwrap() {
                assert_close(id, figure(&answer, name), theirs, tolerance);
            }
        }
    }
}

#[test]
fn every_golden_moment_is_met_by_the_command_line() {
    let home = tempfile::tempdir().unwrap();
    let optimization = cases("optimization/optimization.json");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for file in ["moments.json", "black_litterman.json", "models.json"] {
        for case in cases(&format!("moments/{file}")) {
            assert_met(home.path(), &case, &optimization);
            *counts.entry(file).or_default() += 1;
        }
    }
    println!("golden moments met through the command line: {counts:?}");
    assert_eq!(counts.into_values().collect::<Vec<_>>(), [4, 17, 46]);
}
