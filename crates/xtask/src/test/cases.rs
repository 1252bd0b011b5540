//! What a test binary says of its tests.

/// A test and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Case {
    /// As the binary names it
    pub(super) name: String,
    /// How it ended
    pub(super) outcome: Outcome,
}

/// How a test ended; a reason begins with `: `, or is empty.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It holds
    Passed,
    /// It does not, and what it said first
    Failed(String),
    /// It was not run
    Ignored(String),
}

/// So many characters of what a failed test said go into the summary, which outlives a log that is cut.
const REASON: usize = 300;

/// The lines `test NAME ... OUTCOME` of a test binary.
pub(super) fn read_cases(text: &str) -> Vec<Case> {
    text.lines()
        .filter_map(|line| {
            let (name, outcome) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
            let outcome = match outcome.split_once(", ").map_or((outcome, ""), |(word, reason)| (word, reason)) {
                ("ok", _) => Outcome::Passed,
                ("ignored", "") => Outcome::Ignored(String::new()),
                ("ignored", reason) => Outcome::Ignored(format!(": {reason}")),
                ("FAILED", _) => Outcome::Failed(said(text, name).map_or_else(String::new, |said| format!(": {said}"))),
                _ => return None,
            };
            Some(Case { name: name.trim_end_matches(" - should panic").to_owned(), outcome })
        })
        .collect()
}

/// What a failed test wrote, on one line and not too long.
fn said(text: &str, name: &str) -> Option<String> {
    let (_, output) = text.split_once(&format!("---- {name} stdout ----\n"))?;
    let own = output.split("\n---- ").next().and_then(|own| own.split("\n\nfailures:\n").next())?;
    let lines: Vec<_> =
        own.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("note: ")).collect();
    let line = lines.join(" | ");
    Some(line.chars().take(REASON).collect()).filter(|line: &String| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_test_binary_are_read() {
        let text = "\nrunning 4 tests\ntest a::b ... ok\ntest c - should panic ... ok\ntest d ... FAILED\n\
                    test e ... ignored, needs an hour\ntest f ... ignored\nfailures:\n    d\n";
        let outcomes: Vec<_> = read_cases(text).into_iter().map(|case| (case.name, case.outcome)).collect();
        assert_eq!(
            outcomes,
            [
                ("a::b".into(), Outcome::Passed),
                ("c".into(), Outcome::Passed),
                ("d".into(), Outcome::Failed(String::new())),
                ("e".into(), Outcome::Ignored(": needs an hour".into())),
                ("f".into(), Outcome::Ignored(String::new())),
            ]
        );
    }

    #[test]
    fn what_a_failed_test_said_comes_with_it() {
        let text = "test d ... FAILED\ntest g ... FAILED\n\nfailures:\n\n---- d stdout ----\n\n\
                    thread 'd' panicked at it/d.rs:3:5:\nno room left\nnote: run with a backtrace\n\n---- g stdout ----\n\
                    late\n\n\nfailures:\n    d\n    g\n";
        let outcomes: Vec<_> = read_cases(text).into_iter().map(|case| case.outcome).collect();
        assert_eq!(
            outcomes,
            [
                Outcome::Failed(": thread 'd' panicked at it/d.rs:3:5: | no room left".into()),
                Outcome::Failed(": late".into())
            ]
        );
    }
}
