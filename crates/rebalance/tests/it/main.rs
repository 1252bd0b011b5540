//! What crosses modules: the guide's example, to the cent.

#![allow(clippy::unwrap_used)] // the helpers of tests are not #[test] functions themselves

mod guide;
