//! `lots`, `returns` and `explain` on the sample, and what they say to wrong names.

use serde_json::Value;

use crate::program::{assert_fails, printed, run};

fn json(home: &std::path::Path, arguments: &[&str]) -> Value {
    serde_json::from_str(&printed(&run(home, arguments))).unwrap()
}

#[test]
fn lots_returns_and_explanations_are_told_as_json_and_as_text() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let lots = json(home, &["lots", "--instrument", "aapl"]);
    let symbols: Vec<&str> = lots["open"].as_array().unwrap().iter().map(|l| l["symbol"].as_str().unwrap()).collect();
    assert!(!symbols.is_empty() && symbols.iter().all(|s| *s == "AAPL"), "{symbols:?}");
    assert!(printed(&run(home, &["lots", "--format", "table"])).contains("Proceeds"));

    let returns = json(home, &["returns", "--by", "account", "--from", "2015-12-31"]);
    let whole = returns["whole"]["modified_dietz"]["value"].as_f64().unwrap();
    let parts = returns["parts"].as_array().unwrap().iter().map(|p| p["contribution"]["value"].as_f64().unwrap());
    let sum = parts.sum::<f64>() + returns["rest"]["value"].as_f64().unwrap();
    assert!((sum - whole).abs() < 1e-12, "{sum} {whole}");
    assert!(returns["conventions"]["xirr"].as_str().unwrap().contains("365"));
    let table = printed(&run(home, &["returns", "--format", "table"]));
    assert!(table.contains("Everything") && table.contains("Cash and charges"), "{table}");

    let tree = printed(&run(home, &["explain", "total_value", "--format", "table", "--depth", "2"]));
    assert!(tree.lines().any(|line| line.starts_with("    ")) && tree.contains('='), "{tree}");
    assert_eq!(json(home, &["explain", "twr"])["unit"], "%");

    assert_fails(&run(home, &["lots", "--instrument", "NONE"]), 2, "there is no instrument \"NONE\"");
    assert_fails(&run(home, &["returns", "--account", "Nobody"]), 2, "there is no account \"Nobody\"");
    assert_fails(&run(home, &["explain", "weight", "--instrument", "AAPL"]), 2, "add --account");
}
