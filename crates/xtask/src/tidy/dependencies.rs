//! Every entry of `[workspace.dependencies]` says what it does here.

use super::Finding;

/// Entries without a comment on their line. Our own crates are described by their own pages.
pub(crate) fn check(manifest: &str) -> Vec<Finding> {
    manifest
        .lines()
        .enumerate()
        .skip_while(|(_, line)| line.trim() != "[workspace.dependencies]")
        .skip(1)
        .take_while(|(_, line)| !line.starts_with('['))
        .filter(|(_, line)| line.contains('=') && !line.starts_with('#') && !line.contains("path = \"crates/"))
        .filter(|(_, line)| line.rsplit_once(" # ").is_none_or(|(_, comment)| comment.trim().len() < 4))
        .map(|(index, line)| {
            let name = line.split('=').next().unwrap_or(line).trim();
            Finding::new(format!("Cargo.toml:{}", index + 1), format!("`{name}` needs a comment: what it does here"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_without_a_reason_is_found() {
        let manifest = "[workspace.dependencies]\n# --- ours ---\nmodel = { path = \"crates/model\" }\n\
                        serde = \"1\" # boundary types\ncsv = \"1\"\n[package]\nname = \"x\"\n";
        let found = check(manifest);
        assert_eq!(found, [Finding::new("Cargo.toml:5", "`csv` needs a comment: what it does here")]);
    }
}
