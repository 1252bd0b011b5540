//! `alerts backtest` on the sample.

use crate::program::{assert_fails, complaint, json, printed, run, run_with_stdin};

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
