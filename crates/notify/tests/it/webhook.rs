//! Webhooks: what arrives, how it is signed, and what answers mean.

use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use axum::response::IntoResponse;
use notify::{Reason, Receipt, Way, WebhookWay, delivery_id};
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

use crate::{
    sink::{self, Sink, endless, raw},
    support::{Kept, hasty, key, message, notifier, untrusted},
};

const SECRET: &str = "planted-signing-secret";

fn way(url: impl Into<String>) -> Way {
    let signing_secret = Some("hook".to_owned());
    Way::Webhook(WebhookWay { url: url.into(), signing_secret, allow_private: true, template: None })
}

fn kept() -> Kept {
    Kept::of([("hook", SECRET)])
}

/// HMAC-SHA256 out of the hash alone, as RFC 2104 has it.
fn hmac(key: &[u8], text: &[u8]) -> String {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let keyed = |pad: u8, rest: &[u8]| {
        let mut hash = Sha256::new();
        hash.update(block.map(|byte| byte ^ pad));
        hash.update(rest);
        hash.finalize()
    };
    keyed(0x5c, &keyed(0x36, text)).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_test_signs_as_python_does() {
    // hmac.new(b"planted-signing-secret", b'1672261200.{"a":1}', hashlib.sha256), Python 3.
    let expected = "10c92338c4c6ca8d60b41c413323f474a0f949536121e004e2eff1b025777e19";
    assert_eq!(hmac(SECRET.as_bytes(), br#"1672261200.{"a":1}"#), expected);
}

#[tokio::test]
async fn what_arrives_is_whole_signed_and_recognizable() {
    let sink = Sink::answering([sink::json(202, &json!({ "id": "evt_1" }))]).await;
    let message = message("webhook");
    let receipt = notifier().send(&way(sink.url("/hook?x=1")), &message, &kept()).await.unwrap();
    assert_eq!(receipt, Receipt::Accepted { id: Some("evt_1".to_owned()) });
    let seen = sink.only();
    assert_eq!(seen.uri, "/hook?x=1");
    assert_eq!(seen.header("content-type"), "application/json");
    assert_eq!(seen.header("idempotency-key"), delivery_id(&message.key));
    let signed = [b"1672261200.".as_slice(), &seen.body].concat();
    assert_eq!(seen.header("quarterdeck-signature"), format!("t=1672261200,v1={}", hmac(SECRET.as_bytes(), &signed)));
    assert_eq!(
        seen.json(),
        json!({
            "id": delivery_id(&message.key),
            "alert": "00000000-0000-0000-0000-000000000007",
            "epoch": 3,
            "reminder": 0,
            "severity": "warning",
            "title": "ACME above 100",
            "body": "ACME is at 101.25.",
            "at": "2022-12-28T20:59:00Z",
            "is_late": false,
            "link": "https://desk.example/alerts/7",
            "values": { "price": "101.25", "symbol": "ACME" },
        })
    );
}

#[tokio::test]
async fn without_a_secret_nothing_is_signed() {
    let sink = Sink::answering([]).await;
    let unsigned = WebhookWay { url: sink.url("/"), signing_secret: None, allow_private: true, template: None };
    let receipt = notifier().send(&Way::Webhook(unsigned), &message("webhook"), &Kept::default()).await.unwrap();
    assert_eq!(receipt, Receipt::Accepted { id: None });
    assert!(!sink.only().headers.contains_key("quarterdeck-signature"));
}

#[test]
fn an_id_is_of_one_delivery_alone() {
    let mut others = vec![key("webhook"), key("mail")];
    let mut next = |change: fn(&mut alerts::DeliveryKey)| {
        let mut key = key("webhook");
        change(&mut key);
        others.push(key);
    };
    next(|key| key.epoch = 4);
    next(|key| key.reminder = 1);
    next(|key| key.channel.person = None);
    next(|key| key.channel.person = Some(String::new()));
    next(|key| (key.channel.way, key.channel.person) = ("webhookA".into(), Some("da".into())));
    let mut ids: Vec<_> = others.iter().map(delivery_id).collect();
    assert_eq!(ids[0], delivery_id(&key("webhook")));
    assert!(ids.iter().all(|id| id.len() == 32 && !id.contains("Ada")));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), others.len());
}

/// Status, header `Retry-After`, whether it is final, and the wait.
#[tokio::test]
async fn every_status_says_whether_to_try_again() {
    let table: [(u16, Option<&str>, bool, Option<u64>); 19] = [
        (400, None, true, None),
        (401, None, true, None),
        (403, Some("60"), true, None),
        (404, None, true, None),
        (408, None, false, None),
        (409, None, true, None),
        (410, None, true, None),
        (413, None, true, None),
        (422, None, true, None),
        (425, Some("7"), false, Some(7)),
        (429, None, false, None),
        (429, Some("120"), false, Some(120)),
        (429, Some("999999999"), false, Some(3600)),
        (429, Some("Wed, 28 Dec 2022 21:01:30 GMT"), false, Some(90)),
        (429, Some("Wed, 28 Dec 2022 20:00:00 GMT"), false, Some(0)),
        (429, Some("soon"), false, None),
        (500, None, false, None),
        (503, Some("30"), false, Some(30)),
        (599, None, false, None),
    ];
    for (status, retry_after, is_final, wait_s) in table {
        let mut answer = sink::status(status);
        if let Some(text) = retry_after {
            answer.headers_mut().insert("retry-after", text.parse().unwrap());
        }
        let sink = Sink::answering([answer]).await;
        let problem = notifier().send(&way(sink.url("/")), &message("webhook"), &kept()).await.unwrap_err();
        assert!(matches!(problem.reason(), Reason::Answered { status: of, .. } if *of == status), "{problem:?}");
        assert_eq!(problem.is_final(), is_final, "{status}");
        assert_eq!(problem.retry_after(), wait_s.map(Duration::from_secs), "{status} {retry_after:?}");
        assert_eq!(sink.seen().len(), 1, "{status}: it is sent once");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let other = Sink::answering([]).await;
    for status in [301, 302, 303, 307, 308] {
        let location = [("location", other.url("/"))];
        let answer = (axum::http::StatusCode::from_u16(status).unwrap(), location).into_response();
        let sink = Sink::answering([answer]).await;
        let problem = notifier().send(&way(sink.url("/")), &message("webhook"), &kept()).await.unwrap_err();
        assert!(matches!(problem.reason(), Reason::Redirected { .. }), "{problem:?}");
        assert!(problem.is_final());
    }
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn what_a_server_says_is_shown_in_short() {
    let long = format!("no\r\n\u{1b}[31m {}", "x".repeat(5_000));
    let sink = Sink::answering([(axum::http::StatusCode::BAD_REQUEST, long).into_response()]).await;
    let problem = notifier().send(&way(sink.url("/")), &message("webhook"), &kept()).await.unwrap_err().to_string();
    assert!(problem.contains("answered 400 (\"no [31m xxx"), "{problem}");
    assert!(problem.len() < 500 && !problem.contains('\u{1b}') && !problem.contains('\n'), "{problem}");
}

#[tokio::test]
async fn a_server_that_says_nothing_is_left_in_time() {
    let (address, _) = raw(|socket| async move {
        std::future::pending::<()>().await;
        drop(socket);
    })
    .await;
    let began = Instant::now();
    let problem = hasty().send(&way(format!("http://{address}/")), &message("webhook"), &kept()).await.unwrap_err();
    assert!(matches!(problem.reason(), Reason::Timeout { .. }), "{problem:?}");
    assert!(!problem.is_final());
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn an_endless_answer_is_read_in_part_and_counts_as_its_status() {
    let (tell, mut taken) = tokio::sync::mpsc::channel(1);
    let (address, _) = raw(move |socket| {
        let tell = tell.clone();
        async move {
            let written = endless(socket, "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n").await;
            let _ = tell.send(written).await;
        }
    })
    .await;
    let receipt = notifier().send(&way(format!("http://{address}/")), &message("webhook"), &kept()).await.unwrap();
    assert_eq!(receipt, Receipt::Accepted { id: None });
    let taken = tokio::time::timeout(Duration::from_secs(10), taken.recv()).await.expect("the connection is closed");
    assert!(taken.unwrap() < 32 * 1024 * 1024);
}

#[tokio::test]
async fn a_broken_answer_may_have_arrived_and_is_tried_again() {
    let (address, connections) = raw(|mut socket| async move {
        let _ = socket.write_all(b"HTTP/1.1 2").await;
    })
    .await;
    let problem = notifier().send(&way(format!("http://{address}/")), &message("webhook"), &kept()).await.unwrap_err();
    assert!(matches!(problem.reason(), Reason::Broken { .. }), "{problem:?}");
    assert!(!problem.is_final() && problem.to_string().contains("may have arrived"));
    assert_eq!(connections.load(Ordering::SeqCst), 1, "it is sent once");
}

#[tokio::test]
async fn an_accepting_status_holds_when_the_body_breaks_off() {
    let (address, _) = raw(|mut socket| async move {
        let _ = socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":").await;
    })
    .await;
    let receipt = notifier().send(&way(format!("http://{address}/")), &message("webhook"), &kept()).await.unwrap();
    assert_eq!(receipt, Receipt::Accepted { id: None });
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let problem = notifier().send(&way(format!("http://{address}/")), &message("webhook"), &kept()).await.unwrap_err();
    assert!(matches!(problem.reason(), Reason::Unreachable { .. }), "{problem:?}");
    assert!(!problem.is_final());
}

#[tokio::test]
async fn a_certificate_that_nobody_trusts_is_refused() {
    let acceptor = untrusted();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let _ = acceptor.accept(socket).await;
        }
    });
    let problem = notifier().send(&way(format!("https://{address}/")), &message("webhook"), &kept()).await.unwrap_err();
    // A machine without any certificates says that instead.
    let reason = problem.reason();
    assert!(matches!(reason, Reason::Certificate { .. } | Reason::Certificates { .. }), "{problem:?}");
    assert!(!problem.is_final());
}

#[tokio::test]
async fn a_missing_or_locked_secret_stops_the_message() {
    let sink = Sink::answering([]).await;
    let problem = notifier().send(&way(sink.url("/")), &message("webhook"), &Kept::default()).await.unwrap_err();
    assert!(matches!(problem.reason(), Reason::SecretMissing { .. }) && problem.is_final(), "{problem:?}");
    let locked = WebhookWay {
        url: sink.url("/"),
        signing_secret: Some("locked".to_owned()),
        allow_private: true,
        template: None,
    };
    let problem = notifier().send(&Way::Webhook(locked), &message("webhook"), &kept()).await.unwrap_err();
    assert!(matches!(problem.reason(), Reason::SecretUnreadable { .. }) && !problem.is_final(), "{problem:?}");
    assert!(sink.seen().is_empty(), "an unsigned message never goes out in place of a signed one");
}

#[tokio::test]
async fn values_that_are_too_large_are_left_out_and_the_message_goes() {
    let sink = Sink::answering([]).await;
    let mut message = message("webhook");
    message.values = json!({ "all": "x".repeat(9_000) });
    notifier().send(&way(sink.url("/")), &message, &kept()).await.unwrap();
    let body = sink.only().json();
    assert_eq!((&body["values"], &body["are_values_left_out"]), (&json!(null), &json!(true)));
}
