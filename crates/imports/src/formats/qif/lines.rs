//! Lines of a QIF file, and how its dates and numbers are written.

use std::io::{self, Read};

use crate::{
    dates,
    error::ImportError,
    numbers,
    options::{DateOrder, DecimalMark, Options},
    source::Source,
};

/// Characters of one line.
const LINE_MAX: usize = 64 * 1024;

/// The lines of a file, without their ends.
pub(super) struct Lines<R> {
    source: Source<R>,
    file: String,
    buffer: Vec<u8>,
    at: usize,
    line: u64,
    ended: bool,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(source: Source<R>, file: &str) -> Self {
        Self { source, file: file.to_owned(), buffer: Vec::new(), at: 0, line: 0, ended: false }
    }

    /// The number of the last line, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn source(&self) -> &Source<R> {
        &self.source
    }

    /// The next line, blanks around it taken off; none at the end. Empty lines are empty texts.
    pub(super) fn next(&mut self) -> Result<Option<String>, ImportError> {
        let mut out = Vec::new();
        let mut any = false;
        loop {
            let end = self.buffer[self.at..].iter().position(|b| *b == b'\n');
            let until = end.map_or(self.buffer.len(), |e| self.at + e);
            out.extend_from_slice(&self.buffer[self.at..until]);
            any |= until > self.at || end.is_some();
            self.at = until + usize::from(end.is_some());
            if out.len() > LINE_MAX {
                self.line += 1;
                return Err(self.broken("a line is longer than 65,536 characters"));
            }
            if end.is_some() || !self.refill()? {
                break;
            }
        }
        if !any {
            return Ok(None);
        }
        self.line += 1;
        Ok(Some(String::from_utf8_lossy(&out).trim().to_owned()))
    }

    fn refill(&mut self) -> Result<bool, ImportError> {
        self.buffer.clear();
        self.at = 0;
        while self.buffer.is_empty() && !self.ended {
            let more: io::Result<bool> = self.source.fill(&mut self.buffer);
            self.ended = !more.map_err(|source| ImportError::Read { file: self.file.clone(), source })?;
        }
        Ok(!self.buffer.is_empty())
    }

    /// A file that does not fit together at this line.
    pub(super) fn broken(&self, what: &str) -> ImportError {
        ImportError::Markup { file: self.file.clone(), line: self.line, what: what.to_owned() }
    }
}

/// `1/15'24` and `1/ 5'24` as other files write them. A year behind an apostrophe is of this century.
pub(super) fn plain_date(text: &str) -> String {
    let joined: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    match joined.split_once('\'') {
        Some((day, year)) if year.len() == 2 => format!("{day}/20{year}"),
        Some((day, year)) => format!("{day}/{year}"),
        None if text.trim().contains(' ') => text.trim().to_owned(),
        None => joined,
    }
}

/// The order of dates and the decimal mark, found in the beginning, or asked for.
pub(super) fn decide(
    beginning: &str,
    options: &Options,
) -> Result<(Option<DateOrder>, Option<DecimalMark>), ImportError> {
    let file = || options.name().to_owned();
    let mut in_list = false;
    let (mut days, mut amounts) = (Vec::new(), Vec::new());
    for line in beginning.lines().map(str::trim).take(50_000) {
        let mut letters = line.chars();
        match letters.next() {
            Some('!') => {
                let lower = line.to_ascii_lowercase();
                in_list = ["!type:bank", "!type:cash", "!type:ccard", "!type:oth", "!type:invst"]
                    .iter()
                    .any(|start| lower.starts_with(start));
            }
            Some('D') if in_list => days.push(plain_date(letters.as_str())),
            Some('T' | 'U' | 'I' | 'Q' | 'O') if in_list => amounts.push(letters.as_str().trim()),
            _ => {}
        }
    }
    let order = match options.date_order {
        Some(order) => Some(order),
        None => dates::detect(days.iter().map(String::as_str))
            .map_err(|example| ImportError::AmbiguousDates { file: file(), example })?,
    };
    let mark = match options.decimal_mark {
        Some(mark) => Some(mark),
        None => numbers::detect(amounts.into_iter())
            .map_err(|example| ImportError::AmbiguousNumbers { file: file(), example })?,
    };
    Ok((order, mark))
}
