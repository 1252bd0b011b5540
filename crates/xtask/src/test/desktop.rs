//! The real window: WebKitGTK's own WebDriver under a virtual display and a session bus of its own.

use anyhow::{Context, Result, bail};
use std::path::Path;
use std::time::Duration;

use super::tally::Tally;
use crate::command::{command, logged};
use crate::project::Project;

const LIMIT: Duration = Duration::from_secs(20 * 60);

/// Runs the Node tests in `tests/desktop` and counts from their TAP output.
///
/// # Errors
/// When they cannot be started or end before their count.
pub(crate) fn run(project: &Project, program: &Path) -> Result<Tally> {
    if !cfg!(target_os = "linux") {
        return Ok(Tally::not_here("desktop", "the window's WebDriver exists on Linux only"));
    }
    println!("== desktop");
    let log = project.scratch()?.join("desktop.log");
    // The bus ends with the tests, and with it every daemon that GTK started.
    let mut args: Vec<String> =
        ["--", "node", "--test", "--test-reporter=tap", "--test-concurrency=1"].map(str::to_owned).into();
    args.extend(test_files(project)?);
    let mut tests = command("dbus-run-session", args, project.root());
    tests.env("QUARTERDECK_BIN", program).env("LANG", "en_US.UTF-8");
    let ended = logged(&mut tests, &log, LIMIT)?;
    let tally = read(&ended.text).with_context(|| format!("broke off ({}):\n{}", ended.failure, ended.text));
    if let Ok(tally) = &tally {
        println!("{} passed, {} failed", tally.passed, tally.failed);
        if tally.failed > 0 {
            println!("{}", ended.text);
        } else if !ended.success {
            bail!("failed outside a test ({}):\n{}", ended.failure, ended.text);
        }
    }
    tally
}

/// Named one by one, since what a folder means to `node --test` differs between its versions.
fn test_files(project: &Project) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(project.root().join("tests/desktop")).context("cannot list tests/desktop")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") {
            files.push(format!("tests/desktop/{name}"));
        }
    }
    files.sort();
    Ok(files)
}

/// `ok 1 - name`, `not ok 2 - name`, `ok 3 - name # SKIP why`; the plan line says that it came to its end.
fn read(text: &str) -> Result<Tally> {
    let mut tally = Tally::new("desktop");
    for line in text.lines().map(str::trim_start) {
        let (ok, rest) = match (line.strip_prefix("not ok "), line.strip_prefix("ok ")) {
            (Some(rest), _) => (false, rest),
            (_, Some(rest)) => (true, rest),
            _ => continue,
        };
        let name = rest.split_once(" - ").map_or(rest, |(_, name)| name);
        // A file's own line repeats what its tests have said.
        if name.ends_with(".mjs") && ok {
            continue;
        }
        match (ok, name.split_once(" # SKIP")) {
            (true, Some((name, reason))) => tally.skipped.push(format!("{name}:{reason}")),
            (true, None) => tally.passed += 1,
            (false, _) => {
                tally.failed += 1;
                tally.failures.push(name.to_owned());
            }
        }
    }
    if !text.lines().any(|line| line.starts_with("1..")) || tally.passed + tally.failed + tally.skipped.len() == 0 {
        bail!("no test was counted");
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tap_is_counted_and_an_unfinished_run_is_an_error() {
        let text = "TAP version 13\n# Subtest: a\nok 1 - opens the window\n  ---\n  duration_ms: 3\n  ...\n\
                    not ok 2 - solves\nok 3 - prints # SKIP no printer\n1..3\n# pass 1\n";
        let tally = read(text).unwrap();
        assert_eq!((tally.passed, tally.failed), (1, 1));
        assert_eq!(tally.failures, ["solves"]);
        assert_eq!(tally.skipped, ["prints: no printer"]);
        assert!(read("TAP version 13\nok 1 - opens the window\n").is_err());
    }
}
