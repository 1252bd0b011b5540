//! Tax lots: the guide's example, Clarabel on the same problem with a variable for each lot, and rules that must hold.

use std::path::Path;

use clarabel::algebra::CscMatrix;
use clarabel::solver::{
    DefaultSettingsBuilder, DefaultSolver, IPSolver, SolverStatus,
    SupportedConeT::{self, NonnegativeConeT},
};
use optimize::{OptimizationRequest, OptimizationResult, OptimizeError, TaxReport, TradeAction};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{solve, solve_json};

fn guide() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide/taxes.md")).unwrap()
}

/// The request that stands in the guide.
fn example() -> Value {
    let page = guide();
    let start = page.find("```json").unwrap() + "```json".len();
    let end = start + page[start..].find("```").unwrap();
    serde_json::from_str(&page[start..end]).unwrap()
}

/// The value that the guide's tables give for a figure.
fn told(page: &str, figure: &str) -> f64 {
    let row =
        page.lines().find(|line| line.starts_with(&format!("| {figure} |"))).unwrap_or_else(|| panic!("{figure}"));
    row.trim_end_matches(" |").rsplit(" | ").next().unwrap().replace('\u{2212}', "-").parse().unwrap()
}

fn run(request: &Value) -> (OptimizationResult, TaxReport) {
    let result = solve_json(&request.to_string()).unwrap_or_else(|error| panic!("{error}"));
    let report = result.tax.clone().unwrap();
    (result, report)
}

fn units(report: &TaxReport, action: TradeAction, name: &str) -> f64 {
    let of = |trade: &&optimize::LotTrade| {
        trade.action == action && (trade.lot.as_deref() == Some(name) || (trade.lot.is_none() && trade.asset == name))
    };
    report.trades.iter().filter(of).map(|trade| trade.quantity).sum()
}

#[test]
fn the_program_gives_the_numbers_of_the_guide() {
    let page = guide();
    let check = |figure: &str, ours: f64| {
        let value = told(&page, figure);
        assert!((ours - value).abs() <= 1e-9 * value.abs().max(1.0), "{figure}: {ours} against {value}");
    };
    let (result, report) = run(&example());
    check("weight of A", result.weights["A"]);
    check("weight of B", result.weights["B"]);
    check("units of a2 sold", units(&report, TradeAction::Sell, "a2"));
    check("units of B bought", units(&report, TradeAction::Buy, "B"));
    assert_eq!(report.trades.len(), 2);
    check("cost", report.cost);
    check("cash after", report.cash_after);
    check("realized short-term", report.realized_short_term);
    check("tax now", report.tax_now);
    check("priced tax", report.tax_price);
    check("tax deferred", report.tax_deferred);
    check("objective", result.objective_value.unwrap());
    assert!((result.objective_value.unwrap() - told(&page, "objective")).abs() < 1e-12);
    let waiting = &report.waiting[..];
    assert!(matches!(waiting, [lot] if lot.lot == "b1" && lot.days_to_long_term == 20));
    assert!((waiting[0].tax_today - 2_400.0).abs() < 1e-6 && (waiting[0].tax_long_term - 1_200.0).abs() < 1e-6);
    assert!(result.warnings[0].contains("net loss of 900.00"), "{:?}", result.warnings);
    check("untaxed weight of A", report.untaxed.weights["A"]);
    check("untaxed weight of B", report.untaxed.weights["B"]);
    check("untaxed cost", report.untaxed.cost);
    check("tax of the untaxed trades", report.untaxed.tax);
    assert!((report.untaxed.objective_value - told(&page, "untaxed objective")).abs() < 1e-12);

    let mut washed = example();
    washed["tax_lots"]["lots"][1]["acquired"] = json!("2026-11-10");
    washed["benchmark_weights"]["B"] = json!(0.32);
    let (result, report) = run(&washed);
    check("wash-sale weight of A", result.weights["A"]);
    check("wash-sale weight of B", result.weights["B"]);
    let blocked = &report.blocked[..];
    assert!(matches!(blocked, [one] if one.lot.as_deref() == Some("a2") && one.until == "2026-12-10".parse().ok()));

    let mut lower = example();
    lower["benchmark_weights"]["B"] = json!(0.15);
    check("nearly long-term weight of B", run(&lower).0.weights["B"]);
    lower["tax_lots"]["lots"][2]["acquired"] = json!("2025-11-20");
    check("long-term weight of B", run(&lower).0.weights["B"]);
}

/// A random book: prices, lots with gains and losses, a factor covariance, tracking or utility.
#[derive(Debug, Clone)]
struct Market {
    request: Value,
}

fn markets(assets: std::ops::Range<usize>, lots: std::ops::Range<usize>) -> impl Strategy<Value = Market> {
    let lot = (1u32..60, 40u32..180, 0i64..900);
    let asset = (proptest::collection::vec(lot, lots), 0.05..0.2f64, -0.1..0.1f64, 0.08..0.3f64, 0.0..0.15f64);
    (proptest::collection::vec(asset, assets), any::<bool>(), 1.0..30.0f64, 0u32..4, 0u32..3, 0u32..2_000).prop_map(
        |(assets, tracking, aversion, cost, window, cash)| {
            let today: chrono::NaiveDate = "2026-11-22".parse().unwrap();
            let n = assets.len();
            let names: Vec<String> = (0..n).map(|i| format!("A{i}")).collect();
            let covariance: Vec<Vec<f64>> = (0..n)
                .map(|i| {
                    (0..n)
                        .map(|j| {
                            let (a, b) = (&assets[i], &assets[j]);
                            a.1 * b.1 + a.2 * b.2 + if i == j { a.3 * a.3 } else { 0.0 }
                        })
                        .collect()
                })
                .collect();
            let lots: Vec<Value> = assets
                .iter()
                .enumerate()
                .flat_map(|(i, asset)| {
                    let name = names[i].clone();
                    asset.0.iter().enumerate().map(move |(k, (quantity, unit_cost, age))| {
                        json!({"id": format!("{name}-{k}"), "asset": name, "quantity": quantity, "unit_cost": unit_cost,
                               "acquired": (today - chrono::Days::new(*age as u64)).to_string()})
                    })
                })
                .collect();
            let rules = match window {
                0 => json!({"long_term_after_months": 12}),
                _ => json!({"long_term_after_months": 12, "wash_sale_window": {"days_before": 30, "days_after": 30}}),
            };
            let total: f64 = assets.iter().map(|asset| asset.4 + 0.01).sum();
            let benchmark: serde_json::Map<String, Value> = names
                .iter()
                .zip(&assets)
                .map(|(name, asset)| (name.clone(), json!((asset.4 + 0.01) / total)))
                .collect();
            let request = json!({
                "assets": names,
                "covariance": covariance,
                "expected_returns": assets.iter().map(|asset| asset.4).collect::<Vec<_>>(),
                "objective": if tracking { "minimum_tracking_error" } else { "maximum_quadratic_utility" },
                "benchmark_weights": benchmark,
                "risk_aversion": aversion,
                "risk_free_rate": 0.01,
                "costs": {"linear": f64::from(cost) * 0.001},
                "tax_lots": {
                    "date": today.to_string(),
                    "prices": names.iter().map(|name| (name.clone(), json!(100.0))).collect::<serde_json::Map<_, _>>(),
                    "cash": cash, "lots": lots, "rules": rules, "max_nodes": 3_000,
                    "rates": {"short_term": 0.4, "long_term": 0.2},
                },
            });
            Market { request }
        },
    )
}

/// The same problem with a variable for every lot and every purchase, by Clarabel. `buys` says which assets may be bought; those
/// sell no losses then, and the others are not bought. Less is better. `None` when Clarabel stops short: then it judges nothing.
fn by_clarabel(request: &Value, buys: &[bool]) -> Option<f64> {
    let parsed: OptimizationRequest = serde_json::from_value(request.clone()).unwrap();
    let book = parsed.tax_lots.as_ref().unwrap();
    let rules = book.rules.unwrap();
    let n = parsed.assets.len();
    let index = |name: &str| parsed.assets.iter().position(|asset| asset == name).unwrap();
    let lots = &book.lots;
    let capital: f64 = lots.iter().map(|lot| lot.quantity * book.prices[&lot.asset]).sum::<f64>() + book.cash;
    let m = lots.len();
    // Variables: sold weight of each lot, bought weight of each asset.
    let gamma = parsed.risk_aversion.unwrap();
    let covariance = parsed.covariance.as_ref().unwrap();
    let cost = match parsed.costs.as_ref().unwrap().linear.as_ref().unwrap() {
        optimize::PerAsset::All(cost) => *cost,
        optimize::PerAsset::ByAsset(_) => unreachable!(),
    };
    let tracking = parsed.objective == optimize::Objective::MinimumTrackingError;
    let mut held = vec![0.0; n];
    for lot in lots {
        held[index(&lot.asset)] += lot.quantity * book.prices[&lot.asset] / capital;
    }
    let sign = |v: usize| if v < m { (index(&lots[v].asset), -1.0) } else { (v - m, 1.0) };
    let centre: Vec<f64> = (0..n)
        .map(|i| held[i] - if tracking { parsed.benchmark_weights.as_ref().unwrap()[&parsed.assets[i]] } else { 0.0 })
        .collect();
    let mean = parsed.expected_returns.as_ref().unwrap();
    let cash_rate = if tracking { 0.0 } else { parsed.risk_free_rate };
    let size = m + n;
    let mut q = vec![0.0; size];
    let mut upper = vec![0.0; size];
    let mut takes = vec![0.0; size];
    for v in 0..size {
        let (i, s) = sign(v);
        let risk: f64 = (0..n).map(|j| covariance[i][j] * centre[j]).sum();
        q[v] = gamma * s * risk + cost;
        takes[v] = s + cost;
        q[v] += cash_rate * takes[v];
        if !tracking {
            q[v] -= s * mean[i];
        }
        if v < m {
            let lot = &lots[v];
            let gain = (book.prices[&lot.asset] - lot.unit_cost) / book.prices[&lot.asset];
            let days = rules.days_to_long_term(lot.acquired, book.date);
            q[v] += book.deferral.price_per_gain(days, book.rates) * gain;
            let window = rules.wash_sale_window;
            let bought = lots
                .iter()
                .filter(|other| other.asset == lot.asset)
                .any(|other| window.is_some_and(|window| window.blocks_loss(other.acquired, book.date)));
            let closed = gain < 0.0 && window.is_some() && (bought || buys[i]);
            upper[v] = if closed { 0.0 } else { lot.quantity * book.prices[&lot.asset] / capital };
        } else {
            upper[v] = if buys[i] { 1.0 } else { 0.0 };
        }
    }
    let hessian: Vec<Vec<f64>> = (0..size)
        .map(|a| {
            (0..size)
                .map(|b| {
                    let ((i, s), (j, t)) = (sign(a), sign(b));
                    if a <= b { gamma * s * t * covariance[i][j] } else { 0.0 }
                })
                .collect()
        })
        .collect();
    // v ≥ 0, v ≤ upper, cash, weights ≤ 1.
    let mut rows: Vec<Vec<f64>> = Vec::new();
    let mut limits = Vec::new();
    for v in 0..size {
        for s in [-1.0, 1.0] {
            let mut row = vec![0.0; size];
            row[v] = s;
            rows.push(row);
            limits.push(if s > 0.0 { upper[v] } else { 0.0 });
        }
    }
    rows.push(takes);
    limits.push(1.0 - held.iter().sum::<f64>());
    for (i, held) in held.iter().enumerate() {
        rows.push((0..size).map(|v| if sign(v).0 == i { sign(v).1 } else { 0.0 }).collect());
        limits.push(1.0 - held);
    }
    let csc = |rows: &[Vec<f64>]| -> CscMatrix<f64> {
        let (mut pointers, mut indices, mut values) = (vec![0], Vec::new(), Vec::new());
        for column in 0..size {
            for (row, entries) in rows.iter().enumerate().filter(|(_, entries)| entries[column] != 0.0) {
                indices.push(row);
                values.push(entries[column]);
            }
            pointers.push(indices.len());
        }
        CscMatrix::new(rows.len(), size, pointers, indices, values)
    };
    let cones: [SupportedConeT<f64>; 1] = [NonnegativeConeT(rows.len())];
    let settings = DefaultSettingsBuilder::default()
        .verbose(false)
        .tol_gap_abs(1e-11)
        .tol_gap_rel(1e-11)
        .tol_feas(1e-11)
        .build()
        .unwrap();
    let mut solver = DefaultSolver::new(&csc(&hessian), &q, &csc(&rows), &limits, &cones, settings).unwrap();
    solver.solve();
    // "Almost solved" is good to 1e-5 only.
    if !matches!(solver.solution.status, SolverStatus::Solved) {
        return None;
    }
    // Terms without variables: the risk of what is held, its return, and the cash that is not invested.
    let still: f64 = (0..n).map(|i| (0..n).map(|j| centre[i] * covariance[i][j] * centre[j]).sum::<f64>()).sum();
    let mut constant = 0.5 * gamma * still;
    if !tracking {
        constant -= (0..n).map(|i| mean[i] * held[i]).sum::<f64>() + cash_rate * (1.0 - held.iter().sum::<f64>());
    }
    Some(solver.solution.obj_val + constant)
}

fn value(result: &OptimizationResult) -> f64 {
    let value = result.objective_value.unwrap();
    if result.objective == optimize::Objective::MinimumTrackingError { value } else { -value }
}

/// What must hold of every plan.
fn check_rules(request: &Value, result: &OptimizationResult, report: &TaxReport) {
    let parsed: OptimizationRequest = serde_json::from_value(request.clone()).unwrap();
    let book = parsed.tax_lots.unwrap();
    let mut sold: std::collections::HashMap<&str, f64> = std::collections::HashMap::new();
    for trade in &report.trades {
        assert!(trade.quantity > 0.0 && trade.amount > 0.0);
        if let Some(lot) = &trade.lot {
            *sold.entry(lot).or_default() += trade.quantity;
        }
    }
    for lot in &book.lots {
        let units = sold.get(lot.id.as_str()).copied().unwrap_or(0.0);
        assert!(units <= lot.quantity * (1.0 + 1e-12), "{}", lot.id);
    }
    assert!(
        report.cash_after >= -1e-6
            && (report.cash_after - (1.0 - result.weights.values().sum::<f64>()) * report.capital + report.cost).abs()
                < 1e-5
    );
    if book.rules.unwrap().wash_sale_window.is_some() {
        for trade in report.trades.iter().filter(|trade| trade.gain.is_some_and(|gain| gain < 0.0)) {
            let rebought =
                report.trades.iter().any(|other| other.action == TradeAction::Buy && other.asset == trade.asset);
            assert!(!rebought, "{} is sold at a loss and bought", trade.asset);
        }
    }
    assert!(result.residuals.primal <= 1e-9 && result.residuals.max() <= 1e-8, "{:?}", result.residuals);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn clarabel_finds_nothing_better_over_every_choice_of_sides(market in markets(2..6, 1..4)) {
        let (result, report) = run(&market.request);
        check_rules(&market.request, &result, &report);
        let n = result.weights.len();
        let free = market.request["tax_lots"]["rules"]["wash_sale_window"].is_null();
        let choices = if free { vec![vec![true; n]] } else {
            (0..1_usize << n).map(|code| (0..n).map(|i| code >> i & 1 == 1).collect()).collect::<Vec<Vec<bool>>>()
        };
        let judged: Option<Vec<f64>> = choices.iter().map(|buys| by_clarabel(&market.request, buys)).collect();
        prop_assume!(judged.is_some());
        let best = judged.into_iter().flatten().fold(f64::INFINITY, f64::min);
        let ours = value(&result);
        let scale = ours.abs().max(1e-2);
        prop_assert!((ours - best).abs() <= 1e-7 * scale, "{ours} against {best}, gap {}", report.gap);
        prop_assert!(report.gap <= 1e-8, "{}", report.gap);
    }

    #[test]
    fn twenty_assets_agree_with_clarabel_on_the_sides_chosen(market in markets(12..20, 2..5)) {
        let mut request = market.request;
        request["tax_lots"]["max_nodes"] = json!(40);
        let (result, report) = run(&request);
        check_rules(&request, &result, &report);
        let free = request["tax_lots"]["rules"]["wash_sale_window"].is_null();
        let sells_loss = |name: &str| report.trades.iter().any(|trade| trade.asset == name && trade.gain.is_some_and(|gain| gain < 0.0));
        let buys: Vec<bool> = result.weights.keys().map(|name| free || !sells_loss(name)).collect();
        let theirs = by_clarabel(&request, &buys);
        prop_assume!(theirs.is_some());
        let theirs = theirs.unwrap();
        let ours = value(&result);
        prop_assert!((ours - theirs).abs() <= 1e-7 * ours.abs().max(1e-2), "{ours} against {theirs}");
        prop_assert!(report.gap >= 0.0);
    }
}

#[test]
fn locks_and_windows_are_kept() {
    let cash_suffices = || {
        let mut request = example();
        request["benchmark_weights"]["B"] = json!(0.32);
        request
    };
    let mut request = cash_suffices();
    request["tax_lots"]["lots"][1]["locked"] = json!(true);
    let (result, report) = run(&request);
    assert!((result.weights["A"] - 0.68).abs() < 1e-12 && units(&report, TradeAction::Sell, "a2") == 0.0);
    let mut request = example();
    request["tax_lots"]["recent_loss_sales"] = json!([{"asset": "B", "date": "2026-11-01"}]);
    let (result, report) = run(&request);
    assert!((result.weights["B"] - 0.3).abs() < 1e-12 && report.blocked[0].until == "2026-12-01".parse().ok());
    request["tax_lots"]["recent_loss_sales"] = json!([{"asset": "B", "date": "2026-10-01"}]);
    assert!(run(&request).0.weights["B"] > 0.4);
    let mut request = cash_suffices();
    request["tax_lots"]["recent_purchases"] = json!([{"asset": "A", "date": "2026-11-20"}]);
    assert!((run(&request).0.weights["A"] - 0.68).abs() < 1e-12);
    let mut request = example();
    request["constraints"] = json!({"do_not_trade": ["A"], "cash_buffer": 0.01});
    let (result, report) = run(&request);
    assert!((result.weights["A"] - 0.68).abs() < 1e-12 && (report.cash_after - 1_000.0).abs() < 1e-6);
}

#[test]
fn losses_are_taken_and_bought_back_where_no_window_forbids_it() {
    let mut request = example();
    request["tax_lots"]["jurisdiction"] = json!("australia");
    request["benchmark_weights"] = json!({"A": 0.68, "B": 0.3});
    let (result, report) = run(&request);
    assert!((result.weights["A"] - 0.68).abs() < 0.006);
    assert!((units(&report, TradeAction::Sell, "a2") - 280.0).abs() < 1e-9);
    assert!(units(&report, TradeAction::Buy, "A") > 250.0);
    assert!((report.tax_now + 280.0 * 4.0 * 0.4).abs() < 1e-6);
}

#[test]
fn first_in_last_in_and_average_cost() {
    // The oldest lot of A has the gain: the loss behind it is out of reach without selling it first.
    let mut request = example();
    request["tax_lots"]["jurisdiction"] = json!("germany");
    request["tax_lots"]["rates"] = json!({"short_term": 0.26375, "long_term": 0.26375});
    let (_, report) = run(&request);
    assert_eq!(units(&report, TradeAction::Sell, "a2"), 0.0);
    // The newest first: the loss comes before the gain behind it.
    request["tax_lots"]["jurisdiction"] = json!("italy");
    let (_, report) = run(&request);
    assert!(units(&report, TradeAction::Sell, "a2") > 0.0);
    assert_eq!(units(&report, TradeAction::Sell, "a1"), 0.0);
    request["tax_lots"]["jurisdiction"] = json!("united_kingdom");
    request["risk_aversion"] = json!(100);
    let (_, report) = run(&request);
    // 400 units at 60 and 280 at 104: 78.1176 on average, whichever lot is named.
    let sale = report.trades.iter().find(|trade| trade.action == TradeAction::Sell && trade.asset == "A").unwrap();
    assert!((sale.gain.unwrap() / sale.quantity - (100.0 - (400.0 * 60.0 + 280.0 * 104.0) / 680.0)).abs() < 1e-9);
}

#[test]
fn what_cannot_be_used_is_told_in_words() {
    let check = |path: &str, new: Value, code: &str, words: &str| {
        let mut request = example();
        *request.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = new;
        let error = solve_json(&request.to_string()).expect_err(path);
        assert_eq!(error.code(), code, "{path}: {error}");
        assert!(error.to_string().contains(words), "{path}: {error}");
        error
    };
    let invalid = |path: &str, new: Value, words: &str| {
        check(path, new, "invalid_field", words);
    };
    invalid("/tax_lots/lots/0/quantity", json!(-1), "tax_lots.lots.a1: quantity -1; it must be above zero");
    invalid("/tax_lots/lots/0/unit_cost", json!(-1), "unit_cost -1; it must be zero or above");
    invalid(
        "/tax_lots/lots/0/acquired",
        json!("2026-11-23"),
        "acquired 2026-11-23 is after the date of the trades, 2026-11-22",
    );
    invalid("/tax_lots/lots/0/asset", json!("C"), "C is not one of the assets; remove the lot or add the asset");
    invalid("/tax_lots/lots/0/id", json!("a2"), "tax_lots.lots.a2: listed twice");
    invalid("/tax_lots/lots/0/id", json!(" "), "one lot has no id");
    invalid("/tax_lots/prices/A", json!(0), "tax_lots.prices.A: 0; a price must be above zero");
    invalid("/tax_lots/prices", json!({"A": 1}), "B has no price");
    invalid("/tax_lots/prices", json!({"A": 1, "B": 1, "C": 1}), "C is not one of the assets");
    invalid("/tax_lots/cash", json!(-5), "tax_lots.cash: -5; it must be zero or above");
    invalid("/tax_lots/rates/short_term", json!(37), "rates.short_term: 37; a rate is a share between 0 and 1");
    invalid("/tax_lots/rates/long_term", json!(0.9), "are the two swapped?");
    invalid("/tax_lots/deferral/horizon_days", json!(0), "deferral.horizon_days: 0; give at least one day");
    invalid("/tax_lots/deferral/later_tax_share", json!(2), "deferral.later_tax_share: 2; give a share");
    invalid("/costs/linear", json!(-1), "costs.linear: -1; it must be zero or above");
    invalid("/costs/linear", json!(1), "a cost is a part of the value traded, below 1");
    invalid("/benchmark_weights", json!({"C": 1}), "C is not one of the assets");
    invalid("/risk_aversion", json!(0), "risk_aversion: 0; it must be above zero");
    invalid(
        "/objective",
        json!("minimum_variance"),
        "tax_lots go with maximum_quadratic_utility and minimum_tracking_error",
    );
    invalid("/objective", json!("maximum_quadratic_utility"), "expected_returns: missing");
    check("/tax_lots/date", json!("yesterday"), "malformed_request", "invalid characters");

    let with = |change: &dyn Fn(&mut Value), code: &str, words: &str| {
        let mut request = example();
        change(&mut request);
        let error = solve_json(&request.to_string()).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    };
    with(
        &|r| {
            r["tax_lots"]["lots"] = json!([]);
            r["tax_lots"]["cash"] = json!(0);
        },
        "invalid_field",
        "there must be capital above zero",
    );
    with(
        &|r| r["tax_lots"]["recent_loss_sales"] = json!([{"asset": "C", "date": "2026-11-01"}]),
        "invalid_field",
        "C is not one of the assets",
    );
    with(
        &|r| r["tax_lots"]["recent_purchases"] = json!([{"asset": "A", "date": "2026-12-01"}]),
        "invalid_field",
        "2026-12-01 of A is after the date",
    );
    with(&|r| r["tax_lots"]["max_nodes"] = json!(0), "invalid_field", "max_nodes: 0");
    with(&|r| r["current_weights"] = json!({"A": 1}), "invalid_field", "current_weights: given beside tax_lots");
    with(&|r| r["bounds"] = json!([-0.1, 1]), "invalid_field", "allows a short position; lots are held long");
    with(&|r| r["constraints"] = json!({"do_not_trade": ["C"]}), "invalid_field", "C is not one of the assets");
    with(
        &|r| {
            r["bounds"] = json!({"A": [0, 0.3]});
            r["tax_lots"]["lots"][0]["locked"] = json!(true);
        },
        "invalid_field",
        "bounds.A: upper 30 % is below the 40 % of lots that are locked",
    );
    with(
        &|r| {
            r["bounds"] = json!({"B": [0.5, 1]});
            r["tax_lots"]["recent_loss_sales"] = json!([{"asset": "B", "date": "2026-11-01"}]);
        },
        "invalid_field",
        "B may not be bought until 2026-12-01",
    );
    // More must be bought than cash and sales allow.
    with(
        &|r| {
            r["bounds"] = json!({"A": [0.6, 1], "B": [0.5, 1]});
        },
        "infeasible",
        "A at least 60 % and B at least 50 % need 110 % of a budget of 100 %",
    );
}

#[test]
fn the_same_request_gives_the_same_bits_and_can_be_cancelled() {
    let request: OptimizationRequest = serde_json::from_value(example()).unwrap();
    let text = || serde_json::to_string(&solve(&request).unwrap()).unwrap();
    assert_eq!(text(), text());
    let mut steps = 0;
    let stopped = optimize::optimize(&request, &mut |_| {
        steps += 1;
        if steps == 2 { std::ops::ControlFlow::Break(()) } else { std::ops::ControlFlow::Continue(()) }
    });
    assert_eq!(stopped, Err(OptimizeError::Cancelled));
}
