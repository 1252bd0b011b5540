//! Programs of others that ours is compared with or driven by: environments with pinned versions, kept in the cache.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{self, find_program, run};
use crate::node;
use crate::project::Project;

/// A script of the references, ready to run on one thread as ours does. One that has a list of versions of its own (`requirements-x.txt` for
/// `x_peers.py`) has an environment of its own.
///
/// # Errors
/// When the environment cannot be made.
pub(crate) fn command(project: &Project, script: &Path) -> Result<Command> {
    let mut command = command::command(python(project, script)?, [script], project.root());
    command.env("OMP_NUM_THREADS", "1").env("OPENBLAS_NUM_THREADS", "1");
    // An older processor named here would slow the references down; they find out by themselves.
    command.env_remove("OPENBLAS_CORETYPE").env_remove("OPENBLAS_L2_SIZE");
    Ok(command)
}

/// The Python of a script of the bench.
///
/// # Errors
/// As [`environment`].
fn python(project: &Project, script: &Path) -> Result<PathBuf> {
    let lists = project.root().join("crates/xtask/bench");
    let name = script.file_name().and_then(|name| name.to_str()?.strip_suffix("_peers.py"));
    if let Some(name) = name {
        let own = lists.join(format!("requirements-{name}.txt"));
        if own.is_file() {
            return environment(project, &project.cache().join(format!("bench-peers-{name}")), &own);
        }
    }
    environment(project, &project.cache().join("bench-peers"), &lists.join("requirements.txt"))
}

/// The folder with official clients of venues, which drive our fakes: `python` and `python-coinbase`, environments, and `node_modules`.
///
/// # Errors
/// When there is no Python 3 or Node, or a package cannot be installed.
pub(crate) fn venue_clients(project: &Project) -> Result<PathBuf> {
    let lists = project.root().join("crates/fakes/peers");
    let home = project.cache().join("venue-clients");
    std::fs::create_dir_all(&home).with_context(|| format!("cannot make {}", home.display()))?;
    environment(project, &home.join("python"), &lists.join("requirements.txt"))?;
    environment(project, &home.join("python-coinbase"), &lists.join("requirements-coinbase.txt"))?;
    let wanted = lists.join("package.json");
    let text = std::fs::read_to_string(&wanted).with_context(|| format!("cannot read {}", wanted.display()))?;
    let stamp = home.join("package.json");
    if home.join("node_modules").is_dir() && std::fs::read_to_string(&stamp).is_ok_and(|have| have == text) {
        return Ok(home);
    }
    if let Some(complaint) = node::complaint() {
        bail!("{complaint}");
    }
    std::fs::write(&stamp, &text).with_context(|| format!("cannot write {}", stamp.display()))?;
    let args = ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"];
    if let Err(problem) = run(&mut node::npm_in(&home, &args)) {
        // What is half there counts as not there.
        let _ = std::fs::remove_file(&stamp);
        return Err(problem);
    }
    Ok(home)
}

/// The Python of an environment, which is made and filled when it does not fit the list of versions.
///
/// # Errors
/// When there is no Python 3 or a package cannot be installed.
fn environment(project: &Project, home: &Path, wanted: &Path) -> Result<PathBuf> {
    let text = std::fs::read_to_string(wanted).with_context(|| format!("cannot read {}", wanted.display()))?;
    let python = if cfg!(windows) { home.join("Scripts/python.exe") } else { home.join("bin/python") };
    let stamp = home.join("requirements.txt");
    if python.is_file() && std::fs::read_to_string(&stamp).is_ok_and(|have| have == text) {
        return Ok(python);
    }
    let Some(base) = find_program("python3").or_else(|| find_program("python")) else {
        bail!("Python 3.11 or newer is missing; the reference programs are Python packages");
    };
    let home_text = home.display().to_string();
    run(&mut command::command(base, ["-m", "venv", "--clear", home_text.as_str()], project.root()))?;
    let list = wanted.display().to_string();
    let args = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", list.as_str()];
    run(&mut command::command(&python, args, project.root()))?;
    std::fs::write(&stamp, text).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(python)
}
