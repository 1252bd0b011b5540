//! ntfy: what its server gets, and what its answers mean.

use model::alert::AlertSeverity;
use notify::{NtfyWay, PriorityBySeverity, Reason, Receipt, Way};
use serde_json::json;

use crate::{
    sink::{self, Sink},
    support::{Kept, message, notifier},
};

fn way(base: String, token: Option<&str>) -> Way {
    Way::Ntfy(NtfyWay {
        base,
        topic: "desk-7".to_owned(),
        token_secret: token.map(str::to_owned),
        priority: PriorityBySeverity::default(),
        allow_private: true,
        template: None,
    })
}

#[tokio::test]
async fn a_message_has_its_topic_priority_and_link() {
    let sink = Sink::answering([sink::json(200, &json!({ "id": "hwQ2YpKdmg", "event": "message" }))]).await;
    let mut message = message("ntfy");
    message.title = "Über 100 €\r\nX-Evil: 1".to_owned();
    let kept = Kept::of([("push", "tk_planted")]);
    let receipt = notifier().send(&way(sink.url(""), Some("push")), &message, &kept).await.unwrap();
    assert_eq!(receipt, Receipt::Accepted { id: Some("hwQ2YpKdmg".to_owned()) });
    let seen = sink.only();
    assert_eq!(seen.uri.path(), "/");
    assert_eq!(seen.header("authorization"), "Bearer tk_planted");
    assert_eq!(
        seen.json(),
        json!({
            "topic": "desk-7",
            "title": "Über 100 € X-Evil: 1",
            "message": "ACME is at 101.25.",
            "priority": 4,
            "tags": ["warning"],
            "click": "https://desk.example/alerts/7",
        })
    );
}

#[tokio::test]
async fn severity_is_loudness_and_a_message_is_never_empty_nor_too_long() {
    for (severity, priority) in [(AlertSeverity::Info, 3), (AlertSeverity::Critical, 5)] {
        let sink = Sink::answering([]).await;
        let mut message = message("ntfy");
        (message.severity, message.body, message.link) = (severity, String::new(), None);
        notifier().send(&way(sink.url(""), None), &message, &Kept::default()).await.unwrap();
        let body = sink.only().json();
        assert_eq!((&body["priority"], &body["message"]), (&json!(priority), &json!("ACME above 100")));
        assert!(body.get("click").is_none());
    }
    let sink = Sink::answering([]).await;
    let mut message = message("ntfy");
    message.body = "ä".repeat(4_000);
    notifier().send(&way(sink.url(""), None), &message, &Kept::default()).await.unwrap();
    assert!(sink.only().json()["message"].as_str().unwrap().len() <= 4_096);
}

#[tokio::test]
async fn answers_say_what_to_do() {
    let body = |said: &str| json!({ "code": 40301, "http": 403, "error": said });
    for (status, said, is_final, expected) in [
        (403, "forbidden", true, "may write to this topic"),
        (401, "unauthorized", true, "check the access token"),
        (429, "limit reached: too many requests", false, "it is sent again later"),
        (507, "storage full", false, "problem of its own"),
    ] {
        let sink = Sink::answering([sink::json(status, &body(said))]).await;
        let problem = notifier().send(&way(sink.url(""), None), &message("ntfy"), &Kept::default()).await.unwrap_err();
        assert_eq!(problem.is_final(), is_final, "{problem}");
        let text = problem.to_string();
        assert!(text.contains(expected) && text.contains(&format!("(\"{said}\")")), "{text}");
    }
}

#[tokio::test]
async fn a_token_that_is_no_header_is_refused() {
    let sink = Sink::answering([]).await;
    let kept = Kept::of([("push", "tk\r\nX-Evil: 1")]);
    let problem = notifier().send(&way(sink.url(""), Some("push")), &message("ntfy"), &kept).await.unwrap_err();
    assert!(matches!(problem.reason(), Reason::SecretUnusable { .. }), "{problem:?}");
    assert!(sink.seen().is_empty());
}
