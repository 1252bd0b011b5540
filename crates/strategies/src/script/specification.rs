//! A script as it is described.

use std::{collections::BTreeMap, fmt};

use mlua::{IntoLua, Lua, Value};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ScriptLimits;

/// A script with the values of its parameters.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScriptSpecification {
    /// The text, at most 256 KiB.
    pub source: String,
    /// Values by the names that the script declares; its defaults where they are left out.
    #[serde(default)]
    pub parameters: BTreeMap<String, ScriptValue>,
    /// What it may use up.
    #[serde(default)]
    pub limits: ScriptLimits,
    /// Where its random numbers begin.
    #[serde(default)]
    pub seed: u32,
}

impl ScriptSpecification {
    /// A script with its defaults.
    #[must_use]
    pub fn new(source: impl Into<String>) -> Self {
        Self { source: source.into(), parameters: BTreeMap::new(), limits: ScriptLimits::default(), seed: 0 }
    }
}

/// The value of a parameter.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum ScriptValue {
    /// True or false.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A word.
    Word(String),
}

impl fmt::Display for ScriptValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => flag.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Word(word) => write!(f, "\"{word}\""),
        }
    }
}

impl IntoLua for ScriptValue {
    fn into_lua(self, lua: &Lua) -> mlua::Result<Value> {
        match self {
            Self::Flag(flag) => flag.into_lua(lua),
            Self::Number(number) => number.into_lua(lua),
            Self::Word(word) => word.into_lua(lua),
        }
    }
}

impl From<f64> for ScriptValue {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for ScriptValue {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<&str> for ScriptValue {
    fn from(word: &str) -> Self {
        Self::Word(word.to_owned())
    }
}
