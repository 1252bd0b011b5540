//! The OS keychain: Secret Service on Linux, Keychain on macOS, Credential Manager on Windows.

use keyring::{Entry, Error};

use crate::Secret;

/// The service name under which our entries appear in the system's own viewer.
const SERVICE: &str = "quarterdeck";

/// Why the keychain did not keep or give a secret.
#[derive(Debug, thiserror::Error)]
pub enum KeychainError {
    /// No keychain is running here.
    #[error(
        "no keychain is running in this session ({reason}); start one (GNOME Keyring, KWallet, KeePassXC), or give the token in QUARTERDECK_TOKEN"
    )]
    Missing {
        /// What the system said.
        reason: String,
    },
    /// It is there but locked.
    #[error(
        "the keychain is locked; unlock it in your desktop's password program, or give the token in QUARTERDECK_TOKEN"
    )]
    Locked,
    /// It failed otherwise.
    #[error(
        "the keychain could not {action} the entry for {account}: {reason}; try again, or give the token in QUARTERDECK_TOKEN"
    )]
    Failed {
        /// `read`, `store` or `remove`.
        action: &'static str,
        /// The entry's name.
        account: String,
        /// What the system said; never a secret.
        reason: String,
    },
}

impl KeychainError {
    /// The stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "keychain_missing",
            Self::Locked => "keychain_locked",
            Self::Failed { .. } => "keychain_failed",
        }
    }

    fn of(problem: &Error, action: &'static str, account: &str) -> Self {
        match problem {
            Error::NoDefaultStore => match Keychain.status() {
                Err(missing) => missing,
                Ok(()) => Self::Missing { reason: "it stopped answering".to_owned() },
            },
            Error::NoStorageAccess(_) => Self::Locked,
            other => Self::Failed { action, account: account.to_owned(), reason: describe(other) },
        }
    }
}

/// The system's words on one line. Variants that carry bytes of a secret are named only.
fn describe(problem: &Error) -> String {
    match problem {
        Error::BadEncoding(_) => "the stored text is not UTF-8".to_owned(),
        Error::BadDataFormat(..) => "the stored entry has an unknown form".to_owned(),
        other => other.to_string().lines().next().unwrap_or("no reason given").to_owned(),
    }
}

/// Our entries in the OS keychain.
///
/// Calls may wait for the person to unlock it; asynchronous callers use a blocking task.
#[derive(Debug, Default, Clone, Copy)]
pub struct Keychain;

impl Keychain {
    /// Whether one is running. It is found out once in a process, and nobody is asked to unlock anything.
    ///
    /// # Errors
    /// [`KeychainError::Missing`] when there is none.
    pub fn status(&self) -> Result<(), KeychainError> {
        Entry::store_status().as_ref().copied().map_err(|status| KeychainError::Missing { reason: describe(status) })
    }

    /// The secret of an account, or `None` where there is none.
    ///
    /// # Errors
    /// [`KeychainError`] when there is no keychain, it is locked or it failed.
    pub fn get(&self, account: &str) -> Result<Option<Secret>, KeychainError> {
        let read = Entry::new(SERVICE, account).and_then(|entry| entry.get_password());
        match read {
            Ok(text) => Ok(Secret::new(text).ok()),
            Err(Error::NoEntry) => Ok(None),
            Err(problem) => Err(KeychainError::of(&problem, "read", account)),
        }
    }

    /// Keeps the secret of an account; one that is there is replaced.
    ///
    /// # Errors
    /// [`KeychainError`] when there is no keychain, it is locked or it failed.
    pub fn set(&self, account: &str, secret: &Secret) -> Result<(), KeychainError> {
        Entry::new(SERVICE, account)
            .and_then(|entry| entry.set_password(secret.expose()))
            .map_err(|problem| KeychainError::of(&problem, "store", account))
    }

    /// Forgets the secret of an account. Says whether there was one.
    ///
    /// # Errors
    /// [`KeychainError`] when there is no keychain, it is locked or it failed.
    pub fn remove(&self, account: &str) -> Result<bool, KeychainError> {
        let removed = Entry::new(SERVICE, account).and_then(|entry| entry.delete_credential());
        match removed {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(problem) => Err(KeychainError::of(&problem, "remove", account)),
        }
    }
}
