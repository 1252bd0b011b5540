//! How a file is to be read, and how it was.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// In which order a date's parts stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// Year, month, day.
    Ymd,
    /// Month, day, year.
    Mdy,
    /// Day, month, year.
    Dmy,
}

/// What separates whole from decimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// 1234.56
    Point,
    /// 1234,56
    Comma,
}

/// How to read a file. What is not given is detected.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Options {
    /// The name for messages.
    pub file_name: String,
    /// Rows dated later are refused; none: no row is.
    pub today: Option<NaiveDate>,
    /// The character between values.
    #[schema(value_type = Option<String>)]
    pub delimiter: Option<char>,
    /// The order of day and month.
    pub date_order: Option<DateOrder>,
    /// The decimal mark.
    pub decimal_mark: Option<DecimalMark>,
    /// The name of the text encoding.
    pub encoding: Option<String>,
}

impl Options {
    /// The name for messages; never empty.
    pub(crate) fn name(&self) -> &str {
        if self.file_name.trim().is_empty() { "the file" } else { &self.file_name }
    }
}

/// What was found out about a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FileFacts {
    /// The text encoding.
    pub encoding: String,
    /// The character between values.
    #[schema(value_type = String)]
    pub delimiter: char,
    /// The decimal mark, as far as numbers show one.
    pub decimal_mark: Option<DecimalMark>,
    /// The order of dates, where there are dates of which it matters.
    pub date_order: Option<DateOrder>,
    /// The column names.
    pub headers: Vec<String>,
    /// The line of the column names.
    pub header_line: u64,
    /// What a person should know, such as a guessed encoding.
    pub notices: Vec<String>,
}

/// The beginning of a file, for a mapping to be proposed and seen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Inspection {
    /// What was found out.
    pub facts: FileFacts,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
}
