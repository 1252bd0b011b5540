//! `cargo xtask build`: the release program, and installers for the system it runs on.

use anyhow::Result;
use clap::Args;

use crate::command::{cargo, run as start};
use crate::node;
use crate::project::Project;
use crate::system::{self, Purpose};

/// What to make.
#[derive(Args)]
pub(crate) struct Options {
    /// Installers too: .deb and .AppImage, .dmg, or .msi
    #[arg(long)]
    bundle: bool,
    /// Only these kinds of installer, separated by commas (deb,appimage,dmg,msi)
    #[arg(long, requires = "bundle", value_delimiter = ',')]
    kinds: Vec<String>,
}

/// Builds the client, then the program, then what was asked for around it.
///
/// # Errors
/// When a build step fails.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    system::ensure(Purpose::Run)?;
    node::ensure_built(project)?;
    if options.bundle {
        let mut args = vec!["build"];
        let kinds = if options.kinds.is_empty() { native_kinds().to_owned() } else { options.kinds.join(",") };
        args.extend(["--bundles", &kinds]);
        start(&mut node::tool(project, "tauri", &args, project.root()))?;
        println!("installers: {}", project.target().join("release/bundle").display());
        return Ok(());
    }
    start(&mut cargo(["build", "--release", "--package", "quarterdeck", "--locked"], project.root()))?;
    println!("program: {}", project.program("release", "quarterdeck").display());
    Ok(())
}

fn native_kinds() -> &'static str {
    if cfg!(target_os = "macos") {
        "dmg"
    } else if cfg!(windows) {
        "msi"
    } else {
        "deb,appimage"
    }
}
