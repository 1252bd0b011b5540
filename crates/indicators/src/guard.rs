//! Where a division by zero leaves nothing to say, though TA-Lib answers with a stand-in.
//!
//! A stochastic over bars that never moved has no place in its range; an average weighted by volume has no weights without
//! volume. Such bars are found by counting how long nothing has happened: one counter in a stream, one pass in a batch.

use std::borrow::Cow;

use ta_lib::{Core, MAType};

use crate::outputs::{OUTPUTS_MAX, Values};
use crate::parameter::Number;
use crate::{IndicatorSpec, Kind, Ohlcv};

/// What must not happen; the numbers are places of inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Watch {
    /// High and low are equal, and equal to the bar's before.
    Range { high: usize, low: usize },
    /// The series has the value of the bar before.
    Value(usize),
    /// High, low and close are those of the bar before.
    Typical,
    /// No volume was traded.
    Volume(usize),
    /// The typical price has not changed, or no volume was traded.
    MoneyFlow,
    /// Open and close are equal.
    Body,
}

/// A watch with the count from which on outputs are unknown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guard {
    watch: Watch,
    /// Bars in a row; `None`: all of them.
    window: Option<usize>,
    /// For how many bars from then on each output remains unknown, because it is an average over what was.
    smoothing: [usize; OUTPUTS_MAX],
}

/// How long nothing has happened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Count {
    run: usize,
    bars: usize,
    /// Bars since the last one at which the window was empty of events.
    since: usize,
    last: [f64; 3],
}

impl Default for Count {
    fn default() -> Self {
        Self { run: 0, bars: 0, since: usize::MAX, last: [f64::NAN; 3] }
    }
}

/// The guards of an indicator; most have none.
pub(crate) fn of(spec: &IndicatorSpec) -> Vec<Guard> {
    let length = || spec.integer(0);
    let hl = Watch::Range { high: 0, low: 1 };
    let plain = |watch, window| Guard { watch, window, smoothing: [1; OUTPUTS_MAX] };
    match spec.kind() {
        Kind::Stoch | Kind::Kdj => {
            let k = smoothed_by(spec, 1);
            let d = k + smoothed_by(spec, 3) - 1;
            vec![Guard { watch: hl, window: Some(length()), smoothing: [k, d, d, d] }]
        }
        Kind::Stochf => {
            let d = smoothed_by(spec, 1);
            vec![Guard { watch: hl, window: Some(length()), smoothing: [1, d, d, d] }]
        }
        Kind::Willr | Kind::Chop => vec![plain(hl, Some(length()))],
        Kind::Ibs => vec![plain(hl, Some(1))],
        Kind::Bop => vec![plain(Watch::Range { high: 1, low: 2 }, Some(1))],
        Kind::Dx | Kind::Adx | Kind::Adxr | Kind::PlusDi | Kind::MinusDi | Kind::Smi => vec![plain(hl, None)],
        Kind::Ultosc => vec![plain(hl, Some(length().min(spec.integer(1)).min(spec.integer(2)) + 1))],
        Kind::Rsi | Kind::Cmo | Kind::Stochrsi | Kind::Tsi => vec![plain(Watch::Value(0), None)],
        Kind::Cmou | Kind::Er | Kind::Vhf => vec![plain(Watch::Value(0), Some(length() + 1))],
        Kind::Percentb | Kind::Cti => vec![plain(Watch::Value(0), Some(length()))],
        Kind::Correl => vec![plain(Watch::Value(0), Some(length())), plain(Watch::Value(1), Some(length()))],
        Kind::Beta => vec![plain(Watch::Value(0), Some(length() + 1))],
        Kind::Cci => vec![plain(Watch::Typical, Some(length()))],
        Kind::Imi => vec![plain(Watch::Body, Some(length()))],
        Kind::Vwap => vec![plain(Watch::Volume(3), None)],
        Kind::Cmf => vec![plain(Watch::Volume(3), Some(length()))],
        Kind::Mfi => vec![plain(Watch::MoneyFlow, Some(length()))],
        _ => Vec::new(),
    }
}

/// Bars over which an average reaches, by the places of its length and its kind.
fn smoothed_by(spec: &IndicatorSpec, length_idx: usize) -> usize {
    let average = match spec.numbers().get(length_idx + 1) {
        Some(Number::Average(average)) => MAType::try_from(average.number()).unwrap_or(MAType::SMA),
        _ => MAType::SMA,
    };
    let length = i32::try_from(spec.integer(length_idx)).unwrap_or(i32::MAX);
    Core::new().ma_lookback(length, average).map_or(1, |lookback| lookback + 1)
}

impl Guard {
    /// Counts a bar and makes unknown what it leaves without an answer.
    #[inline]
    pub(crate) fn step(&self, count: &mut Count, row: &[f64], values: &mut Values) {
        let run = match self.watch {
            Watch::Range { high, low } => range(count.run, row[high], row[low], count.last[0]),
            Watch::Value(idx) => value(count.run, row[idx], count.last[0]),
            Watch::Typical => typical(count.run, [row[0], row[1], row[2]], count.last),
            Watch::Volume(idx) => when(count.run, row[idx] == 0.0),
            Watch::MoneyFlow => when(count.run, row[3] == 0.0 || row[0] + row[1] + row[2] == count.last[0]),
            Watch::Body => when(count.run, row[0] == row[1]),
        };
        count.last = match self.watch {
            Watch::Range { high: idx, .. } | Watch::Value(idx) => [row[idx], 0.0, 0.0],
            Watch::Typical => [row[0], row[1], row[2]],
            Watch::MoneyFlow => [row[0] + row[1] + row[2], 0.0, 0.0],
            Watch::Volume(_) | Watch::Body => count.last,
        };
        self.count(count, run);
        for (idx, smoothing) in self.smoothing.iter().enumerate().take(values.len()) {
            if count.since < *smoothing {
                values.set_unknown(idx);
            }
        }
    }

    /// Whether there is anything to find in these bars: most have a range and a volume.
    pub(crate) fn may_act(&self, bars: &Ohlcv<'_>) -> bool {
        match self.watch {
            Watch::Range { .. } => bars.has_flat(),
            Watch::Volume(_) => bars.has_idle(),
            Watch::Value(_) | Watch::Typical | Watch::MoneyFlow | Watch::Body => true,
        }
    }

    /// The same for whole columns without gaps.
    pub(crate) fn mask(&self, inputs: &[Cow<'_, [f64]>], columns: &mut [Vec<f64>]) {
        let of = |idx: usize| &*inputs[idx];
        match self.watch {
            Watch::Range { high, low } => {
                let (high, low) = (of(high), of(low));
                self.pass(columns, |run, bar, before| range(run, high[bar], low[bar], high[before]));
            }
            Watch::Value(idx) => {
                let series = of(idx);
                self.pass(columns, |run, bar, before| value(run, series[bar], series[before]));
            }
            Watch::Typical => {
                let at = |bar: usize| [of(0)[bar], of(1)[bar], of(2)[bar]];
                self.pass(columns, |run, bar, before| typical(run, at(bar), at(before)));
            }
            Watch::Volume(idx) => {
                let volume = of(idx);
                self.pass(columns, |run, bar, _| when(run, volume[bar] == 0.0));
            }
            Watch::MoneyFlow => {
                let sum = |bar: usize| of(0)[bar] + of(1)[bar] + of(2)[bar];
                let volume = of(3);
                self.pass(columns, |run, bar, before| {
                    when(run, volume[bar] == 0.0 || (bar > 0 && sum(bar) == sum(before)))
                });
            }
            Watch::Body => {
                let (open, close) = (of(0), of(1));
                self.pass(columns, |run, bar, _| when(run, open[bar] == close[bar]));
            }
        }
    }

    /// `next` is the run after a bar, from the run before, the bar, and the bar before it (itself, for the first).
    #[inline]
    fn pass(&self, columns: &mut [Vec<f64>], next: impl Fn(usize, usize, usize) -> usize) {
        let len = columns.first().map_or(0, Vec::len);
        let most = self.smoothing.iter().copied().max().unwrap_or(1);
        let mut count = Count::default();
        for bar in 0..len {
            let run = next(count.run, bar, bar.saturating_sub(1));
            self.count(&mut count, run);
            if count.since < most {
                for (column, smoothing) in columns.iter_mut().zip(self.smoothing) {
                    if count.since < smoothing {
                        column[bar] = f64::NAN;
                    }
                }
            } else if self.window.is_none() {
                return;
            }
        }
    }

    #[inline]
    fn count(&self, count: &mut Count, run: usize) {
        count.bars += 1;
        count.run = run;
        count.since = if run >= self.window.unwrap_or(count.bars) { 0 } else { count.since.saturating_add(1) };
    }
}

/// A bar without a range is a run by itself; with the price of the bar before it is one more.
#[inline]
fn range(run: usize, high: f64, low: f64, last: f64) -> usize {
    if high == low { value(run, high, last) } else { 0 }
}

#[inline]
fn value(run: usize, value: f64, last: f64) -> usize {
    if value == last { run + 1 } else { 1 }
}

#[inline]
fn typical(run: usize, row: [f64; 3], last: [f64; 3]) -> usize {
    if row == last { run + 1 } else { 1 }
}

#[inline]
fn when(run: usize, still: bool) -> usize {
    if still { run + 1 } else { 0 }
}
