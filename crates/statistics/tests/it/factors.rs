//! Factor models: what must hold for any returns, and factors that cannot be used.

use nalgebra::DMatrix;
use proptest::prelude::*;
use serde_json::{Value, json};
use statistics::{CovarianceModel, estimate_covariance};

use crate::bad_input::estimate;

fn request(factors: Value) -> Value {
    json!({
        "returns": {"A": [0.01, -0.02, 0.03, 0.01, -0.01], "B": [0.0, 0.01, 0.02, -0.02, 0.01]},
        "factors": factors,
        "covariance_model": {"model": "given_factors"},
    })
}

#[test]
fn factors_that_cannot_be_used_are_named() {
    let check = |factors: Value, code: &str, words: &str| {
        let error = estimate(&request(factors)).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    };
    check(json!({"F": [0.1, 0.2]}), "invalid_field", "F has 2 values for 5 rows");
    check(json!({"F": [0.1, 0.2, null, 0.1, 0.0]}), "invalid_field", "F has no value in row 3");
    check(json!({"F": [0.1, 0.2, -1.5, 0.1, 0.0]}), "invalid_return", "return 3 of F");
    check(json!({"F": [0.1, 0.1, 0.1, 0.1, 0.1]}), "dependent_factors", "depend on each other");
    let twice = json!({"F": [0.1, 0.2, 0.0, 0.1, 0.0], "G": [0.2, 0.4, 0.0, 0.2, 0.0]});
    check(twice, "dependent_factors", "leave out the one");
    let many = json!({"F": [1, 2, 3, 5, 4], "G": [2, 1, 0, 0, 1], "H": [0, 0, 1, 0, 0], "I": [0, 0, 0, 1, 1]});
    check(many, "too_few_observations", "more observations than factors");
}

#[test]
fn an_asset_that_is_the_factor_has_exposure_one_and_nothing_of_its_own() {
    let result = estimate(&request(json!({"F": [0.01, -0.02, 0.03, 0.01, -0.01]}))).unwrap();
    let model = result.factor_model.unwrap();
    assert_eq!(model.factors, ["F"]);
    assert!((model.exposures[0][0] - 1.0).abs() < 1e-12);
    assert!(model.specific_variances[0] < 1e-20 && model.specific_variances[1] > 1e-3);
}

#[test]
fn factor_returns_are_compounded_over_dates_left_out() {
    let mut request = json!({
        "dates": ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08"],
        "prices": {"A": [1.0, null, 1.21, 1.1, 1.32], "B": [5, 6, 5, 6, 7]},
        // A's own returns, day by day; the first is not used.
        "factors": {"F": [null, 0.1, 0.1, -0.09090909090909091, 0.2]},
        "covariance_model": {"model": "given_factors"},
    });
    let result = estimate(&request).unwrap();
    assert_eq!(result.dropped_dates.len(), 1);
    assert!((result.factor_model.unwrap().exposures[0][0] - 1.0).abs() < 1e-12);
    request["factors"]["F"][0] = json!(0.5);
    assert!(estimate(&request).is_ok());
}

fn returns() -> impl Strategy<Value = DMatrix<f64>> {
    (2usize..8, 4usize..12).prop_flat_map(|(n_assets, n_obs)| {
        proptest::collection::vec(-0.2..0.2, n_assets * n_obs)
            .prop_map(move |values| DMatrix::from_vec(n_obs, n_assets, values))
    })
}

proptest! {
    #[test]
    fn statistical_factors_keep_every_variance(returns in returns(), n_factors in 1usize..3) {
        let n_factors = n_factors.min(returns.ncols()).min(returns.nrows() - 1);
        let model = CovarianceModel::StatisticalFactors { n_factors: Some(n_factors), log_returns: false };
        let estimate = estimate_covariance(&returns, &model, 252.0).unwrap();
        let sample = estimate_covariance(&returns, &CovarianceModel::Sample { log_returns: false }, 252.0).unwrap();
        let factors = estimate.factor_model.unwrap();
        prop_assert_eq!(factors.n_factors(), n_factors);
        prop_assert!((factors.covariance() - &estimate.matrix).amax() <= 1e-13 * sample.matrix.amax());
        prop_assert!((estimate.matrix.diagonal() - sample.matrix.diagonal()).amax() <= 1e-11 * sample.matrix.amax());
        prop_assert!(factors.specific_variances.min() >= 0.0);
    }

    #[test]
    fn all_components_give_back_the_sample(returns in returns()) {
        let n_factors = Some(returns.ncols().min(returns.nrows() - 1));
        let model = CovarianceModel::StatisticalFactors { n_factors, log_returns: false };
        let estimate = estimate_covariance(&returns, &model, 252.0).unwrap();
        let sample = estimate_covariance(&returns, &CovarianceModel::Sample { log_returns: false }, 252.0).unwrap();
        prop_assert!((estimate.matrix - &sample.matrix).amax() <= 1e-10 * sample.matrix.amax());
    }
}
