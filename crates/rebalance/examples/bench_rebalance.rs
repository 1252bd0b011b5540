//! Times plans of many positions: fractions as they are planned while a weight is dragged, whole shares as on its release.
//!
//! `bench_rebalance make` prints one input with convex problems (every lot at a gain) as numbers; `bench_rebalance` reads it from standard input
//! and prints one JSON object a line, as `crates/xtask/bench/README.md` says. The problems with losses are made here, from a seed each.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::error::Error;
use std::hint::black_box;
use std::io::Read;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use rebalance::{RebalancePlan, RebalanceRequest, rebalance};
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

/// Half the distance of bid and ask, of all instruments.
const SPREAD: f64 = 0.0005;
const FACTORS: usize = 10;
/// Cash of each account.
const CASH: f64 = 10_000.0;

/// What is planned: positions, lots of each, and how drift is priced.
#[derive(Clone, Copy)]
struct Kind {
    positions: usize,
    lots: usize,
    squared: bool,
    whole: bool,
    /// Half of the lots are at a loss.
    losing: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some("make") {
        let problems: Vec<Value> =
            convex().iter().map(|(case, kind)| numbers(case, *kind)).collect::<Result<_, _>>()?;
        println!("{}", json!({"repeat": 9, "problems": problems}));
        return Ok(());
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let input: Value = serde_json::from_str(&text)?;
    for problem in input["problems"].as_array().ok_or("the input has no problems")? {
        let request: RebalanceRequest = serde_json::from_value(problem["request"].clone())?;
        let mut seconds = Vec::new();
        let mut plan = rebalance(&request)?;
        for _ in 0..input["repeat"].as_u64().unwrap_or(9) {
            plan = timed(&request, &mut seconds)?;
        }
        let value = plan.value.to_f64().unwrap_or(f64::NAN);
        let objective = plan.figures.objective.to_f64().unwrap_or(f64::NAN);
        let detail = json!({"gap": plan.search.gap, "nodes": plan.search.nodes, "trades": plan.trades.len()});
        let line = json!({
            "case": problem["case"], "program": "Quarterdeck", "seconds": seconds, "result": [objective / value], "detail": detail,
        });
        println!("{line}");
    }
    for (positions, lots, repeat) in [(100, 5, 8), (500, 10, 3)] {
        for (drift, squared) in [("absolute", false), ("squared", true)] {
            for whole in [false, true] {
                let kind = Kind { positions, lots, squared, whole, losing: true };
                measure(kind, if whole { 1 } else { repeat }, &format!("{drift}_{positions}x{lots}"))?;
            }
        }
    }
    Ok(())
}

/// Plans of five households, each `repeat` times, with the largest gaps in millionths of the value.
fn measure(kind: Kind, repeat: usize, of: &str) -> Result<(), Box<dyn Error>> {
    let (mut seconds, mut gaps, mut detail) = (Vec::new(), Vec::new(), Vec::new());
    black_box(rebalance(&request(kind, 0)?)?);
    for seed in 0..5 {
        let request = request(kind, seed)?;
        let mut plan = timed(&request, &mut seconds)?;
        for _ in 1..repeat {
            plan = timed(&request, &mut seconds)?;
        }
        let gap = plan.search.gap.ok_or("the bound is unknown")?;
        gaps.push(1e6 * gap / plan.value.to_f64().unwrap_or(f64::NAN));
        let greedy = plan.greedy.as_ref().map(|greedy| greedy.objective.round_dp(2));
        detail.push(json!({"gap": gap, "objective": plan.figures.objective.round_dp(2), "greedy": greedy, "nodes": plan.search.nodes}));
    }
    let name = if kind.whole { "release" } else { "drag" };
    println!(
        "{}",
        json!({"case": format!("plan_{name}_{of}"), "program": "Quarterdeck", "seconds": seconds, "detail": detail})
    );
    println!("{}", json!({"case": format!("plan_{name}_{of}_gap"), "program": "Quarterdeck", "ppm": gaps}));
    Ok(())
}

fn timed(request: &RebalanceRequest, seconds: &mut Vec<f64>) -> Result<RebalancePlan, Box<dyn Error>> {
    let begun = Instant::now();
    let plan = black_box(rebalance(request)?);
    seconds.push(begun.elapsed().as_secs_f64());
    Ok(plan)
}

/// The problems that the references can solve too.
fn convex() -> [(&'static str, Kind); 3] {
    let kind = Kind { positions: 100, lots: 5, squared: false, whole: false, losing: false };
    [
        ("plan_convex_absolute_100x5", kind),
        ("plan_convex_squared_100x5", Kind { squared: true, ..kind }),
        ("plan_convex_squared_500x10", Kind { squared: true, positions: 500, lots: 10, ..kind }),
    ]
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("invariant: a date")
}

/// One taxable account; targets away from what is held.
fn request(kind: Kind, seed: u64) -> Result<RebalanceRequest, Box<dyn Error>> {
    let mut random = Random(2_026 + seed);
    let r = &mut random;
    let names: Vec<String> = (0..kind.positions).map(|i| format!("I{i:03}")).collect();
    let (mut instruments, mut lots) = (Map::new(), Vec::new());
    for name in &names {
        let price = (20.0 + 380.0 * r.uniform()).round();
        instruments.insert(
            name.clone(),
            json!({"currency": "USD", "price": price.to_string(), "half_spread": SPREAD.to_string()}),
        );
        for k in 0..kind.lots {
            let units = 1.0 + (r.uniform() * (2.0 + 20_000.0 / price / kind.lots as f64)).floor();
            let part = if kind.losing { 0.65 + 0.6 * r.uniform() } else { 0.5 + 0.5 * r.uniform() };
            let age = Days::new(5 + (1_100.0 * r.uniform()) as u64);
            lots.push(json!({
                "id": format!("{name}-{k}"), "account": "A", "instrument": name, "quantity": units.to_string(),
                "cost_base": format!("{:.2}", price * units * part), "opened_on": today() - age,
            }));
        }
    }
    let parts: Vec<f64> = names.iter().map(|_| 0.2 + r.uniform()).collect();
    let total: f64 = parts.iter().sum();
    let member = |(name, part): (&String, &f64)| json!({"kind": "instrument", "instrument": name, "weight": format!("{:.6}", 0.98 * part / total)});
    let members: Vec<Value> = names.iter().zip(&parts).map(member).collect();
    let mut exposures = Vec::new();
    for _ in &names {
        let loading = |f: usize, x: f64| if f == 0 { 0.08 + 0.16 * x } else { 0.12 * (x - 0.5) };
        exposures.push((0..FACTORS).map(|f| loading(f, r.uniform())).collect::<Vec<f64>>());
    }
    let specific: Vec<f64> = names.iter().map(|_| (0.1 + 0.3 * r.uniform()).powi(2)).collect();
    let identity: Vec<Vec<f64>> =
        (0..FACTORS).map(|i| (0..FACTORS).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    Ok(serde_json::from_value(json!({
        "date": today(), "base_currency": "USD", "instruments": instruments, "lots": lots,
        "accounts": [{"id": "A", "kind": "taxable", "cash": {"USD": CASH.to_string()}}],
        "target": {"members": members},
        "covariance": {
            "kind": "factor", "instruments": names, "exposures": exposures, "factor_covariance": identity, "specific": specific,
        },
        "drift_price": if kind.squared { json!({"kind": "squared", "risk_aversion": 20.0}) }
                       else { json!({"kind": "absolute", "per_unit": 0.02}) },
        "shares": if kind.whole { json!({"kind": "whole"}) } else { json!({"kind": "fractional"}) },
        "tax_rates": {"short_term": 0.408, "long_term": 0.238},
    }))?)
}

/// A problem as the references want it: positions by row, lots with their position, tax a unit.
fn numbers(case: &str, kind: Kind) -> Result<Value, Box<dyn Error>> {
    let request = request(kind, 0)?;
    let rules = request.rules.unwrap_or_else(|| request.jurisdiction.rules());
    let float = |value: rust_decimal::Decimal| value.to_f64().unwrap_or(f64::NAN);
    let prices: Vec<f64> = request.instruments.values().map(|one| float(one.price.unwrap_or_default())).collect();
    let mut lots = Vec::new();
    for lot in &request.lots {
        let i = request.instruments.get_index_of(&lot.instrument).ok_or("a lot of nothing")?;
        let units = float(lot.quantity);
        let gain = prices[i] - float(lot.cost_base.unwrap_or_default()) / units;
        let days = rules.days_to_long_term(lot.opened_on, request.date);
        let tax = request.deferral.price_per_gain(days, request.tax_rates) * gain;
        lots.push(json!({"position": i, "units": units, "tax": tax}));
    }
    let flat = rebalance::targets::flatten(&request.target)?;
    let weight = |name: &String| flat.rows.iter().find(|row| row.name == *name).map_or(0.0, |row| float(row.weight));
    let targets: Vec<f64> = request.instruments.keys().map(weight).collect();
    Ok(json!({
        "case": case, "squared": kind.squared, "prices": prices, "lots": lots, "targets": targets, "cash": CASH, "spread": SPREAD,
        "per_unit": 0.02, "risk_aversion": 20.0, "request": request,
    }))
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
