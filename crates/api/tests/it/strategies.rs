//! Strategies: the catalogue, checks, and those that are kept.

use serde_json::{Value, json};

use crate::harness::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_has_forms_and_samples_that_pass_their_own_check() {
    let desk = Desk::empty().await;
    let catalogue = desk.get("/strategies/catalogue").await.ok();
    let forms = catalogue["strategies"].as_array().unwrap();
    assert_eq!(forms.len(), 12);
    let cross = forms.iter().find(|form| form["kind"] == "moving_average_cross").unwrap();
    assert_eq!((&cross["parameters"][0]["name"], &cross["parameters"][0]["default"]), (&json!("fast"), &json!(10)));
    for sample in catalogue["samples"].as_array().unwrap() {
        let question = json!({"specification": {"kind": "script", "source": sample["source"]}});
        let found = desk.post("/strategies/check", &question).await.ok();
        assert_eq!(found["problem"], Value::Null, "{}", sample["name"]);
        assert!(!found["parameters"].as_array().unwrap().is_empty(), "{}", sample["name"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_tells_the_line_or_the_field() {
    let desk = Desk::empty().await;
    let check = async |specification: Value| {
        desk.post("/strategies/check", &json!({"specification": specification})).await.ok()["problem"].clone()
    };
    let found = check(json!({"kind": "script", "source": "local a = 1\nfunction on_bar(ctx bar)\nend"})).await;
    assert_eq!(
        (&found["line"], &found["code"], &found["field"]),
        (&json!(2), &json!("script_syntax"), &json!("source"))
    );
    let found = check(json!({"kind": "script", "source": "function on_bar() end\nerror('no')"})).await;
    assert_eq!((&found["line"], &found["code"]), (&json!(2), &json!("script_failed")), "{found}");
    let found = check(json!({"kind": "script", "source": "while true do end"})).await;
    assert_eq!(found["code"], "script_steps", "{found}");
    let found = check(json!({"kind": "moving_average_cross", "fast": 0})).await;
    assert_eq!((&found["field"], &found["line"]), (&json!("fast"), &Value::Null), "{found}");
    assert_eq!(check(json!({"kind": "pairs"})).await, Value::Null, "two instruments stand in");
    let one = json!({"specification": {"kind": "pairs"}, "instrument_ids": [model::id::InstrumentId::new()]});
    assert_eq!(desk.post("/strategies/check", &one).await.ok()["problem"]["field"], "instruments");
    assert_eq!(
        desk.post("/strategies/check", &json!({"specification": {"kind": "luck"}})).await.problem(422),
        "body_invalid"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strategy_is_kept_replaced_deleted_and_brought_back() {
    let desk = Desk::empty().await;
    let half = json!({"name": "Mine", "specification": {"kind": "script", "source": "function on_bar("}});
    let made = desk.post("/strategies", &half).await;
    assert_eq!(made.status, 201);
    let made = made.ok();
    assert_eq!(made["kind"], "script");
    let path = format!("/strategies/{}", made["id"].as_str().unwrap());
    let whole = json!({"name": "Mine", "specification": {"kind": "buy_and_hold"}});
    let replaced = desk.call("PUT", &path, Some(&whole)).await.ok();
    assert_eq!((&replaced["kind"], &replaced["specification"]["kind"]), (&json!("built_in"), &json!("buy_and_hold")));
    assert_eq!(desk.post("/strategies", &whole).await.problem(409), "duplicate");
    assert_eq!(
        desk.post("/strategies", &json!({"name": "", "specification": {"kind": "buy_and_hold"}})).await.problem(422),
        "invalid"
    );
    let deleted = desk.call("DELETE", &path, None).await.ok();
    assert_eq!(desk.get(&path).await.problem(404), "not_found");
    desk.call("POST", &format!("/changes/{}/undo", deleted["change_id"].as_str().unwrap()), None).await.ok();
    assert_eq!(desk.get(&path).await.ok()["specification"]["kind"], "buy_and_hold");
    assert_eq!(desk.get("/strategies").await.ok()["items"].as_array().unwrap().len(), 1);
}
