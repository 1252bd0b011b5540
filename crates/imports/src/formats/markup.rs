//! Markup to events with line numbers, within a bound of memory: XML by quick-xml, SGML of OFX 1 by its own small rules.
//!
//! Document types and entities of a file's own are refused in both: a few lines of them can stand for gigabytes.

mod sgml;
mod stream;
mod xml;

use std::io::Read;

pub(super) use sgml::SgmlEvents;
pub(super) use xml::XmlEvents;

use crate::{error::ImportError, source::Source};

/// Characters of one tag or text.
const TOKEN_MAX: usize = 1 << 20;
/// Tags within tags.
pub(super) const DEPTH_MAX: usize = 64;

/// What stands next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// A tag with its attributes, in the file's spelling.
    Open(String, Vec<(String, String)>),
    /// Text, its blanks as they stand. May come in pieces.
    Text(String),
    /// The end of a tag.
    Close(String),
    /// The end of the file.
    End,
}

/// Markup of either sort.
pub(super) enum Markup<R: Read> {
    Xml(Box<XmlEvents<R>>),
    Sgml(Box<SgmlEvents<R>>),
}

impl<R: Read> Markup<R> {
    pub(super) fn next(&mut self) -> Result<Event, ImportError> {
        match self {
            Self::Xml(events) => events.next(),
            Self::Sgml(events) => events.next(),
        }
    }

    /// The line where the last event began.
    pub(super) fn line(&self) -> u64 {
        match self {
            Self::Xml(events) => events.line(),
            Self::Sgml(events) => events.line(),
        }
    }

    pub(super) fn source(&self) -> &Source<R> {
        match self {
            Self::Xml(events) => events.source(),
            Self::Sgml(events) => events.source(),
        }
    }
}

/// A file that does not fit together.
fn broken(file: &str, line: u64, what: impl Into<String>) -> ImportError {
    ImportError::Markup { file: file.to_owned(), line, what: what.into() }
}
