//! Mails: what a server gets, and what its answers mean.

use std::time::{Duration, Instant};

use base64::Engine as _;
use notify::{MailWay, Reason, Receipt, Tls, Way, delivery_id};

use crate::{
    mail_server::{Act, MailServer, say},
    support::{Kept, hasty, message, notifier},
};

const PASSWORD: &str = "planted mail pass word";

fn settings(server: &MailServer) -> MailWay {
    MailWay {
        host: "127.0.0.1".to_owned(),
        port: server.address.port(),
        tls: Tls::None,
        from: "Desk <desk@example.org>".to_owned(),
        to: vec!["ada@example.org".to_owned(), "Bob <bob@example.net>".to_owned()],
        user: None,
        password_secret: None,
        template: None,
    }
}

fn signed_in(server: &MailServer) -> Way {
    let (user, password_secret) = (Some("desk".to_owned()), Some("mail".to_owned()));
    Way::Mail(MailWay { user, password_secret, ..settings(server) })
}

fn kept() -> Kept {
    Kept::of([("mail", PASSWORD)])
}

#[tokio::test]
async fn a_mail_has_text_page_and_an_identity() {
    let server = MailServer::start(&["8BITMIME"], |_| None).await;
    let mut message = message("mail");
    message.title = "ACME\r\nBcc: evil@example.com".to_owned();
    message.body = ".a line that begins with a dot\nACME <at> 101.25".to_owned();
    let receipt = notifier().send(&Way::Mail(settings(&server)), &message, &Kept::default()).await.unwrap();
    assert_eq!(receipt, Receipt::Accepted { id: Some("2.0.0 queued as 1".to_owned()) });
    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    let mail = &mails[0];
    assert!(mail.from.starts_with("<desk@example.org>"), "{}", mail.from);
    assert_eq!(mail.to, ["<ada@example.org>", "<bob@example.net>"]);
    let header = |name| mail.header(name).unwrap_or_default();
    assert_eq!(header("Subject"), "[warning] ACME Bcc: evil@example.com");
    assert_eq!(mail.header("Bcc"), None);
    assert_eq!(header("Message-ID"), format!("<{}@example.org>", delivery_id(&message.key)));
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert!(header("Date").starts_with("Wed, 28 Dec 2022 21:00:00"), "{}", header("Date"));
    assert!(header("Content-Type").starts_with("multipart/alternative"), "{}", header("Content-Type"));
    assert!(mail.data.contains(".a line that begins with a dot"), "{}", mail.data);
    assert!(mail.data.contains("ACME &lt;at&gt; 101.25"), "{}", mail.data);
    let lines = server.lines();
    assert!(lines.iter().all(|line| !line.starts_with("AUTH")), "{lines:?}");
    assert!(lines[0].starts_with("EHLO [127.0.0.1]"), "this machine's name is not told: {lines:?}");
}

#[tokio::test]
async fn letters_of_any_language_survive() {
    let server = MailServer::start(&[], |_| None).await;
    let mut message = message("mail");
    (message.title, message.severity) = ("Größe über 100 €".to_owned(), model::alert::AlertSeverity::Info);
    notifier().send(&Way::Mail(settings(&server)), &message, &Kept::default()).await.unwrap();
    let mail = server.mails().remove(0);
    assert!(mail.data.is_ascii(), "a server without 8BITMIME gets none");
    let subject = mail.header("Subject").unwrap();
    let words = subject.split(' ').filter_map(|word| word.strip_prefix("=?utf-8?b?")?.strip_suffix("?="));
    let decode = |word| base64::engine::general_purpose::STANDARD.decode(word).unwrap();
    let decoded = words.flat_map(decode).collect::<Vec<u8>>();
    assert!(String::from_utf8(decoded).unwrap().contains("Größe"), "{subject}");
}

#[tokio::test]
async fn signing_in_is_plain_or_login_as_the_server_offers() {
    let plain = base64::engine::general_purpose::STANDARD.encode(format!("\0desk\0{PASSWORD}"));
    let server = MailServer::start(&["AUTH PLAIN LOGIN"], |_| None).await;
    notifier().send(&signed_in(&server), &message("mail"), &kept()).await.unwrap();
    assert!(server.lines().contains(&format!("AUTH PLAIN {plain}")), "{:?}", server.lines());
    let server = MailServer::start(&["AUTH LOGIN"], |_| None).await;
    notifier().send(&signed_in(&server), &message("mail"), &kept()).await.unwrap();
    let encoded = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    let lines = server.lines();
    assert!(lines.contains(&encoded("desk")) && lines.contains(&encoded(PASSWORD)), "{lines:?}");
    assert_eq!(server.mails().len(), 1);
}

#[tokio::test]
async fn a_server_that_lets_nobody_sign_in_is_refused_before_the_mail() {
    let server = MailServer::start(&["8BITMIME"], |_| None).await;
    let problem = notifier().send(&signed_in(&server), &message("mail"), &kept()).await.unwrap_err();
    assert!(matches!(problem.reason(), Reason::MailServer { .. }) && problem.is_final(), "{problem:?}");
    assert!(server.mails().is_empty());
}

/// At which command, what the server says, the code, and whether it is final.
#[tokio::test]
async fn every_code_says_whether_to_try_again() {
    for (at, said, code, is_final, expected) in [
        ("GREETING", "554 5.3.2 go away", 554, true, "go away"),
        ("GREETING", "421 4.3.2 too busy", 421, false, "sent again later"),
        ("AUTH", "535 5.7.8 bad credentials", 535, true, "check user and password"),
        ("AUTH", "454 4.7.0 try later", 454, false, "sent again later"),
        ("MAIL", "451 4.3.0 greylisted", 451, false, "sent again later"),
        ("RCPT TO:<BOB", "550 5.1.1 no such user", 550, true, "check sender and receivers"),
        ("RCPT", "452 4.5.3 too many", 452, false, "sent again later"),
        ("DATA", "554 5.5.1 no valid recipients", 554, true, "look at the mail server's log"),
        ("END", "552 5.3.4 too big", 552, true, "shorten the template"),
        ("END", "451-4.7.1 one\r\n451 4.7.1 two", 451, false, "sent again later"),
    ] {
        let server = MailServer::start(&["AUTH PLAIN"], move |line| {
            if line.to_ascii_uppercase().starts_with(at) { say(said) } else { None }
        })
        .await;
        let problem = notifier().send(&signed_in(&server), &message("mail"), &kept()).await.unwrap_err();
        assert!(matches!(problem.reason(), Reason::MailAnswered { code: of, .. } if *of == code), "{at}: {problem:?}");
        assert_eq!(problem.is_final(), is_final, "{at}: {problem}");
        assert!(problem.to_string().contains(expected), "{at}: {problem}");
    }
}

#[tokio::test]
async fn a_connection_that_drops_is_tried_again() {
    for at in ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "END"] {
        let server = MailServer::start(&[], move |line| line.starts_with(at).then_some(Act::Close)).await;
        let way = Way::Mail(settings(&server));
        let problem = notifier().send(&way, &message("mail"), &Kept::default()).await.unwrap_err();
        assert!(!problem.is_final(), "{at}: {problem:?}");
        let reason = problem.reason();
        assert!(matches!(reason, Reason::Unreachable { .. } | Reason::Broken { .. }), "{at}: {problem:?}");
        if at == "END" {
            assert!(problem.to_string().contains("may have arrived"), "{problem}");
        }
    }
}

/// A mail that was accepted must not be sent again because of a bad goodbye.
#[tokio::test]
async fn only_the_answer_to_the_mail_counts() {
    for how in [0, 1, 2] {
        let server = MailServer::start(&[], move |line| match (line, how) {
            ("QUIT", 0) => Some(Act::Close),
            ("QUIT", 1) => say("500 no"),
            ("END", 2) => Some(Act::SayAndClose("250 2.0.0 kept".to_owned())),
            _ => None,
        })
        .await;
        let way = Way::Mail(settings(&server));
        let receipt = notifier().send(&way, &message("mail"), &Kept::default()).await.unwrap();
        assert!(matches!(receipt, Receipt::Accepted { id: Some(_) }));
        assert_eq!(server.mails().len(), 1);
    }
}

#[tokio::test]
async fn a_server_that_says_nothing_is_left_in_time() {
    for at in ["GREETING", "EHLO", "END"] {
        let server = MailServer::start(&[], move |line| line.starts_with(at).then_some(Act::Hang)).await;
        let began = Instant::now();
        let way = Way::Mail(settings(&server));
        let problem = hasty().send(&way, &message("mail"), &Kept::default()).await.unwrap_err();
        assert!(!problem.is_final(), "{problem:?}");
        assert!(began.elapsed() < Duration::from_secs(5));
    }
}

#[tokio::test]
async fn an_endless_answer_is_left() {
    for text in ["250-".to_owned() + &"x".repeat(8 * 1024 * 1024), "250-more\r\n".repeat(1024 * 1024)] {
        let server = MailServer::start(&[], move |line| line.starts_with("EHLO").then(|| Act::Say(text.clone()))).await;
        let way = Way::Mail(settings(&server));
        let problem = notifier().send(&way, &message("mail"), &Kept::default()).await.unwrap_err();
        assert!(!problem.is_final(), "{problem:?}");
        assert!(problem.to_string().len() < 600, "{problem}");
    }
}

#[tokio::test]
async fn nothing_is_said_before_encryption_and_to_nobody_untrusted() {
    let starttls = |server: &MailServer| match signed_in(server) {
        Way::Mail(way) => Way::Mail(MailWay { tls: Tls::Starttls, ..way }),
        other => other,
    };
    let server = MailServer::start(&["AUTH PLAIN"], |_| None).await;
    let problem = notifier().send(&starttls(&server), &message("mail"), &kept()).await.unwrap_err();
    assert!(matches!(problem.reason(), Reason::MailServer { .. }) && problem.is_final(), "{problem:?}");
    assert!(problem.to_string().contains("does not offer STARTTLS"), "{problem}");
    let untrusted =
        MailServer::start(&["STARTTLS", "AUTH PLAIN"], |line| (line == "STARTTLS").then_some(Act::Encrypt)).await;
    let problem = notifier().send(&starttls(&untrusted), &message("mail"), &kept()).await.unwrap_err();
    let reason = problem.reason();
    assert!(matches!(reason, Reason::Certificate { .. } | Reason::Certificates { .. }), "{problem:?}");
    assert!(!problem.is_final());
    // What speaks openly where encryption is expected from the first byte.
    let open = MailServer::start(&["AUTH PLAIN"], |_| None).await;
    let implicit = MailWay { tls: Tls::Implicit, ..settings(&open) };
    let problem = hasty().send(&Way::Mail(implicit), &message("mail"), &Kept::default()).await.unwrap_err();
    assert!(!problem.is_final(), "{problem:?}");
    for server in [&server, &untrusted, &open] {
        let lines = server.lines();
        assert!(!lines.iter().any(|line| line.starts_with("AUTH") || line.starts_with("MAIL")), "{lines:?}");
    }
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let server = MailServer::start(&[], |_| None).await;
    let way = MailWay { port: listener.local_addr().unwrap().port(), ..settings(&server) };
    drop(listener);
    let problem = notifier().send(&Way::Mail(way), &message("mail"), &Kept::default()).await.unwrap_err();
    assert!(matches!(problem.reason(), Reason::Unreachable { .. }) && !problem.is_final(), "{problem:?}");
}
