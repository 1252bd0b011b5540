//! Whom a firing reaches, and when.

use alerts::{Channel, Delivery, DeliveryKey, Escalation, EscalationStep, Firing, LocalHours, QuietHours};
use model::{alert::AlertSeverity, time::Timestamp};

use crate::support::{alert, time};

fn channel(way: &str, person: Option<&str>) -> Channel {
    Channel { way: way.to_owned(), person: person.map(str::to_owned) }
}

fn plan() -> Escalation {
    let step = |after_minutes, channel| EscalationStep { after_minutes, channel };
    Escalation {
        steps: vec![
            step(0, channel("desktop", None)),
            step(5, channel("mail", Some("Ada"))),
            step(15, channel("mail", Some("Bob"))),
        ],
        repeat_minutes: Some(30),
        quiet: None,
    }
}

fn firing(at: &str, severity: AlertSeverity) -> Firing {
    Firing { alert: alert(1), epoch: 3, at: time(at), severity, settled_at: None }
}

/// Everything that is delivered until a time, when each is delivered the moment it is due.
fn all(plan: &Escalation, firing: &Firing, until: &str) -> Vec<(Timestamp, String, u32)> {
    let (mut delivered, mut now, mut out) = (Vec::new(), firing.at, Vec::new());
    while let Some(Delivery { key, due }) = plan.next(firing, &delivered, now) {
        if due > time(until) {
            break;
        }
        now = now.max(due);
        out.push((due, key.channel.person.clone().unwrap_or(key.channel.way.clone()), key.reminder));
        assert!(!delivered.contains(&key), "{key:?}");
        delivered.push(key);
    }
    out
}

#[test]
fn steps_come_in_order_and_the_last_is_repeated() {
    let told = all(&plan(), &firing("2026-03-02T10:00:00Z", AlertSeverity::Info), "2026-03-02T11:20:00Z");
    let expected = [
        ("2026-03-02T10:00:00Z", "desktop", 0),
        ("2026-03-02T10:05:00Z", "Ada", 0),
        ("2026-03-02T10:15:00Z", "Bob", 0),
        ("2026-03-02T10:45:00Z", "Bob", 1),
        ("2026-03-02T11:15:00Z", "Bob", 2),
    ];
    assert_eq!(told, expected.map(|(at, who, reminder)| (time(at), who.to_owned(), reminder)));
}

#[test]
fn nobody_is_told_after_a_reaction_but_nothing_is_lost_before() {
    let settled_at = Some(time("2026-03-02T10:05:00Z"));
    let firing = Firing { settled_at, ..firing("2026-03-02T10:00:00Z", AlertSeverity::Info) };
    let late = plan().next(&firing, &[], time("2026-03-02T12:00:00Z")).unwrap();
    assert_eq!(late.key.channel.way, "desktop", "it was due before the reaction");
    assert_eq!(plan().next(&firing, &[late.key], time("2026-03-02T12:00:00Z")), None);
}

#[test]
fn missed_reminders_come_as_one() {
    let firing = firing("2026-03-02T10:00:00Z", AlertSeverity::Info);
    let now = firing.at;
    let mut delivered: Vec<DeliveryKey> = Vec::new();
    for _ in 0..3 {
        delivered.push(plan().next(&firing, &delivered, now).unwrap().key);
    }
    let woken = time("2026-03-02T20:00:00Z");
    let next = plan().next(&firing, &delivered, woken).unwrap();
    assert_eq!((next.key.reminder, next.due), (19, time("2026-03-02T19:45:00Z")));
    delivered.push(next.key);
    assert_eq!(plan().next(&firing, &delivered, woken).unwrap().due, time("2026-03-02T20:15:00Z"));
}

#[test]
fn quiet_hours_wait_and_critical_breaks_through() {
    let hours = LocalHours {
        zone: "Europe/Berlin".parse().unwrap(),
        days: vec![],
        from: "22:00:00".parse().unwrap(),
        to: "07:00:00".parse().unwrap(),
    };
    let plan = Escalation { quiet: Some(QuietHours { hours, broken_by: AlertSeverity::Critical }), ..plan() };
    let night = "2026-03-28T22:30:00Z"; // clocks go forward in this night
    let next = |severity| plan.next(&firing(night, severity), &[], time(night)).unwrap().due;
    assert_eq!(next(AlertSeverity::Warning), time("2026-03-29T05:00:00Z"));
    assert_eq!(next(AlertSeverity::Critical), time(night));
    let evening = firing("2026-03-27T20:58:00Z", AlertSeverity::Info);
    let told = all(&plan, &evening, "2026-03-28T06:00:00Z");
    let expected = [
        ("2026-03-27T20:58:00Z", "desktop", 0),
        ("2026-03-28T06:00:00Z", "Ada", 0),
        ("2026-03-28T06:00:00Z", "Bob", 0),
    ];
    assert_eq!(told[..3], expected.map(|(at, who, reminder)| (time(at), who.to_owned(), reminder)));
    let settled_at = Some(time("2026-03-28T01:00:00Z"));
    let settled = Firing { settled_at, ..firing("2026-03-27T23:00:00Z", AlertSeverity::Info) };
    assert_eq!(plan.next(&settled, &[], settled.at), None, "over before the quiet ended");
}

#[test]
fn a_plan_is_checked() {
    let fault = |change: fn(&mut Escalation)| {
        let mut plan = plan();
        change(&mut plan);
        plan.check().unwrap_err().to_string().split(": ").next().unwrap().to_owned()
    };
    assert_eq!(plan().check(), Ok(()));
    assert_eq!(fault(|plan| plan.steps.clear()), "steps");
    assert_eq!(fault(|plan| plan.steps[1].after_minutes = 20), "steps[2].after_minutes");
    assert_eq!(fault(|plan| plan.steps[2].channel = channel("desktop", None)), "steps[0].channel");
    assert_eq!(fault(|plan| plan.steps[0].channel.way.clear()), "steps[0].channel.way");
    assert_eq!(fault(|plan| plan.repeat_minutes = Some(0)), "repeat_minutes");
    assert_eq!(
        Escalation::default().next(
            &firing("2026-03-02T10:00:00Z", AlertSeverity::Info),
            &[],
            time("2026-03-02T10:00:00Z")
        ),
        None
    );
}
