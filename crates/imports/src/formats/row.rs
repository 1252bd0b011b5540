//! One record of a table whose columns a template knows.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    draft::Reject,
    template::{Field, Template},
};
use crate::{
    dates, numbers,
    options::{DateOrder, DecimalMark},
    refusal::quoted,
    sniff::folded,
};

/// Which column holds what, found in the header; columns may stand in any order and others between them.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) headers: Vec<String>,
    pub(super) folded: Vec<String>,
    fields: Vec<(Field, usize)>,
    pub(super) order: DateOrder,
    pub(super) mark: DecimalMark,
}

impl Layout {
    pub(super) fn new(template: &Template, headers: Vec<String>) -> Self {
        let names: Vec<String> = headers.iter().map(|h| folded(h)).collect();
        let find = |words: &[&str]| words.iter().find_map(|word| position(&names, word));
        let fields = template.columns.iter().filter_map(|c| Some((c.field, find(c.names)?))).collect();
        Self { headers, folded: names, fields, order: DateOrder::Ymd, mark: DecimalMark::Point }
    }

    pub(super) fn at(&self, field: Field) -> Option<usize> {
        self.fields.iter().find(|(f, _)| *f == field).map(|(_, at)| *at)
    }

    /// The header of a field, as the file writes it.
    pub(super) fn header(&self, field: Field) -> &str {
        self.at(field).map_or("", |i| self.headers[i].as_str())
    }
}

/// Where a header stands: `Value*` finds the first that begins with `Value`. Case, blanks and signs do not matter.
pub(super) fn position(folded_headers: &[String], word: &str) -> Option<usize> {
    let name = folded(word);
    match word.strip_suffix('*') {
        Some(_) => folded_headers.iter().position(|h| h.starts_with(&name)),
        None => folded_headers.iter().position(|h| *h == name),
    }
}

/// A record.
#[derive(Debug, Clone)]
pub(super) struct Row<'a> {
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
    pub(super) layout: &'a Layout,
}

impl Row<'_> {
    /// A cell; empty where there is none.
    pub(super) fn text(&self, field: Field) -> &str {
        self.layout.at(field).map_or("", |i| self.cell(i))
    }

    /// The cell to the right of a field's: where a broker leaves the name of a currency's column empty.
    pub(super) fn beside(&self, field: Field) -> &str {
        let Some(i) = self.layout.at(field).map(|i| i + 1) else { return "" };
        let unnamed = self.layout.folded.get(i).is_some_and(String::is_empty);
        if unnamed { self.cell(i) } else { "" }
    }

    pub(super) fn cell(&self, i: usize) -> &str {
        self.cells.get(i).map_or("", String::as_str)
    }

    /// Nothing in it but perhaps a sentence at its beginning, as below a table.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }

    pub(super) fn number(&self, field: Field) -> Result<Option<Decimal>, Reject> {
        self.layout.at(field).map_or(Ok(None), |i| self.number_at(i))
    }

    pub(super) fn number_at(&self, i: usize) -> Result<Option<Decimal>, Reject> {
        let cell = self.cell(i);
        if numbers::is_missing(cell) {
            return Ok(None);
        }
        match numbers::parse(cell, self.layout.mark) {
            Some(number) => Ok(Some(number.normalize())),
            None => {
                let header = self.layout.headers.get(i).cloned().unwrap_or_default();
                let reason = format!("{} is not a number in the form of this file", quoted(cell));
                Err(Reject::new("number_invalid", reason).at(header))
            }
        }
    }

    /// A number, or zero where the cell is empty: for fees and taxes, of which there may be none.
    pub(super) fn cost(&self, field: Field) -> Result<Decimal, Reject> {
        Ok(self.number(field)?.unwrap_or_default().abs())
    }

    /// A number that must be there.
    pub(super) fn needed(&self, field: Field) -> Result<Decimal, Reject> {
        self.number(field)?.ok_or_else(|| self.missing(field))
    }

    pub(super) fn date(&self, field: Field) -> Result<Option<NaiveDate>, Reject> {
        let cell = self.text(field);
        if numbers::is_missing(cell) {
            return Ok(None);
        }
        match dates::parse(cell, self.layout.order) {
            Some(date) => Ok(Some(date)),
            None => {
                let reason = format!("{} is not a date in the form of this file", quoted(cell));
                Err(Reject::new("date_invalid", reason).at(self.layout.header(field)))
            }
        }
    }

    /// The date of the row.
    pub(super) fn day(&self) -> Result<NaiveDate, Reject> {
        self.date(Field::Date)?.ok_or_else(|| self.missing(Field::Date))
    }

    fn missing(&self, field: Field) -> Reject {
        let header = self.layout.header(field);
        let named = if header.is_empty() { String::new() } else { format!(" in {}", quoted(header)) };
        Reject::new("field_missing", format!("there is nothing{named}, which this kind of row needs")).at(header)
    }
}
