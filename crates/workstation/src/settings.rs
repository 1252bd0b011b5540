//! Settings of the workspace.

use std::{fs, path::Path};

use model::settings::{Renderer, Settings};

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result, checked},
    ledger::{Changed, patched},
    workspace::{Workspace, last_event},
};

/// The file in the workspace that says the renderer.
const RENDERER: &str = "renderer";

/// The renderer that the window of a workspace shall use. It is needed before the workspace can be opened, so it lies
/// in a file beside the ledger; without one, or with one that cannot be understood, it is [`Renderer::Auto`].
pub fn renderer_of(workspace: &Path) -> Renderer {
    let text = fs::read_to_string(workspace.join(RENDERER)).unwrap_or_default();
    text.trim().parse().unwrap_or(Renderer::Auto)
}

/// Writes that file anew where it differs from the settings.
pub(crate) async fn note_renderer(ws: &Workspace) {
    let Ok(settings) = ws.settings().await else { return };
    if renderer_of(&ws.dir) == settings.renderer {
        return;
    }
    let path = ws.dir.join(RENDERER);
    if let Err(problem) = fs::write(&path, settings.renderer.as_str()) {
        tracing::warn!(%problem, path = %path.display(), "the window will not start with the chosen renderer");
    }
}

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
