//! Risk budgets against another algorithm, and within bounds.

use proptest::prelude::*;

use super::*;

/// Cyclical coordinate descent (Griveau-Billion, Richard and Roncalli 2013): each asset in turn meets its budget exactly.
fn by_coordinate_descent(covariance: &DMatrix<f64>, budgets: &DVector<f64>) -> DVector<f64> {
    let n = budgets.len();
    let mut x = DVector::from_fn(n, |i, _| (budgets[i] / covariance[(i, i)]).sqrt());
    for _ in 0..20_000 {
        let before = x.clone();
        for i in 0..n {
            let others = covariance.column(i).dot(&x) - covariance[(i, i)] * x[i];
            x[i] = (-others + (others * others + 4.0 * covariance[(i, i)] * budgets[i]).sqrt())
                / (2.0 * covariance[(i, i)]);
        }
        if (&x - before).amax() <= 1e-15 * x.amax() {
            break;
        }
    }
    let sum = x.sum();
    x / sum
}

/// Factor covariances with one common factor or opposing ones, and any budgets.
fn problems() -> impl Strategy<Value = (DMatrix<f64>, DVector<f64>)> {
    (1usize..15).prop_flat_map(|n| {
        (
            proptest::collection::vec(-0.3..0.5, n * 3),
            proptest::collection::vec(0.001..0.2, n),
            proptest::collection::vec(0.01..1.0, n),
        )
            .prop_map(move |(loadings, own, budgets)| {
                let common =
                    |i: usize, j: usize| (0..3).map(|k| loadings[3 * i + k] * loadings[3 * j + k]).sum::<f64>();
                let covariance = DMatrix::from_fn(n, n, |i, j| common(i, j) + if i == j { own[i] } else { 0.0 });
                let sum: f64 = budgets.iter().sum();
                (covariance, DVector::from_vec(budgets) / sum)
            })
    })
}

fn solved(covariance: &DMatrix<f64>, budgets: &DVector<f64>, lower: &[f64], upper: &[f64]) -> RiskBudgeted {
    let deviations: Vec<f64> = covariance.diagonal().iter().map(|variance| variance.sqrt()).collect();
    let problem = RiskBudgets { covariance, deviations: &deviations, budgets, lower, upper, total: 1.0 };
    solve(&problem, &mut || ControlFlow::Continue(())).unwrap()
}

fn contributions(covariance: &DMatrix<f64>, weights: &DVector<f64>) -> DVector<f64> {
    let risk = covariance * weights;
    weights.component_mul(&risk) / weights.dot(&risk)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn contributions_are_the_budgets_and_coordinate_descent_agrees((covariance, budgets) in problems()) {
        let n = budgets.len();
        let found = solved(&covariance, &budgets, &vec![0.0; n], &vec![1.0; n]);
        prop_assert!((contributions(&covariance, &found.weights) - &budgets).amax() <= 1e-12);
        prop_assert!((found.weights.sum() - 1.0).abs() <= 1e-13);
        let other = by_coordinate_descent(&covariance, &budgets);
        prop_assert!((&found.weights - &other).amax() <= 1e-9, "{} against {}", found.weights, other);
        prop_assert!(found.steps <= 40, "{} steps", found.steps);
    }

    #[test]
    fn within_bounds_free_assets_keep_the_proportion_of_their_budgets(
        (covariance, budgets) in problems(), room in 0.05..0.9, floor in 0.0..0.9,
    ) {
        let n = budgets.len();
        // Upper bounds between 1/n and 1, lower ones between 0 and 1/n: a portfolio always exists.
        let even = 1.0 / n as f64;
        let upper: Vec<f64> = (0..n).map(|i| even + (1.0 - even) * room * (i % 3) as f64 / 3.0 + 1e-3).collect();
        let lower: Vec<f64> = (0..n).map(|i| even * floor * (i % 2) as f64).collect();
        let deviations: Vec<f64> = covariance.diagonal().iter().map(|variance| variance.sqrt()).collect();
        let problem =
            RiskBudgets { covariance: &covariance, deviations: &deviations, budgets: &budgets, lower: &lower, upper: &upper, total: 1.0 };
        let found = match solve(&problem, &mut || ControlFlow::Continue(())) {
            Ok(found) => found,
            // Lower bounds on assets that hedge each other may leave no portfolio of this kind.
            Err(OptimizeError::InvalidField { .. }) if floor > 0.0 => return Ok(()),
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        };
        let w = &found.weights;
        prop_assert!((w.sum() - 1.0).abs() <= 1e-12);
        prop_assert!((0..n).all(|i| w[i] >= lower[i] - 1e-12 && w[i] <= upper[i] + 1e-12));
        let share = contributions(&covariance, w).component_div(&budgets);
        let free: Vec<usize> = (0..n).filter(|&i| w[i] > lower[i] + 1e-9 && w[i] < upper[i] - 1e-9).collect();
        if let Some(&first) = free.first() {
            for &i in &free {
                prop_assert!((share[i] / share[first] - 1.0).abs() <= 1e-8, "{share}");
            }
            for i in 0..n {
                // At an upper bound the asset contributes less than its part, at a lower one more.
                if w[i] >= upper[i] - 1e-12 && upper[i] > lower[i] { prop_assert!(share[i] <= share[first] * (1.0 + 1e-8)); }
                if w[i] <= lower[i] + 1e-12 && upper[i] > lower[i] { prop_assert!(share[i] >= share[first] * (1.0 - 1e-8)); }
            }
        }
    }
}

#[test]
fn two_assets_have_a_formula() {
    // Without budgets, w₁/w₂ = σ₂/σ₁ whatever the correlation.
    for rho in [-0.9, 0.0, 0.5, 0.99] {
        let covariance = DMatrix::from_row_slice(2, 2, &[0.01, rho * 0.03, rho * 0.03, 0.09]);
        let found = solved(&covariance, &DVector::from_element(2, 0.5), &[0.0; 2], &[1.0; 2]);
        assert!((found.weights[0] - 0.75).abs() < 1e-14, "{}", found.weights);
    }
}

#[test]
fn an_asset_without_budget_is_not_held() {
    let covariance = DMatrix::from_row_slice(3, 3, &[0.04, 0.01, 0.0, 0.01, 0.09, 0.0, 0.0, 0.0, 0.01]);
    let found = solved(&covariance, &DVector::from_vec(vec![0.5, 0.5, 0.0]), &[0.0; 3], &[1.0; 3]);
    assert_eq!(found.weights[2], 0.0);
    assert!((found.weights[0] - 0.6).abs() < 1e-14);
}
