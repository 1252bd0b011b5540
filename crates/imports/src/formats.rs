//! Transaction files whose form is known: exports of brokers and statements, without a mapping of columns.
//!
//! [`detect`] says which form a file has, [`read`] reads it. All forms bring the same rows, refusals and hash as a table
//! with a mapping, so that preview, repeated import and undo are one thing for all of them. What a file does not say with
//! certainty is refused with its line and the reason: a cost that is missing, a split without its ratio, a reversal.
//!
//! Cash decides: where price × quantity is not the amount to the cent (bonds quoted in percent, rounded prices), the
//! price is the amount divided by the quantity.

mod detection;
mod draft;
mod flex;
mod format;
mod ibkr;
mod intake;
mod markup;
mod ofx;
mod qif;
mod row;
mod sheet;
mod template;
mod templates;
#[cfg(test)]
mod tests;

use std::io::Read;

use uuid::Uuid;

pub use detection::{Candidate, Detection, detect};
pub use format::FileFormat;

use crate::{
    error::ImportError,
    mapping::ColumnMapping,
    options::Options,
    transactions::{self, Directory, TransactionReport, TransactionSink},
};
use intake::Intake;

/// Reads transactions of a known form and hands them out in batches of at most 4096. Of the mapping, the account and
/// currency of rows that name none, the words for kinds and accounts, and whether unknown names are made are heeded; its
/// columns only for [`FileFormat::Columns`].
///
/// # Errors
/// When the file as a whole cannot be read, or has another form. What was handed out before must then be dropped.
pub fn read(
    source: impl Read,
    options: &Options,
    format: FileFormat,
    mapping: &ColumnMapping,
    directory: Directory<'_>,
    new_id: &mut dyn FnMut() -> Uuid,
    sink: &mut TransactionSink<'_>,
) -> Result<TransactionReport, ImportError> {
    if format == FileFormat::Columns {
        return transactions::read(source, options, mapping, directory, new_id, sink);
    }
    let intake = Intake::new(options, mapping, directory, new_id, sink);
    match format {
        FileFormat::Ofx => ofx::read(source, options, intake),
        FileFormat::Qif => qif::read(source, options, intake),
        FileFormat::IbkrFlex => flex::read(source, options, intake),
        FileFormat::IbkrActivity => ibkr::read(source, options, intake),
        table => template::read(source, options, table, intake),
    }
}
