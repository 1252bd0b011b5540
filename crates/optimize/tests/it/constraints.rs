//! Constraints and costs with every convex objective: what they hold, what easing them gains, what cannot be.

use optimize::{OptimizationRequest, OptimizationResult, OptimizeError};
use serde_json::{Value, json};

use crate::conic_golden::with_returns;
use crate::solve;

const CONVEX: [&str; 14] = [
    "minimum_variance",
    "maximum_sharpe",
    "efficient_return",
    "efficient_risk",
    "maximum_quadratic_utility",
    "minimum_cvar",
    "minimum_cdar",
    "minimum_semivariance",
    "minimum_mean_absolute_deviation",
    "worst_case",
    "maximum_log_utility",
    "minimum_tracking_error",
    "maximum_diversification",
    "maximum_decorrelation",
];

/// Eight stocks over the last year of the history, with everything an objective may ask for.
fn base(objective: &str) -> Value {
    let mut request = with_returns("us8_2009_2013/inputs");
    let rows = request["returns"].as_array().unwrap();
    request["returns"] = json!(rows[rows.len() - 250..]);
    request["objective"] = json!(objective);
    request["risk_free_rate"] = json!(0.01);
    request["target_return"] = json!(0.12);
    request["target_volatility"] = json!(0.19);
    request["risk_aversion"] = json!(4.0);
    request["uncertainty"] = json!({"radius": 0.5, "years": 5});
    request["current_weights"] = json!({"AAPL": 0.2, "BAC": 0.2, "CVX": 0.2, "JNJ": 0.2, "JPM": 0.2});
    request["benchmark_weights"] = json!({"JNJ": 0.25, "PG": 0.25, "WMT": 0.25, "XOM": 0.25});
    request
}

fn run(request: &Value) -> Result<OptimizationResult, OptimizeError> {
    solve(&OptimizationRequest::from_json(request.to_string().as_bytes())?)
}

fn solved(request: &Value) -> OptimizationResult {
    run(request).unwrap_or_else(|error| panic!("{} {}: {error}", request["objective"], request["constraints"]))
}

/// Larger is better.
fn worth(result: &OptimizationResult) -> f64 {
    let objective = serde_json::to_value(result.objective).unwrap();
    let value = result.objective_value.unwrap();
    let maximized = [
        "maximum_sharpe",
        "efficient_risk",
        "maximum_quadratic_utility",
        "worst_case",
        "maximum_log_utility",
        "maximum_diversification",
    ];
    if maximized.contains(&objective.as_str().unwrap()) { value } else { -value }
}

fn matrix(request: &Value) -> Vec<Vec<f64>> {
    serde_json::from_value(request["covariance"].clone()).unwrap()
}

fn volatility(request: &Value, w: &[f64]) -> f64 {
    let rows = matrix(request);
    let variance: f64 = rows.iter().zip(w).map(|(row, a)| a * row.iter().zip(w).map(|(c, b)| c * b).sum::<f64>()).sum();
    variance.max(0.0).sqrt()
}

fn vector(request: &Value, field: &str) -> Vec<f64> {
    let assets = request["assets"].as_array().unwrap();
    assets.iter().map(|asset| request[field][asset.as_str().unwrap()].as_f64().unwrap_or(0.0)).collect()
}

fn weights(result: &OptimizationResult) -> Vec<f64> {
    result.weights.values().copied().collect()
}

#[test]
fn every_objective_keeps_every_cap_and_easing_it_never_hurts() {
    for objective in CONVEX {
        let request = base(objective);
        let free = solved(&request);
        let caps = [json!({"turnover": 0.8}), json!({"tracking_error": 0.12}), json!({"volatility": 0.175})];
        for cap in caps {
            let mut tight = request.clone();
            tight["constraints"] = cap.clone();
            let result = solved(&tight);
            assert!(result.residuals.primal <= 1e-7, "{objective} {cap}: {:?}", result.residuals);
            assert!((result.weights.values().sum::<f64>() - 1.0).abs() <= 1e-9);
            assert!(result.weights.values().all(|weight| *weight >= 0.0));
            let w = weights(&result);
            let distance =
                |field: &str| -> Vec<f64> { w.iter().zip(vector(&request, field)).map(|(a, b)| a - b).collect() };
            let used = [
                distance("current_weights").iter().map(|d| d.abs()).sum::<f64>(),
                volatility(&request, &distance("benchmark_weights")),
                volatility(&request, &w),
            ];
            let (k, (name, limit)) = cap
                .as_object()
                .unwrap()
                .iter()
                .next()
                .map(|pair| {
                    (["turnover", "tracking_error", "volatility"].iter().position(|n| n == pair.0).unwrap(), pair)
                })
                .unwrap();
            let limit = limit.as_f64().unwrap();
            assert!(used[k] <= limit + 1e-7, "{objective}: {name} is {}", used[k]);
            // A tracking error of nothing is nothing but for rounding.
            let rounding = 1e-7 * worth(&free).abs() + 1e-10;
            assert!(worth(&result) <= worth(&free) + rounding, "{objective} {cap}");
            let mut eased = request.clone();
            eased["constraints"] = json!({name: limit * 1.02});
            let easier = solved(&eased);
            assert!(worth(&easier) >= worth(&result) - rounding, "{objective} {cap}");
            if let Some(pressing) = result.binding.iter().find(|binding| binding.name == name.replace('_', " ")) {
                assert!(pressing.shadow_price.is_none_or(|price| price >= -1e-9), "{objective} {pressing:?}");
                assert!((used[k] - limit).abs() <= 1e-5, "{objective} {cap}: a limit that binds is used up");
            }
        }
    }
}

#[test]
fn shadow_prices_of_caps_are_what_easing_them_gains() {
    for objective in CONVEX {
        // A turnover of 0.8 would be a kink: two of the five holdings are sold, and the third begins to be.
        for (name, limit) in [("turnover", 0.7), ("tracking_error", 0.12), ("volatility", 0.175)] {
            let mut request = base(objective);
            let at = |request: &mut Value, limit: f64| {
                request["constraints"] = json!({name: limit});
                solved(request)
            };
            let result = at(&mut request, limit);
            let Some(binding) = result.binding.iter().find(|binding| binding.name == name.replace('_', " ")) else {
                continue;
            };
            let Some(price) = binding.shadow_price else { continue };
            let step = 1e-4;
            let told = |result: &OptimizationResult| match objective {
                "minimum_variance" | "efficient_return" | "minimum_tracking_error" | "maximum_decorrelation" => {
                    -result.objective_value.unwrap().sqrt()
                }
                _ => worth(result),
            };
            let gain = (told(&at(&mut request, limit + step)) - told(&at(&mut request, limit - step))) / (2.0 * step);
            assert!((gain - price).abs() <= 0.02 * price.abs() + 1e-4, "{objective} {name}: {price} against {gain}");
        }
    }
}

#[test]
fn long_short_limits_hold() {
    for objective in ["minimum_variance", "maximum_quadratic_utility", "minimum_cvar", "maximum_diversification"] {
        let mut request = base(objective);
        request["bounds"] = json!([-0.5, 1.0]);
        request["constraints"] = json!({"gross_exposure": 1.3});
        let gross: f64 = solved(&request).weights.values().map(|weight| weight.abs()).sum();
        assert!(gross <= 1.3 + 1e-7, "{objective}: {gross}");
        request["constraints"] = json!({"short_exposure": 0.1});
        let result = solved(&request);
        let short: f64 = result.weights.values().map(|weight| (-weight).max(0.0)).sum();
        assert!(short <= 0.1 + 1e-7, "{objective}: {short}");
        assert!(result.weights.values().any(|weight| *weight < 0.0), "{objective}: shorts are used");
    }
}

#[test]
fn linear_constraints_hold_with_every_objective() {
    for objective in CONVEX {
        let mut request = base(objective);
        request["constraints"] = json!({
            "factor_exposures": [{"name": "banks' beta", "exposures": {"BAC": 1.5, "JPM": 1.2}, "lower": 0.1, "upper": 0.3}],
            "exclusions": ["XOM"],
            "do_not_trade": ["CVX"],
        });
        request["groups"] = json!([
            {"name": "Banks", "assets": ["BAC", "JPM"], "relative_to": {"group": "Staples", "upper": 0.5}},
            {"name": "Staples", "assets": ["PG", "WMT"]},
        ]);
        let result = solved(&request);
        let w = &result.weights;
        let beta = 1.5 * w["BAC"] + 1.2 * w["JPM"];
        assert!((0.1 - 1e-7..=0.3 + 1e-7).contains(&beta), "{objective}: {beta}");
        assert_eq!((w["XOM"], w["CVX"]), (0.0, 0.2), "{objective}");
        assert!(w["BAC"] + w["JPM"] <= 0.5 * (w["PG"] + w["WMT"]) + 1e-7, "{objective}");
    }
}

#[test]
fn cash_earns_the_risk_free_rate() {
    for objective in CONVEX {
        let mut request = base(objective);
        request["target_return"] = json!(0.1);
        request["constraints"] = json!({"cash_buffer": 0.1});
        let result = solved(&request);
        let w = weights(&result);
        assert!((w.iter().sum::<f64>() - 0.9).abs() <= 1e-9, "{objective}");
        let mean: Vec<f64> = serde_json::from_value(request["expected_returns"].clone()).unwrap();
        let expected = mean.iter().zip(&w).map(|(m, w)| m * w).sum::<f64>() + 0.1 * 0.01;
        assert!((result.expected_return.unwrap() - expected).abs() <= 1e-12, "{objective}");
        // The same as a range that is a point, by the other way of solving.
        request["constraints"] = json!({"net_exposure": {"lower": 0.9, "upper": 0.9}, "turnover": 3.0});
        let other = solved(&request);
        assert!((worth(&other) - worth(&result)).abs() <= 1e-6 * worth(&result).abs(), "{objective}");
    }
    let mut request = base("minimum_variance");
    request["bounds"] = json!([-1.0, 1.0]);
    request["constraints"] = json!({"net_exposure": {"lower": 0.3, "upper": 0.5}});
    let net: f64 = solved(&request).weights.values().sum();
    assert!((net - 0.3).abs() <= 1e-7, "least risk wants most cash: {net}");
}

#[test]
fn costs_are_paid_where_they_are_worth_it() {
    let costs = json!({
        "linear": 0.001, "holding_years": 0.5,
        "impact": {"coefficient": 1.0, "capital": 1e8, "average_daily_volume": {
            "AAPL": 5e9, "BAC": 1e9, "CVX": 8e8, "JNJ": 8e8, "JPM": 2e9, "PG": 8e8, "WMT": 6e8, "XOM": 1e9}},
    });
    for objective in CONVEX.iter().filter(|objective| **objective != "maximum_diversification") {
        let mut request = base(objective);
        let free = solved(&request);
        request["costs"] = costs.clone();
        let paid = solved(&request);
        let report = paid.costs.clone().unwrap();
        assert!(worth(&paid) <= worth(&free) + 1e-9, "{objective}: costs never help");
        assert!(paid.turnover.unwrap() <= free.turnover.unwrap() + 1e-6, "{objective}: costs slow trading down");
        let sum = |part: fn(&optimize::AssetCost) -> f64| report.by_asset.values().map(part).sum::<f64>();
        assert!((report.linear - sum(|cost| cost.linear)).abs() < 1e-15);
        assert!((report.impact - sum(|cost| cost.impact)).abs() < 1e-15);
        assert!((report.linear - 0.001 * report.turnover).abs() < 1e-12, "{objective}");
        assert!((report.per_year - (report.linear + report.impact) / 0.5).abs() < 1e-15);
        // By hand: σ a day · √(capital/volume) · |trade|^(3/2).
        let (trade, impact) = (
            report.by_asset.get("AAPL").map_or(0.0, |cost| cost.trade),
            report.by_asset.get("AAPL").map_or(0.0, |cost| cost.impact),
        );
        let daily = (matrix(&request)[0][0] / 252.0).sqrt();
        assert!((impact - daily * (1e8f64 / 5e9).sqrt() * trade.abs().powf(1.5)).abs() < 1e-15, "{objective}");
    }
}

#[test]
fn shorts_pay_their_borrow() {
    let mut request = base("maximum_quadratic_utility");
    request["bounds"] = json!([-0.5, 1.0]);
    let free = solved(&request);
    request["costs"] = json!({"borrow": 0.08});
    let paid = solved(&request);
    let short = |result: &OptimizationResult| result.weights.values().map(|w| (-w).max(0.0)).sum::<f64>();
    assert!(short(&paid) < short(&free));
    let told = paid.costs.as_ref().unwrap().borrow;
    assert!((told - 0.08 * short(&paid)).abs() < 1e-12);
}

#[test]
fn a_frontier_with_costs_and_turnover_is_of_returns_after_costs() {
    let mut request = base("efficient_frontier");
    request["points"] = json!(8);
    request["costs"] = json!({"linear": 0.002});
    request["constraints"] = json!({"turnover": 1.0});
    let result = solved(&request);
    assert_eq!(result.frontier.len(), 8);
    assert!(result.frontier.windows(2).all(|pair| pair[1].volatility >= pair[0].volatility - 1e-7));
    let tangency = result.tangency.unwrap();
    let current = vector(&request, "current_weights");
    let turnover: f64 = tangency.weights.values().zip(&current).map(|(a, b)| (a - b).abs()).sum();
    assert!(turnover <= 1.0 + 1e-7);
}

#[test]
fn contradictions_name_the_smallest_set() {
    let check = |request: &Value, members: usize, words: &[&str]| {
        let error = run(request).unwrap_err();
        assert_eq!(error.code(), "infeasible", "{error}");
        let OptimizeError::Infeasible { constraints, .. } = &error else { panic!("{error}") };
        assert_eq!(constraints.len(), members, "{error}");
        for word in words {
            assert!(error.to_string().contains(word), "{error}");
        }
    };
    let mut request = base("minimum_variance");
    request["bounds"] = json!({"AAPL": [0.0, 0.05], "PG": [0.0, 0.5]});
    request["constraints"] = json!({"turnover": 0.1, "volatility": 0.5, "tracking_error": 0.9});
    check(&request, 2, &["a turnover of at most 10 % from the current weights", "AAPL at most 5 %"]);
    let mut request = base("minimum_cvar");
    request["constraints"] = json!({"turnover": 0.2, "tracking_error": 0.02});
    check(&request, 2, &["a turnover of at most 20 %", "a tracking error of at most 2 % against the benchmark"]);
    let mut request = base("efficient_return");
    request["target_return"] = json!(0.5);
    request["constraints"] = json!({"volatility": 0.2});
    let error = run(&request).unwrap_err();
    assert!(error.to_string().contains("an expected return of at least 50 %"), "{error}");
    let mut request = base("maximum_log_utility");
    request["constraints"] = json!({"volatility": 0.05});
    let error = run(&request).unwrap_err();
    assert!(error.to_string().contains("a volatility of at most 5 %"), "{error}");
    assert!(error.to_string().contains("the budget of 100 %"), "{error}");
}

#[test]
fn fields_that_cannot_be_used_are_named() {
    let check = |objective: &str, change: Value, words: &str| {
        let mut request = base(objective);
        for (field, value) in change.as_object().unwrap() {
            if value.is_null() {
                request.as_object_mut().unwrap().remove(field);
            } else {
                request[field] = value.clone();
            }
        }
        let error = run(&request).expect_err(&change.to_string());
        assert_eq!(error.code(), "invalid_field", "{change}: {error}");
        assert!(error.to_string().contains(words), "{change}: {error}");
    };
    let any = "minimum_variance";
    check("minimum_cvar", json!({"confidence": 1.0}), "confidence: 1; it must be above 0 and below 1");
    check("minimum_cvar", json!({"confidence": 0.0}), "above 0 and below 1");
    check("minimum_cdar", json!({"confidence": -0.5}), "above 0 and below 1");
    check("minimum_cvar", json!({"returns": null}), "returns: missing");
    check("minimum_cvar", json!({"returns": []}), "returns: empty");
    check("minimum_cvar", json!({"returns": [[0.1]]}), "row 1 has 1 values for 8 assets");
    check(
        "minimum_cvar",
        json!({"returns": [[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, null]]}),
        "the return of XOM in row 1 is missing",
    );
    check("minimum_cvar", json!({"returns": [[0.0, -1.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]]}), "BAC in row 1 is -1.5");
    check(
        "minimum_cvar",
        json!({"returns": [[0.0, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]]}),
        "1 periods of returns for 8 assets",
    );
    check(any, json!({"costs": {"linear": -1.0}}), "costs.linear: -1; it must be zero or above");
    check(any, json!({"costs": {"linear": {"AAPL": 0.1}}}), "costs.linear.BAC: missing");
    check(any, json!({"costs": {"linear": 0.1}, "current_weights": null}), "current_weights: missing");
    check(any, json!({"costs": {"borrow": -1.0}}), "costs.borrow: -1");
    check(any, json!({"costs": {"holding_years": 0.0}}), "costs.holding_years: 0");
    check(
        any,
        json!({"costs": {"impact": {"capital": 0.0, "average_daily_volume": 1.0}}}),
        "costs.impact.capital: 0; it must be above zero",
    );
    check(any, json!({"costs": {"impact": {"capital": 1.0, "average_daily_volume": 0.0}}}), "average_daily_volume: 0");
    check("maximum_diversification", json!({"costs": {"linear": 0.1}}), "diversification ratio has no unit");
    check(any, json!({"current_weights": {"ZZZ": 0.5}}), "current_weights: ZZZ is not one of the assets");
    check(any, json!({"benchmark_weights": {"ZZZ": 0.5}}), "benchmark_weights: ZZZ is not one of the assets");
    check(any, json!({"constraints": {"turnover": -0.1}}), "constraints.turnover: -0.1; it must be zero or above");
    check(any, json!({"constraints": {"volatility": 0.0}}), "constraints.volatility: 0; it must be above zero");
    check(
        any,
        json!({"constraints": {"turnover": 0.1}, "current_weights": null}),
        "constraints.turnover counts changes",
    );
    check(
        any,
        json!({"constraints": {"tracking_error": 0.1}, "benchmark_weights": null}),
        "benchmark_weights: missing",
    );
    check(any, json!({"constraints": {"cash_buffer": 1.0}}), "constraints.cash_buffer: 1");
    check(any, json!({"constraints": {"cash_buffer": 0.1, "net_exposure": {"upper": 1.0}}}), "leave out one");
    check(any, json!({"constraints": {"net_exposure": {}}}), "neither lower nor upper");
    check(any, json!({"constraints": {"exclusions": ["ZZZ"]}}), "constraints.exclusions: ZZZ is not one");
    check(any, json!({"constraints": {"do_not_trade": ["ZZZ"]}}), "constraints.do_not_trade: ZZZ is not one");
    check(any, json!({"constraints": {"do_not_trade": ["AAPL"], "exclusions": ["AAPL"]}}), "excluded but held");
    let factor = |exposures: Value| json!({"constraints": {"factor_exposures": [{"name": "beta", "exposures": exposures, "upper": 1.0}]}});
    check(any, factor(json!({"ZZZ": 1.0})), "constraints.factor_exposures.beta: ZZZ is not one");
    check(any, factor(json!({})), "every exposure is zero");
    let relative = json!({"groups": [{"name": "A", "assets": ["AAPL"], "relative_to": {"group": "B", "upper": 1.0}}]});
    check(any, relative, "there is no group B");
    check("worst_case", json!({"uncertainty": null}), "uncertainty: missing");
    check("worst_case", json!({"uncertainty": {"radius": -1.0}}), "uncertainty.radius: -1");
    check("worst_case", json!({"uncertainty": {"radius": 1.0, "years": 0.0}}), "uncertainty.years: 0");
    check("worst_case", json!({"uncertainty": {"radius": 1.0, "covariance": [[1.0]]}}), "not 8 rows of 8 values");
    check("minimum_tracking_error", json!({"benchmark_weights": null}), "benchmark_weights: missing");
    check("equal_weight", json!({"constraints": {"turnover": 0.5}}), "follows a rule");
}

#[test]
fn returns_alone_are_enough() {
    let mut request = base("minimum_cvar");
    let object = request.as_object_mut().unwrap();
    object.remove("covariance");
    object.remove("expected_returns");
    let result = solved(&request);
    assert!(result.expected_return.is_some() && result.volatility > 0.0);
}

#[test]
fn the_worst_case_is_the_utility_when_nothing_is_uncertain() {
    let mut request = base("worst_case");
    request["uncertainty"] = json!({"radius": 0.0, "years": 5});
    let certain = solved(&request);
    let utility = solved(&base("maximum_quadratic_utility"));
    assert!((certain.objective_value.unwrap() - utility.objective_value.unwrap()).abs() < 1e-8);
    let doubtful = solved(&base("worst_case"));
    assert!(doubtful.objective_value.unwrap() < certain.objective_value.unwrap());
    assert!(doubtful.volatility < certain.volatility, "doubt spreads the weights");
}

#[test]
fn a_benchmark_within_the_limits_is_tracked_exactly() {
    let result = solved(&base("minimum_tracking_error"));
    assert!(result.tracking_error.unwrap() < 1e-7 && result.objective_value.unwrap() < 1e-14);
    for (asset, weight) in &result.weights {
        let expected = if ["JNJ", "PG", "WMT", "XOM"].contains(&asset.as_str()) { 0.25 } else { 0.0 };
        assert!((weight - expected).abs() < 1e-7, "{asset}");
    }
}
