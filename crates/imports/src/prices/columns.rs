//! Which column is what in a price file.

use super::{PriceLayout, PriceOptions};
use crate::{
    dates,
    error::ImportError,
    sniff::{Table, folded},
};

const DATE: &[&str] = &[
    "date",
    "day",
    "time",
    "timestamp",
    "datetime",
    "tradedate",
    "tradingdate",
    "tradingday",
    "pricedate",
    "asof",
    "asofdate",
    "period",
    "datum",
    "fecha",
];
const SYMBOL: &[&str] =
    &["symbol", "ticker", "tickersymbol", "instrument", "security", "isin", "code", "asset", "stock"];
const CLOSE: &[&str] = &[
    "close",
    "closeprice",
    "closingprice",
    "price",
    "last",
    "lastprice",
    "closelast",
    "value",
    "nav",
    "settle",
    "settlement",
    "settlementprice",
    "pxlast",
    "c",
];
const ADJUSTED: &[&str] = &[
    "adjclose",
    "adjustedclose",
    "closeadj",
    "adjclosingprice",
    "adjustedclosingprice",
    "adjcloseprice",
    "adjustedprice",
];

/// The columns of a price file by index.
pub(super) struct Columns {
    pub(super) layout: PriceLayout,
    pub(super) date: usize,
    pub(super) symbol: Option<usize>,
    pub(super) close: usize,
    pub(super) adjusted: bool,
    pub(super) open: Option<usize>,
    pub(super) high: Option<usize>,
    pub(super) low: Option<usize>,
    pub(super) volume: Option<usize>,
    /// Columns of symbols, in a wide file.
    pub(super) wide: Vec<usize>,
}

impl Columns {
    pub(super) fn find<R: std::io::Read>(table: &Table<R>, options: &PriceOptions) -> Result<Self, ImportError> {
        let names: Vec<String> = table.facts.headers.iter().map(|h| folded(h)).collect();
        let find = |words: &[&str]| words.iter().find_map(|w| names.iter().position(|n| n == w));
        let missing = |what, examples| ImportError::MissingColumn {
            file: table.file.clone(),
            what,
            found: table.facts.headers.join(", ").chars().take(200).collect(),
            examples,
        };
        let first_is_date = || {
            let mut cells = table.column(0).filter(|c| !c.is_empty()).peekable();
            cells.peek().is_some() && cells.all(dates::looks_like_date)
        };
        let date = find(DATE).or_else(|| first_is_date().then_some(0));
        let date = date.ok_or_else(|| missing("the date", "date, day or timestamp"))?;
        let symbol = find(SYMBOL).filter(|s| *s != date);
        let (plain, adjusted) = (find(CLOSE), find(ADJUSTED));
        let use_adjusted = adjusted.is_some() && (options.prefer_adjusted || plain.is_none());
        let close = if use_adjusted { adjusted } else { plain };
        let Some(close) = close else {
            if symbol.is_some() {
                return Err(missing("the price", "close, price or adj close"));
            }
            return Self::wide(table, date, missing("prices", "after the symbols, one column each"));
        };
        // The other prices of a row fit the close as it was traded, not the adjusted one.
        let part = |words: &[&str]| find(words).filter(|_| !use_adjusted);
        Ok(Self {
            layout: if symbol.is_some() { PriceLayout::Long } else { PriceLayout::Single },
            date,
            symbol,
            close,
            adjusted: use_adjusted,
            open: part(&["open", "openprice", "openingprice", "o"]),
            high: part(&["high", "highprice", "dayhigh", "h"]),
            low: part(&["low", "lowprice", "daylow", "l"]),
            volume: find(&["volume", "vol", "sharestraded", "v"]),
            wide: Vec::new(),
        })
    }

    fn wide<R: std::io::Read>(table: &Table<R>, date: usize, missing: ImportError) -> Result<Self, ImportError> {
        let headers = &table.facts.headers;
        let wide: Vec<usize> = (0..headers.len()).filter(|i| *i != date && !headers[*i].is_empty()).collect();
        if wide.is_empty() {
            return Err(missing);
        }
        let mut sorted: Vec<&str> = wide.iter().map(|i| headers[*i].as_str()).collect();
        sorted.sort_unstable();
        if let Some(twice) = sorted.windows(2).find(|w| w[0] == w[1]) {
            return Err(ImportError::DuplicateColumn { file: table.file.clone(), column: twice[0].to_owned() });
        }
        Ok(Self {
            layout: PriceLayout::Wide,
            date,
            symbol: None,
            close: 0,
            adjusted: false,
            open: None,
            high: None,
            low: None,
            volume: None,
            wide,
        })
    }

    /// Columns that hold numbers.
    pub(super) fn numbers(&self) -> Vec<usize> {
        match self.layout {
            PriceLayout::Wide => self.wide.clone(),
            _ => [Some(self.close), self.open, self.high, self.low].into_iter().flatten().collect(),
        }
    }
}
