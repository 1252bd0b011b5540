//! Times portfolios with tax lots (200 assets with 10 lots each) and with few positions (10 of 30 assets). Prints one JSON object
//! a line, as `crates/xtask/bench/README.md` says; the first (cold) repetition is left out.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::error::Error;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::time::Instant;

use optimize::{OptimizationRequest, OptimizationResult, OptimizeError, optimize};
use serde_json::{Value, json};

/// Repetitions that count.
const REPEAT: usize = 15;

fn main() -> Result<(), Box<dyn Error>> {
    let mut random = Random(2_026);
    // For a closer look: repetitions, and the nodes that the search over sides may take.
    let mut arguments = std::env::args().skip(1);
    let repeat = arguments.next().map_or(Ok(REPEAT), |text| text.parse())?;
    let max_nodes = arguments.next().map(|text| text.parse()).transpose()?;
    let mut lots: OptimizationRequest = serde_json::from_value(lots(&mut random, 200, 10))?;
    if let Some(held) = &mut lots.tax_lots {
        held.max_nodes = max_nodes;
    }
    let (seconds, result) = time(&lots, repeat)?;
    let report = result.tax.as_ref().ok_or("the answer has no taxes")?;
    let detail = json!({
        "objective": result.objective_value, "gap": report.gap, "nodes": report.nodes, "programs": result.solver.polish_steps,
        "trades": report.trades.len(), "tax_now": report.tax_now, "residual": result.residuals.max(),
    });
    println!("{}", json!({"case": "tax_lots_200x10", "program": "Quarterdeck", "seconds": seconds, "detail": detail}));

    let few: OptimizationRequest = serde_json::from_value(few(&mut random, 30, 10))?;
    let (seconds, result) = time(&few, repeat)?;
    let detail = json!({"objective": result.objective_value, "cardinality": result.cardinality});
    println!(
        "{}",
        json!({"case": "cardinality_30_10", "program": "Quarterdeck", "seconds": seconds, "detail": detail})
    );
    Ok(())
}

fn time(request: &OptimizationRequest, repeat: usize) -> Result<(Vec<f64>, OptimizationResult), OptimizeError> {
    let run = || optimize(black_box(request), &mut |_| ControlFlow::Continue(()));
    let mut last = run()?;
    let mut seconds = Vec::with_capacity(repeat);
    for _ in 0..repeat {
        let start = Instant::now();
        last = black_box(run()?);
        seconds.push(start.elapsed().as_secs_f64());
    }
    Ok((seconds, last))
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A factor covariance `BB' + D` with volatilities like those of stocks.
fn covariance(random: &mut Random, n: usize, n_factors: usize) -> Vec<Vec<f64>> {
    let mut loading = |k: usize| if k == 0 { 0.08 + 0.16 * random.uniform() } else { 0.12 * (random.uniform() - 0.5) };
    let loadings: Vec<Vec<f64>> = (0..n).map(|_| (0..n_factors).map(&mut loading).collect()).collect();
    let own: Vec<f64> = (0..n).map(|_| (0.1 + 0.3 * random.uniform()).powi(2)).collect();
    let common = |i: usize, j: usize| loadings[i].iter().zip(&loadings[j]).map(|(a, b)| a * b).sum::<f64>();
    (0..n).map(|i| (0..n).map(|j| common(i, j) + if i == j { own[i] } else { 0.0 }).collect()).collect()
}

/// Lots bought over three years at prices 30 % below to 40 % above today's; a benchmark that differs from what is held.
fn lots(random: &mut Random, n: usize, each: usize) -> Value {
    let names: Vec<String> = (0..n).map(|i| format!("A{i:03}")).collect();
    let today: chrono::NaiveDate = "2026-11-22".parse().expect("invariant: a date");
    let mut lots = Vec::new();
    for name in &names {
        let size = 20.0 + 180.0 * random.uniform();
        for k in 0..each {
            let age = chrono::Days::new((1_100.0 * random.uniform()) as u64 + 5);
            lots.push(json!({
                "id": format!("{name}-{k}"), "asset": name, "quantity": size * (0.5 + random.uniform()),
                "unit_cost": 70.0 + 70.0 * random.uniform(), "acquired": (today - age).to_string(),
            }));
        }
    }
    let parts: Vec<f64> = (0..n).map(|_| 0.2 + random.uniform()).collect();
    let total: f64 = parts.iter().sum();
    let benchmark: serde_json::Map<String, Value> =
        names.iter().zip(&parts).map(|(name, part)| (name.clone(), json!(part / total))).collect();
    let prices: serde_json::Map<String, Value> = names.iter().map(|name| (name.clone(), json!(100.0))).collect();
    json!({
        "assets": names,
        "covariance": covariance(random, n, 10),
        "objective": "minimum_tracking_error",
        "benchmark_weights": benchmark,
        "risk_aversion": 20.0,
        "costs": {"linear": 0.0005},
        "tax_lots": {
            "date": today.to_string(), "prices": prices, "cash": 10_000.0, "lots": lots,
            "rates": {"short_term": 0.408, "long_term": 0.238},
        },
    })
}

fn few(random: &mut Random, n: usize, most: usize) -> Value {
    json!({
        "assets": (0..n).map(|i| format!("A{i:02}")).collect::<Vec<_>>(),
        "covariance": covariance(random, n, 5),
        "expected_returns": (0..n).map(|_| 0.02 + 0.15 * random.uniform()).collect::<Vec<_>>(),
        "objective": "maximum_quadratic_utility",
        "risk_aversion": 6.0,
        "constraints": {"max_holdings": most, "minimum_position": 0.03},
    })
}
