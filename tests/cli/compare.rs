//! `quarterdeck walk-forward`, `stability` and `resample`: both formats, stdin, and refusals.

use serde_json::{Value, json};

use crate::program::{assert_fails, complaint, printed, run, run_with_stdin};

/// A rises by 10 % every day, B falls and rises in turn.
fn prices() -> Value {
    let rising = |day: i32| 100.0 * 1.1_f64.powi(day);
    let turning = |day: i32| if day % 2 == 0 { 50.0 } else { 40.0 };
    let days: Vec<String> = (2..10).map(|day| format!("2024-01-0{day}")).collect();
    json!({
        "dates": days,
        "prices": {"A": (0..8).map(rising).collect::<Vec<_>>(), "B": (0..8).map(turning).collect::<Vec<_>>()},
        "objective": "equal_weight",
        "periods_per_year": 1,
    })
}

fn answer(command: &str, request: &Value) -> Value {
    let home = tempfile::tempdir().unwrap();
    let output = run_with_stdin(home.path(), &[command, "--request", "-"], request.to_string().as_bytes());
    serde_json::from_str(&printed(&output)).unwrap()
}

fn table(command: &str, request: &Value) -> String {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("request.json");
    std::fs::write(&file, request.to_string()).unwrap();
    printed(&run(home.path(), &[command, "--request", file.to_str().unwrap(), "--format", "table"]))
}

#[test]
fn equal_weights_walk_like_themselves() {
    let request = json!({"optimization": prices(), "window_size": 3, "rebalance_every": 2});
    let result = answer("walk-forward", &request);
    assert_eq!(result["strategy"], result["equal_weight"]);
    // From the fourth price on: B rises by 25 % first, then falls by 20 %; A rises by 10 %. Weights are even on every second day.
    let first = 1.0 + 0.5 * 0.1 + 0.5 * 0.25;
    let values = result["strategy"]["values"].as_array().unwrap();
    assert!((values[1].as_f64().unwrap() - first).abs() < 1e-12, "{values:?}");
    let second = 0.5 * 1.1 * 1.1 + 0.5 * 1.25 * 0.8;
    assert!((values[2].as_f64().unwrap() - second).abs() < 1e-12, "{values:?}");
    let text = table("walk-forward", &request);
    for words in ["Return a year", "Equal weights", "2 rebalancings from 2024-01-05 to 2024-01-09"] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

fn moments() -> Value {
    json!({"assets": ["A", "B"], "expected_returns": [0.1, 0.2], "covariance": [[0.04, 0], [0, 0.09]],
        "objective": "minimum_variance"})
}

#[test]
fn without_noise_nothing_moves() {
    let still = json!({"kind": "noise", "expected_returns": 0, "covariance": 0});
    let request = json!({"optimization": moments(), "perturbation": still, "samples": 3});
    let result = answer("stability", &request);
    // Two uncorrelated assets: the weights are as the inverse variances, 9 to 4.
    assert!((result["assets"]["A"]["weight"].as_f64().unwrap() - 9.0 / 13.0).abs() < 1e-12);
    assert!(result["mean_turnover"].as_f64().unwrap() < 1e-9 && result["solved"] == 3, "{result}");
    let text = table("stability", &request);
    let words: Vec<&str> = text.split_whitespace().collect();
    assert!(words.windows(3).any(|found| found == ["A", "69.23", "%"]), "{text}");
}

#[test]
fn the_same_seed_gives_the_same_samples() {
    let request = json!({"optimization": moments(), "observations": 250, "samples": 20, "seed": 3});
    let result = answer("resample", &request);
    assert_eq!(result, answer("resample", &request));
    assert_ne!(
        result,
        answer("resample", &json!({"optimization": moments(), "observations": 250, "samples": 20, "seed": 4}))
    );
    let range = &result["weights"]["A"];
    let [lower, mean, upper] = ["lower", "mean", "upper"].map(|name| range[name].as_f64().unwrap());
    assert!(lower < mean && mean < upper && (mean - 9.0 / 13.0).abs() < 0.1, "{range}");
    let mut line = moments();
    (line["objective"], line["points"]) = (json!("efficient_frontier"), json!(4));
    let text = table("resample", &json!({"optimization": line, "observations": 250, "samples": 5}));
    assert!(text.contains("Point") && text.contains("Of 5 samples"), "{text}");
}

#[test]
fn unacceptable_requests_are_refused_with_code_3_and_the_reason() {
    let home = tempfile::tempdir().unwrap();
    for (command, request, words) in [
        ("walk-forward", String::new(), "empty"),
        ("stability", "{".to_owned(), "cannot be read"),
        ("resample", "{}".to_owned(), "missing field `optimization`"),
        ("walk-forward", json!({"optimization": moments()}).to_string(), "prices: missing"),
        ("walk-forward", json!({"optimization": prices(), "window_size": 100}).to_string(), "window_size"),
        ("stability", json!({"optimization": moments(), "samples": 1}).to_string(), "samples"),
        ("resample", json!({"optimization": moments()}).to_string(), "observations: missing"),
        ("resample", json!({"optimization": moments(), "seeds": 1}).to_string(), "unknown field `seeds`"),
    ] {
        let output = run_with_stdin(home.path(), &[command, "--request", "-"], request.as_bytes());
        assert_fails(&output, 3, words);
        assert!(output.stdout.is_empty(), "{command}");
    }
    let output = run(home.path(), &["resample"]);
    assert_eq!(output.status.code(), Some(2), "{}", complaint(&output));
    assert_fails(&run(home.path(), &["stability", "--request", "nowhere.json"]), 3, "nowhere.json");
}
