//! Dates as files write them.

use chrono::NaiveDate;

use crate::options::DateOrder;

/// A date whose parts were separated, before their order is known.
enum Parts {
    Certain(Option<NaiveDate>),
    /// First, second, year.
    Open(u32, u32, i32),
}

/// A date, with or without a time behind it. None when it is not one in this order.
pub(crate) fn parse(cell: &str, order: DateOrder) -> Option<NaiveDate> {
    match split(cell)? {
        Parts::Certain(date) => date,
        Parts::Open(first, second, year) => match order {
            DateOrder::Dmy => NaiveDate::from_ymd_opt(year, second, first),
            DateOrder::Mdy | DateOrder::Ymd => NaiveDate::from_ymd_opt(year, first, second),
        },
    }
    .filter(|d| (1700..=2300).contains(&chrono::Datelike::year(d)))
}

/// Whether a cell could be a date in some order.
pub(crate) fn looks_like_date(cell: &str) -> bool {
    [DateOrder::Mdy, DateOrder::Dmy].into_iter().any(|o| parse(cell, o).is_some())
}

/// The order that fits all dates: none when it does not matter, an error with an example when it cannot be told.
pub(crate) fn detect<'a>(cells: impl Iterator<Item = &'a str>) -> Result<Option<DateOrder>, String> {
    let (mut day_first, mut month_first, mut open) = (0_u32, 0_u32, None);
    for cell in cells {
        if let Some(Parts::Open(first, second, _)) = split(cell) {
            match (first > 12, second > 12) {
                (true, false) => day_first += 1,
                (false, true) => month_first += 1,
                _ if cell.contains('.') => day_first += 1, // 28.12.2022 is only written where the day comes first
                _ if first == second => {}
                _ => open = open.or(Some(cell)),
            }
        }
    }
    match (day_first, month_first, open) {
        (0, 0, None) => Ok(None),
        (0, 0, Some(example)) => Err(example.to_owned()),
        (d, m, _) => Ok(Some(if d >= m { DateOrder::Dmy } else { DateOrder::Mdy })),
    }
}

fn split(cell: &str) -> Option<Parts> {
    let cell = cell.trim();
    if cell.len() < 6 || cell.len() > 40 || !cell.is_ascii() {
        return None;
    }
    let date_only = without_time(cell);
    if date_only.len() == 8 && date_only.bytes().all(|b| b.is_ascii_digit()) {
        let number = |range: std::ops::Range<usize>| date_only[range].parse::<u32>().ok();
        let year = i32::try_from(number(0..4)?).ok()?;
        return Some(Parts::Certain(NaiveDate::from_ymd_opt(year, number(4..6)?, number(6..8)?)));
    }
    let parts: Vec<&str> = date_only.split(['-', '/', '.', ' ', ',']).filter(|p| !p.is_empty()).collect();
    let [a, b, c] = parts[..] else { return None };
    if let Some(month) = month(b) {
        return Some(Parts::Certain(NaiveDate::from_ymd_opt(year(c)?, month, short(a)?))); // 28 Dec 2022
    }
    if let Some(month) = month(a) {
        return Some(Parts::Certain(NaiveDate::from_ymd_opt(year(c)?, month, short(b)?))); // Dec 28, 2022
    }
    if a.len() == 4 {
        return Some(Parts::Certain(NaiveDate::from_ymd_opt(year(a)?, short(b)?, short(c)?)));
    }
    Some(Parts::Open(short(a)?, short(b)?, year(c)?))
}

/// Takes a time of day off the end.
fn without_time(cell: &str) -> &str {
    if let Some((date, time)) = cell.split_once(['T', 't'])
        && date.ends_with(|c: char| c.is_ascii_digit())
        && time.starts_with(|c: char| c.is_ascii_digit())
    {
        return date;
    }
    match cell.find(':') {
        Some(colon) => cell[..colon].trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches([' ', ',', ';']),
        None => cell,
    }
}

fn short(text: &str) -> Option<u32> {
    (text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// Four digits, or two: 00 to 69 are of this century.
fn year(text: &str) -> Option<i32> {
    let number: i32 = text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()?;
    match text.len() {
        4 => Some(number),
        2 if number < 70 => Some(2000 + number),
        2 => Some(1900 + number),
        _ => None,
    }
}

fn month(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = text.to_ascii_lowercase();
    let at = MONTHS.iter().position(|m| lower.starts_with(m))?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_day() {
        let day = NaiveDate::from_ymd_opt(2022, 12, 28);
        for cell in [
            "2022-12-28",
            "2022/12/28",
            "20221228",
            "2022-12-28T16:00:00Z",
            "2022-12-28 16:00",
            "28 Dec 2022",
            "Dec 28, 2022",
            "28-Dec-22",
            "28.12.2022",
        ] {
            assert_eq!(parse(cell, DateOrder::Dmy), day, "{cell}");
        }
        assert_eq!(parse("12/28/2022", DateOrder::Mdy), day);
        assert_eq!(parse("12/28/22 16:00:00", DateOrder::Mdy), day);
        assert_eq!(parse("28/12/2022", DateOrder::Dmy), day);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for bad in ["", "x", "2022-13-01", "2021-02-29", "12345", "1.5", "99999999", "28/12", "2022-12-28-1"] {
            assert_eq!(parse(bad, DateOrder::Dmy), None, "{bad}");
        }
        assert_eq!(parse("12/28/2022", DateOrder::Dmy), None);
    }

    #[test]
    fn the_order_is_found_or_asked_for() {
        assert_eq!(detect(["01/02/2020", "13/02/2020"].into_iter()), Ok(Some(DateOrder::Dmy)));
        assert_eq!(detect(["01/02/2020", "02/13/2020"].into_iter()), Ok(Some(DateOrder::Mdy)));
        assert_eq!(detect(["2020-01-02"].into_iter()), Ok(None));
        assert_eq!(detect(["01/02/2020", "03/04/2020"].into_iter()), Err("01/02/2020".to_owned()));
        assert_eq!(detect(["01.02.2020"].into_iter()), Ok(Some(DateOrder::Dmy)));
    }
}
