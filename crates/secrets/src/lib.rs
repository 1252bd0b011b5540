//! Secrets of the user: a type that never prints, and the OS keychain that keeps them.
//!
//! A secret is not `Serialize`, not `Display`, not `Clone`, and its `Debug` form shows only `***`; whoever needs the
//! text says so with [`Secret::expose`]. It is wiped from memory when dropped. There is no file fallback: where no
//! keychain is running, storing is refused with the way out, and the token can be given by environment variable.

mod keychain;
mod secret;

pub use keychain::{Keychain, KeychainError};
pub use secret::{EmptySecret, Secret};
