//! Back-tests: one by hand, its long lists, what cannot be run, scripts that fail, and how much of a run may be believed.

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::harness::Desk;

/// Open, high, low, close of four days.
pub(crate) const DAYS: [[f64; 4]; 4] = [
    [100.0, 101.0, 99.0, 100.0],
    [102.0, 105.0, 101.0, 104.0],
    [104.0, 111.0, 103.0, 110.0],
    [111.0, 112.0, 107.0, 108.0],
];

/// Days from 2024 on, weekends too.
fn day(n: usize) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 2).unwrap() + chrono::Days::new(n as u64)
}

pub(crate) async fn put_days(desk: &Desk, id: &str, days: &[[f64; 4]]) {
    for (n, [open, high, low, close]) in days.iter().enumerate() {
        let bar = json!({"date": day(n), "open": open, "high": high, "low": low, "close": close, "volume": 1000.0});
        desk.post(&format!("/bars/{id}"), &bar).await.ok();
    }
}

/// Days that rise and fall in waves, so that averages cross.
pub(crate) fn waves(n: usize) -> Vec<[f64; 4]> {
    let close = |n: usize| 100.0 + 10.0 * (n as f64 / 4.0).sin() + n as f64 / 10.0;
    (0..n)
        .map(|n| {
            let (open, close) = (close(n.saturating_sub(1)), close(n));
            [open, open.max(close) + 0.5, open.min(close) - 0.5, close]
        })
        .collect()
}

#[expect(clippy::needless_pass_by_value, reason = "JSON that is written where it is handed over")]
pub(crate) fn question(ids: &[&str], specification: Value) -> Value {
    json!({"specification": specification, "instrument_ids": ids, "settings": {"cash": "1000"}})
}

/// The back-test of a question.
pub(crate) async fn ran(desk: &Desk, question: &Value) -> String {
    let answer = desk.post("/backtests", question).await;
    assert_eq!(answer.status, 202, "{}", String::from_utf8_lossy(&answer.bytes));
    let job = answer.ok();
    let ended = desk.wait(&job).await;
    assert_eq!((&ended["state"], &ended["kind"]), (&json!("done"), &json!("backtest")), "{ended}");
    ended["result"]["backtest_id"].as_str().unwrap().to_owned()
}

/// How the job of a question failed.
async fn failed(desk: &Desk, question: &Value) -> String {
    let job = desk.post("/backtests", question).await.ok();
    let ended = desk.wait(&job).await;
    assert_eq!(ended["state"], "failed", "{ended}");
    ended["message"].as_str().unwrap().to_owned()
}

fn amount(of: &Value) -> f64 {
    of.as_str().unwrap_or_else(|| panic!("{of}")).parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn buying_and_holding_is_what_it_is_by_hand() {
    let desk = Desk::empty().await;
    let id = desk.instrument("ABC").await;
    put_days(&desk, &id, &DAYS).await;
    let backtest = ran(&desk, &question(&[&id], json!({"kind": "buy_and_hold"}))).await;
    let path = format!("/backtests/{backtest}");
    let of = desk.get(&path).await.ok();
    assert_eq!((&of["name"], &of["n_trials"]), (&json!("Buy and hold of ABC"), &json!(1)), "{of}");
    assert_eq!((&of["from"], &of["to"]), (&json!("2024-01-02"), &json!("2024-01-05")));
    assert_eq!((&of["strategy_kind"], &of["has_result"]), (&json!("buy_and_hold"), &json!(true)));
    assert_eq!(of["question"]["settings"]["arrival"], "next_open");

    // Asked for at the first close, bought at the second open: 1000 / 102 is 9 whole units, 82 stay.
    let result = desk.get(&format!("{path}/result")).await.ok();
    assert_eq!(amount(&result["equity_end"]), 82.0 + 9.0 * 108.0);
    let expected = json!([1000.0, 82.0 + 9.0 * 104.0, 82.0 + 9.0 * 110.0, 82.0 + 9.0 * 108.0]);
    assert_eq!(result["curve"]["equity"], expected);
    assert_eq!(result["counts"], json!({"orders": 1, "fills": 1, "round_trips": 0, "refused": 0}));
    assert_eq!((&result["moments"], &result["thinned"]), (&json!(4), &json!(false)));
    assert_eq!(amount(&result["positions"][0]["units"]), 9.0);
    let figures = result["report"]["figures"].as_array().unwrap();
    let total = figures.iter().find(|figure| figure["name"] == "total_return").unwrap();
    assert!((total["value"].as_f64().unwrap() - 0.054).abs() < 1e-12, "{total}");
    assert!(total["convention"].as_str().is_some_and(|words| !words.is_empty()));
    assert_eq!(amount(&result["attribution"]["open"]), 54.0);
    let split = desk.get(&format!("{path}/attribution")).await.ok();
    assert_eq!((&split["decision"], &split["factor"]), (&result["attribution"], &Value::Null));
    for (by, name) in [("asset", json!("ABC")), ("sector", Value::Null), ("currency", json!("USD"))] {
        let row = &split[by]["rows"][0];
        assert_eq!((&row["name"], amount(&row["open"]), amount(&row["total"])), (&name, 54.0, 54.0), "{by}");
        assert_eq!((split[by]["rows"].as_array().unwrap().len(), amount(&split[by]["total"])), (1, 54.0));
    }

    let fills = desk.get(&format!("{path}/fills")).await.ok();
    assert_eq!((&fills["total"], &fills["offset"]), (&json!(1), &json!(0)));
    let fill = &fills["items"][0];
    assert_eq!((amount(&fill["price"]), amount(&fill["quantity"])), (102.0, 9.0), "{fill}");
    assert_eq!((&fill["side"], &fill["market_price"]), (&json!("buy"), &json!(102.0)));
    assert_eq!(desk.get(&format!("{path}/fills?offset=7")).await.ok()["items"], json!([]));
    assert_eq!(desk.get(&format!("{path}/fills?limit=0")).await.problem(422), "invalid");
    assert_eq!(desk.get(&format!("{path}/round_trips")).await.ok()["total"], 0);
    assert_eq!(desk.get(&format!("{path}/result?points=3")).await.problem(422), "invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backtest_is_listed_renamed_deleted_and_brought_back_without_its_result() {
    let desk = Desk::empty().await;
    let id = desk.instrument("ABC").await;
    put_days(&desk, &id, &waves(60)).await;
    let cross = question(&[&id], json!({"kind": "moving_average_cross", "fast": 2, "slow": 5}));
    let (first, second) = (ran(&desk, &cross).await, ran(&desk, &cross).await);
    let page = desk.get("/backtests?limit=1").await.ok();
    assert_eq!(page["items"][0]["id"], json!(second));
    let cursor = page["next_cursor"].as_str().unwrap();
    let page = desk.get(&format!("/backtests?limit=1&cursor={cursor}")).await.ok();
    assert_eq!((&page["items"][0]["id"], &page["next_cursor"]), (&json!(first), &Value::Null));
    let mut results = Vec::new();
    for id in [&first, &second] {
        let mut result = desk.get(&format!("/backtests/{id}/result")).await.ok();
        result["id"] = Value::Null;
        let trips = desk.get(&format!("/backtests/{id}/round_trips")).await.ok();
        assert!(trips["total"].as_u64().unwrap() >= 1, "{trips}");
        results.push((result, trips));
    }
    assert_eq!(results[0], results[1], "the same question has the same answer");

    let path = format!("/backtests/{first}");
    let renamed = desk.call("PATCH", &path, Some(&json!({"name": "Waves"}))).await.ok();
    assert_eq!(renamed["name"], "Waves");
    assert_eq!(desk.call("PATCH", &path, Some(&json!({"name": " "}))).await.problem(422), "invalid");
    let deleted = desk.call("DELETE", &path, None).await.ok();
    assert_eq!(desk.get(&path).await.problem(404), "not_found");
    assert_eq!(desk.get(&format!("{path}/result")).await.problem(404), "not_found");
    let undo = format!("/changes/{}/undo", deleted["change_id"].as_str().unwrap());
    desk.call("POST", &undo, None).await.ok();
    assert_eq!(desk.get(&path).await.ok()["has_result"], false);
    assert_eq!(desk.get(&format!("{path}/result")).await.problem(409), "result_missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_run_is_told_at_once() {
    let desk = Desk::empty().await;
    let (id, empty, bare) =
        (desk.instrument("ABC").await, desk.instrument("NONE").await, desk.instrument("BARE").await);
    put_days(&desk, &id, &DAYS).await;
    let hold = json!({"kind": "buy_and_hold"});
    let answer = desk.post("/backtests", &question(&[&id, &empty, &bare], hold.clone())).await;
    let problem = answer.json();
    assert_eq!((answer.problem(422).as_str(), problem["fields"].as_array().unwrap().len()), ("invalid", 2));
    assert!(problem["fields"][0]["message"].as_str().unwrap().contains("NONE has no bars"), "{problem}");
    assert_eq!(problem["fields"][1]["code"], "no_bars");

    let with = |changes: Value| {
        let mut asked = question(&[&id], hold.clone());
        asked.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        asked
    };
    let strange = uuid();
    for (changes, field, code) in [
        (json!({"from": "2023-01-01", "to": "2023-12-31"}), "instrument_ids", "no_bars"),
        (json!({"from": "2024-02-01", "to": "2024-01-01"}), "to", "date_order"),
        (json!({"instrument_ids": []}), "instrument_ids", "out_of_range"),
        (json!({"instrument_ids": [id, id]}), "instrument_ids", "given_twice"),
        (json!({"instrument_ids": [strange]}), "instrument_ids", "instrument_unknown"),
        (json!({"interval": "2m"}), "interval", "not_stored"),
        (json!({"interval": "1m"}), "instrument_ids", "no_bars"),
        (json!({"specification": null}), "specification", "missing"),
        (json!({"strategy_id": strange}), "specification", "given_twice"),
        (json!({"name": ""}), "name", "text_length"),
        (json!({"benchmark": {"kind": "index", "instrument_ids": [empty]}}), "benchmark.instrument_ids", "no_bars"),
    ] {
        let answer = desk.post("/backtests", &with(changes.clone())).await;
        let problem = answer.json();
        assert_eq!(answer.problem(422), "invalid", "{changes}");
        assert_eq!(
            (&problem["fields"][0]["field"], &problem["fields"][0]["code"]),
            (&json!(field), &json!(code)),
            "{changes}"
        );
    }
    for (changes, code) in [
        (json!({"settings": {"cash": "0"}}), "backtest_setting_invalid"),
        (json!({"settings": {"cash": "1", "volume_share": 2.0}}), "execution_setting_invalid"),
        (json!({"benchmark": {"kind": "sixty_forty", "instrument_ids": [id]}}), "backtest_setting_invalid"),
        (json!({"specification": {"kind": "pairs"}}), "strategy_invalid"),
        (json!({"specification": {"kind": "moving_average_cross", "fast": 9, "slow": 3}}), "strategy_invalid"),
        (json!({"specification": {"kind": "script", "source": "function on_bar("}}), "strategy_invalid"),
        (json!({"settings": {"cash": "1", "luck": 1}}), "body_invalid"),
    ] {
        assert_eq!(desk.post("/backtests", &with(changes.clone())).await.problem(422), code, "{changes}");
    }
    assert_eq!(
        desk.post("/backtests", &json!({"strategy_id": strange, "instrument_ids": [id], "settings": {"cash": "1"}}))
            .await
            .problem(404),
        "not_found"
    );
    assert_eq!(desk.get("/backtests").await.ok()["items"], json!([]));
    assert_eq!(desk.get("/jobs").await.ok()["items"], json!([]), "nothing was begun");
    assert_eq!(desk.get(&format!("/backtests/{strange}/result")).await.problem(404), "not_found");
}

fn uuid() -> String {
    model::id::StrategyId::new().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bar_is_a_run_without_a_trade_and_with_undefined_figures() {
    let desk = Desk::empty().await;
    let id = desk.instrument("ONE").await;
    put_days(&desk, &id, &DAYS[..1]).await;
    let backtest = ran(&desk, &question(&[&id], json!({"kind": "buy_and_hold"}))).await;
    let result = desk.get(&format!("/backtests/{backtest}/result")).await.ok();
    assert_eq!((&result["counts"]["fills"], &result["moments"]), (&json!(0), &json!(1)));
    assert_eq!(amount(&result["equity_end"]), 1000.0);
    let figures = result["report"]["figures"].as_array().unwrap();
    let sharpe = figures.iter().find(|figure| figure["name"] == "sharpe_ratio").unwrap();
    assert!(sharpe["value"].is_null() && sharpe["undefined"].as_str().is_some_and(|why| !why.is_empty()), "{sharpe}");
    let path = format!("/backtests/{backtest}");
    assert_eq!(desk.get(&format!("{path}/significance")).await.status, 422);
    assert_eq!(desk.get(&format!("{path}/monte_carlo")).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_fails_with_its_line_and_one_that_loops_is_ended() {
    let desk = Desk::empty().await;
    let id = desk.instrument("ABC").await;
    put_days(&desk, &id, &DAYS).await;
    let script = |source: &str| question(&[&id], json!({"kind": "script", "source": source}));
    let message = failed(&desk, &script("function on_bar(ctx, bar)\n\n  local x = nil + 1\nend")).await;
    assert!(message.contains("line 3"), "{message}");
    let message = failed(&desk, &script("function on_bar(ctx, bar)\n  while true do end\nend")).await;
    assert!(message.contains("steps"), "{message}");
    assert_eq!(desk.get("/backtests").await.ok()["items"], json!([]));
    let talking = "function on_bar(ctx, bar)\n  ctx:log(\"close \" .. bar.close)\nend";
    let backtest = ran(&desk, &script(talking)).await;
    let result = desk.get(&format!("/backtests/{backtest}/result")).await.ok();
    assert_eq!(result["journal"].as_array().unwrap().len(), 4);
    assert_eq!(result["journal"][1]["text"], "close 104");
}

#[tokio::test(flavor = "multi_thread")]
async fn splits_and_dividends_of_the_ledger_are_in_the_run() {
    let desk = Desk::empty().await;
    let (account, id) = (desk.account().await, desk.instrument("ABC").await);
    let bars = [
        [100.0, 100.0, 100.0, 100.0],
        [100.0, 100.0, 100.0, 100.0],
        [50.0, 50.0, 50.0, 50.0],
        [50.0, 50.0, 50.0, 50.0],
    ];
    put_days(&desk, &id, &bars).await;
    for transaction in [
        json!({"account_id": account, "kind": "buy", "trade_date": "2024-01-01", "instrument_id": id, "quantity": "4", "price": "100", "currency": "USD"}),
        json!({"account_id": account, "kind": "split", "trade_date": "2024-01-04", "instrument_id": id, "ratio_new": "2", "ratio_old": "1", "currency": "USD"}),
        json!({"account_id": account, "kind": "dividend", "trade_date": "2024-01-05", "instrument_id": id, "amount": "16", "currency": "USD"}),
    ] {
        desk.post("/transactions", &transaction).await.ok();
    }
    let hold = question(&[&id], json!({"kind": "buy_and_hold"}));
    let backtest = ran(&desk, &hold).await;
    let result = desk.get(&format!("/backtests/{backtest}/result")).await.ok();
    // Ten units become twenty, and each of the ledger's eight was paid 2.
    assert_eq!(amount(&result["positions"][0]["units"]), 20.0);
    assert_eq!((amount(&result["costs"]["dividends"]), amount(&result["equity_end"])), (40.0, 1040.0));
    let mut without = hold.clone();
    without["ledger_actions"] = json!(false);
    let backtest = ran(&desk, &without).await;
    let result = desk.get(&format!("/backtests/{backtest}/result")).await.ok();
    assert_eq!(amount(&result["equity_end"]), 500.0);
    assert_eq!(result["notices"][0]["kind"], "split_missing", "{}", result["notices"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_traded_in_another_currency_is_worth_what_the_rates_say() {
    let desk = Desk::empty().await;
    let fields = json!({"symbol": "EUX", "name": "EUX", "asset_class": "equity", "currency": "EUR"});
    let id = desk.post("/instruments", &fields).await.ok()["id"].as_str().unwrap().to_owned();
    put_days(&desk, &id, &DAYS).await;
    for (date, rate) in [("2024-01-01", "1.25"), ("2024-01-05", "1.5")] {
        let rate = json!({"base": "EUR", "quote": "USD", "date": date, "rate": rate, "source": "manual"});
        desk.post("/fx-rates", &rate).await.ok();
    }
    let mut asked = question(&[&id], json!({"kind": "buy_and_hold"}));
    asked["benchmark"] = json!({"kind": "index", "instrument_ids": [id]});
    let backtest = ran(&desk, &asked).await;
    let result = desk.get(&format!("/backtests/{backtest}/result")).await.ok();
    assert_eq!(result["refused"][0]["code"], "size_too_small", "a cash account has no euros: {}", result["refused"]);
    asked["settings"]["account"] = json!({"mode": "margin", "initial": "0.5", "maintenance": "0.25"});
    let backtest = ran(&desk, &asked).await;
    let result = desk.get(&format!("/backtests/{backtest}/result")).await.ok();
    // 1000 dollars are 800 euros: 7 units at 102 are owed, and gain 42 euros, each of which is 1.5 dollars at the end.
    assert_eq!(amount(&result["positions"][0]["units"]), 7.0, "{}", result["refused"]);
    assert_eq!(amount(&result["equity_end"]), 1000.0 + 42.0 * 1.5);
    let curve = &result["curve"];
    let benchmark: Vec<f64> = curve["benchmark"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
    assert_eq!(benchmark[0], 1000.0);
    assert!((benchmark[3] - 1000.0 * 108.0 * 1.5 / 125.0).abs() < 1e-9, "{benchmark:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_judged_by_its_trials_simulated_and_looked_at_for_the_future() {
    let desk = Desk::empty().await;
    let id = desk.instrument("ABC").await;
    put_days(&desk, &id, &waves(120)).await;
    let backtest = ran(&desk, &question(&[&id], json!({"kind": "moving_average_cross", "fast": 2, "slow": 6}))).await;
    let path = format!("/backtests/{backtest}");
    let found = desk.get(&format!("{path}/significance")).await.ok();
    assert_eq!((&found["n_trials"], &found["expected_best_sharpe"]), (&json!(1), &json!(0.0)), "{found}");
    assert!(found["deflated_sharpe"].as_f64().is_some_and(|p| (0.0..=1.0).contains(&p)), "{found}");
    for method in ["block_bootstrap", "trade_shuffle", "student"] {
        let simulated = format!("{path}/monte_carlo?method={method}&paths=200&seed=7");
        let found = desk.get(&simulated).await.ok();
        assert_eq!((&found["n_paths"], &found["shares"]), (&json!(200), &json!([0.05, 0.25, 0.5, 0.75, 0.95])));
        assert_eq!(found["fan"]["values"].as_array().unwrap().len(), 5);
        assert_eq!(found, desk.get(&simulated).await.ok(), "the same chance");
    }
    assert_eq!(desk.get(&format!("{path}/monte_carlo?paths=5")).await.problem(422), "invalid");
    // Two to six days go to one to three and to five to seven: the run itself is among them.
    let noise = format!("{path}/parameter_noise?share=0.2&runs=20&seed=3");
    let found = desk.get(&noise).await.ok();
    let slow = found["parameters"].as_array().unwrap().iter().find(|one| one["name"] == "slow").unwrap();
    assert_eq!((&slow["own"], &slow["from"], &slow["to"]), (&json!(6.0), &json!(5.0), &json!(7.0)));
    let total = found["figures"].as_array().unwrap().iter().find(|one| one["name"] == "total_return").unwrap();
    let report = desk.get(&format!("{path}/result")).await.ok()["report"]["figures"].clone();
    let own = report.as_array().unwrap().iter().find(|one| one["name"] == "total_return").unwrap();
    assert_eq!(total["own"], own["value"]);
    assert!(found["n_runs"].as_u64().unwrap() >= 9 && total["bands"].as_array().unwrap().len() == 5, "{found}");
    assert_eq!(found, desk.get(&noise).await.ok(), "the same chance");
    assert_eq!(desk.get(&format!("{path}/parameter_noise?share=2")).await.problem(422), "invalid");
    // Every round trip is days long: all of the gain is short-term, and losses count where nothing is bought back in time.
    assert_eq!(desk.get(&format!("{path}/taxes")).await.problem(422), "invalid", "no rates are kept");
    let taxes = format!("{path}/taxes?short_term=0.4&long_term=0.2&wash_sale_days=0");
    let found = desk.get(&taxes).await.ok();
    let trips = desk.get(&format!("{path}/round_trips?limit=1000")).await.ok();
    let gains: f64 = trips["items"].as_array().unwrap().iter().map(|trip| amount(&trip["pnl"])).sum();
    assert!((amount(&found["tax"]) - (gains * 0.4).max(0.0)).abs() < 0.006, "{found}");
    assert!((amount(&found["gain"]) - amount(&found["tax"]) - amount(&found["gain_after_tax"])).abs() < 1e-9);
    let found = desk.post(&format!("{path}/look_ahead"), &json!({"cuts": 4})).await.ok();
    assert_eq!((&found["is_clean"], &found["same_data"]), (&json!(true), &json!(true)), "{found}");
    let mut cheat = question(&[&id], json!({"kind": "buy_and_hold"}));
    cheat["settings"]["arrival"] = json!("same_close");
    let backtest = ran(&desk, &cheat).await;
    assert_eq!(desk.get(&format!("/backtests/{backtest}/result")).await.ok()["knows_its_close"], true);
    let found = desk.post(&format!("/backtests/{backtest}/look_ahead"), &json!({})).await.ok();
    assert_eq!((&found["is_clean"], &found["verdict"]["same_close"]), (&json!(false), &json!(true)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backtest_that_is_cancelled_keeps_nothing() {
    let desk = Desk::empty().await;
    let id = desk.instrument("ABC").await;
    put_days(&desk, &id, &waves(60)).await;
    let busy = "function on_bar(ctx, bar)\n  local n = 0\n  for i = 1, 200000 do n += i end\nend";
    let mut events = api::stream::subscribe(&desk.station);
    let job = desk.post("/backtests", &question(&[&id], json!({"kind": "script", "source": busy}))).await.ok();
    let running = async {
        loop {
            let event: Value = serde_json::from_str(&events.recv().await.unwrap()).unwrap();
            if event["id"] == job["id"] && event["state"] == "running" {
                return;
            }
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), running).await.unwrap();
    desk.call("POST", &format!("/jobs/{}/cancel", job["id"].as_str().unwrap()), None).await.ok();
    let ended = desk.wait(&job).await;
    assert_eq!((&ended["state"], &ended["result"]), (&json!("cancelled"), &Value::Null), "{ended}");
    assert_eq!(desk.get("/backtests").await.ok()["items"], json!([]));
}
