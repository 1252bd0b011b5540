//! Schedules over the API.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::Desk;

fn nightly() -> Value {
    json!({
        "name": "Nightly backup",
        "schedule": {
            "recurrence": {
                "days": {"kind": "weekly", "on": ["Mon", "Fri"]},
                "at": {"kind": "local", "time": "22:15", "zone": "Europe/Berlin"},
            },
        },
        "action": {"kind": "back_up"},
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_lives_and_every_step_can_be_undone() {
    let desk = Desk::empty().await;
    let mut events = api::stream::subscribe(&desk.station);
    let made = desk.post("/schedules", &nightly()).await;
    assert_eq!(made.status, 201);
    assert!(!made.header("x-change-id").is_empty());
    let schedule = made.ok();
    // What was left out is filled in.
    assert_eq!((&schedule["enabled"], &schedule["schedule"]["catch_up"]), (&json!(true), &json!("once")));
    assert_eq!(schedule["schedule"]["grace_s"], 300);
    assert_eq!(schedule["sentence"], "Every Monday and Friday, at 22:15 Europe/Berlin time.");
    assert_eq!((&schedule["zone"], &schedule["last_run"]), (&json!("Europe/Berlin"), &Value::Null));
    assert!(schedule["next"]["nominal"].as_str().unwrap().ends_with("T22:15:00"), "{schedule}");
    let told = async {
        loop {
            let event: Value = serde_json::from_str(&events.recv().await.unwrap()).unwrap();
            if event["kind"] == "changed" && event["nouns"] == json!(["schedules"]) {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), told).await.unwrap();

    let path = format!("/schedules/{}", schedule["id"].as_str().unwrap());
    assert_eq!(desk.get(&path).await.ok(), schedule);
    assert_eq!(desk.get("/schedules").await.ok()["items"], json!([schedule]));
    let off = desk.call("PATCH", &path, Some(&json!({"enabled": false}))).await;
    let change = off.header("x-change-id").to_owned();
    let off = off.ok();
    assert_eq!((&off["enabled"], &off["next"], &off["name"]), (&json!(false), &Value::Null, &json!("Nightly backup")));
    desk.call("POST", &format!("/changes/{change}/undo"), None).await.ok();
    assert_eq!(desk.get(&path).await.ok()["enabled"], true);
    desk.call("DELETE", &path, None).await.ok();
    assert_eq!(desk.get(&path).await.problem(404), "not_found");
    desk.call("POST", "/undo", None).await.ok();
    assert_eq!(desk.get(&path).await.ok()["name"], "Nightly backup");
}

#[tokio::test(flavor = "multi_thread")]
async fn run_now_makes_a_backup_that_the_history_names() {
    let desk = Desk::empty().await;
    let mut fields = nightly();
    fields["enabled"] = json!(false);
    let schedule = desk.post("/schedules", &fields).await.ok();
    let path = format!("/schedules/{}", schedule["id"].as_str().unwrap());
    assert_eq!(desk.get(&format!("{path}/occurrences")).await.ok()["items"], json!([]));
    let begun = desk.call("POST", &format!("{path}/run"), None).await;
    assert_eq!(begun.status, 202);
    let job = desk.wait(&begun.ok()).await;
    assert_eq!(job["state"], "done", "{job}");
    let history = desk.get(&format!("{path}/occurrences")).await.ok();
    assert_eq!(history["items"].as_array().unwrap().len(), 1);
    assert_eq!((&history["items"][0]["job"], &history["items"][0]["occurrence"]), (&job, &Value::Null));
    assert_eq!(desk.get(&path).await.ok()["last_run"]["job"]["id"], job["id"]);
    let backups = desk.get("/backups").await.ok();
    assert_eq!((&backups[0]["id"], &backups[0]["reason"]), (&job["result"]["id"], &json!("scheduled")));
    let deleted = desk.call("DELETE", &path, None).await;
    assert!(deleted.status.is_success());
    assert_eq!(desk.get(&format!("{path}/occurrences")).await.problem(404), "not_found");
    assert_eq!(desk.call("POST", &format!("{path}/run"), None).await.problem(404), "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_keeps_nothing_and_what_cannot_come_is_refused_with_the_reason() {
    let desk = Desk::empty().await;
    let recurrence = &nightly()["schedule"]["recurrence"];
    let question = json!({"recurrence": recurrence, "count": 3, "after": "2026-03-26T00:00:00Z"});
    let preview = desk.post("/schedules/preview", &question).await.ok();
    // Clocks go forward on 29 March.
    assert_eq!(
        preview["occurrences"],
        json!([
            {"nominal": "2026-03-27T22:15:00", "due_at": "2026-03-27T21:15:00Z"},
            {"nominal": "2026-03-30T22:15:00", "due_at": "2026-03-30T20:15:00Z"},
            {"nominal": "2026-04-03T22:15:00", "due_at": "2026-04-03T20:15:00Z"},
        ])
    );
    assert_eq!(desk.get("/schedules").await.ok()["items"], json!([]));
    let check = async |days: Value, sessions: Value, words: &str| {
        let at = json!({"kind": "local", "time": "09:00", "zone": "UTC"});
        let recurrence = json!({"days": days, "sessions": sessions, "at": at});
        let answer = desk.post("/schedules/preview", &json!({"recurrence": recurrence})).await;
        let body = answer.json();
        assert_eq!((answer.status.as_u16(), &body["code"]), (422, &json!("body_invalid")), "{body}");
        assert!(body["detail"].as_str().unwrap().contains(words), "{body}");
    };
    check(json!({"kind": "weekly", "on": []}), Value::Null, "name at least one weekday").await;
    check(json!({"kind": "monthly", "day": 32}), Value::Null, "1 to 31").await;
    check(json!({"kind": "first_session", "of": "month"}), Value::Null, "name the exchange").await;
    let never = json!({"exchange": "XNYS", "otherwise": "skip"});
    check(json!({"kind": "weekly", "on": ["Sat"]}), never, "none of them ever comes").await;
    let mut fields = nightly();
    fields["action"] = json!({"kind": "fly"});
    assert_eq!(desk.post("/schedules", &fields).await.problem(422), "body_invalid");
    fields = nightly();
    fields["name"] = json!("");
    let refused = desk.post("/schedules", &fields).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["fields"][0]["field"]), (422, &json!("name")));
}
