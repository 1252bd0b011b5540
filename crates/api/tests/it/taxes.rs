//! Tax years and losses to take, worked out by hand.

use serde_json::{Value, json};

use crate::harness::Desk;

/// Two people's accounts and one instrument; trades of `(account, kind, day, units, price)`.
async fn household(desk: &Desk, currency: &str, trades: &[(usize, &str, &str, &str, &str)]) -> (Vec<String>, String) {
    let mut accounts = Vec::new();
    for (name, kind, owner) in
        [("Ada", "taxable", "Ada"), ("Ben", "taxable", "Ben"), ("Ben's plan", "tax_deferred", "Ben")]
    {
        let body = json!({"name": name, "kind": kind, "currency": currency, "owner": owner});
        let account = desk.call("POST", "/accounts", Some(&body)).await.ok();
        accounts.push(account["id"].as_str().unwrap().to_owned());
    }
    let body = json!({"symbol": "X", "name": "X Inc.", "asset_class": "equity", "currency": currency});
    let instrument = desk.call("POST", "/instruments", Some(&body)).await.ok()["id"].as_str().unwrap().to_owned();
    for (account, kind, on, units, price) in trades {
        let body = json!({
            "account_id": accounts[*account], "kind": kind, "trade_date": on, "instrument_id": instrument,
            "quantity": units, "price": price, "currency": currency,
        });
        desk.call("POST", "/transactions", Some(&body)).await.ok();
    }
    (accounts, instrument)
}

async fn live_in(desk: &Desk, profile: Value) {
    desk.call("PUT", "/taxes/profile", Some(&profile)).await.ok();
}

#[tokio::test]
async fn a_loss_that_a_spouse_buys_back_does_not_count() {
    let desk = Desk::empty().await;
    // 100 bought at 50 are sold at 40: a loss of 1,000. A week later Ben buys 60: 60 % of the loss is disallowed.
    let trades = [
        (0, "buy", "2025-01-02", "100", "50"),
        (0, "sell", "2025-03-03", "100", "40"),
        (1, "buy", "2025-03-10", "60", "41"),
    ];
    household(&desk, "USD", &trades).await;
    let year = desk.call("GET", "/taxes/years/2025", None).await.ok();
    assert!(year["refusal"].as_str().unwrap().contains("choose a jurisdiction"), "{year}");
    assert_eq!(year["gains"][0]["gain"], "-1000");

    live_in(&desk, json!({"jurisdiction": "united_states"})).await;
    let year = desk.call("GET", "/taxes/years/2025", None).await.ok();
    let gain = &year["gains"][0];
    assert_eq!(
        (&gain["disallowed"], &gain["allowed"], &gain["long_term"]),
        (&json!("600"), &json!("-400"), &json!("0"))
    );
    assert_eq!(year["summary"]["net_short"], "-400");
    assert_eq!(year["summary"]["tax"]["state"], "unknown");

    // Single, 50,000 of other income: 400 are set off in the bracket of 22 % (from 48,475): 88.00 less tax.
    let person = json!({
        "filing_status": "single", "income": "50000", "qualified_dividends": "0", "adjusted_gross_income": "65000",
        "net_investment_income": "0",
    });
    live_in(&desk, json!({"jurisdiction": "united_states", "persons": {"2025": person}})).await;
    let year = desk.call("GET", "/taxes/years/2025", None).await.ok();
    assert_eq!(year["summary"]["offset_against_income"], "400");
    assert_eq!(year["summary"]["tax"]["amount"], "-88.00");
    assert!(year["rules"]["sources"].as_array().unwrap().len() > 3);

    // A year whose law is not known is refused; its gains are still told.
    let unknown = desk.call("GET", "/taxes/years/2019", None).await.ok();
    assert!(unknown["refusal"].as_str().unwrap().contains("2024"), "{unknown}");
    assert_eq!(unknown["summary"], Value::Null);
}

#[tokio::test]
async fn a_loss_bought_back_in_a_sheltered_account_is_lost_for_good() {
    let desk = Desk::empty().await;
    let trades = [
        (0, "buy", "2025-01-02", "100", "50"),
        (0, "sell", "2025-03-03", "100", "40"),
        (2, "buy", "2025-03-10", "100", "41"),
    ];
    household(&desk, "USD", &trades).await;
    live_in(&desk, json!({"jurisdiction": "united_states"})).await;
    let year = desk.call("GET", "/taxes/years/2025", None).await.ok();
    let gain = &year["gains"][0];
    assert_eq!((&gain["disallowed"], &gain["lost"], &gain["allowed"]), (&json!("1000"), &json!("1000"), &json!("0")));
}

#[tokio::test]
async fn a_canadian_loss_is_denied_for_what_is_still_held() {
    let desk = Desk::empty().await;
    // 1,000 lost on 100; 25 are bought back and kept: 25 ÷ 100 of the loss is denied.
    let trades = [
        (0, "buy", "2025-01-02", "100", "50"),
        (0, "sell", "2025-03-03", "100", "40"),
        (0, "buy", "2025-03-10", "25", "41"),
    ];
    household(&desk, "CAD", &trades).await;
    live_in(&desk, json!({"jurisdiction": "canada"})).await;
    // The base currency is still the dollar of the United States.
    let year = desk.get("/taxes/years/2025").await.ok();
    assert!(year["refusal"].as_str().unwrap().contains("CAD"), "{year}");
    assert_eq!(year["gains"][0]["allowed"], Value::Null);
    desk.call("PATCH", "/settings", Some(&json!({"base_currency": "CAD"}))).await.ok();
    let year = desk.get("/taxes/years/2025").await.ok();
    let gain = &year["gains"][0];
    assert_eq!(
        (&gain["gain"], &gain["disallowed"], &gain["allowed"]),
        (&json!("-1000"), &json!("250"), &json!("-750"))
    );
}

#[tokio::test]
async fn losses_to_take_name_what_stands_against_them() {
    let desk = Desk::empty().await;
    let today = chrono::Utc::now().date_naive();
    let day = |ago: u64| (today - chrono::Days::new(ago)).to_string();
    let (old, recent) = (day(100), day(10));
    let trades = [(0, "buy", old.as_str(), "100", "50"), (1, "buy", recent.as_str(), "40", "42")];
    let (accounts, instrument) = household(&desk, "USD", &trades).await;
    let code = desk.call("GET", "/taxes/harvest", None).await.problem(422);
    assert!(!code.is_empty());
    let bar = json!({"date": today.to_string(), "close": 40.0});
    desk.post(&format!("/bars/{instrument}"), &bar).await.ok();
    live_in(&desk, json!({"jurisdiction": "united_states", "rates": {"short_term": "0.4", "long_term": "0.2"}, "later_tax_share": "0.5"}))
        .await;
    let harvest = desk.call("GET", "/taxes/harvest", None).await.ok();
    let candidates = harvest["candidates"].as_array().unwrap();
    let first = candidates.iter().find(|c| c["account_id"] == accounts[0].as_str()).unwrap();
    // 1,000 lost on 100; Ben's 40 stand against 40 %: 600 count, save 240, and bring 600 × 0.2 × 0.5 = 60 later.
    assert_eq!((&first["loss"], &first["allowed_loss"]), (&json!("1000"), &json!("600")));
    assert_eq!(
        (&first["tax_saved"], &first["tax_later"], &first["harvest_value"]),
        (&json!("240.0"), &json!("60.00"), &json!("180.00"))
    );
    assert_eq!(first["wash"]["blocks"][0]["account"], "Ben");
}
