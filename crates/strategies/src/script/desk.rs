//! The context as a script has it: `ctx`.

use std::sync::Arc;

use mlua::{UserData, UserDataMethods};

use super::{
    ScriptLimits,
    journal::Journal,
    known::{self, Known},
    meter::Meter,
    orders::{self, Orders},
    reading,
    sandbox::line_of,
    studies::{self, Studies},
};

/// What `ctx` stands on between callbacks.
pub(super) struct Desk {
    /// The instrument of the callback, which counts where none is named.
    pub(super) current: usize,
    pub(super) orders: Orders,
    pub(super) studies: Studies,
    pub(super) meter: Arc<Meter>,
    pub(super) journal: Journal,
}

impl Desk {
    pub(super) fn new(limits: &ScriptLimits, meter: Arc<Meter>, journal: Journal) -> Self {
        Self { current: 0, orders: Orders::new(limits), studies: Studies::default(), meter, journal }
    }

    /// The number of an instrument that a script names, from 1; the callback's when it names none.
    pub(super) fn pick(&self, named: Option<f64>, known: &dyn Known) -> mlua::Result<usize> {
        let count = known.instruments();
        let picked = match named {
            None => Some(self.current),
            Some(n) if n.fract() == 0.0 && n >= 1.0 && n <= count as f64 => Some(n as usize - 1),
            Some(_) => None,
        };
        picked.filter(|picked| *picked < count).ok_or_else(|| {
            let named = named.unwrap_or(self.current as f64 + 1.0);
            mlua::Error::runtime(format!("there is no instrument {named}; the run has {count}, numbered from 1"))
        })
    }

    /// Counts work that takes no steps of its own.
    pub(super) fn charge(&self, lua: &mlua::Lua, steps: u64) -> mlua::Result<()> {
        self.meter.take(steps).map_err(|fault| self.meter.stop(fault, line_of(lua)))
    }
}

impl UserData for Desk {
    fn add_methods<M: UserDataMethods<Self>>(methods: &mut M) {
        reading::add(methods);
        studies::add(methods);
        orders::add(methods);
        methods.add_method("log", |lua, desk, text: mlua::LuaString| {
            desk.charge(lua, 100)?;
            let at = known::read(|known| Ok(known.now()))?;
            // Before the first bar or tick there is no time.
            let at = (at.micros() != i64::MIN).then_some(at);
            desk.journal.write(at, &text.to_string_lossy());
            Ok(())
        });
    }
}
