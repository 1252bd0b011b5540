//! Prints how often each method's value at risk was exceeded: `coverage TABLE COLUMN FIRST LAST WINDOW REFIT`, of a compressed table of
//! prices by date. Without arguments it takes twenty years of the sample's index, two years of window, and a fit a month.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::error::Error;
use std::num::NonZeroUsize;

use chrono::NaiveDate;
use risk::{BacktestSettings, HistoryKind, HistoryTable, Holding, RiskRequest, Series, coverage_table};

fn main() -> Result<(), Box<dyn Error>> {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../workstation/sample/sp500_index_daily.csv.zst");
    let usual = [sample, "SP500", "2000-01-03", "2019-12-31", "500", "21"];
    let argument = |place: usize| std::env::args().nth(place + 1).unwrap_or_else(|| usual[place].to_owned());
    let (column, first, last): (_, NaiveDate, NaiveDate) = (argument(1), argument(2).parse()?, argument(3).parse()?);
    let csv = zstd::decode_all(&std::fs::read(argument(0))?[..])?;
    let mut reader = csv::Reader::from_reader(&csv[..]);
    let found = reader.headers()?.iter().position(|name| name == column);
    let place = found.ok_or_else(|| format!("there is no column {column}"))?;
    let (mut dates, mut values) = (Vec::new(), Vec::new());
    for row in reader.records() {
        let row = row?;
        let date: NaiveDate = row[0].parse()?;
        if (first..=last).contains(&date) {
            dates.push(date);
            values.push(row[place].parse().ok());
        }
    }
    let history =
        HistoryTable { kind: HistoryKind::Prices, dates, series: vec![Series { name: column.clone(), values }] };
    let mut request = RiskRequest::new(vec![Holding { name: column, value: Some(1.0), ..Holding::default() }], history);
    request.backtest = Some(BacktestSettings { window: argument(4).parse()?, refit_every: argument(5).parse()? });
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    print!("{}", coverage_table(&request.report(threads)?.backtests));
    Ok(())
}
