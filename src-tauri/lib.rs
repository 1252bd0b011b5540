//! Composition of the workstation: the window, the server and the command line over one router.
//!
//! `quarterdeck` without a command opens the window (`desktop/`); every command is a client of the same API (`cli/`),
//! in process, through the process that owns the workspace (`owner/`), or on a server. Nothing but `serve` listens on
//! TCP. Built without the feature `desktop` there is no window, and no webview is needed.

mod cli;
mod connection;
#[cfg(feature = "desktop")]
mod desktop;
mod exit;
mod owner;
mod places;
#[cfg(target_os = "linux")]
#[cfg_attr(not(feature = "desktop"), allow(dead_code, reason = "only the window prepares its renderer"))]
mod renderer;
mod serve;
mod ui_files;

use std::{process::ExitCode, time::Instant};

/// Runs the program: reads the command line, then opens the window or carries out the command.
pub fn run() -> ExitCode {
    let started = Instant::now();
    let mut arguments = cli::parse();
    start_logging(&arguments);
    match arguments.command.take() {
        Some(command) => cli::run(&arguments.place, command),
        None => window(arguments.place, started),
    }
}

#[cfg(feature = "desktop")]
fn window(place: cli::Place, started: Instant) -> ExitCode {
    match desktop::run(place, started) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

#[cfg(not(feature = "desktop"))]
fn window(_: cli::Place, _: Instant) -> ExitCode {
    exit::Failure::NotBuiltIn("this build has no window; use `quarterdeck serve`, or see `quarterdeck --help`").report()
}

/// Logs to stderr, and to a file where the process lives long enough to have a story.
fn start_logging(arguments: &cli::Arguments) {
    let is_long = matches!(arguments.command, None | Some(cli::Command::Serve(_)));
    let folder = is_long.then(places::logs).and_then(Result::ok);
    let filter = std::env::var(telemetry::LEVEL_VARIABLE).ok();
    let logging = telemetry::Logging { folder: folder.as_deref(), stderr_filter: filter.as_deref() };
    if let Err(problem) = telemetry::start(&logging) {
        // Work goes on without a log; the person is told once.
        tracing::warn!(%problem, "no log is kept");
        if matches!(problem, telemetry::TelemetryError::Filter { .. }) {
            exit::Failure::Usage(problem.to_string()).report();
        }
    }
}
