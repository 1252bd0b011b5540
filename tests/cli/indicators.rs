//! `indicators` on the sample.

use crate::program::{assert_fails, json, printed, run};

#[test]
fn indicators_are_listed_and_computed() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let catalogue = printed(&run(home, &["indicators", "--format", "table"]));
    assert!(catalogue.lines().any(|line| line.starts_with("rsi ") && line.contains("length=14")), "{catalogue}");
    let asked = ["indicators", "aapl", "-i", "rsi", "-i", r#"{"kind":"macd","fast":5}"#, "--from", "2022-12-01"];
    let view = json(&run(home, &asked));
    let n_dates = view["dates"].as_array().unwrap().len();
    assert!(n_dates > 10, "{n_dates}");
    for indicator in view["indicators"].as_array().unwrap() {
        for output in indicator["outputs"].as_array().unwrap() {
            let values = output["values"].as_array().unwrap();
            assert!(values.len() == n_dates && values.iter().all(serde_json::Value::is_number), "{output}");
        }
    }
    let table = printed(&run(home, &[&asked[..], &["--format", "table"]].concat()));
    assert!(table.contains("2022-12-01") && table.contains("histogram"), "{table}");
    assert_fails(&run(home, &["indicators", "AAPL", "-i", "nonsense"]), 3, "nonsense");
    assert_fails(&run(home, &["indicators", "NONE", "-i", "rsi"]), 2, "there is no instrument \"NONE\"");
}
