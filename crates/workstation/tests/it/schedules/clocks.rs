//! Sleep, daylight saving, clocks that are set, and what a change does to what is due.

use std::time::Duration;

use model::{actor::Actor, id::CorrelationId, time::Timestamp};
use serde_json::{Value, json};
use store::schedules::ScheduleFields;
use workstation::{Ctx, changes::ChangesQuery, workspaces::WorkspaceKind};

use super::{Desk, at, daily};

#[tokio::test(flavor = "multi_thread")]
async fn three_days_asleep_are_caught_up_as_the_schedule_says() {
    for (catch_up, woken, missed) in [
        ("none", &["2026-01-12T09:00"][..], true),
        ("once", &["2026-01-12T09:00", "2026-01-15T09:00 for 3"], false),
        ("all", &["2026-01-12T09:00", "2026-01-13T09:00", "2026-01-14T09:00", "2026-01-15T09:00"], false),
    ] {
        let dir = tempfile::tempdir().unwrap();
        // Nine in Berlin is eight in UTC.
        let desk = Desk::open(&dir.path().join("desk"), "2026-01-12T07:00:00Z").await;
        let id = desk.create(&daily("09:00", "Europe/Berlin", catch_up)).await;
        desk.look("2026-01-12T07:59:59Z").await;
        assert_eq!(desk.taken(id).await, [""; 0], "{catch_up}");
        desk.look("2026-01-12T08:00:00Z").await;
        assert_eq!(desk.taken(id).await, ["2026-01-12T09:00"], "{catch_up}");
        desk.look("2026-01-15T12:00:00Z").await;
        assert_eq!(desk.taken(id).await, woken, "{catch_up}");
        // Looking again, and a little later, brings nothing.
        desk.look("2026-01-15T12:00:00Z").await;
        desk.look("2026-01-15T12:30:00Z").await;
        assert_eq!(desk.taken(id).await, woken, "{catch_up}");
        desk.look("2026-01-16T08:00:30Z").await;
        assert_eq!(desk.taken(id).await, [woken, &["2026-01-16T09:00"]].concat(), "{catch_up}");
        desk.every_run_has_its_job(&[id]).await;
        let query = ChangesQuery { noun: Some("schedule_occurrences".into()), ..ChangesQuery::default() };
        let trail = desk.station.changes(&Ctx::local(), &query).await.unwrap().items;
        let told = trail.iter().filter(|event| event.summary == "Missed: Back up (3 times)").count();
        assert_eq!(told, usize::from(missed), "{catch_up}");
        desk.close().await;
    }
}

/// A local time that clocks skip is an hour later on the clock; one that comes twice is the first of the two.
#[tokio::test(flavor = "multi_thread")]
async fn an_occurrence_comes_once_where_clocks_change() {
    for (zone, time, begin, instants) in [
        // Clocks go from 02:00 to 03:00 on 29 March.
        (
            "Europe/Berlin",
            "02:30",
            "2026-03-27T12:00:00Z",
            ["2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"],
        ),
        // From 03:00 back to 02:00 on 25 October.
        (
            "Europe/Berlin",
            "02:30",
            "2026-10-23T12:00:00Z",
            ["2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"],
        ),
        // From 02:00 to 03:00 on 8 March.
        (
            "America/New_York",
            "02:30",
            "2026-03-06T12:00:00Z",
            ["2026-03-07T07:30:00Z", "2026-03-08T07:30:00Z", "2026-03-09T06:30:00Z"],
        ),
        // From 02:00 back to 01:00 on 1 November.
        (
            "America/New_York",
            "01:30",
            "2026-10-30T12:00:00Z",
            ["2026-10-31T05:30:00Z", "2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"],
        ),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let desk = Desk::open(&dir.path().join("desk"), begin).await;
        let id = desk.create(&daily(time, zone, "all")).await;
        for (n, due_at) in instants.iter().enumerate() {
            let before = Timestamp::from_micros(at(due_at).micros() - 1_000_000);
            desk.look(&before.to_string()).await;
            assert_eq!(desk.taken(id).await.len(), n, "{zone} before {due_at}");
            desk.look(due_at).await;
            assert_eq!(desk.runs(id).await[0].due_at, Some(at(due_at)), "{zone}");
            // An hour later a clock on the wall may show the same time again.
            let later = Timestamp::from_micros(at(due_at).micros() + 3_600_000_000);
            desk.look(&later.to_string()).await;
            assert_eq!(desk.taken(id).await.len(), n + 1, "{zone} after {due_at}");
        }
        let days: Vec<String> = desk.taken(id).await.iter().map(|nominal| nominal[11..].to_owned()).collect();
        assert_eq!(days, [time; 3], "{zone}");
        desk.every_run_has_its_job(&[id]).await;
        desk.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_brings_nothing_twice_and_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk"), "2026-01-12T08:00:00Z").await;
    let id = desk.create(&daily("09:00", "UTC", "none")).await;
    for (now, expected) in [
        ("2026-01-12T09:00:05Z", &["2026-01-12T09:00"][..]),
        // An hour back, and nine comes again.
        ("2026-01-12T08:00:06Z", &["2026-01-12T09:00"]),
        ("2026-01-12T09:00:00Z", &["2026-01-12T09:00"]),
        // On the next day an hour ahead: it is nine by the clock. Put right, nine comes again.
        ("2026-01-13T08:00:00Z", &["2026-01-12T09:00"]),
        ("2026-01-13T09:00:00Z", &["2026-01-12T09:00", "2026-01-13T09:00"]),
        ("2026-01-13T08:00:10Z", &["2026-01-12T09:00", "2026-01-13T09:00"]),
        ("2026-01-13T09:00:10Z", &["2026-01-12T09:00", "2026-01-13T09:00"]),
        // Two days ahead, past nine: both are dropped. Put right, they come when their time comes.
        ("2026-01-15T12:00:00Z", &["2026-01-12T09:00", "2026-01-13T09:00"]),
        ("2026-01-14T08:30:00Z", &["2026-01-12T09:00", "2026-01-13T09:00"]),
        ("2026-01-14T09:00:00Z", &["2026-01-12T09:00", "2026-01-13T09:00", "2026-01-14T09:00"]),
    ] {
        desk.look(now).await;
        assert_eq!(desk.taken(id).await, expected, "{now}");
    }
    desk.every_run_has_its_job(&[id]).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_once_was_years_ahead_silences_no_new_schedule() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk"), "2034-06-01T00:00:00Z").await;
    let old = desk.create(&daily("09:00", "UTC", "once")).await;
    desk.look("2034-06-01T10:00:00Z").await;
    desk.dial.set(at("2026-01-12T08:00:00Z"));
    let new = desk.create(&daily("09:00", "UTC", "once")).await;
    desk.update(old, json!({"schedule": daily("10:00", "UTC", "once")["schedule"]})).await;
    desk.look("2026-01-12T10:00:00Z").await;
    assert_eq!(desk.taken(new).await, ["2026-01-12T09:00"]);
    // What began by the wrong clock stands last.
    assert_eq!(desk.taken(old).await, ["2026-01-12T10:00", "2034-06-01T09:00"]);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_off_or_was_changed_meanwhile_was_not_missed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk");
    let desk = Desk::open(&path, "2026-01-12T08:00:00Z").await;
    let (off, moved) =
        (desk.create(&daily("09:00", "UTC", "all")).await, desk.create(&daily("09:00", "UTC", "all")).await);
    let renamed = desk.create(&daily("09:00", "UTC", "all")).await;
    desk.look("2026-01-12T10:00:00Z").await;
    desk.update(off, json!({"enabled": false})).await;
    assert_eq!(desk.schedule(off).await.next, None);
    desk.every_run_has_its_job(&[off, moved, renamed]).await;
    desk.close().await;

    // While nobody looks, one is moved to ten o'clock on the third day, and one gets another name.
    let store = store::Store::open(&path, &store::OpenOptions::new(at("2026-01-14T12:00:00Z"))).await.unwrap();
    let now = at("2026-01-14T12:00:00Z");
    let mut w = store.begin(&Actor::LocalOwner, CorrelationId::new(), now).await.unwrap();
    store::schedules::update(&mut w, moved, &kept("10:00", "Back up"), now).await.unwrap();
    store::schedules::update(&mut w, renamed, &kept("09:00", "Another name"), now).await.unwrap();
    w.commit().await.unwrap();
    store.close().await;

    let desk = Desk::open(&path, "2026-01-15T12:00:00Z").await;
    desk.look("2026-01-15T12:00:00Z").await;
    assert_eq!(desk.taken(moved).await, ["2026-01-12T09:00", "2026-01-15T10:00"]);
    let all = ["2026-01-12T09:00", "2026-01-13T09:00", "2026-01-14T09:00", "2026-01-15T09:00"];
    assert_eq!(desk.taken(renamed).await, all);
    let view = desk.update(off, json!({"enabled": true})).await;
    assert_eq!(view.next.unwrap().key(), "2026-01-16T09:00");
    desk.look("2026-01-15T12:01:00Z").await;
    assert_eq!(desk.taken(off).await, ["2026-01-12T09:00"]);
    desk.look("2026-01-16T09:00:00Z").await;
    assert_eq!(desk.taken(off).await, ["2026-01-12T09:00", "2026-01-16T09:00"]);
    desk.every_run_has_its_job(&[off, moved, renamed]).await;
    desk.close().await;
}

/// A daily schedule that is on, as the store keeps it.
fn kept(time: &str, name: &str) -> ScheduleFields<Value> {
    let mut fields = daily(time, "UTC", "all");
    (fields["name"], fields["enabled"]) = (json!(name), json!(true));
    serde_json::from_value(fields).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_that_are_due_at_once_both_begin() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk"), "2026-01-12T07:00:00Z").await;
    // Nine in Berlin and eight in London are one instant.
    let berlin = desk.create(&daily("09:00", "Europe/Berlin", "once")).await;
    let london = desk.create(&daily("08:00", "Europe/London", "once")).await;
    desk.look("2026-01-12T08:00:00Z").await;
    assert_eq!(desk.taken(berlin).await, ["2026-01-12T09:00"]);
    assert_eq!(desk.taken(london).await, ["2026-01-12T08:00"]);
    desk.every_run_has_its_job(&[berlin, london]).await;
    desk.close().await;
}

/// Without being asked: when its time comes, and when schedules change.
#[tokio::test(flavor = "multi_thread")]
async fn the_task_beside_the_workspace_looks_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk"), "2026-01-12T08:59:59.950Z").await;
    let id = desk.create(&daily("09:00", "UTC", "once")).await;
    let comes = async |n: usize| {
        let wait = async {
            while desk.taken(id).await.len() < n {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), wait).await.expect("it comes");
    };
    desk.dial.set(at("2026-01-12T09:00:00Z"));
    comes(1).await;
    desk.dial.set(at("2026-01-13T09:00:00Z"));
    desk.update(id, json!({"name": "Another name"})).await;
    comes(2).await;
    desk.every_run_has_its_job(&[id]).await;
    desk.close().await;
}

/// The sample's today stands still; its schedules go by the clock.
#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_of_the_sample_goes_by_the_real_clock() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open_with(&dir.path().join("desk"), "2026-01-12T08:00:00Z", WorkspaceKind::Sample).await;
    let id = desk.create(&daily("09:00", "UTC", "once")).await;
    desk.look("2026-01-12T09:00:00Z").await;
    assert_eq!(desk.taken(id).await, ["2026-01-12T09:00"]);
    let today = desk.station.workspace(&Ctx::local()).await.unwrap().today;
    assert!(today < at("2026-01-12T00:00:00Z").date());
    desk.every_run_has_its_job(&[id]).await;
    desk.close().await;
}
