-- Returns of a period split over their causes.
CREATE TABLE performance_attribution (
    id           uuid PRIMARY KEY,
    account_id   uuid REFERENCES accounts (id), -- NULL: the whole workspace
    benchmark_id uuid REFERENCES instruments (id),
    method       text NOT NULL CHECK (method IN ('brinson_fachler', 'factor', 'contribution')),
    period_from  date NOT NULL,
    period_to    date NOT NULL,
    created_at   bigint NOT NULL,
    data_hash    text NOT NULL CHECK (length(data_hash) = 64),
    result       jsonb NOT NULL,
    CHECK (period_to >= period_from),
    CHECK (method <> 'brinson_fachler' OR benchmark_id IS NOT NULL)
);
CREATE INDEX performance_attribution_by_age ON performance_attribution (created_at, id);
CREATE INDEX performance_attribution_by_account ON performance_attribution (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX performance_attribution_by_benchmark ON performance_attribution (benchmark_id) WHERE benchmark_id IS NOT NULL;
