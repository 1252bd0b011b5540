//! Daily prices: a column per symbol, a row per symbol and day, or one instrument.
//!
//! A missing cell gives no bar. Prices below zero, without finite value, dated in the future, or zero (unless allowed)
//! are refused. The same price twice counts once; two prices for one day are both refused, and since the first may have
//! been handed out already it is listed in [`PriceReport::withdrawn`] for the caller to drop.

mod columns;
mod reader;
#[cfg(test)]
mod tests;

use std::{io::Read, ops::ControlFlow};

use chrono::NaiveDate;
use model::bar::Bar;
use serde::{Deserialize, Serialize};

use crate::{
    error::ImportError,
    options::{FileFacts, Options},
    refusal::Refusals,
};

/// How a price file is to be read.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct PriceOptions {
    /// What holds for all files.
    #[serde(flatten)]
    pub common: Options,
    /// The instrument of a file that has no symbols.
    pub symbol: Option<String>,
    /// Take the adjusted close where there is one; the prices are then marked as adjusted.
    pub prefer_adjusted: bool,
    /// Take zero as a price.
    pub allow_zero: bool,
}

/// How a price file is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriceLayout {
    /// A date and a column per symbol.
    Wide,
    /// A row per symbol and day.
    Long,
    /// One instrument, a row per day.
    Single,
}

/// A price that was accepted.
#[derive(Clone, PartialEq, Debug)]
pub struct PriceRow {
    /// The line it is from.
    pub line: u64,
    /// The symbol as the file writes it.
    pub symbol: String,
    /// The bar, at midnight UTC of its date.
    pub bar: Bar,
    /// Its close is adjusted for splits and distributions.
    pub adjusted: bool,
}

/// What a file had of one symbol.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SymbolSummary {
    /// The symbol.
    pub symbol: String,
    /// How many bars.
    pub n_bars: u64,
    /// The first day.
    pub first: Option<NaiveDate>,
    /// The last day.
    pub last: Option<NaiveDate>,
}

/// A price that contradicts another one of the file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Withdrawn {
    /// The symbol.
    pub symbol: String,
    /// The day.
    pub date: NaiveDate,
}

/// What was read. `accepted + missing + duplicates + refused` accounts for every price cell (wide) or row (else),
/// where a refused line of a wide file counts once.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct PriceReport {
    /// What was found out about the file.
    pub facts: FileFacts,
    /// How it is laid out.
    pub layout: PriceLayout,
    /// The closes are adjusted.
    pub adjusted: bool,
    /// By symbol.
    pub symbols: Vec<SymbolSummary>,
    /// Rows below the header.
    pub lines: u64,
    /// Prices accepted, withdrawn ones not counted.
    pub accepted: u64,
    /// Cells (wide) or rows without a price.
    pub missing: u64,
    /// Prices that repeat an earlier one.
    pub duplicates: u64,
    /// Days handed out before they were contradicted: to be dropped.
    pub withdrawn: Vec<Withdrawn>,
    /// What was refused.
    pub refused: Refusals,
    /// BLAKE3 of the file's bytes.
    pub content_hash: String,
    /// The sink wanted no more.
    pub cancelled: bool,
}

impl PriceReport {
    /// Whether each day of each symbol has one price in the file.
    pub fn is_distinct(&self) -> bool {
        self.duplicates == 0 && self.withdrawn.is_empty()
    }
}

/// Takes rows in batches; breaks off to stop reading.
pub type PriceSink<'a> = dyn FnMut(Vec<PriceRow>) -> ControlFlow<()> + 'a;

/// Reads prices and hands them out in batches of at most 4096, each sorted by symbol and date.
///
/// # Errors
/// When the file as a whole cannot be read. What was handed out before must then be dropped.
pub fn read(source: impl Read, options: &PriceOptions, sink: &mut PriceSink<'_>) -> Result<PriceReport, ImportError> {
    reader::PriceReader::open(source, options, reader::Repetitions::Found)?.run(sink)
}

/// Reads a file once more of which [`PriceReport::is_distinct`] said that no price repeats another: as [`read`], but
/// without the memory that finding repetitions takes.
///
/// # Errors
/// As [`read`].
pub fn read_distinct(
    source: impl Read,
    options: &PriceOptions,
    sink: &mut PriceSink<'_>,
) -> Result<PriceReport, ImportError> {
    reader::PriceReader::open(source, options, reader::Repetitions::Excluded)?.run(sink)
}
