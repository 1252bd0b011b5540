//! The optimizer's part: one input for `bench_optimize` and for the Python references, both answering on stdout.

use anyhow::{Context, Result};
use serde_json::Value;
use std::fs::{self, File};
use std::process::Command;

use super::measurement::Measurement;
use super::peers;
use crate::command::{cargo, command, output, shown};
use crate::project::Project;

/// Name in the example's answer, case and program in our table.
const OURS: [(&str, &str, &str); 4] = [
    ("max_sharpe_20", "max_sharpe_20", "Quarterdeck"),
    ("frontier_50_20", "frontier_50_20", "Quarterdeck"),
    ("min_variance_500", "min_variance_500", "Quarterdeck"),
    ("bare_osqp_500", "min_variance_500", "bare OSQP"),
];

/// Runs both on the same input.
///
/// # Errors
/// When one of them cannot be run or answers with something else.
pub(crate) fn measure(project: &Project) -> Result<Vec<Measurement>> {
    let input = project.scratch()?.join("bench-input.json");
    let args = ["run", "--release", "--locked", "--package", "optimize", "--example", "bench_optimize", "--"];
    fs::write(&input, output(cargo(args, project.root()).arg("make"))?)
        .with_context(|| format!("cannot write {}", input.display()))?;
    let answer = fed(&mut cargo(args, project.root()), &input)?;
    let mut found = Vec::new();
    for (name, case, program) in OURS {
        found.push(read(&answer[name], case, program)?);
    }
    // Nobody drags at the median: the slow ones count.
    let dragged = seconds(&answer["frontier_50_20_dragged_bound"], "p99")?;
    found.push(Measurement {
        case: "solve_20".into(),
        program: "Quarterdeck".into(),
        seconds: vec![dragged],
        result: vec![],
    });
    let script = project.root().join("crates/xtask/bench/optimize_peers.py");
    let mut references = command(peers::python(project)?, [script], project.root());
    let answer = fed(references.env("OMP_NUM_THREADS", "1").env("OPENBLAS_NUM_THREADS", "1"), &input)?;
    for (program, cases) in answer.as_object().context("the references answered with something else than an object")? {
        for (case, value) in cases.as_object().context("a reference answered without cases")? {
            found.push(read(value, case, program)?);
        }
    }
    Ok(found)
}

fn fed(command: &mut Command, input: &std::path::Path) -> Result<Value> {
    println!("$ {} < {}", shown(command), input.display());
    let file = File::open(input).with_context(|| format!("cannot read {}", input.display()))?;
    let text = crate::command::output_of(command.stdin(file))?;
    let json = text.find('{').map_or("", |start| &text[start..]);
    serde_json::from_str(json).with_context(|| format!("`{}` did not answer with JSON", shown(command)))
}

fn read(value: &Value, case: &str, program: &str) -> Result<Measurement> {
    let numbers =
        |list: &Value| -> Vec<f64> { list.as_array().into_iter().flatten().filter_map(Value::as_f64).collect() };
    // Two programs place the points of a frontier alike only in return and volatility.
    let result = match value["points"].as_array() {
        Some(points) => points.iter().filter_map(|point| point["vol"].as_f64()).collect(),
        None => numbers(&value["weights"]),
    };
    Ok(Measurement { case: case.into(), program: program.into(), seconds: vec![seconds(value, "median")?], result })
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
    fn weights_and_frontiers_are_read_in_seconds() {
        let weights = read(&json!({ "time_us": { "median": 80.0 }, "weights": [0.5, 0.5] }), "a", "p").unwrap();
        assert_eq!((weights.median(), weights.result), (80e-6, vec![0.5, 0.5]));
        let points =
            json!({ "time_us": { "median": 2e6 }, "points": [{ "ret": 0.1, "vol": 0.2 }, { "ret": 0.2, "vol": 0.3 }] });
        assert_eq!(read(&points, "a", "p").unwrap().result, [0.2, 0.3]);
        assert!(read(&json!({ "weights": [] }), "a", "p").is_err());
    }
}
