//! Targets over the API.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn a_target_lives_and_every_step_can_be_undone() {
    let desk = Desk::empty().await;
    let (a, b) = (desk.instrument("A").await, desk.instrument("B").await);
    let mut events = api::stream::subscribe(&desk.station);
    let fields = json!({"name": "Core", "weights": {(a.clone()): "0.60", (b.clone()): "0.3"}, "tolerance": "0.05"});
    let made = desk.post("/targets", &fields).await;
    assert_eq!(made.status, 201);
    assert!(!made.header("x-change-id").is_empty());
    let target = made.ok();
    assert_eq!((&target["weights"][&a], &target["tolerance"]), (&json!("0.60"), &json!("0.05")));
    assert_eq!(target["created_at"], target["updated_at"]);
    let told = async {
        loop {
            let event: Value = serde_json::from_str(&events.recv().await.unwrap()).unwrap();
            if event["kind"] == "changed" && event["nouns"] == json!(["targets"]) {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), told).await.unwrap();

    let path = format!("/targets/{}", target["id"].as_str().unwrap());
    let read = desk.get(&path).await;
    assert!(!read.header("etag").is_empty());
    assert_eq!(read.ok(), target);
    let patch = json!({"weights": {(a.clone()): "1"}, "note": "all of it"});
    let changed = desk.call("PATCH", &path, Some(&patch)).await;
    let change = changed.header("x-change-id").to_owned();
    let changed = changed.ok();
    assert_eq!((&changed["weights"], &changed["note"]), (&json!({(a.clone()): "1"}), &json!("all of it")));
    assert_eq!(changed["name"], "Core");
    desk.call("POST", &format!("/changes/{change}/undo"), None).await.ok();
    let back = desk.get(&path).await.ok();
    assert_eq!((&back["weights"], &back["note"]), (&target["weights"], &Value::Null));
    desk.call("DELETE", &path, None).await.ok();
    assert_eq!(desk.get(&path).await.problem(404), "not_found");
    desk.call("POST", "/undo", None).await.ok();
    assert_eq!(desk.get(&path).await.ok()["name"], "Core");
    let trail = desk.get("/changes?noun=targets").await.ok();
    let summaries: Vec<&str> =
        trail["items"].as_array().unwrap().iter().map(|e| e["summary"].as_str().unwrap()).collect();
    assert!(summaries.contains(&"Created target Core") && summaries.contains(&"Deleted target Core"), "{summaries:?}");
    // What a target names stays.
    assert_eq!(desk.call("DELETE", &format!("/instruments/{b}"), None).await.problem(409), "in_use");
}

#[tokio::test(flavor = "multi_thread")]
async fn targets_are_listed_in_pages_newest_first() {
    let desk = Desk::empty().await;
    for name in ["One", "Two", "Three"] {
        desk.post("/targets", &json!({"name": name, "weights": {}})).await.ok();
    }
    let first = desk.get("/targets?limit=2").await.ok();
    let names = |page: &Value| -> Vec<String> {
        page["items"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&first), ["Three", "Two"]);
    let next = desk.get(&format!("/targets?limit=2&cursor={}", first["next_cursor"].as_str().unwrap())).await.ok();
    assert_eq!((names(&next), &next["next_cursor"]), (vec!["One".to_owned()], &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_cannot_be_is_refused_with_its_field() {
    let desk = Desk::empty().await;
    let a = desk.instrument("A").await;
    let stranger = "00000000-0000-7000-8000-000000000000";
    let check = async |fields: Value, field: &str, words: &str| {
        let answer = desk.post("/targets", &fields).await;
        let body = answer.json();
        assert_eq!(answer.status, 422, "{body}");
        assert_eq!(body["fields"][0]["field"], field, "{body}");
        assert!(body["fields"][0]["message"].as_str().unwrap().contains(words), "{body}");
    };
    check(json!({"name": " ", "weights": {}}), "name", "120").await;
    check(json!({"name": "N", "weights": {(a.clone()): "1.2"}}), "weights", "1.2 in total").await;
    check(json!({"name": "N", "weights": {(a.clone()): "-11"}}), "weights", "between -10 and 10").await;
    check(json!({"name": "N", "weights": {(stranger): "0.5"}}), "weights", stranger).await;
    check(json!({"name": "N", "weights": {}, "tolerance": "2"}), "tolerance", "between 0 and 1").await;
    let foreign = json!({"name": "N", "weights": {}, "source_optimization_id": stranger});
    assert_eq!(desk.post("/targets", &foreign).await.problem(404), "not_found");
    for unreadable in [
        json!({"name": "N"}),
        json!({"name": "N", "weights": {(a.clone()): "much"}}),
        json!({"name": "N", "weights": {"A": "0.5"}}),
        json!({"name": "N", "weights": {}, "colour": "red"}),
    ] {
        assert_eq!(desk.post("/targets", &unreadable).await.status, 422, "{unreadable}");
    }
    assert_eq!(desk.get("/targets").await.ok()["items"], json!([]));
    assert_eq!(desk.get("/targets/nothing").await.problem(404), "not_found");
}
