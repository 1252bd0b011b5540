//! Jobs: long work as a row.

use serde::{Deserialize, Serialize};

use crate::{id::JobId, names::named_enum, time::Timestamp};

named_enum! {
    /// Where a job stands.
    JobState ("job state") {
        /// Waiting for a worker.
        Queued = "queued",
        /// Being worked on.
        Running = "running",
        /// Ended with a result.
        Done = "done",
        /// Ended with an error.
        Failed = "failed",
        /// Ended by request.
        Cancelled = "cancelled",
    }
}

named_enum! {
    /// What a job does.
    JobKind ("job kind") {
        /// Runs and saves an optimization.
        Optimization = "optimization",
        /// Imports a file.
        Import = "import",
        /// Makes a verified backup.
        Backup = "backup",
        /// Restores a backup into a scratch workspace and compares.
        RestoreDrill = "restore_drill",
        /// Compares an optimization with equal weights over the past.
        WalkForward = "walk_forward",
        /// Optimizes under small changes of the inputs.
        Stability = "stability",
        /// Optimizes over histories that might have been.
        Resampling = "resampling",
        /// Looks whether a rebalancing is due.
        Rebalancing = "rebalancing",
        /// Gets, compares or mends bars of the past from a source.
        History = "history",
        /// Runs a strategy over the past and keeps the run.
        Backtest = "backtest",
        /// Runs a strategy over the past under many settings.
        Sweep = "sweep",
    }
}

/// A job.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Job {
    /// Its identity.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// A line for people.
    pub title: String,
    /// BLAKE3 of its input, hex.
    pub input_hash: String,
    /// Where it stands.
    pub state: JobState,
    /// Part done, 0 to 1.
    pub progress: f64,
    /// What it is doing, or why it failed.
    pub message: String,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When a worker took it.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Its result, by kind. A list leaves out those of comparisons and sweeps, which are long: read the job.
    pub result: Option<serde_json::Value>,
}
