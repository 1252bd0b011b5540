//! `cargo xtask codegen`: files made from other files, and the check that they are still the same.
//!
//! The API is described once, by its own code. `ui/openapi.json` is what the program says about itself, the typed client
//! is made from that, and the message catalogues from the texts in the client's sources.

use anyhow::{Context, Result, bail};
use clap::Args;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{cargo, output, quiet, run as start};
use crate::node;
use crate::project::Project;

/// Write or compare.
#[derive(Args)]
pub(crate) struct Options {
    /// Change nothing; fail when a generated file differs from what would be written
    #[arg(long)]
    check: bool,
}

impl Options {
    /// Compare only.
    pub(crate) fn checking() -> Self {
        Self { check: true }
    }
}

/// Writes every generated file, or fails when one is out of date.
///
/// # Errors
/// When a generator fails, or (checking) when a file differs: then they are put back as they were.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    node::ensure_dependencies(project)?;
    // An old program would describe an old API.
    start(&mut cargo(["build", "--package", "quarterdeck"], project.root()))?;
    let before = snapshot(&project.ui())?;
    let outcome = generate(project);
    if !options.check {
        return outcome;
    }
    let after = snapshot(&project.ui())?;
    let stale = different(&before, &after);
    restore(&before, &after)?;
    outcome?;
    if stale.is_empty() {
        println!("generated files are up to date");
        return Ok(());
    }
    let names: Vec<_> = stale.iter().map(|path| path.display().to_string()).collect();
    bail!("out of date: {}; run `cargo xtask codegen` and commit the result", names.join(", "))
}

fn generate(project: &Project) -> Result<()> {
    let program = project.program("debug", "quarterdeck");
    let text = output(&mut crate::command::command(&program, ["openapi"], project.root()))?;
    let document: serde_json::Value =
        serde_json::from_str(&text).context("`quarterdeck openapi` did not print JSON; run it to see what it says")?;
    let mut pretty = serde_json::to_string_pretty(&document).context("cannot write the OpenAPI document")?;
    pretty.push('\n');
    write_changed(&project.ui().join("openapi.json"), pretty.as_bytes())?;
    for script in ["codegen", "messages"] {
        start(&mut node::npm(project, &["run", script]))?;
    }
    Ok(())
}

/// The generated files and what is in them now.
fn snapshot(ui: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let openapi = ui.join("openapi.json");
    let mut found = vec![openapi];
    for dir in [ui.join("src/api/generated"), ui.join("src/locales")] {
        if dir.is_dir() {
            node::walk(&dir, &mut found)?;
        }
    }
    for path in found.into_iter().filter(|path| path.is_file()) {
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        files.insert(path, bytes);
    }
    Ok(files)
}

fn different(before: &BTreeMap<PathBuf, Vec<u8>>, after: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<PathBuf> {
    let mut paths: Vec<_> = before.keys().chain(after.keys()).collect();
    paths.sort();
    paths.dedup();
    paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}

fn restore(before: &BTreeMap<PathBuf, Vec<u8>>, after: &BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    for path in different(before, after) {
        match before.get(&path) {
            Some(bytes) => fs::write(&path, bytes),
            None => fs::remove_file(&path),
        }
        .with_context(|| format!("cannot put {} back", path.display()))?;
    }
    Ok(())
}

fn write_changed(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// Whether the program that is built answers at all; for `doctor`.
pub(crate) fn program_answers(project: &Project) -> Option<String> {
    let program = project.program("debug", "quarterdeck");
    program.is_file().then(|| quiet(&mut crate::command::command(&program, ["--version"], project.root())))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> BTreeMap<PathBuf, Vec<u8>> {
        list.iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn a_changed_a_new_and_a_lost_file_are_all_out_of_date() {
        let before = files(&[("same", "1"), ("changed", "1"), ("lost", "1")]);
        let after = files(&[("same", "1"), ("changed", "2"), ("new", "1")]);
        assert_eq!(different(&before, &after), ["changed", "lost", "new"].map(PathBuf::from));
        assert!(different(&before, &before).is_empty());
    }
}
