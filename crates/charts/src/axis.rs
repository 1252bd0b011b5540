//! The time axis: bars stand side by side without gaps for nights and weekends; marks stand where a period begins.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, Timelike};
use egui_plot::{GridInput, GridMark};

/// A step between marks.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Months(u32),
    Days(u64),
    Minutes(i64),
}

/// Steps from coarse to fine.
const STEPS: [Step; 15] = [
    Step::Months(120),
    Step::Months(60),
    Step::Months(24),
    Step::Months(12),
    Step::Months(3),
    Step::Months(1),
    Step::Days(7),
    Step::Days(1),
    Step::Minutes(360),
    Step::Minutes(180),
    Step::Minutes(60),
    Step::Minutes(30),
    Step::Minutes(15),
    Step::Minutes(5),
    Step::Minutes(1),
];

fn civil(micros: i64) -> NaiveDateTime {
    DateTime::from_timestamp_micros(micros).unwrap_or_default().naive_utc()
}

impl Step {
    /// About how many microseconds it takes.
    fn micros(self) -> f64 {
        let days = match self {
            Self::Months(m) => f64::from(m) * 30.44,
            Self::Days(d) => d as f64,
            Self::Minutes(m) => m as f64 / 1440.0,
        };
        days * 86_400e6
    }

    /// The beginning of the period that `t` lies in.
    fn floor(self, t: NaiveDateTime) -> NaiveDateTime {
        let day = t.date();
        let date = match self {
            Self::Months(m) => {
                let months = day.year() * 12 + day.month0() as i32;
                let first = months.div_euclid(m as i32) * m as i32;
                NaiveDate::from_ymd_opt(first.div_euclid(12), first.rem_euclid(12) as u32 + 1, 1).unwrap_or(day)
            }
            Self::Days(7) => day - Days::new(u64::from(day.weekday().num_days_from_monday())),
            Self::Days(_) => day,
            Self::Minutes(m) => {
                let minute = i64::from(t.num_seconds_from_midnight()) / 60 / m * m;
                return day.and_time(chrono::NaiveTime::MIN) + chrono::TimeDelta::minutes(minute);
            }
        };
        date.and_time(chrono::NaiveTime::MIN)
    }

    /// The beginning of the next period.
    fn next(self, t: NaiveDateTime) -> Option<NaiveDateTime> {
        match self {
            Self::Months(m) => t.checked_add_months(Months::new(m)),
            Self::Days(d) => t.checked_add_days(Days::new(d)),
            Self::Minutes(m) => t.checked_add_signed(chrono::TimeDelta::minutes(m)),
        }
    }
}

/// Marks on the index axis where a year, month, day or hour begins, as many as have room.
pub(crate) fn marks(at: &[i64], input: &GridInput) -> Vec<GridMark> {
    let last = at.len().saturating_sub(1);
    let (lo, hi) = (input.bounds.0.max(0.0) as usize, (input.bounds.1.max(0.0) as usize).min(last));
    if at.is_empty() || lo >= hi {
        return Vec::new();
    }
    let span = (at[hi] - at[lo]) as f64;
    let Some(step) = STEPS.iter().rev().find(|s| span / s.micros() <= 12.0).or(STEPS.first()).copied() else {
        return Vec::new();
    };
    let mut marks = Vec::new();
    let mut begin = Some(step.floor(civil(at[lo])));
    while let Some(t) = begin.filter(|t| *t <= civil(at[hi])) {
        let index = at.partition_point(|a| civil(*a) < t);
        if t >= civil(at[lo]) && index <= hi {
            marks.push(GridMark { value: index as f64, step_size: (hi - lo) as f64 / 6.0 });
        }
        begin = step.next(t);
    }
    marks.dedup_by_key(|m| m.value as usize);
    marks
}

/// The text under a mark.
pub(crate) fn label(at: &[i64], mark: GridMark, range: &RangeInclusive<f64>) -> String {
    let index = mark.value.round();
    if index < 0.0 || index as usize >= at.len() {
        return String::new();
    }
    let edge = |v: f64| at[(v.max(0.0) as usize).min(at.len() - 1)];
    let days = (edge(*range.end()) - edge(*range.start())) as f64 / 86_400e6;
    let format = match days {
        d if d > 3650.0 => "%Y",
        d if d > 60.0 => "%b %Y",
        d if d > 3.0 => "%d %b",
        _ => "%H:%M",
    };
    civil(at[index as usize]).format(format).to_string()
}

/// A bar's time for the legend: the date, with the hour for bars shorter than a day.
pub(crate) fn full(micros: i64) -> String {
    let t = civil(micros);
    if t.num_seconds_from_midnight() == 0 {
        t.format("%Y-%m-%d").to_string()
    } else {
        t.format("%Y-%m-%d %H:%M").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(n: usize) -> Vec<i64> {
        (0..n as i64).map(|d| d * 86_400_000_000).collect()
    }

    fn values(at: &[i64], from: f64, to: f64) -> Vec<String> {
        marks(at, &GridInput { bounds: (from, to), base_step_size: 1.0 })
            .into_iter()
            .map(|m| label(at, m, &(from..=to)))
            .collect()
    }

    #[test]
    fn marks_stand_where_periods_begin() {
        let at = days(366 * 12);
        assert_eq!(values(&at, 0.0, 365.0 * 12.0)[..3], ["1970", "1971", "1972"]);
        assert_eq!(values(&at, 0.0, 366.0 * 12.0 - 1.0).len(), 7, "every second year once one a year is too many");
        assert_eq!(values(&at, 0.0, 200.0)[..3], ["Jan 1970", "Feb 1970", "Mar 1970"]);
        assert_eq!(values(&at, 0.0, 6.0)[..3], ["01 Jan", "02 Jan", "03 Jan"]);
    }

    #[test]
    fn nothing_in_view_has_no_marks() {
        assert!(values(&[], 0.0, 10.0).is_empty());
        assert!(values(&days(5), 20.0, 30.0).is_empty());
    }
}
