//! The curve of time and memory over the number of assets, one process a point, since memory given back is not seen.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::fmt::Write as _;

use super::measurement::Measurement;
use crate::command::{cargo, output};
use crate::project::Project;

/// Number of assets, of factors, and what is solved.
const POINTS: [(usize, usize, &str); 17] = [
    (100, 10, ""),
    (200, 10, ""),
    (500, 20, ""),
    (1_000, 20, ""),
    (2_000, 20, ""),
    (5_000, 50, ""),
    (10_000, 100, ""),
    (100, 10, "dense"),
    (200, 10, "dense"),
    (500, 20, "dense"),
    (1_000, 20, "dense"),
    (2_000, 20, "dense"),
    (5_000, 50, "dense"),
    (100, 20, "frontier"),
    (320, 20, "frontier"),
    (640, 20, "frontier"),
    (2_000, 20, "frontier"),
];

/// The largest problem of the goals: time and memory are judged.
const LARGEST: usize = 10_000;

/// What `bench_scaling` prints.
#[derive(Debug, Deserialize)]
pub(crate) struct Point {
    assets: usize,
    factors: usize,
    dense: bool,
    frontier: bool,
    ms: f64,
    peak_mib: Option<f64>,
    held: usize,
    segments: usize,
    residual: f64,
}

impl Point {
    /// The memory of the largest problem, which has a goal of its own.
    pub(crate) fn judged(&self) -> Option<Measurement> {
        let mib = self.peak_mib.filter(|_| self.assets == LARGEST && !self.dense)?;
        Some(Measurement {
            case: "memory_10000_factor".into(),
            program: "Quarterdeck".into(),
            seconds: vec![mib],
            result: vec![],
        })
    }
}

/// Solves at every size.
///
/// # Errors
/// When the example cannot be run or prints something else.
pub(crate) fn measure(project: &Project) -> Result<Vec<Point>> {
    let mut points = Vec::new();
    for (assets, factors, what) in POINTS {
        let (assets, factors) = (assets.to_string(), factors.to_string());
        let args = ["run", "--release", "--locked", "--package", "optimize", "--example", "bench_scaling", "--"];
        let mut command = cargo(args, project.root());
        command.args([&assets, &factors]).args(Some(what).filter(|word| !word.is_empty()));
        let text = output(&mut command)?;
        let point: Point = serde_json::from_str(text.trim()).with_context(|| format!("`{text}`"))?;
        println!("scaling · {assets} assets, {factors} factors {what}: {:.2} ms", point.ms);
        points.push(point);
    }
    Ok(points)
}

/// The curve as Markdown.
pub(crate) fn markdown(points: &[Point], machine: &str) -> String {
    let mut text = format!(
        "Measured on: {machine}. Time from the moments to the checked answer; most resident memory of the process.\n\n\
         | assets | factors | what | time | memory | held | segments | residual |\n\
         | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |\n"
    );
    for point in points {
        let what = match (point.frontier, point.dense) {
            (true, true) => "exact frontier, dense",
            (true, false) => "exact frontier, factor form",
            (false, true) => "minimum variance, dense",
            (false, false) => "minimum variance, factor form",
        };
        let memory = point.peak_mib.map_or_else(|| "—".to_owned(), |mib| format!("{mib:.0} MiB"));
        let segments = if point.frontier { point.segments.to_string() } else { "—".to_owned() };
        let _ = writeln!(
            text,
            "| {} | {} | {what} | {:.2} ms | {memory} | {} | {segments} | {:.1e} |",
            point.assets, point.factors, point.ms, point.held, point.residual
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_read_and_told_in_words() {
        let printed = r#"{"assets":10000,"factors":100,"dense":false,"frontier":false,"ms":94.5,"peak_mib":28.4,"held":310,
            "segments":0,"residual":3e-12}"#;
        let point: Point = serde_json::from_str(printed).unwrap();
        assert_eq!(point.judged().unwrap().seconds, [28.4]);
        let row = "| 10000 | 100 | minimum variance, factor form | 94.50 ms | 28 MiB | 310 | — | 3.0e-12 |";
        assert!(markdown(&[point], "m").contains(row));
    }

    #[test]
    fn only_the_largest_problem_has_a_goal_for_memory() {
        let printed = r#"{"assets":100,"factors":10,"dense":false,"frontier":true,"ms":1,"peak_mib":9,"held":9,
            "segments":40,"residual":0}"#;
        assert!(serde_json::from_str::<Point>(printed).unwrap().judged().is_none());
    }
}
