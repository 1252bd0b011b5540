//! Reads the rows of a price file.

use std::{collections::HashMap, io::Read};

use chrono::NaiveDate;
use model::{bar::Bar, time::Timestamp};

use super::{PriceLayout, PriceOptions, PriceReport, PriceRow, PriceSink, SymbolSummary, Withdrawn, columns::Columns};
use crate::{
    dates,
    error::ImportError,
    numbers,
    options::{DateOrder, DecimalMark},
    refusal::{Refusals, quoted},
    seen::{Seen, Verdict, hash_numbers},
    sniff::Table,
};

const BATCH: usize = 4096;
const SYMBOLS_MAX: usize = 100_000;

pub(super) struct PriceReader<R> {
    table: Table<R>,
    columns: Columns,
    order: DateOrder,
    mark: DecimalMark,
    today: Option<NaiveDate>,
    allow_zero: bool,
    only_symbol: String,
    ids: HashMap<String, u32>,
    symbols: Vec<SymbolSummary>,
    /// Symbol indices of wide columns.
    wide_ids: Vec<u32>,
    /// None where repetitions are excluded.
    seen: Option<Seen>,
    batch: Vec<PriceRow>,
    withdrawn: Vec<Withdrawn>,
    refused: Refusals,
    lines: u64,
    missing: u64,
    duplicates: u64,
}

/// Whether a file may give a day twice.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Repetitions {
    /// It may: they are looked for.
    Found,
    /// It does not, as an earlier reading found.
    Excluded,
}

/// Why a cell is no price.
enum Cell {
    Missing,
    Wrong(&'static str, String),
}

impl<R: Read> PriceReader<R> {
    pub(super) fn open(source: R, options: &PriceOptions, repetitions: Repetitions) -> Result<Self, ImportError> {
        let mut table = Table::open(source, &options.common)?;
        let columns = Columns::find(&table, options)?;
        let order = table.decide_dates(columns.date, &options.common)?;
        let mark = table.decide_numbers(&columns.numbers(), &options.common)?;
        let given = options.symbol.clone().filter(|s| !s.trim().is_empty());
        if columns.layout == PriceLayout::Single && given.is_none() {
            return Err(ImportError::SymbolNeeded { file: table.file });
        }
        let mut reader = Self {
            table,
            order,
            mark,
            today: options.common.today,
            allow_zero: options.allow_zero,
            only_symbol: given.unwrap_or_default().trim().to_owned(),
            columns,
            ids: HashMap::new(),
            symbols: Vec::new(),
            wide_ids: Vec::new(),
            seen: (repetitions == Repetitions::Found).then(Seen::default),
            batch: Vec::with_capacity(BATCH),
            withdrawn: Vec::new(),
            refused: Refusals::default(),
            lines: 0,
            missing: 0,
            duplicates: 0,
        };
        for column in reader.columns.wide.clone() {
            let id = reader.id_of(&reader.table.facts.headers[column].clone())?;
            reader.wide_ids.push(id);
        }
        Ok(reader)
    }

    pub(super) fn run(mut self, sink: &mut PriceSink<'_>) -> Result<PriceReport, ImportError> {
        let mut cancelled = false;
        while !cancelled && self.table.records.advance()? {
            self.lines += 1;
            match self.columns.layout {
                PriceLayout::Wide => self.wide_row()?,
                PriceLayout::Long | PriceLayout::Single => self.long_row()?,
            }
            if self.batch.len() >= BATCH {
                cancelled = self.hand_out(sink);
            }
        }
        cancelled = cancelled || self.hand_out(sink);
        if self.lines == 0 {
            return Err(ImportError::NoRows { file: self.table.file });
        }
        let (facts, content_hash) = self.table.finish();
        self.symbols.retain(|s| s.n_bars > 0);
        Ok(PriceReport {
            facts,
            layout: self.columns.layout,
            adjusted: self.columns.adjusted,
            lines: self.lines,
            accepted: self.symbols.iter().map(|s| s.n_bars).sum(),
            symbols: self.symbols,
            missing: self.missing,
            duplicates: self.duplicates,
            withdrawn: self.withdrawn,
            refused: self.refused,
            content_hash,
            cancelled,
        })
    }

    /// Gives the batch away in pieces; true when no more is wanted.
    fn hand_out(&mut self, sink: &mut PriceSink<'_>) -> bool {
        let mut rows = std::mem::take(&mut self.batch);
        rows.sort_by(|a, b| (&a.symbol, a.bar.at).cmp(&(&b.symbol, b.bar.at)));
        while !rows.is_empty() {
            let rest = rows.split_off(rows.len().min(BATCH));
            if sink(rows).is_break() {
                return true;
            }
            rows = rest;
        }
        false
    }

    fn wide_row(&mut self) -> Result<(), ImportError> {
        let Some(date) = self.date_of_row() else { return Ok(()) };
        for i in 0..self.columns.wide.len() {
            let (column, id) = (self.columns.wide[i], self.wide_ids[i]);
            match self.price(column) {
                Ok(close) => self.accept(id, date, Bar::close_only(Timestamp::from_date(date), close))?,
                Err(Cell::Missing) => self.missing += 1,
                Err(Cell::Wrong(code, reason)) => {
                    let header = self.table.facts.headers[column].clone();
                    self.refuse(Some(&header), code, &format!("{header} is {reason}"));
                }
            }
        }
        Ok(())
    }

    fn long_row(&mut self) -> Result<(), ImportError> {
        let Some(date) = self.date_of_row() else { return Ok(()) };
        let symbol =
            self.columns.symbol.map_or_else(|| self.only_symbol.clone(), |c| self.table.records.get(c).to_owned());
        if symbol.is_empty() || symbol.chars().count() > 40 {
            let reason = format!("the symbol is {}; give one of 1 to 40 characters", quoted(&symbol));
            self.refuse(self.header(self.columns.symbol).as_deref(), "symbol_invalid", &reason);
            return Ok(());
        }
        let close = match self.price(self.columns.close) {
            Ok(close) => close,
            Err(Cell::Missing) => {
                self.missing += 1;
                return Ok(());
            }
            Err(Cell::Wrong(code, reason)) => {
                self.refuse_cell(Some(self.columns.close), code, &reason);
                return Ok(());
            }
        };
        let mut parts = [None; 4];
        let columns = [self.columns.open, self.columns.high, self.columns.low, self.columns.volume];
        for (part, column) in parts.iter_mut().zip(columns) {
            let Some(c) = column else { continue };
            let cell = self.table.records.get(c);
            if numbers::is_missing(cell) {
                continue;
            }
            *part = numbers::parse_f64(cell, self.mark);
            if part.is_none() {
                let reason = format!("{}; leave the cell empty for a missing value", quoted(cell));
                self.refuse_cell(column, "number_invalid", &reason);
                return Ok(());
            }
        }
        let [open, high, low, volume] = parts;
        let bar = Bar { at: Timestamp::from_date(date), open, high, low, close, volume };
        if let Err(error) = bar.check() {
            let text = error.to_string();
            let reason = text.split_once(": ").map_or(text.as_str(), |(_, reason)| reason);
            self.refuse(None, error.code(), &format!("{reason}; correct the row, or leave the cells empty"));
            return Ok(());
        }
        let id = self.id_of(&symbol)?;
        self.accept(id, date, bar)
    }

    fn date_of_row(&mut self) -> Option<NaiveDate> {
        if let Some((code, reason)) = self.table.misfit() {
            self.refuse(None, code, &reason);
            return None;
        }
        let cell = self.table.records.get(self.columns.date);
        let header = &self.table.facts.headers[self.columns.date];
        let (code, reason) = match dates::parse(cell, self.order) {
            Some(date) if self.today.is_some_and(|today| date > today) => {
                ("date_in_future", format!("{header} is {date}, after today; correct the date or remove the row"))
            }
            Some(date) => return Some(date),
            None => (
                "date_invalid",
                format!("{header} is {}; write it like 2022-12-28, or choose the order of dates", quoted(cell)),
            ),
        };
        let column = header.clone();
        self.refuse(Some(&column), code, &reason);
        None
    }

    fn price(&self, column: usize) -> Result<f64, Cell> {
        let cell = self.table.records.get(column);
        if numbers::is_missing(cell) {
            return Err(Cell::Missing);
        }
        let price = numbers::parse_f64(cell, self.mark).ok_or_else(|| {
            Cell::Wrong("number_invalid", format!("{}; leave the cell empty for a missing price", quoted(cell)))
        })?;
        if price < 0.0 {
            return Err(Cell::Wrong(
                "price_negative",
                format!("{cell}, below zero; correct it, or leave the cell empty for a missing price"),
            ));
        }
        if price == 0.0 && !self.allow_zero {
            return Err(Cell::Wrong(
                "price_zero",
                "0; leave the cell empty for a missing price, or allow zero if it is worthless".to_owned(),
            ));
        }
        Ok(price)
    }

    fn accept(&mut self, id: u32, date: NaiveDate, bar: Bar) -> Result<(), ImportError> {
        let line = self.table.records.line();
        let hash = hash_numbers([bar.open, bar.high, bar.low, Some(bar.close), bar.volume]);
        let summary = &mut self.symbols[id as usize];
        let verdict = match &mut self.seen {
            Some(seen) => seen.note(&self.table.file, id, date, hash, line)?,
            None => Verdict::New,
        };
        match verdict {
            Verdict::New => {
                summary.n_bars += 1;
                summary.first = Some(summary.first.map_or(date, |f| f.min(date)));
                summary.last = summary.last.max(Some(date));
                let symbol = summary.symbol.clone();
                self.batch.push(PriceRow { line, symbol, bar, adjusted: self.columns.adjusted });
            }
            Verdict::Same => self.duplicates += 1,
            Verdict::Contradicts(earlier) => {
                summary.n_bars -= 1;
                let symbol = summary.symbol.clone();
                let whereabouts = earlier.map_or_else(|| "an earlier line".to_owned(), |l| format!("line {l}"));
                let reason = format!(
                    "{symbol} on {date} has another price than in {whereabouts}; keep the right one of the two"
                );
                self.refuse(None, "price_contradictory", &reason);
                let other =
                    format!("{symbol} on {date} has another price than in line {line}; keep the right one of the two");
                self.refused.push(&self.table.file, earlier.unwrap_or(0), None, "price_contradictory", &other);
                self.withdrawn.push(Withdrawn { symbol, date });
            }
            Verdict::StillContradictory => {
                let reason =
                    format!("{} on {date} has several prices in this file; keep the right one", summary.symbol);
                self.refuse(None, "price_contradictory", &reason);
            }
        }
        Ok(())
    }

    fn id_of(&mut self, symbol: &str) -> Result<u32, ImportError> {
        if let Some(id) = self.ids.get(symbol) {
            return Ok(*id);
        }
        if self.symbols.len() >= SYMBOLS_MAX {
            return Err(ImportError::TooMuch { file: self.table.file.clone(), limit: "100,000 symbols" });
        }
        let id = u32::try_from(self.symbols.len()).unwrap_or(u32::MAX);
        self.ids.insert(symbol.to_owned(), id);
        self.symbols.push(SymbolSummary { symbol: symbol.to_owned(), n_bars: 0, first: None, last: None });
        Ok(id)
    }

    fn header(&self, column: Option<usize>) -> Option<String> {
        column.map(|c| self.table.facts.headers[c].clone())
    }

    fn refuse_cell(&mut self, column: Option<usize>, code: &str, reason: &str) {
        let header = self.header(column).unwrap_or_default();
        self.refuse(Some(&header), code, &format!("{header} is {reason}"));
    }

    fn refuse(&mut self, column: Option<&str>, code: &str, reason: &str) {
        let line = self.table.records.line();
        self.refused.push(&self.table.file, line, column, code, reason);
    }
}
