//! Every golden moment (`tests/golden/moments/PROVENANCE.md`), through the JSON request.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};
use statistics::{MomentsRequest, MomentsResult};

pub(crate) fn load(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn cases(file: &str) -> Vec<Value> {
    let text = load(&format!("tests/golden/{file}"));
    serde_json::from_slice::<Value>(&text).unwrap()["cases"].as_array().unwrap().clone()
}

/// Dates and columns of one of the sample's tables between two dates.
pub(crate) fn sample(table: &str, inputs: &Value, columns: &[&str]) -> (Vec<String>, Vec<Vec<Option<f64>>>) {
    let csv = zstd::decode_all(&load(&format!("crates/workstation/sample/{table}.csv.zst"))[..]).unwrap();
    let mut reader = csv::Reader::from_reader(&csv[..]);
    let header = reader.headers().unwrap().clone();
    let place = |name: &&str| header.iter().position(|column| column == *name).unwrap();
    let places: Vec<usize> = columns.iter().map(place).collect();
    let (start, end) = (inputs["start"].as_str().unwrap(), inputs["end"].as_str().unwrap());
    let (mut dates, mut found) = (Vec::new(), vec![Vec::new(); columns.len()]);
    for row in reader.records().map(Result::unwrap).filter(|row| (start..=end).contains(&&row[0])) {
        dates.push(row[0].to_owned());
        for (column, &place) in found.iter_mut().zip(&places) {
            column.push(row[place].parse().ok());
        }
    }
    (dates, found)
}

pub(crate) fn names(list: &Value) -> Vec<&str> {
    list.as_array().map(|names| names.iter().map(|name| name.as_str().unwrap()).collect()).unwrap_or_default()
}

/// The case's request with its data in it.
fn request_of(case: &Value, all: &[Value]) -> Value {
    let inputs = &case["inputs"];
    let mut request = case["request"].clone();
    if let Some(of) = inputs.get("of") {
        request["covariance"] = all.iter().find(|other| other["id"] == *of).unwrap()["expected"]["S"].clone();
    }
    if inputs.get("start").is_none() {
        return request;
    }
    let assets = names(&inputs["assets"]);
    let (dates, mut columns) = sample("us_stocks_daily", inputs, &assets);
    assert_eq!(dates.len() as u64, inputs["rows"].as_u64().unwrap());
    for (asset, rows) in inputs["gaps"].as_object().unwrap_or(&Map::new()) {
        let column = &mut columns[assets.iter().position(|name| name == asset).unwrap()];
        column[rows[0].as_u64().unwrap() as usize..rows[1].as_u64().unwrap() as usize].fill(None);
    }
    request["dates"] = json!(dates);
    request["prices"] = json!(assets.iter().zip(columns).collect::<BTreeMap<_, _>>());
    request["assets"] = json!(assets);
    if let Some(benchmark) = inputs.get("benchmark") {
        let name = benchmark.as_str().unwrap();
        request["benchmark"] = json!(sample("sp500_index_daily", inputs, &[name]).1[0]);
    }
    let factors = names(&inputs["factors"]);
    if !factors.is_empty() {
        let (_, prices) = sample("factor_etfs_daily", inputs, &factors);
        let returns = |column: &Vec<Option<f64>>| -> Vec<Option<f64>> {
            std::iter::once(None).chain(column.windows(2).map(|pair| Some(pair[1]? / pair[0]? - 1.0))).collect()
        };
        request["factors"] =
            factors.iter().zip(&prices).map(|(name, column)| ((*name).to_owned(), json!(returns(column)))).collect();
    }
    request
}

/// The part of an answer that a figure of the reference is compared with.
fn figure<'a>(answer: &'a Value, name: &str) -> &'a Value {
    match name {
        "matrix" | "posterior_cov" => &answer["covariance"],
        "delta" => &answer["shrinkage"],
        "pi" => &answer["black_litterman"]["prior"],
        "omega" => &answer["black_litterman"]["omega"],
        "weights_unconstrained" => &answer["black_litterman"]["implied_weights"],
        "posterior_mu" => &answer["expected_returns"],
        other => &answer[other],
    }
}

/// The largest part of its tolerance that a figure is off by.
fn distance(ours: &Value, theirs: &Value, tolerance: &Value, place: &str) -> f64 {
    match theirs {
        Value::Array(entries) => {
            assert_eq!(ours.as_array().map(Vec::len), Some(entries.len()), "{place}");
            let pairs = entries.iter().enumerate();
            pairs.map(|(i, entry)| distance(&ours[i], entry, tolerance, &format!("{place}[{i}]"))).fold(0.0, f64::max)
        }
        Value::Object(entries) => {
            let pairs = entries.iter();
            pairs
                .map(|(name, entry)| distance(&ours[name], entry, tolerance, &format!("{place}.{name}")))
                .fold(0.0, f64::max)
        }
        number => {
            let theirs = number.as_f64().unwrap();
            let ours = ours.as_f64().unwrap_or_else(|| panic!("{place}: {ours} against {theirs}"));
            let allowed = tolerance["abs"].as_f64().unwrap() + tolerance["rel"].as_f64().unwrap() * theirs.abs();
            let off = (ours - theirs).abs() / allowed;
            assert!(off <= 1.0, "{place}: {ours} against {theirs}");
            off
        }
    }
}

/// Bare vectors and matrices are the expected returns or the covariance; everything else is named.
fn check(case: &Value, answer: &Value) -> f64 {
    let (id, expected, tolerance) = (case["id"].as_str().unwrap(), &case["expected"], &case["tolerance"]);
    match expected {
        Value::Array(rows) => {
            let name = if rows[0].is_array() { "covariance" } else { "expected_returns" };
            distance(&answer[name], expected, tolerance, id)
        }
        named => {
            let figures = named.as_object().unwrap().iter();
            figures
                .map(|(name, theirs)| distance(figure(answer, name), theirs, tolerance, &format!("{id} {name}")))
                .fold(0.0, f64::max)
        }
    }
}

/// `model` of the expected returns where a case gives one, else of the covariance.
fn model_of(case: &Value) -> String {
    let request = &case["request"];
    let model = [&request["expected_returns_model"]["model"], &request["covariance_model"]["model"]];
    model.iter().find_map(|name| name.as_str()).unwrap_or("given").to_owned()
}

#[test]
fn every_golden_case_is_met_within_its_own_tolerance() {
    let mut table: BTreeMap<(&str, String), (usize, f64)> = BTreeMap::new();
    let optimization = cases("optimization/optimization.json");
    for (file, count) in [("moments.json", 46), ("black_litterman.json", 4), ("models.json", 17)] {
        let all = cases(&format!("moments/{file}"));
        assert_eq!(all.len(), count, "{file}");
        for case in &all {
            let request = request_of(case, &optimization).to_string();
            let answer = MomentsRequest::from_json(request.as_bytes()).and_then(|request| request.estimate());
            let answer: MomentsResult = answer.unwrap_or_else(|error| panic!("{}: {error}", case["id"]));
            let off = check(case, &serde_json::to_value(&answer).unwrap());
            let row = table.entry((file, model_of(case))).or_default();
            *row = (row.0 + 1, row.1.max(off));
        }
    }
    println!("{:<22} {:<34} {:>5}  worst part of tolerance", "file", "model", "cases");
    for ((file, model), (count, off)) in &table {
        println!("{file:<22} {model:<34} {count:>5}  {off:.1e}");
    }
    let total: usize = table.values().map(|row| row.0).sum();
    println!("{:<22} {:<34} {total:>5}", "all", "");
    assert_eq!(total, 67);
}
