//! `quarterdeck metrics`, `attribution`, `significance`: figures by hand, both formats, and refusals.

use serde_json::{Value, json};

use crate::program::{assert_fails, printed, run, run_with_stdin};

fn answer(command: &str, request: &Value) -> Value {
    let home = tempfile::tempdir().unwrap();
    let output = run_with_stdin(home.path(), &[command, "--request", "-"], request.to_string().as_bytes());
    serde_json::from_str(&printed(&output)).unwrap()
}

fn table(command: &str, request: &Value) -> String {
    let home = tempfile::tempdir().unwrap();
    let args = [command, "--request", "-", "--format", "table"];
    printed(&run_with_stdin(home.path(), &args, request.to_string().as_bytes()))
}

fn figure(report: &Value, name: &str) -> Value {
    report["figures"].as_array().unwrap().iter().find(|figure| figure["name"] == name).unwrap().clone()
}

#[test]
fn figures_of_four_returns_are_those_by_hand() {
    let request = json!({"returns": [0.1, -0.1, 0.1, 0.0], "periods_per_year": 4});
    let report = answer("metrics", &request);
    let value = |name| figure(&report, name)["value"].as_f64().unwrap();
    assert!((value("total_return") - (1.1 * 0.9 * 1.1 - 1.0)).abs() < 1e-12);
    assert!((value("max_drawdown") + 0.1).abs() < 1e-12);
    // Mean 0.025, squares of deviations 0.0275 over 3, four periods a year.
    assert!((value("sharpe_ratio") - 0.025 / (0.0275_f64 / 3.0).sqrt() * 2.0).abs() < 1e-12);
    let beta = figure(&report, "beta");
    assert!(beta["value"].is_null() && beta["undefined"].as_str().unwrap().contains("benchmark"), "{beta}");
    let table = table("metrics", &request);
    assert!(table.contains("Total return") && table.contains("8.90 %") && table.contains('—'), "{table}");
}

#[test]
fn sectors_are_attributed_as_by_hand() {
    let sector = |portfolio_weight: f64, benchmark_weight: f64, portfolio_return: f64, benchmark_return: f64| {
        json!({"portfolio_weight": portfolio_weight, "benchmark_weight": benchmark_weight,
            "portfolio_return": portfolio_return, "benchmark_return": benchmark_return})
    };
    let request = json!({"sectors": ["Energy", "Health"],
        "periods": [[sector(0.6, 0.5, 0.1, 0.08), sector(0.4, 0.5, 0.02, 0.04)]]});
    let report = answer("attribution", &request);
    // The benchmark returned 6 %: 10 points more of Energy, which beat it by 2 points.
    let energy = &report["sectors"][0]["effects"];
    assert!((energy["allocation"].as_f64().unwrap() - 0.1 * 0.02).abs() < 1e-12, "{energy}");
    assert!((energy["selection"].as_f64().unwrap() - 0.5 * 0.02).abs() < 1e-12);
    assert!((energy["interaction"].as_f64().unwrap() - 0.1 * 0.02).abs() < 1e-12);
    assert!(report["residual"].as_f64().unwrap().abs() < 1e-15);
    let table = table("attribution", &request);
    assert!(table.contains("Portfolio 6.80 %, benchmark 6.00 %, difference 0.80 %"), "{table}");
}

#[test]
fn a_series_is_tested_with_its_trials_and_the_same_seed_gives_the_same_answer() {
    let series = |shift: usize| -> Vec<f64> {
        (0..250).map(|day| ((day * 37 + shift * 101) % 83) as f64 / 8300.0 - 0.0045).collect()
    };
    let (own, other, third) = (series(0), series(1), series(2));
    let request = json!({"returns": own, "alternatives": [own, other, third], "n_resamples": 200, "seed": 7});
    let report = answer("significance", &request);
    assert_eq!(report, answer("significance", &request));
    assert_eq!(report["n_trials"], 3);
    let probability = |name| figure(&report, name)["value"].as_f64().unwrap();
    assert!(probability("deflated_sharpe") < probability("probabilistic_sharpe"), "trials cost certainty");
    assert!(report["overfitting"]["probability"].is_number() && report["data_snooping"]["reality_check"].is_number());
    let table = table("significance", &request);
    for words in ["Deflated Sharpe", "reality check", "overfitted"] {
        assert!(table.contains(words), "{words} in {table}");
    }
    let alone = answer("significance", &json!({"returns": own, "n_resamples": 50}));
    let deflated = figure(&alone, "deflated_sharpe");
    assert!(deflated["value"].is_null() && deflated["undefined"].as_str().unwrap().contains("no other trial"));
}

#[test]
fn what_cannot_be_worked_out_is_refused_with_code_3_and_the_reason() {
    let home = tempfile::tempdir().unwrap();
    for (command, request, words) in [
        ("metrics", json!({"returns": [0.1, -1.5]}), "-1.5"),
        ("metrics", json!({"return": []}), "unknown field `return`"),
        ("attribution", json!({"sectors": ["A"], "periods": [[]]}), "sectors"),
        ("significance", json!({"returns": [0.1]}), "an error needs more than one"),
        ("significance", json!({"returns": [0.1, 0.2], "n_resamples": 5}), "n_resamples is 5"),
        ("significance", json!({"returns": [0.1, 0.2], "alternatives": [[0.1]]}), "2 are needed"),
    ] {
        let output = run_with_stdin(home.path(), &[command, "--request", "-"], request.to_string().as_bytes());
        assert_fails(&output, 3, words);
        assert!(output.stdout.is_empty(), "{request}");
    }
    assert_fails(&run(home.path(), &["metrics", "--request", "nowhere.json"]), 3, "nowhere.json");
}

#[test]
fn returns_that_never_vary_have_no_ratio_and_say_so() {
    let report = answer("significance", &json!({"returns": vec![0.01; 30], "n_resamples": 20}));
    let sharpe = figure(&report, "sharpe_ratio");
    assert!(sharpe["value"].is_null() && sharpe["undefined"].as_str().unwrap().contains("do not vary"), "{sharpe}");
    assert!(report["intervals"][1]["interval"].is_null() && report["intervals"][1]["undefined"].is_string());
}
