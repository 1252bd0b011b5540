//! What a script may use up.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{StrategyProblem, number::Whole};

const CALLBACK: Whole = Whole {
    name: "limits.steps_per_callback",
    words: "",
    unit: crate::Unit::Plain,
    least: 1_000,
    most: 2_000_000,
    default: 250_000,
};
const MEMORY: Whole = Whole { name: "limits.memory_mib", least: 1, most: 1_024, default: 64, ..CALLBACK };
const ORDERS: Whole = Whole { name: "limits.orders_per_callback", least: 1, most: 10_000, default: 1_000, ..CALLBACK };
const TOTAL_MAX: u64 = 1_000_000_000_000;

/// What a script may use up. A step is a call, a return, a turn of a loop, or an attempt to match a pattern.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ScriptLimits {
    /// Steps in one callback, at least 1,000 and at most two million.
    pub steps_per_callback: u32,
    /// Steps in a whole run.
    pub steps_total: u64,
    /// Memory, in MiB.
    pub memory_mib: u32,
    /// Orders, changes and cancels that one callback may ask for.
    pub orders_per_callback: u32,
}

impl Default for ScriptLimits {
    fn default() -> Self {
        Self {
            steps_per_callback: CALLBACK.default,
            steps_total: 20_000_000_000,
            memory_mib: MEMORY.default,
            orders_per_callback: ORDERS.default,
        }
    }
}

impl ScriptLimits {
    pub(super) fn check(&self) -> Result<(), StrategyProblem> {
        CALLBACK.check(self.steps_per_callback)?;
        MEMORY.check(self.memory_mib)?;
        ORDERS.check(self.orders_per_callback)?;
        if !(1_000..=TOTAL_MAX).contains(&self.steps_total) {
            let allowed = format!("a whole number from 1000 to {TOTAL_MAX}");
            return Err(StrategyProblem::field("limits.steps_total", self.steps_total, allowed));
        }
        Ok(())
    }
}
