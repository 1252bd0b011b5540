//! Events of XML.

use std::io::Read;

use quick_xml::{
    Error, Reader, XmlVersion,
    errors::IllFormedError,
    events::{BytesStart, Event as Xml},
};

use super::{DEPTH_MAX, Event, TOKEN_MAX, broken, stream::Stream};
use crate::{error::ImportError, refusal::quoted, source::Source};

/// The events of an XML file.
pub(in crate::formats) struct XmlEvents<R: Read> {
    reader: Reader<Stream<R>>,
    buffer: Vec<u8>,
    file: String,
    line: u64,
    depth: usize,
    /// The end of a tag without content.
    pending: Option<String>,
}

impl<R: Read> XmlEvents<R> {
    pub(in crate::formats) fn new(source: Source<R>, file: &str) -> Self {
        let reader = Reader::from_reader(Stream::new(source));
        Self { reader, buffer: Vec::new(), file: file.to_owned(), line: 1, depth: 0, pending: None }
    }

    pub(in crate::formats) fn line(&self) -> u64 {
        self.line
    }

    pub(in crate::formats) fn source(&self) -> &Source<R> {
        &self.reader.get_ref().source
    }

    pub(in crate::formats) fn next(&mut self) -> Result<Event, ImportError> {
        if let Some(name) = self.pending.take() {
            return Ok(Event::Close(name));
        }
        loop {
            self.buffer.clear();
            self.reader.get_mut().renew();
            self.line = self.reader.get_ref().line;
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(error) => return Err(self.failed(error)),
            };
            let file = &self.file;
            let entities = |what: String| ImportError::Entities { file: file.clone(), line: self.line, what };
            return Ok(match event {
                Xml::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEPTH_MAX {
                        return Err(broken(
                            file,
                            self.line,
                            format!("tags stand more than {DEPTH_MAX} deep in each other"),
                        ));
                    }
                    let (name, attributes) = open(&tag, file, self.line)?;
                    Event::Open(name, attributes)
                }
                Xml::Empty(tag) => {
                    let (name, attributes) = open(&tag, file, self.line)?;
                    self.pending = Some(name.clone());
                    Event::Open(name, attributes)
                }
                Xml::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Event::Close(tag.name().as_ref().to_owned())
                }
                Xml::Text(text) => Event::Text(text.xml10_content().into_owned()),
                Xml::CData(text) => Event::Text(text.xml10_content().into_owned()),
                Xml::GeneralRef(name) => match (name.resolve_char_ref(), name.as_ref()) {
                    (Ok(Some(c)), _) => Event::Text(c.to_string()),
                    (_, "amp") => Event::Text("&".to_owned()),
                    (_, "lt") => Event::Text("<".to_owned()),
                    (_, "gt") => Event::Text(">".to_owned()),
                    (_, "quot") => Event::Text("\"".to_owned()),
                    (_, "apos") => Event::Text("'".to_owned()),
                    (_, other) => return Err(entities(format!("an entity {} of its own", quoted(other)))),
                },
                Xml::DocType(_) => return Err(entities("a document type".to_owned())),
                Xml::Decl(_) | Xml::PI(_) | Xml::Comment(_) => continue,
                Xml::Eof if self.depth > 0 => {
                    return Err(broken(file, self.line, "the file ends before all tags are closed"));
                }
                Xml::Eof => Event::End,
            });
        }
    }

    fn failed(&self, error: Error) -> ImportError {
        let line = self.reader.get_ref().line;
        let file = &self.file;
        match error {
            Error::Io(_) if self.reader.get_ref().exhausted => {
                broken(file, line, format!("one tag or text is longer than {TOKEN_MAX} characters"))
            }
            Error::Io(source) => {
                let source = std::io::Error::new(source.kind(), source.to_string());
                ImportError::Read { file: file.clone(), source }
            }
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                broken(file, line, format!("</{found}> stands where </{expected}> should"))
            }
            other => broken(file, line, other.to_string()),
        }
    }
}

fn open(tag: &BytesStart<'_>, file: &str, line: u64) -> Result<(String, Vec<(String, String)>), ImportError> {
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|e| broken(file, line, e.to_string()))?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| ImportError::Entities {
            file: file.to_owned(),
            line,
            what: "an entity of its own".to_owned(),
        })?;
        attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok((tag.name().as_ref().to_owned(), attributes))
}
