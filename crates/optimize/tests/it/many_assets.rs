//! Hundreds of assets: dense, singular, long/short and with sectors.

use optimize::{Bounds, Group, Objective, OptimizationRequest};

use crate::solve;

/// A factor covariance; without own risk it is singular (more assets than factors).
fn request(n: usize, own_risk: bool) -> OptimizationRequest {
    let mut state = 7_u64;
    let mut uniform = move || {
        // SplitMix64 (Steele, Lea and Flood 2014).
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    let n_factors = if own_risk { 8 } else { n / 2 };
    let loadings: Vec<Vec<f64>> = (0..n)
        .map(|_| (0..n_factors).map(|k| if k == 0 { 0.1 + 0.1 * uniform() } else { 0.2 * (uniform() - 0.5) }).collect())
        .collect();
    let own: Vec<f64> = (0..n).map(|_| if own_risk { (0.1 + 0.3 * uniform()).powi(2) } else { 0.0 }).collect();
    let common = |i: usize, j: usize| loadings[i].iter().zip(&loadings[j]).map(|(a, b)| a * b).sum::<f64>();
    let assets = (0..n).map(|i| format!("A{i:03}")).collect();
    let mut request = OptimizationRequest::new(assets, Objective::MinimumVariance);
    request.covariance =
        Some((0..n).map(|i| (0..n).map(|j| common(i, j) + if i == j { own[i] } else { 0.0 }).collect()).collect());
    request.expected_returns = Some((0..n).map(|_| 0.02 + 0.15 * uniform()).collect());
    request.risk_free_rate = 0.02;
    request
}

fn check_all_objectives(mut request: OptimizationRequest, tolerance: f64) {
    request.objective = Objective::EfficientFrontier;
    let frontier = solve(&request).unwrap();
    assert!(frontier.residuals.primal <= 1e-9 && frontier.residuals.max() <= tolerance, "{:?}", frontier.residuals);
    let middle = &frontier.frontier[25];
    (request.target_return, request.target_volatility) = (Some(middle.expected_return), Some(middle.volatility));
    request.risk_aversion = Some(4.0);
    for objective in [
        Objective::MinimumVariance,
        Objective::MaximumSharpe,
        Objective::EfficientReturn,
        Objective::EfficientRisk,
        Objective::MaximumQuadraticUtility,
    ] {
        request.objective = objective;
        let result = solve(&request).unwrap_or_else(|error| panic!("{objective:?}: {error}"));
        assert!(result.residuals.primal <= 1e-9 && result.residuals.max() <= tolerance, "{:?}", result.residuals);
        match objective {
            Objective::EfficientReturn => assert!((result.volatility - middle.volatility).abs() < 1e-8),
            Objective::EfficientRisk => {
                assert!((result.expected_return.unwrap() - middle.expected_return).abs() < 1e-8);
            }
            Objective::MinimumVariance => assert!((result.volatility - frontier.frontier[0].volatility).abs() < 1e-8),
            Objective::MaximumSharpe => {
                assert!((result.sharpe.unwrap() - frontier.tangency.as_ref().unwrap().sharpe.unwrap()).abs() < 1e-8);
            }
            _ => {}
        }
    }
}

#[test]
fn two_hundred_assets_long_only() {
    check_all_objectives(request(200, true), 1e-9);
}

#[test]
fn two_hundred_assets_long_and_short_with_sectors() {
    let mut request = request(200, true);
    request.bounds = Some(Bounds::All([-0.02, 0.05]));
    request.groups = (0..10)
        .map(|sector| Group {
            name: format!("Sector {sector}"),
            assets: request.assets.iter().skip(sector).step_by(10).cloned().collect(),
            lower: Some(0.05),
            upper: Some(0.2),
            relative_to: None,
        })
        .collect();
    check_all_objectives(request, 1e-9);
}

#[test]
fn more_assets_than_observations() {
    let mut request = request(120, false);
    request.bounds = Some(Bounds::All([0.0, 0.1]));
    let mut result = solve(&request).unwrap();
    assert!(result.warnings[0].contains("singular"));
    assert!(result.residuals.max() <= 1e-7, "{:?}", result.residuals);
    request.objective = Objective::EfficientFrontier;
    result = solve(&request).unwrap();
    assert_eq!(result.frontier.len(), 50);
}

#[test]
fn two_hundred_assets_that_cannot_sum_to_one() {
    let mut request = request(200, true);
    request.bounds = Some(Bounds::All([0.0, 0.004]));
    let error = solve(&request).unwrap_err();
    assert!(error.to_string().contains("all assets at most 0.4 % each allow at most 80 % of a budget"), "{error}");
}
