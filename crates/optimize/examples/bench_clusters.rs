//! Times hierarchical risk parity and risk parity with 500 assets. `bench_clusters make` prints the input, a generated factor
//! covariance; `bench_clusters < input` prints one JSON line for each case. The same input goes to
//! `crates/xtask/bench/clusters_peers.py`, so that outputs can be compared before times are.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::error::Error;
use std::hint::black_box;
use std::io::Read;
use std::ops::ControlFlow;
use std::time::Instant;

use optimize::{Objective, OptimizationRequest, OptimizationResult, OptimizeError, Workspace, optimize};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What both programs time.
#[derive(Serialize, Deserialize)]
struct Input {
    /// Repetitions.
    repeat: usize,
    /// Names, moments and no objective of interest.
    moments: OptimizationRequest,
}

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some("make") {
        println!("{}", serde_json::to_string(&Input { repeat: 15, moments: many_assets(500, 20) })?);
        return Ok(());
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let input: Input = serde_json::from_str(&text)?;
    for (case, objective) in [
        ("hrp_500", Objective::HierarchicalRiskParity),
        ("herc_500", Objective::HierarchicalEqualRiskContribution),
        ("risk_parity_500", Objective::RiskParity),
    ] {
        let request = OptimizationRequest { objective, ..input.moments.clone() };
        // The whole request: the covariance is read and checked, too.
        report(case, input.repeat, || optimize(black_box(&request), &mut |_| ControlFlow::Continue(())))?;
        let mut workspace = Workspace::new(&request)?;
        let warm = format!("{case}_again");
        report(&warm, input.repeat, || workspace.solve(black_box(&request), &mut |_| ControlFlow::Continue(())))?;
    }
    Ok(())
}

/// Prints seconds and weights of one case.
fn report(
    case: &str,
    repeat: usize,
    mut work: impl FnMut() -> Result<OptimizationResult, OptimizeError>,
) -> Result<(), OptimizeError> {
    let mut last = work()?;
    let mut seconds = Vec::with_capacity(repeat);
    for _ in 0..repeat.max(1) {
        let start = Instant::now();
        last = black_box(work()?);
        seconds.push(start.elapsed().as_secs_f64());
    }
    let weights: Vec<f64> = last.weights.values().copied().collect();
    println!("{}", json!({"case": case, "program": "Quarterdeck", "seconds": seconds, "result": weights}));
    Ok(())
}

/// A factor covariance `BB' + D` with volatilities like those of stocks, from a fixed sequence of numbers.
fn many_assets(n: usize, n_factors: usize) -> OptimizationRequest {
    let mut state = 2_026_u64;
    let mut uniform = move || {
        // SplitMix64 (Steele, Lea and Flood 2014).
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut loading = |k: usize| if k == 0 { 0.08 + 0.16 * uniform() } else { 0.12 * (uniform() - 0.5) };
    let loadings: Vec<Vec<f64>> = (0..n).map(|_| (0..n_factors).map(&mut loading).collect()).collect();
    let own: Vec<f64> = (0..n).map(|i| (0.1 + 0.3 * ((i * 37 % 101) as f64 / 101.0)).powi(2)).collect();
    let entry = |i: usize, j: usize| {
        let common: f64 = loadings[i].iter().zip(&loadings[j]).map(|(a, b)| a * b).sum();
        if i == j { common + own[i] } else { common }
    };
    let names = (0..n).map(|i| format!("A{i:03}")).collect();
    let mut request = OptimizationRequest::new(names, Objective::HierarchicalRiskParity);
    request.covariance = Some((0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect());
    request
}
