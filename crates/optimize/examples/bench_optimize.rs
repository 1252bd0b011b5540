//! Times the optimizer. `bench_optimize make` prints the input, made of the golden moments and generated factor models;
//! `bench_optimize < input` prints timings and weights as JSON. The same input goes to
//! `crates/xtask/bench/optimize_peers.py`, so that outputs can be compared before times are.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::error::Error;
use std::hint::black_box;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use optimize::{Objective, OptimizationRequest, OptimizationResult, OptimizeError, Universe, Workspace, optimize};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What both programs time.
#[derive(Serialize, Deserialize)]
struct Input {
    /// Repetitions of the small cases.
    repeat: usize,
    /// Repetitions of the 500-asset case.
    repeat_large: usize,
    /// Maximum Sharpe ratio, 20 assets.
    max_sharpe: OptimizationRequest,
    /// Frontier of 50, 20 assets.
    frontier: OptimizationRequest,
    /// Maximum Sharpe ratio, 100 assets, dense, while a bound is dragged.
    dragged_100: OptimizationRequest,
    /// Minimum variance, 500 assets, dense.
    min_variance: OptimizationRequest,
    /// Minimum variance, 2000 assets in factor form; the dense case is the same written out.
    min_variance_2000: OptimizationRequest,
    /// Frontier with every corner, 640 assets in factor form; the dense case is the same written out.
    corners: OptimizationRequest,
    /// Minimum variance, 10,000 assets in factor form.
    largest: OptimizationRequest,
}

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some("make") {
        println!("{}", serde_json::to_string(&make_input()?)?);
        return Ok(());
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let input: Input = serde_json::from_str(&text)?;

    let (max_sharpe, sharpe_result) = time(input.repeat, || run(&input.max_sharpe))?;
    let (frontier, frontier_result) = time(input.repeat, || run(&input.frontier))?;
    let (dragged, _) = time_dragging(input.repeat, &input.frontier)?;
    let (dragged_100, _) = time_dragging(input.repeat, &input.dragged_100)?;
    let (precise, _) = time(input.repeat_large, || Ok(bare_osqp(&input.min_variance, 1e-9, true)))?;
    // In turn, so that both meet the same state of the machine.
    let mut bare_times = Vec::new();
    let mut bare_weights = Vec::new();
    let (_, variance_result) = time(1, || run(&input.min_variance))?;
    let mut own_times = Vec::new();
    for _ in 0..input.repeat_large.max(1) {
        let start = Instant::now();
        bare_weights = black_box(bare_osqp(&input.min_variance, 1e-5, false));
        bare_times.push(start.elapsed().as_secs_f64() * 1e6);
        let start = Instant::now();
        black_box(run(&input.min_variance)?);
        own_times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    let (bare, min_variance) = (summary(bare_times), summary(own_times));
    let few = input.repeat_large.min(5);
    let (factor_2000, factor_2000_result) = time(input.repeat_large, || run(&input.min_variance_2000))?;
    let written_out = dense(&input.min_variance_2000)?;
    let (dense_2000, dense_2000_result) = time(few, || run(&written_out))?;
    drop(written_out);
    let (corners_factor, corners_result) = time(input.repeat_large, || run(&input.corners))?;
    let written_out = dense(&input.corners)?;
    let (corners_dense, _) = time(input.repeat_large, || run(&written_out))?;
    let (largest, largest_result) = time(few, || run(&input.largest))?;
    println!(
        "{}",
        json!({
            "max_sharpe_20": case(&max_sharpe, &sharpe_result),
            "frontier_50_20": {
                "time_us": frontier,
                "points": frontier_result.frontier.iter().map(|point| {
                    json!({"ret": point.expected_return, "vol": point.volatility, "weights": values(&point.weights)})
                }).collect::<Vec<_>>(),
            },
            "frontier_50_20_dragged_bound": {"time_us": dragged},
            "dragged_bound_100": {"time_us": dragged_100},
            "min_variance_500": case(&min_variance, &variance_result),
            "bare_osqp_500": {"time_us": bare, "weights": bare_weights},
            "bare_osqp_500_precise": {"time_us": precise},
            "min_variance_2000_factor": case(&factor_2000, &factor_2000_result),
            "min_variance_2000_dense": case(&dense_2000, &dense_2000_result),
            "corners_640_factor": {
                "time_us": corners_factor,
                "corners": corners_result.corners.len(),
                "residual": corners_result.residuals.max(),
            },
            "corners_640_dense": {"time_us": corners_dense},
            "min_variance_10000_factor": {"time_us": largest, "residual": largest_result.residuals.max()},
        })
    );
    Ok(())
}

fn case(time_us: &Value, result: &OptimizationResult) -> Value {
    json!({
        "time_us": time_us,
        "volatility": result.volatility,
        "sharpe": result.sharpe,
        "solver": result.solver,
        "weights": values(&result.weights),
    })
}

fn values(weights: &indexmap::IndexMap<String, f64>) -> Vec<f64> {
    weights.values().copied().collect()
}

fn run(request: &OptimizationRequest) -> Result<OptimizationResult, OptimizeError> {
    optimize(black_box(request), &mut |_| ControlFlow::Continue(()))
}

/// Median and 99th percentile in µs, and the last result.
fn time<T>(repeat: usize, mut work: impl FnMut() -> Result<T, OptimizeError>) -> Result<(Value, T), OptimizeError> {
    let mut last = work()?;
    let mut times = Vec::with_capacity(repeat);
    for _ in 0..repeat.max(1) {
        let start = Instant::now();
        last = black_box(work()?);
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    Ok((summary(times), last))
}

fn summary(mut times: Vec<f64>) -> Value {
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times[((times.len() - 1) as f64 * part).round() as usize];
    json!({"median": at(0.5), "p99": at(0.99), "min": times[0], "n": times.len()})
}

/// The request's objective while the upper bound of the first asset is dragged from 100 % to 5 % and back.
fn time_dragging(repeat: usize, request: &OptimizationRequest) -> Result<(Value, OptimizationResult), OptimizeError> {
    let mut workspace = Workspace::new(request)?;
    let mut request = request.clone();
    let mut frame = 0;
    time(repeat, move || {
        frame += 1;
        let upper = 0.05 + 0.95 * (f64::from(frame % 200) / 100.0 - 1.0).abs();
        let first = request.assets[0].clone();
        request.bounds = Some(optimize::Bounds::ByAsset([(first, [0.0, upper])].into_iter().collect()));
        workspace.solve(&request, &mut |_| ControlFlow::Continue(()))
    })
}

/// The solver alone: matrices to compressed columns, setup, solve.
fn bare_osqp(request: &OptimizationRequest, accuracy: f64, polish: bool) -> Vec<f64> {
    let covariance = request.covariance.as_ref().expect("the input has moments");
    let n = covariance.len();
    let hessian = osqp::CscMatrix::from(covariance.as_slice()).into_upper_tri();
    // Column i has a one in row i (its bounds) and in row n (the budget).
    let rows = osqp::CscMatrix {
        nrows: n + 1,
        ncols: n,
        indptr: (0..=n).map(|i| 2 * i).collect(),
        indices: (0..n).flat_map(|i| [i, n]).collect(),
        data: vec![1.0; 2 * n].into(),
    };
    let (mut lower, mut upper) = (vec![0.0; n + 1], vec![1.0; n + 1]);
    (lower[n], upper[n]) = (1.0, 1.0);
    let settings =
        osqp::Settings::default().verbose(false).eps_abs(accuracy).eps_rel(accuracy).max_iter(200_000).polish(polish);
    let mut problem = osqp::Problem::new(hessian, &vec![0.0; n], rows, &lower, &upper, &settings)
        .expect("the input is a convex problem");
    problem.solve().x().expect("the input has a solution").to_vec()
}

fn make_input() -> Result<Input, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/optimization/optimization.json");
    let golden: Value = serde_json::from_slice(&std::fs::read(path)?)?;
    let moments = &golden["cases"][0];
    let request = |objective: &str| -> Result<OptimizationRequest, serde_json::Error> {
        serde_json::from_value(json!({
            "assets": moments["inputs"]["assets"],
            "expected_returns": moments["expected"]["mu"],
            "covariance": moments["expected"]["S"],
            "risk_free_rate": moments["inputs"]["rf"],
            "objective": objective,
        }))
    };
    Ok(Input {
        repeat: 1_000,
        repeat_large: 9,
        max_sharpe: request("maximum_sharpe")?,
        frontier: request("efficient_frontier")?,
        dragged_100: OptimizationRequest { objective: Objective::MaximumSharpe, ..dense(&many_assets(100, 20)?)? },
        min_variance: dense(&many_assets(500, 20)?)?,
        min_variance_2000: many_assets(2000, 30)?,
        corners: OptimizationRequest {
            objective: Objective::EfficientFrontier,
            corners: true,
            ..many_assets(640, 20)?
        },
        largest: many_assets(10_000, 100)?,
    })
}

/// The same request with the covariance written out.
fn dense(request: &OptimizationRequest) -> Result<OptimizationRequest, OptimizeError> {
    let universe = Universe::from_request(request)?;
    let covariance = universe.covariance().row_iter().map(|row| row.iter().copied().collect()).collect();
    Ok(OptimizationRequest { covariance: Some(covariance), factor_model: None, ..request.clone() })
}

/// A factor model `BB' + D` with volatilities like those of stocks, from a fixed sequence of numbers.
fn many_assets(n: usize, n_factors: usize) -> Result<OptimizationRequest, serde_json::Error> {
    let mut state = 2_026_u64;
    let mut uniform = move || {
        // SplitMix64 (Steele, Lea and Flood 2014).
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    let loadings: Vec<Vec<f64>> = (0..n)
        .map(|_| {
            (0..n_factors).map(|k| if k == 0 { 0.08 + 0.16 * uniform() } else { 0.12 * (uniform() - 0.5) }).collect()
        })
        .collect();
    let own: Vec<f64> = (0..n).map(|_| (0.1 + 0.3 * uniform()).powi(2)).collect();
    let factor_covariance: Vec<Vec<f64>> =
        (0..n_factors).map(|i| (0..n_factors).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    let expected_returns: Vec<f64> = (0..n).map(|_| 0.02 + 0.15 * uniform()).collect();
    serde_json::from_value(json!({
        "assets": (0..n).map(|i| format!("A{i:03}")).collect::<Vec<_>>(),
        "expected_returns": expected_returns,
        "factor_model": {
            "exposures": loadings, "factor_covariance": factor_covariance, "specific_variances": own,
        },
        "objective": "minimum_variance",
    }))
}
