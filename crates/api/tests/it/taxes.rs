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

/// A loss of 1,000 on 100, of which Ben's 60 replace 60 %: 600 go into their cost, and the 60 days for which the old ones had
/// been held are added to theirs.
const WASHED: [(usize, &str, &str, &str, &str); 3] = [
    (0, "buy", "2025-01-02", "100", "50"),
    (0, "sell", "2025-03-03", "100", "40"),
    (1, "buy", "2025-03-10", "60", "41"),
];

#[tokio::test]
async fn what_a_wash_sale_adds_to_a_lot_is_in_its_loss() {
    let desk = Desk::empty().await;
    let (accounts, instrument) = household(&desk, "USD", &WASHED).await;
    let lots = desk.get("/taxes/lots").await.ok();
    assert_eq!((&lots["rules"], &lots["lots"][0]["tax_cost"]), (&Value::Null, &json!("2460")));
    let profile = json!({"jurisdiction": "united_states", "rates": {"short_term": "0.4", "long_term": "0.2"}, "later_tax_share": "0.5"});
    live_in(&desk, profile).await;
    let lots = desk.get("/taxes/lots").await.ok();
    let lot = &lots["lots"][0];
    assert_eq!(lot["account_id"], accounts[1].as_str());
    assert_eq!((&lot["cost"], &lot["basis_added"], &lot["tax_cost"]), (&json!("2460"), &json!("600"), &json!("3060")));
    assert_eq!((&lot["opened_on"], &lot["held_since"]), (&json!("2025-03-10"), &json!("2025-01-09")));
    assert_eq!((&lot["long_term_from"], &lot["term"]), (&json!("2026-01-10"), &json!("long")));
    // Now worth 2,400: 660 lost long-term, of which 132 are saved now and 66 fall due later.
    let bar = json!({"date": chrono::Utc::now().date_naive().to_string(), "close": 40.0});
    desk.post(&format!("/bars/{instrument}"), &bar).await.ok();
    let harvest = desk.get("/taxes/harvest").await.ok();
    let [candidate] = harvest["candidates"].as_array().unwrap().as_slice() else { panic!("{harvest}") };
    assert_eq!((&candidate["cost"], &candidate["loss"]), (&json!("3060"), &json!("660")));
    assert_eq!((&candidate["tax_saved"], &candidate["harvest_value"]), (&json!("132.0"), &json!("66.00")));
    assert_eq!(candidate["held_since"], "2025-01-09");
}

fn found<'v>(node: &'v Value, title: &str) -> &'v Value {
    fn look<'v>(node: &'v Value, title: &str) -> Option<&'v Value> {
        if node["title"].as_str()?.starts_with(title) {
            return Some(node);
        }
        node["inputs"].as_array()?.iter().find_map(|input| look(input, title))
    }
    look(node, title).unwrap_or_else(|| panic!("no {title} in {node:#}"))
}

#[tokio::test]
async fn a_tax_opens_down_to_lots_rules_and_brackets() {
    let desk = Desk::empty().await;
    household(&desk, "USD", &WASHED).await;
    let person = json!({
        "filing_status": "single", "income": "50000", "qualified_dividends": "0", "adjusted_gross_income": "65000",
        "net_investment_income": "0",
    });
    live_in(&desk, json!({"jurisdiction": "united_states", "persons": {"2025": person}})).await;
    let year = desk.get("/taxes/years/2025").await.ok();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (closed_by, lot) = (text(&year["gains"][0]["closed_by"]), text(&year["gains"][0]["lot_id"]));
    let gain = desk.get(&format!("/explain?figure=taxed_gain&id=gain:{closed_by}:{lot}")).await.ok();
    assert_eq!((&gain["value"], &gain["formula"]), (&json!("-400"), &json!("−1000 + 600")));
    let disallowed = found(&gain, "Disallowed");
    assert_eq!((&disallowed["value"], &disallowed["formula"]), (&json!("600"), &json!("1000 × 60 ÷ 100")));
    assert!(text(&disallowed["source"]).contains("§1091"), "{disallowed}");
    let replacement = &disallowed["inputs"][0];
    assert_eq!(replacement["title"], "60 units bought on 2025-03-10 in Ben");
    assert_eq!(replacement["formula"], "600 added to their cost, held since 2025-01-09");
    assert_eq!(replacement["link"]["kind"], "transaction");
    assert_eq!(found(&gain, "Proceeds less cost")["value"], "-1000");
    assert_eq!(found(&gain, "Short-term")["value"], "-400");

    // 400 set off against 50,000 in the bracket of 22 % from 48,475.
    let tax = desk.get("/explain?figure=tax_of_year&id=year:2025").await.ok();
    assert_eq!((&tax["value"], &tax["unit"]), (&json!("-88"), &json!("USD")));
    assert_eq!(found(&tax, "Set off against income")["value"], "-400");
    let with = found(found(&tax, "Tax with the gains"), "At 22 %");
    assert_eq!(with["formula"], "(49600 − 48475) × 0.22");
    assert!(text(&found(&tax, "Income tax")["source"]).contains("Rev. Proc."), "{tax}");
    assert_eq!(found(&tax, "Gains and losses of 2025")["value"], "-400");
    let taxable = desk.get("/explain?figure=taxable_of_year&id=year:2025").await.ok();
    assert_eq!(
        (&taxable["value"], &taxable["formula"]),
        (&json!("0"), &json!("−400 + 0 is a net loss of 400: nothing is taxed"))
    );
    let all = desk.get("/explain?figure=gains_of_year&id=year:2025").await.ok();
    assert_eq!(all["value"], "-400");

    assert_eq!(desk.get("/explain?figure=tax_of_year&id=2025").await.problem(422), "invalid");
    assert_eq!(desk.get("/explain?figure=taxed_gain&id=year:2025").await.problem(422), "invalid");
    assert_eq!(desk.get("/explain?figure=tax_of_year&id=year:2019").await.problem(422), "invalid");
    assert_eq!(desk.get("/explain?figure=tax_of_year").await.problem(422), "invalid");
}

/// The field at which own rules are refused.
async fn refused_field(desk: &Desk, rules: Vec<Value>) -> String {
    let answer = desk.call("PUT", "/taxes/profile", Some(&json!({"own_rules": rules}))).await;
    assert_eq!(answer.status, 422);
    answer.json()["fields"][0]["field"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn rules_of_ones_own_start_from_a_law_and_are_refused_by_field() {
    let desk = Desk::empty().await;
    household(&desk, "USD", &WASHED).await;
    let mut rules = desk.get("/taxes/rules/united_states/2025").await.ok();
    assert_eq!((&rules["year"], &rules["long_term_after_months"]), (&json!(2025), &json!(12)));
    assert_eq!(desk.get("/taxes/rules/united_states/2019").await.problem(422), "invalid");
    rules["jurisdiction"] = Value::Null;
    rules["name"] = json!("Mine");
    rules["repurchase"] = Value::Null;
    rules["long_term_after_months"] = json!(1);
    rules["charge"] = json!({"kind": "flat", "rate": "0.2", "surcharge_on_tax": "0"});
    live_in(&desk, json!({"own_rules": [rules]})).await;
    // Nothing is disallowed, and sixty days are long-term.
    let year = desk.get("/taxes/years/2025").await.ok();
    let gain = &year["gains"][0];
    assert_eq!((&gain["allowed"], &gain["long_term"]), (&json!("-1000"), &json!("-1000")));
    assert_eq!(year["summary"]["tax"]["amount"], "0");
    let mut wrong = rules.clone();
    wrong["charge"]["rate"] = json!("26");
    assert_eq!(refused_field(&desk, vec![wrong]).await, "own_rules.0.charge.rate");
    assert_eq!(refused_field(&desk, vec![rules.clone(), rules.clone()]).await, "own_rules.1.year");
    rules["last_day"] = json!("2027-12-31");
    assert_eq!(refused_field(&desk, vec![rules]).await, "own_rules.0.last_day");
}

#[tokio::test]
async fn a_british_loss_looks_ahead_to_what_will_be_bought() {
    let desk = Desk::empty().await;
    desk.call("PATCH", "/settings", Some(&json!({"base_currency": "GBP"}))).await.ok();
    let today = chrono::Utc::now().date_naive();
    let (old, soon) = (today - chrono::Days::new(100), today + chrono::Days::new(10));
    let (old, soon) = (old.to_string(), soon.to_string());
    // A quarter of the hundred will be bought back in ten days; what Ben buys is not mine.
    let trades = [
        (0, "buy", old.as_str(), "100", "50"),
        (0, "buy", soon.as_str(), "25", "42"),
        (1, "buy", soon.as_str(), "40", "42"),
    ];
    let (_, instrument) = household(&desk, "GBP", &trades).await;
    desk.post(&format!("/bars/{instrument}"), &json!({"date": today.to_string(), "close": 40.0})).await.ok();
    live_in(&desk, json!({"jurisdiction": "united_kingdom"})).await;
    let harvest = desk.get("/taxes/harvest").await.ok();
    let [candidate] = harvest["candidates"].as_array().unwrap().as_slice() else { panic!("{harvest}") };
    assert_eq!((&candidate["loss"], &candidate["allowed_loss"]), (&json!("1000"), &json!("750")));
    let block = &candidate["wash"]["blocks"][0];
    assert_eq!((&block["account"], &block["pending"], &block["units"]), (&json!("Ada"), &json!(true), &json!("25")));
}
