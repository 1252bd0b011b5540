//! Whatever the clock does, nothing fires twice or early; while time only passes, `all` loses nothing.

use std::collections::BTreeSet;

use calendar::schedule::{
    occurrence::Occurrence,
    recurrence::Recurrence,
    scheduler::{CatchUp, Schedule, State, step},
};
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::{Value, json};

fn exchange() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["XNYS", "XLON", "XETR", "XPAR", "XLIS", "XTSE", "CRYPTO"][..])
}

fn days() -> impl Strategy<Value = Value> {
    let period = || prop::sample::select(&["month", "quarter", "year"][..]);
    prop_oneof![
        Just(json!({ "kind": "daily" })),
        prop::sample::subsequence(vec!["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], 1..=7)
            .prop_map(|on| json!({ "kind": "weekly", "on": on })),
        (1..=31).prop_map(|day| json!({ "kind": "monthly", "day": day })),
        (1..=12, 1..=29).prop_map(|(month, day)| json!({ "kind": "yearly", "month": month, "day": day })),
        period().prop_map(|of| json!({ "kind": "first_session", "of": of })),
        period().prop_map(|of| json!({ "kind": "last_session", "of": of })),
        (1..=30).prop_map(|n| json!({ "kind": "every_sessions", "n": n, "from": "2024-02-29" })),
    ]
}

fn time() -> impl Strategy<Value = Value> {
    let zones = ["America/New_York", "Europe/London", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "UTC"];
    prop_oneof![
        (0..24, 0..60, prop::sample::select(zones.to_vec()))
            .prop_map(|(h, m, zone)| json!({ "kind": "local", "time": format!("{h:02}:{m:02}"), "zone": zone })),
        (-1440..=1440).prop_map(|minutes| json!({ "kind": "open", "minutes": minutes })),
        (-1440..=1440).prop_map(|minutes| json!({ "kind": "close", "minutes": minutes })),
    ]
}

/// Any recurrence that is accepted.
fn recurrence() -> impl Strategy<Value = Recurrence> {
    let otherwise = prop::sample::select(&["next", "previous", "skip"][..]);
    (days(), prop::option::of((exchange(), otherwise)), time()).prop_filter_map("refused", |(days, sessions, at)| {
        let sessions = sessions.map(|(exchange, otherwise)| json!({ "exchange": exchange, "otherwise": otherwise }));
        serde_json::from_value(json!({ "days": days, "sessions": sessions, "at": at })).ok()
    })
}

fn catch_up() -> impl Strategy<Value = CatchUp> {
    prop::sample::select(&[CatchUp::None, CatchUp::Once, CatchUp::All][..])
}

/// How far the clock goes on, in seconds: ticks, hours, sleeps of weeks.
fn forward() -> impl Strategy<Value = i64> {
    prop_oneof![3 => 0..600_i64, 2 => 0..90_000_i64, 1 => 0..2_600_000_i64]
}

/// Any way the clock goes: on, or set back, an hour or years.
fn jump() -> impl Strategy<Value = i64> {
    prop_oneof![
        6 => forward(),
        2 => prop::sample::select(&[-3600_i64, 3600][..]),
        1 => -2_600_000..0_i64,
        1 => -100_000_000..100_000_000_i64,
    ]
}

fn begin() -> DateTime<Utc> {
    "2026-02-20T00:00:00Z".parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_occurrence_fires_twice_or_early(
        recurrence in recurrence(), catch_up in catch_up(), grace in 0..=3600_u32, jumps in prop::collection::vec(jump(), 1..60),
    ) {
        let schedule = Schedule::new(recurrence, catch_up, grace).unwrap();
        let mut state = State::starting(&schedule, begin());
        let (mut now, mut fired) = (begin(), BTreeSet::new());
        for jump in jumps {
            now += TimeDelta::seconds(jump);
            let step = step(&schedule, &state, now);
            for due in &step.due {
                prop_assert!(due.occurrence.due_at <= now, "early: {due:?} at {now}");
                prop_assert!(due.occurrence.due_at > begin());
                prop_assert!(fired.insert(due.occurrence.key()), "twice: {due:?} at {now}");
            }
            state = step.state;
        }
    }

    #[test]
    fn while_time_only_passes_all_loses_none_and_the_others_account_for_each(
        recurrence in recurrence(), catch_up in catch_up(), waits in prop::collection::vec(forward(), 1..40),
    ) {
        let schedule = Schedule::new(recurrence.clone(), catch_up, 300).unwrap();
        let mut state = State::starting(&schedule, begin());
        let (mut now, mut fired, mut covered, mut dropped) = (begin(), Vec::new(), 0, 0);
        for wait in waits {
            now += TimeDelta::seconds(wait);
            loop {
                let step = step(&schedule, &state, now);
                fired.extend(step.due.iter().map(|due| due.occurrence));
                covered += step.due.iter().map(|due| due.covers as usize).sum::<usize>();
                dropped += step.dropped as usize;
                state = step.state;
                if !step.more { break; }
            }
        }
        let expected: Vec<Occurrence> =
            std::iter::successors(recurrence.next_after(begin()).ok(), |last| recurrence.next_after(last.due_at).ok())
                .take_while(|next| next.due_at <= now)
                .collect();
        match catch_up {
            CatchUp::All => prop_assert_eq!(fired, expected),
            CatchUp::Once => prop_assert_eq!((covered, dropped), (expected.len(), 0)),
            CatchUp::None => prop_assert_eq!(fired.len() + dropped, expected.len()),
        }
    }

    #[test]
    fn occurrences_go_up_in_both_their_times(recurrence in recurrence(), start in 0..1_000_000_000_i64) {
        let mut at = DateTime::from_timestamp(700_000_000 + start, 0).unwrap();
        let mut last: Option<Occurrence> = None;
        for _ in 0..30 {
            let Ok(next) = recurrence.next_after(at) else { break };
            prop_assert!(next.due_at > at);
            prop_assert!(last.is_none_or(|last| last.nominal < next.nominal), "{last:?} {next:?}");
            // Looking from just before it, or from any time since the last one, finds the same.
            prop_assert_eq!(recurrence.next_after(next.due_at - TimeDelta::microseconds(1)).unwrap(), next);
            at = next.due_at;
            last = Some(next);
        }
    }

    #[test]
    fn a_recurrence_is_the_same_after_json(recurrence in recurrence()) {
        let json = serde_json::to_string(&recurrence).unwrap();
        prop_assert_eq!(serde_json::from_str::<Recurrence>(&json).unwrap(), recurrence);
    }
}
