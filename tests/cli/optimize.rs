//! `quarterdeck optimize`: the smallest request, both formats, stdin, and every kind of refusal.

use crate::program::{assert_fails, printed, run, run_with_stdin};

const SMALLEST: &str = r#"{"assets":["A","B"],"expected_returns":[0.1,0.2],"covariance":[[0.04,0],[0,0.09]],"objective":"minimum_variance"}"#;

#[test]
fn the_smallest_request_gives_the_weights_by_hand() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("request.json");
    std::fs::write(&file, SMALLEST).unwrap();
    let output = run(home.path(), &["optimize", "--request", file.to_str().unwrap()]);
    let result: serde_json::Value = serde_json::from_str(&printed(&output)).unwrap();
    // Two uncorrelated assets: the weights are as the inverse variances, 9 to 4.
    assert!((result["weights"]["A"].as_f64().unwrap() - 9.0 / 13.0).abs() < 1e-12);
    assert_eq!(result["status"], "optimal");
    for field in ["expected_return", "volatility", "sharpe", "residuals"] {
        assert!(!result[field].is_null(), "{field}");
    }
}

#[test]
fn stdin_and_table() {
    let home = tempfile::tempdir().unwrap();
    let output = run_with_stdin(home.path(), &["optimize", "--request", "-", "--format", "table"], SMALLEST.as_bytes());
    let table = printed(&output);
    let words: Vec<&str> = table.split_whitespace().collect();
    for row in [["Volatility", "16.64", "%"], ["A", "69.23", "%"], ["B", "30.77", "%"]] {
        assert!(words.windows(3).any(|found| found == row), "{row:?} in {table}");
    }
}

#[test]
fn unacceptable_requests_are_refused_with_code_3_and_the_reason() {
    let home = tempfile::tempdir().unwrap();
    let changed = |from: &str, to: &str| SMALLEST.replace(from, to);
    for (request, words) in [
        (String::new(), "empty"),
        ("{".to_owned(), "cannot be read"),
        (changed("\"objective\"", "\"goal\""), "unknown field `goal`"),
        (changed("0.1,0.2", "0.1"), "expected_returns"),
        (changed("[0,0.09]", "[0,null]"), "covariance"),
        (changed("0.04,0],[0,", "0.04,1],[1,"), "not positive semidefinite"),
        (changed("\"objective\"", "\"bounds\":[0,0.4],\"objective\""), "0.4"),
        (
            changed("\"objective\"", "\"risk_free_rate\":0.5,\"objective\"")
                .replace("minimum_variance", "maximum_sharpe"),
            "risk-free rate",
        ),
    ] {
        let output = run_with_stdin(home.path(), &["optimize", "--request", "-"], request.as_bytes());
        assert_eq!(output.status.code(), Some(3), "{request}: {}", crate::program::complaint(&output));
        let complaint = crate::program::complaint(&output);
        assert!(complaint.contains(words) || words == "0.4" && complaint.contains("40"), "{request}: {complaint}");
        assert!(output.stdout.is_empty(), "{request}");
    }
}

#[test]
fn a_missing_file_is_named() {
    let home = tempfile::tempdir().unwrap();
    assert_fails(&run(home.path(), &["optimize", "--request", "nowhere.json"]), 3, "nowhere.json");
}
