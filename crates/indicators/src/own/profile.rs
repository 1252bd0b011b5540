//! Volume at price: how much was traded where, the point of control and the value area.

use std::collections::VecDeque;

use serde::Serialize;
use utoipa::ToSchema;

use crate::live::{Live, Place};
use crate::outputs::Values;
use crate::{Column, IndicatorError, Kind, Ohlcv, ParameterValue};

/// A step of the price with what was traded in it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct PriceBin {
    /// Its lower edge.
    pub low: f64,
    /// Its upper edge.
    pub high: f64,
    /// Units traded in it.
    pub volume: f64,
}

/// Volume at price of some bars.
///
/// The range from the lowest low to the highest high is divided into equal steps. A bar's volume is spread evenly over its own
/// range; a bar without a range puts all of it into the step of its price. The value area grows from the fullest step (the
/// lowest of equals) to the fuller of its neighbours (the upper of equals) until it holds the wanted share: the value area of
/// Steidlmayer's Market Profile (Dalton, Jones and Dalton, *Mind over Markets*, 1990), a step at a time.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct VolumeProfile {
    /// The steps, lowest first; a single one when nothing moved.
    pub bins: Vec<PriceBin>,
    /// The middle of the fullest step.
    pub point_of_control: f64,
    /// The upper edge of the value area.
    pub value_area_high: f64,
    /// The lower edge of the value area.
    pub value_area_low: f64,
    /// Units traded in all.
    pub volume: f64,
}

/// Volume at price of bars, `None` when nothing was traded. Bars with a gap in high, low or volume are left out.
///
/// # Errors
/// [`IndicatorError::MissingColumn`]; [`IndicatorError::OutOfRange`] for `bins` and `value_area_percent` outside the ranges of
/// the indicator `volume_profile`.
pub fn volume_profile(
    bars: &Ohlcv<'_>,
    bins: usize,
    value_area_percent: f64,
) -> Result<Option<VolumeProfile>, IndicatorError> {
    let kind = Kind::VolumeProfile;
    let given = [
        (1, ParameterValue::Integer(i64::try_from(bins).unwrap_or(i64::MAX))),
        (2, ParameterValue::Real(value_area_percent)),
    ];
    for (idx, value) in given {
        kind.indicator().parameters[idx].check(kind, &value)?;
    }
    for column in [Column::High, Column::Low, Column::Volume] {
        let missing = |_| IndicatorError::MissingColumn { kind: kind.name(), column: column.name() };
        bars.series(column.into()).map_err(missing)?;
    }
    let traded: Vec<Traded> = bars
        .rows()
        .map(|row| Traded { high: row.values[1], low: row.values[2], volume: row.values[4] })
        .filter(|bar| bar.high.is_finite() && bar.low.is_finite() && bar.volume.is_finite())
        .collect();
    let mut counts = Vec::new();
    Ok(of_bars(&traded.iter(), bins, value_area_percent, &mut counts).map(|found| found.with_bins(&counts)))
}

#[derive(Debug, Clone, Copy)]
struct Traded {
    high: f64,
    low: f64,
    volume: f64,
}

/// A profile without its steps.
struct Found {
    lowest: f64,
    highest: f64,
    step: f64,
    fullest: usize,
    /// First and last step of the value area.
    area: (usize, usize),
    volume: f64,
}

impl Found {
    fn edge(&self, bin: usize, bins: usize) -> f64 {
        if bin == bins { self.highest } else { self.lowest + self.step * bin as f64 }
    }

    fn figures(&self, bins: usize) -> [f64; 3] {
        let middle = f64::midpoint(self.edge(self.fullest, bins), self.edge(self.fullest + 1, bins));
        [middle, self.edge(self.area.1 + 1, bins), self.edge(self.area.0, bins)]
    }

    fn with_bins(&self, counts: &[f64]) -> VolumeProfile {
        let bins = counts.len();
        let bin = |(idx, volume): (usize, &f64)| PriceBin {
            low: self.edge(idx, bins),
            high: self.edge(idx + 1, bins),
            volume: *volume,
        };
        let [point_of_control, value_area_high, value_area_low] = self.figures(bins);
        VolumeProfile {
            bins: counts.iter().enumerate().map(bin).collect(),
            point_of_control,
            value_area_high,
            value_area_low,
            volume: self.volume,
        }
    }
}

/// Fills `counts` with the volume of each step.
fn of_bars<'a>(
    bars: &(impl Iterator<Item = &'a Traded> + Clone),
    bins: usize,
    value_area_percent: f64,
    counts: &mut Vec<f64>,
) -> Option<Found> {
    let traded = || bars.clone().filter(|bar| bar.volume > 0.0);
    let lowest = traded().map(|bar| bar.low).reduce(f64::min)?;
    let highest = traded().map(|bar| bar.high).reduce(f64::max)?;
    let step = (highest - lowest) / bins as f64;
    let is_flat = !(step > 0.0 && step.is_finite());
    counts.clear();
    counts.resize(if is_flat { 1 } else { bins }, 0.0);
    for bar in traded() {
        if is_flat {
            counts[0] += bar.volume;
        } else {
            spread(*bar, lowest, step, counts);
        }
    }
    let volume: f64 = counts.iter().sum();
    let fullest = (0..counts.len()).reduce(|best, bin| if counts[bin] > counts[best] { bin } else { best })?;
    let area = value_area(counts, fullest, volume * value_area_percent / 100.0);
    volume.is_finite().then_some(Found { lowest, highest, step, fullest, area, volume })
}

fn spread(bar: Traded, lowest: f64, step: f64, counts: &mut [f64]) {
    let last = counts.len() - 1;
    let bin = |price: f64| (((price - lowest) / step) as usize).min(last);
    let (first, end) = (bin(bar.low), bin(bar.high));
    let range = bar.high - bar.low;
    if first >= end || range <= 0.0 {
        counts[first] += bar.volume;
        return;
    }
    for (idx, count) in counts.iter_mut().enumerate().take(end + 1).skip(first) {
        let low = if idx == first { bar.low } else { lowest + step * idx as f64 };
        let high = if idx == end { bar.high } else { lowest + step * (idx + 1) as f64 };
        *count += bar.volume * ((high - low) / range);
    }
}

fn value_area(counts: &[f64], fullest: usize, wanted: f64) -> (usize, usize) {
    let (mut first, mut last) = (fullest, fullest);
    let mut held = counts[fullest];
    while held < wanted && (first > 0 || last + 1 < counts.len()) {
        let above = counts.get(last + 1).copied();
        let below = first.checked_sub(1).map(|bin| counts[bin]);
        match (above, below) {
            (Some(up), Some(down)) if up < down => {
                first -= 1;
                held += down;
            }
            (Some(up), _) => {
                last += 1;
                held += up;
            }
            (None, Some(down)) => {
                first -= 1;
                held += down;
            }
            (None, None) => break,
        }
    }
    (first, last)
}

/// The profile of the last bars, anew with each bar.
#[derive(Debug, Clone)]
pub(crate) struct Rolling {
    length: usize,
    bins: usize,
    value_area_percent: f64,
    bars: VecDeque<Traded>,
    counts: Vec<f64>,
}

impl Rolling {
    pub(crate) fn new(length: usize, bins: usize, value_area_percent: f64) -> Self {
        Self { length, bins, value_area_percent, bars: VecDeque::new(), counts: Vec::new() }
    }
}

impl Live for Rolling {
    fn update(&mut self, row: &[f64], _: Place) -> Values {
        let &[high, low, volume] = row else { return Values::unknown(3) };
        if self.bars.len() == self.length {
            self.bars.pop_front();
        }
        self.bars.push_back(Traded { high, low, volume });
        if self.bars.len() < self.length {
            return Values::unknown(3);
        }
        let found = of_bars(&self.bars.iter(), self.bins, self.value_area_percent, &mut self.counts);
        found.map_or_else(|| Values::unknown(3), |found| Values::from(found.figures(self.counts.len())))
    }

    fn peek(&self, row: &[f64], place: Place) -> Values {
        self.clone().update(row, place)
    }

    fn copy(&self) -> Box<dyn Live> {
        Box::new(self.clone())
    }
}
