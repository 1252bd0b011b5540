//! Files of other programs.
#![allow(clippy::unwrap_used)] // the helpers of tests are not #[test] functions

mod parquet;
