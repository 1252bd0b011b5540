//! The files of the checkout: what git tracks, and what it would.

use anyhow::{Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::command::{command, output};

/// Paths with `/`, and the text of those that are text.
#[derive(Default)]
pub(crate) struct Tree {
    files: BTreeMap<String, Option<String>>,
}

impl Tree {
    /// Reads every file that git tracks or would track.
    ///
    /// # Errors
    /// When git is missing or the folder is no checkout.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let list = output(&mut command("git", ["ls-files", "-z", "-co", "--exclude-standard"], root))?;
        let mut files = BTreeMap::new();
        for path in list.split('\0').filter(|path| !path.is_empty()) {
            // A deleted file stays in git's list until the deletion is staged.
            if let Ok(bytes) = fs::read(root.join(path)) {
                files.insert(path.to_owned(), String::from_utf8(bytes).ok());
            }
        }
        if files.is_empty() {
            bail!("git lists no file in {}", root.display());
        }
        Ok(Self { files })
    }

    /// A tree of given files, for tests.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| ((*path).to_owned(), Some((*text).to_owned()))).collect() }
    }

    /// How many files.
    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    /// Every path, sorted.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Path and text of every text file.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, text)| Some((path.as_str(), text.as_deref()?)))
    }

    /// The text of one file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.as_deref()
    }

    /// Whether a file or a folder of this name exists.
    pub(crate) fn exists(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("{path}/");
        path.is_empty() || self.files.contains_key(path) || self.paths().any(|file| file.starts_with(&folder))
    }

    /// The names directly below a folder: files and folders.
    pub(crate) fn children(&self, folder: &str) -> Vec<&str> {
        let prefix = format!("{}/", folder.trim_end_matches('/'));
        let mut names: Vec<_> = self
            .paths()
            .filter_map(|path| path.strip_prefix(prefix.as_str()))
            .map(|rest| rest.split('/').next().unwrap_or(rest))
            .collect();
        names.dedup();
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_exist_when_something_is_in_them() {
        let tree = Tree::of(&[("crates/store/src/lib.rs", ""), ("crates/store/src/rows/mod.rs", ""), ("a.md", "")]);
        assert!(tree.exists("crates/store/") && tree.exists("crates/store/src/lib.rs") && tree.exists("a.md"));
        assert!(!tree.exists("crates/sto") && !tree.exists("b.md"));
        assert_eq!(tree.children("crates/store/src"), ["lib.rs", "rows"]);
    }
}
