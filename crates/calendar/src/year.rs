//! One year of one exchange, worked out once and kept.

use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use crate::{
    error::CalendarError,
    exchange::Exchange,
    rules::{Weekends, rulebook},
    session::ClosingKind,
};

/// The first year whose sessions are known.
pub(crate) const FIRST_YEAR: i32 = 1990;
/// The last year whose sessions are known.
pub(crate) const LAST_YEAR: i32 = 2035;
const YEARS: usize = (LAST_YEAR - FIRST_YEAR + 1) as usize;

/// Sessions are bits by day of the year; what is unusual is a list of a dozen.
pub(crate) struct Year {
    open: [u64; 6],
    closed: Vec<(NaiveDate, ClosingKind, &'static str)>,
    hours: Vec<Hours>,
}

/// Hours of one day that are not the usual ones.
#[derive(Clone, Copy)]
pub(crate) struct Hours {
    date: NaiveDate,
    pub(crate) opens: Option<NaiveTime>,
    pub(crate) closes: Option<NaiveTime>,
    pub(crate) reason: &'static str,
}

/// The year of an exchange.
///
/// # Errors
/// [`CalendarError::YearOutOfRange`].
pub(crate) fn year(exchange: Exchange, year: i32) -> Result<&'static Year, CalendarError> {
    static KEPT: [[OnceLock<Year>; YEARS]; Exchange::ALL.len()] =
        [const { [const { OnceLock::new() }; YEARS] }; Exchange::ALL.len()];
    let place = usize::try_from(year - FIRST_YEAR).ok();
    match place.and_then(|place| KEPT[exchange as usize].get(place)) {
        Some(kept) => Ok(kept.get_or_init(|| Year::of(exchange, year))),
        None => Err(out_of_range(exchange, year)),
    }
}

/// That an exchange's sessions are not known in a year.
pub(crate) fn out_of_range(exchange: Exchange, year: i32) -> CalendarError {
    let what = match exchange {
        Exchange::Crypto => "days of the crypto markets",
        Exchange::Nyse
        | Exchange::Nasdaq
        | Exchange::London
        | Exchange::Xetra
        | Exchange::Paris
        | Exchange::Amsterdam
        | Exchange::Brussels
        | Exchange::Lisbon
        | Exchange::Toronto => "exchange sessions",
    };
    CalendarError::YearOutOfRange { year, what, first: FIRST_YEAR, last: LAST_YEAR }
}

impl Year {
    fn of(exchange: Exchange, year: i32) -> Self {
        let rules = rulebook(exchange);
        let once = rules.once.iter().filter(|once| once.date.0 == year);
        let mut closed: Vec<_> = once
            .map(|once| (dated(once.date), ClosingKind::Once, once.reason))
            .chain(rules.holidays.iter().filter_map(|r| Some((r.date(year)?, ClosingKind::Holiday, r.name))))
            .collect();
        // Stable: where two names meet on a day the first written one tells.
        closed.sort_by_key(|(date, ..)| *date);
        closed.dedup_by_key(|(date, ..)| *date);
        let irregular = rules.irregular.iter().filter(|day| day.date.0 == year);
        let hours = irregular
            .map(|d| Hours { date: dated(d.date), opens: d.opens, closes: d.closes, reason: d.reason })
            .chain(rules.early_closes.iter().filter_map(|early| {
                let (date, reason) = (early.rule.date(year)?, early.rule.name);
                Some(Hours { date, opens: None, closes: Some(early.closes), reason })
            }))
            .collect();
        let mut open = [0_u64; 6];
        for day in dated((year, 1, 1)).iter_days().take_while(|day| day.year() == year) {
            let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && rules.weekends == Weekends::Closed;
            if !weekend && closed.binary_search_by_key(&day, |(date, ..)| *date).is_err() {
                open[word(day)] |= bit(day);
            }
        }
        Self { open, closed, hours }
    }

    /// Whether a day of this year is a session.
    pub(crate) fn is_session(&self, day: NaiveDate) -> bool {
        self.open[word(day)] & bit(day) != 0
    }

    /// Sessions of the year.
    pub(crate) fn count(&self) -> u32 {
        self.open.iter().map(|word| word.count_ones()).sum()
    }

    /// Sessions of the year up to and with a day of it.
    pub(crate) fn count_through(&self, day: NaiveDate) -> u32 {
        let before: u32 = self.open[..word(day)].iter().map(|word| word.count_ones()).sum();
        before + (self.open[word(day)] & (bit(day) | (bit(day) - 1))).count_ones()
    }

    /// Day of the year, from 0, of its session of that number, from 0.
    pub(crate) fn nth(&self, mut n: u32) -> Option<u32> {
        for (place, word) in (0_u32..).zip(self.open) {
            if n < word.count_ones() {
                let mut rest = word;
                for _ in 0..n {
                    rest &= rest - 1;
                }
                return Some(place * 64 + rest.trailing_zeros());
            }
            n -= word.count_ones();
        }
        None
    }

    /// The holiday on a day, with its name.
    pub(crate) fn closing(&self, day: NaiveDate) -> Option<(ClosingKind, &'static str)> {
        let place = self.closed.binary_search_by_key(&day, |(date, ..)| *date).ok()?;
        Some((self.closed[place].1, self.closed[place].2))
    }

    /// Hours that are not the usual ones on a day.
    pub(crate) fn hours(&self, day: NaiveDate) -> Option<Hours> {
        self.hours.iter().find(|hours| hours.date == day).copied()
    }
}

fn word(day: NaiveDate) -> usize {
    day.ordinal0() as usize / 64
}

fn bit(day: NaiveDate) -> u64 {
    1 << (day.ordinal0() % 64)
}

fn dated((year, month, day): (i32, u32, u32)) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("invariant: dates in the rules exist")
}
