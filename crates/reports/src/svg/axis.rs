//! Ticks: round values, and the beginnings of years, months, days and hours.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, Timelike, Utc};

use super::{Scale, Unit};
use crate::text;

/// Ticks on the way up, about.
const WANTED: f64 = 6.0;
/// Ticks along the way, at most.
const ALONG_MAX: usize = 10;

/// The range that a chart shows, a little wider than its values, and its ticks.
pub(super) fn ticks((low, high): (f64, f64), scale: Scale, unit: Unit) -> ((f64, f64), Vec<(f64, String)>) {
    // What never changes still needs a height.
    let flat = if high > low { 0.0 } else { (high.abs() * 0.01).max(0.01) };
    let room = (high - low) * 0.04;
    let range = match scale {
        Scale::Linear if flat > 0.0 => (low - flat, high + flat),
        // Nothing lies beyond zero that would need room.
        Scale::Linear => (low - if low == 0.0 { 0.0 } else { room }, high + if high == 0.0 { 0.0 } else { room }),
        Scale::Log => (low * 0.98, high * 1.02),
    };
    let places = match scale {
        Scale::Log if high / low > 4.0 => by_powers(range),
        _ => by_steps(range),
    };
    let step = places.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
    let shown = |value: f64| match unit {
        Unit::Percent => text::percent(value, text::digits_of(step * 100.0)),
        Unit::Plain => text::number(value, text::digits_of(step)),
    };
    (range, places.iter().map(|value| (*value, shown(*value))).collect())
}

/// A round step that divides a range into about as many parts as are wanted.
fn step_of(range: f64, parts: f64) -> f64 {
    let rough = range / parts;
    let power = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0].into_iter().map(|times| times * power).find(|step| *step >= rough).unwrap_or(10.0 * power)
}

fn by_steps((low, high): (f64, f64)) -> Vec<f64> {
    let step = step_of(high - low, WANTED);
    let (first, last) = ((low / step).ceil() as i64, (high / step).floor() as i64);
    (first..=last).map(|n| n as f64 * step).collect()
}

fn by_powers((low, high): (f64, f64)) -> Vec<f64> {
    let powers = low.log10().floor() as i32..=high.log10().ceil() as i32;
    let few = (high / low).log10() > 3.0;
    let of: &[f64] = if few { &[1.0] } else { &[1.0, 2.0, 5.0] };
    let all = powers.flat_map(|power| of.iter().map(move |times| times * 10_f64.powi(power)));
    all.filter(|value| *value >= low && *value <= high).collect()
}

/// Beginnings of years, months, days or hours between two times (microseconds), with their names.
pub(super) fn times(first: i64, last: i64) -> Vec<(i64, String)> {
    let Some((from, to)) = time(first).zip(time(last)) else { return Vec::new() };
    let days = (to - from).num_days();
    let mut every: Vec<(Step, &str)> = Vec::new();
    if days > 1000 {
        every.extend([1, 2, 5, 10, 20, 50].map(|years| (Step::Months(12 * years), "%Y")));
    } else if days > 60 {
        every.extend([1, 2, 3, 6, 12].map(|months| (Step::Months(months), "%b %Y")));
    } else if days > 1 {
        every.extend([1, 2, 5, 10].map(|days| (Step::Days(days), "%-d %b")));
    } else {
        every.extend([1, 2, 3, 6, 12].map(|hours| (Step::Hours(hours), "%-d %b %H:%M")));
    }
    let found = every.into_iter().map(|(step, shape)| (step.between(from, to), shape));
    let mut found: Vec<_> = found.collect();
    let chosen = found.iter().position(|(places, _)| places.len() <= ALONG_MAX).unwrap_or(found.len() - 1);
    let (places, shape) = found.swap_remove(chosen);
    places.into_iter().map(|at| (at.and_utc().timestamp_micros(), at.format(shape).to_string())).collect()
}

fn time(micros: i64) -> Option<NaiveDateTime> {
    DateTime::<Utc>::from_timestamp_micros(micros).map(|at| at.naive_utc())
}

#[derive(Clone, Copy)]
enum Step {
    Months(u32),
    Days(u64),
    Hours(u32),
}

impl Step {
    fn between(self, from: NaiveDateTime, to: NaiveDateTime) -> Vec<NaiveDateTime> {
        let places = std::iter::successors(self.first(from), |at| self.next(*at));
        // A step that leads too far is another's: no more are wanted than fit, and one.
        places.skip_while(|at| *at < from).take_while(|at| *at <= to).take(ALONG_MAX + 1).collect()
    }

    /// The last place that is not after a time.
    fn first(self, from: NaiveDateTime) -> Option<NaiveDateTime> {
        let day = from.date();
        match self {
            Self::Months(months) => {
                let month = (day.year() * 12 + day.month0() as i32).div_euclid(months as i32) * months as i32;
                NaiveDate::from_ymd_opt(month.div_euclid(12), month.rem_euclid(12) as u32 + 1, 1)?.and_hms_opt(0, 0, 0)
            }
            Self::Days(_) => day.and_hms_opt(0, 0, 0),
            Self::Hours(hours) => day.and_hms_opt(from.hour() / hours * hours, 0, 0),
        }
    }

    fn next(self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        match self {
            Self::Months(months) => at.checked_add_months(Months::new(months)),
            Self::Days(days) => at.checked_add_days(Days::new(days)),
            Self::Hours(hours) => at.checked_add_signed(chrono::Duration::hours(i64::from(hours))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(list: &[(f64, String)]) -> Vec<&str> {
        list.iter().map(|(_, text)| text.as_str()).collect()
    }

    #[test]
    fn ticks_are_round() {
        let ((low, high), found) = ticks((-0.31, 0.0), Scale::Linear, Unit::Percent);
        assert!(low < -0.31 && high == 0.0);
        assert_eq!(texts(&found), ["\u{2212}30 %", "\u{2212}20 %", "\u{2212}10 %", "0 %"]);
        let (_, found) = ticks((90_000.0, 1_200_000.0), Scale::Log, Unit::Plain);
        assert_eq!(texts(&found), ["100,000", "200,000", "500,000", "1,000,000"]);
        for value in [3.0, 0.0, -3.0] {
            let ((low, high), flat) = ticks((value, value), Scale::Linear, Unit::Plain);
            assert!(low < value && value < high && !flat.is_empty(), "{value}");
        }
    }

    #[test]
    fn dates_are_beginnings() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap().timestamp_micros();
        let names =
            |from: &str, to: &str| times(at(from), at(to)).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(names("2003-05-01T00:00:00Z", "2023-02-01T00:00:00Z")[..2], ["2004", "2006"]);
        assert_eq!(names("2023-11-05T00:00:00Z", "2024-02-08T00:00:00Z"), ["Dec 2023", "Jan 2024", "Feb 2024"]);
        assert_eq!(names("2024-01-01T00:00:00Z", "2024-01-03T12:00:00Z"), ["1 Jan", "2 Jan", "3 Jan"]);
        assert!(!names("2024-01-01T09:30:00Z", "2024-01-01T16:00:00Z").is_empty());
        assert!(names("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z").len() <= 1);
    }
}
