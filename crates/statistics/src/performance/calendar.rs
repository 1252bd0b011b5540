//! Returns by month and year.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use super::finite;

/// The compounded returns of one year.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct YearOfReturns {
    /// The year.
    pub year: i32,
    /// January to December; none where no period ends in the month, or the return of one is missing.
    pub months: Vec<Option<f64>>,
    /// The whole year, as far as there are periods; none when a return is missing.
    pub year_return: Option<f64>,
}

/// Compounded returns by month and year: each return belongs to the month of its date, which is the end of its period. A month in
/// which a return is missing has none, and so has its year. Empty when dates and returns differ in number.
#[must_use]
pub fn monthly_returns(dates: &[NaiveDate], returns: &[Option<f64>]) -> Vec<YearOfReturns> {
    if dates.len() != returns.len() {
        return Vec::new();
    }
    let mut growth: BTreeMap<i32, [Option<Option<f64>>; 12]> = BTreeMap::new();
    for (date, value) in dates.iter().zip(returns) {
        let month = &mut growth.entry(date.year()).or_default()[date.month0() as usize];
        let before = month.unwrap_or(Some(1.0));
        *month = Some(before.zip(*value).map(|(before, r)| before * (1.0 + r)));
    }
    let row = |(year, months): (i32, [Option<Option<f64>>; 12])| {
        let whole = months.iter().flatten().try_fold(1.0, |product, month| month.map(|growth| product * growth));
        YearOfReturns {
            year,
            months: months.iter().map(|month| month.flatten().and_then(|growth| finite(growth - 1.0))).collect(),
            year_return: whole.and_then(|growth| finite(growth - 1.0)),
        }
    };
    growth.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_return_leaves_its_month_and_year_open() {
        let date = |month, day| NaiveDate::from_ymd_opt(2024, month, day).unwrap();
        let dates = [date(1, 30), date(1, 31), date(3, 1)];
        let table = monthly_returns(&dates, &[Some(0.1), Some(0.1), Some(-0.5)]);
        assert!((table[0].months[0].unwrap() - 0.21).abs() < 1e-12);
        assert_eq!((table[0].months[1], table[0].months[2]), (None, Some(-0.5)));
        assert!((table[0].year_return.unwrap() + 0.395).abs() < 1e-12);
        let gap = monthly_returns(&dates, &[Some(0.1), None, Some(-0.5)]);
        assert_eq!((gap[0].months[0], gap[0].months[2], gap[0].year_return), (None, Some(-0.5), None));
        assert!(monthly_returns(&dates, &[None]).is_empty());
    }
}
