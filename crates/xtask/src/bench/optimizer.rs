//! The optimizer's part: one input for `bench_optimize` and for the Python references, both answering on stdout.

use anyhow::{Context, Result};
use serde_json::Value;
use std::fs::{self, File};
use std::process::Command;

use super::measurement::Measurement;
use super::peers;
use crate::command::{cargo, output, output_of, shown};
use crate::project::Project;

/// Name in the example's answer, case and program in our table.
const OURS: [(&str, &str, &str); 9] = [
    ("max_sharpe_20", "max_sharpe_20", "Quarterdeck"),
    ("frontier_50_20", "frontier_50_20", "Quarterdeck"),
    ("min_variance_500", "min_variance_500", "Quarterdeck"),
    ("bare_osqp_500", "min_variance_500", "bare OSQP"),
    ("min_variance_2000_dense", "min_variance_2000_dense", "Quarterdeck"),
    ("min_variance_2000_factor", "min_variance_2000_factor", "Quarterdeck"),
    ("corners_640_factor", "corners_640_factor", "Quarterdeck"),
    ("corners_640_dense", "corners_640_dense", "Quarterdeck"),
    ("min_variance_10000_factor", "min_variance_10000_factor", "Quarterdeck"),
];

/// Names in the references' answer and in our table.
const REFERENCES: [(&str, &str); 4] = [
    ("pyportfolioopt", "PyPortfolioOpt"),
    ("skfolio", "skfolio"),
    ("cvxpy_osqp", "cvxpy with OSQP"),
    ("cvxpy_clarabel", "cvxpy with Clarabel"),
];

/// The request of a case in the input, for the moments of its assets.
const REQUESTS: [(&str, &str); 3] =
    [("max_sharpe_20", "max_sharpe"), ("frontier_50_20", "frontier"), ("min_variance_500", "min_variance")];

/// Runs both on the same input.
///
/// # Errors
/// When one of them cannot be run or answers with something else.
pub(crate) fn measure(project: &Project) -> Result<Vec<Measurement>> {
    let path = project.scratch()?.join("bench-input.json");
    let args = ["run", "--release", "--locked", "--package", "optimize", "--example", "bench_optimize", "--"];
    let text = output(cargo(args, project.root()).arg("make"))?;
    fs::write(&path, &text).with_context(|| format!("cannot write {}", path.display()))?;
    let input: Value = serde_json::from_str(&text).context("`bench_optimize make` did not print JSON")?;

    let answer = fed(&mut cargo(args, project.root()), &path)?;
    let mut found = Vec::new();
    for (name, case, program) in OURS {
        found.push(read(&answer[name], case, program, &input)?);
    }
    // Nobody drags at the median: the slow ones count.
    for (name, case) in [("frontier_50_20_dragged_bound", "solve_20"), ("dragged_bound_100", "solve_100")] {
        let dragged = seconds(&answer[name], "p99")?;
        found.push(Measurement {
            case: case.into(),
            program: "Quarterdeck".into(),
            seconds: vec![dragged],
            result: vec![],
        });
    }

    let script = project.root().join("crates/xtask/bench/optimize_peers.py");
    let answer = fed(&mut peers::command(project, &script)?, &path)?;
    for (case, programs) in answer.as_object().context("the references answered with something else than an object")? {
        for (name, program) in REFERENCES {
            if !programs[name].is_null() {
                found.push(read(&programs[name], case, program, &input)?);
            }
        }
    }
    Ok(found)
}

fn fed(command: &mut Command, input: &std::path::Path) -> Result<Value> {
    println!("$ {} < {}", shown(command), input.display());
    let file = File::open(input).with_context(|| format!("cannot read {}", input.display()))?;
    let text = output_of(command.stdin(file))?;
    let json = text.find('{').map_or("", |start| &text[start..]);
    serde_json::from_str(json).with_context(|| format!("`{}` did not answer with JSON", shown(command)))
}

/// The result is the weights; of a frontier, which has many, the volatility of each point, from its return on the
/// same grid. Returns are part of it, so that two grids are not taken for one.
fn read(value: &Value, case: &str, program: &str, input: &Value) -> Result<Measurement> {
    let request = REQUESTS.iter().find(|(name, _)| *name == case).map_or(&Value::Null, |(_, key)| &input[key]);
    let points = value["points"]
        .as_array()
        .or_else(|| value["weights"].as_array().filter(|rows| rows.first().is_some_and(Value::is_array)));
    let mut result = Vec::new();
    for point in points.into_iter().flatten() {
        let weights = numbers(if point.is_array() { point } else { &point["weights"] });
        let (expected_return, volatility) = moments(request, &weights);
        result.extend([expected_return, volatility]);
    }
    if points.is_none() {
        result = numbers(&value["weights"]);
    }
    Ok(Measurement { case: case.into(), program: program.into(), seconds: vec![seconds(value, "median")?], result })
}

fn moments(request: &Value, weights: &[f64]) -> (f64, f64) {
    let dot = |row: &[f64]| row.iter().zip(weights).map(|(a, w)| a * w).sum::<f64>();
    let rows = request["covariance"].as_array().map_or(&[][..], Vec::as_slice);
    let variance: f64 = rows.iter().zip(weights).map(|(row, w)| w * dot(&numbers(row))).sum();
    (dot(&numbers(&request["expected_returns"])), variance.sqrt())
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

fn seconds(value: &Value, which: &str) -> Result<f64> {
    let microseconds = value["time_us"][which].as_f64().with_context(|| format!("no `time_us.{which}` in {value}"))?;
    Ok(microseconds / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn weights_are_compared_as_they_are_and_frontiers_by_return_and_volatility() {
        let input = json!({ "frontier": { "expected_returns": [0.1, 0.2], "covariance": [[0.04, 0.0], [0.0, 0.09]] } });
        let weights = json!({ "time_us": { "median": 80.0 }, "weights": [0.5, 0.5] });
        let measured = read(&weights, "max_sharpe_20", "p", &input).unwrap();
        assert_eq!((measured.median(), measured.result), (80e-6, vec![0.5, 0.5]));
        let ours =
            json!({ "time_us": { "median": 9.0 }, "points": [{ "weights": [1.0, 0.0] }, { "weights": [0.0, 1.0] }] });
        let theirs = json!({ "time_us": { "median": 9.0 }, "weights": [[1.0, 0.0], [0.0, 1.0]] });
        let ours = read(&ours, "frontier_50_20", "p", &input).unwrap();
        assert_eq!(ours.result, [0.1, 0.2, 0.2, 0.3]);
        assert_eq!(ours.result, read(&theirs, "frontier_50_20", "q", &input).unwrap().result);
        assert!(read(&json!({ "weights": [] }), "max_sharpe_20", "p", &input).is_err());
    }
}
