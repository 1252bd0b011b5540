//! `quarterdeck backtest` and `sweep`: own bars by hand, the workspace's by symbol, the guide's examples, and refusals.

use std::path::Path;

use serde_json::{Value, json};

use crate::program::{assert_fails, empty_workspace, json as answered, printed, run, run_in, run_with_stdin};

fn answer(command: &str, request: &Value) -> Value {
    let home = tempfile::tempdir().unwrap();
    answered(&run_with_stdin(home.path(), &[command, "-"], request.to_string().as_bytes()))
}

fn own() -> Value {
    json!({"settings": {"currency": "USD", "cash": "1000"},
        "series": [{"instrument": "ABC", "bars": [
            ["2024-01-02", 100, 101, 99, 100, 1000], ["2024-01-03", 102, 105, 101, 104, 1000],
            ["2024-01-04", 104, 111, 103, 110, 1000], ["2024-01-05", 111, 112, 107, 108, 1000]]}],
        "strategy": {"kind": "buy_and_hold"}})
}

fn amount(of: &Value) -> f64 {
    of.as_str().unwrap_or_else(|| panic!("{of}")).parse().unwrap()
}

#[test]
fn own_bars_are_bought_and_held_as_by_hand_without_a_workspace() {
    let found = answer("backtest", &own());
    // 1000 / 102 is 9 whole units, and 82 stay.
    let result = &found["result"];
    assert_eq!(amount(&result["equity_end"]), 82.0 + 9.0 * 108.0);
    assert_eq!((amount(&result["fills"][0]["price"]), amount(&result["fills"][0]["quantity"])), (102.0, 9.0));
    assert_eq!(found["instruments"]["ABC"], result["positions"][0]["instrument_id"]);
    assert_eq!(found, answer("backtest", &own()), "the same request has the same answer");
    let mut costly = own();
    costly["listings"] = json!([{"instrument": "ABC", "lot_size": "0.5"}]);
    costly["settings"]["slippage"] = json!({"kind": "fixed", "amount": 1.0});
    costly["benchmark"] = json!({"kind": "index", "series": [{"instrument": "I", "bars": [["2024-01-02", null, null, null, 50, null], ["2024-01-05", null, null, null, 75, null]]}]});
    let result = answer("backtest", &costly)["result"].clone();
    assert_eq!((amount(&result["fills"][0]["price"]), amount(&result["fills"][0]["quantity"])), (103.0, 9.5));
    assert_eq!(amount(&result["costs"]["slippage"]), 9.5);
    assert_eq!(result["curve"]["benchmark"], json!([1000.0, 1000.0, 1000.0, 1500.0]));
}

#[test]
fn own_bars_are_swept_and_a_script_says_where_it_failed() {
    let bars: Vec<Value> = (0..80)
        .map(|n| {
            let close = 100.0 + 8.0 * (f64::from(n) / 5.0).sin();
            json!([format!("2024-{:02}-{:02}", n / 28 + 1, n % 28 + 1), close, close + 1.0, close - 1.0, close, null])
        })
        .collect();
    let backtest = json!({"settings": {"currency": "USD", "cash": "1000"}, "series": [{"instrument": "W", "bars": bars}],
        "strategy": {"kind": "moving_average_cross"}});
    let sweep = json!({"backtest": backtest, "figure": "total_return", "sweep": {"search": {"kind": "grid"}, "parameters": [
        {"name": "fast", "kind": "list", "values": [2.0, 3.0]}, {"name": "slow", "kind": "list", "values": [5.0, 9.0]}]}});
    let found = answer("sweep", &sweep);
    let value = |n: usize| found["trials"][n]["figures"]["total_return"].as_f64().unwrap();
    let best = found["best"].as_u64().unwrap() as usize;
    assert!((0..4).all(|n| value(n) <= value(best)), "{found}");
    assert_eq!(found["verdict"]["n_trials"], 4);
    let home = tempfile::tempdir().unwrap();
    let table =
        printed(&run_with_stdin(home.path(), &["sweep", "-", "--format", "table"], sweep.to_string().as_bytes()));
    assert!(table.starts_with("By total return:") && table.contains("4 trials"), "{table}");

    let mut script = backtest.clone();
    script["strategy"] = json!({"kind": "script", "source": "function on_bar(ctx, bar)\n  ctx:log(bar.close)\nend"});
    assert_eq!(answer("backtest", &script)["journal"].as_array().unwrap().len(), 80);
    for (source, words) in [
        ("function on_bar(ctx, bar)\n  error('no')\nend", "script line 2: no"),
        ("function on_bar(", "script line 1"),
        ("function on_bar() while true do end end", "steps"),
    ] {
        script["strategy"]["source"] = json!(source);
        assert_fails(&run_with_stdin(home.path(), &["backtest", "-"], script.to_string().as_bytes()), 3, words);
    }
}

#[test]
fn what_cannot_be_run_is_refused_with_the_next_step() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let with = |path: &str, value: Value| {
        let mut request = own();
        *request.pointer_mut(path).unwrap() = value;
        request.to_string()
    };
    let bar = |day: &str, close: f64| json!([day, close, close, close, close, null]);
    for (request, words) in [
        ("{".to_owned(), "see the guide, Back-tests"),
        (with("/settings/cash", json!("0")), "more than zero"),
        (with("/settings/currency", json!(5)), "cannot be read"),
        (with("/series/0/bars", json!([])), "has no bars"),
        (with("/series/0/bars/1", bar("2024-01-02", 1.0)), "not after the bar before it"),
        (with("/series/0/bars/1", bar("soon", 1.0)), "is no time"),
        (with("/series/0/bars/1", json!(["2024-01-03", 1, 0.5, 2, 1, null])), "bar 2 of ABC"),
        (with("/strategy", json!({"kind": "luck"})), "unknown variant"),
        (with("/strategy", json!({"kind": "pairs"})), "exactly 2 instruments"),
        (with("/strategy", json!({"kind": "moving_average_cross", "fast": 0})), "fast is 0"),
    ] {
        let output = run_with_stdin(home, &["backtest", "-"], request.as_bytes());
        assert_fails(&output, 3, words);
        assert!(output.stdout.is_empty(), "{request}");
    }
    let sweep = json!({"backtest": own(), "sweep": {"search": {"kind": "grid"}, "parameters": [{"name": "speed", "kind": "list", "values": [1.0]}]}});
    assert_fails(&run_with_stdin(home, &["sweep", "-"], sweep.to_string().as_bytes()), 3, "parameters is speed");
    assert_fails(&run(home, &["backtest", "nowhere.json"]), 3, "nowhere.json");
    assert_eq!(run(home, &["backtest"]).status.code(), Some(2));
}

#[test]
fn bars_of_the_workspace_are_run_over_by_symbol() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let workspace = empty_workspace(home);
    let prices = home.join("prices.csv");
    let rows = ["2024-01-02,ABC,100,100", "2024-01-03,ABC,102,104", "2024-01-04,ABC,104,110", "2024-01-05,ABC,111,108"];
    std::fs::write(&prices, format!("date,symbol,open,close\n{}\n", rows.join("\n"))).unwrap();
    printed(&run_in(home, &workspace, &["import", "prices", prices.to_str().unwrap(), "--create-unknown"]));
    let request = home.join("request.json");
    let ask = |command: &str, request_text: Value| {
        std::fs::write(&request, request_text.to_string()).unwrap();
        run_in(home, &workspace, &[command, request.to_str().unwrap()])
    };
    let question = json!({"specification": {"kind": "buy_and_hold"}, "symbols": ["ABC"], "settings": {"cash": "1000"}});
    let found = answered(&ask("backtest", question.clone()));
    assert_eq!(amount(&found["result"]["equity_end"]), 82.0 + 9.0 * 108.0);
    assert_eq!(found["backtest"]["name"], "Buy and hold of ABC");
    tear_sheet_and_conflict(home, &workspace, &found);
    let mut sweep = json!({"backtest": question, "sweep": {"search": {"kind": "grid"}, "parameters": [{"name": "fast", "kind": "list", "values": [1.0, 2.0]}]}});
    sweep["backtest"]["specification"] = json!({"kind": "moving_average_cross", "slow": 3});
    assert_eq!(answered(&ask("sweep", sweep))["trials"].as_array().unwrap().len(), 2);
    let mut unknown = question.clone();
    unknown["symbols"] = json!(["NONE"]);
    assert_fails(&ask("backtest", unknown), 2, "there is no instrument \"NONE\"");
    let mut before = question.clone();
    before["to"] = json!("2020-01-01");
    assert_fails(&ask("backtest", before), 3, "ABC has no bars");
    let mut both = question;
    both["instrument_ids"] = json!([]);
    assert_fails(&ask("backtest", both), 2, "one of the two");
}

/// The tear sheet of a back-test on stdout and in a file; a conflict when its result is missing, refusals otherwise.
fn tear_sheet_and_conflict(home: &Path, workspace: &Path, found: &Value) {
    let id = found["backtest"]["id"].as_str().unwrap();
    let ask = |arguments: &[&str]| run_in(home, workspace, arguments);
    let page = printed(&ask(&["backtest", "tear-sheet", id]));
    assert!(page.starts_with("<!doctype html>") && page.contains("Buy and hold of ABC") && page.contains("5.40 %"));
    let file = home.join("sheet.html");
    for option in ["--output", "--out", "-o"] {
        assert_eq!(printed(&ask(&["backtest", "tear-sheet", id, option, file.to_str().unwrap()])), "");
        assert!(std::fs::read_to_string(&file).unwrap().contains("Where the gain came from"));
        std::fs::remove_file(&file).unwrap();
    }
    let nowhere = home.join("nowhere").join("sheet.html");
    assert_fails(&ask(&["backtest", "tear-sheet", id, "-o", nowhere.to_str().unwrap()]), 6, "cannot be written");
    let unknown = "01900000-0000-7000-8000-000000000000";
    assert_fails(&ask(&["backtest", "tear-sheet", unknown]), 3, "it may have been deleted");
    assert_eq!(ask(&["backtest", "tear-sheet"]).status.code(), Some(2));
    assert_eq!(ask(&["backtest", "tear-sheet", "mine"]).status.code(), Some(2));
    // After a deletion that was undone the back-test is there and its result is not.
    let deleted = answered(&ask(&["api", "DELETE", &format!("/backtests/{id}")]));
    let undo = format!("/changes/{}/undo", deleted["change_id"].as_str().unwrap());
    printed(&ask(&["api", "POST", &undo]));
    assert_fails(&ask(&["backtest", "tear-sheet", id]), 4, "run it again");
    assert_fails(&ask(&["api", "GET", &format!("/backtests/{id}/result")]), 4, "run it again");
}

#[test]
fn the_guides_examples_give_what_it_says() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide/backtests.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let mut rest = guide.as_str();
    for command in ["backtest", "sweep"] {
        let (_, after) = rest.split_once("```json\n").unwrap();
        let (request, after) = after.split_once("```").unwrap();
        let (_, after) = after.split_once("```\n").unwrap();
        let (shown, after) = after.split_once("```").unwrap();
        rest = after;
        let home = tempfile::tempdir().unwrap();
        let output = run_with_stdin(home.path(), &[command, "-", "--format", "table"], request.as_bytes());
        let table = printed(&output);
        for line in shown.lines().filter(|line| !line.is_empty() && *line != "…") {
            assert!(table.lines().any(|told| told.trim_end() == line.trim_end()), "{line} is not in\n{table}");
        }
    }
}
