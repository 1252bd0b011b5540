//! The project's own commands: `cargo xtask run`, `test`, `ci`, `build`, `bench`, `tidy`, `codegen`, `doctor`.
//!
//! Everything a person or a build machine does with the project goes through this program, so that the README needs
//! two commands and continuous integration has no knowledge of its own. It uses `std::process` and little else: it is
//! the first thing a fresh clone compiles.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program talks through its streams")]

mod bench;
mod build;
mod ci;
mod codegen;
mod command;
mod doctor;
mod node;
mod peers;
mod project;
mod run;
mod system;
mod test;
mod tidy;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

use crate::project::Project;

/// Quarterdeck's development commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds the workstation and opens it on the sample workspace; without a display it is served to a browser
    Run(run::Options),
    /// Runs every test and prints the counts of each kind
    Test(test::Options),
    /// Formatting, lints, rules, licences, generated files and (unless --checks) every test
    Ci(ci::Options),
    /// Builds the release program, with --bundle its installers too
    Build(build::Options),
    /// Measures our speed beside the reference programs on the same input
    Bench(bench::Options),
    /// Checks the rules of the house: ladder, module docs, file sizes, nouns, links
    Tidy,
    /// Writes the files made from other files: OpenAPI snapshot, typed client, message catalogues
    Codegen(codegen::Options),
    /// Says what this machine lacks and how to get it
    Doctor(doctor::Options),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match Project::find().and_then(|project| dispatch(&project, &cli.task)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(project: &Project, task: &Task) -> anyhow::Result<()> {
    match task {
        Task::Run(options) => run::run(project, options),
        Task::Test(options) => test::run(project, options),
        Task::Ci(options) => ci::run(project, options),
        Task::Build(options) => build::run(project, options),
        Task::Bench(options) => bench::run(project, options),
        Task::Tidy => tidy::run(project),
        Task::Codegen(options) => codegen::run(project, options),
        Task::Doctor(options) => doctor::run(project, options),
    }
}
