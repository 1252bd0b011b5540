//! `quarterdeck schedules`: added, previewed, switched, run, deleted.

use serde_json::{Value, json};

use crate::program::{assert_fails, empty_workspace, json, printed, run_in};

#[test]
fn schedules_are_added_switched_run_and_deleted() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let quarterdeck = |arguments: &[&str]| run_in(home.path(), &workspace, arguments);
    let file = |name: &str, content: &Value| {
        let path = home.path().join(name);
        std::fs::write(&path, content.to_string()).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let recurrence = json!({
        "days": {"kind": "monthly", "day": 31},
        "at": {"kind": "local", "time": "18:00", "zone": "America/New_York"},
    });
    let question =
        file("question.json", &json!({"recurrence": recurrence, "count": 2, "after": "2026-02-01T00:00:00Z"}));
    let text = printed(&quarterdeck(&["schedules", "preview", "--request", &question]));
    assert_eq!(
        text,
        "On day 31 of each month (the last day of a shorter one), at 18:00 America/New_York time.\n\
         In America/New_York\n\
         Occurrence           Due at\n\
         2026-02-28 18:00:00  2026-02-28T23:00:00Z\n\
         2026-03-31 18:00:00  2026-03-31T22:00:00Z\n"
    );
    let fields = json!({"name": "Monthly", "schedule": {"recurrence": recurrence}, "action": {"kind": "back_up"}});
    let new = file("new.json", &fields);
    let made = json(&quarterdeck(&["schedules", "add", "--request", &new, "--format", "json"]));
    assert_eq!((&made[0]["name"], &made[0]["enabled"]), (&json!("Monthly"), &json!(true)));
    let patch = file("patch.json", &json!({"name": "Month's end"}));
    printed(&quarterdeck(&["schedules", "change", "Monthly", "--request", &patch]));
    printed(&quarterdeck(&["schedules", "off", "Month's end"]));
    let text = printed(&quarterdeck(&["schedules", "list"]));
    let row = text.lines().nth(1).unwrap();
    assert!(row.starts_with("Month's end  no  back up  —     never"), "{text}");
    printed(&quarterdeck(&["schedules", "on", "Month's end"]));
    assert_ne!(json(&quarterdeck(&["schedules", "list", "--format", "json"]))[0]["next"], Value::Null);

    assert_eq!(printed(&quarterdeck(&["schedules", "run", "Month's end"])), "Done: Month's end: by hand\n");
    let backups = json(&quarterdeck(&["backup", "--list", "--format", "json"]));
    assert_eq!(backups[0]["reason"], "scheduled");
    let history = json(&quarterdeck(&["schedules", "history", "Month's end", "--format", "json"]));
    assert_eq!((&history[0]["job"]["state"], history.as_array().unwrap().len()), (&json!("done"), 1));
    assert!(printed(&quarterdeck(&["schedules", "history", "Month's end"])).contains("by hand"));

    printed(&quarterdeck(&["schedules", "add", "--request", &new]));
    printed(&quarterdeck(&["schedules", "add", "--request", &new]));
    assert_fails(&quarterdeck(&["schedules", "delete", "Monthly"]), 2, "2 schedules are named");
    printed(&quarterdeck(&["schedules", "delete", made[0]["id"].as_str().unwrap()]));
    assert_fails(&quarterdeck(&["schedules", "run", "Month's end"]), 2, "no schedule \"Month's end\"");
}

#[test]
fn a_request_that_is_no_schedule_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let workspace = empty_workspace(home.path());
    let quarterdeck = |arguments: &[&str]| run_in(home.path(), &workspace, arguments);
    let bad = home.path().join("bad.json");
    std::fs::write(&bad, "{").unwrap();
    assert_fails(
        &quarterdeck(&["schedules", "add", "--request", bad.to_str().unwrap()]),
        3,
        "see the guide, Schedules",
    );
    std::fs::write(
        &bad,
        r#"{"recurrence": {"days": {"kind": "monthly", "day": 0}, "at": {"kind": "open", "minutes": 0}}}"#,
    )
    .unwrap();
    assert_fails(&quarterdeck(&["schedules", "preview", "--request", bad.to_str().unwrap()]), 3, "from 1 to 31");
}
