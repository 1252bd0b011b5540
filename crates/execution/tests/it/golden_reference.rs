//! The same on two sets of prices that may not be copied. `QUARTERDECK_REFERENCE` names a folder with `golden/backtest.json` and `data`.

use std::path::PathBuf;

use serde_json::Value;

use crate::golden::{check_crossings, read};

#[test]
fn crossings_of_the_reference_prices_agree() {
    let Some(folder) = std::env::var_os("QUARTERDECK_REFERENCE").map(PathBuf::from) else {
        eprintln!("skipped: QUARTERDECK_REFERENCE names no folder with the reference prices");
        return;
    };
    let text = std::fs::read(folder.join("golden/backtest.json")).unwrap();
    let document: Value = serde_json::from_slice(&text).unwrap();
    let bars = |file: &str| read(&std::fs::read(folder.join("data").join(file)).unwrap());
    let (cases, trades) = check_crossings(&document, bars);
    println!("{cases} cases, {trades} trades");
    assert_eq!((cases, trades), (8, 33 + 66 + 33 + 33 + 45 + 90 + 45 + 45));
}
