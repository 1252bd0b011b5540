-- Portfolios to steer towards: weights by instrument, what is left of 1 is cash.
CREATE TABLE targets (
    id                     TEXT PRIMARY KEY,
    name                   TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 120),
    weights                TEXT NOT NULL CHECK (json_valid(weights)),
    tolerance              TEXT CHECK (CAST(tolerance AS REAL) BETWEEN 0 AND 1), -- NULL: none is set
    source_optimization_id TEXT REFERENCES portfolio_optimizations (id),
    note                   TEXT,
    created_at             INTEGER NOT NULL,
    updated_at             INTEGER NOT NULL
) STRICT;
CREATE INDEX targets_by_age ON targets (created_at, id);
CREATE INDEX targets_by_optimization ON targets (source_optimization_id) WHERE source_optimization_id IS NOT NULL;
