//! A figure over two parameters.

use serde::{Deserialize, Serialize};

use super::{Goal, SweepResult};
use crate::BacktestError;

/// What stands in a cell when other parameters vary as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OverOthers {
    /// The middle value: what one gets without knowing the others. Of an even number the lower of the middle two.
    #[default]
    Median,
    /// The best value: what one gets by choosing the others afterwards.
    Best,
    /// The worst value.
    Worst,
}

/// A figure over two parameters.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct HeatMap {
    /// The figure.
    pub figure: String,
    /// The parameter of the columns.
    pub x: String,
    /// The parameter of the rows.
    pub y: String,
    /// Values of the columns, ascending.
    pub x_values: Vec<f64>,
    /// Values of the rows, ascending.
    pub y_values: Vec<f64>,
    /// One row for each value of `y`; none where no trial has the figure.
    pub cells: Vec<Vec<Option<f64>>>,
    /// Trials of each cell, failed ones and those without the figure not counted.
    pub counts: Vec<Vec<usize>>,
}

impl SweepResult {
    /// The table of a figure over two parameters.
    ///
    /// # Errors
    /// [`BacktestError::NoParameter`].
    pub fn heat_map(
        &self,
        figure: &str,
        goal: Goal,
        [x, y]: [&str; 2],
        over_others: OverOthers,
    ) -> Result<HeatMap, BacktestError> {
        let values = |name: &str| -> Result<Vec<f64>, BacktestError> {
            let of = self.trials.iter().map(|trial| trial.parameters.get(name));
            let mut found = of.collect::<Result<Vec<f64>, _>>()?;
            found.sort_by(f64::total_cmp);
            found.dedup();
            Ok(found)
        };
        let (x_values, y_values) = (values(x)?, values(y)?);
        let mut found = vec![vec![Vec::new(); x_values.len()]; y_values.len()];
        for trial in &self.trials {
            let Some(value) = trial.figure(figure) else { continue };
            let place = |values: &[f64], name: &str| -> Result<usize, BacktestError> {
                let value = trial.parameters.get(name)?;
                Ok(values.partition_point(|other| other.total_cmp(&value).is_lt()))
            };
            found[place(&y_values, y)?][place(&x_values, x)?].push(value);
        }
        let counts = found.iter().map(|row| row.iter().map(Vec::len).collect()).collect();
        let cells = found.into_iter().map(|row| row.into_iter().map(|cell| over_others.of(cell, goal)).collect());
        let (x, y) = (x.to_owned(), y.to_owned());
        Ok(HeatMap { figure: figure.to_owned(), x, y, x_values, y_values, cells: cells.collect(), counts })
    }
}

impl OverOthers {
    fn of(self, mut values: Vec<f64>, goal: Goal) -> Option<f64> {
        values.sort_by(f64::total_cmp);
        match (self, goal) {
            (Self::Median, _) => values.get(values.len().saturating_sub(1) / 2).copied(),
            (Self::Best, Goal::Highest) | (Self::Worst, Goal::Lowest) => values.last().copied(),
            (Self::Best, Goal::Lowest) | (Self::Worst, Goal::Highest) => values.first().copied(),
        }
    }
}
