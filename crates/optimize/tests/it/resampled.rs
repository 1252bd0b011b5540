//! Resampled frontiers and confidence regions: their shape, and that a seed decides them.

use optimize::{Objective, ResamplingRequest, ResamplingResult, resample};

use crate::factor_form::request;
use crate::proceed;

fn resampled(objective: Objective, observations: usize, seed: u64) -> ResamplingResult {
    let mut optimization = request(8, 2, 3);
    (optimization.objective, optimization.points) = (objective, Some(11));
    let request =
        ResamplingRequest { optimization, observations: Some(observations), samples: 120, seed, confidence: 0.9 };
    resample(&request, &mut proceed).unwrap()
}

#[test]
fn the_resampled_frontier_lies_inside_the_exact_one_and_narrows_with_the_history() {
    let short = resampled(Objective::EfficientFrontier, 252, 1);
    let long = resampled(Objective::EfficientFrontier, 252 * 200, 1);
    assert_eq!((short.band.len(), long.band.len()), (11, 11));
    let exact = crate::solve(&{
        let mut exact = request(8, 2, 3);
        (exact.objective, exact.points) = (Objective::EfficientFrontier, Some(11));
        exact
    })
    .unwrap();
    let width = |result: &ResamplingResult| {
        result.band.iter().map(|point| point.expected_return_range[1] - point.expected_return_range[0]).sum::<f64>()
    };
    assert!(width(&long) < 0.3 * width(&short));
    for (point, exact) in long.band.iter().zip(&exact.frontier) {
        assert!((point.weights.values().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(point.volatility_range[0] <= point.volatility_range[1]);
        assert!((point.volatility - exact.volatility).abs() < 0.01, "{point:?} {}", exact.volatility);
    }
    // No portfolio has less risk than the exact minimum.
    assert!(short.band[0].volatility >= exact.frontier[0].volatility);
    assert!(short.region.half_axes[0] > long.region.half_axes[0] && long.region.half_axes[1] >= 0.0);
}

#[test]
fn a_seed_decides_every_sample() {
    let same = |seed: u64| serde_json::to_string(&resampled(Objective::MaximumSharpe, 500, seed)).unwrap();
    assert_eq!(same(7), same(7));
    assert_ne!(same(7), same(8));
    let result = resampled(Objective::MinimumVariance, 500, 7);
    assert!(result.band.is_empty() && result.solved == 120);
    assert!(result.weights.values().all(|range| range.lower <= range.upper));
}

#[test]
fn settings_that_cannot_be_used_are_named() {
    let check = |change: &dyn Fn(&mut ResamplingRequest), field: &str| {
        let mut optimization = request(4, 1, 3);
        optimization.objective = Objective::MaximumSharpe;
        let mut request =
            ResamplingRequest { optimization, observations: Some(100), samples: 10, seed: 0, confidence: 0.9 };
        change(&mut request);
        assert_eq!(resample(&request, &mut proceed).unwrap_err().request_field(), Some(field));
    };
    check(&|request| request.samples = 1, "samples");
    check(&|request| request.observations = None, "observations");
    check(&|request| request.observations = Some(2), "observations");
    check(&|request| request.confidence = 1.0, "confidence");
    check(&|request| request.optimization.expected_returns = None, "optimization.expected_returns");
}
