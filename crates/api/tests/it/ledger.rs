//! Things entered by hand: created, changed, deleted, undone.

use serde_json::{Value, json};

use crate::harness::Desk;

/// A snapshot of JSON with identities and times replaced.
fn redacted(value: &Value) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .map(|(k, v)| {
                let hide = k == "id"
                    || k.ends_with("_id")
                    || k.ends_with("_at")
                    || k == "at"
                    || k == "path"
                    || k.ends_with("hash");
                let shown = if hide && !v.is_null() { json!("[hidden]") } else { redacted(v) };
                (k.clone(), shown)
            })
            .collect(),
        Value::Array(items) => items.iter().map(redacted).collect(),
        other => other.clone(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_lives_and_every_step_can_be_undone() {
    let desk = Desk::empty().await;
    let id = desk.account().await;
    let changed = desk.call("PATCH", &format!("/accounts/{id}"), Some(&json!({"name": "Second", "note": "n"}))).await;
    let change = changed.header("x-change-id").to_owned();
    assert_eq!(changed.ok()["name"], "Second");
    let undone = desk.call("POST", &format!("/changes/{change}/undo"), None).await.ok();
    assert_eq!(undone["undone_id"], change);
    let back = desk.get(&format!("/accounts/{id}")).await.ok();
    assert_eq!((back["name"].as_str(), back["note"].as_str()), (Some("Main"), None));
    assert_eq!(desk.call("POST", &format!("/changes/{change}/undo"), None).await.problem(409), "not_undoable");
    desk.call("DELETE", &format!("/accounts/{id}"), None).await.ok();
    assert_eq!(desk.get(&format!("/accounts/{id}")).await.status, 404);
    desk.call("POST", "/undo", None).await.ok();
    assert_eq!(desk.get(&format!("/accounts/{id}")).await.ok()["name"], "Main");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_that_later_changes_forbid_names_them() {
    let desk = Desk::empty().await;
    let id = desk.account().await;
    let path = format!("/accounts/{id}");
    let first = desk.call("PATCH", &path, Some(&json!({"name": "B"}))).await.header("x-change-id").to_owned();
    desk.call("PATCH", &path, Some(&json!({"name": "C"}))).await.ok();
    assert_eq!(desk.call("POST", &format!("/changes/{first}/undo"), None).await.problem(409), "undo_conflict");
}

#[tokio::test(flavor = "multi_thread")]
async fn transactions_rates_prices_and_settings_return_after_undo() {
    let desk = Desk::empty().await;
    let (account, instrument) = (desk.account().await, desk.instrument("ABC").await);
    let buy = json!({"account_id": account, "kind": "buy", "trade_date": "2024-01-02", "instrument_id": instrument,
        "quantity": "10", "price": "5", "currency": "USD"});
    let buy = desk.post("/transactions", &buy).await.ok();
    let path = format!("/transactions/{}", buy["id"].as_str().unwrap());
    desk.call("PATCH", &path, Some(&json!({"quantity": "12"}))).await.ok();
    desk.call("POST", "/undo", None).await.ok();
    assert_eq!(desk.get(&path).await.ok()["quantity"], "10");
    desk.call("DELETE", &path, None).await.ok();
    desk.call("POST", "/undo", None).await.ok();
    assert_eq!(desk.get(&path).await.ok()["quantity"], "10");
    assert!(desk.get(&format!("{path}/revisions")).await.ok().as_array().unwrap().len() >= 4);

    let rate = json!({"base": "EUR", "quote": "USD", "date": "2024-01-02", "rate": "1.1", "source": "manual"});
    let rate = desk.post("/fx-rates", &rate).await.ok();
    let rate_path = format!("/fx-rates/{}", rate["id"].as_str().unwrap());
    desk.call("PATCH", &rate_path, Some(&json!({"rate": "1.2"}))).await.ok();
    desk.call("POST", "/undo", None).await.ok();
    assert_eq!(desk.get(&rate_path).await.ok()["rate"], "1.1");

    let bars = format!("/bars/{instrument}");
    desk.post(&bars, &json!({"date": "2024-01-03", "close": 6.0})).await.ok();
    desk.post(&bars, &json!({"date": "2024-01-03", "close": 7.0})).await.ok();
    desk.call("POST", "/undo", None).await.ok();
    assert_eq!(desk.get(&bars).await.ok()["bars"][0]["close"], 6.0);
    desk.call("DELETE", &format!("{bars}/2024-01-03"), None).await.ok();
    assert_eq!(desk.get(&bars).await.ok()["n_total"], 0);
    desk.call("POST", "/undo", None).await.ok();
    assert_eq!(desk.get(&bars).await.ok()["n_total"], 1);
    assert_eq!(desk.post(&bars, &json!({"date": "2999-01-03", "close": 6.0})).await.problem(422), "invalid");

    desk.call("PATCH", "/settings", Some(&json!({"base_currency": "EUR"}))).await.ok();
    desk.call("POST", "/undo", None).await.ok();
    assert_eq!(desk.get("/settings").await.ok()["base_currency"], "USD");

    let portfolio = desk.get("/portfolio").await.ok();
    assert_eq!(portfolio["positions"][0]["market_value"]["value"], "60");
    insta::assert_json_snapshot!("transaction", redacted(&buy));
    insta::assert_json_snapshot!("rate", redacted(&rate));
    insta::assert_json_snapshot!("changes", redacted(&desk.get("/changes?limit=3").await.ok()["items"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_join_to_the_whole_list() {
    let desk = Desk::empty().await;
    for symbol in ["A", "B", "C", "D", "E"] {
        desk.instrument(symbol).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = desk.get(&format!("/instruments?limit=2{cursor}")).await.ok();
        seen.extend(page["items"].as_array().unwrap().iter().map(|i| i["symbol"].as_str().unwrap().to_owned()));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, ["A", "B", "C", "D", "E"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_in_use_stays() {
    let desk = Desk::empty().await;
    let account = desk.account().await;
    let deposit = json!({"account_id": account, "kind": "deposit", "trade_date": "2024-01-02", "amount": "100", "currency": "USD"});
    desk.post("/transactions", &deposit).await.ok();
    assert_eq!(desk.call("DELETE", &format!("/accounts/{account}"), None).await.problem(409), "in_use");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_prices_give_the_same_portfolio() {
    let desk = Desk::empty().await;
    let today = desk.get("/workspace").await.ok()["today"].as_str().unwrap().parse::<chrono::NaiveDate>().unwrap();
    let ago = |days| (today - chrono::Duration::days(days)).to_string();
    let account = desk.account().await;
    // Priced to the end; priced yesterday alone; long without a price; without any; sold long ago.
    let priced: [(&str, &[i64]); 5] =
        [("ABC", &[900, 400, 60, 5, 2]), ("NEW", &[1]), ("OLD", &[950, 700]), ("NONE", &[]), ("SOLD", &[900, 500])];
    for (symbol, days) in priced {
        let id = desk.instrument(symbol).await;
        for (i, day) in days.iter().enumerate() {
            desk.post(&format!("/bars/{id}"), &json!({"date": ago(*day), "close": 5.0 + i as f64})).await.ok();
        }
        // Units that come in from elsewhere are a flow at their price of that day.
        let kinds: &[(&str, i64)] =
            if symbol == "SOLD" { &[("opening_balance", 800), ("sell", 450)] } else { &[("opening_balance", 800)] };
        for (kind, day) in kinds {
            let row = json!({"account_id": account, "kind": kind, "trade_date": ago(*day), "instrument_id": id,
                "quantity": "10", "price": "4", "currency": "USD"});
            desk.post("/transactions", &row).await.ok();
        }
    }
    let mut first = desk.get("/portfolio?returns=false").await.ok();
    assert_eq!(first["positions"].as_array().unwrap().len(), 4);
    assert_eq!(first["returns"], Value::Null);
    let whole = desk.get("/portfolio").await.ok();
    assert_eq!(desk.get("/performance/summary").await.ok(), whole["returns"]);
    first["returns"] = whole["returns"].clone();
    assert_eq!(first, whole);
    // The same once every price is in memory, and after a change.
    let abc = whole["positions"].as_array().unwrap().iter().find(|p| p["symbol"] == "ABC").unwrap();
    let path = format!("/bars/{}", abc["instrument_id"].as_str().unwrap());
    desk.post(&path, &json!({"date": ago(0), "close": 50.0})).await.ok();
    let mut first = desk.get("/portfolio?returns=false").await.ok();
    let whole = desk.get("/portfolio").await.ok();
    first["returns"] = whole["returns"].clone();
    assert_eq!(first, whole);
    assert!(whole["positions"].as_array().unwrap().iter().any(|p| p["price"]["price"] == "50"));
}
