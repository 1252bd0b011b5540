//! The 47 columns and 61 patterns of another set of prices. It may not be copied, so it lies outside: the variable
//! `QUARTERDECK_REFERENCE` names a folder with `golden/indicators_goog.json`, its values, and `data/goog_ohlcv_daily.csv`.

use std::path::{Path, PathBuf};
use std::process::Command;

use indicators::IndicatorSpec;
use serde_json::{Value, json};

use crate::table::{Table, computed, near};

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn folder() -> Option<PathBuf> {
    let found = std::env::var_os("QUARTERDECK_REFERENCE").map(PathBuf::from);
    if found.is_none() {
        eprintln!("skipped: QUARTERDECK_REFERENCE names no folder with the reference prices");
    }
    found
}

fn unpacked(path: &Path) -> Vec<u8> {
    let done = Command::new("gzip").arg("-dc").arg(path).output().unwrap();
    assert!(done.status.success(), "{}", path.display());
    done.stdout
}

/// Our description and output of a reference's column.
fn ours(column: &str) -> (Value, &str) {
    let parts: Vec<&str> = column.split('_').collect();
    let length = || parts.last().unwrap().parse::<i32>().unwrap();
    let of_length = |name: &str| json!({"kind": name.to_lowercase(), "length": length()});
    match parts.as_slice() {
        ["MACD", "12", "26", "9", output] => {
            (json!({"kind": "macd"}), if *output == "hist" { "histogram" } else { parts[4] })
        }
        ["BBANDS", "20", "2.0", output] => (json!({"kind": "bbands"}), output),
        ["STOCH", "14", "3", "3", output] => (json!({"kind": "stoch", "fast_k": 14}), output),
        ["STOCHRSI", "14", "5", "3", output] => (json!({"kind": "stochrsi"}), output),
        ["AROON", "14", output] => (json!({"kind": "aroon"}), output),
        ["ADOSC", "3", "10"] => (json!({"kind": "adosc"}), "value"),
        ["PLUS", "DI", _] => (of_length("plus_di"), "value"),
        ["MINUS", "DI", _] => (of_length("minus_di"), "value"),
        ["HT", "TRENDLINE"] => (json!({"kind": "ht_trendline"}), "value"),
        [name] => (json!({"kind": name.to_lowercase()}), "value"),
        [name, _] => (of_length(name), "value"),
        _ => panic!("{column} has no description"),
    }
}

#[test]
fn every_column_of_the_reference_prices_agrees() {
    let Some(folder) = folder() else { return };
    let (_, table) = Table::read(&std::fs::read(folder.join("data/goog_ohlcv_daily.csv")).unwrap());
    let text = std::fs::read(folder.join("golden/indicators_goog.json")).unwrap();
    let document: Value = serde_json::from_slice(&text).unwrap();
    let tolerance = &document["cases"][0]["tolerance"];
    let (rel, abs) = (tolerance["rel"].as_f64().unwrap(), tolerance["abs"].as_f64().unwrap());
    let text = unpacked(&folder.join("golden/indicators_goog_values.csv.gz"));
    let mut reader = csv::Reader::from_reader(text.as_slice());
    let names: Vec<String> = reader.headers().unwrap().iter().skip(1).map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!((names.len(), rows.len()), (47, table.close.len()));
    for (column, name) in names.iter().enumerate() {
        let (description, output) = ours(name);
        let spec: IndicatorSpec = serde_json::from_value(description).unwrap();
        let outputs = computed(&spec, &table);
        let values = outputs.get(output).unwrap_or_else(|| panic!("{name}: no output {output}"));
        for (idx, row) in rows.iter().enumerate() {
            let expected: Option<f64> =
                Some(&row[column + 1]).filter(|text| !text.is_empty()).map(|text| text.parse().unwrap());
            let agrees = match (values.get(idx), expected) {
                (None, None) => true,
                (Some(a), Some(b)) => near(a, b, rel, abs),
                _ => false,
            };
            assert!(agrees, "{name} at bar {idx}: {:?}, expected {expected:?}", values.get(idx));
        }
    }
}

#[test]
fn every_pattern_of_the_reference_prices_agrees() {
    let Some(folder) = folder() else { return };
    let (dates, table) = Table::read(&std::fs::read(folder.join("data/goog_ohlcv_daily.csv")).unwrap());
    let text = std::fs::read(folder.join("golden/indicators_goog.json")).unwrap();
    let document: Value = serde_json::from_slice(&text).unwrap();
    let mut seen = 0;
    for case in document["cases"].as_array().unwrap() {
        let Some(name) = case["id"].as_str().unwrap().strip_prefix("candle/") else { continue };
        let spec: IndicatorSpec = serde_json::from_value(json!({"kind": name.to_lowercase()})).unwrap();
        let outputs = computed(&spec, &table);
        let hits: Vec<Value> = outputs
            .first()
            .iter()
            .enumerate()
            .filter_map(|(row, value)| Some(json!([dates[row], value.filter(|v| *v != 0.0)? as i64])))
            .collect();
        assert_eq!(json!(hits), case["expected"]["hits"], "{name}");
        seen += 1;
    }
    assert_eq!(seen, 61);
}
