//! Shadow prices against what easing the limit really gains.

use optimize::{Bounds, ConstraintKind, Objective, OptimizationRequest, OptimizationResult};
use serde_json::json;

use crate::golden::{cases, moments};
use crate::solve;

/// A change small enough to keep the binding limits and large enough to be above rounding.
const EASED: f64 = 1e-5;

fn request(objective: Objective) -> OptimizationRequest {
    let mut request = moments(&cases(), "us20_2015_2019/inputs");
    request["objective"] = json!(objective);
    request["bounds"] = json!([0.01, 0.15]);
    request["groups"] = json!([
        {"name": "Tech", "assets": ["AAPL", "AMD", "MSFT"], "upper": 0.2},
        {"name": "Banks", "assets": ["BAC", "JPM"], "lower": 0.1},
    ]);
    request["target_return"] = json!(0.18);
    request["target_volatility"] = json!(0.14);
    request["risk_aversion"] = json!(3.0);
    serde_json::from_value(request).unwrap()
}

/// The objective in the unit of its shadow prices; more is better.
fn worth(result: &OptimizationResult) -> f64 {
    match result.objective {
        Objective::MinimumVariance | Objective::EfficientReturn => -result.volatility,
        _ => result.objective_value.unwrap(),
    }
}

#[test]
fn shadow_prices_are_the_gain_of_easing_the_limit() {
    for objective in [
        Objective::MinimumVariance,
        Objective::EfficientReturn,
        Objective::EfficientRisk,
        Objective::MaximumQuadraticUtility,
        Objective::MaximumSharpe,
    ] {
        let request = request(objective);
        let result = solve(&request).unwrap();
        let mut n_checked = 0;
        for binding in &result.binding {
            let price = binding.shadow_price.unwrap();
            assert!(price >= -1e-9, "{objective:?} {binding:?}");
            let mut eased = request.clone();
            match binding.kind {
                ConstraintKind::GroupUpper => eased.groups[0].upper = Some(0.2 + EASED),
                ConstraintKind::GroupLower => eased.groups[1].lower = Some(0.1 - EASED),
                kind => {
                    let mut pairs = vec![[0.01, 0.15]; request.assets.len()];
                    let i = request.assets.iter().position(|asset| *asset == binding.name).unwrap();
                    if kind == ConstraintKind::AssetLower {
                        pairs[i][0] -= EASED;
                    } else {
                        pairs[i][1] += EASED;
                    }
                    eased.bounds = Some(Bounds::PerAsset(pairs));
                }
            }
            let gain = (worth(&solve(&eased).unwrap()) - worth(&result)) / EASED;
            assert!((gain - price).abs() <= 1e-3 * (1e-2 + price), "{objective:?} {binding:?}: gained {gain}");
            n_checked += 1;
        }
        assert!(n_checked >= 5, "{objective:?}");
    }
}
