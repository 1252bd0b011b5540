//! Whole series faster than TA-Lib has them, bit for bit the same: the streams beside them are still TA-Lib's, but for the simple average, whose
//! stream is ours and whose series is TA-Lib's.

mod average;
mod correlation;
mod regression;
mod trendline;

use std::borrow::Cow;

use ta_lib::Core;

use crate::live::Live;
use crate::{IndicatorSpec, Kind};

/// Windows of so many bars are looked through whole, many side by side.
const SHORT: usize = 8;

/// The state of an indicator whose stream is ours.
pub(crate) fn live(spec: &IndicatorSpec) -> Option<Box<dyn Live>> {
    (spec.kind() == Kind::Sma).then(|| Box::new(average::Average::new(spec.integer(0))) as Box<dyn Live>)
}

/// Computes an indicator for which there is a kernel; `false` leaves it to TA-Lib. There are more bars than `lookback`.
pub(crate) fn compute(
    spec: &IndicatorSpec,
    inputs: &[Cow<'_, [f64]>],
    columns: &mut [Vec<f64>],
    lookback: usize,
) -> bool {
    let done = match (spec.kind(), inputs, &mut *columns) {
        (Kind::HeikinAshi, [open, high, low, close], [o, h, l, c]) => {
            heikin_ashi([open, high, low, close], [o, h, l, c]);
            true
        }
        (Kind::Donchian, [high, low], [upper, middle, lower]) => {
            donchian(high, low, spec.integer(0), [upper, middle, lower]);
            true
        }
        (Kind::Ultosc, [high, low, close], [out]) => {
            ultimate([high, low, close], [spec.integer(0), spec.integer(1), spec.integer(2)], out)
        }
        (Kind::Correl, [x, y], [out]) => {
            correlation::compute([x, y], spec.integer(0), out);
            true
        }
        (Kind::Linearreg, [values], [out]) => {
            regression::compute(values, spec.integer(0), out);
            true
        }
        (Kind::Stoch, [high, low, close], [k, d]) => stochastic(spec, [high, low, close], [k, d]),
        (Kind::HtTrendline, [prices], [out]) => {
            trendline::compute(prices, lookback, out);
            true
        }
        _ => false,
    };
    if done {
        for column in columns {
            column[..lookback].fill(f64::NAN);
        }
    }
    done
}

/// Valcu, *Using the Heikin-Ashi technique*, Technical Analysis of Stocks & Commodities 22 (2004): the close is the mean of the bar, the
/// open the middle of the candle before.
fn heikin_ashi([open, high, low, close]: [&[f64]; 4], [o, h, l, c]: [&mut [f64]; 4]) {
    // Equal lengths, said so that no access is checked: everything else hides behind the open, which waits for itself.
    let len = open.len();
    let (high, low, close) = (&high[..len], &low[..len], &close[..len]);
    let (o, h, l, c) = (&mut o[..len], &mut h[..len], &mut l[..len], &mut c[..len]);
    let mut middle = (open[0] + close[0]) / 2.0;
    for idx in 0..len {
        let mean = (open[idx] + high[idx] + low[idx] + close[idx]) / 4.0;
        (o[idx], c[idx]) = (middle, mean);
        h[idx] = larger(mean, larger(middle, high[idx]));
        l[idx] = smaller(mean, smaller(middle, low[idx]));
        middle = (middle + mean) / 2.0;
    }
}

/// Highest high and lowest low of a window, by blocks: van Herk, *A fast algorithm for local minimum and maximum filters*, Pattern
/// Recognition Letters 13 (1992), three comparisons a bar whatever the length.
fn donchian(high: &[f64], low: &[f64], length: usize, [upper, middle, lower]: [&mut [f64]; 3]) {
    let first = length - 1;
    extremes(high, length, &mut upper[first..], larger);
    extremes(low, length, &mut lower[first..], smaller);
    for ((middle, upper), lower) in middle.iter_mut().zip(&*upper).zip(&*lower).skip(first) {
        *middle = (upper + lower) / 2.0;
    }
}

/// Where the close lies between lowest low and highest high of a window, in percent, smoothed, and smoothed once more: Lane, *Lane's stochastics*,
/// Technical Analysis of Stocks & Commodities 2 (1984). Other averages than the simple one are left to TA-Lib.
fn stochastic(spec: &IndicatorSpec, [high, low, close]: [&[f64]; 3], [k, d]: [&mut Vec<f64>; 2]) -> bool {
    let (fast, slow, signal) = (spec.integer(0) - 1, spec.integer(1) - 1, spec.integer(3) - 1);
    if !(spec.is_simple_average(2) && spec.is_simple_average(4)) {
        return false;
    }
    let windows = close.len() - fast;
    extremes(high, fast + 1, &mut k[fast..], larger);
    extremes(low, fast + 1, &mut d[fast..], smaller);
    for ((lowest, highest), close) in d[fast..].iter_mut().zip(&k[fast..]).zip(&close[fast..]) {
        let (range, scale) = (highest - *lowest, highest.abs() + lowest.abs());
        let raw = (close - *lowest) / range * 100.0;
        *lowest = if range.abs() <= 1e-14 * scale { 0.0 } else { raw };
    }
    let core = Core::new();
    let smooth = |from: &[f64], length: usize, to: &mut [f64]| {
        i32::try_from(length).is_ok_and(|length| core.sma(0, from.len() - 1, from, length, to).is_ok())
    };
    smooth(&d[fast..], slow + 1, &mut k[fast + slow..])
        && smooth(&k[fast + slow..][..windows - slow], signal + 1, &mut d[fast + slow + signal..])
}

/// The furthest of each `length` values; `out` has as many as there are windows.
fn extremes(values: &[f64], length: usize, out: &mut [f64], further: impl Fn(f64, f64) -> f64) {
    if length <= SHORT {
        let windows = out.len();
        out.copy_from_slice(&values[..windows]);
        for later in 1..length {
            for (best, value) in out.iter_mut().zip(&values[later..]) {
                *best = further(*best, *value);
            }
        }
        return;
    }
    let mut from_start = values.to_vec();
    let mut to_end = values.to_vec();
    for block in from_start.chunks_mut(length) {
        let mut best = block[0];
        for value in block {
            best = further(best, *value);
            *value = best;
        }
    }
    for block in to_end.chunks_mut(length) {
        let mut best = block[block.len() - 1];
        for value in block.iter_mut().rev() {
            best = further(best, *value);
            *value = best;
        }
    }
    for ((out, begun), ended) in out.iter_mut().zip(&to_end).zip(&from_start[length - 1..]) {
        *out = further(*begun, *ended);
    }
}

fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// Williams, *The ultimate oscillator*, Technical Analysis of Stocks & Commodities 3 (1985): buying pressure over true range in three
/// windows, weighted 4, 2 and 1 from the shortest on. A bar with neither is left to TA-Lib, which has a rule for runs of them.
fn ultimate([high, low, close]: [&[f64]; 3], mut lengths: [usize; 3], out: &mut [f64]) -> bool {
    let mut pressure = vec![0.0; close.len()];
    let mut range = vec![0.0; close.len()];
    let mut is_still = false;
    for idx in 1..close.len() {
        let before = close[idx - 1];
        pressure[idx] = close[idx] - smaller(low[idx], before);
        let gap = larger((before - high[idx]).abs(), high[idx] - low[idx]);
        range[idx] = larger((before - low[idx]).abs(), gap);
        is_still |= range[idx] + pressure[idx].abs() <= 0.0;
    }
    if is_still {
        return false;
    }
    lengths.sort_unstable();
    let first = lengths[2];
    let sum = |of: &[f64], length: usize| of[first + 1 - length..first].iter().fold(0.0, |sum, value| sum + value);
    let mut pressures = lengths.map(|length| sum(&pressure, length));
    let mut ranges = lengths.map(|length| sum(&range, length));
    for bar in first..close.len() {
        let mut weighted = 0.0;
        for (window, weight) in [4.0, 2.0, 1.0].into_iter().enumerate() {
            pressures[window] += pressure[bar];
            ranges[window] += range[bar];
            if ranges[window] > 0.0 {
                weighted += weight * (pressures[window] / ranges[window]);
            }
            let leaving = bar + 1 - lengths[window];
            pressures[window] -= pressure[leaving];
            ranges[window] -= range[leaving];
        }
        out[bar] = 100.0 * (weighted / 7.0);
    }
    true
}
