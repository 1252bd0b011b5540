//! Finds delimiter, header and number forms in the beginning of a file.

use std::io::Read;

use crate::{
    dates,
    error::ImportError,
    numbers,
    options::{DateOrder, DecimalMark, FileFacts, Options},
    own,
    records::{InMemory, Pieces, Records},
    source::{Beginning, Source},
};

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
const SAMPLE_ROWS: usize = 2_000;

/// A file that is open behind its header.
pub(crate) struct Table<R> {
    pub(crate) records: Records<Source<R>>,
    pub(crate) facts: FileFacts,
    /// Rows from the beginning, to decide on.
    pub(crate) sample: Vec<Vec<String>>,
    pub(crate) file: String,
}

impl<R: Read> Table<R> {
    /// Opens a file and reads up to its header.
    pub(crate) fn open(source: R, options: &Options) -> Result<Self, ImportError> {
        let (source, beginning) = Source::open(source, options)?;
        let file = options.name().to_owned();
        let delimiter = options.delimiter.unwrap_or_else(|| find_delimiter(&beginning));
        let (mut rows, first_lines) = sample_rows(&beginning, delimiter, &file)?;
        let mut notices = beginning.notices.clone();
        let at = header_at(&rows);
        if at > 0 {
            notices.push(format!("{at} lines above the column names were left out."));
        }
        if rows.is_empty() {
            return Err(ImportError::Empty { file });
        }
        let header_line = first_lines[at];
        let headers = rows.drain(..=at).next_back().unwrap_or_default();
        let mut records = Records::new(source, delimiter, &file);
        for _ in 0..=at {
            records.advance()?;
        }
        records.own = own::is_own(&headers);
        let facts = FileFacts {
            encoding: beginning.encoding.to_owned(),
            delimiter,
            decimal_mark: None,
            date_order: None,
            headers,
            header_line,
            notices,
        };
        Ok(Self { records, facts, sample: rows, file })
    }

    /// The cells of a column in the sample.
    pub(crate) fn column(&self, i: usize) -> impl Iterator<Item = &str> {
        self.sample.iter().filter_map(move |row| row.get(i).map(String::as_str))
    }

    /// Decides the order of dates of a column, or asks.
    pub(crate) fn decide_dates(&mut self, column: usize, options: &Options) -> Result<DateOrder, ImportError> {
        let order = match options.date_order {
            Some(order) => Some(order),
            None if self.records.own => Some(DateOrder::Ymd),
            None => dates::detect(self.column(column))
                .map_err(|example| ImportError::AmbiguousDates { file: self.file.clone(), example })?,
        };
        self.facts.date_order = order;
        Ok(order.unwrap_or(DateOrder::Ymd))
    }

    /// Decides the decimal mark of some columns, or asks.
    pub(crate) fn decide_numbers(&mut self, columns: &[usize], options: &Options) -> Result<DecimalMark, ImportError> {
        let mark = match options.decimal_mark {
            Some(mark) => Some(mark),
            None if self.records.own => Some(DecimalMark::Point),
            None => {
                let cells = self.sample.iter().flat_map(|row| columns.iter().filter_map(|c| row.get(*c)));
                numbers::detect(cells.map(String::as_str))
                    .map_err(|example| ImportError::AmbiguousNumbers { file: self.file.clone(), example })?
            }
        };
        self.facts.decimal_mark = mark;
        Ok(mark.unwrap_or(DecimalMark::Point))
    }

    /// What is wrong with the number of values of the record that was just read, if anything.
    pub(crate) fn misfit(&self) -> Option<(&'static str, String)> {
        let (has, needs) = (self.records.len(), self.facts.headers.len());
        let cut = if self.records.unterminated {
            "; it is the last line, so the file may be cut off: export it again"
        } else {
            ""
        };
        if has < needs {
            let advice = if cut.is_empty() { "; add the missing values or their delimiters" } else { cut };
            return Some(("row_short", format!("the row has {has} of {needs} values{advice}")));
        }
        let extra = (needs..has).any(|i| !self.records.get(i).is_empty());
        extra.then(|| {
            (
                "row_long",
                format!(
                    "the row has {has} values for {needs} columns; put a value that contains the delimiter in quotes"
                ),
            )
        })
    }

    /// What is known at the end of the file.
    pub(crate) fn finish(self) -> (FileFacts, String) {
        let mut facts = self.facts;
        if self.records.pieces.damaged {
            facts.notices.push(format!(
                "Some characters are not valid {}; choose another encoding if names look wrong.",
                facts.encoding
            ));
        }
        (facts, self.records.pieces.content_hash())
    }
}

/// The first records of the beginning with their lines. An unfinished last one is left out when more follows.
pub(crate) fn sample_rows(
    beginning: &Beginning,
    delimiter: char,
    file: &str,
) -> Result<(Vec<Vec<String>>, Vec<u64>), ImportError> {
    let (rows, lines, error) = rows_until_error(beginning, delimiter, file);
    match error {
        // A quoted value that goes on behind the sample is no error.
        Some(_) if !beginning.whole && !rows.is_empty() => Ok((rows, lines)),
        Some(error) => Err(error),
        None => Ok((rows, lines)),
    }
}

/// The same, with what is wrong behind them.
pub(crate) fn rows_until_error(
    beginning: &Beginning,
    delimiter: char,
    file: &str,
) -> (Vec<Vec<String>>, Vec<u64>, Option<ImportError>) {
    let text = if beginning.whole {
        &beginning.text
    } else {
        &beginning.text[..beginning.text.rfind('\n').map_or(beginning.text.len(), |i| i + 1)]
    };
    let mut records = Records::new(InMemory(text), delimiter, file);
    let (mut rows, mut lines) = (Vec::new(), Vec::new());
    while rows.len() < SAMPLE_ROWS {
        match records.advance() {
            Ok(true) => {
                rows.push(records.to_vec());
                lines.push(records.line());
            }
            Ok(false) => break,
            Err(error) => return (rows, lines, Some(error)),
        }
    }
    (rows, lines, None)
}

/// The delimiter that gives the most even table.
fn find_delimiter(beginning: &Beginning) -> char {
    let score = |delimiter: &char| {
        let mut records = Records::new(InMemory(&beginning.text), *delimiter, "");
        let widths = widths(&mut records);
        let width = usual_width(&widths);
        let even = widths.iter().filter(|w| **w == width).count();
        if width < 2 { (0, 0) } else { (even * 100 / widths.len().max(1), width) }
    };
    DELIMITERS.into_iter().rev().max_by_key(|d| score(d)).unwrap_or(',')
}

fn widths<P: Pieces>(records: &mut Records<P>) -> Vec<usize> {
    let mut widths = Vec::new();
    while widths.len() < 100 && matches!(records.advance(), Ok(true)) {
        widths.push(records.len());
    }
    widths
}

fn usual_width(widths: &[usize]) -> usize {
    let count = |w: usize| widths.iter().filter(|x| **x == w).count();
    widths.iter().copied().max_by_key(|w| (count(*w), *w)).unwrap_or(0)
}

/// The record with the column names: the first one as wide as most, when the first is a mere title.
fn header_at(rows: &[Vec<String>]) -> usize {
    let widths: Vec<usize> = rows.iter().take(100).map(Vec::len).collect();
    let usual = usual_width(&widths);
    match widths.first() {
        Some(1) if usual > 1 => widths.iter().position(|w| *w == usual).unwrap_or(0),
        _ => 0,
    }
}

/// A header without case, blanks and signs: `Adj. Close` is `adjclose`.
pub(crate) fn folded(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
