//! The sealed file on the disk: read only where nobody else can, replaced as a whole, written by one process at a time.

use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Read, Write},
    path::Path,
};

use super::{SealedFileError, format::FILE_BYTES_MAX};

/// The right to write, until it is dropped.
pub(super) struct Held {
    _lock: File,
}

/// Waits until no other process writes.
///
/// # Errors
/// When the folder or the lock beside the file cannot be made.
pub(super) fn hold(path: &Path) -> Result<Held, SealedFileError> {
    let failed = || SealedFileError::io(path, "locked");
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed())?;
    }
    let lock = private().create(true).truncate(false).open(path.with_extension("lock")).map_err(failed())?;
    lock.lock().map_err(failed())?;
    Ok(Held { _lock: lock })
}

/// The bytes; `None` where there is no file.
///
/// # Errors
/// When it cannot be read, is too large, or others can get at it.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, SealedFileError> {
    let failed = || SealedFileError::io(path, "read");
    let file = match File::open(path) {
        Ok(file) => file,
        Err(problem) if problem.kind() == ErrorKind::NotFound => return Ok(None),
        Err(problem) => return Err(failed()(problem)),
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = file.metadata().map_err(failed())?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(SealedFileError::Exposed { path: path.to_owned(), mode });
        }
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(FILE_BYTES_MAX).unwrap_or(u64::MAX);
    file.take(most + 1).read_to_end(&mut bytes).map_err(failed())?;
    if bytes.len() > FILE_BYTES_MAX {
        return Err(SealedFileError::Damaged { path: path.to_owned(), reason: "it is larger than any sealed file" });
    }
    Ok(Some(bytes))
}

/// Puts new bytes in the place of the file. Whoever reads sees the old ones or the new ones, whenever the process or the machine ends.
///
/// # Errors
/// When they cannot be written; the file is as it was then.
pub(super) fn replace(path: &Path, bytes: &[u8], held: &Held) -> Result<(), SealedFileError> {
    write_beside(path, bytes, held)?;
    let failed = || SealedFileError::io(path, "written");
    fs::rename(path.with_extension("new"), path).map_err(failed())?;
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed())?;
    }
    Ok(())
}

/// The first half: the new bytes lie on the disk beside the file.
pub(super) fn write_beside(path: &Path, bytes: &[u8], _: &Held) -> Result<(), SealedFileError> {
    let failed = || SealedFileError::io(path, "written");
    let beside = path.with_extension("new");
    // What a process that ended in between has left; it is sealed as well.
    match fs::remove_file(&beside) {
        Err(problem) if problem.kind() != ErrorKind::NotFound => return Err(failed()(problem)),
        _ => {}
    }
    let mut file = private().create_new(true).open(&beside).map_err(failed())?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed())
}

/// Files that are for this user only.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}
