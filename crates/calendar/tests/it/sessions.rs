//! Questions about sessions, with answers from the exchanges' own announcements.

use calendar::{error::CalendarError, exchange::Exchange, session::ClosingKind};
use chrono::NaiveDate;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_day_without_trading_says_why() {
    for (exchange, date, kind, words) in [
        (
            Exchange::Nyse,
            "2025-01-09",
            ClosingKind::Once,
            "No trading at the New York Stock Exchange on 2025-01-09: National day of mourning for President Carter",
        ),
        (
            Exchange::Nasdaq,
            "2001-09-12",
            ClosingKind::Once,
            "No trading at Nasdaq on 2001-09-12: Attacks of 11 September",
        ),
        (
            Exchange::Nyse,
            "2024-03-29",
            ClosingKind::Holiday,
            "No trading at the New York Stock Exchange on 2024-03-29: Good Friday",
        ),
        (
            Exchange::London,
            "2022-09-19",
            ClosingKind::Once,
            "No trading at the London Stock Exchange on 2022-09-19: State funeral of Queen Elizabeth II",
        ),
        (Exchange::Xetra, "2024-12-24", ClosingKind::Holiday, "No trading at Xetra on 2024-12-24: Christmas Eve"),
        (Exchange::Paris, "2024-05-01", ClosingKind::Holiday, "No trading at Euronext Paris on 2024-05-01: Labour Day"),
        (
            Exchange::Toronto,
            "2024-02-19",
            ClosingKind::Holiday,
            "No trading at the Toronto Stock Exchange on 2024-02-19: Family Day",
        ),
        (
            Exchange::Toronto,
            "2024-02-17",
            ClosingKind::Weekend,
            "No trading at the Toronto Stock Exchange on 2024-02-17: Saturday",
        ),
    ] {
        let closing = exchange.why_closed(day(date)).unwrap().unwrap();
        assert_eq!((closing.kind, closing.to_string().as_str()), (kind, words));
    }
    assert_eq!(Exchange::Nyse.why_closed(day("2024-03-28")), Ok(None));
    assert_eq!(Exchange::Crypto.why_closed(day("2024-12-25")), Ok(None));
}

#[test]
fn a_year_outside_is_an_error_that_says_what_to_do() {
    let outside = |year| CalendarError::YearOutOfRange { year, what: "exchange sessions", first: 1990, last: 2035 };
    for (date, year) in [("1989-12-29", 1989), ("2036-01-02", 2036)] {
        assert_eq!(Exchange::Nyse.session(day(date)), Err(outside(year)));
        assert_eq!(Exchange::Nyse.is_session(day(date)), Err(outside(year)));
        assert_eq!(Exchange::Nyse.why_closed(day(date)), Err(outside(year)));
    }
    assert_eq!(Exchange::Nyse.next_session(day("2035-12-31")), Err(outside(2036)));
    assert_eq!(Exchange::Nyse.previous_session(day("1990-01-02")), Err(outside(1989)));
    assert_eq!(Exchange::Nyse.session_offset(day("2024-01-02"), i32::MIN), Err(outside(1989)));
    assert_eq!(Exchange::Nyse.session_offset(day("2024-01-02"), i32::MAX), Err(outside(2036)));
    assert!(Exchange::Nyse.sessions(day("1989-01-01")..=day("1991-01-01")).is_err());
    assert_eq!(
        outside(2036).to_string(),
        "exchange sessions are known from 1990 to 2035, not in 2036; ask for a day in those years"
    );
}

#[test]
fn sessions_are_counted_forwards_and_backwards() {
    // Easter 2024: Friday 29 March and, in London, Monday 1 April are closed.
    for (exchange, from, n, to) in [
        (Exchange::Nyse, "2024-03-28", 1, "2024-04-01"),
        (Exchange::London, "2024-03-28", 1, "2024-04-02"),
        (Exchange::London, "2024-04-02", -1, "2024-03-28"),
        (Exchange::London, "2024-03-30", 0, "2024-04-02"),
        (Exchange::London, "2024-03-28", 0, "2024-03-28"),
        (Exchange::London, "2024-03-30", -2, "2024-03-27"),
        (Exchange::London, "2024-03-30", 2, "2024-04-03"),
        (Exchange::Crypto, "2024-03-30", 2, "2024-04-01"),
        // 252 sessions of 2024 (NYSE, Holidays & Trading Hours): from the last of 2023 to the last of 2024.
        (Exchange::Nyse, "2023-12-29", 252, "2024-12-31"),
        (Exchange::Nyse, "2024-12-31", -252, "2023-12-29"),
    ] {
        assert_eq!(exchange.session_offset(day(from), n).unwrap().date, day(to), "{exchange} {from} {n:+}");
    }
}

#[test]
fn stepping_from_session_to_session_is_the_iterator() {
    for exchange in Exchange::ALL {
        let all: Vec<_> = exchange.sessions(day("1990-01-01")..=day("2035-12-31")).unwrap().collect();
        for (place, pair) in all.windows(2).enumerate() {
            assert!(pair[0].closes_at <= pair[1].opens_at && pair[0].opens_at < pair[0].closes_at);
            assert_eq!(exchange.next_session(pair[0].date).unwrap(), pair[1]);
            assert_eq!(exchange.previous_session(pair[1].date).unwrap(), pair[0]);
            assert_eq!(exchange.sessions_through(pair[0].date).unwrap() as usize, place + 1);
        }
    }
    assert_eq!(Exchange::Nyse.sessions(day("2024-03-29")..=day("2024-03-31")).unwrap().count(), 0);
    assert_eq!(Exchange::Nyse.sessions(day("2024-04-02")..=day("2024-04-01")).unwrap().count(), 0);
}

#[test]
fn it_is_open_from_the_opening_until_before_the_close() {
    let open = |exchange: Exchange, at: &str| exchange.is_open(at.parse().unwrap()).unwrap();
    for (exchange, at, expected) in [
        (Exchange::Nyse, "2024-07-03T13:29:59Z", false),
        (Exchange::Nyse, "2024-07-03T13:30:00Z", true),
        // A half day: 13:00 in New York.
        (Exchange::Nyse, "2024-07-03T16:59:59Z", true),
        (Exchange::Nyse, "2024-07-03T17:00:00Z", false),
        // In these weeks New York is on summer time and London is not.
        (Exchange::Nyse, "2024-03-12T13:30:00Z", true),
        (Exchange::London, "2024-03-12T08:00:00Z", true),
        (Exchange::London, "2024-04-09T07:00:00Z", true),
        (Exchange::Crypto, "2024-12-25T23:59:59Z", true),
        (Exchange::Crypto, "2024-12-26T00:00:00Z", true),
    ] {
        assert_eq!(open(exchange, at), expected, "{exchange} {at}");
    }
}

#[test]
fn json_names_an_exchange_by_its_code() {
    for exchange in Exchange::ALL {
        let json = serde_json::to_string(&exchange).unwrap();
        assert_eq!(json, format!("\"{}\"", exchange.code()));
        assert_eq!(serde_json::from_str::<Exchange>(&json).unwrap(), exchange);
    }
    let error = serde_json::from_str::<Exchange>("\"NYSE\"").unwrap_err().to_string();
    assert!(error.starts_with("unknown variant `NYSE`, expected one of `XNYS`, `XNAS`"), "{error}");
    let error = "NYSE".parse::<Exchange>().unwrap_err().to_string();
    assert!(error.starts_with("\"NYSE\" is no exchange; use one of XNYS, XNAS"), "{error}");
    let session = Exchange::Nyse.session(day("2024-07-03")).unwrap();
    assert_eq!(
        serde_json::to_value(session).unwrap(),
        serde_json::json!({
            "exchange": "XNYS", "date": "2024-07-03", "opens_at": "2024-07-03T13:30:00Z",
            "closes_at": "2024-07-03T17:00:00Z", "late_open": null, "early_close": "Day before Independence Day"
        })
    );
}
