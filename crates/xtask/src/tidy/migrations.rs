//! SQLite and Postgres migrate in the same steps: same names, numbers without gap or repetition.

use std::collections::BTreeSet;

use super::Finding;
use super::tree::Tree;

/// Compares `migrations/sqlite` with `migrations/postgres` and reads their names.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let names = |kind: &str| -> BTreeSet<String> {
        tree.children(&format!("migrations/{kind}"))
            .into_iter()
            .filter(|name| name.ends_with(".sql"))
            .map(str::to_owned)
            .collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    let mut findings = Vec::new();
    for (name, lacking) in sqlite
        .difference(&postgres)
        .map(|name| (name, "postgres"))
        .chain(postgres.difference(&sqlite).map(|name| (name, "sqlite")))
    {
        findings.push(Finding::new(
            format!("migrations/{lacking}/{name}"),
            "is missing; both databases take the same steps",
        ));
    }
    for (index, name) in sqlite.iter().enumerate() {
        let place = format!("migrations/sqlite/{name}");
        let (number, rest) = name.split_once('_').unwrap_or((name, ""));
        if number.len() != 4 || number.parse() != Ok(index + 1) {
            findings.push(Finding::new(&place, format!("should start with {:04}: numbers have no gaps", index + 1)));
        }
        if !rest.starts_with("ledger_") && !rest.starts_with("market_") {
            findings.push(Finding::new(
                &place,
                "names no file; use NNNN_ledger_noun_verb.sql or NNNN_market_noun_verb.sql",
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(paths: &[&str]) -> Vec<String> {
        let files: Vec<_> = paths.iter().map(|path| (*path, "")).collect();
        check(&Tree::of(&files)).into_iter().map(|finding| format!("{} {}", finding.place, finding.message)).collect()
    }

    #[test]
    fn the_same_steps_pass() {
        let names = ["0001_ledger_accounts_create.sql", "0002_market_series_create.sql"];
        let paths: Vec<_> = ["sqlite", "postgres"]
            .iter()
            .flat_map(|kind| names.map(|name| format!("migrations/{kind}/{name}")))
            .collect();
        assert!(messages(&paths.iter().map(String::as_str).collect::<Vec<_>>()).is_empty());
    }

    #[test]
    fn a_step_for_one_database_only_a_gap_and_a_nameless_file_are_found() {
        let found = messages(&["migrations/sqlite/0002_accounts_create.sql"]);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].starts_with("migrations/postgres/0002_accounts_create.sql is missing"));
        assert!(found[1].contains("should start with 0001"));
        assert!(found[2].contains("names no file"));
    }
}
