//! The `quarterdeck` program.
// A window program on Windows opens no console of its own; command lines attach to the one they were started from.
#![cfg_attr(all(windows, not(debug_assertions), feature = "desktop"), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    quarterdeck::run()
}
