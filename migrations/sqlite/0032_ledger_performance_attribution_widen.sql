-- Back-tests keep where their gain came from: by instrument, sector, currency, decision and factor. A CHECK cannot be changed in place: the table is
-- made anew.
--
-- What is of a back-test is derived from its result, as `backtest_results` is. Therefore it has no trail, is in no archive, and goes with its back-test.
CREATE TABLE performance_attribution_widened (
    id           TEXT PRIMARY KEY,
    account_id   TEXT REFERENCES accounts (id), -- NULL: the whole workspace, or a back-test
    benchmark_id TEXT REFERENCES instruments (id),
    backtest_id  TEXT REFERENCES backtests (id) ON DELETE CASCADE, -- NULL: of no back-test
    method       TEXT NOT NULL CHECK (method IN ('brinson_fachler', 'factor', 'contribution', 'asset', 'sector', 'currency', 'decision')),
    period_from  TEXT NOT NULL CHECK (date(period_from) IS period_from),
    period_to    TEXT NOT NULL CHECK (date(period_to) IS period_to),
    created_at   INTEGER NOT NULL,
    data_hash    TEXT NOT NULL CHECK (length(data_hash) = 64),
    result       TEXT NOT NULL CHECK (json_valid(result)),
    CHECK (period_to >= period_from),
    CHECK (method <> 'brinson_fachler' OR benchmark_id IS NOT NULL),
    CHECK (backtest_id IS NULL OR account_id IS NULL)
) STRICT;
INSERT INTO performance_attribution_widened
SELECT id, account_id, benchmark_id, NULL, method, period_from, period_to, created_at, data_hash, result
FROM performance_attribution;
DROP TABLE performance_attribution;
ALTER TABLE performance_attribution_widened RENAME TO performance_attribution;
CREATE INDEX performance_attribution_by_age ON performance_attribution (created_at, id);
CREATE INDEX performance_attribution_by_account ON performance_attribution (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX performance_attribution_by_benchmark ON performance_attribution (benchmark_id) WHERE benchmark_id IS NOT NULL;
CREATE UNIQUE INDEX performance_attribution_by_backtest ON performance_attribution (backtest_id, method) WHERE backtest_id IS NOT NULL;
