//! Toronto Stock Exchange: the statutory holidays of Ontario, without those that it trades on.

use chrono::Weekday::{Mon, Tue};

use super::{Day, EarlyClose, Moved, Once, Rulebook, Weekends, rule, time};

pub(super) static TORONTO: Rulebook = Rulebook {
    opens: time(9, 30),
    closes: Some(time(16, 0)),
    weekends: Weekends::Closed,
    holidays: &[
        rule("New Year's Day", Day::Date(1, 1)).moved(Moved::ToMonday),
        rule("Family Day", Day::Nth(2, Mon, 3, 0)).since(2008),
        rule("Good Friday", Day::Easter(-2)),
        rule("Victoria Day", Day::OnOrBefore(Mon, 5, 24)),
        rule("Canada Day", Day::Date(7, 1)).moved(Moved::ToMonday),
        rule("Civic Holiday", Day::Nth(8, Mon, 1, 0)),
        rule("Labour Day", Day::Nth(9, Mon, 1, 0)),
        rule("Thanksgiving Day", Day::Nth(10, Mon, 2, 0)),
        rule("Christmas Day", Day::Date(12, 25)),
        rule("Boxing Day", Day::Date(12, 26)),
        rule("Christmas Day (in lieu)", Day::Date(12, 27)).moved(Moved::Only(&[Mon, Tue])),
        rule("Boxing Day (in lieu)", Day::Date(12, 28)).moved(Moved::Only(&[Mon, Tue])),
    ],
    once: &[
        Once { date: (2001, 9, 11), reason: "Attacks of 11 September" },
        Once { date: (2001, 9, 12), reason: "Attacks of 11 September" },
    ],
    early_closes: &[EarlyClose { rule: rule("Christmas Eve", Day::Date(12, 24)).since(2010), closes: time(13, 0) }],
    irregular: &[],
};
