//! `cargo xtask doctor`: what this machine lacks for working on the project, and how to get it.

use anyhow::{Result, bail};
use clap::Args;
use std::path::Path;

use crate::codegen::program_answers;
use crate::command::{command, quiet};
use crate::project::Project;
use crate::system::{self, Purpose, System};
use crate::{ci, node};

/// What to do with the findings.
#[derive(Args)]
pub(crate) struct Options {
    /// Install the missing system packages (Debian and Ubuntu)
    #[arg(long)]
    install: bool,
}

/// Prints one line a finding.
///
/// # Errors
/// When something is missing that building or testing needs.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    if options.install {
        system::ensure(Purpose::Test)?;
    }
    let mut lacks = 0;
    let mut line = |name: &str, found: std::result::Result<String, String>| match found {
        Ok(found) => println!("ok       {name}: {found}"),
        Err(mend) => {
            lacks += 1;
            println!("MISSING  {name}: {mend}");
        }
    };
    line("system", Ok(format!("{:?}, {} {}", System::current(), std::env::consts::OS, std::env::consts::ARCH)));
    line("compiler", version("rustc", "install rustup from https://rustup.rs; it reads rust-toolchain.toml"));
    line("formatter", version("cargo-fmt", "rustup component add rustfmt"));
    line("lints", version("cargo-clippy", "rustup component add clippy"));
    line("node", node::complaint().map_or_else(|| Ok(node_version()), Err));
    for (name, purpose) in [("packages to run", Purpose::Run), ("packages to test", Purpose::Test)] {
        let missing = system::missing(purpose);
        let found = if missing.is_empty() {
            Ok("all there".to_owned())
        } else {
            Err(format!("{}\n{}", missing.join(" "), system::advice(purpose)))
        };
        line(name, found);
    }
    println!("note     cargo-deny: {}", ci::deny_state(project));
    println!("note     program: {}", program_answers(project).map_or("not built yet".into(), |v| v.trim().to_owned()));
    println!("note     build output: {}", project.target().display());
    println!("note     cache: {}", project.cache().display());
    if lacks > 0 {
        bail!(
            "{lacks} of these are missing; `cargo xtask doctor --install` installs system packages on Debian and Ubuntu"
        );
    }
    Ok(())
}

fn version(program: &str, mend: &str) -> std::result::Result<String, String> {
    quiet(&mut command(program, ["--version"], Path::new(".")))
        .map(|text| text.trim().to_owned())
        .ok_or(mend.to_owned())
}

fn node_version() -> String {
    node::version().map_or_else(String::new, |(major, minor)| format!("{major}.{minor}"))
}
