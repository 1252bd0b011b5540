//! Nested targets, bands and the drift report; rebalancing only what left its band.

use std::collections::BTreeMap;

use rebalance::targets::{TargetModel, Verdict, drift, flatten};
use rebalance::{RebalanceError, Side};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::hand::run;

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// 60/40 with sectors inside of the 60: technology is 0.6 · 0.5 · 0.4 = 12 % for X and 18 % for Y, health is 30 % for Z.
fn nested() -> Value {
    json!({
        "source": "model",
        "members": [
            {"kind": "group", "name": "stocks", "weight": "0.6", "band": {"absolute": "0.05"}, "member_band": {"relative": "0.25"}, "members": [
                {"kind": "group", "name": "technology", "weight": "0.5", "members": [
                    {"kind": "instrument", "instrument": "X", "weight": "0.4"},
                    {"kind": "instrument", "instrument": "Y", "weight": "0.6", "band": {"absolute": "0.05", "relative": "0.1"}},
                ]},
                {"kind": "instrument", "instrument": "Z", "weight": "0.5"},
            ]},
            {"kind": "instrument", "instrument": "B", "weight": "0.4"},
        ],
    })
}

fn model(value: &Value) -> TargetModel {
    serde_json::from_value(value.clone()).unwrap()
}

#[test]
fn weights_and_bands_multiply_down_the_groups() {
    let flat = flatten(&model(&nested())).unwrap();
    let row = |name: &str| flat.rows.iter().find(|row| row.name == name).unwrap();
    let check = |name: &str, weight: &str, band: Option<(&str, &str)>| {
        assert_eq!(row(name).weight, dec(weight), "{name}");
        assert_eq!(row(name).band.map(|band| (band.lower, band.upper)), band.map(|(l, u)| (dec(l), dec(u))), "{name}");
    };
    check("stocks", "0.6", Some(("0.55", "0.65")));
    // A quarter of the target, from the group above.
    check("technology", "0.3", Some(("0.225", "0.375")));
    check("X", "0.12", Some(("0.09", "0.15")));
    // 5 points or a tenth of 18 %: the narrower.
    check("Y", "0.18", Some(("0.162", "0.198")));
    check("Z", "0.3", Some(("0.225", "0.375")));
    check("B", "0.4", None);
}

#[test]
fn the_report_says_what_left_its_band() {
    let flat = flatten(&model(&nested())).unwrap();
    let value = |name: &str, amount: &str| (name.to_owned(), Some(dec(amount)));
    let values: BTreeMap<String, Option<Decimal>> =
        [value("X", "150"), value("Y", "162"), value("Z", "400"), value("B", "250"), value("W", "10")].into();
    let rows = drift(&flat, &values, Some(dec("1000")));
    let check = |name: &str, current: &str, drift: &str, verdict: Verdict| {
        let row = rows.iter().find(|row| row.name == name).unwrap();
        assert_eq!((row.current, row.drift, row.verdict), (Some(dec(current)), Some(dec(drift)), verdict), "{name}");
    };
    check("stocks", "0.712", "0.112", Verdict::Over);
    check("technology", "0.312", "0.012", Verdict::Within);
    check("X", "0.15", "0.03", Verdict::Within); // on the edge
    check("Y", "0.162", "-0.018", Verdict::Within);
    check("Z", "0.4", "0.1", Verdict::Over);
    check("B", "0.25", "-0.15", Verdict::NoBand);
    check("W", "0.01", "0.01", Verdict::Over); // held beside the target
    let unknown: BTreeMap<String, Option<Decimal>> = [value("X", "150"), ("Y".to_owned(), None)].into();
    assert!(drift(&flat, &unknown, None).iter().all(|row| row.verdict == Verdict::Unknown && row.current.is_none()));
}

#[test]
fn sums_that_are_off_name_their_group() {
    let error = |value: &Value| flatten(&model(value)).unwrap_err();
    let mut wrong = nested();
    wrong["members"][0]["members"][0]["members"][0]["weight"] = json!("0.5");
    let told = error(&wrong);
    assert!(
        matches!(&told, RebalanceError::TargetSum { group, sum, .. } if group == "technology" && *sum == dec("1.1"))
    );
    assert_eq!(told.code(), "target_sum");
    let mut wrong = nested();
    wrong["members"][1]["weight"] = json!("0.41");
    assert!(matches!(error(&wrong), RebalanceError::TargetSum { group, .. } if group == "target"));
    let mut wrong = nested();
    wrong["members"][1]["instrument"] = json!("X");
    assert_eq!(error(&wrong).to_string(), "instrument \"X\" is named twice; give each one name");
    let mut wrong = nested();
    wrong["members"][1]["weight"] = json!("-0.1");
    assert!(error(&wrong).to_string().starts_with("B: a weight of -0.1"));
    let mut wrong = nested();
    wrong["members"][1]["band"] = json!({"absolute": "5"});
    assert_eq!(error(&wrong).code(), "target_invalid");
}

/// Everything at cost in one account of 1 000: A 300, B 420, C 280, targets 20, 40 and 40 % with bands of five points.
fn three() -> Value {
    let lot = |name: &str, units: &str| json!({"id": name, "account": "S", "instrument": name, "quantity": units, "opened_on": "2024-01-15"});
    let member = |name: &str, weight: &str| json!({"kind": "instrument", "instrument": name, "weight": weight});
    let instrument = json!({"currency": "USD", "price": "1"});
    json!({
        "date": "2026-11-23", "base_currency": "USD", "instruments": {"A": instrument, "B": instrument, "C": instrument},
        "accounts": [{"id": "S", "kind": "tax_free"}],
        "lots": [lot("A", "300"), lot("B", "420"), lot("C", "280")],
        "target": {"members": [member("A", "0.2"), member("B", "0.4"), member("C", "0.4")], "member_band": {"absolute": "0.05"}},
        "scope": "crossed", "shares": {"kind": "whole"}, "tax_rates": {"short_term": 0.4, "long_term": 0.2},
    })
}

#[test]
fn only_what_left_its_band_is_traded() {
    // B is within. A is 10 points over, C 12 under: 100 of A pay for 100 of C.
    let plan = run(&three());
    let told: Vec<(Side, &str, Decimal)> =
        plan.trades.iter().map(|trade| (trade.side, trade.instrument.as_str(), trade.units)).collect();
    assert_eq!(told, [(Side::Sell, "A", dec("100")), (Side::Buy, "C", dec("100"))]);
    // To the edges: A to 25 %, C to 35 %; C wants 70 and A has 50 to give.
    let mut edges = three();
    edges["steer_to"] = json!("band_edge");
    let plan = run(&edges);
    let told: Vec<(Side, &str, Decimal)> =
        plan.trades.iter().map(|trade| (trade.side, trade.instrument.as_str(), trade.units)).collect();
    assert_eq!(told, [(Side::Sell, "A", dec("50")), (Side::Buy, "C", dec("50"))]);
    assert_eq!(plan.figures.drift_price, dec("0.4")); // 20 of money off one of the edges at two cents
}

#[test]
fn a_group_that_left_its_band_is_brought_to_its_edge() {
    // Stocks are 300 + 420 of 1 000 against 50 % ± 10 points: their aims shrink to 60 %, by 60/72.
    let mut request = three();
    let member = |name: &str, weight: &str| json!({"kind": "instrument", "instrument": name, "weight": weight});
    request["target"] = json!({"members": [
        {"kind": "group", "name": "stocks", "weight": "0.5", "band": {"absolute": "0.1"}, "members": [member("A", "0.4"), member("B", "0.6")]},
        member("C", "0.5"),
    ]});
    request["steer_to"] = json!("band_edge");
    let plan = run(&request);
    let sold = |name: &str| -> Decimal {
        plan.trades
            .iter()
            .filter(|trade| trade.instrument == name && trade.side == Side::Sell)
            .map(|trade| trade.units)
            .sum()
    };
    assert_eq!((sold("A"), sold("B")), (dec("50"), dec("70")));
    // C is in no group that left its band and has none itself: it stays.
    assert!(plan.trades.iter().all(|trade| trade.instrument != "C"));
    let after = plan.drift_after.iter().find(|row| row.name == "stocks").unwrap();
    assert_eq!((after.current, after.verdict), (Some(dec("0.6")), Verdict::Within));
}
