//! `cargo xtask test`: every test there is, by kind, with the counts at the end.
//!
//! The last line is always `N passed, N failed`. What was skipped is named. A kind that could not even be started
//! counts as one failure, so that a green line means that everything ran.

mod browser;
mod cases;
mod client;
mod desktop;
mod rust;
mod tally;

use anyhow::{Result, bail};
use clap::Args;

use crate::node;
use crate::project::Project;
use crate::system::{self, Purpose};
use tally::Tally;

/// Which kinds; none means all.
#[derive(Args, Default)]
pub(crate) struct Options {
    /// The Rust tests of every crate, the store's on SQLite and Postgres among them
    #[arg(long)]
    rust: bool,
    /// The store suite alone
    #[arg(long)]
    store: bool,
    /// The web client's unit tests
    #[arg(long)]
    ui: bool,
    /// The web client in Chromium against a served workspace
    #[arg(long)]
    e2e: bool,
    /// The real window, driven through WebDriver
    #[arg(long)]
    desktop: bool,
}

impl Options {
    fn all(&self) -> bool {
        !(self.rust || self.store || self.ui || self.e2e || self.desktop)
    }
}

/// Runs the chosen kinds and prints the summary.
///
/// # Errors
/// When a test has failed or a kind could not be run.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let all = options.all();
    system::ensure(Purpose::Test)?;
    // The program embeds the built client: it comes first.
    let client = node::ensure_built(project);
    let mut tallies = Vec::new();
    if let Err(error) = &client {
        tallies.push(Tally::broken("client build", error));
    }
    if client.is_ok() && (all || options.ui) {
        tallies.push(Tally::of("ui", client::run(project)));
    }
    if all || options.rust || options.store || options.e2e || options.desktop {
        match rust::build(project) {
            Ok(built) => {
                if all || options.rust {
                    tallies.extend(rust::run(project, &built, rust::Which::Everything));
                } else if options.store {
                    tallies.extend(rust::run(project, &built, rust::Which::Store));
                }
                if all || options.e2e {
                    tallies.push(Tally::of("e2e", browser::run(project, &built.program)));
                }
                if all || options.desktop {
                    tallies.push(Tally::of("desktop", desktop::run(project, &built.program)));
                }
            }
            Err(error) => tallies.push(Tally::broken("rust build", &error)),
        }
    }
    let failed: usize = tallies.iter().map(|tally| tally.failed).sum();
    print!("{}", tally::summary(&tallies));
    if failed > 0 { bail!("{failed} failed") } else { Ok(()) }
}
