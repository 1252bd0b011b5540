//! Settings and series that cannot be used, and the JSON form of the models.

use nalgebra::DMatrix;
use statistics::{
    Compounding, CovarianceModel, ExpectedReturnsModel, annualized_return, annualized_volatility, estimate_covariance,
    estimate_expected_returns, max_drawdown, sharpe_ratio,
};

#[test]
fn settings_out_of_range_are_named() {
    let returns = DMatrix::from_element(5, 2, 0.01);
    let ema = |span| ExpectedReturnsModel::ExponentiallyWeighted {
        span,
        compounding: Compounding::Geometric,
        log_returns: false,
    };
    for span in [1.0, 0.0, -3.0, f64::NAN, f64::INFINITY] {
        let error = estimate_expected_returns(&returns, &ema(span), 252.0).unwrap_err();
        assert_eq!((error.code(), error.field()), ("invalid_setting", "span"));
    }
    let error = estimate_covariance(&returns, &CovarianceModel::default(), 0.0).unwrap_err();
    assert_eq!(error.field(), "periods_per_year");
    let error = estimate_covariance(&returns.rows(0, 1).into_owned(), &CovarianceModel::default(), 252.0).unwrap_err();
    assert_eq!(error.code(), "too_few_observations");
}

#[test]
fn models_read_and_write_tagged_json() {
    let check = |text: &str, model: ExpectedReturnsModel| {
        assert_eq!(serde_json::from_str::<ExpectedReturnsModel>(text).unwrap(), model);
        let written = serde_json::to_string(&model).unwrap();
        assert_eq!(serde_json::from_str::<ExpectedReturnsModel>(&written).unwrap(), model);
    };
    check(r#"{"model":"historical_mean"}"#, ExpectedReturnsModel::default());
    let compounding = Compounding::Arithmetic;
    check(
        r#"{"model":"exponentially_weighted","span":60,"compounding":"arithmetic"}"#,
        ExpectedReturnsModel::ExponentiallyWeighted { span: 60.0, compounding, log_returns: false },
    );
    let covariance: CovarianceModel = serde_json::from_str(r#"{"model":"ledoit_wolf_constant_variance"}"#).unwrap();
    assert_eq!(covariance, CovarianceModel::default());
    let unknown = serde_json::from_str::<CovarianceModel>(r#"{"model":"sample","spam":3}"#).unwrap_err();
    assert!(unknown.to_string().contains("spam"), "{unknown}");
}

#[test]
fn undefined_figures_are_none() {
    assert_eq!(annualized_return(&[], 252.0), None);
    assert_eq!(annualized_return(&[0.1, -1.0], 252.0), None);
    assert_eq!(annualized_volatility(&[0.1], 252.0), None);
    assert_eq!(sharpe_ratio(&[0.01, 0.01, 0.01], 0.0, 252.0), None);
    assert_eq!(max_drawdown(&[]), None);
    assert_eq!(max_drawdown(&[1.0, 0.0]), None);
    assert_eq!(max_drawdown(&[1.0, 2.0]).unwrap().depth, 0.0);
}
