//! Why a secret could not be kept or given.

use std::path::{Path, PathBuf};

use super::environment::{PASSPHRASE_FILE_VARIABLE, PASSPHRASE_VARIABLE};
use crate::{KeychainError, SealedFileError};

/// Why a secret could not be kept or given. No message holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum KeeperError {
    /// No keychain is running, and no passphrase of a sealed file is known.
    #[error(
        "{}, or give the token in QUARTERDECK_TOKEN",
        ways_out(reason, locked.as_deref(), refusal.as_deref())
    )]
    NowhereToKeep {
        /// What the system said of the keychain.
        reason: String,
        /// The sealed file, if there is one.
        locked: Option<PathBuf>,
        /// What was wrong with the passphrase that was given.
        refusal: Option<String>,
    },
    /// A sealed file would be made where a keychain is running.
    #[error("a keychain is running here, and keys go there; a sealed file is for where there is none")]
    NotNeeded,
    /// This process has no folder for a sealed file.
    #[error("there is no home folder to keep a sealed file in; set HOME and start again")]
    NoPlace,
    /// The keychain refused.
    #[error(transparent)]
    Keychain(#[from] KeychainError),
    /// The sealed file refused.
    #[error(transparent)]
    SealedFile(#[from] SealedFileError),
}

impl KeeperError {
    /// The stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NowhereToKeep { locked: Some(_), .. } => "sealed_file_locked",
            Self::NowhereToKeep { locked: None, .. } => "keychain_missing",
            Self::NotNeeded => "sealed_file_not_needed",
            Self::NoPlace => "sealed_file_no_place",
            Self::Keychain(problem) => problem.code(),
            Self::SealedFile(problem) => problem.code(),
        }
    }
}

/// What is to be done where no keychain is running: the beginning of a sentence that goes on with a further way.
pub fn ways_out(reason: &str, locked: Option<&Path>, refusal: Option<&str>) -> String {
    let given = format!("Providers, `quarterdeck keys unlock`, {PASSPHRASE_VARIABLE} or {PASSPHRASE_FILE_VARIABLE}");
    let refusal = refusal.map(|refusal| format!(" ({refusal})")).unwrap_or_default();
    match locked {
        None => format!(
            "no keychain is running in this session ({reason}); start one (GNOME Keyring, KWallet, KeePassXC) and then Quarterdeck again, \
             give a passphrase to keep keys in a sealed file ({given}){refusal}"
        ),
        Some(path) => format!(
            "no keychain is running in this session ({reason}), and the sealed file {} is locked{refusal}; unlock it with its passphrase \
             ({given}), start a keychain and then Quarterdeck again",
            path.display()
        ),
    }
}
