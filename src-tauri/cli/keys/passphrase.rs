//! Passphrases from stdin: typed without being shown, or a line each from a pipe.

use std::io::{IsTerminal, Write};

use zeroize::Zeroizing;

use crate::exit::Failure;

/// Reads one.
///
/// # Errors
/// When none is given.
pub(super) fn read(prompt: &str) -> Result<Zeroizing<String>, Failure> {
    let stdin = std::io::stdin();
    let is_typed = stdin.is_terminal();
    // With room for it: a text that grew would leave a copy behind.
    let mut line = Zeroizing::new(String::with_capacity(1024));
    if is_typed {
        let mut out = std::io::stderr().lock();
        write!(out, "{prompt}")?;
        out.flush()?;
    }
    {
        let _hidden = is_typed.then(Hidden::begin);
        stdin.read_line(&mut line)?;
    }
    if is_typed {
        writeln!(std::io::stderr())?;
    }
    let given = Zeroizing::new(line.trim().to_owned());
    if given.is_empty() {
        return Err(Failure::Usage("give the passphrase on stdin, on a line of its own".to_owned()));
    }
    Ok(given)
}

/// Reads a new one; who types it types it twice.
///
/// # Errors
/// When none is given, or the two differ.
pub(super) fn read_new() -> Result<Zeroizing<String>, Failure> {
    let given = read("New passphrase, 15 characters or more are advised: ")?;
    if std::io::stdin().is_terminal() && *read("The same again: ")? != *given {
        return Err(Failure::Usage("the two passphrases differ; try again".to_owned()));
    }
    Ok(given)
}

/// While it lives the terminal does not show what is typed, where the system lets us ask for that.
struct Hidden {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl Hidden {
    #[cfg(unix)]
    fn begin() -> Self {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let stdin = std::io::stdin();
        let before = tcgetattr(&stdin).ok();
        if let Some(mut silent) = before.clone() {
            silent.local_modes.remove(LocalModes::ECHO);
            // A terminal that does not obey shows what is typed, as it did before.
            let _ = tcsetattr(&stdin, OptionalActions::Flush, &silent);
        }
        Self { before }
    }

    #[cfg(not(unix))]
    fn begin() -> Self {
        Self {}
    }
}

#[cfg(unix)]
impl Drop for Hidden {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            // There is nothing else to be done with a terminal that is gone.
            let _ = rustix::termios::tcsetattr(std::io::stdin(), rustix::termios::OptionalActions::Flush, before);
        }
    }
}
