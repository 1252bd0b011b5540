//! Settings of the workspace.

use model::settings::Settings;

use crate::{Workstation, ctx::Ctx, error::Result, ledger::Changed, pending};

impl Workstation {
    /// The settings.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn settings(&self, ctx: &Ctx) -> Result<Settings> {
        pending!(ctx)
    }

    /// Changes the settings that a merge patch names.
    ///
    /// # Errors
    /// When a value does not pass, or the benchmark is no instrument.
    pub async fn update_settings(&self, ctx: &Ctx, patch: &serde_json::Value) -> Result<Changed<Settings>> {
        pending!(ctx, patch)
    }
}
