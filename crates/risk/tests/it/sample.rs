//! The sample's prices and the reference figures.

use std::path::Path;

use serde_json::Value;

pub(crate) fn load(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn reference() -> Value {
    serde_json::from_slice(&load("tests/golden/risk/reference.json")).unwrap()
}

/// Dates and columns by name of a compressed table without gaps.
pub(crate) fn table(path: &str) -> (Vec<chrono::NaiveDate>, Vec<(String, Vec<f64>)>) {
    let csv = zstd::decode_all(&load(path)[..]).unwrap();
    let mut reader = csv::Reader::from_reader(&csv[..]);
    let mut columns: Vec<(String, Vec<f64>)> =
        reader.headers().unwrap().iter().skip(1).map(|name| (name.to_owned(), Vec::new())).collect();
    let mut dates = Vec::new();
    for row in reader.records() {
        let row = row.unwrap();
        dates.push(row[0].parse().unwrap());
        for (column, field) in columns.iter_mut().zip(row.iter().skip(1)) {
            column.1.push(field.parse().unwrap());
        }
    }
    (dates, columns)
}

/// A column of a compressed table between two dates, both inclusive.
pub(crate) fn column(table: &str, name: &str, start: &str, end: &str) -> Vec<f64> {
    let csv = zstd::decode_all(&load(table)[..]).unwrap();
    let mut reader = csv::Reader::from_reader(&csv[..]);
    let place = reader.headers().unwrap().iter().position(|column| column == name).unwrap();
    let rows = reader.records().map(Result::unwrap).filter(|row| (start..=end).contains(&&row[0]));
    rows.map(|row| row[place].parse().unwrap()).collect()
}

pub(crate) fn changes(prices: &[f64]) -> Vec<f64> {
    prices.windows(2).map(|pair| pair[1] / pair[0] - 1.0).collect()
}

/// Daily returns of the index over the reference's twenty years.
pub(crate) fn index() -> Vec<f64> {
    changes(&column("crates/workstation/sample/sp500_index_daily.csv.zst", "SP500", "2000-01-03", "2019-12-31"))
}

/// Daily returns of the reference's assets, one list an asset.
pub(crate) fn assets(reference: &Value) -> Vec<Vec<f64>> {
    let table = "crates/workstation/sample/us_stocks_daily.csv.zst";
    let names = reference["assets"].as_array().unwrap();
    names.iter().map(|name| changes(&column(table, name.as_str().unwrap(), "2000-01-03", "2019-12-31"))).collect()
}

pub(crate) fn floats(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

pub(crate) fn close(ours: f64, theirs: &Value, (rel, abs): (f64, f64), place: &str) {
    let theirs = theirs.as_f64().unwrap_or_else(|| panic!("{place}: {theirs} is no number"));
    assert!((ours - theirs).abs() <= abs + rel * theirs.abs(), "{place}: {ours} against {theirs}");
}

pub(crate) fn all_close(ours: &[f64], theirs: &Value, tolerance: (f64, f64), place: &str) {
    let theirs = theirs.as_array().unwrap();
    assert_eq!(ours.len(), theirs.len(), "{place}");
    for (ours, theirs) in ours.iter().zip(theirs) {
        close(*ours, theirs, tolerance, place);
    }
}
