//! Tables of prices or returns, and what several of their columns have in common.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::invalid;
use crate::holdings::check_names;
use crate::{RiskError, Series};

/// Histories of instruments and of what else moves, over the same rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HistoryTable {
    /// Whether the numbers are prices or returns.
    pub kind: HistoryKind,
    /// One date a row, ascending: of a price, or the last day of a return.
    pub dates: Vec<NaiveDate>,
    /// Numbers by name, in the base currency.
    pub series: Vec<Series>,
}

/// What the numbers of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HistoryKind {
    /// Prices, above zero, with splits and distributions worked in.
    Prices,
    /// Simple returns of equal periods, above −1.
    Returns,
}

/// Simple returns of some series over the periods that all of them have.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Aligned {
    /// One list a series.
    pub(crate) returns: Vec<Vec<f64>>,
    /// The last day of each period.
    pub(crate) dates: Vec<NaiveDate>,
    /// Rows on which some series has nothing.
    pub(crate) n_dropped: usize,
}

impl HistoryTable {
    /// Dates that ascend, names that stand once, as many numbers as dates, each of them possible.
    pub(crate) fn check(&self) -> Result<(), RiskError> {
        if let Some(pair) = self.dates.windows(2).find(|pair| pair[1] <= pair[0]) {
            let problem = format!("{} does not come after {}; sort the rows, one row a date", pair[1], pair[0]);
            return Err(invalid("dates", problem));
        }
        check_names("series", self.series.iter().map(|series| series.name.as_str()))?;
        for Series { name, values } in &self.series {
            if values.len() != self.dates.len() {
                let problem =
                    format!("{name} has {} values for {} dates; give one for each", values.len(), self.dates.len());
                return Err(invalid("series", problem));
            }
            let possible = |value: f64| match self.kind {
                HistoryKind::Prices => value > 0.0 && value.is_finite(),
                HistoryKind::Returns => value > -1.0 && value.is_finite(),
            };
            if let Some((row, Some(value))) =
                values.iter().enumerate().find(|(_, value)| value.is_some_and(|value| !possible(value)))
            {
                let what = match self.kind {
                    HistoryKind::Prices => "a price must be above zero",
                    HistoryKind::Returns => "a return must be above -1",
                };
                let problem = format!("{name} on {} is {value}; {what}, leave a missing one empty", self.dates[row]);
                return Err(invalid("series", problem));
            }
        }
        Ok(())
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Series> {
        self.series.iter().find(|series| series.name == name)
    }

    /// The series of a name.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn named(&self, field: &'static str, name: &str) -> Result<&Series, RiskError> {
        self.find(name).ok_or_else(|| invalid(field, format!("{name} has no history; add it to the series")))
    }

    /// Returns over the rows on which all of `series` have a number. Between prices a return spans the rows left out.
    pub(crate) fn aligned(&self, series: &[&Series]) -> Aligned {
        let complete = |row: &usize| series.iter().all(|one| one.values[*row].is_some());
        let rows: Vec<usize> = (0..self.dates.len()).filter(complete).collect();
        let n_dropped = self.dates.len() - rows.len();
        let column = |one: &&Series| -> Vec<f64> { rows.iter().filter_map(|row| one.values[*row]).collect() };
        let columns: Vec<Vec<f64>> = series.iter().map(column).collect();
        match self.kind {
            HistoryKind::Returns => {
                Aligned { returns: columns, dates: rows.iter().map(|row| self.dates[*row]).collect(), n_dropped }
            }
            HistoryKind::Prices => Aligned {
                returns: columns.iter().map(|prices| changes(prices)).collect(),
                dates: rows.iter().skip(1).map(|row| self.dates[*row]).collect(),
                n_dropped,
            },
        }
    }
}

/// Simple returns between neighbouring prices.
pub(crate) fn changes(prices: &[f64]) -> Vec<f64> {
    prices.windows(2).map(|pair| pair[1] / pair[0] - 1.0).collect()
}

/// Returns over `periods` that follow each other, compounded; each begins a period after the one before.
pub(crate) fn overlapping(returns: &[f64], periods: usize) -> Vec<f64> {
    if periods == 1 {
        return returns.to_vec();
    }
    returns.windows(periods).map(|window| window.iter().map(|r| 1.0 + r).product::<f64>() - 1.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(kind: HistoryKind, columns: &[&[Option<f64>]]) -> HistoryTable {
        let day = |day: usize| NaiveDate::from_ymd_opt(2024, 1, day as u32 + 1).unwrap();
        let name = |place: usize| ["A", "B"][place].to_owned();
        let series = columns.iter().enumerate().map(|(i, values)| Series { name: name(i), values: values.to_vec() });
        HistoryTable { kind, dates: (0..columns[0].len()).map(day).collect(), series: series.collect() }
    }

    #[test]
    fn a_gap_widens_a_return_of_prices_and_drops_one_of_returns() {
        let columns: [&[Option<f64>]; 2] = [&[Some(1.0), Some(2.0), Some(4.0)], &[Some(3.0), None, Some(6.0)]];
        let prices = table(HistoryKind::Prices, &columns);
        let both: Vec<&Series> = prices.series.iter().collect();
        let found = prices.aligned(&both);
        assert_eq!((found.returns, found.n_dropped), (vec![vec![3.0], vec![1.0]], 1));
        assert_eq!(prices.aligned(&both[..1]).returns, [[1.0, 1.0]]);
        let returns = table(HistoryKind::Returns, &columns);
        let both: Vec<&Series> = returns.series.iter().collect();
        assert_eq!(returns.aligned(&both).returns, [[1.0, 4.0], [3.0, 6.0]]);
    }

    #[test]
    fn tables_that_cannot_be_are_refused() {
        let wrong = |table: &HistoryTable, words: &str| {
            let error = table.check().unwrap_err();
            assert!(error.code() == "invalid_field" && error.to_string().contains(words), "{error}");
        };
        wrong(&table(HistoryKind::Prices, &[&[Some(1.0), Some(0.0)]]), "A on 2024-01-02 is 0");
        wrong(&table(HistoryKind::Prices, &[&[Some(1.0), Some(f64::NAN)]]), "NaN");
        wrong(&table(HistoryKind::Returns, &[&[Some(-1.0)]]), "above -1");
        wrong(&table(HistoryKind::Prices, &[&[None, None], &[None]]), "B has 1 values for 2 dates");
        let mut twice = table(HistoryKind::Prices, &[&[None, None]]);
        twice.dates.reverse();
        wrong(&twice, "does not come after");
        twice = table(HistoryKind::Prices, &[&[None], &[None]]);
        twice.series[1].name = "A".into();
        wrong(&twice, "A stands twice");
    }
}
