//! The archive: one JSON object, its sections in a fixed order, one entry a line.

use model::time::Timestamp;
use serde_json::Value as Json;
use store::archive::{Entry, Reader, Section};

use super::Sink;
use crate::{
    error::{Error, Result},
    workspace::META,
};

/// What an archive says it is.
pub(crate) const FORMAT: &str = "quarterdeck-archive";
/// The version of the format that is written. Earlier ones are read as well: they lack the sections that came later.
pub(crate) const VERSION: u32 = 2;
/// The longest text of one entry.
pub(crate) const ENTRY_MAX_BYTES: u64 = 32 * 1024 * 1024;
/// Text is handed over in parts of about this size.
const PART_BYTES: usize = 256 * 1024;

/// Writes everything that a reader gives.
///
/// # Errors
/// When the store cannot be read, an entry is too long to be read back, or nobody takes the text.
pub(super) async fn write(mut reader: Reader, made_at: Timestamp, sink: &Sink) -> Result<()> {
    let mut text = format!("{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"made_at\":\"{made_at}\"").into_bytes();
    let mut sections = Section::ALL.iter().copied();
    let mut open: Option<Section> = None;
    while let Some(page) = reader.next().await? {
        for entry in page {
            let separator = if open == Some(entry.section()) { ",\n" } else { "\n" };
            while open != Some(entry.section()) {
                open = begin_next(&mut text, open, &mut sections);
            }
            text.extend_from_slice(separator.as_bytes());
            let before = text.len();
            serde_json::to_writer(&mut text, &without_name(entry)).map_err(|_| Error::Broken { what: "an export" })?;
            if (text.len() - before) as u64 > ENTRY_MAX_BYTES {
                return Err(Error::TooLarge { what: "an entry of the archive", limit_bytes: ENTRY_MAX_BYTES });
            }
            if text.len() >= PART_BYTES {
                sink.send(std::mem::take(&mut text)).await?;
            }
        }
    }
    while sections.len() > 0 {
        open = begin_next(&mut text, open, &mut sections);
    }
    text.extend_from_slice(b"\n]\n}\n");
    sink.send(text).await
}

/// Ends the open section and begins the one after it.
fn begin_next(
    text: &mut Vec<u8>,
    open: Option<Section>,
    sections: &mut impl Iterator<Item = Section>,
) -> Option<Section> {
    if open.is_some() {
        text.extend_from_slice(b"\n]");
    }
    let next = sections.next();
    if let Some(section) = next {
        text.extend_from_slice(format!(",\n\"{section}\":[").as_bytes());
    }
    next
}

/// The name of a workspace is its folder's affair: an archive has none.
fn without_name(mut entry: Entry) -> Entry {
    if let Entry::Settings(setting) = &mut entry
        && setting.key == META
        && let Json::Object(meta) = &mut setting.value
    {
        meta.remove("name");
    }
    entry
}
