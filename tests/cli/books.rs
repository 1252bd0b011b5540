//! The sample's books equal a second working of them (`tests/golden/portfolio/PROVENANCE.md`).

use std::path::Path;

use serde_json::Value;

use crate::program::{printed, run};

#[test]
fn the_samples_totals_and_returns_equal_the_recomputed_ones() {
    let home = tempfile::tempdir().unwrap();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/portfolio/sample.json");
    let golden: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let portfolio: Value =
        serde_json::from_str(&printed(&run(home.path(), &["api", "GET", "/api/v1/portfolio"]))).unwrap();
    let tolerance = golden["tolerance"]["rel"].as_f64().unwrap();
    for part in ["totals", "returns"] {
        for (name, expected) in golden[part].as_object().unwrap() {
            let value = &portfolio[part][name]["value"];
            let found = value.as_f64().unwrap_or_else(|| value.as_str().unwrap().parse().unwrap());
            let expected = expected.as_f64().unwrap();
            assert!((found - expected).abs() <= tolerance * expected.abs(), "{name}: {found} for {expected}");
        }
    }
}
