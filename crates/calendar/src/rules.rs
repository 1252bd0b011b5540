//! The words in which an exchange's holidays are written, and the dates that they mean.

mod euronext;
mod london;
mod toronto;
mod us;
mod xetra;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};

use crate::exchange::Exchange;

/// All that makes an exchange's sessions.
pub(crate) struct Rulebook {
    /// Opening, local time.
    pub(crate) opens: NaiveTime,
    /// Closing, local time; `None` is midnight at the end of the day.
    pub(crate) closes: Option<NaiveTime>,
    /// Whether Saturdays and Sundays are sessions like other days.
    pub(crate) weekends: Weekends,
    pub(crate) holidays: &'static [Rule],
    pub(crate) once: &'static [Once],
    pub(crate) early_closes: &'static [EarlyClose],
    pub(crate) irregular: &'static [Irregular],
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weekends {
    Closed,
    Open,
}

/// A holiday that comes back each year.
#[derive(Clone, Copy)]
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    day: Day,
    moved: Moved,
    first: i32,
    last: i32,
    except: &'static [i32],
}

/// Which day of a year.
#[derive(Clone, Copy)]
pub(crate) enum Day {
    /// Month and day.
    Date(u32, u32),
    /// Month, weekday, which one of the month, days after it.
    Nth(u32, Weekday, u8, u64),
    /// The last such weekday on or before a month and day.
    OnOrBefore(Weekday, u32, u32),
    /// Days after Easter Sunday.
    Easter(i64),
}

/// Where a day goes that falls on a weekend.
#[derive(Clone, Copy)]
pub(crate) enum Moved {
    /// Nowhere: it is lost.
    Never,
    /// Sunday to Monday; Saturday is lost.
    SundayToMonday,
    /// Saturday to Friday, Sunday to Monday.
    Nearest,
    /// Both to Monday.
    ToMonday,
    /// Both to Friday.
    ToFriday,
    /// Whatever the day, to the weekday before it.
    WeekdayBefore,
    /// It counts only on those weekdays.
    Only(&'static [Weekday]),
}

/// A closing that happened once.
pub(crate) struct Once {
    pub(crate) date: (i32, u32, u32),
    pub(crate) reason: &'static str,
}

/// A day that comes back each year on which trading ends early.
pub(crate) struct EarlyClose {
    pub(crate) rule: Rule,
    /// Local time.
    pub(crate) closes: NaiveTime,
}

/// A session that once opened late, closed early, or both.
pub(crate) struct Irregular {
    pub(crate) date: (i32, u32, u32),
    pub(crate) opens: Option<NaiveTime>,
    pub(crate) closes: Option<NaiveTime>,
    pub(crate) reason: &'static str,
}

/// A holiday of every year that is lost on a weekend.
const fn rule(name: &'static str, day: Day) -> Rule {
    Rule { name, day, moved: Moved::Never, first: i32::MIN, last: i32::MAX, except: &[] }
}

impl Rule {
    const fn moved(self, moved: Moved) -> Self {
        Self { moved, ..self }
    }

    const fn since(self, first: i32) -> Self {
        Self { first, ..self }
    }

    const fn until(self, last: i32) -> Self {
        Self { last, ..self }
    }

    const fn except(self, except: &'static [i32]) -> Self {
        Self { except, ..self }
    }

    /// Its day in a year; `None` when it does not hold there or is lost on a weekend.
    pub(crate) fn date(&self, year: i32) -> Option<NaiveDate> {
        if year < self.first || year > self.last || self.except.contains(&year) {
            return None;
        }
        let day = self.day.date(year)?;
        let weekday = day.weekday();
        let by = |days: i64| day.checked_add_signed(chrono::TimeDelta::days(days));
        match (self.moved, weekday) {
            (Moved::WeekdayBefore, Weekday::Sun) => by(-2),
            (Moved::WeekdayBefore, Weekday::Mon) => by(-3),
            (Moved::WeekdayBefore, _) => by(-1),
            (Moved::Only(weekdays), weekday) => weekdays.contains(&weekday).then_some(day),
            (Moved::Nearest | Moved::ToFriday, Weekday::Sat) => by(-1),
            (Moved::ToMonday, Weekday::Sat) => by(2),
            (Moved::SundayToMonday | Moved::Nearest | Moved::ToMonday, Weekday::Sun) => by(1),
            (Moved::ToFriday, Weekday::Sun) => by(-2),
            (Moved::Never, Weekday::Sat | Weekday::Sun) | (Moved::SundayToMonday, Weekday::Sat) => None,
            (_, Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri) => Some(day),
        }
    }
}

impl Day {
    fn date(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Date(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Self::Nth(month, weekday, n, after) => {
                NaiveDate::from_weekday_of_month_opt(year, month, weekday, n)?.checked_add_days(Days::new(after))
            }
            Self::OnOrBefore(weekday, month, day) => {
                let latest = NaiveDate::from_ymd_opt(year, month, day)?;
                latest.checked_sub_days(Days::new(latest.weekday().days_since(weekday).into()))
            }
            Self::Easter(days) => easter_sunday(year)?.checked_add_signed(chrono::TimeDelta::days(days)),
        }
    }
}

/// Easter Sunday of the Gregorian calendar, after the anonymous algorithm of Nature 13 (1876), p. 487, in the form of
/// Meeus, Astronomical Algorithms (1991), chapter 8.
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year % 19;
    let (century, of_century) = (year / 100, year % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(days / 31).ok()?, u32::try_from(days % 31).ok()? + 1)
}

/// A local time of day that is written in a table.
const fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).expect("invariant: the hours of an exchange are times of a day")
}

/// The rules of an exchange.
pub(crate) const fn rulebook(exchange: Exchange) -> &'static Rulebook {
    match exchange {
        Exchange::Nyse => &us::NYSE,
        Exchange::Nasdaq => &us::NASDAQ,
        Exchange::London => &london::LONDON,
        Exchange::Xetra => &xetra::XETRA,
        Exchange::Paris => &euronext::PARIS,
        Exchange::Amsterdam => &euronext::AMSTERDAM,
        Exchange::Brussels => &euronext::BRUSSELS,
        Exchange::Lisbon => &euronext::LISBON,
        Exchange::Toronto => &toronto::TORONTO,
        Exchange::Crypto => &CRYPTO,
    }
}

static CRYPTO: Rulebook = Rulebook {
    opens: time(0, 0),
    closes: None,
    weekends: Weekends::Open,
    holidays: &[],
    once: &[],
    early_closes: &[],
    irregular: &[],
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Dates of the US Naval Observatory's table of Easter.
    #[test]
    fn easter_falls_where_the_tables_say() {
        for (year, month, day) in
            [(1990, 4, 15), (1999, 4, 4), (2000, 4, 23), (2008, 3, 23), (2011, 4, 24), (2024, 3, 31), (2035, 3, 25)]
        {
            assert_eq!(easter_sunday(year), NaiveDate::from_ymd_opt(year, month, day), "{year}");
        }
    }

    #[test]
    fn days_that_fall_on_a_weekend_go_where_their_rule_says() {
        // 2022-12-25 is a Sunday, 2021-12-25 a Saturday, 2023-12-25 a Monday.
        let dated = |moved, year| rule("x", Day::Date(12, 25)).moved(moved).date(year).map(|day| day.day());
        for (moved, sunday, saturday, monday) in [
            (Moved::Never, None, None, Some(25)),
            (Moved::SundayToMonday, Some(26), None, Some(25)),
            (Moved::Nearest, Some(26), Some(24), Some(25)),
            (Moved::ToMonday, Some(26), Some(27), Some(25)),
            (Moved::ToFriday, Some(23), Some(24), Some(25)),
            (Moved::WeekdayBefore, Some(23), Some(24), Some(22)),
            (Moved::Only(&[Weekday::Mon]), None, None, Some(25)),
        ] {
            assert_eq!([dated(moved, 2022), dated(moved, 2021), dated(moved, 2023)], [sunday, saturday, monday]);
        }
    }
}
