//! `cargo xtask bench`: our speed beside the reference programs, on one input, outputs compared first.
//!
//! A ratio is printed only when the results agree. Nothing is written unless `--write` is given.

mod backtest_cases;
mod cases;
mod indicator_cases;
mod market_cases;
mod measurement;
mod optimizer;
mod scaling;
mod simulation_cases;
mod table;
mod tear_sheet_cases;

use anyhow::{Context, Result, bail};
use clap::Args;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use crate::command::{cargo, command, output, output_of, shown};
use crate::node;
use crate::peers;
use crate::project::Project;
use crate::system::{self, Purpose};
use backtest_cases::BACKTEST_CASES;
use cases::{CASES, Row};
use indicator_cases::INDICATOR_CASES;
use market_cases::MARKET_CASES;
use measurement::Measurement;
use simulation_cases::SIMULATION_CASES;
use tear_sheet_cases::TEAR_SHEET_CASES;

/// What can be measured by itself.
const PARTS: [&str; 17] = [
    "optimizer",
    "tails",
    "clusters",
    "moments",
    "simulation",
    "rebalance",
    "indicators",
    "backtests",
    "tear_sheet",
    "lots",
    "scaling",
    "store",
    "books",
    "market",
    "window",
    "frames",
    SOAK,
];

/// A day of ticks takes minutes: it runs only when it is named.
const SOAK: &str = "soak";

/// Parts that are an example of ours beside scripts of the references: all read what the example makes, all answer with one
/// JSON object a line. Part, package, example, scripts.
const PAIRS: [(&str, &str, &str, &[&str]); 9] = [
    ("tails", "optimize", "bench_conic", &["conic_peers.py"]),
    ("clusters", "optimize", "bench_clusters", &["clusters_peers.py"]),
    ("moments", "statistics", "bench_moments", &["moments_peers.py"]),
    ("simulation", "statistics", "bench_simulation", &["simulation_peers.py"]),
    ("rebalance", "rebalance", "bench_rebalance", &["rebalance_peers.py"]),
    ("indicators", "indicators", "bench_indicators", &["indicators_peers.py"]),
    ("backtests", "strategies", "bench_strategies", &["backtest_peers.py", "nautilus_peers.py"]),
    ("backtests", "backtest", "bench_backtest", &["backtest_peers.py"]),
    ("tear_sheet", "reports", "bench_tear_sheet", &["tear_sheet_peers.py"]),
];

/// What to measure.
#[derive(Args)]
pub(crate) struct Options {
    /// Only these parts, separated by commas: optimizer, tails, clusters, moments, simulation, rebalance, indicators, backtests, tear_sheet, lots, scaling, store, books, market, window, frames; and soak, which runs only when it is named
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Put the table into docs/PERFORMANCE.md
    #[arg(long)]
    write: bool,
}

/// Measures, compares and prints.
///
/// # Errors
/// When a program cannot be run, results differ, or a goal is missed.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let wanted = |part: &str| options.only.is_empty() || options.only.iter().any(|only| only == part);
    if let Some(unknown) = options.only.iter().find(|only| !PARTS.contains(&only.as_str())) {
        bail!("`{unknown}` is no part of the bench; there are {}", PARTS.join(", "));
    }
    system::ensure(Purpose::Test)?;
    let mut found = Vec::new();
    if wanted("optimizer") {
        found.extend(optimizer::measure(project)?);
    }
    for (part, package, example, scripts) in PAIRS {
        if wanted(part) {
            found.extend(pair(project, package, example, scripts)?);
        }
    }
    if wanted("lots") {
        found.extend(example(project, "optimize", "bench_lots")?);
    }
    let curve = if wanted("scaling") { Some(scaling::measure(project)?) } else { None };
    found.extend(curve.iter().flatten().filter_map(scaling::Point::judged));
    if wanted("store") {
        found.extend(example(project, "store", "bench_bars")?);
    }
    if wanted("books") {
        found.extend(example(project, "portfolio", "bench_books")?);
    }
    if wanted("market") {
        found.extend(example(project, "market", "bench_hub")?);
        found.extend(example(project, "workstation", "bench_alerts")?);
    }
    if options.only.iter().any(|only| only == SOAK) {
        found.extend(example(project, "market", "soak")?);
    }
    if wanted("window") {
        found.extend(window(project, "measure.mjs")?);
    }
    if wanted("frames") {
        found.extend(window(project, "measureFrames.mjs")?);
    }
    let rows: Vec<Row> = CASES
        .iter()
        .chain(MARKET_CASES)
        .chain(INDICATOR_CASES)
        .chain(BACKTEST_CASES)
        .chain(TEAR_SHEET_CASES)
        .chain(SIMULATION_CASES)
        .flat_map(|case| case.rows(&found))
        .collect();
    let machine = machine();
    let table = table::markdown(&rows, &machine);
    println!("\n{table}");
    let curve = curve.map(|points| scaling::markdown(&points, &machine));
    if let Some(curve) = &curve {
        println!("{curve}");
    }
    if options.write {
        let page = project.root().join("docs/PERFORMANCE.md");
        if !rows.is_empty() {
            table::write(&page, "bench", &table)?;
        }
        if let Some(curve) = &curve {
            table::write(&page, "scaling", curve)?;
        }
    }
    let missed: Vec<_> = rows.iter().filter(|row| !row.met).map(|row| row.what.as_str()).collect();
    if missed.is_empty() { Ok(()) } else { bail!("not reached: {}", missed.join("; ")) }
}

/// What a script measures in the real window.
fn window(project: &Project, script: &str) -> Result<Vec<Measurement>> {
    if !cfg!(target_os = "linux") {
        println!("window: measured on Linux only, where it can be driven");
        return Ok(Vec::new());
    }
    node::ensure_built(project)?;
    crate::command::run(&mut cargo(["build", "--release", "--package", "quarterdeck", "--locked"], project.root()))?;
    let program = project.program("release", "quarterdeck");
    let script = format!("tests/desktop/{script}");
    let args = ["--", "node", &script];
    measure(
        command("dbus-run-session", args, project.root()).env("QUARTERDECK_BIN", program).env("LANG", "en_US.UTF-8"),
    )
}

fn example(project: &Project, package: &str, name: &str) -> Result<Vec<Measurement>> {
    let args = ["run", "--release", "--locked", "--package", package, "--example", name];
    measure(&mut cargo(args, project.root()))
}

/// Ours and the references on one input.
fn pair(project: &Project, package: &str, example: &str, scripts: &[&str]) -> Result<Vec<Measurement>> {
    let args = ["run", "--release", "--locked", "--package", package, "--example", example, "--"];
    let input = project.scratch()?.join(format!("{example}-input.json"));
    let text = output(cargo(args, project.root()).arg("make"))?;
    fs::write(&input, text).with_context(|| format!("cannot write {}", input.display()))?;
    let mut found = fed(&mut cargo(args, project.root()), &input)?;
    for script in scripts {
        let script = project.root().join("crates/xtask/bench").join(script);
        found.extend(fed(&mut peers::command(project, &script)?, &input)?);
    }
    Ok(found)
}

fn fed(command: &mut Command, input: &Path) -> Result<Vec<Measurement>> {
    println!("$ {} < {}", shown(command), input.display());
    let file = File::open(input).with_context(|| format!("cannot read {}", input.display()))?;
    let text = output_of(command.stdin(file))?;
    printed(&text, command)
}

fn measure(command: &mut Command) -> Result<Vec<Measurement>> {
    println!("$ {}", shown(command));
    let text = output(command)?;
    printed(&text, command)
}

fn printed(text: &str, command: &Command) -> Result<Vec<Measurement>> {
    let found = measurement::read(text).with_context(|| format!("reading what `{}` printed", shown(command)))?;
    for measurement in &found {
        println!("{measurement}");
    }
    Ok(found)
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let model = std::fs::read_to_string("/proc/cpuinfo")
        .ok()
        .and_then(|text| Some(text.lines().find(|line| line.starts_with("model name"))?.split_once(": ")?.1.to_owned()))
        .unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    format!("{model}, {cores} cores, {}", std::env::consts::OS)
}
