//! Events of the SGML in which OFX 1 is written: a header of lines, then tags, of which elements may stay open.

use std::io::{BufRead, Read};

use super::{Event, broken, stream::Stream};
use crate::{error::ImportError, source::Source};

/// Characters of one tag.
const TAG_MAX: usize = 4_096;
/// Characters of one text.
const TEXT_MAX: usize = 64 * 1024;

/// The events of an SGML file. Which tags close which is for the reader to say.
pub(in crate::formats) struct SgmlEvents<R: Read> {
    stream: Stream<R>,
    file: String,
    line: u64,
    begun: bool,
}

impl<R: Read> SgmlEvents<R> {
    pub(in crate::formats) fn new(source: Source<R>, file: &str) -> Self {
        Self { stream: Stream::new(source), file: file.to_owned(), line: 1, begun: false }
    }

    pub(in crate::formats) fn line(&self) -> u64 {
        self.line
    }

    pub(in crate::formats) fn source(&self) -> &Source<R> {
        &self.stream.source
    }

    pub(in crate::formats) fn next(&mut self) -> Result<Event, ImportError> {
        loop {
            self.stream.renew();
            self.line = self.stream.line;
            let text = self.until(b'<', TEXT_MAX)?;
            let is_text = self.begun && !text.trim().is_empty();
            if is_text {
                return Ok(Event::Text(decoded(&text)));
            }
            let Some(b'<') = self.peek()? else { return Ok(Event::End) };
            self.begun = true;
            self.line = self.stream.line;
            self.stream.consume(1);
            let tag = self.until(b'>', TAG_MAX)?;
            if self.peek()?.is_none() {
                return Err(broken(&self.file, self.line, "the file ends inside of a tag"));
            }
            self.stream.consume(1);
            if let Some(event) = self.tag(tag.trim())? {
                return Ok(event);
            }
        }
    }

    fn tag(&self, tag: &str) -> Result<Option<Event>, ImportError> {
        if tag.starts_with('?') {
            return Ok(None);
        }
        if tag.starts_with('!') {
            let what = "a document type or a comment".to_owned();
            return Err(ImportError::Entities { file: self.file.clone(), line: self.line, what });
        }
        let (name, is_close) = tag.strip_prefix('/').map_or((tag, false), |name| (name, true));
        let name = name.trim().trim_end_matches('/').trim();
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if name.is_empty() || name.len() > 64 || !name.chars().all(is_name) {
            let shown: String = tag.chars().take(40).collect();
            return Err(broken(&self.file, self.line, format!("<{shown}> is not a tag")));
        }
        let name = name.to_ascii_uppercase();
        Ok(Some(if is_close { Event::Close(name) } else { Event::Open(name, Vec::new()) }))
    }

    /// Everything up to a byte, which stays.
    fn until(&mut self, end: u8, max: usize) -> Result<String, ImportError> {
        let mut out = Vec::new();
        loop {
            let piece =
                self.stream.fill_buf().map_err(|source| ImportError::Read { file: self.file.clone(), source })?;
            let n = piece.iter().position(|b| *b == end).unwrap_or(piece.len());
            out.extend_from_slice(&piece[..n]);
            let is_over = piece.is_empty() || n < piece.len();
            self.stream.consume(n);
            if out.len() > max {
                let what =
                    if end == b'>' { "a tag that never ends begins here" } else { "a text without tags is too long" };
                return Err(broken(&self.file, self.line, what));
            }
            if is_over {
                return Ok(String::from_utf8_lossy(&out).into_owned());
            }
        }
    }

    fn peek(&mut self) -> Result<Option<u8>, ImportError> {
        let piece = self.stream.fill_buf().map_err(|source| ImportError::Read { file: self.file.clone(), source })?;
        Ok(piece.first().copied())
    }
}

/// The few entities that OFX knows. Others stay as they stand: many banks write a bare `&`.
fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let known = [("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    known.iter().fold(text.to_owned(), |text, (entity, meaning)| text.replace(entity, meaning))
}
