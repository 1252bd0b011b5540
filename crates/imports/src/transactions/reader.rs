//! Reads the rows of a transaction file.

use std::{collections::HashMap, io::Read};

use model::transaction::TransactionKind;
use uuid::Uuid;

use super::{Directory, TransactionReport, TransactionRow, TransactionSink, directory::Names, fields::Refused};
use crate::{
    error::ImportError,
    mapping::{Column, ColumnMapping},
    options::{DateOrder, DecimalMark, Options},
    refusal::Refusals,
    sniff::{Table, folded},
};

const BATCH: usize = 4096;
/// Rows whose repetitions can be told apart within the bound of memory.
const ROWS_MAX: u64 = 2_000_000;

pub(super) struct TransactionReader<'a, R> {
    pub(super) table: Table<R>,
    pub(super) mapping: &'a ColumnMapping,
    pub(super) columns: HashMap<Column, usize>,
    pub(super) kinds: HashMap<String, TransactionKind>,
    pub(super) order: DateOrder,
    pub(super) mark: DecimalMark,
    pub(super) options: &'a Options,
    pub(super) names: Names,
    pub(super) new_id: &'a mut dyn FnMut() -> Uuid,
    occurrences: HashMap<u64, u32>,
}

impl<'a, R: Read> TransactionReader<'a, R> {
    pub(super) fn open(
        source: R,
        options: &'a Options,
        mapping: &'a ColumnMapping,
        directory: Directory<'_>,
        new_id: &'a mut dyn FnMut() -> Uuid,
    ) -> Result<Self, ImportError> {
        let mut table = Table::open(source, options)?;
        let mut columns = HashMap::new();
        for (column, header) in &mapping.columns {
            let at = table.facts.headers.iter().position(|h| h == header.trim());
            let at = at.ok_or_else(|| ImportError::ColumnNotThere {
                file: table.file.clone(),
                column: header.clone(),
                what: format!("{column:?}").to_lowercase(),
            })?;
            columns.insert(*column, at);
        }
        let Some(date) = columns.get(&Column::Date).copied() else {
            return Err(ImportError::MissingColumn {
                file: table.file.clone(),
                what: "the date",
                found: table.facts.headers.join(", ").chars().take(200).collect(),
                examples: "date or trade date",
            });
        };
        let order = table.decide_dates(date, options)?;
        let numeric =
            [Column::Quantity, Column::Price, Column::Amount, Column::Fees, Column::Taxes, Column::CounterAmount];
        let numeric: Vec<usize> = numeric.iter().filter_map(|c| columns.get(c).copied()).collect();
        let mark = table.decide_numbers(&numeric, options)?;
        Ok(Self {
            table,
            columns,
            kinds: mapping.kinds.iter().map(|(word, kind)| (folded(word), *kind)).collect(),
            mapping,
            order,
            mark,
            options,
            names: Names::new(directory),
            new_id,
            occurrences: HashMap::new(),
        })
    }

    pub(super) fn run(mut self, sink: &mut TransactionSink<'_>) -> Result<TransactionReport, ImportError> {
        let (mut lines, mut accepted, mut cancelled) = (0, 0, false);
        let mut refused = Refusals::default();
        let mut batch = Vec::new();
        while !cancelled && self.table.records.advance()? {
            lines += 1;
            let line = self.table.records.line();
            match self.fields() {
                Ok(fields) => {
                    accepted += 1;
                    if accepted > ROWS_MAX {
                        let limit = "two million transactions";
                        return Err(ImportError::TooMuch { file: self.table.file, limit });
                    }
                    let (row_key, occurrence) = self.identify();
                    batch.push(TransactionRow { line, fields, row_key, occurrence });
                }
                Err(Refused { column, code, reason }) => {
                    let header =
                        column.and_then(|c| self.columns.get(&c)).map(|i| self.table.facts.headers[*i].as_str());
                    refused.push(&self.table.file, line, header, code, &reason);
                }
            }
            if batch.len() >= BATCH {
                cancelled = sink(std::mem::take(&mut batch)).is_break();
            }
        }
        if !cancelled && !batch.is_empty() {
            cancelled = sink(batch).is_break();
        }
        if lines == 0 {
            return Err(ImportError::NoRows { file: self.table.file });
        }
        let (facts, content_hash) = self.table.finish();
        Ok(TransactionReport {
            facts,
            lines,
            accepted,
            refused,
            passed_over: 0,
            unknown_instruments: self.names.unknown_instruments,
            unknown_accounts: self.names.unknown_accounts,
            unknown_kinds: self.names.unknown_kinds,
            new_instruments: self.names.new_instruments,
            new_accounts: self.names.new_accounts,
            content_hash,
            cancelled,
        })
    }

    /// A value of the row by what its column is.
    pub(super) fn cell(&self, column: Column) -> &str {
        self.columns.get(&column).map_or("", |i| self.table.records.get(*i))
    }

    /// The hash of the mapped cells, and how often it came so far. The account chosen for all rows is part of it: the
    /// same file can be imported into two accounts.
    fn identify(&mut self) -> (String, u32) {
        let mut hasher = blake3::Hasher::new();
        for (column, _) in Column::WORDS {
            let cell = self.cell(*column);
            hasher.update(&(cell.len() as u64).to_le_bytes());
            hasher.update(cell.as_bytes());
        }
        if let Some(account) = self.mapping.account_id {
            hasher.update(account.uuid().as_bytes());
        }
        let hash = hasher.finalize();
        let mut short = [0; 8];
        short.copy_from_slice(&hash.as_bytes()[..8]);
        let occurrence = self.occurrences.entry(u64::from_le_bytes(short)).or_insert(0);
        *occurrence += 1;
        (hash.to_hex()[..32].to_owned(), *occurrence)
    }
}
