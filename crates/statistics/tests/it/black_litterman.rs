//! Black and Litterman: what must hold for any views, and views that cannot be used.

use nalgebra::{DMatrix, DVector};
use proptest::prelude::*;
use serde_json::{Value, json};
use statistics::{black_litterman, idzorek_omega, proportional_omega};

use crate::bad_input::estimate;

fn request(views: Value) -> Value {
    json!({
        "assets": ["A", "B", "C"],
        "covariance": [[0.04, 0.01, 0.0], [0.01, 0.09, 0.02], [0.0, 0.02, 0.0625]],
        "expected_returns_model": {"model": "black_litterman", "views": views},
    })
}

fn refused(views: Value, code: &str, words: &str) {
    let error = estimate(&request(views)).unwrap_err();
    assert_eq!((error.code(), error.field()), (code, "views"), "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn views_that_cannot_be_used_are_named() {
    refused(json!([]), "invalid_field", "at least one");
    refused(json!([{"asset": "D", "expected_return": 0.1}]), "invalid_view", "view 1 (D: 0.1): D is not one of");
    refused(json!([{"expected_return": 0.1}]), "invalid_view", "names no asset");
    refused(json!([{"asset": "A", "versus": "A", "expected_return": 0.1}]), "invalid_view", "with itself");
    refused(json!([{"asset": "A", "weights": {"B": 1}, "expected_return": 0.1}]), "invalid_view", "both asset and");
    refused(json!([{"weights": {"A": 0.0}, "expected_return": 0.1}]), "invalid_view", "other than zero");
    refused(json!([{"weights": {"A": null}, "expected_return": 0.1}]), "invalid_view", "not a number");
    for confidence in [0.0, -0.5, 1.1] {
        let view = json!([{"asset": "A", "expected_return": 0.1, "confidence": confidence}]);
        refused(view, "invalid_view", "above 0 and at most 1");
    }
    refused(
        json!([{"asset": "A", "expected_return": 0.1, "confidence": 0.5}, {"asset": "B", "expected_return": 0.1}]),
        "invalid_view",
        "view 2 (B: 0.1): has no confidence while others do",
    );
    refused(
        json!([
            {"asset": "A", "expected_return": 0.1, "confidence": 1.0},
            {"asset": "A", "expected_return": 0.2, "confidence": 1.0}
        ]),
        "contradictory_views",
        "contradict",
    );
}

#[test]
fn an_omega_that_is_no_covariance_is_refused() {
    let check = |omega: Value, words: &str| {
        let view = json!([{"asset": "A", "expected_return": 0.1}, {"asset": "B", "expected_return": 0.1}]);
        let mut request = request(view);
        request["expected_returns_model"]["omega"] = omega;
        let error = estimate(&request).unwrap_err();
        assert_eq!((error.code(), error.field()), ("invalid_field", "omega"), "{error}");
        assert!(error.to_string().contains(words), "{error}");
    };
    check(json!([[0.01]]), "2 rows");
    check(json!([[0.01, 0.0], [0.0, null]]), "missing");
    check(json!([[0.01, 0.005], [0.0, 0.01]]), "symmetric");
    check(json!([[0.01, 0.02], [0.02, 0.01]]), "positive definite");
    check(json!([[0.0, 0.0], [0.0, 0.01]]), "positive definite");
    check(json!([[-0.01, 0.0], [0.0, 0.01]]), "positive definite");
}

#[test]
fn further_settings_are_checked() {
    let view = || json!([{"asset": "A", "expected_return": 0.1, "confidence": 0.5}]);
    for tau in [0.0, -1.0, 1.5] {
        let mut request = request(view());
        request["expected_returns_model"]["tau"] = json!(tau);
        let error = estimate(&request).unwrap_err();
        assert_eq!((error.code(), error.field()), ("invalid_setting", "tau"));
    }
    let mut twice = request(view());
    twice["expected_returns_model"]["omega"] = json!([[0.01]]);
    assert!(estimate(&twice).unwrap_err().to_string().contains("beside confidences"));
    let mut nested = request(view());
    nested["expected_returns_model"]["prior"] = nested["expected_returns_model"].clone();
    assert_eq!(estimate(&nested).unwrap_err().field(), "prior");
}

#[test]
fn views_are_written_as_sentences_and_the_prior_can_be_any_model() {
    let mut request = request(json!([
        {"asset": "A", "expected_return": 0.1, "confidence": 0.4},
        {"weights": {"B": 0.5, "C": -1.0}, "expected_return": 0.02, "confidence": 1.0}
    ]));
    request["expected_returns_model"]["prior"] = json!({"model": "given", "values": {"A": 0.05, "B": 0.06, "C": 0.07}});
    let result = estimate(&request).unwrap();
    let report = result.black_litterman.unwrap();
    assert_eq!(report.views, ["A: 0.1, confidence 0.4", "0.5 B \u{2212} 1 C: 0.02, confidence 1"]);
    assert_eq!(report.prior, [0.05, 0.06, 0.07]);
    // The second view is certain.
    let view = 0.5 * result.expected_returns[1] - result.expected_returns[2];
    assert!((view - 0.02).abs() < 1e-12);
    assert!((report.implied_weights.unwrap().iter().sum::<f64>() - 1.0).abs() < 1e-12);

    request["expected_returns_model"]["posterior_covariance"] = json!(false);
    assert_eq!(estimate(&request).unwrap().covariance[0], [0.04, 0.01, 0.0]);
}

/// A covariance `XX'/m + small diagonal`, a prior, and one view.
fn inputs() -> impl Strategy<Value = (DMatrix<f64>, DVector<f64>, DMatrix<f64>, DVector<f64>)> {
    (2usize..6).prop_flat_map(|n| {
        let numbers = |count| proptest::collection::vec(-0.3..0.3, count);
        (numbers(n * (n + 2)), numbers(n), numbers(n), -0.2..0.2).prop_map(move |(x, prior, mut pick, view)| {
            let x = DMatrix::from_vec(n, n + 2, x);
            let covariance: DMatrix<f64> = &x * x.transpose() + DMatrix::identity(n, n) * 0.01;
            let covariance = (&covariance + covariance.transpose()) * 0.5;
            pick[0] += 0.5;
            let pick = DMatrix::from_row_slice(1, n, &pick);
            (covariance, DVector::from_vec(prior), pick, DVector::from_element(1, view))
        })
    })
}

proptest! {
    #[test]
    fn a_single_view_moves_its_portfolio_by_the_confidence(
        (covariance, prior, pick, view) in inputs(), confidence in 0.01..1.0, tau in 0.01..1.0
    ) {
        let omega = idzorek_omega(&covariance, &pick, tau, &DVector::from_element(1, confidence));
        let posterior = black_litterman(&covariance, &prior, &pick, &view, &omega, tau).unwrap();
        let (before, after) = ((&pick * &prior)[0], (&pick * &posterior.mean)[0]);
        prop_assert!((after - (before + confidence * (view[0] - before))).abs() < 1e-10);
    }

    #[test]
    fn the_posterior_covariance_lies_between_the_prior_and_its_uncertainty(
        (covariance, prior, pick, view) in inputs(), tau in 0.01..1.0
    ) {
        let omega = proportional_omega(&covariance, &pick, tau);
        let posterior = black_litterman(&covariance, &prior, &pick, &view, &omega, tau).unwrap();
        prop_assert_eq!(&posterior.covariance, &posterior.covariance.transpose());
        let more = &posterior.covariance - &covariance;
        let less = &covariance * (1.0 + tau) - &posterior.covariance;
        let rounding = -1e-12 * covariance.trace();
        prop_assert!(more.symmetric_eigenvalues().min() > rounding);
        prop_assert!(less.symmetric_eigenvalues().min() > rounding);
    }

    #[test]
    fn a_view_that_says_what_the_prior_says_changes_nothing((covariance, prior, pick, _) in inputs()) {
        let omega = proportional_omega(&covariance, &pick, 0.05);
        let posterior = black_litterman(&covariance, &prior, &pick, &(&pick * &prior), &omega, 0.05).unwrap();
        prop_assert!((posterior.mean - prior).amax() < 1e-13);
    }
}

#[test]
fn sizes_that_do_not_fit_are_told() {
    let covariance = DMatrix::identity(2, 2);
    let error = black_litterman(
        &covariance,
        &DVector::zeros(2),
        &DMatrix::identity(1, 3),
        &DVector::zeros(1),
        &DMatrix::identity(1, 1),
        0.05,
    );
    assert!(error.unwrap_err().to_string().contains("P is 1 × 3"));
}
