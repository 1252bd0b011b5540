//! Files that cannot be imported, or not whole: each ends with a code, words with the next step, and loses nothing.

use std::{fs, path::Path};

use serde_json::Value;

use crate::program::{assert_fails, complaint, empty_workspace, json, run_in};

/// Imports a file with JSON as the answer.
fn import(home: &Path, workspace: &Path, kind: &str, name: &str, bytes: &[u8]) -> std::process::Output {
    let file = home.join(name);
    fs::write(&file, bytes).unwrap();
    run_in(home, workspace, &["import", kind, file.to_str().unwrap(), "--create-unknown", "--format", "json"])
}

/// How many bars, transactions and rates there are.
pub(crate) fn counts(home: &Path, workspace: &Path) -> [u64; 3] {
    let info = json(&run_in(home, workspace, &["api", "GET", "/workspace"]));
    ["bars", "transactions", "fx_rates"].map(|noun| info["counts"][noun].as_u64().unwrap())
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

#[test]
fn a_file_refused_as_a_whole_names_the_reason_and_the_next_step() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    import(home.path(), &workspace, "prices", "good.csv", b"date,symbol,close\n2020-01-02,AAA,1.5\n");
    let before = counts(home.path(), &workspace);
    let noise: Vec<u8> = (0..4096_u32).map(|i| i.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    let cases: [(&str, &str, &[u8], &str); 13] = [
        ("prices", "empty.csv", b"", "is empty; export it again"),
        ("prices", "blank.csv", b" \n\n", "is empty; export it again"),
        ("prices", "header.csv", b"date,symbol,close\n", "has a header but no rows; export it again"),
        ("prices", "cut.csv", b"date,symbol,close\n2020-01-02,\"AAA", "cut.csv line 2: a quoted value"),
        (
            "prices",
            "nul.csv",
            b"date,symbol,close\n2020-01-02,A\0A,1.5\n",
            "binary data, not a CSV file; choose a text file",
        ),
        ("prices", "noise.csv", &noise, "not a CSV file"),
        ("prices", "book.csv", b"PK\x03\x04\x14\0\0\0", "save the sheet as CSV"),
        ("prices", "page.csv", b"<!doctype html><html><body>Sign in</body></html>", "is a web page"),
        ("prices", "words.csv", b"once upon a time\nthere was a file\n", "has no column for"),
        (
            "prices",
            "order.csv",
            b"date,symbol,close\n01/02/2020,AAA,1.5\n03/04/2020,AAA,1.6\n",
            "choose the order of dates",
        ),
        ("transactions", "none.csv", b"", "is empty"),
        ("fx-rates", "none.csv", b"", "is empty"),
        ("fx-rates", "header.csv", b"Date,USD,JPY\n", "has a header but no rows"),
    ];
    for (kind, name, bytes, words) in cases {
        assert_fails(&import(home.path(), &workspace, kind, name, bytes), 3, words);
    }
    let folder = run_in(home.path(), &workspace, &["import", "prices", home.path().to_str().unwrap()]);
    assert_fails(&folder, 3, "is a folder; give a file");
    let missing = run_in(home.path(), &workspace, &["import", "prices", "nowhere.csv"]);
    assert_fails(&missing, 3, "nowhere.csv: it cannot be read");
    assert_eq!(counts(home.path(), &workspace), before, "nothing came of them, and nothing was lost");
    assert_eq!(before, [1, 0, 0]);
}

#[test]
fn other_encodings_orders_and_repetitions_are_read() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let text = "date,symbol,close\n2020-01-02,UTF,1.5\n";
    let with_mark = utf16(&format!("\u{feff}{text}"), u16::to_le_bytes);
    let cases: [(&str, &[u8], u64); 5] = [
        ("le.csv", &with_mark, 1),
        ("be.csv", &utf16(&text.replace("UTF", "BIG"), u16::to_be_bytes), 1),
        ("latin.csv", b"date,symbol,close,note\n2020-01-02,LAT,1.5,gr\xf6\xdfer\n", 1),
        ("twice.csv", b"date,symbol,close\n2020-01-02,TWO,1.5\n2020-01-02,TWO,1.5\n", 1),
        ("unsorted.csv", b"date,symbol,close\n2020-01-06,UNS,3\n2020-01-02,UNS,1\n2020-01-03,UNS,2\n", 3),
    ];
    for (name, bytes, added) in cases {
        let report = json(&import(home.path(), &workspace, "prices", name, bytes));
        assert_eq!((report["added"].as_u64(), report["refused"].as_u64()), (Some(added), Some(0)), "{name}: {report}");
        let note = report["notices"].to_string();
        assert_eq!(note.contains("Windows-1252"), name == "latin.csv", "{name}: {note}");
    }
    assert_eq!(counts(home.path(), &workspace)[0], 7);
}

#[test]
fn refused_rows_are_listed_with_line_and_reason_and_the_others_stay() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let file = b"date,symbol,close\n2020-01-02,AAA,1.5\n2020-01-03,AAA,-2\n2020-01-06,AAA,inf\n2090-01-02,AAA,3\n\
        2020-01-07,AAA,4\n2020-01-07,AAA,5\n2020-13-45,AAA,6\n2020-01-09,AAA,NaN\n2020-01-10,AAA";
    let report = json(&import(home.path(), &workspace, "prices", "mixed.csv", file));
    let refusals: Vec<(u64, &str)> = report["refusals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r: &Value| (r["line"].as_u64().unwrap(), r["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        refusals,
        [
            (3, "price_negative"),
            (4, "number_invalid"),
            (5, "date_in_future"),
            (6, "price_contradictory"),
            (7, "price_contradictory"),
            (8, "date_invalid"),
            (10, "row_short"),
        ],
        "{report}"
    );
    // "NaN" is a missing price, which stays missing.
    assert_eq!((report["added"].as_u64(), report["missing"].as_u64()), (Some(1), Some(1)), "{report}");
    assert!(report["refusals"][2]["reason"].as_str().unwrap().contains("correct the date"), "{report}");
    assert_eq!(counts(home.path(), &workspace), [1, 0, 0]);

    let all_bad = import(home.path(), &workspace, "prices", "bad.csv", b"date,symbol,close\n2020-01-03,AAA,-2\n");
    assert_eq!(all_bad.status.code(), Some(3), "{}", complaint(&all_bad));
    assert!(complaint(&all_bad).contains("nothing was imported"), "{}", complaint(&all_bad));
    let rates = b"Date,USD,JPY\n2020-01-02,1.12,-5\n2090-01-02,1.1,120\n";
    let report = json(&import(home.path(), &workspace, "fx-rates", "rates.csv", rates));
    assert_eq!((report["added"].as_u64(), report["refused"].as_u64()), (Some(1), Some(2)), "{report}");
    assert_eq!(counts(home.path(), &workspace), [1, 0, 1]);
}
