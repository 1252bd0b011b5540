//! Times minimum CVaR on the golden 20 stocks × 1257 days: by pivots, and by the interior point on the same linear program.
//! Prints milliseconds as JSON.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::error::Error;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use optimize::{OptimizationRequest, OptimizationResult, OptimizeError, Workspace};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut report = serde_json::Map::new();
    for objective in [
        "minimum_cvar",
        "minimum_cdar",
        "minimum_mean_absolute_deviation",
        "minimum_semivariance",
        "maximum_log_utility",
        "cvar_frontier",
    ] {
        let repeat = if objective == "cvar_frontier" { 3 } else { 15 };
        let mut request = request()?;
        request["objective"] = json!(objective);
        let own = time(&request, repeat)?;
        // A cap that nothing reaches: the same problem with a cone in it goes to the interior point.
        request["constraints"] = json!({"volatility": 5.0});
        let interior = if objective == "cvar_frontier" { Value::Null } else { time(&request, repeat.min(5))? };
        report.insert(objective.to_owned(), json!({"own": own, "interior": interior}));
    }
    println!("{}", Value::Object(report));
    Ok(())
}

fn time(request: &Value, repeat: usize) -> Result<Value, Box<dyn Error>> {
    let request: OptimizationRequest = serde_json::from_value(request.clone())?;
    let mut workspace = Workspace::new(&request)?;
    let mut times = Vec::new();
    let mut result = run(&mut workspace, &request)?;
    for _ in 0..repeat {
        let start = Instant::now();
        result = black_box(run(&mut workspace, &request)?);
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    Ok(json!({
        "median_ms": times[times.len() / 2],
        "least_ms": times[0],
        "objective": result.objective_value,
        "solver": result.solver,
        "residual": result.residuals.max(),
    }))
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
