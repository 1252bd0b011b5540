//! A log file that never grows past a limit.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Bytes after which a new file is begun.
const LIMIT_BYTES: u64 = 4 * 1024 * 1024;
/// How many older files are kept.
const KEPT: u32 = 4;

/// An append-only file; when full it becomes `NAME.1`, the older ones move up and the oldest is removed.
#[derive(Debug)]
pub struct RotatingFile {
    path: PathBuf,
    file: File,
    written: u64,
    limit: u64,
}

impl RotatingFile {
    /// Opens the file for appending; its folder is made when missing.
    ///
    /// # Errors
    /// When the folder or the file cannot be written.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::with_limit(path, LIMIT_BYTES)
    }

    fn with_limit(path: &Path, limit: u64) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = private(path)?;
        let written = file.metadata()?.len();
        Ok(Self { path: path.to_path_buf(), file, written, limit })
    }

    fn rotate(&mut self) -> io::Result<()> {
        let numbered = |n: u32| self.path.with_extension(format!("log.{n}"));
        for n in (1..KEPT).rev() {
            rename_if_there(&numbered(n), &numbered(n + 1))?;
        }
        rename_if_there(&self.path, &numbered(1))?;
        self.file = private(&self.path)?;
        self.written = 0;
        Ok(())
    }
}

impl Write for RotatingFile {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let length = u64::try_from(line.len()).unwrap_or(u64::MAX);
        if self.written > 0 && self.written.saturating_add(length) > self.limit {
            self.rotate()?;
        }
        self.file.write_all(line)?;
        self.written = self.written.saturating_add(length);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Opens a file that only this user may read.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

fn rename_if_there(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_file_moves_up_and_the_oldest_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("logs").join("quarterdeck.log");
        let mut log = RotatingFile::with_limit(&path, 20).unwrap();
        for n in 0..8 {
            log.write_all(format!("line number {n}\n").as_bytes()).unwrap();
        }
        let read = |name: &str| fs::read_to_string(path.with_file_name(name)).unwrap();
        assert_eq!(read("quarterdeck.log"), "line number 7\n");
        assert_eq!(read("quarterdeck.log.1"), "line number 6\n");
        assert_eq!(read("quarterdeck.log.4"), "line number 3\n");
        assert!(!path.with_file_name("quarterdeck.log.5").exists());
    }

    #[test]
    fn a_restart_appends() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quarterdeck.log");
        RotatingFile::open(&path).unwrap().write_all(b"first\n").unwrap();
        RotatingFile::open(&path).unwrap().write_all(b"second\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "first\nsecond\n");
    }
}
