//! Links between the documents resolve: the file is there, and so is the heading.

use super::Finding;
use super::tree::Tree;

/// Relative links of every Markdown file.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| path.ends_with(".md")) {
        for (line, target) in links(text) {
            let (file, heading) =
                target.split_once('#').map_or((target, None), |(file, heading)| (file, Some(heading)));
            let place = format!("{path}:{line}");
            let Some(resolved) = resolve(path, file) else {
                findings.push(Finding::new(place, format!("`{target}` leads out of the project")));
                continue;
            };
            if !tree.exists(&resolved) {
                findings.push(Finding::new(place, format!("`{target}` leads to {resolved}, which does not exist")));
            } else if let (Some(heading), Some(text)) = (heading, tree.text(&resolved))
                && !headings(text).any(|slug| slug == heading)
            {
                findings.push(Finding::new(place, format!("{resolved} has no heading `#{heading}`")));
            }
        }
    }
    findings
}

/// `[text](target)` and `src="target"` outside code, with line numbers; only those that stay in the project.
fn links(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        let targets = between(line, "](", ')').into_iter().chain(between(line, "src=\"", '"'));
        found.extend(
            targets
                .map(|target| target.split(' ').next().unwrap_or(target))
                .filter(|target| !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:"))
                .map(|target| (index + 1, target)),
        );
    }
    found
}

fn between<'a>(line: &'a str, open: &str, close: char) -> Vec<&'a str> {
    line.split(open).skip(1).filter_map(|rest| rest.split_once(close)).map(|(inside, _)| inside).collect()
}

fn resolve(from: &str, file: &str) -> Option<String> {
    if file.is_empty() {
        return Some(from.to_owned());
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// Headings as the anchors that renderers make of them.
fn headings(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter(|line| line.starts_with('#')).map(|line| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        title
            .chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_lead_nowhere_are_found() {
        let tree = Tree::of(&[
            ("README.md", "[map](docs/MAP.md#the-floors) [out](https://example.org) [gone](docs/GONE.md)\n"),
            (
                "docs/MAP.md",
                "# Map\n## The floors!\n[up](../README.md) [bad](#roof) [away](../../x)\n```\n[code](nothing)\n```\n",
            ),
        ]);
        let found: Vec<_> = check(&tree).into_iter().map(|f| format!("{} {}", f.place, f.message)).collect();
        assert_eq!(
            found,
            [
                "README.md:1 `docs/GONE.md` leads to docs/GONE.md, which does not exist",
                "docs/MAP.md:3 docs/MAP.md has no heading `#roof`",
                "docs/MAP.md:3 `../../x` leads out of the project",
            ]
        );
    }
}
