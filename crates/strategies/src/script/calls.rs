//! The functions of a script that are called.

use mlua::{Function, Lua, Value};

use super::{ScriptError, ScriptFault};

/// The functions that a script has.
pub(super) struct Calls {
    pub(super) on_start: Option<Function>,
    pub(super) on_bar: Option<Function>,
    pub(super) on_moment: Option<Function>,
    pub(super) on_fill: Option<Function>,
    pub(super) on_refused: Option<Function>,
}

impl Calls {
    /// Those that a script has defined.
    ///
    /// # Errors
    /// [`ScriptFault::Form`] when there is nothing to call for bars, or something of these names is no function.
    pub(super) fn of(lua: &Lua) -> Result<Self, ScriptError> {
        let function = |name: &str| match lua.globals().get::<Value>(name) {
            Ok(Value::Nil) => Ok(None),
            Ok(Value::Function(function)) => Ok(Some(function)),
            Ok(other) => {
                let is = if other.is_integer() { "number" } else { other.type_name() };
                let words = format!("{name} is a {is}; make it a function");
                Err(ScriptError::new(ScriptFault::Form, None, words))
            }
            Err(error) => Err(ScriptError::of(&error)),
        };
        let calls = Self {
            on_start: function("on_start")?,
            on_bar: function("on_bar")?,
            on_moment: function("on_moment")?,
            on_fill: function("on_fill")?,
            on_refused: function("on_refused")?,
        };
        if calls.on_bar.is_none() && calls.on_moment.is_none() {
            let words = "it has no function that is told bars; write function on_bar(ctx, bar) … end";
            return Err(ScriptError::new(ScriptFault::Form, None, words));
        }
        Ok(calls)
    }
}
