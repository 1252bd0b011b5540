//! Where the program keeps its files, by operating system.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use secrets::{Keeper, SealCost};

use crate::exit::Failure;

/// The folder name below the system's own folders.
const NAME: &str = "quarterdeck";
/// The longest path of a Unix socket that every system takes, in bytes.
#[cfg(unix)]
const SOCKET_PATH_MAX: usize = 100;

/// The folder for workspaces and logs: `~/.local/share/quarterdeck` on Linux,
/// `~/Library/Application Support/quarterdeck` on macOS, `%APPDATA%\quarterdeck` on Windows.
pub(crate) fn data() -> Result<PathBuf, Failure> {
    dirs::data_dir().map(|folder| folder.join(NAME)).ok_or_else(|| {
        Failure::Usage("there is no home folder to keep data in; set HOME or give --workspace DIR".to_owned())
    })
}

/// The folder of the log file.
pub(crate) fn logs() -> Result<PathBuf, Failure> {
    Ok(data()?.join("logs"))
}

/// Who keeps secrets: the keychain, or where none is running the sealed file beside the workspaces, whose passphrase the
/// environment may give.
pub(crate) fn keeper() -> Keeper {
    match data() {
        Ok(folder) => Keeper::new(folder.join("keys.sealed"), SealCost::STANDARD).with_environment(),
        Err(_) => Keeper::default(),
    }
}

/// The workspace that opens when none is named: the one opened last, else the sample.
pub(crate) fn default_workspace() -> Result<PathBuf, Failure> {
    let folder = data()?.join("workspaces");
    Ok(last_opened(&folder).unwrap_or_else(|| folder.join("sample")))
}

/// The workspace opened last, by the list that lies beside the workspaces; one that is gone does not count.
fn last_opened(folder: &Path) -> Option<PathBuf> {
    let list = fs::read(folder.join("workspaces.json")).ok()?;
    let list: Vec<workstation::workspaces::KnownWorkspace> = serde_json::from_slice(&list).ok()?;
    let there = list.into_iter().filter(|known| Path::new(&known.path).join("ledger.sqlite").is_file());
    there.max_by_key(|known| known.last_opened_at).map(|known| PathBuf::from(known.path))
}

/// A folder for sockets that only this user can enter, for a file name of `name`.
#[cfg(unix)]
pub(crate) fn socket(name: &str) -> Result<PathBuf, Failure> {
    let candidates = [
        dirs::runtime_dir().map(|folder| folder.join(NAME)),
        dirs::data_local_dir().map(|folder| folder.join(NAME).join("run")),
        Some(std::env::temp_dir().join(format!("{NAME}-{}", rustix::process::getuid().as_raw()))),
    ];
    let mut refusal = io::Error::other("no folder has a path short enough for a socket");
    for folder in candidates.into_iter().flatten() {
        let path = folder.join(name);
        if path.as_os_str().len() > SOCKET_PATH_MAX {
            continue;
        }
        match private_folder(&folder) {
            Ok(()) => return Ok(path),
            Err(problem) => refusal = problem,
        }
    }
    Err(Failure::Place {
        what: "a folder for the workspace's socket".to_owned(),
        doing: "made",
        source: refusal,
        next: "set XDG_RUNTIME_DIR to a short path that you may write to",
    })
}

/// Makes a folder with mode 0700 and checks that it is ours: someone else could have made it first in a shared
/// place, to read what goes through.
#[cfg(unix)]
fn private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let found = fs::symlink_metadata(folder)?;
    if !found.is_dir() || found.uid() != rustix::process::getuid().as_raw() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the folder belongs to another user"));
    }
    if found.mode() & 0o077 != 0 {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// The same directory by one name, also when it does not exist yet.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_path_buf())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    use super::*;

    #[test]
    fn a_folder_that_others_can_enter_is_closed() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("run");
        fs::create_dir(&folder).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
        private_folder(&folder).unwrap();
        assert_eq!(fs::metadata(&folder).unwrap().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_link_in_place_of_the_folder_is_refused() {
        let root = tempfile::tempdir().unwrap();
        let link = root.path().join("run");
        std::os::unix::fs::symlink(root.path(), &link).unwrap();
        assert!(private_folder(&link).is_err());
    }
}
