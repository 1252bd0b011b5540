//! What can be typed after `quarterdeck backtest` and `sweep`.

use std::path::PathBuf;

use clap::Args;

use super::Format;

/// Options of `backtest` and `sweep`.
#[derive(Debug, Args)]
pub(crate) struct BacktestOptions {
    /// What to run as JSON; `-` reads stdin. With bars of its own (`series`) it needs no workspace.
    #[arg(value_name = "REQUEST")]
    pub(crate) request: PathBuf,
    /// How to print.
    #[arg(long, value_enum, default_value = "json")]
    pub(crate) format: Format,
}
