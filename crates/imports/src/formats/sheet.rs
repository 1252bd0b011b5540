//! A table in a file: its delimiter and header found by the columns that a template needs, with lines before and below.

use std::io::Read;

use super::{row::position, template::Template};
use crate::{
    error::ImportError,
    options::{FileFacts, Options},
    records::Records,
    sniff::{folded, rows_until_error},
    source::{Beginning, Source},
};

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// The beginning of a table, cut with one delimiter.
pub(super) struct Sample {
    pub(super) delimiter: char,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) lines: Vec<u64>,
    folded: Vec<Vec<String>>,
}

/// Where a template's header stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Which record it is.
    pub(super) at: usize,
    /// Of the columns that such a file usually has, how many of a hundred are there.
    pub(super) confidence_percent: u8,
}

/// The beginning cut with each delimiter that makes more than one column.
pub(super) fn samples(beginning: &Beginning, options: &Options) -> Vec<Sample> {
    let delimiters = options.delimiter.map_or(DELIMITERS.to_vec(), |d| vec![d]);
    let cut = delimiters.into_iter().filter_map(|delimiter| {
        // What is wrong behind the first records is said when it is read, with its line.
        let (rows, lines, _) = rows_until_error(beginning, delimiter, options.name());
        let folded = rows.iter().map(|row| row.iter().map(|cell| folded(cell)).collect()).collect();
        rows.iter().any(|r| r.len() > 1).then_some(Sample { delimiter, rows, lines, folded })
    });
    cut.collect()
}

impl Sample {
    /// The first record that has all columns by which a template knows its files.
    pub(super) fn header(&self, template: &Template) -> Option<Header> {
        self.folded.iter().enumerate().find_map(|(at, names)| {
            if names.len() < template.sign.len() {
                return None;
            }
            let has = |words: &[&str]| words.iter().any(|word| position(names, word).is_some());
            if !template.sign.iter().all(|words| has(words)) {
                return None;
            }
            let (mut usual, mut there) = (0_u32, 0_u32);
            for column in template.columns.iter().filter(|c| c.is_usual) {
                usual += 1;
                there += u32::from(has(column.names));
            }
            let percent = 60 + 40 * there / usual.max(1);
            Some(Header { at, confidence_percent: u8::try_from(percent).unwrap_or(100) })
        })
    }

    /// Which of the columns that tell a template's files are missing everywhere, in its own words.
    pub(super) fn lacking(&self, template: &Template) -> Vec<&'static str> {
        let missing = |names: &Vec<String>| -> Vec<&'static str> {
            let has = |words: &[&str]| words.iter().any(|word| position(names, word).is_some());
            template.sign.iter().filter(|words| !has(words)).filter_map(|words| words.first().copied()).collect()
        };
        self.folded.iter().map(missing).min_by_key(Vec::len).unwrap_or_default()
    }
}

/// A table that is open behind its header.
pub(super) struct Sheet<R> {
    pub(super) records: Records<Source<R>>,
    pub(super) facts: FileFacts,
    /// Records below the header, to decide on the form of numbers and dates.
    pub(super) sample: Vec<Vec<String>>,
}

impl<R: Read> Sheet<R> {
    pub(super) fn open(
        source: Source<R>,
        beginning: &Beginning,
        sample: Sample,
        header: Header,
        options: &Options,
    ) -> Result<Self, ImportError> {
        let mut records = Records::new(source, sample.delimiter, options.name());
        for _ in 0..=header.at {
            records.advance()?;
        }
        let Sample { delimiter, mut rows, lines, .. } = sample;
        let headers = rows.drain(..=header.at).next_back().unwrap_or_default();
        let facts = FileFacts {
            encoding: beginning.encoding.to_owned(),
            delimiter,
            decimal_mark: None,
            date_order: None,
            headers,
            header_line: lines[header.at],
            notices: beginning.notices.clone(),
        };
        Ok(Self { records, facts, sample: rows })
    }

    /// What is known at the end of the file.
    pub(super) fn finish(self) -> (FileFacts, String) {
        finish(self.facts, &self.records.pieces)
    }
}

/// Adds what was noticed while decoding, and gives the hash of the bytes.
pub(super) fn finish<R: Read>(mut facts: FileFacts, source: &Source<R>) -> (FileFacts, String) {
    if source.damaged {
        facts.notices.push(format!(
            "Some characters are not valid {}; choose another encoding if names look wrong.",
            facts.encoding
        ));
    }
    (facts, source.content_hash())
}
