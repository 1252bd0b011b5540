//! The integer program of whole lots against microlp, an independent solver. A binary of its own: the operators that microlp's
//! matrices define make the types of plain sums ambiguous wherever it is linked.
#![allow(clippy::unwrap_used)] // the helpers of tests are not #[test] functions themselves

use indexmap::IndexMap;
use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use optimize::{Allocation, AllocationMethod, RoundLots, allocate};
use proptest::prelude::*;

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

/// The same program by microlp: `u ≥ |w·V − x·p|`, whole `x`.
fn by_microlp(weights: &[f64], prices: &[f64], capital: f64, funds: f64) -> f64 {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let x: Vec<Variable> =
        prices.iter().map(|price| problem.add_integer_var(-price, (0, (funds / price) as i32))).collect();
    let u: Vec<Variable> = prices.iter().map(|_| problem.add_var(1.0, (0.0, f64::INFINITY))).collect();
    for i in 0..prices.len() {
        problem.add_constraint([(u[i], 1.0), (x[i], prices[i])], ComparisonOp::Ge, weights[i] * capital);
        problem.add_constraint([(u[i], 1.0), (x[i], -prices[i])], ComparisonOp::Ge, -weights[i] * capital);
    }
    let spent: Vec<(Variable, f64)> = x.iter().copied().zip(prices.iter().copied()).collect();
    problem.add_constraint(spent.as_slice(), ComparisonOp::Le, funds);
    problem.solve().unwrap().solution().unwrap().objective() + capital
}

fn check_sums(found: &Allocation, prices: &IndexMap<String, f64>, capital: f64) {
    let spent: f64 = found.shares.iter().map(|(asset, shares)| shares * prices[asset]).sum();
    assert!((spent + found.leftover - capital).abs() < 1e-6 * capital);
    assert!(found.leftover >= -1e-9 * capital);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_integer_program_is_as_good_as_microlp(
        parts in proptest::collection::vec((0.0..1.0f64, 5.0..300.0f64), 2..7), capital in 500.0..5_000.0f64, buffer in 0.0..0.2f64,
    ) {
        let total: f64 = parts.iter().map(|(part, _)| part).sum::<f64>().max(1e-9);
        let weights: Vec<f64> = parts.iter().map(|(part, _)| part / total * (1.0 - buffer)).collect();
        let prices: Vec<f64> = parts.iter().map(|(_, price)| *price).collect();
        let asked = RoundLots { cash_buffer: buffer, ..settings(map(&prices), capital, AllocationMethod::Integer) };
        let found = allocate(&map(&weights), &asked).unwrap();
        check_sums(&found, &asked.prices, capital);
        prop_assert!(found.leftover >= buffer * capital - 1e-6);
        prop_assert_eq!(found.gap, Some(0.0));
        let theirs = by_microlp(&weights, &prices, capital, capital * (1.0 - buffer));
        prop_assert!((found.objective - theirs).abs() <= 1e-6 * capital, "{} against {}", found.objective, theirs);
        let greedy = allocate(&map(&weights), &RoundLots { method: AllocationMethod::Greedy, ..asked }).unwrap();
        prop_assert!(greedy.objective >= found.objective - 1e-9 * capital);
    }
}
