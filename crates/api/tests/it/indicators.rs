//! Indicators over stored bars, worked out by hand.

use serde_json::{Value, json};

use crate::harness::Desk;

/// An instrument with closes of 10, 11, 13, 16 and 20 on five days, without volume.
async fn rising(desk: &Desk) -> String {
    let fields = json!({"symbol": "UP", "name": "Up", "asset_class": "equity", "currency": "USD"});
    let id = desk.post("/instruments", &fields).await.ok()["id"].as_str().unwrap().to_owned();
    for (day, close) in [(3, 10.0), (4, 11.0), (5, 13.0), (6, 16.0), (7, 20.0)] {
        let bar = json!({"date": format!("2025-02-{day:02}"), "close": close});
        desk.post(&format!("/bars/{id}"), &bar).await.ok();
    }
    id
}

fn values(result: &Value) -> Vec<Option<f64>> {
    result["outputs"][0]["values"].as_array().unwrap().iter().map(Value::as_f64).collect()
}

#[tokio::test]
async fn averages_are_those_of_the_closes_and_warm_up_before_the_first_day_asked_for() {
    let desk = Desk::empty().await;
    let id = rising(&desk).await;
    let path = format!("/indicators/{id}");
    let sma = json!({"kind": "sma", "length": 3});
    let view = desk.post(&path, &json!({"indicators": [sma]})).await.ok();
    // (10 + 11 + 13) / 3, (11 + 13 + 16) / 3, (13 + 16 + 20) / 3
    let expected = [None, None, Some(34.0 / 3.0), Some(40.0 / 3.0), Some(49.0 / 3.0)];
    for (got, expected) in values(&view["indicators"][0]).iter().zip(expected) {
        assert_eq!(got.is_some(), expected.is_some());
        assert!(got.zip(expected).is_none_or(|(a, b)| (a - b).abs() < 1e-12), "{got:?} {expected:?}");
    }
    assert_eq!((&view["symbol"], &view["dates"][4]), (&json!("UP"), &json!("2025-02-07")));
    assert_eq!(view["indicators"][0]["indicator"], json!({"kind": "sma", "of": "close", "length": 3}));
    assert_eq!((&view["indicators"][0]["pane"], &view["indicators"][0]["warm_up"]), (&json!("overlay"), &json!(2)));

    let asked = json!({"indicators": [sma], "from": "2025-02-06", "to": "2025-02-06"});
    let view = desk.post(&path, &asked).await.ok();
    assert_eq!(view["dates"], json!(["2025-02-06"]));
    assert!((values(&view["indicators"][0])[0].unwrap() - 40.0 / 3.0).abs() < 1e-12);

    // What needs a column that is not there says so; the others are there.
    let view = desk.post(&path, &json!({"indicators": [{"kind": "obv"}, sma]})).await.ok();
    assert_eq!(view["indicators"][0]["outputs"], json!([]));
    assert!(view["indicators"][0]["missing"].as_str().unwrap().contains("volume"), "{}", view["indicators"][0]);
    assert_eq!(view["indicators"][1]["missing"], Value::Null);
}

#[tokio::test]
async fn the_catalogue_lists_what_can_be_asked_for_and_wrong_questions_name_their_field() {
    let desk = Desk::empty().await;
    let id = rising(&desk).await;
    let path = format!("/indicators/{id}");
    let catalogue = desk.get("/indicators").await.ok();
    let entries = catalogue["indicators"].as_array().unwrap();
    assert!(entries.len() > 200, "{}", entries.len());
    let rsi = entries.iter().find(|e| e["kind"] == "rsi").unwrap();
    assert_eq!((&rsi["group"], &rsi["parameters"][0]["default"]), (&json!("momentum"), &json!(14)));
    // Every entry can be asked for with its defaults.
    for some in entries.chunks(32) {
        let all: Vec<Value> = some.iter().map(|e| json!({"kind": e["kind"]})).collect();
        desk.post(&path, &json!({"indicators": all})).await.ok();
    }
    assert_eq!(desk.post(&path, &json!({"indicators": []})).await.problem(422), "invalid");
    for (wrong, words) in [
        (json!({"kind": "nonsense"}), "nonsense"),
        (json!({"kind": "sma", "length": 0}), "length"),
        (json!({"kind": "sma", "speed": 3}), "speed"),
    ] {
        let answer = desk.post(&path, &json!({"indicators": [wrong]})).await;
        assert_eq!(answer.status.as_u16(), 422);
        assert!(answer.json()["detail"].as_str().unwrap().contains(words), "{}", answer.json());
    }
    let stranger = "/indicators/01a22c0a-fbbc-736f-986e-3315322ab380";
    let asked = json!({"indicators": [{"kind": "sma"}]});
    assert_eq!(desk.post(stranger, &asked).await.problem(404), "not_found");
}
