//! Every reading route over the sample.

use api::Access;
use serde_json::json;
use workstation::workspaces::WorkspaceKind;

use crate::harness::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_answers_everything() {
    let desk = Desk::new(WorkspaceKind::Sample, Access::InProcess).await;
    let workspace = desk.get("/workspace").await.ok();
    assert_eq!((&workspace["sample"], &workspace["today"]), (&json!(true), &json!("2022-12-28")));
    assert!(workspace["counts"]["transactions"].as_u64().unwrap() >= 150);
    let portfolio = desk.get("/portfolio").await.ok();
    assert!(portfolio["totals"]["total_value"]["value"].is_string(), "{}", portfolio["unknowns"]);
    assert_eq!(portfolio["problems"], json!([]));
    let position = &portfolio["positions"][0];
    let (account, instrument) = (position["account_id"].as_str().unwrap(), position["instrument_id"].as_str().unwrap());
    assert!(!portfolio["sparklines"][instrument].as_array().unwrap().is_empty());
    for path in [
        "/health".to_owned(),
        "/openapi.json".to_owned(),
        "/settings".to_owned(),
        "/workspaces".to_owned(),
        "/accounts".to_owned(),
        "/instruments".to_owned(),
        "/transactions?limit=5".to_owned(),
        "/fx-rates?base=EUR&quote=USD&limit=5".to_owned(),
        "/fx-rates/pairs".to_owned(),
        "/changes".to_owned(),
        "/imports".to_owned(),
        "/jobs".to_owned(),
        "/backups".to_owned(),
        "/lots".to_owned(),
        format!("/lots?instrument_id={instrument}"),
        "/portfolio?as_of=2015-06-30".to_owned(),
        format!("/portfolio?account_id={account}"),
        "/performance".to_owned(),
        "/explain?figure=total_value".to_owned(),
        format!("/explain?figure=market_value&id=position:{account}:{instrument}"),
        "/explain?figure=twr".to_owned(),
        "/explain?figure=xirr".to_owned(),
        "/data-health".to_owned(),
        "/diagnostics".to_owned(),
        "/optimizations".to_owned(),
        format!("/bars/{instrument}?max_points=100"),
    ] {
        let answer = desk.get(&path).await;
        assert!(answer.status.is_success(), "{path}: {}", String::from_utf8_lossy(&answer.bytes));
        assert!(!answer.header("etag").is_empty(), "{path}");
    }
    let columns = desk.get(&format!("/bars/{instrument}?format=binary")).await;
    assert_eq!(&columns.bytes[..4], b"QDC1");
    assert_eq!(&desk.get("/performance?format=binary").await.bytes[..4], b"QDC1");
    let png = desk.get(&format!("/charts/{instrument}.png?width=400&height=300&theme=light")).await;
    assert_eq!((png.header("content-type"), &png.bytes[1..4]), ("image/png", &b"PNG"[..]));
    let page = String::from_utf8(desk.get("/summary").await.bytes).unwrap();
    assert!(page.contains("Sample") && page.contains("Total value"));
    let diagnostics = desk.get("/diagnostics").await.ok()["text"].as_str().unwrap().to_owned();
    assert!(diagnostics.contains("sound"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_is_optimized_saved_and_compared() {
    let desk = Desk::new(WorkspaceKind::Sample, Access::InProcess).await;
    let stocks = desk.get("/instruments?asset_class=equity&limit=100").await.ok();
    let ids: Vec<&str> = stocks["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|i| i["prices_adjusted"] == true)
        .map(|i| i["id"].as_str().unwrap())
        .collect();
    assert!(ids.len() >= 20, "{}", ids.len());
    let universe =
        desk.get(&format!("/optimizations/universe?instrument_ids={}&from=2018-01-01", ids.join(","))).await.ok();
    let symbols: Vec<&str> =
        universe["assets"].as_array().unwrap().iter().map(|a| a["symbol"].as_str().unwrap()).collect();
    let request = json!({"assets": symbols, "objective": "maximum_sharpe", "expected_returns": universe["expected_returns"],
        "covariance": universe["covariance"], "risk_free_rate": universe["risk_free_rate"]});
    let solved = desk.post("/optimizations/solve", &request).await.ok();
    let new = json!({"name": "Sharpe", "universe": {"instrument_ids": ids, "from": "2018-01-01"},
        "request": {"objective": "maximum_sharpe", "risk_free_rate": universe["risk_free_rate"]}});
    let job = desk.wait(&desk.post("/optimizations", &new).await.ok()).await;
    assert_eq!(job["state"], "done", "{job}");
    let id = job["result"]["optimization_id"].as_str().unwrap();
    let saved = desk.get(&format!("/optimizations/{id}")).await.ok();
    // The moments went through text once more on one of the ways, so the last digit may differ.
    for symbol in &symbols {
        let of = |result: &serde_json::Value| result["weights"][symbol].as_f64().unwrap();
        assert!((of(&saved["result"]) - of(&solved)).abs() < 1e-12, "{symbol}");
    }
    assert_eq!(saved["data_hash"], universe["data_hash"]);
    let renamed = desk.call("PATCH", &format!("/optimizations/{id}"), Some(&json!({"name": "Better"}))).await.ok();
    assert_eq!(renamed["name"], "Better");
    let compared = desk.get(&format!("/optimizations/compare?ids={id}")).await.ok();
    assert!(compared["rows"].as_array().unwrap().iter().any(|r| r["today"].is_number()));
    desk.call("DELETE", &format!("/optimizations/{id}"), None).await.ok();
    assert_eq!(desk.get(&format!("/optimizations/{id}")).await.status, 404);
    desk.call("POST", "/undo", None).await.ok();
    assert_eq!(desk.get(&format!("/optimizations/{id}")).await.ok()["name"], "Better");
    let infeasible = json!({"assets": ["A", "B"], "expected_returns": [0.1, 0.2], "covariance": [[0.04, 0.0], [0.0, 0.09]],
        "objective": "minimum_variance", "bounds": [0.0, 0.3]});
    assert_eq!(desk.post("/optimizations/solve", &infeasible).await.problem(422), "infeasible");
}

#[tokio::test(flavor = "multi_thread")]
async fn moments_of_prices_sent_along_are_estimated() {
    let desk = Desk::new(WorkspaceKind::Sample, Access::InProcess).await;
    let mut request = json!({
        "dates": ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"],
        "prices": {"A": [100, 110, 99, 108.9], "B": [50, 50, 55, 49.5]},
        "covariance_model": {"model": "sample"},
        "periods_per_year": 1,
    });
    let answer = desk.post("/moments", &request).await.ok();
    assert_eq!(answer["assets"], json!(["A", "B"]));
    assert!((answer["covariance"][0][1].as_f64().unwrap() + 0.01).abs() < 1e-12);
    request["prices"]["B"] = json!([null, null, null, null]);
    let refused = desk.post("/moments", &request).await;
    assert_eq!(refused.problem(422), "no_prices");
}

#[tokio::test(flavor = "multi_thread")]
async fn returns_sent_along_are_measured_attributed_and_tested() {
    let desk = Desk::new(WorkspaceKind::Sample, Access::InProcess).await;
    let returns = json!({"returns": [0.1, -0.1, 0.1, 0.0], "n_resamples": 20});
    let tested = desk.post("/significance", &returns).await.ok();
    assert_eq!((&tested["n_returns"], &tested["n_trials"]), (&json!(4), &json!(1)));
    let measured = desk.post("/metrics", &json!({"returns": returns["returns"]})).await.ok();
    assert_eq!(measured["n_returns"], 4);
    let sector =
        json!({"portfolio_weight": 1.0, "benchmark_weight": 1.0, "portfolio_return": 0.1, "benchmark_return": 0.08});
    let attributed = desk.post("/attribution", &json!({"sectors": ["All"], "periods": [[sector]]})).await.ok();
    assert!((attributed["total"]["selection"].as_f64().unwrap() - 0.02).abs() < 1e-12);
    assert_eq!(desk.post("/metrics", &json!({"returns": [-2.0]})).await.problem(422), "invalid_return");
    assert_eq!(desk.post("/significance", &json!({"returns": [0.1]})).await.problem(422), "too_few_observations");
}
