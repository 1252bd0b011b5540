//! Tracing set-up and diagnostics.
