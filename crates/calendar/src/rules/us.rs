//! New York: NYSE and Nasdaq.
//!
//! Holidays and half days after NYSE Rule 7.2 and the exchange's yearly announcements; closings for one day, and days that
//! opened late or closed early, after the exchange's list "Special Closings". Moments of silence of one to three minutes
//! and the last four minutes of 2005-06-01 are left out: they are pauses, not hours.

use chrono::Weekday::{Fri, Mon, Thu, Tue, Wed};

use super::{Day, EarlyClose, Irregular, Moved, Once, Rule, Rulebook, Weekends, rule, time};

pub(super) static NYSE: Rulebook = Rulebook {
    opens: time(9, 30),
    closes: Some(time(16, 0)),
    weekends: Weekends::Closed,
    holidays: HOLIDAYS,
    once: ONCE,
    early_closes: EARLY_CLOSES,
    irregular: NYSE_IRREGULAR,
};

pub(super) static NASDAQ: Rulebook = Rulebook {
    opens: time(9, 30),
    closes: Some(time(16, 0)),
    weekends: Weekends::Closed,
    holidays: HOLIDAYS,
    once: ONCE,
    early_closes: EARLY_CLOSES,
    irregular: BOTH_IRREGULAR,
};

const HOLIDAYS: &[Rule] = &[
    rule("New Year's Day", Day::Date(1, 1)).moved(Moved::SundayToMonday),
    rule("Martin Luther King Jr. Day", Day::Nth(1, Mon, 3, 0)).since(1998),
    rule("Washington's Birthday", Day::Nth(2, Mon, 3, 0)),
    rule("Good Friday", Day::Easter(-2)),
    rule("Memorial Day", Day::OnOrBefore(Mon, 5, 31)),
    rule("Juneteenth", Day::Date(6, 19)).moved(Moved::Nearest).since(2022),
    rule("Independence Day", Day::Date(7, 4)).moved(Moved::Nearest),
    rule("Labor Day", Day::Nth(9, Mon, 1, 0)),
    rule("Thanksgiving Day", Day::Nth(11, Thu, 4, 0)),
    rule("Christmas Day", Day::Date(12, 25)).moved(Moved::Nearest),
];

const ONCE: &[Once] = &[
    Once { date: (1994, 4, 27), reason: "Funeral of President Nixon" },
    Once { date: (2001, 9, 11), reason: "Attacks of 11 September" },
    Once { date: (2001, 9, 12), reason: "Attacks of 11 September" },
    Once { date: (2001, 9, 13), reason: "Attacks of 11 September" },
    Once { date: (2001, 9, 14), reason: "Attacks of 11 September" },
    Once { date: (2004, 6, 11), reason: "National day of mourning for President Reagan" },
    Once { date: (2007, 1, 2), reason: "National day of mourning for President Ford" },
    Once { date: (2012, 10, 29), reason: "Hurricane Sandy" },
    Once { date: (2012, 10, 30), reason: "Hurricane Sandy" },
    Once { date: (2018, 12, 5), reason: "National day of mourning for President George H. W. Bush" },
    Once { date: (2025, 1, 9), reason: "National day of mourning for President Carter" },
];

/// Half days ended at 14:00 until 1992 and end at 13:00 since.
const EARLY_CLOSES: &[EarlyClose] = &[
    EarlyClose {
        rule: rule("Day before Independence Day", Day::Date(7, 3)).moved(Moved::Only(&[Mon, Tue, Thu])).since(1995),
        closes: time(13, 0),
    },
    EarlyClose {
        rule: rule("Day before Independence Day", Day::Date(7, 3)).moved(Moved::Only(&[Wed])).since(2013),
        closes: time(13, 0),
    },
    EarlyClose {
        rule: rule("Day after Independence Day", Day::Date(7, 5)).moved(Moved::Only(&[Fri])).since(1995).until(2012),
        closes: time(13, 0),
    },
    EarlyClose { rule: rule("Day after Thanksgiving", Day::Nth(11, Thu, 4, 1)).since(1993), closes: time(13, 0) },
    EarlyClose {
        rule: rule("Day after Thanksgiving", Day::Nth(11, Thu, 4, 1)).since(1992).until(1992),
        closes: time(14, 0),
    },
    EarlyClose { rule: rule("Christmas Eve", Day::Date(12, 24)).since(1993), closes: time(13, 0) },
    EarlyClose { rule: rule("Christmas Eve", Day::Date(12, 24)).until(1992), closes: time(14, 0) },
];

const AFTER_CHRISTMAS: &str = "Day after Christmas";
const YEAR_2000: &str = "Preparation of computers for the year 2000";

const BOTH_IRREGULAR: &[Irregular] = &[
    early(1997, 12, 26, 13, 0, AFTER_CHRISTMAS),
    early(1999, 12, 31, 13, 0, YEAR_2000),
    early(2003, 12, 26, 13, 0, AFTER_CHRISTMAS),
];

const NYSE_IRREGULAR: &[Irregular] = &[
    early(1994, 2, 11, 14, 30, "Snowstorm"),
    Irregular { date: (1995, 12, 18), opens: Some(time(10, 30)), closes: None, reason: "Computer trouble" },
    Irregular { date: (1996, 1, 8), opens: Some(time(11, 0)), closes: Some(time(14, 0)), reason: "Blizzard" },
    early(1997, 10, 27, 15, 30, "Circuit breaker after a fall of 550 points"),
    early(1997, 12, 26, 13, 0, AFTER_CHRISTMAS),
    early(1999, 12, 31, 13, 0, YEAR_2000),
    Irregular {
        date: (2002, 9, 11),
        opens: Some(time(12, 0)),
        closes: None,
        reason: "Commemoration of 11 September 2001",
    },
    early(2003, 12, 26, 13, 0, AFTER_CHRISTMAS),
];

const fn early(year: i32, month: u32, day: u32, hour: u32, minute: u32, reason: &'static str) -> Irregular {
    Irregular { date: (year, month, day), opens: None, closes: Some(time(hour, minute)), reason }
}
