//! Xetra: the calendar of the Frankfurt Stock Exchange.
//!
//! Until 1999 it closed on the holidays of Hesse. From 2000 it traded on Ascension Day, Whit Monday, Corpus Christi and the
//! Day of German Unity (Handelsblatt, "Tag der Arbeit – ohne Arbeit an der Börse", 2008), but for the days below.
//! Not known here: the Day of Repentance, a holiday until 1994, and the shortened last sessions before 2010.

use super::{Day, EarlyClose, Moved, Once, Rulebook, Weekends, rule, time};

pub(super) static XETRA: Rulebook = Rulebook {
    opens: time(9, 0),
    closes: Some(time(17, 30)),
    weekends: Weekends::Closed,
    holidays: &[
        rule("New Year's Day", Day::Date(1, 1)),
        rule("Good Friday", Day::Easter(-2)),
        rule("Easter Monday", Day::Easter(1)),
        rule("Labour Day", Day::Date(5, 1)),
        rule("Ascension Day", Day::Easter(39)).until(1999),
        rule("Whit Monday", Day::Easter(50)).until(1999),
        rule("Whit Monday", Day::Easter(50)).since(2015).until(2021),
        rule("Corpus Christi", Day::Easter(60)).until(1999),
        rule("Day of German Unity", Day::Date(10, 3)).until(1999),
        rule("Day of German Unity", Day::Date(10, 3)).since(2014).until(2021),
        rule("Christmas Eve", Day::Date(12, 24)),
        rule("Christmas Day", Day::Date(12, 25)),
        rule("Second day of Christmas", Day::Date(12, 26)),
        rule("New Year's Eve", Day::Date(12, 31)),
    ],
    once: &[
        // Handelsblatt, "Deutsche Börse: Kein Börsenhandel am 3. Oktober", 2000.
        Once { date: (2000, 10, 3), reason: "Tenth anniversary of German unity" },
        Once { date: (2007, 5, 28), reason: "Whit Monday, when London and New York were closed too" },
        Once { date: (2017, 10, 31), reason: "500th anniversary of the Reformation" },
    ],
    early_closes: &[EarlyClose {
        rule: rule("Last session of the year", Day::Date(12, 31)).moved(Moved::WeekdayBefore).since(2010),
        closes: time(14, 0),
    }],
    irregular: &[],
};
