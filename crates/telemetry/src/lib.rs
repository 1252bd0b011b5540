//! Logs and diagnostics: where events go, what is masked in them, and the facts a person copies into a report.
//!
//! Events are written to stderr (warnings, or what `QUARTERDECK_LOG` asks for) and to a rotating file in the data
//! folder. Every line passes [`redact`] first, so that a token which slips into a message does not reach a disk. The
//! file is plain text for people; nothing parses it. Metrics over the network are not a goal: nothing leaves the
//! machine.

mod diagnostics;
mod redact;
mod rotating;

pub use diagnostics::{Diagnostics, resident_memory_bytes};
pub use redact::redact;
pub use rotating::RotatingFile;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use tracing_subscriber::{
    EnvFilter, Layer,
    fmt::{self, MakeWriter},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

/// The variable that chooses what is written to stderr, e.g. `info` or `store=debug`.
pub const LEVEL_VARIABLE: &str = "QUARTERDECK_LOG";
/// The name of the newest log file; older ones carry `.1`, `.2`, …
pub const LOG_FILE: &str = "quarterdeck.log";
/// What goes to stderr when nothing is asked for. Slow statements are the database layer's warnings and quote whole
/// statements, which is no message to a person.
const STDERR_FILTER: &str = "warn,sqlx=error";
/// What goes to the file.
const FILE_FILTER: &str = "info,sqlx=error";

/// Why logging could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The log file cannot be written.
    #[error("cannot write the log file in {folder}: {source}; check the folder's permissions and free space")]
    File {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The level is not understood.
    #[error("{LEVEL_VARIABLE} is \"{value}\", which is not a log filter; use warn, info, debug or part=debug")]
    Filter {
        /// What was given.
        value: String,
    },
    /// Logging is already running in this process.
    #[error("logging was already started in this process")]
    Twice,
}

impl TelemetryError {
    /// The stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File { .. } => "log_file",
            Self::Filter { .. } => "log_filter",
            Self::Twice => "log_started_twice",
        }
    }
}

/// What to log, and where.
#[derive(Debug, Default, Clone)]
pub struct Logging<'a> {
    /// The folder of the log file; `None` writes no file.
    pub folder: Option<&'a Path>,
    /// The filter of stderr; `None` shows warnings and errors only.
    pub stderr_filter: Option<&'a str>,
}

/// Starts logging for this process. Call it once, at the very start.
///
/// # Errors
/// [`TelemetryError`] when the filter is not understood or logging runs already. A log file that cannot be opened
/// is reported after stderr logging has been started, so the program may go on without it.
pub fn start(logging: &Logging<'_>) -> Result<(), TelemetryError> {
    let filter = logging.stderr_filter.unwrap_or(STDERR_FILTER);
    let stderr_filter = EnvFilter::try_new(filter).map_err(|_| TelemetryError::Filter { value: filter.to_owned() })?;
    let stderr = fmt::layer().with_writer(Masked(io::stderr)).with_ansi(false).without_time().with_target(false);
    let (file, problem) = match logging.folder.map(open) {
        Some(Ok(file)) => (Some(file), None),
        Some(Err(problem)) => (None, Some(problem)),
        None => (None, None),
    };
    let file = file.map(|file| {
        let shared = SharedFile(Arc::new(Mutex::new(file)));
        fmt::layer().with_writer(Masked(shared)).with_ansi(false).with_filter(EnvFilter::new(FILE_FILTER))
    });
    tracing_subscriber::registry()
        .with(stderr.with_filter(stderr_filter))
        .with(file)
        .try_init()
        .map_err(|_| TelemetryError::Twice)?;
    problem.map_or(Ok(()), Err)
}

fn open(folder: &Path) -> Result<RotatingFile, TelemetryError> {
    RotatingFile::open(&folder.join(LOG_FILE))
        .map_err(|source| TelemetryError::File { folder: folder.to_path_buf(), source })
}

/// The log file, written by all threads.
#[derive(Clone)]
struct SharedFile(Arc<Mutex<RotatingFile>>);

impl Write for SharedFile {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        // A poisoned lock only means that another thread panicked between two lines.
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).flush()
    }
}

impl<'a> MakeWriter<'a> for SharedFile {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Masks secrets in each line on its way to the inner writer.
struct Masked<M>(M);

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for Masked<M> {
    type Writer = MaskedWriter<M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        MaskedWriter(self.0.make_writer())
    }
}

/// One event's writer. The formatter hands over a whole line at once.
struct MaskedWriter<W>(W);

impl<W: Write> Write for MaskedWriter<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        self.0.write_all(redact(&text).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
