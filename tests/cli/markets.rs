//! `quotes`, `bars`, `providers` and `replay`, without a key and without a network.

use crate::program::{assert_fails, json, printed, run};

#[test]
fn prices_are_the_last_closes_where_nothing_streams() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let view = json(&run(home, &["quotes", "AAPL", "MSFT", "--format", "json"]));
    assert_eq!((view["mode"].as_str(), view["quotes"].as_array().unwrap().len()), (Some("off"), 2));
    let quote = &view["quotes"][0];
    let bars = json(&run(home, &["bars", "show", "AAPL", "--from", "2022-12-20", "--format", "json"]));
    let bars = bars["bars"].as_array().unwrap();
    let [.., before, last] = bars.as_slice() else { panic!("{bars:?}") };
    assert!(quote["trade"].is_null() && quote["note"].as_str().unwrap().contains("practise"), "{quote}");
    assert_eq!((&quote["last_close"]["price"], &quote["previous_close"]["price"]), (&last["close"], &before["close"]));
    let year = quote["year"].as_object().unwrap();
    assert!(year["low"].as_f64() <= last["close"].as_f64() && last["close"].as_f64() <= year["high"].as_f64());
    let table = printed(&run(home, &["quotes", "AAPL"]));
    assert!(table.contains("AAPL") && table.contains("stored") && table.contains("switch one on"), "{table}");
    assert_fails(&run(home, &["quotes", "NOPE"]), 2, "there is no instrument \"NOPE\"");
}

#[test]
fn an_invented_day_ends_at_its_stored_close() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let asked = ["replay", "AAPL", "--from", "2022-12-27", "--to", "2022-12-27", "--bars", "1h", "--format", "json"];
    let made = json(&run(home, &asked));
    let hours = made[0]["bars"].as_array().unwrap();
    assert_eq!((hours.len(), made[0]["refused"].as_u64()), (7, Some(0)), "9:30 to 16:00 in New York: {made}");
    assert_eq!(hours[0]["at"], "2022-12-27T14:30:00Z");
    let day = ["bars", "show", "AAPL", "--from", "2022-12-27", "--to", "2022-12-27", "--format", "json"];
    let close = json(&run(home, &day))["bars"][0]["close"].as_f64().unwrap();
    let last = hours[6]["close"].as_f64().unwrap();
    // Prices have cents; the sample's adjusted closes have more.
    assert!((last - close).abs() <= 0.005 + 1e-9, "{last} and {close}");
    assert!(hours.iter().all(|bar| bar["volume"].as_f64().unwrap() > 0.0));
    assert_eq!(json(&run(home, &asked)), made, "the same day again");
    assert_fails(&run(home, &["replay", "AAPL", "--of", "recording"]), 4, "nothing was recorded");
    let table = printed(&run(home, &["replay"]));
    assert!(table.starts_with("Symbol"), "{table}");
}

#[test]
fn providers_are_listed_switched_and_refused() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let view = json(&run(home, &["providers", "list", "--format", "json"]));
    let all = view["providers"].as_array().unwrap();
    let of = |name: &str| all.iter().find(|of| of["source"] == name).unwrap();
    assert_eq!((view["mode"].as_str(), all.len()), (Some("off"), 14));
    assert_eq!(
        (of("binance")["key"]["needs"].as_str(), of("alpaca_iex")["key"]["name"].as_str()),
        (Some("none"), Some("alpaca"))
    );
    // One that streams nothing opens no connection, and is asked for nothing while nobody looks.
    let on = json(&run(home, &["providers", "on", "yahoo", "--format", "json"]));
    assert_eq!((on["settings"]["on"][0].as_str(), on["mode"].as_str()), (Some("yahoo"), Some("live")));
    let yahoo = on["providers"].as_array().unwrap().iter().find(|of| of["source"] == "yahoo").unwrap();
    assert_eq!((&yahoo["connection"], &yahoo["requests"]["sent"]), (&serde_json::Value::Null, &serde_json::json!(0)));
    assert_eq!(yahoo["polling"]["every_seconds"], 36, "half of 200 requests an hour");
    let off = json(&run(home, &["providers", "off", "yahoo", "--format", "json"]));
    assert!(off["settings"]["on"].as_array().unwrap().is_empty());
    assert_fails(&run(home, &["providers", "on", "nobody"]), 3, "there is no provider nobody");
    assert_fails(&run(home, &["bars", "download", "AAPL"]), 4, "no provider is switched on");
    let incidents = json(&run(home, &["providers", "incidents", "--format", "json"]));
    assert!(incidents["refused"].is_null() && incidents["open"].as_array().unwrap().is_empty());
    let coverage = json(&run(home, &["bars", "coverage", "--format", "json"]));
    let apple = coverage["series"].as_array().unwrap().iter().find(|s| s["symbol"] == "AAPL").unwrap();
    assert_eq!((apple["size"].as_str(), apple["n_bars"].as_u64()), (Some("1d"), Some(8313)));
}
