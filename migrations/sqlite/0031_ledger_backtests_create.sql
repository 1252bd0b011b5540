-- Runs of a strategy over the past, with everything needed to repeat them: settings hold the strategy as it was.
--
-- `strategy_id` says of which strategy a run is a trial, and is no foreign key on purpose. A strategy may be deleted; then
-- an ON DELETE SET NULL would change back-tests without an event in the trail, would forget how often the strategy was
-- tried, and undoing the deletion would not bring it back. So nothing of a back-test changes when its strategy goes, and
-- all is as it was when it comes back. That the strategy is gone, a reader finds by looking.
CREATE TABLE backtests (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
    created_at  INTEGER NOT NULL,
    job_id      TEXT REFERENCES jobs (id),
    strategy_id TEXT, -- NULL: of no strategy that is kept
    period_from TEXT NOT NULL CHECK (date(period_from) IS period_from),
    period_to   TEXT NOT NULL CHECK (date(period_to) IS period_to),
    data_hash   TEXT NOT NULL CHECK (length(data_hash) = 64),
    n_trials    INTEGER NOT NULL CHECK (n_trials >= 1),
    instruments TEXT NOT NULL CHECK (json_valid(instruments)),
    settings    TEXT NOT NULL CHECK (json_valid(settings)),
    summary     TEXT NOT NULL CHECK (json_valid(summary)),
    CHECK (period_from <= period_to)
) STRICT;
CREATE INDEX backtests_by_age ON backtests (created_at, id);
CREATE INDEX backtests_by_strategy ON backtests (strategy_id, created_at, id) WHERE strategy_id IS NOT NULL;
CREATE INDEX backtests_by_job ON backtests (job_id) WHERE job_id IS NOT NULL;

-- The whole result of a run, as JSON under zstd. It is derived: the same settings over the same data give it again.
-- Therefore it has no trail and is in no archive, and after a deletion that was undone it is missing.
CREATE TABLE backtest_results (
    backtest_id TEXT PRIMARY KEY REFERENCES backtests (id) ON DELETE CASCADE,
    n_bytes     INTEGER NOT NULL CHECK (n_bytes BETWEEN 1 AND 1073741824), -- unpacked
    content     BLOB NOT NULL CHECK (length(content) BETWEEN 1 AND 268435456)
) STRICT;
