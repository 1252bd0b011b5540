//! A test binary that runs one of its own tests in a child process, to be killed or to run as somebody else.

use std::{
    env,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

/// The variable that tells a test that it is the child, and what to do.
const ROLE: &str = "QUARTERDECK_TEST_CHILD";

/// What this process is to do as a child; `None` in the test itself.
pub fn role() -> Option<String> {
    env::var(ROLE).ok()
}

/// A command that runs one ignored test of this binary as the child. Its output is not captured.
///
/// # Errors
/// When the binary's own path is unknown.
pub fn command(test: &str, role: &str) -> anyhow::Result<Command> {
    let mut command = Command::new(env::current_exe()?);
    command.args(["--exact", test, "--ignored", "--nocapture", "--test-threads=1"]).env(ROLE, role);
    Ok(command)
}

/// A running child that dies with its test.
pub struct Running {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Running {
    /// Starts a command and listens to what it prints.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(mut command: Command) -> anyhow::Result<Self> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let out = child.stdout.take().ok_or_else(|| anyhow::anyhow!("the child has no output"))?;
        Ok(Self { child, lines: BufReader::new(out).lines() })
    }

    /// Waits until it prints a line with this text; false when it ends before.
    pub fn wait_for(&mut self, text: &str) -> bool {
        self.lines.by_ref().map_while(Result::ok).any(|line| line.contains(text))
    }

    /// Ends it at once, without a chance to tidy up (SIGKILL on Unix).
    ///
    /// # Errors
    /// When it cannot be ended.
    pub fn kill(&mut self) -> std::io::Result<()> {
        self.child.kill()?;
        self.child.wait().map(drop)
    }

    /// Waits for its end; whether all went well.
    ///
    /// # Errors
    /// When it cannot be waited for.
    pub fn finish(&mut self) -> std::io::Result<bool> {
        self.child.wait().map(|status| status.success())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
