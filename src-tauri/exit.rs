//! How a command ends: one line on stderr with the next step, and an exit code that scripts can rely on.

use std::{fmt, io, path::PathBuf, process::ExitCode};

use serde::Deserialize;

/// What each exit code means. Printed in `--help` and in the man page.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  failed: an error inside the program; the log has more
  2  wrong usage: an unknown command, option or value
  3  refused: the input or request was read and is not acceptable
  4  busy: the workspace or the thing asked for is in use or was changed meanwhile
  5  not reachable: the server or the program that holds the workspace does not answer
  6  storage: files cannot be read or written (read-only, full, damaged, newer version)
  7  not allowed: sign in first, or the token does not permit it";

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command line cannot be carried out as written.
    #[error("{0}")]
    Usage(String),
    /// A file given on the command line cannot be used.
    #[error("{}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it and what to do.
        reason: String,
    },
    /// An optimization request was refused.
    #[error(transparent)]
    Optimize(#[from] optimize::OptimizeError),
    /// Figures cannot be worked out.
    #[error(transparent)]
    Statistics(#[from] statistics::StatisticsError),
    /// Risk, stress or hedges cannot be worked out.
    #[error(transparent)]
    Risk(#[from] risk::RiskError),
    /// A rebalancing request was refused.
    #[error(transparent)]
    Rebalance(#[from] rebalance::RebalanceError),
    /// The workspace cannot be opened or used.
    #[error(transparent)]
    Workspace(#[from] workstation::Error),
    /// The server or owner did not answer.
    #[error(transparent)]
    Net(#[from] net::NetError),
    /// A token could not be kept or given.
    #[error(transparent)]
    Keeper(#[from] secrets::KeeperError),
    /// The API answered with a problem.
    #[error("{0}")]
    Problem(Problem),
    /// The workspace is held by a program that does not answer.
    #[error("the workspace {} is held by process {pid}, which does not answer; wait a moment, or end that process and try again", path.display())]
    OwnerSilent {
        /// The workspace.
        path: PathBuf,
        /// The process, 0 when it is not known.
        pid: u32,
    },
    /// A socket or folder of ours cannot be made.
    #[error("{what} cannot be {doing}: {source}; {next}")]
    Place {
        /// What it is for, with its path.
        what: String,
        /// What was tried.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
        /// What to do.
        next: &'static str,
    },
    /// The system gives no window.
    #[cfg(feature = "desktop")]
    #[error("no window could be opened: {0}; on a machine without a display use `quarterdeck serve`")]
    Window(String),
    /// A chart cannot be shown.
    #[error(transparent)]
    Chart(#[from] charts::ChartError),
    /// A job ended without success.
    #[error("{0}")]
    Job(String),
    /// Something this build was made without.
    #[cfg(not(all(feature = "desktop", feature = "chart-window")))]
    #[error("{0}")]
    NotBuiltIn(&'static str),
    /// Nobody reads our output any more, as after `| head`.
    #[error("the output was closed")]
    OutputClosed,
    /// The output cannot be written.
    #[error("the output cannot be written: {0}; check the free space where it goes")]
    Output(io::Error),
    /// A bug of ours.
    #[error("{0}; please report it with the output of `quarterdeck doctor`")]
    Bug(String),
}

impl Failure {
    /// A file of the command line that cannot be used.
    pub(crate) fn file(path: impl Into<PathBuf>, reason: impl Into<String>) -> Self {
        Self::File { path: path.into(), reason: reason.into() }
    }

    /// Whether the workspace could not be opened for a reason that goes away with a restored backup.
    pub(crate) fn is_mended_by_backup(&self) -> bool {
        let Self::Workspace(problem) = self else { return false };
        matches!(problem.code(), "database_corrupt" | "schema_newer" | "schema_foreign" | "stored_value" | "database")
    }

    /// The exit code; [`EXIT_CODES`] explains it.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::OutputClosed => 0,
            Self::Bug(_) | Self::Job(_) | Self::Chart(_) => 1,
            #[cfg(feature = "desktop")]
            Self::Window(_) => 1,
            #[cfg(not(all(feature = "desktop", feature = "chart-window")))]
            Self::NotBuiltIn(_) => 2,
            Self::Usage(_) => 2,
            Self::File { .. } | Self::Optimize(_) | Self::Statistics(_) | Self::Risk(_) | Self::Rebalance(_) => 3,
            Self::OwnerSilent { .. } => 4,
            Self::Net(problem) => match problem {
                net::NetError::Address { .. } => 2,
                net::NetError::Output(_) => 6,
                net::NetError::Token | net::NetError::Refused { .. } => 7,
                _ => 5,
            },
            Self::Place { .. } | Self::Output(_) => 6,
            Self::Keeper(_) => 7,
            Self::Workspace(problem) => of_workspace(problem),
            Self::Problem(problem) => problem.exit(),
        }
    }

    /// Writes the one line to stderr and gives the exit code.
    pub(crate) fn report(&self) -> ExitCode {
        if !matches!(self, Self::OutputClosed) {
            let line = telemetry::redact(&self.to_string()).into_owned();
            #[expect(clippy::print_stderr, reason = "the one place where a command reports its failure")]
            {
                eprintln!("quarterdeck: {}", line.trim_end());
            }
        }
        ExitCode::from(self.code())
    }
}

impl From<io::Error> for Failure {
    fn from(problem: io::Error) -> Self {
        if problem.kind() == io::ErrorKind::BrokenPipe { Self::OutputClosed } else { Self::Output(problem) }
    }
}

/// Codes of what is wrong with the files of a workspace.
fn is_of_storage(code: &str) -> bool {
    matches!(
        code,
        "io" | "read_only"
            | "disk_full"
            | "database_corrupt"
            | "block_damaged"
            | "schema_newer"
            | "schema_foreign"
            | "workspace_missing"
    )
}

fn of_workspace(problem: &workstation::Error) -> u8 {
    use workstation::Reaction;
    match problem.reaction() {
        _ if is_of_storage(problem.code()) => 6,
        _ if problem.code() == "database_busy" => 4,
        Reaction::Correct | Reaction::LookElsewhere | Reaction::Shrink => 3,
        Reaction::Resolve => 4,
        Reaction::Refused => 7,
        Reaction::Repair => 6,
        Reaction::Report => 1,
    }
}

/// A `application/problem+json` answer.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Problem {
    /// The HTTP status.
    #[serde(default)]
    pub(crate) status: u16,
    /// The stable name.
    #[serde(default)]
    pub(crate) code: String,
    /// What happened and what to do.
    #[serde(default)]
    pub(crate) detail: String,
    /// Field by field.
    #[serde(default)]
    pub(crate) fields: Vec<FieldProblem>,
    /// The request's id, to be found in the log.
    #[serde(default)]
    pub(crate) request_id: String,
}

/// One field of a problem.
#[derive(Debug, Deserialize)]
pub(crate) struct FieldProblem {
    /// The field.
    #[serde(default)]
    field: Option<String>,
    /// What is wrong with it.
    #[serde(default)]
    message: String,
}

impl Problem {
    /// Reads an error answer; one that is not a problem document is described by its status.
    pub(crate) fn of(status: http::StatusCode, body: &[u8]) -> Self {
        let mut problem: Self = serde_json::from_slice(body).unwrap_or_default();
        problem.status = status.as_u16();
        if problem.detail.is_empty() {
            problem.detail = format!("the answer was \"{status}\" without an explanation; try again");
        }
        problem
    }

    fn exit(&self) -> u8 {
        match (self.status, self.code.as_str()) {
            (401 | 403, _) => 7,
            (507, _) => 6,
            (_, code) if is_of_storage(code) => 6,
            (409 | 412 | 423, _) | (_, "database_busy") => 4,
            (502..=504, _) => 5,
            (400..=499, _) => 3,
            _ => 1,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.detail)?;
        for FieldProblem { field, message } in &self.fields {
            // The detail of a single problem usually is that field's message.
            if !self.detail.contains(message.as_str()) {
                write!(f, "; {}{message}", field.as_ref().map(|field| format!("{field}: ")).unwrap_or_default())?;
            }
        }
        if self.status >= 500 && !self.request_id.is_empty() {
            write!(f, " (request {})", self.request_id)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_ends_with_the_code_that_its_status_means() {
        for (status, body, code) in [
            (422, r#"{"code":"invalid","detail":"quantity is zero"}"#, 3),
            (404, "", 3),
            (401, "", 7),
            (409, "", 4),
            (503, "", 5),
            (500, r#"{"code":"io","detail":"disk full"}"#, 6),
            (503, r#"{"code":"disk_full","detail":"disk full"}"#, 6),
            (503, r#"{"code":"database_busy","detail":"locked"}"#, 4),
            (409, r#"{"code":"schema_newer","detail":"update"}"#, 6),
            (500, "<html>", 1),
        ] {
            let problem = Problem::of(http::StatusCode::from_u16(status).unwrap(), body.as_bytes());
            assert_eq!(Failure::Problem(problem).code(), code, "{status} {body}");
        }
    }

    #[test]
    fn fields_are_named_on_the_one_line_but_not_twice() {
        let body = r#"{"detail":"2 fields","fields":[{"field":"price","message":"is negative"},{"field":null,"message":"2 fields"}]}"#;
        let problem = Problem::of(http::StatusCode::UNPROCESSABLE_ENTITY, body.as_bytes());
        assert_eq!(problem.to_string(), "2 fields; price: is negative");
    }

    #[test]
    fn a_closed_pipe_is_no_failure() {
        assert_eq!(Failure::from(io::Error::from(io::ErrorKind::BrokenPipe)).code(), 0);
    }
}
