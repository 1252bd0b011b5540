//! The Node side: dependencies from the lock file, the built client, its tools.

use anyhow::{Context, Result, bail};
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{command, find_program, quiet, run};
use crate::project::Project;

/// The oldest Node that the client's tools run on: major, minor.
const OLDEST: (u32, u32) = (20, 19);

/// Node's version when there is one.
pub(crate) fn version() -> Option<(u32, u32)> {
    parse_version(&quiet(&mut command("node", ["--version"], Path::new(".")))?)
}

/// What is wrong with this machine's Node, and how to mend it.
pub(crate) fn complaint() -> Option<String> {
    let how = "Get Node 22 from https://nodejs.org/en/download or with a version manager (`nvm install 22`); \
               distributions often ship an older one.";
    match version() {
        None => Some(format!("Node is missing. {how}")),
        Some(found) if found < OLDEST => Some(format!(
            "Node {}.{} is too old, {}.{} or newer is needed. {how}",
            found.0, found.1, OLDEST.0, OLDEST.1
        )),
        Some(_) if npm_program().is_none() => Some(format!("npm is missing beside Node. {how}")),
        Some(_) => None,
    }
}

/// npm with arguments, in the client's folder.
pub(crate) fn npm(project: &Project, args: &[&str]) -> Command {
    npm_in(&project.ui(), args)
}

/// npm with arguments, in a folder.
pub(crate) fn npm_in(dir: &Path, args: &[&str]) -> Command {
    command(npm_program().unwrap_or_else(|| "npm".into()), args, dir)
}

/// A program of the client's `node_modules`, started in `dir`.
pub(crate) fn tool(project: &Project, name: &str, args: &[&str], dir: &Path) -> Command {
    let suffix = if cfg!(windows) { ".cmd" } else { "" };
    command(project.ui().join("node_modules/.bin").join(format!("{name}{suffix}")), args, dir)
}

/// Installs exactly what the lock file says, when it is not there yet.
///
/// # Errors
/// When Node is missing or too old, or npm fails.
pub(crate) fn ensure_dependencies(project: &Project) -> Result<()> {
    if let Some(complaint) = complaint() {
        bail!("{complaint}");
    }
    let lock = fs::read(project.ui().join("package-lock.json")).context("cannot read ui/package-lock.json")?;
    // npm empties the folder first, so that this copy stands for a finished installation of the same lock file.
    let stamp = project.ui().join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    run(&mut npm(project, &["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, lock).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Builds the client into `ui/dist` when one of its files has changed since.
///
/// # Errors
/// When npm fails or the client's files cannot be read.
pub(crate) fn ensure_built(project: &Project) -> Result<()> {
    ensure_dependencies(project)?;
    let digest = source_digest(&project.ui())?;
    let stamp = project.ui().join("node_modules/.built-from");
    // A build of the program without Node leaves a placeholder page without assets.
    let complete = project.ui().join("dist/assets").is_dir();
    if complete && fs::read_to_string(&stamp).is_ok_and(|built| built == digest) {
        return Ok(());
    }
    run(&mut npm(project, &["run", "build"]))?;
    fs::write(&stamp, digest).with_context(|| format!("cannot write {}", stamp.display()))
}

/// A digest of everything the build reads: names and contents.
fn source_digest(ui: &Path) -> Result<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(ui).context("cannot list ui/")? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && ["src", "public"].contains(&name.as_str()) {
            walk(&path, &mut files)?;
        } else if path.is_file() {
            files.push(path);
        }
    }
    // The guide is shown inside the program.
    if let Some(docs) = ui.parent().map(|root| root.join("docs/guide")).filter(|dir| dir.is_dir()) {
        walk(&docs, &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in &files {
        file.strip_prefix(ui).unwrap_or(file).hash(&mut hasher);
        fs::read(file).with_context(|| format!("cannot read {}", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Every file below a folder.
pub(crate) fn walk(dir: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(dir).with_context(|| format!("cannot list {}", dir.display()))? {
        let path = entry?.path();
        if path.is_dir() { walk(&path, files)? } else { files.push(path) }
    }
    Ok(())
}

fn npm_program() -> Option<PathBuf> {
    find_program("npm")
}

fn parse_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_compare_by_number() {
        assert_eq!(parse_version("v20.20.2\n"), Some((20, 20)));
        assert_eq!(parse_version("v9.3.0"), Some((9, 3)));
        assert!(parse_version("v9.30.0").unwrap() < OLDEST);
        assert_eq!(parse_version("what"), None);
    }

    #[test]
    fn the_digest_changes_with_a_name_and_with_a_content() {
        let ui = std::env::temp_dir().join(format!("xtask-ui-{}/ui", std::process::id()));
        fs::create_dir_all(ui.join("src")).unwrap();
        fs::write(ui.join("src/a.ts"), "1").unwrap();
        let first = source_digest(&ui).unwrap();
        fs::write(ui.join("src/a.ts"), "2").unwrap();
        let second = source_digest(&ui).unwrap();
        fs::rename(ui.join("src/a.ts"), ui.join("src/b.ts")).unwrap();
        let third = source_digest(&ui).unwrap();
        fs::remove_dir_all(ui.parent().unwrap()).unwrap();
        assert!(first != second && second != third);
    }
}
