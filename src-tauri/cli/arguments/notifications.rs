//! What can be typed after `quarterdeck notifications`.

use std::path::PathBuf;

use clap::Subcommand;

use super::Format;

/// What is done with ways in which a person is told of something.
#[derive(Debug, Subcommand)]
pub(crate) enum NotificationsCommand {
    /// List them, and which of their secrets are kept
    List {
        /// How to print.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Set them up, all of them
    Set {
        /// The ways as JSON; `-` reads stdin.
        #[arg(long, value_name = "FILE")]
        request: PathBuf,
        /// How to print.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Send a message to try one out
    Test {
        /// Its name.
        #[arg(value_name = "WAY")]
        way: String,
    },
    /// Keep a secret, read from stdin
    Secret {
        /// The name that stands in the settings of a way.
        #[arg(value_name = "NAME")]
        name: String,
        /// Forget it instead.
        #[arg(long)]
        forget: bool,
    },
}
