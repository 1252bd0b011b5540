//! Where the owner of a workspace listens, written down inside the workspace so that every client finds the same
//! place whatever its environment says.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use interprocess::local_socket::Name;
use serde::{Deserialize, Serialize};

use crate::{exit::Failure, places};

/// The note's file name in the workspace.
const FILE: &str = "owner.json";

/// Which process owns a workspace and where it listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Endpoint {
    /// The owner's process.
    pub(crate) pid: u32,
    /// The machine it runs on; a workspace on a network drive may be open elsewhere.
    pub(crate) host: String,
    /// The socket's path, or the pipe's name on Windows.
    pub(crate) address: String,
}

impl Endpoint {
    /// The place for this process as the owner of `workspace`.
    ///
    /// # Errors
    /// [`Failure::Place`] when there is no folder for a socket.
    pub(crate) fn for_owner(workspace: &Path) -> Result<Self, Failure> {
        let hash = blake3::hash(workspace.as_os_str().as_encoded_bytes()).to_hex();
        let name = format!("{}.sock", &hash[..16]);
        #[cfg(unix)]
        let address = places::socket(&name)?
            .into_os_string()
            .into_string()
            .map_err(|_| Failure::Usage("the folder for sockets is not UTF-8; set XDG_RUNTIME_DIR".to_owned()))?;
        #[cfg(windows)]
        let address = format!("quarterdeck-{name}");
        Ok(Self { pid: std::process::id(), host: host(), address })
    }

    /// Reads the note of a workspace; `None` where there is none or it cannot be understood.
    pub(crate) fn read(workspace: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(workspace.join(FILE)).ok()?).ok()
    }

    /// Leaves the note in the workspace.
    ///
    /// # Errors
    /// What the system says, e.g. on a read-only disk.
    pub(crate) fn write(&self, workspace: &Path) -> io::Result<()> {
        let text = serde_json::to_vec(self)?;
        let new = workspace.join("owner.json.new");
        fs::write(&new, text)?;
        fs::rename(new, workspace.join(FILE))
    }

    /// Removes the note, unless another owner has written its own meanwhile.
    pub(crate) fn remove(&self, workspace: &Path) {
        if Self::read(workspace).as_ref() == Some(self) {
            // A note that stays behind points at a socket that does not answer, which clients understand.
            let _ = fs::remove_file(workspace.join(FILE));
        }
    }

    /// Whether its owner runs on this machine.
    pub(crate) fn is_local(&self) -> bool {
        self.host == host()
    }

    /// The socket's file, where there is one.
    pub(crate) fn socket_path(&self) -> Option<PathBuf> {
        cfg!(unix).then(|| PathBuf::from(&self.address))
    }

    /// The name to connect to or to listen on.
    ///
    /// # Errors
    /// When the system does not take it.
    pub(crate) fn name(&self) -> io::Result<Name<'_>> {
        #[cfg(unix)]
        {
            use interprocess::local_socket::{GenericFilePath, ToFsName};
            self.address.as_str().to_fs_name::<GenericFilePath>()
        }
        #[cfg(windows)]
        {
            use interprocess::local_socket::{GenericNamespaced, ToNsName};
            self.address.as_str().to_ns_name::<GenericNamespaced>()
        }
    }
}

fn host() -> String {
    gethostname::gethostname().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_back_and_only_its_writer_removes_it() {
        let workspace = tempfile::tempdir().unwrap();
        let ours = Endpoint { pid: 1, host: host(), address: "/tmp/a.sock".to_owned() };
        let theirs = Endpoint { pid: 2, ..ours.clone() };
        ours.write(workspace.path()).unwrap();
        assert_eq!(Endpoint::read(workspace.path()), Some(ours.clone()));
        theirs.remove(workspace.path());
        assert!(Endpoint::read(workspace.path()).is_some());
        ours.remove(workspace.path());
        assert_eq!(Endpoint::read(workspace.path()), None);
    }

    #[test]
    fn a_damaged_note_counts_as_none() {
        let workspace = tempfile::tempdir().unwrap();
        fs::write(workspace.path().join(FILE), "{\"pid\":").unwrap();
        assert_eq!(Endpoint::read(workspace.path()), None);
    }
}
