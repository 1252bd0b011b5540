//! Alerts and notifications over the API: refused with the place, fired, told to a server that receives.

use std::{sync::Arc, time::Duration};

use axum::{Router, extract::State, http::HeaderMap, routing::post};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::harness::Desk;

type Received = Arc<Mutex<Vec<(HeaderMap, Value)>>>;

/// A server on this machine that keeps what it gets, and refuses the first time.
async fn receiver(refusals: usize) -> (String, Received) {
    let received = Received::default();
    let take = |State(kept): State<(Received, usize)>, headers: HeaderMap, body: String| async move {
        let mut all = kept.0.lock().await;
        all.push((headers, serde_json::from_str(&body).unwrap_or_default()));
        if all.len() <= kept.1 { axum::http::StatusCode::SERVICE_UNAVAILABLE } else { axum::http::StatusCode::OK }
    };
    let app = Router::new().route("/desk", post(take)).with_state((Arc::clone(&received), refusals));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (format!("http://{address}/desk"), received)
}

async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let found = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), found).await.unwrap_or_else(|_| panic!("never: {what}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_fires_and_a_server_is_told_until_it_takes_it() {
    let desk = Desk::empty().await;
    let acme = desk.instrument("ACME").await;
    let (url, received) = receiver(1).await;
    let ways = json!({"ways": [{"name": "Hook", "settings": {"way": "webhook", "url": url, "allow_private": true}}]});
    let view = desk.call("PUT", "/notifications", Some(&ways)).await.ok();
    assert_eq!((&view["ways"][0]["name"], &view["ways"][1]["name"]), (&json!("desktop"), &json!("Hook")));
    assert_eq!(view["secrets"], json!([]));

    let mut events = api::stream::subscribe(&desk.station);
    desk.post(&format!("/bars/{acme}"), &json!({"date": "2026-01-05", "close": 90.0})).await.ok();
    let fields = json!({
        "words": "ACME crosses above 100", "name": "Dear", "severity": "critical", "note": "sell calls",
        "escalation": {"steps": [{"after_minutes": 0, "channel": {"way": "Hook"}}]},
    });
    let made = desk.post("/alerts", &fields).await;
    assert_eq!(made.status, 201);
    assert!(!made.header("x-change-id").is_empty());
    let alert = made.ok();
    assert_eq!((&alert["state"], &alert["words"]), (&json!("armed"), &json!("ACME crosses above 100")));
    let bar = json!({"date": "2026-01-06", "open": 91.0, "high": 104.0, "low": 90.0, "close": 101.0});
    desk.post(&format!("/bars/{acme}"), &bar).await.ok();
    let told = until("an event of the firing", async || {
        let event: Value = serde_json::from_str(&events.recv().await.unwrap()).unwrap();
        (event["kind"] == "alert_fired").then_some(event)
    })
    .await;
    assert_eq!((&told["name"], &told["firing"], &told["is_late"]), (&json!("Dear"), &json!(1), &json!(true)));

    let path = format!("/alerts/deliveries?alert_id={}", alert["id"].as_str().unwrap());
    let waiting = until("a failed attempt", async || {
        let found = desk.get(&path).await.ok()["items"][0].clone();
        (found["attempts"] == 1).then_some(found)
    })
    .await;
    assert_eq!((&waiting["state"], &waiting["channel"]["way"]), (&json!("waiting"), &json!("Hook")));
    assert!(waiting["trouble"].as_str().unwrap().contains("503"), "{waiting}");
    let accepted = until("the server takes it", async || {
        let found = desk.get(&path).await.ok()["items"][0].clone();
        (found["state"] == "accepted").then_some(found)
    })
    .await;
    assert_eq!(accepted["attempts"], 2);
    let received = received.lock().await.clone();
    assert_eq!(received.len(), 2);
    let key = |n: usize| received[n].0.get("idempotency-key").unwrap().clone();
    assert_eq!(key(0), key(1), "the receiver can tell that it is the same");
    let text = received[1].1.to_string();
    assert!(text.contains("Dear") && text.contains("ACME crosses above 100") && text.contains("sell calls"), "{text}");

    let path = format!("/alerts/{}", alert["id"].as_str().unwrap());
    assert_eq!(desk.get(&path).await.ok()["state"], "firing");
    let act = json!({"act": "acknowledge", "note": "on the phone"});
    assert_eq!(desk.post(&format!("{path}/act"), &act).await.ok()["state"], "acknowledged");
    assert_eq!(desk.post(&format!("{path}/act"), &act).await.problem(409), "alert_step_not_possible");
    let events = desk.get("/alerts/events").await.ok();
    assert_eq!(
        events["items"][0]["event"]["by"],
        json!({"by": "person", "who": "local owner", "note": "on the phone"})
    );
    assert_eq!(desk.post("/alerts/look", &json!({})).await.ok()["firing"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_is_changed_and_every_step_can_be_undone() {
    let desk = Desk::empty().await;
    desk.instrument("ACME").await;
    let alert = desk.post("/alerts", &json!({"words": "ACME is below 10"})).await.ok();
    assert_eq!((&alert["name"], &alert["severity"]), (&json!("ACME is below 10"), &json!("warning")));
    let path = format!("/alerts/{}", alert["id"].as_str().unwrap());
    let changed = desk.call("PATCH", &path, Some(&json!({"words": "ACME is below 20", "name": "Cheap"}))).await;
    let change = changed.header("x-change-id").to_owned();
    let changed = changed.ok();
    assert_eq!((&changed["words"], &changed["name"]), (&json!("ACME is below 20"), &json!("Cheap")));
    desk.call("POST", &format!("/changes/{change}/undo"), None).await.ok();
    assert_eq!(desk.get(&path).await.ok()["words"], "ACME is below 10");
    desk.call("DELETE", &path, None).await.ok();
    assert_eq!(desk.get(&path).await.problem(404), "not_found");
    desk.call("POST", "/undo", None).await.ok();
    assert_eq!(desk.get(&path).await.ok()["words"], "ACME is below 10");
    assert_eq!(
        desk.call("DELETE", &format!("/instruments/{}", alert["instrument_ids"][0].as_str().unwrap()), None)
            .await
            .problem(409),
        "in_use"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_with_its_place() {
    let desk = Desk::empty().await;
    let acme = desk.instrument("ACME").await;
    for (fields, code) in [
        (json!({"words": "ACME crosses over 150"}), "alert_words_not_understood"),
        (json!({"words": "NOSUCH crosses above 150"}), "symbol_unknown"),
        (json!({}), "rule_missing"),
        (json!({"words": "ACME is above 1", "escalation": {"steps": []}}), "alert_field_invalid"),
        (json!({"words": "ACME is above 1", "name": "x".repeat(201)}), "too_long"),
    ] {
        let answer = desk.post("/alerts", &fields).await;
        assert_eq!(answer.status, 422, "{fields}");
        let codes: Vec<Value> = answer.json()["fields"].as_array().unwrap().iter().map(|f| f["code"].clone()).collect();
        assert!(codes.contains(&json!(code)) || code == "too_long", "{fields}: {codes:?}");
    }
    let rule = json!({"condition": {"kind": "price", "instrument": acme, "test": {"is": "above", "level": 1.0}}});
    desk.post("/alerts", &json!({"rule": rule})).await.ok();

    let way = |settings: Value| json!({"ways": [{"name": "Way", "settings": settings}]});
    for (settings, field) in [
        (json!({"way": "webhook", "url": "http://169.254.169.254/latest"}), "ways[0].settings.url"),
        (
            json!({"way": "mail", "host": "mail.example.org", "port": 25, "tls": "none", "from": "a@example.org", "to": ["b@example.org"]}),
            "ways[0].settings.tls",
        ),
        (json!({"way": "telegram", "chat_id": "me", "token_secret": "t"}), "ways[0].settings.chat_id"),
        (json!({"way": "desktop", "template": {"body": "{{ title "}}), "ways[0].settings.template.body"),
    ] {
        let answer = desk.call("PUT", "/notifications", Some(&way(settings))).await;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.json()["fields"][0]["field"], field);
    }
    let twice =
        json!({"ways": [{"name": "A", "settings": {"way": "desktop"}}, {"name": "A", "settings": {"way": "sound"}}]});
    assert_eq!(desk.call("PUT", "/notifications", Some(&twice)).await.status, 422);
    let nobody =
        json!({"name": "Bell", "settings": {"way": "webhook", "url": "https://127.0.0.1:1/", "allow_private": true}});
    assert_eq!(desk.post("/notifications/test", &nobody).await.problem(409), "notification_not_sent");
}
