//! The web client's unit tests: vitest.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::tally::Tally;
use crate::command::shown;
use crate::node;
use crate::project::Project;

/// Runs vitest and counts from its JSON report.
///
/// # Errors
/// When vitest cannot be started or writes no report.
pub(crate) fn run(project: &Project) -> Result<Tally> {
    println!("== ui");
    let report = project.scratch()?.join("vitest.json");
    let _ = std::fs::remove_file(&report);
    let output = format!("--outputFile.json={}", report.display());
    let args = ["run", "--reporter=default", "--reporter=json", &output];
    let mut vitest = node::tool(project, "vitest", &args, &project.ui());
    println!("$ {}", shown(&vitest));
    let status = vitest.env("CI", "true").status().context("cannot start vitest")?;
    let text = std::fs::read_to_string(&report).context("vitest wrote no report")?;
    let tally = read(&serde_json::from_str(&text).context("vitest's report is not JSON")?);
    if !status.success() && tally.failed == 0 {
        bail!("vitest failed outside a test ({status}); see above");
    }
    Ok(tally)
}

fn read(report: &Value) -> Tally {
    let mut tally = Tally::new("ui");
    for file in report["testResults"].as_array().into_iter().flatten() {
        let cases = file["assertionResults"].as_array().map_or(&[][..], Vec::as_slice);
        if cases.is_empty() && file["status"] == "failed" {
            tally.failed += 1;
            tally.failures.push(format!("{}: {}", text(&file["name"]), text(&file["message"])));
        }
        for case in cases {
            let name = text(&case["fullName"]);
            match case["status"].as_str() {
                Some("passed") => tally.passed += 1,
                Some("failed") => {
                    tally.failed += 1;
                    tally.failures.push(name);
                }
                _ => tally.skipped.push(name),
            }
        }
    }
    tally
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_does_not_load_counts_as_a_failure() {
        let report = serde_json::json!({ "testResults": [
            { "name": "a.test.ts", "status": "failed", "message": "cannot find module", "assertionResults": [] },
            { "name": "b.test.ts", "status": "failed", "assertionResults": [
                { "fullName": "adds", "status": "passed" },
                { "fullName": "subtracts", "status": "failed" },
                { "fullName": "divides", "status": "pending" },
            ] },
        ]});
        let tally = read(&report);
        assert_eq!((tally.passed, tally.failed), (1, 2));
        assert_eq!(tally.failures, ["a.test.ts: cannot find module", "subtracts"]);
        assert_eq!(tally.skipped, ["divides"]);
    }
}
