//! A recurrence as an English sentence.

use std::fmt;

use chrono::Weekday;

use super::recurrence::{DayRule, Otherwise, Period, Recurrence, TimeRule};

impl fmt::Display for Recurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exchange = self.sessions().map_or("", |rule| rule.exchange.name());
        let by_session = match self.days() {
            DayRule::Daily => {
                f.write_str("Every day")?;
                false
            }
            DayRule::Weekly { on } => {
                write!(f, "Every {}", list(&on.iter().map(|day| weekday(*day)).collect::<Vec<_>>()))?;
                false
            }
            DayRule::Monthly { day } if *day > 28 => {
                write!(f, "On day {day} of each month (the last day of a shorter one)")?;
                false
            }
            DayRule::Monthly { day } => {
                write!(f, "On day {day} of each month")?;
                false
            }
            DayRule::Yearly { month: 2, day: 29 } => {
                f.write_str("On 29 February of each year (28 February in a common one)")?;
                false
            }
            DayRule::Yearly { month, day } => {
                write!(f, "On {day} {} of each year", month_name(*month))?;
                false
            }
            DayRule::FirstSession { of } => {
                write!(f, "On the first session of each {} at {exchange}", period(*of))?;
                true
            }
            DayRule::LastSession { of } => {
                write!(f, "On the last session of each {} at {exchange}", period(*of))?;
                true
            }
            DayRule::EverySessions { n: 1, from } => {
                write!(f, "On every session at {exchange} from {from}")?;
                true
            }
            DayRule::EverySessions { n, from } => {
                write!(f, "On the first session at {exchange} from {from} and every {n} sessions after it")?;
                true
            }
        };
        match self.at() {
            TimeRule::Local { time, zone } => write!(f, ", at {} {} time", time.format("%H:%M"), zone.name())?,
            TimeRule::Open { minutes } => around(f, minutes, "opening", exchange, by_session)?,
            TimeRule::Close { minutes } => around(f, minutes, "close", exchange, by_session)?,
        }
        match self.sessions() {
            Some(rule) if !by_session => match rule.otherwise {
                Otherwise::Next => write!(f, "; on a day without trading at {exchange}, the next session")?,
                Otherwise::Previous => write!(f, "; on a day without trading at {exchange}, the session before")?,
                Otherwise::Skip => write!(f, "; not on a day without trading at {exchange}")?,
            },
            Some(_) | None => {}
        }
        f.write_str(".")
    }
}

fn around(f: &mut fmt::Formatter<'_>, minutes: i32, what: &str, exchange: &str, named: bool) -> fmt::Result {
    let count = minutes.unsigned_abs();
    let unit = if count == 1 { "minute" } else { "minutes" };
    match minutes {
        0 => write!(f, ", at the {what}")?,
        1.. => write!(f, ", {count} {unit} after the {what}")?,
        ..0 => write!(f, ", {count} {unit} before the {what}")?,
    }
    if named { Ok(()) } else { write!(f, " of {exchange}") }
}

fn list(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

fn month_name(month: u32) -> &'static str {
    u8::try_from(month).ok().and_then(|month| chrono::Month::try_from(month).ok()).map_or("", |month| month.name())
}

fn period(of: Period) -> &'static str {
    match of {
        Period::Month => "month",
        Period::Quarter => "quarter",
        Period::Year => "year",
    }
}
