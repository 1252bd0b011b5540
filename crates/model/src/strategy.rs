//! Names for strategies.

use crate::names::named_enum;

named_enum! {
    /// What a strategy that is kept is made of.
    StrategyKind ("strategy kind") {
        /// One of the program's own, with its parameters.
        BuiltIn = "built_in",
        /// Conditions for entry and exit, without code.
        Rules = "rules",
        /// A script.
        Script = "script",
        /// Weights that a target, an optimization or the rebalancer gives again and again.
        Targets = "targets",
    }
}
