-- Returns of a period split over their causes.
CREATE TABLE performance_attribution (
    id           TEXT PRIMARY KEY,
    account_id   TEXT REFERENCES accounts (id), -- NULL: the whole workspace
    benchmark_id TEXT REFERENCES instruments (id),
    method       TEXT NOT NULL CHECK (method IN ('brinson_fachler', 'factor', 'contribution')),
    period_from  TEXT NOT NULL CHECK (date(period_from) IS period_from),
    period_to    TEXT NOT NULL CHECK (date(period_to) IS period_to),
    created_at   INTEGER NOT NULL,
    data_hash    TEXT NOT NULL CHECK (length(data_hash) = 64),
    result       TEXT NOT NULL CHECK (json_valid(result)),
    CHECK (period_to >= period_from),
    CHECK (method <> 'brinson_fachler' OR benchmark_id IS NOT NULL)
) STRICT;
CREATE INDEX performance_attribution_by_age ON performance_attribution (created_at, id);
CREATE INDEX performance_attribution_by_account ON performance_attribution (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX performance_attribution_by_benchmark ON performance_attribution (benchmark_id) WHERE benchmark_id IS NOT NULL;
