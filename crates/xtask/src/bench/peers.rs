//! The reference programs: a Python environment with pinned versions, kept in the cache.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{self, find_program, run};
use crate::project::Project;

/// A script of the references, ready to run on one thread as ours does.
///
/// # Errors
/// When the environment cannot be made.
pub(crate) fn command(project: &Project, script: &Path) -> Result<Command> {
    let mut command = command::command(python(project)?, [script], project.root());
    command.env("OMP_NUM_THREADS", "1").env("OPENBLAS_NUM_THREADS", "1");
    // An older processor named here would slow the references down; they find out by themselves.
    command.env_remove("OPENBLAS_CORETYPE").env_remove("OPENBLAS_L2_SIZE");
    Ok(command)
}

/// The Python of the environment, which is made and filled when it does not fit the list of versions.
///
/// # Errors
/// When there is no Python 3 or a package cannot be installed.
fn python(project: &Project) -> Result<PathBuf> {
    let wanted = project.root().join("crates/xtask/bench/requirements.txt");
    let text = std::fs::read_to_string(&wanted).with_context(|| format!("cannot read {}", wanted.display()))?;
    let home = project.cache().join("bench-peers");
    let python = if cfg!(windows) { home.join("Scripts/python.exe") } else { home.join("bin/python") };
    let stamp = home.join("requirements.txt");
    if python.is_file() && std::fs::read_to_string(&stamp).is_ok_and(|have| have == text) {
        return Ok(python);
    }
    let Some(base) = find_program("python3").or_else(|| find_program("python")) else {
        bail!("Python 3.11 or newer is missing; the references of the bench are Python packages");
    };
    let home_text = home.display().to_string();
    run(&mut command::command(base, ["-m", "venv", "--clear", home_text.as_str()], project.root()))?;
    let list = wanted.display().to_string();
    let args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", list.as_str()];
    run(&mut command::command(&python, args, project.root()))?;
    std::fs::write(&stamp, text).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(python)
}
