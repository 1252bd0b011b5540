//! The table, on the terminal and in `docs/PERFORMANCE.md`.

use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::path::Path;

use super::cases::Row;

const BEGIN: &str = "<!-- bench: begin -->";
const END: &str = "<!-- bench: end -->";

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

/// Puts the table between the marks of the page.
///
/// # Errors
/// When the page or its marks are missing.
pub(crate) fn write(page: &Path, table: &str) -> Result<()> {
    let text = std::fs::read_to_string(page).with_context(|| format!("cannot read {}", page.display()))?;
    let Some(replaced) = replace(&text, table) else { bail!("{} has no marks `{BEGIN}` and `{END}`", page.display()) };
    std::fs::write(page, replaced).with_context(|| format!("cannot write {}", page.display()))
}

fn replace(page: &str, table: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{table}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_marks_is_replaced() {
        let page = format!("# Speed\n{BEGIN}\nold\n{END}\nmore\n");
        assert_eq!(replace(&page, "new\n").unwrap(), format!("# Speed\n{BEGIN}\nnew\n{END}\nmore\n"));
        assert!(replace("# Speed\n", "new").is_none());
    }
}
