//! Tables in Markdown, read by their column names.

/// The rows of the first table whose header starts with `columns`: each a list of cells without their outer spaces.
pub(crate) fn rows(markdown: &str, columns: &[&str]) -> Option<Vec<Vec<String>>> {
    let mut lines = markdown.lines();
    lines.by_ref().find(|line| {
        let cells = cells(line);
        cells.len() >= columns.len() && cells.iter().zip(columns).all(|(cell, column)| cell == column)
    })?;
    Some(lines.skip(1).map_while(|line| line.trim_start().starts_with('|').then(|| cells(line))).collect())
}

/// Everything between backticks in a cell.
pub(crate) fn code(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
    inner.split('|').map(|cell| cell.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_found_by_its_columns_and_ends_with_the_first_other_line() {
        let text = "| a | b |\n| - | - |\n| 1 | 2 |\n\n| floor | crate |\n| --- | --- |\n| 0 | `model`, `calendar` |\n\ntext\n";
        let rows = rows(text, &["floor", "crate"]).unwrap();
        assert_eq!(rows, [["0", "`model`, `calendar`"]]);
        assert_eq!(code(&rows[0][1]).collect::<Vec<_>>(), ["model", "calendar"]);
        assert!(super::rows(text, &["floor", "what"]).is_none());
    }
}
