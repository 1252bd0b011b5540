//! Settings of the workspace.

use model::settings::Settings;

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result, checked},
    ledger::{Changed, patched},
    workspace::last_event,
};

impl Workstation {
    /// The settings.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn settings(&self, ctx: &Ctx) -> Result<Settings> {
        self.for_use(ctx, Action::Read, "settings").await?.settings().await
    }

    /// Changes the settings that a merge patch names.
    ///
    /// # Errors
    /// When a value does not pass, or the benchmark is no instrument.
    pub async fn update_settings(&self, ctx: &Ctx, patch: &serde_json::Value) -> Result<Changed<Settings>> {
        let ws = self.for_use(ctx, Action::Write, "settings").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let before =
            store::settings::get(&mut w).await?.ok_or(Error::Broken { what: "the workspace without settings" })?;
        let value: Settings = patched(&before, patch)?;
        checked(&value.check())?;
        if let Some(id) = value.benchmark_id {
            let found = store::instruments::get(&mut w, id).await;
            found.map_err(|_| {
                Error::field(
                    "benchmark_id",
                    "instrument_unknown",
                    format!("instrument {id} does not exist; choose another benchmark"),
                )
            })?;
        }
        store::settings::put(&mut w, &value).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value, change_id })
    }
}
