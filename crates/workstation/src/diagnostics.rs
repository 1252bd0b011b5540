//! Diagnostics: a text to send with a question, without secrets and without amounts.

use serde::Serialize;

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::Result,
    folded::folded,
};

/// The text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Diagnostics {
    /// Plain text, a few dozen lines.
    pub text: String,
}

impl Workstation {
    /// The text.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn diagnostics(&self, ctx: &Ctx) -> Result<Diagnostics> {
        let ws = self.for_use(ctx, Action::Read, "diagnostics").await?;
        let opening = ws.store.opening();
        let mut lines = vec![
            format!("Quarterdeck {}", env!("CARGO_PKG_VERSION")),
            format!("System: {} {}", std::env::consts::OS, std::env::consts::ARCH),
            format!("Now: {}", self.host.clock.now()),
            format!("Workspace: {}", if ws.meta().sample { "sample" } else { "own" }),
            format!("Today: {}", ws.today(self.host.clock)),
            format!("SQLite {}, schema {}", opening.sqlite_version, opening.schema_version),
            format!("Last end was {}", if opening.unclean { "unclean; checked and sound" } else { "clean" }),
        ];
        lines.extend(opening.migrated.iter().map(|m| format!("Migrated: {m}")));
        lines.extend(ws.store.counts().await?.into_iter().map(|t| format!("{} {}: {} rows", t.file, t.table, t.rows)));
        let faults = ws.store.integrity().await?;
        lines.push(if faults.is_empty() {
            "Integrity: sound".to_owned()
        } else {
            format!("Integrity: {} faults", faults.len())
        });
        lines.extend(faults.into_iter().take(20));
        let coverage = store::bars::coverage(&ws.store).await?;
        let bars: u64 = coverage.iter().map(|c| c.n_bars).sum();
        lines.push(format!("Prices: {bars} bars in {} series", coverage.len()));
        let newest = store::Paging { limit: 10, cursor: None };
        let recent = store::jobs::list(&ws.store, &store::jobs::JobFilter::default(), &newest).await?;
        // Titles and messages may name files and accounts, so only kind and state are told.
        lines.extend(recent.items.iter().map(|j| format!("Job {} {} {}", j.created_at, j.kind, j.state)));
        lines.push(format!("Books: {} problems", folded(&ws, &self.host).await?.books.problems.len()));
        Ok(Diagnostics { text: lines.join("\n") })
    }
}
