//! What can be typed after `quarterdeck rebalancings`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use model::id::RebalancingId;

use super::Format;

/// What to do with rebalancings.
#[derive(Debug, Subcommand)]
pub(crate) enum RebalancingsCommand {
    /// List those that were kept, the newest first
    List {
        /// How to print.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Plan the trades; nothing is kept
    Preview(RebalancingOptions),
    /// Plan the trades and keep the plan as a proposal
    Propose(RebalancingOptions),
    /// Look whether a rebalancing is due; a proposal is kept when it is
    Check {
        /// Terms and conditions as JSON; `-` reads stdin.
        #[arg(long, value_name = "FILE")]
        check: PathBuf,
    },
    /// Show one
    Show {
        /// Its id.
        #[arg(value_name = "ID")]
        id: RebalancingId,
    },
    /// Approve, dismiss or note as executed
    Step {
        /// Its id.
        #[arg(value_name = "ID")]
        id: RebalancingId,
        /// What becomes of it.
        #[arg(value_enum)]
        to: RebalancingStepTo,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    /// Write its orders as CSV
    Orders {
        /// Its id.
        #[arg(value_name = "ID")]
        id: RebalancingId,
    },
}

/// What becomes of a rebalancing.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum RebalancingStepTo {
    /// Its trades are wanted
    Approved,
    /// They are not
    Dismissed,
    /// They were made
    Executed,
}

/// What to plan.
#[derive(Debug, Args)]
pub(crate) struct RebalancingOptions {
    /// A target of the workspace, by name or id.
    #[arg(long, value_name = "TARGET", required_unless_present = "terms", conflicts_with = "terms")]
    pub(crate) target: Option<String>,
    /// All terms as JSON instead; `-` reads stdin.
    #[arg(long, value_name = "FILE")]
    pub(crate) terms: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}
