//! `quarterdeck targets`: added by hand and from a saved run, listed, deleted.

use serde_json::{Value, json};

use crate::program::{assert_fails, complaint, empty_workspace, json, printed, run_in};

#[test]
fn targets_are_added_listed_and_deleted() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let quarterdeck = |arguments: &[&str]| run_in(home.path(), &workspace, arguments);
    for symbol in ["AAA", "BBB"] {
        let fields = json!({"symbol": symbol, "name": symbol, "asset_class": "equity", "currency": "USD"}).to_string();
        printed(&quarterdeck(&["api", "POST", "/instruments", "--data", &fields]));
    }
    let add = ["targets", "add", "Core", "--weight", "AAA=0.6", "--weight", "BBB=0.3", "--tolerance", "0.05"];
    let made = json(&quarterdeck(&[&add[..], &["--format", "json"]].concat()));
    assert_eq!((&made[0]["name"], &made[0]["tolerance"]), (&json!("Core"), &json!("0.05")));
    let text = printed(&quarterdeck(&["targets", "list"]));
    assert!(text.contains("AAA 60.00 %, BBB 30.00 %") && text.contains("90.00 %"), "{text}");
    // A name that two have does not tell which.
    printed(&quarterdeck(&add));
    assert_fails(&quarterdeck(&["targets", "delete", "Core"]), 2, "2 targets are named");
    printed(&quarterdeck(&["targets", "delete", made[0]["id"].as_str().unwrap()]));
    printed(&quarterdeck(&["targets", "delete", "Core"]));
    assert_eq!(json(&quarterdeck(&["targets", "list", "--format", "json"])), json!([]));
    printed(&quarterdeck(&["api", "POST", "/undo"]));
    assert_eq!(json(&quarterdeck(&["targets", "list", "--format", "json"]))[0]["name"], "Core");
}

#[test]
fn a_target_comes_out_of_a_saved_run() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let quarterdeck = |arguments: &[&str]| run_in(home.path(), &workspace, arguments);
    let csv = home.path().join("prices.csv");
    std::fs::write(&csv, "date,A,B\n2024-01-02,100,50\n2024-01-03,110,50\n2024-01-04,99,55\n2024-01-05,108.9,49.5\n")
        .unwrap();
    printed(&quarterdeck(&["import", "prices", csv.to_str().unwrap(), "--create-unknown"]));
    let instruments = json(&quarterdeck(&["api", "GET", "/instruments"]));
    let ids: Vec<&Value> = instruments["items"].as_array().unwrap().iter().map(|i| &i["id"]).collect();
    let universe = json!({"instrument_ids": ids, "covariance_model": {"model": "sample"}});
    let new = json!({"name": "Calm", "universe": universe, "request": {"objective": "minimum_variance"}}).to_string();
    let job = json(&quarterdeck(&["api", "POST", "/optimizations", "--data", &new]));
    let path = format!("/jobs/{}", job["id"].as_str().unwrap());
    let mut ended = job;
    for _ in 0..200 {
        ended = json(&quarterdeck(&["api", "GET", &path]));
        if ended["state"] == "done" {
            break;
        }
    }
    let run = ended["result"]["optimization_id"].as_str().unwrap_or_else(|| panic!("{ended}")).to_owned();
    let made = json(&quarterdeck(&["targets", "add", "Calm", "--optimization", &run, "--format", "json"]));
    // Returns of 10, −10, 10 % and 0, 10, −10 %: 6/13 of the first.
    let weight = made[0]["weights"][ids[0].as_str().unwrap()].as_str().unwrap();
    assert!((weight.parse::<f64>().unwrap() - 6.0 / 13.0).abs() < 1e-11, "{weight}");
    assert_eq!(made[0]["source_optimization_id"], run);
}

#[test]
fn what_cannot_be_a_target_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let quarterdeck = |arguments: &[&str]| run_in(home.path(), &workspace, arguments);
    assert_fails(&quarterdeck(&["targets", "add", "N", "--weight", "ZZZ=0.5"]), 2, "no instrument \"ZZZ\"");
    assert_fails(&quarterdeck(&["targets", "delete", "N"]), 2, "no target \"N\"");
    for wrong in [&["targets", "add", "N"][..], &["targets", "add", "N", "--weight", "half"], &["targets"]] {
        let output = quarterdeck(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {}", complaint(&output));
    }
    let fields = json!({"symbol": "AAA", "name": "A", "asset_class": "equity", "currency": "USD"}).to_string();
    printed(&quarterdeck(&["api", "POST", "/instruments", "--data", &fields]));
    assert_fails(&quarterdeck(&["targets", "add", "N", "--weight", "AAA=1.5"]), 3, "1.5 in total");
    let missing = ["targets", "add", "N", "--optimization", "00000000-0000-7000-8000-000000000000"];
    assert_fails(&quarterdeck(&missing), 3, "there is no");
}
