//! Starting other programs: echoed, with their failure turned into a sentence.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A command with its arguments, started in `dir`.
pub(crate) fn command<S: AsRef<OsStr>>(
    program: impl AsRef<OsStr>,
    args: impl IntoIterator<Item = S>,
    dir: &Path,
) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(dir);
    command
}

/// Cargo, the same one that runs this program.
pub(crate) fn cargo<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>, dir: &Path) -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), args, dir)
}

/// The command as a person would type it.
pub(crate) fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let mut line = program.to_string_lossy().into_owned();
    for arg in command.get_args() {
        let arg = arg.to_string_lossy();
        line.push(' ');
        if arg.contains(' ') || arg.is_empty() {
            line.push_str(&format!("'{arg}'"));
        } else {
            line.push_str(&arg);
        }
    }
    line
}

/// Runs it with our streams and waits.
///
/// # Errors
/// When it cannot be started or ends with a failure.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", shown(command));
    let status = command.status().with_context(|| not_started(command))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs it and returns what it wrote to standard output; its standard error is ours.
///
/// # Errors
/// When it cannot be started, fails, or writes something that is not UTF-8.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    output_of(command.stdin(Stdio::null()))
}

/// The same for a command whose standard input is already set.
///
/// # Errors
/// As [`output`].
pub(crate) fn output_of(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().with_context(|| not_started(command))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", shown(command), output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{}` wrote something that is not UTF-8", shown(command)))
}

/// Runs it silently and returns standard output when it succeeds; for questions whose failure is an answer.
pub(crate) fn quiet(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// How a logged command ended.
pub(crate) struct Logged {
    /// Ended by itself and with success.
    pub(crate) success: bool,
    /// Why it did not, in words.
    pub(crate) failure: String,
    /// Everything it wrote, both streams in order.
    pub(crate) text: String,
}

/// Runs it with both streams into `log`, ends it after `limit`, and returns what it wrote.
///
/// # Errors
/// When it cannot be started or the log cannot be written.
pub(crate) fn logged(command: &mut Command, log: &Path, limit: Duration) -> Result<Logged> {
    let file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    let also = file.try_clone().with_context(|| format!("cannot write {}", log.display()))?;
    let mut child =
        command.stdin(Stdio::null()).stdout(file).stderr(also).spawn().with_context(|| not_started(command))?;
    let start = Instant::now();
    let (success, failure) = loop {
        if let Some(status) = child.try_wait().context("cannot ask after the started program")? {
            break (status.success(), format!("{status}"));
        }
        if start.elapsed() > limit {
            let _ = child.kill();
            let _ = child.wait();
            break (false, format!("ended by us after {} s", limit.as_secs()));
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let bytes = std::fs::read(log).with_context(|| format!("cannot read {}", log.display()))?;
    Ok(Logged { success, failure, text: String::from_utf8_lossy(&bytes).into_owned() })
}

/// The first folder of `PATH` that holds the program.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names: &[String] = if cfg!(windows) {
        &[format!("{name}.exe"), format!("{name}.cmd"), format!("{name}.bat")]
    } else {
        &[name.to_owned()]
    };
    std::env::split_paths(&path).flat_map(|dir| names.iter().map(move |n| dir.join(n))).find(|p| p.is_file())
}

fn not_started(command: &Command) -> String {
    format!("cannot start `{}`; is it installed? `cargo xtask doctor` lists what is missing", shown(command))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_typed() {
        let command = command("/usr/bin/cargo", ["test", "--", "two words"], Path::new("."));
        assert_eq!(shown(&command), "cargo test -- 'two words'");
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let log = std::env::temp_dir().join(format!("xtask-{}.log", std::process::id()));
        let ended = logged(
            &mut command("sh", ["-c", "echo begun; sleep 60"], Path::new(".")),
            &log,
            Duration::from_millis(300),
        )
        .unwrap();
        std::fs::remove_file(&log).unwrap();
        assert!(!ended.success);
        assert_eq!(ended.text, "begun\n");
    }
}
