//! Paths into JSON (RFC 6901), followed without reading any number.

use std::{borrow::Cow, collections::BTreeMap};

use serde_json::value::RawValue;

use crate::error::VenueError;

/// How deep a path may lead.
const DEPTH: usize = 16;

/// A path: `/data/prices`, or nothing for the whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Pointer(Vec<String>);

impl Pointer {
    /// The path that a setting writes.
    ///
    /// # Errors
    /// [`VenueError::Setting`] when it is none.
    pub(crate) fn new(setting: &str, text: &str) -> Result<Self, VenueError> {
        let wrong = |problem: &str| Err(VenueError::setting(setting, format!("\"{text}\" {problem}")));
        if text.is_empty() {
            return Ok(Self(Vec::new()));
        }
        let Some(steps) = text.strip_prefix('/') else {
            return wrong("is no path; write it like /data/0/close, or nothing for the whole");
        };
        let steps: Vec<&str> = steps.split('/').collect();
        if steps.len() > DEPTH {
            return wrong("leads too deep; 16 steps are the most");
        }
        let is_escaped = |step: &&str| step.replace("~0", "").replace("~1", "").contains('~');
        if steps.iter().any(is_escaped) {
            return wrong("holds a ~; write ~0 for it, and ~1 for a slash in a name");
        }
        Ok(Self(steps.iter().map(|step| step.replace("~1", "/").replace("~0", "~")).collect()))
    }

    /// What stands there, if anything does.
    pub(crate) fn find<'a>(&self, json: &'a RawValue) -> Option<&'a RawValue> {
        let mut found = json;
        for step in &self.0 {
            let text = found.get();
            found = if text.starts_with('{') {
                let mut fields: BTreeMap<Cow<'a, str>, &'a RawValue> = serde_json::from_str(text).ok()?;
                fields.remove(step.as_str())?
            } else {
                let items: Vec<&'a RawValue> = serde_json::from_str(text).ok()?;
                items.get(step.parse::<usize>().ok()?).copied()?
            };
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_through_objects_and_lists() {
        let json: &RawValue = serde_json::from_str(r#"{"a":{"b/c":[1,{"~":2.50}]},"":3}"#).unwrap();
        let at = |path: &str| Pointer::new("list", path).unwrap().find(json).map(|raw| raw.get().to_owned());
        assert_eq!(at("/a/b~1c/0").as_deref(), Some("1"));
        assert_eq!(at("/a/b~1c/1/~0").as_deref(), Some("2.50"), "as it is written");
        assert_eq!(at("/").as_deref(), Some("3"));
        assert_eq!(at("").map(|all| all.len()), Some(json.get().len()));
        for nowhere in ["/b", "/a/b~1c/2", "/a/b~1c/x", "/a/b~1c/0/0"] {
            assert_eq!(at(nowhere), None, "{nowhere}");
        }
        for wrong in ["a/b", "/a~2", "/~", &"/a".repeat(17)] {
            assert!(Pointer::new("list", wrong).is_err(), "{wrong}");
        }
    }
}
