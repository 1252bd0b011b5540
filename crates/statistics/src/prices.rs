//! Checked prices: with their gaps ([`PriceHistory`]), and complete cases only ([`PriceTable`]).

use std::collections::HashSet;

use chrono::NaiveDate;
use nalgebra::DMatrix;

use crate::StatisticsError;

/// Prices of several assets, with gaps where an asset was not listed or not traded.
///
/// | guarantee | |
/// | --- | --- |
/// | assets | at least one, no name twice, each with at least one price |
/// | dates | strictly ascending |
/// | prices | above zero and finite, or NaN for a gap |
#[derive(Debug, Clone)]
pub struct PriceHistory {
    assets: Vec<String>,
    dates: Vec<NaiveDate>,
    prices: DMatrix<f64>,
}

impl PriceHistory {
    /// Checks one column for each asset; `None` and NaN are missing prices.
    ///
    /// # Errors
    /// Names the first column, date or price that is wrong.
    pub fn new(
        assets: Vec<String>,
        dates: &[NaiveDate],
        columns: &[Vec<Option<f64>>],
    ) -> Result<Self, StatisticsError> {
        check_assets(&assets)?;
        if columns.len() != assets.len() {
            let asset = assets.get(columns.len()).or(assets.last()).cloned().unwrap_or_default();
            return Err(StatisticsError::LengthMismatch { asset, found: 0, expected: dates.len() });
        }
        check_dates(dates)?;
        for (asset, column) in assets.iter().zip(columns) {
            check_column(asset, dates, column)?;
        }
        let prices = DMatrix::from_fn(dates.len(), assets.len(), |row, asset| columns[asset][row].unwrap_or(f64::NAN));
        Ok(Self { assets, dates: dates.to_vec(), prices })
    }

    /// Asset names in column order.
    #[must_use]
    pub fn assets(&self) -> &[String] {
        &self.assets
    }

    /// All dates, oldest first.
    #[must_use]
    pub fn dates(&self) -> &[NaiveDate] {
        &self.dates
    }

    /// Prices, `n_dates × n_assets`, NaN where there is none.
    #[must_use]
    pub fn prices(&self) -> &DMatrix<f64> {
        &self.prices
    }

    /// The dates on which every asset has a price.
    ///
    /// # Errors
    /// When there are fewer than two.
    pub fn complete_cases(&self) -> Result<PriceTable, StatisticsError> {
        let is_complete = |row: &usize| self.prices.row(*row).iter().all(|price| !price.is_nan());
        let (kept, dropped): (Vec<usize>, Vec<usize>) = (0..self.dates.len()).partition(is_complete);
        if kept.len() < 2 {
            return Err(StatisticsError::TooFewObservations {
                complete: kept.len(),
                dates: self.dates.len(),
                needed: 2,
                hint: self.gap_hint(),
            });
        }
        let pick = |rows: &[usize]| rows.iter().map(|&row| self.dates[row]).collect::<Vec<_>>();
        // Most tables have no gap: then the matrix is copied whole.
        let prices = if dropped.is_empty() { self.prices.clone() } else { self.prices.select_rows(&kept) };
        Ok(PriceTable { assets: self.assets.clone(), dates: pick(&kept), prices, dropped: pick(&dropped), kept })
    }

    /// Says what to do about missing prices: the asset that has the fewest is the one to leave out.
    fn gap_hint(&self) -> String {
        let n_dates = self.dates.len();
        let counts = self.prices.column_iter().map(|column| column.iter().filter(|price| !price.is_nan()).count());
        match self.assets.iter().zip(counts).min_by_key(|(_, n)| *n) {
            Some((asset, n)) if n < n_dates => {
                format!("leave out {asset} (prices on {n} of {n_dates} dates) or choose other dates")
            }
            _ => "choose a longer range of dates".to_owned(),
        }
    }
}

/// Prices of several assets on the dates on which every one of them has a price.
///
/// | guarantee | |
/// | --- | --- |
/// | assets | at least one, no name twice |
/// | dates | strictly ascending, at least two |
/// | prices | finite, above zero |
///
/// A return spans two neighbouring rows of the table, so a dropped date widens one return; it never invents a price.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceTable {
    assets: Vec<String>,
    dates: Vec<NaiveDate>,
    prices: DMatrix<f64>,
    dropped: Vec<NaiveDate>,
    /// Places of `dates` among all dates given.
    kept: Vec<usize>,
}

impl PriceTable {
    /// Builds the table out of one column for each asset; `None` and NaN are missing prices.
    ///
    /// # Errors
    /// Names the first column, date or price that is wrong, or says that fewer than two dates are complete.
    pub fn complete_cases(
        assets: Vec<String>,
        dates: &[NaiveDate],
        columns: &[Vec<Option<f64>>],
    ) -> Result<Self, StatisticsError> {
        PriceHistory::new(assets, dates, columns)?.complete_cases()
    }

    /// Asset names in column order.
    #[must_use]
    pub fn assets(&self) -> &[String] {
        &self.assets
    }

    /// The dates used, oldest first.
    #[must_use]
    pub fn dates(&self) -> &[NaiveDate] {
        &self.dates
    }

    /// Prices, `n_dates × n_assets`.
    #[must_use]
    pub fn prices(&self) -> &DMatrix<f64> {
        &self.prices
    }

    /// Dates left out because at least one asset has no price there.
    #[must_use]
    pub fn dropped_dates(&self) -> &[NaiveDate] {
        &self.dropped
    }

    /// Places of the dates used among all dates given.
    pub(crate) fn kept_rows(&self) -> &[usize] {
        &self.kept
    }
}

fn present(price: Option<f64>) -> Option<f64> {
    price.filter(|value| !value.is_nan())
}

pub(crate) fn check_assets(assets: &[String]) -> Result<(), StatisticsError> {
    if assets.is_empty() {
        return Err(StatisticsError::NoAssets);
    }
    let mut seen = HashSet::new();
    match assets.iter().find(|asset| !seen.insert(asset.as_str())) {
        Some(asset) => Err(StatisticsError::DuplicateAsset { asset: asset.clone() }),
        None => Ok(()),
    }
}

pub(crate) fn check_dates(dates: &[NaiveDate]) -> Result<(), StatisticsError> {
    for pair in dates.windows(2) {
        if pair[1] <= pair[0] {
            let problem = if pair[1] == pair[0] { "stands twice" } else { "comes after a later date" };
            return Err(StatisticsError::DatesOutOfOrder { date: pair[1], problem });
        }
    }
    Ok(())
}

fn check_column(asset: &str, dates: &[NaiveDate], column: &[Option<f64>]) -> Result<(), StatisticsError> {
    if column.len() != dates.len() {
        return Err(StatisticsError::LengthMismatch {
            asset: asset.to_owned(),
            found: column.len(),
            expected: dates.len(),
        });
    }
    for (&date, &price) in dates.iter().zip(column) {
        if let Some(price) = present(price)
            && !(price > 0.0 && price.is_finite())
        {
            return Err(StatisticsError::InvalidPrice { asset: asset.to_owned(), date, price });
        }
    }
    if !dates.is_empty() && column.iter().all(|price| present(*price).is_none()) {
        return Err(StatisticsError::NoPrices { asset: asset.to_owned() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2020, 1, day).unwrap()
    }

    fn table(dates: &[u32], columns: &[Vec<Option<f64>>]) -> Result<PriceTable, StatisticsError> {
        let names = ["A", "B", "C"][..columns.len()].iter().map(|&name| name.to_owned()).collect();
        PriceTable::complete_cases(names, &dates.iter().map(|&d| day(d)).collect::<Vec<_>>(), columns)
    }

    #[test]
    fn a_date_with_a_missing_price_is_dropped_and_reported() {
        let prices = table(
            &[1, 2, 3, 6],
            &[vec![Some(1.0), Some(2.0), Some(3.0), Some(4.0)], vec![Some(5.0), None, Some(f64::NAN), Some(8.0)]],
        )
        .unwrap();
        assert_eq!(prices.dates(), [day(1), day(6)]);
        assert_eq!(prices.dropped_dates(), [day(2), day(3)]);
        assert_eq!(prices.prices(), &DMatrix::from_row_slice(2, 2, &[1.0, 5.0, 4.0, 8.0]));
    }

    #[test]
    fn wrong_tables_name_what_is_wrong() {
        let check = |result: Result<PriceTable, StatisticsError>, code: &str, words: &str| {
            let error = result.unwrap_err();
            assert_eq!(error.code(), code);
            assert!(error.to_string().contains(words), "{error}");
        };
        let two = || vec![Some(1.0), Some(2.0)];
        check(table(&[], &[]), "no_assets", "at least one");
        check(table(&[1, 1], &[two()]), "dates_out_of_order", "2020-01-01 stands twice");
        check(table(&[2, 1], &[two()]), "dates_out_of_order", "2020-01-01 comes after");
        check(table(&[1, 2], &[two(), vec![Some(1.0)]]), "price_count_mismatch", "B has 1 prices for 2 dates");
        check(table(&[1, 2], &[vec![Some(1.0), Some(-2.0)]]), "invalid_price", "A on 2020-01-02 is -2");
        check(table(&[1, 2], &[vec![Some(0.0), Some(2.0)]]), "invalid_price", "A on 2020-01-01 is 0");
        check(table(&[1, 2], &[vec![Some(1.0), Some(f64::INFINITY)]]), "invalid_price", "inf");
        check(table(&[1, 2], &[two(), vec![None, Some(2.0)]]), "too_few_observations", "leave out B (prices on 1 of 2");
        check(table(&[1], &[vec![Some(1.0)]]), "too_few_observations", "longer range");
        check(table(&[1, 2], &[two(), vec![None, Some(f64::NAN)]]), "no_prices", "B has no prices");
        let twice = PriceTable::complete_cases(vec!["A".into(), "A".into()], &[day(1), day(2)], &[two(), two()]);
        check(twice, "duplicate_asset", "A is listed twice");
    }
}
