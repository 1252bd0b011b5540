//! What holds for every objective that follows a rule: limits, sums, scale, order of the assets, and words where it cannot.

use std::ops::ControlFlow;

use optimize::{Bounds, ClusterRule, Objective, OptimizationRequest, OptimizationResult, OptimizeError, Status};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{solve, solve_json};

const RULES: [Objective; 6] = [
    Objective::RiskParity,
    Objective::HierarchicalRiskParity,
    Objective::HierarchicalEqualRiskContribution,
    Objective::NestedClusters,
    Objective::EqualWeight,
    Objective::InverseVolatility,
];

/// Random moments (`Σ = BB' + D`) without an objective.
fn requests() -> impl Strategy<Value = OptimizationRequest> {
    (1usize..14)
        .prop_flat_map(|n| {
            (
                proptest::collection::vec(-0.1..0.4, n),
                proptest::collection::vec(-0.2..0.5, n * 3),
                proptest::collection::vec(0.001..0.2, n),
            )
        })
        .prop_map(|(mean, loadings, own)| {
            let n = mean.len();
            let mut request =
                OptimizationRequest::new((0..n).map(|i| format!("A{i}")).collect(), Objective::EqualWeight);
            let common = |i: usize, j: usize| (0..3).map(|k| loadings[i * 3 + k] * loadings[j * 3 + k]).sum::<f64>();
            let entry = |i: usize, j: usize| common(i, j) + if i == j { own[i] } else { 0.0 };
            request.covariance = Some((0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect());
            request.expected_returns = Some(mean);
            request
        })
}

fn weights(result: &OptimizationResult) -> Vec<f64> {
    result.weights.values().copied().collect()
}

/// The request with its assets in another order.
fn permuted(request: &OptimizationRequest, order: &[usize]) -> OptimizationRequest {
    let rows = request.covariance.as_ref().unwrap();
    let mean = request.expected_returns.as_ref().unwrap();
    OptimizationRequest {
        assets: order.iter().map(|&i| request.assets[i].clone()).collect(),
        covariance: Some(order.iter().map(|&i| order.iter().map(|&j| rows[i][j]).collect()).collect()),
        expected_returns: Some(order.iter().map(|&i| mean[i]).collect()),
        ..request.clone()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn weights_sum_to_one_and_depend_on_neither_scale_nor_order(
        request in requests(), scale in 0.001..1000.0, seed in any::<u64>(),
    ) {
        let n = request.assets.len();
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by_key(|&i| seed.rotate_left(7 * u32::try_from(i).unwrap()).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        for objective in RULES {
            let request = OptimizationRequest { objective, ..request.clone() };
            let result = solve(&request).map_err(|error| TestCaseError::fail(format!("{objective:?}: {error}")))?;
            prop_assert_eq!(result.status, Status::ByRule);
            let ours = weights(&result);
            prop_assert!((ours.iter().sum::<f64>() - 1.0).abs() <= 1e-12);
            prop_assert!(ours.iter().all(|weight| *weight >= 0.0));
            if objective == Objective::RiskParity {
                let parts = result.risk_contributions.as_ref().unwrap();
                prop_assert!(parts.values().all(|part| (part - 1.0 / n as f64).abs() <= 1e-10));
            }
            let rows = request.covariance.as_ref().unwrap();
            let scaled = rows.iter().map(|row| row.iter().map(|value| value * scale).collect()).collect();
            let other = solve(&OptimizationRequest { covariance: Some(scaled), ..request.clone() }).unwrap();
            prop_assert!(weights(&other).iter().zip(&ours).all(|(a, b)| (a - b).abs() <= 1e-8), "{:?}: scale", objective);
            // The halves of HRP depend on which of two branches stands left, hence on the order of the assets.
            if objective != Objective::HierarchicalRiskParity {
                let other = solve(&permuted(&request, &order)).unwrap();
                for (name, weight) in &result.weights {
                    prop_assert!((other.weights[name] - weight).abs() <= 1e-8, "{:?}: order", objective);
                }
            }
        }
    }

    #[test]
    fn bounds_are_kept_or_refused_in_words(
        request in requests(), pairs in proptest::collection::vec((0.0..0.1, 0.1..0.9), 14),
    ) {
        let mut request = request;
        let n = request.assets.len();
        let bounds: Vec<[f64; 2]> = pairs[..n].iter().map(|(low, wide)| [*low, low + wide]).collect();
        request.bounds = Some(Bounds::PerAsset(bounds.clone()));
        for objective in RULES {
            request.objective = objective;
            match solve(&request) {
                Ok(result) => {
                    let ours = weights(&result);
                    prop_assert!((ours.iter().sum::<f64>() - 1.0).abs() <= 1e-9);
                    prop_assert!(ours.iter().zip(&bounds).all(|(w, [low, high])| *w >= low - 1e-9 && *w <= high + 1e-9));
                }
                Err(OptimizeError::Infeasible { .. }) => {}
                // Risk budgets beside lower bounds that hedge each other; an optimum of optima knows no bounds.
                Err(error @ (OptimizeError::InvalidField { .. } | OptimizeError::LimitNotKept { .. })) => {
                    prop_assert!(matches!(objective, Objective::RiskParity | Objective::NestedClusters), "{}", error);
                }
                Err(error) => prop_assert!(false, "{objective:?}: {error}"),
            }
        }
    }
}

fn base(objective: &str) -> Value {
    json!({
        "assets": ["A", "B", "C"],
        "covariance": [[0.04, 0.01, 0.0], [0.01, 0.09, 0.02], [0.0, 0.02, 0.16]],
        "objective": objective,
    })
}

fn with(objective: &str, changes: &Value) -> Result<OptimizationResult, OptimizeError> {
    let mut request = base(objective);
    request.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    solve_json(&request.to_string())
}

fn names() -> Vec<String> {
    RULES.iter().map(|rule| serde_json::to_value(rule).unwrap().as_str().unwrap().to_owned()).collect()
}

#[test]
fn baselines_are_what_they_say() {
    let equal = with("equal_weight", &json!({})).unwrap();
    assert_eq!(weights(&equal), [1.0 / 3.0; 3]);
    let inverse = with("inverse_volatility", &json!({})).unwrap();
    // 1/0.2, 1/0.3, 1/0.4 over their sum.
    assert!(weights(&inverse).iter().zip([6.0 / 13.0, 4.0 / 13.0, 3.0 / 13.0]).all(|(a, b)| (a - b).abs() < 1e-15));
    let bounded = with("equal_weight", &json!({"bounds": {"A": [0.0, 0.2]}})).unwrap();
    assert!(weights(&bounded).iter().zip([0.2, 0.4, 0.4]).all(|(a, b)| (a - b).abs() < 1e-15));
    assert_eq!(equal.expected_return, None);
    assert_eq!(equal.objective_value, None);
}

#[test]
fn one_asset_has_the_whole_weight() {
    for name in names() {
        let request = json!({"assets": ["A"], "covariance": [[0.04]], "objective": name});
        let result = solve_json(&request.to_string()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(result.weights["A"], 1.0, "{name}");
        assert!(result.warnings[0].contains("one asset only"), "{:?}", result.warnings);
    }
}

#[test]
fn a_constant_series_is_named_where_it_matters() {
    let constant = json!({"covariance": [[0.04, 0.01, 0.0], [0.01, 0.09, 0.0], [0.0, 0.0, 0.0]]});
    for name in names() {
        let result = with(&name, &constant);
        if name == "equal_weight" {
            assert_eq!(weights(&result.unwrap()), [1.0 / 3.0; 3]);
            continue;
        }
        let error = result.unwrap_err();
        assert_eq!(error.request_field(), Some("covariance"), "{name}: {error}");
        assert!(error.to_string().contains("C has no variance (a constant series)"), "{name}: {error}");
    }
    // The same from prices.
    let prices = json!({
        "dates": ["2020-01-02", "2020-01-03", "2020-01-06", "2020-01-07"],
        "prices": {"A": [1, 2, 3, 2], "B": [2, 2.5, 2, 3], "Cash": [1, 1, 1, 1]},
        "covariance_model": {"model": "sample"}, "objective": "hierarchical_risk_parity",
    });
    let error = solve_json(&prices.to_string()).unwrap_err();
    assert!(error.to_string().contains("Cash has no variance"), "{error}");
}

#[test]
fn too_few_prices_and_bad_settings_are_told() {
    let short =
        json!({"dates": ["2020-01-02"], "prices": {"A": [1], "B": [2]}, "objective": "hierarchical_risk_parity"});
    let error = solve_json(&short.to_string()).unwrap_err();
    assert_eq!(error.code(), "too_few_observations", "{error}");
    let check = |changes: Value, words: &str| {
        let error = with("nested_clusters", &changes).expect_err(&changes.to_string());
        assert!(error.to_string().contains(words), "{changes}: {error}");
    };
    check(json!({"n_clusters": 0}), "n_clusters: 0; give 1 to 3, the number of assets");
    check(json!({"n_clusters": 4}), "n_clusters: 4; give 1 to 3");
    check(json!({"linkage": "centroid"}), "unknown variant `centroid`");
    check(
        json!({"nested": {"inner": "maximum_sharpe"}}),
        "expected_returns: missing; nested clusters of maximum_sharpe",
    );
    check(json!({"nested": {"middle": "maximum_sharpe"}}), "unknown field `middle`");
    check(json!({"risk_free_rate": null}), "invalid type");
    let request =
        OptimizationRequest { risk_free_rate: f64::NAN, ..serde_json::from_value(base("equal_weight")).unwrap() };
    assert_eq!(solve(&request).unwrap_err().request_field(), Some("risk_free_rate"));
}

#[test]
fn limits_that_a_rule_cannot_keep_are_refused_in_words() {
    let group = json!({"groups": [{"name": "Technology", "assets": ["A", "B"], "upper": 0.3}]});
    for name in names() {
        let error = with(&name, &group).unwrap_err();
        assert_eq!(error.code(), "limit_not_kept", "{name}: {error}");
        assert!(error.to_string().starts_with(&format!("{name} follows a rule")), "{error}");
        assert!(error.to_string().contains("but the limit is Technology at most 30 %; remove the limit"), "{error}");
        // A group limit that holds anyway is no trouble.
        assert!(with(&name, &json!({"groups": [{"name": "All", "assets": ["A", "B", "C"], "upper": 1.0}]})).is_ok());
        let short = with(&name, &json!({"bounds": {"A": [-0.5, -0.1]}})).unwrap_err();
        assert!(short.to_string().contains("at most \u{2212}10 % is a short position"), "{short}");
        let hedged = with(&name, &json!({"bounds": {"A": [-1.0, 1.0], "B": [0.6, 1.0], "C": [0.6, 1.0]}})).unwrap_err();
        assert!(hedged.to_string().contains("leave room for 120 % to 300 % of a budget of 100 %"), "{hedged}");
        assert_eq!(with(&name, &json!({"bounds": [0, 0.2]})).unwrap_err().code(), "infeasible");
    }
}

#[test]
fn a_cluster_without_excess_return_takes_its_minimum_variance() {
    let request = json!({
        "assets": ["A", "B", "C", "D"], "expected_returns": [0.1, 0.12, -0.1, -0.2],
        "covariance": [[0.04, 0.03, 0.0, 0.0], [0.03, 0.04, 0.0, 0.0], [0.0, 0.0, 0.04, 0.03], [0.0, 0.0, 0.03, 0.04]],
        "objective": "nested_clusters", "n_clusters": 2, "nested": {"inner": "maximum_sharpe", "outer": "minimum_variance"},
    });
    let result = solve_json(&request.to_string()).unwrap();
    assert!(result.warnings[0].starts_with("in the cluster of C and D nothing earns more"), "{:?}", result.warnings);
    assert!((result.weights["C"] - result.weights["D"]).abs() < 1e-9);
}

#[test]
fn a_rule_can_be_cancelled_at_every_step() {
    for objective in RULES {
        let mut request: OptimizationRequest = serde_json::from_value(base("equal_weight")).unwrap();
        (request.objective, request.cluster_rule) = (objective, Some(ClusterRule::Silhouette));
        let mut n_steps = 0;
        optimize::optimize(&request, &mut |_| {
            n_steps += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
        assert!(n_steps >= 3);
        for stop_at in 1..=n_steps {
            let (mut step, mut last) = (0, 0.0);
            let result = optimize::optimize(&request, &mut |progress| {
                step += 1;
                assert!(progress.fraction >= last && progress.fraction <= 1.0);
                last = progress.fraction;
                if step == stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert_eq!(result, Err(OptimizeError::Cancelled), "{objective:?} at {stop_at}");
        }
    }
}
