//! Backups, events, other workspaces.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_made_tried_and_restored() {
    let desk = Desk::empty().await;
    desk.instrument("KEPT").await;
    let made = desk.wait(&desk.call("POST", "/backups", None).await.ok()).await;
    assert_eq!(made["state"], "done", "{made}");
    let id = made["result"]["id"].as_str().unwrap().to_owned();
    let drill = desk.wait(&desk.call("POST", &format!("/backups/{id}/drill"), None).await.ok()).await;
    assert_eq!(drill["result"]["sound"], true, "{drill}");
    desk.instrument("LATER").await;
    let restored = desk.call("POST", &format!("/backups/{id}/restore"), None).await.ok();
    assert_eq!(restored["workspace"]["counts"]["instruments"], 1);
    let symbols = desk.get("/instruments").await.ok();
    assert_eq!(symbols["items"][0]["symbol"], "KEPT");
    assert_eq!(desk.call("POST", "/backups/nothing/restore", None).await.problem(404), "not_found");
    assert_eq!(desk.get("/workspace").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stream_tells_of_jobs_and_changes() {
    let desk = Desk::empty().await;
    let mut events = api::stream::subscribe(&desk.station);
    desk.instrument("NEW").await;
    let job = desk.call("POST", "/backups", None).await.ok();
    let (mut changed, mut done) = (false, false);
    while !(changed && done) {
        let text = tokio::time::timeout(Duration::from_secs(30), events.recv()).await.unwrap().unwrap();
        let event: Value = serde_json::from_str(&text).unwrap();
        changed |= event["kind"] == "changed" && event["nouns"].as_array().unwrap().contains(&json!("instruments"));
        done |= event["kind"] == "job" && event["id"] == job["id"] && event["state"] == "done";
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_has_ended_cannot_be_cancelled() {
    let desk = Desk::empty().await;
    let job = desk.wait(&desk.call("POST", "/backups", None).await.ok()).await;
    let path = format!("/jobs/{}/cancel", job["id"].as_str().unwrap());
    assert_eq!(desk.call("POST", &path, None).await.problem(409), "job_state");
}

#[tokio::test(flavor = "multi_thread")]
async fn workspaces_are_made_switched_and_remembered() {
    let desk = Desk::empty().await;
    desk.instrument("ONE").await;
    let first = desk.get("/workspace").await.ok()["path"].as_str().unwrap().to_owned();
    let new = desk.post("/workspaces", &json!({"name": "Own Money", "kind": "empty", "base_currency": "EUR"})).await;
    assert_eq!(new.status, 201);
    assert_eq!(new.ok()["base_currency"], "EUR");
    assert!(desk.get("/instruments").await.ok()["items"].as_array().unwrap().is_empty());
    let again = desk.post("/workspaces", &json!({"name": "own money", "kind": "empty"})).await;
    assert_eq!(again.problem(409), "name_taken");
    let back = desk.post("/workspaces/open", &json!({"path": first})).await.ok();
    assert_eq!(back["counts"]["instruments"], 1);
    let known = desk.get("/workspaces").await.ok();
    assert_eq!(known.as_array().unwrap().len(), 2);
    assert_eq!(known.as_array().unwrap().iter().filter(|k| k["open"] == true).count(), 1);
    let missing = desk.post("/workspaces/open", &json!({"path": "/nonexistent/quarterdeck"})).await;
    assert_eq!(missing.problem(409), "workspace_missing");
    assert_eq!(desk.get("/workspace").await.ok()["counts"]["instruments"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_job_is_cancelled_and_leaves_nothing() {
    let desk = Desk::empty().await;
    let mut csv = String::from("date,symbol,close\n");
    let first = chrono::NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
    for day in first.iter_days().take(40_000) {
        for symbol in ["AAA", "BBB", "CCC", "DDD"] {
            csv.push_str(&format!("{day},{symbol},1.5\n"));
        }
    }
    let upload = desk.upload("prices.csv", &csv).await;
    let mut events = api::stream::subscribe(&desk.station);
    let request = json!({"upload_id": upload, "kind": "prices", "options": {"create_unknown": true}});
    let job = desk.post("/imports", &request).await.ok();
    let running = async {
        loop {
            let event: Value = serde_json::from_str(&events.recv().await.unwrap()).unwrap();
            if event["id"] == job["id"] && event["state"] == "running" {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), running).await.unwrap();
    let path = format!("/jobs/{}/cancel", job["id"].as_str().unwrap());
    desk.call("POST", &path, None).await.ok();
    let ended = desk.wait(&job).await;
    assert_eq!((&ended["state"], &ended["result"]), (&json!("cancelled"), &Value::Null), "{ended}");
    let counts = desk.get("/workspace").await.ok()["counts"].clone();
    assert_eq!((&counts["bars"], &counts["instruments"]), (&json!(0), &json!(0)));
    assert!(desk.get("/imports").await.ok()["items"].as_array().unwrap().is_empty());
    // The file is still there: the same import can be started again.
    let again = desk.wait(&desk.post("/imports", &request).await.ok()).await;
    assert_eq!(again["result"]["added"], 160_000, "{again}");
}
