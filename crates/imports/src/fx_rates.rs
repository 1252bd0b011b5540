//! Exchange rates: a column per currency (as the ECB publishes them), or a row per pair and day.

use std::{collections::HashMap, io::Read, ops::ControlFlow};

use chrono::NaiveDate;
use model::{currency::Currency, fx::FxRateFields};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};

use crate::{
    dates,
    error::ImportError,
    numbers,
    options::{DateOrder, DecimalMark, FileFacts, Options},
    refusal::{Refusals, quoted},
    seen::{Seen, Verdict, hash_numbers},
    sniff::{Table, folded},
};

const BATCH: usize = 4096;

/// How a rate file is to be read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FxOptions {
    /// What holds for all files.
    #[serde(flatten)]
    pub common: Options,
    /// The currency of which one unit is priced, in a file with a column per currency.
    pub base: Currency,
    /// Who published the rates.
    pub source_name: String,
}

impl Default for FxOptions {
    fn default() -> Self {
        Self { common: Options::default(), base: Currency::EUR, source_name: "import".to_owned() }
    }
}

/// A rate that was accepted.
#[derive(Clone, PartialEq, Debug)]
pub struct FxRow {
    /// The line it is from.
    pub line: u64,
    /// What it says.
    pub fields: FxRateFields,
}

/// What a file had of one pair.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PairSummary {
    /// The currency of which there is one unit.
    pub base: Currency,
    /// The currency in which it is priced.
    pub quote: Currency,
    /// How many rates.
    pub n_rates: u64,
    /// The first day.
    pub first: Option<NaiveDate>,
    /// The last day.
    pub last: Option<NaiveDate>,
}

/// A rate that contradicts another one of the file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WithdrawnRate {
    /// The currency of which there is one unit.
    pub base: Currency,
    /// The currency in which it is priced.
    pub quote: Currency,
    /// The day.
    pub date: NaiveDate,
}

/// What was read; counts as in [`crate::prices::PriceReport`].
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct FxReport {
    /// What was found out about the file.
    pub facts: FileFacts,
    /// By pair.
    pub pairs: Vec<PairSummary>,
    /// Rows below the header.
    pub lines: u64,
    /// Rates accepted, withdrawn ones not counted.
    pub accepted: u64,
    /// Cells or rows without a rate.
    pub missing: u64,
    /// Rates that repeat an earlier one.
    pub duplicates: u64,
    /// Days handed out before they were contradicted: to be dropped.
    pub withdrawn: Vec<WithdrawnRate>,
    /// What was refused.
    pub refused: Refusals,
    /// BLAKE3 of the file's bytes.
    pub content_hash: String,
    /// The sink wanted no more.
    pub cancelled: bool,
}

/// Takes rows in batches; breaks off to stop reading.
pub type FxSink<'a> = dyn FnMut(Vec<FxRow>) -> ControlFlow<()> + 'a;

/// Where the values of a row are.
enum Layout {
    Wide { date: usize, columns: Vec<(usize, Currency)> },
    Long { date: usize, base: usize, quote: usize, rate: usize, source: Option<usize> },
}

/// Reads exchange rates and hands them out in batches of at most 4096.
///
/// # Errors
/// When the file as a whole cannot be read. What was handed out before must then be dropped.
pub fn read(source: impl Read, options: &FxOptions, sink: &mut FxSink<'_>) -> Result<FxReport, ImportError> {
    let mut table = Table::open(source, &options.common)?;
    let layout = find_layout(&table, options.base)?;
    let (date, number_columns) = match &layout {
        Layout::Wide { date, columns } => (*date, columns.iter().map(|c| c.0).collect()),
        Layout::Long { date, rate, .. } => (*date, vec![*rate]),
    };
    let order = table.decide_dates(date, &options.common)?;
    let mark = table.decide_numbers(&number_columns, &options.common)?;
    let mut reader = FxReader {
        table,
        options,
        order,
        mark,
        ids: HashMap::new(),
        pairs: Vec::new(),
        seen: Seen::default(),
        batch: Vec::new(),
        withdrawn: Vec::new(),
        refused: Refusals::default(),
        missing: 0,
        duplicates: 0,
    };
    let (mut lines, mut cancelled) = (0, false);
    while !cancelled && reader.table.records.advance()? {
        lines += 1;
        reader.row(&layout)?;
        if reader.batch.len() >= BATCH {
            cancelled = reader.hand_out(sink);
        }
    }
    cancelled = cancelled || reader.hand_out(sink);
    if lines == 0 {
        return Err(ImportError::NoRows { file: reader.table.file });
    }
    let (facts, content_hash) = reader.table.finish();
    reader.pairs.retain(|p| p.n_rates > 0);
    Ok(FxReport {
        facts,
        lines,
        accepted: reader.pairs.iter().map(|p| p.n_rates).sum(),
        pairs: reader.pairs,
        missing: reader.missing,
        duplicates: reader.duplicates,
        withdrawn: reader.withdrawn,
        refused: reader.refused,
        content_hash,
        cancelled,
    })
}

fn find_layout<R: Read>(table: &Table<R>, base: Currency) -> Result<Layout, ImportError> {
    let headers = &table.facts.headers;
    let names: Vec<String> = headers.iter().map(|h| folded(h)).collect();
    let find = |words: &[&str]| words.iter().find_map(|w| names.iter().position(|n| n == w));
    let missing = |what, examples| ImportError::MissingColumn {
        file: table.file.clone(),
        what,
        found: headers.join(", ").chars().take(200).collect(),
        examples,
    };
    let date = find(&["date", "day", "asof", "timestamp", "timeperiod"]).ok_or_else(|| missing("the date", "date"))?;
    let from = find(&["base", "basecurrency", "from", "fromcurrency"]);
    let to = find(&["quote", "quotecurrency", "to", "tocurrency", "counter", "countercurrency", "currency"]);
    let rate = find(&["rate", "exchangerate", "value", "close", "price", "obsvalue"]);
    if let (Some(base), Some(quote), Some(rate)) = (from, to, rate) {
        // Our own files say it of each rate.
        let source = table.records.own.then(|| find(&["source"])).flatten();
        return Ok(Layout::Long { date, base, quote, rate, source });
    }
    let currency = |(i, h): (usize, &String)| Some((i, h.trim().to_uppercase().parse::<Currency>().ok()?));
    let columns: Vec<(usize, Currency)> = headers
        .iter()
        .enumerate()
        .filter(|(i, _)| *i != date)
        .filter_map(currency)
        .filter(|(_, c)| *c != base)
        .collect();
    if columns.is_empty() {
        return Err(missing("rates", "after currencies (USD, GBP, …), or base, quote and rate"));
    }
    let mut sorted: Vec<Currency> = columns.iter().map(|c| c.1).collect();
    sorted.sort_unstable();
    match sorted.windows(2).find(|w| w[0] == w[1]) {
        Some(twice) => Err(ImportError::DuplicateColumn { file: table.file.clone(), column: twice[0].to_string() }),
        None => Ok(Layout::Wide { date, columns }),
    }
}

struct FxReader<'a, R> {
    table: Table<R>,
    options: &'a FxOptions,
    order: DateOrder,
    mark: DecimalMark,
    ids: HashMap<(Currency, Currency), u32>,
    pairs: Vec<PairSummary>,
    seen: Seen,
    batch: Vec<FxRow>,
    withdrawn: Vec<WithdrawnRate>,
    refused: Refusals,
    missing: u64,
    duplicates: u64,
}

impl<R: Read> FxReader<'_, R> {
    fn hand_out(&mut self, sink: &mut FxSink<'_>) -> bool {
        let mut rows = std::mem::take(&mut self.batch);
        while !rows.is_empty() {
            let rest = rows.split_off(rows.len().min(BATCH));
            if sink(rows).is_break() {
                return true;
            }
            rows = rest;
        }
        false
    }

    fn row(&mut self, layout: &Layout) -> Result<(), ImportError> {
        if let Some((code, reason)) = self.table.misfit() {
            self.refuse(None, code, &reason);
            return Ok(());
        }
        let date_column = match layout {
            Layout::Wide { date, .. } | Layout::Long { date, .. } => *date,
        };
        let cell = self.table.records.get(date_column);
        let Some(date) = dates::parse(cell, self.order) else {
            let reason =
                format!("the date is {}; write it like 2022-12-28, or choose the order of dates", quoted(cell));
            self.refuse(Some(date_column), "date_invalid", &reason);
            return Ok(());
        };
        if self.options.common.today.is_some_and(|today| date > today) {
            let reason = format!("the date is {date}, after today; correct the date or remove the row");
            self.refuse(Some(date_column), "date_in_future", &reason);
            return Ok(());
        }
        match layout {
            Layout::Wide { columns, .. } => {
                for (column, quote) in columns {
                    self.rate(date, self.options.base, *quote, *column, None)?;
                }
                Ok(())
            }
            Layout::Long { base, quote, rate, source, .. } => {
                let currency = |c: usize| self.table.records.get(c).to_uppercase().parse::<Currency>();
                match (currency(*base), currency(*quote)) {
                    (Ok(b), Ok(q)) if b == q => {
                        self.refuse(Some(*quote), "pair_invalid", "both currencies are the same; correct one of them");
                        Ok(())
                    }
                    (Ok(b), Ok(q)) => self.rate(date, b, q, *rate, *source),
                    (b, q) => {
                        let column = if b.is_err() { *base } else { *quote };
                        let reason = b.and(q).err().map_or_else(String::new, |e| e.to_string());
                        self.refuse(Some(column), "currency_invalid", &reason);
                        Ok(())
                    }
                }
            }
        }
    }

    fn rate(
        &mut self,
        date: NaiveDate,
        base: Currency,
        quote: Currency,
        column: usize,
        source: Option<usize>,
    ) -> Result<(), ImportError> {
        let cell = self.table.records.get(column);
        if numbers::is_missing(cell) {
            self.missing += 1;
            return Ok(());
        }
        let Some(rate) = numbers::parse(cell, self.mark).filter(|r| *r > Decimal::ZERO) else {
            let reason = format!(
                "the rate {base}/{quote} is {}; give a number above zero, or leave the cell empty for a missing rate",
                quoted(cell)
            );
            self.refuse(Some(column), "rate_invalid", &reason);
            return Ok(());
        };
        let id = *self.ids.entry((base, quote)).or_insert_with(|| {
            self.pairs.push(PairSummary { base, quote, n_rates: 0, first: None, last: None });
            u32::try_from(self.pairs.len() - 1).unwrap_or(u32::MAX)
        });
        let line = self.table.records.line();
        let summary = &mut self.pairs[id as usize];
        match self.seen.note(&self.table.file, id, date, hash_numbers([rate.to_f64()]), line)? {
            Verdict::New => {
                summary.n_rates += 1;
                summary.first = Some(summary.first.map_or(date, |f| f.min(date)));
                summary.last = summary.last.max(Some(date));
                let said = source.map(|c| self.table.records.get(c)).filter(|said| !said.is_empty());
                let source = said.unwrap_or(&self.options.source_name).to_owned();
                self.batch.push(FxRow { line, fields: FxRateFields { base, quote, date, rate, source } });
            }
            Verdict::Same => self.duplicates += 1,
            Verdict::Contradicts(earlier) => {
                summary.n_rates -= 1;
                let whereabouts = earlier.map_or_else(|| "an earlier line".to_owned(), |l| format!("line {l}"));
                let text = |there: &str| {
                    format!("{base}/{quote} on {date} has another rate than in {there}; keep the right one of the two")
                };
                self.refuse(Some(column), "rate_contradictory", &text(&whereabouts));
                let other = text(&format!("line {line}"));
                self.refused.push(&self.table.file, earlier.unwrap_or(0), None, "rate_contradictory", &other);
                self.withdrawn.push(WithdrawnRate { base, quote, date });
            }
            Verdict::StillContradictory => {
                let reason = format!("{base}/{quote} on {date} has several rates in this file; keep the right one");
                self.refuse(Some(column), "rate_contradictory", &reason);
            }
        }
        Ok(())
    }

    fn refuse(&mut self, column: Option<usize>, code: &str, reason: &str) {
        let line = self.table.records.line();
        let header = column.map(|c| self.table.facts.headers[c].as_str());
        self.refused.push(&self.table.file, line, header, code, reason);
    }
}

#[cfg(test)]
mod tests;
