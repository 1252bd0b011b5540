//! `cargo xtask run`: from a fresh clone to the open workstation.

use anyhow::Result;
use clap::Args;

use crate::command::{cargo, run as start};
use crate::node;
use crate::project::Project;
use crate::system::{self, Purpose};

/// How to open it.
#[derive(Args)]
pub(crate) struct Options {
    /// Build with optimizations (slower to build, as fast as an installed copy)
    #[arg(long, conflicts_with = "dev")]
    release: bool,
    /// The web client from Vite with hot reload, the program rebuilt on change
    #[arg(long, conflicts_with = "serve")]
    dev: bool,
    /// Serve to a browser instead of opening the window
    #[arg(long)]
    serve: bool,
    /// Arguments for the program itself, after `--`
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// Installs what is missing, builds the client and the program, and opens the window.
///
/// # Errors
/// When something cannot be installed or built, or the program ends with a failure.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    system::ensure(Purpose::Run)?;
    if options.dev {
        node::ensure_dependencies(project)?;
        // The tauri CLI passes --no-default-features by itself, so that the UI is not embedded but loaded from Vite.
        let args = ["dev", "--features", "desktop,chart-window"];
        return start(&mut node::tool(project, "tauri", &args, project.root()));
    }
    node::ensure_built(project)?;
    let mut args = vec!["run", "--package", "quarterdeck", "--bin", "quarterdeck"];
    if options.release {
        args.push("--release");
    }
    args.push("--");
    let serve = options.serve || !has_display();
    if serve && options.arguments.is_empty() {
        if !options.serve {
            println!("There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): serving to a browser.");
        }
        println!("Open the printed address in a browser on this machine; Ctrl+C ends the server.");
        args.push("serve");
    }
    args.extend(options.arguments.iter().map(String::as_str));
    start(&mut cargo(args, project.root()))
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
