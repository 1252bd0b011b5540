//! What can be typed after `quarterdeck alerts`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Format;

/// What is done with alerts.
#[derive(Debug, Subcommand)]
pub(crate) enum AlertsCommand {
    /// List them, the newest first
    List {
        /// How to print.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Make one, out of words or a request; it watches from now on
    Add(NewAlert),
    /// Say something else of one
    Change {
        /// Its name or id.
        #[arg(value_name = "ALERT")]
        alert: String,
        /// What is different: a JSON merge patch of its fields.
        #[command(flatten)]
        request: AlertRequest,
    },
    /// Switch one on; it begins anew
    On(AlertNamed),
    /// Switch one off
    Off(AlertNamed),
    /// Delete one with its history
    Delete(AlertNamed),
    /// Say that a firing was seen
    Acknowledge(AlertAct),
    /// Say that a firing is settled
    Resolve(AlertAct),
    /// Let one be silent for a time
    Snooze(AlertSnooze),
    /// Let one watch again that has fired
    Rearm(AlertAct),
    /// Tell alerts at once what came, and list those that are firing
    Look {
        /// How to print.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// List what happened, last seen first
    Events(AlertListing),
    /// List whom firings had to reach, and what became of it
    Deliveries(AlertListing),
    /// Show when a rule would have fired on the daily bars of the instruments that it watches
    Backtest(AlertBacktestOptions),
}

/// A new alert.
#[derive(Debug, Args)]
pub(crate) struct NewAlert {
    /// The rule in words, such as "AAPL crosses above 150".
    #[arg(value_name = "WORDS", required_unless_present = "request")]
    pub(crate) words: Option<String>,
    /// Its name; the rule's sentence when left out.
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// How much it matters: info, warning or critical; warning when left out.
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) severity: Option<String>,
    /// What else is to be known of it.
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    /// A way that firings are told by at once, such as desktop; again for more.
    #[arg(long, value_name = "WAY")]
    pub(crate) tell: Vec<String>,
    /// All of it as JSON instead; `-` reads stdin.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["words", "name", "severity", "note", "tell"])]
    pub(crate) request: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// A request of `alerts`.
#[derive(Debug, Args)]
pub(crate) struct AlertRequest {
    /// The request as JSON; `-` reads stdin.
    #[arg(long, value_name = "FILE")]
    pub(crate) request: PathBuf,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// One of the alerts.
#[derive(Debug, Args)]
pub(crate) struct AlertNamed {
    /// Its name or id.
    #[arg(value_name = "ALERT")]
    pub(crate) alert: String,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// What is done with one, and why.
#[derive(Debug, Args)]
pub(crate) struct AlertAct {
    /// Its name or id.
    #[arg(value_name = "ALERT")]
    pub(crate) alert: String,
    /// Why; it stands in the history.
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// Until when one is silent.
#[derive(Debug, Args)]
pub(crate) struct AlertSnooze {
    /// Until then, such as 2026-11-30T18:00:00Z.
    #[arg(long, value_name = "TIME")]
    pub(crate) until: String,
    #[command(flatten)]
    pub(crate) asked: AlertAct,
}

/// A part of the history.
#[derive(Debug, Args)]
pub(crate) struct AlertListing {
    /// Only of this alert, by its name or id.
    #[arg(value_name = "ALERT")]
    pub(crate) alert: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// Options of `alerts backtest`.
#[derive(Debug, Args)]
pub(crate) struct AlertBacktestOptions {
    /// The rule in words, such as "AAPL crosses above 150".
    #[arg(value_name = "WORDS", required_unless_present = "rule")]
    pub(crate) words: Option<String>,
    /// The rule as JSON, from a file or - for standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "words")]
    pub(crate) rule: Option<PathBuf>,
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
