//! Telegram: what its server gets, and what its answers mean.

use std::time::Duration;

use model::alert::AlertSeverity;
use notify::{Reason, Receipt, TelegramWay, Way};
use serde_json::json;

use crate::{
    sink::{self, Sink},
    support::{Kept, message, notifier},
};

const TOKEN: &str = "123456:AAplanted-Token_x";

fn way(base: String) -> Way {
    let (chat_id, token_secret) = ("-1001234567890".to_owned(), "bot".to_owned());
    Way::Telegram(TelegramWay { chat_id, token_secret, base, allow_private: true, template: None })
}

fn kept() -> Kept {
    Kept::of([("bot", TOKEN)])
}

#[tokio::test]
async fn a_message_is_plain_text_and_its_number_comes_back() {
    let sink = Sink::answering([sink::json(200, &json!({ "ok": true, "result": { "message_id": 77 } }))]).await;
    let mut message = message("telegram");
    message.title = "<b>ACME</b> *above* 100".to_owned();
    let receipt = notifier().send(&way(sink.url("")), &message, &kept()).await.unwrap();
    assert_eq!(receipt, Receipt::Accepted { id: Some("77".to_owned()) });
    let seen = sink.only();
    assert_eq!(seen.uri.path(), format!("/bot{TOKEN}/sendMessage"));
    let text = "<b>ACME</b> *above* 100\nACME is at 101.25.\nhttps://desk.example/alerts/7";
    assert_eq!(
        seen.json(),
        json!({
            "chat_id": "-1001234567890",
            "text": text,
            "link_preview_options": { "is_disabled": true },
            "disable_notification": false,
        })
    );
}

#[tokio::test]
async fn good_to_know_makes_no_noise() {
    let sink = Sink::answering([]).await;
    let mut message = message("telegram");
    message.severity = AlertSeverity::Info;
    notifier().send(&way(sink.url("/prefix/")), &message, &kept()).await.unwrap();
    let seen = sink.only();
    assert_eq!(seen.json()["disable_notification"], json!(true));
    assert_eq!(seen.uri.path(), format!("/prefix/bot{TOKEN}/sendMessage"));
}

#[tokio::test]
async fn a_long_text_is_cut_as_telegram_counts() {
    let sink = Sink::answering([]).await;
    let mut message = message("telegram");
    message.body = "\u{1f680}".repeat(3_000);
    notifier().send(&way(sink.url("")), &message, &kept()).await.unwrap();
    let text = sink.only().json()["text"].as_str().unwrap().to_owned();
    let units = text.encode_utf16().count();
    assert!((4_090..=4_096).contains(&units), "{units}");
    assert!(text.ends_with('…'));
}

#[tokio::test]
async fn answers_say_what_to_do() {
    let body = |code: u16, said: &str| json!({ "ok": false, "error_code": code, "description": said });
    let flood = json!({ "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 35",
        "parameters": { "retry_after": 35 } });
    let moved = json!({ "ok": false, "error_code": 400, "description": "Bad Request: group chat was upgraded",
        "parameters": { "migrate_to_chat_id": -1009 } });
    let table = [
        (400, body(400, "Bad Request: chat not found"), true, None, "check the chat"),
        (400, moved, true, None, "the chat is now -1009"),
        (401, body(401, "Unauthorized"), true, None, "check the token"),
        (403, body(403, "Forbidden: bot was blocked by the user"), true, None, "let the bot in again"),
        (404, body(404, "Not Found"), true, None, "check the token"),
        (429, flood, false, Some(35), "it is sent again later"),
        (502, json!("gateway"), false, None, "problem of its own"),
        (200, body(403, "Forbidden"), true, None, "let the bot in again"),
        (200, json!({ "ok": false }), false, None, "problem of its own"),
    ];
    for (status, answer, is_final, wait_s, expected) in table {
        let sink = Sink::answering([sink::json(status, &answer)]).await;
        let problem = notifier().send(&way(sink.url("")), &message("telegram"), &kept()).await.unwrap_err();
        assert_eq!(problem.is_final(), is_final, "{problem}");
        assert_eq!(problem.retry_after(), wait_s.map(Duration::from_secs), "{problem}");
        assert!(problem.to_string().contains(expected), "{problem}");
    }
}

#[tokio::test]
async fn a_token_that_would_lead_elsewhere_is_not_used() {
    let sink = Sink::answering([]).await;
    for token in ["1:a/../../other", "1:a?x=", "1:a b", "1:ä"] {
        let kept = Kept::of([("bot", token)]);
        let problem = notifier().send(&way(sink.url("")), &message("telegram"), &kept).await.unwrap_err();
        assert!(matches!(problem.reason(), Reason::SecretUnusable { .. }), "{problem:?}");
        assert!(!problem.to_string().contains(token));
    }
    assert!(sink.seen().is_empty());
}
