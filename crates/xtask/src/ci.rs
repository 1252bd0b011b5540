//! `cargo xtask ci`: everything that must hold before a change is taken.

use anyhow::{Context, Result, bail};
use clap::Args;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::command::{self, cargo, find_program, logged, run as start};
use crate::project::Project;
use crate::system::{self, Purpose};
use crate::{codegen, node, test, tidy};

/// The version of cargo-deny that is installed into the cache when there is none.
const DENY_VERSION: &str = "0.20.2";

/// How much of it.
#[derive(Args)]
pub(crate) struct Options {
    /// Everything but the tests
    #[arg(long)]
    checks: bool,
}

/// Runs the steps one after another, tells what each took, and fails when one of them has failed.
///
/// # Errors
/// Names the failed steps; the later ones have been run all the same. Missing system packages that cannot be installed.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let mut steps: Vec<(&str, Step)> = vec![
        ("formatting", |project| start(&mut cargo(["fmt", "--all", "--check"], project.root()))),
        ("rules", tidy::run),
        ("client lints", client_lints),
    ];
    if !options.checks {
        steps.push(("tests", |project| test::run(project, &test::Options::default())));
    }
    steps.extend([
        ("lints", clippy as Step),
        ("generated files", |project| codegen::run(project, &codegen::Options::checking())),
        ("licences and advisories", deny),
        ("client advisories", audit),
    ]);
    // Lints compile what the tests compile.
    system::ensure(Purpose::Test)?;
    let mut timings = Vec::new();
    let mut failed = Vec::new();
    for (name, step) in steps {
        println!("\n== {name}");
        let begun = Instant::now();
        let outcome = step(project);
        let took = begun.elapsed();
        if let Err(error) = &outcome {
            println!("{name}: {error:#}");
            failed.push(name);
        }
        timings.push(format!(
            "{:>7.1} s  {}  {name}",
            took.as_secs_f64(),
            if outcome.is_ok() { "ok    " } else { "FAILED" }
        ));
    }
    println!("\n{}", timings.join("\n"));
    if failed.is_empty() { Ok(()) } else { bail!("failed: {}", failed.join(", ")) }
}

type Step = fn(&Project) -> Result<()>;

fn client_lints(project: &Project) -> Result<()> {
    node::ensure_dependencies(project)?;
    start(&mut node::npm(project, &["run", "lint"]))?;
    // vite does not look at types; `npm run build` does, but is skipped when nothing has changed.
    start(&mut node::tool(project, "tsc", &["--noEmit"], &project.ui()))
}

fn clippy(project: &Project) -> Result<()> {
    start(&mut cargo(["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"], project.root()))
}

fn deny(project: &Project) -> Result<()> {
    let program = ensure_deny(project)?;
    let log = project.scratch()?.join("deny.log");
    let fetch = logged(&mut deny_command(&program, &["fetch", "db"], project), &log, Duration::from_secs(120))?;
    let (checks, note): (&[&str], _) = if fetch.success {
        (&["advisories", "bans", "licenses", "sources"], "")
    } else {
        // Licences and sources can be judged from the lock file; advisories need the database from the network.
        (&["bans", "licenses", "sources"], "advisories: NOT checked, their database cannot be fetched from here")
    };
    let args = [&["--locked", "check", "--hide-inclusion-graph"], checks].concat();
    start(&mut deny_command(&program, &args, project))?;
    if !note.is_empty() {
        println!("{note}");
    }
    Ok(())
}

fn deny_command(program: &PathBuf, args: &[&str], project: &Project) -> Command {
    command::command(program, args, project.root())
}

fn ensure_deny(project: &Project) -> Result<PathBuf> {
    if let Some(found) = find_deny(project) {
        return Ok(found);
    }
    let root = project.cache().join("tools");
    println!("cargo-deny is not installed; building it once into {}", root.display());
    let shown = root.display().to_string();
    let mut install = cargo(
        ["install", "cargo-deny", "--version", DENY_VERSION, "--locked", "--root", shown.as_str()],
        &std::env::temp_dir(),
    );
    // Its own output folder: the workspace's profiles and features must not be rebuilt for it.
    start(install.env("CARGO_TARGET_DIR", project.cache().join("tools-target")))?;
    std::fs::remove_dir_all(project.cache().join("tools-target")).context("cannot remove the tool's build output")?;
    find_deny(project).context("cargo-deny was installed but is not where it should be")
}

fn find_deny(project: &Project) -> Option<PathBuf> {
    let cached = project.cache().join("tools/bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if cached.is_file() { Some(cached) } else { find_program("cargo-deny") }
}

/// Where cargo-deny is, or what happens without it; for `doctor`.
pub(crate) fn deny_state(project: &Project) -> String {
    find_deny(project)
        .map_or_else(|| "not installed; `cargo xtask ci` builds it once".into(), |path| path.display().to_string())
}

/// Vulnerabilities in what the client ships. A registry without that service is said, not failed.
fn audit(project: &Project) -> Result<()> {
    node::ensure_dependencies(project)?;
    let log = project.scratch()?.join("npm-audit.log");
    let mut audit = node::npm(project, &["audit", "--omit=dev", "--audit-level=high"]);
    let outcome = logged(&mut audit, &log, Duration::from_secs(120))?;
    if outcome.success {
        println!("npm audit: nothing of high severity");
        return Ok(());
    }
    if outcome.text.contains("audit endpoint returned an error") || outcome.text.contains("ENOTFOUND") {
        println!("npm audit: NOT checked, the package registry used here offers no advisories");
        return Ok(());
    }
    println!("{}", outcome.text);
    bail!("npm audit found something; see above")
}
