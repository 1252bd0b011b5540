-- Portfolios to steer towards: weights by instrument, what is left of 1 is cash.
CREATE TABLE targets (
    id                     uuid PRIMARY KEY,
    name                   text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 120),
    weights                jsonb NOT NULL,
    tolerance              numeric CHECK (tolerance >= 0 AND tolerance <= 1), -- NULL: none is set
    source_optimization_id uuid REFERENCES portfolio_optimizations (id),
    note                   text,
    created_at             bigint NOT NULL,
    updated_at             bigint NOT NULL
);
CREATE INDEX targets_by_age ON targets (created_at, id);
CREATE INDEX targets_by_optimization ON targets (source_optimization_id) WHERE source_optimization_id IS NOT NULL;
