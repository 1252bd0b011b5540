//! Every request that cannot be solved: what the message says, and its code.

use optimize::{OptimizationRequest, OptimizeError};
use serde_json::{Value, json};

use crate::{solve, solve_json};

fn base() -> Value {
    json!({
        "assets": ["A", "B", "C"],
        "expected_returns": [0.05, 0.1, 0.15],
        "covariance": [[0.04, 0.01, 0.0], [0.01, 0.09, 0.02], [0.0, 0.02, 0.16]],
        "objective": "minimum_variance",
    })
}

/// The base request with these fields set (null removes one).
fn with(changes: &Value) -> Value {
    let mut request = base();
    for (field, value) in changes.as_object().unwrap() {
        if value.is_null() {
            request.as_object_mut().unwrap().remove(field);
        } else {
            request[field] = value.clone();
        }
    }
    request
}

fn check(changes: &Value, code: &str, words: &str) -> OptimizeError {
    let error = solve_json(&with(changes).to_string()).expect_err(&changes.to_string());
    assert_eq!(error.code(), code, "{changes}: {error}");
    assert!(error.to_string().contains(words), "{changes}: {error}");
    error
}

#[test]
fn the_smallest_request_is_solved() {
    let result = solve_json(&base().to_string()).unwrap();
    assert_eq!(result.weights.keys().collect::<Vec<_>>(), ["A", "B", "C"]);
    let without_returns = solve_json(&with(&json!({"expected_returns": null})).to_string()).unwrap();
    assert_eq!(without_returns.weights, result.weights);
    assert_eq!(without_returns.expected_return, None);
    assert_eq!(without_returns.sharpe_reason.as_deref(), Some("no expected returns were given"));
}

#[test]
fn json_that_is_not_a_request_is_named() {
    let parse = |text: &str| OptimizationRequest::from_json(text.as_bytes()).unwrap_err();
    let check = |text: &str, words: &str| {
        let error = parse(text);
        assert_eq!(error.code(), "malformed_request");
        assert!(error.to_string().contains(words), "{error}");
    };
    check("", "it is empty");
    check("{", "line 1 column 1");
    check(&with(&json!({"bound": [0, 1]})).to_string(), "unknown field `bound`");
    check(&with(&json!({"objective": "max_profit"})).to_string(), "unknown variant `max_profit`");
    check(&with(&json!({"objective": null})).to_string(), "missing field `objective`");
    check(&with(&json!({"bounds": "none"})).to_string(), "bounds as [lower, upper]");
    check(&with(&json!({"bounds": [0, 1, 2]})).to_string(), "bounds must be [lower, upper]");
    check(&with(&json!({"bounds": {"A": [0.1]}})).to_string(), "invalid length 1");
    check(&with(&json!({"groups": [{"name": "x", "assets": ["A"], "limit": 1}]})).to_string(), "unknown field `limit`");
    check(&with(&json!({"covariance_model": {"model": "sample", "spam": 1}})).to_string(), "spam");
    check(&base().to_string().replace("0.05", "1e999"), "number out of range");
}

#[test]
fn assets_and_moments_must_fit_together() {
    check(&json!({"assets": []}), "invalid_field", "name at least one asset");
    check(&json!({"assets": ["A", "B", "A"]}), "invalid_field", "A is listed twice");
    check(&json!({"assets": ["A", " ", "C"]}), "invalid_field", "name is empty");
    check(&json!({"expected_returns": [0.1]}), "invalid_field", "1 values for 3 assets");
    check(
        &json!({"expected_returns": [0.1, null, 0.2]}),
        "invalid_field",
        "expected_returns: the value of B is missing",
    );
    check(&json!({"covariance": null}), "invalid_field", "covariance: missing");
    check(&json!({"covariance": [[1.0]]}), "invalid_field", "1 rows for 3 assets");
    check(&json!({"covariance": [[1, 0, 0], [0, 1], [0, 0, 1]]}), "invalid_field", "row of B has 2 values");
    let error = check(
        &json!({"covariance": [[1, 0, 0], [0, 1, null], [0, 0, 1]]}),
        "invalid_field",
        "the value of B and C is missing",
    );
    assert_eq!(error.request_field(), Some("covariance"));
    check(&json!({"covariance": [[1, 0, 0], [0, -1, 0], [0, 0, 1]]}), "invalid_field", "variance of B is -1e0");
    check(&json!({"covariance": [[0, 0, 0], [0, 0, 0], [0, 0, 0]]}), "invalid_field", "every variance is zero");
    check(
        &json!({"covariance": [[1, 0.2, 0], [0.3, 1, 0], [0, 0, 1]]}),
        "invalid_field",
        "not symmetric: A and B have",
    );
    let missing = json!({"expected_returns": null, "objective": "maximum_sharpe"});
    check(&missing, "invalid_field", "choose minimum_variance");
}

#[test]
fn an_indefinite_covariance_is_refused_with_its_eigenvalue() {
    let error = check(
        &json!({"covariance": [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]}),
        "indefinite_covariance",
        "smallest eigenvalue is -8",
    );
    let OptimizeError::IndefiniteCovariance { min_eigenvalue, .. } = error else { panic!("{error}") };
    assert!((min_eigenvalue + 0.8).abs() < 1e-12);
}

#[test]
fn a_singular_covariance_is_solved_with_a_warning() {
    // B is a copy of A: half each is the most evenly spread of the equally good portfolios.
    let result =
        solve_json(&with(&json!({"covariance": [[0.04, 0.04, 0.0], [0.04, 0.04, 0.0], [0.0, 0.0, 0.04]]})).to_string())
            .unwrap();
    assert!(result.warnings[0].contains("singular"), "{:?}", result.warnings);
    let weights: Vec<f64> = result.weights.values().copied().collect();
    assert!(weights.iter().zip([0.25, 0.25, 0.5]).all(|(a, b)| (a - b).abs() < 1e-6), "{weights:?}");
    // A and B cancel each other: no risk, so that no Sharpe ratio exists.
    let mirrored = json!({"covariance": [[0.04, -0.04, 0.0], [-0.04, 0.04, 0.0], [0.0, 0.0, 0.04]]});
    let result = solve_json(&with(&mirrored).to_string()).unwrap();
    assert!(result.volatility < 1e-4 && result.sharpe.is_none_or(|sharpe| sharpe > 1e3));
    let mut request = with(&mirrored);
    request["objective"] = json!("maximum_sharpe");
    let error = solve_json(&request.to_string()).unwrap_err();
    assert_eq!(error.code(), "unbounded_sharpe", "{error}");
}

#[test]
fn a_tiny_asymmetry_is_averaged_with_a_warning() {
    let mut request = base();
    request["covariance"][0][1] = json!(0.010_000_01);
    let result = solve_json(&request.to_string()).unwrap();
    assert!(result.warnings[0].contains("slightly asymmetric"), "{:?}", result.warnings);
}

#[test]
fn one_asset_has_the_whole_weight() {
    for objective in ["minimum_variance", "maximum_sharpe", "efficient_frontier", "maximum_quadratic_utility"] {
        let request =
            json!({"assets": ["A"], "expected_returns": [0.1], "covariance": [[0.04]], "objective": objective});
        let result = solve_json(&request.to_string()).unwrap_or_else(|error| panic!("{objective}: {error}"));
        assert_eq!(result.weights["A"], 1.0, "{objective}");
        assert!(result.warnings.iter().any(|warning| warning.contains("one asset only")), "{:?}", result.warnings);
    }
    let request = json!({"assets": ["A"], "covariance": [[0.04]], "objective": "minimum_variance", "bounds": [0, 0.5]});
    let error = solve_json(&request.to_string()).unwrap_err();
    assert_eq!(error.code(), "infeasible");
}

#[test]
fn bounds_and_groups_are_checked() {
    check(&json!({"bounds": [0.5, 0.2]}), "invalid_field", "bounds.A: lower 50 % is above upper 20 %");
    check(&json!({"bounds": [[0, 1], [0, 1]]}), "invalid_field", "2 pairs for 3 assets");
    check(&json!({"bounds": {"D": [0, 1]}}), "invalid_field", "D is not one of the assets");
    check(&json!({"bounds": [-0.1, 1], "long_only": true}), "invalid_field", "allows a short position but long_only");
    let group = |group: Value| json!({"groups": [group]});
    check(&group(json!({"name": "G", "assets": ["D"], "upper": 1})), "invalid_field", "groups.G: D is not one of");
    check(&group(json!({"name": "G", "assets": ["A", "A"], "upper": 1})), "invalid_field", "A is listed twice");
    check(&group(json!({"name": "G", "assets": [], "upper": 1})), "invalid_field", "has no assets");
    check(&group(json!({"name": "G", "assets": ["A"]})), "invalid_field", "neither lower nor upper");
    check(&group(json!({"name": " ", "assets": ["A"], "upper": 1})), "invalid_field", "no name");
    check(
        &group(json!({"name": "G", "assets": ["A"], "lower": 0.5, "upper": 0.1})),
        "invalid_field",
        "lower 50 % is above",
    );
}

#[test]
fn contradicting_limits_are_told_in_words_with_the_arithmetic() {
    check(
        &json!({"bounds": [0, 0.2]}),
        "infeasible",
        "all assets at most 20 % each allow at most 60 % of a budget of 100 %",
    );
    check(&json!({"bounds": [0.4, 1]}), "infeasible", "all assets at least 40 % each need 120 % of a budget of 100 %");
    let error = check(
        &json!({"groups": [
            {"name": "Energy", "assets": ["A"], "lower": 0.6},
            {"name": "Information Technology", "assets": ["B"], "lower": 0.5},
            {"name": "Harmless", "assets": ["A", "C"], "upper": 0.9},
        ]}),
        "infeasible",
        "Energy at least 60 % and Information Technology at least 50 % need 110 % of a budget of 100 %",
    );
    let OptimizeError::Infeasible { constraints, .. } = error else { panic!("{error}") };
    let expected =
        ["Energy at least 60 %", "Information Technology at least 50 %", "C at least 0 %", "the budget of 100 %"];
    assert_eq!(constraints, expected);
    check(
        &json!({"bounds": {"A": [0, 0.2], "B": [0, 0.1]}, "groups": [{"name": "G", "assets": ["A", "B"], "lower": 0.4}]}),
        "infeasible",
        "G at least 40 % needs 40 %, but A at most 20 % and B at most 10 % allow only 30 %",
    );
    check(
        &json!({"groups": [{"name": "G", "assets": ["A", "B"], "upper": 0.3}, {"name": "H", "assets": ["C"], "upper": 0.5}]}),
        "infeasible",
        "G at most 30 % and H at most 50 % allow at most 80 % of a budget of 100 %",
    );
}

#[test]
fn targets_out_of_reach_say_what_is_possible() {
    let objective = |name: &str, field: &str, value: f64| json!({"objective": name, field: value});
    check(&objective("efficient_return", "target_return", 0.2), "target_return_out_of_reach", "returns up to 15 %");
    check(&json!({"objective": "efficient_return"}), "invalid_field", "target_return: missing");
    check(
        &objective("efficient_risk", "target_volatility", 0.01),
        "target_volatility_too_low",
        "variance portfolio has 1",
    );
    check(&json!({"objective": "efficient_risk"}), "invalid_field", "target_volatility: missing");
    check(&objective("efficient_risk", "target_volatility", -0.1), "invalid_field", "must be above zero");
    check(&objective("maximum_quadratic_utility", "risk_aversion", 0.0), "invalid_field", "must be above zero");
    check(&json!({"objective": "efficient_frontier", "points": 1}), "invalid_field", "give 2 to 1000");
    let low = solve_json(&with(&objective("efficient_return", "target_return", 0.01)).to_string()).unwrap();
    assert!(low.warnings[0].contains("target_return does not bind"), "{:?}", low.warnings);
    let high = solve_json(&with(&objective("efficient_risk", "target_volatility", 0.9)).to_string()).unwrap();
    assert!(high.warnings[0].contains("target_volatility does not bind"), "{:?}", high.warnings);
    assert_eq!(high.weights["C"], 1.0);
}

#[test]
fn returns_at_or_below_the_risk_free_rate_have_no_maximum_sharpe() {
    for rate in [0.15, 0.2] {
        let error = check(
            &json!({"objective": "maximum_sharpe", "risk_free_rate": rate}),
            "no_excess_return",
            "the highest is 15 %",
        );
        assert!(error.to_string().contains("use minimum_variance"), "{error}");
    }
    // With a group limit the highest return within the limits counts, not the highest of any asset.
    let limited = json!({
        "objective": "maximum_sharpe", "risk_free_rate": 0.12,
        "groups": [{"name": "G", "assets": ["C"], "upper": 0.3}],
    });
    check(&limited, "no_excess_return", "the highest is 11.5 %");
    // A frontier still has its points then, but no tangency.
    let frontier =
        solve_json(&with(&json!({"objective": "efficient_frontier", "risk_free_rate": 0.5})).to_string()).unwrap();
    assert!(frontier.tangency.is_none() && frontier.frontier.len() == 50);
    assert!(frontier.warnings[0].contains("no tangency"), "{:?}", frontier.warnings);
}

#[test]
fn equal_returns_make_the_frontier_a_point() {
    let request = with(&json!({"objective": "efficient_frontier", "expected_returns": [0.1, 0.1, 0.1]}));
    let result = solve_json(&request.to_string()).unwrap();
    assert_eq!(result.frontier.len(), 1);
    assert!(result.warnings[0].contains("one point"), "{:?}", result.warnings);
}

#[test]
fn a_solve_can_be_cancelled_at_every_step() {
    let request =
        OptimizationRequest::from_json(with(&json!({"objective": "efficient_frontier"})).to_string().as_bytes());
    let request = request.unwrap();
    let mut n_steps = 0;
    optimize::optimize(&request, &mut |_| {
        n_steps += 1;
        std::ops::ControlFlow::Continue(())
    })
    .unwrap();
    assert!(n_steps >= 5);
    for stop_at in 1..=n_steps {
        let (mut step, mut last) = (0, 0.0);
        let result = optimize::optimize(&request, &mut |progress| {
            step += 1;
            assert!(progress.fraction >= last && progress.fraction <= 1.0);
            last = progress.fraction;
            if step == stop_at { std::ops::ControlFlow::Break(()) } else { std::ops::ControlFlow::Continue(()) }
        });
        assert_eq!(result, Err(OptimizeError::Cancelled), "step {stop_at}");
    }
}

#[test]
fn the_same_request_gives_the_same_bits() {
    for objective in ["minimum_variance", "maximum_sharpe", "efficient_frontier"] {
        let request = with(&json!({"objective": objective}));
        let text = || {
            let request = OptimizationRequest::from_json(request.to_string().as_bytes()).unwrap();
            serde_json::to_string(&solve(&request).unwrap()).unwrap()
        };
        assert_eq!(text(), text());
    }
}

#[test]
fn an_excess_return_of_exactly_nothing_has_no_maximum_sharpe() {
    // What can be reached at most is 11.5 %, 15 %, 12.5 %, 12 % and 11 %, in decimals that binary fractions do not hit.
    let capped = |upper: f64| json!([{"name": "G", "assets": ["C"], "upper": upper}]);
    for (groups, highest) in [(capped(0.3), 0.115), (capped(0.5), 0.125), (capped(0.4), 0.12), (capped(0.2), 0.11)] {
        for returns in [[0.05, 0.1, 0.15], [0.1, 0.1, 0.15], [-0.3, 0.1, 0.15]] {
            let changes = json!({
                "objective": "maximum_sharpe", "groups": groups, "risk_free_rate": highest, "expected_returns": returns,
            });
            check(&changes, "no_excess_return", "use minimum_variance");
        }
    }
    // The same where cash is held: nothing earns more than the cash.
    let net = json!({"net_exposure": {"lower": 0.0, "upper": 1.0}});
    let sharpe = |more: Value| {
        let mut request = json!({"objective": "maximum_sharpe", "risk_free_rate": 0.15});
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        request
    };
    check(&sharpe(json!({"constraints": net})), "no_excess_return", "use minimum_variance");
    check(&sharpe(json!({"constraints": {"cash_buffer": 0.1}})), "no_excess_return", "use minimum_variance");
    // And where cones are needed: a cap of risk, and costs that eat the excess up.
    check(&sharpe(json!({"constraints": {"volatility": 0.9}})), "no_excess_return", "use minimum_variance");
    let eaten = json!({
        "risk_free_rate": 0.14, "costs": {"linear": 0.01}, "current_weights": {},
    });
    check(&sharpe(eaten), "no_excess_return", "use minimum_variance");
    // A riskless asset that earns the risk-free rate is no arbitrage.
    let riskless = json!({
        "covariance": [[0.04, 0, 0], [0, 0.09, 0], [0, 0, 0]], "expected_returns": [0.05, 0.1, 0.15],
    });
    check(&sharpe(riskless), "no_excess_return", "use minimum_variance");
}

#[test]
fn a_ratio_without_expected_returns_names_the_contradiction() {
    let changes = json!({
        "objective": "maximum_diversification", "expected_returns": null, "current_weights": {"A": 1.0},
        "bounds": {"A": [0.0, 0.2]}, "constraints": {"turnover": 0.1},
    });
    check(&changes, "infeasible", "a turnover of at most 10 %");
}
