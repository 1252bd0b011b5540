//! Text to records, with the line where each begins and a bound on its size.

use std::io::{self, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::{error::ImportError, source::Source};

/// The largest record; a quote that is never closed ends here instead of at the end of a large file.
const RECORD_BYTES_MAX: usize = 1 << 20;
const COLUMNS_MAX: usize = 20_000;

/// Where text comes from, piece by piece.
pub(crate) trait Pieces {
    /// Appends more text; false at the end.
    fn more(&mut self, out: &mut Vec<u8>) -> io::Result<bool>;
}

impl<R: Read> Pieces for Source<R> {
    fn more(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        self.fill(out)
    }
}

/// A text that is in memory.
pub(crate) struct InMemory<'a>(pub(crate) &'a str);

impl Pieces for InMemory<'_> {
    fn more(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        out.extend_from_slice(self.0.as_bytes());
        Ok(!std::mem::take(&mut self.0).is_empty())
    }
}

/// The records of a text. Blank lines are passed over and counted.
pub(crate) struct Records<P> {
    pub(crate) pieces: P,
    file: String,
    core: Reader,
    input: Vec<u8>,
    at: usize,
    next_line: u64,
    after_cr: bool,
    out: Vec<u8>,
    ends: Vec<usize>,
    n_fields: usize,
    start_line: u64,
    ended: bool,
    /// The file is one of our own: cells are taken as [`crate::own`] wrote them.
    pub(crate) own: bool,
    /// The last record had no line end behind it.
    pub(crate) unterminated: bool,
}

impl<P: Pieces> Records<P> {
    pub(crate) fn new(pieces: P, delimiter: char, file: &str) -> Self {
        let delimiter = u8::try_from(delimiter).unwrap_or(b',');
        Self {
            pieces,
            file: file.to_owned(),
            core: ReaderBuilder::new().delimiter(delimiter).build(),
            input: Vec::new(),
            at: 0,
            next_line: 1,
            after_cr: false,
            out: vec![0; 4096],
            ends: vec![0; 64],
            n_fields: 0,
            start_line: 0,
            ended: false,
            own: false,
            unterminated: false,
        }
    }

    /// Reads the next record. False at the end.
    pub(crate) fn advance(&mut self) -> Result<bool, ImportError> {
        if !self.skip_line_ends()? {
            return Ok(false);
        }
        self.start_line = self.next_line;
        let (mut out_len, mut n_ends) = (0, 0);
        loop {
            if self.at == self.input.len() && !self.refill()? {
                // Outside quotes a line end finishes the record; inside it is one more character.
                let (result, _, _, ends) =
                    self.core.read_record(b"\n", &mut self.out[out_len..], &mut self.ends[n_ends..]);
                n_ends += ends;
                self.unterminated = true;
                if !matches!(result, ReadRecordResult::Record) {
                    return Err(ImportError::UnclosedQuote { file: self.file.clone(), line: self.start_line });
                }
                break;
            }
            let input = &self.input[self.at..];
            let (result, read, wrote, ends) =
                self.core.read_record(input, &mut self.out[out_len..], &mut self.ends[n_ends..]);
            let consumed = self.at..self.at + read;
            self.count_lines(consumed);
            self.at += read;
            out_len += wrote;
            n_ends += ends;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.grow_out()?,
                ReadRecordResult::OutputEndsFull => self.grow_ends()?,
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(false),
            }
            if out_len + 16 >= self.out.len() {
                self.grow_out()?;
            }
            if n_ends + 4 >= self.ends.len() {
                self.grow_ends()?;
            }
        }
        self.n_fields = n_ends;
        Ok(true)
    }

    /// The line where the record begins.
    pub(crate) fn line(&self) -> u64 {
        self.start_line
    }

    /// How many values the record has.
    pub(crate) fn len(&self) -> usize {
        self.n_fields
    }

    /// A value of the record, blanks around it taken off (in a file of our own, what [`crate::own`] added); empty where there
    /// is none.
    pub(crate) fn get(&self, i: usize) -> &str {
        if i >= self.n_fields {
            return "";
        }
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        let cell = std::str::from_utf8(&self.out[start..self.ends[i]]).unwrap_or("\u{fffd}");
        if self.own { crate::own::unguard(cell) } else { cell.trim() }
    }

    /// All values of the record.
    pub(crate) fn to_vec(&self) -> Vec<String> {
        (0..self.n_fields).map(|i| self.get(i).to_owned()).collect()
    }

    fn skip_line_ends(&mut self) -> Result<bool, ImportError> {
        loop {
            while self.at < self.input.len() {
                if !matches!(self.input[self.at], b'\n' | b'\r') {
                    return Ok(true);
                }
                self.count_lines(self.at..self.at + 1);
                self.at += 1;
            }
            if !self.refill()? {
                return Ok(false);
            }
        }
    }

    fn count_lines(&mut self, range: std::ops::Range<usize>) {
        for byte in &self.input[range] {
            match byte {
                b'\n' if self.after_cr => {}
                b'\n' | b'\r' => self.next_line += 1,
                _ => {}
            }
            self.after_cr = *byte == b'\r';
        }
    }

    fn refill(&mut self) -> Result<bool, ImportError> {
        self.input.clear();
        self.at = 0;
        while !self.ended && self.input.is_empty() {
            let more = self.pieces.more(&mut self.input);
            self.ended = !more.map_err(|source| ImportError::Read { file: self.file.clone(), source })?;
        }
        Ok(!self.input.is_empty())
    }

    fn grow_out(&mut self) -> Result<(), ImportError> {
        if self.out.len() >= RECORD_BYTES_MAX {
            return Err(self.too_long("more than a million characters"));
        }
        self.out.resize(self.out.len() * 2, 0);
        Ok(())
    }

    fn grow_ends(&mut self) -> Result<(), ImportError> {
        if self.ends.len() >= COLUMNS_MAX {
            return Err(self.too_long("more than 20,000 columns"));
        }
        self.ends.resize((self.ends.len() * 2).min(COLUMNS_MAX), 0);
        Ok(())
    }

    fn too_long(&self, what: &'static str) -> ImportError {
        ImportError::RecordTooLong { file: self.file.clone(), line: self.start_line, what }
    }
}
