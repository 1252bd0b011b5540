//! Euronext Paris, Amsterdam, Brussels and Lisbon.
//!
//! Each kept its country's holidays until the common calendar: New Year's Day, Good Friday, Easter Monday, Labour Day,
//! Christmas and the day after. It holds since 2002 in Paris, Amsterdam and Brussels, and since 2003 in Lisbon.

use super::{Day, EarlyClose, Rule, Rulebook, Weekends, rule, time};

const NEW_YEAR: Rule = rule("New Year's Day", Day::Date(1, 1));
const GOOD_FRIDAY: Rule = rule("Good Friday", Day::Easter(-2));
const EASTER_MONDAY: Rule = rule("Easter Monday", Day::Easter(1));
const LABOUR_DAY: Rule = rule("Labour Day", Day::Date(5, 1));
const CHRISTMAS_EVE: Rule = rule("Christmas Eve", Day::Date(12, 24));
const CHRISTMAS: Rule = rule("Christmas Day", Day::Date(12, 25));
const DAY_AFTER_CHRISTMAS: Rule = rule("Day after Christmas", Day::Date(12, 26));
const NEW_YEARS_EVE: Rule = rule("New Year's Eve", Day::Date(12, 31));
const ASCENSION: Rule = rule("Ascension Day", Day::Easter(39));
const WHIT_MONDAY: Rule = rule("Whit Monday", Day::Easter(50));

/// Hours of the three markets on Central European time.
const fn central(holidays: &'static [Rule]) -> Rulebook {
    Rulebook {
        opens: time(9, 0),
        closes: Some(time(17, 30)),
        weekends: Weekends::Closed,
        holidays,
        once: &[],
        early_closes: CENTRAL_EARLY_CLOSES,
        irregular: &[],
    }
}

const CENTRAL_EARLY_CLOSES: &[EarlyClose] = &[
    EarlyClose { rule: CHRISTMAS_EVE, closes: time(14, 5) },
    EarlyClose { rule: NEW_YEARS_EVE.since(2002), closes: time(14, 5) },
];

pub(super) static PARIS: Rulebook = central(&[
    NEW_YEAR,
    GOOD_FRIDAY,
    EASTER_MONDAY,
    LABOUR_DAY,
    WHIT_MONDAY.until(2001),
    rule("Bastille Day", Day::Date(7, 14)).until(2001),
    CHRISTMAS,
    DAY_AFTER_CHRISTMAS,
    NEW_YEARS_EVE.until(2001),
]);

pub(super) static AMSTERDAM: Rulebook = central(&[
    NEW_YEAR,
    GOOD_FRIDAY,
    EASTER_MONDAY,
    rule("Queen's Day", Day::Date(4, 30)).until(2001),
    LABOUR_DAY,
    ASCENSION.until(2000),
    WHIT_MONDAY.until(2001),
    CHRISTMAS,
    DAY_AFTER_CHRISTMAS,
    NEW_YEARS_EVE.until(2001),
]);

pub(super) static BRUSSELS: Rulebook = central(&[
    NEW_YEAR,
    GOOD_FRIDAY,
    EASTER_MONDAY,
    LABOUR_DAY,
    ASCENSION.until(2000),
    WHIT_MONDAY.until(2001),
    rule("Belgian National Day", Day::Date(7, 21)).until(2001),
    CHRISTMAS,
    DAY_AFTER_CHRISTMAS,
    NEW_YEARS_EVE.until(2001),
]);

/// Lisbon trades with the others, on a clock that is an hour behind.
pub(super) static LISBON: Rulebook = Rulebook {
    opens: time(8, 0),
    closes: Some(time(16, 30)),
    weekends: Weekends::Closed,
    holidays: &[
        NEW_YEAR,
        rule("Carnival", Day::Easter(-47)).until(2002),
        GOOD_FRIDAY,
        EASTER_MONDAY,
        rule("Freedom Day", Day::Date(4, 25)).until(2002),
        LABOUR_DAY,
        rule("Corpus Christi", Day::Easter(60)).until(2002),
        rule("Portugal Day", Day::Date(6, 10)).until(2002),
        rule("Saint Anthony's Day", Day::Date(6, 13)).until(2001),
        rule("Assumption Day", Day::Date(8, 15)).until(2002),
        rule("Republic Day", Day::Date(10, 5)).until(2002),
        rule("All Saints' Day", Day::Date(11, 1)).until(2002),
        rule("Restoration of Independence", Day::Date(12, 1)).until(2002),
        rule("Immaculate Conception", Day::Date(12, 8)).until(2002),
        CHRISTMAS_EVE.until(2002),
        CHRISTMAS,
        DAY_AFTER_CHRISTMAS,
    ],
    once: &[],
    early_closes: &[
        EarlyClose { rule: CHRISTMAS_EVE.since(2003), closes: time(13, 5) },
        EarlyClose { rule: NEW_YEARS_EVE, closes: time(13, 5) },
    ],
    irregular: &[],
};
