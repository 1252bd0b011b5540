//! The sealed file: secrets under a passphrase, where no keychain is running.
//!
//! A passphrase becomes a key by argon2id once, when the file is opened; then the key stays in memory and the passphrase does not. Every
//! reading reads the file anew, so that what another process wrote is seen at once.

mod disk;
mod error;
mod format;

use std::{
    fmt,
    path::{Path, PathBuf},
};

use self::{
    disk::Held,
    format::{Entries, Key, Recipe, Sealed},
};
pub use self::{
    error::{PASSPHRASE_CHARS_ADVISED, PASSPHRASE_CHARS_MIN, SealedFileError},
    format::SealCost,
};
use crate::Secret;

type Result<T> = std::result::Result<T, SealedFileError>;

/// An open sealed file.
pub struct SealedFile {
    path: PathBuf,
    recipe: Recipe,
    key: Key,
}

impl SealedFile {
    /// Whether there is a file; it is looked at as far as that goes without a passphrase.
    ///
    /// # Errors
    /// When others can get at it, or it is damaged, cut off, or of a newer form.
    pub fn examine(path: &Path) -> Result<bool> {
        let Some(bytes) = disk::read(path)? else { return Ok(false) };
        parse(&bytes, path).map(|_| true)
    }

    /// Opens a file.
    ///
    /// # Errors
    /// [`SealedFileError::WrongPassphrase`], [`SealedFileError::Gone`] where there is none, or as [`SealedFile::examine`].
    pub fn open(path: &Path, passphrase: &Secret) -> Result<Self> {
        let bytes = disk::read(path)?.ok_or_else(|| SealedFileError::Gone { path: path.to_owned() })?;
        let sealed = parse(&bytes, path)?;
        let file = Self::derive(path, passphrase, sealed.recipe)?;
        match format::unseal(&sealed, &file.key) {
            Some(_) => Ok(file),
            None => Err(SealedFileError::WrongPassphrase { path: path.to_owned() }),
        }
    }

    /// Makes a file with nothing in it. One that another process made meanwhile is opened.
    ///
    /// # Errors
    /// [`SealedFileError::WeakPassphrase`], when it cannot be written, or as [`SealedFile::open`].
    pub fn create(path: &Path, passphrase: &Secret, cost: SealCost) -> Result<Self> {
        check_strength(passphrase)?;
        let file = Self::derive(path, passphrase, Recipe::fresh(cost))?;
        let held = disk::hold(path)?;
        if disk::read(path)?.is_some() {
            return Self::open(path, passphrase);
        }
        file.write(&Entries::new(), &held)?;
        Ok(file)
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The secret of an account, or `None` where there is none.
    ///
    /// # Errors
    /// When the file is gone, has another passphrase now, or cannot be read.
    pub fn get(&self, account: &str) -> Result<Option<Secret>> {
        Ok(self.read()?.remove(account))
    }

    /// Keeps the secret of an account; one that is there is replaced.
    ///
    /// # Errors
    /// As [`SealedFile::get`], when the file is full or cannot be written.
    pub fn set(&self, account: &str, secret: &Secret) -> Result<()> {
        let held = disk::hold(&self.path)?;
        let mut entries = self.read()?;
        let copy = Secret::new(secret.expose()).expect("invariant: a secret is not empty");
        entries.insert(account.to_owned(), copy);
        self.write(&entries, &held)
    }

    /// Forgets the secret of an account. Says whether there was one.
    ///
    /// # Errors
    /// As [`SealedFile::set`].
    pub fn remove(&self, account: &str) -> Result<bool> {
        let held = disk::hold(&self.path)?;
        let mut entries = self.read()?;
        if entries.remove(account).is_none() {
            return Ok(false);
        }
        self.write(&entries, &held).map(|()| true)
    }

    /// Seals it with another passphrase. Other processes that have it open must be given the new one.
    ///
    /// # Errors
    /// When `current` is not its passphrase, `new` is too short, or as [`SealedFile::set`].
    pub fn reseal(&mut self, current: &Secret, new: &Secret, cost: SealCost) -> Result<()> {
        check_strength(new)?;
        if Self::derive(&self.path, current, self.recipe)?.key != self.key {
            return Err(SealedFileError::WrongPassphrase { path: self.path.clone() });
        }
        let resealed = Self::derive(&self.path, new, Recipe::fresh(cost))?;
        let held = disk::hold(&self.path)?;
        resealed.write(&self.read()?, &held)?;
        *self = resealed;
        Ok(())
    }

    fn derive(path: &Path, passphrase: &Secret, recipe: Recipe) -> Result<Self> {
        let memory_kib = recipe.cost.memory_kib();
        let path = path.to_owned();
        match recipe.key(passphrase) {
            Some(key) => Ok(Self { path, recipe, key }),
            None => Err(SealedFileError::Memory { path, memory_kib }),
        }
    }

    fn read(&self) -> Result<Entries> {
        let bytes = disk::read(&self.path)?.ok_or_else(|| SealedFileError::Gone { path: self.path.clone() })?;
        let sealed = parse(&bytes, &self.path)?;
        if sealed.recipe != self.recipe {
            return Err(SealedFileError::Resealed { path: self.path.clone() });
        }
        let reason = "somebody changed it who does not know its passphrase";
        format::unseal(&sealed, &self.key).ok_or_else(|| SealedFileError::Damaged { path: self.path.clone(), reason })
    }

    fn write(&self, entries: &Entries, held: &Held) -> Result<()> {
        let bytes = format::seal(entries, &self.recipe, &self.key);
        let bytes = bytes.ok_or_else(|| SealedFileError::Full { path: self.path.clone() })?;
        disk::replace(&self.path, &bytes, held)
    }
}

impl fmt::Debug for SealedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedFile").field("path", &self.path).finish_non_exhaustive()
    }
}

fn parse<'a>(bytes: &'a [u8], path: &Path) -> Result<Sealed<'a>> {
    format::parse(bytes).map_err(|flaw| SealedFileError::of(flaw, path))
}

/// Length is what makes a passphrase hard to guess; what it is made of is the person's choice.
fn check_strength(passphrase: &Secret) -> Result<()> {
    if passphrase.expose().chars().count() < PASSPHRASE_CHARS_MIN {
        return Err(SealedFileError::WeakPassphrase);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
