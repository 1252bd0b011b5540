//! One point of the curve of time and memory over the number of assets: `bench_scaling ASSETS FACTORS [dense|frontier]` prints
//! milliseconds for a minimum-variance solve (or the frontier with all its corners) and the peak memory of the process. One
//! process for each point, since memory given back is not seen.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::error::Error;
use std::ops::ControlFlow;
use std::time::Instant;

use nalgebra::{DMatrix, DVector};
use optimize::{Objective, OptimizationRequest, Universe, Workspace};
use statistics::FactorModel;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [n, k, rest @ ..] = &args[..] else {
        return Err("usage: bench_scaling ASSETS FACTORS [dense|frontier]".into());
    };
    let (n, k): (usize, usize) = (n.parse()?, k.parse()?);
    let (dense, frontier) = (rest.iter().any(|word| word == "dense"), rest.iter().any(|word| word == "frontier"));
    let mut number = numbers(7);
    let exposures =
        DMatrix::from_fn(n, k, |_, factor| if factor == 0 { 0.08 + 0.16 * number() } else { 0.12 * (number() - 0.5) });
    let model = FactorModel {
        exposures,
        factor_covariance: DMatrix::identity(k, k),
        specific_variances: DVector::from_fn(n, |_, _| (0.1 + 0.3 * number()).powi(2)),
    };
    let mean = DVector::from_fn(n, |_, _| 0.02 + 0.15 * number());
    let names: Vec<String> = (0..n).map(|i| format!("A{i:05}")).collect();
    let mut request = OptimizationRequest::new(
        names.clone(),
        if frontier { Objective::EfficientFrontier } else { Objective::MinimumVariance },
    );
    (request.corners, request.points) = (frontier, Some(10));

    let start = Instant::now();
    let universe = if dense {
        Universe::new(names, Some(mean), model.covariance())?
    } else {
        Universe::from_factor_model(names, Some(mean), model)?
    };
    let result = Workspace::of(universe).solve(&request, &mut |_| ControlFlow::Continue(()))?;
    let ms = start.elapsed().as_secs_f64() * 1e3;
    println!(
        "{}",
        serde_json::json!({
            "assets": n, "factors": k, "dense": dense, "frontier": frontier, "ms": ms, "peak_mib": peak_mib(),
            "held": result.weights.values().filter(|weight| **weight != 0.0).count(),
            "segments": result.solver.frontier_segments, "residual": result.residuals.max(),
        })
    );
    Ok(())
}

/// Most resident memory so far, where the system tells it.
fn peak_mib() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}

/// SplitMix64 (Steele, Lea and Flood 2014), uniform in 0..1.
fn numbers(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
