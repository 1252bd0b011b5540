//! Histories of different length, and what each rule makes of them (figures of pandas: the golden cases).

use serde_json::{Value, json};
use statistics::{MomentsRequest, MomentsResult};

use crate::bad_input::estimate;

/// Twelve days on which C is listed late and B misses one day.
fn ragged(rule: &str) -> Value {
    let dates: Vec<String> = (1..=12).map(|day| format!("2024-03-{day:02}")).collect();
    json!({
        "dates": dates,
        "prices": {
            "A": [10, 10.1, 10.3, 10.2, 10.4, 10.3, 10.6, 10.5, 10.7, 10.6, 10.9, 11.0],
            "B": [20, 20.3, 20.1, 20.4, null, 20.2, 20.6, 20.5, 20.9, 20.7, 21.0, 20.8],
            "C": [null, null, null, null, null, null, 5.0, 5.2, 5.1, 5.4, 5.3, 5.5],
        },
        "covariance_model": {"model": "sample"},
        "missing": rule,
    })
}

fn with(rule: &str, change: impl Fn(&mut Value)) -> Value {
    let mut request = ragged(rule);
    change(&mut request);
    request
}

#[test]
fn each_rule_says_what_it_used() {
    let complete = estimate(&ragged("complete_cases")).unwrap();
    assert_eq!((complete.n_observations, complete.dropped_dates.len()), (Some(5), 6));
    assert!(complete.windows.is_empty());
    assert!(complete.warnings[0].contains("6 dates were left out"), "{:?}", complete.warnings);
    for rule in ["pairwise", "own_window"] {
        let result: MomentsResult = estimate(&ragged(rule)).unwrap();
        assert_eq!(result.n_observations, Some(11), "{rule}");
        let counts: Vec<usize> = result.windows.iter().map(|window| window.n_returns).collect();
        assert_eq!(counts, [11, 9, 5], "{rule}");
        assert_eq!(result.windows[2].first_date.unwrap().to_string(), "2024-03-08");
        assert!(result.dropped_dates.is_empty());
    }
}

#[test]
fn without_gaps_the_rules_agree() {
    let fill = |rule: &str| {
        with(rule, |r| {
            r["prices"]["B"][4] = json!(20.3);
            r["prices"]["C"] = json!([5, 5.1, 4.9, 5, 5.1, 5.0, 5.0, 5.2, 5.1, 5.4, 5.3, 5.5]);
        })
    };
    let complete = estimate(&fill("complete_cases")).unwrap();
    for rule in ["pairwise", "own_window"] {
        let other = estimate(&fill(rule)).unwrap();
        assert_eq!(other.covariance, complete.covariance, "{rule}");
        assert_eq!(other.expected_returns, complete.expected_returns, "{rule}");
    }
}

#[test]
fn own_windows_serve_every_model_and_stay_positive_semidefinite() {
    for model in [
        "sample",
        "semicovariance",
        "exponentially_weighted",
        "exponential_half_life",
        "ledoit_wolf_constant_variance",
        "ledoit_wolf_single_factor",
        "ledoit_wolf_constant_correlation",
        "oracle_approximating",
        "fixed_shrinkage",
        "gerber",
        "denoised",
        "detoned",
        "statistical_factors",
    ] {
        let result = estimate(&with("own_window", |r| r["covariance_model"] = json!({"model": model}))).unwrap();
        assert!(result.min_eigenvalue >= -1e-9 * result.max_eigenvalue, "{model}");
        assert!(result.repair.is_none(), "{model}");
    }
}

#[test]
fn pairwise_is_refused_where_it_has_no_meaning() {
    for model in ["gerber", "ledoit_wolf_constant_variance", "denoised", "statistical_factors"] {
        let error = estimate(&with("pairwise", |r| r["covariance_model"] = json!({"model": model}))).unwrap_err();
        assert_eq!((error.code(), error.field()), ("needs_complete_cases", "missing"), "{error}");
    }
    let shrunk = with("pairwise", |r| r["expected_returns_model"] = json!({"model": "shrunk"}));
    assert_eq!(estimate(&shrunk).unwrap_err().code(), "needs_complete_cases");
    let error = estimate(&with("pairwise", |r| {
        r["prices"]["A"] = json!([10, 10.1, 10.3, 10.2, 10.4, 10.3, null, null, null, null, null, null]);
    }));
    let error = error.unwrap_err();
    assert!(error.to_string().contains("A and C have only 0 returns on the same dates"), "{error}");
    let error = estimate(&with("own_window", |r| {
        r["prices"]["C"] = json!([null, null, null, null, null, null, null, null, null, null, 5, 6]);
    }));
    assert_eq!(error.unwrap_err().code(), "short_series");
}

#[test]
fn a_pairwise_covariance_that_is_none_is_repaired_and_said() {
    // A and B move together at first, B and C later, A and C against each other at last: no three series do that.
    let nan = Value::Null;
    let up = [0.01, -0.02, 0.03, -0.01];
    let series = |signs: [Option<f64>; 3]| -> Vec<Value> {
        signs.iter().flat_map(|sign| up.map(|value| sign.map_or(nan.clone(), |sign| json!(sign * value)))).collect()
    };
    let request = json!({
        "returns": {
            "A": series([Some(1.0), None, Some(1.0)]),
            "B": series([Some(1.0), Some(1.0), None]),
            "C": series([None, Some(1.0), Some(-1.0)]),
        },
        "missing": "pairwise",
        "covariance_model": {"model": "sample"},
    });
    let result = estimate(&request).unwrap();
    let report = result.repair.unwrap();
    assert!(report.min_eigenvalue < 0.0 && report.n_negative == 1);
    assert!(result.min_eigenvalue >= -1e-12 * result.max_eigenvalue);
    assert!(result.warnings[0].contains("1 negative eigenvalue "), "{:?}", result.warnings);

    let mut kept = request.clone();
    kept["repair"] = json!("keep_variances");
    let kept = estimate(&kept).unwrap();
    let mut refused = request.clone();
    refused["repair"] = json!("refuse");
    let request: MomentsRequest = serde_json::from_value(refused).unwrap();
    let error = request.estimate().unwrap_err();
    assert_eq!((error.code(), error.field()), ("indefinite_covariance", "repair"));
    let variance = |asset: usize| kept.volatilities[asset].powi(2);
    assert!(variance(0) < result.volatilities[0].powi(2) && kept.repair.is_some());
}
