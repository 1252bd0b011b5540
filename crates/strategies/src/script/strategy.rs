//! A script as a strategy.

use execution::{
    number::float,
    strategy::{ClosedBar, Context, Refused, Strategy, StrategyError, StrategyResult},
};
use mlua::{AnyUserData, Function, Lua, Table};
use model::{id::OrderId, order::fill::Fill};

use super::{
    Journal, ScriptError, ScriptSpecification, Watchdog, bar::BarView, calls::Calls, desk::Desk, known, orders::Told,
    parameters::Declared, sandbox::Sandbox,
};
use crate::StrategyProblem;

/// A script that was loaded. After an error nothing of its virtual machine is left, and it only says the error again.
pub(crate) struct ScriptStrategy {
    machine: Result<Machine, ScriptError>,
    journal: Journal,
    /// It watches as long as somebody has it.
    _watchdog: Watchdog,
}

struct Machine {
    calls: Calls,
    desk: AnyUserData,
    bar: AnyUserData,
    sandbox: Sandbox,
}

impl ScriptStrategy {
    /// Loads a script.
    ///
    /// # Errors
    /// What is wrong with it, or with the values of its parameters.
    pub(crate) fn new(
        specification: &ScriptSpecification,
        journal: &Journal,
        watchdog: Watchdog,
    ) -> Result<Self, StrategyProblem> {
        let ScriptSpecification { source, parameters, limits, seed } = specification;
        limits.check()?;
        let declared = Declared::with(parameters.clone());
        let loaded = Sandbox::load(source, limits, *seed, &declared, journal, &watchdog).and_then(|sandbox| {
            let desk = Desk::new(limits, sandbox.meter.clone(), journal.clone());
            Machine::new(sandbox, desk)
        });
        let machine = loaded.inspect_err(|error| journal.fail(error))?;
        declared.check_names()?;
        Ok(Self { machine: Ok(machine), journal: journal.clone(), _watchdog: watchdog })
    }

    /// Calls a function, and places what it asked for. After an error the virtual machine is gone.
    fn call(
        &mut self,
        ctx: &mut Context<'_>,
        which: impl Fn(&Calls) -> Option<&Function>,
        instrument: Option<usize>,
        how: impl FnOnce(&Machine, &Function) -> mlua::Result<()>,
    ) -> StrategyResult {
        let called = match &self.machine {
            Err(error) => Err(error.clone()),
            Ok(machine) => match which(&machine.calls) {
                None => return Ok(()),
                Some(function) => machine.call(ctx, instrument, || how(machine, function)),
            },
        };
        called.map_err(|error| {
            let words = StrategyError(error.to_string());
            self.journal.fail(&error);
            self.machine = Err(error);
            words
        })
    }
}

impl Machine {
    fn new(sandbox: Sandbox, desk: Desk) -> Result<Self, ScriptError> {
        let calls = Calls::of(&sandbox.lua)?;
        let made = |lua: &Lua| -> mlua::Result<_> {
            Ok((lua.create_userdata(desk)?, lua.create_userdata(BarView::default())?))
        };
        let (desk, bar) = made(&sandbox.lua).map_err(|error| ScriptError::of(&error))?;
        Ok(Self { calls, desk, bar, sandbox })
    }

    /// Runs a callback that is about an instrument, and places what it asked for.
    fn call(
        &self,
        ctx: &mut Context<'_>,
        instrument: Option<usize>,
        callback: impl FnOnce() -> mlua::Result<()>,
    ) -> Result<(), ScriptError> {
        let prepared = || -> mlua::Result<()> {
            self.desk.borrow_mut::<Desk>()?.current = instrument.unwrap_or(0);
            Ok(())
        };
        let place = |ctx: &mut Context<'_>| -> mlua::Result<()> {
            self.desk.borrow_mut::<Desk>()?.orders.place(ctx);
            Ok(())
        };
        prepared().map_err(|error| ScriptError::of(&error))?;
        known::during(ctx, || self.sandbox.run(|_| callback()))?;
        place(ctx).map_err(|error| ScriptError::of(&error))
    }

    /// What a script is told of a fill.
    fn fill(&self, told: Option<Told>, fill: &Fill) -> mlua::Result<Table> {
        let table = self.table(told)?;
        table.raw_set("side", fill.side.as_str())?;
        table.raw_set("units", float(fill.quantity.get()))?;
        table.raw_set("price", float(fill.price.get()))?;
        table.raw_set("fee", float(fill.fee.amount))?;
        Ok(table)
    }

    /// What a script is told of a refusal.
    fn refused(&self, told: Option<Told>, refused: &Refused) -> mlua::Result<Table> {
        let table = self.table(told)?;
        table.raw_set("code", refused.why.code())?;
        table.raw_set("message", refused.why.to_string())?;
        Ok(table)
    }

    fn table(&self, told: Option<Told>) -> mlua::Result<Table> {
        let table = self.sandbox.lua.create_table()?;
        if let Some(told) = told {
            table.raw_set("order", told.number)?;
            table.raw_set("instrument", told.instrument + 1)?;
            table.raw_set("is_exit", told.is_exit)?;
        }
        Ok(table)
    }
}

impl ScriptStrategy {
    /// What the script knows of an order.
    fn told(&self, order: OrderId) -> Option<Told> {
        let machine = self.machine.as_ref().ok()?;
        machine.desk.borrow::<Desk>().ok()?.orders.told(order)
    }
}

impl Strategy for ScriptStrategy {
    fn on_start(&mut self, ctx: &mut Context<'_>) -> StrategyResult {
        self.call(ctx, |calls| calls.on_start.as_ref(), None, |machine, start| start.call(&machine.desk))
    }

    fn on_bar(&mut self, ctx: &mut Context<'_>, closed: &ClosedBar) -> StrategyResult {
        self.call(
            ctx,
            |calls| calls.on_bar.as_ref(),
            Some(closed.instrument),
            |machine, bar| {
                machine.bar.borrow_mut::<BarView>()?.0 = Some(*closed);
                bar.call((&machine.desk, &machine.bar))
            },
        )
    }

    fn on_moment(&mut self, ctx: &mut Context<'_>) -> StrategyResult {
        self.call(ctx, |calls| calls.on_moment.as_ref(), None, |machine, moment| moment.call(&machine.desk))
    }

    fn on_fill(&mut self, ctx: &mut Context<'_>, fill: &Fill) -> StrategyResult {
        let (instrument, told) = (ctx.instrument(fill.instrument_id), self.told(fill.order_id));
        self.call(
            ctx,
            |calls| calls.on_fill.as_ref(),
            instrument,
            |machine, filled| filled.call((&machine.desk, machine.fill(told, fill)?)),
        )
    }

    fn on_refused(&mut self, ctx: &mut Context<'_>, refused: &Refused) -> StrategyResult {
        let told = self.told(refused.order_id);
        self.call(
            ctx,
            |calls| calls.on_refused.as_ref(),
            None,
            |machine, heard| heard.call((&machine.desk, machine.refused(told, refused)?)),
        )
    }
}
