//! Walk-forward and stability on the sample's prices.

use std::ops::ControlFlow;

use optimize::{
    OptimizeError, StabilityRequest, StabilityResult, WalkForwardRequest, WalkForwardResult, stability, walk_forward,
};
use serde_json::{Value, json};

use crate::clusters::priced;
use crate::proceed;

const ASSETS: [&str; 6] = ["AAPL", "BAC", "JNJ", "KO", "WMT", "XOM"];

fn optimization(objective: &str) -> Value {
    let mut request = priced(&ASSETS, "2013-01-02", "2016-12-30");
    request["objective"] = json!(objective);
    request["risk_free_rate"] = json!(0.01);
    request
}

fn walked(request: &Value) -> Result<WalkForwardResult, OptimizeError> {
    walk_forward(&WalkForwardRequest::from_json(request.to_string().as_bytes())?, &mut proceed)
}

fn perturbed(request: &Value) -> Result<StabilityResult, OptimizeError> {
    stability(&StabilityRequest::from_json(request.to_string().as_bytes())?, &mut proceed)
}

#[test]
fn equal_weights_against_themselves_are_the_same_path() {
    let request = json!({"optimization": optimization("equal_weight"), "cost": 0.001});
    let result = walked(&request).unwrap();
    assert_eq!(result.strategy, result.equal_weight);
    assert_eq!(result.dates.len(), result.strategy.values.len());
    assert_eq!(result.dates[0], result.rebalancings[0].date);
    assert!((result.rebalancings[0].turnover - 1.0).abs() < 1e-15);
    // Recomputed with plain loops from the prices.
    let prices: Vec<Vec<f64>> = ASSETS
        .iter()
        .map(|asset| serde_json::from_value(request["optimization"]["prices"][asset].clone()).unwrap())
        .collect();
    let (mut value, mut holdings) = (1.0, vec![0.0; 6]);
    for day in 252..prices[0].len() {
        value = if day == 252 { 1.0 } else { holdings.iter().zip(&prices).map(|(h, p)| h * p[day]).sum() };
        assert!((result.strategy.values[day - 252] / value - 1.0).abs() < 1e-12, "day {day}");
        if (day - 252) % 21 == 0 && day + 1 < prices[0].len() {
            let traded: f64 = holdings.iter().zip(&prices).map(|(h, p)| (value / 6.0 - h * p[day]).abs()).sum();
            let after = value - 0.001 * traded;
            holdings = prices.iter().map(|p| after / 6.0 / p[day]).collect();
        }
    }
    assert!(value > 1.0);
}

#[test]
fn a_portfolio_knows_nothing_of_later_prices() {
    let mut request = json!({"optimization": optimization("minimum_variance"), "window": "expanding"});
    let before = walked(&request).unwrap();
    let n = request["optimization"]["dates"].as_array().unwrap().len();
    for day in 600..n {
        request["optimization"]["prices"]["KO"][day] = json!(1.0 + (day % 7) as f64);
    }
    let after = walked(&request).unwrap();
    let seen = |result: &WalkForwardResult| -> Vec<_> {
        let last = request["optimization"]["dates"][599].as_str().unwrap().to_owned();
        let known = result.rebalancings.iter().take_while(|one| one.date.to_string() <= last);
        known.map(|one| one.weights.clone()).collect()
    };
    assert!(seen(&before).len() >= 15);
    assert_eq!(seen(&before), seen(&after));
    assert_ne!(before.rebalancings.last(), after.rebalancings.last());
}

#[test]
fn costs_lower_the_net_figures_only() {
    let run = |cost: f64| {
        walked(&json!({"optimization": optimization("maximum_sharpe"), "cost": cost, "rebalance_every": 10})).unwrap()
    };
    let (free, dear) = (run(0.0), run(0.005));
    assert_eq!(free.strategy.gross, dear.strategy.gross);
    assert_eq!(free.strategy.net, free.strategy.gross);
    assert!(dear.strategy.net.annual_return.unwrap() < dear.strategy.gross.annual_return.unwrap());
    assert!(dear.strategy.net.sharpe.unwrap() < free.strategy.net.sharpe.unwrap());
    assert!(dear.strategy.turnover_per_year > dear.equal_weight.turnover_per_year, "an optimum trades more");
    let paid: f64 = dear.rebalancings.iter().map(|one| 0.005 * one.turnover).sum();
    assert!((dear.strategy.costs - paid).abs() < 1e-12);
    let fall = dear.strategy.net.max_drawdown.unwrap();
    assert!(fall < -0.05 && dear.strategy.net.drawdown_peak < dear.strategy.net.drawdown_trough);
}

#[test]
fn a_turnover_limit_counts_from_the_weights_held() {
    let mut optimization = optimization("minimum_variance");
    optimization["current_weights"] = json!({});
    optimization["constraints"] = json!({"turnover": 1.0});
    let free = walked(&json!({"optimization": optimization})).unwrap();
    let held: serde_json::Map<String, Value> =
        ASSETS.iter().map(|name| ((*name).to_owned(), json!(1.0 / 6.0))).collect();
    optimization["current_weights"] = Value::Object(held);
    optimization["constraints"] = json!({"turnover": 0.02});
    let tight = walked(&json!({"optimization": optimization})).unwrap();
    assert!(tight.rebalancings.iter().all(|one| one.problem.is_none()), "{:?}", tight.warnings);
    assert!(tight.rebalancings[1..].iter().all(|one| one.turnover <= 0.02 + 1e-6));
    assert!(tight.strategy.turnover_per_year < free.strategy.turnover_per_year);
}

#[test]
fn a_window_without_an_optimum_keeps_the_portfolio_and_tells() {
    let mut optimization = optimization("maximum_sharpe");
    optimization["risk_free_rate"] = json!(5.0);
    let result = walked(&json!({"optimization": optimization})).unwrap();
    assert!(
        result.rebalancings.iter().all(|one| one.problem.as_ref().is_some_and(|words| words.contains("no portfolio")))
    );
    assert!(result.rebalancings[1].turnover < 1e-12, "nothing was traded");
    assert!(result.warnings[0].contains("there was no optimum"), "{:?}", result.warnings);
}

#[test]
fn settings_that_cannot_be_used_are_named() {
    let check = |changes: Value, words: &str| {
        let mut request = json!({"optimization": optimization("minimum_variance")});
        request.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let error = walked(&request).expect_err(&changes.to_string());
        assert!(error.to_string().contains(words), "{changes}: {error}");
    };
    check(json!({"window_size": 1}), "window_size: 1; an estimate needs at least 2 returns");
    check(json!({"window_size": 5000}), "window_size: 5000 returns, but the prices have 1007 only");
    check(json!({"rebalance_every": 0}), "rebalance_every: 0; give at least 1 period");
    check(json!({"cost": -1}), "cost: -1; a cost is a part of the value traded");
    check(json!({"costs": 0}), "unknown field `costs`");
    let moments = json!({"assets": ["A"], "covariance": [[1.0]], "objective": "minimum_variance"});
    check(json!({"optimization": moments.clone()}), "prices: missing with dates; a comparison needs the past");
    let check = |changes: Value, words: &str| {
        let mut request = json!({"optimization": moments});
        request.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let error = perturbed(&request).expect_err(&changes.to_string());
        assert!(error.to_string().contains(words), "{changes}: {error}");
    };
    check(json!({"samples": 1}), "samples: 1; give 2 to 10000");
    check(json!({"perturbation": {"kind": "noise", "covariance": -0.1}}), "perturbation.covariance: -0.1; give 0 to 1");
    check(json!({"perturbation": {"kind": "bootstrap"}}), "prices: missing");
    check(json!({"perturbation": {"kind": "bootstrap", "block": 0}}), "perturbation.block: 0; give at least 1");
    check(json!({"perturbation": {"kind": "jackknife"}}), "unknown variant `jackknife`");
    let scenarios = json!({"assets": ["A"], "returns": [[0.01], [-0.01], [0.02]], "objective": "minimum_cvar"});
    check(json!({"optimization": scenarios}), "perturbation.kind: noise changes moments");
}

#[test]
fn the_same_seed_gives_the_same_scatter_and_no_noise_gives_none() {
    let request = |objective: &str, perturbation: Value, seed: u64| json!({"optimization": optimization(objective), "perturbation": perturbation, "samples": 40, "seed": seed});
    let noise = json!({"kind": "noise", "expected_returns": 0.1, "covariance": 0.05});
    let once = perturbed(&request("maximum_sharpe", noise.clone(), 7)).unwrap();
    assert_eq!(once, perturbed(&request("maximum_sharpe", noise.clone(), 7)).unwrap());
    assert_ne!(once, perturbed(&request("maximum_sharpe", noise.clone(), 8)).unwrap());
    assert_eq!(once.solved, 40);
    // Minimum variance does not look at expected returns; equal weights look at nothing.
    let silent = json!({"kind": "noise", "expected_returns": 0.1, "covariance": 0.0});
    let variance = perturbed(&request("minimum_variance", silent, 7)).unwrap();
    assert!(variance.mean_turnover < 1e-9, "{variance:?}");
    assert!(perturbed(&request("equal_weight", noise.clone(), 7)).unwrap().mean_turnover < 1e-15);
    let parity = perturbed(&request("risk_parity", noise, 7)).unwrap();
    assert!(parity.mean_turnover > 0.0 && parity.mean_turnover < once.mean_turnover, "risk parity is the steadier");
    for asset in once.assets.values() {
        assert!(asset.quantile_05 <= asset.mean + 1e-12 && asset.mean <= asset.quantile_95.max(asset.mean) + 1e-12);
    }
}

#[test]
fn a_bootstrap_scatters_around_the_estimate() {
    let request = json!({
        "optimization": optimization("hierarchical_risk_parity"), "samples": 30, "seed": 1,
        "perturbation": {"kind": "bootstrap", "block": 10},
    });
    let result = perturbed(&request).unwrap();
    assert_eq!(result.solved, 30);
    assert!((result.assets.values().map(|asset| asset.mean).sum::<f64>() - 1.0).abs() < 1e-12);
    assert!(result.assets.values().all(|asset| asset.deviation > 0.0 && asset.deviation < 0.2));
    assert!(result.turnover_95 >= result.mean_turnover);
    let tails = perturbed(&json!({
        "optimization": optimization("minimum_cvar"), "samples": 3, "perturbation": {"kind": "bootstrap"},
    }));
    assert!(tails.unwrap().mean_turnover > 0.01);
}

#[test]
fn comparisons_can_be_cancelled_and_their_progress_never_falls() {
    let walk: WalkForwardRequest =
        serde_json::from_value(json!({"optimization": optimization("risk_parity"), "rebalance_every": 200})).unwrap();
    let scatter: StabilityRequest =
        serde_json::from_value(json!({"optimization": optimization("risk_parity"), "samples": 3})).unwrap();
    for stop_at in [1, 2, 5, 20] {
        let (mut step, mut last) = (0, 0.0);
        let mut watch = |progress: optimize::Progress| {
            step += 1;
            assert!(progress.fraction >= last && progress.fraction <= 1.0);
            last = progress.fraction;
            if step == stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        assert_eq!(walk_forward(&walk, &mut watch), Err(OptimizeError::Cancelled));
        (step, last) = (0, 0.0);
        let mut watch = |progress: optimize::Progress| {
            step += 1;
            assert!(progress.fraction >= last && progress.fraction <= 1.0);
            last = progress.fraction;
            if step == stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        assert_eq!(stability(&scatter, &mut watch), Err(OptimizeError::Cancelled));
    }
}
