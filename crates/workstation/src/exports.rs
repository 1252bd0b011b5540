//! Exports: everything the workspace holds as one JSON archive, and nouns as CSV.
//!
//! Both are written as they are sent: page by page, so that the memory they need does not grow with the workspace. A reader
//! that takes nothing for a minute ends its export.

mod archive;
mod csv;

use std::time::Duration;

use tokio::sync::mpsc;

pub(crate) use self::archive::{ENTRY_MAX_BYTES, FORMAT, VERSION};
pub use self::csv::CsvNoun;
pub(crate) use self::csv::line as csv_line;
use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    folded::folded,
};

/// Parts of a download that wait to be sent.
const WAITING_MAX: usize = 4;
/// A reader that takes nothing for so long has gone.
const STALLED: Duration = Duration::from_secs(60);

/// A file on its way out.
#[derive(Debug)]
pub struct Download {
    /// What it is to be called.
    pub file_name: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes in order. The last part may be an error: then the file is not whole.
    pub parts: mpsc::Receiver<Result<Vec<u8>>>,
}

impl Workstation {
    /// Everything the workspace holds, as one JSON document that imports back into an empty one. What is written meanwhile
    /// is not in it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn export_archive(&self, ctx: &Ctx) -> Result<Download> {
        let ws = self.for_use(ctx, Action::Read, "exports").await?;
        let reader = store::archive::Reader::open(&ws.store).await?;
        let made_at = self.host.clock.now();
        let file_name = format!("{}-{}.quarterdeck.json", file_stem(&ws.meta().name), made_at.date());
        let (sender, parts) = mpsc::channel(WAITING_MAX);
        let sink = Sink { sender };
        tokio::spawn(async move {
            if let Err(e) = archive::write(reader, made_at, &sink).await {
                sink.fail(e).await;
            }
        });
        Ok(Download { file_name, content_type: "application/json", parts })
    }

    /// A noun as CSV, as it is known now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn export_csv(&self, ctx: &Ctx, noun: CsvNoun) -> Result<Download> {
        let ws = self.for_use(ctx, Action::Read, "exports").await?;
        let books = folded(&ws, &self.host).await?;
        let (sender, parts) = mpsc::channel(WAITING_MAX);
        let sink = Sink { sender };
        tokio::spawn(async move {
            if let Err(e) = csv::write(noun, &ws, books, &sink).await {
                sink.fail(e).await;
            }
        });
        Ok(Download { file_name: format!("{}.csv", noun.as_str()), content_type: "text/csv; charset=utf-8", parts })
    }
}

/// Where an export goes.
pub(crate) struct Sink {
    sender: mpsc::Sender<Result<Vec<u8>>>,
}

impl Sink {
    /// Hands a part over.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when nobody takes it.
    pub(crate) async fn send(&self, part: Vec<u8>) -> Result<()> {
        match tokio::time::timeout(STALLED, self.sender.send(Ok(part))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Error::Cancelled),
        }
    }

    async fn fail(&self, error: Error) {
        tracing::warn!(%error, "an export ended early");
        let _ = tokio::time::timeout(STALLED, self.sender.send(Err(error))).await; // nobody may be left to be told
    }
}

/// A workspace's name as the beginning of a file's name.
fn file_stem(name: &str) -> String {
    let stem: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let stem = stem.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    if stem.is_empty() { "workspace".to_owned() } else { stem.chars().take(60).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_the_beginning_of_a_file_name() {
        for (name, stem) in [("My Desk", "my-desk"), ("../../etc", "etc"), ("é", "workspace"), ("A/B\\C", "a-b-c")] {
            assert_eq!(file_stem(name), stem, "{name}");
        }
    }
}
