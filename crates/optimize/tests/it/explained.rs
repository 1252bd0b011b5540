//! Changes between two runs taken apart, and binding limits in words.

use optimize::{Cause, OptimizationRequest, WeightChanges, binding_in_words, explain_changes};
use serde_json::{Value, json};

use crate::golden::{cases, moments};
use crate::{proceed, solve, solve_json};

fn base() -> Value {
    json!({
        "assets": ["A", "B", "C"],
        "expected_returns": [0.05, 0.1, 0.15],
        "covariance": [[0.04, 0.01, 0.0], [0.01, 0.09, 0.02], [0.0, 0.02, 0.16]],
        "objective": "maximum_sharpe",
    })
}

fn with(changes: &Value) -> OptimizationRequest {
    let mut request = base();
    request.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    serde_json::from_value(request).unwrap()
}

fn explained(before: &Value, after: &Value) -> WeightChanges {
    explain_changes(&with(before), &with(after), &mut proceed).unwrap()
}

/// The parts sum to the whole, and the whole is the difference of the two optima.
fn assert_adds_up(changes: &WeightChanges, before: &OptimizationRequest, after: &OptimizationRequest) {
    let (old, new) = (solve(before).unwrap().weights, solve(after).unwrap().weights);
    for change in &changes.assets {
        assert_eq!(change.before, old.get(&change.asset).copied().unwrap_or(0.0));
        assert_eq!(change.after, new.get(&change.asset).copied().unwrap_or(0.0));
        let sum: f64 = change.parts.iter().map(|part| part.change).sum();
        assert!((sum - (change.after - change.before)).abs() <= 1e-15, "{change:?}");
    }
}

#[test]
fn every_cause_gets_its_part_and_the_parts_sum_to_the_whole() {
    let before = json!({});
    let after = json!({
        "expected_returns": [0.06, 0.1, 0.13],
        "covariance": [[0.05, 0.01, 0.0], [0.01, 0.08, 0.02], [0.0, 0.02, 0.16]],
        "bounds": {"A": [0.0, 0.3]}, "risk_free_rate": 0.02,
    });
    let changes = explained(&before, &after);
    let causes: Vec<Cause> = changes.steps.iter().flat_map(|step| step.causes.clone()).collect();
    assert_eq!(causes, [Cause::ExpectedReturns, Cause::Covariance, Cause::Constraints, Cause::Objective]);
    assert_adds_up(&changes, &with(&before), &with(&after));
    let total = |change: &optimize::WeightChange| (change.after - change.before).abs();
    assert!(changes.assets.windows(2).all(|pair| total(&pair[0]) >= total(&pair[1])), "the largest change first");
    assert!(changes.sentences[0].starts_with("Weights moved by "), "{:?}", changes.sentences);
    let of_a = changes.sentences.iter().find(|words| words.starts_with("A fell from ")).unwrap();
    assert!(of_a.ends_with("to 30 %: ") || of_a.contains(" to 30 %: "), "{of_a}");
    assert!(of_a.contains("by expected returns (own 5 % \u{2192} 6 %)"), "{of_a}");
    assert!(of_a.contains("by covariance (own volatility 20 % \u{2192} 22.3607 %)"), "{of_a}");
    assert!(of_a.contains("by constraints"), "{of_a}");
    assert_eq!(changes, explained(&before, &after), "the same words every time");
}

#[test]
fn causes_that_did_not_change_are_left_out() {
    let same = explained(&json!({}), &json!({}));
    assert!(same.steps.is_empty());
    assert_eq!(same.sentences, ["Nothing changed between the two runs: the weights are the same"]);
    let bounded = explained(&json!({}), &json!({"bounds": [0.0, 0.4]}));
    assert_eq!(bounded.steps.len(), 1);
    assert_eq!(bounded.steps[0].causes, [Cause::Constraints]);
    let other = explained(&json!({}), &json!({"objective": "minimum_variance"}));
    assert_eq!(other.steps[0].causes, [Cause::Objective]);
    // A limit that does not bind changes the request and no weight.
    let idle = explained(&json!({}), &json!({"bounds": [0.0, 0.99]}));
    assert!(idle.steps[0].turnover < 1e-12 && idle.sentences.len() == 1, "{:?}", idle.sentences);
}

#[test]
fn a_cause_without_an_optimum_counts_with_the_next() {
    // With the new, lower returns the old target is out of reach.
    let before = json!({"objective": "efficient_return", "target_return": 0.14});
    let after = json!({"objective": "efficient_return", "target_return": 0.1, "expected_returns": [0.05, 0.08, 0.12]});
    let changes = explained(&before, &after);
    assert_eq!(changes.steps.len(), 1);
    assert_eq!(changes.steps[0].causes, [Cause::ExpectedReturns, Cause::Objective]);
    assert_adds_up(&changes, &with(&before), &with(&after));
    assert!(changes.sentences[0].contains("by expected returns and the objective"), "{:?}", changes.sentences);
}

#[test]
fn other_assets_are_one_cause() {
    let after = json!({
        "assets": ["A", "B", "D"], "expected_returns": [0.05, 0.1, 0.3],
    });
    let changes = explained(&json!({}), &after);
    assert_eq!(changes.steps[0].causes, [Cause::Assets]);
    assert_adds_up(&changes, &with(&json!({})), &with(&after));
    let names: Vec<&str> = changes.assets.iter().map(|change| change.asset.as_str()).collect();
    assert!(names.contains(&"C") && names.contains(&"D"));
}

#[test]
fn rules_are_explained_as_optima_are() {
    let covariance = json!([[0.06, 0.01, 0.0], [0.01, 0.09, 0.02], [0.0, 0.02, 0.16]]);
    for objective in ["risk_parity", "hierarchical_risk_parity", "inverse_volatility"] {
        let before = json!({"objective": objective});
        let after = json!({"objective": objective, "covariance": covariance, "expected_returns": [0.1, 0.1, 0.1]});
        let changes = explained(&before, &after);
        assert_eq!(changes.steps[0].turnover, 0.0, "{objective}: expected returns do not matter");
        assert!(changes.steps[1].turnover > 0.01);
        assert_adds_up(&changes, &with(&before), &with(&after));
    }
}

#[test]
fn objectives_of_past_returns_have_these_as_one_cause() {
    let returns =
        |shift: f64| json!([[0.01, -0.02 + shift], [-0.03, 0.01], [0.02, 0.015], [0.0, -0.01], [-0.01, 0.02 - shift]]);
    let request = |shift: f64, upper: f64| {
        let request = json!({
            "assets": ["A", "B"], "returns": returns(shift), "objective": "minimum_cvar", "confidence": 0.6, "bounds": [0.0, upper],
        });
        serde_json::from_value::<OptimizationRequest>(request).unwrap()
    };
    let (before, after) = (request(0.0, 1.0), request(-0.02, 0.55));
    let changes = explain_changes(&before, &after, &mut proceed).unwrap();
    let causes: Vec<Cause> = changes.steps.iter().flat_map(|step| step.causes.clone()).collect();
    assert_eq!(causes, [Cause::PastReturns, Cause::Constraints]);
    assert_adds_up(&changes, &before, &after);
}

#[test]
fn binding_limits_of_a_golden_case_read_as_sentences_with_their_price() {
    let mut request = moments(&cases(), "us20_2015_2019/inputs");
    request["objective"] = json!("efficient_risk");
    request["target_volatility"] = json!(0.16);
    request["groups"] = json!([{"name": "Technology", "assets": ["AAPL", "AMD", "MSFT"], "upper": 0.1}]);
    let result = solve_json(&request.to_string()).unwrap();
    let sentences = binding_in_words(&result);
    assert_eq!(sentences.len(), result.binding.len());
    assert_eq!(sentences, result.binding_words, "the result carries them");
    let technology = sentences.iter().find(|words| words.starts_with("Technology")).unwrap();
    assert!(technology.starts_with("Technology ≤ 10 % costs 0."), "{technology}");
    assert!(technology.ends_with(" % expected return per point"), "{technology}");
    // The price is what a point more would bring.
    request["groups"][0]["upper"] = json!(0.1001);
    let eased = solve_json(&request.to_string()).unwrap();
    let gain = (eased.expected_return.unwrap() - result.expected_return.unwrap()) / 0.0001 * 0.01;
    let price: f64 = technology.split(' ').nth(5).unwrap().parse::<f64>().unwrap() / 100.0;
    assert!((gain / price - 1.0).abs() < 0.02, "{gain} against {price}");
}
