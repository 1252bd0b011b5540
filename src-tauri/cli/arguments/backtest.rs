//! What can be typed after `quarterdeck backtest` and `sweep`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use model::id::BacktestId;

use super::Format;

/// What follows `backtest`: a request to run, or what to do with a back-test that was kept.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct BacktestArguments {
    /// What to do with a back-test that was kept.
    #[command(subcommand)]
    pub(crate) act: Option<BacktestAct>,
    /// What to run as JSON; `-` reads stdin. With bars of its own (`series`) it needs no workspace.
    #[arg(value_name = "REQUEST", required = true)]
    pub(crate) request: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value = "json")]
    pub(crate) format: Format,
}

/// What to do with a back-test that was kept.
#[derive(Debug, Subcommand)]
pub(crate) enum BacktestAct {
    /// Write its tear sheet as one HTML page
    TearSheet {
        /// Its id.
        #[arg(value_name = "ID")]
        id: BacktestId,
        /// Write to this file instead of stdout.
        #[arg(long, short, visible_alias = "out", value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// Options of `sweep`.
#[derive(Debug, Args)]
pub(crate) struct SweepOptions {
    /// What to run as JSON; `-` reads stdin. With bars of its own (`series`) it needs no workspace.
    #[arg(value_name = "REQUEST")]
    pub(crate) request: PathBuf,
    /// How to print.
    #[arg(long, value_enum, default_value = "json")]
    pub(crate) format: Format,
}
