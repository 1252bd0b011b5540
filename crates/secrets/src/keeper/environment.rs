//! The passphrase that the environment gives, for where nobody sits before the screen.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::Secret;

/// The variable that holds the passphrase of the sealed file.
pub const PASSPHRASE_VARIABLE: &str = "QUARTERDECK_PASSPHRASE";
/// The variable that names a file whose first line is the passphrase.
pub const PASSPHRASE_FILE_VARIABLE: &str = "QUARTERDECK_PASSPHRASE_FILE";

/// The passphrase, if one is given. The variable goes before the file.
///
/// # Errors
/// What is wrong with the file, and what to do.
pub(super) fn passphrase() -> Result<Option<Secret>, String> {
    if let Some(given) = std::env::var(PASSPHRASE_VARIABLE).ok().and_then(|text| Secret::new(text).ok()) {
        return Ok(Some(given));
    }
    match std::env::var_os(PASSPHRASE_FILE_VARIABLE).filter(|path| !path.is_empty()) {
        Some(path) => of_file(&PathBuf::from(path)).map(Some),
        None => Ok(None),
    }
}

fn of_file(path: &Path) -> Result<Secret, String> {
    let named = format!("{PASSPHRASE_FILE_VARIABLE} names {}", path.display());
    let text = std::fs::read_to_string(path).map(Zeroizing::new);
    let text = text.map_err(|problem| format!("{named}, which cannot be read: {problem}"))?;
    let line = text.lines().next().unwrap_or_default();
    Secret::new(line).map_err(|_| format!("{named}, whose first line is empty; write the passphrase into it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_of_a_file_is_the_passphrase() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("passphrase");
        std::fs::write(&path, "four words and more \r\nnot this\n").unwrap();
        assert_eq!(of_file(&path).unwrap().expose(), "four words and more");
        std::fs::write(&path, "\n").unwrap();
        assert!(of_file(&path).unwrap_err().contains("first line is empty"));
        assert!(of_file(&dir.path().join("none")).unwrap_err().contains("cannot be read"));
    }
}
