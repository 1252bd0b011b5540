//! An archive leaves one workspace and comes into another; files of nouns.

use std::fs;

use crate::program::{assert_fails, empty_workspace, json, printed, run, run_in};

#[test]
fn an_archive_of_the_sample_gives_an_empty_workspace_the_same_books() {
    let home = tempfile::tempdir().unwrap();
    let own = empty_workspace(home.path());
    let file = home.path().join("desk.json");
    let file = file.to_str().unwrap();
    printed(&run(home.path(), &["export", "archive", "--output", file]));
    assert!(!home.path().join("desk.json.part").exists());
    let looked = json(&run_in(home.path(), &own, &["import", "archive", file, "--dry-run", "--format", "json"]));
    assert!(looked["sections"].as_array().unwrap().iter().any(|s| s["section"] == "transactions"));
    let shown = printed(&run_in(home.path(), &own, &["import", "archive", file]));
    assert!(shown.contains("transactions") && shown.contains("bars"), "{shown}");
    for path in ["/portfolio", "/lots", "/returns"] {
        let before = printed(&run(home.path(), &["api", "GET", path]));
        assert_eq!(before, printed(&run_in(home.path(), &own, &["api", "GET", path])), "{path}");
    }
    let timeless = |text: String| {
        let (head, rest) = text.split_once("\"made_at\":\"").unwrap();
        format!("{head}{}", rest.split_once('"').unwrap().1)
    };
    let again = timeless(printed(&run_in(home.path(), &own, &["export", "archive"])));
    assert!(again == timeless(fs::read_to_string(file).unwrap()), "a second export differs");
    assert_fails(&run_in(home.path(), &own, &["import", "archive", file]), 4, "an archive comes into an empty one");
}

#[test]
fn a_damaged_archive_is_refused_with_the_place() {
    let home = tempfile::tempdir().unwrap();
    let own = empty_workspace(home.path());
    let file = home.path().join("cut.json");
    let head = r#"{"format":"quarterdeck-archive","version":1,"made_at":"2024-01-01T00:00:00Z","settings":["#;
    fs::write(&file, head).unwrap();
    let refused = run_in(home.path(), &own, &["import", "archive", file.to_str().unwrap()]);
    assert_fails(&refused, 3, "cut.json is cut off at line 1");
}

#[test]
fn nouns_are_written_as_csv() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("files");
    let out = folder.to_str().unwrap();
    printed(&run(home.path(), &["export", "csv", "--all", "--output", out]));
    let mut names: Vec<String> =
        fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let expected = ["accounts", "fx_rates", "instruments", "lots", "prices", "targets", "transactions"];
    assert_eq!(names, expected.map(|noun| format!("{noun}.csv")));
    let rows = printed(&run(home.path(), &["export", "csv", "fx_rates"]));
    assert!(rows.starts_with("date,base,quote,rate,source,quarterdeck_csv\r\n"), "{}", &rows[..80]);
    assert_eq!(rows, fs::read_to_string(folder.join("fx_rates.csv")).unwrap());
    assert_fails(&run(home.path(), &["export", "csv", "prices", "--output", "/dev/null/x"]), 6, "cannot be written");
}
