//! Bars out of smaller bars, all at once or as they come.
//!
//! High, low and volume are known only where they are for each part: a missing one would make a wrong extreme or a volume that
//! is too small. An interval without parts has no bar.

use std::collections::VecDeque;

use model::{bar::Bar, time::Timestamp};

use crate::{
    build::{BarState, BuiltBar, Counted},
    error::BarsError,
    hours::{Hours, Period},
    interval::Interval,
};

/// How many wholes can still be corrected: the current one and the one before it.
const KEPT: usize = 2;

/// A bar in the making, with its parts by time.
#[derive(Clone, Debug)]
struct Whole {
    period: Period,
    parts: Vec<Bar>,
    revision: u32,
    state: BarState,
}

impl Whole {
    fn bar(&self, interval: Interval) -> Option<BuiltBar> {
        let (first, last) = (self.parts.first()?, self.parts.last()?);
        let fold = |of: fn(&Bar) -> Option<f64>, by: fn(f64, f64) -> f64| {
            let mut values = self.parts.iter().map(of);
            let start = values.next()??;
            values.try_fold(start, |sum, value| Some(by(sum, value?)))
        };
        let bar = Bar {
            at: Timestamp::from_micros(self.period.label),
            open: first.open,
            high: fold(|b| b.high, f64::max),
            low: fold(|b| b.low, f64::min),
            close: last.close,
            volume: fold(|b| b.volume, |a, b| a + b),
        };
        let parts = u32::try_from(self.parts.len()).unwrap_or(u32::MAX);
        Some(BuiltBar { interval, bar, parts, revision: self.revision, state: self.state })
    }
}

/// Puts bars of one interval together to bars of a longer one. A part that comes again, corrected, takes the place of the
/// earlier one; if its whole was closed, that comes again with the next revision.
#[derive(Clone, Debug)]
pub struct Resampler {
    from: Interval,
    to: Interval,
    hours: Hours,
    wholes: VecDeque<Whole>,
}

impl Resampler {
    /// An empty one.
    ///
    /// # Errors
    /// [`BarsError::NotDivisible`] when bars of `from` do not fill bars of `to`.
    pub fn new(from: Interval, to: Interval, hours: Hours) -> Result<Self, BarsError> {
        if from.divides(to) {
            Ok(Self { from, to, hours, wholes: VecDeque::with_capacity(KEPT + 1) })
        } else {
            Err(BarsError::NotDivisible { from, to })
        }
    }

    /// The current bar; `None` before the first part.
    #[must_use]
    pub fn current(&self) -> Option<BuiltBar> {
        self.wholes.back()?.bar(self.to)
    }

    /// Takes a part. Bars that it closes or corrects go to `out`, by time. A bar is closed by the part that ends it or by one
    /// of a later bar.
    ///
    /// # Errors
    /// When the part's time is out of range or names no bar of these hours.
    pub fn push(&mut self, part: &Bar, out: &mut impl FnMut(BuiltBar)) -> Result<Counted, BarsError> {
        let piece = self.hours.period_of_bar(self.from, part.at)?;
        let outside = || BarsError::OutsideHours(part.at);
        let period = self.hours.period(self.to, Timestamp::from_micros(piece.start))?.ok_or_else(outside)?;
        self.close_until(period.start, out);
        let place = self.wholes.partition_point(|whole| whole.period.start < period.start);
        if self.wholes.get(place).is_none_or(|whole| whole.period != period) {
            if place == 0 && self.wholes.len() == KEPT {
                return Ok(Counted::TooLate);
            }
            let late = place < self.wholes.len();
            let state = if late { BarState::Closed } else { BarState::Open };
            self.wholes.insert(place, Whole { period, parts: Vec::new(), revision: 0, state });
        }
        let whole = &mut self.wholes[place];
        let known = !whole.parts.is_empty();
        let at = whole.parts.partition_point(|known| known.at < part.at);
        match whole.parts.get_mut(at) {
            Some(before) if before.at == part.at => *before = *part,
            _ => whole.parts.insert(at, *part),
        }
        match whole.state {
            BarState::Closed => {
                whole.revision += u32::from(known);
                whole.bar(self.to).into_iter().for_each(&mut *out);
            }
            BarState::Open => self.close_until(piece.end, out),
        }
        while self.wholes.len() > KEPT {
            self.wholes.pop_front();
        }
        Ok(Counted::Yes)
    }

    /// Closes what ended at a time or before, by the clock.
    pub fn advance(&mut self, now: Timestamp, out: &mut impl FnMut(BuiltBar)) {
        self.close_until(now.micros(), out);
    }

    fn close_until(&mut self, time: i64, out: &mut impl FnMut(BuiltBar)) {
        for whole in self.wholes.iter_mut().filter(|w| w.state == BarState::Open && w.period.end <= time) {
            whole.state = BarState::Closed;
            whole.bar(self.to).into_iter().for_each(&mut *out);
        }
    }
}

/// Bars of a longer interval out of bars in ascending time; the last one may be of an interval that has not ended.
///
/// # Errors
/// As [`Resampler::new`] and [`Resampler::push`].
pub fn resample(bars: &[Bar], from: Interval, to: Interval, hours: Hours) -> Result<Vec<BuiltBar>, BarsError> {
    let mut resampler = Resampler::new(from, to, hours)?;
    let mut made = Vec::new();
    for bar in bars {
        resampler.push(bar, &mut |whole| made.push(whole))?;
    }
    made.extend(resampler.current().filter(|last| last.state == BarState::Open));
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use calendar::exchange::Exchange;

    fn bar(at: &str, [open, high, low, close]: [f64; 4], volume: Option<f64>) -> Bar {
        Bar { at: at.parse().unwrap(), open: Some(open), high: Some(high), low: Some(low), close, volume }
    }

    const NYSE: Hours = Hours::of(Exchange::Nyse);

    #[test]
    fn minutes_become_hours_of_the_session_and_half_days_days() {
        let minutes = [
            bar("2024-07-03T13:30:00Z", [10.0, 11.0, 9.0, 10.5], Some(1.0)),
            bar("2024-07-03T14:29:00Z", [10.5, 12.0, 10.0, 11.0], Some(2.0)),
            bar("2024-07-03T14:30:00Z", [11.0, 11.0, 8.0, 8.5], Some(4.0)),
            bar("2024-07-03T16:59:00Z", [8.5, 9.0, 8.5, 9.0], None),
        ];
        let hours = resample(&minutes, Interval::Minute1, Interval::Hour1, NYSE).unwrap();
        let wholes: Vec<Bar> = hours.iter().map(|h| h.bar).collect();
        let expected = [
            bar("2024-07-03T13:30:00Z", [10.0, 12.0, 9.0, 11.0], Some(3.0)),
            bar("2024-07-03T14:30:00Z", [11.0, 11.0, 8.0, 8.5], Some(4.0)),
            bar("2024-07-03T16:30:00Z", [8.5, 9.0, 8.5, 9.0], None),
        ];
        assert_eq!(wholes, expected);
        assert!(hours.iter().all(|h| h.state == BarState::Closed), "the last minute ends the half day");
        let days = resample(&wholes, Interval::Hour1, Interval::Day1, NYSE).unwrap();
        assert_eq!(days.len(), 1);
        assert_eq!(days[0].bar, bar("2024-07-03", [10.0, 12.0, 8.0, 9.0], None));
        assert_eq!(days[0].state, BarState::Closed);
    }

    #[test]
    fn a_corrected_part_corrects_its_whole() {
        let mut resampler = Resampler::new(Interval::Minute1, Interval::Minute5, NYSE).unwrap();
        let mut made = Vec::new();
        let mut push = |at: &str, close: f64| {
            let part = bar(at, [1.0, 5.0, 1.0, close], Some(1.0));
            resampler.push(&part, &mut |whole| made.push((whole.bar.close, whole.bar.volume, whole.revision))).unwrap()
        };
        push("2024-07-03T13:30:00Z", 2.0);
        push("2024-07-03T13:31:00Z", 3.0);
        push("2024-07-03T13:35:00Z", 4.0);
        assert_eq!(push("2024-07-03T13:31:00Z", 2.5), Counted::Yes);
        push("2024-07-03T13:41:00Z", 4.0);
        assert_eq!(push("2024-07-03T13:30:00Z", 4.0), Counted::TooLate);
        assert_eq!(made, [(3.0, Some(2.0), 0), (2.5, Some(2.0), 1), (4.0, Some(1.0), 0)]);
    }

    #[test]
    fn bars_that_do_not_fit_are_refused() {
        let refused = Resampler::new(Interval::Minute2, Interval::Minute5, NYSE).unwrap_err();
        assert_eq!(refused.code(), "intervals_not_divisible");
        let mut resampler = Resampler::new(Interval::Minute1, Interval::Minute5, NYSE).unwrap();
        let crooked = bar("2024-07-03T13:30:20Z", [1.0; 4], None);
        assert_eq!(resampler.push(&crooked, &mut |_| ()).unwrap_err().code(), "bar_outside_hours");
    }

    #[test]
    fn an_unknown_part_leaves_the_whole_unknown() {
        let close_only = |at: &str| Bar::close_only(at.parse().unwrap(), 3.0);
        let parts = [close_only("2024-07-03T13:30:00Z"), bar("2024-07-03T13:31:00Z", [1.0; 4], Some(1.0))];
        let whole = resample(&parts, Interval::Minute1, Interval::Minute5, NYSE).unwrap()[0].bar;
        assert_eq!((whole.open, whole.high, whole.low, whole.volume), (None, None, None, None));
        assert_eq!(whole.close, 1.0);
    }
}
