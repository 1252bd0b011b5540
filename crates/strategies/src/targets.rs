//! Weights that come from elsewhere.

use execution::strategy::{Context, StrategyError};

/// Says weights that an optimization or a rebalancer works out. A higher floor implements it, which knows saved optimizations and
/// targets; strategies only steer to what it says.
///
/// Two runs over the same data must be told the same, so it decides by what it is given and nothing else.
pub trait TargetSource: Send {
    /// The weights to hold from now on, one for each instrument of the run in its order; the rest of 1 is cash. `None`: as before.
    /// The context holds bars up to the ones that have just closed, and the account.
    ///
    /// # Errors
    /// To stop the run.
    fn targets(&mut self, ctx: &Context<'_>) -> Result<Option<Vec<f64>>, StrategyError>;
}
