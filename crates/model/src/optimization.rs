//! Names for optimizations.

use crate::names::named_enum;

named_enum! {
    /// What an optimization looks for.
    OptimizationType ("optimization type") {
        /// The least variance.
        MinimumVariance = "minimum_variance",
        /// The highest excess return per unit of volatility.
        MaximumSharpe = "maximum_sharpe",
        /// The least variance at a return of at least a target.
        EfficientReturn = "efficient_return",
        /// The highest return at a volatility of at most a target.
        EfficientRisk = "efficient_risk",
        /// The highest return less half the risk aversion times variance.
        MaximumQuadraticUtility = "maximum_quadratic_utility",
        /// The whole frontier.
        EfficientFrontier = "efficient_frontier",
    }
}
