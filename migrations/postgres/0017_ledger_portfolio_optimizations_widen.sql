-- Every objective of the optimizer can be saved.
ALTER TABLE portfolio_optimizations
    DROP CONSTRAINT portfolio_optimizations_optimization_type_check,
    ADD CONSTRAINT portfolio_optimizations_optimization_type_check CHECK (optimization_type IN ('minimum_variance', 'maximum_sharpe', 'efficient_return', 'efficient_risk', 'maximum_quadratic_utility', 'efficient_frontier', 'minimum_cvar', 'cvar_frontier', 'minimum_cdar', 'minimum_semivariance', 'minimum_mean_absolute_deviation', 'worst_case', 'maximum_log_utility', 'minimum_tracking_error', 'maximum_diversification', 'maximum_decorrelation', 'risk_parity', 'hierarchical_risk_parity', 'hierarchical_equal_risk_contribution', 'nested_clusters', 'equal_weight', 'inverse_volatility'));
