//! Schedules: kept, taken at most once, also when the program dies in between.

use crate::harness::{block_on, change, on_both, open};

on_both!(
    schedules_are_kept,
    an_occurrence_is_taken_once,
    what_is_due_is_found,
    a_change_begins_anew,
    runs_are_listed_with_their_jobs,
);

/// The program ends after the scheduler decided and before the commit, or after it.
#[test]
fn a_crash_before_the_commit_takes_nothing_and_after_it_everything() {
    use scenarios::{at, keys, monday};
    let dir = tempfile::tempdir().unwrap();
    let id = block_on(async {
        let store = open(dir.path()).await.unwrap();
        let made = monday("09:00", "UTC");
        let mut w = change(&store, at("2026-01-12T08:00:00Z")).await;
        store::schedules::insert(&mut w, &made).await.unwrap();
        w.commit().await.unwrap();
        let mut w = change(&store, at("2026-01-12T09:00:01Z")).await;
        let taken = store::schedules::take(&mut w, made.id, at("2026-01-12T09:00:01Z")).await.unwrap();
        assert_eq!(keys(&taken), ["2026-01-12T09:00"]);
        drop(w);
        store.close().await;
        made.id
    });
    for expected in [vec!["2026-01-12T09:00"], vec![]] {
        block_on(async {
            let store = open(dir.path()).await.unwrap();
            let mut w = change(&store, at("2026-01-12T09:00:05Z")).await;
            let taken = store::schedules::take(&mut w, id, at("2026-01-12T09:00:05Z")).await.unwrap();
            assert_eq!(keys(&taken), expected);
            w.commit().await.unwrap();
            store.close().await;
        });
    }
}

pub(crate) mod scenarios {
    use calendar::schedule::scheduler::{CatchUp, GRACE_S, Schedule};
    use model::{
        id::{JobId, ScheduleId},
        job::{Job, JobKind},
        time::Timestamp,
    };
    use serde::{Deserialize, Serialize};
    use store::{
        Paging, Store, StoreError, Write,
        audit::{self, AuditFilter},
        jobs::{self, JobFilter, NewJob},
        schedules::{self, ScheduleFields, Scheduled, Taken},
    };

    use crate::harness::change;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub(crate) struct Doc {
        check: String,
    }

    pub(crate) fn at(text: &str) -> Timestamp {
        testkit::build::time(text)
    }

    pub(crate) fn keys(taken: &Taken) -> Vec<String> {
        taken.due.iter().map(|due| due.occurrence.key()).collect()
    }

    fn daily(time: &str, zone: &str, catch_up: CatchUp) -> Schedule {
        let json = format!(
            r#"{{ "days": {{ "kind": "daily" }}, "at": {{ "kind": "local", "time": "{time}", "zone": "{zone}" }} }}"#
        );
        Schedule::new(serde_json::from_str(&json).unwrap(), catch_up, GRACE_S).unwrap()
    }

    /// A daily schedule that begins on Monday, 2026-01-12, at 08:00Z.
    pub(crate) fn monday(time: &str, zone: &str) -> Scheduled<Doc> {
        let schedule = daily(time, zone, CatchUp::Once);
        let action = Doc { check: "drift".to_owned() };
        let fields = ScheduleFields { name: "Check the drift".to_owned(), schedule, action, enabled: true };
        Scheduled::starting(ScheduleId::new(), fields, at("2026-01-12T08:00:00Z"))
    }

    async fn take(store: &Store, id: ScheduleId, now: &str) -> Taken {
        let mut w = change(store, at(now)).await;
        let taken = schedules::take(&mut w, id, at(now)).await.unwrap();
        w.commit().await.unwrap();
        taken
    }

    pub(crate) async fn schedules_are_kept(store: Store) {
        let mut w = change(&store, at("2026-01-12T08:00:00Z")).await;
        let mut made: Vec<_> = ["Europe/Berlin", "America/New_York", "UTC"].map(|zone| monday("09:00", zone)).into();
        for (i, schedule) in (0..).zip(&mut made) {
            schedule.created_at = Timestamp::from_micros(schedule.created_at.micros() + i);
            schedules::insert(&mut w, schedule).await.unwrap();
        }
        assert_eq!(schedules::insert(&mut w, &made[0]).await.unwrap_err().code(), "duplicate");
        let mut nameless = monday("09:00", "UTC");
        nameless.fields.name = " ".to_owned();
        let error = schedules::insert(&mut w, &nameless).await.unwrap_err();
        assert!(matches!(error, StoreError::Invalid { .. }), "{error}");
        assert_eq!(schedules::get::<Doc>(&mut w, made[0].id).await.unwrap(), made[0]);
        let gone = schedules::delete::<Doc>(&mut w, made[1].id).await.unwrap();
        assert_eq!(gone, made.remove(1));
        w.commit().await.unwrap();
        made.reverse();
        let first = schedules::list::<Doc>(&store, &Paging { limit: 1, cursor: None }).await.unwrap();
        let next = schedules::list(&store, &Paging { limit: 1, cursor: first.next_cursor }).await.unwrap();
        assert_eq!([first.items, next.items].concat(), made);
        assert_eq!(schedules::get::<Doc>(&store, gone.id).await.unwrap_err().code(), "not_found");
    }

    pub(crate) async fn an_occurrence_is_taken_once(store: Store) {
        let made = monday("09:00", "UTC");
        let mut w = change(&store, at("2026-01-12T08:00:00Z")).await;
        schedules::insert(&mut w, &made).await.unwrap();
        w.commit().await.unwrap();
        for (now, expected) in [
            ("2026-01-12T08:59:59Z", vec![]),
            ("2026-01-12T09:00:01Z", vec!["2026-01-12T09:00"]),
            ("2026-01-12T09:00:01Z", vec![]),
            ("2026-01-12T08:30:00Z", vec![]), // set back
            ("2026-01-12T09:00:00Z", vec![]),
            ("2026-01-15T12:00:00Z", vec!["2026-01-15T09:00"]), // three days asleep
        ] {
            assert_eq!(keys(&take(&store, made.id, now).await), expected, "{now}");
        }
        let taken = schedules::occurrences(&store, made.id, &Paging { limit: 1, cursor: None }).await.unwrap();
        assert_eq!((taken.items[0].occurrence.as_str(), taken.items[0].covers), ("2026-01-15T09:00", 3));
        assert_eq!(taken.items[0].taken_at, at("2026-01-15T12:00:00Z"));
        let cursor = taken.next_cursor;
        let older = schedules::occurrences(&store, made.id, &Paging { limit: 1, cursor }).await.unwrap();
        assert_eq!((older.items[0].occurrence.as_str(), older.next_cursor), ("2026-01-12T09:00", None));
        // Each run is in the trail, and none stands in the way of undoing the schedule's creation.
        let events = audit::list(&store, &AuditFilter::default(), &Paging::default()).await.unwrap().items;
        let told: Vec<_> = events.iter().map(|event| (event.summary.as_str(), event.undoable)).collect();
        assert_eq!(
            told,
            [
                ("Due: Check the drift of 2026-01-15T09:00", false),
                ("Due: Check the drift of 2026-01-12T09:00", false),
                ("Created schedule Check the drift", true),
            ]
        );
        // Its record goes with it.
        let mut w = change(&store, at("2026-01-15T12:00:00Z")).await;
        schedules::delete::<Doc>(&mut w, made.id).await.unwrap();
        assert_eq!(schedules::take(&mut w, made.id, at("2026-01-16T09:00:00Z")).await.unwrap_err().code(), "not_found");
        w.commit().await.unwrap();
        let none = schedules::occurrences(&store, made.id, &Paging::default()).await.unwrap();
        assert_eq!(none.items, []);
    }

    pub(crate) async fn what_is_due_is_found(store: Store) {
        let (early, late) = (monday("09:00", "UTC"), monday("10:00", "UTC"));
        let mut off = monday("09:00", "UTC");
        off.fields.enabled = false;
        let mut w = change(&store, at("2026-01-12T08:00:00Z")).await;
        for schedule in [&late, &early, &off] {
            schedules::insert(&mut w, schedule).await.unwrap();
        }
        assert_eq!(schedules::take(&mut w, off.id, at("2026-01-12T12:00:00Z")).await.unwrap(), Taken::default());
        w.commit().await.unwrap();
        let due = async |now: &str| schedules::due(&store, at(now)).await.unwrap();
        assert_eq!(schedules::next_due_at(&store).await.unwrap(), Some(at("2026-01-12T09:00:00Z")));
        assert_eq!(due("2026-01-12T08:59:59Z").await, []);
        assert_eq!(due("2026-01-12T09:00:00Z").await, [early.id]);
        assert_eq!(due("2026-01-12T10:00:00Z").await, [early.id, late.id]);
        take(&store, early.id, "2026-01-12T10:00:00Z").await;
        assert_eq!(due("2026-01-12T10:00:00Z").await, [late.id]);
        assert_eq!(schedules::next_due_at(&store).await.unwrap(), Some(at("2026-01-12T10:00:00Z")));
        // The clock is behind what is settled: the scheduler looks whether something was passed over.
        assert_eq!(due("2026-01-12T09:30:00Z").await, [early.id]);
    }

    /// A job within a change, as the workstation makes one.
    async fn job(w: &mut Write) -> Job {
        let new = NewJob { id: JobId::new(), kind: JobKind::Backup, title: "Back up", input: &"nothing" };
        jobs::create(w, &new).await.unwrap()
    }

    pub(crate) async fn runs_are_listed_with_their_jobs(store: Store) {
        let (made, other) = (monday("09:00", "UTC"), monday("09:00", "UTC"));
        let mut w = change(&store, at("2026-01-12T08:00:00Z")).await;
        schedules::insert(&mut w, &made).await.unwrap();
        schedules::insert(&mut w, &other).await.unwrap();
        w.commit().await.unwrap();
        let now = at("2026-01-12T09:00:00Z");
        let mut w = change(&store, now).await;
        let mut expected = Vec::new();
        for id in [made.id, other.id] {
            schedules::take(&mut w, id, now).await.unwrap();
            let job = job(&mut w).await;
            schedules::begun(&mut w, id, Some("2026-01-12T09:00"), job.id, now).await.unwrap();
            expected.insert(0, job);
        }
        let by_hand = job(&mut w).await;
        schedules::begun(&mut w, made.id, None, by_hand.id, now).await.unwrap();
        // Came without a job, as out of an archive.
        let committed = w.commit().await.unwrap();
        assert!(committed.nouns.contains(&"schedule_occurrences"));
        take(&store, made.id, "2026-01-13T09:00:00Z").await;

        let mut found = Vec::new();
        let mut cursor = None;
        loop {
            let page = schedules::runs(&store, made.id, &Paging { limit: 1, cursor }).await.unwrap();
            found.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        let whole = schedules::runs(&store, made.id, &Paging::default()).await.unwrap().items;
        assert_eq!(found, whole);
        let mut told: Vec<_> = found
            .iter()
            .map(|run| (run.begun_at, run.occurrence.as_ref().map(|o| o.occurrence.as_str()), run.job.clone()))
            .collect();
        assert_eq!(told.remove(0), (at("2026-01-13T09:00:00Z"), Some("2026-01-13T09:00"), None));
        // What began at one time stands in the order of nominal times and identities; either may be first.
        told.sort_by_key(|(_, occurrence, _)| occurrence.is_some());
        assert_eq!(told, [(now, None, Some(by_hand)), (now, Some("2026-01-12T09:00"), Some(expected.pop().unwrap())),]);
        // An occurrence begins one job.
        let mut w = change(&store, now).await;
        let again = job(&mut w).await;
        assert!(schedules::begun(&mut w, made.id, Some("2026-01-12T09:00"), again.id, now).await.is_err());
        drop(w);
        // The history goes with the schedule, the jobs stay.
        let mut w = change(&store, now).await;
        schedules::delete::<Doc>(&mut w, made.id).await.unwrap();
        w.commit().await.unwrap();
        assert_eq!(schedules::runs(&store, made.id, &Paging::default()).await.unwrap().items, []);
        assert_eq!(schedules::runs(&store, other.id, &Paging::default()).await.unwrap().items.len(), 1);
        assert_eq!(jobs::list(&store, &JobFilter::default(), &Paging::default()).await.unwrap().items.len(), 3);
    }

    pub(crate) async fn a_change_begins_anew(store: Store) {
        let made = monday("09:00", "America/New_York");
        let mut w = change(&store, at("2026-01-12T08:00:00Z")).await;
        schedules::insert(&mut w, &made).await.unwrap();
        w.commit().await.unwrap();
        let update = async |fields: &ScheduleFields<Doc>, now: &str| {
            let mut w = change(&store, at(now)).await;
            let after = schedules::update(&mut w, made.id, fields, at(now)).await.unwrap();
            w.commit().await.unwrap();
            after
        };
        assert_eq!(keys(&take(&store, made.id, "2026-01-12T14:00:00Z").await), ["2026-01-12T09:00"]);
        // Another name changes nothing of what is settled.
        let renamed = ScheduleFields { name: "Drift".to_owned(), ..made.fields.clone() };
        let after = update(&renamed, "2026-01-12T14:10:00Z").await;
        assert_eq!(after.state.settled_through, at("2026-01-12T14:00:00Z").to_chrono());
        // Three hours west it is nine again: the same nominal time, which was taken.
        let west = ScheduleFields { schedule: daily("09:00", "America/Los_Angeles", CatchUp::All), ..renamed };
        let after = update(&west, "2026-01-12T15:00:00Z").await;
        assert_eq!(after.state.next.unwrap().key(), "2026-01-12T09:00");
        assert_eq!(keys(&take(&store, made.id, "2026-01-12T17:00:00Z").await), [""; 0]);
        assert_eq!(keys(&take(&store, made.id, "2026-01-13T17:00:00Z").await), ["2026-01-13T09:00"]);
        // Off for three days and on again: nothing of it was missed.
        let off = ScheduleFields { enabled: false, ..west.clone() };
        update(&off, "2026-01-13T18:00:00Z").await;
        update(&west, "2026-01-16T18:00:00Z").await;
        assert_eq!(keys(&take(&store, made.id, "2026-01-16T18:00:01Z").await), [""; 0]);
        assert_eq!(keys(&take(&store, made.id, "2026-01-17T17:00:00Z").await), ["2026-01-17T09:00"]);
    }
}
