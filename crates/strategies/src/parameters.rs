//! Parameters of a description by their names, for sweeps and forms.
//!
//! A name is the one in JSON. What lies deeper is named with dots and places, as in messages about fields: `rebalance.count`,
//! `size.share`, `entry.all[1].test.level`. A script's parameters have the names that it declares.

use serde_json::{Number, Value};

use crate::{
    Domain, ParameterForm, StrategyProblem, StrategySpecification, catalogue,
    script::{self, ScriptError, ScriptValue, Watchdog},
};

/// Members of a description that are trees with numbers of their own.
const TREES: [&str; 5] = ["rebalance", "size", "entry", "entry_hold", "exit"];
/// What a number in a tree may be as far as it is known here; what it is for knows it better when it is built.
const ANY: f64 = 1e15;

/// A parameter, and where its value lies in JSON.
struct Found {
    form: ParameterForm,
    pointer: String,
}

impl StrategySpecification {
    /// The parameters of this description: those of the catalogue, then the numbers in its trees (a cadence in bars, a size, conditions),
    /// with their present values as defaults; of a script those that it declares, which means to load it.
    ///
    /// Numbers, words and flags can be set by [`Self::with_parameters`].
    ///
    /// # Errors
    /// What is wrong with a script.
    pub fn parameters(&self, watchdog: &Watchdog) -> Result<Vec<ParameterForm>, ScriptError> {
        match self {
            Self::Script(script) => script::parameters(&script.source, watchdog),
            other => Ok(found(other, &other.json()).into_iter().map(|found| found.form).collect()),
        }
    }

    /// The same description with other values: numbers, words or flags by name.
    ///
    /// Ranges of single parameters are checked here, and how they go together by [`crate::build()`]. Whether a script declares a
    /// parameter, and what it may be, says only [`crate::build()`], for this loads no script.
    ///
    /// # Errors
    /// [`StrategyProblem::Field`] for a name that the description does not have, and for a value that is not possible.
    pub fn with_parameters<'n, V: Into<ScriptValue>>(
        &self,
        values: impl IntoIterator<Item = (&'n str, V)>,
    ) -> Result<Self, StrategyProblem> {
        let values = values.into_iter().map(|(name, value)| (name, value.into()));
        if let Self::Script(script) = self {
            let mut script = script.clone();
            script.parameters.extend(values.map(|(name, value)| (name.to_owned(), value)));
            return Ok(Self::Script(script));
        }
        let mut json = self.json();
        let parameters = found(self, &json);
        for (name, value) in values {
            let Some(parameter) = parameters.iter().find(|parameter| parameter.form.name == name) else {
                return Err(unknown(name, &parameters));
            };
            let domain = &parameter.form.domain;
            if let Some(allowed) = domain.allowed_instead(&value) {
                return Err(StrategyProblem::field(name, value, allowed));
            }
            set(&mut json, &parameter.pointer, written(domain, value));
        }
        serde_json::from_value(json).map_err(|error| {
            StrategyProblem::field("parameters", format!("not possible for {}: {error}", self.kind()), "other values")
        })
    }

    fn json(&self) -> Value {
        serde_json::to_value(self).expect("invariant: a description has a form in JSON")
    }
}

/// The parameters of a description that is no script.
fn found(specification: &StrategySpecification, json: &Value) -> Vec<Found> {
    let entry = catalogue().into_iter().find(|entry| entry.kind == specification.kind());
    let forms = entry.map(|entry| entry.parameters).unwrap_or_default();
    let mut found: Vec<Found> =
        forms.into_iter().map(|form| Found { pointer: format!("/{}", form.name), form }).collect();
    for name in TREES {
        if let Some(tree) = json.get(name) {
            numbers_of(tree, name, &format!("/{name}"), &mut found);
        }
    }
    found
}

/// Every number in a tree.
fn numbers_of(value: &Value, name: &str, pointer: &str, found: &mut Vec<Found>) {
    match value {
        Value::Number(number) => {
            let domain = match number.as_i64() {
                Some(default) => Domain::Integer { least: 0, most: i64::from(u32::MAX), default },
                None => Domain::Real { least: -ANY, most: ANY, default: number.as_f64() },
            };
            let form = ParameterForm::new(name, &format!("The number at {name}"), domain);
            found.push(Found { form, pointer: pointer.to_owned() });
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                numbers_of(item, &format!("{name}[{n}]"), &format!("{pointer}/{n}"), found);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                numbers_of(member, &format!("{name}.{key}"), &format!("{pointer}/{key}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

fn unknown(name: &str, parameters: &[Found]) -> StrategyProblem {
    let is_single = |found: &&Found| {
        let domain = &found.form.domain;
        matches!(domain, Domain::Integer { .. } | Domain::Real { .. } | Domain::Choice { .. } | Domain::Flag { .. })
    };
    let names: Vec<&str> = parameters.iter().filter(is_single).map(|found| found.form.name.as_str()).collect();
    let allowed = if names.is_empty() {
        "no parameters, the strategy has none that are single values".to_owned()
    } else {
        names.join(", ")
    };
    StrategyProblem::field("parameters", name, allowed)
}

/// A value in JSON. Counts are whole numbers there, and everything else that is a number has a fraction.
fn written(domain: &Domain, value: ScriptValue) -> Value {
    match value {
        ScriptValue::Flag(flag) => Value::Bool(flag),
        ScriptValue::Word(word) => Value::String(word),
        ScriptValue::Number(number) if matches!(domain, Domain::Integer { .. }) => Value::from(number as i64),
        // A number that passed a range is finite.
        ScriptValue::Number(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
    }
}

/// Puts a value in its place; what is off has none yet, and lies at the top.
fn set(json: &mut Value, pointer: &str, value: Value) {
    if let Some(place) = json.pointer_mut(pointer) {
        *place = value;
    } else if let Value::Object(members) = json {
        members.insert(pointer.trim_start_matches('/').to_owned(), value);
    }
}
