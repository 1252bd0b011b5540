//! Requests that cannot be estimated: the code, the field, and the words that say what to do.

use serde_json::{Value, json};
use statistics::{MomentsRequest, MomentsResult, StatisticsError};

pub(crate) fn estimate(request: &Value) -> Result<MomentsResult, StatisticsError> {
    MomentsRequest::from_json(request.to_string().as_bytes())?.estimate()
}

/// Six days of three assets that all move.
pub(crate) fn request() -> Value {
    json!({
        "dates": ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08", "2024-01-09"],
        "prices": {
            "A": [10.0, 10.2, 10.1, 10.4, 10.3, 10.6],
            "B": [20.0, 19.8, 20.1, 20.0, 20.4, 20.3],
            "C": [5.0, 5.1, 5.0, 5.2, 5.3, 5.2],
        },
        "covariance_model": {"model": "sample"},
    })
}

fn changed(change: impl Fn(&mut Value)) -> Value {
    let mut request = request();
    change(&mut request);
    request
}

fn refused(request: &Value, code: &str, field: &str, words: &str) {
    let error = estimate(request).unwrap_err();
    assert_eq!((error.code(), error.field()), (code, field), "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn the_smallest_request_is_estimated() {
    let result = estimate(&request()).unwrap();
    assert_eq!(result.assets, ["A", "B", "C"]);
    assert_eq!(result.n_observations, Some(5));
    assert!(result.warnings.is_empty(), "{:?}", result.warnings);
}

#[test]
fn json_that_does_not_fit_is_named() {
    let malformed = |text: &str, words: &str| {
        let error = MomentsRequest::from_json(text.as_bytes()).unwrap_err();
        assert_eq!(error.code(), "malformed_request");
        assert!(error.to_string().contains(words), "{error}");
    };
    malformed("  ", "empty");
    malformed("{", "EOF");
    malformed(r#"{"spam": 1}"#, "spam");
    malformed(r#"{"prices": {"A": [1, 2], "A": [1, 2]}}"#, "A stands twice");
    malformed(r#"{"covariance_model": {"model": "magic"}}"#, "magic");
    malformed(
        r#"{"expected_returns_model": {"model": "equilibrium", "risk_aversion": "high"}}"#,
        "a number above zero or \"from_benchmark\"",
    );
}

#[test]
fn data_that_cannot_be_used_is_named() {
    refused(&json!({}), "invalid_field", "prices", "missing");
    refused(&changed(|r| r["returns"] = json!({"A": [0.1, 0.2]})), "invalid_field", "prices", "only one of");
    refused(&changed(|r| drop(r.as_object_mut().unwrap().remove("dates"))), "invalid_field", "dates", "one date");
    refused(&changed(|r| r["prices"] = json!({})), "no_assets", "assets", "no assets");
    refused(&changed(|r| r["assets"] = json!(["A", "B", "A"])), "duplicate_asset", "assets", "A is listed twice");
    refused(&changed(|r| r["assets"] = json!(["A", "B"])), "unknown_asset", "prices", "C is not one of the assets");
    refused(&changed(|r| r["assets"] = json!(["A", "B", "C", "D"])), "missing_value", "prices", "D");
    refused(&changed(|r| r["prices"]["B"] = json!([1.0])), "price_count_mismatch", "prices", "B has 1 prices for 6");
    refused(&changed(|r| r["prices"]["B"][2] = json!(-1.0)), "invalid_price", "prices", "B on 2024-01-04 is -1");
    refused(&changed(|r| r["prices"]["B"] = json!([null, null, null, null, null, null])), "no_prices", "prices", "B");
    refused(&changed(|r| r["dates"][1] = json!("2024-01-02")), "dates_out_of_order", "dates", "stands twice");
    refused(
        &changed(|r| r["prices"]["B"] = json!([null, 1.0, null, null, null, null])),
        "too_few_observations",
        "prices",
        "leave out B",
    );
}

#[test]
fn returns_are_checked_like_prices() {
    let returns = |values: Value| json!({"returns": {"A": values, "B": [0.01, -0.02, 0.03]}});
    assert_eq!(estimate(&returns(json!([0.02, 0.01, -0.01]))).unwrap().n_observations, Some(3));
    assert_eq!(estimate(&returns(json!([0.02, null, -0.01]))).unwrap().n_observations, Some(2));
    refused(&returns(json!([0.02, -1.0, 0.0])), "invalid_return", "returns", "return 2 of A is -1");
    refused(&returns(json!([0.02, 0.01])), "invalid_field", "returns", "B has 3 values, A has 2");
    refused(&returns(json!([null, null, null])), "no_prices", "prices", "A");
    refused(&returns(json!([null, null, 0.1])), "too_few_observations", "covariance_model", "at least two returns");
}

#[test]
fn settings_out_of_range_are_named() {
    let check = |change: &dyn Fn(&mut Value), field: &str, words: &str| {
        refused(&changed(change), "invalid_setting", field, words);
    };
    let covariance = |model: Value| move |r: &mut Value| r["covariance_model"] = model.clone();
    let mean = |model: Value| move |r: &mut Value| r["expected_returns_model"] = model.clone();
    check(&covariance(json!({"model": "exponentially_weighted", "span": 1})), "span", "above 1");
    check(&covariance(json!({"model": "exponential_half_life", "half_life": 0})), "half_life", "above 0");
    check(&covariance(json!({"model": "fixed_shrinkage", "intensity": 1.5})), "intensity", "between 0 and 1");
    check(&covariance(json!({"model": "gerber", "threshold": 1})), "threshold", "below 1");
    check(&covariance(json!({"model": "detoned", "n_markets": 3})), "n_markets", "less than the number of assets");
    check(&covariance(json!({"model": "statistical_factors", "n_factors": 4})), "n_factors", "at most");
    check(&mean(json!({"model": "exponential_half_life", "half_life": -2})), "half_life", "above 0");
    check(&mean(json!({"model": "equilibrium", "risk_aversion": 0})), "risk_aversion", "above zero");
    check(&|r| r["periods_per_year"] = json!(0), "periods_per_year", "252");
    check(
        &|r| {
            r["benchmark"] = json!([10, 9, 8.5, 8, 8.1, 7]);
            r["expected_returns_model"] = json!({"model": "equilibrium", "risk_aversion": "from_benchmark"});
        },
        "risk_aversion",
        "earned no more than the risk-free rate",
    );
}

#[test]
fn weights_and_values_name_every_asset() {
    let mean = |model: Value| changed(|r| r["expected_returns_model"] = model.clone());
    let given = |values: Value| mean(json!({"model": "given", "values": values}));
    assert_eq!(estimate(&given(json!({"C": 0.3, "A": 0.1, "B": 0.2}))).unwrap().expected_returns, [0.1, 0.2, 0.3]);
    refused(&given(json!({"A": 0.1, "B": 0.2})), "missing_value", "values", "C");
    refused(&given(json!({"A": 0.1, "B": 0.2, "C": null})), "missing_value", "values", "C");
    refused(&given(json!({"A": 0.1, "B": 0.2, "C": 0.3, "D": 0})), "unknown_asset", "values", "D");
    let weights = |values: Value| mean(json!({"model": "equilibrium", "weights": values}));
    refused(&weights(json!({"A": 1.0, "B": -1.0, "C": 0.0})), "invalid_field", "weights", "above zero");
    refused(&weights(json!({"A": 1.0})), "missing_value", "weights", "B");
}

#[test]
fn what_a_model_needs_is_named() {
    let covariance = json!({"assets": ["A", "B"], "covariance": [[0.04, 0.01], [0.01, 0.09]]});
    refused(&covariance, "missing_input", "prices", "historical_mean needs prices");
    let mut equilibrium = covariance.clone();
    equilibrium["expected_returns_model"] = json!({"model": "equilibrium"});
    let result = estimate(&equilibrium).unwrap();
    // 2.5 · Σ · (½, ½).
    assert!((result.expected_returns[0] - 2.5 * 0.025).abs() < 1e-15);
    equilibrium["expected_returns_model"]["risk_aversion"] = json!("from_benchmark");
    refused(&equilibrium, "missing_input", "benchmark", "prices of a benchmark");
    let factors = changed(|r| r["covariance_model"] = json!({"model": "given_factors"}));
    refused(&factors, "missing_input", "factors", "returns of the factors");
    for (rows, words) in [
        (json!([[0.04, 0.01]]), "2 rows"),
        (json!([[0.04, null], [0.01, 0.09]]), "missing or not a number"),
        (json!([[0.04, 0.02], [0.01, 0.09]]), "not symmetric"),
        (json!([[-0.04, 0.0], [0.0, 0.09]]), "variance of A is negative"),
    ] {
        refused(&json!({"assets": ["A", "B"], "covariance": rows}), "invalid_field", "covariance", words);
    }
}

#[test]
fn constant_series_have_a_variance_but_no_correlation() {
    let constant = |model: &str| {
        changed(|r| {
            r["prices"]["B"] = json!([7, 7, 7, 7, 7, 7]);
            r["covariance_model"] = json!({"model": model});
        })
    };
    let sample = estimate(&constant("sample")).unwrap();
    assert_eq!(sample.volatilities[1], 0.0);
    assert!(
        sample.warnings.iter().any(|warning| warning.contains("returns of B never change")),
        "{:?}",
        sample.warnings
    );
    assert!(sample.warnings.iter().any(|warning| warning.contains("singular")), "{:?}", sample.warnings);
    for model in ["ledoit_wolf_constant_correlation", "gerber", "denoised", "detoned"] {
        refused(&constant(model), "constant_series", "prices", "B");
    }
    let mut capm = constant("sample");
    capm["expected_returns_model"] = json!({"model": "capm"});
    capm["benchmark"] = json!([7, 7, 7, 7, 7, 7]);
    refused(&capm, "constant_series", "prices", "the benchmark");
}

#[test]
fn copies_and_too_many_assets_are_told() {
    let copied = estimate(&changed(|r| r["prices"]["D"] = r["prices"]["A"].clone())).unwrap();
    assert!(copied.warnings[0].contains("D has exactly the returns of A"), "{:?}", copied.warnings);
    assert!(copied.min_eigenvalue.abs() < 1e-9 * copied.max_eigenvalue);

    let mut short = changed(|r| {
        r["dates"] = json!(["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"]);
        r["prices"] = json!({"A": [1, 1.1, 1.05, 1.2], "B": [2, 2.1, 2.2, 2.1], "C": [3, 2.9, 3.1, 3.2], "D": [4, 4.1, 4.3, 4.2]});
    });
    let singular = estimate(&short).unwrap();
    assert!(singular.warnings[0].contains("3 returns cannot tell 4 assets apart"), "{:?}", singular.warnings);
    short["covariance_model"] = json!({"model": "ledoit_wolf_constant_variance"});
    let shrunk = estimate(&short).unwrap();
    assert!(shrunk.warnings.is_empty() && shrunk.min_eigenvalue > 0.0, "{:?}", shrunk.warnings);
    short["covariance_model"] = json!({"model": "denoised"});
    refused(&short, "too_few_observations", "covariance_model", "denoised needs 5 returns and has 3");
    short["covariance_model"] = json!({"model": "sample"});
    short["expected_returns_model"] = json!({"model": "shrunk", "method": "bayes_stein"});
    refused(&short, "singular_covariance", "covariance_model", "singular");
}

#[test]
fn a_mean_that_is_no_number_is_refused() {
    let mut request = request();
    request["prices"]["A"] = json!([1e-300, 1e300, 1e-300, 1e300, 1e-300, 1e300]);
    let error = estimate(&request).unwrap_err();
    assert_eq!(error.code(), "undefined_return", "{error}");
}
