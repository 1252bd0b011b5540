//! `alerts`: a rule tried out on the sample; one that watches, fires and is answered.

use crate::program::{assert_fails, complaint, empty_workspace, json, printed, run, run_in, run_with_stdin};

#[test]
fn a_rule_is_tried_out_on_the_past() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let view = json(&run(home, &["alerts", "backtest", "aapl crosses above 150, every time"]));
    assert_eq!(view["words"], "AAPL crosses above 150, every time");
    let tried = &view["tried_on"][0];
    // The same crossings, counted from the closes.
    let bars = json(&run(home, &["api", "GET", &format!("/api/v1/bars/{}", tried["instrument_id"].as_str().unwrap())]));
    let closes: Vec<(&str, f64)> = bars["bars"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bar| (&bar["at"].as_str().unwrap()[..10], bar["close"].as_f64().unwrap()))
        .collect();
    assert_eq!((bars["thinned"].as_bool(), tried["n_bars"].as_u64()), (Some(false), Some(closes.len() as u64)));
    let crossed: Vec<&str> = closes.windows(2).filter(|p| p[0].1 <= 150.0 && p[1].1 > 150.0).map(|p| p[1].0).collect();
    assert!(crossed.len() > 3, "{crossed:?}");
    let firings = view["firings"].as_array().unwrap();
    let days: Vec<&str> = firings.iter().map(|f| f["day"].as_str().unwrap()).collect();
    assert_eq!(days, crossed);
    assert!(view["cannot_tell"].as_array().unwrap().iter().any(|t| t.as_str().unwrap().contains("a close only")));

    let since = ["alerts", "backtest", "AAPL crosses above 150", "--from", "2022-06-01", "--to", "2022-12-01"];
    let later: Vec<&str> = crossed.iter().copied().filter(|d| ("2022-06-01"..="2022-12-01").contains(d)).collect();
    assert_eq!(json(&run(home, &since))["firings"].as_array().unwrap().len(), later.len());
    let table = printed(&run(home, &[&since[..], &["--format", "table"]].concat()));
    assert!(table.starts_with("AAPL crosses above 150\n") && later.iter().all(|day| table.contains(day)), "{table}");

    // Its JSON says the same.
    let rule = view["rule"].to_string();
    let again = json(&run_with_stdin(home, &["alerts", "backtest", "--rule", "-"], rule.as_bytes()));
    assert_eq!(again, view);
    let rsi = json(&run(home, &["alerts", "backtest", "RSI(14) of MSFT on 1d crosses below 30, every time"]));
    // Bars of days on which there was trading tell of them.
    let days = rsi["firings"].as_array().unwrap().iter().map(|f| f["day"].as_str().unwrap());
    assert!(days.clone().count() > 5 && days.clone().all(|day| closes.iter().any(|(d, _)| *d == day)), "{rsi}");
}

#[test]
fn what_is_not_understood_is_said_with_its_place() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let refused = |words: &str, said: &str| assert_fails(&run(home, &["alerts", "backtest", words]), 3, said);
    refused("NOPE crosses above 150", "no instrument is called \"NOPE\"");
    refused("AAPL crosses sideways 150", "at character 14");
    refused("AAPL is inside 2 to 1", "2");
    let unknown = r#"{"condition":{"kind":"price","instrument":"00000000-0000-0000-0000-000000000009","test":{"is":"above","level":1}}}"#;
    let answer = run_with_stdin(home, &["alerts", "backtest", "--rule", "-"], unknown.as_bytes());
    assert!(complaint(&answer).contains("which is no instrument"), "{}", complaint(&answer));
    assert_eq!(run(home, &["alerts", "backtest"]).status.code(), Some(2), "neither words nor a rule");
}

#[test]
fn an_alert_is_made_fires_is_answered_and_deleted() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let quarterdeck = |arguments: &[&str]| run_in(home.path(), &workspace, arguments);
    let fields = r#"{"symbol":"ACME","name":"Acme","asset_class":"equity","currency":"USD"}"#;
    let acme = json(&quarterdeck(&["api", "POST", "/instruments", "--data", fields]));
    let bar = |data: &str| {
        let path = format!("/bars/{}", acme["id"].as_str().unwrap());
        json(&quarterdeck(&["api", "POST", &path, "--data", data]))
    };
    bar(r#"{"date":"2026-01-05","close":90}"#);
    let made =
        printed(&quarterdeck(&["alerts", "add", "ACME crosses above 100", "--name", "Dear", "--severity", "critical"]));
    assert!(made.lines().nth(1).unwrap().starts_with("Dear  armed  critical"), "{made}");
    assert_eq!(json(&quarterdeck(&["alerts", "look", "--format", "json"])), serde_json::json!([]));
    bar(r#"{"date":"2026-01-06","open":91,"high":104,"low":90,"close":101}"#);
    let firing = json(&quarterdeck(&["alerts", "look", "--format", "json"]));
    assert_eq!((&firing[0]["name"], &firing[0]["state"]), (&"Dear".into(), &"firing".into()));
    let note = ["alerts", "acknowledge", "Dear", "--note", "on the phone"];
    assert!(printed(&quarterdeck(&note)).contains("acknowledged"));
    assert_fails(&quarterdeck(&note), 4, "cannot be acknowledged");
    let events = printed(&quarterdeck(&["alerts", "events", "Dear"]));
    assert!(events.contains("fired, late") && events.contains("firing → acknowledged"), "{events}");
    assert!(printed(&quarterdeck(&["alerts", "deliveries"])).lines().count() == 1, "nobody else is told");
    printed(&quarterdeck(&["alerts", "rearm", "Dear"]));
    assert!(
        printed(&quarterdeck(&["alerts", "snooze", "Dear", "--until", "2099-01-01T00:00:00Z"])).contains("snoozed")
    );
    assert!(printed(&quarterdeck(&["alerts", "off", "Dear"])).contains("Dear  off"));
    assert_fails(&quarterdeck(&["alerts", "delete", "Nobody"]), 2, "no alert \"Nobody\"");
    assert!(printed(&quarterdeck(&["alerts", "delete", "Dear"])).starts_with("Deleted Dear."));
    assert_eq!(printed(&quarterdeck(&["alerts", "list"])).lines().count(), 1);

    let ways = home.path().join("ways.json");
    std::fs::write(
        &ways,
        r#"{"ways":[{"name":"Hook","settings":{"way":"webhook","url":"http://127.0.0.1:1/","allow_private":true}}]}"#,
    )
    .unwrap();
    let listed = printed(&quarterdeck(&["notifications", "set", "--request", ways.to_str().unwrap()]));
    assert!(listed.contains("desktop") && listed.contains("http://127.0.0.1:1/"), "{listed}");
    assert_fails(&quarterdeck(&["notifications", "test", "Hook"]), 4, "did not leave");
    assert_fails(&quarterdeck(&["notifications", "test", "Phone"]), 2, "no way \"Phone\"");
}
