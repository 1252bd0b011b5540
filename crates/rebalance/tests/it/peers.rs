//! Other solvers on formulations of their own: microlp's simplex with a variable for each lot, and the optimizer's pivots.

use microlp::{ComparisonOp, OptimizationDirection, Problem};
use rebalance::targets::flatten;
use rebalance::{RebalanceRequest, rebalance};
use serde_json::{Map, Value, json};

use crate::households::{Random, float, today};

/// Lots of `n` instruments in `accounts` accounts, no lot inside of a wash-sale window.
fn market(random: &mut Random, n: usize, accounts: usize) -> (Vec<String>, Map<String, Value>, Vec<Value>) {
    let names: Vec<String> = (0..n).map(|i| format!("I{i:02}")).collect();
    let instruments = names
        .iter()
        .map(|name| {
            let drag = if accounts > 1 { 0.03 * random.uniform() } else { 0.0 };
            (
                name.clone(),
                json!({"currency": "USD", "price": "100", "half_spread": "0.0007", "tax_drag": {"taxable": drag}}),
            )
        })
        .collect();
    let mut lots = Vec::new();
    for name in &names {
        for a in 0..accounts {
            for k in 0..random.below(4) {
                let age = chrono::Days::new((1_000.0 * random.uniform()) as u64 + 40);
                lots.push(json!({
                    "id": format!("{name}-{a}-{k}"), "account": format!("A{a}"), "instrument": name,
                    "quantity": random.decimal(5.0, 60.0, 3), "cost_base": random.decimal(400.0, 7000.0, 2),
                    "opened_on": (today() - age).to_string(),
                }));
            }
        }
    }
    (names, instruments, lots)
}

fn members(random: &mut Random, names: &[String]) -> (Vec<f64>, Vec<Value>) {
    let parts: Vec<f64> = names.iter().map(|_| 0.1 + random.uniform()).collect();
    let total: f64 = parts.iter().sum();
    let weights: Vec<f64> = parts.iter().map(|part| (0.95e6 * part / total).floor() / 1e6).collect();
    let members = names
        .iter()
        .zip(&weights)
        .map(|(name, weight)| json!({"kind": "instrument", "instrument": name, "weight": format!("{weight:.6}")}))
        .collect();
    (weights, members)
}

/// `min Σ tax + spread + drag + per_unit · (over + under)` with the sold units of every lot as variables.
fn simplex(request: &RebalanceRequest, value: f64) -> f64 {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let rules = request.rules.unwrap();
    let rebalance::DriftPrice::Absolute { per_unit } = request.drift_price else { panic!("absolute") };
    let flat = flatten(&request.target).unwrap().rows;
    let n_accounts = request.accounts.len();
    let mut cash = vec![Vec::new(); n_accounts];
    let mut constant = 0.0;
    for (name, instrument) in &request.instruments {
        let price = float(instrument.price.unwrap());
        let spread = price * float(instrument.half_spread);
        let mut change = Vec::new();
        let mut held = 0.0;
        for (a, account) in request.accounts.iter().enumerate() {
            let is_taxed = a == 0;
            let drag = if is_taxed { instrument.tax_drag.taxable * request.location_years * price } else { 0.0 };
            for lot in request.lots.iter().filter(|lot| lot.account == account.id && lot.instrument == *name) {
                let units = float(lot.quantity);
                let gain = if is_taxed { price - float(lot.cost_base.unwrap()) / units } else { 0.0 };
                let days = rules.days_to_long_term(lot.opened_on, request.date);
                let tax = request.deferral.price_per_gain(days, request.tax_rates) * gain;
                let sold = problem.add_var(tax + spread - drag, (0.0, units));
                cash[a].push((sold, price - spread));
                change.push((sold, -price));
                held += units * price;
                constant += drag * units;
            }
            let bought = problem.add_var(spread + drag, (0.0, f64::INFINITY));
            cash[a].push((bought, -price - spread));
            change.push((bought, price));
        }
        let aim = float(flat.iter().find(|row| row.name == *name).unwrap().weight) * value;
        let over = problem.add_var(per_unit, (0.0, f64::INFINITY));
        let under = problem.add_var(per_unit, (0.0, f64::INFINITY));
        change.extend([(over, -1.0), (under, 1.0)]);
        problem.add_constraint(change.as_slice(), ComparisonOp::Eq, aim - held);
    }
    for (row, account) in cash.iter().zip(&request.accounts) {
        let there: f64 = account.cash.values().map(|amount| float(*amount)).sum();
        problem.add_constraint(row.as_slice(), ComparisonOp::Ge, -there);
    }
    problem.solve().unwrap().solution().unwrap().objective() + constant
}

#[test]
fn the_linear_problem_has_the_simplex_methods_optimum() {
    for seed in 0..40 {
        let mut random = Random(seed * 977 + 5);
        let n = 3 + random.below(12);
        let accounts = 1 + random.below(3);
        let (names, instruments, mut lots) = market(&mut random, n, accounts);
        // Where no window forbids it, selling and buying back is the simplex method's right; here all lots are at a gain.
        for lot in &mut lots {
            let units: f64 = lot["quantity"].as_str().unwrap().parse().unwrap();
            lot["cost_base"] = json!(random.decimal(20.0 * units, 99.0 * units, 2));
        }
        let (_, members) = members(&mut random, &names);
        let accounts: Vec<Value> = (0..accounts)
            .map(|a| {
                let kind = if a == 0 { "taxable" } else { "tax_free" };
                json!({"id": format!("A{a}"), "kind": kind, "cash": {"USD": random.decimal(100.0, 9000.0, 2)}})
            })
            .collect();
        let request: RebalanceRequest = serde_json::from_value(json!({
            "date": today(), "base_currency": "USD", "instruments": instruments, "accounts": accounts, "lots": lots,
            "target": {"members": members}, "drift_price": {"kind": "absolute", "per_unit": 0.002 + 0.08 * random.uniform()},
            "rules": {"long_term_after_months": 12}, "tax_rates": {"short_term": 0.4, "long_term": 0.2},
            "shares": {"kind": "fractional", "decimals": 8}, "location_years": 2.0,
        }))
        .unwrap();
        let plan = rebalance(&request).unwrap();
        let best = simplex(&request, float(plan.value));
        let ours = float(plan.figures.objective);
        // Fractions of eight places leave a millionth of a dollar a trade.
        assert!((ours - best).abs() <= 2e-8 * best.abs() + 1e-5, "seed {seed}: {ours} against {best}");
        let bound = plan.search.bound.unwrap();
        assert!(
            bound <= best + 1e-6 && bound >= best - 1e-6 * best.abs() - 1e-5,
            "seed {seed}: {bound} against {best}"
        );
    }
}

#[test]
fn the_quadratic_problem_has_the_optimizers_optimum() {
    for seed in 0..30 {
        let mut random = Random(seed * 7_919 + 11);
        let n = 3 + random.below(10);
        let (names, instruments, lots) = market(&mut random, n, 1);
        let (weights, members) = members(&mut random, &names);
        let loading: Vec<f64> = (0..n).map(|_| 0.05 + 0.15 * random.uniform()).collect();
        let own: Vec<f64> = (0..n).map(|_| (0.08 + 0.2 * random.uniform()).powi(2)).collect();
        let matrix: Vec<Vec<f64>> = (0..n)
            .map(|i| (0..n).map(|j| loading[i] * loading[j] + if i == j { own[i] } else { 0.0 }).collect())
            .collect();
        let aversion = 2.0 + 30.0 * random.uniform();
        let rules = json!({"long_term_after_months": 12, "wash_sale_window": {"days_before": 30, "days_after": 30}});
        let rates = json!({"short_term": 0.4, "long_term": 0.2});
        let request: RebalanceRequest = serde_json::from_value(json!({
            "date": today(), "base_currency": "USD", "instruments": instruments, "lots": lots,
            "accounts": [{"id": "A0", "kind": "taxable", "cash": {"USD": "2500"}}],
            "target": {"members": members}, "drift_price": {"kind": "squared", "risk_aversion": aversion},
            "covariance": {"kind": "dense", "instruments": names, "matrix": matrix}, "rules": rules, "tax_rates": rates,
            "shares": {"kind": "fractional", "decimals": 8}, "max_nodes": 400,
        }))
        .unwrap();
        let plan = rebalance(&request).unwrap();
        let lots: Vec<Value> = request
            .lots
            .iter()
            .map(|lot| {
                let (units, cost) = (float(lot.quantity), float(lot.cost_base.unwrap()));
                json!({"id": lot.id, "asset": lot.instrument, "quantity": units, "unit_cost": cost / units, "acquired": lot.opened_on})
            })
            .collect();
        let prices: Map<String, Value> = names.iter().map(|name| (name.clone(), json!(100.0))).collect();
        let benchmark: Map<String, Value> =
            names.iter().zip(&weights).map(|(name, weight)| (name.clone(), json!(weight))).collect();
        let peer: optimize::OptimizationRequest = serde_json::from_value(json!({
            "assets": names, "covariance": matrix, "objective": "minimum_tracking_error", "benchmark_weights": benchmark,
            "risk_aversion": aversion, "costs": {"linear": 0.0007},
            "tax_lots": {"date": today(), "prices": prices, "cash": 2500.0, "lots": lots, "rules": rules, "rates": rates, "max_nodes": 400},
        }))
        .unwrap();
        let answer = optimize::optimize(&peer, &mut |_| std::ops::ControlFlow::Continue(())).unwrap();
        let tax = answer.tax.unwrap();
        let best = answer.objective_value.unwrap() * tax.capital;
        let ours = float(plan.figures.objective);
        let gap = tax.gap * tax.capital;
        assert!(ours <= best + 1e-7 * best.abs() + 1e-5, "seed {seed}: {ours} against the optimizer's {best}");
        let slack = gap + plan.search.gap.unwrap() + 1e-7 * best.abs() + 1e-5;
        assert!(
            ours >= best - slack,
            "seed {seed}: {ours} below the optimizer's {best} by more than both gaps {slack}"
        );
    }
}
