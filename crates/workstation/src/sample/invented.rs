//! Raw prices of the invented instruments: straight lines between round numbers, with a little noise, on the real
//! trading days.

use chrono::NaiveDate;
use model::{bar::Bar, time::Timestamp};

use super::{SampleError, data::Prices, instruments::BENCHMARK};

/// A line from one day's price to another's, in cents; the next line of the same instrument may start elsewhere.
struct Line(&'static str, &'static str, &'static str, i64, i64);

const LINES: [Line; 14] = [
    Line("QDKS", "2012-01-03", "2014-05-30", 3_800, 8_400),
    Line("QDKS", "2014-06-02", "2017-05-31", 4_200, 6_000), // after the split, two for one
    Line("QDKS", "2017-06-01", "2018-12-20", 5_000, 5_800), // after the spin-off
    Line("QDKS", "2018-12-21", "2019-03-14", 5_780, 4_350),
    Line("QDKS", "2019-03-15", "2020-02-19", 4_400, 6_300),
    Line("QDKS", "2020-02-20", "2020-03-23", 6_200, 4_100),
    Line("QDKS", "2020-03-24", "2022-12-28", 4_300, 7_500),
    Line("QDSP", "2017-06-01", "2020-02-19", 4_000, 4_600),
    Line("QDSP", "2020-02-20", "2022-12-28", 4_500, 5_500),
    Line("QDTG", "2016-01-04", "2019-06-03", 2_000, 2_800),
    Line("QDDL", "2018-01-02", "2020-04-01", 1_200, 15),
    Line("QDKS 181221C50", "2018-06-01", "2018-12-21", 250, 800),
    Line("QDKS 190315P45", "2018-09-04", "2019-03-15", 180, 120),
    Line("QDKS 190920C70", "2019-03-18", "2019-09-20", 100, 1),
];

/// Daily closes of the invented instruments.
pub(super) fn prices(real: &Prices) -> Result<Prices, SampleError> {
    let missing = || SampleError::Missing("the index".to_owned());
    let days: Vec<NaiveDate> = real.get(BENCHMARK).ok_or_else(missing)?.iter().map(|b| b.at.date()).collect();
    let mut prices = Prices::new();
    let mut noise: u32 = 2022;
    for Line(symbol, from, to, start, end) in LINES {
        let (Ok(from), Ok(to)) = (from.parse::<NaiveDate>(), to.parse::<NaiveDate>()) else { return Err(missing()) };
        let whole = (to - from).num_days().max(1);
        let bars = prices.entry(symbol.to_owned()).or_default();
        for day in days.iter().filter(|d| (from..=to).contains(d)) {
            let line = start + (end - start) * (*day - from).num_days() / whole;
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let wobble = line * (i64::from(noise >> 24) - 128) / 128 / 100; // at most one percent
            let cents = (line + wobble).max(1);
            bars.push(Bar::close_only(Timestamp::from_date(*day), cents as f64 / 100.0));
        }
    }
    Ok(prices)
}
