//! How long plans take. Prints, and judges nothing: `cargo test --release -p rebalance --test it speed -- --ignored --nocapture`.
//! `QUARTERDECK_REBALANCE_SPEED=100x5,fractional` keeps the lines that have both words.

use std::hint::black_box;
use std::time::Instant;

use rebalance::{RebalanceRequest, rebalance};
use serde_json::{Map, Value, json};

use crate::households::{Random, today};

/// `n` instruments with `each` lots, in `accounts` accounts by turns; half of the lots at a loss, targets away from what is held.
pub(crate) fn request(
    n: usize,
    each: usize,
    accounts: usize,
    drift: &str,
    whole: bool,
    nudge: usize,
) -> RebalanceRequest {
    let mut random = Random(2_026 + nudge as u64);
    let r = &mut random;
    let names: Vec<String> = (0..n).map(|i| format!("I{i:03}")).collect();
    let instruments: Map<String, Value> = names
        .iter()
        .map(|name| {
            (name.clone(), json!({"currency": "USD", "price": r.decimal(20.0, 400.0, 2), "half_spread": "0.0005"}))
        })
        .collect();
    let mut lots = Vec::new();
    for (i, name) in names.iter().enumerate() {
        let price: f64 = instruments[name]["price"].as_str().unwrap().parse().unwrap();
        for k in 0..each {
            let units = 1 + r.below(2 + (20_000.0 / price / each as f64) as usize);
            let cost = format!("{:.2}", price * units as f64 * (0.65 + 0.6 * r.uniform()));
            let age = chrono::Days::new((1_100.0 * r.uniform()) as u64 + 5);
            lots.push(json!({
                "id": format!("{name}-{k}"), "account": format!("A{}", (i + k) % accounts), "instrument": name, "quantity": units.to_string(),
                "cost_base": cost, "opened_on": (today() - age).to_string(),
            }));
        }
    }
    let parts: Vec<f64> = (0..n).map(|_| 0.2 + r.uniform()).collect();
    let total: f64 = parts.iter().sum();
    let members: Vec<Value> = names
        .iter()
        .zip(&parts)
        .map(|(name, part)| json!({"kind": "instrument", "instrument": name, "weight": format!("{:.6}", 0.98 * part / total)}))
        .collect();
    let k = 10;
    let exposures: Vec<Vec<f64>> = (0..n)
        .map(|_| (0..k).map(|f| if f == 0 { 0.08 + 0.16 * r.uniform() } else { 0.12 * (r.uniform() - 0.5) }).collect())
        .collect();
    let specific: Vec<f64> = (0..n).map(|_| (0.1 + 0.3 * r.uniform()).powi(2)).collect();
    let entry = |i: usize, j: usize| {
        exposures[i].iter().zip(&exposures[j]).map(|(a, b)| a * b).sum::<f64>() + if i == j { specific[i] } else { 0.0 }
    };
    let covariance = match drift {
        "factor" => {
            let identity: Vec<Vec<f64>> =
                (0..k).map(|i| (0..k).map(|j| f64::from(u8::from(i == j))).collect()).collect();
            json!({"kind": "factor", "instruments": names, "exposures": exposures, "factor_covariance": identity, "specific": specific})
        }
        "dense" => {
            let matrix: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect();
            json!({"kind": "dense", "instruments": names, "matrix": matrix})
        }
        _ => Value::Null,
    };
    let drift_price = match drift {
        "absolute" => json!({"kind": "absolute", "per_unit": 0.02}),
        _ => json!({"kind": "squared", "risk_aversion": 20.0}),
    };
    let accounts: Vec<Value> = (0..accounts)
        .map(|a| json!({"id": format!("A{a}"), "kind": if a == 0 { "taxable" } else { "tax_deferred" }, "cash": {"USD": "10000"}}))
        .collect();
    serde_json::from_value(json!({
        "date": today(), "base_currency": "USD", "instruments": instruments, "accounts": accounts, "lots": lots,
        "target": {"members": members}, "covariance": covariance, "drift_price": drift_price,
        "shares": if whole { json!({"kind": "whole"}) } else { json!({"kind": "fractional"}) },
        "tax_rates": {"short_term": 0.408, "long_term": 0.238},
    }))
    .unwrap()
}

/// Seconds that this thread was on a processor, where the system tells: what a busy machine does not distort.
fn on_processor() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds * 1e-9)
}

fn time(n: usize, each: usize, accounts: usize, drift: &str, whole: bool, repeat: usize) {
    let (mut seconds, mut walls): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
    let mut last = None;
    for nudge in 0..repeat {
        let request = request(n, each, accounts, drift, whole, nudge % 5);
        let start = (Instant::now(), on_processor());
        let plan = black_box(rebalance(&request)).unwrap();
        walls.push(start.0.elapsed().as_secs_f64());
        seconds.push(on_processor().zip(start.1).map_or(f64::NAN, |(to, from)| to - from));
        last = Some(plan);
    }
    seconds.sort_by(f64::total_cmp);
    walls.sort_by(f64::total_cmp);
    let at = |list: &[f64], part: f64| 1e3 * list[((list.len() - 1) as f64 * part).round() as usize];
    let plan = last.unwrap();
    println!(
        "{n} × {each}, {accounts} accounts, {drift}, {}: median {:.1} ms, p95 {:.1} ms, on the processor {:.1} and {:.1} ms; {} trades, objective {:.2}, gap {:?}, {} nodes, \
         greedy {:?}",
        if whole { "whole" } else { "fractional" },
        at(&walls, 0.5),
        at(&walls, 0.95),
        at(&seconds, 0.5),
        at(&seconds, 0.95),
        plan.trades.len(),
        plan.figures.objective,
        plan.search.gap,
        plan.search.nodes,
        plan.greedy.map(|greedy| greedy.objective.round_dp(2))
    );
}

#[test]
#[ignore = "prints times; run it in release"]
fn plans_while_dragging_and_on_release() {
    let only = std::env::var("QUARTERDECK_REBALANCE_SPEED").ok();
    for (n, each, repeat) in [(100, 5, 20), (500, 10, 6)] {
        for accounts in [1, 3] {
            for drift in ["absolute", "factor", "dense"] {
                for whole in [false, true] {
                    let name = format!("{n}x{each} {accounts} {drift} {}", if whole { "whole" } else { "fractional" });
                    if !only.as_ref().is_none_or(|only| only.split(',').all(|part| name.contains(part))) {
                        continue;
                    }
                    time(n, each, accounts, drift, whole, repeat);
                }
            }
        }
    }
}
