//! Rules that one file can break by itself: module docs, length, words that must not stay, clocks on pure floors.

use super::Finding;
use super::tree::Tree;

/// Above this a file has more than one purpose.
const LINES_MAX: usize = 600;
/// Above this one asks what wants to leave.
const LINES_MANY: usize = 400;
/// The crates of floors 0 to 4 that exist; their sources take the time as a parameter.
const PURE: &[&str] = &[
    "model",
    "calendar",
    "bars",
    "indicators",
    "statistics",
    "tax",
    "portfolio",
    "optimize",
    "learn",
    "risk",
    "alerts",
    "execution",
    "rebalance",
    "compliance",
    "imports",
    "venues",
    "strategies",
    "backtest",
    "brokers",
];
/// Lifts a rule for one line, with its reason.
const LIFTED: &str = "tidy-ok: ";

/// Every rule on every file.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| !is_generated(path)) {
        if path.ends_with(".rs") && !text.starts_with("//!") {
            findings.push(Finding::new(path, "starts without `//!`: say in one line what the file is for"));
        }
        let lines = text.lines().count();
        if is_code(path) && lines > LINES_MAX {
            findings.push(Finding::new(path, format!("has {lines} lines, {LINES_MAX} are the most; split it")));
        }
        findings.extend(check_lines(path, text));
    }
    findings
}

/// Files that are long, but not yet too long.
pub(crate) fn long_files(tree: &Tree) -> Vec<Finding> {
    tree.texts()
        .filter(|(path, _)| is_code(path) && !is_generated(path))
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| (LINES_MANY + 1..=LINES_MAX).contains(lines))
        .map(|(path, lines)| Finding::new(path, format!("has {lines} lines; ask what wants to leave")))
        .collect()
}

fn check_lines(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut before = "";
    for (index, line) in text.lines().enumerate() {
        let lifted = line.contains(LIFTED) || before.contains(LIFTED);
        before = line;
        if lifted {
            continue;
        }
        let mut find = |message: String| findings.push(Finding::new(format!("{path}:{}", index + 1), message));
        for folder in machine_folders() {
            if line.contains(&folder) {
                find(format!("names a folder of one machine (`{folder}`)"));
            }
        }
        for word in unfinished() {
            if has_word(line, &word) {
                find(format!("`{word}`: finish it or take it out"));
            }
        }
        if path.ends_with("package-lock.json")
            && line.contains("\"resolved\"")
            && !line.contains("//registry.npmjs.org/")
        {
            find("names another registry than npm's own".into());
        }
        if (path.ends_with(".ts") || path.ends_with(".tsx")) && has_word(line, "as any") {
            find("`as any` switches the types off; narrow the value instead".into());
        }
        if is_pure_source(path) {
            for clock in ["SystemTime::now", "Instant::now", "Utc::now", "Local::now", "rand::rng()"] {
                if line.contains(clock) {
                    find(format!("`{clock}` on a pure floor: time and chance are parameters"));
                }
            }
        }
    }
    findings
}

/// Put together here, so that this file does not contain them.
fn machine_folders() -> [String; 4] {
    ["work", "root", "home", "Users"].map(|name| format!("/{name}/"))
}

fn unfinished() -> [String; 4] {
    [("TO", "DO"), ("FIX", "ME"), ("todo", "!("), ("unimplemented", "!(")].map(|(a, b)| format!("{a}{b}"))
}

fn has_word(line: &str, word: &str) -> bool {
    let edge = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word).any(|(at, _)| {
        let tail = &line[at + word.len()..];
        edge(line[..at].chars().next_back()) && (word.ends_with('(') || edge(tail.chars().next()))
    })
}

fn is_code(path: &str) -> bool {
    [".rs", ".ts", ".tsx", ".mjs"].iter().any(|extension| path.ends_with(extension))
}

fn is_generated(path: &str) -> bool {
    path.contains("/generated/") || path.contains("/locales/") || path == "ui/openapi.json" || path == "Cargo.lock"
}

fn is_pure_source(path: &str) -> bool {
    path.strip_prefix("crates/")
        .and_then(|rest| rest.split_once('/'))
        .is_some_and(|(name, rest)| PURE.contains(&name) && rest.starts_with("src/") && !rest.ends_with("tests.rs"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)])).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn a_file_without_module_docs_is_found() {
        assert!(found("crates/a/src/lib.rs", "//! Values.\n").is_empty());
        assert_eq!(found("crates/a/src/lib.rs", "fn f() {}\n").len(), 1);
    }

    #[test]
    fn length_warns_and_then_fails_but_not_for_generated_files() {
        let text = "//! Long.\n".repeat(601);
        assert_eq!(found("crates/a/src/lib.rs", &text).len(), 1);
        assert!(found("ui/src/api/generated/schema.ts", &text).is_empty());
        let warned = |lines| long_files(&Tree::of(&[("a.rs", &"//!\n".repeat(lines))])).len();
        assert_eq!((warned(400), warned(401), warned(600), warned(601)), (0, 1, 1, 0));
    }

    #[test]
    fn unfinished_work_is_found_as_a_word_only() {
        let word = &unfinished()[0];
        assert_eq!(found("docs/a.md", &format!("{word}: more\n")).len(), 1);
        assert!(found("docs/a.md", &format!("MAS{word}N\n")).is_empty());
        let call = &unfinished()[2];
        assert_eq!(found("a.rs", &format!("//! A.\nfn f() {{ {call}) }}\n")).len(), 1);
    }

    #[test]
    fn folders_of_one_machine_are_found_unless_lifted() {
        let folder = &machine_folders()[2];
        assert_eq!(found("docs/a.md", &format!("see {folder}me\n")).len(), 1);
        assert!(found("docs/a.md", &format!("see {folder}me <!-- {LIFTED}an example -->\n")).is_empty());
        assert!(found("docs/a.md", "workspace/accounts\n").is_empty());
    }

    #[test]
    fn a_clock_on_a_pure_floor_is_found() {
        let text = "//! A.\nfn f() { std::time::Instant::now(); }\n";
        assert_eq!(found("crates/optimize/src/lib.rs", text).len(), 1);
        assert!(found("crates/optimize/examples/bench.rs", text).is_empty());
        assert!(found("crates/store/src/lib.rs", text).is_empty());
    }

    #[test]
    fn types_switched_off_and_foreign_registries_are_found() {
        let off = format!("const a = b as {};\n", "any");
        assert_eq!(found("ui/src/a.ts", &off).len(), 1);
        assert!(found("ui/src/a.ts", "const a = b as anything;\n").is_empty());
        assert_eq!(found("ui/package-lock.json", "\"resolved\": \"https://example.org/x.tgz\"\n").len(), 1);
        assert!(found("ui/package-lock.json", "\"resolved\": \"https://registry.npmjs.org/x.tgz\"\n").is_empty());
    }
}
