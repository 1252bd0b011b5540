//! The ladder: a crate depends only on lower floors, and the low floors know no outside world.
//!
//! The floors stand in `docs/ARCHITECTURE.md`; the edges come from cargo. Dev-dependencies keep the ladder too, but for
//! `testkit` and `fakes`, which anybody's tests may use.

use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, tables};
use crate::command::{cargo, output};
use crate::project::Project;

/// The last floor without runtime, database and network.
const LAST_PURE: u32 = 4;
/// What a pure crate must not reach, through however many steps.
const IMPURE: [&str; 4] = ["tokio", "sqlx", "reqwest", "tauri"];
/// What anybody's tests may use.
const TOOLS_OF_TESTS: [&str; 2] = ["testkit", "fakes"];
const LICENCE: &str = "MIT OR Apache-2.0";
const MAP: &str = "docs/ARCHITECTURE.md";

/// What cargo knows of the workspace, with the resolved graph.
///
/// # Errors
/// When cargo fails.
pub(crate) fn metadata(project: &Project) -> Result<Value> {
    let text = output(&mut cargo(["metadata", "--format-version", "1", "--locked", "--quiet"], project.root()))?;
    serde_json::from_str(&text).context("cargo metadata did not print JSON")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Floor {
    Numbered(u32),
    Development,
}

/// Every crate is in the table, every edge goes down, pure crates are pure.
pub(crate) fn check(map: &str, metadata: &Value) -> Vec<Finding> {
    let Some(floors) = read_floors(map) else {
        return vec![Finding::new(MAP, "has no table `| floor | crate | what it is |`")];
    };
    let members = members(metadata);
    let mut findings = Vec::new();
    for name in members.keys().filter(|name| !floors.contains_key(**name)) {
        findings.push(Finding::new(MAP, format!("crate `{name}` is on no floor; add its row")));
    }
    for name in floors.keys().filter(|name| !members.contains_key(name.as_str())) {
        findings.push(Finding::new(
            MAP,
            format!("crate `{name}` has a row but does not exist; a crate is born with its code"),
        ));
    }
    for (name, package) in &members {
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let target = dependency["name"].as_str().unwrap_or_default();
            if let (Some(from), Some(to)) = (floors.get(*name), floors.get(target)) {
                let development = dependency["kind"] == "dev";
                if let Some(message) = judge(*from, *to, target, development) {
                    findings.push(Finding::new(format!("crate {name}"), message));
                }
            }
        }
    }
    findings.extend(check_purity(metadata, &floors));
    findings
}

fn judge(from: Floor, to: Floor, target: &str, development: bool) -> Option<String> {
    match (from, to) {
        (Floor::Development, Floor::Numbered(_)) => None,
        (_, Floor::Development) if development && TOOLS_OF_TESTS.contains(&target) => None,
        (_, Floor::Development) => Some(format!("depends on `{target}`, which only tests may use")),
        (Floor::Numbered(from), Floor::Numbered(to)) if to < from => None,
        (Floor::Numbered(from), Floor::Numbered(to)) => {
            let way = if to == from { "sideways" } else { "upwards" };
            Some(format!("on floor {from} depends {way} on `{target}` on floor {to}; only lower floors may be used"))
        }
    }
}

/// Every package of ours carries the licence.
pub(crate) fn check_licences(metadata: &Value) -> Vec<Finding> {
    members(metadata)
        .into_iter()
        .filter(|(_, package)| package["license"] != LICENCE)
        .map(|(name, _)| {
            Finding::new(format!("crate {name}"), format!("has no `license.workspace = true` ({LICENCE})"))
        })
        .collect()
}

fn check_purity(metadata: &Value, floors: &BTreeMap<String, Floor>) -> Vec<Finding> {
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|node| Some((node["id"].as_str()?, node)))
        .collect();
    let names: BTreeMap<&str, &str> = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|package| Some((package["id"].as_str()?, package["name"].as_str()?)))
        .collect();
    let mut findings = Vec::new();
    for (name, package) in members(metadata) {
        if !matches!(floors.get(name), Some(Floor::Numbered(floor)) if *floor <= LAST_PURE) {
            continue;
        }
        let reached = reachable(package["id"].as_str().unwrap_or_default(), &nodes);
        for impure in reached.iter().filter_map(|id| names.get(id)).filter(|found| IMPURE.contains(found)) {
            findings.push(Finding::new(
                format!("crate {name}"),
                format!("is on a pure floor but reaches `{impure}`; `cargo tree -p {name} -i {impure}` shows the way"),
            ));
        }
    }
    findings
}

/// Every package reached by normal dependencies.
fn reachable<'a>(start: &'a str, nodes: &BTreeMap<&'a str, &'a Value>) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        for edge in nodes.get(id).and_then(|node| node["deps"].as_array()).into_iter().flatten() {
            let kinds = edge["dep_kinds"].as_array();
            let normal = kinds.is_none_or(|kinds| kinds.iter().any(|kind| kind["kind"].is_null()));
            if let Some(target) = edge["pkg"].as_str()
                && normal
                && seen.insert(target)
            {
                open.push(target);
            }
        }
    }
    seen
}

fn members(metadata: &Value) -> BTreeMap<&str, &Value> {
    let ids: BTreeSet<&str> =
        metadata["workspace_members"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|package| package["id"].as_str().is_some_and(|id| ids.contains(id)))
        .filter_map(|package| Some((package["name"].as_str()?, package)))
        .collect()
}

fn read_floors(map: &str) -> Option<BTreeMap<String, Floor>> {
    let rows = tables::rows(map, &["floor", "crate", "what it is"])?;
    let mut floors = BTreeMap::new();
    for row in &rows {
        let floor = match row[0].parse() {
            Ok(number) => Floor::Numbered(number),
            Err(_) => Floor::Development,
        };
        floors.extend(row.get(1).into_iter().flat_map(|cell| tables::code(cell)).map(|name| (name.to_owned(), floor)));
    }
    Some(floors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const MAP: &str = "| floor | crate | what it is |\n| --- | --- | --- |\n| 0 | `model` | Values. |\n\
                       | 2 | `optimize` | Weights. |\n| 5 | `store` | Rows. |\n| dev | `testkit` | Builders. |\n";

    fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Value {
        let dependencies: Vec<_> =
            dependencies.iter().map(|(name, kind)| json!({ "name": name, "kind": kind })).collect();
        json!({ "id": name, "name": name, "license": LICENCE, "dependencies": dependencies })
    }

    fn graph(packages: &[Value], edges: &[(&str, &str)]) -> Value {
        let ours: Vec<_> = packages.iter().map(|package| package["id"].clone()).collect();
        let mut all = packages.to_vec();
        all.push(json!({ "id": "tokio", "name": "tokio", "dependencies": [] }));
        let nodes: Vec<_> = all
            .iter()
            .map(|package| {
                let id = package["id"].as_str().unwrap();
                let deps: Vec<_> = edges
                    .iter()
                    .filter(|(from, _)| *from == id)
                    .map(|(_, to)| json!({ "pkg": to, "dep_kinds": [{ "kind": null }] }))
                    .collect();
                json!({ "id": id, "deps": deps })
            })
            .collect();
        json!({ "workspace_members": ours, "packages": all, "resolve": { "nodes": nodes } })
    }

    fn messages(packages: &[Value], edges: &[(&str, &str)]) -> Vec<String> {
        check(MAP, &graph(packages, edges))
            .into_iter()
            .map(|finding| format!("{}: {}", finding.place, finding.message))
            .collect()
    }

    fn whole() -> Vec<Value> {
        vec![
            package("model", &[("testkit", Some("dev"))]),
            package("optimize", &[("model", None)]),
            package("store", &[("optimize", None), ("model", None)]),
            package("testkit", &[("store", None)]),
        ]
    }

    #[test]
    fn a_ladder_that_only_goes_down_is_kept() {
        assert_eq!(messages(&whole(), &[("store", "tokio"), ("store", "optimize")]), Vec::<String>::new());
    }

    #[test]
    fn an_upward_edge_is_found_even_for_tests() {
        let mut packages = whole();
        packages[1] = package("optimize", &[("store", Some("dev"))]);
        assert!(messages(&packages, &[])[0].contains("on floor 2 depends upwards on `store` on floor 5"));
    }

    #[test]
    fn a_sideways_edge_is_found() {
        let map = MAP.replace("| 5 | `store`", "| 2 | `store`");
        let found = check(&map, &graph(&whole(), &[]));
        assert!(found[0].message.contains("sideways on `optimize`"), "{found:?}");
    }

    #[test]
    fn test_helpers_do_not_leave_the_tests() {
        let mut packages = whole();
        packages[1] = package("optimize", &[("testkit", None)]);
        assert!(messages(&packages, &[])[0].contains("which only tests may use"));
    }

    #[test]
    fn a_pure_crate_that_reaches_the_runtime_through_another_is_found() {
        let found = messages(&whole(), &[("optimize", "model"), ("model", "tokio")]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("reaches `tokio`"));
    }

    #[test]
    fn the_table_and_the_workspace_name_the_same_crates() {
        let found = messages(&[package("model", &[]), package("store", &[]), package("tax", &[])], &[]);
        assert!(found.iter().any(|m| m.contains("`tax` is on no floor")));
        assert!(found.iter().any(|m| m.contains("`optimize` has a row but does not exist")));
    }

    #[test]
    fn a_package_without_our_licence_is_found() {
        let mut packages = whole();
        packages[0]["license"] = json!("GPL-3.0");
        assert_eq!(check_licences(&graph(&packages, &[])).len(), 1);
    }
}
