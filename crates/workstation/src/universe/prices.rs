//! Closes of several instruments out of the store, day by day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::{bar::BarSize, id::InstrumentId, instrument::Instrument, time::Timestamp};
use statistics::{MomentsRequest, PriceTable, StatisticsError, simple_returns};
use store::bars::BarQuery;

use crate::{error::Result, workspace::Workspace};

/// Bars over which traded value is averaged: a quarter of trading days.
const TRADED_BARS: usize = 63;

/// Closes of a universe's instruments over the union of their days, gaps where one has none.
pub(crate) struct Prices {
    pub(crate) symbols: Vec<String>,
    pub(crate) dates: Vec<NaiveDate>,
    pub(crate) columns: Vec<Vec<Option<f64>>>,
}

/// Prices, and what a day's trading was worth in each instrument's currency.
pub(crate) struct Read {
    pub(crate) prices: Prices,
    pub(crate) traded: Vec<Option<f64>>,
}

impl Prices {
    /// BLAKE3 over symbols, days and closes, and over those of the series beside them.
    pub(crate) fn hash(&self, beside: &[&Prices]) -> String {
        let mut hash = blake3::Hasher::new();
        for part in std::iter::once(self).chain(beside.iter().copied()) {
            for (symbol, column) in part.symbols.iter().zip(&part.columns) {
                hash.update(symbol.as_bytes()).update(&[0]);
                for (date, close) in part.dates.iter().zip(column).filter_map(|(d, c)| Some((d, (*c)?))) {
                    hash.update(&Timestamp::from_date(*date).micros().to_le_bytes()).update(&close.to_le_bytes());
                }
            }
        }
        hash.finalize().to_string()
    }

    /// The columns on these days alone, which are in order.
    pub(crate) fn on(&self, days: &[NaiveDate]) -> Vec<Vec<Option<f64>>> {
        let rows: Vec<Option<usize>> = days.iter().map(|day| self.dates.binary_search(day).ok()).collect();
        let column = |column: &Vec<Option<f64>>| rows.iter().map(|row| row.and_then(|row| column[row])).collect();
        self.columns.iter().map(column).collect()
    }

    /// The first and the last day on which all have a price, those beside them too.
    pub(crate) fn complete_days(&self, beside: &[Vec<Option<f64>>]) -> Option<(NaiveDate, NaiveDate)> {
        let complete = |row: &usize| self.columns.iter().chain(beside).all(|column| column[*row].is_some());
        let first = (0..self.dates.len()).find(complete)?;
        let last = (0..self.dates.len()).rfind(complete)?;
        Some((self.dates[first], self.dates[last]))
    }
}

/// Simple returns of every asset of a request's prices from one day to the next, a row for each: those on which all have a price.
///
/// # Errors
/// When there are fewer than two such days.
pub(super) fn returns(past: &MomentsRequest) -> std::result::Result<Vec<Vec<f64>>, StatisticsError> {
    let dates = past.dates.as_deref().unwrap_or_default();
    let columns: Vec<Vec<Option<f64>>> = past.prices.iter().flat_map(|prices| prices.values().cloned()).collect();
    let table = PriceTable::complete_cases(past.assets.clone(), dates, &columns)?;
    Ok(simple_returns(table.prices()).row_iter().map(|row| row.iter().copied().collect()).collect())
}

/// Reads daily closes within a range of days.
pub(crate) async fn read(
    ws: &Workspace,
    instruments: &[Instrument],
    from: Option<NaiveDate>,
    to: NaiveDate,
) -> Result<Read> {
    let query =
        BarQuery { from: from.map(Timestamp::from_date), to: Some(Timestamp::from_date(to)), ..BarQuery::default() };
    let mut by_day: BTreeMap<i64, Vec<Option<f64>>> = BTreeMap::new();
    let mut traded = Vec::with_capacity(instruments.len());
    for (i, instrument) in instruments.iter().enumerate() {
        let series = store::bars::read(&ws.store, instrument.id, BarSize::Day1, &query).await?;
        for (at, close) in series.at.iter().zip(&series.close) {
            by_day.entry(*at).or_insert_with(|| vec![None; instruments.len()])[i] = Some(*close);
        }
        traded.push(series.mean_traded_value(TRADED_BARS));
    }
    let column = |i: usize| by_day.values().map(|row| row[i]).collect();
    let prices = Prices {
        symbols: instruments.iter().map(|i| i.fields.symbol.clone()).collect(),
        dates: by_day.keys().map(|at| Timestamp::from_micros(*at).date()).collect(),
        columns: (0..instruments.len()).map(column).collect(),
    };
    Ok(Read { prices, traded })
}

/// The last closes on or before a day.
pub(crate) async fn latest(
    ws: &Workspace,
    instruments: &[Instrument],
    on: NaiveDate,
) -> Result<BTreeMap<InstrumentId, f64>> {
    let ids: Vec<InstrumentId> = instruments.iter().map(|i| i.id).collect();
    let bars = store::bars::latest(&ws.store, &ids, BarSize::Day1, Timestamp::from_date(on), None).await?;
    Ok(bars.into_iter().map(|(id, bar)| (id, bar.close)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, 1, day).unwrap()
    }

    fn prices() -> Prices {
        Prices {
            symbols: vec!["A".into(), "B".into()],
            dates: vec![day(2), day(3), day(4), day(5)],
            columns: vec![
                vec![Some(100.0), Some(110.0), None, Some(121.0)],
                vec![None, Some(50.0), Some(51.0), Some(25.0)],
            ],
        }
    }

    #[test]
    fn returns_span_the_days_on_which_all_have_a_price() {
        let Prices { symbols, dates, columns } = prices();
        let past = MomentsRequest {
            assets: symbols.clone(),
            dates: Some(dates),
            prices: Some(symbols.into_iter().zip(columns).collect()),
            ..MomentsRequest::default()
        };
        let returns = returns(&past).unwrap();
        assert_eq!(returns.len(), 1);
        assert!((returns[0][0] - 0.1).abs() < 1e-12 && (returns[0][1] + 0.5).abs() < 1e-12, "{returns:?}");
        assert_eq!(prices().complete_days(&[]), Some((day(3), day(5))));
        assert_eq!(prices().complete_days(&[vec![Some(1.0), Some(1.0), Some(1.0), None]]), Some((day(3), day(3))));
        assert_eq!(prices().complete_days(&[vec![None; 4]]), None);
    }

    #[test]
    fn columns_are_taken_on_other_days() {
        assert_eq!(prices().on(&[day(1), day(4)]), [vec![None, None], vec![None, Some(51.0)]]);
    }

    #[test]
    fn series_beside_the_prices_count_in_the_hash() {
        let alone = prices().hash(&[]);
        assert_eq!(alone, prices().hash(&[]));
        assert_ne!(alone, prices().hash(&[&prices()]));
    }
}
