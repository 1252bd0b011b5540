//! The beginning of a file, for a person or a mapping to look at.

use std::io::Read;

use crate::{
    error::ImportError,
    options::{Inspection, Options},
    sniff::Table,
};

/// How many rows are shown.
const ROWS: usize = 20;

/// Reads at most 256 KiB of a file and says how it would be read.
///
/// # Errors
/// Every reason for which the whole file would be refused, but for those of its values.
pub fn inspect(source: impl Read, options: &Options) -> Result<Inspection, ImportError> {
    let table = Table::open(source, options)?;
    let mut facts = table.facts.clone();
    // Ambiguity is no error here: the preview is where a person is asked.
    let numbers = (0..facts.headers.len()).flat_map(|i| table.column(i));
    facts.decimal_mark = crate::numbers::detect(numbers).unwrap_or_default();
    let dates = (0..facts.headers.len()).flat_map(|i| table.column(i));
    match crate::dates::detect(dates) {
        Ok(order) => facts.date_order = order,
        Err(example) => {
            facts.notices.push(format!("Dates such as {example} can be read in two ways; choose the order of dates."));
        }
    }
    if options.date_order.is_some() {
        facts.date_order = options.date_order;
    }
    Ok(Inspection { facts, rows: table.sample.into_iter().take(ROWS).collect() })
}
