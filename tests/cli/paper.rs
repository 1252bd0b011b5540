//! `quarterdeck paper`: a replay to its end, what it gave beside the back-test, and refusals.

use serde_json::{Value, json};

use crate::program::{assert_fails, json as answered, printed, run, run_with_stdin};

#[test]
fn a_practice_day_is_run_over_on_paper_and_again_as_a_back_test() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let strategy = json!({"kind": "moving_average_cross", "fast": 3, "slow": 8});
    let settings = json!({"cash": "100000", "fees": {"rate": {"kind": "per_order", "amount": "1"}}});
    let request = json!({"symbols": ["AAPL", "MSFT"], "specification": strategy, "settings": settings});
    let start = ["paper", "start", "-", "--replay", "practice", "--from", "2022-12-27", "--to", "2022-12-27"];
    let run_of = answered(&run_with_stdin(home, &start, request.to_string().as_bytes()));
    let (kept, result) = (&run_of["backtest"], &run_of["result"]);
    assert_eq!((&kept["paper"]["standing"], &kept["paper"]["missed_ticks"]), (&json!("finished"), &json!(0)));
    assert!(result["counts"]["fills"].as_u64().unwrap() >= 2, "{}", result["counts"]);
    let mut over = kept["question"].clone();
    over["specification"] = kept["specification"].clone();
    let again = answered(&run_with_stdin(home, &["backtest", "-"], over.to_string().as_bytes()));
    assert_eq!(again["result"]["counts"], result["counts"]);
    assert_eq!(again["result"]["equity_end"], result["equity_end"]);
    assert_eq!(again["backtest"]["data_hash"], kept["data_hash"]);
    let id = |of: &Value| of["id"].as_str().unwrap().to_owned();
    let gap = answered(&run(home, &["paper", "gap", &id(kept), &id(&again["backtest"])]));
    assert_eq!(gap["total"], "0");
    assert_eq!(printed(&run(home, &["paper", "list", "--format", "json"])).trim(), "[]");
    assert_fails(&run(home, &["paper", "stop", &id(kept)]), 3, "run on paper");
    assert_fails(&run_with_stdin(home, &["paper", "start", "-"], request.to_string().as_bytes()), 4, "provider");
    let dated = json!({"symbols": ["AAPL"], "specification": strategy, "settings": settings, "from": "2022-01-03"});
    assert_fails(&run_with_stdin(home, &start, dated.to_string().as_bytes()), 3, "leave this out");
}
