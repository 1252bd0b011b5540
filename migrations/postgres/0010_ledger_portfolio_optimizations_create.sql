-- Saved runs of the optimizer with everything needed to repeat them.
CREATE TABLE portfolio_optimizations (
    id                uuid PRIMARY KEY,
    name              text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
    optimization_type text NOT NULL CHECK (optimization_type IN ('minimum_variance', 'maximum_sharpe', 'efficient_return', 'efficient_risk', 'maximum_quadratic_utility', 'efficient_frontier')),
    created_at        bigint NOT NULL,
    as_of             date NOT NULL,
    job_id            uuid REFERENCES jobs (id),
    data_hash         text NOT NULL CHECK (length(data_hash) = 64),
    instruments       jsonb NOT NULL,
    settings          jsonb NOT NULL,
    result            jsonb NOT NULL
);
CREATE INDEX portfolio_optimizations_by_age ON portfolio_optimizations (created_at, id);
CREATE INDEX portfolio_optimizations_by_job ON portfolio_optimizations (job_id) WHERE job_id IS NOT NULL;
