//! Settings: what is taken, and what is refused with its field.

use notify::{Tls, Way};

fn fields(json: &str) -> Vec<String> {
    let way: Way = serde_json::from_str(json).unwrap_or_else(|problem| panic!("{json}: {problem}"));
    way.check().err().map(|problem| problem.fields.into_iter().map(|field| field.path).collect()).unwrap_or_default()
}

#[test]
fn good_settings_pass_and_come_back_as_they_went() {
    for json in [
        r#"{"way":"desktop","sound":"alarm"}"#,
        r#"{"way":"sound","sound":"warning"}"#,
        r#"{"way":"mail","host":"mail.example.org","port":587,"tls":"starttls","from":"Desk <desk@example.org>","to":["a@example.org"],"user":"desk","password_secret":"mail"}"#,
        r#"{"way":"mail","host":"127.0.0.1","port":25,"tls":"none","from":"desk@example.org","to":["a@example.org"]}"#,
        r#"{"way":"webhook","url":"https://hook.example/x","signing_secret":"hook","allow_private":false}"#,
        r#"{"way":"webhook","url":"http://192.168.1.4:8080/x","allow_private":true}"#,
        r#"{"way":"telegram","chat_id":"@desk_alerts","token_secret":"bot","base":"https://api.telegram.org","allow_private":false}"#,
        r#"{"way":"ntfy","base":"https://ntfy.sh","topic":"a-b_9","priority":{"info":1,"warning":3,"critical":5},"allow_private":false}"#,
    ] {
        assert_eq!(fields(json), Vec::<String>::new(), "{json}");
        let way: Way = serde_json::from_str(json).unwrap();
        let back: serde_json::Value = serde_json::to_value(&way).unwrap();
        let given: serde_json::Value = serde_json::from_str(json).unwrap();
        for (field, value) in given.as_object().unwrap() {
            assert_eq!(&back[field], value, "{json}");
        }
        assert_eq!(serde_json::from_value::<Way>(back).unwrap(), way);
    }
}

#[test]
fn every_wrong_field_is_named() {
    let mail = |change: &str| {
        let mut way: serde_json::Value = serde_json::from_str(
            r#"{"way":"mail","host":"mail.example.org","port":587,"tls":"starttls","from":"d@example.org","to":["a@example.org"]}"#,
        )
        .unwrap();
        let change: serde_json::Value = serde_json::from_str(change).unwrap();
        way.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        fields(&way.to_string())
    };
    assert_eq!(mail(r#"{"host":"","port":0}"#), ["host", "port"]);
    assert_eq!(mail(r#"{"host":"mail.example.org/x"}"#), ["host"]);
    assert_eq!(mail(r#"{"tls":"none"}"#), ["tls"]);
    assert_eq!(mail(r#"{"tls":"none","host":"127.0.0.1.example"}"#), ["tls"]);
    assert_eq!(
        mail(r#"{"from":"nobody","to":["a@example.org","b","c@x\r\nBcc: d@example.org"]}"#),
        ["from", "to[1]", "to[2]"]
    );
    assert_eq!(mail(r#"{"to":[]}"#), ["to"]);
    assert_eq!(mail(r#"{"user":"desk"}"#), ["password_secret"]);
    assert_eq!(mail(r#"{"password_secret":"mail"}"#), ["user"]);
    assert_eq!(mail(r#"{"user":" ","password_secret":""}"#), ["user", "password_secret"]);
    assert_eq!(mail(r#"{"template":{"html":"{% if"}}"#), ["template.html"]);
    for (json, expected) in [
        (r#"{"way":"webhook","url":"hook.example"}"#, vec!["url"]),
        (r#"{"way":"webhook","url":"http://hook.example/"}"#, vec!["url"]),
        (r#"{"way":"webhook","url":"ftp://hook.example/","allow_private":true}"#, vec!["url"]),
        (r#"{"way":"webhook","url":"https://u:p@hook.example/"}"#, vec!["url"]),
        (r#"{"way":"webhook","url":"https:///x.example/y"}"#, vec![]),
        (r#"{"way":"webhook","url":"https://hook.example/","signing_secret":""}"#, vec!["signing_secret"]),
        (r#"{"way":"webhook","url":"https://hook.example/","template":{"html":"x"}}"#, vec!["template.html"]),
        (r#"{"way":"telegram","chat_id":"desk","token_secret":"bot"}"#, vec!["chat_id"]),
        (r#"{"way":"telegram","chat_id":"0","token_secret":""}"#, vec!["token_secret", "chat_id"]),
        (r#"{"way":"ntfy","topic":"a b"}"#, vec!["topic"]),
        (
            r#"{"way":"ntfy","topic":"","priority":{"info":0,"critical":6}}"#,
            vec!["topic", "priority.info", "priority.critical"],
        ),
        (r#"{"way":"desktop","template":{"body":"{{ nobody }}"}}"#, vec!["template.body"]),
    ] {
        assert_eq!(fields(json), expected, "{json}");
    }
}

#[test]
fn an_unknown_field_or_way_is_refused() {
    for json in [
        r#"{"way":"pigeon"}"#,
        r#"{"way":"desktop","sounds":"alarm"}"#,
        r#"{"way":"sound","sound":"beep"}"#,
        r#"{"way":"webhook","url":"https://x.example/","secret":"hunter2"}"#,
        r#"{"way":"ntfy","topic":"a","priority":{"high":5}}"#,
        r#"{"way":"telegram","chat_id":"1","token":"123:abc"}"#,
        r#"{"way":"mail","host":"m","port":70000,"tls":"starttls","from":"a@b","to":[]}"#,
    ] {
        assert!(serde_json::from_str::<Way>(json).is_err(), "{json}");
    }
    assert!(serde_json::from_str::<Tls>(r#""opportunistic""#).is_err());
}

#[test]
fn a_problem_says_what_to_do() {
    let way: Way = serde_json::from_str(r#"{"way":"webhook","url":"http://hook.example/"}"#).unwrap();
    let problem = way.check().unwrap_err();
    assert_eq!(problem.code(), "way_settings");
    assert!(problem.to_string().starts_with("url: begins with http://; write https://"), "{problem}");
}

#[test]
fn a_way_tells_its_secrets_by_name() {
    let way: Way = serde_json::from_str(r#"{"way":"telegram","chat_id":"1","token_secret":"bot"}"#).unwrap();
    assert_eq!((way.name(), way.secret_names()), ("telegram", vec!["bot"]));
    let way: Way = serde_json::from_str(r#"{"way":"desktop"}"#).unwrap();
    assert!(way.secret_names().is_empty());
}
