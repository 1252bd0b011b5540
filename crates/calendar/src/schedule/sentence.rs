//! A recurrence as an English sentence.

use std::fmt;

use chrono::Weekday;

use super::recurrence::{DayRule, Otherwise, Period, Recurrence, TimeRule};

impl fmt::Display for Recurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exchange = self.sessions().map_or("", |rule| rule.exchange.name());
        write_days(f, self.days(), exchange)?;
        // Days that are sessions have named their exchange, and are never days without trading.
        let otherwise = self.sessions().filter(|_| !self.days().are_sessions()).map(|rule| rule.otherwise);
        let whose = if self.days().are_sessions() { String::new() } else { format!(" of {exchange}") };
        match self.at() {
            TimeRule::Local { time, zone } => write!(f, ", at {} {} time", time.format("%H:%M"), zone.name())?,
            TimeRule::Open { minutes } => write!(f, ", {}opening{whose}", distance(minutes))?,
            TimeRule::Close { minutes } => write!(f, ", {}close{whose}", distance(minutes))?,
        }
        match otherwise {
            None => f.write_str("."),
            Some(Otherwise::Next) => write!(f, "; on a day without trading at {exchange}, the next session."),
            Some(Otherwise::Previous) => write!(f, "; on a day without trading at {exchange}, the session before."),
            Some(Otherwise::Skip) => write!(f, "; not on a day without trading at {exchange}."),
        }
    }
}

fn write_days(f: &mut fmt::Formatter<'_>, days: &DayRule, exchange: &str) -> fmt::Result {
    match days {
        DayRule::Daily => f.write_str("Every day"),
        DayRule::Weekly { on } => {
            write!(f, "Every {}", list(&on.iter().map(|day| weekday(*day)).collect::<Vec<_>>()))
        }
        DayRule::Monthly { day: day @ 29.. } => {
            write!(f, "On day {day} of each month (the last day of a shorter one)")
        }
        DayRule::Monthly { day } => write!(f, "On day {day} of each month"),
        DayRule::Yearly { month: 2, day: 29 } => {
            f.write_str("On 29 February of each year (28 February in a common one)")
        }
        DayRule::Yearly { month, day } => write!(f, "On {day} {} of each year", month_name(*month)),
        DayRule::FirstSession { of } => write!(f, "On the first session of each {} at {exchange}", period(*of)),
        DayRule::LastSession { of } => write!(f, "On the last session of each {} at {exchange}", period(*of)),
        DayRule::EverySessions { n: 1, from } => write!(f, "On every session at {exchange} from {from}"),
        DayRule::EverySessions { n, from } => {
            write!(f, "On the first session at {exchange} from {from} and every {n} sessions after it")
        }
    }
}

/// `at the `, `15 minutes before the ` and so on.
fn distance(minutes: i32) -> String {
    let count = minutes.unsigned_abs();
    let unit = if count == 1 { "minute" } else { "minutes" };
    match minutes {
        0 => "at the ".to_owned(),
        1.. => format!("{count} {unit} after the "),
        ..0 => format!("{count} {unit} before the "),
    }
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
