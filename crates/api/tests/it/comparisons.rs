//! Saved runs and comparisons over the sample's prices.

use api::Access;
use serde_json::{Value, json};
use workstation::workspaces::WorkspaceKind;

use crate::harness::Desk;

/// The sample's adjusted stocks, from 2020.
async fn sample() -> (Desk, Value) {
    let desk = Desk::new(WorkspaceKind::Sample, Access::InProcess).await;
    let stocks = desk.get("/instruments?asset_class=equity&limit=100").await.ok();
    let adjusted = |i: &&Value| i["prices_adjusted"] == true;
    let ids: Vec<Value> =
        stocks["items"].as_array().unwrap().iter().filter(adjusted).map(|i| i["id"].clone()).collect();
    let universe = json!({"instrument_ids": ids[..8], "from": "2020-01-01"});
    (desk, universe)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_run_equals_its_preview_also_over_past_returns() {
    let (desk, universe) = sample().await;
    for objective in ["maximum_sharpe", "minimum_cvar"] {
        let request = json!({"objective": objective});
        let question = json!({"universe": universe, "request": request, "frontier_points": 10});
        let preview = desk.post("/optimizations/preview", &question).await.ok();
        let new = json!({"name": objective, "universe": universe, "request": request, "frontier_points": 10});
        let job = desk.wait(&desk.post("/optimizations", &new).await.ok()).await;
        assert_eq!(job["state"], "done", "{job}");
        let id = job["result"]["optimization_id"].as_str().unwrap();
        let saved = desk.get(&format!("/optimizations/{id}")).await.ok();
        for (symbol, weight) in preview["weights"].as_object().unwrap() {
            let kept = saved["result"]["weights"][symbol].as_f64().unwrap();
            assert!((kept - weight.as_f64().unwrap()).abs() < 1e-9, "{objective} {symbol}");
        }
        assert_eq!(saved["result"]["frontier"].as_array().unwrap().len(), 10);
        assert!(saved["settings"]["request"]["covariance"].is_array());
        assert!(saved["settings"]["request"].get("returns").is_none(), "past returns follow from the prices");
        assert_eq!(saved["result"].get("scenario_risk").is_some(), objective == "minimum_cvar");
    }
    let listed = desk.get("/optimizations").await.ok();
    let (after, before) = (&listed["items"][0]["id"], &listed["items"][1]["id"]);
    let path = format!("/optimizations/changes?before={}&after={}", before.as_str().unwrap(), after.as_str().unwrap());
    let changes = desk.get(&path).await.ok();
    assert_eq!(changes["steps"][0]["causes"], json!(["objective"]), "{}", changes["steps"]);
    assert_eq!(desk.get("/optimizations/changes?before=x&after=y").await.status, 422);
    // Without the prices that the second one saw there is nothing to explain it from.
    let stock = universe["instrument_ids"][0].as_str().unwrap();
    desk.post(&format!("/bars/{stock}"), &json!({"date": "2020-02-03", "close": 1.0})).await.ok();
    assert_eq!(desk.get(&path).await.problem(409), "prices_changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn comparisons_are_jobs_and_lists_leave_their_results_out() {
    let (desk, universe) = sample().await;
    let question = json!({"universe": universe, "request": {"objective": "minimum_variance"}, "window_size": 252,
        "rebalance_every": 63, "cost": 0.001});
    let started = desk.post("/optimizations/walk-forward", &question).await;
    assert_eq!(started.status, 202);
    let job = desk.wait(&started.ok()).await;
    assert_eq!((&job["state"], &job["kind"]), (&json!("done"), &json!("walk_forward")), "{job}");
    let result = &job["result"];
    assert_eq!(result["dates"].as_array().unwrap().len(), result["strategy"]["values"].as_array().unwrap().len());
    assert_eq!(result["rebalancings"][0]["turnover"], 1.0);

    let question = json!({"universe": universe, "request": {"objective": "minimum_variance"}, "samples": 5, "seed": 7});
    let first = desk.wait(&desk.post("/optimizations/stability", &question).await.ok()).await;
    let second = desk.wait(&desk.post("/optimizations/stability", &question).await.ok()).await;
    assert_eq!((&first["state"], &first["result"]), (&json!("done"), &second["result"]), "{first}");
    let mut bootstrap = question.clone();
    bootstrap["perturbation"] = json!({"kind": "bootstrap", "block": 21});
    let job = desk.wait(&desk.post("/optimizations/stability", &bootstrap).await.ok()).await;
    assert_eq!((&job["state"], &job["result"]["solved"]), (&json!("done"), &json!(5)), "{job}");

    let question = json!({"universe": universe, "request": {"objective": "efficient_frontier", "points": 6},
        "samples": 5, "seed": 7, "confidence": 0.8});
    let job = desk.wait(&desk.post("/optimizations/resampling", &question).await.ok()).await;
    assert_eq!((&job["state"], &job["kind"]), (&json!("done"), &json!("resampling")), "{job}");
    assert_eq!(job["result"]["band"].as_array().unwrap().len(), 6);

    let listed = desk.get("/jobs?kind=walk_forward").await.ok();
    assert_eq!((&listed["items"][0]["state"], &listed["items"][0]["result"]), (&json!("done"), &Value::Null));
    let failed = json!({"universe": universe, "request": {"objective": "minimum_variance"}, "window_size": 1});
    let job = desk.wait(&desk.post("/optimizations/walk-forward", &failed).await.ok()).await;
    assert_eq!(job["state"], "failed");
    assert!(job["message"].as_str().unwrap().starts_with("window_size: 1"), "{job}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_benchmark_goes_along_into_the_past() {
    let (desk, mut universe) = sample().await;
    universe["expected_returns_model"] = json!({"model": "capm"});
    let found = desk.post("/optimizations/universe", &universe).await.ok();
    assert!(found["spec"]["benchmark_instrument_id"].is_string(), "the sample has a benchmark");
    let request = json!({"objective": "maximum_quadratic_utility", "risk_aversion": 4.0});
    let question = json!({"universe": universe, "request": request, "rebalance_every": 126});
    let job = desk.wait(&desk.post("/optimizations/walk-forward", &question).await.ok()).await;
    assert_eq!(job["state"], "done", "{job}");
    let warnings = job["result"].get("warnings").cloned().unwrap_or_default().to_string();
    assert!(!warnings.contains("equally weighted"), "{warnings}");
    universe["missing"] = json!("own_window");
    let question = json!({"universe": universe, "request": request, "rebalance_every": 126});
    let job = desk.wait(&desk.post("/optimizations/walk-forward", &question).await.ok()).await;
    assert!(job["result"]["warnings"].to_string().contains("dates on which all assets"), "{}", job["message"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comparison_can_be_cancelled() {
    let (desk, universe) = sample().await;
    let question = json!({"universe": universe, "request": {"objective": "efficient_frontier"}, "samples": 10_000});
    let mut events = api::stream::subscribe(&desk.station);
    let job = desk.post("/optimizations/resampling", &question).await.ok();
    let moved = async {
        loop {
            let event: Value = serde_json::from_str(&events.recv().await.unwrap()).unwrap();
            if event["id"] == job["id"] && event["progress"].as_f64().is_some_and(|progress| progress > 0.0) {
                assert_eq!((&event["job_kind"], &event["message"]), (&json!("resampling"), &json!("Resampling")));
                return;
            }
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), moved).await.unwrap();
    desk.call("POST", &format!("/jobs/{}/cancel", job["id"].as_str().unwrap()), None).await.ok();
    let ended = desk.wait(&job).await;
    assert_eq!((&ended["state"], &ended["result"]), (&json!("cancelled"), &Value::Null), "{ended}");
}
