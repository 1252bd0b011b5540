//! Lines that were not accepted, each with its reason.

use serde::{Deserialize, Serialize};

/// How many refusals are kept in full; all are counted.
pub const KEPT: usize = 10_000;

/// A line, or one value in it, that was refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Refusal {
    /// The line in the file, from 1, where the row begins.
    pub line: u64,
    /// The column at fault, where it is one.
    pub column: Option<String>,
    /// The stable name of the reason.
    pub code: String,
    /// What happened, to what, and what to do.
    pub reason: String,
}

/// All refusals of a file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Refusals {
    /// How many there are.
    pub count: u64,
    /// The first 10,000.
    pub kept: Vec<Refusal>,
}

impl Refusals {
    /// Counts a refusal, and keeps it if there is room. The reason is prefixed with file and line.
    pub(crate) fn push(&mut self, file: &str, line: u64, column: Option<&str>, code: &str, reason: &str) {
        self.count += 1;
        if self.kept.len() < KEPT {
            self.kept.push(Refusal {
                line,
                column: column.map(str::to_owned),
                code: code.to_owned(),
                reason: format!("{file} line {line}: {reason}"),
            });
        }
    }
}

/// A foreign value as it may stand in a message: in quotes, cut when long.
pub(crate) fn quoted(value: &str) -> String {
    let mut short: String = value.chars().take(40).collect();
    if short.len() < value.len() {
        short.push('…');
    }
    format!("\"{short}\"")
}
