//! Results on stdout: JSON for programs, aligned columns for people.

use std::{
    io::{self, Write},
    path::Path,
};

use serde::Serialize;
use serde_json::Value;

use crate::exit::Failure;

/// What stands for an unknown value.
pub(crate) const UNKNOWN: &str = "—";

/// Prints a value as indented JSON.
///
/// # Errors
/// When stdout is closed or full.
pub(crate) fn json(value: &impl Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_string_pretty(value).map_err(|problem| Failure::Bug(problem.to_string()))?;
    text.push('\n');
    bytes(text.as_bytes())
}

/// Prints text with a line end.
///
/// # Errors
/// When stdout is closed or full.
pub(crate) fn line(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}

/// Prints bytes as they are.
///
/// # Errors
/// When stdout is closed or full.
pub(crate) fn bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    Ok(out.flush()?)
}

/// Writes bytes to a file, or to stdout when none is given.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn to(file: Option<&Path>, content: &[u8]) -> Result<(), Failure> {
    let Some(file) = file else { return bytes(content) };
    std::fs::write(file, content).map_err(|source| Failure::Place {
        what: file.display().to_string(),
        doing: "written",
        source,
        next: "check the folder's permissions and free space",
    })
}

/// On which side of a column its cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Rows under headings.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<(&'static str, Align)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table.
    pub(crate) fn new(columns: &[(&'static str, Align)]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row; missing cells are unknown.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Prints it.
    ///
    /// # Errors
    /// When stdout is closed or full.
    pub(crate) fn print(&self) -> Result<(), Failure> {
        bytes(self.text().as_bytes())
    }

    fn text(&self) -> String {
        let cell = |row: &[String], at: usize| row.get(at).map_or(UNKNOWN, String::as_str).to_owned();
        let heads: Vec<String> = self.columns.iter().map(|(head, _)| (*head).to_owned()).collect();
        let lines: Vec<&[String]> =
            std::iter::once(heads.as_slice()).chain(self.rows.iter().map(Vec::as_slice)).collect();
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|at| lines.iter().map(|line| cell(line, at).chars().count()).max().unwrap_or(0))
            .collect();
        let mut text = String::new();
        for line in lines {
            let cells: Vec<String> = (0..self.columns.len())
                .map(|at| {
                    let (cell, width) = (cell(line, at), widths[at]);
                    if self.columns[at].1 == Align::Right {
                        format!("{cell:>width$}")
                    } else {
                        format!("{cell:<width$}")
                    }
                })
                .collect();
            text.push_str(cells.join("  ").trim_end());
            text.push('\n');
        }
        text
    }
}

/// A JSON value as a cell: text as it is, null as unknown.
pub(crate) fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => UNKNOWN.to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// A fraction as a percentage with two digits and a true minus sign.
pub(crate) fn percent(fraction: Option<f64>) -> String {
    fraction.filter(|value| value.is_finite()).map_or_else(
        || UNKNOWN.to_owned(),
        |value| {
            // Rounding first, so that a tiny negative does not become "−0.00".
            let hundredths = (value * 10_000.0).round() / 100.0;
            minus(&format!("{:.2} %", if hundredths == 0.0 { 0.0 } else { hundredths }))
        },
    )
}

/// The same text with U+2212 for a leading minus.
pub(crate) fn minus(number: &str) -> String {
    number.strip_prefix('-').map_or_else(|| number.to_owned(), |rest| format!("\u{2212}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_short_rows_are_unknown() {
        let mut table = Table::new(&[("Asset", Align::Left), ("Weight", Align::Right)]);
        table.row(["AAPL".to_owned(), "5.00 %".to_owned()]);
        table.row(["Ä".to_owned()]);
        assert_eq!(table.text(), "Asset  Weight\nAAPL   5.00 %\nÄ           —\n");
    }

    #[test]
    fn percentages_have_a_true_minus_and_no_negative_zero() {
        for (value, expected) in
            [(Some(0.1234), "12.34 %"), (Some(-0.5), "\u{2212}50.00 %"), (Some(-1e-9), "0.00 %"), (None, "—")]
        {
            assert_eq!(percent(value), expected);
        }
    }
}
