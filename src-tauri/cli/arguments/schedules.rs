//! What can be typed after `quarterdeck schedules`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Format;

/// What to do with schedules.
#[derive(Debug, Subcommand)]
pub(crate) enum SchedulesCommand {
    /// List them, the newest first
    List {
        /// How to print.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Add one
    Add(ScheduleRequest),
    /// Say something else of one
    Change {
        /// Its name or id.
        #[arg(value_name = "SCHEDULE")]
        schedule: String,
        /// What is different: a JSON merge patch of its fields.
        #[command(flatten)]
        request: ScheduleRequest,
    },
    /// Switch one on; it begins now, and nothing before counts as missed
    On(ScheduleNamed),
    /// Switch one off
    Off(ScheduleNamed),
    /// Delete one with its history
    Delete(ScheduleNamed),
    /// Do at once what one does, and wait for it
    Run(ScheduleNamed),
    /// List what one did, the latest first
    History(ScheduleNamed),
    /// Print the next occurrences of a recurrence, and its sentence
    Preview(ScheduleRequest),
}

/// A request of `schedules`.
#[derive(Debug, Args)]
pub(crate) struct ScheduleRequest {
    /// The request as JSON; `-` reads stdin.
    #[arg(long, value_name = "FILE")]
    pub(crate) request: PathBuf,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// One of the schedules.
#[derive(Debug, Args)]
pub(crate) struct ScheduleNamed {
    /// Its name or id.
    #[arg(value_name = "SCHEDULE")]
    pub(crate) schedule: String,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}
