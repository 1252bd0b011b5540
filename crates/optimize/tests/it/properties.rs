//! Properties of any optimum: limits hold, nothing feasible is better, the frontier bends one way.

use optimize::{Bounds, Group, Objective, OptimizationRequest, OptimizationResult, OptimizeError};
use proptest::prelude::*;

use crate::solve;

/// Random moments (`Σ = BB' + D`, so positive definite), bounds and two overlapping groups.
fn requests() -> impl Strategy<Value = OptimizationRequest> {
    (2usize..12)
        .prop_flat_map(|n| {
            (
                proptest::collection::vec(-0.1..0.4, n),
                proptest::collection::vec(-0.3..0.3, n * 3),
                proptest::collection::vec(0.001..0.2, n),
                proptest::collection::vec((-0.4..0.15, 0.0..1.2), n),
                proptest::collection::vec((any::<bool>(), any::<bool>()), n),
                (0.0..0.6, 0.2..1.0, any::<bool>(), any::<bool>()),
            )
        })
        .prop_map(|(mean, loadings, own, bounds, members, (least, most, long_only, grouped))| {
            let n = mean.len();
            let names: Vec<String> = (0..n).map(|i| format!("A{i}")).collect();
            let mut request = OptimizationRequest::new(names.clone(), Objective::MinimumVariance);
            let common = |i: usize, j: usize| (0..3).map(|k| loadings[i * 3 + k] * loadings[j * 3 + k]).sum::<f64>();
            let entry = |i: usize, j: usize| common(i, j) + if i == j { own[i] } else { 0.0 };
            request.covariance = Some((0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect());
            request.expected_returns = Some(mean);
            if !long_only {
                request.bounds =
                    Some(Bounds::PerAsset(bounds.iter().map(|(low, width)| [*low, *low + *width]).collect()));
            }
            let pick = |keep: &dyn Fn(usize) -> bool| -> Vec<String> {
                names.iter().enumerate().filter(|(i, _)| keep(*i)).map(|(_, name)| name.clone()).collect()
            };
            let first = pick(&|i| members[i].0);
            let second = pick(&|i| members[i].1);
            if grouped && !first.is_empty() && !second.is_empty() {
                request.groups = vec![
                    Group { name: "first".into(), assets: first, lower: Some(least), upper: None, relative_to: None },
                    Group { name: "second".into(), assets: second, lower: None, upper: Some(most), relative_to: None },
                ];
            }
            request
        })
}

fn bounds_of(request: &OptimizationRequest) -> Vec<[f64; 2]> {
    match &request.bounds {
        Some(Bounds::PerAsset(pairs)) => pairs.clone(),
        _ => vec![[0.0, 1.0]; request.assets.len()],
    }
}

fn group_sum(request: &OptimizationRequest, group: &Group, weights: &[f64]) -> f64 {
    let in_group = request.assets.iter().zip(weights).filter(|(name, _)| group.assets.contains(name));
    in_group.map(|(_, weight)| weight).sum()
}

/// Largest violation of any limit.
fn violation(request: &OptimizationRequest, weights: &[f64]) -> f64 {
    let budget = (weights.iter().sum::<f64>() - 1.0).abs();
    let bounds = bounds_of(request);
    let outside = weights.iter().zip(&bounds).map(|(w, [low, high])| (low - w).max(w - high));
    let groups = request.groups.iter().map(|group| {
        let sum = group_sum(request, group, weights);
        (group.lower.unwrap_or(f64::MIN) - sum).max(sum - group.upper.unwrap_or(f64::MAX))
    });
    outside.chain(groups).fold(budget, f64::max)
}

fn expected_return(request: &OptimizationRequest, weights: &[f64]) -> f64 {
    request.expected_returns.as_ref().unwrap().iter().zip(weights).map(|(m, w)| m * w).sum()
}

fn variance(request: &OptimizationRequest, weights: &[f64]) -> f64 {
    let rows = request.covariance.as_ref().unwrap();
    rows.iter().zip(weights).map(|(row, w)| w * row.iter().zip(weights).map(|(c, w)| c * w).sum::<f64>()).sum()
}

/// Higher is better, whatever the objective.
fn score(request: &OptimizationRequest, weights: &[f64]) -> f64 {
    let (mean, variance) = (expected_return(request, weights), variance(request, weights));
    match request.objective {
        Objective::MinimumVariance | Objective::EfficientReturn => -variance,
        Objective::EfficientRisk => mean,
        Objective::MaximumQuadraticUtility => mean - 0.5 * request.risk_aversion.unwrap() * variance,
        Objective::MaximumSharpe | Objective::EfficientFrontier => (mean - request.risk_free_rate) / variance.sqrt(),
        rule => panic!("{rule:?} has no score"),
    }
}

fn weights(result: &OptimizationResult) -> Vec<f64> {
    result.weights.values().copied().collect()
}

/// Other feasible portfolios of the same problem: optima of other objectives, which are far apart from each other.
fn rivals(request: &OptimizationRequest) -> Vec<Vec<f64>> {
    let mut rivals = Vec::new();
    for risk_aversion in [0.1, 1.0, 10.0, 1000.0] {
        let mut other = request.clone();
        (other.objective, other.risk_aversion) = (Objective::MaximumQuadraticUtility, Some(risk_aversion));
        if let Ok(result) = solve(&other) {
            rivals.push(weights(&result));
        }
        // The same with the returns turned round: portfolios on the inefficient side.
        other.expected_returns = other.expected_returns.map(|mean| mean.iter().map(|m| -m).collect());
        if let Ok(result) = solve(&other) {
            rivals.push(weights(&result));
        }
    }
    rivals
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn optima_satisfy_the_limits_and_nothing_feasible_is_better(
        request in requests(), target in 0.0..1.0, aversion in 0.05..50.0, steps in proptest::collection::vec(0.001..1.0, 8),
    ) {
        let mut request = request;
        let frontier = { let mut r = request.clone(); r.objective = Objective::EfficientFrontier; r.points = Some(10); solve(&r) };
        let frontier = match frontier {
            Err(OptimizeError::Infeasible { .. }) => return Ok(()),
            other => other.map_err(|error| TestCaseError::fail(error.to_string()))?,
        };
        let (first, last) = (&frontier.frontier[0], &frontier.frontier[frontier.frontier.len() - 1]);
        let between = |low: f64, high: f64| low + target * (high - low);
        request.target_return = Some(between(first.expected_return, last.expected_return));
        request.target_volatility = Some(between(first.volatility, last.volatility));
        request.risk_aversion = Some(aversion);
        let rivals = rivals(&request);
        for objective in [
            Objective::MinimumVariance, Objective::MaximumSharpe, Objective::EfficientReturn, Objective::EfficientRisk,
            Objective::MaximumQuadraticUtility,
        ] {
            request.objective = objective;
            let result = match solve(&request) {
                Err(OptimizeError::NoExcessReturn { highest, .. }) => {
                    prop_assert!(highest <= 1e-9 && frontier.tangency.is_none());
                    continue;
                }
                other => other.map_err(|error| TestCaseError::fail(format!("{objective:?}: {error}")))?,
            };
            let best = weights(&result);
            prop_assert!(violation(&request, &best) <= 1e-9, "{objective:?}: {}", violation(&request, &best));
            prop_assert!(result.residuals.max() <= 1e-8, "{objective:?}: {:?}", result.residuals);
            let top = score(&request, &best);
            for (rival, step) in rivals.iter().zip(&steps) {
                // On the way to another feasible portfolio everything is feasible.
                let mixed: Vec<f64> = best.iter().zip(rival).map(|(a, b)| a + step * (b - a)).collect();
                let meets_target = match objective {
                    Objective::EfficientReturn => expected_return(&request, &mixed) >= request.target_return.unwrap(),
                    Objective::EfficientRisk => variance(&request, &mixed).sqrt() <= request.target_volatility.unwrap(),
                    // A ratio below zero is no longer quasi-concave in the weights.
                    _ => true,
                };
                if meets_target {
                    prop_assert!(score(&request, &mixed) <= top + 1e-9 * (1.0 + top.abs()), "{objective:?}");
                }
            }
        }
    }

    #[test]
    fn the_frontier_rises_evenly_and_bends_one_way(request in requests()) {
        let mut request = request;
        request.objective = Objective::EfficientFrontier;
        request.points = Some(25);
        let result = match solve(&request) {
            Err(OptimizeError::Infeasible { .. }) => return Ok(()),
            other => other.map_err(|error| TestCaseError::fail(error.to_string()))?,
        };
        let points = &result.frontier;
        for point in points {
            let weights: Vec<f64> = point.weights.values().copied().collect();
            prop_assert!(violation(&request, &weights) <= 1e-9);
        }
        for pair in points.windows(2) {
            prop_assert!(pair[1].expected_return >= pair[0].expected_return - 1e-12);
            prop_assert!(pair[1].volatility >= pair[0].volatility * (1.0 - 1e-9));
        }
        let spacing = |pair: &[optimize::FrontierPoint]| pair[1].expected_return - pair[0].expected_return;
        if let Some(first) = points.windows(2).next().map(spacing) {
            prop_assert!(points.windows(2).all(|pair| (spacing(pair) - first).abs() <= 1e-9));
        }
        for three in points.windows(3) {
            let middle = 0.5 * (three[0].volatility + three[2].volatility);
            prop_assert!(three[1].volatility <= middle + 1e-9, "volatility is convex in return");
        }
        if let Some(tangency) = &result.tangency {
            let best = tangency.sharpe.unwrap();
            prop_assert!(points.iter().all(|point| point.sharpe.unwrap() <= best + 1e-9 * (1.0 + best.abs())));
        }
    }
}

/// Moments with many ties: few distinct returns and variances, copied assets, equal bounds, fixed weights.
fn tied_requests() -> impl Strategy<Value = OptimizationRequest> {
    (2usize..14)
        .prop_flat_map(|n| {
            (
                proptest::collection::vec(0i32..4, n),
                proptest::collection::vec(-1i32..2, n * 2),
                proptest::collection::vec((0i32..3, 0i32..3), n),
                proptest::collection::vec(any::<bool>(), n),
                (any::<bool>(), 0i32..11, 0.0..0.2),
            )
        })
        .prop_map(|(mean, loadings, bounds, members, (copies, least, own))| {
            let n = mean.len();
            let names: Vec<String> = (0..n).map(|i| format!("A{i}")).collect();
            let mut request = OptimizationRequest::new(names.clone(), Objective::EfficientFrontier);
            let own = if copies { 0.0 } else { own };
            let common =
                |i: usize, j: usize| (0..2).map(|k| f64::from(loadings[i * 2 + k] * loadings[j * 2 + k])).sum::<f64>();
            let entry = |i: usize, j: usize| 0.04 * common(i, j) + if i == j { own + 0.01 } else { 0.01 };
            request.covariance = Some((0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect());
            request.expected_returns = Some(mean.into_iter().map(|m| f64::from(m) * 0.05).collect());
            let part = |tenths: i32| f64::from(tenths) / 10.0;
            request.bounds =
                Some(Bounds::PerAsset(bounds.iter().map(|(low, up)| [-part(*low), 0.3 + part(*up)]).collect()));
            let assets: Vec<String> =
                names.iter().zip(members).filter(|(_, m)| *m).map(|(name, _)| name.clone()).collect();
            if !assets.is_empty() {
                request.groups = vec![Group {
                    name: "G".into(),
                    assets,
                    lower: Some(part(least)),
                    upper: Some(part(least)),
                    relative_to: None,
                }];
            }
            request
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ties_and_copies_do_not_stop_the_frontier(request in tied_requests()) {
        let result = match solve(&request) {
            Err(OptimizeError::Infeasible { .. } | OptimizeError::UnboundedSharpe { .. }) => return Ok(()),
            other => other.map_err(|error| TestCaseError::fail(error.to_string()))?,
        };
        for pair in result.frontier.windows(2) {
            prop_assert!(pair[1].expected_return >= pair[0].expected_return - 1e-9);
            prop_assert!(pair[1].volatility >= pair[0].volatility - 1e-6);
        }
        for point in &result.frontier {
            let weights: Vec<f64> = point.weights.values().copied().collect();
            prop_assert!(violation(&request, &weights) <= 1e-9);
        }
        for objective in [Objective::MinimumVariance, Objective::MaximumSharpe, Objective::MaximumQuadraticUtility] {
            let mut request = request.clone();
            request.objective = objective;
            match solve(&request) {
                Ok(result) => prop_assert!(result.residuals.max() <= 1e-7),
                Err(OptimizeError::NoExcessReturn { .. } | OptimizeError::UnboundedSharpe { .. }) => {}
                Err(error) => prop_assert!(false, "{objective:?}: {error}"),
            }
        }
    }
}
