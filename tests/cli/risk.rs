//! `quarterdeck risk`, `stress`, `hedge`: figures by hand, the sample, the guide's example, and refusals.

use std::path::Path;

use serde_json::{Value, json};

use crate::program::{assert_fails, empty_workspace, json as answered, printed, run, run_in, run_with_stdin};

fn answer(command: &str, request: &Value) -> Value {
    let home = tempfile::tempdir().unwrap();
    answered(&run_with_stdin(home.path(), &[command, "--request", "-"], request.to_string().as_bytes()))
}

fn table(command: &str, request: &Value) -> String {
    let home = tempfile::tempdir().unwrap();
    let arguments = [command, "--request", "-", "--format", "table"];
    printed(&run_with_stdin(home.path(), &arguments, request.to_string().as_bytes()))
}

/// Days of January and February.
fn days(n: usize) -> Vec<String> {
    (0..n).map(|day| format!("2024-{:02}-{:02}", day / 28 + 1, day % 28 + 1)).collect()
}

fn list<'a>(of: &'a Value, name: &str) -> &'a [Value] {
    of[name].as_array().unwrap()
}

fn close(found: &Value, expected: f64, what: &str) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{what}: {found}"));
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{what}: {found} for {expected}");
}

/// A rises and falls by 1 %, B by twice as much on the same days.
fn two_that_move_together() -> Value {
    let signs: Vec<f64> = (0..20).map(|day| if day % 2 == 0 { 1.0 } else { -1.0 }).collect();
    let of = |size: f64| signs.iter().map(|sign| sign * size).collect::<Vec<f64>>();
    json!({"holdings": [{"name": "A", "value": 60.0, "sector": "Energy"}, {"name": "B", "value": 40.0, "sector": "Health"}],
        "history": {"kind": "returns", "dates": days(20),
            "series": [{"name": "A", "values": of(0.01)}, {"name": "B", "values": of(0.02)}]},
        "confidences": [0.95], "horizons": [1], "methods": [{"method": "historical"}, {"method": "gaussian"}],
        "rolling_periods": 5})
}

#[test]
fn losses_of_two_holdings_are_those_by_hand() {
    let report = answer("risk", &two_that_move_together());
    // 0.6 × 1 % + 0.4 × 2 % each day; twenty squares over nineteen.
    let deviation = 0.014 * (20.0_f64 / 19.0).sqrt();
    close(&report["volatility"]["value"], deviation * 252.0_f64.sqrt(), "volatility");
    let tails = list(&report, "tails");
    close(&tails[0]["risk"]["value_at_risk"], 0.014, "historical");
    close(&tails[1]["risk"]["value_at_risk"], 1.644_853_626_951_472_2 * deviation, "gaussian");
    let parts = &report["contributions"][0]["value"];
    let sum: f64 = list(parts, "holdings").iter().map(|part| part["component"].as_f64().unwrap()).sum();
    close(&parts["value_at_risk"], sum, "components add up");
    close(&parts["holdings"][0]["share"], 3.0 / 7.0, "A's part");
    close(&report["correlation"]["value"]["sample"][0][1], 1.0, "correlation");
    close(&report["concentration"]["holdings"]["value"]["herfindahl"], 0.52, "concentration");
    assert!(report["liquidity"]["value"]["days_for_all"].is_null(), "what is traded is not known");
    assert!(report["factors"]["undefined"].as_str().unwrap().contains("no factors"));
    let table = table("risk", &two_that_move_together());
    assert!(table.contains("historical") && table.contains("1.40 %") && table.contains("100.00"), "{table}");
}

#[test]
fn windows_and_shocks_lose_what_they_do_by_hand() {
    let prices = |name: &str, values: [f64; 3]| json!({"name": name, "values": values});
    let request = json!({
        "holdings": [{"name": "A", "value": 100.0, "sensitivities": {"equity_beta": 1.2, "duration": 0.0}},
            {"name": "B", "value": 50.0, "sensitivities": {"equity_beta": 0.5, "duration": 6.0, "convexity": 50.0}},
            {"name": "C", "value": 50.0}],
        "history": {"kind": "prices", "dates": days(3),
            "series": [prices("A", [100.0, 70.0, 80.0]), prices("B", [50.0, 52.0, 55.0])]},
        "crises": [],
        "windows": [{"name": "three days", "start": "2024-01-01", "end": "2024-01-03"}],
        "scenarios": [{"name": "fall and rates", "shocks": [{"shock": "equity", "change": -0.2}, {"shock": "rates", "change": 0.01}]}]});
    let report = answer("stress", &request);
    let [window, shock] = list(&report, "scenarios") else { panic!("{report}") };
    close(&window["gain"], -20.0 + 5.0, "window");
    close(&window["change"], -15.0 / 200.0, "window over the capital");
    close(&window["worst_day"]["gain"], -30.0 + 2.0, "worst day");
    close(&window["unknown_share"], 0.25, "C has no prices");
    assert!(window["holdings"][2]["basis"]["why"].as_str().unwrap().contains("no prices at all"), "{window}");
    // B: 0.9 × (1 − 6 × 0.01 + 50 / 2 × 0.01²) − 1.
    let b = 50.0 * (0.9 * (1.0 - 0.06 + 0.0025) - 1.0);
    close(&shock["gain"], -24.0 + b, "shock");
    let table = table("stress", &request);
    assert!(table.contains("three days") && table.contains("\u{2212}7.50 %") && table.contains("25.00 %"), "{table}");
}

/// What is held moves one and a half times as much as what it may be hedged with, and by nothing else.
fn what_one_fund_explains() -> Value {
    let fund: Vec<f64> = (0..80).map(|day| ((day * 37) % 41) as f64 / 4100.0 - 0.0049).collect();
    let own: Vec<f64> = fund.iter().map(|r| 1.5 * r).collect();
    let dates: Vec<String> = (0..80).map(|day| format!("2024-{:02}-{:02}", day / 28 + 1, day % 28 + 1)).collect();
    json!({"holdings": [{"name": "Own", "value": 1000.0}],
        "history": {"kind": "returns", "dates": dates,
            "series": [{"name": "Own", "values": own}, {"name": "Fund", "values": fund}]},
        "instruments": [{"name": "Fund", "price": 10.0, "cost": 0.001}], "benchmark": "Fund", "horizon": 1})
}

#[test]
fn a_hedge_of_what_one_fund_explains_leaves_nothing() {
    let report = answer("hedge", &what_one_fund_explains());
    close(&report["beta"], 1.5, "beta");
    let best = &report["recommendations"][0];
    close(&best["trades"][0]["units"], -150.0, "units");
    close(&best["cost"], 1.5, "cost");
    close(&best["effectiveness"], 1.0, "effectiveness");
    close(&best["value_at_risk"], 0.0, "what is left");
    let table = table("hedge", &what_one_fund_explains());
    assert!(table.contains("\u{2212}150 Fund") && table.contains("100.00 %"), "{table}");
}

#[test]
fn the_samples_risk_crises_and_hedges_are_told() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let question = br#"{"methods": [{"method": "historical"}], "horizons": [1]}"#;
    let risk = answered(&run_with_stdin(home, &["risk", "--question", "-"], question));
    assert_eq!(list(&risk["report"], "tails").len(), 2);
    assert_eq!(risk["basis"]["benchmark"], "SP500");
    let parts = &risk["report"]["contributions"][1]["value"];
    let sum: f64 = list(parts, "holdings").iter().map(|part| part["component"].as_f64().unwrap()).sum();
    close(&parts["value_at_risk"], sum, "components add up");

    let stress = printed(&run(home, &["stress", "--format", "table"]));
    let crisis = stress.lines().find(|line| line.starts_with("2008")).unwrap();
    assert!(crisis.contains("2007-10-09") && crisis.contains('\u{2212}'), "{stress}");

    let hedges = printed(&run(home, &["hedge", "--account", "Brokerage USD", "--format", "table"]));
    assert!(hedges.contains("Without a hedge") && hedges.contains("SP500"), "{hedges}");
    assert_fails(&run(home, &["risk", "--account", "Nobody"]), 2, "there is no account \"Nobody\"");
}

#[test]
fn what_cannot_be_worked_out_is_refused_with_code_3_and_the_reason() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let mut nothing = two_that_move_together();
    nothing["holdings"] = json!([]);
    let mut unsorted = two_that_move_together();
    unsorted["history"]["dates"][1] = json!("2020-01-01");
    let mut alone = what_one_fund_explains();
    (alone["instruments"], alone["benchmark"]) = (json!([]), Value::Null);
    let mut unknown = two_that_move_together();
    unknown["history"]["kind"] = json!("prices");
    for (command, request, words) in [
        ("risk", nothing.clone(), "choose at least one"),
        ("risk", unsorted, "sort the rows"),
        ("risk", json!({"holding": []}), "unknown field `holding`"),
        ("stress", nothing, "unknown field `confidences`"),
        ("hedge", alone, "nothing to hedge with"),
        ("risk", unknown, "a price must be above zero"),
    ] {
        let output = run_with_stdin(home, &[command, "--request", "-"], request.to_string().as_bytes());
        assert_fails(&output, 3, words);
        assert!(output.stdout.is_empty(), "{request}");
    }
    assert_fails(&run(home, &["stress", "--request", "nowhere.json"]), 3, "nowhere.json");
    let workspace = empty_workspace(home);
    for command in ["risk", "stress", "hedge"] {
        assert_fails(&run_in(home, &workspace, &[command]), 3, "nothing is held");
    }
}

#[test]
fn the_guides_example_loses_what_it_says() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide/risk.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let (_, rest) = guide.split_once("```json\n").unwrap();
    let (request, rest) = rest.split_once("```").unwrap();
    let request: Value = serde_json::from_str(request).unwrap();
    let table = table("stress", &request);
    for line in table.lines().filter(|line| !line.is_empty()) {
        assert!(rest.contains(line), "the guide lacks\n{line}");
    }
}
