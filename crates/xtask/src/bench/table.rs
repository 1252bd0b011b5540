//! The table, on the terminal and in `docs/PERFORMANCE.md`.

use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::path::Path;

use super::cases::Row;

/// The rows as Markdown, with the machine they were measured on.
pub(crate) fn markdown(rows: &[Row], machine: &str) -> String {
    let mut text =
        format!("Measured on: {machine}.\n\n| what | ours | reference | ratio | goal | difference | reached |\n");
    text.push_str("| --- | ---: | ---: | ---: | ---: | ---: | --- |\n");
    for row in rows {
        let met = if row.met { "yes" } else { "**no**" };
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {met} |",
            row.what, row.ours, row.reference, row.ratio, row.goal, row.agreement
        );
    }
    text
}

/// Puts a table between its marks of the page.
///
/// # Errors
/// When the page or its marks are missing.
pub(crate) fn write(page: &Path, mark: &str, table: &str) -> Result<()> {
    let text = std::fs::read_to_string(page).with_context(|| format!("cannot read {}", page.display()))?;
    let Some(replaced) = replace(&text, mark, table) else {
        let (begin, end) = marks(mark);
        bail!("{} has no marks `{begin}` and `{end}`", page.display());
    };
    std::fs::write(page, replaced).with_context(|| format!("cannot write {}", page.display()))
}

fn marks(mark: &str) -> (String, String) {
    (format!("<!-- {mark}: begin -->"), format!("<!-- {mark}: end -->"))
}

fn replace(page: &str, mark: &str, table: &str) -> Option<String> {
    let (begin, end) = marks(mark);
    let (before, rest) = page.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}\n{table}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_marks_is_replaced() {
        let (begin, end) = marks("bench");
        let page = format!("# Speed\n{begin}\nold\n{end}\nmore\n");
        assert_eq!(replace(&page, "bench", "new\n").unwrap(), format!("# Speed\n{begin}\nnew\n{end}\nmore\n"));
        assert!(replace(&page, "scaling", "new").is_none());
    }
}
