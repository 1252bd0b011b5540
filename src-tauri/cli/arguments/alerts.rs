//! What can be typed after `quarterdeck alerts`.

use clap::{Args, Subcommand};

use super::Format;

/// What is done with alert rules.
#[derive(Debug, Subcommand)]
pub(crate) enum AlertsCommand {
    /// Show when a rule would have fired on the daily bars of the instruments that it watches
    Backtest(AlertBacktestOptions),
}

/// Options of `alerts backtest`.
#[derive(Debug, Args)]
pub(crate) struct AlertBacktestOptions {
    /// The rule in words, such as "AAPL crosses above 150".
    #[arg(value_name = "WORDS", required_unless_present = "rule")]
    pub(crate) words: Option<String>,
    /// The rule as JSON, from a file or - for standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "words")]
    pub(crate) rule: Option<std::path::PathBuf>,
    /// Firings from this day (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Firings to this day (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value = "json")]
    pub(crate) format: Format,
}
