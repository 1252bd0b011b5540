//! Secrets of the user: a type that never prints, and where they are kept.
//!
//! A secret is not `Serialize`, not `Display`, not `Clone`, and its `Debug` form shows only `***`; whoever needs the
//! text says so with [`Secret::expose`]. It is wiped from memory when dropped. A [`Keeper`] keeps secrets in the OS keychain; where none is
//! running and a passphrase was given, in one [`SealedFile`] beside the workspaces, and says so. Never in a database or a log.

mod keeper;
mod keychain;
mod sealed_file;
mod secret;

pub use keeper::{
    Keeper, KeeperError, KeeperState, KeptIn, PASSPHRASE_FILE_VARIABLE, PASSPHRASE_VARIABLE, SealedFileState, ways_out,
};
pub use keychain::{Keychain, KeychainError};
pub use sealed_file::{PASSPHRASE_CHARS_ADVISED, PASSPHRASE_CHARS_MIN, SealCost, SealedFile, SealedFileError};
pub use secret::{EmptySecret, Secret};
