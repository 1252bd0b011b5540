//! An archive into an empty workspace: read twice, all of it or nothing.
//!
//! The first reading checks every entry and writes the bars, the second writes the ledger. The bars are committed first: what
//! a crash leaves between the two commits are bars without instruments, which nobody sees and the next archive clears away.

mod check;
mod error;
mod read;

use std::{collections::BTreeMap, fs::File, io::BufReader};

use model::time::Timestamp;
use serde::{Deserialize, Serialize};
use store::{
    BarWrite,
    archive::{Entry, Restore, Section},
};
use tokio::sync::mpsc;

use self::check::Check;
pub use self::error::ArchiveError;
use super::{ImportReport, Reading, ledger::blank};
use crate::{
    error::{Error, Result},
    jobs::{Control, Task},
    workspace::{META, Meta, Workspace},
    workspaces::EVERYTHING,
};

/// Entries of a batch.
const BATCH: usize = 1000;

/// How much a section of an archive holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SectionCount {
    /// The section.
    pub section: String,
    /// Its entries; of bars, how many bars.
    pub entries: u64,
}

/// What a reading found.
struct Found {
    counts: BTreeMap<Section, u64>,
    content_hash: String,
}

/// What an archive would bring, with its content's hash.
///
/// # Errors
/// What is wrong with it. Whether the workspace is empty is not asked.
pub(super) async fn preview(reading: &Reading, now: Timestamp) -> Result<(Vec<SectionCount>, String)> {
    let mut check = Check::new(now);
    let found = first_reading(reading, &mut check, None, None).await?;
    Ok((sections(&found.counts), found.content_hash))
}

/// The job.
pub(super) async fn run(task: &Task, reading: Reading) -> Result<ImportReport> {
    let (ws, control) = (&task.ws, &task.control);
    Restore::check(&ws.store).await?;
    control.report(0.02, "Checking the archive");
    let now = task.host.clock.now();
    let mut market = ws.store.begin_bars(now).await?;
    store::bars::clear(&mut market).await?;
    let mut check = Check::new(now);
    let found = first_reading(&reading, &mut check, Some(&mut market), Some(control)).await?;
    let report = ImportReport {
        added: found.counts.values().sum(),
        sections: sections(&found.counts),
        ..blank(&reading, found.content_hash)
    };
    control.check()?;
    control.report(0.7, "Writing");
    let mut w = ws.begin(&task.ctx, &task.host).await?;
    let mut restore = Restore::begin(&mut w).await?;
    let mut meta = None;
    let mut batches = start(&reading, Some(control), Pass::Ledger)?;
    while let Some(batch) = batches.parts.recv().await {
        let (section, mut entries) = batch;
        for entry in &mut entries {
            meta = own_meta(ws, entry)?.or(meta);
        }
        restore.put(&mut w, section, &entries).await?;
    }
    batches.end().await?;
    restore.count_bars(found.counts.get(&Section::Bars).copied().unwrap_or(0));
    restore.finish(&mut w, report.import_id, &report.file_name).await?;
    control.check()?;
    control.report(0.97, "Keeping");
    // Nobody may put together figures of the old settings and the new books.
    let mut cache = ws.cache.lock().await;
    market.commit().await?;
    ws.commit(w, &task.host).await?;
    if let Some(meta) = meta {
        ws.set_meta(meta);
    }
    *cache = Default::default();
    drop(cache);
    ws.moved(&["bars", "fx_rates", "transactions"]);
    task.host.events.changed(EVERYTHING, task.ctx.correlation_id);
    Ok(report)
}

/// Checks every entry; writes the bars where there is a change to write them in.
async fn first_reading(
    reading: &Reading,
    check: &mut Check,
    mut market: Option<&mut BarWrite>,
    control: Option<&Control>,
) -> Result<Found> {
    let mut counts = BTreeMap::new();
    let mut batches = start(reading, control, Pass::Everything)?;
    while let Some((section, entries)) = batches.parts.recv().await {
        for entry in &entries {
            let refused = |reason| ArchiveError::Entry {
                file: reading.file_name.clone(),
                section: section.as_str(),
                entry: entry.title(),
                reason,
            };
            check.entry(entry).map_err(refused)?;
            let mut n = 1;
            if let Entry::Bars(change) = entry {
                n = change.put.len() as u64;
                if let Some(market) = &mut market {
                    store::bars::restore(market, change).await?;
                }
            }
            *counts.entry(section).or_default() += n;
        }
        if let Some(control) = control {
            control.check()?;
            let part = Section::ALL.iter().position(|s| *s == section).unwrap_or(0) as f64 / Section::ALL.len() as f64;
            control.report(0.02 + 0.6 * part, format!("Checking {section}"));
        }
    }
    let content_hash = batches.end().await?;
    check.end().map_err(|reason| ArchiveError::Whole { file: reading.file_name.clone(), reason })?;
    Ok(Found { counts, content_hash })
}

/// What of the file is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// All of it.
    Everything,
    /// What comes before the bars.
    Ledger,
}

/// The entries of a file, read on a thread of its own.
struct Batches {
    parts: mpsc::Receiver<(Section, Vec<Entry>)>,
    reader: tokio::task::JoinHandle<std::result::Result<String, ArchiveError>>,
}

impl Batches {
    /// What is wrong with the file as a whole, else its content's hash.
    async fn end(self) -> Result<String> {
        drop(self.parts);
        Ok(self.reader.await.map_err(|_| Error::Broken { what: "reading the archive" })??)
    }
}

fn start(reading: &Reading, control: Option<&Control>, pass: Pass) -> Result<Batches> {
    let file: File = reading.file()?;
    let name = reading.file_name.clone();
    let control = control.cloned();
    let (sender, parts) = mpsc::channel(4);
    let reader = tokio::task::spawn_blocking(move || {
        read::read(BufReader::with_capacity(1 << 16, file), &name, BATCH, &mut |section, entries| {
            let wanted = pass == Pass::Everything || section != Section::Bars;
            let stopped = control.as_ref().is_some_and(|c| c.flow().is_break());
            // The writer that failed says why itself.
            if wanted && !stopped && sender.blocking_send((section, entries)).is_ok() {
                std::ops::ControlFlow::Continue(())
            } else {
                std::ops::ControlFlow::Break(())
            }
        })
    });
    Ok(Batches { parts, reader })
}

/// What the workspace says of itself, where an entry is that; its name stays the one it has.
fn own_meta(ws: &Workspace, entry: &mut Entry) -> Result<Option<Meta>> {
    let Entry::Settings(setting) = entry else { return Ok(None) };
    if setting.key != META {
        return Ok(None);
    }
    setting.value["name"] = serde_json::Value::String(ws.meta().name.clone());
    let meta = serde_json::from_value(setting.value.clone()).map_err(|_| Error::Broken { what: "the archive" })?;
    Ok(Some(meta))
}

fn sections(counts: &BTreeMap<Section, u64>) -> Vec<SectionCount> {
    counts.iter().map(|(s, n)| SectionCount { section: s.as_str().to_owned(), entries: *n }).collect()
}
