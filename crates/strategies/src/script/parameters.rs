//! What a script may be asked for: `param(name, default, options)`.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use mlua::{Function, Lua, Table, Value};

use super::{Journal, ScriptError, ScriptLimits, ScriptValue, Watchdog, sandbox::Sandbox};
use crate::{Domain, ParameterForm, StrategyProblem};

/// Parameters of one script.
const PARAMETERS_MAX: usize = 100;
/// What a number may be when the script does not say.
const ANY: f64 = 1e15;

/// Reads which parameters a script declares, without running it over anything.
///
/// # Errors
/// What is wrong with the script.
pub fn parameters(source: &str, watchdog: &Watchdog) -> Result<Vec<ParameterForm>, ScriptError> {
    let declared = Declared::default();
    Sandbox::load(source, &ScriptLimits::default(), 0, &declared, &Journal::default(), watchdog)?;
    Ok(declared.forms())
}

/// Parameters as a script declares them, with the values that they are given.
#[derive(Clone, Default)]
pub(super) struct Declared(Arc<Mutex<Book>>);

#[derive(Default)]
struct Book {
    given: BTreeMap<String, ScriptValue>,
    forms: Vec<ParameterForm>,
    closed: bool,
}

impl Declared {
    pub(super) fn with(given: BTreeMap<String, ScriptValue>) -> Self {
        Self(Arc::new(Mutex::new(Book { given, ..Book::default() })))
    }

    /// The function `param`.
    pub(super) fn function(&self, lua: &Lua) -> mlua::Result<Function> {
        let declared = self.clone();
        lua.create_function(move |_, (name, default, options): (String, Value, Option<Table>)| {
            declared.book().declare(&name, &default, options.as_ref())
        })
    }

    /// After the script was loaded nothing more is declared.
    pub(super) fn close(&self) {
        self.book().closed = true;
    }

    /// Whether every value that was given belongs to a parameter.
    pub(super) fn check_names(&self) -> Result<(), StrategyProblem> {
        let book = self.book();
        let is_declared = |name: &String| book.forms.iter().any(|form| form.name == *name);
        match book.given.keys().find(|name| !is_declared(name)) {
            None => Ok(()),
            Some(name) => {
                let names: Vec<&str> = book.forms.iter().map(|form| form.name.as_str()).collect();
                let allowed =
                    if names.is_empty() { "no parameters, the script has none".to_owned() } else { names.join(", ") };
                Err(StrategyProblem::field("parameters", name, allowed))
            }
        }
    }

    fn forms(&self) -> Vec<ParameterForm> {
        self.book().forms.clone()
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    fn declare(&mut self, name: &str, default: &Value, options: Option<&Table>) -> mlua::Result<ScriptValue> {
        let wrong = |words: String| Err(mlua::Error::runtime(format!("parameter \"{name}\" {words}")));
        if self.closed {
            return wrong("is declared in a function; declare it at the top of the script".to_owned());
        }
        if name.is_empty() || self.forms.len() >= PARAMETERS_MAX || self.forms.iter().any(|form| form.name == name) {
            return wrong(format!("cannot be declared; names differ, and there are at most {PARAMETERS_MAX}"));
        }
        let word = |key: &str| options.map_or(Ok(None), |options| options.raw_get::<Option<String>>(key));
        let domain = match default {
            Value::Boolean(default) => Domain::Flag { default: *default },
            Value::String(default) => choice(&default.to_string_lossy(), options)?,
            Value::Integer(_) | Value::Number(_) => numbers(default, options)?,
            other => {
                return wrong(format!(
                    "has a {} as its default; give a number, a word, true or false",
                    other.type_name()
                ));
            }
        };
        let value = match self.given.get(name) {
            Some(given) => given.clone(),
            None => default_of(&domain),
        };
        if let Some(allowed) = domain.allowed_instead(&value) {
            return wrong(format!("is {value}; give {allowed}"));
        }
        self.forms.push(ParameterForm::new(name, &word("words")?.unwrap_or_default(), domain));
        Ok(value)
    }
}

fn numbers(default: &Value, options: Option<&Table>) -> mlua::Result<Domain> {
    let bound = |key: &str| options.map_or(Ok(None), |options| options.raw_get::<Option<f64>>(key));
    let (least, most) = (bound("min")?.unwrap_or(-ANY), bound("max")?.unwrap_or(ANY));
    // Numbers that are whole come as integers.
    let default = match default {
        Value::Integer(whole) => *whole as f64,
        other => other.as_number().unwrap_or(f64::NAN),
    };
    if least > most || least.is_nan() || most.is_nan() {
        return Err(mlua::Error::runtime(format!("min is {least} and max is {most}; give max at least min")));
    }
    let whole = options.map_or(Ok(None), |options| options.raw_get::<Option<bool>>("whole"))?.unwrap_or(false);
    if whole {
        let [least, most, default] = [least.ceil(), most.floor(), default].map(|number| number as i64);
        return Ok(Domain::Integer { least, most, default });
    }
    Ok(Domain::Real { least, most, default: Some(default) })
}

fn choice(default: &str, options: Option<&Table>) -> mlua::Result<Domain> {
    let of: Option<Vec<String>> = options.map_or(Ok(None), |options| options.raw_get("of"))?;
    match of {
        Some(of) if !of.is_empty() => Ok(Domain::Choice { of, default: default.to_owned() }),
        _ => Err(mlua::Error::runtime("a word needs the words that it may be: {of = {\"long\", \"short\"}}")),
    }
}

fn default_of(domain: &Domain) -> ScriptValue {
    match domain {
        Domain::Integer { default, .. } => ScriptValue::Number(*default as f64),
        Domain::Real { default, .. } => ScriptValue::Number(default.unwrap_or(f64::NAN)),
        Domain::Choice { default, .. } => ScriptValue::Word(default.clone()),
        Domain::Flag { default } => ScriptValue::Flag(*default),
        Domain::Cadence | Domain::Size | Domain::Weights | Domain::Condition | Domain::Source => {
            ScriptValue::Word(String::new())
        }
    }
}
