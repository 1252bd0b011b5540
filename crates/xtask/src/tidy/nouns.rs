//! One noun finds a feature: the table of nouns in `docs/ARCHITECTURE.md` is true in both directions.

use super::tree::Tree;
use super::{Finding, tables};

const MAP: &str = "docs/ARCHITECTURE.md";

/// Every path in the table exists, every empty cell says so with `—`, and every feature of the client and every page
/// of the guide belongs to a noun.
pub(crate) fn check(map: &str, tree: &Tree) -> Vec<Finding> {
    let Some(rows) = tables::rows(map, &["noun", "migration"]) else {
        return vec![Finding::new(MAP, "has no table of nouns `| noun | migration | …`")];
    };
    let mut findings = Vec::new();
    let mut named = Vec::new();
    for row in &rows {
        let noun = &row[0];
        for cell in &row[1..] {
            let mut any = false;
            for path in tables::code(cell) {
                any = true;
                named.push(path.to_owned());
                if !exists(tree, path) {
                    findings.push(Finding::new(MAP, format!("{noun}: `{path}` does not exist")));
                }
            }
            if !any && cell != "—" {
                findings.push(Finding::new(MAP, format!("{noun}: a cell is neither a path nor `—`")));
            }
        }
    }
    let features = tree.children("ui/src/features").into_iter().map(|name| format!("ui/src/features/{name}"));
    let pages = tree.children("docs/guide").into_iter().map(|name| format!("docs/guide/{name}"));
    for path in features.chain(pages).filter(|path| !named.contains(path)) {
        findings.push(Finding::new(&path, format!("belongs to no noun; name it in the table of nouns in {MAP}")));
    }
    findings
}

/// A path, or `NNNN_…`-less migration names such as `ledger_accounts_create`.
fn exists(tree: &Tree, path: &str) -> bool {
    if path.contains('/') {
        return tree.exists(path);
    }
    let suffix = format!("_{path}.sql");
    ["sqlite", "postgres"].iter().all(|kind| {
        tree.children(&format!("migrations/{kind}"))
            .iter()
            .any(|name| name.ends_with(&suffix) && name.len() == suffix.len() + 4)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: &[(&str, &str)] = &[
        ("migrations/sqlite/0001_ledger_accounts_create.sql", ""),
        ("migrations/postgres/0001_ledger_accounts_create.sql", ""),
        ("crates/store/src/accounts.rs", ""),
        ("ui/src/features/accounts/panel.tsx", ""),
    ];
    const HEAD: &str = "| noun | migration | store | client |\n| --- | --- | --- | --- |\n";

    #[test]
    fn a_true_table_passes() {
        let row =
            "| accounts | `ledger_accounts_create` | `crates/store/src/accounts.rs` | `ui/src/features/accounts` |\n";
        assert_eq!(check(&format!("{HEAD}{row}"), &Tree::of(FILES)), []);
    }

    #[test]
    fn a_lost_path_an_empty_cell_and_a_feature_without_noun_are_found() {
        let row = "| accounts | `ledger_accounts_drop` |  | — |\n";
        let found = check(&format!("{HEAD}{row}"), &Tree::of(FILES));
        let messages: Vec<_> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages[0], "accounts: `ledger_accounts_drop` does not exist");
        assert_eq!(messages[1], "accounts: a cell is neither a path nor `—`");
        assert_eq!(found[2].place, "ui/src/features/accounts");
    }
}
