//! `quarterdeck rebalancings`: planned, kept, approved, and handed over as orders.

use serde_json::json;

use crate::program::{assert_fails, empty_workspace, json, printed, run_in};

#[test]
fn a_plan_is_looked_at_kept_and_approved() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let quarterdeck = |arguments: &[&str]| run_in(home.path(), &workspace, arguments);
    let post = |path: &str, body: serde_json::Value| {
        let made = json(&quarterdeck(&["api", "POST", path, "--data", &body.to_string()]));
        made["id"].as_str().unwrap_or_default().to_owned()
    };
    let account = post("/accounts", json!({"name": "Desk", "kind": "taxable", "currency": "USD"}));
    let aaa =
        post("/instruments", json!({"symbol": "AAA", "name": "A Inc.", "asset_class": "equity", "currency": "USD"}));
    let deposit = json!({
        "account_id": account, "kind": "deposit", "trade_date": "2024-01-02", "amount": "1000", "currency": "USD",
    });
    post("/transactions", deposit);
    let today = model::time::Clock::System.now().date().to_string();
    post(&format!("/bars/{aaa}"), json!({"date": today, "close": 30.0}));
    printed(&quarterdeck(&["targets", "add", "Core", "--weight", "AAA=0.6"]));

    // 600 of 1,000 at 30 are 20 shares.
    let preview = json(&quarterdeck(&["rebalancings", "preview", "--target", "Core", "--format", "json"]));
    let trade = &preview["plan"]["trades"][0];
    assert_eq!((&trade["side"], &trade["units"], &trade["amount"]), (&json!("buy"), &json!("20"), &json!("600")));
    let text = printed(&quarterdeck(&["rebalancings", "propose", "--target", "Core"]));
    assert!(text.contains("AAA was 0.00 % against 60.00 %") && text.contains("tax unknown"), "{text}");
    let kept = json(&quarterdeck(&["rebalancings", "list", "--format", "json"]));
    let id = kept[0]["id"].as_str().unwrap();
    assert_fails(&quarterdeck(&["rebalancings", "step", id, "executed"]), 4, "cannot become executed");
    let step = json(&quarterdeck(&["rebalancings", "step", id, "approved", "--note", "go"]));
    assert_eq!((&step["state"], &step["decisions"][0]["note"]), (&json!("approved"), &json!("go")));
    let orders = printed(&quarterdeck(&["rebalancings", "orders", id]));
    assert!(orders.contains("Desk,buy,AAA,,20,market,30,USD,600,USD"), "{orders}");
    assert!(printed(&quarterdeck(&["rebalancings", "list"])).contains("approved"));

    // A check by a file, and terms that name what is not there.
    let file = home.path().join("check.json");
    let check = |when: serde_json::Value, target: &str| {
        let terms = json!({"target": {"kind": "given", "model": {"members": [
            {"kind": "instrument", "instrument": target, "weight": "0.5"},
        ]}}});
        std::fs::write(&file, json!({"terms": terms, "when": when}).to_string()).unwrap();
        quarterdeck(&["rebalancings", "check", "--check", file.to_str().unwrap()])
    };
    let report = json(&check(json!([{"kind": "calendar"}]), "AAA"));
    assert_eq!(report["due"][0]["words"], "its day has come");
    assert!(report["rebalancing_id"].is_string(), "{report}");
    assert_fails(&check(json!([{"kind": "calendar"}]), "ZZZ"), 3, "there is no instrument ZZZ");
}
