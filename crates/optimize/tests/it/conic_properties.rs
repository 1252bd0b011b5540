//! Properties of random problems with constraints and costs: what is given is within the limits, and more room never hurts.

use indexmap::IndexMap;
use optimize::{
    Costs, ExposureRange, Objective, OptimizationConstraints, OptimizationRequest, OptimizationResult, OptimizeError,
    PerAsset, Uncertainty,
};
use proptest::prelude::*;

use crate::solve;

const OBJECTIVES: [Objective; 14] = [
    Objective::MinimumVariance,
    Objective::MaximumSharpe,
    Objective::EfficientRisk,
    Objective::MaximumQuadraticUtility,
    Objective::EfficientFrontier,
    Objective::MinimumCvar,
    Objective::MinimumCdar,
    Objective::MinimumSemivariance,
    Objective::MinimumMeanAbsoluteDeviation,
    Objective::WorstCase,
    Objective::MaximumLogUtility,
    Objective::MinimumTrackingError,
    Objective::MaximumDiversification,
    Objective::MaximumDecorrelation,
];

/// Scenarios of a market with one common factor, a current portfolio, a benchmark, and some of the caps.
fn requests() -> impl Strategy<Value = OptimizationRequest> {
    let caps = (
        proptest::option::of(0.05..1.5),
        proptest::option::of(0.01..0.3),
        proptest::option::of(0.05..0.5),
        proptest::option::of(1.0..2.0),
        proptest::option::of(0.0..0.4),
        proptest::option::of((0.2..0.9, 0.0..0.4)),
    );
    (2usize..7, 40usize..70)
        .prop_flat_map(move |(n, periods)| {
            (
                proptest::collection::vec(-0.04..0.045, periods * (n + 1)),
                proptest::collection::vec(0.0..1.0, n),
                proptest::collection::vec(0.01..1.0, n),
                caps.clone(),
                (any::<bool>(), proptest::option::of(0.0..0.01), 0..OBJECTIVES.len(), 0.5..0.97, Just(n)),
            )
        })
        .prop_map(|(noise, held, benchmark, caps, (long_only, cost, objective, confidence, n))| {
            let names: Vec<String> = (0..n).map(|i| format!("A{i}")).collect();
            let mut request = OptimizationRequest::new(names.clone(), OBJECTIVES[objective]);
            let row = |row: &[f64]| (0..n).map(|i| 0.5 * row[n] + (0.3 + 0.2 * i as f64) * row[i]).collect();
            request.returns = Some(noise.chunks_exact(n + 1).map(row).collect());
            let share = |parts: &[f64]| -> IndexMap<String, f64> {
                let total = parts.iter().sum::<f64>().max(1e-9);
                names.iter().cloned().zip(parts.iter().map(|part| part / total)).collect()
            };
            request.current_weights = Some(share(&held));
            request.benchmark_weights = Some(share(&benchmark));
            request.confidence = Some(confidence);
            request.long_only = Some(long_only);
            request.risk_aversion = Some(3.0);
            request.target_volatility = Some(0.3);
            request.points = Some(4);
            request.uncertainty = Some(Uncertainty { radius: 0.3, covariance: None, years: None });
            let (turnover, tracking_error, volatility, gross_exposure, short_exposure, net) = caps;
            request.constraints = OptimizationConstraints {
                turnover,
                tracking_error,
                volatility,
                gross_exposure,
                short_exposure,
                net_exposure: net
                    .map(|(lower, width)| ExposureRange { lower: Some(lower), upper: Some(lower + width) }),
                ..OptimizationConstraints::default()
            };
            if request.objective != Objective::MaximumDiversification {
                request.costs = cost.map(|cost| Costs {
                    linear: Some(PerAsset::All(cost)),
                    impact: None,
                    borrow: Some(PerAsset::All(cost)),
                    holding_years: 1.0,
                });
            }
            request
        })
}

/// Larger is better.
fn worth(result: &OptimizationResult) -> f64 {
    let value = result.objective_value.unwrap();
    match result.objective {
        Objective::MaximumSharpe
        | Objective::EfficientRisk
        | Objective::MaximumQuadraticUtility
        | Objective::WorstCase
        | Objective::MaximumLogUtility
        | Objective::MaximumDiversification => value,
        _ => -value,
    }
}

/// Largest violation of any limit, computed from the request alone.
fn violation(request: &OptimizationRequest, result: &OptimizationResult) -> f64 {
    let w: Vec<f64> = result.weights.values().copied().collect();
    let sum: f64 = w.iter().sum();
    let limits = &request.constraints;
    let budget = match limits.net_exposure {
        Some(ExposureRange { lower, upper }) => (lower.unwrap() - sum).max(sum - upper.unwrap()),
        None => (sum - 1.0).abs(),
    };
    let floor = if request.long_only == Some(true) { 0.0 } else { -1.0 };
    let bounds = w.iter().map(|w| (floor - w).max(w - 1.0)).fold(0.0, f64::max);
    let over = |used: f64, cap: Option<f64>| cap.map_or(0.0, |cap| used - cap);
    let shorts: f64 = w.iter().map(|w| (-w).max(0.0)).sum();
    [
        budget,
        bounds,
        over(result.turnover.unwrap(), limits.turnover),
        over(result.tracking_error.unwrap(), limits.tracking_error),
        over(result.volatility, limits.volatility),
        over(w.iter().map(|w| w.abs()).sum(), limits.gross_exposure),
        over(shorts, limits.short_exposure),
    ]
    .into_iter()
    .fold(0.0, f64::max)
}

/// On exponential cones the interior point sometimes stops at a gap of a millionth, which is refused: no answer, but no
/// wrong one either.
fn stops_short(request: &OptimizationRequest, error: &OptimizeError) -> bool {
    request.objective == Objective::MaximumLogUtility && error.code() == "not_converged"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_keep_the_limits_and_more_room_never_hurts(request in requests()) {
        let result = match solve(&request) {
            Ok(result) => result,
            Err(error) => {
                let expected = ["infeasible", "no_excess_return", "target_volatility_too_low"];
                let known = expected.contains(&error.code()) || stops_short(&request, &error);
                prop_assert!(known, "{:?}: {error}", request.objective);
                return Ok(());
            }
        };
        let outside = violation(&request, &result);
        prop_assert!(outside <= 1e-6, "{:?} is outside by {outside:e}", request.objective);
        prop_assert!(result.residuals.primal <= 1e-7 && result.residuals.max() <= 1e-6, "{:?}", result.residuals);
        if request.objective == Objective::EfficientFrontier {
            return Ok(());
        }
        let mut roomier = request.clone();
        let limits = &mut roomier.constraints;
        for cap in [&mut limits.turnover, &mut limits.tracking_error, &mut limits.volatility, &mut limits.gross_exposure] {
            *cap = cap.map(|cap| cap * 1.1);
        }
        limits.short_exposure = limits.short_exposure.map(|cap| cap + 0.05);
        let better = solve(&roomier);
        if better.as_ref().is_err_and(|error| stops_short(&request, error)) {
            return Ok(());
        }
        prop_assert!(better.is_ok(), "{:?} with more room: {:?}", request.objective, better.err());
        let (before, after) = (worth(&result), worth(&better.unwrap()));
        prop_assert!(after >= before - 1e-6 * before.abs() - 1e-9, "{:?}: {before} became {after}", request.objective);
    }
}
