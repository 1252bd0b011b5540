//! The scheduler's steps, written out: what fires at which reading of the clock.

use calendar::schedule::{
    recurrence::Recurrence,
    scheduler::{BATCH, CatchUp, Due, GAPS_MAX, GRACE_S, Schedule, State, Step, step},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

const POLICIES: [CatchUp; 3] = [CatchUp::None, CatchUp::Once, CatchUp::All];

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn schedule(recurrence: &Value, catch_up: CatchUp) -> Schedule {
    let recurrence: Recurrence = serde_json::from_value(recurrence.clone()).unwrap();
    Schedule::new(recurrence, catch_up, GRACE_S).unwrap()
}

fn daily(time: &str, zone: &str) -> Value {
    json!({ "days": { "kind": "daily" }, "at": { "kind": "local", "time": time, "zone": zone } })
}

/// Readings of the clock, with the keys that fire at each.
fn check(recurrence: &Value, catch_up: CatchUp, start: &str, readings: &[(&str, &[&str])]) {
    let schedule = schedule(recurrence, catch_up);
    let mut state = State::starting(&schedule, at(start));
    for (now, expected) in readings {
        // The state lies on disk between two steps.
        let kept: State = serde_json::from_str(&serde_json::to_string(&state).unwrap()).unwrap();
        assert_eq!(kept, state);
        let step = step(&schedule, &kept, at(now));
        let fired: Vec<_> = step.due.iter().map(|due| due.occurrence.key()).collect();
        assert_eq!(fired, *expected, "{catch_up:?} at {now}");
        state = step.state;
    }
}

fn wake(catch_up: CatchUp, now: &str) -> Step {
    let schedule = schedule(&daily("09:00", "Europe/Berlin"), catch_up);
    let state = State::starting(&schedule, at("2026-01-12T12:00:00Z"));
    step(&schedule, &state, at(now))
}

fn told(due: &[Due]) -> Vec<(String, i64, u32)> {
    due.iter().map(|due| (due.occurrence.key(), due.late_s, due.covers)).collect()
}

#[test]
fn three_days_asleep_under_each_policy() {
    // Asleep from Monday 12 January noon to Thursday noon; 09:00 in Berlin is 08:00Z.
    let key = |day| format!("2026-01-{day}T09:00");
    let (h4, h28, h52) = (4 * 3600, 28 * 3600, 52 * 3600);
    for (catch_up, expected, dropped) in [
        (CatchUp::None, vec![], 3),
        (CatchUp::Once, vec![(key(15), h4, 3)], 0),
        (CatchUp::All, vec![(key(13), h52, 1), (key(14), h28, 1), (key(15), h4, 1)], 0),
    ] {
        let woken = wake(catch_up, "2026-01-15T12:00:00Z");
        assert_eq!((told(&woken.due), woken.dropped, woken.more), (expected, dropped, false), "{catch_up:?}");
        assert_eq!(woken.state.next.unwrap().key(), key(16), "{catch_up:?}");
    }
    // Awake two minutes after Thursday's: that one is on time.
    for (catch_up, expected, dropped) in [
        (CatchUp::None, vec![(key(15), 120, 1)], 2),
        (CatchUp::Once, vec![(key(15), 120, 3)], 0),
        (CatchUp::All, vec![(key(13), 48 * 3600 + 120, 1), (key(14), 24 * 3600 + 120, 1), (key(15), 120, 1)], 0),
    ] {
        let woken = wake(catch_up, "2026-01-15T08:02:00Z");
        assert_eq!((told(&woken.due), woken.dropped), (expected, dropped), "{catch_up:?}");
    }
    // The grace: 300 seconds are on time, one more is not.
    assert_eq!(wake(CatchUp::None, "2026-01-13T08:05:00Z").due.len(), 1);
    assert_eq!(wake(CatchUp::None, "2026-01-13T08:05:01Z").due.len(), 0);
}

#[test]
fn daylight_saving_fires_each_day_once() {
    for catch_up in POLICIES {
        // New York, spring: 02:30 of 8 March is 07:30Z.
        check(
            &daily("02:30", "America/New_York"),
            catch_up,
            "2026-03-07T12:00:00Z",
            &[
                ("2026-03-08T06:59:59Z", &[]), // 01:59:59 EST
                ("2026-03-08T07:00:00Z", &[]), // 03:00 EDT
                ("2026-03-08T07:29:59Z", &[]),
                ("2026-03-08T07:30:00Z", &["2026-03-08T02:30"]), // 03:30 EDT
                ("2026-03-09T06:29:59Z", &[]),
                ("2026-03-09T06:30:01Z", &["2026-03-09T02:30"]),
            ],
        );
        // New York, autumn: 01:30 of 1 November is at 05:30Z and, again on the clock, at 06:30Z.
        check(
            &daily("01:30", "America/New_York"),
            catch_up,
            "2026-10-31T12:00:00Z",
            &[
                ("2026-11-01T05:30:00Z", &["2026-11-01T01:30"]),
                ("2026-11-01T06:30:00Z", &[]),
                ("2026-11-02T05:30:00Z", &[]),
                ("2026-11-02T06:30:00Z", &["2026-11-02T01:30"]),
            ],
        );
        // London, both ways.
        check(
            &daily("01:30", "Europe/London"),
            catch_up,
            "2026-03-28T12:00:00Z",
            &[
                ("2026-03-29T00:59:59Z", &[]),
                ("2026-03-29T01:30:00Z", &["2026-03-29T01:30"]), // 02:30 BST
                ("2026-03-30T00:30:00Z", &["2026-03-30T01:30"]),
            ],
        );
        check(
            &daily("01:30", "Europe/London"),
            catch_up,
            "2026-10-24T12:00:00Z",
            &[
                ("2026-10-25T00:30:00Z", &["2026-10-25T01:30"]),
                ("2026-10-25T01:30:00Z", &[]),
                ("2026-10-26T01:30:00Z", &["2026-10-26T01:30"]),
            ],
        );
        // Berlin, both ways.
        check(
            &daily("02:30", "Europe/Berlin"),
            catch_up,
            "2026-03-28T12:00:00Z",
            &[
                ("2026-03-29T00:30:00Z", &[]),
                ("2026-03-29T01:30:00Z", &["2026-03-29T02:30"]), // 03:30 CEST
                ("2026-03-30T00:30:00Z", &["2026-03-30T02:30"]),
            ],
        );
        check(
            &daily("02:30", "Europe/Berlin"),
            catch_up,
            "2026-10-24T12:00:00Z",
            &[
                ("2026-10-25T00:30:00Z", &["2026-10-25T02:30"]),
                ("2026-10-25T01:30:00Z", &[]),
                ("2026-10-26T01:30:00Z", &["2026-10-26T02:30"]),
            ],
        );
    }
}

#[test]
fn a_clock_set_back_an_hour_fires_nothing_again() {
    for catch_up in POLICIES {
        check(
            &daily("09:00", "UTC"),
            catch_up,
            "2026-01-12T08:30:00Z",
            &[
                ("2026-01-12T09:00:10Z", &["2026-01-12T09:00"]),
                ("2026-01-12T08:00:20Z", &[]), // set back
                ("2026-01-12T08:59:50Z", &[]),
                ("2026-01-12T09:00:00Z", &[]),
                ("2026-01-12T09:00:20Z", &[]),
                ("2026-01-13T09:00:05Z", &["2026-01-13T09:00"]),
            ],
        );
    }
}

#[test]
fn a_clock_set_forward_an_hour_and_back_again() {
    // Over 09:00 without passing it: late for half an hour, so dropped under `none`, and then fired when its time comes.
    let fires: &[&str] = &["2026-01-12T09:00"];
    for (catch_up, at_jump, at_nine) in
        [(CatchUp::None, &[][..], fires), (CatchUp::Once, fires, &[]), (CatchUp::All, fires, &[])]
    {
        check(
            &daily("09:00", "UTC"),
            catch_up,
            "2026-01-12T08:29:00Z",
            &[
                ("2026-01-12T08:30:00Z", &[]),
                ("2026-01-12T09:30:00Z", at_jump), // set forward
                ("2026-01-12T08:31:00Z", &[]),     // set back
                ("2026-01-12T08:59:59Z", &[]),
                ("2026-01-12T09:00:05Z", at_nine),
                ("2026-01-12T09:00:35Z", &[]),
                ("2026-01-12T09:30:00Z", &[]),
                ("2026-01-13T09:00:05Z", &["2026-01-13T09:00"]),
            ],
        );
        // Forward and never set back: the day's occurrence is not repeated either.
        check(
            &daily("09:00", "UTC"),
            catch_up,
            "2026-01-12T08:29:00Z",
            &[("2026-01-12T09:30:00Z", at_jump), ("2026-01-13T09:00:05Z", &["2026-01-13T09:00"])],
        );
    }
}

#[test]
fn a_clock_that_was_years_ahead_does_not_silence_a_schedule() {
    for (catch_up, at_jump) in [(CatchUp::None, &[][..]), (CatchUp::Once, &["2035-06-01T09:00"][..])] {
        check(
            &daily("09:00", "UTC"),
            catch_up,
            "2026-01-12T08:30:00Z",
            &[
                ("2035-06-01T12:00:00Z", at_jump),
                ("2026-01-12T08:31:00Z", &[]),
                ("2026-01-12T09:00:01Z", &["2026-01-12T09:00"]),
                ("2026-01-12T09:00:31Z", &[]),
                ("2026-01-13T09:00:01Z", &["2026-01-13T09:00"]),
            ],
        );
    }
    let schedule = schedule(&daily("09:00", "UTC"), CatchUp::Once);
    let state = State::starting(&schedule, at("2026-01-12T08:30:00Z"));
    let ahead = step(&schedule, &state, at("2035-06-01T12:00:00Z")).state;
    let back = step(&schedule, &ahead, at("2026-01-12T08:31:00Z")).state;
    assert_eq!(back.next.unwrap().key(), "2026-01-12T09:00", "what to wait for lies in the gap");
}

#[test]
fn catching_up_with_all_comes_in_batches_and_loses_none() {
    let schedule = schedule(&daily("09:00", "UTC"), CatchUp::All);
    let mut state = State::starting(&schedule, at("2026-01-01T00:00:00Z"));
    let now = at("2026-09-08T12:00:00Z"); // 251 days
    let mut sizes = Vec::new();
    let mut keys = Vec::new();
    loop {
        let step = step(&schedule, &state, now);
        sizes.push((step.due.len(), step.more));
        keys.extend(step.due.iter().map(|due| due.occurrence.key()));
        state = step.state;
        if !step.more {
            break;
        }
    }
    assert_eq!(sizes, [(BATCH, true), (BATCH, true), (51, false)]);
    assert_eq!((keys[0].as_str(), keys[250].as_str()), ("2026-01-01T09:00", "2026-09-08T09:00"));
    assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn only_the_latest_gaps_are_remembered() {
    let schedule = schedule(&daily("09:00", "UTC"), CatchUp::None);
    let mut state = State::starting(&schedule, at("2026-01-01T12:00:00Z"));
    for week in 1..40 {
        state = step(&schedule, &state, at("2026-01-01T12:00:00Z") + TimeDelta::weeks(week)).state;
    }
    assert_eq!(state.gaps.len(), GAPS_MAX);
}

#[test]
fn a_schedule_says_when_its_calendar_ends() {
    let sessions = json!({ "days": { "kind": "daily" }, "sessions": { "exchange": "XNYS" },
                           "at": { "kind": "open", "minutes": 0 } });
    let schedule = schedule(&sessions, CatchUp::All);
    let state = State::starting(&schedule, at("2035-12-28T20:00:00Z"));
    let last = step(&schedule, &state, at("2036-02-01T00:00:00Z"));
    assert_eq!(told(&last.due)[0].0, "2035-12-31T09:30");
    assert_eq!((last.due.len(), last.state.next), (1, None));
    assert!(schedule.recurrence().next_after(last.state.settled_through).is_err());
}

#[test]
fn a_schedule_comes_back_from_json_and_names_its_faults() {
    let schedule = schedule(&daily("09:00", "Europe/Berlin"), CatchUp::All);
    let json = serde_json::to_value(&schedule).unwrap();
    assert_eq!((&json["catch_up"], &json["grace_s"]), (&json!("all"), &json!(300)));
    assert_eq!(serde_json::from_value::<Schedule>(json).unwrap(), schedule);
    let fewest: Schedule = serde_json::from_value(json!({ "recurrence": daily("09:00", "UTC") })).unwrap();
    assert_eq!((fewest.catch_up(), fewest.grace_s()), (CatchUp::Once, GRACE_S));
    let long = json!({ "recurrence": daily("09:00", "UTC"), "grace_s": 3601 });
    let error = serde_json::from_value::<Schedule>(long).unwrap_err().to_string();
    assert_eq!(error, "grace_s: 3601; give at most 3600 seconds");
}
