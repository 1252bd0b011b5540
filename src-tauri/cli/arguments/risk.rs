//! What can be typed after `quarterdeck risk`, `stress` and `hedge`.

use std::path::PathBuf;

use clap::Args;

use super::Format;

/// Options of `risk`, `stress` and `hedge`.
#[derive(Debug, Args)]
pub(crate) struct RiskOptions {
    /// Holdings and prices as JSON, for an answer without a workspace; `-` reads stdin.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["question", "account"])]
    pub(crate) request: Option<PathBuf>,
    /// Settings for an answer about the workspace, as JSON; `-` reads stdin. The usual ones when left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) question: Option<PathBuf>,
    /// Only this account of the workspace, by name or id.
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) account: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value = "json")]
    pub(crate) format: Format,
}
