//! Workspaces: which are known, which is open, new ones.

use chrono::NaiveDate;
use model::{currency::Currency, id::InstrumentId, time::Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Workstation, ctx::Ctx, error::Result, pending};

/// The open workspace.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct WorkspaceInfo {
    /// Its name.
    pub name: String,
    /// Its directory.
    pub path: String,
    /// It is the labelled sample, not the user's own.
    pub sample: bool,
    /// The date that counts as today: the real one, or the sample's last day.
    pub today: NaiveDate,
    /// The currency of totals.
    pub base_currency: Currency,
    /// What performance is compared with.
    pub benchmark_id: Option<InstrumentId>,
    /// The program's version.
    pub version: String,
    /// How much is in it.
    pub counts: Counts,
}

/// How many of each noun a workspace holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Counts {
    /// Instruments.
    pub instruments: u64,
    /// Accounts.
    pub accounts: u64,
    /// Transactions.
    pub transactions: u64,
    /// Exchange rates.
    pub fx_rates: u64,
    /// Daily bars.
    pub bars: u64,
    /// Saved optimizations.
    pub optimizations: u64,
}

/// A workspace that was opened before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct KnownWorkspace {
    /// Its name.
    pub name: String,
    /// Its directory.
    pub path: String,
    /// It is the labelled sample.
    pub sample: bool,
    /// When it was opened last.
    pub last_opened_at: Timestamp,
    /// It is the open one.
    #[serde(default)]
    pub open: bool,
    /// Its directory is still there.
    #[serde(default)]
    pub present: bool,
}

/// What a new workspace starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkspaceKind {
    /// Nothing.
    Empty,
    /// The labelled sample portfolio.
    Sample,
}

/// A workspace to create. It is opened at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWorkspace {
    /// Its name, 1 to 80 characters.
    pub name: String,
    /// What it starts with.
    pub kind: WorkspaceKind,
    /// The currency of totals; USD when nothing is said.
    #[serde(default)]
    pub base_currency: Option<Currency>,
}

/// A workspace to open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenWorkspace {
    /// Its directory, as listed.
    pub path: String,
}

impl Workstation {
    /// The open workspace.
    ///
    /// # Errors
    /// When none is open or its store cannot be read.
    pub async fn workspace(&self, ctx: &Ctx) -> Result<WorkspaceInfo> {
        pending!(ctx)
    }

    /// The workspaces opened before, latest first.
    ///
    /// # Errors
    /// When the actor may not.
    pub async fn workspaces(&self, ctx: &Ctx) -> Result<Vec<KnownWorkspace>> {
        pending!(ctx)
    }

    /// Creates a workspace and opens it.
    ///
    /// # Errors
    /// When the name is taken or the disk refuses.
    pub async fn create_workspace(&self, ctx: &Ctx, new: NewWorkspace) -> Result<WorkspaceInfo> {
        pending!(ctx, new)
    }

    /// Opens another workspace in place of the open one.
    ///
    /// # Errors
    /// When it is not there, not a workspace, or in use by another process.
    pub async fn open_workspace(&self, ctx: &Ctx, open: OpenWorkspace) -> Result<WorkspaceInfo> {
        pending!(ctx, open)
    }
}
