//! Round trips: what was bought and sold again, with how far it went for and against on the way.

use bars::series::BarSeries;
use execution::{
    account::{ClosedTrade, CorporateAction},
    number::float,
};
use model::{id::InstrumentId, order::Side, time::Timestamp};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::holdings::Course;

/// Units that were bought and sold again, or sold short and bought back. Amounts are of the instrument's currency.
///
/// Excursions look only at prices that were certainly there while it was held: its own, the close of the first bar, the highs and lows
/// of the bars between, the open of the last one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RoundTrip {
    /// What.
    pub instrument_id: InstrumentId,
    /// How it began: `buy` for a long one.
    pub side: Side,
    /// Units, above zero.
    #[schema(value_type = String)]
    pub units: Decimal,
    /// When it began.
    pub entry_at: Timestamp,
    /// When it ended.
    pub exit_at: Timestamp,
    /// The number of the bar or tick at which it began, from 0.
    pub entry_index: usize,
    /// The number of the bar or tick at which it ended.
    pub exit_index: usize,
    /// Bars, or ticks, from one to the other.
    pub bars_held: usize,
    /// Price at the beginning.
    #[schema(value_type = String)]
    pub entry_price: Decimal,
    /// Price at the end.
    #[schema(value_type = String)]
    pub exit_price: Decimal,
    /// Worth at the beginning, the multiplier included.
    #[schema(value_type = String)]
    pub capital: Decimal,
    /// Fees of both ends.
    #[schema(value_type = String)]
    pub fees: Decimal,
    /// How much worse than the market's price both ends traded; within the prices. None where it cannot be told apart.
    #[schema(value_type = Option<String>)]
    pub slippage: Option<Decimal>,
    /// Gain after fees.
    #[schema(value_type = String)]
    pub pnl: Decimal,
    /// Gain after fees ÷ capital.
    pub return_on_capital: Option<f64>,
    /// Maximum adverse excursion: the lowest result on the way before fees, zero or below. None with ticks.
    pub adverse_excursion: Option<f64>,
    /// Maximum favourable excursion: the highest result on the way before fees, zero or above. None with ticks.
    pub favourable_excursion: Option<f64>,
}

/// Round trips of a run. `slippages` has one for each trade, or is not used.
pub(crate) fn round_trips(course: &Course<'_>, trades: &[ClosedTrade], slippages: &[Decimal]) -> Vec<RoundTrip> {
    let whole = slippages.len() == trades.len();
    let trip = |(n, trade): (usize, &ClosedTrade)| {
        let number = course.number_of(trade.instrument_id)?;
        let multiplier = course.listings[number].multiplier;
        let capital = trade.units.checked_mul(trade.entry_price)?.checked_mul(multiplier)?;
        let series = course.series.get(number);
        let unit = float(trade.units) * float(multiplier);
        let reach = series.map(|series| excursions(course, series, trade));
        Some(RoundTrip {
            instrument_id: trade.instrument_id,
            side: trade.side,
            units: trade.units,
            entry_at: trade.entry_at,
            exit_at: trade.exit_at,
            entry_index: trade.entry_index,
            exit_index: trade.exit_index,
            bars_held: trade.exit_index.saturating_sub(trade.entry_index),
            entry_price: trade.entry_price,
            exit_price: trade.exit_price,
            capital,
            fees: trade.fees,
            slippage: whole.then(|| slippages[n]),
            pnl: trade.pnl,
            return_on_capital: (capital > Decimal::ZERO).then(|| float(trade.pnl) / float(capital)),
            adverse_excursion: reach.map(|(worst, _)| worst * unit),
            favourable_excursion: reach.map(|(_, best)| best * unit),
        })
    };
    trades.iter().enumerate().filter_map(trip).collect()
}

/// The lowest and the highest gain of a unit.
fn excursions(course: &Course<'_>, series: &BarSeries, trade: &ClosedTrade) -> (f64, f64) {
    let entry = float(trade.entry_price);
    let (mut low, mut high) = (entry, entry);
    let mut see = |price: f64| {
        if price > 0.0 {
            (low, high) = (low.min(price), high.max(price));
        }
    };
    see(float(trade.exit_price));
    let (first, last) = (trade.entry_index, trade.exit_index.min(series.len().saturating_sub(1)));
    let splits = splits_within(course, trade);
    // Prices before a split are those of old units; the trade's own are of the units that it ended with.
    let factor = |n: usize| -> f64 {
        splits.iter().filter(|(at, _)| series.at[n] < at.micros()).map(|(_, ratio)| ratio).product()
    };
    if first < last {
        see(series.close[first] * factor(first));
        for n in first + 1..last {
            let part = |column: &Option<bars::series::Column>| column.as_ref().and_then(|column| column.get(n));
            let scale = if splits.is_empty() { 1.0 } else { factor(n) };
            see(part(&series.high).unwrap_or(series.close[n]) * scale);
            see(part(&series.low).unwrap_or(series.close[n]) * scale);
        }
        if let Some(open) = series.open.as_ref().and_then(|column| column.get(last)) {
            see(open * factor(last));
        }
    }
    match trade.side {
        Side::Buy => (low - entry, high - entry),
        Side::Sell => (entry - high, entry - low),
    }
}

/// Splits while it was held, with old ÷ new.
fn splits_within(course: &Course<'_>, trade: &ClosedTrade) -> Vec<(Timestamp, f64)> {
    let held = |at: Timestamp| at > trade.entry_at && at <= trade.exit_at;
    let of = course.actions.iter().filter(|a| a.instrument_id == trade.instrument_id && held(a.at));
    let ratio = |action: &execution::account::DatedAction| match action.action {
        CorporateAction::Split { new, old } => Some((action.at, float(old) / float(new))),
        CorporateAction::Dividend { .. } | CorporateAction::Delisting { .. } => None,
    };
    of.filter_map(ratio).collect()
}
