//! Every day of 1990 to 2035 against exchange-calendars (`tests/golden/PROVENANCE.md`).

use std::{collections::BTreeMap, path::Path};

use calendar::exchange::Exchange;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde_json::Value;

/// Opening and closing in minutes after midnight UTC of the session's date; `None` when there is no session.
type Hours = Option<(i64, i64)>;

/// A day on which the package is wrong: exchange, date, the right hours, and who says so.
type Exception = (Exchange, &'static str, Hours, &'static str);

const NYSE_LIST: &str = "NYSE, Special Closings; also in pandas_market_calendars 5.5.0, calendar NYSE";
const HANDELSBLATT: &str = "Handelsblatt, Tag der Arbeit – ohne Arbeit an der Börse (2008): since the start of 2000 there is trading on Ascension \
     Day, Whit Monday, Corpus Christi and 3 October";
const UNITY: &str = "Handelsblatt (2000), Deutsche Börse: Kein Börsenhandel am 3. Oktober";

const SINGLE: [Exception; 6] = [
    (Exchange::Nyse, "1994-02-11", Some((870, 1170)), NYSE_LIST), // closed at 14:30
    (Exchange::Nyse, "1995-12-18", Some((930, 1260)), NYSE_LIST), // opened at 10:30
    (Exchange::Nyse, "1996-01-08", Some((960, 1140)), NYSE_LIST), // 11:00 to 14:00
    (Exchange::Nyse, "1997-10-27", Some((870, 1230)), NYSE_LIST), // closed at 15:30
    (Exchange::Nyse, "2002-09-11", Some((960, 1200)), NYSE_LIST), // opened at 12:00, summer time
    (Exchange::Xetra, "2000-10-03", None, UNITY),
];

/// The holidays of Hesse on which Frankfurt was closed until 1999, from the published dates of Easter of each year:
/// Ascension Day 39, Whit Monday 50 and Corpus Christi 60 days after it. 3 October, where it is a weekday.
const HESSE: [&str; 10] = [
    "1990-05-24 1990-06-04 1990-06-14 1990-10-03", // Easter 15 April
    "1991-05-09 1991-05-20 1991-05-30 1991-10-03", // 31 March
    "1992-05-28 1992-06-08 1992-06-18",            // 19 April
    "1993-05-20 1993-05-31 1993-06-10",            // 11 April
    "1994-05-12 1994-05-23 1994-06-02 1994-10-03", // 3 April
    "1995-05-25 1995-06-05 1995-06-15 1995-10-03", // 16 April
    "1996-05-16 1996-05-27 1996-06-06 1996-10-03", // 7 April
    "1997-05-08 1997-05-19 1997-05-29 1997-10-03", // 30 March
    "1998-05-21 1998-06-01 1998-06-11",            // 12 April
    "1999-05-13 1999-05-24 1999-06-03",            // 4 April
];

fn exceptions(exchange: Exchange) -> BTreeMap<NaiveDate, (Hours, &'static str)> {
    let hesse = HESSE.iter().flat_map(|year| year.split(' ')).map(|day| (Exchange::Xetra, day, None, HANDELSBLATT));
    let all = hesse.chain(SINGLE).filter(|(of, ..)| *of == exchange);
    all.map(|(_, day, hours, source)| (day.parse().unwrap(), (hours, source))).collect()
}

fn reference() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/sessions.json.zst");
    let packed = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&zstd::decode_all(&packed[..]).unwrap()).unwrap()
}

fn expected(of: &Value, day: NaiveDate) -> Hours {
    let year = of["years"][day.year().to_string()].as_str().unwrap();
    let place = day.ordinal0() as usize;
    let letter = &year[place..=place];
    let minutes = |which: usize| of["hours"][letter][which].as_i64();
    minutes(0).zip(minutes(1))
}

fn ours(exchange: Exchange, day: NaiveDate) -> Hours {
    let midnight = day.and_time(NaiveTime::MIN).and_utc();
    let minutes = |at: DateTime<Utc>| (at - midnight).num_minutes();
    exchange.session(day).unwrap().map(|session| (minutes(session.opens_at), minutes(session.closes_at)))
}

fn days() -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap();
    first.iter_days().take_while(|day| day.year() <= 2035)
}

#[test]
fn every_session_opens_and_closes_as_the_reference_says() {
    let reference = reference();
    let mut wrong = Vec::new();
    for exchange in Exchange::ALL {
        let of = &reference["exchanges"][exchange.code()];
        let exceptions = exceptions(exchange);
        let mut sessions = 0;
        for day in days() {
            let (theirs, ours) = (expected(of, day), ours(exchange, day));
            let right = exceptions.get(&day).map_or(theirs, |(hours, _)| *hours);
            if ours != right {
                wrong.push(format!("{exchange} {day} {}: {ours:?}, should be {right:?}", day.weekday()));
            }
            sessions += usize::from(ours.is_some());
        }
        println!("{exchange}: {sessions} sessions, {} differ from the reference with a source", exceptions.len());
    }
    assert!(wrong.is_empty(), "{} days differ:\n{}", wrong.len(), wrong[..wrong.len().min(60)].join("\n"));
}

#[test]
fn each_exception_is_one_and_has_a_source() {
    let reference = reference();
    for exchange in Exchange::ALL {
        for (day, (hours, source)) in exceptions(exchange) {
            assert!(!source.is_empty());
            assert_ne!(
                expected(&reference["exchanges"][exchange.code()], day),
                hours,
                "{exchange} {day} is no exception"
            );
        }
    }
}

#[test]
fn an_early_close_or_a_late_open_has_a_reason_and_a_usual_day_has_none() {
    for exchange in Exchange::ALL.into_iter().filter(|exchange| *exchange != Exchange::Crypto) {
        let usual = exchange.session("2024-01-16".parse().unwrap()).unwrap().unwrap();
        let local = |at: DateTime<Utc>| at.with_timezone(&exchange.zone()).time();
        for session in exchange.sessions("1990-01-01".parse().unwrap()..="2035-12-31".parse().unwrap()).unwrap() {
            let late = local(session.opens_at) > local(usual.opens_at);
            let early = local(session.closes_at) < local(usual.closes_at);
            assert_eq!(session.late_open.is_some(), late, "{session:?}");
            assert_eq!(session.early_close.is_some(), early, "{session:?}");
            assert!(session.closes_at - session.opens_at >= TimeDelta::hours(3), "{session:?}");
        }
    }
}
