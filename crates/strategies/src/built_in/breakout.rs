//! Following the price out of its channel.

use execution::strategy::Strategy;
use indicators::{Kind, Row, Source, Stream};
use model::{bar::Bar, order::Side};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::signal::{PerInstrument, Signal, Wish};
use crate::{
    Domain, ParameterForm, PositionSize, StrategyProblem, Unit, indicator,
    number::{Real, Whole},
};

const ENTRY: Whole = Whole::bars("entry_length", "Bars of the channel that the close must leave", [2, 10_000], 20);
const EXIT: Whole = Whole::bars("exit_length", "Bars of the channel whose other side ends a position", [2, 10_000], 10);
const ATR: Whole = Whole::bars("atr_length", "Bars of the average true range behind the stop", [1, 10_000], 20);
const STOP: Real = Real::new(
    "stop_atr",
    "Distance of a stop from the close, in average true ranges; none when left out",
    Unit::Multiple,
    [0.1, 100.0],
    None,
);

/// Long when the close is above the highest high of the `entry_length` bars before, until it is below the lowest low of the
/// `exit_length` bars before (Donchian channels); short the other way round where short sales are on.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Breakout {
    /// Bars of the channel for entries.
    pub entry_length: u32,
    /// Bars of the channel for exits.
    pub exit_length: u32,
    /// Bars of the average true range.
    pub atr_length: u32,
    /// A stop that goes with each entry, so many average true ranges from the close.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_atr: Option<f64>,
    /// Whether short sales are on.
    pub short: bool,
    /// How large positions are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<PositionSize>,
}

impl Default for Breakout {
    fn default() -> Self {
        let (entry_length, exit_length, atr_length) = (ENTRY.default, EXIT.default, ATR.default);
        Self { entry_length, exit_length, atr_length, stop_atr: None, short: false, size: None }
    }
}

impl Breakout {
    pub(crate) fn forms() -> Vec<ParameterForm> {
        vec![
            ENTRY.form(),
            EXIT.form(),
            STOP.form(),
            ATR.form(),
            ParameterForm::new("short", "Whether short sales are on", Domain::Flag { default: false }),
            ParameterForm::new("size", "How large positions are", Domain::Size),
        ]
    }

    pub(crate) fn build(&self, instruments: usize) -> Result<Box<dyn Strategy + Send>, StrategyProblem> {
        ENTRY.check(self.entry_length)?;
        EXIT.check(self.exit_length)?;
        ATR.check(self.atr_length)?;
        STOP.check_given(self.stop_atr)?;
        self.size.map_or(Ok(()), PositionSize::check)?;
        let signal = || -> Result<Channel, StrategyProblem> {
            let range = self.stop_atr.map(|_| indicator::of_length(Kind::Atr, self.atr_length)).transpose()?;
            Ok(Channel {
                entry: Edges::new(self.entry_length)?,
                exit: Edges::new(self.exit_length)?,
                range,
                stop_atr: self.stop_atr.unwrap_or_default(),
                short: self.short,
            })
        };
        let signals = (0..instruments).map(|_| signal()).collect::<Result<_, _>>()?;
        Ok(Box::new(PerInstrument::new(signals, self.size)))
    }
}

/// The highest high and lowest low of the bars before the present one.
struct Edges {
    highest: Stream,
    lowest: Stream,
    before: (Option<f64>, Option<f64>),
}

impl Edges {
    fn new(length: u32) -> Result<Self, StrategyProblem> {
        let highest = indicator::of_column(Kind::Max, length, Source::High)?;
        let lowest = indicator::of_column(Kind::Min, length, Source::Low)?;
        Ok(Self { highest, lowest, before: (None, None) })
    }

    /// Takes a bar; the edges without it.
    fn next(&mut self, row: &Row) -> (Option<f64>, Option<f64>) {
        let with_it = (self.highest.push(row).first(), self.lowest.push(row).first());
        // A bar without extremes is passed over: the edges stay those of the bars before.
        let known = |now: Option<f64>, before: Option<f64>| now.or(before);
        let now = (known(with_it.0, self.before.0), known(with_it.1, self.before.1));
        std::mem::replace(&mut self.before, now)
    }
}

struct Channel {
    entry: Edges,
    exit: Edges,
    range: Option<Stream>,
    stop_atr: f64,
    short: bool,
}

impl Signal for Channel {
    fn next(&mut self, bar: &Bar, units: f64) -> Wish {
        let row = Row::from(bar);
        let (entry_high, entry_low) = self.entry.next(&row);
        let (exit_high, exit_low) = self.exit.next(&row);
        let range = self.range.as_mut().map(|range| range.push_first(&row));
        let close = bar.close;
        let above = |edge: Option<f64>| edge.is_some_and(|edge| close > edge);
        let below = |edge: Option<f64>| edge.is_some_and(|edge| close < edge);
        // With a stop there is no entry before its distance is known.
        let take = |side: Side| match range {
            None => Wish::Take(side, None),
            Some(None) => Wish::Stay,
            Some(Some(range)) => {
                let distance = self.stop_atr * range;
                Wish::Take(side, Some(if side == Side::Buy { close - distance } else { close + distance }))
            }
        };
        if units <= 0.0 && above(entry_high) {
            take(Side::Buy)
        } else if self.short && units >= 0.0 && below(entry_low) {
            take(Side::Sell)
        } else if (units > 0.0 && below(exit_low)) || (units < 0.0 && above(exit_high)) {
            Wish::Flat
        } else {
            Wish::Stay
        }
    }
}
