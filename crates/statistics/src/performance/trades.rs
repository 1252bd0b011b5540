//! Figures of closed trades, and of how much was held and traded.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{average_gain, average_loss, expectancy, finite, hit_rate, longest_runs, payoff_ratio, profit_factor};
use crate::StatisticsError;

/// A trade from its first fill to its last. Amounts are in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosedTrade {
    /// What it brought after all costs; below zero for a loss.
    pub profit: f64,
    /// What was put in: the value of its entries, above zero.
    pub capital: f64,
    /// Commissions, fees and interest within `profit`, as a size.
    #[serde(default)]
    pub costs: f64,
    /// Periods for which it was held.
    pub periods_held: usize,
    /// Maximum adverse excursion: the lowest unrealized result on the way, zero or below; none when it was not watched.
    #[serde(default)]
    pub adverse_excursion: Option<f64>,
    /// Maximum favourable excursion: the highest unrealized result on the way, zero or above; none when it was not watched.
    #[serde(default)]
    pub favourable_excursion: Option<f64>,
}

/// What a list of closed trades amounts to. A figure that these trades leave open is none.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TradeFigures {
    /// Closed trades.
    pub n_trades: usize,
    /// Part of them with a profit.
    pub hit_rate: Option<f64>,
    /// Mean profit of a trade, an amount.
    pub expectancy: Option<f64>,
    /// Mean of profit ÷ capital.
    pub mean_return: Option<f64>,
    /// Mean profit of those that gained, an amount.
    pub average_gain: Option<f64>,
    /// Mean result of those that lost, below zero.
    pub average_loss: Option<f64>,
    /// Mean gain over mean loss, as sizes; none without a gain or without a loss.
    pub payoff_ratio: Option<f64>,
    /// Sum of gains over sum of losses; none without a loss.
    pub profit_factor: Option<f64>,
    /// The largest profit.
    pub best: Option<f64>,
    /// The largest loss, or the smallest profit.
    pub worst: Option<f64>,
    /// Longest run of profits.
    pub gains_in_a_row: usize,
    /// Longest run of losses.
    pub losses_in_a_row: usize,
    /// Mean periods held.
    pub mean_periods_held: Option<f64>,
    /// Sum of the costs.
    pub total_costs: f64,
    /// Mean of adverse excursion ÷ capital over the trades that were watched, zero or below.
    pub mean_adverse_excursion: Option<f64>,
    /// Mean of favourable excursion ÷ capital over the trades that were watched.
    pub mean_favourable_excursion: Option<f64>,
    /// Sum of the profits of trades that gained over the sum of their favourable excursions: how much of what was there was kept.
    pub profit_kept: Option<f64>,
}

impl TradeFigures {
    /// The figures of a list of trades.
    ///
    /// # Errors
    /// When an amount is not a number, or a capital is not above zero.
    pub fn of(trades: &[ClosedTrade]) -> Result<Self, StatisticsError> {
        for (row, trade) in trades.iter().enumerate() {
            let excursions = [trade.adverse_excursion.unwrap_or(0.0), trade.favourable_excursion.unwrap_or(0.0)];
            let amounts = [trade.profit, trade.costs, excursions[0], excursions[1]];
            if let Some(value) = amounts.into_iter().find(|amount| !amount.is_finite()) {
                return Err(StatisticsError::NotFinite { what: "trades", row: row + 1, value });
            }
            if !(trade.capital > 0.0 && trade.capital.is_finite()) {
                return Err(StatisticsError::InvalidField {
                    field: "trades".into(),
                    problem: format!("the capital of trade {} is {}; it must be above zero", row + 1, trade.capital),
                });
            }
        }
        let profits: Vec<f64> = trades.iter().map(|trade| trade.profit).collect();
        let watched = |excursion: fn(&ClosedTrade) -> Option<f64>| -> Vec<f64> {
            trades.iter().filter_map(|trade| excursion(trade).map(|amount| amount / trade.capital)).collect()
        };
        let kept = trades.iter().filter(|trade| trade.profit > 0.0);
        let (kept, there) = kept
            .filter_map(|trade| trade.favourable_excursion.map(|best| (trade.profit, best)))
            .fold((0.0, 0.0), |sums, (profit, best)| (sums.0 + profit, sums.1 + best));
        let (gains_in_a_row, losses_in_a_row) = longest_runs(&profits);
        Ok(Self {
            n_trades: trades.len(),
            hit_rate: hit_rate(&profits),
            expectancy: expectancy(&profits),
            mean_return: expectancy(&trades.iter().map(|trade| trade.profit / trade.capital).collect::<Vec<f64>>()),
            average_gain: average_gain(&profits),
            average_loss: average_loss(&profits),
            payoff_ratio: payoff_ratio(&profits),
            profit_factor: profit_factor(&profits),
            best: profits.iter().copied().reduce(f64::max),
            worst: profits.iter().copied().reduce(f64::min),
            gains_in_a_row,
            losses_in_a_row,
            mean_periods_held: expectancy(&trades.iter().map(|trade| trade.periods_held as f64).collect::<Vec<f64>>()),
            total_costs: trades.iter().map(|trade| trade.costs).sum(),
            mean_adverse_excursion: expectancy(&watched(|trade| trade.adverse_excursion)),
            mean_favourable_excursion: expectancy(&watched(|trade| trade.favourable_excursion)),
            profit_kept: if there > 0.0 { finite(kept / there) } else { None },
        })
    }
}

/// Part of the periods in which something was held. `exposures` are gross exposures over the portfolio's value. `None` without
/// periods, or when one is not a number.
#[must_use]
pub fn time_in_market(exposures: &[f64]) -> Option<f64> {
    if exposures.is_empty() || exposures.iter().any(|exposure| !exposure.is_finite()) {
        return None;
    }
    let held = exposures.iter().filter(|exposure| **exposure != 0.0).count();
    finite(held as f64 / exposures.len() as f64)
}

/// What is traded a year over the portfolio's value: the mean of `traded`, each period's purchases and sales together over the
/// value, halved because a switch is a sale and a purchase, × periods a year. `None` without periods, or when one is not a number.
#[must_use]
pub fn annual_turnover(traded: &[f64], periods_per_year: f64) -> Option<f64> {
    finite(expectancy(traded)? / 2.0 * periods_per_year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trade(profit: f64, best: Option<f64>) -> ClosedTrade {
        ClosedTrade {
            profit,
            capital: 100.0,
            costs: 1.0,
            periods_held: 4,
            adverse_excursion: Some(-2.0),
            favourable_excursion: best,
        }
    }

    #[test]
    fn three_trades_by_hand() {
        let figures = TradeFigures::of(&[trade(10.0, Some(20.0)), trade(-5.0, None), trade(1.0, Some(2.0))]).unwrap();
        assert_eq!((figures.n_trades, figures.expectancy, figures.total_costs), (3, Some(2.0), 3.0));
        assert_eq!((figures.best, figures.worst, figures.profit_factor), (Some(10.0), Some(-5.0), Some(2.2)));
        assert_eq!((figures.mean_return, figures.mean_adverse_excursion), (Some(0.02), Some(-0.02)));
        assert_eq!((figures.profit_kept, figures.mean_favourable_excursion), (Some(0.5), Some(0.11)));
    }

    #[test]
    fn no_trades_have_no_figures_and_wrong_ones_are_refused() {
        let none = TradeFigures::of(&[]).unwrap();
        assert_eq!((none.hit_rate, none.expectancy, none.best, none.profit_kept), (None, None, None, None));
        assert!(TradeFigures::of(&[trade(f64::NAN, None)]).is_err());
        assert!(TradeFigures::of(&[ClosedTrade { capital: 0.0, ..trade(1.0, None) }]).is_err());
    }

    #[test]
    fn exposure_and_turnover() {
        assert_eq!(time_in_market(&[0.0, 1.0, -0.5, 0.0]), Some(0.5));
        assert_eq!(annual_turnover(&[0.2, 0.0], 10.0), Some(0.5));
        assert_eq!((time_in_market(&[]), time_in_market(&[f64::NAN]), annual_turnover(&[], 252.0)), (None, None, None));
    }
}
