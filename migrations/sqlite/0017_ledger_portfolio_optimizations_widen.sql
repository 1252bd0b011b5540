-- Every objective of the optimizer can be saved. A CHECK cannot be changed in place: the table is made anew.
CREATE TABLE portfolio_optimizations_widened (
    id                TEXT PRIMARY KEY,
    name              TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
    optimization_type TEXT NOT NULL CHECK (optimization_type IN ('minimum_variance', 'maximum_sharpe', 'efficient_return', 'efficient_risk', 'maximum_quadratic_utility', 'efficient_frontier', 'minimum_cvar', 'cvar_frontier', 'minimum_cdar', 'minimum_semivariance', 'minimum_mean_absolute_deviation', 'worst_case', 'maximum_log_utility', 'minimum_tracking_error', 'maximum_diversification', 'maximum_decorrelation', 'risk_parity', 'hierarchical_risk_parity', 'hierarchical_equal_risk_contribution', 'nested_clusters', 'equal_weight', 'inverse_volatility')),
    created_at        INTEGER NOT NULL,
    as_of             TEXT NOT NULL CHECK (date(as_of) IS as_of),
    job_id            TEXT REFERENCES jobs (id),
    data_hash         TEXT NOT NULL CHECK (length(data_hash) = 64),
    instruments       TEXT NOT NULL CHECK (json_valid(instruments)),
    settings          TEXT NOT NULL CHECK (json_valid(settings)),
    result            TEXT NOT NULL CHECK (json_valid(result))
) STRICT;
INSERT INTO portfolio_optimizations_widened
SELECT id, name, optimization_type, created_at, as_of, job_id, data_hash, instruments, settings, result
FROM portfolio_optimizations;
-- Rows that point at the table would forbid to drop it.
CREATE TEMP TABLE pointing AS
SELECT id, optimization_id FROM rebalancing_events WHERE optimization_id IS NOT NULL;
UPDATE rebalancing_events SET optimization_id = NULL WHERE optimization_id IS NOT NULL;
DROP TABLE portfolio_optimizations;
ALTER TABLE portfolio_optimizations_widened RENAME TO portfolio_optimizations;
UPDATE rebalancing_events SET optimization_id = (SELECT optimization_id FROM pointing WHERE pointing.id = rebalancing_events.id)
WHERE id IN (SELECT id FROM pointing);
DROP TABLE pointing;
CREATE INDEX portfolio_optimizations_by_age ON portfolio_optimizations (created_at, id);
CREATE INDEX portfolio_optimizations_by_job ON portfolio_optimizations (job_id) WHERE job_id IS NOT NULL;
