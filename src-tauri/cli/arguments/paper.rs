//! What can be typed after `quarterdeck paper`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Format, ReplayOf};

/// Runs on paper.
#[derive(Debug, Subcommand)]
pub(crate) enum PaperCommand {
    /// Run a strategy over what streams, or over a replay, and print what came of it at its end
    Start(PaperStart),
    /// List the runs that go on
    List {
        /// How to print.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Show a run that goes on, as it stands at this moment
    Show {
        /// Its identity.
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Split the difference between a back-test and a run on paper
    Gap {
        /// The run on paper.
        #[arg(value_name = "RUN")]
        id: String,
        /// The back-test.
        #[arg(value_name = "BACKTEST")]
        backtest: String,
    },
    /// End a run and keep it
    Stop {
        /// Its identity.
        #[arg(value_name = "ID")]
        id: String,
    },
}

/// A run to begin.
#[derive(Debug, Args)]
pub(crate) struct PaperStart {
    /// Strategy, instruments and account as JSON, as of `backtest` without days and bars; `-` reads stdin.
    #[arg(value_name = "REQUEST")]
    pub(crate) request: PathBuf,
    /// Begin a replay of this and run over it as fast as possible, in place of what streams.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) replay: Option<ReplayOf>,
    /// Replay from this time (RFC 3339) or day.
    #[arg(long, value_name = "TIME", requires = "replay")]
    pub(crate) from: Option<String>,
    /// Replay to this time (RFC 3339) or day.
    #[arg(long, value_name = "TIME", requires = "replay")]
    pub(crate) to: Option<String>,
    /// Which stored bars are replayed.
    #[arg(long, value_name = "SIZE", default_value = "1d")]
    pub(crate) size: String,
    /// Do not wait for its end. It goes on as long as the program does that has the workspace.
    #[arg(long)]
    pub(crate) detach: bool,
    /// How to print.
    #[arg(long, value_enum, default_value = "json")]
    pub(crate) format: Format,
}
