//! Crises by date and in words. Each begins at the close from which the S&P 500 fell and ends at its lowest close; that of 1998 at the second
//! low, in October, when the fund had been wound up.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::StressWindow;

/// A crisis of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Crisis {
    /// The name by which it is asked for.
    pub name: &'static str,
    /// The day at whose close it begins.
    pub start: NaiveDate,
    /// The day at whose close it ends.
    pub end: NaiveDate,
    /// What happened.
    pub words: &'static str,
}

impl Crisis {
    pub(super) fn window(&self) -> StressWindow {
        StressWindow { name: self.name.to_owned(), start: self.start, end: self.end }
    }
}

/// The catalogue, the oldest first.
#[must_use]
pub fn crises() -> [Crisis; 8] {
    [
        Crisis {
            name: "1998",
            start: day(1998, 7, 17),
            end: day(1998, 10, 8),
            words: "Russia stops paying its debt and Long-Term Capital Management is wound up: spreads widen everywhere at once",
        },
        Crisis {
            name: "2000-02",
            start: day(2000, 3, 24),
            end: day(2002, 10, 9),
            words: "the internet bubble bursts: technology loses most, over two and a half years, while much else holds",
        },
        Crisis {
            name: "2008",
            start: day(2007, 10, 9),
            end: day(2009, 3, 9),
            words: "mortgages fail, Lehman Brothers falls, and credit stops: nearly everything falls together",
        },
        Crisis {
            name: "2011",
            start: day(2011, 7, 22),
            end: day(2011, 10, 3),
            words: "the euro's debt crisis, and the United States lose their best rating",
        },
        Crisis {
            name: "2015",
            start: day(2015, 8, 10),
            end: day(2015, 8, 25),
            words: "China lets its currency fall and markets gap down on 24 August",
        },
        Crisis {
            name: "2018",
            start: day(2018, 9, 20),
            end: day(2018, 12, 24),
            words: "rates rise and trade is fought over: a quarter that falls until Christmas Eve",
        },
        Crisis {
            name: "2020",
            start: day(2020, 2, 19),
            end: day(2020, 3, 23),
            words: "the pandemic: the fastest fall from a high so far, and correlations near one",
        },
        Crisis {
            name: "2022",
            start: day(2022, 1, 3),
            end: day(2022, 10, 12),
            words: "inflation and the fastest rise of rates in forty years: shares and bonds fall together",
        },
    ]
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("invariant: a date of the calendar")
}
