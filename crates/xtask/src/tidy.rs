//! `cargo xtask tidy`: the rules of the house as a test.
//!
//! Each rule is a function from what is in the tree to a list of findings, with a test that shows it failing. A rule
//! that is wrong for one line is lifted there by a comment `tidy-ok: reason`.

mod dependencies;
mod ladder;
mod links;
mod migrations;
mod nouns;
mod sources;
mod tables;
mod tree;

use anyhow::{Result, bail};

use crate::project::Project;
use tree::Tree;

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// Where: a path, with a line number when there is one
    pub(crate) place: String,
    /// What is wrong and what to do
    pub(crate) message: String,
}

impl Finding {
    /// A finding at `place`.
    pub(crate) fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }
}

/// Checks every rule and prints what it finds, warnings last.
///
/// # Errors
/// When a rule is broken or the tree cannot be read.
pub(crate) fn run(project: &Project) -> Result<()> {
    let tree = Tree::read(project.root())?;
    let metadata = ladder::metadata(project)?;
    let mut findings = Vec::new();
    match tree.text("docs/ARCHITECTURE.md") {
        Some(map) => {
            findings.extend(ladder::check(map, &metadata));
            findings.extend(nouns::check(map, &tree));
        }
        None => findings.push(Finding::new("docs/ARCHITECTURE.md", "missing; the ladder and the nouns stand there")),
    }
    findings.extend(ladder::check_licences(&metadata));
    findings.extend(dependencies::check(tree.text("Cargo.toml").unwrap_or_default()));
    findings.extend(migrations::check(&tree));
    findings.extend(links::check(&tree));
    findings.extend(sources::check(&tree));
    findings.sort();
    findings.dedup();
    for warning in sources::long_files(&tree) {
        println!("warning: {}: {}", warning.place, warning.message);
    }
    for finding in &findings {
        println!("{}: {}", finding.place, finding.message);
    }
    if !findings.is_empty() {
        bail!("tidy: {} to mend", findings.len());
    }
    println!("tidy: {} files keep the rules", tree.len());
    Ok(())
}
