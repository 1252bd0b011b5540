//! Which bar a moment belongs to.
//!
//! Bars within a day are counted from the opening of their session, so an exchange that opens at 9:30 has hours from 9:30,
//! 10:30 and so on; the last one ends with the session, also on a half day. Around the clock they are counted from the start of
//! the day in its time zone.

use calendar::{exchange::Exchange, zone::to_utc};
use chrono::{Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use model::time::Timestamp;

use crate::{error::BarsError, interval::Interval};

/// 1970-01-01 and 2100-01-01: times beyond are refused before any calendar is asked.
const KNOWN: std::ops::Range<i64> = 0..4_102_444_800_000_000;

/// When an instrument trades.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hours {
    /// The sessions of an exchange. Nothing outside of them belongs to a bar.
    Exchange {
        /// Whose sessions.
        exchange: Exchange,
        /// For how many microseconds after the close prints still count into the session's last bar: the closing auction.
        auction_micros: i64,
    },
    /// Around the clock, in days of a time zone. A day has the date of its last moment: with `begins` 17:00 in New York,
    /// Monday is from Sunday 17:00 to Monday 17:00.
    AroundTheClock {
        /// Whose days.
        zone: Tz,
        /// The local time at which one day ends and the next begins.
        begins: NaiveTime,
    },
}

impl Hours {
    /// Around the clock, in days of UTC.
    pub const UTC: Self = Self::AroundTheClock { zone: Tz::UTC, begins: NaiveTime::MIN };

    /// The sessions of an exchange, without a closing auction.
    #[must_use]
    pub const fn of(exchange: Exchange) -> Self {
        Self::Exchange { exchange, auction_micros: 0 }
    }
}

/// A half-open stretch of time `[start, end)` in UTC microseconds, and the time by which its bar is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    /// `Bar::at`: the start, or midnight UTC of the session's date for daily bars.
    pub label: i64,
    /// Its first moment.
    pub start: i64,
    /// The first moment after it.
    pub end: i64,
}

impl Period {
    /// Whether a moment lies in it.
    #[must_use]
    pub const fn contains(&self, at: i64) -> bool {
        self.start <= at && at < self.end
    }
}

/// A stretch between openings and closes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Span {
    /// A session from its opening to its close, with what its auction adds.
    Open {
        /// Midnight UTC of its date.
        date: i64,
        /// Opening.
        opens: i64,
        /// Close.
        closes: i64,
        /// The first moment that no longer counts.
        end: i64,
    },
    /// No trading.
    Closed {
        /// From here.
        start: i64,
        /// Until here, at least.
        end: i64,
    },
}

impl Span {
    /// Whether a moment lies in it.
    #[must_use]
    pub const fn contains(&self, at: i64) -> bool {
        match *self {
            Self::Open { opens: start, end, .. } | Self::Closed { start, end } => start <= at && at < end,
        }
    }

    /// The period of an interval that a moment in the span belongs to; `None` when closed or outside.
    #[must_use]
    pub fn period(&self, interval: Interval, at: i64) -> Option<Period> {
        let Self::Open { date, opens, closes, end } = *self else { return None };
        if !self.contains(at) {
            return None;
        }
        let Some(length) = interval.micros() else { return Some(Period { label: date, start: opens, end }) };
        let start = opens + (at.min(closes - 1) - opens) / length * length;
        let last = start + length >= closes;
        Some(Period { label: start, start, end: if last { end } else { start + length } })
    }
}

impl Hours {
    /// The session that a moment lies in, or the stretch without trading.
    ///
    /// # Errors
    /// When the moment is out of all range, or the exchange's calendar does not reach it.
    pub fn span(&self, at: Timestamp) -> Result<Span, BarsError> {
        if !KNOWN.contains(&at.micros()) {
            return Err(BarsError::TimeOutOfRange(at));
        }
        match *self {
            Self::Exchange { exchange, auction_micros } => session_span(exchange, auction_micros, at),
            Self::AroundTheClock { zone, begins } => Ok(day_span(zone, begins, at)),
        }
    }

    /// The period of an interval that a moment belongs to; `None` outside of trading hours.
    ///
    /// # Errors
    /// As [`Hours::span`].
    pub fn period(&self, interval: Interval, at: Timestamp) -> Result<Option<Period>, BarsError> {
        Ok(self.span(at)?.period(interval, at.micros()))
    }

    /// The period that a bar's own time names: its start, or its date for daily bars.
    ///
    /// # Errors
    /// As [`Hours::span`]; [`BarsError::OutsideHours`] when no bar can have that time.
    pub fn period_of_bar(&self, interval: Interval, label: Timestamp) -> Result<Period, BarsError> {
        let outside = || BarsError::OutsideHours(label);
        let inside = match interval {
            Interval::Day1 => self.opening(label)?.ok_or_else(outside)?,
            _ => label,
        };
        let period = self.period(interval, inside)?.ok_or_else(outside)?;
        if period.label == label.micros() { Ok(period) } else { Err(outside()) }
    }

    /// The first moment of the session with the date of a daily bar.
    fn opening(&self, label: Timestamp) -> Result<Option<Timestamp>, BarsError> {
        if !KNOWN.contains(&label.micros()) {
            return Err(BarsError::TimeOutOfRange(label));
        }
        let date = label.date();
        match *self {
            Self::Exchange { exchange, .. } => Ok(exchange.session(date)?.map(|session| session.opens_at.into())),
            Self::AroundTheClock { zone, begins } => Ok(Some(Timestamp::from_micros(day_start(zone, begins, date)))),
        }
    }
}

fn session_span(exchange: Exchange, auction_micros: i64, at: Timestamp) -> Result<Span, BarsError> {
    let zone = exchange.zone();
    let date = at.to_chrono().with_timezone(&zone).date_naive();
    let midnight = |date: NaiveDate| to_utc(zone, date.and_time(NaiveTime::MIN)).timestamp_micros();
    let (from, to) = (midnight(date), midnight(date + Days::new(1)));
    let Some(session) = exchange.session(date)? else { return Ok(Span::Closed { start: from, end: to }) };
    let (opens, closes) = (session.opens_at.timestamp_micros(), session.closes_at.timestamp_micros());
    // An auction cannot reach into the next day: there the next session may begin.
    let end = closes.saturating_add(auction_micros.max(0)).min(to.max(closes));
    let now = at.micros();
    Ok(if now < opens {
        Span::Closed { start: from, end: opens }
    } else if now < end {
        Span::Open { date: Timestamp::from_date(date).micros(), opens, closes, end }
    } else {
        Span::Closed { start: end, end: to }
    })
}

/// The first moment of the day that ends on a date.
fn day_start(zone: Tz, begins: NaiveTime, date: NaiveDate) -> i64 {
    let first = if begins == NaiveTime::MIN { date } else { date - Days::new(1) };
    to_utc(zone, first.and_time(begins)).timestamp_micros()
}

fn day_span(zone: Tz, begins: NaiveTime, at: Timestamp) -> Span {
    let local = at.to_chrono().with_timezone(&zone).naive_local();
    // Clock changes can move a boundary by hours, so the neighbours are looked at too.
    let near = [local.date() - Days::new(1), local.date(), local.date() + Days::new(1), local.date() + Days::new(2)];
    let spans =
        near.windows(2).map(|days| (days[0], day_start(zone, begins, days[0]), day_start(zone, begins, days[1])));
    for (date, start, end) in spans {
        if start <= at.micros() && at.micros() < end {
            return Span::Open { date: Timestamp::from_date(date).micros(), opens: start, closes: end, end };
        }
    }
    Span::Closed { start: at.micros(), end: at.micros() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn check(hours: Hours, interval: Interval, at: &str, expected: Option<(&str, &str, &str)>) {
        let micros = |text| time(text).micros();
        let expected =
            expected.map(|(label, start, end)| Period { label: micros(label), start: micros(start), end: micros(end) });
        assert_eq!(hours.period(interval, time(at)).unwrap(), expected, "{interval} at {at}");
    }

    const NYSE: Hours = Hours::of(Exchange::Nyse);

    #[test]
    fn hours_of_a_session_count_from_its_opening_and_end_with_it() {
        let (hour, day) = (Interval::Hour1, Interval::Day1);
        let of = |label, end| Some((label, label, end));
        check(NYSE, hour, "2024-07-02T13:30:00Z", of("2024-07-02T13:30:00Z", "2024-07-02T14:30:00Z"));
        check(NYSE, hour, "2024-07-02T19:59:59.999999Z", of("2024-07-02T19:30:00Z", "2024-07-02T20:00:00Z"));
        check(NYSE, hour, "2024-07-02T20:00:00Z", None);
        check(NYSE, hour, "2024-07-02T13:29:59Z", None);
        check(NYSE, hour, "2024-07-04T15:00:00Z", None); // Independence Day
        // The day before it closes at 13:00 New York time, in summer 17:00 UTC.
        check(NYSE, hour, "2024-07-03T16:45:00Z", of("2024-07-03T16:30:00Z", "2024-07-03T17:00:00Z"));
        check(NYSE, hour, "2024-07-03T17:00:00Z", None);
        let session = Some(("2024-07-03T00:00:00Z", "2024-07-03T13:30:00Z", "2024-07-03T17:00:00Z"));
        check(NYSE, day, "2024-07-03T14:00:00Z", session);
        check(NYSE, Interval::Hour4, "2024-01-02T20:00:00Z", of("2024-01-02T18:30:00Z", "2024-01-02T21:00:00Z"));
    }

    #[test]
    fn an_auction_belongs_to_the_last_bar() {
        let hours = Hours::Exchange { exchange: Exchange::London, auction_micros: 600_000_000 };
        let last = Some(("2024-01-03T16:29:00Z", "2024-01-03T16:29:00Z", "2024-01-03T16:40:00Z"));
        check(hours, Interval::Minute1, "2024-01-03T16:29:30Z", last);
        check(hours, Interval::Minute1, "2024-01-03T16:35:12Z", last);
        check(hours, Interval::Minute1, "2024-01-03T16:40:00Z", None);
        let whole = Hours::Exchange { exchange: Exchange::Crypto, auction_micros: i64::MAX };
        let day = Some(("2024-01-03T00:00:00Z", "2024-01-03T00:00:00Z", "2024-01-04T00:00:00Z"));
        check(whole, Interval::Day1, "2024-01-03T23:59:59Z", day);
    }

    #[test]
    fn days_of_a_zone_have_the_date_of_their_end_and_follow_its_clocks() {
        let zone = chrono_tz::America::New_York;
        let fx = Hours::AroundTheClock { zone, begins: NaiveTime::from_hms_opt(17, 0, 0).unwrap() };
        let monday = Some(("2024-01-08T00:00:00Z", "2024-01-07T22:00:00Z", "2024-01-08T22:00:00Z"));
        check(fx, Interval::Day1, "2024-01-07T22:00:00Z", monday);
        check(fx, Interval::Day1, "2024-01-08T21:59:59Z", monday);
        // Clocks go forward on 2024-03-10: a day of 23 hours, whose last four-hour bar has three.
        let midnight = Hours::AroundTheClock { zone, begins: NaiveTime::MIN };
        let short = Some(("2024-03-10T00:00:00Z", "2024-03-10T05:00:00Z", "2024-03-11T04:00:00Z"));
        check(midnight, Interval::Day1, "2024-03-10T12:00:00Z", short);
        let last = Some(("2024-03-11T01:00:00Z", "2024-03-11T01:00:00Z", "2024-03-11T04:00:00Z"));
        check(midnight, Interval::Hour4, "2024-03-11T02:00:00Z", last);
        let utc = Hours::of(Exchange::Crypto);
        let hour = Some(("2024-03-10T02:00:00Z", "2024-03-10T02:00:00Z", "2024-03-10T04:00:00Z"));
        check(utc, Interval::Hour2, "2024-03-10T03:59:59.999Z", hour);
    }

    #[test]
    fn a_bar_names_its_period() {
        let day = NYSE.period_of_bar(Interval::Day1, time("2024-07-03")).unwrap();
        assert_eq!(day.end, time("2024-07-03T17:00:00Z").micros());
        let minute = NYSE.period_of_bar(Interval::Minute1, time("2024-07-03T13:31:00Z")).unwrap();
        assert_eq!(minute.end - minute.start, 60_000_000);
        for wrong in ["2024-07-04", "2024-07-03T13:31:00Z"] {
            assert!(NYSE.period_of_bar(Interval::Day1, time(wrong)).is_err(), "{wrong}");
        }
        assert!(NYSE.period_of_bar(Interval::Minute1, time("2024-07-03T13:31:10Z")).is_err());
    }

    #[test]
    fn times_out_of_all_range_are_refused() {
        for micros in [i64::MIN, -1, 4_102_444_800_000_000, i64::MAX] {
            let at = Timestamp::from_micros(micros);
            for hours in [NYSE, Hours::AroundTheClock { zone: Tz::Pacific__Apia, begins: NaiveTime::MIN }] {
                assert_eq!(hours.span(at), Err(BarsError::TimeOutOfRange(at)));
                assert!(hours.period_of_bar(Interval::Day1, at).is_err());
            }
        }
        let early = NYSE.span(time("1980-06-02T15:00:00Z")).unwrap_err();
        assert_eq!(early.code(), "calendar_year_out_of_range");
        // Samoa left out 2011-12-30: the moments around it lie in some day.
        let samoa = Hours::AroundTheClock { zone: Tz::Pacific__Apia, begins: NaiveTime::MIN };
        for hour in 0..96 {
            let at = Timestamp::from_micros(time("2011-12-29T00:00:00Z").micros() + hour * 3_600_000_000);
            assert!(samoa.period(Interval::Hour1, at).unwrap().is_some(), "{at}");
        }
    }
}
