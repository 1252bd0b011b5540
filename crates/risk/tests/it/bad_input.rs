//! Questions that have no answer: typed errors that say why.

use std::ops::ControlFlow;

use nalgebra::DMatrix;
use risk::{
    Innovations, OptionKind, OptionTerms, RiskError, TailBacktestRequest, TailMethod, TailRequest, VolatilityModel,
    backtest, backtest_watched, beta_hedge, concentration, coverage, effective_bets, ewma_variances, fit_garch,
    fit_pareto_tail, gaussian_contributions, historical_contributions, minimum_variance_hedge, tail_risk,
};

fn code<T>(result: Result<T, RiskError>) -> &'static str {
    let error = result.map(|_| ()).unwrap_err();
    assert!(!error.field().is_empty() && !error.to_string().is_empty());
    error.code()
}

fn varied(n: usize) -> Vec<f64> {
    (0..n).map(|t| ((t * 37 % 101) as f64 - 50.0) / 2_000.0).collect()
}

#[test]
fn two_observations_are_not_enough() {
    for method in [
        TailMethod::Historical,
        TailMethod::Gaussian,
        TailMethod::CornishFisher,
        TailMethod::Ewma { decay: 0.94 },
        TailMethod::Garch { model: VolatilityModel::Garch, innovations: Innovations::Normal },
        TailMethod::ExtremeValue { tail_share: 0.1 },
    ] {
        assert_eq!(code(tail_risk(&[0.01, -0.02], method, 0.95, 1)), "too_few_observations", "{}", method.name());
        assert_eq!(code(tail_risk(&[f64::NAN; 200], method, 0.95, 1)), "not_a_number", "{}", method.name());
    }
}

#[test]
fn what_never_moves_has_no_fitted_risk() {
    let still = vec![0.001; 300];
    for method in [
        TailMethod::Gaussian,
        TailMethod::CornishFisher,
        TailMethod::Garch { model: VolatilityModel::Gjr, innovations: Innovations::Student },
        TailMethod::MonteCarlo { paths: risk::FilteredPaths::default() },
    ] {
        assert_eq!(code(tail_risk(&still, method, 0.95, 1)), "undefined_figure", "{}", method.name());
    }
    assert_eq!(code(ewma_variances(&[0.0; 30], 0.94)), "undefined_figure");
    assert_eq!(code(fit_pareto_tail(&still, 0.1)), "too_few_observations");
    // As it happened is known all the same: the same gain each day.
    let found = tail_risk(&still, TailMethod::Historical, 0.95, 1).unwrap();
    assert!((found.value_at_risk + 0.001).abs() + (found.conditional_value_at_risk + 0.001).abs() < 1e-15, "{found:?}");
}

#[test]
fn settings_out_of_range() {
    let returns = varied(200);
    let ask = |method, confidence, horizon| tail_risk(&returns, method, confidence, horizon);
    assert_eq!(code(ask(TailMethod::Gaussian, 1.0, 1)), "invalid_setting");
    assert_eq!(code(ask(TailMethod::Gaussian, 0.05, 1)), "invalid_setting");
    assert_eq!(code(ask(TailMethod::Gaussian, f64::NAN, 1)), "invalid_setting");
    assert_eq!(code(ask(TailMethod::Gaussian, 0.95, 0)), "invalid_setting");
    assert_eq!(code(ask(TailMethod::Historical, 0.95, 190)), "too_few_observations");
    assert_eq!(code(ask(TailMethod::Ewma { decay: 1.0 }, 0.95, 1)), "invalid_setting");
    assert_eq!(code(ask(TailMethod::ExtremeValue { tail_share: 0.9 }, 0.95, 1)), "invalid_setting");
    assert_eq!(code(ask(TailMethod::ExtremeValue { tail_share: 0.1 }, 0.6, 1)), "invalid_setting");
    let egarch = TailMethod::Garch { model: VolatilityModel::Egarch, innovations: Innovations::Normal };
    assert!(ask(egarch, 0.95, 1).is_ok());
    assert_eq!(code(ask(egarch, 0.95, 2)), "undefined_figure");
    let few = risk::FilteredPaths { n_paths: 3, seed: 0 };
    assert_eq!(code(ask(TailMethod::MonteCarlo { paths: few }, 0.95, 1)), "invalid_setting");
    let mut lost = returns.clone();
    lost[3] = -1.0;
    assert_eq!(code(tail_risk(&lost, TailMethod::Gaussian, 0.95, 1)), "invalid_setting");
    assert_eq!(code(TailRequest::from_json(b"{}")), "malformed_request");
    assert_eq!(
        code(TailRequest::from_json(br#"{"returns": [null], "method": {"method": "gaussian"}}"#)),
        "malformed_request"
    );
    let request = TailRequest::from_json(br#"{"returns": [0.1], "method": {"method": "gaussian"}}"#).unwrap();
    assert_eq!(code(request.estimate()), "too_few_observations");
}

#[test]
fn back_tests_without_a_future() {
    let request = |window, refit_every| {
        let (returns, method) = (varied(120), TailMethod::Historical);
        backtest(&TailBacktestRequest { returns, method, window, confidence: 0.95, refit_every })
    };
    assert_eq!(code(request(119, 1)), "too_few_observations");
    assert_eq!(code(request(5, 1)), "too_few_observations");
    assert_eq!(code(request(60, 0)), "invalid_setting");
    let (returns, method) = (varied(120), TailMethod::Historical);
    let request = TailBacktestRequest { returns, method, window: 60, confidence: 0.95, refit_every: 1 };
    let mut stop = |part: f64| if part > 0.5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    assert_eq!(code(backtest_watched(&request, &mut stop)), "cancelled");
    assert_eq!(code(coverage(&[true], 0.95)), "too_few_observations");
    let none = coverage(&[false; 30], 0.95).unwrap();
    assert_eq!((none.n_exceptions, none.independence), (0, None));
    assert!(none.kupiec.statistic > 3.0);
}

#[test]
fn portfolios_without_risk_and_matrices_that_are_none() {
    let covariance = DMatrix::identity(2, 2) * 1e-4;
    let ask = |weights: &[f64], means: &[f64], covariance: &DMatrix<f64>| {
        gaussian_contributions(weights, means, covariance, 0.95)
    };
    assert_eq!(code(ask(&[0.0, 0.0], &[0.0, 0.0], &covariance)), "undefined_figure");
    assert_eq!(code(ask(&[1.0], &[0.0, 0.0], &covariance)), "unequal_lengths");
    assert_eq!(code(ask(&[1.0, f64::NAN], &[0.0, 0.0], &covariance)), "not_a_number");
    let lopsided = DMatrix::from_row_slice(2, 2, &[1e-4, 5e-5, 0.0, 1e-4]);
    assert_eq!(code(ask(&[0.5, 0.5], &[0.0, 0.0], &lopsided)), "undefined_figure");
    // Two assets that are one, held against each other: no risk is left to divide.
    let twins = DMatrix::from_element(2, 2, 1e-4);
    assert_eq!(code(ask(&[1.0, -1.0], &[0.0, 0.0], &twins)), "undefined_figure");
    let together = ask(&[0.5, 0.5], &[0.0, 0.0], &twins).unwrap();
    assert!((together.1[0].component - together.0 / 2.0).abs() < 1e-15);
    assert_eq!(effective_bets(&[0.5, 0.5], &twins).unwrap().effective_number.round(), 1.0);
    assert_eq!(code(effective_bets(&[0.0, 0.0], &twins)), "undefined_figure");
    assert_eq!(code(concentration(&[0.0])), "undefined_figure");
    assert_eq!(code(concentration(&[])), "too_few_observations");
    assert_eq!(code(historical_contributions(&[1.0], &[vec![0.1]], 0.95)), "too_few_observations");
    assert_eq!(code(historical_contributions(&[1.0], &[], 0.95)), "unequal_lengths");
}

#[test]
fn hedges_that_hedge_nothing() {
    let portfolio = varied(50);
    assert_eq!(code(minimum_variance_hedge(&portfolio, &[])), "too_few_observations");
    assert_eq!(code(minimum_variance_hedge(&portfolio, &[vec![0.01; 50]])), "undefined_figure");
    let twin = portfolio.clone();
    assert_eq!(code(minimum_variance_hedge(&portfolio, &[twin.clone(), twin])), "undefined_figure");
    assert_eq!(code(minimum_variance_hedge(&[0.0; 50], std::slice::from_ref(&portfolio))), "undefined_figure");
    assert_eq!(code(minimum_variance_hedge(&portfolio[..3], &[portfolio[..3].to_vec()])), "too_few_observations");
    assert_eq!(code(minimum_variance_hedge(&portfolio, &[portfolio[1..].to_vec()])), "unequal_lengths");
    assert_eq!(code(beta_hedge(1e6, 1.0, 0.0, 0.0, 1e5)), "undefined_figure");
    assert_eq!(code(beta_hedge(0.0, 1.0, 0.0, 1.0, 1e5)), "invalid_setting");
    assert_eq!(code(fit_garch(&portfolio, VolatilityModel::Garch, Innovations::Normal)), "too_few_observations");
}

#[test]
fn prices_that_no_volatility_gives() {
    let call =
        OptionTerms { kind: OptionKind::Call, spot: 100.0, strike: 80.0, years: 1.0, rate: 0.0, dividend_yield: 0.0 };
    assert_eq!(code(call.implied_volatility(20.0)), "undefined_figure");
    assert_eq!(code(call.implied_volatility(100.0)), "undefined_figure");
    assert_eq!(code(call.implied_volatility(f64::NAN)), "undefined_figure");
    assert_eq!(code(OptionTerms { years: 0.0, ..call }.price(0.2)), "invalid_setting");
    assert_eq!(code(OptionTerms { spot: -1.0, ..call }.price(0.2)), "invalid_setting");
    assert_eq!(code(call.price(0.0)), "invalid_setting");
    assert_eq!(code(OptionTerms { rate: f64::NAN, ..call }.greeks(0.2)), "invalid_setting");
    assert_eq!(code(risk::zero_cost_call_strike(&call, 0.2, 0.2)), "undefined_figure");
}
