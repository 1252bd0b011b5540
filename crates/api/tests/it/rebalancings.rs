//! Plans of the workspace, worked out by hand; what is kept of them and who decides.

use serde_json::{Value, json};

use crate::harness::Desk;

/// The accounts and instruments of a test.
struct Books {
    brokerage: String,
    stock: String,
    bond: String,
    target: String,
}

fn day(ago: u64) -> String {
    (chrono::Utc::now().date_naive() - chrono::Days::new(ago)).to_string()
}

fn in_days(days: u64) -> String {
    (chrono::Utc::now().date_naive() + chrono::Days::new(days)).to_string()
}

async fn made(desk: &Desk, path: &str, body: &Value) -> String {
    desk.post(path, body).await.ok()["id"].as_str().unwrap().to_owned()
}

/// 100 shares bought at 50 that stand at 60, 100 bonds bought at 50 that stand there, 5,000 of cash: 16,000 together, and a target of
/// a quarter and three.
async fn books(desk: &Desk) -> Books {
    let account = json!({"name": "Brokerage", "kind": "taxable", "currency": "USD"});
    let brokerage = made(desk, "/accounts", &account).await;
    let instrument =
        |symbol: &str| json!({"symbol": symbol, "name": symbol, "asset_class": "equity", "currency": "USD"});
    let stock = made(desk, "/instruments", &instrument("STOCK")).await;
    let bond = made(desk, "/instruments", &instrument("BOND")).await;
    let cash = json!({"account_id": brokerage, "kind": "deposit", "trade_date": day(900), "amount": "15000", "currency": "USD"});
    desk.post("/transactions", &cash).await.ok();
    for (instrument, price) in [(&stock, "60"), (&bond, "50")] {
        let buy = json!({
            "account_id": brokerage, "kind": "buy", "trade_date": day(800), "instrument_id": instrument, "quantity": "100",
            "price": "50", "currency": "USD",
        });
        desk.post("/transactions", &buy).await.ok();
        let close: f64 = price.parse().unwrap();
        desk.post(&format!("/bars/{instrument}"), &json!({"date": day(0), "close": close})).await.ok();
    }
    let weights = json!({stock.as_str(): "0.25", bond.as_str(): "0.75"});
    let target = json!({"name": "Quiet", "weights": weights, "tolerance": "0.05"});
    let target = made(desk, "/targets", &target).await;
    Books { brokerage, stock, bond, target }
}

async fn profile(desk: &Desk) {
    let profile = json!({
        "jurisdiction": "united_states", "rates": {"short_term": "0.4", "long_term": "0.2"}, "later_tax_share": "0.5",
    });
    desk.call("PUT", "/taxes/profile", Some(&profile)).await.ok();
}

fn trades(preview: &Value) -> Vec<(String, String, String)> {
    let text = |trade: &Value, name: &str| trade[name].as_str().unwrap().to_owned();
    let all = preview["plan"]["trades"].as_array().unwrap();
    all.iter().map(|t| (text(t, "side"), text(t, "instrument"), text(t, "units"))).collect()
}

fn expected(trades: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    trades.iter().map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned())).collect()
}

/// The stock should be worth 4,000: 33 shares are sold, which leaves 4,020; one more would cost 1.00 of priced tax and bring 0.60. They
/// realize 330 of long-term gain, 66 of tax; the 5,000 + 1,980 pay for 139 bonds.
const SALE: [(&str, &str, &str); 2] = [("sell", "STOCK", "33"), ("buy", "BOND", "139")];

#[tokio::test]
async fn a_plan_comes_out_of_the_books() {
    let desk = Desk::empty().await;
    let books = books(&desk).await;
    let terms = json!({"target": {"kind": "saved", "target_id": books.target}});

    // Without a tax profile taxes are unknown, and said to be.
    let preview = desk.post("/rebalancings/preview", &terms).await.ok();
    assert_eq!(preview["taxes"]["counted"], false);
    assert!(preview["taxes"]["note"].as_str().unwrap().contains("tax profile"), "{}", preview["taxes"]);
    assert_eq!(preview["plan"]["figures"]["tracking_error"], Value::Null);
    assert!(preview["risk"]["note"].as_str().unwrap().contains("BOND, STOCK"), "{}", preview["risk"]);

    profile(&desk).await;
    let preview = desk.post("/rebalancings/preview", &terms).await.ok();
    assert_eq!(trades(&preview), expected(&SALE));
    let figures = &preview["plan"]["figures"];
    for (name, amount) in
        [("tax_now", 66.0), ("tax_price", 33.0), ("realized_long_term", 330.0), ("cash", 30.0), ("objective", 34.4)]
    {
        let got: f64 = figures[name].as_str().unwrap().parse().unwrap();
        assert!((got - amount).abs() < 1e-9, "{name}: {got}");
    }
    assert_eq!(preview["target_name"], "Quiet");
    let lot = format!("STOCK of {}", day(800));
    assert_eq!(preview["plan"]["trades"][0]["lots"][0]["lot"], lot.as_str());
    assert_eq!(preview["lots"][&lot]["instrument_id"], books.stock.as_str());
    assert_eq!(preview["accounts"]["Brokerage"]["account_id"], books.brokerage.as_str());
    let before = preview["plan"]["drift_before"].as_array().unwrap();
    let row = before.iter().find(|row| row["name"] == "STOCK").unwrap();
    assert_eq!((&row["current"], &row["verdict"]), (&json!("0.375"), &json!("over")));

    // While a weight is dragged: fractions of shares, the target given by symbol.
    let given = json!({"members": [
        {"kind": "instrument", "instrument": "STOCK", "weight": "0.25"},
        {"kind": "instrument", "instrument": books.bond, "weight": "0.75"},
    ]});
    let quick = json!({"target": {"kind": "given", "model": given}, "effort": "quick"});
    let preview = desk.post("/rebalancings/preview", &quick).await.ok();
    assert_eq!(trades(&preview), expected(&[("sell", "STOCK", "33.333333"), ("buy", "BOND", "139.999999")]));

    // Buying only invests the cash; what is locked stays; what is left out counts for nothing.
    let only = |extra: Value| {
        let mut terms = json!({"target": {"kind": "saved", "target_id": books.target}});
        terms.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        terms
    };
    let preview = desk.post("/rebalancings/preview", &only(json!({"mode": "buy_only"}))).await.ok();
    assert_eq!(trades(&preview), expected(&[("buy", "BOND", "100")]));
    let preview = desk.post("/rebalancings/preview", &only(json!({"locked": [books.stock]}))).await.ok();
    assert_eq!(trades(&preview), expected(&[("buy", "BOND", "100")]));
    let preview =
        desk.post("/rebalancings/preview", &only(json!({"flows": {books.brokerage.as_str(): "-5000"}}))).await.ok();
    let cash: f64 = preview["plan"]["figures"]["cash"].as_str().unwrap().parse().unwrap();
    assert!((0.0..100.0).contains(&cash), "{cash}");
    let wrong = only(json!({"left_out": [books.stock]}));
    assert!(desk.post("/rebalancings/preview", &wrong).await.problem(422).contains("invalid"));
}

#[tokio::test]
async fn groups_have_weights_and_bands_of_their_own() {
    let desk = Desk::empty().await;
    let books = books(&desk).await;
    let tree = json!({"source": "model", "members": [
        {"kind": "group", "name": "Risky", "weight": "0.5", "band": {"absolute": "0.2"}, "members": [
            {"kind": "instrument", "instrument": books.stock, "weight": "0.8"},
            {"kind": "instrument", "instrument": books.bond, "weight": "0.2"},
        ]},
    ]});
    let target = desk.post("/targets", &json!({"name": "Nested", "weights": {}, "tree": tree})).await.ok();
    assert_eq!(target["weights"], json!({books.stock.as_str(): "0.4", books.bond.as_str(): "0.1"}));
    let id = target["id"].as_str().unwrap();
    let terms = json!({"target": {"kind": "saved", "target_id": id}});
    let preview = desk.post("/rebalancings/preview", &terms).await.ok();
    let rows = preview["plan"]["drift_before"].as_array().unwrap();
    let risky = rows.iter().find(|row| row["name"] == "Risky").unwrap();
    assert_eq!(
        (&risky["kind"], &risky["current"], &risky["verdict"]),
        (&json!("group"), &json!("0.6875"), &json!("within"))
    );

    // Weights that do not sum to the group are refused by name; weights alone take the place of the groups.
    let wrong = json!({"tree": {"members": [{"kind": "group", "name": "Odd", "weight": "1", "members": [
        {"kind": "instrument", "instrument": books.stock, "weight": "0.8"},
    ]}]}});
    let refused = desk.call("PATCH", &format!("/targets/{id}"), Some(&wrong)).await;
    assert!(refused.problem(422).contains("invalid"));
    let flat = json!({"weights": {books.stock.as_str(): "1"}});
    let target = desk.call("PATCH", &format!("/targets/{id}"), Some(&flat)).await.ok();
    assert_eq!(target["tree"], Value::Null);
}

#[tokio::test]
async fn what_was_looked_at_is_kept_approved_and_undone() {
    let desk = Desk::empty().await;
    let books = books(&desk).await;
    profile(&desk).await;
    let terms = json!({"target": {"kind": "saved", "target_id": books.target}});
    let preview = desk.post("/rebalancings/preview", &terms).await.ok();
    let new = json!({"terms": terms, "fingerprint": preview["fingerprint"], "note": "as discussed"});
    let kept = desk.post("/rebalancings", &new).await.ok();
    assert_eq!((&kept["state"], &kept["trigger"], &kept["preview"]), (&json!("proposed"), &json!("manual"), &preview));
    let id = kept["id"].as_str().unwrap().to_owned();
    let path = format!("/rebalancings/{id}");

    // Prices move: neither can the old plan be kept again, nor approved.
    desk.post(&format!("/bars/{}", books.stock), &json!({"date": day(0), "close": 70.0})).await.ok();
    assert_eq!(desk.post("/rebalancings", &new).await.problem(409), "plan_outdated");
    let step = |state: &str| json!({"state": state, "note": "yes"});
    assert_eq!(desk.post(&format!("{path}/steps"), &step("approved")).await.problem(409), "plan_outdated");
    desk.post(&format!("/bars/{}", books.stock), &json!({"date": day(0), "close": 60.0})).await.ok();
    assert_eq!(desk.post(&format!("{path}/steps"), &step("executed")).await.problem(409), "rebalancing_state");

    let approved = desk.post(&format!("{path}/steps"), &step("approved")).await.ok();
    assert_eq!((&approved["state"], &approved["decisions"][0]["by"]), (&json!("approved"), &json!("local owner")));
    let line = desk.get("/rebalancings").await.ok()["items"][0].clone();
    assert_eq!(
        (&line["id"], &line["n_trades"], &line["figures"]["tax_now"]),
        (&json!(id), &json!(2), &preview["plan"]["figures"]["tax_now"])
    );
    let orders = String::from_utf8(desk.get(&format!("{path}/orders.csv")).await.bytes).unwrap();
    let lines: Vec<&str> = orders.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1], format!("Brokerage,sell,STOCK,,33,market,60,USD,1980,USD,330,66,{}: 33", day(800)));
    assert_eq!(lines[2], "Brokerage,buy,BOND,,139,market,50,USD,6950,USD,,,");

    desk.post("/undo", &json!({})).await.ok();
    assert_eq!(desk.get(&path).await.ok()["state"], "proposed");
    desk.call("DELETE", &path, None).await.ok();
    assert_eq!(desk.get(&path).await.problem(404), "not_found");
    desk.post("/undo", &json!({})).await.ok();
    assert_eq!(desk.get(&path).await.ok()["note"], "as discussed");
}

#[tokio::test]
async fn a_check_proposes_once_what_is_due() {
    let desk = Desk::empty().await;
    let books = books(&desk).await;
    profile(&desk).await;
    let check = |when: Value| json!({"terms": {"target": {"kind": "saved", "target_id": books.target}}, "when": when});
    let none = check(json!([{"kind": "cash_inflow", "above": {"amount": "5000"}}]));
    let report = desk.post("/rebalancings/check", &none).await.ok();
    assert_eq!((&report["due"], &report["rebalancing_id"]), (&json!([]), &Value::Null));

    let due = check(json!([{"kind": "cash_inflow", "above": {"amount": "4999"}}, {"kind": "threshold"}]));
    let report = desk.post("/rebalancings/check", &due).await.ok();
    assert_eq!(report["due"][0]["trigger"], "cash_inflow");
    assert!(
        report["due"][1]["words"]
            .as_str()
            .unwrap()
            .contains("STOCK is 37.50 % against 25.00 %; out of their bands with 1 more"),
        "{report}"
    );
    let id = report["rebalancing_id"].clone();
    let again = desk.post("/rebalancings/check", &due).await.ok();
    assert_eq!(again["rebalancing_id"], id);
    assert_eq!(desk.get("/rebalancings").await.ok()["items"].as_array().unwrap().len(), 1);

    // The tracking error of two instruments without a past is unknown, which is not a reason to trade.
    let risk = check(json!([{"kind": "risk_drift", "tracking_error": 0.01}]));
    let report = desk.post("/rebalancings/check", &risk).await.ok();
    assert_eq!(report["due"], json!([]));
    assert_eq!(report["unknown"].as_array().unwrap().len(), 1);
    assert!(desk.post("/rebalancings/check", &check(json!([]))).await.problem(422).contains("invalid"));
}

#[tokio::test]
async fn a_loss_that_a_purchase_cancels_is_blocked_or_warned_of() {
    let desk = Desk::empty().await;
    let books = books(&desk).await;
    profile(&desk).await;
    let plan = json!({"name": "Ben's plan", "kind": "tax_deferred", "currency": "USD", "owner": "Ben"});
    let plan = made(&desk, "/accounts", &plan).await;
    let buy = json!({
        "account_id": plan, "kind": "buy", "trade_date": day(10), "instrument_id": books.stock, "quantity": "5", "price": "55",
        "currency": "USD",
    });
    desk.post("/transactions", &buy).await.ok();
    desk.post(&format!("/bars/{}", books.stock), &json!({"date": day(0), "close": 40.0})).await.ok();
    // Only the brokerage account is rebalanced; the purchase in the other one counts all the same.
    let terms = |how: &str| {
        json!({
            "target": {"kind": "saved", "target_id": books.target}, "account_ids": [books.brokerage], "wash_sales": how,
        })
    };
    let blocked = desk.post("/rebalancings/preview", &terms("block")).await.ok();
    assert!(trades(&blocked).iter().all(|(side, ..)| side == "buy"), "{:?}", trades(&blocked));
    let reason = &blocked["plan"]["blocked"][0];
    assert_eq!(reason["code"], "wash_sale");
    assert!(reason["reason"].as_str().unwrap().contains("Ben's plan"), "{reason}");
    let warned = desk.post("/rebalancings/preview", &terms("warn")).await.ok();
    assert!(trades(&warned).iter().any(|(side, ..)| side == "sell"));
    assert!(warned["wash_sales"][0].as_str().unwrap().contains("Ben's plan"), "{}", warned["wash_sales"]);
}

#[tokio::test]
async fn what_was_received_is_no_purchase_and_what_will_be_bought_is_one() {
    let desk = Desk::empty().await;
    let books = books(&desk).await;
    profile(&desk).await;
    desk.post(&format!("/bars/{}", books.stock), &json!({"date": day(0), "close": 40.0})).await.ok();
    let plan = json!({"name": "Ben's plan", "kind": "tax_deferred", "currency": "USD", "owner": "Ben"});
    let plan = made(&desk, "/accounts", &plan).await;
    let opening = json!({
        "account_id": plan, "kind": "opening_balance", "trade_date": day(10), "instrument_id": books.stock, "quantity": "5",
        "price": "55", "currency": "USD",
    });
    desk.post("/transactions", &opening).await.ok();
    let sells = |preview: &Value| trades(preview).iter().any(|(side, ..)| side == "sell");
    // Rebalanced without the other account and with it: an opening balance stands against no loss.
    for accounts in [json!([books.brokerage]), json!([])] {
        let terms = json!({"target": {"kind": "saved", "target_id": books.target}, "account_ids": accounts});
        let preview = desk.post("/rebalancings/preview", &terms).await.ok();
        assert!(sells(&preview), "{accounts}: {:?}", preview["plan"]["blocked"]);
    }
    let ordered = json!({
        "account_id": plan, "kind": "buy", "trade_date": in_days(5), "instrument_id": books.stock, "quantity": "5", "price": "40",
        "currency": "USD",
    });
    desk.post("/transactions", &ordered).await.ok();
    let terms = |how: &str| {
        json!({
            "target": {"kind": "saved", "target_id": books.target}, "account_ids": [books.brokerage], "wash_sales": how,
        })
    };
    let blocked = desk.post("/rebalancings/preview", &terms("block")).await.ok();
    assert!(!sells(&blocked));
    assert!(blocked["plan"]["blocked"][0]["reason"].as_str().unwrap().contains("will be bought in Ben's plan"));
    let warned = desk.post("/rebalancings/preview", &terms("warn")).await.ok();
    assert!(sells(&warned));
    assert!(
        warned["wash_sales"][0].as_str().unwrap().contains("will be bought in Ben's plan"),
        "{}",
        warned["wash_sales"]
    );
}
