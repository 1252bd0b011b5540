//! Secrets that are planted and looked for: in errors, their debug forms, receipts, and everything that is logged.

use std::{
    io,
    sync::{Arc, Mutex},
};

use axum::response::IntoResponse;
use base64::Engine as _;
use notify::{MailWay, NtfyWay, PriorityBySeverity, TelegramWay, Tls, Way, WebhookWay};

use crate::{
    mail_server::{Act, MailServer},
    sink::{Sink, raw},
    support::{Kept, hasty, message, notifier},
};

const WEBHOOK: &str = "planted-webhook-5dc3e1";
const TELEGRAM: &str = "99887766:planted-telegram-a81f";
const NTFY: &str = "tk_planted-ntfy-77b2";
const MAIL: &str = "planted mail 4f9e";

fn kept() -> Kept {
    Kept::of([("webhook", WEBHOOK), ("telegram", TELEGRAM), ("ntfy", NTFY), ("mail", MAIL)])
}

fn forms() -> Vec<String> {
    let encoded = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let plain = [WEBHOOK, TELEGRAM, NTFY, MAIL].map(str::to_owned);
    let mut forms = plain.to_vec();
    forms.extend(plain.iter().map(|text| encoded(text)));
    forms.push(encoded(&format!("\0desk\0{MAIL}")));
    forms
}

/// Everything that any library logs, at every level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn web_ways(base: &str) -> [Way; 3] {
    let url = format!("{base}/hook");
    [
        Way::Webhook(WebhookWay { url, signing_secret: Some("webhook".into()), allow_private: true, template: None }),
        Way::Telegram(TelegramWay {
            chat_id: "1".into(),
            token_secret: "telegram".into(),
            base: base.to_owned(),
            allow_private: true,
            template: None,
        }),
        Way::Ntfy(NtfyWay {
            base: base.to_owned(),
            topic: "desk".into(),
            token_secret: Some("ntfy".into()),
            priority: PriorityBySeverity::default(),
            allow_private: true,
            template: None,
        }),
    ]
}

fn mail_way(server: &MailServer) -> Way {
    Way::Mail(MailWay {
        host: "127.0.0.1".into(),
        port: server.address.port(),
        tls: Tls::None,
        from: "desk@example.org".into(),
        to: vec!["ada@example.org".into()],
        user: Some("desk".into()),
        password_secret: Some("mail".into()),
        template: None,
    })
}

#[tokio::test]
async fn no_secret_is_shown_or_logged_whatever_a_server_repeats() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).init();
    let mut shown = String::new();
    let mut keep = |way: &Way, outcome: Result<notify::Receipt, notify::SendError>| {
        shown.push_str(&format!("{way:?} {outcome:?}\n"));
        if let Err(problem) = outcome {
            shown.push_str(&format!("{problem} {:?} {}\n", problem.reason(), problem.reason()));
        }
    };
    for status in [200, 400, 401, 429, 500] {
        for n in 0..3 {
            let own = [WEBHOOK, TELEGRAM, NTFY][n];
            let echo = format!("{own} {}", base64::engine::general_purpose::STANDARD.encode(own));
            let body =
                format!(r#"{{"ok":false,"error":"{echo}","description":"{echo}","id":"{echo}","error_code":400}}"#);
            let answer = (axum::http::StatusCode::from_u16(status).unwrap(), body).into_response();
            let sink = Sink::answering([answer]).await;
            let way = &web_ways(&sink.url(""))[n];
            keep(way, notifier().send(way, &message("x"), &kept()).await);
            assert_eq!(sink.seen().len(), 1);
        }
    }
    // Failures without an answer, whose errors know the address with the token in it.
    let (slow, _) = raw(|socket| async move {
        std::future::pending::<()>().await;
        drop(socket);
    })
    .await;
    let (broken, _) = raw(|_| async {}).await;
    for base in
        [format!("http://{slow}"), format!("http://{broken}"), "http://127.0.0.1:1".into(), "http://x.invalid".into()]
    {
        for way in web_ways(&base) {
            let outcome = hasty().send(&way, &message("x"), &kept()).await;
            assert!(outcome.is_err());
            keep(&way, outcome);
        }
    }
    for code in ["535", "454", "550"] {
        let server = MailServer::start(&["AUTH PLAIN LOGIN"], move |line| {
            line.starts_with("AUTH").then(|| Act::Say(format!("{code} you said {line} and {MAIL}")))
        })
        .await;
        let way = mail_way(&server);
        keep(&way, notifier().send(&way, &message("mail"), &kept()).await);
    }
    shown.push_str(&format!("{:?}", notifier()));
    let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(logged.contains("not sent"), "our own lines are in it");
    for form in forms() {
        assert!(!shown.contains(&form), "{form} in {shown}");
        let line = logged.lines().find(|line| line.contains(&form));
        assert!(line.is_none(), "{form} is logged: {line:?}");
    }
    assert!(shown.contains("***"), "what was repeated is masked: {shown}");
}
