//! A virtual machine in which nothing can be reached but what is given to it.

use std::sync::Arc;

use mlua::{
    Lua, LuaOptions, StdLib, VmState,
    chunk::{ChunkMode, Compiler},
};

use super::{Journal, ScriptError, ScriptFault, ScriptLimits, Watchdog, known, meter::Meter, parameters::Declared};

/// Characters of a script.
const SOURCE_MAX: usize = 256 * 1024;
const PRELUDE: &str = include_str!("prelude.luau");
/// The names under which the virtual machine speaks of a script's lines and of ours.
const SCRIPT: &str = "script";
/// How deep the stack is searched for a line of the script.
const LEVELS: usize = 64;

/// A virtual machine with its counter.
pub(super) struct Sandbox {
    pub(super) lua: Lua,
    pub(super) meter: Arc<Meter>,
}

impl Sandbox {
    /// A sandbox in which a script was loaded, so that its functions are there.
    ///
    /// # Errors
    /// What is wrong with the script.
    pub(super) fn load(
        source: &str,
        limits: &ScriptLimits,
        seed: u32,
        declared: &Declared,
        journal: &Journal,
        watchdog: &Watchdog,
    ) -> Result<Self, ScriptError> {
        if source.len() > SOURCE_MAX {
            let words = format!("it has {} bytes, and {SOURCE_MAX} are the most; make it shorter", source.len());
            return Err(ScriptError::new(ScriptFault::Form, None, words));
        }
        let sandbox = Self::empty(limits, seed, declared, journal).map_err(|error| ScriptError::of(&error))?;
        watchdog.watch(&sandbox.meter);
        sandbox.run(|lua| lua.load(source).set_name(format!("={SCRIPT}")).set_mode(ChunkMode::Text).exec())?;
        declared.close();
        Ok(sandbox)
    }

    fn empty(limits: &ScriptLimits, seed: u32, declared: &Declared, journal: &Journal) -> mlua::Result<Self> {
        let libraries = StdLib::COROUTINE
            | StdLib::TABLE
            | StdLib::STRING
            | StdLib::MATH
            | StdLib::BIT
            | StdLib::UTF8
            | StdLib::BUFFER
            | StdLib::VECTOR;
        let lua = Lua::new_with(libraries, LuaOptions::new())?;
        let meter = Arc::new(Meter::new(limits));
        lua.set_compiler(Compiler::new().set_optimization_level(2).set_debug_level(1));
        let counted = Arc::clone(&meter);
        let charge = lua.create_function(move |lua, steps: f64| {
            counted.take(steps as u64).map_err(|fault| counted.stop(fault, line_of(lua)))
        })?;
        let pages = journal.clone();
        let say = lua.create_function(move |_, text: mlua::LuaString| {
            let at = known::read(|known| Ok(known.now())).ok();
            pages.write(at, &text.to_string_lossy());
            Ok(())
        })?;
        lua.load(PRELUDE).set_name("=prelude").call::<()>((charge, say, seed))?;
        lua.globals().set("param", declared.function(&lua)?)?;
        lua.sandbox(true)?;
        lua.set_memory_limit(limits.memory_mib as usize * 1024 * 1024)?;
        let counted = Arc::clone(&meter);
        lua.set_interrupt(move |lua| match counted.take(1) {
            Ok(()) => Ok(VmState::Continue),
            Err(fault) => Err(counted.stop(fault, line_of(lua))),
        });
        Ok(Self { lua, meter })
    }

    /// Lets it do something, with the steps of one callback.
    pub(super) fn run<R>(&self, callback: impl FnOnce(&Lua) -> mlua::Result<R>) -> Result<R, ScriptError> {
        self.meter.begin();
        let done = callback(&self.lua);
        self.meter.end()?;
        done.map_err(|error| ScriptError::of(&error))
    }
}

/// The line of the script that is being run.
pub(super) fn line_of(lua: &Lua) -> Option<u32> {
    for level in 0..LEVELS {
        let line = lua.inspect_stack(level, |frame| {
            let of_script = frame.source().short_src.is_some_and(|name| name == SCRIPT);
            of_script.then(|| frame.current_line()).flatten()
        })?;
        if let Some(line) = line {
            return u32::try_from(line).ok();
        }
    }
    None
}
