//! Few positions: every subset of assets tried by hand, large universes, and limits that cannot hold together.

use indexmap::IndexMap;
use optimize::{Bounds, Group, Objective, OptimizationRequest, OptimizationResult, OptimizeError};
use proptest::prelude::*;

use crate::solve;

/// A covariance with a market factor, out of a fixed sequence of numbers.
fn request(n: usize, seed: u64, objective: Objective) -> OptimizationRequest {
    let mut state = seed;
    let mut uniform = move || {
        // SplitMix64 (Steele, Lea and Flood 2014).
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    let loadings: Vec<[f64; 2]> = (0..n).map(|_| [0.08 + 0.12 * uniform(), 0.2 * (uniform() - 0.5)]).collect();
    let own: Vec<f64> = (0..n).map(|_| (0.1 + 0.2 * uniform()).powi(2)).collect();
    let common = |i: usize, j: usize| loadings[i].iter().zip(&loadings[j]).map(|(a, b)| a * b).sum::<f64>();
    let mut request = OptimizationRequest::new((0..n).map(|i| format!("A{i}")).collect(), objective);
    request.covariance =
        Some((0..n).map(|i| (0..n).map(|j| common(i, j) + if i == j { own[i] } else { 0.0 }).collect()).collect());
    request.expected_returns = Some((0..n).map(|_| 0.02 + 0.15 * uniform()).collect());
    request.risk_free_rate = 0.01;
    request
}

/// The objective as a number of which less is better.
fn score(result: &OptimizationResult) -> f64 {
    let value = result.objective_value.unwrap();
    match result.objective {
        Objective::MinimumVariance | Objective::EfficientReturn => value,
        _ => -value,
    }
}

fn held(result: &OptimizationResult) -> usize {
    result.weights.values().filter(|weight| weight.abs() > 1e-9).count()
}

/// The best over every subset of at most `most` assets, each with at least `least`.
fn by_trying(request: &OptimizationRequest, lower: f64, upper: f64, most: usize, least: f64) -> Option<f64> {
    let mut plain = request.clone();
    plain.constraints = optimize::OptimizationConstraints::default();
    let n = request.assets.len();
    let mut best: Option<f64> = None;
    // Each asset is out, long or short (base three).
    for code in 0..3_usize.pow(n as u32) {
        let ways: Vec<usize> = (0..n).map(|i| code / 3_usize.pow(i as u32) % 3).collect();
        if ways.iter().filter(|way| **way > 0).count() > most || (lower >= 0.0 && ways.contains(&2)) {
            continue;
        }
        let bounds: Vec<[f64; 2]> = ways
            .iter()
            .map(|way| match way {
                0 => [0.0, 0.0],
                1 => [least.max(lower), upper],
                _ => [lower, upper.min(-least)],
            })
            .collect();
        if bounds.iter().any(|pair| pair[0] > pair[1]) {
            continue;
        }
        plain.bounds = Some(Bounds::PerAsset(bounds));
        match solve(&plain) {
            Ok(result) => best = Some(best.map_or(score(&result), |best: f64| best.min(score(&result)))),
            Err(OptimizeError::NotConverged { .. }) => panic!("not converged"),
            Err(_) => {}
        }
    }
    best
}

fn check_against_all_subsets(request: &OptimizationRequest, lower: f64, upper: f64) {
    let most = request.constraints.max_holdings.unwrap_or(usize::MAX);
    let least = request.constraints.minimum_position.unwrap_or(0.0);
    let expected = by_trying(request, lower, upper, most, least);
    match (solve(request), expected) {
        (Ok(result), Some(expected)) => {
            let found = score(&result);
            assert!(
                (found - expected).abs() <= 1e-9 * expected.abs().max(1e-3),
                "{found} against {expected}: {request:?}"
            );
            assert!(held(&result) <= most);
            assert!(result.weights.values().all(|w| w.abs() < 1e-9 || w.abs() >= least - 1e-9), "{:?}", result.weights);
            let report = result.cardinality.unwrap();
            assert!(report.exact && report.gap == 0.0 && report.holdings == held(&result));
            assert!(result.residuals.max() <= 1e-8);
        }
        (Err(_), None) => {}
        (found, expected) => panic!("{found:?} against {expected:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn few_long_positions_are_the_best_of_all_subsets(
        n in 4usize..9, seed in any::<u64>(), most in 1usize..5, least in 0u8..4, kind in 0usize..4, cap in any::<bool>(),
    ) {
        let objective = [
            Objective::MinimumVariance, Objective::MaximumSharpe, Objective::MaximumQuadraticUtility, Objective::EfficientRisk,
        ][kind];
        let mut request = request(n, seed, objective);
        request.target_volatility = Some(0.22);
        request.risk_aversion = Some(3.0);
        request.constraints.max_holdings = Some(most);
        request.constraints.minimum_position = (least > 0).then(|| f64::from(least) * 0.12);
        let upper = if cap { 0.6 } else { 1.0 };
        request.bounds = Some(Bounds::All([0.0, upper]));
        check_against_all_subsets(&request, 0.0, upper);
    }

    #[test]
    fn few_long_and_short_positions_are_the_best_of_all_subsets(
        n in 4usize..6, seed in any::<u64>(), most in 2usize..4, least in 0u8..3,
    ) {
        let mut request = request(n, seed, Objective::MinimumVariance);
        request.constraints.max_holdings = Some(most);
        request.constraints.minimum_position = (least > 0).then(|| f64::from(least) * 0.1);
        request.bounds = Some(Bounds::All([-0.5, 0.9]));
        check_against_all_subsets(&request, -0.5, 0.9);
    }
}

#[test]
fn ten_assets_with_a_sector_are_the_best_of_all_subsets() {
    for seed in 0..3 {
        let mut request = request(8, seed, Objective::MinimumVariance);
        request.groups = vec![Group {
            name: "Tech".to_owned(),
            assets: vec!["A0".into(), "A1".into(), "A2".into()],
            lower: Some(0.3),
            upper: Some(0.5),
            relative_to: None,
        }];
        request.constraints.max_holdings = Some(3);
        request.constraints.minimum_position = Some(0.1);
        check_against_all_subsets(&request, 0.0, 1.0);
    }
}

#[test]
fn thirty_choose_ten_is_proved() {
    let mut request = request(30, 11, Objective::MinimumVariance);
    request.constraints.max_holdings = Some(10);
    let result = solve(&request).unwrap();
    let report = result.cardinality.unwrap();
    assert!(held(&result) <= 10 && report.exact, "{report:?}");
    request.constraints.minimum_position = Some(0.05);
    let larger = solve(&request).unwrap();
    assert!(larger.weights.values().all(|weight| *weight < 1e-9 || *weight >= 0.05 - 1e-9));
    assert!(larger.objective_value >= result.objective_value);
}

#[test]
fn a_large_universe_tells_its_gap() {
    let mut request = request(120, 5, Objective::MaximumQuadraticUtility);
    request.risk_aversion = Some(8.0);
    request.bounds = Some(Bounds::All([0.0, 0.1]));
    let free = solve(&request).unwrap();
    request.constraints.max_holdings = Some(15);
    let few = solve(&request).unwrap();
    let report = few.cardinality.unwrap();
    assert!(held(&few) <= 15);
    assert!(
        few.objective_value.unwrap() <= report.bound + 1e-12 && report.bound <= free.objective_value.unwrap() + 1e-12
    );
    assert!((report.bound - few.objective_value.unwrap() - report.gap).abs() < 1e-12);
    assert!(report.gap < 0.02 * few.objective_value.unwrap().abs(), "{report:?}");
    assert_eq!(few.warnings.iter().any(|warning| warning.contains("not proved")), !report.exact);
    assert!(few.binding.iter().all(|limit| limit.limit != 0.0 || limit.kind == optimize::ConstraintKind::AssetLower));
}

#[test]
fn contradictions_are_told_in_words() {
    let check = |change: &dyn Fn(&mut OptimizationRequest), code: &str, words: &str| {
        let mut request = request(6, 1, Objective::MinimumVariance);
        change(&mut request);
        let error = solve(&request).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().contains(words), "{error}");
        error
    };
    check(
        &|r| r.constraints.max_holdings = Some(0),
        "invalid_field",
        "max_holdings: 0; a portfolio needs at least one",
    );
    check(&|r| r.constraints.minimum_position = Some(-0.1), "invalid_field", "minimum_position: -0.1; give a weight");
    check(&|r| r.constraints.minimum_position = Some(f64::NAN), "invalid_field", "minimum_position: NaN");
    let capped = |r: &mut OptimizationRequest, upper: f64| r.bounds = Some(Bounds::All([0.0, upper]));
    check(
        &|r| {
            capped(r, 0.2);
            r.constraints.max_holdings = Some(3);
        },
        "infeasible",
        "at most 3 positions: the 3 largest upper limits allow at most 60 % of a budget of 100 %",
    );
    check(
        &|r| {
            capped(r, 0.2);
            r.constraints.minimum_position = Some(0.3);
        },
        "infeasible",
        "no asset may have as much as minimum_position 30 %",
    );
    let error = check(
        &|r| {
            capped(r, 0.35);
            r.constraints.minimum_position = Some(0.34);
            r.constraints.max_holdings = Some(3);
        },
        "infeasible",
        "at least 3 positions necessary, and 3 positions of at least 34 % need 102 % of a budget of 100 %",
    );
    let OptimizeError::Infeasible { constraints, .. } = error else { panic!("{error}") };
    assert_eq!(constraints, ["at most 3 positions", "positions of at least 34 %"]);
    check(
        &|r| {
            let pairs: IndexMap<String, [f64; 2]> =
                [("A0", [0.1, 1.0]), ("A1", [0.1, 1.0])].map(|(n, p)| (n.to_owned(), p)).into();
            r.bounds = Some(Bounds::ByAsset(pairs));
            r.constraints.max_holdings = Some(1);
        },
        "infeasible",
        "the bounds keep 2 assets from being zero (A0 and A1), but max_holdings allows 1",
    );
    check(
        &|r| {
            let pairs: IndexMap<String, [f64; 2]> = [("A0".to_owned(), [0.1, 0.2])].into();
            r.bounds = Some(Bounds::ByAsset(pairs));
            r.constraints.minimum_position = Some(0.3);
        },
        "infeasible",
        "A0 must be held but may have at most 20 %, less than minimum_position 30 %",
    );
    // No arithmetic of single limits tells this one: the search does.
    check(
        &|r| {
            r.groups = (0..3)
                .map(|k| Group {
                    name: format!("G{k}"),
                    assets: vec![format!("A{k}")],
                    lower: Some(0.2),
                    upper: None,
                    relative_to: None,
                })
                .collect();
            r.constraints.max_holdings = Some(2);
        },
        "infeasible",
        "no choice of assets keeps these limits together with bounds and groups",
    );
    let frontier = |r: &mut OptimizationRequest| {
        r.objective = Objective::EfficientFrontier;
        r.constraints.max_holdings = Some(2);
    };
    check(&frontier, "invalid_field", "limits of positions do not go with the frontier");
}
