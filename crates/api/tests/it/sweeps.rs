//! Sweeps: their trials, heat map and verdict, that they are counted, and that a stopped one goes on.

use serde_json::{Value, json};

use crate::{
    backtests::{put_days, question, waves},
    harness::Desk,
};

fn cross() -> Value {
    json!({"kind": "moving_average_cross", "fast": 2, "slow": 8})
}

fn grid(backtest: &Value) -> Value {
    let steps =
        |name: &str, from: f64, to: f64| json!({"name": name, "kind": "steps", "from": from, "to": to, "step": 1.0});
    json!({"backtest": backtest, "figure": "total_return", "sweep": {"parameters": [steps("fast", 2.0, 4.0), steps("slow", 3.0, 6.0)],
        "ascending": [["fast", "slow"]], "search": {"kind": "grid"}}})
}

async fn swept(desk: &Desk, question: &Value) -> Value {
    let job = desk.post("/sweeps", question).await.ok();
    let ended = desk.wait(&job).await;
    assert_eq!((&ended["state"], &ended["kind"]), (&json!("done"), &json!("sweep")), "{ended}");
    desk.get(&format!("/sweeps/{}", ended["result"]["sweep_id"].as_str().unwrap())).await.ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_has_its_trials_its_best_and_its_heat_map() {
    let desk = Desk::empty().await;
    let id = desk.instrument("ABC").await;
    put_days(&desk, &id, &waves(120)).await;
    let asked = question(&[&id], cross());
    let sweep = swept(&desk, &grid(&asked)).await;
    // Of twelve pairs those whose fast average is the shorter: 2 with 4 of them, 3 with 3, 4 with 2.
    assert_eq!((&sweep["summary"]["planned"], &sweep["summary"]["failed"]), (&json!(9), &json!(0)), "{sweep}");
    let trials = sweep["trials"].as_array().unwrap();
    assert_eq!(trials.len(), 9);
    let value = |trial: &Value| trial["figures"]["total_return"].as_f64().unwrap();
    let best = trials.iter().map(value).fold(f64::MIN, f64::max);
    let told = &trials[sweep["best"].as_u64().unwrap() as usize];
    assert_eq!((value(told), sweep["summary"]["best"].as_f64().unwrap()), (best, best));
    assert_eq!(sweep["verdict"]["n_trials"], 9);
    assert!(
        sweep["verdict"]["deflated_sharpe"].as_f64().unwrap()
            <= sweep["verdict"]["probabilistic_sharpe"].as_f64().unwrap()
    );
    // A trial is the back-test with these parameters.
    let mut one = asked.clone();
    one["specification"]["fast"] = told["parameters"]["fast"].as_f64().map(|n| n as u32).into();
    one["specification"]["slow"] = told["parameters"]["slow"].as_f64().map(|n| n as u32).into();
    let job = desk.wait(&desk.post("/backtests", &one).await.ok()).await;
    let backtest = desk.get(&format!("/backtests/{}", job["result"]["backtest_id"].as_str().unwrap())).await.ok();
    assert_eq!(backtest["summary"]["total_return"], json!(best));

    let path = format!("/sweeps/{}", sweep["id"].as_str().unwrap());
    let map = desk.get(&format!("{path}/heat_map?x=fast&y=slow&over=best")).await.ok();
    assert_eq!((&map["x_values"], &map["y_values"]), (&json!([2.0, 3.0, 4.0]), &json!([3.0, 4.0, 5.0, 6.0])));
    assert!(map["cells"][0][1].is_null() && map["cells"][0][0].is_number(), "{map}");
    assert_eq!(desk.get(&format!("{path}/heat_map?x=fast&y=speed")).await.problem(422), "parameter_unknown");
    assert_eq!(desk.get(&format!("{path}/heat_map?x=fast&y=slow&figure=luck")).await.problem(422), "invalid");
    // Sweeps and back-tests are two lists.
    assert_eq!(desk.get("/sweeps").await.ok()["items"].as_array().unwrap().len(), 1);
    assert_eq!(desk.get("/backtests").await.ok()["items"].as_array().unwrap().len(), 1);
    let id = sweep["id"].as_str().unwrap();
    assert_eq!(desk.get(&format!("/backtests/{id}")).await.problem(404), "not_found");
    assert_eq!(desk.get(&format!("/sweeps/{}", backtest["id"].as_str().unwrap())).await.problem(404), "not_found");
    assert_eq!(desk.call("POST", &format!("{path}/resume"), None).await.problem(409), "sweep_complete");
    desk.call("DELETE", &path, None).await.ok();
    assert_eq!(desk.get(&path).await.problem(404), "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_trial_counts_against_its_strategy() {
    let desk = Desk::empty().await;
    let id = desk.instrument("ABC").await;
    put_days(&desk, &id, &waves(120)).await;
    let strategy = desk.post("/strategies", &json!({"name": "Cross", "specification": cross()})).await.ok();
    let asked = json!({"strategy_id": strategy["id"], "instrument_ids": [id], "settings": {"cash": "1000"}});
    let run = async || {
        let job = desk.wait(&desk.post("/backtests", &asked).await.ok()).await;
        job["result"]["backtest_id"].as_str().unwrap().to_owned()
    };
    let first = run().await;
    let sweep = swept(&desk, &grid(&asked)).await;
    assert_eq!(sweep["n_trials"], 10);
    let last = run().await;
    assert_eq!(desk.get(&format!("/backtests/{first}")).await.ok()["n_trials"], 1);
    assert_eq!(desk.get(&format!("/backtests/{last}")).await.ok()["n_trials"], 11);
    // What was tried since counts against the first one too.
    let found = desk.get(&format!("/backtests/{first}/significance")).await.ok();
    assert_eq!((&found["n_trials"], &found["n_known"]), (&json!(11), &json!(11)), "{found}");
    assert!(found["expected_best_sharpe"].as_f64().unwrap() > 0.0, "{found}");
    // A deleted sweep is still counted, but its spread is not known any more.
    desk.call("DELETE", &format!("/sweeps/{}", sweep["id"].as_str().unwrap()), None).await.ok();
    let found = desk.get(&format!("/backtests/{last}/significance")).await.ok();
    assert_eq!((&found["n_trials"], &found["n_known"]), (&json!(11), &json!(2)), "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_that_is_stopped_keeps_its_trials_and_goes_on() {
    let desk = Desk::empty().await;
    let id = desk.instrument("ABC").await;
    put_days(&desk, &id, &waves(30)).await;
    let busy = "local length = param('length', 5, {min = 2, max = 1000, whole = true})\n\
        function on_bar(ctx, bar)\n  local n = 0\n  for i = 1, 20000 do n += i end\n  \
        if bar.index % length == 0 and ctx:position() == 0 then ctx:buy({units = 1}) end\nend";
    let asked = question(&[&id], json!({"kind": "script", "source": busy}));
    let sweep = json!({"backtest": asked, "sweep": {"parameters": [{"name": "length", "kind": "steps", "from": 2.0, "to": 400.0, "step": 1.0}],
        "search": {"kind": "grid"}}});
    let mut events = api::stream::subscribe(&desk.station);
    let job = desk.post("/sweeps", &sweep).await.ok();
    let begun = async {
        loop {
            let event: Value = serde_json::from_str(&events.recv().await.unwrap()).unwrap();
            if event["id"] == job["id"] && event["message"].as_str().is_some_and(|words| words.contains("trials")) {
                return;
            }
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), begun).await.unwrap();
    desk.call("POST", &format!("/jobs/{}/cancel", job["id"].as_str().unwrap()), None).await.ok();
    assert_eq!(desk.wait(&job).await["state"], "cancelled");
    let item = desk.get("/sweeps").await.ok()["items"][0].clone();
    let made = item["summary"]["made"].as_u64().unwrap();
    assert_eq!((&item["summary"]["stopped"], &item["summary"]["planned"]), (&json!(true), &json!(399)), "{item}");
    assert!(made > 0 && made < 399, "{item}");
    let path = format!("/sweeps/{}", item["id"].as_str().unwrap());
    let before = desk.get(&path).await.ok();
    assert_eq!((&before["verdict"], before["trials"].as_array().unwrap().len() as u64), (&Value::Null, made));
    let job = desk.call("POST", &format!("{path}/resume"), None).await.ok();
    assert_eq!(desk.wait(&job).await["state"], "done");
    let after = desk.get(&path).await.ok();
    assert_eq!((&after["summary"]["made"], &after["summary"]["stopped"]), (&json!(399), &json!(false)));
    assert_eq!((&after["summary"]["failed"], &after["verdict"]["n_trials"]), (&json!(0), &json!(399)));
    for trial in before["trials"].as_array().unwrap() {
        assert_eq!(&after["trials"][trial["index"].as_u64().unwrap() as usize], trial);
    }
    assert_eq!(desk.get("/sweeps").await.ok()["items"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_without_sense_is_told_at_once_and_a_trial_that_fails_is_kept() {
    let desk = Desk::empty().await;
    let id = desk.instrument("ABC").await;
    put_days(&desk, &id, &waves(30)).await;
    let whole = grid(&question(&[&id], cross()));
    let with = |path: &str, value: Value| {
        let mut sweep = whole.clone();
        *sweep.pointer_mut(path).unwrap() = value;
        sweep
    };
    for (path, value, code) in [
        ("/figure", json!("luck"), "invalid"),
        ("/sweep/parameters", json!([]), "parameter_invalid"),
        ("/sweep/parameters/0/name", json!("speed"), "parameter_unknown"),
        ("/sweep/ascending", json!([]), ""),
        ("/sweep/parameters/0/step", json!(0.0), "parameter_invalid"),
        ("/sweep/search", json!({"kind": "random", "trials": 0, "seed": 1}), "backtest_setting_invalid"),
        ("/backtest/instrument_ids", json!([]), "invalid"),
        ("/sweep/search", json!({"kind": "luck"}), "body_invalid"),
    ] {
        let answer = desk.post("/sweeps", &with(path, value.clone())).await;
        if code.is_empty() {
            let job = desk.wait(&answer.ok()).await;
            let sweep = desk.get(&format!("/sweeps/{}", job["result"]["sweep_id"].as_str().unwrap())).await.ok();
            // 3 and 3, 4 and 3, 4 and 4 cannot be.
            assert_eq!((&sweep["summary"]["made"], &sweep["summary"]["failed"]), (&json!(12), &json!(3)), "{sweep}");
            assert!(sweep["trials"].as_array().unwrap().iter().any(|trial| trial["error"].is_string()));
        } else {
            assert_eq!(answer.problem(422), code, "{path} {value}");
        }
    }
    let unknown = with("/sweep/parameters", json!([{"name": "speed", "kind": "list", "values": [1.0]}]));
    let mut unknown = unknown;
    unknown["sweep"]["ascending"] = json!([]);
    assert_eq!(desk.post("/sweeps", &unknown).await.problem(422), "strategy_invalid");
}
