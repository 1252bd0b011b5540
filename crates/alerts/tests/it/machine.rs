//! Where an alert stands, over all pairs of state and event.

use alerts::{
    Act, AlertMachine, AlertRule, AlertsError, Change, Effect, Event, HeldBack, LocalHours, MovedBy, Repeat,
    condition::Test,
};
use bars::interval::Interval;
use model::{alert::AlertState, time::Timestamp};

use crate::{
    conditions::price,
    support::{alert, at, time},
};

fn rule(repeat: Repeat) -> AlertRule {
    AlertRule { repeat, ..AlertRule::new(price(Test::Above { level: 1.0 })) }
}

fn person(act: Act) -> Event {
    Event::Person { act, who: "Ada".to_owned(), note: Some("seen".to_owned()) }
}

const SNOOZE: Act = Act::Snooze { until: Timestamp::from_micros(900_000_000) };

/// An alert in a state, with the second at which it came there below 100.
fn machine(state: AlertState, rule: &AlertRule) -> AlertMachine {
    let mut machine = AlertMachine::new(alert(1));
    let events = match state {
        AlertState::Armed => vec![],
        AlertState::Firing => vec![Event::Rule(Change::Began)],
        AlertState::Acknowledged => vec![Event::Rule(Change::Began), person(Act::Acknowledge)],
        AlertState::Resolved => vec![Event::Rule(Change::Began), Event::Rule(Change::Ended)],
        AlertState::Snoozed => vec![Event::Rule(Change::Began), person(SNOOZE)],
    };
    for (second, event) in (10..).zip(events) {
        machine.step(rule, at(second), &event).unwrap();
    }
    assert_eq!(machine.state(), state);
    machine
}

fn fired(effects: &[Effect]) -> Option<u64> {
    effects.iter().find_map(|effect| if let Effect::Fired { epoch, .. } = effect { Some(*epoch) } else { None })
}

#[test]
fn every_state_meets_every_event() {
    use AlertState::{Acknowledged, Armed, Firing, Resolved, Snoozed};
    let rule = rule(Repeat::EveryTime);
    let events = [
        Event::Rule(Change::Began),
        Event::Rule(Change::StillHolds),
        Event::Rule(Change::Happened),
        Event::Rule(Change::Ended),
        person(Act::Acknowledge),
        person(Act::Resolve),
        person(SNOOZE),
        person(Act::Rearm),
        Event::Clock,
    ];
    // The state after each event, in the order above; `None` where it is refused.
    let (fires, no) = (Some(Firing), None);
    let table = [
        (Armed, [fires, fires, fires, Some(Armed), no, no, Some(Snoozed), no, Some(Armed)]),
        (
            Firing,
            [
                fires,
                fires,
                fires,
                Some(Resolved),
                Some(Acknowledged),
                Some(Resolved),
                Some(Snoozed),
                Some(Armed),
                Some(Firing),
            ],
        ),
        (
            Acknowledged,
            [fires, fires, fires, Some(Resolved), no, Some(Resolved), Some(Snoozed), Some(Armed), Some(Acknowledged)],
        ),
        (Resolved, [fires, fires, fires, Some(Resolved), no, no, Some(Snoozed), Some(Armed), Some(Resolved)]),
        (
            Snoozed,
            [
                Some(Snoozed),
                Some(Snoozed),
                Some(Snoozed),
                Some(Snoozed),
                no,
                Some(Resolved),
                Some(Snoozed),
                Some(Armed),
                Some(Snoozed),
            ],
        ),
    ];
    for (state, row) in table {
        for (event, expected) in events.iter().zip(row) {
            let before = machine(state, &rule);
            let mut after = before.clone();
            let result = after.step(&rule, at(100), event);
            match (result, expected) {
                (Err(AlertsError::NotPossible { .. }), None) => assert_eq!(after, before, "{state} {event:?}"),
                (Ok(effects), Some(expected)) => {
                    assert_eq!(after.state(), expected, "{state} {event:?}");
                    let is_rule = matches!(event, Event::Rule(change) if *change != Change::Ended);
                    let fires = is_rule && state != Snoozed;
                    assert_eq!(fired(&effects), fires.then_some(before.epoch() + 1), "{state} {event:?}");
                    let moved = effects.iter().any(|effect| matches!(effect, Effect::Moved { .. }));
                    let is_snooze = matches!(event, Event::Person { act: Act::Snooze { .. }, .. });
                    assert_eq!(moved, state != expected || is_snooze, "{state} {event:?}");
                }
                (result, _) => panic!("{state} {event:?}: {result:?}"),
            }
        }
    }
}

#[test]
fn a_person_is_named_with_the_note() {
    let rule = rule(Repeat::EveryTime);
    let mut machine = machine(AlertState::Firing, &rule);
    let effects = machine.step(&rule, at(100), &person(Act::Acknowledge)).unwrap();
    let by = MovedBy::Person { who: "Ada".to_owned(), note: Some("seen".to_owned()) };
    let (from, to) = (AlertState::Firing, AlertState::Acknowledged);
    assert_eq!(effects, [Effect::Moved { from, to, at: at(100), by }]);
    let error = machine.step(&rule, at(101), &person(Act::Acknowledge)).unwrap_err();
    assert_eq!(error.to_string(), "an alert that is acknowledged cannot be acknowledged; only one that is firing can");
    let past = person(Act::Snooze { until: at(100) });
    assert_eq!(machine.step(&rule, at(101), &past).unwrap_err().code(), "alert_field_invalid");
}

#[test]
fn once_is_once_until_it_is_armed_by_hand() {
    let rule = rule(Repeat::Once);
    let mut machine = machine(AlertState::Resolved, &rule);
    assert!(machine.is_over());
    let held = |why| vec![Effect::HeldBack { why, at: at(100) }];
    assert_eq!(machine.step(&rule, at(100), &Event::Rule(Change::Began)).unwrap(), held(HeldBack::Spent));
    machine.step(&rule, at(101), &Event::Rule(Change::Ended)).unwrap();
    machine.step(&rule, at(102), &person(Act::Rearm)).unwrap();
    assert_eq!(fired(&machine.step(&rule, at(103), &Event::Rule(Change::Began)).unwrap()), Some(2));
}

#[test]
fn a_cool_down_owes_what_still_holds() {
    let rule = AlertRule { cool_down_s: 60, ..rule(Repeat::EveryTime) };
    let step =
        |machine: &mut AlertMachine, second, change| machine.step(&rule, at(second), &Event::Rule(change)).unwrap();
    let mut machine = machine(AlertState::Resolved, &rule);
    assert_eq!(step(&mut machine, 30, Change::Began), [Effect::HeldBack { why: HeldBack::CoolDown, at: at(30) }]);
    assert_eq!(machine.next_due(&rule, at(30)), Some(at(70)), "fired at 10");
    assert_eq!(fired(&machine.step(&rule, at(69), &Event::Clock).unwrap()), None);
    assert_eq!(fired(&machine.step(&rule, at(70), &Event::Clock).unwrap()), Some(2));
    step(&mut machine, 80, Change::Ended);
    step(&mut machine, 90, Change::Began);
    step(&mut machine, 95, Change::Ended);
    assert_eq!(fired(&machine.step(&rule, at(500), &Event::Clock).unwrap()), None, "it ended before");
    step(&mut machine, 600, Change::Happened);
    assert_eq!(step(&mut machine, 610, Change::Happened), [Effect::HeldBack { why: HeldBack::CoolDown, at: at(610) }]);
    assert_eq!(fired(&machine.step(&rule, at(900), &Event::Clock).unwrap()), None, "a moment is not owed");
}

#[test]
fn active_hours_owe_what_still_holds() {
    let hours = LocalHours {
        zone: "America/New_York".parse().unwrap(),
        days: vec![],
        from: "09:30:00".parse().unwrap(),
        to: "16:00:00".parse().unwrap(),
    };
    let rule = AlertRule { active_hours: Some(hours), ..rule(Repeat::EveryTime) };
    let mut machine = AlertMachine::new(alert(1));
    let night = time("2026-03-09T03:00:00Z");
    let effects = machine.step(&rule, night, &Event::Rule(Change::Began)).unwrap();
    assert_eq!(effects, [Effect::HeldBack { why: HeldBack::OutsideHours, at: night }]);
    let opening = time("2026-03-09T13:30:00Z");
    assert_eq!(machine.next_due(&rule, night), Some(opening), "summer time began the day before");
    assert_eq!(fired(&machine.step(&rule, opening, &Event::Clock).unwrap()), Some(1));
}

#[test]
fn a_bar_fires_once() {
    let rule = rule(Repeat::OncePerBar(Interval::Minute1));
    let mut machine = AlertMachine::new(alert(1));
    let mut step = |second, change| machine.step(&rule, at(second), &Event::Rule(change)).unwrap();
    assert_eq!(fired(&step(61, Change::Began)), Some(1));
    step(70, Change::Ended);
    assert_eq!(step(80, Change::Began), [Effect::HeldBack { why: HeldBack::SameBar, at: at(80) }]);
    assert_eq!(fired(&step(125, Change::StillHolds)), Some(2));
}

#[test]
fn the_end_of_a_snooze_shows_what_is_left() {
    let rule = rule(Repeat::EveryTime);
    let wake = |machine: &mut AlertMachine| machine.step(&rule, at(900), &Event::Clock).unwrap();
    let mut still = machine(AlertState::Snoozed, &rule);
    assert_eq!(still.next_due(&rule, at(100)), Some(at(900)));
    assert_eq!(fired(&wake(&mut still)), Some(2), "it still holds: told anew");
    let mut over = machine(AlertState::Snoozed, &rule);
    over.step(&rule, at(200), &Event::Rule(Change::Ended)).unwrap();
    assert_eq!(fired(&wake(&mut over)), None);
    assert_eq!(over.state(), AlertState::Resolved);
    let mut armed = AlertMachine::new(alert(1));
    armed.step(&rule, at(100), &person(SNOOZE)).unwrap();
    armed.step(&rule, at(200), &Event::Rule(Change::Began)).unwrap();
    assert_eq!(fired(&wake(&mut armed)), Some(1), "owed");
    let mut quiet = AlertMachine::new(alert(1));
    quiet.step(&rule, at(100), &person(SNOOZE)).unwrap();
    wake(&mut quiet);
    assert_eq!((quiet.state(), quiet.snoozed_until()), (AlertState::Armed, None));
}

#[test]
fn an_expired_alert_fires_no_more() {
    let rule = AlertRule { expires_at: Some(at(100)), ..rule(Repeat::EveryTime) };
    let mut machine = AlertMachine::new(alert(1));
    assert_eq!(machine.next_due(&rule, at(1)), Some(at(100)));
    let effects = machine.step(&rule, at(100), &Event::Rule(Change::Began)).unwrap();
    let held = Effect::HeldBack { why: HeldBack::Expired, at: at(100) };
    assert_eq!(effects, [Effect::Expired { at: at(100) }, held]);
    assert_eq!(machine.step(&rule, at(101), &Event::Clock).unwrap(), []);
    let text = serde_json::to_string(&machine).unwrap();
    assert_eq!(serde_json::from_str::<AlertMachine>(&text).unwrap(), machine, "kept whole");
}
