//! The crate from outside, against servers on this machine that are written here.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod addresses;
mod backoff;
#[cfg(all(unix, not(target_os = "macos")))]
mod desktop;
mod mail;
mod mail_server;
mod messages;
mod ntfy;
mod planted;
mod settings;
mod sink;
mod support;
mod telegram;
mod templates;
mod webhook;
