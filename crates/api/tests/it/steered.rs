//! Back-tests that are steered by what is kept: a target that is looked at every month, and a saved optimization that is run again every month. The
//! figures were worked out by hand in `tests/golden/steered`.

use api::Access;
use serde_json::{Value, json};
use workstation::workspaces::WorkspaceKind;

use crate::{backtests::question, harness::Desk};

const CLOSES: &str = include_str!("../../../../tests/golden/steered/closes.csv");
const EXPECTED: &str = include_str!("../../../../tests/golden/steered/expected.json");

/// The sample with the identities of KO, PEP and XOM.
async fn sample() -> (Desk, Vec<String>) {
    let desk = Desk::new(WorkspaceKind::Sample, Access::InProcess).await;
    let listed = desk.get("/instruments?limit=100").await.ok();
    let id = |symbol: &str| {
        let of = listed["items"].as_array().unwrap().iter().find(|of| of["symbol"] == symbol).unwrap();
        of["id"].as_str().unwrap().to_owned()
    };
    let ids = ["KO", "PEP", "XOM"].map(id).to_vec();
    (desk, ids)
}

fn steered(ids: &[String], specification: Value, account: &Value) -> Value {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut question = question(&ids, specification);
    question["settings"] = json!({"cash": "100000", "arrival": "next_close", "account": account});
    (question["from"], question["to"]) = (json!("2021-01-04"), json!("2022-12-28"));
    question
}

/// The result of a question that can be answered.
async fn ran(desk: &Desk, question: &Value) -> Value {
    let ended = desk.wait(&desk.post("/backtests", question).await.ok()).await;
    assert_eq!(ended["state"], "done", "{ended}");
    desk.get(&format!("/backtests/{}/result", ended["result"]["backtest_id"].as_str().unwrap())).await.ok()
}

fn matches(result: &Value, ids: &[String], case: &str) {
    let expected: Value = serde_json::from_str(EXPECTED).unwrap();
    let (found, wanted) = (result["curve"]["equity"].as_array().unwrap(), expected[case]["equity"].as_array().unwrap());
    assert_eq!((found.len(), wanted.len()), (501, 501));
    for (n, (found, wanted)) in found.iter().zip(wanted).enumerate() {
        let (found, wanted) = (found.as_f64().unwrap(), wanted.as_f64().unwrap());
        assert!((found - wanted).abs() < 1e-6, "{case}, {}: {found} {wanted}", expected["days"][n]);
    }
    let positions = result["positions"].as_array().unwrap();
    for (id, units) in ids.iter().zip(expected[case]["units"].as_array().unwrap()) {
        let of = positions.iter().find(|of| of["instrument_id"] == json!(id)).unwrap();
        assert_eq!(of["units"].as_str().unwrap().parse::<f64>().unwrap(), units.as_f64().unwrap(), "{case}");
    }
    assert_eq!((&result["counts"]["refused"], &result["notices"]), (&json!(0), &json!([])), "{case}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_is_steered_to_every_month_as_by_hand() {
    let (desk, ids) = sample().await;
    // The closes of the hand computation are those of the sample.
    for (column, id) in ids.iter().enumerate() {
        let bars = desk.get(&format!("/bars/{id}?from=2021-01-01&to=2022-12-28")).await.ok();
        let closes: Vec<f64> =
            CLOSES.lines().skip(1).map(|line| line.split(',').nth(column + 1).unwrap().parse().unwrap()).collect();
        let stored: Vec<f64> =
            bars["bars"].as_array().unwrap().iter().map(|bar| bar["close"].as_f64().unwrap()).collect();
        assert_eq!(stored, closes);
    }
    let weights = json!({(&ids[0]): "0.5", (&ids[1]): "0.25", (&ids[2]): "0.15"});
    let target = desk.post("/targets", &json!({"name": "Steady", "weights": weights})).await.ok();
    let rebalancer = json!({"kind": "rebalancer", "target": target["id"], "rebalance": {"every": "month"}});
    let cash = json!({"mode": "cash"});
    matches(&ran(&desk, &steered(&ids, rebalancer.clone(), &cash)).await, &ids, "target");

    // What the run does not trade cannot be held, and what is gone cannot be steered to.
    let short = steered(&ids[..2], rebalancer.clone(), &cash);
    let answer = desk.post("/backtests", &short).await;
    let problem = answer.json();
    assert_eq!(answer.problem(422), "invalid");
    assert_eq!(problem["fields"][0]["code"], "instrument_not_in_run", "{problem}");
    assert!(problem["fields"][0]["message"].as_str().unwrap().contains("\"Steady\" has instrument"), "{problem}");
    desk.call("DELETE", &format!("/targets/{}", target["id"].as_str().unwrap()), None).await.ok();
    assert_eq!(desk.post("/backtests", &steered(&ids, rebalancer, &cash)).await.problem(404), "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_does_not_add_up_is_refused_before_it_could_be_steered_to() {
    let (desk, ids) = sample().await;
    let much = json!({"name": "Much", "weights": {(&ids[0]): "0.7", (&ids[1]): "0.7"}});
    let answer = desk.post("/targets", &much).await;
    let problem = answer.json();
    assert_eq!(
        (answer.problem(422).as_str(), &problem["fields"][0]["field"]),
        ("invalid", &json!("weights")),
        "{problem}"
    );
    // What is left of one stays cash, and an instrument without bars is named.
    let part = desk.post("/targets", &json!({"name": "Part", "weights": {(&ids[0]): "0.5"}})).await.ok();
    let specification = json!({"kind": "rebalancer", "target": part["id"], "rebalance": {"every": "year"}});
    let result = ran(&desk, &steered(&ids, specification.clone(), &json!({"mode": "cash"}))).await;
    assert_eq!(result["positions"].as_array().unwrap().len(), 1);
    let bare = desk.instrument("BARE").await;
    let answer =
        desk.post("/backtests", &steered(&[ids[0].clone(), bare], specification, &json!({"mode": "cash"}))).await;
    let problem = answer.json();
    assert_eq!(answer.problem(422), "invalid");
    assert!(problem["fields"][0]["message"].as_str().unwrap().contains("BARE has no bars"), "{problem}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_optimization_is_run_again_every_month_as_by_hand() {
    let (desk, ids) = sample().await;
    // 183 days before the end of the sample: the window of the reruns.
    let universe = json!({"instrument_ids": ids, "from": "2022-06-28", "to": "2022-12-28", "covariance_model": {"model": "sample"}});
    let new = json!({"name": "Calm", "universe": universe, "request": {"objective": "minimum_variance"}});
    let done = desk.wait(&desk.post("/optimizations", &new).await.ok()).await;
    assert_eq!(done["state"], "done", "{done}");
    let optimization = done["result"]["optimization_id"].as_str().unwrap();
    let rerun = json!({"kind": "saved_optimization", "optimization": optimization, "rebalance": {"every": "month"}});
    let margin = json!({"mode": "margin", "initial": "0.5", "maintenance": "0.25"});
    matches(&ran(&desk, &steered(&ids, rerun.clone(), &margin)).await, &ids, "smallest_variance");

    let mut hours = steered(&ids, rerun.clone(), &margin);
    hours["interval"] = json!("1h");
    assert!(desk.post("/backtests", &hours).await.status.is_client_error());
    let answer = desk.post("/backtests", &steered(&ids[1..], rerun.clone(), &margin)).await;
    let problem = answer.json();
    assert_eq!(
        (answer.problem(422).as_str(), &problem["fields"][0]["code"]),
        ("invalid", &json!("instrument_not_in_run"))
    );
    assert!(problem["fields"][0]["message"].as_str().unwrap().contains("\"Calm\""), "{problem}");
    // A strategy that is kept goes on naming it; once it is deleted, nothing can be run.
    let kept = desk.post("/strategies", &json!({"name": "Calm again", "specification": rerun})).await.ok();
    let mut of_kept = steered(&ids, Value::Null, &margin);
    of_kept.as_object_mut().unwrap().remove("specification");
    of_kept["strategy_id"] = kept["id"].clone();
    desk.call("DELETE", &format!("/optimizations/{optimization}"), None).await.ok();
    assert_eq!(desk.post("/backtests", &of_kept).await.problem(404), "not_found");
}
