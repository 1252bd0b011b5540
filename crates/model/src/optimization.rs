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
        /// The least conditional value at risk.
        MinimumCvar = "minimum_cvar",
        /// The frontier of return against conditional value at risk.
        CvarFrontier = "cvar_frontier",
        /// The least conditional drawdown at risk.
        MinimumCdar = "minimum_cdar",
        /// The least variance of returns below a threshold.
        MinimumSemivariance = "minimum_semivariance",
        /// The least mean absolute deviation.
        MinimumMeanAbsoluteDeviation = "minimum_mean_absolute_deviation",
        /// The highest utility in the worst case of uncertain means.
        WorstCase = "worst_case",
        /// The highest expected logarithm of wealth (Kelly).
        MaximumLogUtility = "maximum_log_utility",
        /// The least tracking error to a benchmark.
        MinimumTrackingError = "minimum_tracking_error",
        /// The highest ratio of weighted volatilities to the portfolio's.
        MaximumDiversification = "maximum_diversification",
        /// The least variance with every volatility taken as one.
        MaximumDecorrelation = "maximum_decorrelation",
        /// Contributions to variance in proportion to budgets.
        RiskParity = "risk_parity",
        /// Weights split along the tree of correlations by variance.
        HierarchicalRiskParity = "hierarchical_risk_parity",
        /// Equal contributions of clusters, then within each.
        HierarchicalEqualRiskContribution = "hierarchical_equal_risk_contribution",
        /// An optimum of each cluster, then of the clusters.
        NestedClusters = "nested_clusters",
        /// The same weight for every asset.
        EqualWeight = "equal_weight",
        /// Weights in proportion to the inverse of volatility.
        InverseVolatility = "inverse_volatility",
    }
}
