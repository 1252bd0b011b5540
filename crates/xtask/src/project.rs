//! Where things lie: the checkout, the build output, the cache that outlives a checkout.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The folders every task works with.
pub(crate) struct Project {
    root: PathBuf,
    target: PathBuf,
}

impl Project {
    /// The checkout this program was compiled from, and the folder cargo builds into.
    ///
    /// # Errors
    /// When the checkout has moved since the program was compiled.
    pub(crate) fn find() -> Result<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| manifest.to_path_buf(), PathBuf::from);
        let root = root.join("../..");
        let root = std::path::absolute(&root).and_then(std::fs::canonicalize).with_context(|| {
            format!("the project is no longer at {}; start it with `cargo xtask` inside the checkout", root.display())
        })?;
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Ok(Self { root, target })
    }

    /// The root of the checkout.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The web client's folder.
    pub(crate) fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// Cargo's output folder (`CARGO_TARGET_DIR` or `target`).
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Scratch files of the tasks themselves: logs and reports of test runs. Made when missing.
    pub(crate) fn scratch(&self) -> Result<PathBuf> {
        let dir = self.target.join("xtask");
        std::fs::create_dir_all(&dir).with_context(|| format!("cannot make {}", dir.display()))?;
        Ok(dir)
    }

    /// Tools and benchmark peers that are worth keeping between checkouts, outside all of them.
    pub(crate) fn cache(&self) -> PathBuf {
        let base = std::env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")))
            .or_else(|| std::env::var_os("LOCALAPPDATA").map(PathBuf::from))
            .unwrap_or_else(std::env::temp_dir);
        base.join("quarterdeck-ci")
    }

    /// The path of a built program: `profile` is the folder name, `debug` or `release`.
    pub(crate) fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target.join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}
