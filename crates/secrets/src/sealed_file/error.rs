//! Why the sealed file did not keep or give a secret.

use std::path::{Path, PathBuf};

use super::format::Flaw;

/// The fewest characters of a passphrase.
pub const PASSPHRASE_CHARS_MIN: usize = 8;
/// So many characters are advised.
pub const PASSPHRASE_CHARS_ADVISED: usize = 15;

/// Why the sealed file did not keep or give a secret. No message holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum SealedFileError {
    /// It is sealed with another passphrase.
    #[error(
        "the passphrase does not open {}; try again, small and capital letters differ. If it is lost nobody can read the file: delete it and enter the keys again",
        path.display()
    )]
    WrongPassphrase {
        /// The file.
        path: PathBuf,
    },
    /// A new file, or a new passphrase, that is too easily guessed.
    #[error(
        "the passphrase is too short; give at least {PASSPHRASE_CHARS_MIN} characters, better {PASSPHRASE_CHARS_ADVISED}, such as several words"
    )]
    WeakPassphrase,
    /// Its bytes are not what was written.
    #[error("the sealed file {} is damaged: {reason}; put a copy of it back, or delete it and enter the keys again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        reason: &'static str,
    },
    /// Its end is missing.
    #[error("the sealed file {} ends too early, after {length} bytes; put a copy of it back, or delete it and enter the keys again", path.display())]
    Truncated {
        /// The file.
        path: PathBuf,
        /// What is left of it, in bytes.
        length: usize,
    },
    /// It has a form that this version does not know.
    #[error("the sealed file {} was written by a newer Quarterdeck (form {version}); update this one", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its form.
        version: u32,
    },
    /// Others on the machine could have read it.
    #[error(
        "others on this machine can get at the sealed file {} (mode {mode:03o}); close it with chmod 600, and renew the keys in it if you do not trust them",
        path.display()
    )]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// It was sealed anew since this process opened it.
    #[error("the sealed file {} was given another passphrase meanwhile; unlock it with that one", path.display())]
    Resealed {
        /// The file.
        path: PathBuf,
    },
    /// It is not where it was.
    #[error("the sealed file {} is gone; put it back, or give a passphrase to begin a new one", path.display())]
    Gone {
        /// The file.
        path: PathBuf,
    },
    /// It would become too large.
    #[error("the sealed file {} is full; forget keys that are not used any more", path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The machine has too little memory to derive the key.
    #[error("the machine has no {memory_kib} KiB of memory to open the sealed file {} with; end other programs and try again", path.display())]
    Memory {
        /// The file.
        path: PathBuf,
        /// How much is needed, in KiB.
        memory_kib: u32,
    },
    /// The system refused.
    #[error("the sealed file {} cannot be {doing}: {source}; check the free space and that the folder is yours", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried, e.g. `written`.
        doing: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
}

impl SealedFileError {
    /// The stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongPassphrase { .. } => "wrong_passphrase",
            Self::WeakPassphrase => "weak_passphrase",
            Self::Damaged { .. } => "sealed_file_damaged",
            Self::Truncated { .. } => "sealed_file_truncated",
            Self::Newer { .. } => "sealed_file_newer",
            Self::Exposed { .. } => "sealed_file_exposed",
            Self::Resealed { .. } => "sealed_file_resealed",
            Self::Gone { .. } => "sealed_file_gone",
            Self::Full { .. } => "sealed_file_full",
            Self::Memory { .. } => "sealed_file_memory",
            Self::Io { .. } => "sealed_file_io",
        }
    }

    pub(super) fn io(path: &Path, doing: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, doing, source }
    }

    pub(super) fn of(flaw: Flaw, path: &Path) -> Self {
        let path = path.to_owned();
        match flaw {
            Flaw::Truncated { length } => Self::Truncated { path, length },
            Flaw::Newer { version } => Self::Newer { path, version },
            Flaw::Damaged { reason } => Self::Damaged { path, reason },
        }
    }
}
