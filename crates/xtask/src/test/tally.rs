//! Counts of one kind of test, and the summary of all.

use anyhow::Result;
use std::fmt::Write as _;

/// The outcome of one kind of test.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Tally {
    /// What kind: `rust`, `store on Postgres`, `ui`, `e2e`, `desktop`
    pub(crate) kind: String,
    /// Tests that passed
    pub(crate) passed: usize,
    /// Tests that failed, and one for a kind that broke off
    pub(crate) failed: usize,
    /// Tests that were not run, each with its reason
    pub(crate) skipped: Vec<String>,
    /// Names of what failed, or why the kind broke off
    pub(crate) failures: Vec<String>,
}

impl Tally {
    /// Nothing counted yet.
    pub(crate) fn new(kind: &str) -> Self {
        Self { kind: kind.to_owned(), ..Self::default() }
    }

    /// A kind that could not be run: one failure.
    pub(crate) fn broken(kind: &str, error: &anyhow::Error) -> Self {
        Self { failed: 1, failures: vec![format!("{error:#}")], ..Self::new(kind) }
    }

    /// A kind that does not exist on this system: one skip, with the reason.
    pub(crate) fn not_here(kind: &str, reason: &str) -> Self {
        Self { skipped: vec![reason.to_owned()], ..Self::new(kind) }
    }

    /// The outcome, or the failure to have one.
    pub(crate) fn of(kind: &str, outcome: Result<Self>) -> Self {
        outcome.unwrap_or_else(|error| Self::broken(kind, &error))
    }
}

/// One line a kind, the failures and skips by name, and at the very end the totals.
pub(crate) fn summary(tallies: &[Tally]) -> String {
    let mut text = String::from("\n== summary\n");
    for tally in tallies {
        let _ = write!(text, "{}: {} passed, {} failed", tally.kind, tally.passed, tally.failed);
        if !tally.skipped.is_empty() {
            let _ = write!(text, ", {} skipped", tally.skipped.len());
        }
        text.push('\n');
    }
    for tally in tallies {
        for name in &tally.skipped {
            let _ = writeln!(text, "skipped ({}): {name}", tally.kind);
        }
    }
    for tally in tallies {
        for name in &tally.failures {
            let _ = writeln!(text, "FAILED ({}): {name}", tally.kind);
        }
    }
    let passed: usize = tallies.iter().map(|tally| tally.passed).sum();
    let failed: usize = tallies.iter().map(|tally| tally.failed).sum();
    let _ = writeln!(text, "{passed} passed, {failed} failed");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_the_total_and_skips_are_named() {
        let mut rust = Tally::new("rust");
        rust.passed = 41;
        rust.skipped.push("soak: needs an hour".into());
        let text = summary(&[rust, Tally::broken("e2e", &anyhow::anyhow!("no browser"))]);
        assert_eq!(
            text,
            "\n== summary\nrust: 41 passed, 0 failed, 1 skipped\ne2e: 0 passed, 1 failed\n\
             skipped (rust): soak: needs an hour\nFAILED (e2e): no browser\n41 passed, 1 failed\n"
        );
    }
}
