//! The web client in Chromium: Playwright against `quarterdeck serve` on temporary workspaces.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::{Path, PathBuf};

use super::tally::Tally;
use crate::command::{find_program, shown};
use crate::node;
use crate::project::Project;

/// Runs Playwright and counts from its JSON report.
///
/// # Errors
/// When Playwright cannot be started or writes no report.
pub(crate) fn run(project: &Project, program: &Path) -> Result<Tally> {
    println!("== e2e");
    let report = project.scratch()?.join("playwright.json");
    let _ = std::fs::remove_file(&report);
    let mut playwright = node::tool(project, "playwright", &["test", "--reporter=list,json"], &project.ui());
    println!("$ {}", shown(&playwright));
    let Some(chromium) = chromium() else {
        bail!("no Chromium was found; `cargo xtask doctor` says how to get it");
    };
    let status = playwright
        .env("CHROMIUM", chromium)
        .env("CI", "true")
        .env("QUARTERDECK_BIN", program)
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
        .status()
        .context("cannot start Playwright")?;
    let text = std::fs::read_to_string(&report).context("Playwright wrote no report")?;
    let tally = read(&serde_json::from_str(&text).context("Playwright's report is not JSON")?);
    if tally.passed + tally.failed == 0 {
        bail!("Playwright ran no test ({status})");
    }
    if !status.success() && tally.failed == 0 {
        bail!("Playwright failed outside a test ({status}); see above");
    }
    Ok(tally)
}

fn chromium() -> Option<PathBuf> {
    let installed = [
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    ];
    std::env::var_os("CHROMIUM")
        .map(PathBuf::from)
        .or_else(|| ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find_program))
        .or_else(|| installed.into_iter().map(PathBuf::from).find(|path| path.is_file()))
}

fn read(report: &Value) -> Tally {
    let mut tally = Tally::new("e2e");
    for error in report["errors"].as_array().into_iter().flatten() {
        tally.failed += 1;
        tally.failures.push(error["message"].as_str().unwrap_or("an error without a message").to_owned());
    }
    for suite in report["suites"].as_array().into_iter().flatten() {
        read_suite(suite, &mut tally);
    }
    tally
}

fn read_suite(suite: &Value, tally: &mut Tally) {
    for inner in suite["suites"].as_array().into_iter().flatten() {
        read_suite(inner, tally);
    }
    for spec in suite["specs"].as_array().into_iter().flatten() {
        let name = format!("{}: {}", spec["file"].as_str().unwrap_or(""), spec["title"].as_str().unwrap_or(""));
        for test in spec["tests"].as_array().into_iter().flatten() {
            // "flaky" passed only when tried again: that is a failure here.
            match test["status"].as_str() {
                Some("expected") => tally.passed += 1,
                Some("skipped") => tally.skipped.push(name.clone()),
                _ => {
                    tally.failed += 1;
                    tally.failures.push(format!("{name}{}", reason(test)));
                }
            }
        }
    }
}

/// What a failed test said first, on one line: the summary is often all that is kept of a run.
fn reason(test: &Value) -> String {
    let results = test["results"].as_array().map_or(&[][..], Vec::as_slice);
    let error = results.iter().find_map(|result| result["error"].as_object()).and_then(|error| {
        let line = error.get("location").and_then(|location| location["line"].as_u64());
        Some((line, error.get("message")?.as_str()?))
    });
    let Some((line, message)) = error else { return String::new() };
    let words: Vec<&str> = message.lines().map(str::trim).filter(|line| !line.is_empty()).take(6).collect();
    let plain = words.join(" ").replace('\u{1b}', "");
    let at = line.map_or_else(String::new, |line| format!(" (line {line})"));
    format!("{at}: {}", plain.chars().take(400).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suites_are_read_to_their_depth_and_flaky_is_failed() {
        let spec = |title: &str, status: &str| serde_json::json!({ "file": "a.spec.ts", "title": title, "tests": [{ "status": status }] });
        let report = serde_json::json!({ "errors": [], "suites": [{
            "specs": [spec("opens", "expected")],
            "suites": [{ "specs": [spec("sorts", "flaky"), spec("prints", "skipped"), spec("breaks", "unexpected")] }],
        }]});
        let tally = read(&report);
        assert_eq!((tally.passed, tally.failed), (1, 2));
        assert_eq!(tally.failures, ["a.spec.ts: sorts", "a.spec.ts: breaks"]);
        assert_eq!(tally.skipped, ["a.spec.ts: prints"]);
    }

    #[test]
    fn a_failure_says_why_on_its_line() {
        let error = serde_json::json!({ "message": "Timed out\n\n  Expected: visible\n", "location": { "line": 7 } });
        let test = serde_json::json!({ "status": "unexpected", "results": [{ "error": error }] });
        assert_eq!(reason(&test), " (line 7): Timed out Expected: visible");
        assert_eq!(reason(&serde_json::json!({ "results": [] })), "");
    }
}
