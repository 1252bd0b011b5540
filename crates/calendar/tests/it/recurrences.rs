//! Recurrences: dates from wall calendars and the exchanges' announcements, instants by hand from the zones' offsets.

use calendar::schedule::recurrence::Recurrence;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

fn recurrence(json: &Value) -> Recurrence {
    serde_json::from_value(json.clone()).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// The first occurrences after an instant, as nominal time and instant.
fn after(json: &Value, at: &str, count: usize) -> Vec<(String, String)> {
    let recurrence = recurrence(json);
    let mut at: DateTime<Utc> = at.parse().unwrap();
    let mut found = Vec::new();
    for _ in 0..count {
        let next = recurrence.next_after(at).unwrap();
        at = next.due_at;
        found.push((next.key(), next.due_at.format("%Y-%m-%dT%H:%MZ").to_string()));
    }
    found
}

fn check(json: &Value, at: &str, expected: &[(&str, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(key, due)| ((*key).to_owned(), (*due).to_owned())).collect();
    assert_eq!(after(json, at, expected.len()), expected, "{json}");
}

fn daily(time: &str, zone: &str) -> Value {
    json!({ "days": { "kind": "daily" }, "at": { "kind": "local", "time": time, "zone": zone } })
}

#[test]
fn a_local_time_that_clocks_skip_is_read_with_the_offset_from_before() {
    // New York: 2026-03-08 02:00 EST (-5) becomes 03:00 EDT (-4).
    check(
        &daily("02:30", "America/New_York"),
        "2026-03-07T00:00:00Z",
        &[
            ("2026-03-07T02:30", "2026-03-07T07:30Z"),
            ("2026-03-08T02:30", "2026-03-08T07:30Z"), // 03:30 EDT
            ("2026-03-09T02:30", "2026-03-09T06:30Z"),
        ],
    );
    // London: 2026-03-29 01:00 GMT (0) becomes 02:00 BST (+1).
    check(
        &daily("01:30", "Europe/London"),
        "2026-03-28T00:00:00Z",
        &[
            ("2026-03-28T01:30", "2026-03-28T01:30Z"),
            ("2026-03-29T01:30", "2026-03-29T01:30Z"), // 02:30 BST
            ("2026-03-30T01:30", "2026-03-30T00:30Z"),
        ],
    );
    // Berlin: 2026-03-29 02:00 CET (+1) becomes 03:00 CEST (+2).
    check(
        &daily("02:30", "Europe/Berlin"),
        "2026-03-28T00:00:00Z",
        &[
            ("2026-03-28T02:30", "2026-03-28T01:30Z"),
            ("2026-03-29T02:30", "2026-03-29T01:30Z"), // 03:30 CEST
            ("2026-03-30T02:30", "2026-03-30T00:30Z"),
        ],
    );
    // Samoa had no 30 December 2011: it went from -10 to +14 at its start. That day's 09:00 is 19:00Z, which is the next day's
    // 09:00 too, and comes once.
    check(
        &daily("09:00", "Pacific/Apia"),
        "2011-12-29T00:00:00Z",
        &[
            ("2011-12-29T09:00", "2011-12-29T19:00Z"),
            ("2011-12-30T09:00", "2011-12-30T19:00Z"),
            ("2012-01-01T09:00", "2011-12-31T19:00Z"),
        ],
    );
}

#[test]
fn a_local_time_that_exists_twice_is_the_first() {
    // New York: 2026-11-01 02:00 EDT (-4) becomes 01:00 EST (-5).
    check(
        &daily("01:30", "America/New_York"),
        "2026-10-31T00:00:00Z",
        &[
            ("2026-10-31T01:30", "2026-10-31T05:30Z"),
            ("2026-11-01T01:30", "2026-11-01T05:30Z"),
            ("2026-11-02T01:30", "2026-11-02T06:30Z"),
        ],
    );
    // London: 2026-10-25 02:00 BST (+1) becomes 01:00 GMT (0).
    check(
        &daily("01:30", "Europe/London"),
        "2026-10-24T00:00:00Z",
        &[
            ("2026-10-24T01:30", "2026-10-24T00:30Z"),
            ("2026-10-25T01:30", "2026-10-25T00:30Z"),
            ("2026-10-26T01:30", "2026-10-26T01:30Z"),
        ],
    );
    // Berlin: 2026-10-25 03:00 CEST (+2) becomes 02:00 CET (+1).
    check(
        &daily("02:30", "Europe/Berlin"),
        "2026-10-24T00:00:00Z",
        &[
            ("2026-10-24T02:30", "2026-10-24T00:30Z"),
            ("2026-10-25T02:30", "2026-10-25T00:30Z"),
            ("2026-10-26T02:30", "2026-10-26T01:30Z"),
        ],
    );
}

#[test]
fn a_day_without_trading_goes_where_the_rule_says() {
    // Good Friday, 2026-04-03.
    let fridays = |otherwise: &str| {
        json!({ "days": { "kind": "weekly", "on": ["Fri"] },
                "sessions": { "exchange": "XNYS", "otherwise": otherwise },
                "at": { "kind": "local", "time": "18:00", "zone": "America/New_York" } })
    };
    for (otherwise, second) in [
        ("next", ("2026-04-06T18:00", "2026-04-06T22:00Z")),
        ("previous", ("2026-04-02T18:00", "2026-04-02T22:00Z")),
        ("skip", ("2026-04-10T18:00", "2026-04-10T22:00Z")),
    ] {
        check(&fridays(otherwise), "2026-03-27T00:00:00Z", &[("2026-03-27T18:00", "2026-03-27T22:00Z"), second]);
    }
}

#[test]
fn days_that_come_to_the_same_session_are_one_occurrence() {
    let each_day = json!({ "days": { "kind": "daily" }, "sessions": { "exchange": "XNYS" },
                           "at": { "kind": "open", "minutes": 0 } });
    // Good Friday, Saturday and Sunday come to Monday.
    check(
        &each_day,
        "2026-04-02T00:00:00Z",
        &[
            ("2026-04-02T09:30", "2026-04-02T13:30Z"),
            ("2026-04-06T09:30", "2026-04-06T13:30Z"),
            ("2026-04-07T09:30", "2026-04-07T13:30Z"),
        ],
    );
    // From the day before the attacks of 2001 to the day trading went on.
    check(
        &each_day,
        "2001-09-10T00:00:00Z",
        &[("2001-09-10T09:30", "2001-09-10T13:30Z"), ("2001-09-17T09:30", "2001-09-17T13:30Z")],
    );
}

#[test]
fn first_and_last_sessions_of_a_period() {
    check(
        &json!({ "days": { "kind": "last_session", "of": "month" }, "sessions": { "exchange": "XNYS" },
                 "at": { "kind": "close", "minutes": -15 } }),
        "2026-01-01T00:00:00Z",
        &[
            ("2026-01-30T15:45", "2026-01-30T20:45Z"),
            ("2026-02-27T15:45", "2026-02-27T20:45Z"),
            ("2026-03-31T15:45", "2026-03-31T19:45Z"),
            ("2026-04-30T15:45", "2026-04-30T19:45Z"),
            ("2026-05-29T15:45", "2026-05-29T19:45Z"),
        ],
    );
    check(
        &json!({ "days": { "kind": "first_session", "of": "quarter" }, "sessions": { "exchange": "XLON" },
                 "at": { "kind": "open", "minutes": 5 } }),
        "2026-01-01T00:00:00Z",
        &[
            ("2026-01-02T08:05", "2026-01-02T08:05Z"),
            ("2026-04-01T08:05", "2026-04-01T07:05Z"),
            ("2026-07-01T08:05", "2026-07-01T07:05Z"),
            ("2026-10-01T08:05", "2026-10-01T07:05Z"),
            ("2027-01-04T08:05", "2027-01-04T08:05Z"),
        ],
    );
    // The session of the exchange, a time elsewhere: 22:00 in London after New York's last of the year.
    check(
        &json!({ "days": { "kind": "last_session", "of": "year" }, "sessions": { "exchange": "XNYS" },
                 "at": { "kind": "local", "time": "22:00", "zone": "Europe/London" } }),
        "2026-01-01T00:00:00Z",
        &[("2026-12-31T22:00", "2026-12-31T22:00Z"), ("2027-12-31T22:00", "2027-12-31T22:00Z")],
    );
}

#[test]
fn a_half_day_moves_what_hangs_on_the_close() {
    check(
        &json!({ "days": { "kind": "daily" }, "sessions": { "exchange": "XNYS", "otherwise": "skip" },
                 "at": { "kind": "close", "minutes": -30 } }),
        "2026-11-25T00:00:00Z",
        &[
            ("2026-11-25T15:30", "2026-11-25T20:30Z"),
            ("2026-11-27T12:30", "2026-11-27T17:30Z"), // the day after Thanksgiving closes at 13:00
            ("2026-11-30T15:30", "2026-11-30T20:30Z"),
        ],
    );
}

#[test]
fn every_few_sessions_are_counted_from_their_start() {
    // Martin Luther King Jr. Day, 2026-01-19, is no session.
    check(
        &json!({ "days": { "kind": "every_sessions", "n": 5, "from": "2026-01-03" },
                 "sessions": { "exchange": "XNYS" }, "at": { "kind": "open", "minutes": 0 } }),
        "2025-06-01T00:00:00Z",
        &[
            ("2026-01-05T09:30", "2026-01-05T14:30Z"),
            ("2026-01-12T09:30", "2026-01-12T14:30Z"),
            ("2026-01-20T09:30", "2026-01-20T14:30Z"),
            ("2026-01-27T09:30", "2026-01-27T14:30Z"),
        ],
    );
}

#[test]
fn short_months_and_common_years_take_their_last_day() {
    let at = json!({ "kind": "local", "time": "12:00", "zone": "UTC" });
    check(
        &json!({ "days": { "kind": "monthly", "day": 31 }, "at": at }),
        "2026-01-01T00:00:00Z",
        &[
            ("2026-01-31T12:00", "2026-01-31T12:00Z"),
            ("2026-02-28T12:00", "2026-02-28T12:00Z"),
            ("2026-03-31T12:00", "2026-03-31T12:00Z"),
            ("2026-04-30T12:00", "2026-04-30T12:00Z"),
        ],
    );
    check(
        &json!({ "days": { "kind": "yearly", "month": 2, "day": 29 }, "at": at }),
        "2027-01-01T00:00:00Z",
        &[("2027-02-28T12:00", "2027-02-28T12:00Z"), ("2028-02-29T12:00", "2028-02-29T12:00Z")],
    );
}

#[test]
fn a_recurrence_reads_as_a_sentence_and_comes_back_from_json() {
    for (json, sentence) in [
        (daily("09:30", "America/New_York"), "Every day, at 09:30 America/New_York time."),
        (
            json!({ "days": { "kind": "weekly", "on": ["Mon", "Thu", "Fri"] },
                    "sessions": { "exchange": "XETR", "otherwise": "next" },
                    "at": { "kind": "local", "time": "18:05", "zone": "Europe/Berlin" } }),
            "Every Monday, Thursday and Friday, at 18:05 Europe/Berlin time; on a day without trading at Xetra, the next \
             session.",
        ),
        (
            json!({ "days": { "kind": "monthly", "day": 31 },
                    "sessions": { "exchange": "XNYS", "otherwise": "previous" },
                    "at": { "kind": "close", "minutes": -15 } }),
            "On day 31 of each month (the last day of a shorter one), 15 minutes before the close of the New York Stock \
             Exchange; on a day without trading at the New York Stock Exchange, the session before.",
        ),
        (
            json!({ "days": { "kind": "monthly", "day": 1 },
                    "sessions": { "exchange": "XLON", "otherwise": "skip" },
                    "at": { "kind": "open", "minutes": 1 } }),
            "On day 1 of each month, 1 minute after the opening of the London Stock Exchange; not on a day without \
             trading at the London Stock Exchange.",
        ),
        (
            json!({ "days": { "kind": "yearly", "month": 2, "day": 29 }, "sessions": null,
                    "at": { "kind": "local", "time": "00:00", "zone": "UTC" } }),
            "On 29 February of each year (28 February in a common one), at 00:00 UTC time.",
        ),
        (
            json!({ "days": { "kind": "yearly", "month": 4, "day": 5 }, "sessions": null,
                    "at": { "kind": "local", "time": "20:00", "zone": "Europe/London" } }),
            "On 5 April of each year, at 20:00 Europe/London time.",
        ),
        (
            json!({ "days": { "kind": "last_session", "of": "quarter" },
                    "sessions": { "exchange": "XTSE", "otherwise": "next" }, "at": { "kind": "close", "minutes": 0 } }),
            "On the last session of each quarter at the Toronto Stock Exchange, at the close.",
        ),
        (
            json!({ "days": { "kind": "every_sessions", "n": 21, "from": "2026-01-05" },
                    "sessions": { "exchange": "XNAS", "otherwise": "next" }, "at": { "kind": "open", "minutes": 30 } }),
            "On the first session at Nasdaq from 2026-01-05 and every 21 sessions after it, 30 minutes after the opening.",
        ),
    ] {
        let recurrence = recurrence(&json);
        assert_eq!(recurrence.to_string(), sentence);
        let mut whole = json.clone();
        whole.as_object_mut().unwrap().entry("sessions").or_insert(Value::Null);
        assert_eq!(serde_json::to_value(&recurrence).unwrap(), whole);
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_what_to_do() {
    let noon = json!({ "kind": "local", "time": "12:00", "zone": "UTC" });
    for (json, words) in [
        (json!({ "days": { "kind": "weekly", "on": [] }, "at": noon }), "days.on: empty; name at least one weekday"),
        (json!({ "days": { "kind": "monthly", "day": 0 }, "at": noon }), "days.day: 0; give a day from 1 to 31"),
        (
            json!({ "days": { "kind": "yearly", "month": 2, "day": 30 }, "at": noon }),
            "days: there is no day 30 of month 2; give a date of the year",
        ),
        (
            json!({ "days": { "kind": "daily" }, "at": { "kind": "close", "minutes": 0 } }),
            "sessions: needed here; name the exchange whose sessions are meant, such as XNYS",
        ),
        (
            json!({ "days": { "kind": "daily" }, "sessions": { "exchange": "XNYS" },
                    "at": { "kind": "close", "minutes": -1441 } }),
            "at.minutes: -1441; give at most 1440 before or after",
        ),
        (
            json!({ "days": { "kind": "daily" }, "sessions": { "exchange": "XNYS" },
                    "at": { "kind": "open", "minutes": i32::MIN } }),
            "at.minutes: -2147483648; give at most 1440 before or after",
        ),
        (
            json!({ "days": { "kind": "weekly", "on": ["Sat", "Sun"] },
                    "sessions": { "exchange": "XNYS", "otherwise": "skip" }, "at": noon }),
            "days: none of them ever comes; allow the next or the previous session, or other days",
        ),
        (
            json!({ "days": { "kind": "every_sessions", "n": 0, "from": "2026-01-05" },
                    "sessions": { "exchange": "XNYS" }, "at": noon }),
            "days.n: 0; give a number from 1 to 2000",
        ),
        (
            json!({ "days": { "kind": "every_sessions", "n": 1, "from": "2036-01-05" },
                    "sessions": { "exchange": "XNYS" }, "at": noon }),
            "days.from: 2036-01-05; give a day from 1990 to 2035",
        ),
        (
            daily("09:30", "America/New_Yrok"),
            "\"America/New_Yrok\" is no time zone; use a name of the IANA database such as America/New_York",
        ),
        (daily("25:00", "UTC"), "\"25:00\" is no time of day; write hours and minutes, such as 09:30"),
        (json!({ "days": { "kind": "daily" }, "at": noon, "until": "2030-01-01" }), "unknown field `until`"),
    ] {
        let error = serde_json::from_value::<Recurrence>(json.clone()).unwrap_err().to_string();
        assert!(error.starts_with(words), "{json}\n  {error}\n  {words}");
    }
}

#[test]
fn where_the_calendar_ends_the_next_occurrence_is_an_error() {
    let sessions = recurrence(&json!({ "days": { "kind": "daily" }, "sessions": { "exchange": "XNYS" },
                                       "at": { "kind": "open", "minutes": 0 } }));
    let error = sessions.next_after("2035-12-31T20:00:00Z".parse().unwrap()).unwrap_err();
    assert_eq!(error.code(), "calendar_year_out_of_range");
    let plain = recurrence(&daily("09:00", "Europe/Berlin"));
    assert_eq!(plain.next_after("2035-12-31T20:00:00Z".parse().unwrap()).unwrap().key(), "2036-01-01T09:00");
    let error = plain.next_after("2099-12-31T20:00:00Z".parse().unwrap()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "dates of recurrences are known from 1990 to 2099, not in 2100; ask for a day in those years"
    );
    assert_eq!(plain.next_after("1970-01-01T00:00:00Z".parse().unwrap()).unwrap().key(), "1990-01-01T09:00");
}
