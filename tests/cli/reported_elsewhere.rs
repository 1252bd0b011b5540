//! What users of other programs reported as wrong, where the whole program is needed to show it right.

use crate::program::{empty_workspace, json, run_in};

/// Two real fills that look alike were dropped as duplicates. Both count; the same file again adds nothing.
#[test]
fn wealthfolio_1035_two_fills_that_look_alike_both_count() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let file = home.path().join("fills.csv");
    let fill = "2020-01-02,buy,A,10,5.00,USD,Main\n";
    std::fs::write(&file, format!("date,type,symbol,quantity,price,currency,account\n{fill}{fill}")).unwrap();
    let outcome = || {
        let arguments = ["import", "transactions", file.to_str().unwrap(), "--create-unknown", "--format", "json"];
        let report = json(&run_in(home.path(), &workspace, &arguments));
        (report["added"].as_u64(), report["unchanged"].as_u64())
    };
    assert_eq!(outcome(), (Some(2), Some(0)));
    assert_eq!(outcome(), (Some(0), Some(2)));
    let portfolio = json(&run_in(home.path(), &workspace, &["positions", "--format", "json"]));
    assert_eq!(portfolio["positions"][0]["quantity"], "20");
}
