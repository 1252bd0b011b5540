//! The Rust tests: compiled once for the whole workspace, then started one binary after another.
//!
//! Starting them ourselves tells the store's runs on SQLite from those on Postgres, names what is ignored, keeps the
//! output of what passes out of the log, and ends a test that hangs.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use super::cases::{Case, Outcome, read_cases};
use super::tally::Tally;
use crate::command::{cargo, command, logged, shown};
use crate::peers;
use crate::project::Project;

/// No test binary runs longer than this.
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// Where the tests of fakes find official clients.
const CLIENTS: &str = "QUARTERDECK_VENUE_CLIENTS";

/// How many seconds each test goes on that makes messages bad.
const FUZZ: &str = "QUARTERDECK_FUZZ_SECONDS";

/// Where proptest takes its seed from.
const SEED: &str = "PROPTEST_RNG_SEED";

/// Everything that was compiled.
pub(crate) struct Built {
    /// The `quarterdeck` program itself
    pub(crate) program: PathBuf,
    tests: Vec<TestBinary>,
    programs: Vec<(String, PathBuf)>,
}

/// One compiled test binary.
#[derive(Debug, Clone, PartialEq, Eq)]
struct TestBinary {
    package: String,
    target: String,
    manifest_dir: PathBuf,
    executable: PathBuf,
}

/// Which of them to run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// All crates
    Everything,
    /// The crate `store`
    Store,
}

/// Compiles every test of the workspace, and with the same features the program.
///
/// # Errors
/// When something does not compile.
pub(crate) fn build(project: &Project) -> Result<Built> {
    let args = ["test", "--workspace", "--lib", "--bins", "--tests", "--locked", "--no-run"];
    let artifacts = compile(project, &args)?;
    let tests = artifacts.iter().filter_map(test_binary).collect();
    let mut programs: Vec<_> = artifacts.iter().filter_map(program).collect();
    if !programs.iter().any(|(name, _)| name == "quarterdeck") {
        programs.extend(compile(project, &["build", "--workspace", "--bins", "--locked"])?.iter().filter_map(program));
    }
    let (_, path) = programs.iter().find(|(name, _)| name == "quarterdeck").context("no program was built")?;
    Ok(Built { program: path.clone(), tests, programs })
}

/// Runs them and counts by kind.
pub(crate) fn run(project: &Project, built: &Built, which: Which) -> Vec<Tally> {
    let mut tallies = Tallies::default();
    let clients = if which == Which::Everything { venue_clients(project, &mut tallies) } else { None };
    for test in &built.tests {
        if which == Which::Everything || test.package == "store" {
            let name = format!("{} {}", test.package, test.target);
            println!("== {name}");
            if let Err(error) = run_binary(project, built, test, clients.as_deref(), &mut tallies) {
                tallies.kind("rust").failed += 1;
                tallies.kind("rust").failures.push(format!("{name}: {error:#}"));
            }
        }
    }
    if which == Which::Everything {
        println!("== examples in the documentation");
        tallies.0.push(Tally::of("doc examples", doc_tests(project)));
    }
    tallies.0
}

/// Official clients of venues; where they cannot be had, what drives them is skipped.
fn venue_clients(project: &Project, tallies: &mut Tallies) -> Option<PathBuf> {
    if let Some(given) = std::env::var_os(CLIENTS) {
        return Some(given.into());
    }
    match peers::venue_clients(project) {
        Ok(folder) => Some(folder),
        Err(error) => {
            tallies.kind("rust").skipped.push(format!("fakes it: official clients of venues: {error:#}"));
            None
        }
    }
}

fn run_binary(
    project: &Project,
    built: &Built,
    test: &TestBinary,
    clients: Option<&Path>,
    tallies: &mut Tallies,
) -> Result<()> {
    let log = project.scratch()?.join(format!("{}-{}.log", test.package, test.target));
    let mut command = command(&test.executable, ["--color", "never"], &test.manifest_dir);
    command.env("CARGO_MANIFEST_DIR", &test.manifest_dir).env("CARGO_PKG_NAME", &test.package);
    if std::env::var_os(SEED).is_none() {
        // The whole run can be repeated; a developer's own `cargo test` still tries new cases every time.
        command.env(SEED, "20221228");
    }
    if cfg!(target_os = "linux") {
        // Here its package was installed or is there: a skipped Postgres would be a green lie.
        command.env("QUARTERDECK_REQUIRE_POSTGRES", "1");
    }
    if let Some(folder) = clients {
        command.env(CLIENTS, folder);
    }
    if test.package == "venues" && std::env::var_os(FUZZ).is_none() {
        // Three tests share the minute.
        command.env(FUZZ, "20");
    }
    for (name, path) in &built.programs {
        command.env(format!("CARGO_BIN_EXE_{name}"), path);
    }
    let ended = logged(&mut command, &log, LIMIT)?;
    let cases = read_cases(&ended.text);
    let failed = cases.iter().filter(|case| matches!(case.outcome, Outcome::Failed(_))).count();
    println!("{} passed, {failed} failed", cases.iter().filter(|case| case.outcome == Outcome::Passed).count());
    for case in cases {
        tallies.add(&test.package, &test.target, case);
    }
    if failed > 0 || !ended.success {
        println!("{}", ended.text);
    }
    if failed == 0 && !ended.success {
        bail!("broke off ({})", ended.failure);
    }
    Ok(())
}

fn doc_tests(project: &Project) -> Result<Tally> {
    let log = project.scratch()?.join("doc-tests.log");
    let mut tests = cargo(["test", "--workspace", "--doc", "--locked", "--no-fail-fast"], project.root());
    let ended = logged(&mut tests, &log, LIMIT)?;
    let mut tally = Tally::new("doc examples");
    for case in read_cases(&ended.text) {
        count(&mut tally, "doc", case);
    }
    if !ended.success {
        println!("{}", ended.text);
        if tally.failed == 0 {
            bail!("`{}` failed ({})", shown(&tests), ended.failure);
        }
    }
    Ok(tally)
}

/// The kinds in the order in which they first appear.
#[derive(Default)]
struct Tallies(Vec<Tally>);

impl Tallies {
    fn kind(&mut self, kind: &str) -> &mut Tally {
        let index = self.0.iter().position(|tally| tally.kind == kind).unwrap_or_else(|| {
            self.0.push(Tally::new(kind));
            self.0.len() - 1
        });
        &mut self.0[index]
    }

    fn add(&mut self, package: &str, target: &str, case: Case) {
        let kind = match package {
            "store" if case.name.contains("postgres") => "store on Postgres",
            "store" if case.name.contains("sqlite") => "store on SQLite",
            _ => "rust",
        };
        count(self.kind(kind), &format!("{package} {target}"), case);
    }
}

fn count(tally: &mut Tally, place: &str, case: Case) {
    match case.outcome {
        Outcome::Passed => tally.passed += 1,
        Outcome::Failed(why) => {
            tally.failed += 1;
            tally.failures.push(format!("{place} {}{why}", case.name));
        }
        Outcome::Ignored(reason) => tally.skipped.push(format!("{place} {}{reason}", case.name)),
    }
}

fn compile(project: &Project, args: &[&str]) -> Result<Vec<Value>> {
    let mut compile = cargo(args, project.root());
    println!("$ {}", shown(&compile));
    compile.arg("--message-format=json-render-diagnostics").stdout(Stdio::piped()).stdin(Stdio::null());
    let mut child = compile.spawn().context("cannot start cargo")?;
    let out = child.stdout.take().context("cargo's output is not there")?;
    let mut artifacts = Vec::new();
    for line in BufReader::new(out).lines() {
        let line = line.context("cannot read what cargo says")?;
        if let Ok(message) = serde_json::from_str::<Value>(&line)
            && message["executable"].is_string()
        {
            artifacts.push(message);
        }
    }
    let status = child.wait().context("cannot wait for cargo")?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(&compile));
    }
    Ok(artifacts)
}

fn test_binary(artifact: &Value) -> Option<TestBinary> {
    artifact["profile"]["test"].as_bool()?.then_some(())?;
    let manifest_dir = Path::new(artifact["manifest_path"].as_str()?).parent()?.to_path_buf();
    Some(TestBinary {
        package: package_name(artifact["package_id"].as_str()?),
        target: artifact["target"]["name"].as_str()?.to_owned(),
        manifest_dir,
        executable: artifact["executable"].as_str()?.into(),
    })
}

fn program(artifact: &Value) -> Option<(String, PathBuf)> {
    let kind = artifact["target"]["kind"].as_array()?.first()?.as_str()?;
    (kind == "bin" && !artifact["profile"]["test"].as_bool()?).then_some(())?;
    Some((artifact["target"]["name"].as_str()?.to_owned(), artifact["executable"].as_str()?.into()))
}

/// `store` from `path+file:///…/crates/store#0.1.0`, `quarterdeck` from `path+file:///…/checkout#quarterdeck@0.1.0`.
fn package_name(id: &str) -> String {
    let (path, fragment) = id.rsplit_once('#').unwrap_or((id, ""));
    fragment.split_once('@').map_or_else(|| path.rsplit('/').next().unwrap_or(path), |(name, _)| name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stores_two_databases_are_counted_apart() {
        let mut tallies = Tallies::default();
        for name in ["accounts::sqlite", "accounts::postgres", "codec"] {
            tallies.add("store", "it", Case { name: name.into(), outcome: Outcome::Passed });
        }
        tallies.add(
            "api",
            "it",
            Case { name: "postgres_is_named".into(), outcome: Outcome::Failed(": too late".into()) },
        );
        let counts: Vec<_> = tallies.0.iter().map(|t| (t.kind.as_str(), t.passed, t.failed)).collect();
        assert_eq!(counts, [("store on SQLite", 1, 0), ("store on Postgres", 1, 0), ("rust", 1, 1)]);
        assert_eq!(tallies.0[2].failures, ["api it postgres_is_named: too late"]);
    }

    #[test]
    fn packages_are_named_from_both_forms_of_their_id() {
        assert_eq!(package_name("path+file:///a/crates/store#0.1.0"), "store");
        assert_eq!(package_name("path+file:///a/checkout#quarterdeck@0.1.0"), "quarterdeck");
    }
}
