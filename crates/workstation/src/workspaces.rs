//! Workspaces: which are known, which is open, new ones.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::NaiveDate;
use model::{currency::Currency, id::InstrumentId, settings::Settings, time::Timestamp};
use serde::{Deserialize, Serialize};
use store::{OpenOptions, Store};

use crate::{
    Host, Workstation,
    ctx::{Action, Ctx, authorize},
    error::{Error, Result},
    workspace::{META, Meta, Workspace},
};

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
    /// Strategies.
    pub strategies: u64,
    /// Back-tests.
    pub backtests: u64,
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

/// A workspace in the making.
#[derive(Clone, Debug)]
pub(crate) struct Making {
    pub(crate) name: String,
    pub(crate) kind: WorkspaceKind,
    pub(crate) base_currency: Currency,
}

/// The name of a workspace that nobody named: its folder's, or the sample's.
pub(crate) fn name_of(path: &Path, kind: WorkspaceKind) -> String {
    match kind {
        WorkspaceKind::Sample => crate::sample::NAME.to_owned(),
        WorkspaceKind::Empty => {
            path.file_name().map_or_else(|| "Workspace".into(), |n| n.to_string_lossy().into_owned())
        }
    }
}

impl Workstation {
    /// The open workspace.
    ///
    /// # Errors
    /// When none is open or its store cannot be read.
    pub async fn workspace(&self, ctx: &Ctx) -> Result<WorkspaceInfo> {
        let ws = self.for_use(ctx, Action::Read, "workspaces").await?;
        self.info(&ws).await
    }

    /// The workspaces opened before, latest first.
    ///
    /// # Errors
    /// When the actor may not.
    pub async fn workspaces(&self, ctx: &Ctx) -> Result<Vec<KnownWorkspace>> {
        authorize(&ctx.actor, Action::Read, "workspaces")?;
        let open = self.open.read().await.as_ref().map(|w| w.dir.to_string_lossy().into_owned());
        let mut list = self.registry.list();
        for known in &mut list {
            known.open = open.as_ref() == Some(&known.path);
        }
        Ok(list)
    }

    /// Creates a workspace and opens it.
    ///
    /// # Errors
    /// When the name is taken or the disk refuses.
    pub async fn create_workspace(&self, ctx: &Ctx, new: NewWorkspace) -> Result<WorkspaceInfo> {
        authorize(&ctx.actor, Action::Administer, "workspaces")?;
        let name = new.name.trim();
        let folder = folder_name(name)?;
        let path = self.registry.dir().join(&folder);
        if path.exists() {
            let detail = format!("there is already a folder {}; choose another name", path.display());
            return Err(Error::conflict("name_taken", detail));
        }
        let base_currency = new.base_currency.unwrap_or(Currency::USD);
        let making = Making { name: name.to_owned(), kind: new.kind, base_currency };
        self.switch(ctx, &path, Some(making)).await
    }

    /// Opens another workspace in place of the open one.
    ///
    /// # Errors
    /// When it is not there, not a workspace, or in use by another process.
    pub async fn open_workspace(&self, ctx: &Ctx, open: OpenWorkspace) -> Result<WorkspaceInfo> {
        authorize(&ctx.actor, Action::Administer, "workspaces")?;
        let path = PathBuf::from(&open.path);
        if !path.is_absolute() {
            return Err(Error::field("path", "path_relative", "give the whole path of the workspace's folder"));
        }
        self.switch(ctx, &path, None).await
    }

    /// Opens the new one before the old one is closed: a refusal leaves everything as it was.
    async fn switch(&self, ctx: &Ctx, path: &Path, making: Option<Making>) -> Result<WorkspaceInfo> {
        let _swap = self.swap.lock().await;
        let is_open = self.open.read().await.as_ref().is_some_and(|w| w.dir == path);
        if !is_open {
            let workspace = self.load(ctx, path, making).await?;
            self.install(workspace).await;
        }
        self.host.events.changed(EVERYTHING, ctx.correlation_id);
        let ws = self.open.read().await.clone().ok_or(Error::NoWorkspace)?;
        self.info(&ws).await
    }

    /// Opens the store of a workspace, makes what is missing of it, and takes up its jobs.
    pub(crate) async fn load(&self, ctx: &Ctx, path: &Path, making: Option<Making>) -> Result<Arc<Workspace>> {
        let mut options = OpenOptions::new(self.host.clock.now());
        options.program.clone_from(&self.program);
        options.create = making.is_some();
        let store = Store::open(path, &options).await?;
        let meta = store::settings::get_key::<Meta>(&store, META).await;
        let meta = match meta {
            Ok(Some(meta)) => meta,
            Ok(None) => {
                let making = making.unwrap_or(Making {
                    name: name_of(path, WorkspaceKind::Empty),
                    kind: WorkspaceKind::Empty,
                    base_currency: Currency::USD,
                });
                match fill(&store, ctx, &self.host, making).await {
                    Ok(meta) => meta,
                    Err(e) => {
                        store.close().await;
                        return Err(e);
                    }
                }
            }
            Err(e) => {
                store.close().await;
                return Err(e.into());
            }
        };
        let workspace = Arc::new(Workspace::new(store, path, meta));
        crate::jobs::recover(&workspace, &self.host).await?;
        crate::uploads::sweep(&workspace).await?;
        crate::settings::note_renderer(&workspace).await;
        let known = KnownWorkspace {
            name: workspace.meta().name.clone(),
            path: path.to_string_lossy().into_owned(),
            sample: workspace.meta().sample,
            last_opened_at: self.host.clock.now(),
            open: false,
            present: true,
        };
        if let Err(e) = self.registry.remember(known) {
            tracing::warn!(%e, "the workspace will be missing from the list of recent ones");
        }
        Ok(workspace)
    }

    /// Puts a loaded workspace in place of the open one.
    pub(crate) async fn install(&self, workspace: Arc<Workspace>) {
        let before = self.open.write().await.replace(Arc::clone(&workspace));
        if let Some(before) = before {
            before.close(&self.host).await;
        }
        workspace.start(self.host.clone()).await;
    }

    pub(crate) async fn info(&self, ws: &Workspace) -> Result<WorkspaceInfo> {
        let settings = ws.settings().await?;
        let tables = ws.store.counts().await?;
        let rows = |table: &str| tables.iter().filter(|t| t.table == table).map(|t| t.rows).sum();
        let bars = store::bars::coverage(&ws.store).await?.iter().map(|c| c.n_bars).sum();
        Ok(WorkspaceInfo {
            name: ws.meta().name.clone(),
            path: ws.dir.to_string_lossy().into_owned(),
            sample: ws.meta().sample,
            today: ws.today(self.host.clock),
            base_currency: settings.base_currency,
            benchmark_id: settings.benchmark_id,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            counts: Counts {
                instruments: rows("instruments"),
                accounts: rows("accounts"),
                transactions: rows("transactions"),
                fx_rates: rows("fx_rates"),
                bars,
                optimizations: rows("portfolio_optimizations"),
                strategies: rows("strategies"),
                backtests: rows("backtests"),
            },
        })
    }
}

/// Every noun: another workspace has other things.
pub(crate) const EVERYTHING: &[&str] = &[
    "workspace",
    "workspaces",
    "settings",
    "instruments",
    "accounts",
    "transactions",
    "fx_rates",
    "bars",
    "jobs",
    "imports",
    "optimizations",
    "targets",
    "rebalancing_events",
    "strategies",
    "backtests",
    "schedules",
    "backups",
    "changes",
];

/// Puts settings, and the sample where asked, into a new store.
async fn fill(store: &Store, ctx: &Ctx, host: &Host, making: Making) -> Result<Meta> {
    match making.kind {
        WorkspaceKind::Sample => crate::sample_fill::fill(store, ctx, host, making.name).await,
        WorkspaceKind::Empty => {
            let meta = Meta { name: making.name, sample: false, today: None, risk_free_monthly: Vec::new() };
            let mut w = store.begin(&ctx.actor, ctx.correlation_id, host.clock.now()).await?;
            store::settings::put(&mut w, &Settings::new(making.base_currency)).await?;
            store::settings::put_key(&mut w, META, &meta).await?;
            w.commit().await?;
            Ok(meta)
        }
    }
}

/// A folder's name out of a workspace's: letters and digits, the rest as dashes.
fn folder_name(name: &str) -> Result<String> {
    if name.is_empty() || name.chars().count() > 80 {
        return Err(Error::field("name", "text_length", "name must have 1 to 80 characters"));
    }
    let dashed: String = name.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let folder = dashed.split('-').filter(|p| !p.is_empty()).collect::<Vec<_>>().join("-");
    if folder.is_empty() {
        return Err(Error::field("name", "name_invalid", "name needs at least one letter or digit"));
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_folder_without_surprises() {
        assert_eq!(folder_name("My  Portfolio / 2026").unwrap(), "my-portfolio-2026");
        assert_eq!(folder_name("../../etc").unwrap(), "etc");
        assert!(folder_name("…").is_err());
        assert!(folder_name("").is_err());
    }
}
