//! What can be wrong with a script, and where.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is wrong with a script.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScriptFault {
    /// It is not Luau.
    Syntax,
    /// It did what cannot be done, or raised an error itself.
    Runtime,
    /// It took more steps than a callback, or the run, may take.
    Steps,
    /// It wanted more memory than it may have.
    Memory,
    /// It did not come back in time.
    Time,
    /// It is too long, or has nothing to call.
    Form,
}

/// Why a script cannot be run, or not any further.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, thiserror::Error)]
pub struct ScriptError {
    /// What is wrong.
    pub fault: ScriptFault,
    /// The line of the script, from 1; `None` where it is not known.
    pub line: Option<u32>,
    /// In words.
    pub message: String,
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "script line {line}: {}", self.message),
            None => write!(f, "script: {}", self.message),
        }
    }
}

impl ScriptError {
    pub(super) fn new(fault: ScriptFault, line: Option<u32>, message: impl Into<String>) -> Self {
        Self { fault, line, message: message.into() }
    }

    /// Stable machine-readable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.fault {
            ScriptFault::Syntax => "script_syntax",
            ScriptFault::Runtime => "script_failed",
            ScriptFault::Steps => "script_steps",
            ScriptFault::Memory => "script_memory",
            ScriptFault::Time => "script_time",
            ScriptFault::Form => "script_form",
        }
    }

    /// What the virtual machine says, with the line that it speaks of.
    pub(super) fn of(error: &mlua::Error) -> Self {
        let fault = match error {
            mlua::Error::SyntaxError { .. } => ScriptFault::Syntax,
            mlua::Error::MemoryError(_) => ScriptFault::Memory,
            _ => ScriptFault::Runtime,
        };
        let (said, trace) = said(error);
        let (said, trail) = said.split_once("\nstack traceback:").unwrap_or((&said, ""));
        let at_front = line_at_front(said);
        let line = at_front.map(|(line, _)| line).or_else(|| line_within(trail)).or_else(|| line_within(&trace));
        let message = at_front.map_or(said, |(_, rest)| rest);
        let fault = if message.ends_with("not enough memory") { ScriptFault::Memory } else { fault };
        if fault == ScriptFault::Memory {
            return Self::new(fault, line, "it wants more memory than it may have; keep less, or raise memory_mib");
        }
        Self::new(fault, line, message)
    }
}

/// The words of an error and the stack that goes with it.
fn said(error: &mlua::Error) -> (String, String) {
    match error {
        mlua::Error::SyntaxError { message, .. }
        | mlua::Error::RuntimeError(message)
        | mlua::Error::MemoryError(message) => (message.clone(), String::new()),
        mlua::Error::CallbackError { traceback, cause } => {
            let (inner, deeper) = said(cause);
            (inner, if deeper.is_empty() { traceback.clone() } else { deeper })
        }
        mlua::Error::BadArgument { pos, cause, .. } => {
            let (inner, deeper) = said(cause);
            (format!("argument {pos}: {inner}"), deeper)
        }
        mlua::Error::ExternalError(error) => (error.to_string(), String::new()),
        other => (other.to_string(), String::new()),
    }
}

/// The line at the front of a message such as `script:12: attempt to …`, and what follows.
fn line_at_front(text: &str) -> Option<(u32, &str)> {
    let (line, rest) = text.strip_prefix("script:")?.split_once(':')?;
    Some((line.parse().ok()?, rest.trim_start()))
}

/// The first line of the script in a stack.
fn line_within(text: &str) -> Option<u32> {
    let (_, rest) = text.split_once("script:")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_at_the_front_and_in_the_stack() {
        let of = |message: &str| ScriptError::of(&mlua::Error::RuntimeError(message.to_owned()));
        assert_eq!(
            of("script:12: no value\nstack traceback:\nscript:9 a"),
            ScriptError::new(ScriptFault::Runtime, Some(12), "no value")
        );
        assert_eq!(of("no value\nstack traceback:\n[C] f\nscript:9 a").line, Some(9));
        assert_eq!(of("<table 0x1>").line, None);
        assert_eq!(of("script:3: not enough memory").fault, ScriptFault::Memory);
    }
}
