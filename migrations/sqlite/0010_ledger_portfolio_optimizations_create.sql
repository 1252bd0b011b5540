-- Saved runs of the optimizer with everything needed to repeat them.
CREATE TABLE portfolio_optimizations (
    id                TEXT PRIMARY KEY,
    name              TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
    optimization_type TEXT NOT NULL CHECK (optimization_type IN ('minimum_variance', 'maximum_sharpe', 'efficient_return', 'efficient_risk', 'maximum_quadratic_utility', 'efficient_frontier')),
    created_at        INTEGER NOT NULL,
    as_of             TEXT NOT NULL CHECK (date(as_of) IS as_of),
    job_id            TEXT REFERENCES jobs (id),
    data_hash         TEXT NOT NULL CHECK (length(data_hash) = 64),
    instruments       TEXT NOT NULL CHECK (json_valid(instruments)),
    settings          TEXT NOT NULL CHECK (json_valid(settings)),
    result            TEXT NOT NULL CHECK (json_valid(result))
) STRICT;
CREATE INDEX portfolio_optimizations_by_age ON portfolio_optimizations (created_at, id);
CREATE INDEX portfolio_optimizations_by_job ON portfolio_optimizations (job_id) WHERE job_id IS NOT NULL;
