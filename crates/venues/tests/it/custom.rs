//! Sources that settings define.

use model::market::Adjustment;
use serde_json::{Value, json};
use venues::{
    Key, Query, VenueError,
    custom::{Custom, CustomSettings},
};

use super::support::{answer, now, rows, time};

fn settings() -> Value {
    json!({
        "name": "my_fund", "url": "https://prices.example.org/v1/{symbol}?from={from}&to={to}", "url_time": "date",
        "size": "1d", "list": "/data/rows",
        "fields": {
            "time": "/when", "time_format": { "pattern": "%d.%m.%Y" }, "open": "/o", "high": "/h", "low": "/l", "close": "/c/last",
            "volume": null,
        },
        "adjustment": "adjusted", "currency": "EUR", "requests_per_minute": 10, "key_header": "X-Api-Key",
    })
}

fn custom(settings: Value) -> Result<Custom, VenueError> {
    Custom::new(serde_json::from_value::<CustomSettings>(settings).unwrap())
}

#[test]
fn settings_make_requests_and_read_answers() {
    let custom = custom(settings()).unwrap();
    let bars = custom.bars("DE/0001", time("2024-03-07"), time("2024-03-11"), now());
    let request = bars.request(Some(&Key::token("my-key").unwrap())).unwrap();
    assert_eq!(request.shown(), "https://prices.example.org/v1/DE%2F0001?from=2024-03-07&to=2024-03-11");
    assert_eq!(
        (request.headers[0].0.as_str(), bars.request(None).unwrap_err().code()),
        ("X-Api-Key", "venue_key_missing")
    );
    let body = r#"{"data":{"rows":[
        {"when":"08.03.2024","o":"101.5","h":102,"l":101,"c":{"last":101.75}},
        {"when":"07.03.2024","o":100,"h":101,"l":99,"c":{"last":"100.50"}},
        {"when":"09.03.2024","o":100,"h":101,"l":99,"c":{"last":null}},
        {"when":"10.03.2024","o":null,"c":{"last":100}},
        {"when":"11/03/2024","o":100,"h":101,"l":99,"c":{"last":1}},
        {"when":"11.03.2024","o":100,"h":90,"l":99,"c":{"last":100}},
        {"when":"12.03.2020","c":{"last":0}}]}}"#;
    let told = answer(&bars, body).unwrap();
    let close = |at: &str| told.bars.iter().find(|bar| bar.at == time(at)).map(|bar| (bar.open, bar.close));
    assert_eq!(close("2024-03-07"), Some((Some(100.0), 100.5)));
    assert_eq!(close("2024-03-08"), Some((Some(101.5), 101.75)));
    assert_eq!(close("2024-03-10"), Some((None, 100.0)), "the open is not known");
    assert_eq!((told.bars.len(), told.skipped_count), (3, 4));
    assert_eq!((told.adjustment, told.currency.unwrap().code()), (Adjustment::Adjusted, "EUR"));
    assert_eq!(answer(&bars, r#"{"data":{"rows":null}}"#).unwrap().bars, []);
    for wrong in [r#"{"data":{}}"#, r#"{"data":{"rows":{}}}"#, "[]"] {
        assert_eq!(answer(&bars, wrong).unwrap_err().code(), "venue_answer_not_understood", "{wrong}");
    }
    assert_eq!(answer(&bars, "<html>").unwrap_err().code(), "venue_answer_not_data");
    assert_eq!(custom.capabilities().hosts, ["prices.example.org"]);
}

#[test]
fn rows_may_be_lists() {
    let mut settings = settings();
    settings["list"] = json!("");
    settings["key_header"] = Value::Null;
    settings["size"] = json!("1h");
    settings["fields"] = json!({
        "time": "/0", "time_format": "unix_millis", "open": "/1", "high": "/2", "low": "/3", "close": "/4", "volume": "/5",
    });
    let custom = custom(settings).unwrap();
    let bars = custom.bars("X", time("2024-03-12T00:00:00Z"), time("2024-03-12T10:00:00Z"), now());
    let body = "[[1710234000000,1,2,0.5,1.5,30],[1710237600000,1,2,0.5,1.5,30],[1710234000000]]";
    let told = answer(&bars, body).unwrap();
    assert_eq!(rows(&told), [("2024-03-12T09:00:00Z".to_owned(), [1.0, 2.0, 0.5, 1.5], Some(30.0))]);
    assert_eq!((told.forming.is_some(), told.skipped_count), (true, 1));
}

#[test]
fn settings_that_cannot_be_are_refused_with_what_to_write() {
    for (field, value) in [
        ("name", json!("My Fund")),
        ("name", json!("kraken")),
        ("url", json!("http://prices.example.org/{symbol}")),
        ("url", json!("ftp://prices.example.org/{symbol}")),
        ("url", json!("https://{symbol}.example.org/")),
        ("url", json!("https://me:secret@example.org/{symbol}")),
        ("url", json!("https://example.org:99999/{symbol}")),
        ("url", json!("https:///{symbol}")),
        ("url", json!("https://example.org/prices")),
        ("url", json!("https://example.org/{symbol}/{key}")),
        ("url", json!("https://example.org/{symbol")),
        ("url", json!("https://example.org/{symbol}}")),
        ("url", json!("https://example.org/{symbol}#x")),
        ("url", json!("https://example.org/{symbol} x")),
        ("url_time", json!({ "pattern": "%" })),
        ("list", json!("data")),
        ("requests_per_minute", json!(0)),
        ("key_header", json!("X-Key: 1")),
    ] {
        let mut settings = settings();
        settings[field] = value.clone();
        let refused = custom(settings).unwrap_err();
        let message = refused.to_string();
        assert!(message.starts_with(&format!("{field}: ")), "{value}: {message}");
        assert_eq!(refused.code(), "venue_setting_invalid");
    }
    for (field, value) in [("close", json!("close")), ("time_format", json!({ "pattern": "" })), ("open", json!("/~9"))]
    {
        let mut settings = settings();
        settings["fields"][field] = value;
        assert!(custom(settings).unwrap_err().to_string().starts_with(&format!("fields.{field}: ")));
    }
    let mut settings = settings();
    settings["url"] = json!("http://127.0.0.1:8080?s={symbol}");
    let custom = custom(settings).unwrap();
    let request = custom.bars("X", now(), now(), now()).request(Some(&Key::token("k").unwrap())).unwrap();
    assert_eq!(request.shown(), "http://127.0.0.1:8080/?s=X");
}
