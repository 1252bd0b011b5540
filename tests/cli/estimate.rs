//! `quarterdeck estimate`: the smallest request, both formats, what the optimizer takes over, and refusals.

use serde_json::{Value, json};

use crate::program::{assert_fails, printed, run, run_with_stdin};

const SMALLEST: &str = r#"{"dates":["2024-01-02","2024-01-03","2024-01-04","2024-01-05"],
  "prices":{"A":[100,110,99,108.9],"B":[50,50,55,49.5]},"covariance_model":{"model":"sample"},"periods_per_year":1}"#;

#[test]
fn the_smallest_request_gives_the_moments_by_hand() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("request.json");
    std::fs::write(&file, SMALLEST).unwrap();
    let output = run(home.path(), &["estimate", "--request", file.to_str().unwrap()]);
    let result: Value = serde_json::from_str(&printed(&output)).unwrap();
    // Returns of A: 10 %, −10 %, 10 %; of B: 0 %, 10 %, −10 %. Sums of products of deviations over 2.
    let covariance = |i: usize, j: usize| result["covariance"][i][j].as_f64().unwrap();
    assert!((covariance(0, 0) - 0.04 / 3.0).abs() < 1e-12);
    assert!((covariance(1, 1) - 0.01).abs() < 1e-12);
    assert!((covariance(0, 1) + 0.01).abs() < 1e-12);
    let growth = 1.089_f64.powf(1.0 / 3.0) - 1.0;
    assert!((result["expected_returns"][0].as_f64().unwrap() - growth).abs() < 1e-12);
    assert_eq!(result["n_observations"], 3);
}

#[test]
fn the_optimizer_takes_the_answer() {
    let home = tempfile::tempdir().unwrap();
    let output = run_with_stdin(home.path(), &["estimate", "--request", "-"], SMALLEST.as_bytes());
    let moments: Value = serde_json::from_str(&printed(&output)).unwrap();
    let request = json!({
        "assets": moments["assets"],
        "expected_returns": moments["expected_returns"],
        "covariance": moments["covariance"],
        "objective": "minimum_variance",
    });
    let output = run_with_stdin(home.path(), &["optimize", "--request", "-"], request.to_string().as_bytes());
    let result: Value = serde_json::from_str(&printed(&output)).unwrap();
    // (σ_B² − σ_AB)/(σ_A² + σ_B² − 2σ_AB).
    let weight = 0.02 / (0.04 / 3.0 + 0.01 + 0.02);
    assert!((result["weights"]["A"].as_f64().unwrap() - weight).abs() < 1e-9);
}

#[test]
fn the_table_names_assets_figures_and_notes() {
    let home = tempfile::tempdir().unwrap();
    let request = SMALLEST.replace("55,49.5]", "55,49.5],\"C\":[100,110,99,108.9]");
    let output = run_with_stdin(home.path(), &["estimate", "--request", "-", "--format", "table"], request.as_bytes());
    let table = printed(&output);
    for words in ["2024-01-02 to 2024-01-05", "Smallest eigenvalue", "Expected return", "2.88 %", "11.55 %"] {
        assert!(table.contains(words), "{words} in {table}");
    }
    assert!(table.contains("Note: C has exactly the returns of A"), "{table}");
}

#[test]
fn unacceptable_requests_are_refused_with_code_3_and_the_reason() {
    let home = tempfile::tempdir().unwrap();
    let changed = |from: &str, to: &str| SMALLEST.replace(from, to);
    for (request, words) in [
        (String::new(), "empty"),
        ("{".to_owned(), "cannot be read"),
        (changed("\"prices\"", "\"price\""), "unknown field `price`"),
        (changed("100,110", "-100,110"), "prices must be above zero"),
        (changed("100,110,99,108.9", "null,null,null,null"), "A has no prices"),
        (changed("\"sample\"", "\"given_factors\""), "given_factors needs the returns of the factors"),
        (changed("\"periods_per_year\":1", "\"periods_per_year\":0"), "periods_per_year is 0"),
    ] {
        let output = run_with_stdin(home.path(), &["estimate", "--request", "-"], request.as_bytes());
        assert_fails(&output, 3, words);
        assert!(output.stdout.is_empty(), "{request}");
    }
    assert_fails(&run(home.path(), &["estimate", "--request", "nowhere.json"]), 3, "nowhere.json");
}
