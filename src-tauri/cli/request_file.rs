//! The request of a command that needs no workspace: a file, or stdin.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::exit::Failure;

/// The largest request that is read: 2000 assets with their covariance fit several times.
const REQUEST_MAX_BYTES: u64 = 256 * 1024 * 1024;

/// Reads the file, or stdin for `-`.
///
/// # Errors
/// When it cannot be read or is too large.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = if path == Path::new("-") { PathBuf::from("stdin") } else { path.to_path_buf() };
    let failed = |problem: std::io::Error| {
        Failure::file(&shown, format!("it cannot be read: {problem}; check the name, or give - for stdin"))
    };
    let mut json = Vec::new();
    let mut source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(failed)?)
    };
    source.by_ref().take(REQUEST_MAX_BYTES + 1).read_to_end(&mut json).map_err(failed)?;
    if json.len() as u64 > REQUEST_MAX_BYTES {
        return Err(Failure::file(&shown, "it is larger than 256 MB; leave out assets or dates"));
    }
    Ok(json)
}

/// The JSON of the file, or of stdin; `chapter` of the guide tells its form.
///
/// # Errors
/// As [`read`], and when it is no JSON.
pub(crate) fn document(path: &Path, chapter: &str) -> Result<Value, Failure> {
    serde_json::from_slice(&read(path)?)
        .map_err(|problem| Failure::file(path, format!("{problem}; see the guide, {chapter}, for the form")))
}
