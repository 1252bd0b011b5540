//! London Stock Exchange: closed on the bank holidays of England and Wales.
//!
//! The law is the Banking and Financial Dealings Act 1971 with the royal proclamations under it, which move or add days.

use chrono::Weekday::{Mon, Tue};

use super::{Day, EarlyClose, Moved, Once, Rulebook, Weekends, rule, time};

pub(super) static LONDON: Rulebook = Rulebook {
    opens: time(8, 0),
    closes: Some(time(16, 30)),
    weekends: Weekends::Closed,
    holidays: &[
        rule("New Year's Day", Day::Date(1, 1)).moved(Moved::ToMonday),
        rule("Good Friday", Day::Easter(-2)),
        rule("Easter Monday", Day::Easter(1)),
        // Moved to the anniversary of VE day in 1995 and 2020.
        rule("Early May bank holiday", Day::Nth(5, Mon, 1, 0)).except(&[1995, 2020]),
        // Moved to the jubilees of 2002, 2012 and 2022.
        rule("Spring bank holiday", Day::OnOrBefore(Mon, 5, 31)).except(&[2002, 2012, 2022]),
        rule("Summer bank holiday", Day::OnOrBefore(Mon, 8, 31)),
        rule("Christmas Day", Day::Date(12, 25)),
        rule("Boxing Day", Day::Date(12, 26)),
        rule("Christmas Day (substitute)", Day::Date(12, 27)).moved(Moved::Only(&[Mon, Tue])),
        rule("Boxing Day (substitute)", Day::Date(12, 28)).moved(Moved::Only(&[Mon, Tue])),
    ],
    once: &[
        Once { date: (1995, 5, 8), reason: "50th anniversary of VE day" },
        Once { date: (1999, 12, 31), reason: "Millennium bank holiday" },
        Once { date: (2002, 6, 3), reason: "Golden jubilee of Queen Elizabeth II" },
        Once { date: (2002, 6, 4), reason: "Spring bank holiday, moved to the golden jubilee" },
        Once { date: (2011, 4, 29), reason: "Wedding of Prince William" },
        Once { date: (2012, 6, 4), reason: "Spring bank holiday, moved to the diamond jubilee" },
        Once { date: (2012, 6, 5), reason: "Diamond jubilee of Queen Elizabeth II" },
        Once { date: (2020, 5, 8), reason: "75th anniversary of VE day" },
        Once { date: (2022, 6, 2), reason: "Spring bank holiday, moved to the platinum jubilee" },
        Once { date: (2022, 6, 3), reason: "Platinum jubilee of Queen Elizabeth II" },
        Once { date: (2022, 9, 19), reason: "State funeral of Queen Elizabeth II" },
        Once { date: (2023, 5, 8), reason: "Coronation of King Charles III" },
    ],
    early_closes: &[
        EarlyClose { rule: rule("Christmas Eve", Day::Date(12, 24)).moved(Moved::ToFriday), closes: time(12, 30) },
        EarlyClose { rule: rule("New Year's Eve", Day::Date(12, 31)).moved(Moved::ToFriday), closes: time(12, 30) },
    ],
    irregular: &[],
};
