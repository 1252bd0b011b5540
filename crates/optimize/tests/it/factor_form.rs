//! A factor model in place of a covariance: the same answers, for far more assets; corners, penalty and sensitivity.

use optimize::{
    Bounds, FactorModelInput, Group, Objective, OptimizationRequest, OptimizationResult, OptimizeError, Universe,
};
use proptest::prelude::*;

use crate::solve;

/// SplitMix64 (Steele, Lea and Flood 2014), uniform in 0..1.
pub(crate) fn uniform(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A request in factor form with volatilities like those of stocks.
pub(crate) fn request(n: usize, k: usize, seed: u64) -> OptimizationRequest {
    let mut uniform = uniform(seed);
    let names = (0..n).map(|i| format!("A{i:04}")).collect();
    let mut request = OptimizationRequest::new(names, Objective::MinimumVariance);
    let mut exposure = |factor: usize| if factor == 0 { 0.8 + 0.6 * uniform() } else { 2.0 * (uniform() - 0.5) };
    let exposures = (0..n).map(|_| (0..k).map(&mut exposure).collect()).collect();
    let factor_covariance = (0..k)
        .map(|i| (0..k).map(|j| if i == j { 0.02 / (1 + i) as f64 } else { 0.001 / k as f64 }).collect())
        .collect();
    let specific_variances = (0..n).map(|_| (0.1 + 0.3 * uniform()).powi(2)).collect();
    request.factor_model = Some(FactorModelInput { exposures, factor_covariance, specific_variances });
    request.expected_returns = Some((0..n).map(|_| 0.02 + 0.15 * uniform()).collect());
    request.risk_free_rate = 0.01;
    request
}

/// The same with the covariance written out.
fn dense(request: &OptimizationRequest) -> OptimizationRequest {
    let universe = Universe::from_request(request).unwrap();
    let covariance = universe.covariance().row_iter().map(|row| row.iter().copied().collect()).collect();
    OptimizationRequest { covariance: Some(covariance), factor_model: None, ..request.clone() }
}

fn gap(a: &OptimizationResult, b: &OptimizationResult) -> f64 {
    a.weights.values().zip(b.weights.values()).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

const OBJECTIVES: [Objective; 6] = [
    Objective::EfficientFrontier,
    Objective::MinimumVariance,
    Objective::MaximumSharpe,
    Objective::EfficientReturn,
    Objective::EfficientRisk,
    Objective::MaximumQuadraticUtility,
];

#[test]
fn factor_form_and_dense_form_give_the_same_portfolios() {
    for (n, k, seed) in [(12, 2, 1), (60, 5, 2), (200, 10, 3)] {
        let mut factor = request(n, k, seed);
        factor.corners = true;
        if n == 60 {
            factor.bounds = Some(Bounds::All([-0.05, 0.1]));
            let assets = factor.assets.iter().step_by(3).cloned().collect();
            factor.groups =
                vec![Group { name: "third".into(), assets, lower: Some(0.1), upper: Some(0.25), relative_to: None }];
        }
        let mut written_out = dense(&factor);
        for objective in OBJECTIVES {
            (factor.objective, written_out.objective) = (objective, objective);
            let (ours, theirs) = (solve(&factor).unwrap(), solve(&written_out).unwrap());
            assert!(ours.residuals.max() <= 1e-9, "{n} {objective:?}: {:?}", ours.residuals);
            assert!(gap(&ours, &theirs) < 1e-9, "{n} {objective:?}: {:e}", gap(&ours, &theirs));
            if objective == Objective::EfficientFrontier {
                assert_eq!(ours.corners.len(), theirs.corners.len());
                for (a, b) in ours.corners.iter().zip(&theirs.corners) {
                    let (gap, place) = ((a.volatility - b.volatility).abs(), a.risk_tolerance);
                    assert!(gap < 1e-9, "{n} at {place}: {gap:e}, {:?} against {:?}", a.changes, b.changes);
                }
                let middle = &ours.frontier[20];
                let (target_return, target_volatility) = (Some(middle.expected_return), Some(middle.volatility));
                for request in [&mut factor, &mut written_out] {
                    (request.target_return, request.target_volatility) = (target_return, target_volatility);
                    request.risk_aversion = Some(3.0);
                }
            }
        }
    }
}

#[test]
fn corners_are_efficient_and_everything_between_two_of_them_is_a_mix() {
    let mut request = request(120, 8, 5);
    (request.objective, request.corners) = (Objective::EfficientFrontier, true);
    let result = solve(&request).unwrap();
    assert!(result.corners.len() > 20 && result.corners[0].changes.is_empty());
    assert!(result.corners[1..].iter().all(|corner| !corner.changes.is_empty()));
    let last = result.corners.last().unwrap();
    assert_eq!(last.weights.len(), 1, "the highest return is one asset");
    for pair in result.corners.windows(2) {
        assert!(pair[0].expected_return < pair[1].expected_return && pair[0].risk_tolerance <= pair[1].risk_tolerance);
        let middle = 0.5 * (pair[0].expected_return + pair[1].expected_return);
        let between = OptimizationRequest {
            objective: Objective::EfficientReturn,
            target_return: Some(middle),
            corners: false,
            ..request.clone()
        };
        let solved = solve(&between).unwrap();
        for (asset, weight) in &solved.weights {
            let at = |corner: usize| pair[corner].weights.get(asset).copied().unwrap_or(0.0);
            assert!((weight - 0.5 * (at(0) + at(1))).abs() < 1e-9, "{asset} at {middle}");
        }
    }
}

#[test]
fn a_penalty_on_concentration_spreads_the_weights() {
    let mut request = request(40, 3, 7);
    let plain = solve(&request).unwrap();
    request.l2_regularization = Some(0.5);
    let spread = solve(&request).unwrap();
    let concentration = |result: &OptimizationResult| result.weights.values().map(|w| w * w).sum::<f64>();
    assert!(concentration(&spread) < 0.5 * concentration(&plain) && spread.volatility > plain.volatility);
    assert!(gap(&solve(&dense(&request)).unwrap(), &spread) < 1e-10);
    request.l2_regularization = Some(-1.0);
    assert_eq!(solve(&request).unwrap_err().request_field(), Some("l2_regularization"));
}

#[test]
fn the_sensitivity_is_the_derivative() {
    for objective in [
        Objective::MaximumSharpe,
        Objective::EfficientReturn,
        Objective::EfficientRisk,
        Objective::MaximumQuadraticUtility,
    ] {
        let mut request = request(15, 2, 11);
        (request.objective, request.sensitivity) = (objective, true);
        (request.target_return, request.target_volatility) = (Some(0.12), Some(0.18));
        request.risk_aversion = Some(4.0);
        let result = solve(&request).unwrap();
        assert!(result.sensitivity.len() > 2, "{objective:?}: {:?}", result.weights);
        for (asset, found) in &result.sensitivity {
            let i = request.assets.iter().position(|name| name == asset).unwrap();
            let moved = |step: f64| {
                let mut request = request.clone();
                request.expected_returns.as_mut().unwrap()[i] += step;
                solve(&request).unwrap().weights[i]
            };
            let step = 1e-6;
            let expected = (moved(step) - moved(-step)) / (2.0 * step);
            assert!((found.weight - expected).abs() < 1e-4 * (1.0 + expected.abs()), "{objective:?} {asset}");
        }
    }
}

#[test]
fn a_factor_model_that_does_not_fit_is_named() {
    let check = |change: &dyn Fn(&mut FactorModelInput), field: &str, words: &str| {
        let mut request = request(4, 2, 1);
        change(request.factor_model.as_mut().unwrap());
        let error = solve(&request).unwrap_err();
        assert_eq!(error.request_field(), Some(field), "{error}");
        assert!(error.to_string().contains(words), "{error}");
    };
    check(&|m| m.exposures.truncate(3), "factor_model.exposures", "3 rows for 4 assets");
    check(&|m| m.exposures[1].truncate(1), "factor_model.exposures", "the row of A0001 has 1 values");
    check(&|m| m.exposures[2][0] = f64::NAN, "factor_model.exposures", "a value of A0002 is missing");
    check(&|m| m.specific_variances[3] = -0.1, "factor_model.specific_variances", "A0003 is -0.1");
    check(&|m| m.specific_variances.truncate(3), "factor_model.exposures", "3 specific variances");
    check(&|m| m.factor_covariance[0][1] = 5.0, "factor_model.factor_covariance", "not symmetric");
    check(
        &|m| m.factor_covariance = vec![vec![0.01, 0.02], vec![0.02, 0.01]],
        "factor_model.factor_covariance",
        "not positive semidefinite",
    );
    let mut both = request(4, 2, 1);
    both.covariance = Some(vec![vec![1.0; 4]; 4]);
    assert_eq!(solve(&both).unwrap_err().request_field(), Some("factor_model"));
}

#[test]
fn assets_without_specific_variance_are_solved_with_a_warning() {
    let mut request = request(10, 2, 13);
    request.factor_model.as_mut().unwrap().specific_variances[..4].fill(0.0);
    let result = solve(&request).unwrap();
    assert!(result.warnings[0].contains("4 of 10 assets have no specific variance"), "{:?}", result.warnings);
    assert!(result.residuals.max() <= 1e-7);
}

#[test]
fn thousands_of_assets_are_solved_in_factor_form() {
    for objective in [Objective::MinimumVariance, Objective::MaximumSharpe] {
        let mut request = request(3000, 40, 17);
        request.objective = objective;
        let result = solve(&request).unwrap();
        assert!(result.residuals.max() <= 1e-9, "{:?}", result.residuals);
        assert!((result.weights.values().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(result.solver.osqp_iterations, 0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scale_and_order_of_the_assets_make_no_difference(
        n in 3usize..25, k in 1usize..4, seed in 0u64..1_000_000, scale in 0.01..100.0f64, turn in 1usize..20,
    ) {
        let mut first = dense(&request(n, k, seed));
        for objective in [Objective::MinimumVariance, Objective::MaximumSharpe] {
            first.objective = objective;
            let result = match solve(&first) {
                Err(OptimizeError::NoExcessReturn { .. }) => continue,
                other => other.map_err(|error| TestCaseError::fail(error.to_string()))?,
            };
            // A covariance in other units, with returns and rate in theirs for the ratio.
            let mut scaled = first.clone();
            scaled.covariance.as_mut().unwrap().iter_mut().flatten().for_each(|value| *value *= scale);
            let same = solve(&scaled).unwrap();
            prop_assert!(gap(&same, &result) < 1e-9);
            prop_assert!((same.volatility / result.volatility / scale.sqrt() - 1.0).abs() < 1e-9);
            // The same assets in another order.
            let order: Vec<usize> = (0..n).map(|i| (i + turn) % n).rev().collect();
            let mut turned = first.clone();
            let covariance = first.covariance.as_ref().unwrap();
            turned.assets = order.iter().map(|&i| first.assets[i].clone()).collect();
            turned.covariance = Some(order.iter().map(|&i| order.iter().map(|&j| covariance[i][j]).collect()).collect());
            turned.expected_returns =
                Some(order.iter().map(|&i| first.expected_returns.as_ref().unwrap()[i]).collect());
            let same = solve(&turned).unwrap();
            for (asset, weight) in &result.weights {
                prop_assert!((weight - same.weights[asset]).abs() < 1e-9, "{objective:?} {asset}");
            }
        }
    }
}
