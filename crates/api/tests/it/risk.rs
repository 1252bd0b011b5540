//! Risk, crises and hedges: of the sample, of books made for it, and of what a request brings along.

use api::Access;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde_json::{Value, json};
use workstation::workspaces::WorkspaceKind;

use crate::harness::Desk;

fn list<'a>(of: &'a Value, name: &str) -> &'a [Value] {
    of[name].as_array().unwrap()
}

fn sum(of: &[Value], field: &str) -> f64 {
    of.iter().filter_map(|one| one[field].as_f64()).sum()
}

fn close(found: &Value, expected: f64, what: &str) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{what}: {found}"));
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{what}: {found} for {expected}");
}

/// Weekdays before today and today, oldest first.
async fn weekdays(desk: &Desk, n: u64) -> Vec<NaiveDate> {
    let today: NaiveDate = desk.get("/workspace").await.ok()["today"].as_str().unwrap().parse().unwrap();
    let days = (0..n).rev().map(|before| today - Days::new(before));
    days.filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_samples_risk_is_divided_without_a_rest() {
    let desk = Desk::new(WorkspaceKind::Sample, Access::InProcess).await;
    let risk = desk.get("/portfolio/risk").await.ok();
    let (basis, report) = (&risk["basis"], &risk["report"]);
    assert_eq!((&basis["benchmark"], &basis["as_of"]), (&json!("SP500"), &json!("2022-12-28")));
    assert_eq!(list(report, "tails").len(), 8 * 2 * 2);
    for parts in list(report, "contributions") {
        let parts = &parts["value"];
        close(&parts["value_at_risk"], sum(list(parts, "holdings"), "component"), "components");
        close(&parts["historical_value_at_risk"], sum(list(parts, "holdings"), "historical_component"), "historical");
    }
    assert!(report["n_periods"].as_u64().unwrap() > 1_000, "five years: {}", report["n_periods"]);
    let cash = list(basis, "holdings").iter().find(|holding| holding["name"] == "EUR cash").unwrap();
    assert_eq!((&cash["currency"], &cash["asset_class"]), (&json!("EUR"), &json!("cash")));
    assert!(!list(&report["clusters"]["value"], "leaf_order").is_empty());
    assert_eq!(list(report, "backtests"), [] as [Value; 0]);
    assert_eq!(risk, desk.get("/portfolio/risk").await.ok(), "the same question has the same answer");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_samples_crises_sum_over_holdings_and_hedges_are_ranked() {
    let desk = Desk::new(WorkspaceKind::Sample, Access::InProcess).await;
    let report = desk.get("/portfolio/stress").await.ok()["report"].clone();
    let scenarios = list(&report, "scenarios");
    assert_eq!(scenarios.len(), 8);
    for scenario in scenarios {
        close(&scenario["gain"], sum(list(scenario, "holdings"), "gain"), scenario["name"].as_str().unwrap());
    }
    let of_2008 = scenarios.iter().find(|scenario| scenario["name"] == "2008").unwrap();
    assert!(of_2008["gain"].as_f64().unwrap() < 0.0, "{of_2008}");

    let question = json!({"crises": [], "reverse": [{"loss": 0.2, "factors": ["SP500"]}],
        "scenarios": [{"name": "fall", "shocks": [{"shock": "equity", "change": -0.1}]},
            {"name": "euro", "shocks": [{"shock": "currency", "currency": "EUR", "change": -0.1}]}]});
    let asked = desk.post("/portfolio/stress", &question).await.ok();
    let [fall, euro] = list(&asked["report"], "scenarios") else { panic!("{asked}") };
    assert!(fall["change"].as_f64().unwrap() < -0.05 && fall["unknown_share"] == 0.0, "{fall}");
    let cash = list(euro, "holdings").iter().find(|holding| holding["name"] == "EUR cash").unwrap();
    close(&cash["change"], -0.1, "the euro");
    assert!(asked["report"]["reverse"][0]["moves"][0]["change"].as_f64().unwrap() < 0.0);

    let hedges = desk.get("/portfolio/hedges").await.ok()["report"].clone();
    let burdens: Vec<f64> =
        list(&hedges, "recommendations").iter().map(|hedge| hedge["burden"].as_f64().unwrap()).collect();
    assert!(!burdens.is_empty() && burdens.is_sorted(), "{burdens:?}");
    let options = json!({"options": [{"underlying": "SP500", "years": 0.5, "implied_volatility": 0.2}]});
    let with_options = desk.post("/portfolio/hedges", &options).await.ok()["report"].clone();
    let kinds: Vec<&Value> = list(&with_options, "recommendations").iter().map(|hedge| &hedge["kind"]).collect();
    assert!(kinds.contains(&&json!("protective_put")) && kinds.contains(&&json!("collar")), "{kinds:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_balance_moves_with_its_rate() {
    let desk = Desk::empty().await;
    let account = desk.account().await;
    let days = weekdays(&desk, 60).await;
    for (i, day) in days.iter().enumerate() {
        let rate = if i % 2 == 0 { "1.10" } else { "1.11" };
        let rate = json!({"base": "EUR", "quote": "USD", "date": day, "rate": rate, "source": "manual"});
        desk.post("/fx-rates", &rate).await.ok();
    }
    let deposit =
        json!({"account_id": account, "kind": "deposit", "trade_date": days[0], "amount": "1000", "currency": "EUR"});
    desk.post("/transactions", &deposit).await.ok();
    let risk = desk.get(&format!("/portfolio/risk?from={}", days[0])).await.ok();
    let tail = &risk["report"]["tails"][0];
    assert_eq!((&tail["method"], &tail["confidence"]), (&json!("historical"), &json!(0.95)));
    close(&tail["risk"]["value_at_risk"], 1.0 - 1.10 / 1.11, "half of the days");
    let shock = json!({"crises": [], "scenarios": [{"name": "s", "shocks": [{"shock": "currency", "currency": "EUR", "change": -0.2}]}]});
    let stress = desk.post("/portfolio/stress", &shock).await.ok();
    close(&stress["report"]["scenarios"][0]["change"], -0.2, "all of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_split_is_no_loss_and_a_new_holding_does_not_take_the_past_from_the_others() {
    let desk = Desk::empty().await;
    let (account, instrument, new) = (desk.account().await, desk.instrument("ABC").await, desk.instrument("NEW").await);
    let days = weekdays(&desk, 90).await;
    let half = days.len() / 2;
    for (i, day) in days.iter().enumerate() {
        let price = if i < half { 100.0 } else { 50.0 } * if i % 2 == 0 { 1.0 } else { 1.01 };
        desk.post(&format!("/bars/{instrument}"), &json!({"date": day, "close": price})).await.ok();
        if i + 3 >= days.len() {
            desk.post(&format!("/bars/{new}"), &json!({"date": day, "close": 10.0})).await.ok();
        }
    }
    let buy = |instrument: &str, day: NaiveDate, price: &str| {
        json!({"account_id": account, "kind": "buy", "trade_date": day, "instrument_id": instrument, "quantity": "10",
            "price": price, "currency": "USD"})
    };
    desk.post("/transactions", &buy(&instrument, days[0], "100")).await.ok();
    desk.post("/transactions", &buy(&new, days[days.len() - 1], "10")).await.ok();
    let split = json!({"account_id": account, "kind": "split", "trade_date": days[half], "instrument_id": instrument,
        "ratio_new": "2", "ratio_old": "1", "currency": "USD"});
    desk.post("/transactions", &split).await.ok();
    let deposit =
        json!({"account_id": account, "kind": "deposit", "trade_date": days[0], "amount": "5000", "currency": "USD"});
    desk.post("/transactions", &deposit).await.ok();
    let report = desk.get(&format!("/portfolio/risk?from={}", days[0])).await.ok()["report"].clone();
    assert_eq!(report["n_periods"].as_u64().unwrap() as usize, days.len() - 1, "{report}");
    let loss = report["tails"][1]["risk"]["value_at_risk"].as_f64().unwrap();
    assert!(loss < 0.01, "a split is no loss: {loss}");
    assert_eq!(report["left_out"][0]["name"], "NEW");
    assert!(report["left_out"][0]["why"].as_str().unwrap().contains("3 days only"), "{}", report["left_out"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_worked_out_is_refused_with_its_reason() {
    let desk = Desk::empty().await;
    for path in ["/portfolio/risk", "/portfolio/stress", "/portfolio/hedges"] {
        assert_eq!(desk.get(path).await.problem(422), "nothing_held", "{path}");
    }
    let request = json!({"holdings": [], "history": {"kind": "prices", "dates": [], "series": []}});
    for path in ["/risk", "/stress", "/hedges"] {
        assert_eq!(desk.post(path, &request).await.problem(422), "invalid_field", "{path}");
    }
    assert_eq!(desk.post("/portfolio/risk", &json!({"unknown": 1})).await.problem(422), "body_invalid");
    assert_eq!(desk.get("/portfolio/risk?unknown=1").await.problem(422), "query_invalid");
}
