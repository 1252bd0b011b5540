//! Messages as they come, however they come.

use notify::{Link, Notifier, Receipt, Setup, Sound, SoundName, SoundWay, Way, render};
use proptest::prelude::*;
use tokio::sync::mpsc;

use crate::support::{Kept, key, message, notifier, setup};

fn way(json: &str) -> Way {
    serde_json::from_str(json).unwrap()
}

fn ways() -> [Way; 5] {
    [
        way(r#"{"way":"desktop"}"#),
        way(
            r#"{"way":"mail","host":"mail.example","port":587,"tls":"starttls","from":"a@example.org","to":["b@example.org"]}"#,
        ),
        way(r#"{"way":"webhook","url":"https://hook.example/"}"#),
        way(r#"{"way":"telegram","chat_id":"1","token_secret":"bot"}"#),
        way(r#"{"way":"ntfy","topic":"desk"}"#),
    ]
}

proptest! {
    /// Whatever is in a message, it can be said, in bounds and on one line.
    #[test]
    fn any_text_can_be_said(title in any::<String>(), body in any::<String>(), times in 0_usize..3_000, late in any::<bool>()) {
        for way in ways() {
            let mut message = message(way.name());
            message.title = title.repeat(times % 7);
            message.body = body.repeat(times);
            message.is_late = late;
            let rendered = render(&way, &message);
            prop_assert!(rendered.problems.is_empty());
            prop_assert!(!rendered.subject.is_empty() && rendered.subject.chars().count() <= 200);
            prop_assert!(!rendered.subject.chars().any(char::is_control));
            prop_assert!(rendered.body.chars().count() <= 4_000);
        }
    }
}

#[test]
fn what_was_noticed_late_says_so_everywhere() {
    let late = "Noticed late: it came about at 2022-12-28T20:59:00Z.";
    for way in ways() {
        let mut message = message(way.name());
        assert!(!render(&way, &message).body.contains("Noticed late"));
        message.is_late = true;
        let rendered = render(&way, &message);
        assert!(rendered.body.contains(late), "{}: {}", way.name(), rendered.body);
        assert!(rendered.html.is_none_or(|html| html.contains(late)));
    }
}

#[test]
fn a_link_runs_nothing() {
    for link in ["https://desk.example/a", "http://127.0.0.1:8787/", "quarterdeck://alerts/7"] {
        assert!(link.parse::<Link>().is_ok(), "{link}");
    }
    let long = format!("https://desk.example/{}", "a".repeat(3_000));
    for link in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "desk.example",
        "",
        "https://u:p@x.example/",
        &long,
    ] {
        assert!(link.parse::<Link>().is_err(), "{link}");
        let json = serde_json::to_string(link).unwrap();
        assert!(serde_json::from_str::<Link>(&json).is_err(), "{link}");
    }
}

#[tokio::test]
async fn a_sound_goes_to_an_open_window_or_says_that_there_is_none() {
    let way = Way::Sound(SoundWay { sound: SoundName::Alarm });
    let problem = notifier().send(&way, &message("sound"), &Kept::default()).await.unwrap_err();
    assert_eq!((problem.code(), problem.is_final()), ("nobody_listens", false));
    let (sounds, mut heard) = mpsc::channel(1);
    let notifier = Notifier::new(Setup { sounds: Some(sounds), ..setup() }).unwrap();
    assert_eq!(notifier.send(&way, &message("sound"), &Kept::default()).await, Ok(Receipt::HandedOver));
    // Full: it is not counted as played.
    assert!(notifier.send(&way, &message("sound"), &Kept::default()).await.is_err());
    let Sound { key: of, sound, severity } = heard.recv().await.unwrap();
    assert_eq!((of, sound, severity), (key("sound"), SoundName::Alarm, model::alert::AlertSeverity::Warning));
    drop(heard);
    assert!(notifier.send(&way, &message("sound"), &Kept::default()).await.is_err());
}
