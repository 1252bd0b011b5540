//! Which workspaces were opened before: a small JSON file beside them.

use std::path::{Path, PathBuf};

use crate::{
    error::{Error, Result},
    workspaces::KnownWorkspace,
};

/// The file's name.
const FILE: &str = "workspaces.json";
/// Workspaces remembered.
const MAX: usize = 50;

/// The list on disk. It is a convenience: a damaged one is an empty one.
#[derive(Debug)]
pub(crate) struct Registry {
    dir: PathBuf,
}

impl Registry {
    pub(crate) fn new(dir: PathBuf) -> Self {
        Self { dir }
    }

    /// Where new workspaces are made.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// What is remembered, latest first.
    pub(crate) fn list(&self) -> Vec<KnownWorkspace> {
        let text = std::fs::read(self.dir.join(FILE)).unwrap_or_default();
        let mut list: Vec<KnownWorkspace> = serde_json::from_slice(&text).unwrap_or_default();
        for known in &mut list {
            known.present = Path::new(&known.path).join("ledger.sqlite").is_file();
        }
        list.sort_by_key(|k| std::cmp::Reverse(k.last_opened_at));
        list
    }

    /// Remembers one as the latest.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn remember(&self, opened: KnownWorkspace) -> Result<()> {
        let mut list = self.list();
        list.retain(|k| k.path != opened.path);
        list.insert(0, opened);
        list.truncate(MAX);
        for known in &mut list {
            (known.open, known.present) = (false, false); // said anew by every list
        }
        let (path, part) = (self.dir.join(FILE), self.dir.join(format!("{FILE}.part")));
        let text = serde_json::to_vec_pretty(&list).map_err(|_| Error::Broken { what: "the list of workspaces" })?;
        let written = std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, &path));
        written.map_err(|e| Error::io("written", path, e))
    }
}
