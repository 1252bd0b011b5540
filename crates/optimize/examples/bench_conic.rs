//! Times the objectives over scenarios on the golden 20 stocks × 1257 days. `bench_conic make` prints the input; `bench_conic < input`
//! prints one JSON object a line: minimum CVaR by pivots, beside which `crates/xtask/bench/conic_peers.py` is timed on the same input, and
//! every objective by our own method and by the interior point on the same program.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::error::Error;
use std::hint::black_box;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use optimize::{Objective, OptimizationConstraints, OptimizationRequest, OptimizationResult, OptimizeError, Workspace};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What both programs time.
#[derive(Serialize, Deserialize)]
struct Input {
    /// Repetitions.
    repeat: usize,
    /// Moments and returns; the objective is minimum CVaR.
    request: OptimizationRequest,
}

/// Name in the lines, and objective.
const CASES: [(&str, Objective); 6] = [
    ("minimum_cvar", Objective::MinimumCvar),
    ("minimum_cdar", Objective::MinimumCdar),
    ("minimum_mean_absolute_deviation", Objective::MinimumMeanAbsoluteDeviation),
    ("minimum_semivariance", Objective::MinimumSemivariance),
    ("maximum_log_utility", Objective::MaximumLogUtility),
    ("cvar_frontier", Objective::CvarFrontier),
];

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some("make") {
        println!("{}", serde_json::to_string(&Input { repeat: 15, request: serde_json::from_value(request()?)? })?);
        return Ok(());
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let input: Input = serde_json::from_str(&text)?;
    for (name, objective) in CASES {
        let is_frontier = objective == Objective::CvarFrontier;
        let request = OptimizationRequest { objective, ..input.request.clone() };
        time(name, "Quarterdeck", &request, if is_frontier { 3 } else { input.repeat })?;
        if is_frontier {
            continue;
        }
        // A cap that nothing reaches: the same problem with a cone in it goes to the interior point.
        let constraints = OptimizationConstraints { volatility: Some(5.0), ..OptimizationConstraints::default() };
        let capped = OptimizationRequest { constraints, ..request };
        // Not every one of them has an answer of the accuracy that is asked for: then there is no line.
        if let Err(error) = time(name, "Quarterdeck by cones", &capped, input.repeat.min(5)) {
            println!("# {name} by cones: {error}");
        }
    }
    Ok(())
}

/// Prints seconds and weights of one case.
fn time(name: &str, program: &str, request: &OptimizationRequest, repeat: usize) -> Result<(), OptimizeError> {
    let mut workspace = Workspace::new(request)?;
    let mut result = run(&mut workspace, request)?;
    let mut seconds = Vec::with_capacity(repeat);
    for _ in 0..repeat {
        let start = Instant::now();
        result = black_box(run(&mut workspace, request)?);
        seconds.push(start.elapsed().as_secs_f64());
    }
    let weights: Vec<f64> = result.weights.values().copied().collect();
    let detail =
        json!({"objective": result.objective_value, "residual": result.residuals.max(), "solver": result.solver});
    println!(
        "{}",
        json!({
            "case": format!("{name}_20x1257"), "program": program, "seconds": seconds, "result": weights, "detail": detail,
        })
    );
    Ok(())
}

fn run(workspace: &mut Workspace, request: &OptimizationRequest) -> Result<OptimizationResult, OptimizeError> {
    workspace.solve(black_box(request), &mut |_| ControlFlow::Continue(()))
}

/// The golden moments and the sample's returns of the same days.
fn request() -> Result<Value, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let golden: Value =
        serde_json::from_slice(&std::fs::read(root.join("tests/golden/optimization/optimization.json"))?)?;
    let case = &golden["cases"][0];
    let csv = zstd::decode_all(&std::fs::read(root.join("crates/workstation/sample/us_stocks_daily.csv.zst"))?[..])?;
    let mut reader = csv::Reader::from_reader(&csv[..]);
    let mut prices: Vec<Vec<f64>> = Vec::new();
    for row in reader.records() {
        let row = row?;
        if ("2015-01-02"..="2019-12-31").contains(&&row[0]) {
            prices.push(row.iter().skip(1).map(str::parse).collect::<Result<_, _>>()?);
        }
    }
    let returns: Vec<Vec<f64>> = prices
        .windows(2)
        .map(|pair| pair[1].iter().zip(&pair[0]).map(|(new, old)| new / old - 1.0).collect())
        .collect();
    Ok(json!({
        "assets": case["inputs"]["assets"],
        "expected_returns": case["expected"]["mu"],
        "covariance": case["expected"]["S"],
        "returns": returns,
        "objective": "minimum_cvar",
    }))
}
