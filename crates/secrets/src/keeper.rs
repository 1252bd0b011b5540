//! Who keeps secrets here: the keychain where one is running, else the sealed file once its passphrase is known.

mod environment;
mod error;

use std::{
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

pub use self::{
    environment::{PASSPHRASE_FILE_VARIABLE, PASSPHRASE_VARIABLE},
    error::{KeeperError, ways_out},
};
use crate::{Keychain, KeychainError, SealCost, SealedFile, SealedFileError, Secret};

/// Where a secret lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptIn {
    /// In the keychain of the system.
    Keychain,
    /// In the sealed file.
    SealedFile,
}

/// How the sealed file is.
#[derive(Debug)]
pub enum SealedFileState {
    /// There is none.
    NotMade,
    /// There is one, and its passphrase is not known here.
    Locked,
    /// Its passphrase is known here.
    Unlocked,
    /// It cannot be used, and why.
    Unusable(SealedFileError),
}

/// How secrets are kept at the moment.
#[derive(Debug)]
pub struct KeeperState {
    /// Why the keychain cannot be used; `None` when one is running.
    pub keychain: Option<KeychainError>,
    /// Where the sealed file is or would be; `None` where this process has no place for one.
    pub path: Option<PathBuf>,
    /// How the sealed file is.
    pub file: SealedFileState,
    /// Whether a passphrase is known, of a file that is there or will be made.
    pub is_passphrase_known: bool,
    /// What was wrong with the passphrase that the environment gave, and what to do.
    pub refusal: Option<String>,
}

impl KeeperState {
    /// Whether the sealed file stands in for the keychain now.
    pub fn is_sealed_file_used(&self) -> bool {
        self.keychain.is_some() && self.is_passphrase_known && !matches!(self.file, SealedFileState::Unusable(_))
    }
}

/// Keeps secrets. Calls may wait for the person to unlock the keychain or for the key to be derived; asynchronous callers use a blocking
/// task.
#[derive(Debug, Default)]
pub struct Keeper {
    sealed: Option<(PathBuf, SealCost)>,
    state: Mutex<State>,
    is_told: AtomicBool,
}

#[derive(Debug)]
enum State {
    /// No passphrase, and what was wrong with the one that was given.
    Closed {
        refusal: Option<String>,
    },
    /// A passphrase that is tried when it is needed.
    Given(Secret),
    Open(SealedFile),
}

impl State {
    fn refusal(&self) -> Option<String> {
        match self {
            Self::Closed { refusal } => refusal.clone(),
            Self::Given(_) | Self::Open(_) => None,
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::Closed { refusal: None }
    }
}

/// What came of turning to the sealed file.
enum Turned<T> {
    Done(T),
    /// A passphrase is known, and there is no file yet.
    NotMade,
    /// No passphrase is known.
    Closed,
}

impl Keeper {
    /// With a place for a sealed file, and the cost of one that is made. [`Keeper::default`] knows the keychain only.
    pub fn new(path: PathBuf, cost: SealCost) -> Self {
        Self { sealed: Some((path, cost)), ..Self::default() }
    }

    /// With a passphrase that is used as soon as it is needed.
    pub fn with_passphrase(mut self, passphrase: Secret) -> Self {
        self.state = Mutex::new(State::Given(passphrase));
        self
    }

    /// With the passphrase that the environment gives; what is wrong with it is told in [`KeeperState::refusal`].
    pub fn with_environment(mut self) -> Self {
        self.state = Mutex::new(match environment::passphrase() {
            Ok(Some(passphrase)) => State::Given(passphrase),
            Ok(None) => State::default(),
            Err(refusal) => State::Closed { refusal: Some(refusal) },
        });
        self
    }

    /// The secret of an account and where it lies, or `None` where there is none.
    ///
    /// # Errors
    /// [`KeeperError`] when that cannot be told.
    pub fn get(&self, account: &str) -> Result<Option<(Secret, KeptIn)>, KeeperError> {
        let found = match Keychain.get(account) {
            Ok(Some(secret)) => return Ok(Some((secret, KeptIn::Keychain))),
            // It may lie in the file since a time without a keychain.
            Ok(None) => self.turn(false, |file| file.get(account))?,
            Err(KeychainError::Missing { reason }) => self.in_place(reason, false, |file| file.get(account))?,
            Err(problem) => return Err(problem.into()),
        };
        match found {
            Turned::Done(Some(secret)) => Ok(Some((secret, KeptIn::SealedFile))),
            Turned::Done(None) | Turned::NotMade | Turned::Closed => Ok(None),
        }
    }

    /// Keeps the secret of an account, and says where; one that is there is replaced.
    ///
    /// # Errors
    /// [`KeeperError`] when there is no place for it, or the place refuses.
    pub fn set(&self, account: &str, secret: &Secret) -> Result<KeptIn, KeeperError> {
        match Keychain.set(account, secret) {
            Ok(()) => {
                // An old one in the file would come back where no keychain is running.
                self.turn(false, |file| file.remove(account))?;
                Ok(KeptIn::Keychain)
            }
            Err(KeychainError::Missing { reason }) => {
                self.in_place(reason, true, |file| file.set(account, secret))?;
                Ok(KeptIn::SealedFile)
            }
            Err(problem) => Err(problem.into()),
        }
    }

    /// Forgets the secret of an account, wherever it lies. Says whether there was one.
    ///
    /// # Errors
    /// As [`Keeper::set`].
    pub fn remove(&self, account: &str) -> Result<bool, KeeperError> {
        let (was_there, turned) = match Keychain.remove(account) {
            Ok(was_there) => (was_there, self.turn(false, |file| file.remove(account))?),
            Err(KeychainError::Missing { reason }) => {
                (false, self.in_place(reason, false, |file| file.remove(account))?)
            }
            Err(problem) => return Err(problem.into()),
        };
        Ok(was_there || matches!(turned, Turned::Done(true)))
    }

    /// Opens the sealed file, or makes it where there is none and no keychain is running. The passphrase is not kept, the key is.
    ///
    /// # Errors
    /// [`KeeperError::NotNeeded`] where a keychain is running and there is no file; when the passphrase is wrong or too short, or the
    /// file cannot be used.
    pub fn unlock(&self, passphrase: &Secret) -> Result<(), KeeperError> {
        let (path, cost) = self.place()?;
        let mut state = self.state();
        let file = if SealedFile::examine(path)? {
            SealedFile::open(path, passphrase)?
        } else if Keychain.status().is_ok() {
            return Err(KeeperError::NotNeeded);
        } else {
            SealedFile::create(path, passphrase, cost)?
        };
        *state = State::Open(file);
        drop(state);
        self.is_told.store(false, Ordering::Relaxed);
        self.tell();
        Ok(())
    }

    /// Gives the sealed file another passphrase; the file is opened by it if it is not open yet.
    ///
    /// # Errors
    /// When there is no file, `current` is wrong, `new` is too short, or the file cannot be used.
    pub fn reseal(&self, current: &Secret, new: &Secret) -> Result<(), KeeperError> {
        let (path, cost) = self.place()?;
        let mut state = self.state();
        let mut file = SealedFile::open(path, current)?;
        file.reseal(current, new, cost)?;
        *state = State::Open(file);
        Ok(())
    }

    /// How secrets are kept at the moment. A passphrase that is known is tried; no keychain is asked to be unlocked.
    pub fn status(&self) -> KeeperState {
        let keychain = Keychain.status().err();
        // Opening and reading is the trial.
        let tried = self.turn(false, |file| file.get("").map(drop));
        let state = self.state();
        let refusal = state.refusal();
        let is_passphrase_known = !matches!(&*state, State::Closed { .. });
        let path = self.sealed.as_ref().map(|(path, _)| path.clone());
        let file = match (tried, path.as_deref()) {
            (Err(problem), _) => SealedFileState::Unusable(problem),
            (Ok(Turned::Done(())), _) => SealedFileState::Unlocked,
            (Ok(Turned::NotMade), _) | (Ok(Turned::Closed), None) => SealedFileState::NotMade,
            (Ok(Turned::Closed), Some(path)) => match SealedFile::examine(path) {
                Ok(true) => SealedFileState::Locked,
                Ok(false) => SealedFileState::NotMade,
                Err(problem) => SealedFileState::Unusable(problem),
            },
        };
        KeeperState { keychain, path, file, is_passphrase_known, refusal }
    }

    /// Says in the log, once, when secrets do not lie in the keychain.
    pub fn tell(&self) {
        let Some((path, _)) = &self.sealed else { return };
        if Keychain.status().is_ok() {
            return;
        }
        match &*self.state() {
            State::Closed { refusal: Some(refusal) } if self.is_first() => {
                tracing::warn!(%refusal, "no keychain is running, and the passphrase of the sealed file cannot be used");
            }
            State::Closed { refusal: None } if path.exists() && self.is_first() => {
                tracing::warn!(path = %path.display(), "no keychain is running, and the sealed file is locked: keys in it cannot be used until it is given its passphrase");
            }
            State::Given(_) | State::Open(_) if self.is_first() => {
                tracing::warn!(path = %path.display(), "no keychain is running: keys are kept in the sealed file, as safe as its passphrase");
            }
            _ => {}
        }
    }

    fn is_first(&self) -> bool {
        !self.is_told.swap(true, Ordering::Relaxed)
    }

    fn place(&self) -> Result<(&Path, SealCost), KeeperError> {
        self.sealed.as_ref().map(|(path, cost)| (path.as_path(), *cost)).ok_or(KeeperError::NoPlace)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The sealed file in the place of a keychain that is not running.
    fn in_place<T>(
        &self,
        reason: String,
        is_making: bool,
        act: impl FnOnce(&SealedFile) -> Result<T, SealedFileError>,
    ) -> Result<Turned<T>, KeeperError> {
        let turned = self.turn(is_making, act);
        self.tell();
        match turned? {
            Turned::Closed => Err(self.nowhere(reason)),
            turned => Ok(turned),
        }
    }

    /// Turns to the sealed file, if its passphrase is known.
    fn turn<T>(
        &self,
        is_making: bool,
        act: impl FnOnce(&SealedFile) -> Result<T, SealedFileError>,
    ) -> Result<Turned<T>, SealedFileError> {
        let Some((path, cost)) = &self.sealed else { return Ok(Turned::Closed) };
        let mut state = self.state();
        if let State::Given(passphrase) = &*state {
            let opened = match (SealedFile::examine(path)?, is_making) {
                (true, _) => SealedFile::open(path, passphrase),
                (false, true) => SealedFile::create(path, passphrase, *cost),
                (false, false) => return Ok(Turned::NotMade),
            };
            match opened {
                Ok(file) => *state = State::Open(file),
                // Deriving the key takes its time: what is wrong with a passphrase is found out once.
                Err(problem @ (SealedFileError::WrongPassphrase { .. } | SealedFileError::WeakPassphrase)) => {
                    *state = State::Closed { refusal: Some(problem.to_string()) };
                }
                Err(problem) => return Err(problem),
            }
        }
        match &*state {
            State::Open(file) => act(file).map(Turned::Done),
            _ => Ok(Turned::Closed),
        }
    }

    fn nowhere(&self, reason: String) -> KeeperError {
        let locked = self.sealed.as_ref().map(|(path, _)| path.clone()).filter(|path| path.exists());
        KeeperError::NowhereToKeep { reason, locked, refusal: self.state().refusal() }
    }
}
