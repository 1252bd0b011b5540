//! Folders of price files: what comes there, or changes, is imported by itself.
//!
//! A file is taken when it has not changed between two looks, so that nobody reads one that is being written. What was imported before is
//! known by its content, also after a new start.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use ::imports::{options::Options, parquet};
use model::{actor::Actor, id::CorrelationId, job::JobKind};
use tokio_util::sync::CancellationToken;

use crate::{
    Host,
    ctx::Ctx,
    error::{Error, Result},
    imports::{ImportKind, ImportOptions, ImportRequest},
    jobs::{self, Work},
    providers::WatchedFolder,
    uploads,
    workspace::Workspace,
};

/// How often folders are looked at.
const LOOK: Duration = Duration::from_secs(5);

/// The endings of files with prices.
const TABLES: [&str; 2] = ["csv", "parquet"];

/// How a file stood at the last look.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stood {
    bytes: u64,
    changed: Option<SystemTime>,
    is_taken: bool,
}

/// Imports what comes into folders, until told to stop.
pub(super) async fn watch(ws: Arc<Workspace>, host: Host, folders: Vec<WatchedFolder>, stop: CancellationToken) {
    let mut known: HashMap<PathBuf, Stood> = HashMap::new();
    let mut troubled: HashMap<String, String> = HashMap::new();
    loop {
        for folder in &folders {
            match look(&ws, &host, folder, &mut known).await {
                Ok(()) => drop(troubled.remove(&folder.path)),
                // Once for each trouble, not at every look.
                Err(problem) => {
                    let problem = problem.to_string();
                    if troubled.get(&folder.path) != Some(&problem) {
                        tracing::warn!(folder = folder.path, problem, "a folder of prices cannot be read");
                        troubled.insert(folder.path.clone(), problem);
                    }
                }
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn look(
    ws: &Arc<Workspace>,
    host: &Host,
    folder: &WatchedFolder,
    known: &mut HashMap<PathBuf, Stood>,
) -> Result<()> {
    let path = Path::new(&folder.path);
    let io = |e| Error::io("read", path, e);
    let mut entries = tokio::fs::read_dir(path).await.map_err(io)?;
    while let Some(entry) = entries.next_entry().await.map_err(io)? {
        let file = entry.path();
        let is_table = file.extension().is_some_and(|end| TABLES.iter().any(|table| end.eq_ignore_ascii_case(table)));
        let Ok(facts) = entry.metadata().await else { continue };
        if !is_table || !facts.is_file() {
            continue;
        }
        let now = Stood { bytes: facts.len(), changed: facts.modified().ok(), is_taken: false };
        match known.get(&file) {
            Some(before) if (before.bytes, before.changed) == (now.bytes, now.changed) => {
                if !before.is_taken {
                    known.insert(file.clone(), Stood { is_taken: true, ..now });
                    take(ws, host, folder, &file).await?;
                }
            }
            _ => drop(known.insert(file, now)),
        }
    }
    Ok(())
}

/// Begins the import of a file, unless the same content was imported before.
async fn take(ws: &Arc<Workspace>, host: &Host, folder: &WatchedFolder, file: &Path) -> Result<()> {
    let path = file.to_owned();
    let hash = tokio::task::spawn_blocking(move || {
        let read = |e| Error::io("read", &path, e);
        let file = std::fs::File::open(&path).map_err(read)?;
        let text = parquet::text_of(file, &Options { file_name: path.display().to_string(), ..Options::default() })?;
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(text).map_err(read)?;
        Ok::<_, Error>(hasher.finalize().to_hex().to_string())
    });
    let hash = hash.await.map_err(|_| Error::Broken { what: "reading a file" })??;
    if store::imports::by_hash::<serde_json::Value>(&ws.store, store::imports::ImportKind::Prices, &hash)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let all = store::instruments::all(&ws.store).await?;
    let symbol = all.into_iter().map(|found| found.fields.symbol).find(|symbol| symbol.eq_ignore_ascii_case(stem));
    let upload = uploads::of_file(ws, file).await?;
    let options = ImportOptions { symbol, prefer_adjusted: folder.prefer_adjusted, ..ImportOptions::default() };
    let request = ImportRequest { upload_id: upload.id, kind: ImportKind::Prices, mapping: None, options };
    let own = Ctx { actor: Actor::Schedule { job: "folder".to_owned() }, correlation_id: CorrelationId::new() };
    let mut w = ws.begin(&own, host).await?;
    let title = format!("Import {} of a watched folder", upload.name);
    let job = jobs::put(&mut w, &own, JobKind::Import, &title, Work::Import(Box::new(request))).await?;
    ws.commit(w, host).await?;
    jobs::queued(ws, host, &job);
    Ok(())
}
