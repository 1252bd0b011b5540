//! Unpacks the sample's prices, rates and sectors; where they come from: `sample/SOURCES.md`.

use std::{
    collections::HashMap,
    io::{BufReader, Read},
    ops::ControlFlow,
};

use ::imports::{fx_rates, options::Options, prices};
use chrono::NaiveDate;
use model::{bar::Bar, currency::Currency, fx::FxRateFields};

use super::{SampleError, TODAY};

/// Daily bars by symbol, ascending.
pub(super) type Prices = HashMap<String, Vec<Bar>>;

/// A packed file: its name and bytes.
type Packed = (&'static str, &'static [u8]);

const STOCKS: Packed = ("us_stocks_daily.csv", include_bytes!("../../sample/us_stocks_daily.csv.zst"));
const FUNDS: Packed = ("factor_etfs_daily.csv", include_bytes!("../../sample/factor_etfs_daily.csv.zst"));
const INDEX: Packed = ("sp500_index_daily.csv", include_bytes!("../../sample/sp500_index_daily.csv.zst"));
const RATES: Packed = ("ecb_fx_daily.csv", include_bytes!("../../sample/ecb_fx_daily.csv.zst"));
const FACTORS: Packed = ("ff3_monthly.csv", include_bytes!("../../sample/ff3_monthly.csv.zst"));
const SECTORS: Packed = ("sectors.csv", include_bytes!("../../sample/sectors.csv.zst"));

fn unpacked((file, bytes): Packed) -> Result<impl Read, SampleError> {
    let decoder = zstd::Decoder::new(bytes).map_err(|source| SampleError::Unpack { file, source })?;
    Ok(BufReader::new(decoder))
}

fn text(packed: Packed) -> Result<String, SampleError> {
    let mut text = String::new();
    let read = unpacked(packed)?.read_to_string(&mut text);
    read.map_err(|source| SampleError::Unpack { file: packed.0, source })?;
    Ok(text)
}

fn options((file, _): Packed) -> Options {
    Options { file_name: file.to_owned(), ..Options::default() }
}

pub(super) fn prices() -> Result<Prices, SampleError> {
    let mut all = Prices::new();
    for packed in [STOCKS, FUNDS, INDEX] {
        let options = prices::PriceOptions { common: options(packed), ..prices::PriceOptions::default() };
        let mut by_symbol = |rows: Vec<prices::PriceRow>| {
            for row in rows {
                match all.get_mut(&row.symbol) {
                    Some(bars) => bars.push(row.bar),
                    None => drop(all.insert(row.symbol, vec![row.bar])),
                }
            }
            ControlFlow::Continue(())
        };
        prices::read(unpacked(packed)?, &options, &mut by_symbol)?;
    }
    Ok(all)
}

/// Rates for one euro, up to the sample's today.
pub(super) fn fx_rates() -> Result<Vec<FxRateFields>, SampleError> {
    let options = fx_rates::FxOptions { common: options(RATES), base: Currency::EUR, source_name: "ECB".to_owned() };
    let mut rates = Vec::with_capacity(130_000);
    fx_rates::read(unpacked(RATES)?, &options, &mut |rows| {
        rates.extend(rows.into_iter().map(|r| r.fields).filter(|r| r.date <= TODAY));
        ControlFlow::Continue(())
    })?;
    Ok(rates)
}

/// Ticker, name and sector of each stock.
pub(super) fn sectors() -> Result<Vec<[String; 3]>, SampleError> {
    let text = text(SECTORS)?;
    let row = |line: &str| {
        let mut cells = line.splitn(3, ',').map(|c| c.trim().to_owned());
        Some([cells.next()?, cells.next()?, cells.next()?])
    };
    Ok(text.lines().skip(1).filter_map(row).collect())
}

/// The risk-free return of each month, as a fraction; the file has percent.
pub(super) fn risk_free() -> Result<Vec<(NaiveDate, f64)>, SampleError> {
    let text = text(FACTORS)?;
    let row = |line: &str| {
        let month: NaiveDate = format!("{}-01", line.split(',').next()?).parse().ok()?;
        Some((month, line.rsplit(',').next()?.trim().parse::<f64>().ok()? / 100.0))
    };
    let rates: Vec<_> = text.lines().skip(1).filter_map(row).collect();
    if rates.is_empty() { Err(SampleError::Missing("the risk-free rate".to_owned())) } else { Ok(rates) }
}
