//! Whole lots: the golden allocations, an independent integer solver, and what a request may get wrong.

use std::path::Path;

use indexmap::IndexMap;
use optimize::{Allocation, AllocationMethod, PerAsset, RoundLots, allocate};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::solve_json;

fn cases() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/optimization/discrete.json");
    let set: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    set["cases"].as_array().unwrap().clone()
}

fn numbers(value: &Value) -> IndexMap<String, f64> {
    serde_json::from_value(value.clone()).unwrap()
}

fn settings(prices: IndexMap<String, f64>, capital: f64, method: AllocationMethod) -> RoundLots {
    RoundLots {
        prices,
        capital,
        method,
        lot_sizes: None,
        minimum_trade: 0.0,
        cash_buffer: 0.0,
        current_shares: IndexMap::new(),
        max_nodes: None,
    }
}

fn map(values: &[f64]) -> IndexMap<String, f64> {
    values.iter().enumerate().map(|(i, value)| (format!("A{i}"), *value)).collect()
}

#[test]
fn every_golden_allocation_is_met() {
    let (mut greedy, mut integer) = (0, 0);
    for case in cases() {
        let id = case["id"].as_str().unwrap();
        let inputs = &case["inputs"];
        let method = if id.contains("greedy") { AllocationMethod::Greedy } else { AllocationMethod::Integer };
        let settings = settings(numbers(&inputs["latest_prices"]), inputs["value"].as_f64().unwrap(), method);
        let found = allocate(&numbers(&inputs["weights"]), &settings).unwrap();
        let expected = &case["expected"];
        if method == AllocationMethod::Greedy {
            assert_eq!(found.shares, numbers(&expected["shares"]), "{id}");
            assert!((found.leftover - expected["leftover"].as_f64().unwrap()).abs() <= 1e-6, "{id}");
            greedy += 1;
        } else {
            let theirs = expected["objective"].as_f64().unwrap();
            assert!(found.objective <= theirs * (1.0 + 1e-6), "{id}: {} against {theirs}", found.objective);
            assert!(found.objective >= theirs * (1.0 - 1e-6), "{id}: {} against {theirs}", found.objective);
            assert_eq!(found.gap, Some(0.0), "{id}");
            assert!(found.nodes < 5_000, "{id}: {} nodes", found.nodes);
            integer += 1;
        }
    }
    assert_eq!((greedy, integer), (3, 3));
}

#[test]
fn every_golden_allocation_is_met_by_a_request() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/optimization/optimization.json");
    let set: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    for case in cases() {
        let id = case["id"].as_str().unwrap();
        let inputs = &case["inputs"];
        let moments = set["cases"].as_array().unwrap().iter().find(|other| other["id"] == inputs["of"]).unwrap();
        let method = if id.contains("greedy") { "greedy" } else { "integer" };
        let request = json!({
            "assets": moments["inputs"]["assets"],
            "covariance": moments["expected"]["S"],
            "objective": "minimum_tracking_error",
            "benchmark_weights": inputs["weights"],
            "constraints": {"round_lots": {"prices": inputs["latest_prices"], "capital": inputs["value"], "method": method}},
        });
        let found = solve_json(&request.to_string()).unwrap().allocation.unwrap();
        if method == "greedy" {
            assert_eq!(found.shares, numbers(&case["expected"]["shares"]), "{id}");
        } else {
            let theirs = case["expected"]["objective"].as_f64().unwrap();
            assert!((found.objective - theirs).abs() <= 1e-6 * theirs, "{id}: {} against {theirs}", found.objective);
        }
    }
}

fn check_sums(found: &Allocation, prices: &IndexMap<String, f64>, capital: f64) {
    let spent: f64 = found.shares.iter().map(|(asset, shares)| shares * prices[asset]).sum();
    assert!((spent + found.leftover - capital).abs() < 1e-6 * capital);
    assert!(found.leftover >= -1e-9 * capital);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lots_and_minimum_trades_are_kept(
        parts in proptest::collection::vec((0.0..1.0f64, 5.0..90.0f64, 1u8..6, 0u8..9), 2..6), integer in any::<bool>(),
    ) {
        let total: f64 = parts.iter().map(|(part, ..)| part).sum::<f64>().max(1e-9);
        let weights = map(&parts.iter().map(|(part, ..)| part / total).collect::<Vec<_>>());
        let sizes = map(&parts.iter().map(|(_, _, size, _)| f64::from(*size)).collect::<Vec<_>>());
        let current = map(&parts.iter().map(|(_, _, size, held)| f64::from(size * held)).collect::<Vec<_>>());
        let prices = map(&parts.iter().map(|(_, price, ..)| *price).collect::<Vec<_>>());
        let method = if integer { AllocationMethod::Integer } else { AllocationMethod::Greedy };
        let asked = RoundLots {
            lot_sizes: Some(PerAsset::ByAsset(sizes.clone())),
            minimum_trade: 400.0,
            current_shares: current.clone(),
            ..settings(prices.clone(), 20_000.0, method)
        };
        let found = allocate(&weights, &asked).unwrap();
        check_sums(&found, &prices, 20_000.0);
        for (asset, size) in &sizes {
            let shares = found.shares.get(asset).copied().unwrap_or(0.0);
            prop_assert!((shares / size).fract().abs() < 1e-9);
            let traded = (shares - current[asset]).abs() * prices[asset];
            prop_assert!(!(1e-9..400.0 - 1e-6).contains(&traded), "{asset}: {traded}");
            prop_assert_eq!(found.trades.get(asset).copied().unwrap_or(0.0), shares - current[asset]);
        }
    }
}

#[test]
fn a_small_integer_program_equals_trying_everything() {
    let (weights, prices, capital) = ([0.37, 0.33, 0.3], [19.0, 31.0, 7.0], 200.0);
    let mut least = f64::INFINITY;
    for a in 0..11 {
        for b in 0..7 {
            for c in 0..29 {
                let lots = [f64::from(a), f64::from(b), f64::from(c)];
                let leftover = capital - (0..3).map(|i| lots[i] * prices[i]).sum::<f64>();
                if leftover >= 0.0 {
                    let missed: f64 = (0..3).map(|i| (weights[i] * capital - lots[i] * prices[i]).abs()).sum();
                    least = least.min(missed + leftover);
                }
            }
        }
    }
    let found = allocate(&map(&weights), &settings(map(&prices), capital, AllocationMethod::Integer)).unwrap();
    assert!((found.objective - least).abs() < 1e-9, "{} against {least}", found.objective);
}

#[test]
fn the_short_side_is_a_book_of_its_own() {
    let weights = map(&[0.8, 0.5, -0.3]);
    for method in [AllocationMethod::Greedy, AllocationMethod::Integer] {
        let found = allocate(&weights, &settings(map(&[10.0, 20.0, 30.0]), 10_000.0, method)).unwrap();
        let expected: IndexMap<String, f64> =
            [("A0", 800.0), ("A1", 250.0), ("A2", -100.0)].map(|(n, s)| (n.to_owned(), s)).into();
        assert_eq!(found.shares, expected, "{method:?}");
        assert!(found.leftover.abs() < 1e-6 && found.objective < 1e-6);
    }
}

#[test]
fn the_search_ends_at_its_limit_with_a_gap() {
    let parts: Vec<f64> = (0..60).map(|i| 1.0 + f64::from(i * i % 17) / 7.0).collect();
    let total: f64 = parts.iter().sum();
    let weights = map(&parts.iter().map(|part| part / total).collect::<Vec<_>>());
    let prices = map(&(0..60).map(|i| 11.0 + f64::from(i * 37 % 101) * 1.17).collect::<Vec<_>>());
    let asked = RoundLots { max_nodes: Some(3), ..settings(prices, 9_000.0, AllocationMethod::Integer) };
    let few = allocate(&weights, &asked).unwrap();
    let gap = few.gap.unwrap();
    assert!(few.nodes <= 3 && gap >= 0.0);
    let many = allocate(&weights, &RoundLots { max_nodes: None, ..asked }).unwrap();
    assert!(many.objective <= few.objective && few.objective - gap <= many.objective + 1e-9);
}

#[test]
fn prices_sizes_and_amounts_are_checked() {
    let good = settings(map(&[10.0, 20.0]), 1_000.0, AllocationMethod::Greedy);
    let weights = map(&[0.5, 0.5]);
    let check = |changed: RoundLots, words: &str| {
        let error = allocate(&weights, &changed).unwrap_err();
        assert_eq!(error.code(), "invalid_field");
        assert!(error.to_string().contains(words), "{error}");
    };
    check(RoundLots { capital: 0.0, ..good.clone() }, "capital: 0; give the money to invest");
    check(RoundLots { capital: f64::NAN, ..good.clone() }, "capital: NaN");
    check(RoundLots { prices: map(&[10.0, 0.0]), ..good.clone() }, "prices.A1: 0; a price must be above zero");
    check(RoundLots { prices: map(&[10.0]), ..good.clone() }, "A1 has no price");
    check(RoundLots { prices: map(&[10.0, 20.0, 30.0]), ..good.clone() }, "A2 is not one of the assets");
    check(RoundLots { lot_sizes: Some(PerAsset::All(0.0)), ..good.clone() }, "lot_sizes: 0; it must be above zero");
    check(RoundLots { minimum_trade: -1.0, ..good.clone() }, "minimum_trade: -1");
    check(RoundLots { cash_buffer: 1.0, ..good.clone() }, "cash_buffer: 1; it must be at least 0 and below 1");
    check(RoundLots { max_nodes: Some(0), ..good.clone() }, "max_nodes: 0");
    assert!(allocate(&IndexMap::new(), &good).is_err());
    assert!(allocate(&map(&[f64::NAN, 0.5]), &good).is_err());
}
